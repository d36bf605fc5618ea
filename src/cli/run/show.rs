//! `airside list`, `airside show` and `airside paths`, as text or JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::rule;
use crate::cli::args::GlobalArgs;
use crate::cli::output::print_json;
use crate::cli::{environment, packs};
use crate::diagnostic::nearest;
use crate::error::{Error, Failure};
use crate::say;
use crate::scenario::Scenario;
use crate::text;

pub(super) fn list(global: &GlobalArgs, json: bool, out: &mut dyn Write) -> Result<u8, Error> {
    let library = packs::open(global)?;
    if json {
        let list: Vec<Value> = library
            .packs()
            .iter()
            .map(|pack| {
                let scenarios: Vec<Value> = pack
                    .scenarios
                    .iter()
                    .map(|scenario| {
                        json!({
                            "id": scenario.id, "title": scenario.title, "kind": scenario.kind.name(),
                            "telling": scenario.telling.name(), "pool": scenario.pool.name(), "twin": scenario.twin,
                        })
                    })
                    .collect();
                json!({ "id": pack.id, "title": pack.title, "version": pack.version, "scenarios": scenarios })
            })
            .collect();
        print_json(out, &json!({ "format": 1, "packs": list }))?;
    } else {
        for pack in library.packs() {
            let title = text::safe(&pack.title);
            writeln!(out, "{}", say!("{} ({}, version {})", title, text::safe(&pack.id), text::safe(&pack.version)))?;
            for scenario in &pack.scenarios {
                let (id, title) = (text::safe(&scenario.id), text::safe(&scenario.title));
                writeln!(out, "  {id:<40} {:<13} {:<8} {title}", scenario.kind.name(), scenario.telling.name())?;
            }
        }
    }
    packs::report_problems(&library)?;
    Ok(0)
}

pub(super) fn show(global: &GlobalArgs, id: &str, json: bool, out: &mut dyn Write) -> Result<u8, Error> {
    let library = packs::open(global)?;
    let Some(scenario) = library.scenario(id) else {
        let near = nearest(id, library.index().iter().map(|entry| entry.id.as_str()));
        let hint = near.map_or_else(|| say!("airside list").to_owned(), |near| say!("airside show {}", near));
        return Err(Failure::failed(say!("unknown scenario `{}`", id)).hint(hint).into());
    };
    if json {
        print_json(out, &as_json(scenario))?;
    } else {
        print_scenario(scenario, out)?;
    }
    Ok(0)
}

/// The fields of the pack format, and the ruling.
fn as_json(scenario: &Scenario) -> Value {
    let facts: serde_json::Map<String, Value> =
        scenario.facts.stated().iter().map(|(fact, value)| (fact.name().to_owned(), json!(value))).collect();
    json!({
        "id": scenario.id,
        "title": scenario.title,
        "kind": scenario.kind.name(),
        "telling": scenario.telling.name(),
        "facts": facts,
        "answer": scenario.answer.name(),
        "story": scenario.story,
        "exchange": {
            "request": scenario.exchange.request,
            "findings": scenario.exchange.findings,
            "response": scenario.exchange.response,
        },
        "evidence": {
            "line": scenario.evidence.line,
            "fact": scenario.evidence.fact.name(),
            "says": scenario.evidence.says,
        },
        "hints": { "fact": scenario.hints.fact, "rule": scenario.hints.rule },
        "explanation": { "right": scenario.explanation.right, "wrong": scenario.explanation.wrong },
        "article": scenario.article,
        "citations": scenario.citations,
        "misconception": scenario.misconception,
        "twin": scenario.twin,
        "teacher": scenario.teacher,
        "ruling": rule::as_json(&scenario.facts, &scenario.ruling()),
    })
}

fn print_scenario(scenario: &Scenario, out: &mut dyn Write) -> io::Result<()> {
    let mut print = |line: &str| text::wrap(line, 80).into_iter().try_for_each(|line| writeln!(out, "{line}"));
    print(&format!("{} ({}, {})", scenario.title, scenario.kind.title(), scenario.telling.title()))?;
    print(&say!("Story: {}", scenario.story))?;
    for (number, line) in (1..).zip(scenario.shown_lines()) {
        print(&say!("Line {}: {}", number, line))?;
    }
    print(&say!("Answer: {}", crate::i18n::of(scenario.answer.name())))?;
    print(&say!("Deciding line {}: {}", scenario.evidence.line, scenario.evidence.says))?;
    for line in &scenario.exchange.response {
        print(&format!("  {line}"))?;
    }
    print(&say!("Why this code: {}", scenario.explanation.right))?;
    print(&say!("Why not the other code: {}", scenario.explanation.wrong))?;
    print(say!("The article:"))?;
    print(&scenario.article)?;
    print(&say!("Sources: {}.", scenario.citations.join("; ")))?;
    if let Some(twin) = &scenario.twin {
        print(&say!("Contrast pair: {}", twin))?;
    }
    print(&say!("For the teacher: {}", scenario.teacher))
}

pub(super) fn paths(global: &GlobalArgs, json: bool, out: &mut dyn Write) -> Result<u8, Error> {
    let paths = environment::paths(global)?;
    let all = [("settings", &paths.settings), ("packs", &paths.packs), ("state", &paths.state)];
    if json {
        let all: serde_json::Map<String, Value> =
            all.iter().map(|(name, path)| ((*name).to_owned(), json!(path.to_string_lossy()))).collect();
        print_json(out, &json!({ "format": 1, "paths": all }))?;
    } else {
        for (name, path) in all {
            writeln!(out, "{name:<9} {}", text::safe(&path.to_string_lossy()))?;
        }
    }
    Ok(0)
}
