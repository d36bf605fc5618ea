//! Where the learner stands, and why an input does nothing there.
//!
//! Owns the words of refusals; front ends show them as they are.

use super::{Answer, Record};

/// Where the learner stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase<'a> {
    /// A page is open.
    Reading,
    /// The question is open.
    Asking {
        /// The choice so far, not yet committed.
        choice: Option<Answer>,
        /// Hints shown so far, 0 to 2.
        hints: u8,
    },
    /// The answer is given, and the line that decides is asked for.
    Marking(&'a Record),
    /// The ruling is shown.
    Ruled(&'a Record),
    /// Nothing is left.
    Finished,
}

/// Why an input does nothing now; [`std::fmt::Display`] says it to the learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A sureness came before an answer.
    #[error("Choose an answer first.")]
    NothingChosen,
    /// There is no choice to take back.
    #[error("There is no choice to take back.")]
    NothingToUndo,
    /// That answer is not on offer for this item.
    #[error("That answer is not on offer here.")]
    NotOffered,
    /// There is no such line, or no line is asked for.
    #[error("Mark one of the numbered lines.")]
    NoSuchLine,
    /// The line has to be marked first.
    #[error("Mark the line that decides first.")]
    NotMarked,
    /// Neither hints nor rulings are given in a test.
    #[error("Not in a test.")]
    NotInTests,
    /// Both hints have been shown.
    #[error("Both hints are already shown.")]
    NoMoreHints,
    /// The item is already ruled.
    #[error("This one is already answered. Go on to the next.")]
    AlreadyRuled,
    /// The item has to be answered, skipped or revealed first.
    #[error("Answer first, or skip.")]
    StillOpen,
    /// There is no item before this one.
    #[error("This is the first one.")]
    AtStart,
    /// The session is over.
    #[error("All questions of this round are done.")]
    Over,
}
