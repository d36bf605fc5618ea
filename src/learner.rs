//! What is believed of a learner: a pure fold over answers.
//!
//! [`measure`] counts, [`diagnosis`] weighs the specification's rule against five wrong ones.
//! Must not know where events are kept, nor the clock, and never puts a label on a person: rules are about answers.

pub mod diagnosis;
pub mod measure;

use serde::{Deserialize, Serialize};

use crate::ruling::Verdict;

/// How sure the learner says to be, given with every answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sureness {
    /// A guess.
    Guess,
    /// Fairly sure.
    Fairly,
    /// Certain.
    Certain,
}

impl Sureness {
    /// Every level, the least sure first.
    pub const ALL: [Self; 3] = [Self::Guess, Self::Fairly, Self::Certain];

    /// The words on screen.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Fairly => "fairly sure",
            Self::Certain => "certain",
        }
    }
}

/// An answer that was given, or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What was answered and how surely; nothing after a reveal.
    pub answer: Option<(Verdict, Sureness)>,
    /// Whether it counts as right.
    pub right: bool,
    /// How many hints had been shown before.
    pub hints: u8,
}
