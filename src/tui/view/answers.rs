//! What can be chosen: the answers with their confidence, or the lines of a menu. The real cursor stands on what is
//! selected, for screen readers and magnifiers.

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::{Line, Span};

use super::super::app::{Focus, Model};
use super::super::theme::Role;
use crate::document::feedback::motto;
use crate::document::question::which_line;
use crate::keys::Action;
use crate::learner::Confidence;
use crate::round::{Answer, Phase, QuestionType};
use crate::ruling::Verdict;
use crate::say;
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

fn stand(window: Size, columns: u16, question_type: QuestionType) -> Stand {
    match (question_type, columns) {
        (QuestionType::Code | QuestionType::CodeOrNeither, _) if window.height < LOW => Stand::Flow,
        (QuestionType::Code, 76..) => Stand::Beside,
        (QuestionType::Code | QuestionType::CodeOrNeither, 48..) => Stand::Below,
        _ => Stand::Flow,
    }
}

/// The rows that the answers take, and the confidence where it is asked for.
pub(super) fn height(model: &Model, columns: u16) -> u16 {
    let Some(question_type) = model.question_type() else { return 0 };
    let confidence = u16::from(model.is_judged());
    match stand(model.size, columns, question_type) {
        Stand::Beside | Stand::Below => 3 + confidence,
        Stand::Flow => places(question_type, columns).last().map_or(0, |(_, row)| row + 1) + confidence,
    }
}

/// Between answers that stand in a row.
const GAP: u16 = 2;

/// The column and the row of each answer that flows.
fn places(question_type: QuestionType, columns: u16) -> Vec<(u16, u16)> {
    let (mut column, mut row) = (0, 0);
    let mut places = Vec::new();
    for answer in question_type.answers() {
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
    let Some(question_type) = model.question_type() else { return };
    let stand = stand(model.size, area.width, question_type);
    let mut cursor = None;
    for (place, (answer, spot)) in (0..).zip(spots(model, question_type, area)) {
        let chosen = choice == Some(answer);
        one(model, answer, chosen, frame, spot);
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
        let start = confidence(model, choice.is_some(), wide(model, question_type, area), frame, last);
        if model.focus == Focus::Confidence {
            cursor = Some(cut_left(last, start + 3));
        }
    }
    if let Some(cursor) = cursor.filter(|cursor| cursor.height > 0) {
        frame.set_cursor_position(Position::new(cursor.x, cursor.y));
    }
}

/// Where each answer begins: from there to the end of the row, but for what comes behind it.
fn spots(model: &Model, question_type: QuestionType, area: Rect) -> Vec<(Answer, Rect)> {
    let stand = stand(model.size, area.width, question_type);
    let spot = |((place, answer), (column, flows)): ((u16, &Answer), (u16, u16))| {
        let spot = match stand {
            Stand::Beside => cut_left(row(area, 0), place * BESIDE),
            Stand::Below => row(area, place),
            Stand::Flow => cut_left(row(area, flows), column),
        };
        (*answer, spot)
    };
    (0..).zip(question_type.answers()).zip(places(question_type, area.width)).map(spot).collect()
}

/// Whether the row of confidence has room for its words.
fn wide(model: &Model, question_type: QuestionType, area: Rect) -> bool {
    stand(model.size, area.width, question_type) != Stand::Flow || area.width >= 60
}

/// What a click here does: the answer or the confidence that stands there.
pub(super) fn pointed(model: &Model, area: Rect, position: Position) -> Option<Action> {
    let question_type = model.question_type()?;
    let last = row(area, area.height.saturating_sub(1));
    if model.is_judged() && last.contains(position) {
        let Phase::Asking { choice, .. } = model.study.round().phase() else { return None };
        let spans = levels(model, choice.is_some(), wide(model, question_type, area));
        let mut end = last.x;
        // The lead, and then three spans for each level.
        let widths = spans.iter().map(|span| u16::try_from(span.width()).unwrap_or(u16::MAX));
        let place = widths.take_while(|width| {
            end = end.saturating_add(*width);
            end <= position.x
        });
        let place = place.count().checked_sub(1)? / SPANS;
        return Confidence::ALL.get(place).map(|level| Action::Commit(*level));
    }
    // What says more about a code stands below it when codes stand side by side.
    let here = |(_, spot): &&(Answer, Rect)| {
        let below = Rect { height: if question_type == QuestionType::Code { 2 } else { 1 }, ..*spot };
        below.intersection(area).contains(position)
    };
    let spots = spots(model, question_type, area);
    spots.iter().filter(here).max_by_key(|(_, spot)| (spot.y, spot.x)).map(|(answer, _)| Action::Digit(answer.key()))
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
    let asks = which_line(model.question_type());
    let words = say!("{} Its number, or up, down and enter: line {}", asks, model.selected + 1);
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

/// Draws the row of confidence, the selected level with its sign; gives the column of what is selected in it.
fn confidence(model: &Model, chosen: bool, wide: bool, frame: &mut Frame, row: Rect) -> u16 {
    let spans = levels(model, chosen, wide);
    let selected = model.focus == Focus::Confidence;
    let before: usize = spans.iter().take(1 + SPANS * model.confidence).map(Span::width).sum();
    frame.render_widget(Line::from(spans), row);
    if selected { u16::try_from(before.saturating_sub(1)).unwrap_or(0) } else { 0 }
}

/// How many spans there are to a level: its sign, its key, the rest of it.
const SPANS: usize = 3;

/// The row of confidence: the lead, and then the levels.
fn levels(model: &Model, chosen: bool, wide: bool) -> Vec<Span<'static>> {
    let lead = if chosen { say!("How sure?") } else { say!("Then:") };
    let lead = if wide { format!("  {lead:<9}") } else { " ".to_owned() };
    let mut spans = vec![Span::raw(lead)];
    for (place, level) in Confidence::ALL.into_iter().enumerate() {
        let selected = model.focus == Focus::Confidence && model.confidence == place;
        // The key is the first letter, unless the settings or another language say otherwise; then it stands before
        // the word.
        let key = model.keys.first(Action::Commit(level));
        let rest = level.title().strip_prefix(key).map_or_else(|| format!(" {}", level.title()), str::to_owned);
        let role = if selected { Role::Selected } else { Role::Key };
        let rest_role = if selected { Role::Selected } else { Role::Text };
        spans.push(Span::raw(if selected { model.theme.signs.pointer } else { " " }));
        spans.push(Span::styled(format!(" {key}"), model.theme.style(role)));
        spans.push(Span::styled(format!("{rest} "), model.theme.style(rest_role)));
    }
    spans
}

/// The entry of a menu that stands here.
pub(super) fn entry(model: &Model, area: Rect, position: Position) -> Option<usize> {
    let above = (model.selected + 1).saturating_sub(area.height.into());
    let place = above + usize::from(position.y.checked_sub(area.y)?);
    (place < model.menu().len()).then_some(place)
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
