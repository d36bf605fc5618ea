//! What is believed of a learner: a pure fold over answers.
//!
//! [`measure`] counts, [`diagnosis`] weighs the specification's rule against five wrong ones, [`detection`] tells
//! skill from leaning, [`mastery`] says when it is enough, [`progress`] sums up.
//! Must not know where events are kept, nor the clock, and never puts a label on a person: rules are about answers.

pub mod answer;
pub mod detection;
pub mod diagnosis;
pub mod mastery;
pub mod measure;
pub mod progress;

use serde::{Deserialize, Serialize};

use answer::Answer;

use crate::say;

/// How sure the learner says to be, given with every answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// A guess.
    Guess,
    /// Fairly sure.
    Fairly,
    /// Certain.
    Certain,
}

impl Confidence {
    /// Every level, the least sure first.
    pub const ALL: [Self; 3] = [Self::Guess, Self::Fairly, Self::Certain];

    /// The name in files and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Fairly => "fairly",
            Self::Certain => "certain",
        }
    }

    /// The words on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Guess => say!("guess"),
            Self::Fairly => say!("fairly sure"),
            Self::Certain => say!("certain"),
        }
    }
}

/// An answer that was given, or given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// What was answered and how surely; nothing after a reveal.
    pub answer: Option<(Answer, Confidence)>,
    /// Whether it counts as right.
    pub right: bool,
    /// How many hints had been shown before.
    pub hints: u8,
    /// The line that was marked as the deciding one, and whether it is; nothing where none was asked for.
    pub mark: Option<Mark>,
}

/// A marked line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its number, from 1.
    pub line: usize,
    /// Whether it is the line that decides.
    pub right: bool,
}

impl Record {
    /// Whether it says anything about mastery: answered without help, and not right for the wrong reason.
    pub fn counts(&self) -> bool {
        self.answer.is_some() && self.hints == 0 && !self.is_right_for_wrong_reason()
    }

    /// Whether the code is right and the marked line isn't the one that decides.
    pub fn is_right_for_wrong_reason(&self) -> bool {
        self.right && self.mark.is_some_and(|mark| !mark.right)
    }

    /// The confidence of the answer, where there is one.
    pub fn confidence(&self) -> Option<Confidence> {
        self.answer.map(|(_, confidence)| confidence)
    }

    /// Wrong, and certain of it.
    pub fn confident_error(&self) -> bool {
        !self.right && self.confidence() == Some(Confidence::Certain)
    }
}
