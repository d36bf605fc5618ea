//! Opens the course at the right stage, and moves from stage to stage.

use std::sync::Arc;

use super::Study;
use super::history::{LoggedRound, rounds};
use crate::course::stage::Stage;
use crate::course::{Course, Items};
use crate::round::spec::RoundSpec;
use crate::round::subject::item;
use crate::round::{Event, Input, Item, Phase};
use crate::sorting::sort_by_key;
use crate::store::journal::Payload;

struct LatestRound {
    id: String,
    has_events: bool,
}

impl Study {
    pub(crate) fn recorded_course(&self) -> Course {
        self.recall((self.clock)()).0
    }

    /// Returns the course. If the course isn't open, restores it from the journal.
    pub(crate) fn course_so_far(&self) -> Course {
        self.course.as_deref().cloned().unwrap_or_else(|| self.recorded_course())
    }

    pub(crate) fn has_skipped(&self, stage: Stage) -> bool {
        stage.is_skippable() && self.reached().is_some_and(|reached| reached.is_placed)
    }

    pub fn open_course(&mut self) {
        let clock = (self.clock)();
        let now = self.journal.time(clock);
        let recalled = if self.course.is_none() { Some(self.recall(now)) } else { None };
        match recalled {
            None => {}
            Some((course, last)) => {
                self.course = Some(Box::new(course));
                if let Some(last) = &last {
                    // The answers in the resumed round are removed from the past answers, so that they aren't counted
                    // twice.
                    self.earlier_answers.retain(|answer| answer.round_id != last.id);
                }
                match last.filter(|last| self.own_rounds.contains(&last.id)) {
                    Some(last) => (self.stage_round, self.resumed) = (last.id, last.has_events),
                    None => self.write_stage(now),
                }
            }
        }
        self.journal.enter(&self.stage_round, &self.history);
        self.on_course = true;
        let over = self.stage_answers();
        if self.course.as_mut().is_some_and(|course| course.reopen(clock).is_some()) {
            self.earlier_answers.extend(over);
            self.write_stage(now);
        }
    }

    /// Moves on after the current round: to the next stage of the course, or to the next round of endless practice.
    /// Returns false if the current round isn't over or nothing follows it.
    pub fn go_on(&mut self) -> bool {
        let over = self.round().phase() == Phase::Finished;
        if let Some(request) = self.request.clone().filter(|_| over && self.endless && !self.on_course) {
            self.start(&RoundSpec { seed: request.seed.wrapping_add(1), ..request });
            return true;
        }
        let answers = self.stage_answers();
        let Some(course) = self.course.as_mut().filter(|_| self.on_course && over) else {
            return false;
        };
        self.earlier_answers.extend(answers);
        course.go_on();
        self.write_stage(self.now());
        true
    }

    /// Returns whether the course has ended even though some kinds of case are weak or the subject isn't mastered.
    pub fn has_weak_kinds(&self) -> bool {
        let is_at_end = |course: &&Course| matches!(course.stage(), Stage::WrapUp | Stage::Done);
        let is_open = |course: &Course| !course.is_mastered() && !course.is_placed();
        self.course().filter(is_at_end).is_some_and(|course| is_open(course) || !course.weak().is_empty())
    }

    /// Returns whether an answer would no longer count towards mastery if the learner asked for another hint.
    pub(crate) fn hint_costs(&self) -> bool {
        let counts = self.course().is_some_and(|course| course.stage().rules().marking);
        counts && matches!(self.round().phase(), Phase::Asking { hints: 0, .. })
    }

    /// Starts practice of the weak kinds of case after the wrap-up. If the course has another practice session, the
    /// practice happens in that session, and otherwise in a separate round. Returns false if no kind of case is weak.
    pub fn practise_weak(&mut self) -> bool {
        let Some(course) = self.course().filter(|_| self.has_weak_kinds()) else { return false };
        let (weak, is_through) = (course.weak(), course.is_mastered() || course.is_placed());
        if course.stage() == Stage::WrapUp && self.act(Input::Next).is_err() {
            return false;
        }
        if is_through {
            self.start_kinds(&weak);
        } else {
            self.open_course();
        }
        true
    }

    pub(super) fn write_stage(&mut self, now: u64) {
        let Some(course) = &self.course else { return };
        let items = course.round().items().iter().map(|item| item.id.clone()).collect();
        let started = Payload::Started { seed: course.seed(), stage: Some(course.stage().name().to_owned()), items };
        self.stage_round = self.new_round_id();
        self.journal.enter(&self.stage_round, &self.history);
        let notice = self.journal.record(now, [started]);
        self.notices.extend(notice);
    }

    fn shown_beside(&self, rounds: &[LoggedRound<'_>]) -> Vec<(u64, Item)> {
        let beside = rounds.iter().filter(|round| round.started.is_none_or(|started| !started.of_course));
        let answered = beside.flat_map(|round| &round.events).filter_map(|(event, time)| match event {
            Event::Answered { item: id, .. } | Event::Revealed { item: id } => Some((*time, item(&self.library, id)?)),
            _ => None,
        });
        let mut answered: Vec<_> = answered.collect();
        sort_by_key(&mut answered, |(time, _)| *time);
        answered
    }

    fn recall(&self, now: u64) -> (Course, Option<LatestRound>) {
        let items = Arc::new(Items::new(Arc::clone(&self.library)));
        let rounds = rounds(&self.history);
        let mut beside = self.shown_beside(&rounds).into_iter().peekable();
        let courses: Vec<_> =
            rounds.iter().filter_map(|round| Some((round, round.started?, round.started?.stage?))).collect();
        let mut course = Course::new(items, courses.first().map_or(now, |(_, started, _)| started.seed));
        for (round, started, stage) in &courses {
            course.resume(*stage, started.items);
            for (event, time) in &round.events {
                // The events are replayed in their original order, so that the same cases count as new as before.
                while let Some((_, item)) = beside.next_if(|(shown_at, _)| shown_at <= time) {
                    course.show(&item);
                }
                course.apply(event, *time);
            }
        }
        beside.for_each(|(_, item)| course.show(&item));
        let latest = courses
            .last()
            .map(|(round, ..)| LatestRound { id: round.id.to_owned(), has_events: !round.events.is_empty() });
        (course, latest)
    }
}
