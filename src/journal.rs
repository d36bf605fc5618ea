//! The learner's append-only log: one JSON line per event, on disk before the screen moves on.
//!
//! Owns the files `journal.jsonl`, `journal.2.jsonl`, ... in the state folder. A file is locked while it is written;
//! a second instance takes the next one, and every file is read, so nothing is lost. A torn or unreadable line is
//! left as it is and reported. Must not interpret answers: that is the business of the session and the learner.

use std::collections::HashSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::session::Event;

/// The version of the line format.
pub const FORMAT: u32 = 1;

pub mod schema;

/// How many instances can keep a file of their own at the same time.
const MOST_FILES: usize = 9;

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Always [`FORMAT`].
    pub format: u32,
    /// Unique: the session and a running number. Entries with the same id are the same event.
    pub id: String,
    /// Milliseconds since 1970, by the learner's clock.
    pub at: u64,
    /// The session that it belongs to.
    pub session: String,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum What {
    /// A round began.
    Started {
        /// The seed of its order.
        seed: u64,
        /// The stage of the learner's way that it is; nothing for a round beside it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<String>,
        /// Its scenarios, in order.
        items: Vec<String>,
    },
    /// Something happened in it.
    Did(Event),
}

/// The journal, open for writing where that is possible.
#[derive(Debug)]
pub struct Journal {
    file: Option<File>,
    /// Lines that could not be written yet; tried again with the next event.
    unwritten: String,
    failing: bool,
    number: u64,
    session: String,
}

/// What [`Journal::open`] found.
#[derive(Debug)]
pub struct Opened {
    /// The journal.
    pub journal: Journal,
    /// Every entry of every file, in order of time, each id once.
    pub history: Vec<Entry>,
    /// The entries of the file that this instance writes; only a round from here may be resumed.
    pub own: Vec<Entry>,
    /// Sentences for the learner.
    pub notices: Vec<String>,
}

#[derive(Deserialize)]
struct Head {
    format: u32,
}

/// The files that a journal may have, the usual one first.
fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let folder = folder.to_owned();
    (1..=MOST_FILES).map(move |number| {
        folder.join(if number == 1 { "journal.jsonl".to_owned() } else { format!("journal.{number}.jsonl") })
    })
}

impl Journal {
    /// A journal that keeps nothing.
    #[must_use]
    pub fn nowhere() -> Self {
        Self { file: None, unwritten: String::new(), failing: false, number: 0, session: String::new() }
    }

    /// Opens the journal in this folder. Never fails: what cannot be opened is a notice, and nothing is kept then.
    #[must_use]
    pub fn open(folder: &Path) -> Opened {
        let mut notices = Vec::new();
        let (journal, own_path) = match take_file(folder, &mut notices) {
            Ok((file, path)) => (Self { file: Some(file), ..Self::nowhere() }, Some(path)),
            Err(error) => {
                notices.push(format!("Progress is not being kept: {}: {error}.", folder.display()));
                (Self::nowhere(), None)
            }
        };
        let (mut history, mut own, mut newer) = (Vec::new(), Vec::new(), false);
        for path in files(folder).filter(|path| path.exists()) {
            let read = read(&path);
            notices.extend(read.notice(&path));
            if own_path.as_ref() == Some(&path) {
                newer = read.newer > 0;
                own.clone_from(&read.entries);
            }
            history.extend(read.entries);
        }
        let journal = if newer { Self::nowhere() } else { journal };
        Opened { journal, history: once(history), own, notices }
    }

    /// Every entry that the folder holds, as [`Opened::history`], and sentences for the learner. Takes no lock and
    /// writes nothing.
    #[must_use]
    pub fn look(folder: &Path) -> (Vec<Entry>, Vec<String>) {
        let (mut history, mut notices) = (Vec::new(), Vec::new());
        for path in files(folder).filter(|path| path.exists()) {
            let read = read(&path);
            notices.extend(read.notice(&path));
            history.extend(read.entries);
        }
        (once(history), notices)
    }

    /// Begins to write for this session, whose events so far are counted.
    pub fn enter(&mut self, session: &str, events_so_far: u64) {
        session.clone_into(&mut self.session);
        self.number = events_so_far;
    }

    /// Whether what happens is being written down, in a sentence.
    #[must_use]
    pub fn says(&self) -> &'static str {
        match (&self.file, self.failing) {
            (None, _) => "Nothing was kept.",
            (Some(_), true) => "The newest answers could not be kept.",
            (Some(_), false) => "Every answer is kept.",
        }
    }

    /// The session that is written for.
    #[must_use]
    pub fn session(&self) -> &str {
        &self.session
    }

    /// Writes down what happened and waits until it is on disk. A notice when that begins to fail, or works again.
    pub fn record(&mut self, at: u64, what: impl IntoIterator<Item = What>) -> Option<String> {
        for what in what {
            let id = format!("{}-{}", self.session, self.number);
            self.number += 1;
            let entry = Entry { format: FORMAT, id, at, session: self.session.clone(), what };
            if let Ok(line) = serde_json::to_string(&entry) {
                self.unwritten.push_str(&line);
                self.unwritten.push('\n');
            }
        }
        let file = self.file.as_mut()?;
        if self.unwritten.is_empty() {
            return None;
        }
        match append(file, &self.unwritten, self.failing) {
            Ok(()) => {
                self.unwritten.clear();
                std::mem::take(&mut self.failing).then(|| "Progress is being kept again.".to_owned())
            }
            Err(error) => {
                let first = !std::mem::replace(&mut self.failing, true);
                first.then(|| format!("Progress is not being kept now: {error}. You can go on; it is tried again."))
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
            return Err(io::Error::new(error.kind(), format!("{}: {error}", path.display())));
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
        let (mut file, _) = take_file(folder, &mut Vec::new())?;
        append(&mut file, &lines, false)?;
    }
    Ok(merged)
}

/// Each event once, in order of time.
fn once(mut history: Vec<Entry>) -> Vec<Entry> {
    let mut seen = HashSet::new();
    history.retain(|entry| seen.insert(entry.id.clone()));
    history.sort_by_key(|entry| entry.at);
    history
}

/// After a failed write the file may end in half a line, so the next one starts on a line of its own.
fn append(file: &mut File, lines: &str, after_failure: bool) -> io::Result<()> {
    if after_failure {
        file.write_all(b"\n")?;
    }
    file.write_all(lines.as_bytes())?;
    file.sync_data()
}

/// The first file that no other instance holds, with a fresh line to write on.
fn take_file(folder: &Path, notices: &mut Vec<String>) -> io::Result<(File, PathBuf)> {
    std::fs::create_dir_all(folder)?;
    for (place, path) in files(folder).enumerate() {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => {
                if place > 0 {
                    notices.push(format!(
                        "Another airside is running. This one keeps its answers in {}; both count.",
                        path.display()
                    ));
                }
                finish_last_line(&mut file)?;
                return Ok((file, path));
            }
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, "too many instances are running"))
}

/// A line that was torn by a crash is left as it is; new lines start behind it.
fn finish_last_line(file: &mut File) -> io::Result<()> {
    let mut last = [b'\n'];
    if file.seek(SeekFrom::End(0))? > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    if last == [b'\n'] { Ok(()) } else { file.write_all(b"\n") }
}

/// The readable entries of one file, and how many lines were not.
#[derive(Default)]
struct Lines {
    entries: Vec<Entry>,
    torn: usize,
    newer: usize,
    error: Option<io::Error>,
}

impl Lines {
    fn notice(&self, path: &Path) -> Option<String> {
        let path = path.display();
        if let Some(error) = &self.error {
            return Some(format!("{path} could not be read: {error}."));
        }
        if self.newer > 0 {
            return Some(format!(
                "{path} was written by a newer airside. It is read as far as possible and left as it is; \
                 progress is not being kept now."
            ));
        }
        match self.torn {
            0 => None,
            1 => Some(format!("One line of {path} could not be read. It is left as it is; all others count.")),
            count => {
                Some(format!("{count} lines of {path} could not be read. They are left as they are; all others count."))
            }
        }
    }
}

fn read(path: &Path) -> Lines {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return Lines { error: Some(error), ..Lines::default() };
        }
    };
    let mut lines = Lines::default();
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
        match serde_json::from_slice::<Entry>(line) {
            Ok(entry) if entry.format == FORMAT => lines.entries.push(entry),
            Ok(_) => lines.newer += 1,
            Err(_) => match serde_json::from_slice::<Head>(line) {
                Ok(head) if head.format > FORMAT => lines.newer += 1,
                _ => lines.torn += 1,
            },
        }
    }
    lines
}
