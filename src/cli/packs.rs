//! The packs that a command works with.

use std::io::{self, Write};

use super::args::GlobalArgs;
use super::environment;
use crate::error::Failure;
use crate::say;
use crate::scenario::library::Library;
use crate::text;

pub(super) fn open(global: &GlobalArgs) -> Library {
    Library::open(environment::paths(global).packs.as_deref(), &global.pack)
}

/// The ids of the packs that `--pack` names; empty if there is no such option. A pack that can't be used is an error,
/// because scenarios from other packs wouldn't be what the user asked for.
pub(super) fn selected(global: &GlobalArgs, library: &Library) -> Result<Vec<String>, Failure> {
    if library.named.len() == global.pack.len() {
        return Ok(library.named.clone());
    }
    let problem = library
        .problems
        .iter()
        .find(|problem| global.pack.iter().any(|named| named.display().to_string() == problem.path));
    let (path, why) = problem.map_or((say!("a pack"), String::new()), |problem| {
        (problem.path.as_str(), problem.faults.first().map(|fault| format!(": {}", fault.message)).unwrap_or_default())
    });
    let message = say!("{} can't be used{}", path, why);
    Err(Failure::failed(message).allowing(library.ids()).hint(format!("airside check {path}")))
}

/// An id that no open pack has is an error, with the way to find the right one.
pub(super) fn refuse_unknown(library: &Library, ids: &[String]) -> Result<(), Failure> {
    ids.iter().find(|id| library.scenario(id).is_none()).map_or(Ok(()), |unknown| {
        Err(Failure::failed(say!("none of the open packs contains `{}`", text::safe(unknown))).hint("airside list"))
    })
}

/// Names on standard error the pack files that can't be used.
pub(super) fn report_problems(library: &Library) -> io::Result<()> {
    for problem in &library.problems {
        let path = text::safe(&problem.path);
        let why = problem.faults.first().map(|fault| format!(": {}", text::safe(&fault.message))).unwrap_or_default();
        writeln!(io::stderr(), "{}", say!("airside: {} was skipped{}\nhint: airside check {}", path, why, path))?;
    }
    Ok(())
}
