//! Defines what the learner can do in a round, and what can happen as a result.
//!
//! Events are stored in journals.

use serde::{Deserialize, Serialize};

use super::{Answer, Confidence, ItemId};

/// An action that the learner can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    Choose(Answer),
    /// Submit the chosen answer with a confidence level.
    Commit(Confidence),
    /// Mark the line with this number, starting at 1, as the deciding line.
    Mark(usize),
    /// Clear a choice that hasn't been submitted, or take back the last answer if no ruling was shown.
    Undo,
    /// Ask for the next of the two hints.
    Hint,
    /// Give up on the item and show the ruling. The item then doesn't count.
    Reveal,
    /// Leave the item unanswered and continue.
    Skip,
    Next,
    Back,
}

/// An event in a round. Replaying all events restores the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// The learner chose an answer, or cleared the choice. Events of this type aren't stored on disk.
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
        line: usize,
        right: bool,
    },
    Read {
        item: ItemId,
    },
    Hinted {
        item: ItemId,
    },
    /// The learner asked for the ruling instead of answering.
    Revealed {
        item: ItemId,
    },
    Skipped {
        item: ItemId,
    },
    /// The learner took back an answer, or went back to a skipped item.
    TakenBack {
        item: ItemId,
    },
    Moved {
        to: usize,
    },
    Added {
        item: ItemId,
    },
    Finished,
}
