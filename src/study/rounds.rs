//! Rounds beside the course: starting one, and going on with one.

use super::Study;
use super::history::rounds;
use crate::round::spec::{RoundSpec, plan};
use crate::round::subject::item;
use crate::round::{Event, Item, ItemId, Round, Rules};
use crate::scenario::Kind;
use crate::store::journal::Payload;

/// How many questions a round has when nothing else is asked for.
pub const ROUND: usize = 12;

impl Study {
    /// Starts a new round. The one before stays in the journal and counts.
    pub fn start(&mut self, request: &RoundSpec) {
        let mut items = self.plan(request);
        // A library of edge cases alone is asked from all the same.
        if items.is_empty() && request.core_only {
            items = self.plan(&RoundSpec { core_only: false, ..request.clone() });
        }
        self.begin(items, request.seed);
        self.request = Some(request.clone());
    }

    /// Starts a new round of exactly these items; those that are not known are left out.
    pub fn start_items(&mut self, ids: &[ItemId]) {
        let items = ids.iter().filter_map(|id| item(&self.library, id)).collect();
        self.begin(items, 0);
    }

    fn begin(&mut self, items: Vec<Item>, seed: u64) {
        let over = self.round_answers();
        self.past.extend(over);
        self.resumed = false;
        self.on_course = false;
        let now = self.now();
        self.round_id = self.new_session();
        self.journal.enter(&self.round_id, &self.history);
        let started = Payload::Started { seed, stage: None, items: items.iter().map(|item| item.id.clone()).collect() };
        self.round = Round::new(items, Rules::PRACTICE);
        if !self.round.items().is_empty() {
            let notice = self.journal.record(now, [started]);
            self.notices.extend(notice);
        }
    }

    fn plan(&self, request: &RoundSpec) -> Vec<Item> {
        plan(&self.library, request)
    }

    /// Starts a new round of the default length with a seed from the clock, of one kind if that is asked for.
    pub fn start_default(&mut self, kind: Option<Kind>) {
        let request =
            RoundSpec { kind, core_only: true, count: Some(ROUND), seed: (self.clock)(), ..RoundSpec::default() };
        self.start(&request);
    }

    /// Goes on with a round that the journal holds; false when its scenarios are gone.
    pub(super) fn resume(&mut self, session: &str) -> bool {
        let rounds = rounds(&self.history);
        let Some(round) = rounds.iter().find(|round| round.session == session) else { return false };
        let planned = round.started.map_or(&[] as &[ItemId], |started| started.items);
        if planned.is_empty() || planned.iter().any(|id| item(&self.library, id).is_none()) {
            return false;
        }
        self.round = round.replayed(&self.library);
        // What is counted as this round must not be counted as the past as well.
        self.past.retain(|given| given.session != session);
        session.clone_into(&mut self.round_id);
        self.journal.enter(session, &self.history);
        true
    }

    /// What was shown in a round is no first sight in the course any more.
    pub(super) fn show_beside(&mut self, events: &[Event]) {
        let Some(course) = &mut self.course else { return };
        for event in events {
            if let Event::Answered { item: id, .. } | Event::Revealed { item: id } = event
                && let Some(item) = item(&self.library, id)
            {
                course.show(&item);
            }
        }
    }
}
