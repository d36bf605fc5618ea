//! Drawing: a pure function from the model to the frame.
//!
//! Owns where things stand. Few lines, no boxes; drawn for 80 by 24, roomier above, still whole at 40 by 12.

mod answers;
mod footer;
mod strip;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::app::{Model, Screen};
use super::theme::Role;
use crate::keys::{Action, Context};
use crate::reference::search;
use crate::round::{Item, Phase};
use crate::ruling::rule;
use crate::say;
use crate::text;

/// The smallest window that is drawn in.
pub(super) const SMALLEST: (u16, u16) = (40, 12);

/// The rows of text that are kept free above answers, so that they do not move when a hint comes.
const LEAST_BODY: u16 = 13;

/// The widest that text runs, in columns.
const MEASURE: u16 = 96;

/// From this width on there is room beside the text for what it is about: the scene beside its ruling, the course
/// beside the first menu. The columns of it, and those left free between.
const WIDE: u16 = 120;
const SIDE: u16 = 42;
const BETWEEN: u16 = 3;

/// From this height on the strip has three rows on every screen; below, it has one where no traveller is on the way.
const TALL: u16 = 30;

/// Where things stand. Rows that have no room have no height.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Regions {
    pub title: Rect,
    pub strip: Rect,
    pub body: Rect,
    /// What the body is about, where there is room for it beside.
    pub side: Rect,
    /// The answers of a question, or the lines of a menu.
    pub choices: Rect,
    pub footer: Rect,
}

/// Whether there is room to breathe.
const fn roomy(size: ratatui::layout::Size) -> bool {
    size.width >= 60 && size.height >= 20
}

/// Where things stand in a window of this size, for the screen that is open. A question that does not fit between the
/// gaps gives up the gaps and two rows of the strip before it has to be scrolled.
pub(super) fn regions(model: &Model) -> Regions {
    let roomy = roomy(model.size);
    let regions = stand(model, roomy);
    let asking = model.screen == Screen::Round && !model.help && model.study.round().item().is_some();
    let asking = asking && !matches!(model.study.round().phase(), Phase::Ruled(_) | Phase::Reading);
    let tight = roomy && asking && model.page.lines.len() > regions.body.height.into();
    if tight { stand(model, false) } else { regions }
}

fn stand(model: &Model, roomy: bool) -> Regions {
    let (width, height) = (model.size.width, model.size.height);
    let widest = if width >= WIDE { MEASURE + BETWEEN + SIDE } else { MEASURE };
    let frame = width.saturating_sub(if width >= 60 { 4 } else { 0 }).min(widest);
    let left = (width - frame) / 2;
    let side = if width >= WIDE && has_side(model) { SIDE } else { 0 };
    let columns = match model.screen {
        _ if side > 0 => frame - BETWEEN - side,
        Screen::Bench if !model.help => frame,
        _ => frame.min(MEASURE),
    };
    let gap = u16::from(roomy);
    let on_way = !model.help && matches!(model.screen, Screen::Home | Screen::Round);
    let strip = if roomy && (on_way || height >= TALL) { 3 } else { 1 };
    let choices = choices_height(model, columns);
    let mut y = 0;
    let mut take = |columns: u16, rows: u16, gap: u16| {
        let rows = rows.min(height.saturating_sub(y));
        let rect = Rect::new(left, y, columns, rows);
        y = (y + rows + if rows > 0 { gap } else { 0 }).min(height);
        rect
    };
    let title = take(frame, 1, gap);
    let strip = take(frame, strip, gap);
    let below = choices + if choices > 0 { gap } else { 0 } + 1 + gap;
    let body_rows = height.saturating_sub(strip.bottom().max(title.bottom()) + gap).saturating_sub(below);
    // What is chosen from stands close to the text that it is about, also in a tall window.
    let least = if model.screen == Screen::Round { LEAST_BODY } else { 0 };
    let wanted = u16::try_from(model.page.lines.len()).unwrap_or(u16::MAX).max(least);
    let body = take(columns, if choices > 0 && gap > 0 { body_rows.min(wanted) } else { body_rows }, 0);
    let choices = Rect::new(left, body.bottom() + gap.min(choices), columns, choices);
    let footer = Rect::new(left, height.saturating_sub(1), frame, height.min(1));
    let inside = Rect::new(0, 0, width, height.saturating_sub(1));
    let side = Rect::new(left + frame - side, body.y, side, height.saturating_sub(1 + gap).saturating_sub(body.y));
    Regions {
        title,
        strip,
        body: body.intersection(inside),
        side: side.intersection(inside),
        choices: choices.intersection(inside),
        footer,
    }
}

/// Whether the screen has something to show beside its text.
fn has_side(model: &Model) -> bool {
    let ruled = matches!(model.study.round().phase(), Phase::Ruled(_));
    match model.screen {
        _ if model.help => false,
        Screen::Home => model.study.stage().is_some(),
        Screen::Round => ruled && model.study.scenario().is_some(),
        _ => false,
    }
}

fn choices_height(model: &Model, columns: u16) -> u16 {
    if model.help {
        return 0;
    }
    match (model.screen, model.study.round().phase()) {
        (Screen::Home | Screen::Cells | Screen::Topics, _) => u16::try_from(model.menu().len()).unwrap_or(u16::MAX),
        (Screen::Round, Phase::Asking { .. }) => answers::height(model, columns),
        (Screen::Round, Phase::Marking(_)) => 1,
        _ => 0,
    }
}

/// What a click here means: the entry or line that it selects, and what is done then.
pub(super) fn pointed(model: &Model, position: Position) -> Option<(Option<usize>, Action)> {
    let regions = regions(model);
    let row = usize::from(position.y.checked_sub(regions.body.y)?);
    match model.context() {
        Context::Home if regions.choices.contains(position) => {
            answers::entry(model, regions.choices, position).map(|place| (Some(place), Action::Select))
        }
        Context::Question => answers::pointed(model, regions.choices, position).map(|action| (None, action)),
        Context::Marking if regions.body.contains(position) => {
            let lines = model.page.numbered.iter().take_while(|line| **line <= model.scroll + row).count();
            Some((Some(lines.checked_sub(1)?), Action::Select))
        }
        Context::Ruling | Context::Page if regions.footer.contains(position) => Some((None, Action::Select)),
        _ => None,
    }
}

/// Draws the model.
pub fn view(model: &Model, frame: &mut Frame) {
    let area = frame.area();
    frame.buffer_mut().set_style(area, model.theme.ground());
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        return too_small(frame);
    }
    // A frame can be drawn before the model has heard of a new size.
    if area.width != model.size.width || area.height != model.size.height {
        return;
    }
    let regions = regions(model);
    title(model, frame, regions.title);
    if regions.strip.height > 0 {
        strip::draw(model, frame, regions.strip);
    }
    for (line, row) in model.page.lines.iter().skip(model.scroll).zip(regions.body.rows()) {
        frame.render_widget(line, row);
    }
    for (line, row) in model.page.side.iter().zip(regions.side.rows()) {
        frame.render_widget(line, row);
    }
    match (model.screen, model.study.round().phase()) {
        _ if model.help => {}
        (Screen::Home | Screen::Cells | Screen::Topics, _) => answers::menu(model, frame, regions.choices),
        (Screen::Round, Phase::Asking { choice, .. }) => answers::draw(model, choice, frame, regions.choices),
        (Screen::Round, Phase::Marking(_)) => answers::marking(model, frame, regions.choices),
        _ => {}
    }
    footer::draw(model, frame, regions.footer);
}

/// One sentence, cut into lines that fit: the size, the size that is needed, and the way out.
pub(super) fn too_small(frame: &mut Frame) {
    let area = frame.area();
    let (columns, rows) = SMALLEST;
    let sentence = say!(
        "This window is {} by {}; {} by {} is needed, or run airside --plain.",
        area.width,
        area.height,
        columns,
        rows
    );
    for (line, row) in text::wrap(&sentence, area.width.into()).into_iter().zip(area.rows()) {
        frame.render_widget(Line::raw(line), row);
    }
}

fn title(model: &Model, frame: &mut Frame, area: Rect) {
    let session = model.study.round();
    let (place, name) = match (model.screen, session.phase()) {
        _ if model.help => (say!("Help").to_owned(), String::new()),
        (Screen::Home, _) => (say!("HTTP 401 or 403?").to_owned(), String::new()),
        (Screen::Cells, _) => (say!("Practise one kind of case").to_owned(), String::new()),
        (Screen::Topics, _) => (say!("Look something up").to_owned(), String::new()),
        (Screen::Topic(place), _) => {
            (search(&model.sought).get(place).map_or_else(String::new, |topic| topic.title.clone()), String::new())
        }
        (Screen::Bench, _) => {
            let ruling = rule(&model.bench.facts);
            (say!("Workbench").to_owned(), format!("{} ({})", ruling.status, crate::i18n::of(ruling.certainty.name())))
        }
        (Screen::Counts, _) => (say!("Your counts").to_owned(), String::new()),
        (Screen::Faults, _) => (say!("Packs that were left out").to_owned(), String::new()),
        (Screen::Round, Phase::Finished) => (
            model.study.report().map_or_else(|| say!("The round is over").to_owned(), |leaf| leaf.title),
            String::new(),
        ),
        (Screen::Round, Phase::Reading) => (model.study.leaf().unwrap_or_default().title, String::new()),
        (Screen::Round, _) => {
            let name = model.study.question().map(|question| question.title).unwrap_or_default();
            if session.item().is_some_and(Item::is_judged) {
                (model.study.place(), name)
            } else {
                (name, String::new())
            }
        }
    };
    let strong = model.theme.style(Role::Strong);
    let mut spans = vec![Span::styled("airside", strong), Span::raw("   "), Span::raw(place)];
    let whole = spans.iter().map(Span::width).sum::<usize>() + 3 + text::width(&name);
    if !name.is_empty() && whole > area.width.into() {
        // The name of the scenario comes before that of the program.
        spans.drain(..2);
    }
    if !name.is_empty() {
        let used: usize = spans.iter().map(Span::width).sum();
        let room = usize::from(area.width).saturating_sub(used + 3);
        spans.push(Span::raw("   "));
        spans.push(Span::styled(text::cut(&name, room, "..."), strong));
    }
    frame.render_widget(Line::from(spans), area);
}
