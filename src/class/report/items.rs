//! How each question went, and which ones need a look.
//!
//! Owns facility, discrimination, and the bounds for attention.

use super::{Class, Paper};
use crate::learner::Confidence;
use crate::learner::measure::Tally;
use crate::say;

/// So many answers are needed before a question is judged.
const ENOUGH: usize = 5;

/// One question over all exams.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemReport {
    /// The scenario's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Right answers out of all.
    pub tally: Tally,
    /// How many were wrong and certain.
    pub confident_errors: usize,
    /// The correlation of being right here with being right elsewhere (point-biserial, the question itself left out);
    /// nothing where one of the two does not vary.
    pub discrimination: Option<f64>,
}

impl ItemReport {
    /// The share that is right, from 0 to 1.
    #[must_use]
    pub fn facility(&self) -> f64 {
        share(self.tally.right, self.tally.answered)
    }

    /// Why it needs a look, if it does.
    #[must_use]
    pub fn needs_attention(&self) -> Option<&'static str> {
        if self.tally.answered < ENOUGH {
            return None;
        }
        if self.discrimination.is_some_and(|correlation| correlation < 0.0) {
            return Some(say!("those who are right elsewhere are wrong here"));
        }
        if 3 * self.confident_errors > self.tally.answered {
            return Some(say!("more than a third are wrong and certain"));
        }
        (self.facility() < 0.4).then_some(say!("fewer than four in ten are right"))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of answers are small")]
pub(super) fn share(part: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 }
}

impl Class {
    /// Every question that was asked, the hardest first.
    #[must_use]
    pub fn items(&self) -> Vec<ItemReport> {
        let mut reports: Vec<(ItemReport, Vec<(bool, f64)>)> = self
            .key
            .items
            .iter()
            .map(|item| {
                let (id, title) = (item.id.clone(), item.title.clone());
                let tally = Tally::default();
                (ItemReport { id, title, tally, confident_errors: 0, discrimination: None }, Vec::new())
            })
            .collect();
        for paper in self.papers() {
            for graded in &paper.answers {
                let Some((report, pairs)) = reports.get_mut(graded.item) else { continue };
                report.tally.count(graded.right);
                let certain = matches!(graded.answer, Some((_, Confidence::Certain)));
                report.confident_errors += usize::from(certain && !graded.right);
                pairs.push((graded.right, elsewhere(paper, graded.right)));
            }
        }
        let mut reports: Vec<ItemReport> = reports
            .into_iter()
            .filter(|(report, _)| report.tally.answered > 0)
            .map(|(report, pairs)| ItemReport { discrimination: correlation(&pairs), ..report })
            .collect();
        reports.sort_by(|one, other| one.facility().total_cmp(&other.facility()).then_with(|| one.id.cmp(&other.id)));
        reports
    }
}

/// The share of the other questions of an exam that is right.
fn elsewhere(paper: &Paper, right_here: bool) -> f64 {
    let tally = paper.tally();
    share(tally.right - usize::from(right_here), tally.answered.saturating_sub(1))
}

/// The correlation of a yes or no with a number.
fn correlation(pairs: &[(bool, f64)]) -> Option<f64> {
    let count = share(pairs.len(), 1);
    let mean = |values: &dyn Fn(&(bool, f64)) -> f64| pairs.iter().map(values).sum::<f64>() / count;
    let here = |pair: &(bool, f64)| f64::from(u8::from(pair.0));
    let (left, right) = (mean(&here), mean(&|pair| pair.1));
    let product = mean(&|pair| (here(pair) - left) * (pair.1 - right));
    let spread = mean(&|pair| (here(pair) - left).powi(2)) * mean(&|pair| (pair.1 - right).powi(2));
    (spread > 1e-12).then(|| product / spread.sqrt())
}

#[cfg(test)]
mod tests {
    use super::correlation;

    #[test]
    fn correlation_is_that_of_the_textbook() {
        let near = |pairs: &[(bool, f64)], wanted: f64| (correlation(pairs).expect("varies") - wanted).abs() < 1e-9;
        assert!(near(&[(true, 1.0), (false, 0.0), (true, 1.0), (false, 0.0)], 1.0));
        assert!(near(&[(true, 0.0), (false, 1.0)], -1.0));
        // Values 1, 2, 3, 4 with 0, 0, 1, 1: 1 / sqrt(1.25).
        assert!(near(&[(false, 1.0), (false, 2.0), (true, 3.0), (true, 4.0)], 1.0 / 1.25_f64.sqrt()));
        assert_eq!(correlation(&[(true, 0.5), (true, 0.7)]), None);
        assert_eq!(correlation(&[]), None);
    }
}
