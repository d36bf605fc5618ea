//! What the exams of a class say: by seat, by kind of case, by misconception, by question.
//!
//! Owns grading and the sums. Grades come from the answers and the packs, never from what a file says of itself. A file
//! that cannot count is set aside with its reason, and the rest is reported. Rules in use are counted over the class and
//! never told of one seat. Pure.

mod csv;
mod document;
mod items;
mod results;
mod table;

pub use csv::{Gradebook, gradebook, seats};
pub use document::document;
pub use items::ItemReport;
pub use results::{System, results};
pub use table::table;

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::exam::parse::{Fault, parse_sitting};
use super::exam::sitting::digest;
use crate::learner::answer::Answer;
use crate::learner::diagnosis::{Belief, WrongRule};
use crate::learner::measure::Tally;
use crate::learner::{Confidence, Record};
use crate::round::Item;
use crate::scenario::library::Library;
use crate::scenario::{Kind, Pool, misconception};

/// A group smaller than this is not told of: everybody would know who is meant.
pub const SMALLEST_GROUP: usize = 5;

/// What the answers are graded by.
#[derive(Clone, Debug)]
pub struct Key {
    items: Vec<KeyItem>,
    places: HashMap<String, usize>,
    digests: [String; 2],
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
}

impl Key {
    /// The key of both forms.
    pub fn of(library: &Library) -> Self {
        let forms = [Pool::FormA, Pool::FormB];
        let of_forms = library.index().iter().filter(|heading| forms.contains(&heading.pool));
        let items: Vec<KeyItem> = of_forms
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
                    accepted: Item::of(scenario).accepted,
                })
            })
            .collect();
        let places = items.iter().enumerate().map(|(place, item)| (item.id.clone(), place)).collect();
        Self { items, places, digests: forms.map(|form| digest(library, form)) }
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
    /// How long it took, in milliseconds.
    pub took: u64,
    /// Every question that was asked.
    pub answers: Vec<Graded>,
}

impl Paper {
    /// `A` or `B`.
    pub const fn form_letter(&self) -> &'static str {
        if matches!(self.form, Pool::FormB) { "B" } else { "A" }
    }

    /// Right answers out of questions.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.answers.iter().for_each(|graded| tally.count(graded.right));
        tally
    }
}

/// Why a file is set aside.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// It cannot be read.
    #[error("{0}")]
    NotRead(String),
    /// It is no sound result.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It is the result of an exam over other packs.
    #[error("{}", crate::say!("is the result of an exam over other packs"))]
    OtherPacks,
    /// There is another one of this seat and form.
    #[error("{}", crate::say!("is a second result of seat {}, form {}; the one that began first counts: {}", seat, form, first))]
    Twice {
        /// The seat.
        seat: String,
        /// The form.
        form: String,
        /// The file that counts.
        first: String,
    },
}

/// Grades a file.
///
/// # Errors
/// [`Rejected`] says why it does not count.
pub fn grade(text: &str, key: &Key) -> Result<Paper, Rejected> {
    let sitting = parse_sitting(text)?;
    let ended = sitting.handed_in().ok_or(Fault::Open)?;
    let paper = sitting.paper();
    let form = paper.pool().ok_or(Rejected::OtherPacks)?;
    if paper.digest != key.digests[usize::from(form == Pool::FormB)] {
        return Err(Rejected::OtherPacks);
    }
    let graded = |id: &String| {
        let item = *key.places.get(id)?;
        let answer = sitting.answers().get(id).copied();
        let right = answer.is_some_and(|(answer, _)| key.items[item].accepted.contains(&answer));
        Some(Graded { item, answer, right })
    };
    let answers = paper.items.iter().map(graded).collect::<Option<Vec<_>>>().ok_or(Rejected::OtherPacks)?;
    let (begun, seat) = (sitting.begun(), paper.seat.clone());
    Ok(Paper { seat, form, begun, took: ended.saturating_sub(begun), answers })
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
}

impl Class {
    /// The class of these files, each by name, graded or set aside.
    pub fn of(key: Key, files: Vec<(String, Result<Paper, Rejected>)>) -> Self {
        let mut aside = Vec::new();
        let mut papers: Vec<(String, Paper)> = Vec::new();
        for (name, graded) in files {
            match graded {
                Ok(paper) => papers.push((name, paper)),
                Err(why) => aside.push((name, why)),
            }
        }
        papers.sort_by(|(left, one), (right, other)| (one.begun, left).cmp(&(other.begun, right)));
        let mut seats: BTreeMap<String, Seat> = BTreeMap::new();
        let mut first: HashMap<(String, Pool), String> = HashMap::new();
        for (name, paper) in papers {
            let this = (paper.seat.clone(), paper.form);
            if let Some(first) = first.get(&this) {
                let form = paper.form_letter().to_owned();
                aside.push((name, Rejected::Twice { seat: this.0, form, first: first.clone() }));
                continue;
            }
            first.insert(this, name);
            match seats.get_mut(&paper.seat) {
                Some(seat) => seat.after = Some(paper),
                None => drop(seats.insert(paper.seat.clone(), Seat { before: paper, after: None })),
            }
        }
        aside.sort_by(|(left, _), (right, _)| left.cmp(right));
        Self { key, seats, aside }
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

    /// How many seats answer by each wrong rule, before and after, where a group is large enough to be told of: nothing
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
            "items": self.items().into_iter().map(item).collect::<Vec<_>>(),
            "aside": self.aside.iter().map(|(name, why)| json!({ "file": name, "why": why.to_string() })).collect::<Vec<_>>(),
        })
    }
}
