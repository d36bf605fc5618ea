//! `airside log` and `airside due`: the journal as a file, and when the next check is.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::json;

use super::arguments::{Arguments, Log};
use super::{library, places, print_json};
use crate::course::{Begin, Course, Opening};
use crate::error::{Failure, Stop};
use crate::journal::{Journal, merge, schema};
use crate::session::stage::Stage;
use crate::session::way::CHECK_DAYS;
use crate::text;

pub(super) fn log(arguments: &Arguments, command: Option<&Log>, schema: bool, out: &mut dyn Write) -> Result<u8, Stop> {
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
fn export(arguments: &Arguments, out: &mut dyn Write) -> Result<u8, Stop> {
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

fn merge_files(arguments: &Arguments, files: &[PathBuf], out: &mut dyn Write) -> Result<u8, Stop> {
    let merged = merge(&places(arguments)?.state, files)
        .map_err(|error| Failure::failed(format!("nothing was merged: {error}")).hint("airside log export > FILE"))?;
    let event = |count: usize| if count == 1 { "1 event".to_owned() } else { format!("{count} events") };
    writeln!(out, "{} added, {} known already", event(merged.added), event(merged.known))?;
    if merged.unreadable > 0 {
        writeln!(out, "{} that could not be read left out", event(merged.unreadable))?;
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
) -> Result<u8, Stop> {
    let opening = Opening {
        library: library(arguments)?,
        state_folder: Some(places(arguments)?.state),
        begin: Begin::Look,
        clock,
    };
    let course = Course::open(opening);
    let way = course.kept_way();
    let (at, stage) = (way.due_at(), way.stage());
    let is_due = at.is_some_and(|at| at <= now);
    if json {
        let report = json!({
            "format": 1, "stage": stage.name(), "due": is_due, "at": at, "checks_done": way.checks_done(),
        });
        print_json(out, &report)?;
        return Ok(u8::from(!is_due));
    }
    let days = CHECK_DAYS.get(way.checks_done()).copied().unwrap_or_default();
    match at {
        Some(_) if is_due => writeln!(out, "The check after {} is due. To begin: airside", counted(days))?,
        Some(at) => writeln!(out, "The check after {} is due on {}.", counted(days), date(at))?,
        None if stage == Stage::Done => writeln!(out, "All checks are done.")?,
        None => writeln!(out, "No check is due before the course is done. It stands at: {}.", stage.title())?,
    }
    Ok(u8::from(!is_due))
}

fn counted(days: u64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// The day of a time in milliseconds since 1970, as 2026-11-23 (UTC; the Gregorian calendar in eras of 400 years).
fn date(at: u64) -> String {
    let days = at / 86_400_000 + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_have_their_dates() {
        for (at, day) in [(0, "1970-01-01"), (951_782_400_000, "2000-02-29"), (1_795_392_000_000, "2026-11-23")] {
            assert_eq!(date(at), day);
        }
    }
}
