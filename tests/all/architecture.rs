//! Checks the architecture against the source code.
//!
//! The tests check which module may import which, and what pure modules must not use. Other tests check that no files
//! import each other in a cycle, that no type name is defined twice, and that no file is too long without a reason.
//! When you rename a module, you only have to change its name in [`LAYERS`] and [`PURE`].

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

mod graph;
mod source;
pub mod token;

use graph::{Crate, Imports, cycles, is_inside};

/// The top-level modules, with the lowest layer first. A module may import the modules in the rows above, but not the
/// other modules in the same row. A file inside a module may have its own entry, such as `i18n/file`.
const LAYERS: &[&[&str]] = &[
    &["sorting"],
    &["ruling", "i18n", "random"],
    &["text", "calendar", "encoding", "paths", "files", "streams", "decoder"],
    &["input"],
    &["diagnostic", "error", "inspect/field"],
    &["inspect/challenge"],
    &["scenario"],
    &["learner", "document"],
    &["reference"],
    &["round", "keys", "inspect"],
    &["document/trace"],
    &[
        "document/page", "document/progress", "document/question", "document/reference", "document/report",
        "document/ruling",
    ],
    &["document/feedback"],
    &["document/scenario"],
    &["course", "i18n/file", "settings", "lab"],
    &["store", "render"],
    &["study", "class", "simulate"],
    &["plain", "lines", "tui"],
    &["cli"],
    &["main"],
];

/// Pure modules, which must not use the clock, random numbers, files, the environment or the terminal, each with the
/// files that are exempt. Pure modules may import only each other.
const PURE: &[(&str, &[&str])] = &[
    // The exempt files refer to the built-in packs, which the library contains.
    ("i18n", &["i18n/file.rs", "i18n/file/form.rs"]),
    ("diagnostic", &[]),
    ("ruling", &[]),
    ("scenario", &["scenario/library.rs"]),
    ("learner", &[]),
    ("reference", &[]),
    ("round", &[]),
    ("course", &[]),
    ("document", &[]),
    ("random", &[]),
    ("keys", &[]),
    ("inspect", &[]),
    ("lab", &["lab/server.rs"]),
    ("text", &[]),
    ("calendar", &[]),
    ("encoding", &[]),
    ("sorting", &[]),
    ("render", &[]),
    // The third file isn't pure, because its sentences describe an exam that is saved in a file.
    ("class", &["class/vote.rs", "class/exam.rs", "class/exam/sentences.rs", "class/watch.rs"]),
];

/// Files that aren't pure but that pure modules may import, because they define types that pure modules receive as
/// arguments.
const GIVEN: &[&str] = &["scenario/library.rs", "store/contents.rs"];

const IMPURE: &[&str] =
    &["std::fs", "std::env", "std::time", "std::io", "std::net", "std::process", "std::thread", "std::os"];

const RESERVED: &[(&str, &[&str])] = &[
    ("ratatui", &["tui"]),
    ("crossterm", &["tui", "decoder"]),
    ("signal_hook", &["tui"]),
    ("nix", &["tui"]),
    ("rustix", &["files", "store", "streams", "tui"]),
    ("vte", &["decoder"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("etcetera", &["paths"]),
    ("time", &["calendar"]),
    ("base64", &["encoding"]),
    ("percent_encoding", &["encoding"]),
];

/// Groups of files that import each other. No group may be added, and a group must be removed from the list once its
/// cycle is gone. Imports from an ancestor, such as `use super::Name`, don't count, because `a/b.rs` is a part of
/// `a.rs` that was split off. Every other import counts, including imports from submodules and between siblings.
const CYCLES: &[&[&str]] = &[];

/// Type names that may be defined more than once, each with the reason why a different name would be worse.
const REPEATED_TYPES: &[(&str, &str)] = &[];

/// Type names that are defined more than once and should be renamed. No name may be added.
const TO_RENAME: &[&str] = &[];

/// The maximum number of lines in a file, unless the file is listed below.
const LONGEST: usize = 450;

/// Files that may be longer than [`LONGEST`], each with the reason why the file can't be split.
const LONG: &[(&str, &str)] = &[("ruling/source.rs", "the one table of everything that is cited")];

fn module_name(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or_default()
}

fn belongs_to(file: &str, module: &str) -> bool {
    file.strip_prefix(module).is_some_and(|rest| rest.starts_with(['/', '.']))
}

/// Returns the longest entry of [`LAYERS`] that matches a file, or else the top-level module of the file.
fn layer_name(file: &str) -> &str {
    let entries = LAYERS.iter().copied().flatten().copied();
    let entry = entries.filter(|entry| belongs_to(file, entry)).max_by_key(|entry| entry.len());
    entry.unwrap_or_else(|| module_name(file))
}

fn layer(file: &str) -> Option<usize> {
    LAYERS.iter().position(|names| names.contains(&layer_name(file)))
}

fn layer_faults(imports: &Imports) -> Vec<String> {
    let mut faults = Vec::new();
    for (file, imported) in imports.iter().filter(|(file, _)| *file != "lib.rs") {
        if layer(file).is_none() {
            faults.push(format!("{file}: `{}` is missing from LAYERS", layer_name(file)));
        }
        for other in imported.iter().filter(|other| layer_name(other) != layer_name(file) && *other != "lib.rs") {
            if layer(other) >= layer(file) {
                faults.push(format!("{file} imports {other}, which isn't in a lower layer"));
            }
        }
    }
    let exists = |name: &&str| imports.keys().any(|file| layer_name(file) == *name);
    let missing = LAYERS.iter().copied().flatten().filter(|name| !exists(name));
    faults.extend(missing.map(|name| format!("LAYERS names `{name}`, which doesn't exist")));
    faults
}

fn without_ancestors(imports: &Imports) -> Imports {
    let kept = |file: &String, others: &BTreeSet<String>| {
        others.iter().filter(|other| !is_inside(file, other)).cloned().collect()
    };
    imports.iter().map(|(file, others)| (file.clone(), kept(file, others))).collect()
}

fn is_pure(file: &str) -> bool {
    PURE.iter().any(|(module, except)| belongs_to(file, module) && !except.contains(&file))
}

/// Returns the imports through which a pure module could reach the outside world.
fn pure_faults(imports: &Imports) -> Vec<String> {
    let mut faults = Vec::new();
    for (file, imported) in imports.iter().filter(|(file, _)| is_pure(file)) {
        let is_allowed = |other: &String| is_pure(other) || GIVEN.contains(&other.as_str());
        faults.extend(
            imported
                .iter()
                .filter(|other| !is_allowed(other))
                .map(|other| format!("{file} is pure and imports {other}, which isn't")),
        );
    }
    faults
}

fn outside_faults(sources: &Crate, file: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for path in sources.outside(file) {
        let path = path.join("::");
        let starts_with = |prefix: &str| path == prefix || path.starts_with(&format!("{prefix}::"));
        if is_pure(file) && IMPURE.iter().any(|prefix| starts_with(prefix)) {
            faults.push(format!("{file} is pure and uses `{path}`"));
        }
        for (name, modules) in RESERVED {
            if starts_with(name) && !modules.contains(&module_name(file)) {
                faults.push(format!("{file} uses `{path}`, which is for {modules:?}"));
            }
        }
    }
    faults
}

fn repeated_types(sources: &Crate) -> BTreeMap<&str, Vec<&str>> {
    let mut defined: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (file, source) in &sources.files {
        for name in &source.types {
            defined.entry(name).or_default().push(file);
        }
    }
    defined.retain(|_, files| files.len() > 1);
    defined
}

fn text_faults(file: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !text.starts_with("//!") {
        faults.push(format!("{file} doesn't begin with a module comment that says what it owns"));
    }
    if file.starts_with("cli/") && text.contains(concat!(":", "#}")) {
        faults.push(format!("{file}: print JSON with `print_json`, which makes it safe for a terminal"));
    }
    let lines = text.lines().count();
    if lines > LONGEST && LONG.iter().all(|(long, _)| *long != file) {
        faults.push(format!("{file} has {lines} lines: split it by job, or give a reason in LONG"));
    }
    faults
}

fn read_sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut texts = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
                texts.insert(name, fs::read_to_string(&path).expect("text"));
            }
        }
    }
    assert!(texts.len() > 40);
    texts
}

fn parse(texts: &BTreeMap<String, String>) -> Crate {
    Crate::parse(texts.iter().map(|(file, text)| (file.as_str(), text.as_str())))
}

fn planted(files: &[(&str, &str)]) -> Crate {
    Crate::parse(files.iter().copied())
}

#[test]
fn modules_import_lower_layers_only() {
    let faults = layer_faults(&parse(&read_sources()).imports());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_do_not_import_each_other_in_a_circle() {
    let found = cycles(&without_ancestors(&parse(&read_sources()).imports()));
    let expected: Vec<Vec<String>> =
        CYCLES.iter().map(|group| group.iter().map(|file| (*file).to_owned()).collect()).collect();
    assert_eq!(found, expected, "left: the groups there are; right: CYCLES");
}

#[test]
fn pure_modules_touch_nothing_outside_and_crates_stay_where_they_belong() {
    let sources = parse(&read_sources());
    let mut faults: Vec<String> = sources.files.keys().flat_map(|file| outside_faults(&sources, file)).collect();
    faults.extend(pure_faults(&sources.imports()));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_one_file_names_sockets() {
    let sources = parse(&read_sources());
    let names_sockets =
        |file: &&String| sources.outside(file).any(|path| path.starts_with(&["std", "net"].map(Into::into)));
    let found: Vec<&String> = sources.files.keys().filter(names_sockets).collect();
    assert_eq!(found, ["lab/server.rs"]);
}

#[test]
fn no_type_name_is_defined_twice() {
    let sources = parse(&read_sources());
    let found = repeated_types(&sources);
    let stated: BTreeSet<&str> =
        REPEATED_TYPES.iter().map(|(name, _)| *name).chain(TO_RENAME.iter().copied()).collect();
    let new: Vec<_> = found.iter().filter(|(name, _)| !stated.contains(*name)).collect();
    let gone: Vec<_> = stated.iter().filter(|name| !found.contains_key(*name)).collect();
    assert!(new.is_empty(), "defined more than once: {new:#?}");
    assert!(gone.is_empty(), "defined once by now, so take them out of the lists: {gone:?}");
}

#[test]
fn every_file_has_module_docs_and_a_limited_length() {
    let texts = read_sources();
    let mut faults: Vec<String> = texts.iter().flat_map(|(file, text)| text_faults(file, text)).collect();
    let is_long = |file: &str| texts.get(file).is_some_and(|text| text.lines().count() > LONGEST);
    faults.extend(LONG.iter().filter(|(file, _)| !is_long(file)).map(|(file, _)| format!("{file} can leave LONG")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Returns the imports of a file with the given text, which is `a.rs` in a small crate.
fn imports_of(text: &str) -> Vec<String> {
    let others = [
        ("lib.rs", "pub mod a; pub mod b; pub mod words;"),
        ("a/c.rs", ""),
        ("a/c/d.rs", ""),
        ("b.rs", "mod f; pub use f::Found;"),
        ("b/f.rs", ""),
        ("words.rs", "#[macro_export]\nmacro_rules! say { () => {} }"),
    ];
    planted(&[&others[..], &[("a.rs", text)]].concat()).imports()["a.rs"].iter().cloned().collect()
}

#[test]
fn an_import_is_found_in_every_way_of_writing_it() {
    for (text, expected) in [
        ("use crate::b;", &["b.rs"][..]),
        ("use crate::{b, words};", &["b.rs", "words.rs"]),
        ("use crate::{b::{self, X}, words::{y as z}};", &["b.rs", "words.rs"]),
        ("use super::b as renamed;", &["b.rs"]),
        ("use {super::b};", &["b.rs"]),
        ("use crate::b::*;", &["b.rs"]),
        ("fn f() { super::b::g(); }", &["b.rs"]),
        ("fn f() { let x: crate::b::X; }", &["b.rs"]),
        ("use crate::b as c; fn f() { c::f::g(); }", &["b.rs", "b/f.rs"]),
        ("use crate::b::Found;", &["b/f.rs"]),
        ("use crate::say;", &["words.rs"]),
        ("fn f() { crate::say!(); }", &["words.rs"]),
        ("pub mod c;", &[]),
        ("mod c; pub use c::X;", &["a/c.rs"]),
        ("mod c; fn f() { c::d::g(); }", &["a/c/d.rs"]),
        ("mod c; use self::c::X;", &["a/c.rs"]),
        ("mod inline { use super::super::b; use super::X; }", &["b.rs"]),
        ("list! { one => crate::b::X }", &["b.rs"]),
        ("#[arg(value_parser = crate::b::parse)] struct X;", &["b.rs"]),
        ("#[cfg(unix)] use crate::b;", &["b.rs"]),
        ("#[cfg(test)] mod tests { use crate::b; }", &[]),
        ("#[cfg(all(test, unix))] use crate::b;", &[]),
        ("//! crate::b\n// crate::b\n/* /* crate::b */ crate::b */ const X: &str = \"crate::b::X\";", &[]),
        (
            r##"const X: &str = r#"" crate::b::X"#; const Y: char = '"'; use crate::words; const Z: char = '"';"##,
            &["words.rs"],
        ),
        ("fn f<'a>(x: &'a str) -> crate::b::X<'a> {}", &["b.rs"]),
        ("fn f() { <X as crate::b::Y>::c::d(); }", &["b.rs"]),
    ] {
        assert_eq!(imports_of(text), expected, "{text}");
    }
    let grandchild =
        planted(&[("a.rs", ""), ("a/c/d.rs", "use super::super::X;"), ("a/c.rs", "use super::*;")]).imports();
    assert!(["a/c/d.rs", "a/c.rs"].iter().all(|file| grandchild[*file].contains("a.rs")));
}

#[test]
fn a_planted_cycle_is_found_at_any_depth() {
    let found = |files: &[(&str, &str)]| cycles(&without_ancestors(&planted(files).imports()));
    let sideways = found(&[("a.rs", ""), ("a/b.rs", "use super::c::X;"), ("a/c.rs", "fn f() { super::b::g(); }")]);
    assert_eq!(sideways, [["a/b.rs", "a/c.rs"]]);
    let around = found(&[
        ("a.rs", "mod b; use b::X;"),
        ("a/b.rs", "use crate::{c, d::{Y}};"),
        ("c.rs", ""),
        ("d.rs", "use crate::e as f; fn g() { f::h(); }"),
        ("e.rs", "use super::a::b;"),
    ]);
    assert_eq!(around, [["a/b.rs", "d.rs", "e.rs"]]);
    let hidden = found(&[
        ("a.rs", "mod b; mod c; pub use b::X; pub use c::Y;"),
        ("a/b.rs", "use super::Y;"),
        ("a/c.rs", "use super::X;"),
    ]);
    assert_eq!(hidden, [["a/b.rs", "a/c.rs"]], "also behind the exports of a parent");
    let parent = found(&[("a.rs", "mod b; use b::X; struct Y;"), ("a/b.rs", "use super::Y;")]);
    assert!(parent.is_empty(), "a submodule may use what its parent defines");
}

#[test]
fn a_planted_fault_is_found() {
    let layers = |files: &[(&str, &str)]| {
        let all = LAYERS.iter().copied().flatten().map(|name| (format!("{name}.rs"), String::new()));
        let mut texts: BTreeMap<String, String> = all.collect();
        texts.extend(files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())));
        layer_faults(&parse(&texts).imports())
    };
    let [lowest, .., highest] = LAYERS else { panic!("layers") };
    let (low, high) = (lowest[0], highest[0]);
    assert_eq!(layers(&[]), Vec::<String>::new());
    assert_eq!(layers(&[(&format!("{high}.rs"), &format!("use crate::{low};"))]), Vec::<String>::new());
    assert_eq!(layers(&[(&format!("{low}/x/y.rs"), &format!("use super::super::super::{{{high}::X}};"))]).len(), 1);
    assert_eq!(layers(&[("attic.rs", "")]).len(), 1);

    let outside = |file: &str, text: &str| outside_faults(&planted(&[(file, text)]), file).len();
    let pure = format!("{}.rs", PURE[0].0);
    for text in [
        "use std::fs;", "use std::{fmt, fs::File};", "use std as s; fn f() { s::env::var(); }",
        "fn f() { let now = std::time::SystemTime::now(); }", "fn f() { ::std::thread::spawn(|| {}); }",
        "use clap::Parser;",
    ] {
        assert_eq!(outside(&pure, text), 1, "{text}");
    }
    assert_eq!(outside(&pure, "// std::fs\nuse std::fmt; const X: &str = \"std::io and clap::Parser\";"), 0);
    assert_eq!(outside("cli/x.rs", "use clap::Parser; use std::fs;"), 0);

    let reaching = planted(&[(&pure, "use crate::store::X;"), ("store.rs", "use std::fs;")]);
    assert_eq!(pure_faults(&reaching.imports()).len(), 1);

    let repeated = planted(&[
        ("a.rs", "pub struct X; impl Iterator for X { type Item = u8; fn f() {} } enum Y {}"),
        ("b.rs", "mod inner { pub(super) trait X {} } impl Iterator for Z { type Item = u8; }"),
        ("c.rs", "type Y = u8; #[cfg(test)] mod tests { struct Z; } fn f() { struct Z; }"),
        ("d.rs", "macro! { struct Z { x: u8 } }"),
    ]);
    let repeated: Vec<_> = repeated_types(&repeated).into_iter().collect();
    assert_eq!(repeated, [("X", vec!["a.rs", "b.rs"]), ("Y", vec!["a.rs", "c.rs"]), ("Z", vec!["c.rs", "d.rs"])]);

    for (file, text) in [
        ("text.rs", "use std::fmt;\n".to_owned()),
        ("cli/due.rs", concat!("//! x\nfn f() { writeln!(out, \"{report:", "#}\"); }").to_owned()),
        ("text.rs", "//! x\n".repeat(LONGEST + 1)),
    ] {
        assert_eq!(text_faults(file, &text).len(), 1, "{file}: {text}");
    }
}

#[test]
fn only_one_file_uses_standard_streams() {
    for (file, text) in read_sources().iter().filter(|(file, _)| *file != "streams.rs") {
        for line in text.replace("stdio::", "").lines() {
            let uses = ["io::stdin()", "io::stdout()", "io::stderr()"].map(|name| line.matches(name).count());
            // The call `is_terminal()` doesn't wait, so it may be used on any stream.
            let asks = line.matches("is_terminal()").count();
            assert!(uses.into_iter().sum::<usize>() <= asks, "{file}: {line}");
        }
    }
}
