//! Provides the questions, answers and pages of stages that the learner has finished or skipped.

use super::Study;
use crate::course::Course;
use crate::course::pages::page;
use crate::course::stage::Stage;
use crate::document::feedback::feedback;
use crate::document::question::case;
use crate::document::{Block, Document, VerdictLine};
use crate::learner::measure::Tally;
use crate::round::subject::{Subject, subject};
use crate::round::{Item, ItemId, Record};
use crate::say;

/// The questions and pages of a stage.
///
/// For a skipped stage, only the pages are available.
#[derive(Debug)]
pub struct PastStage {
    pub stage: Stage,
    course: Course,
    is_skipped: bool,
    items: Vec<(Item, Option<Record>)>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Reached {
    pub(super) stage: Stage,
    pub(super) is_placed: bool,
    /// Whether the learner has finished the post-test, or doesn't have to take it.
    pub(super) is_tested: bool,
    pub(super) due_at: Option<u64>,
    results: [Tally; COUNTED.len()],
}

/// The stages whose results are shown as counts.
const COUNTED: [Stage; 4] = [Stage::PreTest, Stage::Lesson, Stage::Pairs, Stage::PostTest];

impl Reached {
    pub(super) fn new(course: &Course, stage: Stage) -> Self {
        let is_placed = course.is_placed();
        let is_tested = is_placed || course.tests().1.is_some();
        Self {
            stage,
            is_placed,
            is_tested,
            due_at: course.due_at(),
            results: COUNTED.map(|stage| tally(course, stage)),
        }
    }
}

fn tally(course: &Course, stage: Stage) -> Tally {
    let mut tally = Tally::default();
    for round in course.past_rounds(stage) {
        let judged = round.items().iter().zip(round.records()).filter(|(item, _)| item.is_judged());
        judged.for_each(|(_, record)| tally.count(record.is_some_and(|record| record.right)));
    }
    tally
}

/// A question or page of a past stage.
#[derive(Debug)]
pub struct PastItem {
    pub title: String,
    /// The correct answer, or an empty string for a page.
    pub correct: String,
    /// A remark, such as the learner's wrong answer, or the word "page".
    pub remark: String,
    /// Whether the learner's answer was right, or `None` if the question wasn't answered.
    pub is_right: Option<bool>,
}

impl PastItem {
    pub fn note(&self) -> String {
        [self.correct.as_str(), self.remark.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

impl PastStage {
    pub fn new(study: &Study, stage: Stage) -> Self {
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

    /// Returns the heading of the list. If the list is empty, returns the reason as an error.
    pub fn heading(&self) -> Result<&'static str, &'static str> {
        match (self.items.is_empty(), self.is_skipped) {
            (true, _) => {
                Err(say!("You skipped this stage, because you already knew the subject. It has no pages to read."))
            }
            (false, true) => Ok(say!("Pages")),
            (false, false) => Ok(say!("The correct answers, and yours")),
        }
    }

    pub fn items(&self) -> impl Iterator<Item = PastItem> {
        self.items.iter().map(|(item, record)| self.item(item, *record))
    }

    fn item(&self, item: &Item, record: Option<Record>) -> PastItem {
        if let ItemId::Page(name) = &item.id {
            let title = page(name, Some(&self.course)).title;
            return PastItem { title, correct: String::new(), remark: say!("page").to_owned(), is_right: None };
        }
        let correct = item.accepted.first().map_or("", |answer| answer.title()).to_owned();
        let remark = match record.map(|record| (record.right, record.answer)) {
            None => say!("skipped").to_owned(),
            Some((true, _)) => String::new(),
            Some((false, None)) => say!("shown to you").to_owned(),
            Some((false, Some((answer, _)))) => say!("you said {}", answer.title()),
        };
        PastItem { title: item.title.clone(), correct, remark, is_right: record.map(|record| record.right) }
    }

    pub(crate) fn only_document(&self, study: &Study) -> Option<Document> {
        if self.items.len() == 1 { self.document(study, 0) } else { None }
    }

    /// Returns a page, or a case with its ruling.
    pub fn document(&self, study: &Study, index: usize) -> Option<Document> {
        let (item, record) = self.items.get(index)?;
        match subject(study.library(), &item.id)? {
            Subject::Page(name) => Some(page(name, Some(&self.course))),
            Subject::Scenario(scenario) => {
                let skipped = Record { answer: None, right: false, hints: 0, mark: None };
                let subject = Subject::Scenario(scenario);
                let mut told =
                    feedback(subject, &record.unwrap_or(skipped), self.course.learner_context(), study.shows_details());
                if let (None, Some(Block::Verdict(VerdictLine { remark, .. }))) = (record, told.blocks.first_mut()) {
                    *remark = say!("You skipped this question.").into();
                }
                let mut document = case(scenario);
                document.decide(scenario.evidence.line);
                document.blocks.retain(|block| !matches!(block, Block::Strip(_)));
                document.blocks.extend(told.blocks.into_iter().filter(|block| !block.quotes_line()));
                Some(document)
            }
            _ => None,
        }
    }
}

impl Study {
    /// Returns the stages on the course map that the learner has finished or skipped. If the learner starts another
    /// practice session, later stages still count as finished.
    pub fn past_stages(&self) -> impl Iterator<Item = Stage> {
        let (current, is_tested) = (self.next_stage(), self.reached().is_some_and(|reached| reached.is_tested));
        let is_over =
            move |stage: &Stage| current.is_some_and(|current| *stage < current || is_tested && *stage > current);
        Stage::ALL.into_iter().filter(move |stage| stage.is_on_map() && is_over(stage))
    }

    /// Returns the number of correct answers in a past stage, unless that number is still hidden.
    pub fn result(&self, stage: Stage) -> Option<Tally> {
        let position = COUNTED.iter().position(|counted| *counted == stage && !self.is_hidden(stage))?;
        Some(self.reached()?.results[position]).filter(|result| result.answered > 0)
    }

    /// Returns whether the answers in a stage are still hidden. The answers in the pre-test stay hidden until the
    /// learner has finished the post-test, which has similar questions.
    pub fn is_hidden(&self, stage: Stage) -> bool {
        stage == Stage::PreTest && self.reached().is_some_and(|reached| !reached.is_tested)
    }
}
