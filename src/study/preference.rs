//! The learner's preferences, which are kept from one session to the next.

use super::Study;
use crate::store::journal::{JournalEntry, Payload};

/// The round id of preferences in the journal.
const ROUND: &str = "preferences";

/// Returns whether the learner last chose to see the details of rulings, according to the journal.
pub(super) fn details(history: &[JournalEntry]) -> bool {
    let set = history.iter().rev().find_map(|entry| match entry.event {
        Payload::Details(shown) => Some(shown),
        _ => None,
    });
    set.unwrap_or(false)
}

impl Study {
    /// Returns whether rulings are shown with their details.
    pub fn shows_details(&self) -> bool {
        self.details
    }

    /// Shows or hides the details of rulings, now and in later sessions.
    pub fn set_details(&mut self, shown: bool) {
        if self.details != shown {
            self.details = shown;
            self.record_beside(ROUND, Payload::Details(shown));
        }
    }
}
