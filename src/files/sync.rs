//! Waits until the contents of a file are on disk.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Waits until the contents of a file are on disk. Returns false if the file system can't confirm the sync, as on some
/// network and FUSE file systems. The contents have been written even if the result is false.
pub fn sync(file: &File) -> io::Result<bool> {
    match file.sync_data() {
        Err(error) if cannot_sync(&error) => Ok(false),
        result => result.map(|()| true),
    }
}

/// A sync that runs in a separate thread, so that the user doesn't have to wait for a slow disk.
#[derive(Debug)]
pub struct RunningSync {
    thread: JoinHandle<io::Result<bool>>,
    has_ended: Arc<AtomicBool>,
}

impl RunningSync {
    pub fn start(file: &File) -> io::Result<Self> {
        let has_ended = Arc::new(AtomicBool::new(false));
        let (file, ended, waiting) = (file.try_clone()?, Arc::clone(&has_ended), thread::current());
        let act = move || {
            let result = sync(&file);
            ended.store(true, Ordering::Release);
            waiting.unpark();
            result
        };
        Ok(Self { thread: thread::Builder::new().spawn(act)?, has_ended })
    }

    /// Waits for the sync to end and returns the result of [`sync`]. If the sync is still running after the given time,
    /// returns the sync itself as an error.
    pub fn wait(self, longest: Duration) -> Result<io::Result<bool>, Self> {
        let end = Instant::now() + longest;
        while self.is_running() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(self);
            }
            thread::park_timeout(left);
        }
        Ok(self.thread.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into())))
    }

    pub(crate) fn is_running(&self) -> bool {
        !self.has_ended.load(Ordering::Acquire)
    }
}

#[cfg(unix)]
fn cannot_sync(error: &io::Error) -> bool {
    use rustix::io::Errno;

    const MISSING: [Errno; 5] = [Errno::INVAL, Errno::NOSYS, Errno::OPNOTSUPP, Errno::NOTSUP, Errno::NOTTY];
    Errno::from_io_error(error).is_some_and(|errno| MISSING.contains(&errno))
}

#[cfg(not(unix))]
fn cannot_sync(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn only_a_file_system_without_syncing_is_excused() {
        use rustix::io::Errno;

        let cannot = |errno: Errno| cannot_sync(&io::Error::from_raw_os_error(errno.raw_os_error()));
        assert!([Errno::INVAL, Errno::NOSYS, Errno::OPNOTSUPP, Errno::NOTSUP].into_iter().all(cannot));
        assert!(![Errno::IO, Errno::NOSPC, Errno::DQUOT, Errno::ROFS, Errno::INTR].into_iter().any(cannot));
        // No file system can sync a pipe.
        let (_, writer) = io::pipe().expect("a pipe");
        let pipe = File::from(std::os::fd::OwnedFd::from(writer));
        assert!(matches!(sync(&pipe), Ok(false)));
    }
}
