//! What can be chosen: the two answers with their sureness, or the lines of a menu. The real cursor stands on what
//! is selected, for screen readers and magnifiers.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::super::app::{Focus, Model};
use super::super::theme::Role;
use crate::learner::Sureness;
use crate::ruling::Verdict;
use crate::session::feedback::motto;
use crate::text;

/// From this width on the codes have their words beside them.
const WORDS_FROM: u16 = 56;

/// The rows that answers and sureness take.
pub(super) const fn height(columns: u16) -> u16 {
    if columns >= WORDS_FROM { 4 } else { 2 }
}

const fn key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unauthorized => "1",
        Verdict::Forbidden => "3",
        Verdict::Neither => "0",
    }
}

/// Draws the answers.
pub(super) fn draw(model: &Model, choice: Option<Verdict>, frame: &mut Frame, area: Rect) {
    let neither = model.course.session().item().is_some_and(|item| item.offers_neither);
    let offered: &[Verdict] = if neither { &Verdict::ALL } else { &Verdict::ALL[..2] };
    let mut rows = area.rows();
    let Some(codes) = rows.next() else { return };
    let wide = area.height >= 4;
    let mut starts = Vec::new();
    let mut at = 0;
    for verdict in offered {
        let words = format!(" {} {} ", key(*verdict), verdict.name());
        let chosen = choice == Some(*verdict);
        let sign = if chosen { model.theme.signs.pointer } else { " " };
        let role = match (chosen, verdict) {
            (true, _) => Role::Selected,
            (false, Verdict::Unauthorized) => Role::Podium,
            (false, Verdict::Forbidden) => Role::Gate,
            (false, Verdict::Neither) => Role::Strong,
        };
        let line = Line::from(vec![Span::raw(sign), Span::raw(" "), Span::styled(words, model.theme.style(role))]);
        starts.push(at);
        frame.render_widget(line, cut_left(codes, at));
        at += column_width(*verdict, wide, neither);
    }
    let mut cursor = choice
        .and_then(|choice| offered.iter().position(|verdict| *verdict == choice))
        .map_or(0, |place| starts[place]);
    if wide && let Some(words) = rows.next() {
        for (verdict, start) in offered.iter().zip(&starts) {
            frame.render_widget(Line::raw(format!("   {}", motto(*verdict))), cut_left(words, *start));
        }
        rows.next();
    }
    let mut cursor_row = codes;
    if let Some(row) = rows.next() {
        let start = sureness(model, choice.is_some(), frame, row);
        if model.focus == Focus::Sureness {
            (cursor, cursor_row) = (start, row);
        }
    }
    frame.set_cursor_position(Position::new(cut_left(cursor_row, cursor + 3).x, cursor_row.y));
}

/// How far the next answer stands from this one.
const fn column_width(verdict: Verdict, wide: bool, neither: bool) -> u16 {
    match (wide, neither, verdict) {
        (false, ..) => 12,
        (true, _, Verdict::Unauthorized) => {
            if neither {
                30
            } else {
                34
            }
        }
        (true, ..) => 42,
    }
}

/// The row from a column on.
fn cut_left(row: Rect, columns: u16) -> Rect {
    let columns = columns.min(row.width);
    Rect::new(row.x + columns, row.y, row.width - columns, row.height)
}

/// Draws the row of sureness; gives the column of what is selected in it.
fn sureness(model: &Model, chosen: bool, frame: &mut Frame, row: Rect) -> u16 {
    let lead = if chosen { "How sure?" } else { "Then:" };
    let lead = if row.width >= WORDS_FROM { format!("  {lead:<10}") } else { "  ".to_owned() };
    let mut spans = vec![Span::raw(lead)];
    let mut start = 0;
    for (place, level) in Sureness::ALL.into_iter().enumerate() {
        let selected = model.focus == Focus::Sureness && model.sureness == place;
        let at: usize = spans.iter().map(Span::width).sum();
        if selected {
            start = u16::try_from(at.saturating_sub(2)).unwrap_or(0);
        }
        let (first, rest) = level.title().split_at(1);
        let role = if selected { Role::Selected } else { Role::Key };
        let rest_role = if selected { Role::Selected } else { Role::Text };
        spans.push(Span::styled(format!(" {first}"), model.theme.style(role)));
        spans.push(Span::styled(format!("{rest} "), model.theme.style(rest_role)));
        spans.push(Span::raw(" "));
    }
    frame.render_widget(Line::from(spans), row);
    start
}

/// Draws the lines of a menu.
pub(super) fn menu(model: &Model, frame: &mut Frame, area: Rect) {
    for (place, (words, row)) in model.menu().into_iter().zip(area.rows()).enumerate() {
        let selected = place == model.selected;
        let sign = if selected { model.theme.signs.pointer } else { " " };
        let role = if selected { Role::Selected } else { Role::Text };
        let words = text::cut(&format!(" {words} "), usize::from(area.width).saturating_sub(2), ".");
        let line = Line::from(vec![Span::raw(sign), Span::raw(" "), Span::styled(words, model.theme.style(role))]);
        frame.render_widget(line, row);
        if selected {
            frame.set_cursor_position(Position::new(cut_left(row, 3).x, row.y));
        }
    }
}
