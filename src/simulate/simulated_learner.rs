//! Implements simulated learners: five families, each with a different model of learning, and learners with fixed
//! habits.
//!
//! No model depends on the policies, on the number of right answers in a row, or on the mastery criterion.

use super::people::Habits;
use crate::course::pages;
use crate::learner::Confidence;
use crate::learner::diagnosis::WrongRule;
use crate::random::Random;
use crate::round::{Item, ItemId};
use crate::ruling::Verdict;
use crate::scenario::Kind;

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Family {
        /// Learners who weigh complete rules against each other.
        Rule = "rule",
        /// Learners who know each kind of case either completely or not at all, independently of the other kinds:
        /// Bayesian knowledge tracing (Corbett and Anderson 1995).
        Tracing = "tracing",
        /// Learners who compare each case with cases that they remember, paying equal attention to all features
        /// (Nosofsky 1986).
        Exemplar = "exemplar",
        /// Learners who improve at a kind of case with every right or wrong answer: performance factors analysis
        /// (Pavlik, Cen and Koedinger 2009).
        Factors = "factors",
        /// Learners who learn how strongly each feature suggests 403, using the delta rule (Gluck and Bower 1988).
        Delta = "delta",
    }
}

impl Family {
    /// Creates a learner. The first four misconceptions are distributed equally among the learners of a family.
    pub(super) fn learner(self, number: usize) -> SimulatedLearner {
        let held = WrongRule::ALL[number % 4];
        match self {
            Self::Rule => SimulatedLearner::rule(held),
            Self::Tracing => SimulatedLearner::tracing(held, number),
            Self::Exemplar => SimulatedLearner::exemplar(held),
            Self::Factors => SimulatedLearner::factors(held),
            Self::Delta => SimulatedLearner::delta(held),
        }
    }
}

/// The probability that a learner carelessly gives the other code.
const SLIP: f64 = 0.05;

fn truth(kind: Kind) -> Verdict {
    kind.verdict().unwrap_or(Verdict::Neither)
}

/// The features of each core kind of case, in the order of [`Kind::core`]. The columns are: credentials were sent, they
/// are genuine, they are current, they are for this service, permission is missing, the resource belongs to someone
/// else, a policy refuses the request, and access is closed to everyone.
const FEATURES: [[f64; 8]; 8] = [
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0],
    [1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0],
    [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0],
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0],
];

#[derive(Clone, Debug)]
pub(super) enum SimulatedLearner {
    /// The weight of each rule, starting with the rule of the specification.
    Rule {
        weights: [f64; 6],
    },
    Tracing {
        known: [bool; 8],
        guess: f64,
    },
    /// How strongly the learner remembers 401 and 403 for each kind of case.
    Exemplar {
        strength: [[f64; 2]; 8],
    },
    /// The log odds of a right answer to each kind of case.
    Factors {
        logits: [f64; 8],
    },
    /// How strongly each feature suggests 403. The last weight is the bias.
    Delta {
        weights: [f64; 9],
    },
    Habits(Habits),
}

impl SimulatedLearner {
    fn rule(held: WrongRule) -> Self {
        let mut weights = [0.06; 6];
        weights[held as usize + 1] = 0.7;
        Self::Rule { weights }
    }

    fn tracing(held: WrongRule, number: usize) -> Self {
        let mut random = Random(number as u64 ^ 0xB4_7ACE);
        let mut known = [false; 8];
        for (index, kind) in Kind::core().iter().enumerate() {
            known[index] = held.answers(*kind) == Some(truth(*kind)) && random.share() < 0.7;
        }
        Self::Tracing { known, guess: 0.4 }
    }

    fn exemplar(held: WrongRule) -> Self {
        let mut strength = [[0.0; 2]; 8];
        for (index, kind) in Kind::core().iter().enumerate() {
            strength[index][usize::from(held.answers(*kind) == Some(Verdict::Forbidden))] = 1.0;
        }
        Self::Exemplar { strength }
    }

    fn factors(held: WrongRule) -> Self {
        let mut logits = [1.0; 8];
        for (logit, kind) in logits.iter_mut().zip(Kind::core()) {
            if held.answers(*kind) != Some(truth(*kind)) {
                *logit = -1.5;
            }
        }
        Self::Factors { logits }
    }

    fn delta(held: WrongRule) -> Self {
        let mut delta = Self::Delta { weights: [0.0; 9] };
        // The learner acquired the misconception before the course. Like later learning, this follows the delta rule.
        for _ in 0..60 {
            for kind in Kind::core() {
                delta.adjust(*kind, held.answers(*kind).unwrap_or(Verdict::Forbidden), 0.3);
            }
        }
        delta
    }

    /// Returns the probability of the answer 403, ignoring slips.
    fn forbids(&self, kind: Kind) -> f64 {
        let index = kind as usize;
        match self {
            Self::Rule { weights } => {
                let sum: f64 = weights.iter().sum();
                let rules = WrongRule::ALL.map(|rule| rule.answers(kind));
                let votes = std::iter::once(Some(truth(kind))).chain(rules);
                weights
                    .iter()
                    .zip(votes)
                    .filter(|(_, vote)| *vote == Some(Verdict::Forbidden))
                    .map(|(weight, _)| weight)
                    .sum::<f64>()
                    / sum
            }
            Self::Tracing { known, guess } => {
                let right = if known[index] { 1.0 } else { *guess };
                if truth(kind) == Verdict::Forbidden { right } else { 1.0 - right }
            }
            Self::Exemplar { strength } => {
                let mut sums = [0.01; 2];
                for (other, strengths) in FEATURES.iter().zip(strength) {
                    let distance: f64 = FEATURES[index].iter().zip(other).map(|(one, two)| (one - two).abs()).sum();
                    let similarity = libm::exp(-1.6 * distance);
                    for (sum, strength) in sums.iter_mut().zip(strengths) {
                        *sum += similarity * strength;
                    }
                }
                // People's choices are more extreme than the ratio of the two sums (Ashby and Maddox 1993).
                let [challenge, forbid] = sums.map(|sum| sum.powi(3));
                forbid / (challenge + forbid)
            }
            Self::Factors { logits } => {
                let right = 1.0 / (1.0 + libm::exp(-logits[index]));
                if truth(kind) == Verdict::Forbidden { right } else { 1.0 - right }
            }
            Self::Delta { .. } => 1.0 / (1.0 + libm::exp(-6.0 * self.output(kind))),
            Self::Habits(habits) => habits.forbids(kind),
        }
    }

    fn output(&self, kind: Kind) -> f64 {
        let Self::Delta { weights } = self else { return 0.0 };
        let features = FEATURES[kind as usize].iter().chain([&1.0]);
        features.zip(weights).map(|(feature, weight)| feature * weight).sum()
    }

    fn adjust(&mut self, kind: Kind, verdict: Verdict, rate: f64) {
        let target = if verdict == Verdict::Forbidden { 1.0 } else { -1.0 };
        // Each step is divided by the number of features, because larger steps would overshoot (Widrow and Hoff).
        let error = (target - self.output(kind)) / (1.0 + FEATURES[kind as usize].iter().sum::<f64>());
        if let Self::Delta { weights } = self {
            for (weight, feature) in weights.iter_mut().zip(FEATURES[kind as usize].iter().chain([&1.0])) {
                *weight += rate * error * feature;
            }
        }
    }

    /// Returns the learner's answer when the lesson asks about the article. Among the learners with fixed habits, only
    /// those who follow the article's rule have read the article.
    pub(super) fn has_read_article(&self) -> bool {
        !matches!(self, Self::Habits(habits) if !habits.follows(WrongRule::Inverted))
    }

    pub(super) fn answer(&self, item: &Item, kind: Kind, random: &mut Random) -> (Verdict, Confidence) {
        if let Self::Habits(habits) = self {
            return habits.answer(item, kind, random);
        }
        let likely = self.forbids(kind);
        let forbids = (random.share() < likely) != (random.share() < SLIP);
        let confidence = match (likely - 0.5).abs() {
            firm if firm > 0.42 => Confidence::Certain,
            some if some > 0.2 => Confidence::Fairly,
            _ => Confidence::Guess,
        };
        (if forbids { Verdict::Forbidden } else { Verdict::Unauthorized }, confidence)
    }

    pub(super) fn learn(&mut self, item: &Item, kind: Kind, right: bool, random: &mut Random) {
        let verdict = truth(kind);
        if matches!(self, Self::Delta { .. }) {
            return self.adjust(kind, verdict, 1.0);
        }
        match self {
            Self::Rule { weights } => {
                let votes = std::iter::once(Some(truth(kind))).chain(WrongRule::ALL.map(|rule| rule.answers(kind)));
                for (weight, vote) in weights.iter_mut().zip(votes) {
                    *weight *= if vote == Some(verdict) { 1.0 } else { 0.72 };
                }
                let sum: f64 = weights.iter().sum();
                for weight in weights.iter_mut() {
                    *weight = (*weight / sum).max(0.004);
                }
            }
            Self::Tracing { known, .. } => known[kind as usize] |= random.share() < 0.3,
            Self::Exemplar { strength } => {
                for strength in strength.iter_mut().flatten() {
                    *strength *= 0.99;
                }
                strength[kind as usize][usize::from(verdict == Verdict::Forbidden)] += 1.0;
            }
            // The learner improves after both right and wrong answers. Part of the improvement transfers to other kinds
            // of case.
            Self::Factors { logits } => {
                for (logit, other) in logits.iter_mut().zip(Kind::core()) {
                    *logit += match (*other == kind, right) {
                        (true, true) => 0.7,
                        (true, false) => 0.9,
                        (false, _) => {
                            if truth(*other) == verdict {
                                0.04
                            } else {
                                0.0
                            }
                        }
                    };
                }
            }
            Self::Habits(habits) => habits.learn(item, kind, random),
            Self::Delta { .. } => {}
        }
    }

    /// Lets the learner read a page. Only learners in [`Family::Rule`] give up a rule after reading why it is wrong.
    pub(super) fn read(&mut self, id: &ItemId) {
        if let (Self::Rule { weights }, Some(rule)) = (self, pages::refuted(id)) {
            weights[rule as usize + 1] *= 0.35;
        }
    }

    fn right(&self, kind: Kind) -> f64 {
        let forbids = self.forbids(kind);
        let right = if truth(kind) == Verdict::Forbidden { forbids } else { 1.0 - forbids };
        right * (1.0 - SLIP) + (1.0 - right) * SLIP
    }

    pub(super) fn accuracy(&self) -> f64 {
        Kind::core().iter().map(|kind| self.right(*kind)).sum::<f64>() / 8.0
    }

    /// Returns whether the hidden state counts as mastery, which requires an accuracy of at least 90% on average and at
    /// least 75% for every kind of case.
    pub(super) fn has_mastered(&self) -> bool {
        self.accuracy() >= 0.90 && Kind::core().iter().all(|kind| self.right(*kind) >= 0.75)
    }
}
