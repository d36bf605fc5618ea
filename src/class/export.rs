//! Exports scenarios to the file formats of other systems.
//!
//! All formats contain the same information, which [`item`] prepares. This module must neither access files nor print
//! anything. The caller reports which items were skipped.

mod anki_apkg;
mod anki_tsv;
mod archive;
mod gift;
pub mod item;
mod kahoot;
mod moodle_xml;
mod qti;
mod sqlite;
mod text2qti;

use std::collections::{HashMap, HashSet};

use crate::say;
use crate::scenario::{Pack, Scenario};
use item::ExportItem;

#[derive(Clone, Copy, Debug)]
pub struct Format {
    pub name: &'static str,
    pub description: &'static str,
    pub extension: &'static str,
    /// Whether the format is binary and therefore must not be printed on a terminal.
    pub binary: bool,
    pub max_items: usize,
    pub limitations: &'static [&'static str],
    unsupported_reason: fn(&ExportItem<'_>) -> Option<String>,
    write: fn(&[ExportItem<'_>]) -> Vec<u8>,
}

pub const FORMATS: &[Format] = &[
    gift::FORMAT,
    moodle_xml::FORMAT,
    qti::FORMAT,
    text2qti::FORMAT,
    anki_tsv::FORMAT,
    anki_apkg::FORMAT,
    kahoot::FORMAT,
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedItem {
    pub id: String,
    /// The reason for skipping the item, as text that follows "was skipped:".
    pub why: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportResult {
    pub bytes: Vec<u8>,
    pub items: usize,
    pub skipped: Vec<SkippedItem>,
}

impl Format {
    pub fn find(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// Exports scenarios in the given order until the file contains `count` of them. Exporting the same scenarios
    /// always produces the same bytes, on every machine.
    pub fn export<'a>(
        &self, scenarios: impl IntoIterator<Item = (&'a Pack, &'a Scenario)>, count: Option<usize>,
    ) -> ExportResult {
        let mut skipped = Vec::new();
        let mut items = Vec::new();
        for (pack, scenario) in scenarios {
            if count.is_some_and(|count| items.len() >= count) {
                break;
            }
            let item = ExportItem::new(pack, scenario);
            let full =
                || (items.len() >= self.max_items).then(|| say!("a file can contain at most {} items", self.max_items));
            match item.fault().or_else(|| (self.unsupported_reason)(&item)).or_else(full) {
                Some(why) => skipped.push(SkippedItem { id: scenario.id.clone(), why }),
                None => items.push(item),
            }
        }
        make_names_unique(&mut items);
        ExportResult { bytes: (self.write)(&items), items: items.len(), skipped }
    }
}

/// Names must be made unique because the airport version and the HTTP version of a case have the same title.
fn make_names_unique(items: &mut [ExportItem<'_>]) {
    let mut names: HashMap<String, usize> = HashMap::new();
    for item in items.iter() {
        *names.entry(item.name.clone()).or_default() += 1;
    }
    let mut taken: HashSet<String> = HashSet::new();
    for item in items {
        if names.get(&item.name).is_some_and(|count| *count > 1) {
            item.name = format!("{} ({})", item.name, item.scenario.telling.title());
        }
        let name = item.name.clone();
        let mut number = 2;
        while !taken.insert(item.name.clone()) {
            item.name = format!("{name}, {number}");
            number += 1;
        }
    }
}

fn nothing_to_mark(item: &ExportItem<'_>) -> Option<String> {
    let all_right = item.choices().iter().all(|choice| item.accepts(*choice));
    all_right.then(|| say!("the case is debatable, so every choice would be right").to_owned())
}
