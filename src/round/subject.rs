//! Looks up the content of items in a library.

use super::Round;
use super::item::{Item, ItemId, Survey};
use crate::learner::Record;
use crate::reference::{Claim, claim};
use crate::ruling::FactName;
use crate::scenario::Scenario;
use crate::scenario::library::Library;

#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    Scenario(&'a Scenario),
    Claim(&'static Claim),
    Pair(CasePair<'a>),
    Page(&'a str),
    Survey(Survey),
}

/// A contrast pair: two cases that differ in one fact.
#[derive(Clone, Copy, Debug)]
pub struct CasePair<'a> {
    pub cases: [&'a Scenario; 2],
    /// The index (0 or 1) of the case that the learner is answering.
    pub side: usize,
    pub records: [Option<Record>; 2],
}

impl CasePair<'_> {
    pub(crate) fn difference(&self) -> FactName {
        let [first, second] = self.cases;
        first.facts.difference(&second.facts).into_iter().next().unwrap_or(FactName::Credentials)
    }
}

/// Returns the content of an item, or `None` if the library no longer contains the item.
pub fn subject<'a>(library: &'a Library, id: &'a ItemId) -> Option<Subject<'a>> {
    match id {
        ItemId::Case(id) => library.scenario(id).map(Subject::Scenario),
        ItemId::Claim(number) => claim(*number).map(Subject::Claim),
        ItemId::Page(name) => Some(Subject::Page(name)),
        ItemId::Survey(survey) => Some(Subject::Survey(*survey)),
    }
}

/// Returns the content of the current item or, if the item belongs to a pair, of both cases.
pub(crate) fn open_subject<'a>(library: &'a Library, round: &'a Round) -> Option<Subject<'a>> {
    let id = &round.item()?.id;
    let Some(indexes) = round.pair() else { return subject(library, id) };
    let case = |index: usize| library.scenario(round.items()[index].id.case()?);
    let cases = [case(indexes[0])?, case(indexes[1])?];
    let records = indexes.map(|index| round.records()[index]);
    Some(Subject::Pair(CasePair { cases, side: round.position() - indexes[0], records }))
}

pub fn item(library: &Library, id: &ItemId) -> Option<Item> {
    Some(match subject(library, id)? {
        Subject::Scenario(scenario) => Item::from_scenario(scenario),
        Subject::Claim(claim) => Item::of_claim(claim),
        Subject::Pair(pair) => Item::from_scenario(pair.cases[pair.side % 2]),
        Subject::Page(name) => Item::page(name),
        Subject::Survey(survey) => Item::survey(survey),
    })
}

pub(crate) fn case_item(library: &Library, id: &str) -> Option<Item> {
    library.scenario(id).map(Item::from_scenario)
}
