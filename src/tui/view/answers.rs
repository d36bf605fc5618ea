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

/// How the answers stand, by the room there is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Side by side, 401 on the left, each with its words below.
    Beside,
    /// One below the other, each with its words behind.
    Below,
    /// Side by side, the codes alone.
    Bare,
}

const fn stand(columns: u16, neither: bool) -> Stand {
    match (columns, neither) {
        (0..48, _) => Stand::Bare,
        (76.., false) => Stand::Beside,
        _ => Stand::Below,
    }
}

/// The rows that answers and sureness take.
pub(super) const fn height(columns: u16, neither: bool) -> u16 {
    match stand(columns, neither) {
        Stand::Bare => 2,
        _ => 4,
    }
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
    let neither = model.offers_neither();
    let offered: &[Verdict] = if neither { &Verdict::ALL } else { &Verdict::ALL[..2] };
    let stand = stand(area.width, neither);
    let mut cursor = None;
    for (place, verdict) in (0..).zip(offered) {
        let spot = match stand {
            Stand::Beside => cut_left(row(area, 0), place * BESIDE),
            Stand::Below => row(area, place),
            Stand::Bare => cut_left(row(area, 0), place * BARE),
        };
        let chosen = choice == Some(*verdict);
        code(model, *verdict, chosen, frame, spot);
        match stand {
            Stand::Beside => frame.render_widget(motto(*verdict), cut_left(row(area, 1), place * BESIDE + 3)),
            Stand::Below => frame.render_widget(motto(*verdict), cut_left(spot, CODE)),
            Stand::Bare => {}
        }
        if chosen || cursor.is_none() {
            cursor = Some(cut_left(spot, 3));
        }
    }
    let last = row(area, area.height.saturating_sub(1));
    let start = sureness(model, choice.is_some(), stand != Stand::Bare, frame, last);
    if model.focus == Focus::Sureness {
        cursor = Some(cut_left(last, start + 3));
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(Position::new(cursor.x, cursor.y));
    }
}

/// How far answers stand from each other when they stand side by side, and where words begin behind a code.
const BESIDE: u16 = 34;
const BARE: u16 = 12;
const CODE: u16 = 15;

fn code(model: &Model, verdict: Verdict, chosen: bool, frame: &mut Frame, spot: Rect) {
    let sign = if chosen { model.theme.signs.pointer } else { " " };
    let role = match (chosen, verdict) {
        (true, _) => Role::Selected,
        (false, Verdict::Unauthorized) => Role::Podium,
        (false, Verdict::Forbidden) => Role::Gate,
        (false, Verdict::Neither) => Role::Strong,
    };
    let words = format!(" {} {} ", key(verdict), verdict.name());
    let line = Line::from(vec![Span::raw(sign), Span::raw(" "), Span::styled(words, model.theme.style(role))]);
    frame.render_widget(line, spot);
}

/// A row of an area, by number.
fn row(area: Rect, number: u16) -> Rect {
    Rect::new(area.x, area.y + number, area.width, 1).intersection(area)
}

/// The row from a column on.
fn cut_left(row: Rect, columns: u16) -> Rect {
    let columns = columns.min(row.width);
    Rect::new(row.x + columns, row.y, row.width - columns, row.height)
}

/// Draws the row of sureness, the selected level with its sign; gives the column of what is selected in it.
fn sureness(model: &Model, chosen: bool, wide: bool, frame: &mut Frame, row: Rect) -> u16 {
    let lead = if chosen { "How sure?" } else { "Then:" };
    let lead = if wide { format!("  {lead:<9}") } else { " ".to_owned() };
    let mut spans = vec![Span::raw(lead)];
    let mut start = 0;
    for (place, level) in Sureness::ALL.into_iter().enumerate() {
        let selected = model.focus == Focus::Sureness && model.sureness == place;
        let at: usize = spans.iter().map(Span::width).sum();
        if selected {
            start = u16::try_from(at.saturating_sub(1)).unwrap_or(0);
        }
        let (first, rest) = level.title().split_at(1);
        let role = if selected { Role::Selected } else { Role::Key };
        let rest_role = if selected { Role::Selected } else { Role::Text };
        spans.push(Span::raw(if selected { model.theme.signs.pointer } else { " " }));
        spans.push(Span::styled(format!(" {first}"), model.theme.style(role)));
        spans.push(Span::styled(format!("{rest} "), model.theme.style(rest_role)));
    }
    frame.render_widget(Line::from(spans), row);
    start
}

/// Draws the lines of a menu; where there are more lines than rows, those up to the selected one.
pub(super) fn menu(model: &Model, frame: &mut Frame, area: Rect) {
    let above = (model.selected + 1).saturating_sub(area.height.into());
    for ((place, words), row) in model.menu().into_iter().enumerate().skip(above).zip(area.rows()) {
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
