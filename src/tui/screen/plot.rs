//! Plots how sure the learner was against how often they were right.

use crate::document::{PlotBlock, PlotPoint};
use crate::learner::Confidence;
use crate::learner::measure::{Measures, Tally};
use crate::say;
use crate::text::capital;

/// How often a learner should be right at each level of confidence, in thousandths.
const CLAIMS: [u16; 3] = [500, 750, 1000];

/// Returns one point for each level of confidence that the learner has used.
pub(super) fn plot(measures: &Measures) -> PlotBlock {
    let levels = measures.confidence.iter().zip(CLAIMS).filter(|((_, tally), _)| tally.answered > 0);
    let thousandths = |tally: &Tally| u16::try_from(1000 * tally.right / tally.answered).unwrap_or(1000);
    let point = |((level, tally), expected): (&(Confidence, Tally), u16)| PlotPoint {
        label: capital(level.title()),
        expected,
        actual: thousandths(tally),
    };
    PlotBlock {
        across: say!("how sure you were").to_owned(),
        upwards: say!("how often you were right").to_owned(),
        points: levels.map(point).collect(),
    }
}
