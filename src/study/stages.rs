//! The course within a study: opening it where it was left, and going on from stage to stage.
//!
//! Owns what the journal says of the course. Must not decide which stage follows.

use std::sync::Arc;

use super::Study;
use super::history::rounds;
use crate::course::stage::Stage;
use crate::course::{Course, Items};
use crate::round::Phase;
use crate::round::spec::RoundSpec;
use crate::store::journal::Payload;

impl Study {
    /// The learner's course as the journal has it.
    #[must_use]
    pub fn recorded_course(&self) -> Course {
        self.recall((self.clock)()).0
    }

    /// Opens the learner's course, where it was left.
    pub fn open_course(&mut self) {
        let clock = (self.clock)();
        let now = self.journal.time(clock);
        let recalled = if self.course.is_none() { Some(self.recall(now)) } else { None };
        match recalled {
            None => {}
            Some((course, Some((session, resumed)))) => {
                // As in a round.
                self.past.retain(|given| given.session != session);
                (self.course, self.stage_round, self.resumed) = (Some(Box::new(course)), session, resumed);
            }
            Some((course, None)) => {
                self.course = Some(Box::new(course));
                self.write_stage(now);
            }
        }
        self.journal.enter(&self.stage_round, &self.history);
        self.on_course = true;
        let over = self.stage_answers();
        if self.course.as_mut().is_some_and(|course| course.check(clock).is_some()) {
            self.past.extend(over);
            self.write_stage(now);
        }
    }

    /// Goes on to the next stage once one is over, or to the next round of an endless practice; false where there is
    /// nothing to go on to.
    pub fn go_on(&mut self) -> bool {
        let over = self.round().phase() == Phase::Finished;
        if let Some(request) = self.request.clone().filter(|_| over && self.endless && !self.on_course) {
            self.start(&RoundSpec { seed: request.seed.wrapping_add(1), ..request });
            return true;
        }
        let answers = self.stage_answers();
        let Some(course) =
            self.course.as_mut().filter(|course| self.on_course && over && course.stage() != Stage::Done)
        else {
            return false;
        };
        self.past.extend(answers);
        course.go_on();
        self.write_stage(self.now());
        true
    }

    /// Writes down that the stage that is open has begun.
    pub(super) fn write_stage(&mut self, now: u64) {
        let Some(course) = &self.course else { return };
        let items = course.round().items().iter().map(|item| item.id.clone()).collect();
        let started = Payload::Started { seed: course.seed(), stage: Some(course.stage().name().to_owned()), items };
        self.stage_round = self.new_session();
        self.journal.enter(&self.stage_round, &self.history);
        let notice = self.journal.record(now, [started]);
        self.notices.extend(notice);
    }

    /// The course as the journal has it, and the round of it that may be gone on with: its session, and whether
    /// anything has happened in it.
    pub(super) fn recall(&self, now: u64) -> (Course, Option<(String, bool)>) {
        let catalogue = Arc::new(Items::of(Arc::clone(&self.library)));
        let rounds = rounds(&self.history);
        let courses: Vec<_> =
            rounds.iter().filter_map(|round| Some((round, round.started?, round.started?.stage?))).collect();
        let mut course = Course::new(catalogue, courses.first().map_or(now, |(_, started, _)| started.seed));
        for (round, started, stage) in &courses {
            course.resume(*stage, started.items);
            for (event, at) in &round.events {
                course.apply(event, *at);
            }
        }
        let open = courses.last().map(|(round, ..)| round).filter(|round| self.own.contains(round.session));
        (course, open.map(|round| (round.session.to_owned(), !round.events.is_empty())))
    }
}
