//! Lists the questions and pages of a stage that is over, with the learner's answers.
//!
//! A learner who was placed out of the course sees the pages of the stages that they skipped. This module must not
//! change any answer.

use super::page::PageScreen;
use super::round::quotes_the_line;
use super::{Screen, ScreenState, Turn, View};
use crate::course::Course;
use crate::course::pages::page;
use crate::course::stage::Stage;
use crate::document::feedback::feedback;
use crate::document::question::case;
use crate::document::{Block, Document, VerdictLine};
use crate::keys::{Action, Context};
use crate::round::subject::{Subject, subject};
use crate::round::{Item, ItemId, Record};
use crate::say;
use crate::study::Study;
use crate::tui::controls::{Menu, MenuEntry, MenuPanel};

#[derive(Debug)]
pub(super) struct StageReview {
    stage: Stage,
    course: Course,
    is_skipped: bool,
    /// The items of the stage, each with the learner's answer.
    items: Vec<(Item, Option<Record>)>,
}

impl StageReview {
    pub(super) fn new(study: &Study, stage: Stage) -> Self {
        let (course, is_skipped) = (study.course_so_far(), study.has_skipped(stage));
        let items = if is_skipped {
            course.pages_of(stage).iter().map(|name| (Item::page(name), None)).collect()
        } else {
            let rounds = course.past_rounds(stage);
            let answers = rounds.flat_map(|round| round.items().iter().cloned().zip(round.records().iter().copied()));
            answers.filter(|(item, _)| !matches!(item.id, ItemId::Survey(_))).collect()
        };
        Self { stage, course, is_skipped, items }
    }

    fn entry(&self, (item, record): &(Item, Option<Record>)) -> MenuEntry {
        if let ItemId::Page(name) = &item.id {
            return MenuEntry { note: say!("page").to_owned(), ..MenuEntry::new(page(name, Some(&self.course)).title) };
        }
        let correct = item.accepted.first().map_or("", |answer| answer.title());
        let note = match record.map(|record| (record.right, record.answer)) {
            None => say!("{}, skipped", correct),
            Some((true, _)) => correct.to_owned(),
            Some((false, None)) => say!("{}, shown to you", correct),
            Some((false, Some((answer, _)))) => say!("{}, you said {}", correct, answer.title()),
        };
        MenuEntry { note, done: record.is_some_and(|record| record.right), ..MenuEntry::new(item.title.as_str()) }
    }

    /// Returns a page of the stage, or a case with its ruling.
    fn document(&self, study: &Study, (item, record): &(Item, Option<Record>)) -> Option<Document> {
        match subject(study.library(), &item.id)? {
            Subject::Page(name) => Some(page(name, Some(&self.course))),
            Subject::Scenario(scenario) => {
                let skipped = Record { answer: None, right: false, hints: 0, mark: None };
                let subject = Subject::Scenario(scenario);
                let mut told = feedback(subject, &record.unwrap_or(skipped), None, study.shows_details());
                if let (None, Some(Block::Verdict(VerdictLine { remark, .. }))) = (record, told.blocks.first_mut()) {
                    *remark = say!("You skipped this question.").into();
                }
                let mut document = case(scenario);
                document.decide(scenario.evidence.line);
                document.blocks.retain(|block| !matches!(block, Block::Strip(_)));
                document.blocks.extend(told.blocks.into_iter().filter(|block| !quotes_the_line(block)));
                Some(document)
            }
            _ => None,
        }
    }
}

impl Screen<Study> for StageReview {
    fn context(&self, _: &Study) -> Context {
        Context::Home
    }

    fn view(&self, _: &Study, _: &ScreenState) -> View {
        let location = self.stage.title();
        let back = (vec![Action::Quit], say!("back"));
        if self.items.is_empty() {
            let mut body = Document::default();
            body.paragraph(say!(
                "You skipped this stage, because you already knew the subject. It has no pages to read."
            ));
            return View { location: location.to_owned(), hints: vec![back], ..View::page(body) };
        }
        let title = if self.is_skipped { say!("Pages") } else { say!("The correct answers, and yours") };
        let entries = self.items.iter().map(|item| self.entry(item)).collect();
        let panel = MenuPanel { title: title.to_owned(), entries };
        let hints = vec![(vec![Action::Select], say!("open")), back];
        View::menu(location, Menu { panels: vec![panel], caption: Vec::new() }, hints)
    }

    fn choose(&mut self, study: &mut Study, index: usize, _: &ScreenState) -> Turn<Study> {
        let document = self.items.get(index).and_then(|item| self.document(study, item));
        document.map_or(Turn::Unused, |document| Turn::Open(Box::new(PageScreen::new("item-review", document))))
    }

    fn name(&self) -> &'static str {
        "review"
    }
}
