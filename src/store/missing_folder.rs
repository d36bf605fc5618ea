//! Explains why a file can't be created in a folder that doesn't exist.

use std::path::{Path, PathBuf};

use crate::diagnostic::nearest;
use crate::error::Failure;
use crate::say;
use crate::text::shell_quoted;

/// Returns an error that names the nearest existing folder and says what to type. Returns `None` if the file's folder
/// exists, or if part of the path isn't a folder.
pub(crate) fn missing_folder(path: &Path) -> Option<Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())?;
    let existing = folder.ancestors().find(|folder| folder.as_os_str().is_empty() || folder.exists())?;
    let real = if existing.as_os_str().is_empty() { Path::new(".") } else { existing };
    let real = real.canonicalize().ok().filter(|real| real.is_dir())?;
    let message = say!(
        "{} can't be written: the folder {} doesn't exist. The nearest folder that exists is {}",
        path.display(),
        folder.display(),
        real.display()
    );
    Some(Failure::failed(message).hint(match similar(path, existing, &real) {
        Some(meant) => say!("did you mean `{}`?", meant.display()),
        None => format!("mkdir -p {}", shell_quoted(&folder.display().to_string())),
    }))
}

/// Returns the path with its first missing folder replaced by an existing folder that has a similar name.
fn similar(path: &Path, existing: &Path, real: &Path) -> Option<PathBuf> {
    let mut missing = path.strip_prefix(existing).ok()?.components();
    let typed = missing.next()?.as_os_str().to_str()?;
    let entries = real.read_dir().ok()?.flatten().filter(|entry| entry.path().is_dir());
    let names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    Some(existing.join(nearest(typed, names.iter().map(String::as_str))?).join(missing.as_path()))
}
