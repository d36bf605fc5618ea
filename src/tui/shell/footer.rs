//! Draws the bottom line, which shows a message or the most important keys.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::super::layout::saturating_u16;
use super::Window;
use crate::keys::{Action, Context, key_title};
use crate::say;
use crate::text::width;

/// The minimum width, in columns, at which keys have a space on each side.
pub(super) const PADDED_FROM: u16 = 52;

impl Window {
    /// Returns the cursor position while the user types a search text.
    pub(super) fn footer(&self, frame: &mut Frame) -> Option<Position> {
        let area = self.layout.footer;
        if let Some((lines, over)) = self.message_lines() {
            // The message has the same background as the header. The background extends one column beyond the text on
            // each side.
            let bar = Rect { x: over.x.saturating_sub(1), width: over.width + 2, ..over }.intersection(frame.area());
            frame.render_widget(Clear, bar);
            // Messages that ask the user a question are highlighted, so that they stand out from other messages.
            let style = if self.asks() { self.theme.selected() } else { self.theme.header() };
            frame.buffer_mut().set_style(bar, self.theme.ground().patch(style));
            frame.render_widget(Paragraph::new(lines), over);
            let (before, _) = self.message.as_deref()?.split_once(&self.place.state.query)?;
            return self.search_position(width(before), over);
        }
        let columns = usize::from(area.width);
        let is_wide = area.width >= PADDED_FROM;
        let cap = self.theme.key_cap();
        // Except in a narrow window, each keycap has a space on each side of the key. The space before the first key
        // may be in the margin.
        let pad = if is_wide && cap.bg.is_some() { " " } else { "" };
        let edge = u16::from(!pad.is_empty() && area.x > 0);
        let mut gap = if is_wide && pad.is_empty() { 3 } else { 2 };
        let mut hints = self.hints();
        let size = |hints: &[FooterHint], gap: usize| {
            let each = |hint: &FooterHint| width(&hint.key) + 2 * pad.len() + 1 + width(&hint.label) + gap;
            hints.iter().map(each).sum::<usize>().saturating_sub(gap + usize::from(edge))
        };
        // If there isn't enough room, the least important hints are dropped first, but never the keys for leaving and
        // for help.
        while size(&hints, gap) > columns {
            let least = (1..hints.len()).rev().find(|index| !hints[*index].stays);
            match least.filter(|_| size(&hints, 1) > columns) {
                Some(index) => drop(hints.remove(index)),
                None => break,
            }
        }
        if size(&hints, gap) > columns {
            gap = 1;
        }
        while size(&hints, gap) > columns && hints.len() > 2 {
            hints.remove(0);
        }
        let mut spans = Vec::new();
        for (index, FooterHint { key, label, .. }) in hints.into_iter().enumerate() {
            if index > 0 {
                spans.push(Span::raw(" ".repeat(gap)));
            }
            spans.extend([Span::styled(format!("{pad}{key}{pad}"), cap), Span::raw(format!(" {label}"))]);
        }
        let area = Rect { x: area.x - edge, width: area.width + edge, ..area };
        // While the user is typing, the search text replaces the label of the first hint.
        let before = spans.first().map_or(0, |key| key.width() + 1);
        frame.render_widget(Line::from(spans), area);
        self.search_position(before, area)
    }

    fn search_position(&self, before: usize, area: Rect) -> Option<Position> {
        let column = saturating_u16(before + width(&self.search.before_cursor()));
        let x = (area.x + column).min(area.right().saturating_sub(1));
        self.place.state.typing.then_some(Position { x, y: area.y })
    }

    fn hints(&self) -> Vec<FooterHint> {
        let key = |action: &Action| self.short_name(self.keys().first(*action));
        let hint = |key: String, label: &str, stays| FooterHint { key, label: label.to_owned(), stays };
        if self.place.state.typing {
            let typed = format!("{}_", self.place.state.query);
            return vec![
                hint(key(&Action::Search).to_owned(), &typed, true),
                hint(key(&Action::Select).to_owned(), say!("search"), true),
                hint(key(&Action::Escape).to_owned(), say!("clear"), true),
            ];
        }
        // The keys that move the selection in a list also scroll the list. The workbench is an exception, because its
        // verdict is below the list of facts.
        let is_list = self.view.pointer.is_some() && self.context != Context::Bench;
        let more = self.more_below() && (self.panel == self.layout.body || !is_list || self.furthest_of_scene() > 0);
        let select_scrolls = self.select_scrolls();
        let mut hints = Vec::new();
        if more {
            let action = if select_scrolls { Action::Select } else { Action::PageDown };
            // If there is no scroll bar, the label shows the position in the text.
            let all = self.body.lines.len();
            let last = all - self.furthest() + self.place.scroll;
            let label = say!("more (line {} of {})", last, all);
            let label = if self.options.stacked { label.as_str() } else { say!("more") };
            hints.push(hint(format!("{} {}", self.theme.signs.more, key(&action)), label, true));
        }
        for (actions, label) in &self.view.hints {
            let first = actions.first();
            if more && first == Some(if select_scrolls { &Action::Select } else { &Action::PageDown }) {
                continue;
            }
            let keys: Vec<&str> = actions.iter().map(key).filter(|key| !key.is_empty()).collect();
            let is_digit = matches!(first, Some(Action::Digit(_)));
            if !keys.is_empty() {
                hints.push(hint(
                    joined(&keys).join(" "),
                    label,
                    is_digit || matches!(first, Some(Action::Quit | Action::Escape | Action::HandIn)),
                ));
            }
        }
        hints.push(hint(self.short_name(&self.help_key()).to_owned(), say!("help"), true));
        hints
    }

    fn short_name<'a>(&self, key: &'a str) -> &'a str {
        match key {
            "pagedown" => say!("pgdn"),
            "pageup" => say!("pgup"),
            _ if self.theme.signs.ascii || self.options.stacked => key_title(key),
            "left" => "←",
            "right" => "→",
            "up" => "↑",
            "down" => "↓",
            other => key_title(other),
        }
    }
}

struct FooterHint {
    key: String,
    label: String,
    stays: bool,
}

/// Shortens four or more consecutive digit keys to a range, such as `1-5`.
pub(super) fn joined(keys: &[&str]) -> Vec<String> {
    let digit = |key: &str| key.parse::<u8>().ok();
    let runs = keys.chunk_by(|one, other| digit(one).is_some_and(|one| digit(other) == Some(one + 1)));
    let run = |run: &[&str]| match run {
        [first, .., last] if run.len() > 3 => vec![format!("{first}-{last}")],
        keys => keys.iter().map(|key| (*key).to_owned()).collect(),
    };
    runs.flat_map(run).collect()
}
