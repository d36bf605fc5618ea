//! What happens when a class votes, as it is written down: one event a line.
//!
//! Owns the line format, counts of hands, and what they call for.

use serde::{Deserialize, Serialize};

use crate::store::LogFormat;

/// The largest count of hands.
pub const MOST_HANDS: u32 = 9999;

/// A share of right votes below this, in percent: explain again.
pub const EXPLAIN_BELOW: u64 = 35;

/// A share above this, in percent: say the answer and go on. Between the two discussion helps most (Crouch and Mazur
/// 2001; the bounds as in Vickrey et al. 2015).
pub const TELL_ABOVE: u64 = 70;

/// One line of a session's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum VoteEvent {
    /// A session began; whatever was before it in the file is another one.
    Began(VotePlan),
    /// On to the next phase.
    Went,
    /// Hands were counted.
    Voted(Voted),
    /// The question was left for the next one.
    Passed,
    /// The step before was taken back.
    Undid,
    /// The session was ended before its last question.
    Ended,
}

/// What a session asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VotePlan {
    pub format: LogFormat,
    /// Where its questions are from, as `form A` or the ids of packs.
    pub source: String,
    /// The seed of their choice.
    pub seed: u64,
    /// The questions, in order.
    pub questions: Vec<Asked>,
}

/// A question, with the one that follows it after a discussion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What is voted on twice.
    pub first: Case,
    /// What shows whether the discussion carried over; nothing where the packs have no such case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Case>,
}

/// A scenario and the code that counts as right, so that a file can be read without its packs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The scenario's id.
    pub item: String,
    /// 401 or 403.
    pub answer: u16,
}

/// A count of hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voted {
    /// The scenario's id.
    pub item: String,
    /// Which vote.
    pub vote: Vote,
    /// The hands.
    pub hands: Hands,
}

/// Hands for the one and the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hands {
    /// For 401.
    #[serde(rename = "401")]
    pub unauthorized: u32,
    /// For 403.
    #[serde(rename = "403")]
    pub forbidden: u32,
    /// For "don't know"; a vote that isn't right.
    #[serde(rename = "unknown", default, skip_serializing_if = "is_zero")]
    pub unknown: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// The votes on a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vote {
    /// Each for themselves.
    First,
    /// After the talk.
    Second,
    /// On the case that follows.
    After,
}

/// What the first vote calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Too few are right for a talk to help.
    Explain,
    /// Let them talk.
    Discuss,
    /// Nearly all are right.
    Tell,
}

impl Hands {
    /// All of them.
    pub fn all(self) -> u64 {
        u64::from(self.unauthorized) + u64::from(self.forbidden) + u64::from(self.unknown)
    }

    /// Those for this code.
    pub fn for_code(self, code: u16) -> u32 {
        if code == 401 { self.unauthorized } else { self.forbidden }
    }

    /// The share that is right, from 0 to 1; nothing where nobody voted.
    pub fn share(self, answer: u16) -> Option<f64> {
        let all = u32::try_from(self.all()).ok().filter(|all| *all > 0)?;
        Some(f64::from(self.for_code(answer)) / f64::from(all))
    }

    /// What this first vote calls for.
    pub fn advice(self, answer: u16) -> Advice {
        let right = u64::from(self.for_code(answer)) * 100;
        if right < EXPLAIN_BELOW * self.all() {
            Advice::Explain
        } else if right <= TELL_ABOVE * self.all() {
            Advice::Discuss
        } else {
            Advice::Tell
        }
    }
}

/// The normalised gain from one share to another: what was won of what there was to win. Negative where it was lost;
/// nothing where all were right before.
pub fn gain(before: f64, after: f64) -> Option<f64> {
    (before < 1.0).then(|| (after - before) / (1.0 - before))
}
