//! What the learner may do, and what happened.
//!
//! Owns both closed lists. Journals store the events.

use serde::{Deserialize, Serialize};

use super::{Answer, Confidence, ItemId};

/// What the learner may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Choose an answer. The choice can change until it is committed.
    Choose(Answer),
    /// Commit the choice with this confidence.
    Commit(Confidence),
    /// Mark the deciding line by its number, starting at 1.
    Mark(usize),
    /// Clear the choice before it is committed.
    Undo,
    /// Ask for the next of the two hints.
    Hint,
    /// Give up on this item and see the ruling, which counts as wrong.
    Reveal,
    /// Leave this item unanswered and continue.
    Skip,
    /// Continue after a ruling.
    Next,
    /// Return to the previous item.
    Back,
}

/// What happened. Replaying the events restores a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// An answer was chosen, or the choice was cleared. Not stored on disk.
    Chosen {
        item: ItemId,
        /// The name of the answer; `None` if the choice was cleared.
        answer: Option<String>,
    },
    Answered {
        item: ItemId,
        /// The name of the answer, such as `401`, `403` or `neither`.
        answer: String,
        confidence: Confidence,
        right: bool,
        /// The number of hints shown before the answer.
        hints: u8,
    },
    /// A line was marked as the deciding one.
    Marked {
        item: ItemId,
        /// Its number, starting at 1.
        line: usize,
        right: bool,
    },
    Read {
        item: ItemId,
    },
    Hinted {
        item: ItemId,
    },
    /// The ruling was shown without an answer.
    Revealed {
        item: ItemId,
    },
    Skipped {
        item: ItemId,
    },
    /// The round moved to another item.
    Moved {
        /// Its index in the round.
        to: usize,
    },
    /// An item was added at the end of the round.
    Added {
        item: ItemId,
    },
    /// The end of the round was reached.
    Finished,
}
