//! Searching in what can be looked up: words are typed, and what holds them stays.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::{Model, Screen};

/// The most characters that are searched for.
const LONGEST: usize = 40;

/// Begins to type, in the list of topics.
pub(super) fn begin(model: &mut Model) {
    if model.allows(crate::keys::Action::Search) {
        model.open(Screen::Topics);
        model.sought.clear();
        model.typing = true;
    }
}

/// Takes a key that is typed; false where it is none, and means what it always means.
pub(super) fn type_on(model: &mut Model, key: KeyEvent) -> bool {
    if key.kind == KeyEventKind::Release || key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
        return false;
    }
    match key.code {
        KeyCode::Char(character) if model.sought.chars().count() < LONGEST && !crate::text::is_unsafe(character) => {
            model.sought.push(character);
        }
        KeyCode::Char(_) => {}
        KeyCode::Backspace => {
            model.sought.pop();
        }
        KeyCode::Enter => model.typing = false,
        KeyCode::Esc => {
            model.typing = false;
            model.sought.clear();
        }
        _ => return false,
    }
    model.selected = 0;
    true
}
