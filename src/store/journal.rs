//! Keeps the learner's journal, with one event on each line.
//!
//! Every event is saved before the screen changes. The state folder contains the files `journal.jsonl`,
//! `journal.2.jsonl` and so on. Each running instance of the program writes to a file of its own. All files are read,
//! so answers from every instance count.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Contents, Damage, Log, LogFormat, OpenError, read};
use crate::round::{Event, ItemId};
use crate::say;
use crate::sorting::sort_by_key;

pub mod schema;

/// The maximum number of instances that can write to the journal at the same time.
const MOST_FILES: usize = 9;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalEntry {
    pub format: LogFormat,
    /// A unique id, which consists of the round's id and a counter. Entries with the same id describe the same event.
    pub id: String,
    /// The time in milliseconds since 1970, from the clock of the learner's computer.
    pub at: u64,
    pub round: String,
    pub event: Payload,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Payload {
    Started {
        seed: u64,
        /// The stage of the course; `None` for a round outside the course.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<String>,
        items: Vec<ItemId>,
    },
    Did(Event),
    /// The learner finished the lab task with this id.
    Task(String),
    /// The learner switched the details of rulings on or off.
    Details(bool),
}

/// A journal, opened for writing if possible.
#[derive(Debug)]
pub struct Journal {
    log: Option<Log<JournalEntry>>,
    /// Entries that couldn't be written. The journal tries to write these entries again together with the next event.
    unwritten: Vec<JournalEntry>,
    /// The reason why the latest entries couldn't be written, or `None` if the last attempt succeeded.
    failing: Option<String>,
    round: String,
    numbers: HashMap<String, u64>,
    latest: u64,
    unread: u64,
}

#[derive(Debug)]
pub struct Opened {
    pub journal: Journal,
    /// The entries of all files in chronological order, without duplicates.
    pub history: Vec<JournalEntry>,
    /// The ids of the rounds in the file to which this instance writes. Only these rounds can be resumed.
    pub own_rounds: HashSet<String>,
    pub notices: Vec<String>,
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let folder = folder.to_owned();
    (1..=MOST_FILES).map(move |number| {
        folder.join(if number == 1 { "journal.jsonl".to_owned() } else { format!("journal.{number}.jsonl") })
    })
}

fn take(folder: &Path) -> Result<(Log<JournalEntry>, Contents<JournalEntry>), String> {
    fs::create_dir_all(folder).map_err(|error| match folder.metadata() {
        Ok(about) if !about.is_dir() => say!("{} isn't a folder", folder.display()),
        _ => format!("{}: {error}", folder.display()),
    })?;
    for path in files(folder) {
        match Log::open(&path) {
            Ok(opened) => return Ok(opened),
            Err(OpenError::Busy) => {}
            Err(OpenError::Io(error)) => return Err(format!("{}: {error}", path.display())),
            Err(OpenError::NotRead(error)) => return Err(format!("{} {error}", path.display())),
        }
    }
    Err(say!("too many instances are running").to_owned())
}

fn read_file(path: &Path, notices: &mut Vec<String>) -> Contents<JournalEntry> {
    let contents = read(path).unwrap_or_else(|error| {
        let why = format!("{} {error}", path.display());
        if !notices.iter().any(|notice| notice.contains(&why)) {
            notices.push(format!("{why}."));
        }
        Contents::default()
    });
    notices.extend(damage_notice(path, &contents));
    contents
}

fn damage_notice(path: &Path, contents: &Contents<JournalEntry>) -> Option<String> {
    if is_newer(contents) {
        return Some(say!(
            "A newer version of airside wrote {}. The file is read as far as possible, but new answers aren't saved.",
            path.display()
        ));
    }
    contents.damage_sentence(path)
}

fn is_newer(contents: &Contents<JournalEntry>) -> bool {
    contents.damaged.iter().any(|(_, damage)| matches!(damage, Damage::Newer(_)))
}

impl Journal {
    pub fn in_memory() -> Self {
        let (unwritten, round, numbers) = (Vec::new(), String::new(), HashMap::new());
        Self { log: None, unwritten, failing: None, round, numbers, latest: 0, unread: 0 }
    }

    /// Opens the journal in the given folder. If the journal can't be opened, nothing is stored, and a notice says so.
    pub fn open(folder: &Path) -> Opened {
        let (mut notices, mut history, mut own_rounds, mut unread) = (Vec::new(), Vec::new(), HashSet::new(), 0);
        let (mut log, mut keeps) = (None, true);
        match take(folder) {
            Ok((taken, contents)) => {
                let path = taken.path();
                let is_first = files(folder).next().is_some_and(|first| first == path);
                if !is_first {
                    notices.push(say!(
                        "Another instance of airside is running, so this one saves its answers in {}. The answers in both files count.",
                        path.display()
                    ));
                }
                notices.extend(taken.limits_notice());
                notices.extend(damage_notice(path, &contents));
                // If a newer version of the program has written to the journal, this version reads whatever it can but
                // doesn't write to the journal.
                if is_newer(&contents) {
                    keeps = false;
                }
                own_rounds.extend(contents.entries.iter().map(|(_, entry)| entry.round.clone()));
                log = Some((taken, contents));
            }
            Err(why) => notices.push(say!("Answers aren't being saved: {}.", why)),
        }
        for path in files(folder).filter(|path| path.exists()) {
            let contents = match &mut log {
                Some((taken, contents)) if taken.path() == path => std::mem::take(contents),
                _ => read_file(&path, &mut notices),
            };
            unread += contents.damaged.len() as u64;
            add(&mut history, contents);
        }
        let latest = history.iter().map(|entry| entry.at).max().unwrap_or_default();
        let log = log.filter(|_| keeps).map(|(taken, _)| taken);
        let journal = Self { log, latest, unread, ..Self::in_memory() };
        Opened { journal, history: once(history), own_rounds, notices }
    }

    /// Returns all entries of the journal in a folder, as in [`Opened::history`], together with notices for the
    /// learner. This function locks no files and writes nothing.
    pub fn look(folder: &Path) -> (Vec<JournalEntry>, Vec<String>) {
        let (mut history, mut notices) = (Vec::new(), Vec::new());
        for path in files(folder).filter(|path| path.exists()) {
            add(&mut history, read_file(&path, &mut notices));
        }
        (once(history), notices)
    }

    /// Sets the round to which new events belong. New events get numbers that occur neither in the `history` nor in a
    /// damaged line.
    pub fn enter(&mut self, round: &str, history: &[JournalEntry]) {
        round.clone_into(&mut self.round);
        let number = |entry: &JournalEntry| entry.id.strip_prefix(round)?.strip_prefix('-')?.parse().ok();
        self.numbers.entry(round.to_owned()).or_insert_with(|| {
            let last = history.iter().filter_map(number).filter(|number: &u64| *number < u64::MAX / 2).max();
            last.map_or(0, |last| last + 1 + self.unread)
        });
    }

    /// Returns the time for a new event, which is never earlier than that of any stored event. New events therefore
    /// come after older ones, even if the clock was set back.
    pub fn time(&self, clock: u64) -> u64 {
        clock.max(self.latest)
    }

    pub(crate) fn saved_sentence(&self) -> &'static str {
        match (&self.log, &self.failing) {
            (None, _) => say!("Nothing was saved."),
            (Some(_), Some(_)) => say!("The latest answers couldn't be saved."),
            (Some(log), None) if log.slow_sentence().is_some() => {
                say!("The disk is slow, and your answers are still being saved.")
            }
            (Some(_), None) => say!("Every answer is saved."),
        }
    }

    /// Returns a warning for the learner if the latest answers haven't been saved.
    pub fn unsaved(&self) -> Option<String> {
        let failing = self.failing.as_ref().map(|why| say!("Not saved yet: {}.", why));
        failing.or_else(|| self.log.as_ref()?.slow_sentence())
    }

    /// Writes events and waits until they are on disk. Returns a notice when writing first fails, and another when it
    /// works again. If the file was deleted or replaced, its earlier contents are written again first.
    pub fn record(&mut self, at: u64, events: impl IntoIterator<Item = Payload>) -> Option<String> {
        self.latest = self.latest.max(at);
        // The start of a round doesn't have to reach the disk before the first answer does.
        let mut durable = self.failing.is_some();
        for event in events {
            durable |= matches!(event, Payload::Did(_) | Payload::Task(_));
            let number = self.numbers.entry(self.round.clone()).or_default();
            let id = format!("{}-{number}", self.round);
            *number += 1;
            let (format, round) = (LogFormat::default(), self.round.clone());
            self.unwritten.push(JournalEntry { format, id, at, round, event });
        }
        let log = self.log.as_mut()?;
        let written = restore(log).and_then(|restored| Ok(log.append(&self.unwritten, durable)? || restored));
        match written {
            Ok(restored) => {
                self.unwritten.clear();
                let again = self.failing.take().map(|_| say!("Answers are being saved again."));
                let back = restored.then_some(say!(
                    "Another program had changed or deleted the journal. It has been restored, and nothing is lost."
                ));
                back.or(again).map(str::to_owned)
            }
            Err(error) => {
                let first = self.failing.replace(error.to_string()).is_none();
                first.then(|| {
                    say!("Answers can't be saved at the moment: {}. You can continue; airside keeps trying.", error)
                })
            }
        }
    }
}

/// If the file was deleted or replaced, writes its contents to the first journal file that no other instance has open.
/// Returns whether the contents were written again.
fn restore(log: &mut Log<JournalEntry>) -> io::Result<bool> {
    if log.is_in_place() {
        return Ok(false);
    }
    let folder = log.path().parent().map(Path::to_owned).unwrap_or_default();
    for path in files(&folder) {
        if log.move_to(&path)? {
            return Ok(true);
        }
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, say!("too many instances are running")))
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    pub added: usize,
    pub known: usize,
    pub unreadable: usize,
}

/// Adds the events of other journals to the journal in a folder, without duplicates. If writing fails, none of the
/// events are added.
pub fn merge(folder: &Path, others: &[PathBuf]) -> io::Result<Merged> {
    let mut merged = Merged::default();
    let mut fresh = Vec::new();
    let (history, _) = Journal::look(folder);
    let mut ids: HashSet<String> = history.into_iter().map(|entry| entry.id).collect();
    for path in others {
        let contents: Contents<JournalEntry> =
            read(path).map_err(|error| io::Error::other(format!("{} {error}", path.display())))?;
        merged.unreadable += contents.damaged.len();
        for (_, entry) in contents.entries {
            if ids.insert(entry.id.clone()) {
                fresh.push(entry);
            } else {
                merged.known += 1;
            }
        }
    }
    merged.added = fresh.len();
    if !fresh.is_empty() {
        take(folder).map_err(io::Error::other)?.0.append(&fresh, true)?;
    }
    Ok(merged)
}

fn add(history: &mut Vec<JournalEntry>, contents: Contents<JournalEntry>) {
    let entries = contents.entries.into_iter().map(|(_, entry)| entry);
    if history.is_empty() {
        *history = entries.collect();
    } else {
        history.extend(entries);
    }
}

/// Removes duplicates and sorts the events by time. Events of the same round keep the order that they have in their
/// file, because their times may be wrong.
fn once(history: Vec<JournalEntry>) -> Vec<JournalEntry> {
    let mut seen: HashSet<&str> = HashSet::with_capacity(history.len());
    let mut latest: HashMap<&str, u64> = HashMap::new();
    let moments: Vec<Option<u64>> = history
        .iter()
        .map(|entry| {
            seen.insert(&entry.id).then(|| {
                let at = latest.entry(&entry.round).or_default();
                *at = entry.at.max(*at);
                *at
            })
        })
        .collect();
    if moments.iter().all(Option::is_some) && moments.is_sorted() {
        return history;
    }
    let mut timed: Vec<_> = moments.into_iter().zip(history).filter_map(|(at, entry)| Some((at?, entry))).collect();
    sort_by_key(&mut timed, |(at, _)| *at);
    timed.into_iter().map(|(_, entry)| entry).collect()
}
