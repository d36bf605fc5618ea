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
pub enum InputError {
    /// A confidence came before an answer.
    #[error("{}", crate::say!("Choose an answer first."))]
    NothingChosen,
    /// There is no choice to take back.
    #[error("{}", crate::say!("There is no choice to take back."))]
    NothingToUndo,
    /// That answer is not on offer for this item.
    #[error("{}", crate::say!("That answer is not on offer here."))]
    NotOffered,
    /// There is no such line, or no line is asked for.
    #[error("{}", crate::say!("Mark one of the numbered lines."))]
    NoSuchLine,
    /// The line has to be marked first.
    #[error("{}", crate::say!("Mark the line that decides first."))]
    NotMarked,
    /// Neither hints nor rulings are given in a test.
    #[error("{}", crate::say!("Not in a test."))]
    NotInTests,
    /// The other case of the pair is still open.
    #[error("{}", crate::say!("Answer both cases first."))]
    NotInPairs,
    /// Both hints have been shown.
    #[error("{}", crate::say!("Both hints are already shown."))]
    NoMoreHints,
    /// The item is already ruled.
    #[error("{}", crate::say!("This one is already answered. Go on to the next."))]
    AlreadyRuled,
    /// The item has to be answered, skipped or revealed first.
    #[error("{}", crate::say!("Answer first, or skip."))]
    StillOpen,
    /// There is no item before this one.
    #[error("{}", crate::say!("This is the first one."))]
    AtStart,
    /// The session is over.
    #[error("{}", crate::say!("All questions of this round are done."))]
    Over,
}
