//! Reads whole files that a user named: regular files only, and none that would fill the memory.
//!
//! Packs, journals and settings are all read here. A pipe is never opened, because opening one waits for a writer.
//! Must not know what a file contains.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// The size limit in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// Why a file wasn't read; the message follows the file name.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    #[error("{}", crate::say!("can't be read: {}", .0))]
    Io(#[from] io::Error),
    /// A folder, pipe, device or socket.
    #[error("{}", crate::say!("is not a regular file"))]
    NotRegular,
    #[error("{}", crate::say!("is larger than {} MiB, the maximum size", LARGEST / 1024 / 1024))]
    TooLarge,
    /// The file isn't UTF-8. Holds the place of the first bad byte.
    #[error("{}", crate::say!("is not UTF-8 text: byte {} can't be read", .0))]
    NotText(usize),
}

/// Reads the bytes of a regular file.
///
/// # Errors
///
/// [`NotRead`] if the file doesn't exist, isn't a regular file, or is too large.
pub fn read(path: &Path) -> Result<Vec<u8>, NotRead> {
    // Checked before opening, because opening a pipe would wait.
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(NotRead::NotRegular);
    }
    let mut bytes = Vec::new();
    if about.len() <= LARGEST {
        File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    }
    // The file may have grown meanwhile, and some system files don't report their size.
    if about.len().max(bytes.len() as u64) > LARGEST { Err(NotRead::TooLarge) } else { Ok(bytes) }
}

/// Reads a file as text.
///
/// # Errors
///
/// Those of [`read`], and [`NotRead::NotText`] with the place of the first byte that isn't UTF-8, starting at 1.
pub fn read_text(path: &Path) -> Result<String, NotRead> {
    String::from_utf8(read(path)?).map_err(|error| NotRead::NotText(error.utf8_error().valid_up_to() + 1))
}
