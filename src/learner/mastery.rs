//! When the two codes are mastered: a fold over practice answers, and the rule that says it is enough.
//!
//! A run of right answers is no proof with two codes: somebody who guesses has three in a row within twenty with
//! 79 %. So every kind has to be right on its last different situations, lately almost all, and without leaning.
//! Must not choose what comes next: that is the business of selection, which reads this.

use super::detection::Detection;
use super::{Confidence, Record};
use crate::ruling::Verdict;
use crate::scenario::{Kind, Telling};

/// The numbers of the rule, in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Criterion {
    /// Right answers in a row that a kind needs, each on another situation than the one before. A right answer in the
    /// test before counts as the first of them.
    pub streak: u32,
    /// So many of the latest answers are looked at ...
    pub window: usize,
    /// ... and so many of them have to be right.
    pub right_in_window: usize,
    /// Among so many of the latest answers there is no error that the learner was certain of.
    pub calm: usize,
    /// d′ is taken over so many of the latest answers ...
    pub detection_window: usize,
    /// ... and is at least this ...
    pub sensitivity: f64,
    /// ... while the leaning is at most this, either way.
    pub leaning: f64,
    /// Fewer answers are never enough.
    pub least: usize,
}

impl Default for Criterion {
    fn default() -> Self {
        Self {
            streak: 4,
            window: 24,
            right_in_window: 23,
            calm: 8,
            detection_window: 24,
            sensitivity: 2.0,
            leaning: 0.5,
            least: 16,
        }
    }
}

/// One practice answer, as far as mastery is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    place: usize,
    truth: Verdict,
    /// Right, without help, and the deciding line not missed.
    clean: bool,
    /// The code alone was right.
    right: bool,
    confidence: Option<Confidence>,
}

/// How one kind stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindState {
    /// Clean answers in a row, each on another situation than the one before.
    pub streak: u32,
    /// The situation of the latest answer.
    last_situation: Option<String>,
    /// The telling of the latest answer.
    pub last_telling: Option<Telling>,
    /// How many answers there were.
    pub seen: u32,
    /// How many answers came before the latest one, over all kinds.
    pub last_at: Option<usize>,
}

impl KindState {
    /// Whether this situation was the latest of the kind.
    #[must_use]
    pub fn is_last(&self, situation: &str) -> bool {
        self.last_situation.as_deref() == Some(situation)
    }
}

/// Everything that the rule looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mastery {
    kinds: [KindState; 8],
    answers: Vec<Seen>,
}

impl Mastery {
    /// Takes one practice answer in.
    pub fn see(&mut self, kind: Kind, truth: Verdict, situation: &str, telling: Telling, record: &Record) {
        let at = self.answers.len();
        let place = kind as usize;
        let Some(state) = self.kinds.get_mut(place) else {
            return;
        };
        let clean = record.clean();
        let another = state.last_situation.as_deref() != Some(situation);
        state.streak = match (clean, another) {
            (false, _) => 0,
            (true, true) => state.streak + 1,
            (true, false) => state.streak.max(1),
        };
        state.last_situation = Some(situation.to_owned());
        state.last_telling = Some(telling);
        state.seen += 1;
        state.last_at = Some(at);
        self.answers.push(Seen { place, truth, clean, right: record.right, confidence: record.confidence() });
    }

    /// Takes in an answer of the test before: it was given without any help, and no more is made of it.
    pub fn see_test(&mut self, kind: Kind, right: bool) {
        if let Some(state) = self.kinds.get_mut(kind as usize) {
            state.streak = u32::from(right && state.seen == 0);
        }
    }

    /// How many answers were taken in.
    #[must_use]
    pub fn count(&self) -> usize {
        self.answers.len()
    }

    /// How a core kind stands.
    #[must_use]
    pub fn kind(&self, kind: Kind) -> Option<&KindState> {
        self.kinds.get(kind as usize)
    }

    /// The verdicts that were right lately, the latest first.
    pub fn latest(&self) -> impl Iterator<Item = Verdict> {
        self.answers.iter().rev().map(|seen| seen.truth)
    }

    /// Whether a kind has what the rule asks of it.
    #[must_use]
    pub fn is_closed(&self, kind: Kind, criterion: &Criterion) -> bool {
        self.kind(kind).is_some_and(|state| state.streak >= criterion.streak)
    }

    /// The core kinds that are not closed yet.
    #[must_use]
    pub fn open(&self, criterion: &Criterion) -> Vec<Kind> {
        Kind::core().iter().copied().filter(|kind| !self.is_closed(*kind, criterion)).collect()
    }

    /// Opens a kind again after it was missed in a test.
    pub fn reopen(&mut self, kind: Kind) {
        if let Some(state) = self.kinds.get_mut(kind as usize) {
            state.streak = 0;
        }
    }

    /// Whether all that the rule asks for holds.
    #[must_use]
    pub fn reached(&self, criterion: &Criterion) -> bool {
        let latest = |count: usize| self.answers.iter().rev().take(count);
        let mut detection = Detection::default();
        for seen in latest(criterion.detection_window) {
            detection.see(seen.truth, seen.right);
        }
        self.answers.len() >= criterion.least
            && self.open(criterion).is_empty()
            && latest(criterion.window).filter(|seen| seen.clean).count() >= criterion.right_in_window
            && !latest(criterion.calm).any(|seen| !seen.right && seen.confidence == Some(Confidence::Certain))
            && detection.sensitivity() >= criterion.sensitivity
            && detection.criterion().abs() <= criterion.leaning
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learner::answer::Answer;

    fn record(right: bool, confidence: Confidence) -> Record {
        Record { answer: Some((Answer::Unauthorized, confidence)), right, hints: 0, mark: None }
    }

    fn truth(kind: Kind) -> Verdict {
        if (kind as usize) < 4 { Verdict::Unauthorized } else { Verdict::Forbidden }
    }

    /// Answers every kind once, on the situation of this number.
    fn turn(mastery: &mut Mastery, situation: &str, right: impl Fn(Kind) -> bool) {
        for kind in Kind::core() {
            mastery.see(*kind, truth(*kind), situation, Telling::Http, &record(right(*kind), Confidence::Fairly));
        }
    }

    #[test]
    fn different_situations_in_every_kind_are_enough_and_the_same_ones_again_are_not() {
        let rule = Criterion::default();
        let mut mastery = Mastery::default();
        for _ in 0..8 {
            turn(&mut mastery, "a", |_| true);
            assert!(!mastery.reached(&rule));
        }
        for situation in ["b", "c", "d"] {
            assert!(!mastery.reached(&rule));
            turn(&mut mastery, situation, |_| true);
        }
        assert!(mastery.reached(&rule));
        mastery.reopen(Kind::Expired);
        assert_eq!(mastery.open(&rule), [Kind::Expired]);
    }

    #[test]
    fn an_error_a_hint_or_a_missed_line_closes_nothing() {
        let rule = Criterion::default();
        let spoilt: [fn(&mut Record); 3] = [
            |record| record.right = false,
            |record| record.hints = 1,
            |record| record.mark = Some(crate::learner::Mark { line: 1, right: false }),
        ];
        for spoil in spoilt {
            let mut mastery = Mastery::default();
            for situation in ["a", "b", "c", "d"] {
                turn(&mut mastery, situation, |_| true);
            }
            let mut last = record(true, Confidence::Fairly);
            spoil(&mut last);
            assert!(mastery.reached(&rule));
            mastery.see(Kind::Expired, Verdict::Unauthorized, "e", Telling::Http, &last);
            assert!(!mastery.reached(&rule));
        }
    }

    #[test]
    fn a_wrong_rule_never_reaches_it() {
        use crate::learner::diagnosis::WrongRule;
        for wrong in WrongRule::ALL {
            let mut mastery = Mastery::default();
            for number in 0..20 {
                turn(&mut mastery, &number.to_string(), |kind| wrong.answers(kind) == Some(truth(kind)));
                assert!(!mastery.reached(&Criterion::default()), "{wrong:?}");
            }
        }
    }
}
