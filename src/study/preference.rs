//! What the learner has set and wants to find again.

use super::Study;
use crate::store::journal::{JournalEntry, Payload};

/// The round under which the journal has it.
const ROUND: &str = "preferences";

/// Whether rulings had their details when the journal ended.
pub(super) fn details(history: &[JournalEntry]) -> bool {
    let set = history.iter().rev().find_map(|entry| match entry.event {
        Payload::Details(shown) => Some(shown),
        _ => None,
    });
    set.unwrap_or(false)
}

impl Study {
    /// Whether rulings are shown with their details.
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
