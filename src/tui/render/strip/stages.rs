//! Draws the stages of the course in a row or as a vertical list.

use std::cmp::Ordering;

use ratatui::text::{Line, Span};

use super::super::super::screen::MapStage;
use super::super::super::theme::Theme;
use super::super::widget;
use super::super::wrap::wrap;
use crate::document::Meaning;
use crate::say;
use crate::text::width;

/// Lists the stages of the course in a row and ticks the completed ones; `None` if there is no room.
pub(in super::super::super) fn stages(
    stages: &[MapStage], current: usize, columns: usize, theme: Theme,
) -> Option<Line<'static>> {
    let mut spans = Vec::new();
    for (index, MapStage { name, is_skipped, .. }) in stages.iter().enumerate() {
        let (sign, meaning) = match index.cmp(&current) {
            Ordering::Less if *is_skipped => (String::new(), Meaning::Plain),
            Ordering::Less => (format!("{} ", theme.signs.correct), Meaning::Plain),
            Ordering::Equal => (format!("{} ", theme.signs.pointer), Meaning::Strong),
            Ordering::Greater => (String::new(), Meaning::Plain),
        };
        spans.push(Span::styled(format!("{sign}{name}"), theme.style(meaning)));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    let gaps = stages.len().saturating_sub(1).max(1);
    let each = (columns.saturating_sub(used) / gaps).min(7);
    if each < 3 {
        return None;
    }
    let sign = |index: usize| if index < current { theme.signs.trail } else { theme.signs.line };
    let line = |index: usize| Span::styled(format!(" {} ", sign(index).repeat(each - 2)), theme.border());
    let mut row = Vec::new();
    for (index, span) in spans.into_iter().enumerate() {
        row.extend([span, line(index)]);
    }
    row.pop();
    Some(Line::from(row))
}

/// Lists the stages of the course in a panel, one below the other, each with a note at its right end. If purposes are
/// shown, the list also says what happens in each stage.
pub(in super::super::super) fn stage_list(
    stages: &[MapStage], current: usize, columns: usize, has_purposes: bool, theme: Theme,
) -> Vec<Line<'static>> {
    const INDENT: usize = 3;
    let inner = columns.saturating_sub(4);
    let mut lines = Vec::new();
    for (index, MapStage { name, note, purpose, is_skipped }) in stages.iter().enumerate() {
        let (sign, style) = match index.cmp(&current) {
            Ordering::Less if *is_skipped => (" ", theme.style(Meaning::Plain)),
            Ordering::Less => (theme.signs.correct, theme.style(Meaning::Plain)),
            Ordering::Equal => (theme.signs.pointer, theme.selected()),
            Ordering::Greater => (" ", theme.style(Meaning::Plain)),
        };
        let free = inner.saturating_sub(width(name) + width(note) + 4);
        lines.push(Line::styled(format!(" {sign} {name}{}{note} ", " ".repeat(free)), style));
        if has_purposes {
            let text = wrap(&[((*purpose).to_owned(), theme.style(Meaning::Muted))], inner.saturating_sub(INDENT + 1));
            let indent = || Span::raw(" ".repeat(INDENT));
            lines.extend(text.into_iter().map(|spans| Line::from([vec![indent()], spans].concat())));
        }
        if has_purposes && index + 1 < stages.len() {
            lines.push(Line::default());
        }
    }
    widget::panel_with(widget::block(say!("Your course"), columns, theme), [None, None], lines, columns, theme)
}
