//! Parses exam files and explains why a file is rejected.
//!
//! This module checks the order of the events. The `store` module checks the hashes of the lines.

use serde::{Deserialize, Serialize};

use super::sitting::{ExamEvent, Sitting, is_seat};
use crate::store::{Contents, Damage, LOG_FORMAT, parse};

/// An entry of an exam file: one line without its hash.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExamEntry {
    /// The time in milliseconds since 1970.
    pub at: u64,
    pub event: ExamEvent,
}

/// The reason why an exam file is rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("{}", crate::say!("is not an exam file"))]
    Foreign,
    /// The file was written by a newer version of airside, in the given format version.
    #[error("{}", crate::say!("has format {}, but this version of airside reads format {}", .0, LOG_FORMAT))]
    Newer(u32),
    #[error("{}", crate::say!("has been altered: line {} doesn't match the lines before it", .0))]
    Changed(usize),
    #[error("{}", crate::say!("was not handed in, or the end of the file is missing"))]
    Open,
}

/// A sitting parsed from a file, with the hashes of the file's lines.
#[derive(Debug)]
pub struct SittingFile {
    pub sitting: Sitting,
    /// The hash of each line, used to find copies of a sitting in other files.
    pub hashes: Vec<String>,
    /// The number of the first damaged line after the last valid line, if there is one. A line can be damaged if the
    /// computer is switched off while the line is being written.
    pub damaged: Option<usize>,
}

/// Parses the sitting in a file, even if the exam wasn't handed in. Damaged lines at the end of the file are ignored.
/// Never returns [`Fault::Open`].
pub fn parse_file(text: &str) -> Result<SittingFile, Fault> {
    let contents = parse(text.as_bytes(), true);
    let last = contents.entries.last().map_or(0, |(line, _)| *line);
    let sitting = replay(&contents)?;
    // A damaged line is harmless if valid lines follow it. If nothing follows a damaged line, there is no way to tell
    // what is missing.
    let damaged = contents.damaged.iter().map(|(line, _)| *line).find(|line| *line > last);
    Ok(SittingFile { sitting, hashes: contents.hashes, damaged })
}

/// Finds the seat code in a file, even if the rest of the file is damaged, has been changed, or was written by another
/// version of airside.
pub(crate) fn claimed_seat(text: &str) -> Option<String> {
    let (_, rest) = text.lines().find(|line| !line.trim().is_empty())?.split_once("\"seat\"")?;
    let (seat, _) = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split_once('"')?;
    is_seat(seat).then(|| seat.to_owned())
}

pub(crate) fn parse_running(bytes: &[u8]) -> Result<Sitting, Fault> {
    replay(&parse(bytes, true))
}

/// Skips incomplete lines, because the student was never told that their contents had been saved.
pub(super) fn replay(contents: &Contents<ExamEntry>) -> Result<Sitting, Fault> {
    let newer = contents.damaged.iter().find_map(|(_, damage)| match damage {
        Damage::Newer(format) => Some(Fault::Newer(*format)),
        _ => None,
    });
    let changed = contents.damaged.iter().find(|(_, damage)| *damage == Damage::Unchained).map(|(line, _)| *line);
    let mut entries = contents.entries.iter();
    let mut sitting = match entries.next() {
        Some((_, ExamEntry { at, event: ExamEvent::Began(paper) })) => Sitting::new(paper.clone(), *at),
        Some(_) => return Err(Fault::Foreign),
        None => return Err(newer.or(changed.map(Fault::Changed)).unwrap_or(Fault::Foreign)),
    };
    for (line, entry) in entries {
        if changed.is_some_and(|changed| changed < *line) || !sitting.apply(&entry.event, entry.at) {
            return Err(Fault::Changed(changed.unwrap_or(*line).min(*line)));
        }
    }
    match newer.or(changed.map(Fault::Changed)) {
        Some(fault) => Err(fault),
        None => Ok(sitting),
    }
}
