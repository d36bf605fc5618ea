//! Represents test results, and computes whether chance could explain the difference between two results.

use crate::learner::measure::{AnswerTable, Tally};
use crate::round::{Record, Round};
use crate::scenario::Kind;
use crate::sorting::sort_by;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    pub answers: Vec<(Kind, Record)>,
}

impl Score {
    pub fn right(&self) -> usize {
        self.answers.iter().filter(|(_, record)| record.right).count()
    }

    pub fn total(&self) -> usize {
        self.answers.len()
    }

    pub fn answer_table(&self) -> AnswerTable {
        AnswerTable::from_answers(self.answers.iter().filter_map(|(kind, record)| Some((kind.verdict()?, record))))
    }

    /// Returns the kinds of case with at least one wrong answer.
    pub fn missed(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> =
            self.answers.iter().filter(|(_, record)| !record.right).map(|(kind, _)| *kind).collect();
        sort_by(&mut kinds, Ord::cmp);
        kinds.dedup();
        kinds
    }

    /// Returns whether the learner seems to know the subject, which requires at least ten answers and at most one
    /// mistake.
    pub(super) fn may_know(&self) -> bool {
        self.total() >= 10 && self.right() + 1 >= self.total()
    }

    /// Returns whether the learner knows the subject. The learner must have answered at least eight questions, with at
    /// most one wrong answer, and must not have been certain of a wrong answer.
    pub(super) fn knows(&self) -> bool {
        let is_certain = self.answers.iter().any(|(_, record)| record.confident_error());
        let wrong = self.total() - self.right();
        self.total() >= 8 && (wrong == 0 || wrong == 1 && !is_certain)
    }
}

/// Returns whether chance could explain the gain. This is the case if a gain of at least this size would have a
/// probability above 5% without any real improvement (Fisher's exact test, one-sided).
pub(crate) fn is_chance(before: &Score, after: &Score) -> bool {
    let choose = |all: usize, some: usize| (0..some).map(|i| count(all - i) / count(i + 1)).product::<f64>();
    let (first, second) = (before.total(), after.total());
    let right = before.right() + after.right();
    let most = right.min(second);
    let likelihood = |hits: usize| {
        let rest = right - hits;
        if rest > first { 0.0 } else { choose(second, hits) * choose(first, rest) / choose(first + second, right) }
    };
    (after.right()..=most).map(likelihood).sum::<f64>() > 0.05
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Counts the pairs in a round, and those in which the learner answered both cases correctly. The two cases of a pair
/// have different codes. The second answer alone therefore says little, because it follows from the first.
pub(super) fn both_right(round: &Round) -> Tally {
    let right: Vec<bool> = round.answered().map(|(_, record)| record.right).collect();
    let pairs = right.chunks(2);
    Tally { right: pairs.clone().filter(|pair| pair.iter().all(|right| *right)).count(), answered: pairs.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learner::Confidence;
    use crate::learner::answer::Answer;

    fn score(right: usize, total: usize, confidence: Confidence) -> Score {
        let record = |index| Record {
            answer: Some((Answer::Forbidden, confidence)),
            right: index < right,
            hints: 0,
            mark: None,
        };
        Score { answers: (0..total).map(|index| (Kind::core()[index % 8], record(index))).collect() }
    }

    #[test]
    fn chance_explains_a_small_gain_and_not_a_large_one() {
        let of_ten = |right| score(right, 10, Confidence::Fairly);
        assert!(is_chance(&of_ten(8), &of_ten(10)) && is_chance(&of_ten(5), &of_ten(8)));
        assert!(!is_chance(&of_ten(3), &of_ten(10)) && !is_chance(&of_ten(6), &of_ten(10)));
    }

    #[test]
    fn one_error_is_forgiven_unless_it_was_certain() {
        assert!(score(7, 8, Confidence::Fairly).knows() && !score(7, 8, Confidence::Certain).knows());
        assert!(score(8, 8, Confidence::Certain).knows() && !score(6, 8, Confidence::Guess).knows());
        assert!(score(9, 10, Confidence::Certain).may_know() && !score(8, 10, Confidence::Guess).may_know());
    }
}
