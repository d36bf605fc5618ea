//! What the learner may do, and what happened.
//!
//! Owns the two closed lists; events are what journals keep, so their words never change.

use serde::{Deserialize, Serialize};

use super::{Answer, Confidence, ItemId};

/// What the learner may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Choose an answer; it can be changed until it is committed.
    Choose(Answer),
    /// Commit the choice with this confidence.
    Commit(Confidence),
    /// Mark the line that decides, by its number from 1.
    Mark(usize),
    /// Take back the choice, before it is committed.
    Undo,
    /// Ask for the next hint (there are two).
    Hint,
    /// Give up on this item and see the ruling; counts as wrong.
    Reveal,
    /// Leave this item unanswered and go on.
    Skip,
    /// Go on after a ruling.
    Next,
    /// Go back to the item before.
    Back,
}

/// What happened. A session is a fold over these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// An answer was chosen, or the choice taken back. Not kept on disk.
    Chosen {
        /// The scenario.
        item: ItemId,
        /// The word of the answer, or nothing when taken back.
        answer: Option<String>,
    },
    /// An answer was committed.
    Answered {
        /// The scenario.
        item: ItemId,
        /// The word of the answer, as `401`, `403`, `neither`.
        answer: String,
        /// How sure.
        confidence: Confidence,
        /// Whether it was right.
        right: bool,
        /// How many hints had been shown.
        hints: u8,
    },
    /// A line was marked as the deciding one.
    Marked {
        /// The scenario.
        item: ItemId,
        /// Its number, from 1.
        line: usize,
        /// Whether it decides.
        right: bool,
    },
    /// A page was read.
    Read {
        /// The page.
        item: ItemId,
    },
    /// A hint was shown.
    Hinted {
        /// The scenario.
        item: ItemId,
    },
    /// The ruling was asked for without an answer.
    Revealed {
        /// The scenario.
        item: ItemId,
    },
    /// The item was left unanswered.
    Skipped {
        /// The scenario.
        item: ItemId,
    },
    /// Another item came up.
    Moved {
        /// Its place in the plan, from 0.
        to: usize,
    },
    /// Something was added at the end of the plan.
    Added {
        /// Its id.
        item: ItemId,
    },
    /// The end of the plan was reached.
    Finished,
}
