//! Checks that retired words don't appear in sources, packs or documents, and that some names are never used.

use std::fs;
use std::path::{Path, PathBuf};

use crate::architecture::token::{Token, tokens};

/// Words that have been replaced by better ones. The glossary is in CONTRIBUTING.md.
const RETIRED: &[&str] = &[
    "sureness", "podium", "not this one", "right missing", "rule of the house", "somebody else's thing",
    "nothing shown", "article's desk", "file of words", "papers or no papers", "held back", "anew", "take up again",
    "taken up again", "put together", "told of", "secure in", "your counts", "what stands behind",
];

/// Names that carry no information, or that this project once used in a private sense.
const NEVER: &[&str] = &[
    "says", "of", "on", "at", "up", "own", "later", "past", "mind", "matter", "leaf", "wish", "given", "aside", "what",
];

/// Files that must mention a retired word, each with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[("tests/all/glossary.rs", "it holds the list")];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folders: &[&str], endings: &[&str]) -> Vec<(String, String)> {
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|ending| endings.iter().any(|one| ending == *one)) {
            let name = path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).expect("text")));
        }
    }
    found
}

fn retired_words(text: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.to_lowercase();
        for word in RETIRED {
            let whole = line.match_indices(word).any(|(at, _)| {
                let (before, from) = line.split_at(at);
                let before = before.chars().next_back();
                let after = from.strip_prefix(word).and_then(|after| after.chars().next());
                let is_letter = |one: Option<char>| one.is_some_and(char::is_alphanumeric);
                !is_letter(before) && !is_letter(after)
            });
            if whole {
                found.push((number, *word));
            }
        }
    }
    found
}

fn empty_names(source: &str) -> Vec<&str> {
    let names = source.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
    names.filter(|name| NEVER.contains(name)).collect()
}

#[test]
fn retired_words_are_gone() {
    let mut texts = files(&["src", "scenarios", "tests/all", "benches", "docs"], &["rs", "json", "md"]);
    for document in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"] {
        texts.push((document.to_owned(), fs::read_to_string(root().join(document)).expect(document)));
    }
    let excepted = |name: &str| EXCEPTIONS.iter().any(|(file, _)| *file == name);
    let found: Vec<String> = texts
        .iter()
        .filter(|(name, _)| !excepted(name))
        .flat_map(|(name, text)| {
            retired_words(text).into_iter().map(move |(line, word)| format!("{name}:{line}: {word}"))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn functions_have_names_that_say_what_they_do() {
    let sources = files(&["src"], &["rs"]);
    let found: Vec<String> = sources
        .iter()
        .flat_map(|(name, source)| empty_names(source).into_iter().map(move |bad| format!("{name}: fn {bad}")))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Names in `src` that must not change because they are part of a file format, each with its file and the reason.
const KEPT_NAMES: &[(&str, &str, &str)] = &[
    ("src/store/journal.rs", "at", "the field of a journal line"),
    ("src/store/journal/schema.rs", "at", "the field of a journal line"),
    ("src/class/exam.rs", "at", "the field of a line in an exam file"),
    ("src/class/exam/parse.rs", "at", "the field of a line in an exam file"),
    ("src/study/history.rs", "at", "the field of a journal line"),
];

fn vague_names(tokens: &[Token]) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            Token::Word(word) if NEVER.contains(&word.as_str()) => found.push(word.clone()),
            Token::Group(_, inner) => found.extend(vague_names(inner)),
            _ => {}
        }
    }
    found
}

#[test]
fn names_in_the_sources_say_what_they_stand_for() {
    let mut found: Vec<String> = Vec::new();
    for (name, source) in files(&["src"], &["rs"]) {
        let is_kept = |word: &String| KEPT_NAMES.iter().any(|(file, kept, _)| *file == name && kept == word);
        let words = vague_names(&tokens(&source)).into_iter().filter(|word| !is_kept(word));
        found.extend(words.map(|word| format!("{name}: {word}")));
    }
    found.dedup();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_planted_word_or_name_is_found() {
    let planted = tokens("// what\nfn take(given: &str) { let at = \"of\"; f(|own| own + atlas) }");
    assert_eq!(vague_names(&planted), ["given", "at", "own", "own"]);

    assert_eq!(retired_words("a\nThe ID podium."), [(2, "podium")]);
    assert_eq!(retired_words("It is drawn anew."), [(1, "anew")]);
    assert!(retired_words("renewed, Anewton, podiums").is_empty());
    assert_eq!(empty_names("pub fn of(x: u8) {}\nfn says<T>() {}\nfn office() {}"), ["of", "says"]);
}
