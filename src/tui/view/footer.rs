//! The last line: what was just said, or the keys that matter now.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::app::{Model, Screen};
use super::super::theme::Role;
use crate::keys::{BINDINGS, Context};
use crate::text;

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
        Context::Home => "choose",
        Context::Question => "",
        _ if model.more_below() => "more",
        Context::Ruling => "next",
        Context::Page => "back",
    }
}

/// The keys that matter now, as many as fit.
fn hints(model: &Model, columns: usize) -> Line<'static> {
    let context = model.context();
    let mut pairs: Vec<(String, String)> = Vec::new();
    if context == Context::Question {
        let codes = if model.offers_neither() { "1 3 0" } else { "1 3" };
        pairs.push((codes.to_owned(), "answer".to_owned()));
        pairs.push(("g f c".to_owned(), "how sure".to_owned()));
    }
    if model.more_below() {
        pairs.push((format!("{} pagedown", model.theme.signs.more), "more below".to_owned()));
    }
    if !enter(model).is_empty() {
        pairs.push(("enter".to_owned(), enter(model).to_owned()));
    }
    for binding in BINDINGS.iter().filter(|binding| !binding.short.is_empty() && binding.contexts.contains(&context)) {
        // On a page to read, next and help are what Enter and Escape do.
        let twice = context == Context::Page && matches!(binding.short, "next");
        if let Some(key) = binding.keys.first().filter(|_| !twice) {
            let label = if binding.short == "leave" && (model.help || model.screen != Screen::Home) {
                "home"
            } else {
                binding.short
            };
            pairs.push(((*key).to_owned(), label.to_owned()));
        }
    }
    let mut spans = Vec::new();
    let mut used = 0;
    for (key, label) in pairs {
        let width = text::width(&key) + 1 + text::width(&label);
        if used + width > columns {
            break;
        }
        spans.push(Span::styled(key, model.theme.style(Role::Key)));
        spans.push(Span::raw(format!(" {label}   ")));
        used += width + 3;
    }
    Line::from(spans)
}
