//! Breaks styled text into lines between words.

use ratatui::style::{Modifier, Style};
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::{break_at, safe, width};

/// A piece of text in a single style.
pub(in super::super) type Piece = (String, Style);

/// Breaks the text into lines of at most this many columns. A word that is longer than a line is broken. Spaces at the
/// start of a piece with a background are kept, because they are the edge of a badge.
pub(in super::super) fn wrap(pieces: &[Piece], columns: usize) -> Vec<Vec<Span<'static>>> {
    let columns = columns.max(1);
    let mut lines: Vec<Vec<Span<'static>>> = Vec::new();
    let mut line = Filling::default();
    for word in words(pieces) {
        let needed: usize = word.parts.iter().map(|(text, _)| width(text)).sum();
        let gap = word.gap.as_ref().map_or(0, |(text, _)| width(text));
        if line.used > 0 && line.used + gap + needed > columns {
            lines.push(std::mem::take(&mut line).spans);
        } else if let Some((text, style)) = word.gap.filter(|_| line.used > 0) {
            line.push(text, style);
        }
        if line.used + needed <= columns {
            word.parts.into_iter().for_each(|(text, style)| line.push(text, style));
            continue;
        }
        let letters = word.parts.iter().flat_map(|(text, style)| text.graphemes(true).map(|one| (one, *style)));
        let letters: Vec<(&str, Style)> = letters.collect();
        let mut rest = letters.as_slice();
        while !rest.is_empty() {
            let room = columns.saturating_sub(line.used);
            let (here, after) = rest.split_at(break_at(rest.iter().map(|(text, _)| *text), room).max(1));
            for (text, style) in here {
                line.push((*text).to_owned(), *style);
            }
            rest = after;
            if !rest.is_empty() {
                lines.push(std::mem::take(&mut line).spans);
            }
        }
    }
    if line.used > 0 {
        lines.push(line.spans);
    }
    lines
}

#[derive(Default)]
struct Filling {
    spans: Vec<Span<'static>>,
    used: usize,
}

impl Filling {
    fn push(&mut self, text: String, style: Style) {
        self.used += width(&text);
        match self.spans.last_mut().filter(|last| last.style == style) {
            Some(last) => last.content.to_mut().push_str(&text),
            None => self.spans.push(Span::styled(text, style)),
        }
    }
}

/// A word, possibly in several styles, and the space before it.
#[derive(Default)]
struct StyledWord {
    gap: Option<Piece>,
    parts: Vec<Piece>,
}

fn words(pieces: &[Piece]) -> Vec<StyledWord> {
    let mut words: Vec<StyledWord> = vec![StyledWord::default()];
    for (text, style) in pieces {
        let text = without_selectors(text);
        // Badges keep the spaces at their edges.
        let is_filled = style.bg.is_some() || style.add_modifier.contains(Modifier::REVERSED);
        let is_badge = is_filled && text.starts_with(' ') && text.ends_with(' ') && text.len() > 2;
        if is_badge {
            push(&mut words, &text, *style);
            continue;
        }
        for (place, part) in text.split(' ').enumerate() {
            if place > 0 {
                let last = words.last_mut().filter(|word| word.parts.is_empty());
                match last {
                    Some(StyledWord { gap: Some((gap, _)), .. }) => gap.push(' '),
                    Some(word) => word.gap = Some((" ".to_owned(), *style)),
                    None => words.push(StyledWord { gap: Some((" ".to_owned(), *style)), parts: Vec::new() }),
                }
            }
            if !part.is_empty() {
                push(&mut words, part, *style);
            }
        }
    }
    words.retain(|word| !word.parts.is_empty());
    words
}

fn push(words: &mut [StyledWord], text: &str, style: Style) {
    if let Some(word) = words.last_mut() {
        word.parts.push((text.to_owned(), style));
    }
}

/// Removes emoji variation selectors, because terminals disagree about the width of the character before them.
pub(in super::super) fn without_selectors(text: &str) -> String {
    safe(text).replace('\u{fe0f}', "")
}

/// Shortens the text to this many columns at a word boundary, with an ellipsis if something is cut.
pub(in super::super) fn cut(text: &str, columns: usize, ellipsis: &str) -> String {
    let text = without_selectors(text);
    if width(&text) <= columns {
        return text;
    }
    let room = columns.saturating_sub(width(ellipsis) + 1);
    let mut kept = String::new();
    for word in text.split(' ') {
        let gap = if kept.is_empty() { "" } else { " " };
        if width(&kept) + width(gap) + width(word) > room {
            break;
        }
        kept.push_str(gap);
        kept.push_str(word);
    }
    if columns < width(ellipsis) {
        return String::new();
    }
    format!("{kept}{}{ellipsis}", if kept.is_empty() { "" } else { " " })
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
    fn what_is_cut_ends_between_words_with_an_ellipsis() {
        assert_eq!(cut("one two three", 13, "…"), "one two three");
        assert_eq!(cut("one two three", 12, "…"), "one two …");
        assert_eq!(cut("one two three", 4, "…"), "…");
        assert_eq!(cut("one two three", 2, "..."), "");
    }
}
