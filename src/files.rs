//! Files that somebody named, read whole: regular ones only, and none that would fill the memory.
//!
//! Owns how a file is read; packs, journals and settings all come through it. A pipe is never opened, since opening
//! one waits for a writer. Must not know what a file means.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// Why a file was not read; said behind the name of the file.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// The system refused.
    #[error("{}", crate::say!("cannot be read: {}", .0))]
    Io(#[from] io::Error),
    /// A folder, a pipe, a device or a socket.
    #[error("{}", crate::say!("is not a regular file"))]
    NotRegular,
    /// More than [`LARGEST`].
    #[error("{}", crate::say!("is larger than {} MiB, the most that is read", LARGEST / 1024 / 1024))]
    TooLarge,
    /// Bytes that are no text.
    #[error("{}", crate::say!("is not UTF-8 text: byte {} cannot be read", .0))]
    NotText(usize),
}

/// What the file holds.
///
/// # Errors
/// [`NotRead`] when there is no such file, it is no regular one, or too large.
pub fn read(path: &Path) -> Result<Vec<u8>, NotRead> {
    // Looked at before it is opened, for opening a pipe would wait.
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(NotRead::NotRegular);
    }
    let mut bytes = Vec::new();
    if about.len() <= LARGEST {
        File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    }
    // It may have grown meanwhile, and some files of the system do not say how long they are.
    if about.len().max(bytes.len() as u64) > LARGEST { Err(NotRead::TooLarge) } else { Ok(bytes) }
}

/// The same as text.
///
/// # Errors
/// Those of [`read`], and [`NotRead::NotText`] with the place of the first byte that is none, from 1.
pub fn read_text(path: &Path) -> Result<String, NotRead> {
    String::from_utf8(read(path)?).map_err(|error| NotRead::NotText(error.utf8_error().valid_up_to() + 1))
}
