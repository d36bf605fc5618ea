//! The files of the journal: which there are, which one is ours, what they hold.
//!
//! Owns locking, appending and reading. Must not know in which order events count.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{FORMAT, JournalEntry};
use crate::files::NotRead;
use crate::say;

/// How many instances can keep a file of their own at the same time.
const MOST_FILES: usize = 9;

/// The files that a journal may have, the usual one first.
pub(super) fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let folder = folder.to_owned();
    (1..=MOST_FILES).map(move |number| {
        folder.join(if number == 1 { "journal.jsonl".to_owned() } else { format!("journal.{number}.jsonl") })
    })
}

/// The file that this instance writes; no other writes it as long as this is held.
#[derive(Debug)]
pub(super) struct LockedFile {
    file: File,
    folder: PathBuf,
    path: PathBuf,
    second: bool,
    /// Whether the last write failed, and the file may end within a line.
    ragged: bool,
}

impl LockedFile {
    /// Takes the first file that no other instance holds, with a fresh line to write on.
    pub(super) fn take(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        for (place, path) in files(folder).enumerate() {
            // Looked at first: opening a pipe would wait, and what is written to a device is not kept.
            if path.metadata().is_ok_and(|about| !about.is_file()) {
                return Err(io::Error::other(say!("{} is not a regular file", path.display())));
            }
            let file = OpenOptions::new().read(true).append(true).create(true).open(&path)?;
            match file.try_lock() {
                Ok(()) => {
                    let mut held = Self { file, folder: folder.to_owned(), path, second: place > 0, ragged: false };
                    held.finish_last_line()?;
                    return Ok(held);
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Err(io::Error::new(io::ErrorKind::ResourceBusy, say!("too many instances are running")))
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &PathBuf {
        &self.path
    }

    /// A sentence for the learner when another instance has the usual file.
    pub(super) fn says_second(&self) -> Option<String> {
        let path = self.path.display();
        self.second.then(|| say!("Another airside is running. This one keeps its answers in {}; both count.", path))
    }

    /// Writes lines, and waits until they are on disk where that `matters`: where a power cut would cost an answer. When
    /// that fails, what was written of them is taken away again.
    pub(super) fn append(&mut self, lines: &[u8], matters: bool) -> io::Result<()> {
        if std::mem::take(&mut self.ragged) {
            self.finish_last_line()?;
        }
        let before = self.file.metadata()?.len();
        let sync = || if matters { self.file.sync_data() } else { Ok(()) };
        let written = (&self.file).write_all(lines).and_then(|()| sync());
        if written.is_err() {
            self.ragged = true;
            // On a disk that is full this still works; where it does not, the next line starts behind the torn one.
            let _ = self.file.set_len(before);
        }
        written
    }

    /// A line that was torn by a crash is left as it is; new lines start behind it.
    fn finish_last_line(&mut self) -> io::Result<()> {
        let mut last = [b'\n'];
        if self.file.seek(SeekFrom::End(0))? > 0 {
            self.file.seek(SeekFrom::End(-1))?;
            self.file.read_exact(&mut last)?;
        }
        if last == [b'\n'] { Ok(()) } else { self.file.write_all(b"\n") }
    }

    /// When the file was deleted, or another one put in its place, writes all that it held to the one that stands there
    /// now; events that are in both count once. True when that was needed.
    pub(super) fn put_back(&mut self) -> io::Result<bool> {
        if self.is_there() {
            return Ok(false);
        }
        let mut held = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        self.file.read_to_end(&mut held)?;
        let mut fresh = Self::take(&self.folder)?;
        fresh.append(&held, true)?;
        *self = fresh;
        Ok(true)
    }

    /// Whether the path still leads to the open file.
    #[cfg(unix)]
    fn is_there(&self) -> bool {
        use std::os::unix::fs::MetadataExt;

        let Ok(held) = self.file.metadata() else { return true };
        match self.path.metadata() {
            Ok(found) => (found.dev(), found.ino()) == (held.dev(), held.ino()),
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }

    /// Elsewhere a file that is open cannot be deleted.
    #[cfg(not(unix))]
    fn is_there(&self) -> bool {
        true
    }
}

/// Closing the file is not enough: a process that was started meanwhile may still have it open for a moment, and the
/// next instance would take it for held.
impl Drop for LockedFile {
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

#[derive(Deserialize)]
struct Head {
    format: u32,
}

/// The readable entries of one file, and how many lines were not.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) entries: Vec<JournalEntry>,
    pub(super) torn: usize,
    pub(super) newer: usize,
    pub(super) error: Option<NotRead>,
}

impl Lines {
    /// What is to be said of it.
    pub(super) fn notice(&self, path: &Path) -> Option<String> {
        let path = path.display();
        if let Some(error) = &self.error {
            return Some(format!("{path} {error}."));
        }
        if self.newer > 0 {
            return Some(say!(
                "{} was written by a newer airside. It is read as far as possible and left as it is; \
                 progress is not being kept now.",
                path
            ));
        }
        match self.torn {
            0 => None,
            1 => Some(say!("One line of {} could not be read. It is left as it is; all others count.", path)),
            count => Some(say!(
                "{} lines of {} could not be read. They are left as they are; all others count.",
                count,
                path
            )),
        }
    }
}

/// Reads as much of a file as can be read.
pub(super) fn read(path: &Path) -> Lines {
    let bytes = match crate::files::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return Lines { error: Some(error), ..Lines::default() };
        }
    };
    let mut lines = Lines::default();
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
        match serde_json::from_slice::<JournalEntry>(line) {
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
