//! Scenarios in the formats of other systems: one table, one file for each format.
//!
//! Owns the table: the name of a format, how its files end, what it cannot carry, which items it refuses, and the
//! function that writes it. [`entry`] says what an exported item holds, so that every format says the same.
//! Must not touch files or standard error; what was left out is given back, to be said by whoever asked.

mod anki_apkg;
mod anki_tsv;
mod archive;
pub mod entry;
mod gift;
mod kahoot;
mod moodle_xml;
mod qti;
mod sqlite;
mod text2qti;

use std::collections::{HashMap, HashSet};

use crate::say;
use crate::scenario::{Pack, Scenario};
use entry::ExportItem;

/// One format that scenarios can be written in.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The word on the command line.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub says: &'static str,
    /// How its files end, without the dot.
    pub ending: &'static str,
    /// Whether it is more than text, and no good on a terminal.
    pub binary: bool,
    /// How many items a file holds at most.
    pub most: usize,
    /// What is lost on the way, each in a few words.
    pub loses: &'static [&'static str],
    /// Why it cannot carry this item; nothing when it can.
    refuses: fn(&ExportItem<'_>) -> Option<String>,
    /// The whole file.
    write: fn(&[ExportItem<'_>]) -> Vec<u8>,
}

/// Every format, in the order in which they are offered.
pub const FORMATS: &[Format] = &[
    gift::FORMAT,
    moodle_xml::FORMAT,
    qti::FORMAT,
    text2qti::FORMAT,
    anki_tsv::FORMAT,
    anki_apkg::FORMAT,
    kahoot::FORMAT,
];

/// An item that was not written, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The scenario's id.
    pub id: String,
    /// The reason, to be read after "left out:".
    pub why: String,
}

/// A written file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file, whole.
    pub bytes: Vec<u8>,
    /// How many items are in it.
    pub items: usize,
    /// The items that are not.
    pub left_out: Vec<LeftOut>,
}

impl Format {
    /// The format of that name.
    pub fn find(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// Writes these scenarios, in their order, until the file holds `count` of them. The same scenarios give the same bytes
    /// anywhere.
    pub fn export<'a>(
        &self,
        scenarios: impl IntoIterator<Item = (&'a Pack, &'a Scenario)>,
        count: Option<usize>,
    ) -> Written {
        let mut left_out = Vec::new();
        let mut entries = Vec::new();
        for (pack, scenario) in scenarios {
            if count.is_some_and(|count| entries.len() >= count) {
                break;
            }
            let entry = ExportItem::new(pack, scenario);
            let full = || (entries.len() >= self.most).then(|| say!("a file can hold {} items", self.most));
            match entry.fault().or_else(|| (self.refuses)(&entry)).or_else(full) {
                Some(why) => left_out.push(LeftOut { id: scenario.id.clone(), why }),
                None => entries.push(entry),
            }
        }
        tell_apart(&mut entries);
        Written { bytes: (self.write)(&entries), items: entries.len(), left_out }
    }
}

/// Gives every question a name of its own: two tellings of a case have one title.
fn tell_apart(entries: &mut [ExportItem<'_>]) {
    let mut names: HashMap<String, usize> = HashMap::new();
    for entry in entries.iter() {
        *names.entry(entry.name.clone()).or_default() += 1;
    }
    let mut taken: HashSet<String> = HashSet::new();
    for entry in entries {
        if names.get(&entry.name).is_some_and(|count| *count > 1) {
            entry.name = format!("{} ({})", entry.name, entry.scenario.telling.title());
        }
        let name = entry.name.clone();
        let mut number = 2;
        while !taken.insert(entry.name.clone()) {
            entry.name = format!("{name}, {number}");
            number += 1;
        }
    }
}

/// Why a format that marks answers cannot carry this item: with every choice right there is nothing to mark.
fn nothing_to_mark(entry: &ExportItem<'_>) -> Option<String> {
    let all_right = entry.choices().iter().all(|choice| entry.accepts(*choice));
    all_right.then(|| say!("debatable, so every choice would be right").to_owned())
}
