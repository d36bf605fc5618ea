//! Plain counts over answers: how many, how many right, by cell and by sureness.
//!
//! Must not judge a learner; these are counts and nothing more.

use super::{Record, Sureness};
use crate::scenario::Cell;

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
    /// By cell, in the order of [`Cell::ALL`]; cells without answers included.
    pub cells: Vec<(Cell, Tally)>,
    /// By sureness, in the order of [`Sureness::ALL`].
    pub sureness: Vec<(Sureness, Tally)>,
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
            cells: Cell::ALL.iter().map(|cell| (*cell, Tally::default())).collect(),
            sureness: Sureness::ALL.into_iter().map(|level| (level, Tally::default())).collect(),
            confident_errors: 0,
            lucky_guesses: 0,
            revealed: 0,
        }
    }
}

impl Measures {
    /// Counts one record of an item of that cell.
    pub fn count(&mut self, cell: Cell, record: &Record) {
        self.all.count(record.right);
        for (_, tally) in self.cells.iter_mut().filter(|(known, _)| *known == cell) {
            tally.count(record.right);
        }
        let Some((_, sureness)) = record.answer else {
            self.revealed += 1;
            return;
        };
        for (_, tally) in self.sureness.iter_mut().filter(|(known, _)| *known == sureness) {
            tally.count(record.right);
        }
        self.confident_errors += usize::from(!record.right && sureness == Sureness::Certain);
        self.lucky_guesses += usize::from(record.right && sureness == Sureness::Guess);
    }

    /// Counts these answers, each with the cell of its item.
    #[must_use]
    pub fn of<'a>(answers: impl Iterator<Item = (Cell, &'a Record)>) -> Self {
        let mut measures = Self::default();
        answers.for_each(|(cell, record)| measures.count(cell, record));
        measures
    }
}
