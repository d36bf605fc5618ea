//! Plain counts of answers: how many, and how many right, by kind and by confidence. Must not judge a learner.

use super::{Confidence, Record};
use crate::ruling::Verdict;
use crate::scenario::Kind;

/// The answers that are codes, against the code that is right. Claims, servers and answers in words aren't counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnswerTable {
    /// A row for each right answer and a column for each given one, in the order of [`Verdict::ALL`].
    counts: [[usize; 3]; 3],
}

impl AnswerTable {
    /// Counts one answer to a question with this right answer.
    pub fn count(&mut self, right: Verdict, record: &Record) {
        if let Some(chosen) = record.answer.and_then(|(answer, _)| answer.verdict()) {
            self.counts[right as usize][chosen as usize] += 1;
        }
    }

    /// Counts these answers, each with the right one.
    pub fn from_answers<'a>(answers: impl Iterator<Item = (Verdict, &'a Record)>) -> Self {
        let mut table = Self::default();
        answers.for_each(|(right, record)| table.count(right, record));
        table
    }

    /// How often one answer was given where another, or the same, was right.
    pub fn count_of(&self, right: Verdict, chosen: Verdict) -> usize {
        self.counts[right as usize][chosen as usize]
    }

    /// The answers that were right or given at least once; 401 and 403 always.
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

/// Right answers out of all answers.
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
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measures {
    /// Revealed answers count as wrong.
    pub all: Tally,
    /// By kind, in the order of [`Kind::ALL`], including kinds without answers.
    pub kinds: Vec<(Kind, Tally)>,
    /// By confidence, in the order of [`Confidence::ALL`].
    pub confidence: Vec<(Confidence, Tally)>,
    /// Wrong answers of which the learner was certain, which deserve attention first.
    pub confident_errors: usize,
    /// Right answers that were guesses.
    pub lucky_guesses: usize,
    /// Questions given up.
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
    /// Counts one answer to an item of this kind.
    pub fn count(&mut self, kind: Kind, record: &Record) {
        self.all.count(record.right);
        for (_, tally) in self.kinds.iter_mut().filter(|(known, _)| *known == kind) {
            tally.count(record.right);
        }
        let Some((_, confidence)) = record.answer else {
            self.revealed += 1;
            return;
        };
        for (_, tally) in self.confidence.iter_mut().filter(|(known, _)| *known == confidence) {
            tally.count(record.right);
        }
        self.confident_errors += usize::from(!record.right && confidence == Confidence::Certain);
        self.lucky_guesses += usize::from(record.right && confidence == Confidence::Guess);
    }

    /// Counts these answers, each with the kind of its item.
    pub fn from_answers<'a>(answers: impl Iterator<Item = (Kind, &'a Record)>) -> Self {
        let mut measures = Self::default();
        answers.for_each(|(kind, record)| measures.count(kind, record));
        measures
    }
}
