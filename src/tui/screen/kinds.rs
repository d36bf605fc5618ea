//! Lists the kinds of case, so that the learner can practise one kind at a time.

use super::round::RoundScreen;
use super::{Screen, ScreenState, Turn, View};
use crate::document::progress::kind_bars;
use crate::document::{Block, Document};
use crate::keys::{Action, Context};
use crate::say;
use crate::say_count;
use crate::scenario::index::Category;
use crate::study::Study;
use crate::text::capital;
use crate::tui::controls::{Menu, MenuEntry, MenuPanel};
use crate::tui::layout::PREVIEW_FROM;

#[derive(Debug)]
pub(super) struct Kinds;

fn categories(study: &Study) -> Vec<(Category, usize)> {
    let count = |category| study.library().index().iter().filter(|entry| entry.category == category).count();
    Category::all().map(|category| (category, count(category))).filter(|(_, count)| *count > 0).collect()
}

impl Screen<Study> for Kinds {
    fn context(&self, _: &Study) -> Context {
        Context::Home
    }

    fn view(&self, study: &Study, state: &ScreenState) -> View {
        let entry = |(category, count): (Category, usize)| MenuEntry {
            note: say_count!("1 case", "{} cases", count),
            ..MenuEntry::new(capital(category.title()))
        };
        let categories = categories(study);
        let is_mixed = categories.get(state.selected).is_some_and(|(category, _)| category.is_core());
        let caption = if is_mixed { say!("Mixed with three other kinds.") } else { say!("Only cases of this kind.") };
        let entries = categories.into_iter().map(entry).collect();
        let panel = MenuPanel { title: say!("Kinds of case").to_owned(), entries };
        let hints = vec![(vec![Action::Select], say!("practise")), (vec![Action::Quit], say!("back"))];
        let bars = kind_bars(&study.progress().measures);
        let has_bars = !bars.is_empty();
        let preview = Document { blocks: vec![Block::Columns(vec![bars])], ..Document::default() };
        View::menu(
            say!("Practise one kind of case"),
            Menu { panels: vec![panel], caption: vec![caption.into()] },
            hints,
        )
        .with_preview(PREVIEW_FROM, has_bars.then_some(preview))
    }

    fn choose(&mut self, study: &mut Study, index: usize, _: &ScreenState) -> Turn<Study> {
        study.start_default(categories(study).get(index).map(|(category, _)| *category));
        Turn::Open(Box::new(RoundScreen::default()))
    }
}
