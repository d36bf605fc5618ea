//! The confidence plot: how sure the learner was, and how often they were right.

use crate::learner::measure::Measures;

/// The share of right answers that each level of confidence claims.
const CLAIMS: [f64; 3] = [0.5, 0.75, 1.0];

/// One point for each level that was used.
pub(super) fn points(measures: &Measures) -> Vec<(f64, f64)> {
    let levels = measures.confidence.iter().zip(CLAIMS).filter(|((_, tally), _)| tally.answered > 0);
    let share = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    levels.map(|((_, tally), claim)| (claim, share(tally.right) / share(tally.answered))).collect()
}
