//! The least programs of their kind, in `benches/floor`: what the benches measure against.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds them, with a lock file of their own, and says where the one of that name is.
pub(super) fn build(name: &str) -> io::Result<PathBuf> {
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
