//! Records the lab tasks that the learner has completed.

use super::Study;
use crate::store::journal::Payload;

const ROUND: &str = "lab";

impl Study {
    pub(crate) fn lab_tasks(&self) -> Vec<String> {
        let mut done: Vec<String> = Vec::new();
        let kept = self.history.iter().filter_map(|entry| match &entry.event {
            Payload::Task(id) => Some(id),
            _ => None,
        });
        for id in kept.chain(&self.tasks) {
            if !done.contains(id) {
                done.push(id.clone());
            }
        }
        done
    }

    pub(crate) fn finish_task(&mut self, id: &str) {
        if self.lab_tasks().iter().any(|done| done == id) {
            return;
        }
        self.tasks.push(id.to_owned());
        self.record_beside(ROUND, Payload::Task(id.to_owned()));
    }

    /// Records an event in another round, without leaving the current one.
    pub(super) fn record_beside(&mut self, round: &str, payload: Payload) {
        let now = self.now();
        let open = if self.on_course { self.stage_round.clone() } else { self.round_id.clone() };
        self.journal.enter(round, &self.history);
        let notice = self.journal.record(now, [payload]);
        self.notices.extend(notice);
        self.journal.enter(&open, &self.history);
    }

    /// Returns the current time in seconds since 1970.
    pub fn seconds(&self) -> u64 {
        (self.clock)() / 1000
    }

    /// Returns a seed for random numbers, which differs each time the program starts.
    pub fn seed(&self) -> u64 {
        (self.clock)()
    }
}
