//! Computes the number of questions left in a stage, and describes how an answer changes it.

use super::Course;
use super::select::code_at;
use super::stage::Stage;
use crate::round::Phase;
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::Kind;

/// The number of questions by which each recent mistake lengthens the estimate, because a learner who has made mistakes
/// will probably make more.
const PER_MISTAKE: usize = 3;

/// How the latest answer affects the rest of the practice session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The learner's first mistake has made practice longer. The field contains the maximum number of questions in the
    /// session.
    Longer(usize),
    /// All kinds of case are mastered, but the answers so far don't show mastery of the subject yet. The field contains
    /// the number of correct answers that are still needed.
    Covered(usize),
    /// The learner can no longer master the topic before the practice session ends. The field contains the maximum
    /// number of questions in the session.
    OutOfReach(usize),
}

impl Change {
    /// Describes the change in a sentence.
    pub fn text(self) -> String {
        match self {
            Self::Longer(limit) => {
                say!("Mistakes are normal. Practice now takes longer, but never more than {} questions in all.", limit)
            }
            Self::Covered(to_go) => covered(to_go),
            Self::OutOfReach(limit) => say!("Practice ends after {} questions. You can continue later.", limit),
        }
    }
}

/// Says what is missing when all kinds of case are mastered but the subject as a whole isn't.
pub(super) fn covered(to_go: usize) -> String {
    match to_go {
        1 => say!("All eight kinds are mastered. One more correct answer will show that this isn't chance.").to_owned(),
        _ => {
            say!("All eight kinds are mastered. About {} more correct answers will show that this isn't chance.", to_go)
        }
    }
}

impl Course {
    /// Returns about how many practice questions are left, but never more than the session still has. Returns `None`
    /// outside practice and after the last question.
    pub fn to_go(&self) -> Option<usize> {
        let (needed, left) = (self.needed(), self.left());
        let is_going_on = self.stage == Stage::Practice && needed > 0 && left > 0;
        is_going_on.then(|| (needed + PER_MISTAKE * self.mastery.recent_mistakes()).min(left))
    }

    /// Returns the number of questions needed to master the topic if every answer is right.
    fn needed(&self) -> usize {
        let asked = self.mastery.count();
        let mut lacking = [Verdict::Unauthorized, Verdict::Forbidden].map(|code| self.lacking(code));
        let mut position = asked;
        while lacking.iter().any(|lacking| *lacking > 0) {
            let index = usize::from(code_at(self.seed, position) == Verdict::Forbidden);
            lacking[index] = lacking[index].saturating_sub(1);
            position += 1;
        }
        self.mastery.to_go().max(position - asked)
    }

    fn lacking(&self, code: Verdict) -> u32 {
        let kinds = Kind::core().iter().filter(|kind| kind.verdict() == Some(code));
        kinds.map(|kind| self.mastery.lacking(*kind)).sum()
    }

    fn left(&self) -> usize {
        let answered = self.round.items().len() - usize::from(self.is_open());
        self.longest_practice.saturating_sub(answered)
    }

    /// Returns whether the learner can still master the topic in this session.
    pub(super) fn is_in_reach(&self) -> bool {
        self.needed() <= self.left()
    }

    pub(super) fn practice_length(&self) -> usize {
        self.needed().min(self.longest_practice)
    }

    /// Returns whether the learner hasn't yet answered the latest question or marked its deciding line.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.round.phase(), Phase::Marking(_)) || self.round.records().last().is_some_and(Option::is_none)
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
