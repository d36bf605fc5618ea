//! Compares the learner's confidence with the proportion of correct answers.

use crate::document::{PlotBlock, PlotPoint};
use crate::learner::Confidence;
use crate::learner::measure::{Measures, Tally};
use crate::say;
use crate::text::capital;

/// The proportion of answers that should be correct at each confidence level.
const CLAIMS: [f64; 3] = [0.5, 0.75, 1.0];

pub(super) fn plot(measures: &Measures) -> PlotBlock {
    let levels = measures.confidence.iter().zip(CLAIMS).filter(|((_, tally), _)| tally.answered > 0);
    let point = |((level, tally), expected): (&(Confidence, Tally), f64)| PlotPoint {
        label: capital(level.title()),
        expected,
        actual: tally.share(),
    };
    PlotBlock {
        actual: say!("you").to_owned(),
        expected: say!("expected").to_owned(),
        points: levels.map(point).collect(),
    }
}
