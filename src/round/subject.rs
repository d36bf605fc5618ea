//! What an item is about: looked up by its id in a library.
//!
//! Owns the kinds of subject. Must not word anything.

use super::item::{Item, ItemId, Survey};
use crate::learner::Record;
use crate::reference::{Claim, claims};
use crate::ruling::FactName;
use crate::scenario::Scenario;
use crate::scenario::library::Library;

/// What an item is about.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A scenario.
    Scenario(&'a Scenario),
    /// A claim of the article.
    Claim(&'static Claim),
    /// Two cases that differ in one fact, on one screen.
    Pair(CasePair<'a>),
    /// A page to read, by name.
    Page(&'a str),
    /// A question about the learner.
    Survey(Survey),
}

/// Two cases that differ in one fact.
#[derive(Clone, Copy, Debug)]
pub struct CasePair<'a> {
    pub cases: [&'a Scenario; 2],
    /// Which of the two is asked now.
    pub side: usize,
    pub records: [Option<Record>; 2],
}

impl CasePair<'_> {
    /// The fact that differs.
    pub fn difference(&self) -> FactName {
        let [first, second] = self.cases;
        first.facts.difference(&second.facts).into_iter().next().unwrap_or(FactName::Credentials)
    }
}

/// What this item is about; nothing when the library has lost it.
pub fn subject<'a>(library: &'a Library, id: &'a ItemId) -> Option<Subject<'a>> {
    match id {
        ItemId::Case(id) => library.scenario(id).map(Subject::Scenario),
        ItemId::Claim(number) => claims().iter().find(|claim| claim.number == *number).map(Subject::Claim),
        ItemId::Page(name) => Some(Subject::Page(name)),
        ItemId::Survey(survey) => Some(Subject::Survey(*survey)),
    }
}

/// The item of that id.
pub fn item(library: &Library, id: &ItemId) -> Option<Item> {
    Some(match subject(library, id)? {
        Subject::Scenario(scenario) => Item::from_scenario(scenario),
        Subject::Claim(claim) => Item::of_claim(claim),
        Subject::Pair(pair) => Item::from_scenario(pair.cases[pair.side % 2]),
        Subject::Page(name) => Item::page(name),
        Subject::Survey(survey) => Item::survey(survey),
    })
}

/// The item for the case of that id.
pub fn case_item(library: &Library, id: &str) -> Option<Item> {
    library.scenario(id).map(Item::from_scenario)
}
