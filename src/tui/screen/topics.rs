//! Shows the reference as a searchable list of topics, each of which opens as a page.

use std::cell::Cell;

use super::page::PageScreen;
use super::{Screen, ScreenState, Turn, View};
use crate::document::reference::topic as document;
use crate::document::{Block, Document, Meaning, Text};
use crate::keys::Context;
use crate::reference::{Topic, found, search};
use crate::say;
use crate::say_count;
use crate::study::Study;
use crate::tui::controls::{Menu, MenuEntry, MenuPanel};
use crate::tui::layout::NARROW_PREVIEW_FROM;

#[derive(Debug, Default)]
pub(in super::super) struct Topics {
    warning: Option<String>,
    /// Whether the learner has seen any search results since the warning appeared.
    is_confirmed: Cell<bool>,
}

impl Topics {
    pub(super) fn with_warning(warning: Option<String>) -> Self {
        Self { warning, is_confirmed: Cell::new(false) }
    }

    /// The warning stays until the learner has finished typing a search text.
    fn pending_warning(&self, state: &ScreenState) -> Option<&str> {
        let is_complete = !state.typing && !state.query.is_empty();
        self.is_confirmed.set(self.is_confirmed.get() || is_complete);
        self.warning.as_deref().filter(|_| !self.is_confirmed.get())
    }

    fn listed(&self, state: &ScreenState) -> Vec<Topic> {
        if self.pending_warning(state).is_some() { Vec::new() } else { search(&state.query) }
    }
}

/// Words from the reference, which are suggested when a search finds nothing.
const WORDS_TO_TRY: [&str; 6] = ["WWW-Authenticate", "realm", "nonce", "404", "gRPC", "scope"];

fn words_to_try() -> Document {
    let words = WORDS_TO_TRY.map(|word| Text::new(word, Meaning::Strong));
    Document { title: say!("Words to try").to_owned(), blocks: vec![Block::List(words.to_vec())] }
}

impl Screen<Study> for Topics {
    fn context(&self, _: &Study) -> Context {
        Context::Home
    }

    fn view(&self, _: &Study, state: &ScreenState) -> View {
        let topics = self.listed(state);
        let searching = state.is_searching();
        let entry = |topic: &Topic| MenuEntry {
            note: if searching { say_count!("1 entry", "{} entries", topic.entries.len()) } else { String::new() },
            ..MenuEntry::new(topic.title.as_str())
        };
        let title = match topics.as_slice() {
            [] => say!("Search").to_owned(),
            topics if searching => found(topics),
            _ => say!("What do you want to look up?").to_owned(),
        };
        let panel = MenuPanel { title, entries: topics.iter().map(entry).collect() };
        let hint = say!(
            "Nothing found in the reference. Try a header name or a single word. To search the cases, open \"Browse the cases\"."
        );
        // Only the first sentence of the selected topic's explanation is shown, because a long list leaves no room for
        // more.
        let first = |topic: &Topic| topic.lead.split_inclusive(". ").next().unwrap_or_default().trim_end().to_owned();
        let lead = topics.get(state.selected).map_or_else(|| hint.to_owned(), first);
        let is_waiting = self.pending_warning(state).is_some();
        let preview = topics.get(state.selected).map(document);
        let caption = if is_waiting { Vec::new() } else { vec![Text::from(lead)] };
        let menu = Menu { panels: vec![panel], caption };
        let mut view = View::filtered_menu(say!("Reference"), menu, state);
        if let Some(warning) = self.pending_warning(state) {
            view.body.paragraph(say!("{} The results appear when you press Enter.", warning));
        }
        view.with_preview(NARROW_PREVIEW_FROM, preview.or_else(|| (!is_waiting).then(words_to_try)))
    }

    fn choose(&mut self, _: &mut Study, index: usize, state: &ScreenState) -> Turn<Study> {
        let found = self.listed(state).into_iter().nth(index);
        found.map_or(Turn::Stay, |topic| Turn::Open(Box::new(PageScreen::new("topic", document(&topic)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_to_try_finds_a_topic() {
        for word in WORDS_TO_TRY {
            assert!(!search(word).is_empty(), "{word}");
        }
    }
}
