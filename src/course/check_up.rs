//! Decides when check-ups are due, which cases they use, and what happens after them.
//!
//! The interval between check-ups grows each time the learner passes one. A failed check-up is repeated the next day.

use std::collections::{HashMap, HashSet};

use super::stage::Stage;
use super::{Course, Score};
use crate::round::{Item, Phase};
use crate::scenario::{Kind, Pool, Telling};

const DAY: u64 = 86_400_000;

/// Returns the start of a later day (UTC), so that a check-up is available on the whole day that the program names.
fn day_after(now: u64, days: u64) -> u64 {
    (now / DAY).saturating_add(days).saturating_mul(DAY)
}

/// The intervals between check-ups, in days. The first interval starts at the wrap-up, and each later one starts at the
/// last check-up that the learner passed.
pub(crate) const CHECK_UP_DAYS: [u64; 3] = [1, 7, 30];

const TRIES: usize = 400;

impl Course {
    /// Returns the stage that opening the course would show at the time `now`. A stage counts as finished once all its
    /// questions are answered, even if its report is still on screen.
    pub(crate) fn stage_at(&self, now: u64) -> Stage {
        let reached = if self.round.phase() == Phase::Finished { self.next } else { self.stage };
        let is_over = reached == Stage::Done && !self.is_mastered() && !self.placed;
        self.due_stage(now).unwrap_or(if is_over { Stage::Practice } else { reached })
    }

    pub(super) fn due_stage(&self, now: u64) -> Option<Stage> {
        let is_due = self.due_at.is_some_and(|time| time <= now);
        let is_idle = self.round.phase() == Phase::Finished && self.next == Stage::Done;
        match self.stage {
            Stage::Done | Stage::Beyond if is_due => Some(Stage::CheckUp),
            _ if is_due && is_idle => Some(Stage::CheckUp),
            Stage::Done if !self.is_mastered() && !self.placed => Some(Stage::Practice),
            _ => None,
        }
    }

    pub(super) fn plan_check_up(&mut self, now: u64) {
        self.due_at = CHECK_UP_DAYS.get(self.passed).map(|days| day_after(now, *days));
    }

    /// Returns one case of each core kind, in random order. If possible, all cases are new to the learner. Half of the
    /// cases are about HTTP.
    pub(super) fn check_up(&self) -> Vec<Item> {
        let mut random = self.random();
        let mut kinds = Kind::core().to_vec();
        let tellings = [Telling::Airport, Telling::Http];
        let fresh: HashMap<(Kind, Telling), (usize, &Item)> = kinds
            .iter()
            .flat_map(|kind| tellings.map(|telling| (*kind, telling)))
            .filter_map(|(kind, telling)| Some(((kind, telling), self.fresh(kind, telling)?)))
            .collect();
        let mut best: (usize, Vec<&Item>) = (usize::MAX, Vec::new());
        for _ in 0..TRIES {
            random.shuffle(&mut kinds);
            let slots = kinds.iter().copied().zip(tellings.into_iter().cycle());
            let chosen: Vec<(usize, &Item)> = slots.filter_map(|slot| fresh.get(&slot).copied()).collect();
            // Both cases of a pair can be new, but as soon as one of them has been shown, the other no longer counts as
            // new.
            let titles: HashSet<&str> = chosen.iter().map(|(_, case)| case.title.as_str()).collect();
            let repeated = chosen.len() - titles.len();
            let cost = 100 * repeated + chosen.iter().map(|(cost, _)| cost).sum::<usize>();
            if cost < best.0 {
                best = (cost, chosen.into_iter().map(|(_, case)| case).collect());
            }
        }
        random.shuffle(&mut best.1);
        best.1.into_iter().cloned().collect()
    }

    /// Returns the case with the lowest cost, together with the cost. Cases that the learner has already seen have a
    /// higher cost.
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
            .filter(|case| case.kind() == Some(kind) && case.telling == telling)
            .map(|case| (cost(case), case))
            .min_by_key(|(cost, _)| *cost)
    }

    /// Returns the next stage. After a failed check-up, the learner immediately practises cases of the kinds that went
    /// wrong, and repeats the check-up the next day.
    pub(super) fn close_check_up(&mut self, score: &Score, now: u64) -> Stage {
        self.missed = score.missed();
        if self.missed.is_empty() && score.total() > 0 {
            self.passed += 1;
            self.plan_check_up(now);
            return Stage::Done;
        }
        self.due_at = Some(day_after(now, 1));
        for kind in &self.missed {
            self.mastery.reopen(*kind);
        }
        if self.missed.is_empty() { Stage::Done } else { Stage::Relearn }
    }
}
