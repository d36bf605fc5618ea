//! What the answers say about a learner, computed by replaying them.
//!
//! [`measure`] counts, [`diagnosis`] weighs the specification's rule against five misconceptions, [`detection`]
//! separates skill from a bias towards one code, [`mastery`] decides when it is enough, and [`progress`] sums up. Must
//! not know the clock or where events are stored. It describes answers and never labels a person.

pub mod answer;
pub mod detection;
pub mod diagnosis;
pub mod mastery;
pub mod measure;
pub mod progress;

use serde::{Deserialize, Serialize};

use answer::Answer;

use crate::say;

/// How sure the learner is, stated with every answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    Guess,
    Fairly,
    Certain,
}

impl Confidence {
    /// Every level, from the least to the most sure.
    pub const ALL: [Self; 3] = [Self::Guess, Self::Fairly, Self::Certain];

    /// The name in files and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Fairly => "fairly",
            Self::Certain => "certain",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Guess => say!("guess"),
            Self::Fairly => say!("fairly sure"),
            Self::Certain => say!("certain"),
        }
    }
}

/// An answer, or a question for which the learner gave up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// The answer and its confidence; `None` if the ruling was revealed.
    pub answer: Option<(Answer, Confidence)>,
    pub right: bool,
    /// How many hints were shown before the answer.
    pub hints: u8,
    /// The marked line; `None` if no line was asked for.
    pub mark: Option<Mark>,
}

/// The line that the learner marked as deciding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its number, starting at 1.
    pub line: usize,
    pub right: bool,
}

impl Record {
    /// Whether it counts towards mastery: answered without help, and for the right reason.
    pub fn counts(&self) -> bool {
        self.answer.is_some() && self.hints == 0 && !self.is_right_for_wrong_reason()
    }

    /// Whether the code is right but another line decides.
    pub fn is_right_for_wrong_reason(&self) -> bool {
        self.right && self.mark.is_some_and(|mark| !mark.right)
    }

    /// The confidence of the answer, if there is one.
    pub fn confidence(&self) -> Option<Confidence> {
        self.answer.map(|(_, confidence)| confidence)
    }

    /// Whether the learner was certain and wrong.
    pub fn confident_error(&self) -> bool {
        !self.right && self.confidence() == Some(Confidence::Certain)
    }
}
