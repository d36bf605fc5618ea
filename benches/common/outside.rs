//! Builds the minimal programs in `benches/floor`, and reads information about a process from the system.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds the minimal programs, which have their own lock file, and returns the path of the program with this name.
pub(super) fn least(name: &str) -> io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/floor");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("floor");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--release", "--quiet", "--manifest-path"]).arg(folder.join("Cargo.toml"));
    let built = cargo.env("CARGO_TARGET_DIR", &target).status()?;
    if built.success() {
        Ok(target.join("release").join(name))
    } else {
        Err(io::Error::other("no program to compare with"))
    }
}

/// Returns the peak memory of a process in kibibytes, on Linux only.
pub(super) fn most_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    number(&status, "VmHWM:")
}

/// Reads a number from the text of a file below /proc.
pub(super) fn number(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
