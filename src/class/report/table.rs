//! The report in lines, for a terminal.
//!
//! Owns the layout. Every bar has its number beside it, and every table a sentence that says what it means.

use super::items::share;
use super::{Class, Paper, SMALLEST_GROUP};
use crate::learner::measure::Tally;
use crate::say;
use crate::text;

/// How wide a bar is, in columns.
const BAR: usize = 20;

/// Below this many columns names and bars are short.
const WIDE: usize = 72;

/// So many questions are listed.
const LISTED: usize = 10;

/// The report in at most so many columns.
pub fn table(class: &Class, columns: usize, ascii: bool) -> String {
    let mut report = Report { text: String::new(), columns: columns.max(40), ascii };
    report.seats(class);
    report.kinds(class);
    report.rules(class);
    report.misconceptions(class);
    report.items(class);
    report.aside(class);
    report.text
}

struct Report {
    text: String,
    columns: usize,
    ascii: bool,
}

impl Report {
    fn says(&mut self, sentence: &str) {
        for line in text::wrap(sentence, self.columns) {
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    fn heading(&mut self, heading: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.says(heading);
    }

    /// A bar for a share from 0 to 1.
    fn bar(&self, share: f64) -> String {
        let long = if self.columns < WIDE { BAR / 4 } else { BAR };
        let full = (0..long).take_while(|place| self::share(2 * place + 1, 2 * long) < share).count();
        let [filled, empty] = if self.ascii { ["#", "."] } else { ["█", "·"] };
        filled.repeat(full) + &empty.repeat(long - full)
    }

    fn row(&mut self, name: &str, tally: Tally, after: &str) {
        let room = if self.columns < WIDE { 12 } else { 22 };
        let name = text::cut(name, room, "...");
        let pad = " ".repeat(room - text::width(&name));
        let share = share(tally.right, tally.answered);
        let bar = self.bar(share);
        let of = format!("{}/{}", tally.right, tally.answered);
        // Not wrapped: a table keeps its spaces.
        let row = if self.columns < WIDE {
            format!("{name}{pad} {bar} {of:>7}{after}\n")
        } else {
            format!("{name}{pad} {bar} {of:>9} {:>4.0} %{after}\n", 100.0 * share)
        };
        self.text.push_str(&row);
    }

    fn seats(&mut self, class: &Class) {
        let [before, after] = class.all();
        let count = class.seats.len();
        self.heading(&say!("{} seats, {} exams.", count, class.papers().count()));
        if count == 0 {
            return;
        }
        self.row(say!("first exam"), before, "");
        if after.answered > 0 {
            self.row(say!("second exam"), after, "");
        }
        self.heading(say!("By seat"));
        for (name, seat) in &class.seats {
            let first = seat.before.tally();
            let then = seat.after.as_ref().map(Paper::tally);
            let gain = then.map_or_else(String::new, |then| say!(", then {}/{}", then.right, then.answered));
            self.row(name, first, &gain);
        }
    }

    fn kinds(&mut self, class: &Class) {
        self.heading(say!("By kind of case: the share of right answers."));
        for (kind, [before, after]) in class.kinds() {
            if before.answered > 0 {
                let then = if after.answered > 0 {
                    say!(", then {} %", format_args!("{:.0}", 100.0 * share(after.right, after.answered)))
                } else {
                    String::new()
                };
                self.row(kind.name(), before, &then);
            } else {
                self.row(kind.name(), after, say!(" (after)"));
            }
        }
    }

    fn rules(&mut self, class: &Class) {
        let rules = class.rules();
        self.heading(say!("Wrong rules in use: the number of seats whose answers follow one."));
        if rules.is_empty() {
            self.says(say!("None stands out."));
        }
        for (rule, [before, after]) in rules {
            let told = |count: Option<usize>| {
                count.map_or_else(|| say!("fewer than {}", SMALLEST_GROUP), |count| count.to_string())
            };
            let then = if class.all()[1].answered > 0 { say!(", then {}", told(after)) } else { String::new() };
            self.says(&say!("WRONG: {} In use: {}{}.", rule.says(), told(before), then));
        }
    }

    fn misconceptions(&mut self, class: &Class) {
        let misconceptions = class.misconceptions();
        if misconceptions.is_empty() {
            return;
        }
        self.heading(say!("By misconception: the share of right answers where one is to be expected."));
        for (misconception, [before, after]) in misconceptions {
            let then =
                if after.answered > 0 { say!(", then {}/{}", after.right, after.answered) } else { String::new() };
            self.row(misconception, before, &then);
        }
    }

    fn items(&mut self, class: &Class) {
        let items = class.items();
        let look: Vec<_> = items.iter().filter_map(|item| Some((item, item.needs_attention()?))).take(LISTED).collect();
        self.heading(say!("Questions that need a look."));
        if look.is_empty() {
            self.says(say!("None."));
        }
        for (item, why) in look {
            self.row(&item.title, item.tally, "");
            self.says(&format!("  {}: {why}.", item.id));
        }
    }

    fn aside(&mut self, class: &Class) {
        if class.aside.is_empty() {
            return;
        }
        let count = class.aside.len();
        self.heading(&say!("Set aside: {} {}.", count, if count == 1 { "file" } else { "files" }));
        for (name, why) in &class.aside {
            self.says(&format!("{name} {why}."));
        }
    }
}
