//! `airside check` and `airside schema`: what authors of packs use.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use memchr::memmem::find_iter;
use serde_json::json;

use super::bar::Bar;
use super::print_json;
use crate::diagnostic::Diagnostic;
use crate::say;
use crate::scenario::check::check_telling;
use crate::scenario::check::strict::strict;
use crate::scenario::library::{pack_files, read_file};
use crate::scenario::read::{Reading, read_all};
use crate::scenario::schema;

/// So many bytes of packs take long enough for a bar.
const LARGE: usize = 8 << 20;

/// Checks these files, and the pack files in these folders; prints every fault and a last line that counts. Strictly,
/// what is asked of built-in packs is asked as well. Gives whether there was none.
///
/// # Errors
/// Only what writing to `out` fails with.
pub fn check(paths: &[PathBuf], strictly: bool, json: bool, out: &mut dyn Write) -> io::Result<bool> {
    let mut faults = Vec::new();
    let mut texts = Vec::new();
    for path in files(paths, &mut faults) {
        let name = path.display().to_string();
        match read_file(&path) {
            Ok(text) => texts.push((name, text)),
            Err(message) => faults.push(Diagnostic::for_file(&name, message)),
        }
    }
    // Half of the way is reading, byte by byte of the files; the other half is judging, scenario by scenario.
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let bar = Bar::of(2 * bytes, 2 * LARGE);
    let mut readings: Vec<Reading<'_>> = Vec::with_capacity(texts.len());
    let mut done = 0;
    for (name, text) in &texts {
        readings.push(read_all(name, text));
        done += text.len();
        bar.at(done);
    }
    let scenarios: usize = readings.iter().map(|reading| reading.places.len()).sum();
    faults.extend(check_telling(&readings, &mut |judged| bar.at(bytes + bytes * judged / scenarios.max(1))));
    bar.at(2 * bytes);
    if strictly {
        let mut more = strict(&readings);
        more.sort_by(|left, right| (&left.path, left.line, left.column).cmp(&(&right.path, right.line, right.column)));
        faults.extend(more);
    }
    if json {
        let report = json!({ "format": 1, "packs": readings.len(), "scenarios": scenarios, "faults": faults });
        print_json(out, &report)?;
    } else {
        for fault in &faults {
            writeln!(out, "{fault}\n")?;
        }
        let (packs, count) = (readings.len(), faults.len());
        writeln!(
            out,
            "{}, {}, {}",
            counted(packs, "pack"),
            counted(scenarios, say!("sound scenario")),
            counted(count, "fault")
        )?;
        for line in texts.iter().filter_map(|(name, text)| unwritten(name, text)) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(faults.is_empty())
}

/// How many texts of a new or imported pack still say what they are for. They are no faults: a pack can be tried before
/// all of it is written.
pub(super) fn unwritten(name: &str, text: &str) -> Option<String> {
    const BEGINS: &str = "\"... ";
    let mut found = find_iter(text.as_bytes(), BEGINS);
    let before = text.get(..found.next()?)?;
    let (first, count) = (1 + before.matches('\n').count(), 1 + found.count());
    let (texts, are) =
        if count == 1 { ("text", say!("begins with ... and is")) } else { ("texts", say!("begin with ... and are")) };
    Some(say!("{}: {} {} {} yours to write, from line {} on", name, count, texts, are, first))
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The files to check. A folder without any is a fault: somebody meant to check something.
fn files(paths: &[PathBuf], faults: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let found = pack_files(path);
        if found.is_empty() {
            faults.push(empty_folder(path));
        }
        files.extend(found);
    }
    // A file that is named twice, by itself and by its folder, is one file.
    let mut seen = HashSet::new();
    files.retain(|path| path.canonicalize().map_or(true, |path| seen.insert(path)));
    files
}

fn empty_folder(path: &Path) -> Diagnostic {
    let message = say!("this folder holds no pack").to_owned();
    Diagnostic::for_file(&path.display().to_string(), message).hint(say!("packs are files that end in .json"))
}

/// Prints the JSON Schema of a pack.
///
/// # Errors
/// Only what writing to `out` fails with.
pub fn print_schema(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(schema::json_schema().as_bytes())
}
