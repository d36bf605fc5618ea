//! Who may import whom: the sources are read and held to the plan of the house.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the bottom up. A room may name those above it in this table, never one below; rooms of one row
/// may not name each other.
const FLOORS: &[&[&str]] = &[
    &["words", "ruling"],
    &["text", "paths", "files"],
    &["diagnostic", "error"],
    &["scenario"],
    &["learner", "reference"],
    &["session", "keys"],
    &["journal", "simulate", "classroom", "language", "settings"],
    &["course", "lesson", "exam"],
    &["plain", "tui"],
    &["cli"],
    &["main"],
];

/// Payload pure rooms must not name, in any form.
const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::time",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "File::",
    "stdin",
    "stdout",
    "stderr",
];

/// Which files are pure.
fn is_pure(path: &str) -> bool {
    ["ruling", "learner", "reference", "session", "keys", "text", "classroom"]
        .iter()
        .any(|room| path == format!("{room}.rs") || path.starts_with(&format!("{room}/")))
        || path == "scenario.rs"
        || ["read", "check", "locate", "index", "schema", "misconception"]
            .iter()
            .any(|file| path.starts_with(&format!("scenario/{file}")))
}

/// Crates that only some rooms may name.
const FENCED: &[(&str, &[&str])] = &[
    ("ratatui", &["tui"]),
    ("crossterm", &["tui"]),
    ("signal_hook", &["tui"]),
    ("rustix", &["tui"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("etcetera", &["paths"]),
];

/// The code of a file: comments, texts and tests of its own taken out.
fn code(source: &str) -> String {
    let source = source.split("\n#[cfg(test)]").next().unwrap_or_default();
    let mut code = String::new();
    let mut characters = source.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '/' if characters.peek() == Some(&'/') => {
                characters.by_ref().find(|character| *character == '\n');
                code.push('\n');
            }
            '"' => {
                let mut escaped = false;
                for inner in characters.by_ref() {
                    if inner == '"' && !escaped {
                        break;
                    }
                    escaped = inner == '\\' && !escaped;
                }
                code.push_str("\"\"");
            }
            other => code.push(other),
        }
    }
    code
}

/// The rooms of this crate that a piece of code names, `use crate::{a, b::c}` included.
fn named_rooms(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for after in code.split("crate::").skip(1).chain(code.split("airside::").skip(1)) {
        let group = after.strip_prefix('{').and_then(|group| group.split_once('}')).map(|(inner, _)| inner);
        for path in group.unwrap_or(after).split(if group.is_some() { ',' } else { '\0' }) {
            let room: String =
                path.trim().chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect();
            rooms.push(room);
        }
    }
    rooms
}

fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let (before, after) = code.split_at(at);
        let before = before.chars().next_back().unwrap_or(' ');
        let after = after.strip_prefix(name).unwrap_or_default();
        !before.is_alphanumeric()
            && before != '_'
            && (after.starts_with("::") || after.starts_with(';') || after.starts_with("::{"))
    })
}

/// Payload is wrong with one file.
fn faults(path: &str, source: &str) -> Vec<String> {
    let code = code(source);
    let room = path.split(['/', '.']).next().unwrap_or_default();
    let floor = |name: &str| FLOORS.iter().position(|rooms| rooms.contains(&name));
    let mut faults = Vec::new();
    match floor(room) {
        None if room == "lib" => {}
        None => faults.push(format!("{path}: the room `{room}` is not in the plan")),
        Some(own) => {
            for other in named_rooms(&code).iter().filter(|other| *other != room) {
                if floor(other).is_some_and(|there| there >= own) {
                    faults.push(format!("{path}: names `{other}`, which is not below it"));
                }
            }
        }
    }
    if is_pure(path) {
        faults.extend(
            WORLD.iter().filter(|word| code.contains(**word)).map(|word| format!("{path}: pure, and names `{word}`")),
        );
    }
    for (name, rooms) in FENCED {
        if !rooms.contains(&room) && names_crate(&code, name) {
            faults.push(format!("{path}: names the crate `{name}`, which belongs to {rooms:?}"));
        }
    }
    if Path::new(path).file_name().is_some_and(|name| name == "mod.rs") {
        faults.push(format!("{path}: name.rs stands beside name/ here"));
    }
    if path.starts_with("cli/") && source.contains(concat!(":", "#}")) {
        faults.push(format!("{path}: JSON is printed by `print_json`, which makes it safe for a terminal"));
    }
    if source.lines().count() > 600 {
        faults.push(format!("{path}: {} lines", source.lines().count()));
    }
    if !source.starts_with("//!") {
        faults.push(format!("{path}: does not begin by saying what it owns"));
    }
    if source.contains(concat!("../", "shared")) {
        faults.push(format!("{path}: names a folder that a user does not have"));
    }
    faults
}

fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
                sources.insert(name, fs::read_to_string(&path).expect("text"));
            }
        }
    }
    sources
}

#[test]
fn every_file_keeps_to_the_plan_of_the_house() {
    let sources = sources();
    assert!(sources.len() > 40);
    let faults: Vec<String> = sources.iter().flat_map(|(path, source)| faults(path, source)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_planted_fault_is_found() {
    for (path, source) in [
        ("ruling/facts.rs", "//! x\nuse std::fs::read;"),
        ("session.rs", "//! x\nuse crate::{text, course::Study};"),
        ("plain/say.rs", "//! x\nfn f() { crate::tui::run(); }"),
        ("learner.rs", "//! x\nuse ratatui::Frame;"),
        ("scenario/check/item.rs", "//! x\nlet now = std::time::SystemTime::now();"),
        ("plain.rs", "//! x\nuse clap::Parser;"),
        ("tui/mod.rs", "//! x\n"),
        ("attic.rs", "//! x\n"),
        ("text.rs", "use std::fmt;\n"),
        ("cli/due.rs", concat!("//! x\nfn f() { writeln!(out, \"{report:", "#}\"); }")),
    ] {
        assert!(!faults(path, source).is_empty(), "{path}: {source}");
    }
    let innocent = "//! std::fs\n// crate::cli\nfn f() { say(\"std::io and ratatui::Frame\"); }\n";
    assert_eq!(faults("ruling.rs", innocent), Vec::<String>::new());
}

#[test]
fn half_of_the_files_are_short() {
    let mut lengths: Vec<usize> = sources().values().map(|source| source.lines().count()).collect();
    lengths.sort_unstable();
    assert!(lengths[lengths.len() / 2] <= 150, "median {}", lengths[lengths.len() / 2]);
}
