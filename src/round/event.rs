//! Defines what the learner may do in a round, and what can happen as a result.
//!
//! Journals store the events.

use serde::{Deserialize, Serialize};

use super::{Answer, Confidence, ItemId};

/// An action that the learner may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    Choose(Answer),
    /// Submit the chosen answer together with this level of confidence.
    Commit(Confidence),
    /// Mark the deciding line by its number, starting at 1.
    Mark(usize),
    /// Clear the choice before it is committed, or take back the last answer if no ruling was shown.
    Undo,
    /// Ask for the next of the two hints.
    Hint,
    /// Give up on this item and see the ruling. The item counts as wrong.
    Reveal,
    /// Leave this item unanswered and continue.
    Skip,
    Next,
    Back,
}

/// Something that happened in a round. Replaying the events restores the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// The learner chose an answer, or cleared the choice. This event isn't stored on disk.
    Chosen {
        item: ItemId,
        /// The name of the answer, or `None` if the learner cleared the choice.
        answer: Option<String>,
    },
    Answered {
        item: ItemId,
        /// The name of the answer, such as `401`, `403` or `neither`.
        answer: String,
        confidence: Confidence,
        right: bool,
        hints: u8,
    },
    Marked {
        item: ItemId,
        /// The number of the line, starting at 1.
        line: usize,
        right: bool,
    },
    Read {
        item: ItemId,
    },
    Hinted {
        item: ItemId,
    },
    /// The learner saw the ruling without answering.
    Revealed {
        item: ItemId,
    },
    Skipped {
        item: ItemId,
    },
    /// The learner took back the answer, or went back to a skipped item.
    TakenBack {
        item: ItemId,
    },
    Moved {
        /// The index of the item in the round.
        to: usize,
    },
    Added {
        item: ItemId,
    },
    Finished,
}
