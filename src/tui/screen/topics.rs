//! Shows the reference as a searchable list of topics, each of which opens as a page.

use super::{Screen, ScreenState, SearchMode, Turn, View};
use crate::document::reference::topic;
use crate::document::{Document, Text};
use crate::keys::{Action, Context};
use crate::reference::{Topic, found, search};
use crate::say;
use crate::study::Study;
use crate::tui::controls::{Controls, Menu, MenuEntry, MenuPanel};
use crate::tui::layout::ScreenKind;

#[derive(Debug, Default)]
pub(in super::super) struct Topics {
    /// The warning to show before any results.
    warning: Option<String>,
}

impl Topics {
    /// Creates a search that shows this warning until the user asks for the results.
    pub(super) fn with_warning(warning: Option<String>) -> Self {
        Self { warning }
    }

    /// Returns the topics to list. With a warning, nothing is listed before the search text is complete.
    fn listed(&self, state: &ScreenState) -> Vec<Topic> {
        let waits = self.warning.is_some() && (state.typing || state.query.is_empty());
        if waits { Vec::new() } else { search(&state.query) }
    }
}

impl Screen<Study> for Topics {
    fn context(&self, _: &Study) -> Context {
        Context::Home
    }

    fn view(&self, _: &Study, state: &ScreenState) -> View {
        let topics = self.listed(state);
        let searching = state.typing || !state.query.is_empty();
        let mut body = Document::default();
        if searching {
            let cursor = if state.typing { "_" } else { "" };
            body.field(say!("Search"), Text::verbatim(format!("{}{cursor}", state.query)));
        }
        let waits = self.warning.as_ref().filter(|_| state.typing || state.query.is_empty());
        if let Some(warning) = waits {
            body.paragraph(say!("{} The results come after you press Enter.", warning));
        } else if topics.is_empty() {
            body.paragraph(say!("Nothing found. Try a header name, a status code or one word."));
        }
        let entry = |topic: &Topic| MenuEntry {
            note: if searching { topic.entries.len().to_string() } else { String::new() },
            ..MenuEntry::new(topic.title.as_str())
        };
        let title = if searching { found(&topics) } else { say!("What do you want to look up?").to_owned() };
        let panel = MenuPanel { title, entries: topics.iter().map(entry).collect() };
        let lead = topics.get(state.selected).map(|topic| Text::from(topic.lead.as_str()));
        View {
            search: SearchMode::Filter,
            kind: ScreenKind::Choice,
            location: say!("Reference").to_owned(),
            body,
            controls: Controls::Menu(Menu { panels: vec![panel], caption: lead.into_iter().collect() }),
            hints: vec![
                (vec![Action::Select], say!("open")),
                (vec![Action::Search], say!("search")),
                (vec![Action::Quit], if searching { say!("show all") } else { say!("back") }),
            ],
            ..View::default()
        }
    }

    fn choose(&mut self, _: &mut Study, index: usize, state: &ScreenState) -> Turn<Study> {
        let found = self.listed(state).into_iter().nth(index);
        found.map_or(Turn::Stay, |topic| Turn::Open(Box::new(TopicScreen { topic })))
    }

    fn name(&self) -> &'static str {
        "topics"
    }
}

#[derive(Debug)]
struct TopicScreen {
    topic: Topic,
}

impl Screen<Study> for TopicScreen {
    fn view(&self, _: &Study, _: &ScreenState) -> View {
        View::page(topic(&self.topic))
    }

    fn name(&self) -> &'static str {
        "topic"
    }
}
