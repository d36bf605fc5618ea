//! Draws a verdict, which consists of a badge, the answer and a remark. If there is room, the code is beside them in
//! large digits.

use ratatui::text::{Line, Span};

use super::wrap::{Piece, wrap};
use super::{Writer, big_text};
use crate::document::{Meaning, VerdictLine};
use crate::ruling::Verdict;
use crate::say;
use crate::text::width;

const FIGURES_FROM: usize = 48;

/// The minimum width, in columns, at which the name of the status follows its code.
const NAMES_FROM: usize = 38;

const BESIDE_FIGURES: usize = 3;

impl Writer {
    pub(super) fn verdict(&mut self, verdict: &VerdictLine) {
        let theme = self.looks.theme;
        self.out.start.get_or_insert(self.out.lines.len());
        let (badge, meaning) = match verdict.correct {
            _ if verdict.is_arguable => (format!(" {} ", say!("Arguable")), Meaning::Strong),
            Some(true) => (format!(" {} {} ", theme.signs.correct, say!("Correct")), Meaning::Correct),
            Some(false) => (format!(" {} {} ", theme.signs.wrong, say!("Not quite")), Meaning::Wrong),
            None => (format!(" {} ", say!("The answer")), Meaning::Strong),
        };
        let badge = (badge, theme.style(meaning));
        let remark: Vec<Piece> =
            verdict.remark.spans.iter().map(|span| (span.text.clone(), theme.style(Meaning::Muted))).collect();
        if let Some(figures) = self.figures(verdict) {
            return self.verdict_in_figures(verdict, badge, remark, figures);
        }
        // Without the word "Answer", the phrase "Not quite 403 Forbidden" could be read as saying that 403 is wrong.
        let lead = match verdict.correct {
            Some(false) => format!("  {}: ", say!("Answer")),
            _ => "  ".to_owned(),
        };
        let mut pieces = vec![badge, (lead, theme.style(Meaning::Plain))];
        // In the narrow columns of a contrast pair, the name is left out so that each verdict fits into one row.
        let is_short = self.looks.columns < NAMES_FROM;
        let name = |text: &str| {
            let code = text.split(' ').next().unwrap_or_default();
            if is_short { code.to_owned() } else { text.to_owned() }
        };
        for span in &verdict.answer.spans {
            let (text, style) = match span.meaning {
                Meaning::Status(_) => (format!(" {} ", name(&span.text)), theme.style(span.meaning)),
                Meaning::Plain => (span.text.clone(), theme.style(Meaning::Strong)),
                meaning => (span.text.clone(), theme.style(meaning)),
            };
            pieces.push((text, style));
        }
        let columns = self.looks.columns;
        self.out.lines.extend(answer_lines(pieces, columns).into_iter().map(Line::from));
        let used = self.out.lines.last().map_or(0, Line::width);
        let remark_width: usize = remark.iter().map(|(text, _)| width(text)).sum();
        match self.out.lines.last_mut().filter(|_| used + remark_width < columns) {
            Some(line) => {
                line.spans.push(Span::raw(" ".repeat(columns - used - remark_width)));
                line.spans.extend(remark.into_iter().map(|(text, style)| Span::styled(text, style)));
            }
            None => self.led(&remark, Vec::new(), 0),
        }
    }

    fn verdict_in_figures(
        &mut self, verdict: &VerdictLine, badge: Piece, remark: Vec<Piece>, (code, figures): (Verdict, Vec<String>),
    ) {
        let theme = self.looks.theme;
        let gap = ("  ".to_owned(), theme.style(Meaning::Plain));
        let pieces = [vec![badge, gap], remark].concat();
        self.out.lines.extend(answer_lines(pieces, self.looks.columns).into_iter().map(Line::from));
        self.gap();
        let answer = verdict.answer.to_string();
        let name = answer.split_once(' ').map_or("", |(_, name)| name).to_owned();
        let lead = if verdict.correct == Some(false) { format!("{}:", say!("Answer")) } else { String::new() };
        let texts = [Span::raw(lead), Span::styled(name, theme.style(Meaning::Strong))];
        for (index, figure) in figures.into_iter().enumerate() {
            let mut spans = vec![Span::styled(figure, theme.large(code))];
            if let Some(text) = texts.get(index).filter(|text| text.width() > 0) {
                spans.extend([Span::raw(" ".repeat(BESIDE_FIGURES)), text.clone()]);
            }
            self.out.lines.push(Line::from(spans));
        }
    }

    fn figures(&self, verdict: &VerdictLine) -> Option<(Verdict, Vec<String>)> {
        let code = verdict.answer.to_string().get(..3)?.parse().ok()?;
        let has_room = self.looks.is_large && self.looks.panels && self.looks.columns >= FIGURES_FROM;
        has_room.then(|| (Verdict::from_status(code), big_text::half_block(code)))
    }
}

fn answer_lines(mut pieces: Vec<Piece>, columns: usize) -> Vec<Vec<Span<'static>>> {
    let needed: usize = pieces.iter().map(|(text, _)| width(text)).sum();
    if needed <= columns || pieces.is_empty() {
        return wrap(&pieces, columns);
    }
    let answer = pieces.split_off(1);
    [wrap(&pieces, columns), wrap(&answer, columns)].concat()
}

#[cfg(test)]
mod tests {
    use super::super::render;
    use super::super::tests::looks;
    use super::*;
    use crate::document::{Block, Document, Text};

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
}
