//! Draws the stages of the course in a row.

use std::cmp::Ordering;

use ratatui::text::{Line, Span};

use super::super::super::screen::MapStage;
use super::super::super::theme::Theme;
use crate::document::Meaning;

/// Draws the stages in a row, with a tick beside each completed stage, or returns `None` if there is no room.
pub(in super::super::super) fn stages(
    stages: &[MapStage], current: usize, columns: usize, theme: Theme,
) -> Option<Line<'static>> {
    let mut spans = Vec::new();
    for (index, MapStage { name, is_skipped }) in stages.iter().enumerate() {
        let plain = theme.style(Meaning::Plain);
        spans.push(match index.cmp(&current) {
            Ordering::Less if !is_skipped => {
                let tick = Span::styled(theme.signs.correct, theme.in_text(Meaning::Correct));
                vec![tick, Span::styled(format!(" {name}"), plain)]
            }
            Ordering::Equal => vec![Span::styled(format!(" {} {name} ", theme.signs.pointer), theme.selected())],
            Ordering::Less | Ordering::Greater => vec![Span::styled(*name, plain)],
        });
    }
    let used: usize = spans.iter().flatten().map(Span::width).sum();
    let gaps = stages.len().saturating_sub(1).max(1);
    let each = (columns.saturating_sub(used) / gaps).min(7);
    if each < 3 {
        return None;
    }
    let sign = |index: usize| if index < current { theme.signs.trail } else { theme.signs.line };
    let line = |index: usize| Span::styled(format!(" {} ", sign(index).repeat(each - 2)), theme.border());
    let mut row = Vec::new();
    for (index, span) in spans.into_iter().enumerate() {
        row.extend(span);
        row.push(line(index));
    }
    row.pop();
    Some(Line::from(row))
}
