//! What can be chosen: the answers with their sureness, or the lines of a menu. The real cursor stands on what is
//! selected, for screen readers and magnifiers.

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::{Line, Span};

use super::super::app::{Focus, Model};
use super::super::theme::Role;
use crate::keys::Action;
use crate::learner::Sureness;
use crate::ruling::Verdict;
use crate::session::feedback::motto;
use crate::session::{Answer, Kind};
use crate::text;

/// How the answers stand, by the room there is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Side by side, 401 on the left, each with its words below.
    Beside,
    /// One below the other, each with its words behind.
    Below,
    /// In a row, as many as fit, and then in the next.
    Flow,
}

/// Below this many rows of the window the answers take as few rows as they can.
const LOW: u16 = 16;

fn stand(window: Size, columns: u16, kind: Kind) -> Stand {
    match (kind, columns) {
        (Kind::Code | Kind::CodeOrNeither, _) if window.height < LOW => Stand::Flow,
        (Kind::Code, 76..) => Stand::Beside,
        (Kind::Code | Kind::CodeOrNeither, 48..) => Stand::Below,
        _ => Stand::Flow,
    }
}

/// The rows that the answers take, and the sureness where it is asked for.
pub(super) fn height(model: &Model, columns: u16) -> u16 {
    let Some(kind) = model.kind() else { return 0 };
    let sureness = u16::from(model.is_judged());
    match stand(model.size, columns, kind) {
        Stand::Beside | Stand::Below => 3 + sureness,
        Stand::Flow => places(kind, columns).last().map_or(0, |(_, row)| row + 1) + sureness,
    }
}

/// Between answers that stand in a row.
const GAP: u16 = 2;

/// The column and the row of each answer that flows.
fn places(kind: Kind, columns: u16) -> Vec<(u16, u16)> {
    let (mut column, mut row) = (0, 0);
    let mut places = Vec::new();
    for answer in kind.answers() {
        let width = u16::try_from(text::width(&words(*answer))).unwrap_or(u16::MAX).saturating_add(2);
        if column > 0 && column + width > columns {
            (column, row) = (0, row + 1);
        }
        places.push((column, row));
        column += width + GAP;
    }
    places
}

fn words(answer: Answer) -> String {
    format!(" {} {} ", answer.key(), answer.title())
}

/// Draws the answers.
pub(super) fn draw(model: &Model, choice: Option<Answer>, frame: &mut Frame, area: Rect) {
    let Some(kind) = model.kind() else { return };
    let stand = stand(model.size, area.width, kind);
    let flow = places(kind, area.width);
    let mut cursor = None;
    for ((place, answer), (column, flows)) in (0..).zip(kind.answers()).zip(flow) {
        let spot = match stand {
            Stand::Beside => cut_left(row(area, 0), place * BESIDE),
            Stand::Below => row(area, place),
            Stand::Flow => cut_left(row(area, flows), column),
        };
        let chosen = choice == Some(*answer);
        one(model, *answer, chosen, frame, spot);
        let says = answer.verdict().map_or("", motto);
        match stand {
            Stand::Beside => frame.render_widget(says, cut_left(row(area, 1), place * BESIDE + 3)),
            Stand::Below => frame.render_widget(says, cut_left(spot, CODE)),
            Stand::Flow => {}
        }
        if chosen || cursor.is_none() {
            cursor = Some(cut_left(spot, 3));
        }
    }
    if model.is_judged() {
        let last = row(area, area.height.saturating_sub(1));
        let start = sureness(model, choice.is_some(), stand != Stand::Flow || area.width >= 60, frame, last);
        if model.focus == Focus::Sureness {
            cursor = Some(cut_left(last, start + 3));
        }
    }
    if let Some(cursor) = cursor.filter(|cursor| cursor.height > 0) {
        frame.set_cursor_position(Position::new(cursor.x, cursor.y));
    }
}

/// How far answers stand from each other when they stand side by side, and where words begin behind a code.
const BESIDE: u16 = 34;
const CODE: u16 = 15;

fn one(model: &Model, answer: Answer, chosen: bool, frame: &mut Frame, spot: Rect) {
    let sign = if chosen { model.theme.signs.pointer } else { " " };
    let role = match (chosen, answer.verdict()) {
        (true, _) => Role::Selected,
        (false, Some(Verdict::Unauthorized)) => Role::Podium,
        (false, Some(Verdict::Forbidden)) => Role::Gate,
        (false, Some(Verdict::Neither) | None) => Role::Strong,
    };
    let line = Line::from(vec![Span::raw(sign), Span::raw(" "), Span::styled(words(answer), model.theme.style(role))]);
    frame.render_widget(line, spot);
}

/// Draws what is asked where the line that decides is to be marked.
pub(super) fn marking(model: &Model, frame: &mut Frame, area: Rect) {
    let words = format!("Which line decides? Its number, or up, down and enter: line {}", model.selected + 1);
    frame.render_widget(Line::styled(words, model.theme.style(Role::Strong)), row(area, 0));
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
        // The key is the first letter, unless the settings say otherwise; then it stands before the word.
        let (first, rest) = level.title().split_at(1);
        let key = model.keys.first(Action::Commit(level));
        let (first, rest) = if key == first { (first, rest.to_owned()) } else { (key, format!(" {}", level.title())) };
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
