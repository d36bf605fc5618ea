//! Counts all answers and right answers, by kind of case and by confidence.

use super::{Confidence, Record};
use crate::ruling::Verdict;
use crate::scenario::Kind;

/// A table that compares the codes that the learner gave with the right codes. Answers other than codes aren't counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnswerTable {
    /// Rows are right answers, and columns are the learner's answers. Rows and columns are in the order of
    /// [`Verdict::ALL`].
    counts: [[usize; 3]; 3],
}

impl AnswerTable {
    pub fn count(&mut self, right: Verdict, record: &Record) {
        if let Some(chosen) = record.answer.and_then(|(answer, _)| answer.verdict()) {
            self.counts[right as usize][chosen as usize] += 1;
        }
    }

    pub(crate) fn from_answers<'a>(answers: impl Iterator<Item = (Verdict, &'a Record)>) -> Self {
        let mut table = Self::default();
        answers.for_each(|(right, record)| table.count(right, record));
        table
    }

    pub(crate) fn count_of(&self, right: Verdict, chosen: Verdict) -> usize {
        self.counts[right as usize][chosen as usize]
    }

    /// Returns the codes that occur in the table. The result always includes 401 and 403.
    pub fn codes(&self) -> Vec<Verdict> {
        let occurs = |code: Verdict| {
            Verdict::ALL.iter().any(|other| self.count_of(code, *other) + self.count_of(*other, code) > 0)
        };
        Verdict::ALL.into_iter().filter(|code| *code != Verdict::Neither || occurs(*code)).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.counts.iter().flatten().all(|count| *count == 0)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub right: usize,
    pub answered: usize,
}

impl Tally {
    pub fn count(&mut self, right: bool) {
        self.answered += 1;
        self.right += usize::from(right);
    }

    /// Returns the proportion of right answers, or 0 if there are no answers.
    #[expect(clippy::cast_precision_loss, reason = "counts of answers are small")]
    pub fn share(self) -> f64 {
        if self.answered == 0 { 0.0 } else { self.right as f64 / self.answered as f64 }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measures {
    /// Questions for which the learner asked to see the ruling don't count.
    pub all: Tally,
    /// The counts for each kind of case, in the order of [`Kind::ALL`], including kinds without answers.
    pub kinds: Vec<(Kind, Tally)>,
    /// The counts for each level of confidence, in the order of [`Confidence::ALL`].
    pub confidence: Vec<(Confidence, Tally)>,
    pub confident_errors: usize,
    pub lucky_guesses: usize,
    pub revealed: usize,
}

impl Default for Measures {
    fn default() -> Self {
        Self {
            all: Tally::default(),
            kinds: Kind::ALL.iter().map(|kind| (*kind, Tally::default())).collect(),
            confidence: Confidence::ALL.into_iter().map(|level| (level, Tally::default())).collect(),
            confident_errors: 0,
            lucky_guesses: 0,
            revealed: 0,
        }
    }
}

impl Measures {
    pub fn count(&mut self, kind: Kind, record: &Record) {
        let Some((_, confidence)) = record.answer else {
            self.revealed += 1;
            return;
        };
        self.all.count(record.right);
        for (_, tally) in self.kinds.iter_mut().filter(|(known, _)| *known == kind) {
            tally.count(record.right);
        }
        for (_, tally) in self.confidence.iter_mut().filter(|(known, _)| *known == confidence) {
            tally.count(record.right);
        }
        self.confident_errors += usize::from(!record.right && confidence == Confidence::Certain);
        self.lucky_guesses += usize::from(record.right && confidence == Confidence::Guess);
    }

    pub(crate) fn from_answers<'a>(answers: impl Iterator<Item = (Kind, &'a Record)>) -> Self {
        let mut measures = Self::default();
        answers.for_each(|(kind, record)| measures.count(kind, record));
        measures
    }
}
