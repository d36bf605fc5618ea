//! Plain counts over answers: how many, how many right, by cell and by sureness.

use crate::scenario::Cell;
use crate::session::Sureness;

/// Right answers out of answers given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were right.
    pub right: usize,
    /// How many were given.
    pub answered: usize,
}

/// Counts over a set of answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// All of them.
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
