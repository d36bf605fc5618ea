//! Starts and resumes rounds outside the course.

use super::Study;
use super::history::rounds;
use super::open_rounds::{Activity, activity, practises};
use crate::course::stage::Stage;
use crate::round::spec::{RoundSpec, plan};
use crate::round::subject::item;
use crate::round::{Event, Item, ItemId, Phase, Round, Rules};
use crate::say;
use crate::scenario::Kind;
use crate::scenario::index::Category;
use crate::store::journal::Payload;

/// The default number of questions in a round.
pub(crate) const ROUND: usize = 12;

impl Study {
    /// Starts a new round. The previous round stays in the journal, and the answers in it still count.
    pub fn start(&mut self, request: &RoundSpec) {
        let mut items = self.plan(request);
        if items.is_empty() && request.core_only {
            items = self.plan(&RoundSpec { core_only: false, ..request.clone() });
        }
        self.begin(items, request.seed);
        self.request = Some(request.clone());
    }

    /// Resumes the round that contains exactly the given items, or starts a new one if there is no such round. Unknown
    /// ids are skipped.
    pub fn start_items(&mut self, ids: &[ItemId]) {
        if self.return_to(|round| round.items().iter().map(|item| &item.id).eq(ids)) {
            return;
        }
        self.start_new_items(ids);
    }

    pub(super) fn start_new_items(&mut self, ids: &[ItemId]) {
        let items = ids.iter().filter_map(|id| item(&self.library, id)).collect();
        self.begin(items, 0);
    }

    fn begin(&mut self, items: Vec<Item>, seed: u64) {
        self.leave_round();
        self.resumed = false;
        self.on_course = false;
        let now = self.now();
        self.round_id = self.new_round_id();
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

    /// Resumes a round about the given category, or a mixed round if no category is given. If there is no such round,
    /// starts a new one with the default number of questions.
    pub fn start_default(&mut self, category: Option<Category>) {
        let is_wanted = |round: &Round| match category {
            None => activity(round) == Activity::Mixed,
            Some(Category::Kind(Kind::Edge)) => activity(round) == Activity::EdgeCases,
            Some(category) => practises(round, category),
        };
        if self.return_to(is_wanted) {
            return;
        }
        let request = RoundSpec {
            categories: category.into_iter().collect(),
            mixed: category.is_some(),
            core_only: true,
            count: Some(ROUND),
            answered: self.answered_cases(),
            seed: (self.clock)(),
            ..RoundSpec::default()
        };
        self.start(&request);
    }

    pub(super) fn start_kinds(&mut self, kinds: &[Kind]) {
        let categories = kinds.iter().copied().map(Category::Kind).collect();
        let (answered, seed) = (self.answered_cases(), (self.clock)());
        self.start(&RoundSpec { categories, mixed: true, count: Some(ROUND), answered, seed, ..RoundSpec::default() });
    }

    fn answered_cases(&self) -> Vec<String> {
        let (round, stage) = (self.round_answers(), self.stage_answers());
        self.earlier_answers.iter().chain(&round).chain(&stage).map(|answer| answer.item.clone()).collect()
    }

    /// Resumes a round from the journal. Returns false if any of the scenarios in the round no longer exists.
    pub(super) fn resume(&mut self, round_id: &str) -> bool {
        let rounds = rounds(&self.history);
        let Some(round) = rounds.iter().find(|round| round.id == round_id) else { return false };
        let planned = round.started.map_or(&[] as &[ItemId], |started| started.items);
        if planned.is_empty() || planned.iter().any(|id| item(&self.library, id).is_none()) {
            return false;
        }
        self.round = round.replayed(&self.library);
        self.left_rounds.retain(|left| left.id != round_id);
        // The answers in the resumed round are removed from the past answers, so that they aren't counted twice.
        self.earlier_answers.retain(|answer| answer.round_id != round_id);
        round_id.clone_into(&mut self.round_id);
        self.journal.enter(round_id, &self.history);
        true
    }

    /// Returns a warning to show before revealing the rule, if the learner hasn't finished the pre-test or is taking a
    /// later test.
    pub fn rule_warning(&self) -> Option<String> {
        let is_over = self.course.as_ref().is_some_and(|course| course.round().phase() == Phase::Finished);
        let warning = match self.stage()? {
            Stage::Welcome | Stage::PreTest => {
                say!("This shows the rule, so the pre-test will say less about what you know.")
            }
            Stage::Probe if !is_over => {
                say!("This shows the rule, so these answers will say less about what you know.")
            }
            Stage::PostTest if !is_over => {
                say!("This shows the rule, so the post-test will say less about what you know.")
            }
            Stage::CheckUp if !is_over => {
                say!("This shows the rule, so the check-up will say less about what you know.")
            }
            _ => return None,
        };
        Some(warning.to_owned())
    }

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

#[cfg(test)]
impl Study {
    pub(crate) fn start_pair(&mut self, pair: [Item; 2]) {
        self.round = Round::new(pair.into(), Rules::PAIRS);
    }
}
