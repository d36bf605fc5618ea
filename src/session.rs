//! What may happen next: a pure state machine over answers.
//!
//! Owns the rules of answering: a choice can be changed until it is committed, an answer and its sureness are
//! one act, a reveal counts as wrong. [`Session::step`] turns an input into events and applies them;
//! [`Session::replay`] of the same events gives the same state, which is how progress is resumed.
//! Must not know the clock, the journal's file or a screen.

pub mod feedback;
pub mod plan;

use serde::{Deserialize, Serialize};

pub use crate::learner::{Record, Sureness};
use crate::ruling::Verdict;
use crate::scenario::{Cell, Scenario, Skin};

/// How many hints every item has.
pub const MAX_HINTS: u8 = 2;

/// What the session needs to know of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The scenario's id.
    pub id: String,
    /// Its cell.
    pub cell: Cell,
    /// Its skin.
    pub skin: Skin,
    /// The verdicts that count as right; the first is the one explained.
    pub accepted: Vec<Verdict>,
    /// Whether "neither" is on offer.
    pub offers_neither: bool,
}

impl Item {
    /// The item for a scenario. On debatable facts every conforming verdict counts as right.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let ruling = scenario.ruling();
        let mut accepted = vec![scenario.answer];
        if scenario.editorial.is_none() && ruling.certainty == crate::ruling::Certainty::Debatable {
            for status in ruling.also_conforming.iter() {
                let verdict = Verdict::of_status(*status);
                if !accepted.contains(&verdict) {
                    accepted.push(verdict);
                }
            }
        }
        Self {
            id: scenario.id.clone(),
            cell: scenario.cell,
            skin: scenario.skin,
            offers_neither: scenario.cell == Cell::Edge,
            accepted,
        }
    }
}

/// What the learner may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Choose a code; it can be changed until it is committed.
    Choose(Verdict),
    /// Commit the choice with this sureness.
    Commit(Sureness),
    /// Take back the choice, before it is committed.
    Undo,
    /// Ask for the next hint (there are two).
    Hint,
    /// Give up on this item and see the ruling; counts as wrong.
    Reveal,
    /// Leave this item unanswered and go on.
    Skip,
    /// Go on after a ruling.
    Next,
    /// Go back to the item before.
    Back,
}

/// What happened. A session is a fold over these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// A code was chosen, or the choice taken back. Not kept on disk.
    Chosen {
        /// The scenario.
        item: String,
        /// `401`, `403`, `neither`, or nothing when taken back.
        answer: Option<String>,
    },
    /// An answer was committed.
    Answered {
        /// The scenario.
        item: String,
        /// `401`, `403` or `neither`.
        answer: String,
        /// How sure.
        sureness: Sureness,
        /// Whether it was right.
        right: bool,
        /// How many hints had been shown.
        hints: u8,
    },
    /// A hint was shown.
    Hinted {
        /// The scenario.
        item: String,
    },
    /// The ruling was asked for without an answer.
    Revealed {
        /// The scenario.
        item: String,
    },
    /// The item was left unanswered.
    Skipped {
        /// The scenario.
        item: String,
    },
    /// Another item came up.
    Moved {
        /// Its place in the plan, from 0.
        to: usize,
    },
    /// The end of the plan was reached.
    Finished,
}

/// Where the learner stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase<'a> {
    /// The question is open.
    Asking {
        /// The choice so far, not yet committed.
        choice: Option<Verdict>,
        /// Hints shown so far, 0 to 2.
        hints: u8,
    },
    /// The ruling is shown.
    Ruled(&'a Record),
    /// Nothing is left.
    Finished,
}

/// Why an input does nothing now; [`std::fmt::Display`] says it to the learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A sureness came before a code.
    #[error("Choose a code first.")]
    NothingChosen,
    /// There is no choice to take back.
    #[error("There is no choice to take back.")]
    NothingToUndo,
    /// "Neither" is not on offer for this item.
    #[error("This question offers 401 and 403 only.")]
    NotOffered,
    /// Both hints have been shown.
    #[error("Both hints are already shown.")]
    NoMoreHints,
    /// The item is already ruled.
    #[error("This one is already answered. Go on to the next.")]
    AlreadyRuled,
    /// The item has to be answered, skipped or revealed first.
    #[error("Answer first, or skip.")]
    StillOpen,
    /// There is no item before this one.
    #[error("This is the first one.")]
    AtStart,
    /// The session is over.
    #[error("All questions of this round are done.")]
    Over,
}

/// A round of questions and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    items: Vec<Item>,
    records: Vec<Option<Record>>,
    hints: Vec<u8>,
    position: usize,
    choice: Option<Verdict>,
    finished: bool,
}

impl Session {
    /// A new round over these items.
    #[must_use]
    pub fn new(items: Vec<Item>) -> Self {
        let count = items.len();
        Self {
            items,
            records: vec![None; count],
            hints: vec![0; count],
            position: 0,
            choice: None,
            finished: count == 0,
        }
    }

    /// The state after these events; the same as the state that produced them.
    #[must_use]
    pub fn replay<'a>(items: Vec<Item>, events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut session = Self::new(items);
        for event in events {
            session.apply(event);
        }
        session
    }

    /// The items of this round, in order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The place of the item that is up, from 0.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// The item that is up; nothing when the round is over.
    #[must_use]
    pub fn item(&self) -> Option<&Item> {
        if self.finished { None } else { self.items.get(self.position) }
    }

    /// The records of this round, in the order of its items; nothing where none was given yet.
    #[must_use]
    pub fn records(&self) -> &[Option<Record>] {
        &self.records
    }

    /// The answers given in this round, each with the cell of its item.
    pub fn answered(&self) -> impl Iterator<Item = (Cell, &Record)> {
        self.items.iter().zip(&self.records).filter_map(|(item, record)| Some((item.cell, record.as_ref()?)))
    }

    /// Where the learner stands.
    #[must_use]
    pub fn phase(&self) -> Phase<'_> {
        if self.finished {
            return Phase::Finished;
        }
        match self.records.get(self.position) {
            Some(Some(record)) => Phase::Ruled(record),
            Some(None) => Phase::Asking { choice: self.choice, hints: self.hints[self.position] },
            None => Phase::Finished,
        }
    }

    /// Does what the learner asked: the events that follow from it, already applied.
    ///
    /// # Errors
    /// [`Refused`] when the input does nothing now; the state is unchanged.
    pub fn step(&mut self, input: Input) -> Result<Vec<Event>, Refused> {
        let events = self.decide(input)?;
        for event in &events {
            self.apply(event);
        }
        Ok(events)
    }

    fn decide(&self, input: Input) -> Result<Vec<Event>, Refused> {
        let Some(item) = self.item() else {
            return match input {
                Input::Back if !self.items.is_empty() => Ok(vec![Event::Moved { to: self.items.len() - 1 }]),
                _ => Err(Refused::Over),
            };
        };
        match (input, self.phase()) {
            (Input::Back, _) => match self.position.checked_sub(1) {
                Some(to) => Ok(vec![Event::Moved { to }]),
                None => Err(Refused::AtStart),
            },
            (Input::Next, Phase::Ruled(_)) => Ok(vec![self.onward()]),
            (Input::Next, _) => Err(Refused::StillOpen),
            (_, Phase::Ruled(_)) => Err(Refused::AlreadyRuled),
            (open, Phase::Asking { choice, hints }) => self.decide_open(open, item, choice, hints),
            (_, Phase::Finished) => Err(Refused::Over),
        }
    }

    fn decide_open(
        &self,
        input: Input,
        item: &Item,
        choice: Option<Verdict>,
        hints: u8,
    ) -> Result<Vec<Event>, Refused> {
        let id = || item.id.clone();
        match input {
            Input::Choose(Verdict::Neither) if !item.offers_neither => Err(Refused::NotOffered),
            Input::Choose(verdict) => Ok(vec![Event::Chosen { item: id(), answer: Some(verdict.name().to_owned()) }]),
            Input::Commit(sureness) => {
                let verdict = choice.ok_or(Refused::NothingChosen)?;
                let right = item.accepted.contains(&verdict);
                Ok(vec![Event::Answered { item: id(), answer: verdict.name().to_owned(), sureness, right, hints }])
            }
            Input::Undo if choice.is_some() => Ok(vec![Event::Chosen { item: id(), answer: None }]),
            Input::Undo => Err(Refused::NothingToUndo),
            Input::Hint if hints >= MAX_HINTS => Err(Refused::NoMoreHints),
            Input::Hint => Ok(vec![Event::Hinted { item: id() }]),
            Input::Reveal => Ok(vec![Event::Revealed { item: id() }]),
            Input::Skip => Ok(vec![Event::Skipped { item: id() }, self.onward()]),
            Input::Next | Input::Back => Err(Refused::StillOpen),
        }
    }

    fn onward(&self) -> Event {
        let to = self.position + 1;
        if to < self.items.len() { Event::Moved { to } } else { Event::Finished }
    }

    /// Applies one event. Events about items that this round does not have change nothing.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Chosen { item, answer } => {
                if self.find(item) == Some(self.position) {
                    self.choice = answer.as_deref().and_then(Verdict::find);
                }
            }
            Event::Answered { item, answer, sureness, right, hints } => {
                let answer = Verdict::find(answer).map(|verdict| (verdict, *sureness));
                self.put(item, Record { answer, right: *right, hints: *hints });
            }
            Event::Hinted { item } => {
                if let Some(place) = self.find(item) {
                    self.hints[place] = (self.hints[place] + 1).min(MAX_HINTS);
                }
            }
            Event::Revealed { item } => {
                let hints = self.find(item).map_or(0, |place| self.hints[place]);
                self.put(item, Record { answer: None, right: false, hints });
            }
            Event::Skipped { .. } => self.choice = None,
            Event::Moved { to } => {
                if *to < self.items.len() {
                    self.position = *to;
                    self.choice = None;
                    self.finished = false;
                }
            }
            Event::Finished => {
                self.choice = None;
                self.finished = true;
            }
        }
    }

    fn put(&mut self, item: &str, record: Record) {
        if let Some(place) = self.find(item) {
            self.records[place] = Some(record);
            if place == self.position {
                self.choice = None;
            }
        }
    }

    fn find(&self, item: &str) -> Option<usize> {
        if self.items.get(self.position).is_some_and(|here| here.id == item) {
            return Some(self.position);
        }
        self.items.iter().position(|known| known.id == item)
    }
}
