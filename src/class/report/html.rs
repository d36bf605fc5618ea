//! The report as a page that opens from disk: nothing is loaded from anywhere, and every plot is drawn in it.
//!
//! Owns the drawing. Beside every plot stands a sentence that says what it means and a table with its numbers; colours are
//! blue and orange, with a pattern besides. Everything from a file is escaped.

use std::fmt::Write;

use super::super::export::markup::escape;
use super::items::share;
use super::{Class, Paper, SMALLEST_GROUP};
use crate::learner::measure::Tally;
use crate::say;

const STYLE: &str = "
:root { color-scheme: light dark; --text: #1a1a1a; --ground: #fff; --line: #999; --before: #c05a00; --after: #0b5cad }
@media (prefers-color-scheme: dark) { :root { --text: #eaeaea; --ground: #161616; --line: #777; --before: #ff9d4d; --after: #6db3ff } }
body { margin: 0 auto; padding: 1.5em; max-width: 54em; font: 16px/1.5 Georgia, 'Times New Roman', serif; color: var(--text); background: var(--ground) }
h1, h2, th, text { font-family: Helvetica, Arial, sans-serif }
h1 { font-size: 1.6em; margin: 0 0 .3em }
h2 { font-size: 1.2em; margin: 2em 0 .3em }
svg { display: block; width: 100%; height: auto; margin: .8em 0 }
svg text { font-size: 13px; fill: var(--text) }
.before { fill: var(--before) }
.after { fill: var(--after) }
.frame { fill: none; stroke: var(--line) }
table { border-collapse: collapse; font-size: .9em; margin: .6em 0 }
th, td { text-align: left; padding: .2em .9em .2em 0; border-bottom: 1px solid var(--line); vertical-align: top }
td.number, th.number { text-align: right }
@media print { body { padding: 0; max-width: none } h2 { break-after: avoid } svg, tr { break-inside: avoid } }
";

/// The width of a plot, and where its bars begin.
const WIDTH: usize = 760;
const LEFT: usize = 190;
const RIGHT: usize = 130;

/// The whole page.
#[must_use]
pub fn page(class: &Class) -> String {
    let title = say!("401 or 403: a class");
    let mut page = Page {
        html: format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        ),
    };
    let exams = class.papers().count();
    page.says(&say!("{} seats, {} exams. A seat is a code and no name.", class.seats.len(), exams));
    if exams > 0 {
        page.kinds(class);
        page.seats(class);
        page.rules(class);
        page.misconceptions(class);
        page.items(class);
    }
    page.aside(class);
    page.html.push_str("</body>\n</html>\n");
    page.html
}

struct Page {
    html: String,
}

/// One bar: what it is of, its share from 0 to 1, what is said of it.
struct Bar {
    name: String,
    class: &'static str,
    share: f64,
    said: String,
}

impl Page {
    fn put(&mut self, line: &str) {
        self.html.push_str(line);
        self.html.push('\n');
    }

    fn says(&mut self, sentence: &str) {
        self.put(&format!("<p>{}</p>", escape(sentence)));
    }

    fn heading(&mut self, heading: &str, sentence: &str) {
        self.put(&format!("<h2>{}</h2>", escape(heading)));
        self.says(sentence);
    }

    /// A table: which columns are numbers, its head, its rows.
    fn table(&mut self, head: &[(&str, bool)], rows: impl IntoIterator<Item = Vec<String>>) {
        let class = |number: bool| if number { " class=\"number\"" } else { "" };
        self.put("<table>\n<thead><tr>");
        for (name, number) in head {
            self.put(&format!("<th scope=\"col\"{}>{}</th>", class(*number), escape(name)));
        }
        self.put("</tr></thead>\n<tbody>");
        for row in rows {
            self.html.push_str("<tr>");
            for (kind, (_, number)) in row.iter().zip(head) {
                let _ = write!(self.html, "<td{}>{}</td>", class(*number), escape(kind));
            }
            self.put("</tr>");
        }
        self.put("</tbody>\n</table>");
    }

    /// Bars below each other, each with its name and its number.
    fn bars(&mut self, label: &str, bars: &[Bar]) {
        let height = 22 * bars.len() + 8;
        let room = WIDTH - LEFT - RIGHT;
        self.put(&format!("<svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {WIDTH} {height}\">", escape(label)));
        for (place, bar) in bars.iter().enumerate() {
            let y = 22 * place + 4;
            let (baseline, said_at) = (y + 14, LEFT + room + 8);
            let long = share(room, 1) * bar.share.clamp(0.0, 1.0);
            self.put(&format!(
                "<text x=\"0\" y=\"{baseline}\">{}</text><rect class=\"{}\" x=\"{LEFT}\" y=\"{y}\" width=\"{long:.1}\" \
                 height=\"16\"/><rect class=\"frame\" x=\"{LEFT}\" y=\"{y}\" width=\"{room}\" height=\"16\"/>\
                 <text x=\"{said_at}\" y=\"{baseline}\">{}</text>",
                escape(&bar.name),
                bar.class,
                escape(&bar.said)
            ));
        }
        self.put("</svg>");
    }

    fn kinds(&mut self, class: &Class) {
        self.heading(
            say!("By kind of case"),
            say!("The share of right answers to each kind of case; the shortest bars are what to teach next."),
        );
        let mut bars = Vec::new();
        for (kind, tallies) in class.kinds() {
            let mut name = kind.name().to_owned();
            for (tally, fill) in tallies.into_iter().zip(["before", "after"]).filter(|(tally, _)| tally.answered > 0) {
                let share = share(tally.right, tally.answered);
                let said = format!("{} {}", percent(tally), fill);
                bars.push(Bar { name: std::mem::take(&mut name), class: fill, share, said });
            }
        }
        self.bars(say!("The share of right answers by kind of case"), &bars);
        let row = |(kind, [before, after]): (crate::scenario::Kind, [Tally; 2])| {
            vec![kind.name().to_owned(), of(before), of(after)]
        };
        self.table(
            &[(say!("kind of case"), false), ("before", true), ("after", true)],
            class.kinds().into_iter().map(row),
        );
    }

    fn seats(&mut self, class: &Class) {
        self.heading(
            say!("By seat"),
            say!("How many seats had so many right answers. What matters is that the second exam lies further right."),
        );
        let most = class.papers().map(|paper| paper.answers.len()).max().unwrap_or(0);
        let count = |after: bool, right: usize| class.sat(after).filter(|paper| paper.tally().right == right).count();
        let highest = (0..=most).flat_map(|right| [count(false, right), count(true, right)]).max().unwrap_or(1).max(1);
        let columns = most + 1;
        let step = WIDTH / columns.max(1);
        self.put(&format!(
            "<svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {WIDTH} 190\">",
            say!("How many seats had so many right answers")
        ));
        for right in 0..=most {
            for (after, fill, shift) in [(false, "before", 4), (true, "after", step / 2)] {
                let seats = count(after, right);
                let (x, wide) = (right * step + shift, (step / 2).saturating_sub(4));
                let high = 125 * seats / highest;
                let y = 150 - high;
                if seats > 0 {
                    let said_at = y.saturating_sub(4);
                    self.put(&format!("<rect class=\"{fill}\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"/><text x=\"{x}\" y=\"{said_at}\">{seats}</text>"));
                }
            }
            let x = right * step + step / 2 - 4;
            self.put(&format!("<text x=\"{x}\" y=\"168\">{right}</text>"));
        }
        self.put(&format!(
            "<path class=\"frame\" d=\"M0 150H{WIDTH}\"/>\n<text x=\"0\" y=\"186\">{}</text>\n</svg>",
            say!("right answers; orange: first exam, blue: the exam after it")
        ));
        let then = |paper: Option<&Paper>| paper.map_or_else(String::new, |paper| of(paper.tally()));
        let rows = class
            .seats
            .iter()
            .map(|(name, seat)| vec![name.clone(), of(seat.before.tally()), then(seat.after.as_ref())]);
        self.table(&[(say!("seat"), false), (say!("first exam"), true), (say!("exam after it"), true)], rows);
    }

    fn rules(&mut self, class: &Class) {
        let sentence =
            say!("How many seats answer by a wrong rule. A group of fewer than {} is not told of.", SMALLEST_GROUP);
        self.heading(say!("Wrong rules in use"), &sentence);
        let rules = class.rules();
        if rules.is_empty() {
            return self.says(say!("None stands out."));
        }
        let told = |count: Option<usize>| {
            count.map_or_else(|| say!("fewer than {}", SMALLEST_GROUP), |count| count.to_string())
        };
        let rows = rules
            .into_iter()
            .map(|(rule, [before, after])| vec![format!("WRONG: {}", rule.says()), told(before), told(after)]);
        self.table(&[(say!("rule"), false), (say!("before"), true), (say!("after"), true)], rows);
    }

    fn misconceptions(&mut self, class: &Class) {
        let misconceptions = class.misconceptions();
        if misconceptions.is_empty() {
            return;
        }
        self.heading(
            say!("By misconception"),
            say!("The share of right answers where this misconception is to be expected."),
        );
        let bars: Vec<Bar> = misconceptions
            .into_iter()
            .map(|(misconception, tally)| {
                let share = share(tally.right, tally.answered);
                Bar {
                    name: text_cut(misconception),
                    class: "after",
                    share,
                    said: format!("{} ({})", percent(tally), of(tally)),
                }
            })
            .collect();
        self.bars(say!("The share of right answers by misconception"), &bars);
    }

    fn items(&mut self, class: &Class) {
        self.heading(
            say!("By question"),
            say!("The hardest first. Discrimination near 1: those who are right elsewhere are right here; below 0 something is wrong with the question, or with how it was taught."),
        );
        let rows = class.items().into_iter().map(|item| {
            let discrimination =
                item.discrimination.map_or_else(|| "-".to_owned(), |value| format!("{:.2}", value + 0.0));
            let why = item.needs_attention().unwrap_or_default().to_owned();
            vec![
                item.title.clone(),
                item.id.clone(),
                of(item.tally),
                discrimination,
                item.confident_errors.to_string(),
                why,
            ]
        });
        let head = [
            ("question", false),
            ("id", false),
            ("right", true),
            ("discrimination", true),
            (say!("wrong and certain"), true),
            (say!("look at it"), false),
        ];
        self.table(&head, rows);
    }

    fn aside(&mut self, class: &Class) {
        if class.aside.is_empty() {
            return;
        }
        self.heading(say!("Set aside"), say!("These files do not count, each for its reason."));
        let rows = class.aside.iter().map(|(name, why)| vec![crate::text::safe(name).into_owned(), why.to_string()]);
        self.table(&[("file", false), ("why", false)], rows);
    }
}

fn text_cut(name: &str) -> String {
    crate::text::cut(name, 27, "...")
}

fn percent(tally: Tally) -> String {
    format!("{:.0} %", 100.0 * share(tally.right, tally.answered))
}

fn of(tally: Tally) -> String {
    if tally.answered == 0 { "-".to_owned() } else { format!("{}/{}", tally.right, tally.answered) }
}
