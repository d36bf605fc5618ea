//! The phase of the current item, and the reason why an input has no effect in that phase.
//!
//! Front ends show the messages of [`InputError`] unchanged.

use super::{Answer, Record};

/// What the learner sees at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase<'a> {
    Reading,
    Asking {
        /// The chosen answer, which isn't committed yet.
        choice: Option<Answer>,
        /// How many hints have been shown so far, from 0 to 2.
        hints: u8,
    },
    /// The answer is committed, and the learner must now mark the deciding line.
    Marking(&'a Record),
    Ruled(&'a Record),
    Finished,
}

/// The reason why an input has no effect. [`std::fmt::Display`] gives the message for the learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// The learner gave a confidence level before choosing an answer.
    #[error("{}", crate::say!("Choose an answer first."))]
    NothingChosen,
    #[error("{}", crate::say!("There is no choice to clear."))]
    NothingToUndo,
    #[error("{}", crate::say!("This question doesn't have that answer."))]
    NotOffered,
    /// The line doesn't exist, or the question doesn't ask for a line.
    #[error("{}", crate::say!("Mark one of the numbered lines."))]
    NoSuchLine,
    #[error("{}", crate::say!("First mark the line that decides."))]
    NotMarked,
    /// A test gives no hints and shows no rulings.
    #[error("{}", crate::say!("In a test, hints and answers aren't available."))]
    NotInTests,
    /// A pair gives no hints, and shows the answers only once the learner has answered both cases.
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
    /// In a test or a pair, the learner can't go back to earlier questions yet.
    #[error("{}", crate::say!("You can't go back to an earlier question here."))]
    NoWayBack,
    #[error("{}", crate::say!("All the questions in this round are done."))]
    Over,
}
