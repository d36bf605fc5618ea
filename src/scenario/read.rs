//! JSON into packs, strictly, with every fault listed.
//!
//! A pack in order is read once, straight into types. Only when that fails is the text read again, slowly, against
//! the table of fields, so that all its faults can be named and not just the first. Pure: text in, pack out.

mod shape;
mod typed;

use serde_json::Value;

use super::locate::{Aim, Way, offset};
use super::{FORMAT, Pack};
use crate::diagnostic::Diagnostic;

/// A pack that was read, with what is needed to point into its text.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The file, as the user named it.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The pack; with faults, only those of its scenarios that have none.
    pub pack: Option<Pack>,
    /// For each scenario of the pack its place in the file, from 0.
    pub places: Vec<usize>,
    /// What is wrong with the shape.
    pub faults: Vec<Diagnostic>,
}

impl Reading<'_> {
    /// A fault at a place of this file.
    #[must_use]
    pub fn fault(&self, way: &Way, aim: Aim, message: String) -> Diagnostic {
        Diagnostic::at(self.path, self.text, offset(self.text, way, aim), message)
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

/// Reads as much of a pack as can be read, and lists what is wrong with the rest.
#[must_use]
pub fn read_all<'a>(path: &'a str, text: &'a str) -> Reading<'a> {
    let error = match typed::pack(text) {
        Ok(pack) => {
            let places = (0..pack.scenarios.len()).collect();
            return Reading { path, text, pack: Some(pack), places, faults: Vec::new() };
        }
        Err(error) => error,
    };
    let mut reading = Reading { path, text, pack: None, places: Vec::new(), faults: Vec::new() };
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        reading.faults.push(typed_fault(path, text, &error, "The file is not valid JSON"));
        return reading;
    };
    if let Some(newer) = value.get("format").and_then(Value::as_u64).filter(|format| *format > u64::from(FORMAT)) {
        let message = format!("this pack has format {newer}, and this airside reads format {FORMAT}");
        let way = Way::default().field("format");
        reading.faults.push(reading.fault(&way, Aim::Value, message).hint("use a newer airside"));
        return reading;
    }
    reading.faults = shape::faults(&reading, &value);
    if reading.faults.is_empty() {
        // The shape is right and the types refuse it all the same: a name that stands twice.
        reading.faults.push(typed_fault(path, text, &error, "The pack cannot be read"));
        return reading;
    }
    if let Some((pack, places)) = typed::sound_scenarios(&value) {
        reading.pack = Some(pack);
        reading.places = places;
    }
    reading
}

/// A fault at the line and column that the JSON reader names.
fn typed_fault(path: &str, text: &str, error: &serde_json::Error, lead: &str) -> Diagnostic {
    let start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let offset = start + error.column().saturating_sub(1);
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    Diagnostic::at(path, text, offset, format!("{lead}: {said}"))
}
