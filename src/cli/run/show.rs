//! Runs `airside list`, `airside show` and `airside paths`, which print text or JSON.

use std::io::Write;

use serde_json::{Value, json};

use super::rule;
use crate::cli::args::GlobalArgs;
use crate::cli::output::{Printer, print_document, print_json, print_lines};
use crate::cli::{environment, packs};
use crate::document::{self, Block, Document, Text};
use crate::encoding::{JSON_FORMAT, json_object};
use crate::error::{Error, Failure};
use crate::say;
use crate::scenario::Scenario;
use crate::text;

pub(super) fn list(global: &GlobalArgs, words: &str, json: bool, out: &mut Printer<'_>) -> Result<u8, Error> {
    let library = packs::open(global);
    let found = library.search(words);
    let packs = found.chunk_by(|(left, _), (right, _)| std::ptr::eq(*left, *right));
    if json {
        let entry = |scenario: &Scenario| {
            json!({
                "id": scenario.id, "title": scenario.title, "kind": scenario.kind.name(),
                "telling": scenario.telling.name(), "pool": scenario.pool.name(), "twin": scenario.twin,
            })
        };
        let list: Vec<Value> = packs
            .map(|cases| {
                let pack = cases[0].0;
                let scenarios: Vec<Value> = cases.iter().map(|(_, scenario)| entry(scenario)).collect();
                json!({ "id": pack.id, "title": pack.title, "version": pack.version, "scenarios": scenarios })
            })
            .collect();
        print_json(out, &json!({ "format": JSON_FORMAT, "packs": list }))?;
    } else {
        for (index, cases) in packs.enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            let pack = cases[0].0;
            let mut document = Document::new(say!("{} ({}, version {})", pack.title, pack.id, pack.version));
            let row = |scenario: &Scenario| {
                let cells = [&scenario.id, scenario.kind.name(), scenario.telling.name(), &scenario.title];
                cells.map(Text::verbatim).to_vec()
            };
            document.blocks.push(Block::rows(cases.iter().map(|(_, scenario)| row(scenario))));
            print_lines(out, &document)?;
        }
    }
    packs::report_problems(&library)?;
    if found.is_empty() {
        return Err(Failure::failed(say!("no case contains all of these words: {}", words))
            .hint("airside list")
            .into());
    }
    Ok(0)
}

pub(super) fn show(global: &GlobalArgs, id: &str, json: bool, out: &mut Printer<'_>) -> Result<u8, Error> {
    let library = packs::open(global);
    if library.scenario(id).is_none() {
        packs::report_problems(&library)?;
    }
    let scenario = packs::scenario(&library, id, "airside show")?;
    if json {
        print_json(out, &as_json(scenario))?;
    } else {
        print_document(out, &document::scenario::scenario(scenario))?;
    }
    Ok(0)
}

fn as_json(scenario: &Scenario) -> Value {
    let mut fields = json!(scenario);
    fields["ruling"] = rule::as_json(&scenario.facts, &scenario.ruling());
    fields
}

pub(super) fn paths(global: &GlobalArgs, json: bool, out: &mut Printer<'_>) -> Result<u8, Error> {
    let paths = environment::paths(global);
    let all = [("settings", &paths.settings), ("packs", &paths.packs), ("state", &paths.state)];
    if json {
        let shown = |path: &Option<std::path::PathBuf>| json!(path.as_ref().map(|path| path.to_string_lossy()));
        let all = json_object(all.map(|(name, path)| (name, shown(path))));
        print_json(out, &json!({ "format": JSON_FORMAT, "paths": all }))?;
    } else {
        for (name, path) in all {
            let path =
                path.as_ref().map_or(say!("nowhere: you have no home folder").into(), |path| path.to_string_lossy());
            writeln!(out, "{name:<9} {}", text::safe(&path))?;
        }
    }
    Ok(0)
}
