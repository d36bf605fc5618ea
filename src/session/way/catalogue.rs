//! Everything that can come up on the way, found by its id.
//!
//! Owns the list; a scenario is read when it comes up. Must not choose.

use std::sync::{Arc, OnceLock};

use super::super::item::Item;
use super::super::question::item;
use crate::scenario::library::Library;
use crate::scenario::outline::Heading;

/// Every item, by id and in order.
#[derive(Clone, Debug)]
pub struct Catalogue {
    library: Arc<Library>,
    /// The items of the scenarios that came up, by their places in the library.
    items: Vec<OnceLock<Item>>,
    /// The pairs of practice, by the place of the scenario that comes first, the 401.
    pairs: Vec<usize>,
}

impl Catalogue {
    /// Everything that this library has.
    #[must_use]
    pub fn of(library: impl Into<Arc<Library>>) -> Self {
        let library = library.into();
        let headings = library.headings().iter().enumerate();
        // Each pair once, the 401 first.
        let pairs = headings
            .filter(|(_, heading)| heading.is_practice() && (heading.cell as usize) < 4)
            .filter(|(_, heading)| heading.twin.as_ref().is_some_and(|twin| library.place(twin).is_some()))
            .map(|(place, _)| place)
            .collect();
        Self { items: vec![OnceLock::new(); library.headings().len()], pairs, library }
    }

    /// What is known of every scenario, in order.
    #[must_use]
    pub fn headings(&self) -> &[Heading] {
        self.library.headings()
    }

    /// The pairs of practice: both scenarios of each, the 401 first.
    pub fn pairs(&self) -> impl Iterator<Item = (&Heading, &Heading)> {
        let headings = self.headings();
        self.pairs.iter().filter_map(|place| {
            let first = &headings[*place];
            Some((first, &headings[self.library.place(first.twin.as_deref()?)?]))
        })
    }

    /// The item of that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Item> {
        let Some(known) = self.library.place(id).and_then(|place| self.items.get(place)) else {
            return item(&self.library, id);
        };
        if let Some(item) = known.get() {
            return Some(item.clone());
        }
        let item = item(&self.library, id)?;
        Some(known.get_or_init(|| item).clone())
    }
}
