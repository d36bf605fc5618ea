//! The learner's append-only log: one JSON line per event, on disk before the screen moves on.
//!
//! Owns the files `journal.jsonl`, `journal.2.jsonl`, ... in the state folder. A file is locked while it is written;
//! a second instance takes the next one, and every file is read, so nothing is lost. A torn or unreadable line is
//! left as it is and reported. Must not interpret answers: that is the business of the session and the learner.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::round::{Event, ItemId};
use crate::say;
use file::{LockedFile, files, read};

/// The version of the line format.
pub const FORMAT: u32 = 1;

mod file;
pub mod schema;

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalEntry {
    /// Always [`FORMAT`].
    pub format: u32,
    /// Unique: the session and a running number. Entries with the same id are the same event.
    pub id: String,
    /// Milliseconds since 1970, by the learner's clock.
    pub at: u64,
    /// The session that it belongs to.
    pub session: String,
    /// What happened.
    pub what: Payload,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Payload {
    /// A round began.
    Started {
        /// The seed of its order.
        seed: u64,
        /// The stage of the learner's way that it is; nothing for a round beside it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<String>,
        /// Its scenarios, in order.
        items: Vec<ItemId>,
    },
    /// Something happened in it.
    Did(Event),
}

/// The journal, open for writing where that is possible.
#[derive(Debug)]
pub struct Journal {
    file: Option<LockedFile>,
    /// Lines that could not be written yet; tried again with the next event.
    unwritten: String,
    failing: bool,
    session: String,
    /// The number of the next event of each session that was written for.
    numbers: HashMap<String, u64>,
    latest: u64,
    /// How many lines could not be read.
    unread: u64,
}

/// What [`Journal::open`] found.
#[derive(Debug)]
pub struct Opened {
    /// The journal.
    pub journal: Journal,
    /// Every entry of every file, in order of time, each id once.
    pub history: Vec<JournalEntry>,
    /// The entries of the file that this instance writes; only a round from here may be resumed.
    pub own: Vec<JournalEntry>,
    /// Sentences for the learner.
    pub notices: Vec<String>,
}

impl Journal {
    /// A journal that keeps nothing.
    #[must_use]
    pub fn nowhere() -> Self {
        let (unwritten, session, numbers) = (String::new(), String::new(), HashMap::new());
        Self { file: None, unwritten, failing: false, session, numbers, latest: 0, unread: 0 }
    }

    /// Opens the journal in this folder. Never fails: what cannot be opened is a notice, and nothing is kept then.
    #[must_use]
    pub fn open(folder: &Path) -> Opened {
        let mut notices = Vec::new();
        let file = match LockedFile::take(folder) {
            Ok(file) => {
                notices.extend(file.says_second());
                Some(file)
            }
            Err(error) => {
                notices.push(say!("Progress is not being kept: {}: {}.", folder.display(), error));
                None
            }
        };
        let (mut history, mut own, mut newer, mut unread) = (Vec::new(), Vec::new(), false, 0);
        for path in files(folder).filter(|path| path.exists()) {
            let read = read(&path);
            notices.extend(read.notice(&path));
            if file.as_ref().is_some_and(|file| *file.path() == path) {
                newer = read.newer > 0;
                own.clone_from(&read.entries);
            }
            unread += read.torn as u64;
            history.extend(read.entries);
        }
        let latest = history.iter().map(|entry| entry.at).max().unwrap_or_default();
        let journal = Self { file: file.filter(|_| !newer), latest, unread, ..Self::nowhere() };
        Opened { journal, history: once(history), own: once(own), notices }
    }

    /// Every entry that the folder holds, as [`Opened::history`], and sentences for the learner. Takes no lock and
    /// writes nothing.
    #[must_use]
    pub fn look(folder: &Path) -> (Vec<JournalEntry>, Vec<String>) {
        let (mut history, mut notices) = (Vec::new(), Vec::new());
        for path in files(folder).filter(|path| path.exists()) {
            let read = read(&path);
            notices.extend(read.notice(&path));
            history.extend(read.entries);
        }
        (once(history), notices)
    }

    /// Begins to write for this session, or goes on with it, where this is the history that was found. Its events get
    /// numbers that no line has: not one that was read, in whatever session a damaged line now says that it is, and
    /// not one that could not be read.
    pub fn enter(&mut self, session: &str, history: &[JournalEntry]) {
        session.clone_into(&mut self.session);
        let number = |entry: &JournalEntry| entry.id.strip_prefix(session)?.strip_prefix('-')?.parse().ok();
        self.numbers.entry(session.to_owned()).or_insert_with(|| {
            let last = history.iter().filter_map(number).filter(|number: &u64| *number < u64::MAX / 2).max();
            last.map_or(0, |last| last + 1 + self.unread)
        });
    }

    /// The time of what happens now, by this clock. Never before anything that is kept: a clock that was set back would
    /// put what is new in front of what it follows.
    #[must_use]
    pub fn time(&self, clock: u64) -> u64 {
        clock.max(self.latest)
    }

    /// Whether what happens is being written down, in a sentence.
    #[must_use]
    pub fn says(&self) -> &'static str {
        match (&self.file, self.failing) {
            (None, _) => say!("Nothing was kept."),
            (Some(_), true) => say!("The newest answers could not be kept."),
            (Some(_), false) => say!("Every answer is kept."),
        }
    }

    /// Writes down what happened and waits until it is on disk. A notice when that begins to fail, or works again.
    /// A file that was deleted or replaced meanwhile is put back first, with all that it held.
    pub fn record(&mut self, at: u64, what: impl IntoIterator<Item = Payload>) -> Option<String> {
        self.latest = self.latest.max(at);
        // The start of a round is written at once too, and the first answer in it brings it to the disk.
        let mut matters = self.failing;
        for what in what {
            matters |= matches!(what, Payload::Did(_));
            let number = self.numbers.entry(self.session.clone()).or_default();
            let id = format!("{}-{number}", self.session);
            *number += 1;
            let entry = JournalEntry { format: FORMAT, id, at, session: self.session.clone(), what };
            if let Ok(line) = serde_json::to_string(&entry) {
                self.unwritten.push_str(&line);
                self.unwritten.push('\n');
            }
        }
        let file = self.file.as_mut()?;
        let written = file.put_back().and_then(|put_back| {
            if !self.unwritten.is_empty() {
                file.append(self.unwritten.as_bytes(), matters)?;
            }
            Ok(put_back)
        });
        match written {
            Ok(put_back) => {
                self.unwritten.clear();
                let again = std::mem::take(&mut self.failing).then_some(say!("Progress is being kept again."));
                let back = put_back
                    .then_some(say!("The journal was deleted or replaced. It has been put back, nothing is lost."));
                back.or(again).map(str::to_owned)
            }
            Err(error) => {
                let first = !std::mem::replace(&mut self.failing, true);
                first.then(|| say!("Progress is not being kept now: {}. You can go on; it is tried again.", error))
            }
        }
    }
}

/// What [`merge`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Events that were new here.
    pub added: usize,
    /// Events that were here already.
    pub known: usize,
    /// Lines that could not be read; they are left out.
    pub unreadable: usize,
}

/// Takes the events of other journals into the one of this folder: the union of both, by id.
///
/// # Errors
/// What reading those files or writing this one fails with; then nothing was added.
pub fn merge(folder: &Path, others: &[PathBuf]) -> io::Result<Merged> {
    let mut merged = Merged::default();
    let mut lines = String::new();
    let (history, _) = Journal::look(folder);
    let mut ids: HashSet<String> = history.into_iter().map(|entry| entry.id).collect();
    for path in others {
        let read = read(path);
        if let Some(error) = read.error {
            return Err(io::Error::other(format!("{} {error}", path.display())));
        }
        merged.unreadable += read.torn + read.newer;
        for entry in read.entries {
            if ids.insert(entry.id.clone()) {
                merged.added += 1;
                lines.push_str(&serde_json::to_string(&entry)?);
                lines.push('\n');
            } else {
                merged.known += 1;
            }
        }
    }
    if merged.added > 0 {
        LockedFile::take(folder)?.append(lines.as_bytes(), true)?;
    }
    Ok(merged)
}

/// Each event once, in order of time. Events of one session keep the order in which they were written, whatever their
/// times say: a clock may have been set back, or a time be damaged.
fn once(mut history: Vec<JournalEntry>) -> Vec<JournalEntry> {
    let mut seen = HashSet::new();
    history.retain(|entry| seen.insert(entry.id.clone()));
    let mut latest: HashMap<String, u64> = HashMap::new();
    let mut timed: Vec<(u64, JournalEntry)> = Vec::with_capacity(history.len());
    for entry in history {
        let at = latest.entry(entry.session.clone()).or_default();
        *at = entry.at.max(*at);
        timed.push((*at, entry));
    }
    timed.sort_by_key(|(at, _)| *at);
    timed.into_iter().map(|(_, entry)| entry).collect()
}
