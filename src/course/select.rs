//! Which question comes next in practice.
//!
//! Owns the policies and their weights, in one table. It reads mastery, belief and exposure and changes none of them.
//! Randomness is passed in.

use super::exposure::Exposure;
use super::items::Items;
use crate::learner::diagnosis::{Belief, WrongRule};
use crate::learner::mastery::Mastery;
use crate::random::Random;
use crate::round::Item;
use crate::ruling::Verdict;
use crate::scenario::{Kind, Pool, Telling};

/// How the next question is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Policy {
    /// The kind with the largest need.
    Adaptive,
    /// Each kind in turn.
    RoundRobin,
    /// Any kind.
    Random,
    /// One kind after the other, several questions each.
    Blocked,
}

impl Policy {
    /// Every policy, the course's own first.
    pub const ALL: [Self; 4] = [Self::Adaptive, Self::RoundRobin, Self::Random, Self::Blocked];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Adaptive => "adaptive",
            Self::RoundRobin => "round-robin",
            Self::Random => "random",
            Self::Blocked => "blocked",
        }
    }

    /// The policy of that word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == word)
    }
}

/// What a kind's need is made of. These numbers are what `airside simulate` tests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// For each right answer in a row that the kind still lacks.
    pub lacking: f64,
    /// Times the likelihood that a wrong rule errs here.
    pub wrong_rule: f64,
    /// For a kind that was never asked.
    pub never_asked: f64,
    /// Taken off for a kind among the last two.
    pub just_asked: f64,
    /// For each question since the kind was asked, up to two turns over all kinds.
    pub waited: f64,
}

impl Weights {
    pub const COURSE: Self = Self { lacking: 1.0, wrong_rule: 0.3, never_asked: 0.4, just_asked: 2.5, waited: 0.1 };
}

/// So many questions of one kind come in a row in the blocked policy.
const BLOCK: usize = 6;

/// From this question on, most cases are HTTP, and new ones from the unseen pool among them.
const MOSTLY_HTTP: usize = 12;

/// From there on, one of so many is an airport scene.
const AIRPORT_EVERY: usize = 4;

/// Everything that a choice is made from.
pub struct Choosing<'a> {
    pub items: &'a Items,
    pub mastery: &'a Mastery,
    /// Which rules the answers follow.
    pub belief: &'a Belief,
    pub exposure: &'a Exposure,
    pub weights: Weights,
    /// The kinds to choose from.
    pub kinds: &'a [Kind],
    /// The seed of the order of codes.
    pub seed: u64,
}

impl Choosing<'_> {
    /// The next question; nothing when there is none at all.
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

    /// The code of the next question. It doesn't depend on what the learner needs, so no place gives it away: of each
    /// four in a row, two are 401 and two are 403, in random order.
    fn code(&self) -> Verdict {
        let (block, place) = (self.mastery.count() / 4, self.mastery.count() % 4);
        let mut codes = [Verdict::Unauthorized, Verdict::Unauthorized, Verdict::Forbidden, Verdict::Forbidden];
        Random(self.seed ^ (block as u64 + 1).wrapping_mul(0xD1B5_4A32_D192_ED03)).shuffle(&mut codes);
        codes[place]
    }

    /// The kind with the largest need, of the next code where there is one; ties are broken by the seed.
    fn neediest(&self, random: &mut Random) -> Option<Kind> {
        let code = Some(self.code());
        let mut order: Vec<Kind> = self.kinds.iter().copied().filter(|kind| kind.verdict() == code).collect();
        if order.is_empty() {
            order = self.kinds.to_vec();
        }
        random.shuffle(&mut order);
        let needs = order.iter().map(|kind| self.need(*kind));
        order.iter().zip(needs).max_by(|(_, left), (_, right)| left.total_cmp(right)).map(|(kind, _)| *kind)
    }

    fn need(&self, kind: Kind) -> f64 {
        let weights = &self.weights;
        let Some(state) = self.mastery.kind(kind) else { return 0.0 };
        let errs: f64 = WrongRule::ALL
            .into_iter()
            .filter(|rule| rule.answers(kind) != kind.verdict())
            .map(|rule| self.belief.wrong(rule))
            .sum();
        let gap = state.last_at.map_or(0, |at| self.mastery.count().saturating_sub(at)).min(16);
        let just = state.last_at.is_some_and(|at| at + 2 >= self.mastery.count());
        let part = |applies: bool, weight: f64| if applies { weight } else { 0.0 };
        weights.lacking * f64::from(self.mastery.lacking(kind))
            + weights.waited * f64::from(u8::try_from(gap).unwrap_or(16))
            + weights.wrong_rule * errs
            + part(state.asked == 0, weights.never_asked)
            - part(just, weights.just_asked)
    }

    /// A case of this kind, new if there is one. Airport and HTTP alternate; later most are HTTP, and some of those
    /// are in the unseen pool.
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
            .filter(|case| case.kind == Some(kind))
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
