//! Finds packs: the built-in ones, those in the user's data folder, and files named on the command line.
//!
//! A broken pack never takes the app down: it is left out and its faults are kept to be shown. Built-in packs are
//! checked by a test, so opening them only reads them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::check::check_among;
use super::locate::{Aim, Way};
use super::read::{Reading, read, read_all};
use super::{Pack, Scenario};
use crate::diagnostic::{Diagnostic, MOST_FAULTS};
use crate::files;

/// The packs that come with the program: file name and text.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("core.json", include_str!("../../scenarios/core.json")),
    ("edges.json", include_str!("../../scenarios/edges.json")),
    ("forms.json", include_str!("../../scenarios/forms.json")),
    ("incidents.json", include_str!("../../scenarios/incidents.json")),
    ("servers.json", include_str!("../../scenarios/servers.json")),
];

/// A pack file that could not be used.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The file.
    pub path: String,
    /// Its faults, at least one.
    pub faults: Vec<Diagnostic>,
}

/// Every pack that is open.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The packs, built-in ones first.
    pub packs: Vec<Pack>,
    /// The files that were left out.
    pub problems: Vec<Problem>,
    /// The packs that were named, by id.
    pub named: Vec<String>,
}

impl Library {
    /// Opens the built-in packs, the `*.json` files in `user_folder` and what is `named`: files, or ids of open packs.
    #[must_use]
    pub fn open(user_folder: Option<&Path>, named: &[PathBuf]) -> Self {
        let mut library = Self::default();
        for (name, text) in BUILT_IN {
            match read(name, text) {
                Ok(pack) => library.packs.push(pack),
                Err(faults) => library.problems.push(Problem { path: (*name).to_owned(), faults }),
            }
        }
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
            let known = is_named.then(|| library.packs.iter().find(|pack| pack.id == file.name)).flatten();
            let id = match (known.map(|pack| pack.id.clone()), reading) {
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

    /// Adds a pack that was read and gives its id, or keeps its faults.
    fn add(&mut self, mut reading: Reading<'_>, mut faults: Vec<Diagnostic>) -> Option<String> {
        faults.extend(self.repeated(&reading));
        match reading.pack.take() {
            Some(pack) if faults.is_empty() => {
                let id = pack.id.clone();
                self.packs.push(pack);
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
        let taken: HashSet<&str> = self.scenarios().map(|scenario| scenario.id.as_str()).collect();
        let scenarios = reading.pack.iter().flat_map(|pack| &pack.scenarios);
        scenarios
            .zip(&reading.places)
            .filter(|(scenario, _)| taken.contains(scenario.id.as_str()))
            .take(MOST_FAULTS)
            .map(|(scenario, place)| {
                let way = Way::default().field("scenarios").place(*place).field("id");
                let message = format!("the id `{}` is taken by another open pack", scenario.id);
                reading.fault(&way, Aim::Value, message)
            })
            .collect()
    }

    /// The scenario of that id.
    #[must_use]
    pub fn scenario(&self, id: &str) -> Option<&Scenario> {
        self.scenarios().find(|scenario| scenario.id == id)
    }

    /// Every scenario, pack by pack.
    pub fn scenarios(&self) -> impl Iterator<Item = &Scenario> {
        self.packs.iter().flat_map(|pack| &pack.scenarios)
    }
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
