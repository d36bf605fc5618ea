//! Keeps track of the cases that the learner has seen, in the course or outside it.
//!
//! A case no longer counts as new if its title, its story or the other case of its pair has been shown.

use std::collections::{HashMap, HashSet};

use crate::round::{Item, ItemId};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposure {
    times: HashMap<ItemId, u32>,
    texts: HashSet<String>,
    /// Cases that were new when they were shown, and that haven't been shown again.
    first_sights: HashSet<ItemId>,
}

impl Exposure {
    pub(super) fn show(&mut self, item: &Item) {
        let is_new = self.is_new(item);
        *self.times.entry(item.id.clone()).or_default() += 1;
        if is_new {
            self.first_sights.insert(item.id.clone());
        } else {
            self.first_sights.remove(&item.id);
        }
        self.texts.extend([&item.title, &item.story].into_iter().filter(|text| !text.is_empty()).cloned());
    }

    pub fn times(&self, id: &ItemId) -> u32 {
        self.times.get(id).copied().unwrap_or(0)
    }

    pub fn is_new(&self, item: &Item) -> bool {
        let twin = item.twin.as_deref().is_some_and(|twin| self.times(&twin.into()) > 0);
        self.times(&item.id) == 0 && !twin && !self.texts.contains(&item.title) && !self.texts.contains(&item.story)
    }

    pub(crate) fn is_first_sight(&self, id: &ItemId) -> bool {
        self.first_sights.contains(id)
    }
}
