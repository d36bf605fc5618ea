//! Everything that can come up in the course, found by its id.
//!
//! Owns the list; Must not choose.

use std::sync::Arc;

use crate::round::subject::item;
use crate::round::{Item, ItemId};
use crate::scenario::index::IndexEntry;
use crate::scenario::library::Library;

/// Every item, by id and in order.
#[derive(Clone, Debug)]
pub struct Items {
    library: Arc<Library>,
    /// The pairs of practice, by the place of the scenario that comes first, the 401.
    pairs: Vec<usize>,
}

impl Items {
    /// Everything that this library has.
    #[must_use]
    pub fn of(library: impl Into<Arc<Library>>) -> Self {
        let library = library.into();
        let entries = library.index().iter().enumerate();
        // Each pair once, the 401 first.
        let pairs = entries
            .filter(|(_, entry)| entry.is_practice() && (entry.kind as usize) < 4)
            .filter(|(_, entry)| entry.twin.as_ref().is_some_and(|twin| library.place(twin).is_some()))
            .map(|(place, _)| place)
            .collect();
        Self { library, pairs }
    }

    /// What is known of every scenario, in order.
    #[must_use]
    pub fn index(&self) -> &[IndexEntry] {
        self.library.index()
    }

    /// The pairs of practice: both scenarios of each, the 401 first.
    pub fn pairs(&self) -> impl Iterator<Item = (&IndexEntry, &IndexEntry)> {
        let index = self.index();
        self.pairs.iter().filter_map(|place| {
            let first = &index[*place];
            Some((first, &index[self.library.place(first.twin.as_deref()?)?]))
        })
    }

    /// The item of that id.
    #[must_use]
    pub fn find(&self, id: &ItemId) -> Option<Item> {
        item(&self.library, id)
    }

    /// The case of that id.
    pub fn case(&self, id: &str) -> Option<Item> {
        self.find(&id.into())
    }
}
