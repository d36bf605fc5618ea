//! Breaks styled text into lines between words.

use std::ops::Range;

use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use crate::text::{line_ranges, without_selectors};

pub(in super::super) type Piece = (String, Style);

/// Breaks text into lines of at most `columns` columns. A word is broken only if it is longer than a line. The spaces
/// at both ends of a badge (a piece with a background colour) are kept.
pub(in super::super) fn wrap(pieces: &[Piece], columns: usize) -> Vec<Vec<Span<'static>>> {
    let run = StyledRun::new(pieces);
    run.line_ranges(columns).into_iter().map(|line| run.spans(&line)).collect()
}

#[derive(Default)]
struct StyledRun {
    text: String,
    styles: Vec<(Range<usize>, Style)>,
    badges: Vec<Range<usize>>,
}

impl StyledRun {
    fn new(pieces: &[Piece]) -> Self {
        let mut run = Self::default();
        for (text, style) in pieces {
            let start = run.text.len();
            run.text.push_str(&without_selectors(text));
            let (piece, end) = (run.text.get(start..).unwrap_or_default(), run.text.len());
            let is_filled = style.bg.is_some() || style.add_modifier.contains(Modifier::REVERSED);
            if is_filled && piece.starts_with(' ') && piece.ends_with(' ') && piece.len() > 2 {
                run.badges.push(start..end);
            }
            match run.styles.last_mut().filter(|(_, last)| last == style) {
                Some((range, _)) => range.end = end,
                None => run.styles.push((start..end, *style)),
            }
        }
        run
    }

    fn line_ranges(&self, columns: usize) -> Vec<Range<usize>> {
        line_ranges(&self.text, columns, |index| !self.badges.iter().any(|badge| badge.contains(&index)))
    }

    fn spans(&self, line: &Range<usize>) -> Vec<Span<'static>> {
        let overlap = |(range, style): &(Range<usize>, Style)| {
            let text = self.text.get(range.start.max(line.start)..range.end.min(line.end))?;
            (!text.is_empty()).then(|| Span::styled(text.to_owned(), *style))
        };
        self.styles.iter().filter_map(overlap).collect()
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;

    fn text(pieces: &[Piece], columns: usize) -> Vec<String> {
        let line = |spans: &Vec<Span>| spans.iter().map(|span| span.content.as_ref()).collect();
        wrap(pieces, columns).iter().map(line).collect()
    }

    #[test]
    fn lines_break_between_words_and_words_may_change_their_style() {
        let plain = Style::new();
        let pieces = [("It is ".to_owned(), plain), ("403".to_owned(), plain.bold()), (", again.".to_owned(), plain)];
        assert_eq!(text(&pieces, 40), ["It is 403, again."]);
        assert_eq!(text(&pieces, 10), ["It is 403,", "again."]);
        assert_eq!(text(&pieces, 8), ["It is", "403,", "again."]);
        assert_eq!(text(&[("abcdefgh".to_owned(), plain)], 3), ["abc", "def", "gh"]);
        assert!(text(&[], 3).is_empty());
    }

    #[test]
    fn badges_keep_their_edges() {
        let pieces = [(" ✓ Correct ".to_owned(), Style::new().bg(Color::Green)), ("  now".to_owned(), Style::new())];
        assert_eq!(text(&pieces, 40), [" ✓ Correct   now"]);
    }
}
