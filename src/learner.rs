//! What the answers say about a learner, computed by replaying the answers.
//!
//! [`measure`] counts the answers, and [`diagnosis`] compares the specification's rule with five misconceptions.
//! [`detection`] separates skill from a bias towards one code, [`mastery`] decides when practice is complete, and
//! [`progress`] sums everything up. This module must not read the clock or know where events are stored. The module
//! describes answers and never labels a person.

pub mod answer;
pub mod detection;
pub mod diagnosis;
pub mod mastery;
pub mod measure;
pub mod progress;

use serde::Deserialize;

use answer::Answer;

use crate::say;

named! {
    /// How sure the learner is of an answer.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Confidence {
        Guess = "guess" => say!("guess"),
        Fairly = "fairly" => say!("fairly sure"),
        Certain = "certain" => say!("certain"),
    }
}

/// An answer, or a question that the learner gave up on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// The answer and the learner's confidence in it, or `None` if the learner asked to see the ruling.
    pub answer: Option<(Answer, Confidence)>,
    pub right: bool,
    /// How many hints the learner saw before answering.
    pub hints: u8,
    /// The line that the learner marked, or `None` if the question didn't ask for a line.
    pub mark: Option<Mark>,
}

/// The line that the learner marked as the deciding one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The number of the line, starting at 1.
    pub line: usize,
    pub right: bool,
}

impl Record {
    /// Returns whether the answer counts towards mastery: it was given without help and for the right reason.
    pub fn counts(&self) -> bool {
        self.answer.is_some() && self.hints == 0 && !self.is_right_for_wrong_reason()
    }

    /// Returns whether the code is right although the learner marked the wrong line.
    pub(crate) fn is_right_for_wrong_reason(&self) -> bool {
        self.right && self.mark.is_some_and(|mark| !mark.right)
    }

    /// Returns the learner's confidence, or `None` if they gave no answer.
    pub fn confidence(&self) -> Option<Confidence> {
        self.answer.map(|(_, confidence)| confidence)
    }

    /// Returns whether the learner was certain but wrong.
    pub(crate) fn confident_error(&self) -> bool {
        !self.right && self.confidence() == Some(Confidence::Certain)
    }
}
