//! Which question comes next in practice.
//!
//! Owns the policies and their weights, in one table. It reads mastery and belief and changes neither. Randomness is
//! passed in.

use std::collections::HashMap;

use crate::learner::diagnosis::{Belief, WrongRule};
use crate::learner::mastery::{Criterion, Mastery};
use crate::random::Random;
use crate::round::ItemId;
use crate::ruling::Verdict;
use crate::scenario::index::IndexEntry;
use crate::scenario::{Kind, Telling};

/// How the next question is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Policy {
    /// The kind with the largest need.
    Adaptive,
    /// Each kind in turn.
    RoundRobin,
    /// Any question.
    Random,
    /// One kind after the other, several questions each.
    Blocked,
}

impl Policy {
    /// Every policy, the course's own first.
    pub const ALL: [Self; 4] = [Self::Adaptive, Self::RoundRobin, Self::Random, Self::Blocked];

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Adaptive => "adaptive",
            Self::RoundRobin => "round-robin",
            Self::Random => "random",
            Self::Blocked => "blocked",
        }
    }

    /// The policy of that word.
    #[must_use]
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
    pub never_seen: f64,
    /// Taken off for a kind among the last two.
    pub just_seen: f64,
    /// Taken off where it would make a run of four equal codes.
    pub run_of_four: f64,
    /// For a kind that went wrong with certainty.
    pub confident_error: f64,
    /// For each question since the kind was asked, up to two turns over all kinds.
    pub waited: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            lacking: 1.0,
            wrong_rule: 1.2,
            never_seen: 0.4,
            just_seen: 0.8,
            run_of_four: 1.5,
            confident_error: 0.3,
            waited: 0.1,
        }
    }
}

/// So many questions of one kind stand together in the blocked policy.
const BLOCK: usize = 6;

/// After an error the same kind comes again after so many questions.
pub const AGAIN_AFTER: usize = 3;

/// A question that is owed to the learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owed {
    /// This scenario, now: the twin of one that went wrong.
    Twin(String),
    /// This kind, when so many practice answers have been given.
    Kind(Kind, usize),
}

/// Everything that a choice is made from.
pub struct Choosing<'a> {
    /// What is known of every scenario there is.
    pub index: &'a [IndexEntry],
    /// How the kinds stand.
    pub mastery: &'a Mastery,
    /// The rule of mastery.
    pub criterion: &'a Criterion,
    /// Which rules the answers follow.
    pub belief: &'a Belief,
    /// How often each item has come up.
    pub shown: &'a HashMap<ItemId, u32>,
    /// Cells that went wrong with certainty.
    pub confident: &'a [Kind],
    /// The weights.
    pub weights: Weights,
}

impl Choosing<'_> {
    /// The next question; nothing when there are no practice questions at all. What is owed is taken off the list.
    pub fn next(&self, policy: Policy, owed: &mut Vec<Owed>, random: &mut Random) -> Option<&IndexEntry> {
        let count = self.mastery.count();
        match policy {
            Policy::Adaptive => match self.owed(owed, random) {
                Some(heading) => Some(heading),
                None => self.variant(self.neediest(random), random),
            },
            Policy::RoundRobin => self.variant(Kind::core()[count % 8], random),
            Policy::Blocked => self.variant(Kind::core()[(count / BLOCK) % 8], random),
            Policy::Random => {
                let all: Vec<&IndexEntry> = self.index.iter().filter(|heading| heading.is_practice()).collect();
                all.get(random.below(all.len())).copied()
            }
        }
    }

    fn owed(&self, owed: &mut Vec<Owed>, random: &mut Random) -> Option<&IndexEntry> {
        let due = |owed: &Owed| match owed {
            Owed::Twin(_) => true,
            Owed::Kind(_, at) => *at <= self.mastery.count(),
        };
        let place = owed.iter().position(due)?;
        match owed.remove(place) {
            Owed::Twin(id) => self.index.iter().find(|heading| heading.id == id && heading.is_practice()),
            Owed::Kind(kind, _) => self.variant(kind, random),
        }
    }

    /// The kind with the largest need; ties are broken by the seed.
    fn neediest(&self, random: &mut Random) -> Kind {
        let mut order: Vec<Kind> = Kind::core().to_vec();
        random.shuffle(&mut order);
        let needs = order.iter().map(|kind| self.need(*kind));
        let best = order.iter().zip(needs).max_by(|(_, left), (_, right)| left.total_cmp(right));
        best.map_or(Kind::Missing, |(kind, _)| *kind)
    }

    fn need(&self, kind: Kind) -> f64 {
        let weights = &self.weights;
        let Some(state) = self.mastery.kind(kind) else { return 0.0 };
        let lacking = f64::from(self.criterion.streak.saturating_sub(state.streak));
        let truth = truth(kind);
        let errs: f64 = WrongRule::ALL
            .into_iter()
            .filter(|rule| rule.answers(kind) != Some(truth))
            .map(|rule| self.belief.wrong(rule))
            .sum();
        let gap = state.last_at.map_or(0, |at| self.mastery.count().saturating_sub(at)).min(16);
        let waited = f64::from(u8::try_from(gap).unwrap_or(16));
        let just = state.last_at.is_some_and(|at| at + 2 >= self.mastery.count());
        let run = self.mastery.latest().take(3).filter(|latest| *latest == truth).count() == 3;
        let part = |applies: bool, weight: f64| if applies { weight } else { 0.0 };
        weights.lacking * lacking
            + weights.waited * waited
            + weights.wrong_rule * errs
            + part(state.seen == 0, weights.never_seen)
            - part(just, weights.just_seen)
            - part(run, weights.run_of_four)
            + part(self.confident.contains(&kind), weights.confident_error)
    }

    /// A question of this kind: the airport first, raw HTTP from the second visit on; the one that came up least, and another situation than the last.
    fn variant(&self, kind: Kind, random: &mut Random) -> Option<&IndexEntry> {
        let state = self.mastery.kind(kind);
        let (seen, streak) = state.map_or((0, 0), |state| (state.seen, state.streak));
        let wished = match (seen, streak) {
            (0, _) => Telling::Airport,
            _ => Telling::Http,
        };
        let mut ranked: Vec<(&IndexEntry, (bool, u32, bool))> = self
            .index
            .iter()
            .filter(|heading| heading.kind == kind && heading.is_practice())
            .map(|heading| {
                let same = state.is_some_and(|state| state.is_last(&heading.situation));
                (
                    heading,
                    (
                        same,
                        self.shown.get(&ItemId::from(heading.id.as_str())).copied().unwrap_or(0),
                        heading.telling != wished,
                    ),
                )
            })
            .collect();
        // A new situation comes before the wished telling only when all others have been seen as often.
        ranked.sort_by_key(|(_, (same, shown, telling))| (*same, *telling, *shown));
        let best = ranked.first()?.1;
        let alike = ranked.iter().take_while(|(_, key)| *key == best).count();
        Some(ranked[random.below(alike)].0)
    }
}

/// The code of a core kind.
#[must_use]
pub fn truth(kind: Kind) -> Verdict {
    kind.verdict().unwrap_or(Verdict::Neither)
}
