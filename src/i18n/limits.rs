//! Limits the width of labels that have little room in the smallest supported window.

use crate::say;

/// Labels that are shown side by side, and the maximum number of columns that they may occupy together.
pub(super) struct Limit {
    pub sentences: &'static [&'static str],
    pub columns: usize,
    pub place: fn() -> &'static str,
}

pub(super) const LIMITS: &[Limit] = &[
    Limit { sentences: &["guess", "fairly sure", "certain"], columns: 25, place: || say!("the confidence row") },
    Limit { sentences: &["Entrance"], columns: CHECK, place: || say!("each check at the airport") },
    Limit { sentences: &["Security"], columns: CHECK, place: || say!("each check at the airport") },
    Limit { sentences: &["Gate"], columns: CHECK, place: || say!("each check at the airport") },
    Limit { sentences: &["Inside"], columns: CHECK, place: || say!("each check at the airport") },
    Limit { sentences: &["don't know"], columns: 28, place: || say!("the row with the counts") },
];

/// The maximum width of the name of a check, in columns: a quarter of a 60-column window, minus the symbols on both
/// sides of the name.
const CHECK: usize = 11;
