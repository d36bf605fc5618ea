//! Applies signal detection theory to measure how well the learner tells 403 from 401, and whether the learner favours
//! one code.
//!
//! A question whose right answer is 403 counts as a signal. A hit is a correct answer of 403, and a false alarm is an
//! answer of 403 where 401 was right. The rates use the log-linear correction, so that perfect answers also result in
//! finite values (Hautus 1995).

use crate::ruling::Verdict;

/// Counts of answers to questions whose right answer is 401 or 403.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Detection {
    /// How often the learner correctly answered 403.
    pub hits: u32,
    /// How often 403 was the right answer.
    pub signals: u32,
    /// How often the learner answered 403 when 401 was right.
    pub false_alarms: u32,
    /// How often 401 was the right answer.
    pub others: u32,
}

impl Detection {
    /// Counts one answer. Questions whose right answer is neither 401 nor 403 are ignored.
    pub fn see(&mut self, truth: Verdict, right: bool) {
        match truth {
            Verdict::Forbidden => {
                self.signals += 1;
                self.hits += u32::from(right);
            }
            Verdict::Unauthorized => {
                self.others += 1;
                self.false_alarms += u32::from(!right);
            }
            Verdict::Neither => {}
        }
    }

    pub fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.signals += other.signals;
        self.false_alarms += other.false_alarms;
        self.others += other.others;
    }

    fn rates(self) -> (f64, f64) {
        let rate = |count: u32, total: u32| (f64::from(count) + 0.5) / (f64::from(total) + 1.0);
        (rate(self.hits, self.signals), rate(self.false_alarms, self.others))
    }

    /// Returns the sensitivity d′, which is 0 for guessing and 2 or more for a learner who tells the two codes apart
    /// well.
    pub(crate) fn sensitivity(self) -> f64 {
        let (hit, false_alarm) = self.rates();
        quantile(hit) - quantile(false_alarm)
    }

    /// Returns the criterion c, which is below 0 for a bias towards 403 and above 0 for a bias towards 401.
    pub(crate) fn criterion(self) -> f64 {
        let (hit, false_alarm) = self.rates();
        -0.5 * (quantile(hit) + quantile(false_alarm))
    }

    /// Returns half the width of the 95% confidence interval of d′ (Gourevitch and Galanter 1967).
    pub(crate) fn half_width(self) -> f64 {
        let (hit, false_alarm) = self.rates();
        let part = |rate: f64, total: u32| {
            let density = libm::exp(-0.5 * quantile(rate).powi(2)) / (2.0 * std::f64::consts::PI).sqrt();
            rate * (1.0 - rate) / ((f64::from(total) + 1.0) * density.powi(2))
        };
        1.96 * (part(hit, self.signals) + part(false_alarm, self.others)).sqrt()
    }
}

/// Returns the quantile of the standard normal distribution for a probability between 0 and 1, using Acklam's rational
/// approximation. The relative error of the approximation is below 1.2e-9.
fn quantile(probability: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1, 2.209_460_984_245_205e2, -2.759_285_104_469_687e2, 1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1, 2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1, 1.615_858_368_580_409e2, -1.556_989_798_598_866e2, 6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3, -3.223_964_580_411_365e-1, -2.400_758_277_161_838, -2.549_732_539_343_734,
        4.374_664_141_464_968, 2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416];
    const TAIL: f64 = 0.024_25;
    let polynomial = |factors: &[f64], x: f64| factors.iter().fold(0.0, |sum, factor| sum * x + factor);
    let tail = |probability: f64| {
        let x = (-2.0 * libm::log(probability)).sqrt();
        polynomial(&C, x) / (polynomial(&D, x) * x + 1.0)
    };
    if probability < TAIL {
        tail(probability)
    } else if probability > 1.0 - TAIL {
        -tail(1.0 - probability)
    } else {
        let centred = probability - 0.5;
        let square = centred * centred;
        polynomial(&A, square) * centred / (polynomial(&B, square) * square + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_the_tables() {
        for (probability, expected) in
            [(0.5, 0.0), (0.975, 1.959_964), (0.025, -1.959_964), (0.001, -3.090_232), (0.9, 1.281_552)]
        {
            assert!((quantile(probability) - expected).abs() < 1e-5, "{probability}");
        }
    }

    #[test]
    fn guessing_is_zero_and_a_leaning_shows() {
        let guessing = Detection { hits: 6, signals: 12, false_alarms: 6, others: 12 };
        assert!(guessing.sensitivity().abs() < 1e-9 && guessing.criterion().abs() < 1e-9);
        let always = Detection { hits: 12, signals: 12, false_alarms: 12, others: 12 };
        assert!(always.sensitivity().abs() < 1e-9 && always.criterion() < -1.0);
        let mut perfect = Detection::default();
        for _ in 0..8 {
            perfect.see(Verdict::Forbidden, true);
            perfect.see(Verdict::Unauthorized, true);
        }
        assert!(perfect.sensitivity() > 3.0 && perfect.criterion().abs() < 1e-9 && perfect.half_width() > 0.5);
    }
}
