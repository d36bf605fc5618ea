//! Chooses the next practice question.

use super::exposure::Exposure;
use super::items::Items;
use crate::learner::diagnosis::{Belief, WrongRule};
use crate::learner::mastery::Mastery;
use crate::random::Random;
use crate::round::Item;
use crate::ruling::Verdict;
use crate::scenario::{Kind, Pool, Telling};

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Policy {
        /// Ask about the kind of case that most needs practice.
        Adaptive = "adaptive",
        RoundRobin = "round-robin",
        Random = "random",
        /// Ask several questions about one kind of case before moving on to the next kind.
        Blocked = "blocked",
    }
}

/// How strongly each reason for practising a kind of case affects the choice of the next question. Use `airside
/// simulate` to compare different weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// The weight for each right answer in a row that the learner still needs to master the kind of case.
    pub lacking: f64,
    /// The weight of the probability that a misconception leads to a wrong answer to a case of this kind.
    pub wrong_rule: f64,
    /// The weight that is added if no question has been about this kind of case yet.
    pub never_asked: f64,
    /// The weight that is subtracted if one of the last two questions was about this kind of case.
    pub just_asked: f64,
    /// The weight for each question asked since the last question about this kind of case, up to 16 questions.
    pub waited: f64,
}

impl Weights {
    pub(crate) const COURSE: Self =
        Self { lacking: 1.0, wrong_rule: 0.3, never_asked: 0.4, just_asked: 2.5, waited: 0.1 };
}

const BLOCK: usize = 6;

/// The number of questions in a block. In each block, half of the questions have the answer 401, and the other half
/// have the answer 403.
pub(super) const CODES_IN_BLOCK: usize = 4;

const MOSTLY_HTTP: usize = 12;

const AIRPORT_EVERY: usize = 4;

pub struct QuestionSelector<'a> {
    pub items: &'a Items,
    pub mastery: &'a Mastery,
    pub belief: &'a Belief,
    pub exposure: &'a Exposure,
    pub weights: Weights,
    pub kinds: &'a [Kind],
}

/// Returns the code that is the right answer to the question at the given position. The code doesn't depend on what the
/// learner needs to practise, so learners can't infer it from their own mistakes. In each block of four questions, the
/// right answer is 401 for two questions and 403 for the other two, in random order.
pub(super) fn code_at(seed: u64, position: usize) -> Verdict {
    let (block, index) = (position / CODES_IN_BLOCK, position % CODES_IN_BLOCK);
    let mut codes = [Verdict::Unauthorized, Verdict::Unauthorized, Verdict::Forbidden, Verdict::Forbidden];
    Random(seed ^ (block as u64 + 1).wrapping_mul(0xD1B5_4A32_D192_ED03)).shuffle(&mut codes);
    codes[index]
}

impl QuestionSelector<'_> {
    /// Returns the next question, or `None` if no item is left.
    pub fn next(&self, policy: Policy, random: &mut Random) -> Option<Item> {
        let count = self.mastery.count();
        let kind = match policy {
            Policy::Adaptive => self.neediest(random)?,
            Policy::RoundRobin => self.kinds[count % self.kinds.len()],
            Policy::Blocked => self.kinds[(count / BLOCK) % self.kinds.len()],
            Policy::Random => self.kinds[random.below(self.kinds.len())],
        };
        self.case(kind, random)
    }

    fn neediest(&self, random: &mut Random) -> Option<Kind> {
        let mut order: Vec<Kind> = self.kinds.iter().copied().filter(|kind| self.has_new_case(*kind)).collect();
        if order.is_empty() {
            order = self.kinds.to_vec();
        }
        random.shuffle(&mut order);
        let needs = order.iter().map(|kind| self.need(*kind));
        order.iter().zip(needs).max_by(|(_, left), (_, right)| left.total_cmp(right)).map(|(kind, _)| *kind)
    }

    fn has_new_case(&self, kind: Kind) -> bool {
        let cases = [Pool::Practice, Pool::Unseen].into_iter().flat_map(|pool| self.items.core(pool));
        cases.filter(|case| case.kind() == Some(kind)).any(|case| self.exposure.is_new(case))
    }

    fn need(&self, kind: Kind) -> f64 {
        let weights = &self.weights;
        let Some(state) = self.mastery.kind(kind) else { return 0.0 };
        let errs: f64 = WrongRule::ALL
            .into_iter()
            .filter(|rule| rule.answers(kind) != kind.verdict())
            .map(|rule| self.belief.wrong(rule))
            .sum();
        let gap = state.last_at.map_or(0, |asked_at| self.mastery.count().saturating_sub(asked_at)).min(16);
        let just = state.last_at.is_some_and(|asked_at| asked_at + 2 >= self.mastery.count());
        let part = |applies: bool, weight: f64| if applies { weight } else { 0.0 };
        weights.lacking * f64::from(self.mastery.lacking(kind))
            + weights.waited * f64::from(u8::try_from(gap).unwrap_or(16))
            + weights.wrong_rule * errs
            + part(state.asked == 0, weights.never_asked)
            - part(just, weights.just_asked)
    }

    /// Returns a case of the given kind, if possible one that is new to the learner. At first, airport scenes alternate
    /// with HTTP exchanges. Later, most cases are about HTTP.
    fn case(&self, kind: Kind, random: &mut Random) -> Option<Item> {
        let count = self.mastery.count();
        let is_late = count >= MOSTLY_HTTP;
        let airport = if is_late { count.is_multiple_of(AIRPORT_EVERY) } else { count.is_multiple_of(2) };
        let telling = if airport { Telling::Airport } else { Telling::Http };
        let held_back = self.items.core(Pool::Unseen).filter(|_| is_late);
        let ranked: Vec<_> = self
            .items
            .core(Pool::Practice)
            .chain(held_back)
            .filter(|case| case.kind() == Some(kind))
            .map(|case| {
                let is_old = !self.exposure.is_new(case);
                (case, (is_old, case.telling != telling, case.pool == Pool::Practice, self.exposure.times(&case.id)))
            })
            .collect();
        let best = ranked.iter().map(|(_, rank)| *rank).min()?;
        let alike: Vec<&Item> = ranked.iter().filter(|(_, rank)| *rank == best).map(|(case, _)| *case).collect();
        alike.get(random.below(alike.len())).map(|case| (*case).clone())
    }
}
