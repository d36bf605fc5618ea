//! Lists the kinds of case, so that the learner can practise one kind at a time.

use super::round::RoundScreen;
use super::{Screen, ScreenState, Turn, View};
use crate::document::page::tables_of_kinds;
use crate::document::progress::{share, tally_bar};
use crate::document::{Block, Document};
use crate::keys::{Action, Context};
use crate::learner::measure::Tally;
use crate::ruling::Verdict;
use crate::say;
use crate::say_count;
use crate::scenario::Kind;
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

/// The status code of each kind of case is shown only to learners who have completed the lesson.
fn entry(study: &Study, tallies: &[(Kind, Tally)], (category, count): (Category, usize)) -> MenuEntry {
    let code = match category.kind().verdict().filter(|_| study.shows_mottos()) {
        Some(Verdict::Unauthorized) => Some(401),
        Some(Verdict::Forbidden) => Some(403),
        _ => None,
    };
    let tally = tallies.iter().find(|(kind, _)| category == Category::Kind(*kind)).map(|(_, tally)| *tally);
    let tally = tally.unwrap_or_default();
    let share = if tally.answered > 0 { share(tally) } else { String::new() };
    let cases = say_count!("1 case", "{} cases", count);
    MenuEntry {
        code,
        share: category.is_core().then(|| tally.share()),
        note: format!("{share:>8}  {cases:>9}"),
        ..MenuEntry::new(capital(category.title()))
    }
}

/// Shows two examples of a kind without its code.
fn preview(category: Category, tallies: &[(Kind, Tally)]) -> Document {
    let mut document = Document::new(capital(category.title()));
    for block in tables_of_kinds("handout", &[category.kind()]).into_iter().filter(|_| category.is_core()) {
        let Block::Table(table) = block else { continue };
        let cells = table.head.into_iter().zip(table.rows.into_iter().flatten());
        for (head, cell) in cells.skip(2) {
            document.heading(head);
            document.paragraph(cell);
        }
    }
    let tally = tallies.iter().find(|(kind, _)| category == Category::Kind(*kind));
    if let Some((_, tally)) = tally.filter(|_| category.is_core()) {
        document.heading(say!("Your answers so far"));
        document.blocks.push(tally_bar(say!("Correct"), *tally));
    }
    document.paragraph(note(category));
    document
}

fn note(category: Category) -> &'static str {
    if category.is_core() { say!("Mixed with three other kinds.") } else { say!("Only cases of this kind.") }
}

impl Screen<Study> for Kinds {
    fn context(&self, _: &Study) -> Context {
        Context::Home
    }

    fn view(&self, study: &Study, state: &ScreenState) -> View {
        let categories = categories(study);
        let selected = categories.get(state.selected).map(|(category, _)| *category);
        let tallies = study.progress().measures.kinds;
        let preview = selected.map(|category| preview(category, &tallies));
        let entries = categories.into_iter().map(|category| entry(study, &tallies, category)).collect();
        let panel = MenuPanel { title: say!("Kinds of case").to_owned(), entries };
        let hints = vec![(vec![Action::Select], say!("practise")), (vec![Action::Quit], say!("back"))];
        let caption = selected.map(|category| note(category).into());
        let menu = Menu { panels: vec![panel], caption: caption.into_iter().collect() };
        View::menu(say!("Practise one kind of case"), menu, hints).with_preview(PREVIEW_FROM, preview)
    }

    fn choose(&mut self, study: &mut Study, index: usize, _: &ScreenState) -> Turn<Study> {
        study.start_default(categories(study).get(index).map(|(category, _)| *category));
        Turn::Open(Box::new(RoundScreen::default()))
    }
}
