//! Plain counts of answers: how many, and how many right, by kind and by confidence. Must not judge a learner.

use super::{Confidence, Record};
use crate::scenario::Kind;

/// Right answers out of all answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub right: usize,
    pub answered: usize,
}

impl Tally {
    pub fn count(&mut self, right: bool) {
        self.answered += 1;
        self.right += usize::from(right);
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measures {
    /// Revealed answers count as wrong.
    pub all: Tally,
    /// By kind, in the order of [`Kind::ALL`], including kinds without answers.
    pub kinds: Vec<(Kind, Tally)>,
    /// By confidence, in the order of [`Confidence::ALL`].
    pub confidence: Vec<(Confidence, Tally)>,
    /// Wrong answers of which the learner was certain, which deserve attention first.
    pub confident_errors: usize,
    /// Right answers that were guesses.
    pub lucky_guesses: usize,
    /// Questions given up.
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
    /// Counts one answer to an item of this kind.
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
