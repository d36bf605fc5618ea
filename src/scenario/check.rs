//! Checks the contents of packs: whether answers match their rulings, whether contrast pairs, evidence and sources are
//! correct, and whether any words give an answer away.
//!
//! These checks are necessary because a pack can follow the format and still be wrong. This module reads no files.

mod item;
mod real;
pub mod strict;
mod twin;

pub(crate) use item::spoiled;
pub use item::{long, wide};

use std::collections::HashMap;

use super::locate::{JsonPath, Target};
use super::read::Reading;
use super::{Pack, Scenario};
use crate::diagnostic::{Diagnostic, MOST_FAULTS};
use crate::i18n::is_language;
use crate::say;
use crate::sorting::sort_by_key;

pub(crate) const STORY_WORDS: usize = 70;

pub(crate) const LINE_COLUMNS: usize = 72;

/// Lower-case words that would give the answer away if they appeared in a question.
pub(crate) const SPOILERS: [&str; 7] =
    ["401", "403", "unauthorized", "unauthorised", "authorized", "authorised", "forbidden"];

/// Returns every fault in the packs, sorted by file and position. All packs are checked together, because a contrast
/// pair may span two packs and ids must be unique across packs.
pub fn check(readings: &[Reading<'_>]) -> Vec<Diagnostic> {
    check_among(readings, &[])
}

/// Works like [`check`], but also looks in `neighbours` for the other case of a contrast pair.
pub(crate) fn check_among(readings: &[Reading<'_>], neighbours: &[Reading<'_>]) -> Vec<Diagnostic> {
    let mut faults: Vec<Diagnostic> = readings.iter().flat_map(|reading| reading.faults.clone()).collect();
    let locations = by_id(readings, |spot, first| {
        if faults.len() < MOST_FAULTS {
            faults.push(repeated_id(spot, first));
        }
    });
    let near = by_id(neighbours, |_, _| {});
    for reading in readings {
        faults.extend(reading.pack.iter().flat_map(|pack| pack_faults(reading, pack)));
    }
    let find = |id: &str| locations.get(id).or_else(|| near.get(id)).map(|spot| spot.scenario);
    // If any scenario couldn't be read, missing cases of contrast pairs aren't reported, because the unreadable
    // scenario may be one of them.
    let whole = readings.iter().chain(neighbours).all(|reading| reading.faults.is_empty());
    for spot in spots(readings) {
        if faults.len() >= MOST_FAULTS {
            faults.push(Diagnostic::too_many(spot.reading.source.path));
            break;
        }
        item::faults(&spot, &mut faults);
        twin::faults(&spot, find, whole, &mut faults);
    }
    let order = |fault: &Diagnostic| readings.iter().position(|reading| reading.source.path == fault.path);
    sort_by_key(&mut faults, |fault| (order(fault), fault.line, fault.column));
    faults
}

/// If several scenarios have the same id, the map contains only the first, and `again` is called for each of the
/// others.
fn by_id<'a>(
    readings: &'a [Reading<'a>], mut again: impl FnMut(&Located<'a>, &Located<'a>),
) -> HashMap<&'a str, Located<'a>> {
    let count = readings.iter().map(|reading| reading.positions.len()).sum();
    let mut known: HashMap<&str, Located<'_>> = HashMap::with_capacity(count);
    for spot in spots(readings) {
        if let Some(first) = known.get(spot.scenario.id.as_str()) {
            again(&spot, first);
        } else {
            known.insert(&spot.scenario.id, spot);
        }
    }
    known
}

fn repeated_id(spot: &Located<'_>, first: &Located<'_>) -> Diagnostic {
    let first = first.fault("id", String::new());
    let message = say!(
        "the id `{}` is used twice; the first use is at {}:{}:{}", spot.scenario.id, first.path, first.line,
        first.column
    );
    spot.fault("id", message).hint(say!("ids must be unique across all packs"))
}

struct Located<'a> {
    reading: &'a Reading<'a>,
    scenario: &'a Scenario,
    index: usize,
}

impl Located<'_> {
    fn path(&self) -> JsonPath {
        JsonPath::default().field("scenarios").index(self.index)
    }

    /// A dotted field name such as `a.b.0` refers to a nested value.
    fn fault(&self, field: &str, message: String) -> Diagnostic {
        let path = field.split('.').fold(self.path(), |path, name| match name.parse() {
            Ok(index) => path.index(index),
            Err(_) => path.field(name),
        });
        self.reading.fault(&path, Target::Value, message)
    }
}

fn spots<'a>(readings: &'a [Reading<'a>]) -> impl Iterator<Item = Located<'a>> {
    readings.iter().flat_map(|reading| {
        let scenarios = reading.pack.iter().flat_map(|pack| &pack.scenarios);
        scenarios.zip(&reading.positions).map(move |(scenario, index)| Located { reading, scenario, index: *index })
    })
}

fn pack_faults(reading: &Reading<'_>, pack: &Pack) -> Vec<Diagnostic> {
    let fault = |field: &str, message| reading.fault(&JsonPath::default().field(field), Target::Value, message);
    let mut faults = Vec::new();
    if !pack.id.is_empty() && !is_kebab(&pack.id) {
        let hint = say!("lower-case letters, digits and single hyphens, for example `town-library`");
        faults.push(fault("id", say!("the id `{}` isn't in kebab case", pack.id)).hint(hint));
    }
    if !pack.language.is_empty() && !is_language(&pack.language) {
        let message = say!("`{}` is not a language tag (BCP 47)", pack.language);
        faults.push(fault("language", message).hint(say!("write a tag such as en, de or pt-BR")));
    }
    faults
}

/// Returns whether an id consists of lower-case letters and digits, in groups joined by single hyphens.
pub(crate) fn is_kebab(id: &str) -> bool {
    id.split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// Returns whether the text has the form `RFC N section S`, `RFC N section S paragraph P`, `WHATWG Fetch, name` or
/// `gRPC, name`.
fn is_citation(citation: &str) -> bool {
    if let Some(name) = ["WHATWG Fetch, ", "gRPC, "].iter().find_map(|document| citation.strip_prefix(document)) {
        return !name.trim().is_empty();
    }
    let words: Vec<&str> = citation.split(' ').collect();
    // `parse` would also accept a leading plus sign.
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit()) && word.parse::<u32>().is_ok();
    let section = |word: &str| {
        word.split('.').all(|part| number(part) || (part.len() == 1 && part.as_bytes()[0].is_ascii_uppercase()))
    };
    match words.as_slice() {
        ["RFC", document, "section", place] => number(document) && section(place),
        ["RFC", document, "section", place, "paragraph", paragraph] => {
            number(document) && section(place) && number(paragraph)
        }
        _ => false,
    }
}
