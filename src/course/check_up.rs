//! Check-ups: when they are due, what comes up in them, and what follows.
//!
//! A check-up that was passed puts the next one off for longer; one that was failed comes back the next day. So there
//! is at most one a day.

use super::stage::Stage;
use super::{Course, Score};
use crate::round::Item;
use crate::scenario::{Kind, Pool, Telling};

/// Milliseconds in a day.
const DAY: u64 = 86_400_000;

/// Each check-up comes so many days after the one before was passed, the first after the wrap-up.
pub const CHECK_UP_DAYS: [u64; 3] = [1, 7, 30];

/// So many orders are tried for one in which every case is new.
const TRIES: usize = 40;

impl Course {
    /// The next check-up is due so many days from now, if there is one.
    pub(super) fn plan_check_up(&mut self, now: u64) {
        self.due_at = CHECK_UP_DAYS.get(self.passed).map(|days| now.saturating_add(days * DAY));
    }

    /// One new case of each kind, half of them HTTP, in random order.
    pub(super) fn check_up(&self) -> Vec<Item> {
        let mut random = self.random();
        let mut kinds = Kind::core().to_vec();
        let mut best: (usize, Vec<&Item>) = (usize::MAX, Vec::new());
        for _ in 0..TRIES {
            random.shuffle(&mut kinds);
            let tellings = [Telling::Airport, Telling::Http].into_iter().cycle();
            let chosen: Vec<(usize, &Item)> =
                kinds.iter().zip(tellings).filter_map(|(kind, telling)| self.fresh(*kind, telling)).collect();
            let cost = chosen.iter().map(|(cost, _)| cost).sum();
            if cost < best.0 {
                best = (cost, chosen.into_iter().map(|(_, case)| case).collect());
            }
        }
        random.shuffle(&mut best.1);
        best.1.into_iter().cloned().collect()
    }

    /// The case of this kind and telling that is newest to the learner, and how far it is from what is wanted.
    fn fresh(&self, kind: Kind, telling: Telling) -> Option<(usize, &Item)> {
        let cost = |case: &Item| {
            let pool = match case.pool {
                Pool::CheckUp => 0,
                Pool::Unseen => 1,
                _ => 2,
            };
            pool + if self.exposure.is_new(case) { 0 } else { 100 + 10 * self.exposure.times(&case.id) as usize }
        };
        [Pool::CheckUp, Pool::Unseen, Pool::Practice]
            .into_iter()
            .flat_map(|pool| self.items.core(pool))
            .filter(|case| case.kind == Some(kind) && case.telling == telling)
            .map(|case| (cost(case), case))
            .min_by_key(|(cost, _)| *cost)
    }

    /// What was missed is practised at once, and the check-up comes back tomorrow.
    pub(super) fn close_check_up(&mut self, score: &Score, now: u64) -> Stage {
        self.missed = score.missed();
        if self.missed.is_empty() && score.total() > 0 {
            self.passed += 1;
            self.plan_check_up(now);
            return Stage::Done;
        }
        self.due_at = Some(now.saturating_add(DAY));
        for kind in &self.missed {
            self.mastery.reopen(*kind);
        }
        if self.missed.is_empty() { Stage::Done } else { Stage::Relearn }
    }
}
