//! Everything that can come up on the way, found by its id.
//!
//! Owns the list; built once from the library. Must not choose.

use std::collections::HashMap;

use super::super::item::Item;
use super::super::question::item;
use crate::reference::claims;
use crate::scenario::library::Library;
use crate::scenario::{Cell, Pool};

/// Every item, by id and in order.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    items: Vec<Item>,
    places: HashMap<String, usize>,
    /// What only some stages show: pairs and claims.
    others: HashMap<String, Item>,
    /// The pairs of practice, by the id of the scenario that comes first.
    pairs: Vec<String>,
}

impl Catalogue {
    /// Everything that this library has.
    #[must_use]
    pub fn of(library: &Library) -> Self {
        let mut catalogue = Self::default();
        for scenario in library.scenarios() {
            let this = Item::of(scenario);
            catalogue.places.insert(this.id.clone(), catalogue.items.len());
            // Each pair once, the 401 first.
            let core = scenario.cell != Cell::Edge && scenario.pool == Pool::Practice;
            if core && (scenario.cell as usize) < 4 && scenario.twin.is_some() {
                let id = format!("pair:{}", scenario.id);
                if let Some(pair) = item(library, &id) {
                    catalogue.others.insert(id, pair);
                    catalogue.pairs.push(scenario.id.clone());
                }
            }
            catalogue.items.push(this);
        }
        catalogue.others.extend(claims().iter().map(Item::of_claim).map(|claim| (claim.id.clone(), claim)));
        catalogue
    }

    /// The scenarios, in order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The pairs of practice, by the id of the scenario that comes first.
    #[must_use]
    pub fn pairs(&self) -> &[String] {
        &self.pairs
    }

    /// The item of that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Item> {
        if let Some(place) = self.places.get(id) {
            return self.items.get(*place).cloned();
        }
        match id.split_once(':')? {
            ("page", name) => Some(Item::page(name)),
            ("ask", name) => Some(Item::ask(name, 2)),
            _ => self.others.get(id).cloned(),
        }
    }
}
