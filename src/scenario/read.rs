//! JSON into packs, strictly, with every fault listed.
//!
//! A pack in order is read once, straight into types. Only when that fails is the text read again, slowly, against
//! the table of fields, so that all its faults can be named and not just the first. Pure: text in, pack out.

mod shape;
mod typed;

use std::cell::OnceCell;
use std::collections::HashSet;

use serde_json::Value;

use super::locate::{Index, JsonPath, Target};
use super::{FORMAT, Pack, Scenario};
use crate::diagnostic::{Diagnostic, MOST_FAULTS, Source};
use crate::say;

/// The slow reader needs memory for every value. What has more is a pack with one fault: the first.
const MOST_VALUES: usize = 8_000_000;

/// A pack that was read, with what is needed to point into its text.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The file.
    pub source: Source<'a>,
    /// The pack; with faults, only those of its scenarios that have none.
    pub pack: Option<Pack>,
    /// For each scenario of the pack its place in the file, from 0.
    pub places: Vec<usize>,
    /// What is wrong with the shape.
    pub faults: Vec<Diagnostic>,
    index: OnceCell<Index>,
}

impl<'a> Reading<'a> {
    const fn new(path: &'a str, text: &'a str) -> Self {
        let source = Source::new(path, text);
        Self { source, pack: None, places: Vec::new(), faults: Vec::new(), index: OnceCell::new() }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self.source.text))
    }

    /// A fault at a place of this file.
    #[must_use]
    pub fn fault(&self, way: &JsonPath, aim: Target, message: String) -> Diagnostic {
        self.source.fault(self.index().offset(self.source.text, way, aim), message)
    }
}

/// Reads a pack from JSON text. `path` is only used in diagnostics.
///
/// # Errors
/// Every fault found, in the order of the file.
pub fn read(path: &str, text: &str) -> Result<Pack, Vec<Diagnostic>> {
    let reading = read_all(path, text);
    match reading.pack {
        Some(pack) if reading.faults.is_empty() => Ok(pack),
        _ => Err(reading.faults),
    }
}

/// Reads one scenario by itself; nothing when it has a fault.
#[must_use]
pub fn read_scenario(text: &str) -> Option<Scenario> {
    typed::scenario(text).ok()
}

/// Reads as much of a pack as can be read, and lists what is wrong with the rest.
#[must_use]
pub fn read_all<'a>(path: &'a str, text: &'a str) -> Reading<'a> {
    let mut reading = Reading::new(path, text);
    let refusal = match typed::pack(text) {
        Ok(pack) => {
            reading.places = (0..pack.scenarios.len()).collect();
            reading.pack = Some(pack);
            return reading;
        }
        Err(refusal) => refusal,
    };
    if values(text) > MOST_VALUES {
        reading
            .faults
            .push(reading.source.json_error(&refusal, say!("the pack cannot be read, and is too large to list all")));
        return reading;
    }
    // The types may have refused the text before the place where it stops being JSON.
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) => value,
        Err(error) => {
            reading.faults.push(not_json(&reading.source, &error));
            return reading;
        }
    };
    if let Some(newer) = value.get("format").and_then(Value::as_u64).filter(|format| *format > u64::from(FORMAT)) {
        let message = say!("this pack has format {}, and this airside reads format {}", newer, FORMAT);
        let way = JsonPath::default().field("format");
        reading.faults.push(reading.fault(&way, Target::Value, message).hint(say!("use a newer airside")));
        return reading;
    }
    let (mut faults, doubtful) = repeated_names(&reading);
    if faults.len() < MOST_FAULTS {
        faults.extend(shape::faults(&reading, &value));
    } else {
        faults.push(Diagnostic::too_many(path));
    }
    faults.sort_by_key(|fault| (fault.line, fault.column));
    if faults.is_empty() {
        // No pack is taken that the types refuse, even if the table should have nothing against it.
        faults.push(reading.source.json_error(&refusal, say!("the pack cannot be read")));
    }
    reading.faults = faults;
    if let Some((pack, places)) = typed::sound_scenarios(&value, &doubtful) {
        reading.pack = Some(pack);
        reading.places = places;
    }
    reading
}

/// At most how many values the text has: one before each comma, one more in each list and object.
fn values(text: &str) -> usize {
    text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count()
}

/// A fault for each name that stands twice in an object, and which scenarios hold one: what they say is in doubt.
fn repeated_names(reading: &Reading<'_>) -> (Vec<Diagnostic>, HashSet<usize>) {
    let (text, scenarios) = (reading.source.text, JsonPath::default().field("scenarios"));
    let repeated = reading.index().repeated(text);
    let faults = repeated.iter().take(MOST_FAULTS).map(|repeated| {
        let first = reading.source.fault(repeated.first, String::new());
        let message = say!("`{}` stands twice; the first is at {}:{}", repeated.name, first.line, first.column);
        reading.source.fault(repeated.at, message).hint(say!("keep one of them"))
    });
    let doubtful = reading.index().entries_at(text, &scenarios, repeated.iter().map(|repeated| repeated.at));
    (faults.collect(), doubtful)
}

fn not_json(source: &Source<'_>, error: &serde_json::Error) -> Diagnostic {
    let fault = source.json_error(error, say!("the file is not valid JSON"));
    match mended(source.text, error) {
        Some(hint) => fault.hint(hint),
        None => fault,
    }
}

/// What most often has to be typed where a text stops being JSON: packs are written by people who may never have met it.
fn mended(text: &str, error: &serde_json::Error) -> Option<&'static str> {
    if text.starts_with('\u{feff}') {
        return Some(say!("save it without a byte order mark"));
    }
    if text.trim().is_empty() {
        return Some(say!("airside pack new writes one to begin with"));
    }
    if error.is_eof() {
        return Some(say!("the end of the file is missing: a closing quote or bracket"));
    }
    let said = error.to_string();
    let before = text.lines().nth(error.line().checked_sub(1)?)?.get(..error.column().saturating_sub(1))?;
    let begins = before.trim().is_empty();
    if said.starts_with("expected `,` or") {
        Some(if begins {
            say!("end the line before with a comma")
        } else {
            say!("a comma is missing, or a quotation mark inside a text: it is written \\\"")
        })
    } else if said.starts_with("trailing comma") {
        Some(say!("take away the comma before the closing bracket"))
    } else if said.starts_with("expected value") || said.starts_with("expected ident") {
        Some(say!("put texts into double quotes"))
    } else if said.starts_with("control character") {
        Some(say!("a text stays on one line, without tabs; is its closing quote missing?"))
    } else {
        None
    }
}
