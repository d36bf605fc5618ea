//! The events of a vote session, as stored: one on each line.
//!
//! Owns the line format, the counts of hands, and the advice that follows from them.

use serde::{Deserialize, Serialize};

use crate::say;
use crate::store::LogFormat;

pub const MOST_HANDS: u32 = 9999;

/// Below this percentage of right votes, the case is explained again.
pub const EXPLAIN_BELOW: u64 = 35;

/// Above this percentage, the answer is given. In between, discussion helps most (Crouch and Mazur 2001; limits as in
/// Vickrey et al. 2015).
pub const TELL_ABOVE: u64 = 70;

/// One line of a session file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum VoteEvent {
    /// A session started. Earlier lines of the file belong to another session.
    Began(VotePlan),
    /// The session moved to the next phase.
    Went,
    /// Hands were counted.
    Voted(Voted),
    /// The question was skipped.
    Passed,
    /// The last step was undone.
    Undid,
    /// The session ended before its last question.
    Ended,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VotePlan {
    pub format: LogFormat,
    /// Where its questions come from, such as `form A` or the ids of packs.
    pub source: String,
    /// The seed of their selection.
    pub seed: u64,
    pub questions: Vec<Asked>,
}

/// A question, with the case that follows a discussion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The case for the first two votes.
    pub first: Case,
    /// The case that shows whether the discussion helped; `None` if the packs have no suitable one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Case>,
}

/// A scenario and its right code, so that a file can be read without the packs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub item: String,
    /// 401 or 403. If both are right, the code in the explanation.
    pub answer: u16,
    /// Whether both codes are right, because the specification allows either.
    #[serde(default, skip_serializing_if = "is_false")]
    pub both: bool,
}

impl Case {
    /// The right code in words, or both.
    pub fn answer_text(&self) -> String {
        if self.both { say!("401 and 403").to_owned() } else { self.answer.to_string() }
    }

    /// The share of right votes; `None` if nobody voted, or if both codes are right.
    pub fn share(&self, hands: Hands) -> Option<f64> {
        let all = u32::try_from(hands.all()).ok().filter(|all| *all > 0 && !self.both)?;
        Some(f64::from(hands.for_code(self.answer)) / f64::from(all))
    }

    /// The advice after these votes. If both codes are right, the class discusses the reasons.
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
    /// Votes for "don't know", which count as wrong.
    #[serde(rename = "unknown", default, skip_serializing_if = "is_zero")]
    pub unknown: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The votes on a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vote {
    /// Each student alone.
    First,
    /// After the discussion.
    Second,
    /// On the case that follows.
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
    /// All hands.
    pub fn all(self) -> u64 {
        u64::from(self.unauthorized) + u64::from(self.forbidden) + u64::from(self.unknown)
    }

    /// The hands for this code.
    pub fn for_code(self, code: u16) -> u32 {
        if code == 401 { self.unauthorized } else { self.forbidden }
    }
}

/// The normalised gain between two shares: the part of the possible gain that was achieved. Negative after a loss;
/// `None` if everyone was right before.
pub fn gain(before: f64, after: f64) -> Option<f64> {
    (before < 1.0).then(|| (after - before) / (1.0 - before))
}
