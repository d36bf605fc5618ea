//! The phase of the current item, and why an input has no effect in it.
//!
//! Owns the messages for the learner; front ends show them unchanged.

use super::{Answer, Record};

/// What the learner sees at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase<'a> {
    Reading,
    Asking {
        /// The choice so far, not yet committed.
        choice: Option<Answer>,
        /// The number of hints shown so far, 0 to 2.
        hints: u8,
    },
    /// The answer is committed, and the deciding line must be marked.
    Marking(&'a Record),
    /// The ruling is shown.
    Ruled(&'a Record),
    Finished,
}

/// Why an input has no effect. [`std::fmt::Display`] gives the message for the learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// The learner stated a confidence before choosing an answer.
    #[error("{}", crate::say!("Choose an answer first."))]
    NothingChosen,
    #[error("{}", crate::say!("There is no choice to clear."))]
    NothingToUndo,
    /// The item doesn't offer that answer.
    #[error("{}", crate::say!("This question doesn't have that answer."))]
    NotOffered,
    /// There is no such line, or no line is asked for.
    #[error("{}", crate::say!("Mark one of the numbered lines."))]
    NoSuchLine,
    /// The deciding line must be marked first.
    #[error("{}", crate::say!("First mark the line that decides."))]
    NotMarked,
    /// A test gives neither hints nor rulings.
    #[error("{}", crate::say!("Tests have no hints and no answers."))]
    NotInTests,
    /// The other case of the pair is still unanswered.
    #[error("{}", crate::say!("Answer both cases first."))]
    NotInPairs,
    #[error("{}", crate::say!("Both hints are already shown."))]
    NoMoreHints,
    /// The item has been answered already.
    #[error("{}", crate::say!("You have already answered this question. Continue with the next one."))]
    AlreadyRuled,
    /// The item must be answered, skipped or revealed first.
    #[error("{}", crate::say!("Answer the question first, or skip it."))]
    StillOpen,
    #[error("{}", crate::say!("This is the first question."))]
    AtStart,
    /// In a test or a pair, earlier questions stay closed for now.
    #[error("{}", crate::say!("You can't go back to an earlier question here."))]
    NoWayBack,
    #[error("{}", crate::say!("All the questions in this round are done."))]
    Over,
}
