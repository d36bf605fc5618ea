//! Draws a verdict as a filled bar, which says whether the learner was right, what the answer is, and how certain the
//! learner was. If there is room, the bar is three rows high and shows the code in large digits.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::wrap::{Piece, wrap};
use super::{Writer, big_text};
use crate::document::{Meaning, VerdictLine};
use crate::say;
use crate::text::width;

const FIGURES_FROM: usize = 48;

/// The minimum width, in columns, at which the name of the status follows its code.
const NAMES_FROM: usize = 38;

/// The maximum width, in columns, of the name beside a code in large digits.
const LONGEST_NAME: usize = 14;

const GAP: usize = 2;

/// What a bar says, from left to right.
struct Bar {
    title: Piece,
    answer: Vec<Piece>,
    remark: String,
    fill: Style,
}

impl Writer {
    pub(super) fn verdict(&mut self, verdict: &VerdictLine) {
        let theme = self.looks.theme;
        self.out.start.get_or_insert(self.out.lines.len());
        let (title, correct) = match verdict.correct {
            _ if verdict.is_arguable => (say!("Arguable").to_owned(), None),
            Some(true) => (format!("{} {}", theme.signs.correct, say!("Correct")), Some(true)),
            Some(false) => (format!("{} {}", theme.signs.wrong, say!("Not quite")), Some(false)),
            None => (say!("The answer").to_owned(), None),
        };
        let (heading, fill) = theme.bar(correct);
        let title = (format!(" {title} "), heading);
        let mut bar = Bar { title, answer: Vec::new(), remark: verdict.remark.to_string(), fill };
        let rows = self.tall_bar(&bar, verdict).unwrap_or_else(|| {
            bar.answer = self.answer(verdict, fill, self.looks.columns < NAMES_FROM);
            if self.before_answer(&bar).is_none() {
                bar.answer = self.answer(verdict, fill, true);
            }
            self.flat_bar(&bar)
        });
        let start = self.out.lines.len();
        self.out.lines.extend(rows);
        self.bar = Some(start..self.out.lines.len());
    }

    /// In a narrow column, the name of a status is left out so that its verdict fits into one row.
    fn answer(&self, verdict: &VerdictLine, fill: Style, is_short: bool) -> Vec<Piece> {
        let theme = self.looks.theme;
        // Without the word "Answer", the phrase "Not quite 403 Forbidden" could be read as saying that 403 is wrong.
        let lead = (verdict.correct == Some(false)).then(|| (format!("{}: ", say!("Answer")), fill));
        let answer = verdict.answer.spans.iter().map(|span| {
            let text = match span.meaning {
                Meaning::Status(_) if is_short => span.text.split(' ').next().unwrap_or_default(),
                _ => &span.text,
            };
            match span.meaning {
                Meaning::Status(_) => (format!(" {text} "), theme.on_bar(fill, span.meaning)),
                Meaning::Correct => (format!(" {} {text} ", theme.signs.correct), theme.on_bar(fill, span.meaning)),
                Meaning::Wrong => (format!(" {} {text} ", theme.signs.wrong), theme.on_bar(fill, span.meaning)),
                _ => (text.to_owned(), fill.add_modifier(Modifier::BOLD)),
            }
        });
        lead.into_iter().chain(answer).collect()
    }

    /// Returns the number of columns between the title and the answer, or `None` if the answer doesn't fit beside the
    /// title. An answer that leaves no room for the remark follows the title directly.
    fn before_answer(&self, bar: &Bar) -> Option<usize> {
        let answer: usize = bar.answer.iter().map(|(text, _)| width(text)).sum();
        let (columns, title) = (self.looks.columns, width(&bar.title.0));
        let free = columns.checked_sub(title + GAP + answer)?;
        let spare = free.saturating_sub(GAP + width(&bar.remark) + 1);
        let centred = (columns.saturating_sub(answer) / 2).saturating_sub(title);
        Some(centred.clamp(GAP, GAP + spare))
    }

    fn flat_bar(&self, bar: &Bar) -> Vec<Line<'static>> {
        let columns = self.looks.columns;
        let remark = width(&bar.remark) + 1;
        let mut rows = if let Some(before) = self.before_answer(bar) {
            let mut spans = vec![Span::styled(bar.title.0.clone(), bar.title.1), self.rule(before, bar.fill)];
            spans.extend(bar.answer.iter().map(|(text, style)| Span::styled(text.clone(), *style)));
            vec![spans]
        } else {
            let lead = |spans| [vec![Span::styled(" ", bar.fill)], spans].concat();
            let title = vec![Span::styled(bar.title.0.clone(), bar.title.1)];
            let answer = wrap(&bar.answer, columns.saturating_sub(2).max(1)).into_iter().map(lead);
            std::iter::once(title).chain(answer).collect()
        };
        let used = |row: &Vec<Span>| row.iter().map(Span::width).sum::<usize>();
        let fits = rows.last().is_some_and(|row| used(row) + GAP + remark <= columns);
        let is_said = !bar.remark.is_empty();
        if is_said && !fits {
            let remark = wrap(&[(bar.remark.clone(), bar.fill)], columns.saturating_sub(2).max(1));
            rows.extend(remark.into_iter().map(|spans| [vec![Span::styled(" ", bar.fill)], spans].concat()));
        }
        let last = rows.len() - 1;
        for (index, row) in rows.iter_mut().enumerate() {
            let free = columns.saturating_sub(used(row));
            if is_said && fits && index == last {
                row.push(self.rule(free - remark, bar.fill));
                row.push(Span::styled(format!("{} ", bar.remark), bar.fill));
            } else {
                row.push(Span::styled(" ".repeat(free), bar.fill));
            }
        }
        rows.into_iter().map(Line::from).collect()
    }

    /// On a bar that can't be filled, a line joins the parts.
    fn rule(&self, columns: usize, fill: Style) -> Span<'static> {
        let is_filled = fill.bg.is_some() || fill.add_modifier.contains(Modifier::REVERSED);
        if is_filled || columns < 2 * GAP || self.looks.stacked {
            return Span::styled(" ".repeat(columns), fill);
        }
        Span::styled(format!(" {} ", self.looks.theme.signs.trail.repeat(columns - 2)), fill)
    }

    /// The code and its name are at the right end, beside the title and the remark.
    fn tall_bar(&self, bar: &Bar, verdict: &VerdictLine) -> Option<Vec<Line<'static>>> {
        let (columns, theme) = (self.looks.columns, self.looks.theme);
        let [answer] = verdict.answer.spans.as_slice() else { return None };
        let Meaning::Status(_) = answer.meaning else { return None };
        let code = answer.text.get(..3)?.parse().ok()?;
        if !self.looks.has_tall_bar || columns < FIGURES_FROM {
            return None;
        }
        let style = theme.on_bar(bar.fill, answer.meaning);
        let lead = if verdict.correct == Some(false) { format!("{}:", say!("Answer")) } else { String::new() };
        let name = answer.text.get(4..).unwrap_or_default().to_owned();
        let names: Vec<String> = wrap(&[(name, style)], LONGEST_NAME)
            .into_iter()
            .map(|spans| spans.iter().map(|span| span.content.as_ref()).collect())
            .collect();
        let names = [vec![lead], names].concat();
        let name_columns = names.iter().map(|name| width(name)).max().unwrap_or(0);
        let figures = big_text::half_block(code);
        let tile = figures.first().map_or(0, |row| width(row)) + name_columns + 3 * GAP;
        let room = columns.checked_sub(tile)?;
        let remark = wrap(&[(bar.remark.clone(), bar.fill)], room.checked_sub(GAP).filter(|room| *room > 0)?);
        if names.len() > figures.len() || remark.len() >= figures.len() {
            return None;
        }
        let start = figures.len() - remark.len();
        let row = |(index, figure): (usize, String)| {
            let left = match index.checked_sub(start).and_then(|row| remark.get(row)) {
                _ if index == 0 => vec![Span::styled(bar.title.0.clone(), bar.title.1)],
                Some(spans) => [vec![Span::styled(" ", bar.fill)], spans.clone()].concat(),
                None => Vec::new(),
            };
            let free = room.saturating_sub(left.iter().map(Span::width).sum());
            let name = names.get(index).map_or("", String::as_str);
            let right = format!("{:GAP$}{figure}{:GAP$}{name:name_columns$}{:GAP$}", "", "", "");
            Line::from([left, vec![Span::styled(" ".repeat(free), bar.fill), Span::styled(right, style)]].concat())
        };
        let top = Line::from([edge(room, bar.fill), edge(tile, style)].to_vec());
        Some(std::iter::once(top).chain(figures.into_iter().enumerate().map(row)).collect())
    }
}

/// The upper edge of a filled area, half a row high, so that large digits don't touch the edge.
fn edge(columns: usize, fill: Style) -> Span<'static> {
    match fill.bg {
        Some(colour) => Span::styled("▄".repeat(columns), Style::new().fg(colour)),
        None if fill.add_modifier.contains(Modifier::REVERSED) => Span::raw("▄".repeat(columns)),
        None => Span::raw(" ".repeat(columns)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::RenderOptions;
    use super::super::render;
    use super::super::tests::looks;
    use super::*;
    use crate::document::{Block, Document, Text};
    use crate::ruling::Verdict;
    use crate::settings::ThemeName;
    use crate::tui::theme::Theme;

    #[test]
    fn in_a_narrow_column_the_answer_is_short_and_in_a_narrower_one_on_a_line_of_its_own() {
        let verdict = |code: &str, verdict| VerdictLine {
            correct: Some(false),
            answer: Text::new(code, Meaning::Status(verdict)),
            remark: Text::from("You said 403."),
            ..VerdictLine::default()
        };
        for (code, status) in [("401 Unauthorized", Verdict::Unauthorized), ("403 Forbidden", Verdict::Forbidden)] {
            let block = Block::Verdict(verdict(code, status));
            let document = Document { title: String::new(), blocks: vec![block] };
            let rows = |columns| -> Vec<String> {
                let drawn = render(&document, &looks(columns));
                drawn.lines.iter().map(|line| line.to_string().trim().to_owned()).collect()
            };
            let short = code.split(' ').next().unwrap_or_default();
            assert_eq!(rows(30), [format!("✗ Not quite   Answer:  {short}"), "You said 403.".to_owned()]);
            assert_eq!(rows(20)[..2], ["✗ Not quite".to_owned(), format!("Answer:  {short}")]);
        }
    }

    fn drawn(correct: bool, theme: ThemeName, has_tall_bar: bool) -> Vec<Line<'static>> {
        let verdict = VerdictLine {
            correct: Some(correct),
            answer: Text::new("403 Forbidden", Meaning::Status(Verdict::Forbidden)),
            remark: Text::from("You were certain."),
            ..VerdictLine::default()
        };
        let document = Document { title: String::new(), blocks: vec![Block::Verdict(verdict)] };
        render(&document, &RenderOptions { theme: Theme::new(theme, false), has_tall_bar, ..looks(76) }).lines
    }

    #[test]
    fn the_bar_fills_the_row_and_without_colours_a_correct_answer_differs_from_a_wrong_one() {
        for correct in [true, false] {
            let is_filled = |span: &Span| span.style.bg.is_some();
            let [line] = drawn(correct, ThemeName::Default, false).try_into().expect("one row");
            assert!(line.width() == 76 && line.spans.iter().all(is_filled), "{line:?}");
            let [line] = drawn(correct, ThemeName::Mono, false).try_into().expect("one row");
            for span in &line.spans {
                let is_reversed = span.style.add_modifier.contains(Modifier::REVERSED);
                assert_eq!(is_reversed, correct != span.content.contains("403"), "{span:?}");
            }
        }
    }

    #[test]
    fn a_tall_bar_shows_the_code_in_large_digits_beside_its_name() {
        let lines = drawn(false, ThemeName::Default, true);
        let rows: Vec<String> = lines.iter().map(Line::to_string).collect();
        assert!(rows.len() == 4 && lines.iter().all(|line| line.width() == 76), "{rows:#?}");
        assert!(rows[1].starts_with(" ✗ Not quite ") && rows[1].contains("▀▀▀█  Answer:"), "{rows:#?}");
        assert!(rows[2].contains("▀▀█  Forbidden") && rows[3].starts_with(" You were certain. "), "{rows:#?}");
    }
}
