//! Draws labelled texts, with the labels in a separate column if there is room.

use ratatui::text::{Line, Span};

use super::Writer;
use super::wrap::wrap;
use crate::document::{Block, LabelledText, Meaning, Text};
use crate::say;
use crate::text::width;

/// The minimum width at which labels always get a separate column. In a narrower area, the label column must not take
/// more than two fifths of the width.
const LABELS_FROM: usize = 50;

/// The usual and maximum widths of the label column. On a page less than 60 columns wide, the label column is only as
/// wide as the labels.
const LABEL: usize = 17;
pub(super) const USUAL_LABELS_FROM: usize = 60;
pub(super) const LONGEST_LABEL: usize = 22;

/// The minimum width of a label column in which a longer label is wrapped.
const LEAST_WRAPPED: usize = 12;

pub(super) fn label_columns(blocks: &[Block], columns: usize) -> usize {
    let least = if columns < USUAL_LABELS_FROM { 0 } else { LABEL };
    let label = |block: &Block| match block {
        Block::Field(field) => Some(width(&field.label) + 2).filter(|columns| *columns <= LONGEST_LABEL),
        _ => None,
    };
    blocks.iter().filter_map(label).max().unwrap_or(0).max(least)
}

pub(super) fn is_claim(text: &Text) -> bool {
    matches!(text.spans.as_slice(), [span] if span.meaning == Meaning::WrongClaim)
}

impl Writer {
    pub(super) fn has_label_column(&self) -> bool {
        self.looks.columns >= LABELS_FROM || 5 * self.labels <= 2 * self.looks.columns
    }

    pub(super) fn is_short(&self, block: &Block) -> bool {
        let Block::Field(field) = block else { return false };
        let fits = self.labels + width(&field.text.to_string()) <= self.looks.columns;
        self.has_label_column() && width(&field.label) < self.labels && fits
    }

    /// The tag "WRONG" of a false claim goes in the label column if the tag is narrow enough.
    pub(super) fn is_labelled_claim(&self, text: &Text) -> bool {
        is_claim(text) && self.has_labels && self.has_label_column() && width(say!("WRONG")) < self.labels
    }

    pub(super) fn claim(&mut self, text: &Text) {
        let theme = self.looks.theme;
        let tag = Span::styled(say!("WRONG"), theme.in_text(Meaning::Wrong));
        let gap = Span::raw(" ".repeat(self.labels - tag.width()));
        self.led(&[(text.to_string(), theme.style(Meaning::Plain))], vec![tag, gap], 0);
    }

    pub(super) fn field(&mut self, field: &LabelledText) {
        let label = (field.label.clone(), self.looks.theme.style(Meaning::Muted));
        let is_wrapped = width(&field.label) >= self.labels;
        if self.has_label_column() && (!is_wrapped || self.labels >= LEAST_WRAPPED) {
            let (start, columns) = (self.out.lines.len(), self.labels);
            self.text(&field.text, vec![Span::raw(" ".repeat(columns))], 0);
            let labels = wrap(&[label], columns - 2);
            self.out.lines.resize(self.out.lines.len().max(start + labels.len()), Line::default());
            for (line, label) in self.out.lines[start..].iter_mut().zip(labels) {
                let free = columns.saturating_sub(label.iter().map(Span::width).sum());
                line.spans.splice(..line.spans.len().min(1), label.into_iter().chain([Span::raw(" ".repeat(free))]));
            }
            return;
        }
        let mut pieces = vec![label, ("  ".to_owned(), self.looks.theme.style(Meaning::Plain))];
        pieces.extend(self.pieces(&field.text, true));
        self.led(&pieces, Vec::new(), 2);
    }
}

#[cfg(test)]
mod tests {
    use super::super::render;
    use super::super::tests::looks;
    use crate::document::Document;

    #[test]
    fn beside_a_scene_of_a_usual_laptop_window_labels_keep_their_own_column() {
        let mut document = Document::default();
        document.field("Why not 401?", "A 401 would ask for another boarding pass, and this one is valid already.");
        let rows: Vec<String> = render(&document, &looks(46)).lines.iter().map(ToString::to_string).collect();
        assert!(rows.len() == 3 && rows[1..].iter().all(|row| row.starts_with(&" ".repeat(14))), "{rows:?}");
    }

    #[test]
    fn a_label_that_is_longer_than_its_column_is_wrapped_beside_its_text() {
        let mut document = Document::default();
        document.field("The deciding line", "Somebody else paid for this bag.");
        document.field("The article (wrong code)", "The answer is 403, because the bag isn't hers.");
        let rows: Vec<String> = render(&document, &looks(76)).lines.iter().map(ToString::to_string).collect();
        let text = rows.iter().position(|row| row.contains("The answer is")).expect("the text");
        assert!(rows[text].starts_with("The article ") && rows[text + 1].starts_with("(wrong code)"), "{rows:?}");
        let column = |row: &String, text: &str| row.split(text).next().map(str::len);
        assert_eq!(column(&rows[0], "Somebody"), column(&rows[text], "The answer"), "{rows:?}");
    }
}
