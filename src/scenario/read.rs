//! Parses packs strictly, and lists every fault.
//!
//! The text is first parsed as a JSON value, which is then compared with the description of the format. Scenarios
//! without faults are deserialised into the types of the model.

use std::cell::OnceCell;
use std::collections::HashSet;

use serde_json::Value;

use super::diagnose::{Difference, diagnose};
use super::locate::{Index, JsonPath, Segment, Target};
use super::{FORMAT, Pack};
use crate::diagnostic::{Diagnostic, MOST_FAULTS, Source};
use crate::encoding::{FormatNumber, from_json};
use crate::say;
use crate::sorting::sort_by_key;

/// A parsed pack, including the positions that are needed to report faults in its text.
#[derive(Debug)]
pub struct Reading<'a> {
    pub source: Source<'a>,
    /// The parsed pack. If the file has faults, the pack contains only the scenarios without faults.
    pub pack: Option<Pack>,
    /// The index that each scenario in `pack` has in the file.
    pub positions: Vec<usize>,
    pub faults: Vec<Diagnostic>,
    index: OnceCell<Index>,
}

impl<'a> Reading<'a> {
    const fn new(path: &'a str, text: &'a str) -> Self {
        let source = Source::new(path, text);
        Self { source, pack: None, positions: Vec::new(), faults: Vec::new(), index: OnceCell::new() }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self.source.text))
    }

    fn diagnostic(&self, fault: Difference) -> Diagnostic {
        let mut diagnostic = self.fault(&fault.path, fault.target, fault.message);
        diagnostic.allowed = fault.allowed;
        diagnostic.hint = fault.hint;
        diagnostic
    }

    pub fn fault(&self, path: &JsonPath, target: Target, message: String) -> Diagnostic {
        self.source.fault(self.index().offset(self.source.text, path, target), message)
    }
}

/// Parses a pack. If the file has faults, returns all of them, in the order of the file. The path is used only in
/// messages.
pub fn read(path: &str, text: &str) -> Result<Pack, Vec<Diagnostic>> {
    let reading = read_all(path, text);
    match reading.pack {
        Some(pack) if reading.faults.is_empty() => Ok(pack),
        _ => Err(reading.faults),
    }
}

/// Parses a pack that is known to be valid. The error describes only the first fault, without its position in the file.
pub(crate) fn read_trusted(text: &str) -> serde_json::Result<Pack> {
    serde_json::from_str(text)
}

/// Parses as much of a pack as possible, and lists the faults in the rest.
pub fn read_all<'a>(path: &'a str, text: &'a str) -> Reading<'a> {
    let mut reading = Reading::new(path, text);
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) => value,
        Err(error) => {
            reading.faults.push(not_json(&reading.source, &error));
            return reading;
        }
    };
    if let Some(newer) = value.get("format").and_then(Value::as_u64).filter(|format| *format > u64::from(FORMAT)) {
        let message = say!("this pack has format {}, but this version of airside reads format {}", newer, FORMAT);
        let path = JsonPath::default().field("format");
        reading
            .faults
            .push(reading.fault(&path, Target::Value, message).hint(say!("install a newer version of airside")));
        return reading;
    }
    let (mut faults, mut doubtful) = repeated_names(&reading);
    let found = diagnose(&value, &Pack::fields());
    doubtful.extend(found.iter().filter_map(|fault| scenario_of(&fault.path)));
    faults.extend(found.into_iter().map(|fault| reading.diagnostic(fault)));
    let too_many = faults.len() > MOST_FAULTS;
    if too_many {
        faults.truncate(MOST_FAULTS);
        faults.push(Diagnostic::too_many(path));
    }
    sort_by_key(&mut faults, |fault| (fault.line, fault.column));
    // If there are too many faults to list them all, it isn't known which scenarios are valid.
    if !too_many && let Some((pack, positions)) = sound(text, &value, &doubtful, faults.is_empty()) {
        reading.pack = Some(pack);
        reading.positions = positions;
    }
    if reading.pack.is_none() && faults.is_empty() {
        faults.push(Diagnostic::for_file(path, say!("the pack can't be read").to_owned()));
    }
    reading.faults = faults;
    reading
}

fn scenario_of(path: &JsonPath) -> Option<usize> {
    match path.0.as_slice() {
        [Segment::Field(name), Segment::Index(index), ..] if name == "scenarios" => Some(*index),
        _ => None,
    }
}

/// Returns the pack without the `doubtful` scenarios. Also returns the index that each remaining scenario has in the
/// file.
fn sound(text: &str, value: &Value, doubtful: &HashSet<usize>, whole: bool) -> Option<(Pack, Vec<usize>)> {
    if whole {
        let pack = read_trusted(text).ok()?;
        let positions = (0..pack.scenarios.len()).collect();
        return Some((pack, positions));
    }
    let entries = value.get("scenarios")?.as_array()?.iter().enumerate();
    let sound = entries.filter(|(index, _)| !doubtful.contains(index));
    let read = sound.filter_map(|(index, entry)| Some((index, from_json(entry).ok()?)));
    let (positions, scenarios) = read.unzip();
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let pack = Pack {
        format: FormatNumber,
        id: text("id"),
        title: text("title"),
        version: text("version"),
        language: text("language"),
        licence: text("licence"),
        authors: Vec::new(),
        scenarios,
    };
    Some((pack, positions))
}

/// Returns a fault for each repeated name in an object, and the indices of the scenarios that contain repeated names.
/// The contents of such a scenario are ambiguous.
fn repeated_names(reading: &Reading<'_>) -> (Vec<Diagnostic>, HashSet<usize>) {
    let (text, scenarios) = (reading.source.text, JsonPath::default().field("scenarios"));
    let repeated = reading.index().repeated(text);
    let faults = repeated.iter().take(MOST_FAULTS).map(|repeated| {
        let first = reading.source.fault(repeated.first, String::new());
        let message = say!("`{}` appears twice; the first time at {}:{}", repeated.name, first.line, first.column);
        reading.source.fault(repeated.start, message).hint(say!("keep one of them"))
    });
    let doubtful = reading.index().entries_at(text, &scenarios, repeated.iter().map(|repeated| repeated.start));
    (faults.collect(), doubtful)
}

fn not_json(source: &Source<'_>, error: &serde_json::Error) -> Diagnostic {
    let fault = source.json_error(error, say!("the file isn't valid JSON"));
    if source.text.trim().is_empty() { fault.hint(say!("to create a pack: airside pack new")) } else { fault }
}
