//! Handles searching, which scrolls to the next line that contains the search text.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};

use super::super::controls::Controls;
use super::super::line_editor::{LineEdit, LineEditor};
use super::super::screen::SearchMode;
use super::Window;
use crate::keys::{Action, key_title};
use crate::say;

const LONGEST_SEARCH: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// The first match on the visible part of the page or below it.
    First,
    Next,
    Previous,
}

impl Window {
    /// Returns false if the search field doesn't use the key.
    pub(super) fn type_on(&mut self, key: KeyEvent) -> bool {
        match key.code {
            _ if key.kind == KeyEventKind::Release => return false,
            KeyCode::Up | KeyCode::Down => return false,
            KeyCode::Enter => self.place.state.typing = false,
            KeyCode::Esc => {
                self.place.state.typing = false;
                self.search.clear();
            }
            _ => match self.search.press(key) {
                LineEdit::Full => {
                    self.show_message(say!("A search text can have at most {} characters.", LONGEST_SEARCH));
                    return true;
                }
                LineEdit::Edited => {}
                LineEdit::Submitted(_) | LineEdit::Ignored => return false,
            },
        }
        self.place.state.query = self.search.text();
        self.show_found();
        true
    }

    pub(super) fn start_search(&mut self) {
        self.place.state.typing = true;
        self.matched = None;
        self.place.state.query.clear();
        self.search = LineEditor::with_limit(LONGEST_SEARCH);
    }

    pub(super) fn paste_into_search(&mut self, text: &str) {
        let cut = self.search.insert(text);
        self.place.state.query = self.search.text();
        self.show_found();
        if let Some(sentence) = cut {
            self.show_message(sentence);
        }
    }

    fn show_found(&mut self) {
        match &self.view.controls {
            Controls::Menu(_) if self.view.search == SearchMode::Filter => self.select(0),
            _ => self.find(Match::First),
        }
    }

    /// Scrolls to a line that contains the search text, or selects a menu entry that contains it. After the last match,
    /// the search continues from the first.
    pub(super) fn find(&mut self, wanted: Match) {
        let query = self.place.state.query.to_lowercase();
        if query.is_empty() {
            self.message = None;
            return;
        }
        let menu = match &self.view.controls {
            Controls::Menu(menu) => Some(menu.found(&self.place.state.query)),
            _ => None,
        };
        let is_menu = menu.is_some();
        let found = menu.unwrap_or_else(|| {
            let has_text = |line: &usize| self.body.lines[*line].to_string().to_lowercase().contains(&query);
            (0..self.body.lines.len()).filter(has_text).collect()
        });
        let scroll = self.place.scroll;
        let pointed = self.view.pointer.and_then(|pointer| self.body.numbered.get(pointer).copied());
        let here = if is_menu { self.place.state.selected } else { pointed.or(self.matched).unwrap_or(scroll) };
        let index = match wanted {
            Match::First => found.iter().position(|line| is_menu || *line >= pointed.unwrap_or(scroll)).unwrap_or(0),
            Match::Next => found.iter().position(|line| *line > here).unwrap_or(0),
            Match::Previous => found.iter().rposition(|line| *line < here).unwrap_or(found.len().saturating_sub(1)),
        };
        self.matched = found.get(index).copied().filter(|_| !is_menu);
        if let Some(line) = found.get(index).copied() {
            if is_menu {
                self.select(line);
            } else if self.view.pointer.is_some() {
                let row = self.body.numbered.iter().take_while(|start| **start <= line).count();
                if let Some(index) = row.checked_sub(1) {
                    self.select_line(index);
                }
            } else {
                self.place.scroll = line;
            }
        }
        self.tell_found(index + 1, found.len());
    }

    fn tell_found(&mut self, number: usize, count: usize) {
        let query = &self.place.state.query;
        let sentence = if count == 0 {
            say!("\"{}\": nothing found", query)
        } else {
            let [next, previous] =
                [Action::Next, Action::PreviousMatch].map(|action| key_title(self.keys().first(action)));
            say!("\"{}\": {} of {} (next: {}, previous: {})", query, number, count, next, previous)
        };
        self.show_message(sentence);
    }
}
