//! Manages append-only log files, which contain one JSON object per line. Each entry is written to the file before the
//! screen changes, but a slow disk may not have stored the entry by then.
//!
//! Log files are locked against other programs. Every damaged line is reported. A line that was cut short by a crash
//! stays in the file, and the next entry starts on a new line.

mod contents;
pub mod journal;
mod missing_folder;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use contents::LOG_FORMAT;
pub use contents::{Contents, Damage, LogFormat, parse, read};

use crate::files::{self, NotRead, RunningSync};
use crate::say;
pub(crate) use missing_folder::missing_folder;

/// The time after which the program continues, even if an entry hasn't reached the disk.
const PROMPT: Duration = Duration::from_millis(150);

/// The contents of a longer file aren't kept in memory.
const MOST_KEPT: u64 = 4 << 20;

/// The maximum time to wait for a slow disk when the program ends.
const LAST_WAIT: Duration = Duration::from_secs(1);

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    NotRead(#[from] NotRead),
    /// Another program has the file open.
    #[error("{}", crate::say!("is in use by another instance of airside"))]
    Busy,
    #[error("{}", crate::say!("can't be written: {}", .0))]
    Io(#[from] io::Error),
}

/// An open log. If the file system supports locks, no other program can write to an open log.
#[derive(Debug)]
pub struct Log<E> {
    file: Option<File>,
    path: PathBuf,
    is_locked: bool,
    can_sync: bool,
    /// The length of the file in bytes after this program's last write. Without a lock, a different length shows that
    /// another program has changed the file.
    length: u64,
    /// The end of the file as this program knows it, from the byte `kept_from` on. If another program truncates the file,
    /// these bytes are written again.
    kept: Vec<u8>,
    kept_from: u64,
    /// The hash of the last entry, if every line of the file contains a hash.
    chain: Option<String>,
    /// Whether the last line of the file may be incomplete.
    is_ragged: bool,
    syncs: Vec<RunningSync>,
    prompt: Duration,
    entry: PhantomData<fn(&E)>,
}

impl<E: Serialize + DeserializeOwned> Log<E> {
    /// Opens and reads a log, creating the file and its folder if necessary.
    pub fn open(path: &Path) -> Result<(Self, Contents<E>), OpenError> {
        Self::start(path, None)
    }

    /// Opens a chained log, in which every line contains a hash of the line and all preceding lines.
    pub fn open_chained(path: &Path) -> Result<(Self, Contents<E>), OpenError> {
        Self::start(path, Some(String::new()))
    }

    /// Creates a log that doesn't save anything, for programs that only display data.
    pub fn in_memory(path: &Path) -> Self {
        let path = path.to_owned();
        Self {
            file: None,
            path,
            is_locked: true,
            can_sync: true,
            length: 0,
            kept: Vec::new(),
            kept_from: 0,
            chain: None,
            is_ragged: false,
            syncs: Vec::new(),
            prompt: PROMPT,
            entry: PhantomData,
        }
    }

    fn start(path: &Path, chain: Option<String>) -> Result<(Self, Contents<E>), OpenError> {
        // A log must be a regular file. Other files are rejected first, because opening a pipe would block until
        // another program reads from it, and a device stores nothing.
        if path.metadata().is_ok_and(|about| !about.is_file()) {
            return Err(NotRead::NotRegular.into());
        }
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let is_locked = lock_result(file.try_lock())?;
        // An error from syncing is reported later, when an entry is saved.
        let can_sync = files::sync(&file).unwrap_or(true);
        // If the length is different at the next write, another program has changed the file.
        let length = file.metadata()?.len();
        let mut log = Self::in_memory(path);
        (log.file, log.chain, log.length) = (Some(file), chain, length);
        (log.is_locked, log.can_sync, log.is_ragged) = (is_locked, can_sync, true);
        let contents = contents::read_utf8(&log.path, log.chain.is_some())?;
        (log.kept, log.kept_from) = if length <= MOST_KEPT { (fs::read(&log.path)?, 0) } else { (Vec::new(), length) };
        if let Some(chain) = &mut log.chain {
            *chain = contents.hashes.last().cloned().unwrap_or_default();
        }
        Ok((log, contents))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn limits_notice(&self) -> Option<String> {
        let path = self.path.display();
        let locks = (!self.is_locked).then(|| {
            say!("{} can't be locked on this file system. Don't use it from two windows at the same time.", path)
        });
        let sync = (!self.can_sync).then(|| {
            say!(
                "The file system of {} can't confirm that answers have reached the disk. After a power cut, the latest answers may be missing.",
                path
            )
        });
        let sentences: Vec<String> = locks.into_iter().chain(sync).collect();
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    pub(crate) fn slow_sentence(&self) -> Option<String> {
        let is_slow = self.syncs.iter().any(RunningSync::is_running);
        is_slow.then(|| say!("The disk is slow, so your last step is still being saved.").to_owned())
    }

    /// Waits until everything is on disk, but no longer than `self.prompt`. If the time runs out first, a separate
    /// thread continues to wait.
    fn sync(&mut self) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        match RunningSync::start(file) {
            Ok(running) => self.syncs.push(running),
            Err(_) => return files::sync(file).map(drop),
        }
        finish(&mut self.syncs, self.prompt)
    }

    /// Appends entries. If `durable` is true, waits until the entries are on disk, but only for a short time if the
    /// disk is slow. If writing fails, the part that was written is removed, so that the file contains none of the
    /// entries. Returns true if entries had to be written again, because the file had been deleted, replaced or truncated.
    pub fn append(&mut self, entries: &[E], durable: bool) -> io::Result<bool> {
        let restored = !self.is_in_place() && self.restore()?;
        let mut chain = self.chain.clone();
        let mut lines = String::new();
        for entry in entries {
            lines.push_str(&contents::line(entry, chain.as_mut())?);
            lines.push('\n');
        }
        if !lines.is_empty() {
            let was_truncated = self.write(lines.as_bytes(), durable)?;
            self.chain = chain;
            return Ok(restored || was_truncated);
        }
        Ok(restored)
    }

    /// Returns the bytes that another program has removed from the end of the file, and whether they continue a line of
    /// the file. Fails if the rest of the file isn't what this program has written, or if the bytes aren't known.
    fn truncated(&mut self, before: u64) -> io::Result<(Vec<u8>, bool)> {
        let Some(file) = self.file.as_mut().filter(|_| self.is_locked && before < self.length) else {
            return Ok((Vec::new(), false));
        };
        let Some(from) = before.checked_sub(self.kept_from).and_then(|from| usize::try_from(from).ok()) else {
            self.kept_from = before;
            return Err(io::Error::other(say!("another file has taken its place")));
        };
        let mut rest = Vec::new();
        file.seek(SeekFrom::Start(self.kept_from))?;
        file.read_to_end(&mut rest)?;
        match self.kept.split_at_checked(from) {
            Some((known, missing)) if known == rest => Ok((missing.to_vec(), from > 0)),
            _ => Err(io::Error::other(say!("another file has taken its place"))),
        }
    }

    fn write(&mut self, lines: &[u8], durable: bool) -> io::Result<bool> {
        let Some(file) = &mut self.file else { return Ok(false) };
        let before = file.seek(SeekFrom::End(0))?;
        let (missing, continues) = self.truncated(before)?;
        let Some(file) = &mut self.file else { return Ok(false) };
        // Entries from two programs would break the hash chain.
        if self.chain.is_some() && !self.is_locked && before != self.length {
            return Err(io::Error::other(say!(
                "{} was changed in another window. Close this window and continue in the other window",
                self.path.display()
            )));
        }
        let is_torn = !continues && self.is_ragged && !ends_with_line_break(file, before)?;
        let separator = |is_torn| if is_torn { b"\n".as_slice() } else { b"" };
        let is_missing_torn = missing.last().is_some_and(|last| *last != b'\n');
        let bytes = [separator(is_torn), &missing, separator(is_missing_torn), lines].concat();
        let written = file.write_all(&bytes);
        let written = written.and_then(|()| if durable { self.sync() } else { Ok(()) });
        self.is_ragged = written.is_err();
        let Some(file) = &mut self.file else { return Ok(false) };
        if written.is_err() {
            // Truncating works even on a full disk. If truncating the file fails nevertheless, the next entry still
            // starts on a new line.
            let _ = file.set_len(before);
        } else {
            let known = self.kept.len().saturating_sub(missing.len());
            self.kept.truncate(known);
            self.kept.extend(bytes);
        }
        self.length = file.seek(SeekFrom::End(0))?;
        let path = self.path.display();
        let written =
            written.map_err(|error| io::Error::new(error.kind(), say!("{} can't be written: {}", path, error)));
        written.map(|()| !missing.is_empty())
    }

    fn restore(&mut self) -> io::Result<bool> {
        let path = self.path.clone();
        self.move_to(&path)
    }

    /// Appends the contents of the open file to the file at the given path, and continues writing there. Returns false
    /// if another program has the new file open. Fails if the log is chained and the new file isn't empty.
    pub(crate) fn move_to(&mut self, path: &Path) -> io::Result<bool> {
        let mut held = Vec::new();
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(0))?;
            file.read_to_end(&mut held)?;
        }
        // The folder existed when the log was opened, but it may have been deleted in the meantime.
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let (mut fresh, contents) = match Self::start(path, self.chain.as_ref().map(|_| String::new())) {
            Ok(opened) => opened,
            Err(OpenError::Busy) => return Ok(false),
            Err(error) => return Err(io::Error::other(format!("{} {error}", path.display()))),
        };
        if self.chain.is_some() && !contents.is_empty {
            return Err(io::Error::other(say!("another file has taken its place")));
        }
        fresh.write(&held, true)?;
        fresh.chain = self.chain.take();
        fresh.is_ragged = true;
        *self = fresh;
        Ok(true)
    }

    #[cfg(unix)]
    pub(crate) fn is_in_place(&self) -> bool {
        use std::os::unix::fs::MetadataExt;

        let Some(Ok(held)) = self.file.as_ref().map(File::metadata) else { return true };
        match self.path.metadata() {
            Ok(found) => (found.dev(), found.ino()) == (held.dev(), held.ino()),
            Err(error) => !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory),
        }
    }

    /// On Windows, an open file can't be deleted.
    #[cfg(not(unix))]
    pub(crate) fn is_in_place(&self) -> bool {
        true
    }
}

/// Closing the file isn't enough to release the lock, because a child process may briefly keep the file open.
impl<E> Drop for Log<E> {
    fn drop(&mut self) {
        let _ = finish(&mut self.syncs, LAST_WAIT);
        if let Some(file) = &self.file {
            let _ = file.unlock();
        }
    }
}

/// Waits for running syncs, but no longer than the given time. If several syncs fail, returns the first error.
fn finish(syncs: &mut Vec<RunningSync>, longest: Duration) -> io::Result<()> {
    let end = Instant::now() + longest;
    let mut result = Ok(());
    for running in std::mem::take(syncs) {
        match running.wait(end.saturating_duration_since(Instant::now())) {
            Ok(synced) => result = result.and(synced.map(drop)),
            Err(running) => syncs.push(running),
        }
    }
    result
}

fn ends_with_line_break(file: &mut File, length: u64) -> io::Result<bool> {
    let mut last = [b'\n'];
    if length > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    Ok(last == [b'\n'])
}

/// Files on network file systems that don't support locks are used without a lock.
fn lock_result(result: Result<(), TryLockError>) -> Result<bool, OpenError> {
    match result {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Err(OpenError::Busy),
        Err(TryLockError::Error(error)) if has_no_locks(&error) => Ok(false),
        Err(TryLockError::Error(error)) => Err(OpenError::Io(error)),
    }
}

#[cfg(unix)]
fn has_no_locks(error: &io::Error) -> bool {
    use rustix::io::Errno;

    // File systems without locks return many different errors, such as ENOLCK, ENOSYS, EOPNOTSUPP and EINVAL.
    Errno::from_io_error(error).is_some_and(|errno| ![Errno::ACCESS, Errno::PERM, Errno::BADF].contains(&errno))
}

#[cfg(not(unix))]
fn has_no_locks(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported
}

#[cfg(test)]
mod tests {
    use super::*;

    type Numbers = Log<serde_json::Value>;

    fn entry(number: u32) -> serde_json::Value {
        serde_json::json!({ "number": number })
    }

    #[test]
    #[cfg(unix)]
    fn a_file_system_without_locks_is_used_without_and_that_is_said() {
        use rustix::io::Errno;

        for errno in [Errno::NOLCK, Errno::NOSYS, Errno::OPNOTSUPP, Errno::INVAL, Errno::IO, Errno::INTR] {
            let error = io::Error::from_raw_os_error(errno.raw_os_error());
            assert!(matches!(lock_result(Err(TryLockError::Error(error))), Ok(false)), "{errno}");
        }
        let denied = io::Error::from_raw_os_error(Errno::ACCESS.raw_os_error());
        assert!(matches!(lock_result(Err(TryLockError::Error(denied))), Err(OpenError::Io(_))));
        assert!(matches!(lock_result(Err(TryLockError::WouldBlock)), Err(OpenError::Busy)));
        let folder = tempfile::tempdir().expect("a folder");
        let (mut log, _) = Numbers::open(&folder.path().join("log")).expect("opens");
        assert_eq!(log.limits_notice(), None);
        log.is_locked = false;
        assert!(log.limits_notice().is_some_and(|notice| notice.contains("can't be locked")));
        log.is_locked = true;
        log.can_sync = false;
        assert!(log.limits_notice().is_some_and(|notice| notice.contains("can't confirm")));
    }

    #[test]
    fn two_programs_without_locks_never_mix_their_lines_in_a_chained_log() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log");
        let open = || {
            let (mut log, _) = Numbers::open_chained(&path).expect("opens");
            log.is_locked = false;
            log.file.as_ref().expect("open").unlock().expect("unlocked");
            log
        };
        let whole = |count: usize| {
            let contents: Contents<serde_json::Value> = parse(&fs::read(&path).expect("there"), true);
            assert_eq!((contents.entries.len(), contents.damaged.len()), (count, 0));
        };
        let mut first = open();
        let mut second = open();
        first.append(&[entry(1)], true).expect("written");
        // The second program can neither start a chain of its own nor continue the chain of the first program.
        for _ in 0..2 {
            let error = second.append(&[entry(2)], true).expect_err("refused");
            assert!(error.to_string().contains("was changed in another window"), "{error}");
            whole(1);
        }
        first.append(&[entry(3)], true).expect("written");
        let mut third = open();
        third.append(&[entry(4)], true).expect("written");
        assert!(first.append(&[entry(5)], true).is_err());
        whole(3);
    }

    #[test]
    fn a_chained_log_cut_at_any_byte_goes_on_behind_the_torn_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log");
        let (mut log, _) = Numbers::open_chained(&path).expect("opens");
        log.append(&[entry(1), entry(2)], true).expect("written");
        drop(log);
        let whole = fs::read(&path).expect("there");
        for length in 0..=whole.len() {
            fs::write(&path, &whole[..length]).expect("writable");
            let (mut log, before) = Numbers::open_chained(&path).expect("opens");
            log.append(&[entry(3)], true).expect("written");
            drop(log);
            let bytes = fs::read(&path).expect("there");
            let after: Contents<serde_json::Value> = parse(&bytes, true);
            assert!(bytes.starts_with(&whole[..length]), "nothing is removed");
            assert_eq!(after.entries.len(), before.entries.len() + 1, "cut at {length}");
            assert!(after.damaged.len() <= 1 && after.damaged.iter().all(|(_, why)| *why == Damage::Unreadable));
        }
    }

    #[test]
    fn a_chained_log_that_is_deleted_is_written_again_and_one_that_is_replaced_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log");
        let (mut log, _) = Numbers::open_chained(&path).expect("opens");
        log.append(&[entry(1)], true).expect("written");
        fs::remove_file(&path).expect("deleted");
        assert!(log.append(&[entry(2)], true).expect("written"));
        let contents: Contents<serde_json::Value> = parse(&fs::read(&path).expect("back"), true);
        assert_eq!((contents.entries.len(), contents.damaged.len()), (2, 0));
        fs::write(folder.path().join("other"), "something else\n").expect("written");
        fs::rename(folder.path().join("other"), &path).expect("replaced");
        assert!(log.append(&[entry(3)], true).is_err());
        assert_eq!(fs::read_to_string(&path).expect("there"), "something else\n");
    }
}
