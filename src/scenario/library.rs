//! Finds packs: the built-in ones, those in the user's data folder, and files named on the command line.
//!
//! A broken pack never takes the app down: it is left out and its faults are kept to be shown. Built-in packs are
//! checked by a test, so opening them only looks at their headings; a scenario is read when it is shown.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use super::check::check_among;
use super::locate::{Aim, Way};
use super::outline::Heading;
use super::packed::{BuiltIn, pack};
use super::read::{Reading, read, read_all, read_scenario};
use super::{Pack, Scenario};
use crate::diagnostic::{Diagnostic, MOST_FAULTS};
use crate::files;
use crate::say;
use crate::words;

/// The packs that come with the program.
pub static BUILT_IN: [BuiltIn; 5] =
    [pack!("core.json"), pack!("edges.json"), pack!("forms.json"), pack!("incidents.json"), pack!("servers.json")];

/// A pack file that could not be used.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The file.
    pub path: String,
    /// Its faults, at least one.
    pub faults: Vec<Diagnostic>,
}

/// Every pack that is open.
#[derive(Debug, Default)]
pub struct Library {
    shelves: Vec<Shelf>,
    /// Of every scenario of every pack in order.
    headings: Vec<Heading>,
    /// Each scenario of a built-in pack, read once it is shown; nothing ever for those of other packs.
    bodies: Vec<OnceLock<Option<Box<Scenario>>>>,
    places: HashMap<Cow<'static, str>, usize>,
    /// The files that were left out.
    pub problems: Vec<Problem>,
    /// The packs that were named, by id.
    pub named: Vec<String>,
}

/// An open pack.
#[derive(Debug)]
struct Shelf {
    id: String,
    /// Its scenarios among the headings.
    scenarios: Range<usize>,
    /// What it comes from, where it is built in.
    built_in: Option<&'static BuiltIn>,
    /// The pack as read; one that is built in only once something asked for the whole of it.
    pack: OnceLock<Option<Pack>>,
}

impl Library {
    /// A library of these packs, as they are.
    #[must_use]
    pub fn of(packs: impl IntoIterator<Item = Pack>) -> Self {
        let mut library = Self::default();
        for pack in packs {
            library.shelve(pack);
        }
        library
    }

    /// Opens the built-in packs, the `*.json` files in `user_folder` and what is `named`: files, or ids of open packs.
    #[must_use]
    pub fn open(user_folder: Option<&Path>, named: &[PathBuf]) -> Self {
        let mut library = Self::default();
        library.shelve_built_in();
        let found = user_folder.map(pack_files).unwrap_or_default();
        let files: Vec<File> = found.iter().chain(named).map(|path| File::open(path)).collect();
        let readings: Vec<Reading<'_>> = files.iter().filter_map(File::reading).collect();
        // Twins may be in different files, so all are read before any is judged.
        let faults: Vec<Vec<Diagnostic>> =
            readings.iter().map(|reading| check_among(std::slice::from_ref(reading), &readings)).collect();
        let mut judged = readings.into_iter().zip(faults);
        for (place, file) in files.iter().enumerate() {
            let reading = file.text.as_ref().map(|_| judged.next());
            let is_named = place >= found.len();
            let known = is_named.then(|| library.ids().find(|id| *id == file.name)).flatten();
            let id = match (known.map(str::to_owned), reading) {
                (Some(id), _) => Some(id),
                (None, Ok(judged)) => judged.and_then(|(reading, faults)| library.add(reading, faults)),
                (None, Err(message)) => {
                    let faults = vec![Diagnostic::of_file(&file.name, message.clone())];
                    library.problems.push(Problem { path: file.name.clone(), faults });
                    None
                }
            };
            library.named.extend(id.filter(|_| is_named));
        }
        library
    }

    fn shelve(&mut self, pack: Pack) {
        let scenarios = self.enter(pack.scenarios.iter().map(Heading::of));
        let id = pack.id.clone();
        self.shelves.push(Shelf { id, scenarios, built_in: None, pack: OnceLock::from(Some(pack)) });
    }

    fn shelve_built_in(&mut self) {
        let scenarios = BUILT_IN.iter().map(|pack| pack.cards.len()).sum();
        self.headings.reserve(scenarios);
        self.bodies.reserve(scenarios);
        self.places.reserve(scenarios);
        for pack in &BUILT_IN {
            let (id, scenarios) = (pack.id().to_owned(), self.enter(pack.headings()));
            self.shelves.push(Shelf { id, scenarios, built_in: Some(pack), pack: OnceLock::new() });
        }
    }

    /// Enters the scenarios of a pack; says which places they have now.
    fn enter(&mut self, headings: impl Iterator<Item = Heading>) -> Range<usize> {
        let from = self.headings.len();
        for heading in headings {
            self.places.insert(heading.id.clone(), self.headings.len());
            self.headings.push(heading);
            self.bodies.push(OnceLock::new());
        }
        from..self.headings.len()
    }

    /// Adds a pack that was read and gives its id, or keeps its faults.
    fn add(&mut self, mut reading: Reading<'_>, mut faults: Vec<Diagnostic>) -> Option<String> {
        faults.extend(self.repeated(&reading));
        match reading.pack.take() {
            Some(pack) if faults.is_empty() => {
                let id = pack.id.clone();
                self.shelve(pack);
                Some(id)
            }
            _ => {
                self.problems.push(Problem { path: reading.source.path.to_owned(), faults });
                None
            }
        }
    }

    /// Ids that another open pack has already.
    fn repeated(&self, reading: &Reading<'_>) -> Vec<Diagnostic> {
        let scenarios = reading.pack.iter().flat_map(|pack| &pack.scenarios);
        scenarios
            .zip(&reading.places)
            .filter(|(scenario, _)| self.places.contains_key(scenario.id.as_str()))
            .take(MOST_FAULTS)
            .map(|(scenario, place)| {
                let way = Way::default().field("scenarios").place(*place).field("id");
                let message = say!("the id `{}` is taken by another open pack", scenario.id);
                reading.fault(&way, Aim::Value, message)
            })
            .collect()
    }

    /// The scenario of that id.
    #[must_use]
    pub fn scenario(&self, id: &str) -> Option<&Scenario> {
        let place = self.place(id)?;
        let among = self.shelves.iter().find(|shelf| shelf.scenarios.contains(&place))?;
        if let Some(pack) = among.pack.get() {
            return pack.as_ref()?.scenarios.get(place - among.scenarios.start);
        }
        let text = || among.built_in?.scenario(place - among.scenarios.start);
        self.bodies.get(place)?.get_or_init(|| told(id, text()?).map(Box::new)).as_deref()
    }

    /// The place of a scenario among the headings.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The heading of every scenario, pack by pack; none of them has to be read for it.
    #[must_use]
    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// The headings of the packs of these ids; of every pack when there is no id.
    pub fn headings_of<'a>(&'a self, packs: &'a [String]) -> impl Iterator<Item = &'a Heading> {
        let shelves = self.shelves.iter().filter(|shelf| packs.is_empty() || packs.contains(&shelf.id));
        shelves.flat_map(|shelf| &self.headings[shelf.scenarios.clone()])
    }

    /// The ids of the open packs, built-in ones first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.shelves.iter().map(|shelf| shelf.id.as_str())
    }

    /// The open packs, read whole.
    pub fn packs(&self) -> impl Iterator<Item = &Pack> {
        self.shelves.iter().filter_map(|shelf| shelf.pack.get_or_init(|| whole(shelf.built_in?)).as_ref())
    }

    /// Every scenario, pack by pack, read whole.
    pub fn scenarios(&self) -> impl Iterator<Item = &Scenario> {
        self.packs().flat_map(|pack| &pack.scenarios)
    }
}

/// A built-in pack, in the words that are laid over it.
fn whole(built_in: &BuiltIn) -> Option<Pack> {
    let mut pack = read(built_in.name, built_in.text).ok()?;
    for (number, scenario) in pack.scenarios.iter_mut().enumerate() {
        if let Some(told) = in_words(&scenario.id, built_in.scenario(number)?) {
            *scenario = told;
        }
    }
    Some(pack)
}

/// A scenario as it is told: in the words that are laid over it, or in its own.
fn told(id: &str, text: &str) -> Option<Scenario> {
    in_words(id, text).or_else(|| read_scenario(text))
}

/// A scenario in the words of another language; nothing where none are laid over it, or it cannot be told with them.
fn in_words(id: &str, text: &str) -> Option<Scenario> {
    let texts = words::texts(id)?;
    let mut scenario: Value = serde_json::from_str(text).ok()?;
    for (pointer, words) in texts {
        if let Some(place) = scenario.pointer_mut(pointer).filter(|place| place.is_string()) {
            *place = words.as_str().into();
        }
    }
    read_scenario(&scenario.to_string())
}

/// A file and its text, or why there is none.
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

/// The pack files in a folder and below it, sorted; nothing when there is no such folder.
#[must_use]
pub fn pack_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            // A link to a folder is not followed, so that no circle is walked for ever.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if is_pack(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn is_pack(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.extension().is_some_and(|end| end == "json") && !name.ends_with(".schema.json")
}

/// The text of a pack file.
///
/// # Errors
/// A sentence when it is no regular file, too large, unreadable or not UTF-8.
pub fn read_file(path: &Path) -> Result<String, String> {
    files::read_text(path).map_err(|why| why.to_string())
}
