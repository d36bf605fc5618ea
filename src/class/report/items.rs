//! Computes the results of each question and decides which questions need checking.
//!
//! This module computes facility and discrimination, and sets the limits for both.

use super::{Class, GradedExam};
use crate::i18n::decimal;
use crate::learner::Confidence;
use crate::learner::measure::Tally;
use crate::say;
use crate::sorting::sort_by;

/// The minimum number of answers needed to call a question hard.
pub(crate) const ENOUGH: usize = 5;

/// The minimum number of answers needed to report a correlation. With fewer answers, a correlation would be mostly
/// noise.
const ENOUGH_FOR_CORRELATION: usize = 20;

const NORMAL_95: f64 = 1.96;

/// The results of one question across all exams.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemReport {
    pub id: String,
    pub title: String,
    pub language: String,
    pub tally: Tally,
    /// The number of wrong answers from students who were certain.
    pub confident_errors: usize,
    /// The point-biserial correlation between answering the question correctly and the score in the rest of the exam,
    /// computed separately for the first and the second exams. The value is `None` if all answers to the question, or
    /// all scores in the rest of the exam, are the same.
    pub discrimination: Option<f64>,
    /// The number of answers that the discrimination is computed from. An exam with a single question has no rest.
    compared: usize,
}

impl ItemReport {
    /// Returns the share of right answers, which test theory calls facility.
    pub fn facility(&self) -> f64 {
        self.tally.share()
    }

    /// Returns the 95% confidence interval of the discrimination, computed with Fisher's transformation; `None` for
    /// fewer than 20 answers.
    pub(crate) fn interval(&self) -> Option<(f64, f64)> {
        if self.compared < ENOUGH_FOR_CORRELATION {
            return None;
        }
        let transformed = libm::atanh(self.discrimination?.clamp(-0.999, 0.999));
        let half = NORMAL_95 / (float(self.compared) - 3.0).sqrt();
        Some((libm::tanh(transformed - half), libm::tanh(transformed + half)))
    }

    pub(crate) fn discrimination_text(&self) -> String {
        match (self.discrimination, self.interval()) {
            (Some(value), Some((low, high))) => {
                say!("{} (95%: {} to {})", decimal(value, 2), decimal(low, 2), decimal(high, 2))
            }
            _ if self.compared < ENOUGH_FOR_CORRELATION => say!("too few answers to say").to_owned(),
            _ => say!("all answers are the same").to_owned(),
        }
    }

    pub(crate) fn needs_attention(&self) -> Option<String> {
        if let (Some(value), Some((_, high))) = (self.discrimination, self.interval())
            && high < 0.0
        {
            let answers = self.compared;
            return Some(say!(
                "stronger students get it wrong more often (r = {}, {} answers)",
                decimal(value, 2),
                answers
            ));
        }
        if self.tally.answered < ENOUGH {
            return None;
        }
        if 3 * self.confident_errors > self.tally.answered {
            return Some(say!("more than a third of the students were certain but wrong").to_owned());
        }
        (self.facility() < 0.4).then(|| say!("fewer than 4 in 10 answers are correct").to_owned())
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of answers are small")]
fn float(count: usize) -> f64 {
    count as f64
}

impl Class {
    /// Returns the results of every question in the exams, sorted from the hardest to the easiest.
    pub fn items(&self) -> Vec<ItemReport> {
        let mut reports: Vec<(ItemReport, Vec<(f64, f64)>)> = self
            .key
            .items
            .iter()
            .map(|item| {
                let (id, title, language) = (item.id.clone(), item.title.clone(), item.language.clone());
                let tally = Tally::default();
                (
                    ItemReport { id, title, language, tally, confident_errors: 0, discrimination: None, compared: 0 },
                    Vec::new(),
                )
            })
            .collect();
        for exams in self.exams() {
            let mut groups: Vec<Vec<(bool, f64)>> = vec![Vec::new(); reports.len()];
            for paper in exams {
                for graded in &paper.answers {
                    let Some((report, _)) = reports.get_mut(graded.item) else { continue };
                    report.tally.count(graded.right);
                    let certain = matches!(graded.answer, Some((_, Some(Confidence::Certain))));
                    report.confident_errors += usize::from(certain && !graded.right);
                    groups[graded.item].extend(elsewhere(paper, graded.right).map(|share| (graded.right, share)));
                }
            }
            for ((_, pairs), group) in reports.iter_mut().zip(groups) {
                pairs.extend(centred(&group));
            }
        }
        let mut reports: Vec<ItemReport> = reports
            .into_iter()
            .filter(|(report, _)| report.tally.answered > 0)
            .map(|(report, pairs)| ItemReport { discrimination: correlation(&pairs), compared: pairs.len(), ..report })
            .collect();
        sort_by(&mut reports, |one, other| {
            one.facility().total_cmp(&other.facility()).then_with(|| one.id.cmp(&other.id))
        });
        reports
    }
}

fn elsewhere(paper: &GradedExam, right_here: bool) -> Option<f64> {
    let tally = paper.tally();
    let others = Tally { right: tally.right - usize::from(right_here), answered: tally.answered.saturating_sub(1) };
    (others.answered > 0).then(|| others.share())
}

/// Subtracts the group's means from its pairs, so that the pairs of several groups can be combined.
fn centred(pairs: &[(bool, f64)]) -> Vec<(f64, f64)> {
    let count = float(pairs.len());
    let is_right = |pair: &(bool, f64)| f64::from(u8::from(pair.0));
    let mean = |values: &dyn Fn(&(bool, f64)) -> f64| pairs.iter().map(values).sum::<f64>() / count;
    let (left, right) = (mean(&is_right), mean(&|pair| pair.1));
    pairs.iter().map(|pair| (is_right(pair) - left, pair.1 - right)).collect()
}

/// Computes the correlation of centred pairs; `None` if either value is the same in all pairs.
fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let sum = |values: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(values).sum::<f64>();
    let spread = sum(&|pair| pair.0.powi(2)) * sum(&|pair| pair.1.powi(2));
    (spread > 1e-12).then(|| sum(&|pair| pair.0 * pair.1) / spread.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlation_is_that_of_the_textbook() {
        let centred_correlation = |pairs: &[(bool, f64)]| correlation(&centred(pairs));
        let near = |pairs: &[(bool, f64)], expected: f64| {
            (centred_correlation(pairs).expect("varies") - expected).abs() < 1e-9
        };
        assert!(near(&[(true, 1.0), (false, 0.0), (true, 1.0), (false, 0.0)], 1.0));
        assert!(near(&[(true, 0.0), (false, 1.0)], -1.0));
        assert!(near(&[(false, 1.0), (false, 2.0), (true, 3.0), (true, 4.0)], 1.0 / 1.25_f64.sqrt()));
        assert_eq!(centred_correlation(&[(true, 0.5), (true, 0.7)]), None);
        assert_eq!(centred_correlation(&[]), None);
    }

    fn report(discrimination: f64, answered: usize) -> ItemReport {
        let tally = Tally { right: answered * 6 / 10, answered };
        let (id, title, language) = (String::new(), String::new(), String::new());
        ItemReport {
            id,
            title,
            language,
            tally,
            confident_errors: 0,
            discrimination: Some(discrimination),
            compared: answered,
        }
    }

    #[test]
    fn a_question_is_blamed_only_when_the_interval_is_below_zero_and_there_are_20_answers() {
        assert_eq!(report(-0.9, 19).needs_attention(), None);
        assert_eq!(report(-0.9, 19).discrimination_text(), "too few answers to say");
        assert_eq!(report(-0.3, 20).needs_attention(), None, "the interval reaches above zero");
        let said = report(-0.6, 20).needs_attention().expect("wholly below zero");
        assert_eq!(said, "stronger students get it wrong more often (r = \u{2212}0.60, 20 answers)");
    }

    /// About 2.5% of sound questions are flagged by chance. Flagging every negative correlation would flag 17 to 49% of
    /// sound questions.
    #[test]
    fn sound_questions_are_seldom_blamed() {
        let mut random = crate::random::Random(7);
        let mut blamed = 0;
        for _ in 0..1000 {
            let pairs: Vec<(bool, f64)> =
                (0..24).map(|_| (random.below(10) < 7, float(random.below(10)) / 9.0)).collect();
            let tally = Tally { right: 17, answered: 24 };
            let discrimination = correlation(&centred(&pairs));
            let report = ItemReport { tally, discrimination, ..report(0.0, 24) };
            blamed += usize::from(report.interval().is_some_and(|(_, high)| high < 0.0));
        }
        assert!(blamed < 40, "{blamed} of 1000");
    }
}
