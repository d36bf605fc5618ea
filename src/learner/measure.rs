//! Plain counts over answers: how many, how many right, by kind and by confidence.
//!
//! Must not judge a learner; these are counts and nothing more.

use super::{Confidence, Record};
use crate::scenario::Kind;

/// Right answers out of answers given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were right.
    pub right: usize,
    /// How many were given.
    pub answered: usize,
}

impl Tally {
    /// Counts one answer.
    pub fn count(&mut self, right: bool) {
        self.answered += 1;
        self.right += usize::from(right);
    }
}

/// Counts over a set of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measures {
    /// All of them; reveals count as wrong answers.
    pub all: Tally,
    /// By kind, in the order of [`Kind::ALL`]; kinds without answers included.
    pub kinds: Vec<(Kind, Tally)>,
    /// By confidence, in the order of [`Confidence::ALL`].
    pub confidence: Vec<(Confidence, Tally)>,
    /// Wrong and certain: the answers to look at first.
    pub confident_errors: usize,
    /// Right and a guess.
    pub lucky_guesses: usize,
    /// Items given up.
    pub revealed: usize,
}

impl Default for Measures {
    fn default() -> Self {
        Self {
            all: Tally::default(),
            kinds: Kind::ALL.iter().map(|kind| (*kind, Tally::default())).collect(),
            confidence: Confidence::ALL.into_iter().map(|level| (level, Tally::default())).collect(),
            confident_errors: 0,
            lucky_guesses: 0,
            revealed: 0,
        }
    }
}

impl Measures {
    /// Counts one record of an item of that kind.
    pub fn count(&mut self, kind: Kind, record: &Record) {
        self.all.count(record.right);
        for (_, tally) in self.kinds.iter_mut().filter(|(known, _)| *known == kind) {
            tally.count(record.right);
        }
        let Some((_, confidence)) = record.answer else {
            self.revealed += 1;
            return;
        };
        for (_, tally) in self.confidence.iter_mut().filter(|(known, _)| *known == confidence) {
            tally.count(record.right);
        }
        self.confident_errors += usize::from(!record.right && confidence == Confidence::Certain);
        self.lucky_guesses += usize::from(record.right && confidence == Confidence::Guess);
    }

    /// Counts these answers, each with the kind of its item.
    pub fn from_answers<'a>(answers: impl Iterator<Item = (Kind, &'a Record)>) -> Self {
        let mut measures = Self::default();
        answers.for_each(|(kind, record)| measures.count(kind, record));
        measures
    }
}
