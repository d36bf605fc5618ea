//! Handles searching: the user types a text, and the shell scrolls to the next line that contains it.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};

use super::super::controls::Controls;
use super::super::line_editor::{LineEdit, LineEditor};
use super::super::screen::SearchMode;
use super::Shell;
use crate::say;

/// The maximum length of the search text.
const LONGEST_SEARCH: usize = 40;

impl<W: 'static> Shell<W> {
    /// Handles a key typed into the search field. Returns false if the key isn't part of the text.
    pub(super) fn type_on(&mut self, key: KeyEvent) -> bool {
        match key.code {
            _ if key.kind == KeyEventKind::Release => return false,
            KeyCode::Up | KeyCode::Down => return false,
            KeyCode::Enter => self.state.typing = false,
            KeyCode::Esc => {
                self.state.typing = false;
                self.search.clear();
            }
            _ => match self.search.press(key) {
                LineEdit::Full => {
                    self.show_message(say!("A search text has at most {} characters.", LONGEST_SEARCH));
                    return true;
                }
                LineEdit::Edited => {}
                LineEdit::Submitted(_) | LineEdit::Ignored => return false,
            },
        }
        self.state.query = self.search.text();
        self.show_found();
        true
    }

    /// Starts a search with an empty text.
    pub(super) fn start_search(&mut self) {
        self.state.typing = true;
        self.state.query.clear();
        self.search = LineEditor::with_limit(LONGEST_SEARCH);
    }

    /// Inserts pasted text into the search field.
    pub(super) fn paste_into_search(&mut self, text: &str) {
        self.search.insert(text);
        self.state.query = self.search.text();
        self.show_found();
    }

    fn show_found(&mut self) {
        match &self.view.controls {
            Controls::Menu(_) if self.view.search == SearchMode::Filter => self.select(0),
            Controls::Menu(menu) => {
                let found = menu.found(&self.state.query);
                if let Some(index) = found.first() {
                    self.select(*index);
                }
                self.tell_found(found.len());
            }
            _ => self.find(false),
        }
    }

    /// Scrolls to the next or previous line that contains the search text.
    pub(super) fn find(&mut self, next: bool) {
        let query = self.state.query.to_lowercase();
        if query.is_empty() {
            self.message = None;
            return;
        }
        let pointed_line = self.view.pointer.and_then(|pointer| self.body.numbered.get(pointer).copied());
        let from = pointed_line.or(self.stack.last().map(|open| open.scroll)).unwrap_or(0) + usize::from(next);
        let found: Vec<usize> = (0..self.body.lines.len())
            .filter(|line| self.body.lines[*line].to_string().to_lowercase().contains(&query))
            .collect();
        if let Some(line) = found.iter().find(|line| **line >= from).or(found.first()).copied() {
            let row = self.body.numbered.iter().take_while(|start| **start <= line).count();
            if self.view.pointer.is_some() {
                self.select(row.saturating_sub(1));
            } else if let Some(open) = self.top() {
                open.scroll = line;
            }
        }
        self.tell_found(found.len());
    }

    fn tell_found(&mut self, count: usize) {
        let query = &self.state.query;
        match (query.is_empty(), count) {
            (true, _) => self.message = None,
            (_, 0) => self.show_message(say!("\"{}\": nothing found", query)),
            (_, 1) => self.show_message(say!("\"{}\": 1 line", query)),
            _ => self.show_message(say!("\"{}\": {} lines", query, count)),
        }
    }
}
