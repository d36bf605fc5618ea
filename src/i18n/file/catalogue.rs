//! Lists all sentences of the interface: those in the source code and those in the reference files.

use std::collections::BTreeSet;

use serde_json::Value;

use super::format::REMARK;
use crate::reference::data;

/// The sentences in the source code, one on each line, below the name of their module. A test checks that this file
/// matches the source code. As JSON it would be 26 kB larger.
const OF_CODE: &str = include_str!("../catalogue.txt");

/// Stands for a line break inside a sentence.
pub const LINE_BREAK: &str = "␊";

/// Returns the sentences of the interface, each after the name of its module.
pub fn sentences() -> Vec<(String, String)> {
    let mut module = "";
    let of_code = OF_CODE.lines().filter_map(|line| match line.strip_prefix(REMARK) {
        Some(name) => {
            module = name;
            None
        }
        None => Some((module.to_owned(), line.replace(LINE_BREAK, "\n"))),
    });
    of_code.chain(of_reference()).collect()
}

/// Returns the sentences in the reference files. Every page and every topic counts as a separate module.
pub fn of_reference() -> Vec<(String, String)> {
    let mut sentences = Vec::new();
    for (name, text) in data::FILES {
        let file: Value = serde_json::from_str(text).unwrap_or_default();
        let folder = if name == "pages" { "pages" } else { "reference" };
        match file[name].as_array().filter(|_| matches!(name, "pages" | "topics")) {
            Some(parts) => {
                for part in parts {
                    let module = format!("{folder}/{}", part["id"].as_str().unwrap_or(name));
                    gather(&module, "", part, &mut sentences);
                }
            }
            None => gather(&format!("reference/{name}"), "", &file, &mut sentences),
        }
    }
    sentences
}

/// Returns all sentences of the interface, without duplicates.
pub fn catalogue() -> BTreeSet<String> {
    sentences().into_iter().map(|(_, sentence)| sentence).collect()
}

/// Leaves out names, HTTP and sources, because they are the same in every language.
fn gather(module: &str, name: &str, value: &Value, sentences: &mut Vec<(String, String)>) {
    const SAME: [&str; 12] = [
        "id", "misconception", "example", "shown_by", "source", "standing", "code", "stop", "kinds", "url", "author",
        "words",
    ];
    match value {
        Value::String(text) if !text.is_empty() && !SAME.contains(&name) => {
            sentences.push((module.to_owned(), text.clone()));
        }
        Value::Array(values) if !SAME.contains(&name) => {
            for value in values {
                gather(module, name, value, sentences);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                gather(module, name, value, sentences);
            }
        }
        _ => {}
    }
}
