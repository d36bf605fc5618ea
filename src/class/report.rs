//! What the exams of a class say: by seat, by kind of case, by misconception, by question.
//!
//! Owns grading and the sums. Grades come from the answers and the packs, never from what a file says of itself. A file
//! that cannot count is set aside with its reason, and the rest is reported. Rules in use are counted over the class and
//! never reported for one seat. Pure.

mod conditions;
mod csv;
mod document;
mod files;
mod items;
mod results;
mod roster;

pub use conditions::{Conditions, Expected};
pub use csv::{Gradebook, gradebook, seats};
pub use document::document;
pub use files::{FileChoice, Rejected};
pub use items::ItemReport;
pub use results::{System, results};
pub use roster::Roster;

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::exam::parse::parse_with_hashes;
use super::exam::sitting::{CUSTOM, asked_text, digest};
use crate::learner::answer::Answer;
use crate::learner::diagnosis::{Belief, WrongRule};
use crate::learner::measure::Tally;
use crate::learner::{Confidence, Record};
use crate::round::Item;
use crate::scenario::library::Library;
use crate::scenario::{Kind, Pool, misconception};

/// A group smaller than this isn't reported: everybody would know who is meant.
pub const SMALLEST_GROUP: usize = 5;

/// What the answers are graded by.
#[derive(Clone, Debug)]
pub struct Key {
    items: Vec<KeyItem>,
    places: HashMap<String, usize>,
}

/// One question of a form.
#[derive(Clone, Debug)]
pub struct KeyItem {
    /// The scenario's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Kind,
    /// The misconception that it exposes.
    pub misconception: Option<&'static str>,
    accepted: Vec<Answer>,
    /// What of it tells it from other versions.
    text: String,
}

impl Key {
    /// The key of every question in these packs.
    pub fn from_library(library: &Library) -> Self {
        let items: Vec<KeyItem> = library
            .index()
            .iter()
            .filter_map(|heading| {
                let scenario = library.scenario(&heading.id)?;
                Some(KeyItem {
                    id: scenario.id.clone(),
                    title: scenario.title.clone(),
                    kind: scenario.kind,
                    misconception: scenario
                        .misconception
                        .as_deref()
                        .and_then(misconception::find)
                        .map(|misconception| misconception.id.as_str()),
                    accepted: Item::from_scenario(scenario).accepted,
                    text: asked_text(scenario),
                })
            })
            .collect();
        let places = items.iter().enumerate().map(|(place, item)| (item.id.clone(), place)).collect();
        Self { items, places }
    }

    /// A question by its place.
    pub fn item(&self, place: usize) -> Option<&KeyItem> {
        self.items.get(place)
    }
}

/// One answer, graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The place of the question in the key.
    pub item: usize,
    /// The answer; nothing where it was left open, which is not right.
    pub answer: Option<(Answer, Option<Confidence>)>,
    /// Whether it is right.
    pub right: bool,
}

/// One exam, graded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The code of the seat.
    pub seat: String,
    /// `A` or `B`.
    pub form: Pool,
    /// When it began, in milliseconds since 1970.
    pub begun: u64,
    /// How long it took, in milliseconds; 0 where it wasn't handed in.
    pub took: u64,
    pub is_handed_in: bool,
    pub conditions: Conditions,
    /// Minutes that were given after the start, each with the code of whoever gave them.
    pub more_time: Vec<(u32, String)>,
    /// How often handing in was taken back.
    pub taken_back: usize,
    /// The hash of each line of its file.
    pub hashes: Vec<String>,
    /// Every question that was asked.
    pub answers: Vec<Graded>,
}

/// A form as files and reports name it. Practice means that the questions were chosen.
const fn form_letter(form: Pool) -> &'static str {
    match form {
        Pool::FormA => "A",
        Pool::FormB => "B",
        _ => CUSTOM,
    }
}

impl Paper {
    /// `A`, `B` or `custom`.
    pub const fn form_letter(&self) -> &'static str {
        form_letter(self.form)
    }

    /// Right answers out of questions.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.answers.iter().for_each(|graded| tally.count(graded.right));
        tally
    }
}

/// Grades a file, handed in or not.
///
/// # Errors
/// [`Rejected`] says why it doesn't count.
pub fn grade(text: &str, key: &Key) -> Result<Paper, Rejected> {
    let (sitting, hashes) = parse_with_hashes(text)?;
    let paper = sitting.paper();
    let form = paper.pool().ok_or(Rejected::OtherPacks)?;
    let text = |id: &String| key.places.get(id).map(|place| key.items[*place].text.clone());
    let texts: Vec<String> = paper.items.iter().map(text).collect::<Option<_>>().ok_or(Rejected::OtherPacks)?;
    if paper.digest != digest(texts) {
        return Err(Rejected::OtherPacks);
    }
    let graded = |id: &String| {
        let item = *key.places.get(id)?;
        let answer = sitting.answers().get(id).copied();
        let right = answer.is_some_and(|(answer, _)| key.items[item].accepted.contains(&answer));
        Some(Graded { item, answer, right })
    };
    let answers: Vec<Graded> = paper.items.iter().map(graded).collect::<Option<_>>().ok_or(Rejected::OtherPacks)?;
    Ok(Paper {
        seat: paper.seat.clone(),
        form,
        begun: sitting.begun(),
        took: sitting.handed_in().map_or(0, |ended| ended.saturating_sub(sitting.begun())),
        is_handed_in: sitting.handed_in().is_some(),
        conditions: Conditions {
            seed: paper.seed,
            minutes: paper.minutes,
            count: answers.len(),
            code: paper.code.clone(),
            questions: paper.digest.clone(),
        },
        more_time: sitting.more_time().to_vec(),
        taken_back: sitting.taken_back(),
        hashes,
        answers,
    })
}

/// A seat: the exam it sat first, and the other form, if it sat that too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The first exam.
    pub before: Paper,
    /// The exam after it.
    pub after: Option<Paper>,
}

/// The exams of a class.
#[derive(Clone, Debug)]
pub struct Class {
    /// What they were graded by.
    pub key: Key,
    /// By the code of the seat.
    pub seats: BTreeMap<String, Seat>,
    /// Files that do not count, each with its reason.
    pub aside: Vec<(String, Rejected)>,
    /// The conditions of the exams: those that were asked for, or the most common ones of each form.
    pub expected: Vec<Expected>,
    /// Exams under other conditions: seat, form, and what differs.
    pub other_conditions: Vec<(String, &'static str, Vec<String>)>,
    /// Who sits where, as far as the teacher said.
    pub roster: Roster,
}

impl Class {
    /// The class of these files, each by name, graded or not. `expected` are the conditions that were asked for.
    pub fn new(
        key: Key,
        files: Vec<(String, Result<Paper, Rejected>)>,
        choice: &FileChoice,
        expected: Option<&Expected>,
        roster: Roster,
    ) -> Self {
        let (papers, mut aside) = files::choose(files, choice);
        let counting: Vec<&Paper> = papers.iter().collect();
        let (expected, others) = conditions::compare(&counting, expected);
        let mut other_conditions: Vec<_> =
            others.into_iter().map(|(paper, what)| (paper.seat.clone(), paper.form_letter(), what)).collect();
        other_conditions.sort();
        let mut seats: BTreeMap<String, Seat> = BTreeMap::new();
        for paper in papers {
            match seats.get_mut(&paper.seat) {
                Some(seat) if seat.after.is_some() => aside.push((paper.seat.clone(), Rejected::Third(paper.seat))),
                Some(seat) => seat.after = Some(paper),
                None => drop(seats.insert(paper.seat.clone(), Seat { before: paper, after: None })),
            }
        }
        aside.sort_by(|(left, _), (right, _)| left.cmp(right));
        Self { key, seats, aside, expected, other_conditions, roster }
    }

    /// The seats of exams that weren't handed in and don't count.
    pub fn open_seats(&self) -> Vec<&str> {
        let open = self.aside.iter().filter_map(|(_, why)| match why {
            Rejected::Open { seat, .. } => Some(seat.as_str()),
            _ => None,
        });
        open.collect()
    }

    /// The seats of the roster without an exam, whether it counts or not.
    pub fn absent(&self) -> Vec<&str> {
        let set_aside: Vec<&str> = self.aside.iter().filter_map(|(_, why)| why.seat()).collect();
        let has_exam = |seat: &str| self.seats.contains_key(seat) || set_aside.contains(&seat);
        self.roster.students.keys().map(String::as_str).filter(|seat| !has_exam(seat)).collect()
    }

    /// The seats of the roster without an exam that counts.
    pub fn without_grade(&self) -> Vec<&str> {
        self.roster.students.keys().map(String::as_str).filter(|seat| !self.seats.contains_key(*seat)).collect()
    }

    /// Every exam.
    pub fn papers(&self) -> impl Iterator<Item = &Paper> {
        self.seats.values().flat_map(|seat| [Some(&seat.before), seat.after.as_ref()]).flatten()
    }

    /// The exams that were sat first, or those that were sat after them.
    fn sat(&self, after: bool) -> impl Iterator<Item = &Paper> {
        self.seats.values().filter_map(move |seat| if after { seat.after.as_ref() } else { Some(&seat.before) })
    }

    /// Right answers by kind of case, in the exam before and in the one after.
    pub fn kinds(&self) -> Vec<(Kind, [Tally; 2])> {
        let mut kinds: Vec<(Kind, [Tally; 2])> = Kind::ALL.iter().map(|kind| (*kind, Default::default())).collect();
        for (place, after) in [false, true].into_iter().enumerate() {
            for graded in self.sat(after).flat_map(|paper| &paper.answers) {
                kinds[self.key.items[graded.item].kind as usize].1[place].count(graded.right);
            }
        }
        kinds.retain(|(_, tallies)| tallies[0].answered + tallies[1].answered > 0);
        kinds
    }

    /// Right answers on the questions that expose each misconception, in the first and in the second exam.
    pub fn misconceptions(&self) -> BTreeMap<&'static str, [Tally; 2]> {
        let mut misconceptions: BTreeMap<&'static str, [Tally; 2]> = BTreeMap::new();
        for (place, after) in [false, true].into_iter().enumerate() {
            for graded in self.sat(after).flat_map(|paper| &paper.answers) {
                if let Some(misconception) = self.key.items[graded.item].misconception {
                    misconceptions.entry(misconception).or_default()[place].count(graded.right);
                }
            }
        }
        misconceptions
    }

    /// How many seats answer by each wrong rule, before and after, where a group is large enough to be reported: nothing
    /// stands for a group of one to four.
    pub fn rules(&self) -> Vec<(WrongRule, [Option<usize>; 2])> {
        let follows = |paper: &Paper| {
            let record = |graded: &Graded| {
                let answer = graded.answer.map(|(answer, sure)| (answer, sure.unwrap_or(Confidence::Guess)));
                let record = Record { answer, right: graded.right, hints: 0, mark: None };
                (self.key.items[graded.item].kind, record)
            };
            let records: Vec<(Kind, Record)> = paper.answers.iter().map(record).collect();
            Belief::default().after(records.iter().map(|(kind, record)| (*kind, record))).followed(false)
        };
        let count = |after: bool, rule: WrongRule| {
            let count = self.sat(after).filter(|paper| follows(paper) == Some(rule)).count();
            (count == 0 || count >= SMALLEST_GROUP).then_some(count)
        };
        let mut rules: Vec<_> =
            WrongRule::ALL.into_iter().map(|rule| (rule, [count(false, rule), count(true, rule)])).collect();
        rules.retain(|(_, counts)| *counts != [Some(0), Some(0)]);
        rules
    }

    /// Right answers out of all, in the exam before and in the one after.
    pub fn all(&self) -> [Tally; 2] {
        [false, true].map(|after| {
            self.sat(after).map(Paper::tally).fold(Tally::default(), |sum, one| Tally {
                right: sum.right + one.right,
                answered: sum.answered + one.answered,
            })
        })
    }

    /// Everything as JSON.
    pub fn json(&self) -> Value {
        let tally = |tally: Tally| json!({ "right": tally.right, "of": tally.answered });
        let paper = |paper: &Paper| {
            let tally = paper.tally();
            json!({ "form": paper.form_letter(), "right": tally.right, "of": tally.answered, "seconds": paper.took / 1000 })
        };
        let seat = |(seat, sat): (&String, &Seat)| json!({ "seat": seat, "before": paper(&sat.before), "after": sat.after.as_ref().map(paper) });
        let kind = |(kind, [before, after]): (Kind, [Tally; 2])| json!({ "kind": kind.name(), "before": tally(before), "after": tally(after) });
        let rule = |(rule, [before, after]): (WrongRule, [Option<usize>; 2])| json!({ "rule": rule.title(), "before": before, "after": after });
        let item = |item: ItemReport| {
            json!({
                "item": item.id, "facility": item.facility(), "discrimination": item.discrimination,
                "confident_errors": item.confident_errors, "answers": item.tally.answered,
                "needs_attention": item.needs_attention(),
            })
        };
        json!({
            "format": 1,
            "seats": self.seats.iter().map(seat).collect::<Vec<_>>(),
            "kinds": self.kinds().into_iter().map(kind).collect::<Vec<_>>(),
            "misconceptions": self.misconceptions().into_iter().map(|(misconception, [before, after])| json!({ "misconception": misconception, "before": tally(before), "after": tally(after) })).collect::<Vec<_>>(),
            "rules": self.rules().into_iter().map(rule).collect::<Vec<_>>(),
            "smallest_group": SMALLEST_GROUP,
            "conditions": self.expected.iter().map(Expected::text).collect::<Vec<_>>(),
            "other_conditions": self.other_conditions.iter().map(|(seat, form, what)| json!({ "seat": seat, "form": form, "differences": what })).collect::<Vec<_>>(),
            "not_handed_in": self.open_seats(),
            "absent": self.absent(),
            "items": self.items().into_iter().map(item).collect::<Vec<_>>(),
            "aside": self.aside.iter().map(|(name, why)| json!({ "file": name, "why": why.to_string() })).collect::<Vec<_>>(),
        })
    }
}
