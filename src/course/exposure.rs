//! What the learner has been shown, wherever it was.
//!
//! Owns the question whether a case is new: a case whose title or story was shown before, as that of its twin, is not.

use std::collections::{HashMap, HashSet};

use crate::round::{Item, ItemId};

/// What has been shown so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposure {
    times: HashMap<ItemId, u32>,
    texts: HashSet<String>,
    /// The cases that were new when they were shown, and have been shown once.
    first_sights: HashSet<ItemId>,
}

impl Exposure {
    /// Takes in that this item is shown.
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

    /// How often this item was shown.
    pub fn times(&self, id: &ItemId) -> u32 {
        self.times.get(id).copied().unwrap_or(0)
    }

    /// Whether nothing of this case has been shown.
    pub fn is_new(&self, item: &Item) -> bool {
        let twin = item.twin.as_deref().is_some_and(|twin| self.times(&twin.into()) > 0);
        self.times(&item.id) == 0 && !twin && !self.texts.contains(&item.title) && !self.texts.contains(&item.story)
    }

    /// Whether this case has been shown once, and was new then.
    pub fn is_first_sight(&self, id: &ItemId) -> bool {
        self.first_sights.contains(id)
    }
}
