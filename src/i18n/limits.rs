//! Labels with little room in the smallest window.

use crate::say;

/// Labels beside each other, and the columns for all of them together.
pub(super) struct Limit {
    pub sentences: &'static [&'static str],
    pub columns: usize,
    pub place: fn() -> &'static str,
}

pub(super) const LIMITS: &[Limit] = &[
    Limit { sentences: &["guess", "fairly sure", "certain"], columns: 25, place: || say!("the row of confidence") },
    Limit { sentences: &["Entrance"], columns: CHECK, place: || say!("each check of the airport") },
    Limit { sentences: &["Security"], columns: CHECK, place: || say!("each check of the airport") },
    Limit { sentences: &["Gate"], columns: CHECK, place: || say!("each check of the airport") },
    Limit { sentences: &["Inside"], columns: CHECK, place: || say!("each check of the airport") },
    Limit { sentences: &["don't know"], columns: 28, place: || say!("the row of counts") },
];

/// A quarter of a window of 60 columns, without its signs.
const CHECK: usize = 11;
