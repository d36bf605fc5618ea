//! Reports on a class by seat, kind of case, misconception and question.
//!
//! Grades are computed by comparing the answers with the packs, and never rely on scores stated in a file. A file that
//! can't be graded is listed with the reason, but doesn't prevent the other files from being graded. Misconceptions are
//! reported for the whole class, but never for an individual student. This module reads neither files nor the clock.

mod conditions;
mod csv;
mod document;
mod files;
mod items;
mod results;
mod roster;
mod rules;
mod sessions;

pub use conditions::{Conditions, Expected};
pub(crate) use csv::without_login;
pub use csv::{Gradebook, gradebook, seats};
pub use document::{document, listed, remarks};
pub use files::{FileChoice, Rejected};
pub(crate) use items::ENOUGH;
pub use items::ItemReport;
pub use results::{System, results};
pub use roster::Roster;
pub use rules::Followers;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};

use super::exam::form::ExamForm;
use super::exam::parse::{SittingFile, claimed_seat, parse_file};
use super::exam::sitting::{answer_text, asked_text, digest, offered_answers};
use crate::encoding::JSON_FORMAT;
use crate::i18n::foreign_language;
use crate::learner::Confidence;
use crate::learner::answer::Answer;
use crate::learner::diagnosis::WrongRule;
use crate::learner::measure::Tally;
use crate::round::Item;
use crate::scenario::Kind;
use crate::scenario::index::Category;
use crate::scenario::library::Library;
use crate::sorting::{insert_all, sort_by};
use crate::text::natural_order;

/// The minimum size of a group in the report. Members of a smaller group could be identified.
pub(crate) const SMALLEST_GROUP: usize = 5;

/// The correct answers to all questions that can appear in an exam.
#[derive(Clone, Debug)]
pub struct AnswerKey {
    items: Vec<AnswerKeyItem>,
    indexes: HashMap<String, usize>,
}

#[derive(Clone, Debug)]
pub struct AnswerKeyItem {
    pub id: String,
    pub title: String,
    /// The language of the title if it differs from the language of the report; otherwise, an empty string.
    pub language: String,
    pub kind: Kind,
    pub category: Category,
    pub misconception: Option<&'static str>,
    accepted: Vec<Answer>,
    offered: Vec<(Answer, String)>,
    /// A fingerprint of the question, used to find out whether the question has changed since the exam.
    text: String,
    /// A fingerprint of the accepted answers.
    answers: String,
}

impl AnswerKey {
    pub fn from_library(library: &Library) -> Self {
        let items: Vec<AnswerKeyItem> = library
            .index()
            .iter()
            .filter_map(|heading| {
                let (pack, scenario) = library.scenario_with_pack(&heading.id)?;
                Some(AnswerKeyItem {
                    id: scenario.id.clone(),
                    title: scenario.title.clone(),
                    language: foreign_language(&scenario.id, &pack.language).to_owned(),
                    kind: scenario.kind,
                    category: heading.category,
                    misconception: scenario.likely_misconception().map(|misconception| misconception.id.as_str()),
                    accepted: Item::from_scenario(scenario).accepted,
                    offered: offered_answers(scenario),
                    text: asked_text(scenario),
                    answers: answer_text(scenario),
                })
            })
            .collect();
        let indexes = items.iter().enumerate().map(|(index, item)| (item.id.clone(), index)).collect();
        Self { items, indexes }
    }

    pub fn item(&self, index: usize) -> Option<&AnswerKeyItem> {
        self.items.get(index)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GradedAnswer {
    pub item: usize,
    /// The answer, or `None` for an unanswered question, which counts as wrong.
    pub answer: Option<(Answer, Option<Confidence>)>,
    pub right: bool,
}

/// What kind of correction was made to the questions of an exam after the exam began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    Wording,
    Answers,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradedExam {
    pub file: String,
    pub seat: String,
    pub form: ExamForm,
    /// When the exam started, in milliseconds since 1970.
    pub begun: u64,
    /// How long the exam took, in milliseconds; 0 if it wasn't handed in.
    pub took: u64,
    pub is_handed_in: bool,
    pub conditions: Conditions,
    pub more_time: Vec<(u32, String)>,
    pub reopened: usize,
    /// The kind of correction made to the questions since the exam, or `None` if there was no correction.
    pub correction: Option<Correction>,
    /// The questions whose chosen answer is no longer offered. These questions count as unanswered.
    pub lost: Vec<String>,
    /// The questions that are missing from the open packs and therefore don't count.
    pub missing: Vec<String>,
    /// The line number of the last line in the file, if that line is unreadable.
    pub damaged: Option<usize>,
    /// The largest amount by which the clock was set back during the exam, in milliseconds.
    pub set_back: u64,
    pub hashes: Vec<String>,
    pub answers: Vec<GradedAnswer>,
}

impl GradedExam {
    /// Returns what distinguishes the exams of one seat: the form and, if the questions were chosen individually, the
    /// digest of the questions.
    fn exam(&self) -> (ExamForm, &str) {
        let questions = if self.form == ExamForm::Custom { self.conditions.questions.as_str() } else { "" };
        (self.form, questions)
    }

    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.answers.iter().for_each(|graded| tally.count(graded.right));
        tally
    }
}

/// Grades an exam file, even if the exam wasn't handed in. If the accepted answers have been corrected since the exam
/// began, the file is graded only if `corrected_answers` is true. The error contains the reason for rejecting the file,
/// and the seat code if the file contains one.
pub fn grade(text: &str, key: &AnswerKey, corrected_answers: bool) -> Result<GradedExam, Rejected> {
    grade_sitting(text, key, corrected_answers).map_err(|why| match claimed_seat(text) {
        Some(seat) => Rejected::WithSeat { seat, why: Box::new(why) },
        None => why,
    })
}

fn grade_sitting(text: &str, key: &AnswerKey, corrected_answers: bool) -> Result<GradedExam, Rejected> {
    let SittingFile { mut sitting, hashes, damaged } = parse_file(text)?;
    let item = |id: &str| key.indexes.get(id).map(|index| &key.items[*index]);
    let lost = sitting.find_answers(|id| item(id).map(|item| item.offered.clone()).unwrap_or_default());
    let paper = &sitting.paper;
    let items: Vec<&AnswerKeyItem> = paper.items.iter().filter_map(|id| item(id)).collect();
    let missing: Vec<String> = paper.items.iter().filter(|id| item(id).is_none()).cloned().collect();
    if items.is_empty() || !missing.is_empty() && !corrected_answers {
        return Err(if items.is_empty() { Rejected::OtherPacks } else { Rejected::Missing(missing.join(", ")) });
    }
    let digest_of = |text: fn(&AnswerKeyItem) -> &String| digest(items.iter().map(|item| text(item).clone()).collect());
    let correction = if paper.answers != digest_of(|item| &item.answers) {
        if !corrected_answers {
            return Err(Rejected::OtherAnswers);
        }
        Some(Correction::Answers)
    } else if paper.digest == digest_of(|item| &item.text) {
        None
    } else {
        Some(Correction::Wording)
    };
    let graded = |id: &String| {
        let item = *key.indexes.get(id)?;
        let answer = sitting.answers.get(id).copied();
        let right = answer.is_some_and(|(answer, _)| key.items[item].accepted.contains(&answer));
        Some(GradedAnswer { item, answer, right })
    };
    let answers: Vec<GradedAnswer> = paper.items.iter().filter_map(graded).collect();
    Ok(GradedExam {
        file: String::new(),
        seat: paper.seat.clone(),
        form: paper.form,
        begun: sitting.begun,
        took: sitting.handed_in.map_or(0, |ended| sitting.used(ended)),
        is_handed_in: sitting.handed_in.is_some(),
        conditions: Conditions {
            seed: paper.seed,
            minutes: paper.minutes,
            count: paper.items.len(),
            code: paper.code.clone(),
            questions: digest(paper.items.clone()),
            kinds: conditions::kinds_text(&items),
        },
        correction,
        lost: lost.into_iter().filter(|id| !missing.contains(id)).collect(),
        missing,
        damaged,
        set_back: sitting.set_back,
        more_time: sitting.more_time.clone(),
        reopened: sitting.reopened,
        hashes,
        answers,
    })
}

/// The exams of one seat. If the student missed the first session, there is only a second exam.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    pub before: Option<GradedExam>,
    pub after: Option<GradedExam>,
}

impl Seat {
    fn exams(&self) -> impl Iterator<Item = &GradedExam> {
        self.before.iter().chain(&self.after)
    }
}

#[derive(Clone, Debug)]
pub struct Class {
    pub key: AnswerKey,
    pub seats: BTreeMap<String, Seat>,
    pub rejected: Vec<(String, Rejected)>,
    /// The conditions that the teacher specified or, for each form without specified conditions, the most common ones.
    pub expected: Vec<Expected>,
    /// Exams that were taken under unexpected conditions, each with the seat, the form and the differences.
    pub other_conditions: Vec<(String, ExamForm, Vec<String>)>,
    pub roster: Roster,
}

impl Class {
    /// Creates the report from graded exam files. The teacher can specify the `expected` conditions of the exams.
    pub fn new(
        key: AnswerKey, files: Vec<(String, Result<GradedExam, Rejected>)>, choice: &FileChoice,
        expected: Option<&Expected>, roster: Roster,
    ) -> Self {
        let (graded_exams, mut rejected) = files::choose(files, choice);
        let counting: Vec<&GradedExam> = graded_exams.iter().collect();
        let (expected, others) = conditions::compare(&counting, expected);
        let mut other_conditions: Vec<_> =
            others.into_iter().map(|(paper, differences)| (paper.seat.clone(), paper.form, differences)).collect();
        sort_by(&mut other_conditions, Ord::cmp);
        let (seats, third) = sessions::assign(graded_exams);
        rejected.extend(third.into_iter().map(|paper| (paper.file, Rejected::Third(paper.seat))));
        sort_by(&mut rejected, |(left, _), (right, _)| left.cmp(right));
        let mut class = Self { key, seats, rejected, expected, other_conditions, roster: Roster::default() };
        class.roster = roster.matching(&class.with_exam());
        class
    }

    pub(crate) fn seats_in_order(&self) -> Vec<(&str, &Seat)> {
        let mut seats: Vec<(&str, &Seat)> = self.seats.iter().map(|(name, seat)| (name.as_str(), seat)).collect();
        sort_by(&mut seats, |(one, _), (other, _)| natural_order(one, other));
        seats
    }

    pub(crate) fn open_seats(&self) -> Vec<&str> {
        let open = self.rejected.iter().filter_map(|(_, why)| match why {
            Rejected::Open { seat, .. } => Some(seat.as_str()),
            _ => None,
        });
        open.collect()
    }

    /// Returns the seats that have no graded exam because their files can't be graded.
    pub fn not_graded(&self) -> BTreeSet<&str> {
        let files = self.rejected.iter().filter_map(|(_, why)| match why {
            Rejected::WithSeat { seat, .. } => Some(seat.as_str()),
            _ => None,
        });
        insert_all(files.filter(|seat| !self.seats.contains_key(*seat)))
    }

    pub(crate) fn has_file_without_seat(&self) -> bool {
        self.rejected.iter().any(|(_, why)| why.is_of_unknown_seat())
    }

    /// Returns the seats with contradictory files, none of which counts until the teacher chooses one.
    pub fn undecided(&self) -> BTreeSet<&str> {
        let undecided = self.rejected.iter().filter(|(_, why)| why.is_undecided());
        insert_all(undecided.filter_map(|(_, why)| why.seat()))
    }

    fn with_exam(&self) -> BTreeSet<&str> {
        let rejected = self.rejected.iter().filter_map(|(_, why)| why.seat());
        insert_all(self.seats.keys().map(String::as_str).chain(rejected))
    }

    /// Groups seat codes that differ only in case or in leading zeros, such as `7` and `07`.
    pub(crate) fn lookalikes(&self) -> Vec<Vec<&str>> {
        let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for seat in self.with_exam() {
            groups.entry(seat.to_lowercase().trim_start_matches('0').to_owned()).or_default().push(seat);
        }
        groups.into_values().filter(|seats| seats.len() > 1).collect()
    }

    /// Returns the seats that are on the roster but have no exam.
    pub fn absent(&self) -> Vec<&str> {
        let present = self.with_exam();
        self.roster.students.keys().map(String::as_str).filter(|seat| !present.contains(seat)).collect()
    }

    pub(crate) fn unlisted(&self) -> Vec<&str> {
        let is_known = |seat: &&str| self.roster.students.is_empty() || self.roster.students.contains_key(*seat);
        self.with_exam().into_iter().filter(|seat| !is_known(seat)).collect()
    }

    pub(crate) fn without_grade(&self) -> Vec<&str> {
        self.roster.students.keys().map(String::as_str).filter(|seat| !self.seats.contains_key(*seat)).collect()
    }

    pub(crate) fn graded_exams(&self) -> impl Iterator<Item = &GradedExam> {
        self.seats.values().flat_map(Seat::exams)
    }

    fn exams(&self) -> [Vec<&GradedExam>; 2] {
        let seats = self.seats.values();
        let first = seats.clone().filter_map(|seat| seat.before.as_ref()).collect();
        [first, seats.filter_map(|seat| seat.after.as_ref()).collect()]
    }

    /// Counts the right answers for each kind of case, separately for first and second exams. Real servers and
    /// incidents are separate categories.
    pub fn kinds(&self) -> Vec<(Category, [Tally; 2])> {
        let mut kinds: Vec<(Category, [Tally; 2])> = Category::all().map(|kind| (kind, Default::default())).collect();
        for (index, exams) in self.exams().into_iter().enumerate() {
            for graded in exams.into_iter().flat_map(|paper| &paper.answers) {
                let category = self.key.items[graded.item].category;
                if let Some((_, tallies)) = kinds.iter_mut().find(|(kind, _)| *kind == category) {
                    tallies[index].count(graded.right);
                }
            }
        }
        kinds.retain(|(_, tallies)| tallies[0].answered + tallies[1].answered > 0);
        kinds
    }

    /// Counts the right answers to the questions about each misconception, separately for first and second exams.
    pub fn misconceptions(&self) -> BTreeMap<&'static str, [Tally; 2]> {
        let mut misconceptions: BTreeMap<&'static str, [Tally; 2]> = BTreeMap::new();
        for (index, exams) in self.exams().into_iter().enumerate() {
            for graded in exams.into_iter().flat_map(|paper| &paper.answers) {
                if let Some(misconception) = self.key.items[graded.item].misconception {
                    misconceptions.entry(misconception).or_default()[index].count(graded.right);
                }
            }
        }
        misconceptions
    }

    /// Counts all right answers, separately for first and second exams.
    pub fn all(&self) -> [Tally; 2] {
        self.exams().map(|exams| {
            let tallies = exams.into_iter().map(GradedExam::tally);
            tallies.fold(Tally::default(), |sum, one| Tally {
                right: sum.right + one.right,
                answered: sum.answered + one.answered,
            })
        })
    }

    pub fn json(&self) -> Value {
        let tally = |tally: Tally| json!({ "right": tally.right, "of": tally.answered });
        let paper = |paper: &GradedExam| {
            let tally = paper.tally();
            json!({ "form": paper.form, "right": tally.right, "of": tally.answered, "seconds": paper.took / 1000 })
        };
        let seat = |(seat, sat): (&str, &Seat)| json!({ "seat": seat, "before": sat.before.as_ref().map(paper), "after": sat.after.as_ref().map(paper) });
        let kind = |(kind, [before, after]): (Category, [Tally; 2])| json!({ "kind": kind.name(), "before": tally(before), "after": tally(after) });
        let rule = |(rule, [before, after]): (WrongRule, [Followers; 2])| json!({ "rule": rule.title(), "before": before.count(), "after": after.count() });
        let item = |item: ItemReport| {
            json!({
                "item": item.id, "facility": item.facility(), "discrimination": item.discrimination,
                "confident_errors": item.confident_errors, "answers": item.tally.answered,
                "needs_attention": item.needs_attention(),
            })
        };
        json!({
            "format": JSON_FORMAT,
            "seats": self.seats_in_order().into_iter().map(seat).collect::<Vec<_>>(),
            "kinds": self.kinds().into_iter().map(kind).collect::<Vec<_>>(),
            "misconceptions": self.misconceptions().into_iter().map(|(misconception, [before, after])| json!({ "misconception": misconception, "before": tally(before), "after": tally(after) })).collect::<Vec<_>>(),
            "rules": self.rules().into_iter().map(rule).collect::<Vec<_>>(),
            "smallest_group": SMALLEST_GROUP,
            "conditions": self.expected.iter().map(Expected::text).collect::<Vec<_>>(),
            "other_conditions": self.other_conditions.iter().map(|(seat, form, differences)| json!({ "seat": seat, "form": form, "differences": differences })).collect::<Vec<_>>(),
            "not_handed_in": self.open_seats(),
            "undecided": self.undecided(),
            "not_graded": self.not_graded(),
            "absent": self.absent(),
            "not_on_roster": self.unlisted(),
            "items": self.items().into_iter().map(item).collect::<Vec<_>>(),
            "rejected": self.rejected.iter().map(|(name, why)| json!({ "file": name, "why": why.to_string() })).collect::<Vec<_>>(),
        })
    }
}
