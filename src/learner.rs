//! Estimates what a learner knows from all of the learner's answers.
//!
//! [`measure`] counts the answers, and [`diagnosis`] estimates whether the answers follow the specification's rule or
//! one of five misconceptions. [`detection`] separates skill from bias towards one code, [`mastery`] decides when
//! practice is complete, and [`progress`] summarises everything. The module neither reads the clock nor depends on
//! where events are stored.

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

/// The result of one question. The learner either gave an answer or asked for the ruling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// The answer and the learner's confidence, or `None` if the learner asked for the ruling instead.
    pub answer: Option<(Answer, Confidence)>,
    pub right: bool,
    pub hints: u8,
    /// The marked line, or `None` if the question didn't ask for a line.
    pub mark: Option<Mark>,
}

/// The line that the learner marked as the deciding one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The line number, starting at 1.
    pub line: usize,
    pub right: bool,
}

impl Record {
    /// Returns whether the answer counts towards mastery. An answer counts if the learner gave it without help and for
    /// the right reason.
    pub fn counts(&self) -> bool {
        self.answer.is_some() && self.hints == 0 && !self.is_right_for_wrong_reason()
    }

    pub(crate) fn is_right_for_wrong_reason(&self) -> bool {
        self.right && self.mark.is_some_and(|mark| !mark.right)
    }

    /// Returns the learner's confidence, or `None` if they gave no answer.
    pub fn confidence(&self) -> Option<Confidence> {
        self.answer.map(|(_, confidence)| confidence)
    }

    pub(crate) fn confident_error(&self) -> bool {
        !self.right && self.confidence() == Some(Confidence::Certain)
    }
}
