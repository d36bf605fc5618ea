//! Defines the events of a class vote and how they are stored.
//!
//! This module also adds up the votes, and chooses the advice for the teacher from the totals.

use serde::{Deserialize, Serialize};

use crate::encoding::is_default;
use crate::say;
use crate::store::LogFormat;

pub(crate) const MOST_HANDS: u32 = 9999;

/// If the percentage of right votes is below this limit, the teacher explains the case again.
pub(crate) const EXPLAIN_BELOW: u64 = 35;

/// If the percentage of right votes is above this limit, the teacher gives the answer. Discussion helps most between
/// the two limits (Crouch and Mazur 2001; limits as in Vickrey et al. 2015).
pub(crate) const TELL_ABOVE: u64 = 70;

/// One line of a session file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum VoteEvent {
    /// The start of a session. Any earlier events in the file belong to previous sessions.
    Began(VotePlan),
    /// The session moved on to its next phase.
    Went,
    Voted(Voted),
    /// The teacher skipped the question.
    Passed,
    Undid,
    /// The teacher ended the session before its last question.
    Ended,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VotePlan {
    pub format: LogFormat,
    /// When the session began, in milliseconds since 1970.
    pub begun: u64,
    /// Where the questions come from, such as `form A` or the ids of packs.
    pub source: String,
    pub seed: u64,
    pub questions: Vec<Asked>,
}

/// A question, and a similar case to vote on after the discussion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub first: Case,
    /// The case that shows whether the discussion helped, or `None` if the packs contain no suitable case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Case>,
}

/// A scenario and its right code, which is stored so that the session file can be read without the packs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub item: String,
    /// The right code, 401 or 403. If the specification allows both codes, this is the code that the explanation
    /// discusses.
    pub answer: u16,
    #[serde(default, skip_serializing_if = "is_default")]
    pub both: bool,
}

impl Case {
    pub(crate) fn answer_text(&self) -> String {
        if self.both { say!("401 and 403").to_owned() } else { self.answer.to_string() }
    }

    /// Returns the share of right votes, or `None` if nobody voted or if both codes are right.
    pub fn share(&self, hands: Hands) -> Option<f64> {
        let all = u32::try_from(hands.all()).ok().filter(|all| *all > 0 && !self.both)?;
        Some(f64::from(hands.for_code(self.answer)) / f64::from(all))
    }

    /// Returns the advice that follows from the votes. If both codes are right, the advice is always to discuss the
    /// reasons.
    pub fn advice(&self, hands: Hands) -> Advice {
        let right = u64::from(hands.for_code(self.answer)) * 100;
        if self.both {
            Advice::Discuss
        } else if right < EXPLAIN_BELOW * hands.all() {
            Advice::Explain
        } else if right <= TELL_ABOVE * hands.all() {
            Advice::Discuss
        } else {
            Advice::Tell
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voted {
    pub item: String,
    pub vote: Vote,
    pub hands: Hands,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hands {
    #[serde(rename = "401")]
    pub unauthorized: u32,
    #[serde(rename = "403")]
    pub forbidden: u32,
    /// The number of votes for "don't know", which count as wrong.
    #[serde(rename = "unknown", default, skip_serializing_if = "is_default")]
    pub unknown: u32,
}

/// One of the votes that a class takes on a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vote {
    /// Each student votes alone.
    First,
    Second,
    /// The class votes on the case that follows the discussion.
    After,
}

/// What the teacher should do after the first vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Too few votes are right for a discussion to help.
    Explain,
    Discuss,
    /// Nearly all votes are right.
    Tell,
}

impl Hands {
    pub fn all(self) -> u64 {
        u64::from(self.unauthorized) + u64::from(self.forbidden) + u64::from(self.unknown)
    }

    pub(crate) fn for_code(self, code: u16) -> u32 {
        if code == 401 { self.unauthorized } else { self.forbidden }
    }
}

/// Returns the normalised change from one share to another. If the share increased, this is the proportion of the
/// possible improvement that was achieved. If the share decreased, this is the proportion that was lost, as a negative
/// number. Returns `None` if everyone was right both times.
pub fn gain(before: f64, after: f64) -> Option<f64> {
    let possible = if after < before { before } else { 1.0 - before };
    (possible > 0.0).then(|| (after - before) / possible)
}
