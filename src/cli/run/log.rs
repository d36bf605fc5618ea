//! Runs `airside log`, which exports and merges journals, and `airside due`, which says whether a check-up is due.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::json;

use crate::calendar;
use crate::cli::args::{GlobalArgs, LogCommand};
use crate::cli::output::Printer;
use crate::cli::{environment, output, packs};
use crate::course::CHECK_UP_DAYS;
use crate::course::stage::Stage;
use crate::encoding::JSON_FORMAT;
use crate::error::{Error, Failure};
use crate::say;
use crate::say_count;
use crate::store::journal::{Journal, merge, schema};
use crate::study::{Begin, Opening, Study};
use crate::text;

pub(super) fn log(
    global: &GlobalArgs, command: Option<&LogCommand>, schema: bool, out: &mut Printer<'_>,
) -> Result<u8, Error> {
    if schema {
        out.write_all(schema::json_schema().as_bytes())?;
        return Ok(0);
    }
    match command {
        None | Some(LogCommand::Export) => export(global, out),
        Some(LogCommand::Merge { files }) => merge_files(global, files, out),
    }
}

fn export(global: &GlobalArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let (history, notices) = Journal::look(&environment::state_folder(global)?);
    output::report(notices)?;
    for entry in &history {
        let line = serde_json::to_string(entry).map_err(io::Error::from)?;
        writeln!(out, "{}", text::json(&line))?;
    }
    Ok(0)
}

fn merge_files(global: &GlobalArgs, files: &[PathBuf], out: &mut Printer<'_>) -> Result<u8, Error> {
    let merged = merge(&environment::state_folder(global)?, files)
        .map_err(|error| Failure::failed(say!("nothing was merged: {}", error)).hint("airside log export > FILE"))?;
    if merged.added + merged.known + merged.unreadable == 0 {
        return Err(Failure::failed(say!("nothing was merged: the input contains no events"))
            .hint("airside log export > FILE")
            .into());
    }
    let events = |count| say_count!("1 event", "{} events", count);
    writeln!(out, "{}", say!("{} added, {} already there", events(merged.added), events(merged.known)))?;
    if merged.unreadable > 0 {
        writeln!(out, "{}", say!("Damaged and skipped: {}", events(merged.unreadable)))?;
    }
    Ok(u8::from(merged.added + merged.known == 0))
}

/// The exit code is 0 if a check-up is due.
pub(super) fn due(global: &GlobalArgs, json: bool, out: &mut Printer<'_>) -> Result<u8, Error> {
    let opening = Opening {
        library: packs::open(global),
        state_folder: Some(environment::state_folder(global)?),
        begin: Begin::Look,
        clock: environment::now,
    };
    let mut study = Study::open(opening);
    output::report(study.take_notices())?;
    let course = study.recorded_course();
    let (time, stage) = (course.due_at(), course.stage());
    let is_due = time.is_some_and(|time| time <= environment::now());
    if json {
        let report = json!({
            "format": JSON_FORMAT, "stage": stage.name(), "due": is_due, "at": time, "check_ups_passed": course.check_ups_passed(),
        });
        output::print_json(out, &report)?;
        return Ok(u8::from(!is_due));
    }
    let number = course.check_ups_passed() + 1;
    let sentence = match time {
        Some(_) if is_due => say!("Check-up {} of {} is due. To start it: airside", number, CHECK_UP_DAYS.len()),
        Some(time) if !course.missed().is_empty() => say!(
            "You didn't pass check-up {} of {}. You can take it again on {}.",
            number,
            CHECK_UP_DAYS.len(),
            calendar::date_in_words(time)
        ),
        Some(time) => {
            say!("Check-up {} of {} is due on {}.", number, CHECK_UP_DAYS.len(), calendar::date_in_words(time))
        }
        None if stage == Stage::Done => say!("All check-ups are complete.").to_owned(),
        None => say!("No check-up is due until you finish the course. Current stage: {}.", stage.title()),
    };
    output::print_sentence(out, &sentence)?;
    Ok(u8::from(!is_due))
}
