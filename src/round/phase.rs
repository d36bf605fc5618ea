//! Defines the phases of an item, and the reasons why an input can have no effect.
//!
//! Front ends show the messages of [`InputError`] unchanged.

use super::{Answer, Record};

/// What the learner currently sees and can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase<'a> {
    Reading,
    Asking {
        choice: Option<Answer>,
        /// The number of hints shown so far, from 0 to 2.
        hints: u8,
    },
    /// The learner has submitted the answer and must now mark the deciding line.
    Marking(&'a Record),
    Ruled(&'a Record),
    Finished,
}

/// The reason why an input has no effect. The [`std::fmt::Display`] implementation returns the message for the learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// The learner gave a confidence level before choosing an answer.
    #[error("{}", crate::say!("Choose an answer first."))]
    NothingChosen,
    #[error("{}", crate::say!("There is nothing to clear."))]
    NothingToUndo,
    #[error("{}", crate::say!("This question doesn't have that answer."))]
    NotOffered,
    /// The line doesn't exist, or the question doesn't ask for a line.
    #[error("{}", crate::say!("Mark one of the numbered lines."))]
    NoSuchLine,
    #[error("{}", crate::say!("First mark the line that decides the case."))]
    NotMarked,
    /// Tests don't give hints or show rulings.
    #[error("{}", crate::say!("In a test, hints and answers aren't available."))]
    NotInTests,
    /// Pairs don't give hints, and show the answers only once the learner has answered both cases.
    #[error("{}", crate::say!("There are no hints for a pair. Answer both cases, then see what differs."))]
    NoHelpInPairs,
    #[error("{}", crate::say!("Answer both cases first."))]
    NotInPairs,
    #[error("{}", crate::say!("Both hints are already shown."))]
    NoMoreHints,
    #[error("{}", crate::say!("You have already answered this question. Continue with the next one."))]
    AlreadyRuled,
    #[error("{}", crate::say!("Answer the question first, or skip it."))]
    StillOpen,
    #[error("{}", crate::say!("There is no question on this page."))]
    NoQuestion,
    #[error("{}", crate::say!("This is the first question."))]
    AtStart,
    /// The learner can't go back to earlier questions in a test, or in a pair that isn't finished.
    #[error("{}", crate::say!("You can't return to an earlier question at this point."))]
    NoWayBack,
    #[error("{}", crate::say!("This round has no more questions."))]
    Over,
}
