//! Converts key events into the key names used for key bindings.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::keys::Action;
use crate::text::narrow;

/// Returns the name of a key, such as `x`, `ctrl-x` or `left`, or `None` for a key release or a key without a name. The
/// Shift modifier is ignored for characters such as `?` or `G`, because only some terminals report it for them.
pub fn name_of(key: KeyEvent) -> Option<String> {
    if key.kind == KeyEventKind::Release || key.modifiers.intersects(KeyModifiers::ALT | KeyModifiers::SUPER) {
        return None;
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let name = match key.code {
        KeyCode::Char(' ') if control => "ctrl-space",
        KeyCode::Char(character) if control => {
            return Some(format!("ctrl-{}", character.to_ascii_lowercase()));
        }
        KeyCode::Char(' ') => "space",
        KeyCode::Char(character) => return Some(narrow(character).to_string()),
        KeyCode::F(number) => return Some(format!("f{number}")),
        KeyCode::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => "backtab",
        KeyCode::Tab => "tab",
        KeyCode::BackTab => "backtab",
        KeyCode::Backspace => "backspace",
        KeyCode::Enter => "enter",
        KeyCode::Esc => "esc",
        KeyCode::Left => "left",
        KeyCode::Right => "right",
        KeyCode::Up => "up",
        KeyCode::Down => "down",
        KeyCode::Home => "home",
        KeyCode::End => "end",
        KeyCode::PageUp => "pageup",
        KeyCode::PageDown => "pagedown",
        _ => return None,
    };
    Some(name.to_owned())
}

pub(super) const fn repeats(action: Action) -> bool {
    matches!(
        action,
        Action::Left
            | Action::Right
            | Action::Up
            | Action::Down
            | Action::Focus
            | Action::FocusBack
            | Action::PageUp
            | Action::PageDown
            | Action::Erase
    )
}
