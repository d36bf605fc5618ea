//! What an item is about: looked up by its id in a library.
//!
//! Owns the kinds of subject. Must not word anything.

use super::item::{Item, ItemId, Survey};
use crate::learner::answer::{Answer, QuestionType};
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
    /// Twins: what changed from the first to the second?
    Pair(&'a Scenario, &'a Scenario),
    /// A page to read, by name.
    Page(&'a str),
    /// A question about the learner.
    Survey(Survey),
}

/// What this item is about; nothing when the library has lost it.
pub fn subject<'a>(library: &'a Library, id: &'a ItemId) -> Option<Subject<'a>> {
    match id {
        ItemId::Case(id) => library.scenario(id).map(Subject::Scenario),
        ItemId::Claim(number) => claims().iter().find(|claim| claim.number == *number).map(Subject::Claim),
        ItemId::Pair(id) => {
            let first = library.scenario(id)?;
            Some(Subject::Pair(first, library.scenario(first.twin.as_deref()?)?))
        }
        ItemId::Page(name) => Some(Subject::Page(name)),
        ItemId::Survey(survey) => Some(Subject::Survey(*survey)),
    }
}

/// The item of that id.
pub fn item(library: &Library, id: &ItemId) -> Option<Item> {
    Some(match subject(library, id)? {
        Subject::Scenario(scenario) => Item::of(scenario),
        Subject::Claim(claim) => Item::of_claim(claim),
        Subject::Pair(first, second) => {
            let (choices, right) = changes(first, second);
            Item::of_pair(&first.id, u8::try_from(choices.len()).unwrap_or(3), right)
        }
        Subject::Page(name) => Item::page(name),
        Subject::Survey(survey) => Item::survey(survey),
    })
}

/// The item for the case of that id.
pub fn case_item(library: &Library, id: &str) -> Option<Item> {
    library.scenario(id).map(Item::of)
}

/// The facts to choose from, the one that differs among them, and the answer that stands at its place. The place
/// depends on the pair alone, so that it is the same for everybody and no place is right more often.
pub(crate) fn changes(first: &Scenario, second: &Scenario) -> (Vec<FactName>, Answer) {
    const USUAL: [FactName; 5] =
        [FactName::Credentials, FactName::Permission, FactName::Refusal, FactName::Protected, FactName::Method];
    let changed = first.facts.difference(&second.facts).into_iter().next().unwrap_or(FactName::Credentials);
    let mut choices: Vec<FactName> = USUAL.into_iter().filter(|fact| *fact != changed).take(2).collect();
    let place = first.id.bytes().map(usize::from).sum::<usize>() % 3;
    choices.insert(place.min(choices.len()), changed);
    (choices, QuestionType::Own(3).answers()[place])
}
