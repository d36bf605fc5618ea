//! The airport in three rows: hall, fence, ID podium, gate, airside, and the traveller.
//!
//! While a question is open the traveller stands in the hall, so that the picture gives nothing away. Once it is
//! ruled, the traveller stands where the request was stopped; on the workbench always, since nothing is asked there.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::app::{Model, Screen};
use super::super::theme::{Role, Theme};
use crate::document::Checkpoint;
use crate::document::feedback::stopped_at;
use crate::round::Phase;
use crate::ruling::rule;
use crate::say;
use crate::text;

fn places() -> [&'static str; 5] {
    [say!("hall"), say!("fence"), say!("ID podium"), say!("gate"), "airside"]
}

/// Where the traveller stands, as an index of [`places`], and what stands under it.
struct Standing {
    place: usize,
    caption: Option<(String, Role)>,
}

fn standing(model: &Model) -> Standing {
    let hall = Standing { place: 0, caption: None };
    if model.help {
        return hall;
    }
    let (answer, ruling) = match (model.screen, model.study.round().phase(), model.study.scenario()) {
        (Screen::Bench, ..) => {
            let ruling = rule(&model.bench.facts);
            (ruling.verdict, ruling)
        }
        (Screen::Round, Phase::Ruled(_), Some(scenario)) => (scenario.answer, scenario.ruling()),
        _ => return hall,
    };
    let stopped = |place, role| Standing {
        place,
        caption: Some((say!("stopped here: {}", crate::i18n::of(answer.name())), role)),
    };
    match stopped_at(answer, &ruling) {
        Checkpoint::Entrance => stopped(1, Role::Gate),
        Checkpoint::Security => stopped(2, Role::Podium),
        Checkpoint::Gate => stopped(3, Role::Gate),
        Checkpoint::Inside => {
            Standing { place: 4, caption: Some((say!("let through: {}", ruling.status), Role::Strong)) }
        }
        // Where the answer is the author's, the ruling has nothing to say of its status.
        Checkpoint::Elsewhere if ruling.verdict != answer => hall,
        Checkpoint::Elsewhere => {
            Standing { caption: Some((say!("another status: {}", ruling.status), Role::Strong)), ..hall }
        }
    }
}

/// Draws the strip, in three rows or in one.
pub(super) fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let standing = standing(model);
    let columns = usize::from(area.width);
    if area.height < 3 {
        return frame.render_widget(one_row(columns, &standing, model.theme), area);
    }
    let lines = [
        names(columns, &standing, model.theme),
        course(columns, &standing, model.theme),
        caption(columns, standing, model.theme),
    ];
    for (line, row) in lines.into_iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
}

/// The column of a place; the hall and airside stand at the two ends.
fn column(place: usize, columns: usize) -> usize {
    const PER_MILLE: [usize; 5] = [25, 260, 500, 740, 960];
    PER_MILLE.get(place).map_or(0, |part| part * columns / 1000)
}

/// Text centred on a column, kept inside the row.
fn start(centre: usize, width: usize, columns: usize) -> usize {
    centre.saturating_sub(width / 2).min(columns.saturating_sub(width))
}

fn names(columns: usize, standing: &Standing, theme: Theme) -> Line<'static> {
    let mut spans = Vec::new();
    let mut at = 0;
    for (place, name) in places().into_iter().enumerate() {
        let from = start(column(place, columns), text::width(name), columns).max(at);
        spans.push(Span::raw(" ".repeat(from - at)));
        let role = if place == standing.place { Role::Strong } else { Role::Text };
        spans.push(Span::styled(name, theme.style(role)));
        at = from + text::width(name);
    }
    Line::from(spans)
}

fn course(columns: usize, standing: &Standing, theme: Theme) -> Line<'static> {
    let traveller = match standing.place {
        0 => column(0, columns),
        // In front of the post, not on it.
        place => column(place, columns).saturating_sub(2),
    };
    let posts: Vec<usize> = (1..4).map(|place| column(place, columns)).collect();
    let mut spans = Vec::new();
    let mut run = String::new();
    for at in 0..columns {
        if at == traveller {
            spans.push(Span::raw(std::mem::take(&mut run)));
            spans.push(Span::styled(theme.signs.traveller, theme.style(Role::Strong)));
        } else if posts.contains(&at) {
            run.push_str(theme.signs.post);
        } else {
            run.push_str(theme.signs.course);
        }
    }
    spans.push(Span::raw(run));
    Line::from(spans)
}

fn caption(columns: usize, standing: Standing, theme: Theme) -> Line<'static> {
    if let Some((words, role)) = standing.caption {
        let from = start(column(standing.place, columns), text::width(&words), columns);
        return Line::from(vec![Span::raw(" ".repeat(from)), Span::styled(words, theme.style(role))]);
    }
    let (left, right) = (say!("landside"), say!("behind the podium"));
    let between = columns.saturating_sub(text::width(left) + text::width(right));
    Line::raw(format!("{left}{}{right}", " ".repeat(between)))
}

/// Below this width the one row has neither spaces nor long names.
const NARROW: usize = 56;

/// The airport in one row, as wide as the window.
fn one_row(columns: usize, standing: &Standing, theme: Theme) -> Line<'static> {
    let narrow = columns < NARROW;
    let space = if narrow { "" } else { " " };
    let mut spans = Vec::new();
    let mut at = 0;
    for (place, name) in places().into_iter().enumerate() {
        let here = place == standing.place;
        let name = if narrow && place == 2 { say!("podium") } else { name };
        let name = if here { format!("{}{space}{name}", theme.signs.traveller) } else { name.to_owned() };
        if place > 0 {
            let before = 2 * space.len();
            let from = start(column(place, columns), text::width(&name), columns).max(at + before + 1);
            spans.push(Span::raw(format!("{space}{}{space}", theme.signs.course.repeat(from - at - before))));
            at = from;
        }
        let role = match &standing.caption {
            _ if !here => Role::Text,
            Some((_, role)) => *role,
            None => Role::Strong,
        };
        at += text::width(&name);
        spans.push(Span::styled(name, theme.style(role)));
    }
    Line::from(spans)
}
