//! Computes the number of questions left in a stage, and describes how an answer changes it.

use super::Course;
use super::stage::Stage;
use crate::round::Phase;
use crate::say;

/// How the latest answer affects the rest of the practice session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The learner's first mistake has made practice longer. The field contains the maximum number of questions in the
    /// session.
    Longer(usize),
    /// All kinds of case are covered, but the answers so far don't show mastery yet.
    LastKind,
    /// The learner can no longer master the topic before the practice session ends. The field contains the maximum
    /// number of questions in the session.
    OutOfReach(usize),
}

impl Change {
    /// Describes the change in a sentence.
    pub fn text(self) -> String {
        match self {
            Self::Longer(limit) => say!(
                "One mistake is normal. Practice now takes a few more questions, but never more than {} in all.",
                limit
            ),
            Self::LastKind => say!(
                "You have now met every kind of case. A few more correct answers will show that you know them well."
            )
            .to_owned(),
            Self::OutOfReach(limit) => say!("Practice ends after {} questions. You can continue later.", limit),
        }
    }
}

impl Course {
    /// Returns how many practice questions are left if every answer is right. Returns `None` outside practice, after
    /// the last question, or if the session will end before the learner can master the topic. Also returns `None` once
    /// the learner has made a mistake, because any further mistake would increase the number.
    pub fn to_go(&self) -> Option<usize> {
        self.reachable_in().filter(|_| !self.has_slipped)
    }

    /// Returns the number of questions needed to master the topic in this session, or `None` if that isn't possible.
    pub(super) fn reachable_in(&self) -> Option<usize> {
        let asked = self.round.items().len() - usize::from(self.is_open());
        let left = self.longest_practice.saturating_sub(asked);
        Some(self.mastery.to_go()).filter(|to_go| (1..=left).contains(to_go) && self.stage == Stage::Practice)
    }

    pub(super) fn practice_length(&self) -> usize {
        self.mastery.to_go().min(self.longest_practice)
    }

    /// Returns whether the learner hasn't yet answered the latest question or marked its deciding line.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.round.phase(), Phase::Marking(_)) || self.round.records().last().is_some_and(Option::is_none)
    }

    pub(crate) fn may_end_early(&self) -> bool {
        self.stage == Stage::Practice && self.reachable_in().is_some()
    }

    /// Returns the number of questions in the stage. For practice, the number is an upper limit, because practice can
    /// end earlier.
    pub fn length(&self) -> usize {
        match self.stage {
            Stage::Relearn => self.relearning_length(),
            Stage::Practice if self.is_mastered() => self.round.items().len(),
            Stage::Practice => self.longest_practice,
            _ => self.round.numbering().1,
        }
    }

    /// Returns the change that resulted from the latest answer, while the ruling on that answer is on screen.
    pub fn change(&self) -> Option<Change> {
        let is_latest = self.round.position() + 1 == self.round.items().len();
        self.change.filter(|_| is_latest && matches!(self.round.phase(), Phase::Ruled(_)))
    }
}
