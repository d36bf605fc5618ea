//! Lists all cases, with a search field.
//!
//! Each case opens as a question. The list shows neither the ID of a case nor what kind of case it is, because either
//! would reveal the answer. The cases of a contrast pair differ in one line, so the list shows that line for each of
//! them. Learners can also search for a kind of case or an ID, but such a search doesn't find cases reserved for tests.

use super::round::RoundScreen;
use super::{Screen, ScreenState, Turn, View};
use crate::document::question::case;
use crate::document::{Block, Document, Text};
use crate::keys::{Action, Context};
use crate::round::ItemId;
use crate::say;
use crate::study::Study;
use crate::tui::controls::{Menu, MenuEntry, MenuPanel};
use crate::tui::layout::PREVIEW_FROM;

#[derive(Debug, Default)]
pub(super) struct Cases {
    asked: Option<ItemId>,
}

fn reserved() -> &'static str {
    say!("This case is reserved for the tests, which mean less once you have seen it.")
}

fn open(study: &mut Study, id: ItemId) -> Turn<Study> {
    study.start_items(&[id]);
    Turn::Open(Box::new(RoundScreen::default()))
}

impl Screen<Study> for Cases {
    fn context(&self, _: &Study) -> Context {
        Context::Home
    }

    fn view(&self, study: &Study, state: &ScreenState) -> View {
        let found = study.library().search_without_answers(&state.query);
        let entries = found.iter().map(|(_, case)| MenuEntry {
            note: format!("{}, {}", case.telling.title(), case.pool.title()),
            detail: study.library().distinction(case).unwrap_or_default(),
            ..MenuEntry::new(case.title.as_str())
        });
        let all = study.library().index().len();
        let title = if state.is_searching() { say!("{} of {} cases", found.len(), all) } else { say!("{} cases", all) };
        let panel = MenuPanel { title, entries: entries.collect() };
        let caption = match (found.is_empty(), state.is_searching()) {
            (true, _) => Some(say!("No case contains all of these words.")),
            (_, true) => None,
            _ => Some(say!(
                "Search for words from the scene, for words such as expired, airport or http, or for the name of a pack."
            )),
        };
        let menu = Menu { panels: vec![panel], caption: caption.into_iter().map(Text::from).collect() };
        let preview = found.get(state.selected).map(|(_, selected)| {
            if selected.pool.is_kept_back() {
                let mut document = Document::default();
                document.paragraph(reserved());
                return document;
            }
            let mut document = case(selected);
            document.blocks.retain(|block| !matches!(block, Block::Strip(_)));
            document
        });
        View::filtered_menu(say!("Browse the cases"), menu, state).with_preview(PREVIEW_FROM, preview)
    }

    fn choose(&mut self, study: &mut Study, index: usize, state: &ScreenState) -> Turn<Study> {
        let Some((_, case)) = study.library().search_without_answers(&state.query).into_iter().nth(index) else {
            return Turn::Stay;
        };
        let id = ItemId::from(case.id.as_str());
        if case.pool.is_kept_back() {
            self.asked = Some(id);
            return Turn::Confirm(reserved().to_owned(), Action::Select);
        }
        open(study, id)
    }

    fn confirmed(&mut self, study: &mut Study, _: Action) -> Turn<Study> {
        self.asked.take().map_or(Turn::Stay, |id| open(study, id))
    }
}
