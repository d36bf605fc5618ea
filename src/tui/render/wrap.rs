//! Breaks styled text into lines between words.

use std::ops::Range;

use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use super::super::layout::saturating_u16;
use crate::text::{line_ranges, width, without_selectors};

pub(in super::super) type Piece = (String, Style);

/// Breaks text into lines of at most `columns` columns. A word is broken only if it is longer than a line. The spaces
/// at both ends of a badge (a piece with a background colour) are kept.
pub(in super::super) fn wrap(pieces: &[Piece], columns: usize) -> Vec<Vec<Span<'static>>> {
    let run = StyledRun::new(pieces);
    run.line_ranges(columns).into_iter().map(|line| run.spans(&line)).collect()
}

pub(in super::super) fn position_in(pieces: &[Piece], columns: usize, byte: usize) -> Position {
    let run = StyledRun::new(pieces);
    // Byte offsets differ after wrapping, because emoji variation selectors are removed.
    let mut rest = byte;
    let before = |(text, _): &Piece| {
        let end = rest.min(text.len());
        rest -= end;
        without_selectors(text.get(..end).unwrap_or(text)).len()
    };
    let byte = pieces.iter().map(before).sum();
    let lines = run.line_ranges(columns);
    let row = lines.iter().rposition(|line| line.start <= byte).unwrap_or(0);
    let start = lines.get(row).map_or(0, |line| line.start);
    let column = run.text.get(start..byte).map_or(0, width);
    Position::new(saturating_u16(column), saturating_u16(row))
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

    #[test]
    fn a_position_is_found_on_its_line_even_behind_a_space() {
        let pieces = [("Which one? ".to_owned(), Style::new()), ("two ".to_owned(), Style::new().bold())];
        for (columns, byte, column, row) in [(40, 11, 11, 0), (40, 15, 15, 0), (10, 11, 0, 1), (10, 15, 4, 1)] {
            assert_eq!(position_in(&pieces, columns, byte), Position::new(column, row), "{columns} {byte}");
        }
        for (text, column) in
            [("a\u{2764}\u{fe0f}b", 3), ("1\u{fe0f}\u{20e3}2", 2), ("\u{2764}\u{fe0f}", 1), ("é\u{fe0f}日", 3)]
        {
            let pieces = [("? ".to_owned(), Style::new()), (text.to_owned(), Style::new().bold())];
            assert_eq!(position_in(&pieces, 40, 2 + text.len()), Position::new(2 + column, 0), "{text:?}");
        }
    }
}
