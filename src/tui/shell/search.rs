//! Searching: the learner types a text, and the next line that contains it is shown.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::super::controls::Controls;
use super::Shell;
use crate::say;

/// The maximum length of the search text.
const LONGEST_SEARCH: usize = 40;

impl<W: 'static> Shell<W> {
    /// Handles a key typed into a search. Returns false for a key that isn't part of the text.
    pub(super) fn type_on(&mut self, key: KeyEvent) -> bool {
        if key.kind == KeyEventKind::Release || key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return false;
        }
        let sought = &mut self.situation.sought;
        match key.code {
            KeyCode::Char(character)
                if sought.chars().count() < LONGEST_SEARCH && !crate::text::is_unsafe(character) =>
            {
                sought.push(character);
            }
            KeyCode::Char(_) => {}
            KeyCode::Backspace => drop(sought.pop()),
            KeyCode::Enter => self.situation.typing = false,
            KeyCode::Esc => {
                self.situation.typing = false;
                sought.clear();
            }
            _ => return false,
        }
        if matches!(self.view.controls, Controls::Menu(_)) {
            self.select(0);
        } else {
            self.find(false);
        }
        true
    }

    /// Scrolls to the next line that contains the search text.
    pub(super) fn find(&mut self, next: bool) {
        let sought = self.situation.sought.to_lowercase();
        if sought.is_empty() {
            self.message = None;
            return;
        }
        let here = self.view.pointer.and_then(|pointer| self.body.numbered.get(pointer).copied());
        let from = here.or(self.stack.last().map(|open| open.scroll)).unwrap_or(0) + usize::from(next);
        let found: Vec<usize> = (0..self.body.lines.len())
            .filter(|line| self.body.lines[*line].to_string().to_lowercase().contains(&sought))
            .collect();
        match found.iter().find(|line| **line >= from).or(found.first()).copied() {
            Some(line) => {
                let row = self.body.numbered.iter().take_while(|start| **start <= line).count();
                if self.view.pointer.is_some() {
                    self.select(row.saturating_sub(1));
                } else if let Some(open) = self.top() {
                    open.scroll = line;
                }
                self.tell(say!("\"{}\": {} lines", self.situation.sought, found.len()));
            }
            None => self.tell(say!("\"{}\": nothing found", self.situation.sought)),
        }
    }
}
