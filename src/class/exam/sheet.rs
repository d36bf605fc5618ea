//! The file of an exam: one event a line, each with the hash of all before it.
//!
//! Owns the chain, and the reasons for which a file does not count.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::sitting::{Event, FORMAT, Sitting, hex};

/// One line of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Milliseconds since 1970.
    pub at: u64,
    /// What happened, as it is written: the hash is over these very bytes.
    pub what: Box<RawValue>,
    /// SHA-256 over the chain of the line before, the time, and what happened.
    pub chain: String,
}

/// Why a file does not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is something else altogether.
    #[error("{}", crate::say!("is not the result of an exam"))]
    Foreign,
    /// It was written by a newer version.
    #[error("{}", crate::say!("has format {}, and this airside understands {}", .0, FORMAT))]
    Newer(u32),
    /// A line cannot be read.
    #[error("{}", crate::say!("is damaged: line {} cannot be read", .0))]
    Damaged(usize),
    /// A line does not follow from those before it.
    #[error("{}", crate::say!("was changed: line {} does not follow from those before it", .0))]
    Changed(usize),
    /// It ends too early.
    #[error("{}", crate::say!("was not handed in, or its end is missing"))]
    Open,
}

/// The hash of a line.
fn chain(before: &str, at: u64, what: &str) -> String {
    hex(&Sha256::digest(format!("{before}\n{at}\n{what}")), 64)
}

/// The line for an event, where this is the chain of the line before; empty before the first.
#[must_use]
pub fn seal(before: &str, at: u64, event: &Event) -> Option<Line> {
    let what = RawValue::from_string(serde_json::to_string(event).ok()?).ok()?;
    let chain = chain(before, at, what.get());
    Some(Line { at, what, chain })
}

/// What a file holds: the exam as far as it went, and the chain of its last line.
///
/// # Errors
/// [`Fault`], but for [`Fault::Open`]: an exam that is not handed in can be gone on with.
pub fn read(text: &str) -> Result<(Sitting, String), Fault> {
    let mut lines = text.lines().enumerate();
    let first = lines.next().and_then(|(_, line)| serde_json::from_str::<Line>(line).ok()).ok_or(Fault::Foreign)?;
    let paper = match serde_json::from_str(first.what.get()) {
        Ok(Event::Began(paper)) if paper.format == FORMAT => paper,
        Ok(Event::Began(paper)) => return Err(Fault::Newer(paper.format)),
        _ => return Err(Fault::Foreign),
    };
    if chain("", first.at, first.what.get()) != first.chain {
        return Err(Fault::Changed(1));
    }
    let mut sitting = Sitting::new(paper, first.at);
    let mut last = first.chain;
    for (place, line) in lines {
        let line: Line = serde_json::from_str(line).map_err(|_| Fault::Damaged(place + 1))?;
        let event: Event = serde_json::from_str(line.what.get()).map_err(|_| Fault::Damaged(place + 1))?;
        if chain(&last, line.at, line.what.get()) != line.chain || !sitting.apply(&event, line.at) {
            return Err(Fault::Changed(place + 1));
        }
        last = line.chain;
    }
    Ok((sitting, last))
}
