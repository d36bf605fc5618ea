//! Reads the past answers and the unfinished round from the journal.

use std::collections::{HashMap, HashSet};

use crate::course::stage::Stage;
use crate::learner::progress::{CoursePart, PastAnswer};
use crate::round::subject::item;
use crate::round::{Event, ItemId, Phase, Round, Rules, Showing};
use crate::scenario::library::Library;
use crate::store::journal::{JournalEntry, Payload};

pub(super) struct LoggedRound<'a> {
    pub(super) id: &'a str,
    /// How the round started, or `None` if the journal line about the start is damaged. The answers in the round still
    /// count.
    pub(super) started: Option<Started<'a>>,
    pub(super) events: Vec<(&'a Event, u64)>,
}

#[derive(Clone, Copy)]
pub(super) struct Started<'a> {
    pub(super) seed: u64,
    /// The stage of the course, or `None` if this version of the program doesn't have that stage.
    pub(super) stage: Option<Stage>,
    pub(super) of_course: bool,
    pub(super) items: &'a [ItemId],
}

impl LoggedRound<'_> {
    pub(super) fn is_of_course(&self) -> bool {
        self.started.is_some_and(|started| started.of_course)
    }

    fn stage(&self) -> Option<Stage> {
        self.started?.stage
    }

    /// Returns whether a round with the given stage and items is a continuation of this round in another instance of
    /// the program.
    fn is_continued_by(&self, stage: Stage, items: &[ItemId]) -> bool {
        let Some(started) = self.started.filter(|started| started.stage == Some(stage)) else { return false };
        let added = self.events.iter().filter_map(|(event, _)| match event {
            Event::Added { item } => Some(item),
            _ => None,
        });
        started.items.iter().chain(added).eq(items)
    }

    /// Returns whether the learner can resume the round. A resumable round is outside the course, has at least one
    /// answer and isn't finished. A single case doesn't count as a round.
    pub(super) fn is_begun(&self) -> bool {
        let is_over = self.events.iter().any(|(event, _)| **event == Event::Finished);
        self.has_answer() && !is_over && self.started.is_some_and(|started| started.items.len() > 1)
    }

    fn has_answer(&self) -> bool {
        let is_answer = |event: &Event| matches!(event, Event::Answered { .. } | Event::Revealed { .. });
        !self.is_of_course() && self.events.iter().any(|(event, _)| is_answer(event))
    }

    pub(super) fn latest(&self) -> Option<u64> {
        self.events.last().map(|(_, time)| *time)
    }

    pub(super) fn replayed(&self, library: &Library) -> Round {
        let items = self.started.map_or(&[] as &[ItemId], |started| started.items);
        let items = items.iter().filter_map(|id| item(library, id)).collect();
        let mut round = Round::new(items, self.stage().map_or(Rules::PRACTICE, Stage::rules));
        for (event, _) in &self.events {
            round.recall(event, |id| item(library, id));
        }
        round
    }
}

/// Returns the rounds in a journal, in the order in which they started. If two lines describe the start of the same
/// round, the first one is used. A stage that was continued in another instance of the program is treated as one round.
pub(super) fn rounds(history: &[JournalEntry]) -> Vec<LoggedRound<'_>> {
    let mut rounds: Vec<LoggedRound> = Vec::new();
    let mut indexes: HashMap<&str, usize> = HashMap::new();
    for entry in history {
        if let Payload::Started { stage: Some(stage), items, .. } = &entry.event
            && let Some(stage) = Stage::find(stage)
            && !indexes.contains_key(entry.round.as_str())
            && let Some(last) = rounds.iter().rposition(LoggedRound::is_of_course)
            && rounds[last].is_continued_by(stage, items)
        {
            rounds[last].id = &entry.round;
            indexes.insert(&entry.round, last);
            continue;
        }
        let index = *indexes.entry(&entry.round).or_insert_with(|| {
            rounds.push(LoggedRound { id: &entry.round, started: None, events: Vec::new() });
            rounds.len() - 1
        });
        match &entry.event {
            Payload::Started { seed, stage, items } => {
                let of_course = stage.is_some();
                let stage = stage.as_deref().and_then(Stage::find);
                rounds[index].started.get_or_insert(Started { seed: *seed, stage, of_course, items });
            }
            Payload::Did(event) => rounds[index].events.push((event, entry.at)),
            Payload::Task(_) | Payload::Details(_) => {}
        }
    }
    rounds
}

/// Returns the answers of all rounds, each of which is replayed separately.
pub(super) fn past_answers(library: &Library, history: &[JournalEntry]) -> Vec<PastAnswer> {
    let rounds = rounds(history);
    rounds.iter().flat_map(|round| of_round(&round.replayed(library), round.stage(), round.id)).collect()
}

pub(super) fn of_round(round: &Round, stage: Option<Stage>, round_id: &str) -> Vec<PastAnswer> {
    let part = match stage {
        Some(Stage::PreTest) => CoursePart::PreTest,
        Some(Stage::PostTest) => CoursePart::PostTest,
        Some(Stage::CheckUp) => CoursePart::CheckUp,
        _ => CoursePart::Practice,
    };
    // The results of a test stay hidden until the test is over.
    let is_secret = stage.is_some_and(|stage| stage.rules().ruling != Showing::AtOnce);
    if is_secret && round.phase() != Phase::Finished {
        return Vec::new();
    }
    let answers = round.counted().filter_map(|(item, record)| {
        Some(PastAnswer {
            round_id: round_id.to_owned(),
            item: item.id.case()?.to_owned(),
            kind: item.kind()?,
            truth: item.verdict(),
            part,
            record: *record,
        })
    });
    answers.collect()
}

/// Returns the id of the last round in this instance's journal file, if the learner can resume that round. If
/// `skip_course` is true, rounds of the course are ignored.
pub(super) fn unfinished<'a>(
    history: &'a [JournalEntry], own_rounds: &HashSet<String>, skip_course: bool,
) -> Option<&'a str> {
    let mut rounds = rounds(history);
    rounds.retain(|round| own_rounds.contains(round.id));
    rounds.retain(|round| round.is_of_course() && !skip_course || round.has_answer());
    rounds.last().filter(|round| round.is_begun()).map(|round| round.id)
}
