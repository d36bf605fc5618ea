//! What a class looks at, and the teacher's notes: two programs in full screen.
//!
//! Owns keys and drawing; what is said is the business of the classroom, and what is kept that of the lesson. A first
//! count of hands is hidden while it is typed: the class looks at this very screen.

mod board;
mod draw;
mod glyphs;
mod notes;

pub use board::SlideScreen;
pub use notes::NotesScreen;

use crossterm::event::{KeyEvent, KeyEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::keymap::{name_of, repeats};
use super::theme::{Role, Theme};
use crate::keys::{Action, Context, Keys};
use crate::text;

/// What a key does here.
pub(super) fn action(keys: &Keys, key: KeyEvent, context: Context) -> Option<Action> {
    let action = name_of(key).and_then(|name| keys.action(&name, context))?;
    (key.kind != KeyEventKind::Repeat || repeats(action)).then_some(action)
}

/// How far a text is scrolled, and how far it can be.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scroll {
    pub(super) top: usize,
    furthest: usize,
    page: usize,
}

impl Scroll {
    /// Takes a new length and height in.
    pub(super) fn fit(&mut self, lines: usize, height: u16) {
        self.page = usize::from(height).max(2) - 1;
        self.furthest = lines.saturating_sub(height.into());
        self.top = self.top.min(self.furthest);
    }

    /// Moves; false where the action is none that moves.
    pub(super) fn obey(&mut self, action: Action) -> bool {
        let to = match action {
            Action::Up => self.top.saturating_sub(1),
            Action::Down => self.top + 1,
            Action::PageUp => self.top.saturating_sub(self.page),
            Action::PageDown => self.top + self.page,
            Action::Top => 0,
            Action::Bottom => self.furthest,
            _ => return false,
        };
        self.top = to.min(self.furthest);
        true
    }

    pub(super) const fn more_below(self) -> bool {
        self.top < self.furthest
    }
}

/// The last line: what was just said, or pairs of a key and what it does, as many as fit.
pub(super) fn footer(theme: Theme, message: Option<&str>, pairs: &[(&str, &str)], frame: &mut Frame, area: Rect) {
    let columns = usize::from(area.width);
    if let Some(message) = message {
        let said = Line::styled(text::cut(message, columns, "..."), theme.style(Role::Strong));
        return frame.render_widget(said, area);
    }
    let mut spans = Vec::new();
    let mut used = 0;
    for (key, label) in pairs {
        let width = text::width(key) + text::width(label) + 1;
        if used + width > columns {
            break;
        }
        spans.push(Span::styled((*key).to_owned(), theme.style(Role::Key)));
        spans.push(Span::raw(format!(" {label}   ")));
        used += width + 3;
    }
    frame.render_widget(Line::from(spans), area);
}
