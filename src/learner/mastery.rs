//! Decides when the learner has mastered the two codes, using a statistical test.
//!
//! A learner who guesses between two codes is often right, so a few right answers in a row prove little. The module
//! therefore uses a sequential test (Wald 1945) to compare two hypotheses: that the learner answers 95% of questions
//! correctly, and that the learner answers 80% correctly. The test uses an answer only if the learner hadn't seen the
//! case before. In addition, the most recent answers to cases of each kind must be right.

use super::Record;
use crate::scenario::Kind;

/// The constants of the sequential test (Wald 1945).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Criterion {
    /// The proportion of right answers expected from a learner who has mastered the topic.
    pub mastered: f64,
    /// The proportion of right answers expected from a learner who hasn't mastered the topic.
    pub not_mastered: f64,
    /// The log likelihood ratio at which the topic counts as mastered: ln(.95 / .05).
    pub stop: f64,
    /// The lowest possible log likelihood ratio, which limits the effect of a bad start.
    pub floor: f64,
    /// How many new cases of each kind the learner must answer correctly in a row.
    pub streak: u32,
    /// How many new cases of the same kind the learner must answer correctly in a row after a wrong answer.
    pub streak_after_error: u32,
    /// How many of the most recent new cases are checked for answers that were wrong although the learner was certain.
    /// If there is such an answer, the topic doesn't count as mastered.
    pub calm: usize,
}

impl Criterion {
    pub(crate) const COURSE: Self =
        Self { mastered: 0.95, not_mastered: 0.80, stop: 2.94, floor: -1.4, streak: 2, streak_after_error: 3, calm: 4 };

    fn evidence(&self, right: bool) -> f64 {
        let ratio =
            if right { self.mastered / self.not_mastered } else { (1.0 - self.mastered) / (1.0 - self.not_mastered) };
        libm::log(ratio)
    }
}

/// The number of new cases among which mistakes count as recent.
const RECENT: usize = 8;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindState {
    /// How many new cases in a row the learner answered correctly.
    pub streak: u32,
    pub erred: bool,
    /// Whether the learner has answered any new case of this kind correctly.
    pub was_right: bool,
    /// The number of questions about this kind of case, including repeated cases.
    pub asked: u32,
    /// The total number of answers before the latest answer to a case of this kind, or `None` if there is no such
    /// answer.
    pub last_at: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Mastery {
    criterion: Criterion,
    kinds: [KindState; 8],
    ratio: f64,
    asked: Vec<Kind>,
    certain_errors: Vec<bool>,
    mistakes: Vec<bool>,
}

impl Default for Mastery {
    fn default() -> Self {
        Self::new(Criterion::COURSE)
    }
}

impl Mastery {
    pub fn new(criterion: Criterion) -> Self {
        let (asked, certain_errors, mistakes) = (Vec::new(), Vec::new(), Vec::new());
        Self { criterion, kinds: [KindState::default(); 8], ratio: 0.0, asked, certain_errors, mistakes }
    }

    /// Records one practice answer. An answer counts only if the case was new, the learner had no help, and the learner
    /// marked the right line. Answers that don't count never reduce mastery. Set `is_old_rule` to true for a wrong
    /// answer that the learner's earlier misconception explains.
    pub fn see(&mut self, kind: Kind, record: &Record, is_first_sight: bool, is_old_rule: bool) {
        let Some(state) = self.kinds.get_mut(kind as usize) else { return };
        state.asked += 1;
        state.last_at = Some(self.asked.len());
        self.asked.push(kind);
        if !is_first_sight || !record.counts() {
            return;
        }
        state.erred |= !record.right;
        state.streak = if record.right { state.streak + 1 } else { 0 };
        state.was_right |= record.right;
        // A learner who still applies an old rule to a kind of case hasn't learned that kind yet, so such errors don't
        // lower the ratio. After an error, the learner must answer more cases of that kind correctly in a row anyway.
        if state.was_right || !is_old_rule {
            self.ratio = (self.ratio + self.criterion.evidence(record.right)).max(self.criterion.floor);
        }
        self.certain_errors.push(record.confident_error());
        self.mistakes.push(!record.right);
    }

    /// Returns how many of the most recent new cases the learner got wrong.
    pub(crate) fn recent_mistakes(&self) -> usize {
        self.mistakes.iter().rev().take(RECENT).filter(|wrong| **wrong).count()
    }

    /// Returns the number of recorded answers, including those that don't count.
    pub fn count(&self) -> usize {
        self.asked.len()
    }

    pub fn kind(&self, kind: Kind) -> Option<&KindState> {
        self.kinds.get(kind as usize)
    }

    /// Returns how many more new cases of the given kind the learner must answer correctly.
    pub fn lacking(&self, kind: Kind) -> u32 {
        let Criterion { streak, streak_after_error, .. } = self.criterion;
        let needed = |state: &KindState| if state.erred { streak_after_error } else { streak };
        self.kind(kind).map_or(0, |state| needed(state).saturating_sub(state.streak))
    }

    pub fn open(&self) -> Vec<Kind> {
        Kind::core().iter().copied().filter(|kind| self.lacking(*kind) > 0).collect()
    }

    /// Requires the learner to master a kind of case again after a wrong answer in a check-up. To master that kind of
    /// case again, the learner needs as many right answers in a row as for a kind of case without errors.
    pub fn reopen(&mut self, kind: Kind) {
        let Criterion { streak, streak_after_error, .. } = self.criterion;
        if let Some(state) = self.kinds.get_mut(kind as usize) {
            let enough = if state.erred { streak_after_error.saturating_sub(streak) } else { 0 };
            state.streak = state.streak.min(enough);
        }
    }

    /// Returns the number of further questions needed for mastery if every answer is right.
    pub fn to_go(&self) -> usize {
        let each = self.criterion.evidence(true);
        let by_ratio = (1..100).scan(self.ratio, |ratio, _| (*ratio < self.criterion.stop).then(|| *ratio += each));
        let by_kind: u32 = Kind::core().iter().map(|kind| self.lacking(*kind)).sum();
        let calm = self.certain_errors.iter().rev().position(|error| *error);
        let by_calm = calm.map_or(0, |index| self.criterion.calm.saturating_sub(index));
        by_ratio.count().max(by_kind as usize).max(by_calm)
    }

    pub(crate) fn is_reached(&self) -> bool {
        self.to_go() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learner::answer::Answer;
    use crate::learner::diagnosis::WrongRule;
    use crate::learner::{Confidence, Mark};

    fn record(right: bool, confidence: Confidence) -> Record {
        Record { answer: Some((Answer::Unauthorized, confidence)), right, hints: 0, mark: None }
    }

    fn turn(mastery: &mut Mastery, right: impl Fn(Kind) -> bool) {
        for kind in Kind::core() {
            mastery.see(*kind, &record(right(*kind), Confidence::Fairly), true, false);
        }
    }

    fn nearly() -> Mastery {
        let mut mastery = Mastery::default();
        turn(&mut mastery, |_| true);
        turn(&mut mastery, |_| true);
        mastery
    }

    #[test]
    fn eighteen_right_first_sights_are_enough() {
        let mut mastery = nearly();
        for to_go in [2, 1] {
            assert_eq!((mastery.to_go(), mastery.is_reached()), (to_go, false));
            mastery.see(Kind::Expired, &record(true, Confidence::Fairly), true, false);
        }
        assert!(mastery.is_reached());
        mastery.reopen(Kind::Expired);
        assert_eq!((mastery.open(), mastery.to_go()), (vec![Kind::Expired], 2));
    }

    #[test]
    fn cases_shown_before_never_count() {
        let mut mastery = Mastery::default();
        for _ in 0..100 {
            mastery.see(Kind::Expired, &record(true, Confidence::Certain), false, false);
            mastery.see(Kind::Closed, &record(false, Confidence::Certain), false, false);
        }
        assert_eq!((mastery.to_go(), mastery.open().len()), (18, 8));
    }

    #[test]
    fn a_hint_a_reveal_and_a_missed_line_take_nothing_away() {
        let spoilt: [fn(&mut Record); 3] = [
            |record| record.hints = 1,
            |record| record.mark = Some(Mark { line: 1, right: false }),
            |record| (record.answer, record.right) = (None, false),
        ];
        for spoil in spoilt {
            let mut mastery = nearly();
            let mut last = record(true, Confidence::Fairly);
            spoil(&mut last);
            mastery.see(Kind::Expired, &last, true, false);
            assert_eq!((mastery.to_go(), mastery.open()), (2, Vec::new()));
        }
    }

    #[test]
    fn an_error_asks_for_three_in_a_row_and_a_certain_one_for_calm() {
        let mut mastery = nearly();
        mastery.see(Kind::Expired, &record(false, Confidence::Fairly), true, false);
        assert_eq!(mastery.lacking(Kind::Expired), 3);
        let mut mastery = nearly();
        for _ in 0..40 {
            turn(&mut mastery, |_| true);
        }
        mastery.see(Kind::Expired, &record(false, Confidence::Certain), true, false);
        for _ in 0..3 {
            mastery.see(Kind::Expired, &record(true, Confidence::Fairly), true, false);
        }
        assert_eq!((mastery.lacking(Kind::Expired), mastery.to_go()), (0, 1));
    }

    #[test]
    fn a_wrong_rule_never_reaches_it() {
        for wrong in WrongRule::ALL {
            for is_old_rule in [false, true] {
                let mut mastery = Mastery::default();
                for kind in Kind::core().iter().cycle().take(160) {
                    let right = wrong.answers(*kind) == kind.verdict();
                    mastery.see(*kind, &record(right, Confidence::Fairly), true, is_old_rule && !right);
                    assert!(!mastery.is_reached(), "{wrong:?}");
                }
            }
        }
    }

    #[test]
    fn an_old_rule_weighs_less_than_a_slip_until_the_kind_was_right() {
        let after = |answers: [bool; 4], is_old_rule| {
            let mut mastery = nearly();
            mastery.kinds[Kind::Expired as usize] = KindState::default();
            for right in answers {
                mastery.see(Kind::Expired, &record(right, Confidence::Fairly), true, is_old_rule && !right);
            }
            mastery.to_go()
        };
        let learned = [false, true, true, true];
        assert_eq!((after(learned, true), after(learned, false)), (0, 7));
        let forgotten = [true, false, true, true];
        assert_eq!(after(forgotten, true), after(forgotten, false));
    }
}
