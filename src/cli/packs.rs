//! Chooses the packs that a command uses.

use std::io::{self, Write};
use std::path::Path;

use super::args::GlobalArgs;
use super::environment;
use crate::class::exam::form::ExamForm;
use crate::class::exam::sitting::questions_text;
use crate::diagnostic::nearest;
use crate::error::Failure;
use crate::say;
use crate::scenario::index::Category;
use crate::scenario::library::{Library, Problem};
use crate::scenario::{Pool, Scenario};
use crate::streams;
use crate::text;

const MOST_LISTED: usize = 10;

pub(super) fn open(global: &GlobalArgs) -> Library {
    Library::open(environment::paths(global).packs.as_deref(), &global.pack)
}

/// Returns the IDs of the packs named with `--pack`, or an empty list if the option isn't used. Fails if a named pack
/// can't be used, because the user didn't ask for scenarios from other packs.
pub(super) fn selected(global: &GlobalArgs, library: &Library) -> Result<Vec<String>, Failure> {
    // A problem stores its path as text, with any invalid UTF-8 replaced.
    let is_named = |problem: &&Problem| {
        global.pack.iter().any(|named| Path::new(&problem.path).starts_with(Path::new(&*named.to_string_lossy())))
    };
    let problems: Vec<&Problem> = library.problems.iter().filter(is_named).collect();
    let Some(first) = problems.first() else { return Ok(library.named.clone()) };
    let failure = if problems.len() == 1 {
        Failure::failed(say!("this pack can't be used: {}", first_fault(first))).allowing(library.ids())
    } else {
        let listed = problems.iter().take(MOST_LISTED).map(|problem| first_fault(problem));
        let more = problems.len().checked_sub(MOST_LISTED + 1).map(|more| say!("and {} more", more + 1));
        Failure::failed(say!("{} packs can't be used", problems.len())).listing(listed.chain(more))
    };
    Err(failure.hint(format!("airside check {}", first.path)))
}

fn first_fault(problem: &Problem) -> String {
    match problem.faults.first() {
        Some(fault) if fault.line > 0 => format!("{}:{}:{}: {}", problem.path, fault.line, fault.column, fault.message),
        Some(fault) => format!("{}: {}", problem.path, fault.message),
        None => problem.path.clone(),
    }
}

pub(super) fn refuse_unknown(library: &Library, ids: &[String]) -> Result<(), Failure> {
    ids.iter().try_for_each(|id| scenario(library, id, "--ids").map(drop))
}

/// If no case has this ID, the error suggests the same command with the most similar ID.
pub(super) fn scenario<'a>(library: &'a Library, id: &str, command: &str) -> Result<&'a Scenario, Failure> {
    library.scenario(id).ok_or_else(|| {
        let near = nearest(id, library.index().iter().map(|entry| entry.id.as_str()));
        let hint = match near {
            Some(near) => format!("{command} {near}"),
            None if !library.search(id).is_empty() => format!("airside list {id}"),
            None => say!("airside list").to_owned(),
        };
        Failure::failed(say!("unknown scenario `{}`", text::safe(id))).hint(hint)
    })
}

/// Explains why the options of an exam or a worksheet select no question.
pub(super) fn no_questions(form: Option<Pool>, kinds: &[Category], packs: &[String]) -> Failure {
    let names = kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(",");
    let options = [("--kinds", names), ("--pack", packs.join(","))].into_iter().filter(|(_, value)| !value.is_empty());
    let options: Vec<String> = options.map(|(option, value)| format!("{option} {value}")).collect();
    let message = match form.map(|form| ExamForm::from_pools(&[form])) {
        Some(form) if options.is_empty() => say!("no open pack contains questions for form {}", form),
        Some(form) => say!("form {} contains no questions that match {}", form, options.join(" ")),
        None => say!("no open pack has questions that match these options").to_owned(),
    };
    Failure::failed(message).hint("airside list")
}

pub(super) fn count_notice(count: Option<u16>, found: usize) -> Option<String> {
    let count = count.map(usize::from).filter(|count| *count > found)?;
    let found = questions_text(found);
    Some(say!("--count asks for {}, but the selection contains only {}.", questions_text(count), found))
}

pub(super) fn report_problems(library: &Library) -> io::Result<()> {
    for problem in &library.problems {
        let path = text::safe(&problem.path);
        let why = problem.faults.first().map(|fault| format!(": {}", text::safe(&fault.message))).unwrap_or_default();
        writeln!(streams::stderr(), "{}", say!("airside: {} was skipped{}\nhint: airside check {}", path, why, path))?;
    }
    Ok(())
}
