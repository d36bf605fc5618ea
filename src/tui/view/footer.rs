//! The last line: what was just said, or the keys that matter now.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::app::{Model, Screen};
use super::super::theme::Role;
use crate::i18n::of;
use crate::keys::{Action, BINDINGS, Context};
use crate::round::{Answer, Confidence, QuestionType};
use crate::say;
use crate::text;

/// Below this width the line is said shorter.
const NARROW: usize = 52;

/// Draws the line.
pub(super) fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let columns = usize::from(area.width);
    let line = match &model.message {
        Some(message) => Line::styled(text::cut(message, columns, "..."), model.theme.style(Role::Strong)),
        None => hints(model, columns),
    };
    frame.render_widget(line, area);
}

/// What Enter does now, in a word.
fn enter(model: &Model) -> &'static str {
    match model.context() {
        Context::Home => say!("choose"),
        Context::Question => "",
        Context::Marking => say!("mark"),
        Context::Bench => say!("next value"),
        _ if model.more_below() => say!("more below"),
        Context::Ruling => say!("next"),
        Context::Page if model.goes_on() => say!("next"),
        Context::Page | Context::Slide | Context::Count | Context::Exam => say!("back"),
    }
}

/// Where Escape and `q` lead.
fn way_out(model: &Model) -> &'static str {
    match model.screen {
        _ if model.help => say!("close"),
        Screen::Home => say!("leave"),
        Screen::Topic(_) => say!("back"),
        _ => say!("home"),
    }
}

/// The keys that matter now, the one to the rest of the text first.
fn pairs(model: &Model, narrow: bool) -> Vec<(String, &'static str)> {
    let context = model.context();
    let key = |action| model.keys.first(action);
    let select = key(Action::Select);
    let mut pairs = Vec::new();
    let sign = model.theme.signs.more;
    match (model.more_below(), context) {
        (true, Context::Ruling | Context::Page) => pairs.push((format!("{sign} {select}"), enter(model))),
        (true, _) if narrow => pairs.push((sign.to_owned(), say!("more below"))),
        (true, _) => pairs.push((format!("{sign} {}", key(Action::PageDown)), say!("more below"))),
        (false, _) => {}
    }
    if context == Context::Question {
        let answers = model.question_type().map_or(&[] as &[Answer], QuestionType::answers);
        let digits: Vec<String> = answers.iter().map(|answer| answer.key().to_string()).collect();
        let codes = model.question_type().is_some_and(QuestionType::is_code);
        pairs.push((digits.join(" "), if narrow && codes { say!("code") } else { say!("answer") }));
        if model.is_judged() {
            let levels = Confidence::ALL.map(|level| key(Action::Commit(level)));
            pairs.push((levels.join(" "), if narrow { "sure" } else { say!("how sure") }));
        }
    }
    let reading = matches!(context, Context::Ruling | Context::Page);
    let said_above = reading && model.more_below();
    if !enter(model).is_empty() && !said_above {
        pairs.push((select.to_owned(), enter(model)));
    }
    for binding in BINDINGS.iter().filter(|binding| !binding.short.is_empty() && binding.contexts.contains(&context)) {
        // On a page to read, next is what Enter does.
        let twice = context == Context::Page && binding.action == Action::Next;
        if !twice && model.allows(binding.action) {
            let label = if binding.action == Action::Quit { way_out(model) } else { of(binding.short) };
            pairs.push((key(binding.action).to_owned(), label));
        }
    }
    pairs
}

/// The keys that matter now, as many as fit.
fn hints(model: &Model, columns: usize) -> Line<'static> {
    let narrow = columns < NARROW;
    let gap = if narrow { 2 } else { 3 };
    let mut spans = Vec::new();
    let mut used = 0;
    for (key, label) in pairs(model, narrow) {
        let width = text::width(&key) + 1 + text::width(label);
        if used + width > columns {
            break;
        }
        spans.push(Span::styled(key, model.theme.style(Role::Key)));
        spans.push(Span::raw(format!(" {label}{}", " ".repeat(gap))));
        used += width + gap;
    }
    Line::from(spans)
}
