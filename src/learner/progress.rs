//! Computes the learner's progress: how well the learner tells the codes apart, whether the learner's confidence is
//! justified, and what the learner has forgotten.
//!
//! Every number is accompanied by a sentence that explains it.

use std::collections::BTreeMap;

use super::detection::Detection;
use super::diagnosis::Belief;
use super::measure::{AnswerTable, Measures, Tally};
use super::{Confidence, Record};
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::Kind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoursePart {
    PreTest,
    PostTest,
    CheckUp,
    Practice,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastAnswer {
    pub round_id: String,
    pub item: String,
    pub kind: Kind,
    /// The right code, or `None` if the question doesn't ask for a code.
    pub truth: Option<Verdict>,
    pub part: CoursePart,
    pub record: Record,
}

const BLOCK: usize = 12;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ItemCount {
    pub tally: Tally,
    pub confident_errors: usize,
    /// How often the learner chose each level of confidence, in the order of [`Confidence::ALL`].
    pub confidence: [usize; 3],
}

impl ItemCount {
    /// Returns whether the scenario deserves a closer look: it has at least two answers, and most of them are wrong.
    pub(crate) fn needs_attention(&self) -> bool {
        self.tally.answered >= 2 && 2 * self.tally.right < self.tally.answered
    }
}

#[derive(Clone, Debug, Default)]
pub struct Progress {
    pub measures: Measures,
    /// How well the learner tells 401 from 403 in all core kinds of case.
    pub detection: Detection,
    /// How well the learner tells 401 from 403 in each block of consecutive answers.
    pub curve: Vec<Detection>,
    /// The sum of the learner's certainty marks. A right answer earns 1, 2 or 3 marks, and a wrong answer 0, -2 or -6
    /// (Gardner-Medwin 2006).
    pub marks: i64,
    pub belief: Belief,
    pub table: AnswerTable,
    pub tests: [Tally; 2],
    /// The number of kinds of case that the learner first got wrong and later right, and how many of those the learner
    /// then got wrong again.
    pub returned: (usize, usize),
    /// The results for each scenario, sorted by id.
    pub items: BTreeMap<String, ItemCount>,
}

impl Progress {
    /// Computes progress from answers, which must be in chronological order.
    pub(crate) fn from_answers<'a>(answers: impl Iterator<Item = &'a PastAnswer>) -> Self {
        let mut progress = Self::default();
        let mut block = Detection::default();
        let mut seen = 0;
        let mut kinds = [KindHistory::default(); 8];
        for answer in answers {
            progress.measures.count(answer.kind, &answer.record);
            if answer.record.answer.is_none() {
                continue;
            }
            let count = progress.items.entry(answer.item.clone()).or_default();
            count.tally.count(answer.record.right);
            count.confident_errors += usize::from(answer.record.confident_error());
            if let Some(level) = answer.record.confidence() {
                count.confidence[level as usize] += 1;
            }
            progress.marks += marks(&answer.record);
            match answer.part {
                CoursePart::PreTest => progress.tests[0].count(answer.record.right),
                CoursePart::PostTest => progress.tests[1].count(answer.record.right),
                CoursePart::CheckUp | CoursePart::Practice => {}
            }
            let Some(kind) = kinds.get_mut(answer.kind as usize) else { continue };
            kind.see(answer.record.right);
            let Some(truth) = answer.truth else { continue };
            progress.detection.see(truth, answer.record.right);
            block.see(truth, answer.record.right);
            seen += 1;
            if seen % BLOCK == 0 {
                progress.curve.push(std::mem::take(&mut block));
            }
            progress.answered(answer.kind, truth, &answer.record);
        }
        progress.returned =
            (kinds.iter().filter(|kind| kind.corrected).count(), kinds.iter().filter(|kind| kind.returned).count());
        progress
    }

    pub(crate) fn has_enough_answers(&self) -> bool {
        self.detection.signals + self.detection.others >= 8
    }

    pub fn sentences(&self) -> Vec<String> {
        let detection = self.detection;
        let mut sentences = Vec::new();
        if detection.sensitivity() + detection.half_width() < 0.0 {
            sentences.push(say!("You have the two codes the wrong way round.").to_owned());
        }
        match detection.criterion() {
            lean if lean < -0.3 => sentences.push(say!("You say 403 too readily.").to_owned()),
            lean if lean > 0.3 => sentences.push(say!("You say 401 too readily.").to_owned()),
            _ => {}
        }
        sentences.push(say!(
            "Certainty marks: {}. A right answer earns 1, 2 or 3 marks, depending on your confidence; a wrong answer costs 0, 2 or 6.",
            self.marks
        ));
        let [before, after] = self.tests;
        if before.answered > 0 && after.answered > 0 {
            let counts = [before.right, before.answered, after.right, after.answered];
            sentences.push(say!(
                "Pre-test: {} of {} correct. Post-test: {} of {}.", counts[0], counts[1], counts[2], counts[3]
            ));
        }
        sentences
    }

    fn answered(&mut self, kind: Kind, truth: Verdict, record: &Record) {
        let Some((answer, confidence)) = record.answer else { return };
        if let Some(verdict) = answer.verdict() {
            self.belief.see(kind, verdict, confidence);
        }
        self.table.count(truth, record);
    }

    /// Returns the normalised gain from pre-test to post-test, (post - pre) / (1 - pre), as a percentage. Returns
    /// `None` if either test isn't finished, or if the pre-test left no room for improvement.
    pub fn gain(&self) -> Option<i64> {
        let [before, after] = self.tests;
        if before.answered == 0 || after.answered == 0 || before.right == before.answered {
            return None;
        }
        let hundredths = |tally: Tally| i64::try_from(100 * tally.right / tally.answered).unwrap_or(0);
        let (before, after) = (hundredths(before), hundredths(after));
        Some(100 * (after - before) / (100 - before))
    }
}

#[derive(Clone, Copy, Default)]
struct KindHistory {
    wrong: bool,
    corrected: bool,
    returned: bool,
}

impl KindHistory {
    fn see(&mut self, right: bool) {
        self.returned |= self.corrected && !right;
        self.corrected |= self.wrong && right;
        self.wrong |= !right;
    }
}

/// Returns the certainty mark of an answer, from -6 to 3 (Gardner-Medwin 2006).
pub fn marks(record: &Record) -> i64 {
    match (record.right, record.confidence()) {
        (true, Some(Confidence::Guess)) => 1,
        (true, Some(Confidence::Fairly)) => 2,
        (true, Some(Confidence::Certain)) => 3,
        (false, Some(Confidence::Fairly)) => -2,
        (false, Some(Confidence::Certain)) => -6,
        (_, None) | (false, Some(Confidence::Guess)) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learner::answer::Answer;

    fn past_answer(kind: Kind, right: bool, confidence: Confidence, part: CoursePart) -> PastAnswer {
        let truth = if (kind as usize) < 4 { Verdict::Unauthorized } else { Verdict::Forbidden };
        let other = if truth == Verdict::Forbidden { Verdict::Unauthorized } else { Verdict::Forbidden };
        let answer = Answer::from(if right { truth } else { other });
        let record = Record { answer: Some((answer, confidence)), right, hints: 0, mark: None };
        PastAnswer { round_id: "r".into(), item: format!("{kind:?}"), kind, truth: Some(truth), part, record }
    }

    #[test]
    fn sums_up_what_was_answered() {
        let answers = [
            past_answer(Kind::Expired, false, Confidence::Certain, CoursePart::PreTest),
            past_answer(Kind::NotOwner, true, Confidence::Guess, CoursePart::PreTest),
            past_answer(Kind::Expired, true, Confidence::Fairly, CoursePart::Practice),
            past_answer(Kind::Expired, false, Confidence::Guess, CoursePart::CheckUp),
            past_answer(Kind::Expired, true, Confidence::Certain, CoursePart::PostTest),
        ];
        let progress = Progress::from_answers(answers.iter());
        assert_eq!(progress.marks, -6 + 1 + 2 + 3);
        let codes = [Verdict::Unauthorized, Verdict::Forbidden];
        let table = codes.map(|right| codes.map(|chosen| progress.table.count_of(right, chosen)));
        assert_eq!(table, [[2, 2], [0, 1]]);
        assert_eq!(progress.returned, (1, 1));
        assert_eq!(progress.gain(), Some(100));
        let said = progress.sentences().join(" ");
        assert!(said.contains("Pre-test: 1 of 2 correct. Post-test: 1 of 1.") && !said.contains("d'"), "{said}");
        assert_eq!(progress.items["Expired"].tally, Tally { right: 2, answered: 4 });
    }
}
