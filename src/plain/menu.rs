//! Builds the menu of plain mode, a numbered list of everything that the home screen offers in full-screen mode.
//!
//! A number opens an entry only if the number is the first line typed after the list.

use super::note;
use super::settings::settings;
use crate::course::pages::add_results;
use crate::course::stage::Stage;
use crate::document::progress::progress;
use crate::document::reference::{results, topic};
use crate::document::{Block, Document, Text};
use crate::reference;
use crate::say;
use crate::scenario::index::Category;
use crate::study::{ExploreEntry, PastItem, PastStage, Study, round_title};
use crate::text::capital;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MenuItem {
    Course,
    Stage(Stage),
    PastItem(Stage, usize),
    /// An unfinished round outside the course, identified by its index among such rounds.
    Round(usize),
    Kind(Category),
    Explore(ExploreEntry),
}

pub(super) enum MenuReply {
    Round,
    /// Documents that can be read without changing the current round.
    Documents(Vec<Document>),
    Cases,
}

#[derive(Debug, Default)]
pub(super) struct NumberedMenu {
    listed: Vec<MenuItem>,
    /// The entry to open if the learner asks for the same entry again.
    asked: Option<MenuItem>,
    /// The words that the learner tried to look up before the pre-test. The result is shown once the learner repeats
    /// the request.
    looked_up: Option<String>,
}

impl NumberedMenu {
    pub(super) fn list(&mut self, study: &Study) -> Document {
        let mut entries = Vec::new();
        let course = match study.next_stage() {
            None => say!("The course").to_owned(),
            Some(Stage::CheckUp) => say!("The course: the check-up due now").to_owned(),
            Some(stage) => say!("The course: {}", stage.title()),
        };
        entries.push((MenuItem::Course, course));
        for stage in study.past_stages().filter(|stage| !study.is_hidden(*stage)) {
            let title = if study.has_skipped(stage) {
                say!("{}: the pages that you skipped", stage.title())
            } else if stage == Stage::WrapUp {
                say!("{}: your results", stage.title())
            } else {
                say!("{}: your answers, with the reasons", stage.title())
            };
            entries.push((MenuItem::Stage(stage), title));
        }
        for (index, round) in study.rounds_beside() {
            let (number, count) = round.numbering();
            let title = say!("{}: question {} of {}", round_title(round), number.max(1), count);
            entries.push((MenuItem::Round(index), title));
        }
        let explore = ExploreEntry::all().into_iter().filter(|(entry, ..)| !entry.needs_screen());
        entries.extend(explore.map(|(entry, title, _)| (MenuItem::Explore(entry), title)));
        let mut document = self.numbered(say!("Menu"), entries);
        let what_to_type = document.blocks.pop();
        if let Some(date) = study.later_check_up() {
            document.paragraph(say!("The next check-up: {}.", date));
        }
        document.paragraph(say!(
            "The lab, the inspector for real responses and the workbench have their own commands: airside lab --plain, airside inspect --plain, airside rule."
        ));
        document.blocks.extend(what_to_type);
        document
    }

    fn numbered(&mut self, title: &str, entries: Vec<(MenuItem, String)>) -> Document {
        let mut document = Document::new(title);
        let (listed, titles): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
        self.listed = listed;
        document.blocks.push(Block::Steps(titles.into_iter().map(Text::verbatim).collect()));
        document.paragraph(say!("Type a number, or press Enter to go back to where you were."));
        document
    }

    fn kinds(&mut self, study: &Study) -> Document {
        let has_cases = |category: &Category| study.library().index().iter().any(|case| case.category == *category);
        let kinds = Category::all().filter(has_cases).map(|kind| (MenuItem::Kind(kind), capital(kind.title())));
        self.numbered(say!("Kinds of case"), kinds.collect())
    }

    fn past_stage(&mut self, study: &Study, stage: Stage) -> Document {
        let finished = PastStage::new(study, stage);
        if let Some(document) = finished.only_document(study) {
            return document;
        }
        match finished.heading() {
            Err(why) => note(why),
            Ok(heading) => {
                let items = finished.items().enumerate();
                let entry = |(index, item): (usize, PastItem)| {
                    (MenuItem::PastItem(stage, index), format!("{} ({})", item.title, item.note()))
                };
                self.numbered(heading, items.map(entry).collect())
            }
        }
    }

    pub(super) fn take(&mut self) -> Vec<MenuItem> {
        std::mem::take(&mut self.listed)
    }

    /// Before the pre-test, an entry that reveals the rule opens only after the learner has confirmed the choice.
    pub(super) fn open(&mut self, study: &mut Study, entry: MenuItem, listed: Vec<MenuItem>) -> MenuReply {
        let shows_rule = match entry {
            // The entries for kinds of case and for cases open lists. The warning appears only when the learner chooses
            // something from such a list.
            MenuItem::Course | MenuItem::Explore(ExploreEntry::Kinds | ExploreEntry::Cases) => false,
            MenuItem::Explore(entry) => entry.shows_rule(),
            _ => true,
        };
        if let Some(warning) = study.rule_warning().filter(|_| shows_rule && self.asked != Some(entry)) {
            self.asked = Some(entry);
            self.listed = listed;
            let again = say!("Type the same number again to open it.");
            return MenuReply::Documents(vec![note(format!("{warning} {again}"))]);
        }
        match entry {
            MenuItem::Course => study.open_course(),
            MenuItem::Round(index) => {
                study.return_to_round(index);
            }
            MenuItem::Kind(category) => study.start_default(Some(category)),
            MenuItem::Stage(stage) => return MenuReply::Documents(vec![self.past_stage(study, stage)]),
            MenuItem::PastItem(stage, index) => {
                // The list is kept, so the learner can open another entry.
                self.listed = listed;
                let document = PastStage::new(study, stage).document(study, index);
                let again = note(say!("Type another number, or press Enter to go back to where you were."));
                return MenuReply::Documents(document.into_iter().chain([again]).collect());
            }
            MenuItem::Explore(entry) => return self.explore(study, entry),
        }
        MenuReply::Round
    }

    /// The list never contains entries that need full-screen mode.
    fn explore(&mut self, study: &mut Study, entry: ExploreEntry) -> MenuReply {
        MenuReply::Documents(vec![match entry {
            ExploreEntry::Kinds => self.kinds(study),
            ExploreEntry::Reference => contents(),
            ExploreEntry::Progress => progress_so_far(study),
            ExploreEntry::Settings => settings(study, ""),
            ExploreEntry::Cases => return MenuReply::Cases,
            round => {
                study.explore(round);
                return MenuReply::Round;
            }
        }])
    }

    /// Returns the reference topic named by `words` or, if there is no such topic, all entries that contain the words.
    /// If `words` is empty, returns the list of topics.
    pub(super) fn look_up(&mut self, study: &Study, words: &str) -> Document {
        if let Some(warning) = study.rule_warning()
            && self.looked_up.as_deref() != Some(words)
        {
            self.looked_up = Some(words.to_owned());
            return note(format!("{warning} {}", say!("Type the same command again to open it.")));
        }
        match reference::find(words) {
            _ if words.is_empty() => contents(),
            Some(found) => topic(&found),
            None => results(&reference::search(words), words),
        }
    }
}

fn contents() -> Document {
    let mut document = Document::new(say!("Reference"));
    let topics = reference::topics();
    let lines = topics.iter().map(|topic| Text::verbatim(format!("{}: {}", topic.id, topic.title)));
    document.blocks.push(Block::List(lines.collect()));
    document.paragraph(say!("To open a topic or search for words, type, for example: reference tests"));
    document
}

pub(super) fn progress_so_far(study: &Study) -> Document {
    let course = study.course_so_far();
    let mut document = progress(&study.progress(), &course.mastered_kinds());
    add_results(&mut document, &course);
    document
}
