//! Finds packs: built-in packs, packs in the user's data folder, and files named on the command line.
//!
//! A broken pack never stops the program. The program leaves the pack out, and the user can list the faults in that
//! pack. Built-in packs are ordinary JSON files. Built-in packs aren't checked at start-up, because a test has already
//! checked them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::check::check_among;
use super::index::IndexEntry;
use super::locate::{JsonPath, Target};
use super::read::{Reading, read_all, read_trusted};
use super::{Pack, Scenario};
use crate::diagnostic::{Diagnostic, MOST_FAULTS};
use crate::encoding::from_json;
use crate::files;
use crate::i18n;
use crate::say;
use crate::sorting::sort_by;
use crate::text::has_words;

#[derive(Debug)]
pub struct BuiltIn {
    pub name: &'static str,
    pub text: &'static str,
}

macro_rules! built_in {
    ($($name:literal)+) => {
        &[$(BuiltIn { name: $name, text: include_str!(concat!("../../scenarios/", $name)) }),+]
    };
}

pub const BUILT_IN: &[BuiltIn] = built_in!(
    "practice.json" "lesson.json" "forms.json" "unseen.json" "check-ups.json" "edges.json" "servers.json" "incidents.json"
);

/// A pack file that couldn't be loaded.
#[derive(Clone, Debug)]
pub struct Problem {
    pub path: String,
    pub faults: Vec<Diagnostic>,
}

/// All open packs, with an index of their scenarios.
#[derive(Debug, Default)]
pub struct Library {
    packs: Vec<Pack>,
    index: Vec<IndexEntry>,
    positions: HashMap<String, usize>,
    pub problems: Vec<Problem>,
    /// The ids of the packs that the user named on the command line.
    pub named: Vec<String>,
}

impl Library {
    /// Creates a library from packs, without checking them.
    pub fn new(packs: impl IntoIterator<Item = Pack>) -> Self {
        let mut library = Self::default();
        for pack in packs {
            library.push(pack);
        }
        library
    }

    /// Opens the built-in packs, the `*.json` files in `user_folder`, and the `named` packs. The user can name files,
    /// folders of files, or ids of open packs.
    pub fn open(user_folder: Option<&Path>, named: &[PathBuf]) -> Self {
        let found = user_folder.map(pack_files).unwrap_or_default();
        let mut files: Vec<File> = found.iter().map(|path| File::open(path)).collect();
        let is_built_in =
            |path: &Path| BUILT_IN.iter().any(|pack| Path::new(pack.name).file_stem() == Some(path.as_os_str()));
        for path in named {
            let inside = if path.is_dir() && !is_built_in(path) { pack_files(path) } else { vec![path.clone()] };
            if inside.is_empty() {
                let why = say!("this folder contains no packs (no .json files)").to_owned();
                files.push(File { name: path.display().to_string(), text: Err(why) });
            }
            files.extend(inside.iter().map(|path| File::open(path)));
        }
        Self::with(&files, found.len())
    }

    /// Opens the built-in packs and one pack with the given text.
    pub fn with_text(name: &str, text: &str) -> Self {
        Self::with(&[File { name: name.to_owned(), text: Ok(text.to_owned()) }], 0)
    }

    /// The first `found` entries of `files` weren't named on the command line.
    fn with(files: &[File], found: usize) -> Self {
        let mut library = Self::default();
        for built_in in BUILT_IN {
            if let Some(pack) = translated(built_in) {
                library.push(pack);
            }
        }
        let readings: Vec<Reading<'_>> = files.iter().filter_map(File::reading).collect();
        // A contrast pair may span two files, so all files are read before any file is checked.
        let faults: Vec<Vec<Diagnostic>> =
            readings.iter().map(|reading| check_among(std::slice::from_ref(reading), &readings)).collect();
        let mut judged = readings.into_iter().zip(faults);
        for (index, file) in files.iter().enumerate() {
            let reading = file.text.as_ref().map(|_| judged.next());
            let is_named = index >= found;
            let known = is_named.then(|| library.ids().find(|id| *id == file.name)).flatten();
            let id = match (known.map(str::to_owned), reading) {
                (Some(id), _) => Some(id),
                (None, Ok(judged)) => judged.and_then(|(reading, faults)| library.add(reading, faults)),
                (None, Err(message)) => {
                    let faults = vec![Diagnostic::for_file(&file.name, message.clone())];
                    library.problems.push(Problem { path: file.name.clone(), faults });
                    None
                }
            };
            library.named.extend(id.filter(|_| is_named));
        }
        library
    }

    fn push(&mut self, pack: Pack) {
        for scenario in &pack.scenarios {
            self.positions.insert(scenario.id.clone(), self.index.len());
            self.index.push(IndexEntry::new(scenario));
        }
        self.packs.push(pack);
    }

    /// Adds a pack and returns its id. If the pack has faults, records the faults instead and returns `None`.
    fn add(&mut self, mut reading: Reading<'_>, mut faults: Vec<Diagnostic>) -> Option<String> {
        faults.extend(self.repeated(&reading));
        match reading.pack.take() {
            Some(pack) if faults.is_empty() => {
                let id = pack.id.clone();
                self.push(pack);
                Some(id)
            }
            _ => {
                self.problems.push(Problem { path: reading.source.path.to_owned(), faults });
                None
            }
        }
    }

    fn repeated(&self, reading: &Reading<'_>) -> Vec<Diagnostic> {
        let scenarios = reading.pack.iter().flat_map(|pack| &pack.scenarios);
        scenarios
            .zip(&reading.positions)
            .filter(|(scenario, _)| self.positions.contains_key(scenario.id.as_str()))
            .take(MOST_FAULTS)
            .map(|(scenario, index)| {
                let path = JsonPath::default().field("scenarios").index(*index).field("id");
                let message = say!("the id `{}` is already used by another open pack", scenario.id);
                reading.fault(&path, Target::Value, message)
            })
            .collect()
    }

    pub fn scenario(&self, id: &str) -> Option<&Scenario> {
        self.scenarios().nth(self.position(id)?)
    }

    pub(crate) fn scenario_with_pack(&self, id: &str) -> Option<(&Pack, &Scenario)> {
        let mut index = self.position(id)?;
        for pack in &self.packs {
            match pack.scenarios.get(index) {
                Some(scenario) => return Some((pack, scenario)),
                None => index -= pack.scenarios.len(),
            }
        }
        None
    }

    pub fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    pub fn index(&self) -> &[IndexEntry] {
        &self.index
    }

    /// If the list of ids is empty, returns the entries of all packs.
    pub(crate) fn entries_of<'a>(&'a self, packs: &'a [String]) -> impl Iterator<Item = &'a IndexEntry> {
        let chosen = self.packs.iter().map(|pack| packs.is_empty() || packs.contains(&pack.id));
        let chosen = chosen.zip(&self.packs).flat_map(|(chosen, pack)| pack.scenarios.iter().map(move |_| chosen));
        chosen.zip(&self.index).filter_map(|(chosen, entry)| chosen.then_some(entry))
    }

    /// Returns the ids of the open packs, with built-in packs first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.packs.iter().map(|pack| pack.id.as_str())
    }

    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// Finds cases whose id, title, story, kind, telling, pool or pack contains each of the given words. If there are
    /// no words, returns all cases.
    pub fn search(&self, words: &str) -> Vec<(&Pack, &Scenario)> {
        let cases = self.packs.iter().flat_map(|pack| pack.scenarios.iter().map(move |case| (pack, case)));
        let found = cases.filter(|(pack, case)| {
            let words_of = [case.kind.title(), case.telling.title(), case.pool.title()];
            let texts = [&pack.id, &pack.title, &case.id, &case.title, &case.story];
            has_words(words_of.into_iter().chain(texts.map(String::as_str)), words)
        });
        found.collect()
    }

    /// Works like [`Self::search`], but ignores the id and the kind of any case that is reserved for tests, because
    /// both reveal the answer.
    pub fn search_without_answers(&self, words: &str) -> Vec<(&Pack, &Scenario)> {
        let mut found = self.search(words);
        found.retain(|(pack, case)| {
            let words_of = [case.telling.title(), case.pool.title()];
            let texts = [&pack.id, &pack.title, &case.title, &case.story];
            !case.pool.is_kept_back() || has_words(words_of.into_iter().chain(texts.map(String::as_str)), words)
        });
        found
    }

    /// Returns the line that distinguishes the case from the other case of its contrast pair, if both cases have the
    /// same title. If a line of the other case starts with the same words, only the last few of the shared words are
    /// kept.
    pub(crate) fn distinction(&self, case: &Scenario) -> Option<String> {
        const KEPT: usize = 3;
        let twin = self.scenario(case.twin.as_deref()?).filter(|twin| twin.title == case.title)?;
        let lines: Vec<&str> = case.shown_lines().collect();
        let is_new = |line: &&str| !twin.shown_lines().any(|other| other == *line);
        let line = case.deciding_line().filter(is_new).or_else(|| lines.iter().copied().find(is_new))?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let alike =
            |other: &str| words.iter().zip(other.split_whitespace()).take_while(|(word, twin)| **word == *twin).count();
        let left_out = twin.shown_lines().map(alike).max().unwrap_or_default().saturating_sub(KEPT);
        Some(words.get(left_out..)?.join(" "))
    }

    /// Returns the title of a case for use in a list. If the other case of the contrast pair has the same title, the
    /// distinguishing line is added.
    pub fn listed_title(&self, case: &Scenario) -> String {
        self.distinction(case).map_or_else(|| case.title.clone(), |line| format!("{}: {line}", case.title))
    }

    pub fn scenarios(&self) -> impl Iterator<Item = &Scenario> {
        self.packs.iter().flat_map(|pack| &pack.scenarios)
    }
}

fn translated(built_in: &BuiltIn) -> Option<Pack> {
    let mut pack = read_trusted(built_in.text).ok()?;
    if !i18n::is_active() {
        return Some(pack);
    }
    let value: Value = serde_json::from_str(built_in.text).ok()?;
    for (scenario, value) in pack.scenarios.iter_mut().zip(value["scenarios"].as_array()?) {
        let Some(texts) = i18n::texts(&scenario.id) else { continue };
        let mut value = value.clone();
        for (pointer, text) in texts {
            if let Some(index) = value.pointer_mut(pointer).filter(|index| index.is_string()) {
                *index = text.as_str().into();
            }
        }
        // If the translation of a scenario can't be parsed, the English text is kept.
        if let Ok(translated) = from_json(&value) {
            *scenario = translated;
        }
    }
    Some(pack)
}

struct File {
    name: String,
    text: Result<String, String>,
}

impl File {
    fn open(path: &Path) -> Self {
        Self { name: path.display().to_string(), text: read_file(path) }
    }

    fn reading(&self) -> Option<Reading<'_>> {
        self.text.as_ref().ok().map(|text| read_all(&self.name, text))
    }
}

/// Returns a sorted list of the pack files in a folder and its subfolders, except hidden subfolders. The list is empty
/// if the folder doesn't exist.
pub fn pack_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            // To avoid endless loops, symbolic links to folders aren't followed.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                    folders.push(path);
                }
            } else if is_pack(&path) {
                files.push(path);
            }
        }
    }
    sort_by(&mut files, Ord::cmp);
    files
}

fn is_pack(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.extension().is_some_and(|end| end == "json") && !name.ends_with(".schema.json")
}

/// Reads the text of a pack file. Fails if the file isn't a regular file, is too large, or isn't valid text.
pub fn read_file(path: &Path) -> Result<String, String> {
    files::read_text(path).map_err(|why| why.to_string())
}
