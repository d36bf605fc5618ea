//! Looks up the items of the course by their ids.

use std::sync::Arc;

use crate::round::subject::item;
use crate::round::{Item, ItemId};
use crate::ruling::Verdict;
use crate::scenario::index::Category;
use crate::scenario::library::Library;
use crate::scenario::{Kind, Pool, Scenario, Telling};

#[derive(Clone, Debug)]
pub struct Items {
    pub library: Arc<Library>,
    cases: Vec<Item>,
}

impl Items {
    pub fn new(library: impl Into<Arc<Library>>) -> Self {
        let library = library.into();
        let cases = library.scenarios().map(Item::from_scenario).collect();
        Self { library, cases }
    }

    pub fn core(&self, pool: Pool) -> impl Iterator<Item = &Item> {
        self.cases.iter().filter(move |case| case.pool == pool && case.core_kind().is_some())
    }

    pub(crate) fn in_category(&self, category: Category) -> impl Iterator<Item = &Item> {
        let entries = self.library.index().iter().zip(&self.cases);
        entries.filter(move |(entry, _)| entry.category == category).map(|(_, case)| case)
    }

    /// Returns the contrast pairs in the practice pool, each with its 401 case first.
    pub fn pairs(&self) -> impl Iterator<Item = [&Item; 2]> {
        let first = self
            .core(Pool::Practice)
            .filter(|case| case.kind().is_some_and(|kind| kind.verdict() == Some(Verdict::Unauthorized)));
        first.filter_map(|first| Some([first, self.case(first.twin.as_deref()?)?]))
    }

    pub fn case(&self, id: &str) -> Option<&Item> {
        self.cases.get(self.library.position(id)?)
    }

    pub fn scene(&self, kind: Kind) -> Option<&Scenario> {
        let is_scene =
            |case: &&Scenario| case.pool == Pool::Lesson && case.telling == Telling::Airport && case.kind == kind;
        self.library.scenarios().find(is_scene)
    }

    pub fn find(&self, id: &ItemId) -> Option<Item> {
        match id {
            ItemId::Case(id) => self.case(id).cloned(),
            id => item(&self.library, id),
        }
    }
}
