//! Rounds outside the course that the learner has begun and not finished. Each of them can be continued.

use std::collections::HashSet;

use super::Study;
use super::history::LoggedRound;
use crate::round::spec::RoundSpec;
use crate::round::subject::item;
use crate::round::{Event, ItemId, Phase, Round};
use crate::say;
use crate::scenario::Kind;
use crate::scenario::index::Category;
use crate::scenario::library::Library;

/// How many rounds are kept beside the current one. If the learner begins more, the oldest is no longer offered.
const MOST_KEPT: usize = 2;

/// A round that the learner left for another one.
#[derive(Debug)]
pub(super) struct LeftRound {
    id: String,
    round: Round,
    /// The specification of the round, used to start another round like it.
    request: Option<RoundSpec>,
}

impl LeftRound {
    pub(super) fn id(&self) -> &str {
        &self.id
    }
}

/// Returns the rounds of a journal that were begun and not finished, with the latest first.
pub(super) fn left_rounds(
    library: &Library,
    rounds: &[LoggedRound<'_>],
    own_rounds: &HashSet<String>,
) -> Vec<LeftRound> {
    let mut begun: Vec<&LoggedRound> = rounds.iter().filter(|round| own_rounds.contains(round.id)).collect();
    begun.retain(|round| {
        let is_known = |id: &ItemId| item(library, id).is_some();
        let has = |wanted: fn(&Event) -> bool| round.events.iter().any(|(event, _)| wanted(event));
        round.started.is_some_and(|started| !started.of_course && started.items.iter().all(is_known))
            && has(|event| matches!(event, Event::Answered { .. }))
            && !has(|event| *event == Event::Finished)
    });
    begun.sort_by_key(|round| std::cmp::Reverse(round.events.last().map(|(_, time)| *time)));
    let left = begun.into_iter().take(MOST_KEPT);
    left.map(|round| LeftRound { id: round.id.to_owned(), round: round.replayed(library), request: None }).collect()
}

/// What a round outside the course is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    FactCheck,
    EdgeCases,
    Mixed,
    /// Cases of one kind, mixed with the kind that is most easily confused with it.
    OneKind,
    OneCase,
}

/// Returns what a round is about, according to its items.
pub fn activity(round: &Round) -> Activity {
    let items = round.items();
    let categories: HashSet<Category> = items.iter().filter_map(|item| item.category).collect();
    match categories.len() {
        _ if items.len() == 1 => Activity::OneCase,
        _ if items.iter().any(|item| matches!(item.id, ItemId::Claim(_))) => Activity::FactCheck,
        1 if categories.contains(&Category::Kind(Kind::Edge)) => Activity::EdgeCases,
        1 | 2 => Activity::OneKind,
        _ => Activity::Mixed,
    }
}

/// Returns the name of a round on the home screen.
pub fn round_title(round: &Round) -> &str {
    match (activity(round), round.items()) {
        (Activity::OneCase, [only]) if !only.title.is_empty() => &only.title,
        (Activity::OneCase, _) => say!("One question"),
        (Activity::FactCheck, _) => say!("Fact-check"),
        (Activity::EdgeCases, _) => say!("Edge cases"),
        (Activity::Mixed, _) => say!("Mixed round"),
        (Activity::OneKind, _) => say!("One kind of case"),
    }
}

impl Study {
    /// Returns the unfinished rounds outside the course. The current round comes first, and then the latest of the
    /// others.
    pub fn open_rounds(&self) -> Vec<&Round> {
        self.separate_round().into_iter().chain(self.left_rounds.iter().map(|left| &left.round)).collect()
    }

    /// Keeps the current round, so that the learner can return to it after another one.
    pub(super) fn leave_round(&mut self) {
        let over = self.round_answers();
        self.earlier_answers.extend(over);
        if self.round.phase() != Phase::Finished && self.round.answers().next().is_some() {
            let empty = Round::new(Vec::new(), self.round.rules());
            let round = std::mem::replace(&mut self.round, empty);
            let left = LeftRound { id: self.round_id.clone(), round, request: self.request.take() };
            self.left_rounds.insert(0, left);
            let dropped = self.left_rounds.drain(MOST_KEPT.min(self.left_rounds.len())..).next();
            self.tell(dropped.map(|left| {
                say!(
                    "Too many rounds are unfinished, so the oldest is no longer listed: {}. Its answers still count.",
                    round_title(&left.round)
                )
            }));
        }
    }

    /// Returns to an unfinished round, given by its index in [`Study::open_rounds`]. Returns false if there is none.
    pub fn return_to_round(&mut self, index: usize) -> bool {
        let current = usize::from(self.separate_round().is_some());
        if let Some(index) = index.checked_sub(current) {
            if index >= self.left_rounds.len() {
                return false;
            }
            let left = self.left_rounds.remove(index);
            self.leave_round();
            // The answers of this round must not also count as past answers.
            self.earlier_answers.retain(|answer| answer.round_id != left.id);
            (self.round_id, self.round, self.request) = (left.id, left.round, left.request);
        }
        self.journal.enter(&self.round_id, &self.history);
        self.on_course = false;
        true
    }

    /// Returns the unfinished rounds that aren't on screen, each with its index in [`Study::open_rounds`].
    pub fn rounds_beside(&self) -> Vec<(usize, &Round)> {
        let on_screen = usize::from(!self.on_course && self.separate_round().is_some());
        self.open_rounds().into_iter().enumerate().skip(on_screen).collect()
    }

    /// Returns to the first unfinished round that has an answer and meets the condition, if there is one.
    pub(super) fn return_to(&mut self, is_wanted: impl Fn(&Round) -> bool) -> bool {
        let is_begun = |round: &Round| round.answers().next().is_some();
        let index = self.open_rounds().into_iter().position(|round| is_begun(round) && is_wanted(round));
        index.is_some_and(|index| self.return_to_round(index))
    }
}
