//! Runs `airside check`, which reports faults in packs.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::output::{Printer, print_document, print_json};
use crate::diagnostic::{Diagnostic, Source};
use crate::document::{Block, Document, Text};
use crate::encoding::JSON_FORMAT;
use crate::i18n::file::form::{AreaProgress, progress};
use crate::i18n::file::{is_translation, read_words, shipped_text};
use crate::reference::data;
use crate::say;
use crate::say_count;
use crate::scenario::check::{self as pack_check, strict::strict};
use crate::scenario::library::{pack_files, read_file};
use crate::scenario::read::{Reading, read_all};
use crate::sorting::sort_by;
use crate::text::shell_quoted;

/// Checks pack files and folders, then prints every fault and a summary. Returns true if there are no faults. If
/// `strictly` is set, the rules for built-in packs apply as well.
pub fn check(paths: &[PathBuf], strictly: bool, json: bool, out: &mut Printer<'_>) -> io::Result<bool> {
    let mut faults = Vec::new();
    let mut texts = Vec::new();
    let mut translations = Vec::new();
    for path in files(paths, &mut faults) {
        let name = path.display().to_string();
        match read_checked(&path) {
            Ok(text) if is_translation(&text) => {
                let (found, lines) = check_translation(&name, &text);
                faults.extend(found);
                translations.extend(lines);
            }
            Ok(text) => match data::check(&name, &text) {
                Some(found) => faults.extend(found),
                None => texts.push((name, text)),
            },
            Err(message) => faults.push(Diagnostic::for_file(&name, message)),
        }
    }
    let readings: Vec<Reading<'_>> = texts.iter().map(|(name, text)| read_all(name, text)).collect();
    let scenarios: usize = readings.iter().map(|reading| reading.positions.len()).sum();
    faults.extend(pack_check::check(&readings));
    if strictly {
        let mut more = strict(&readings);
        sort_by(&mut more, |left, right| {
            (&left.path, left.line, left.column).cmp(&(&right.path, right.line, right.column))
        });
        faults.extend(more);
    }
    if json {
        let report =
            json!({ "format": JSON_FORMAT, "packs": readings.len(), "scenarios": scenarios, "faults": faults });
        print_json(out, &report)?;
    } else {
        for fault in &faults {
            writeln!(out, "{fault}\n")?;
        }
        if !translations.is_empty() {
            for (warnings, document) in &translations {
                warnings.iter().try_for_each(|warning| writeln!(out, "{warning}\n"))?;
                print_document(out, document)?;
            }
            if texts.is_empty() {
                return Ok(faults.is_empty());
            }
        }
        print_document(out, &summary(readings.len(), scenarios, faults.len(), &texts))?;
    }
    Ok(faults.is_empty())
}

/// Reads a file or, for a language tag such as `de`, a built-in translation.
fn read_checked(path: &Path) -> Result<String, String> {
    match path.to_str().and_then(shipped_text).filter(|_| !path.exists()) {
        Some(text) => Ok(text.to_owned()),
        None => read_file(path),
    }
}

fn check_translation(name: &str, text: &str) -> (Vec<Diagnostic>, Option<(Vec<Diagnostic>, Document)>) {
    let (faults, warnings) = match read_words(name, text) {
        Ok(checked) => (Vec::new(), checked.warnings),
        Err(faults) => (faults, Vec::new()),
    };
    let Ok(areas) = progress(&Source::new(name, text)) else { return (faults, None) };
    let count = |field: fn(&AreaProgress) -> usize| areas.iter().map(field).sum::<usize>();
    let mut document =
        Document::new(say!("{}: {} of {} texts are translated", name, count(|area| area.done), count(|area| area.all)));
    let row = |area: &AreaProgress| {
        [area.name.to_owned(), area.done.to_string(), (area.all - area.done).to_string()].map(Text::verbatim).into()
    };
    let head = [say!("area"), say!("translated"), say!("missing")].map(Text::verbatim);
    document.blocks.push(Block::table(head, areas.iter().map(row)));
    let hint = say!(
        "To list what is missing: {}",
        format_args!("airside --lang {} translation --missing", shell_quoted(name))
    );
    document.paragraph(Text::verbatim(hint));
    (faults, Some((warnings, document)))
}

fn summary(packs: usize, scenarios: usize, faults: usize, texts: &[(String, String)]) -> Document {
    let packs = say_count!("1 pack", "{} packs", packs);
    let readable = say_count!("1 readable scenario", "{} readable scenarios", scenarios);
    let count = say_count!("1 fault", "{} faults", faults);
    let mut summary = Document::new(format!("{packs}, {readable}, {count}"));
    for line in texts.iter().filter_map(|(name, text)| unwritten(name, text)) {
        summary.paragraph(Text::verbatim(line));
    }
    summary
}

/// Counts the placeholders in the texts of a new or imported pack. Placeholders don't count as faults, so that authors
/// can try out an unfinished pack.
pub(super) fn unwritten(name: &str, text: &str) -> Option<String> {
    const BEGINS: &str = "\"... ";
    let mut found = text.match_indices(BEGINS);
    let before = text.get(..found.next()?.0)?;
    let (first, count) = (1 + before.matches('\n').count(), 1 + found.count());
    let texts = say_count!("1 text", "{} texts", count);
    Some(say!("{}: {} still to be written, starting on line {}", name, texts, first))
}

/// A folder without packs counts as a fault, because the user expected to find at least one pack.
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
    // The user may have named a file twice, once directly and once through its folder.
    let mut seen = HashSet::new();
    files.retain(|path| path.canonicalize().map_or(true, |path| seen.insert(path)));
    files
}

fn empty_folder(path: &Path) -> Diagnostic {
    let message = say!("this folder has no packs").to_owned();
    Diagnostic::for_file(&path.display().to_string(), message).hint(say!("the name of a pack file must end in .json"))
}
