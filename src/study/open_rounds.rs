//! Manages rounds outside the course that the learner has begun but not finished.

use std::collections::HashSet;

use super::Study;
use super::history::LoggedRound;
use crate::round::spec::RoundSpec;
use crate::round::subject::item;
use crate::round::{ItemId, Phase, Round};
use crate::say;
use crate::scenario::Kind;
use crate::scenario::index::Category;
use crate::scenario::library::Library;
use crate::sorting::sort_by_key;

/// The maximum number of unfinished rounds that a menu lists. Any other unfinished round is resumed when the learner
/// chooses the menu entry that started it.
const MOST_LISTED: usize = 3;

#[derive(Debug)]
pub(super) struct LeftRound {
    pub(super) id: String,
    round: Round,
    request: Option<RoundSpec>,
}

impl LeftRound {}

pub(super) fn left_rounds(
    library: &Library, rounds: &[LoggedRound<'_>], own_rounds: &HashSet<String>,
) -> Vec<LeftRound> {
    let mut begun: Vec<&LoggedRound> = rounds.iter().filter(|round| own_rounds.contains(round.id)).collect();
    begun.retain(|round| {
        let is_known = |id: &ItemId| item(library, id).is_some();
        round.started.is_some_and(|started| started.items.iter().all(is_known)) && round.is_begun()
    });
    sort_by_key(&mut begun, |round| std::cmp::Reverse(round.latest()));
    let left = begun.into_iter();
    left.map(|round| LeftRound { id: round.id.to_owned(), round: round.replayed(library), request: None }).collect()
}

fn is_begun(round: &Round) -> bool {
    round.phase() != Phase::Finished && round.items().len() > 1 && round.answers().next().is_some()
}

/// The purpose of a round outside the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    FactCheck,
    EdgeCases,
    Mixed,
    /// Cases of one kind, mixed with cases of other kinds.
    OneKind,
    OneCase,
}

/// Derives the purpose of a round from its items.
pub fn activity(round: &Round) -> Activity {
    let items = round.items();
    let categories: HashSet<Category> = items.iter().filter_map(|item| item.category).collect();
    match categories.len() {
        _ if items.len() == 1 => Activity::OneCase,
        _ if items.iter().any(|item| matches!(item.id, ItemId::Claim(_))) => Activity::FactCheck,
        1 if categories.contains(&Category::Kind(Kind::Edge)) => Activity::EdgeCases,
        1..=RoundSpec::MOST_MIXED => Activity::OneKind,
        _ => Activity::Mixed,
    }
}

pub(super) fn practises(round: &Round, category: Category) -> bool {
    let request = RoundSpec { categories: vec![category], mixed: true, ..RoundSpec::default() };
    let categories: HashSet<Category> = round.items().iter().filter_map(|item| item.category).collect();
    round.items().len() > 1 && categories == request.categories().into_iter().collect()
}

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
    /// Returns the most recent unfinished rounds outside the course, starting with the current one.
    pub fn open_rounds(&self) -> Vec<&Round> {
        self.begun_rounds().take(MOST_LISTED).collect()
    }

    fn begun_rounds(&self) -> impl Iterator<Item = &Round> {
        self.listed_round().into_iter().chain(self.left_rounds.iter().map(|left| &left.round))
    }

    /// Returns the current round outside the course, if the learner has begun it or has requested it on the command
    /// line.
    pub(crate) fn listed_round(&self) -> Option<&Round> {
        let is_requested = self.round_id == self.command_round && self.round.phase() != Phase::Finished;
        Some(&self.round).filter(|round| is_requested || is_begun(round))
    }

    pub(super) fn leave_round(&mut self) {
        let over = self.round_answers();
        self.earlier_answers.extend(over);
        if is_begun(&self.round) {
            let empty = Round::new(Vec::new(), self.round.rules());
            let round = std::mem::replace(&mut self.round, empty);
            let left = LeftRound { id: self.round_id.clone(), round, request: self.request.take() };
            self.left_rounds.insert(0, left);
        }
    }

    /// Resumes an unfinished round. The `index` is a position in the list that [`Study::open_rounds`] returns. Returns
    /// false if no round has that index.
    pub(crate) fn return_to_round(&mut self, index: usize) -> bool {
        let current = usize::from(self.listed_round().is_some());
        if let Some(index) = index.checked_sub(current) {
            if index >= self.left_rounds.len() {
                return false;
            }
            let left = self.left_rounds.remove(index);
            self.leave_round();
            // The answers in the resumed round are removed from the past answers, so that they aren't counted twice.
            self.earlier_answers.retain(|answer| answer.round_id != left.id);
            (self.round_id, self.round, self.request) = (left.id, left.round, left.request);
        }
        self.journal.enter(&self.round_id, &self.history);
        self.on_course = false;
        true
    }

    /// Returns the unfinished rounds that aren't on screen, each with its index in [`Study::open_rounds`].
    pub(crate) fn rounds_beside(&self) -> Vec<(usize, &Round)> {
        let on_screen = usize::from(!self.on_course && self.listed_round().is_some());
        self.open_rounds().into_iter().enumerate().skip(on_screen).collect()
    }

    /// Resumes the first unfinished round that has an answer and meets the condition. Returns false if there is no such
    /// round.
    pub(super) fn return_to(&mut self, is_wanted: impl Fn(&Round) -> bool) -> bool {
        let index = self.begun_rounds().position(|round| is_begun(round) && is_wanted(round));
        index.is_some_and(|index| self.return_to_round(index))
    }
}
