//! `airside log` and `airside due`: the journal as a file, and when the next check is.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::json;

use super::arguments::{Arguments, Log};
use super::{library, places, print_json};
use crate::course::CHECK_DAYS;
use crate::course::stage::Stage;
use crate::error::{Error, Failure};
use crate::say;
use crate::store::journal::{Journal, merge, schema};
use crate::study::{Begin, Opening, Study};
use crate::text;

pub(super) fn log(
    arguments: &Arguments,
    command: Option<&Log>,
    schema: bool,
    out: &mut dyn Write,
) -> Result<u8, Error> {
    if schema {
        out.write_all(schema::json_schema().as_bytes())?;
        return Ok(0);
    }
    match command {
        None | Some(Log::Export) => export(arguments, out),
        Some(Log::Merge { files }) => merge_files(arguments, files, out),
    }
}

/// Every event of every file, once, in order of time.
fn export(arguments: &Arguments, out: &mut dyn Write) -> Result<u8, Error> {
    let (history, notices) = Journal::look(&places(arguments)?.state);
    for notice in notices {
        writeln!(io::stderr(), "airside: {}", text::safe(&notice))?;
    }
    for entry in &history {
        let line = serde_json::to_string(entry).map_err(io::Error::from)?;
        writeln!(out, "{}", text::json(&line))?;
    }
    Ok(0)
}

fn merge_files(arguments: &Arguments, files: &[PathBuf], out: &mut dyn Write) -> Result<u8, Error> {
    let merged = merge(&places(arguments)?.state, files).map_err(|error| {
        Failure::failed(say!("nothing was merged: {}", error)).hint(say!("airside log export > FILE"))
    })?;
    let event = |count: usize| if count == 1 { say!("1 event").to_owned() } else { format!("{count} events") };
    writeln!(out, "{}", say!("{} added, {} known already", event(merged.added), event(merged.known)))?;
    if merged.unreadable > 0 {
        writeln!(out, "{}", say!("{} that could not be read left out", event(merged.unreadable)))?;
    }
    Ok(0)
}

/// Says whether a check is due; the exit code says it as well.
pub(super) fn due(
    arguments: &Arguments,
    json: bool,
    now: u64,
    clock: fn() -> u64,
    out: &mut dyn Write,
) -> Result<u8, Error> {
    let opening = Opening {
        library: library(arguments)?,
        state_folder: Some(places(arguments)?.state),
        begin: Begin::Look,
        clock,
    };
    let study = Study::open(opening);
    let course = study.recorded_course();
    let (at, stage) = (course.due_at(), course.stage());
    let is_due = at.is_some_and(|at| at <= now);
    if json {
        let report = json!({
            "format": 1, "stage": stage.name(), "due": is_due, "at": at, "checks_done": course.checks_done(),
        });
        print_json(out, &report)?;
        return Ok(u8::from(!is_due));
    }
    let days = CHECK_DAYS.get(course.checks_done()).copied().unwrap_or_default();
    match at {
        Some(_) if is_due => writeln!(out, "{}", say!("The check after {} is due. To begin: airside", counted(days)))?,
        Some(at) => writeln!(out, "{}", say!("The check after {} is due on {}.", counted(days), text::date(at)))?,
        None if stage == Stage::Done => writeln!(out, "{}", say!("All checks are done."))?,
        None => {
            writeln!(out, "{}", say!("No check is due before the course is done. It stands at: {}.", stage.title()))?;
        }
    }
    Ok(u8::from(!is_due))
}

fn counted(days: u64) -> String {
    if days == 1 { say!("1 day").to_owned() } else { format!("{days} days") }
}
