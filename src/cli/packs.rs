//! The packs that a command uses.

use std::io::{self, Write};
use std::path::Path;

use super::args::GlobalArgs;
use super::environment;
use crate::diagnostic::nearest;
use crate::error::Failure;
use crate::say;
use crate::scenario::Scenario;
use crate::scenario::library::{Library, Problem};
use crate::text;

pub(super) fn open(global: &GlobalArgs) -> Library {
    Library::open(environment::paths(global).packs.as_deref(), &global.pack)
}

/// The ids of the packs that `--pack` names; empty if there is no such option. A pack that can't be used is an error,
/// because scenarios from other packs wouldn't be what the user asked for.
pub(super) fn selected(global: &GlobalArgs, library: &Library) -> Result<Vec<String>, Failure> {
    // A problem has its path as text, in which bytes that aren't UTF-8 are replaced.
    let is_named = |problem: &&Problem| {
        global.pack.iter().any(|named| Path::new(&problem.path).starts_with(Path::new(&*named.to_string_lossy())))
    };
    let problems: Vec<&Problem> = library.problems.iter().filter(is_named).collect();
    let Some(first) = problems.first() else { return Ok(library.named.clone()) };
    let messages = problems.iter().map(|problem| say!("this pack can't be used: {}", first_fault(problem)));
    let message = messages.collect::<Vec<_>>().join("\n");
    Err(Failure::failed(message).allowing(library.ids()).hint(format!("airside check {}", first.path)))
}

/// The first fault of a pack with its place.
fn first_fault(problem: &Problem) -> String {
    match problem.faults.first() {
        Some(fault) if fault.line > 0 => format!("{}:{}:{}: {}", problem.path, fault.line, fault.column, fault.message),
        Some(fault) => format!("{}: {}", problem.path, fault.message),
        None => problem.path.clone(),
    }
}

/// An id that no open pack has is an error, with the most similar id.
pub(super) fn refuse_unknown(library: &Library, ids: &[String]) -> Result<(), Failure> {
    ids.iter().try_for_each(|id| scenario(library, id, "--ids").map(drop))
}

/// The case of that id; otherwise the most similar id, with the command that uses it.
pub(super) fn scenario<'a>(library: &'a Library, id: &str, command: &str) -> Result<&'a Scenario, Failure> {
    library.scenario(id).ok_or_else(|| {
        let near = nearest(id, library.index().iter().map(|entry| entry.id.as_str()));
        let hint = near.map_or_else(|| say!("airside list").to_owned(), |near| format!("{command} {near}"));
        Failure::failed(say!("unknown scenario `{}`", text::safe(id))).hint(hint)
    })
}

/// Lists the unusable pack files on standard error.
pub(super) fn report_problems(library: &Library) -> io::Result<()> {
    for problem in &library.problems {
        let path = text::safe(&problem.path);
        let why = problem.faults.first().map(|fault| format!(": {}", text::safe(&fault.message))).unwrap_or_default();
        writeln!(io::stderr(), "{}", say!("airside: {} was skipped{}\nhint: airside check {}", path, why, path))?;
    }
    Ok(())
}
