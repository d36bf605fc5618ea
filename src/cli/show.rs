//! `airside list`, `show` and `paths`: what there is, as text or JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::arguments::Arguments;
use super::{library, places, print_json, rule, say_problems};
use crate::diagnostic::nearest;
use crate::error::{Error, Failure};
use crate::say;
use crate::scenario::Scenario;
use crate::text;

pub(super) fn list(arguments: &Arguments, json: bool, out: &mut dyn Write) -> Result<u8, Error> {
    let library = library(arguments)?;
    if json {
        let packs: Vec<Value> = library
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
        print_json(out, &json!({ "format": 1, "packs": packs }))?;
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
    say_problems(&library)?;
    Ok(0)
}

pub(super) fn show(arguments: &Arguments, id: &str, json: bool, out: &mut dyn Write) -> Result<u8, Error> {
    let library = library(arguments)?;
    let Some(scenario) = library.scenario(id) else {
        let near = nearest(id, library.index().iter().map(|entry| entry.id.as_str()));
        let hint = near.map_or_else(|| say!("airside list").to_owned(), |near| say!("airside show {}", near));
        return Err(Failure::failed(say!("no scenario has the id `{}`", id)).hint(hint).into());
    };
    if json {
        print_json(out, &whole(scenario))?;
    } else {
        in_words(scenario, out)?;
    }
    Ok(0)
}

/// A scenario with its ruling; the fields are those of the pack format.
fn whole(scenario: &Scenario) -> Value {
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

fn in_words(scenario: &Scenario, out: &mut dyn Write) -> io::Result<()> {
    let mut say = |line: &str| -> io::Result<()> {
        text::wrap(line, 80).into_iter().try_for_each(|line| writeln!(out, "{line}"))
    };
    say(&format!("{} ({}, {})", scenario.title, scenario.kind.title(), scenario.telling.title()))?;
    say(&say!("Story: {}", scenario.story))?;
    for (number, line) in (1..).zip(scenario.shown_lines()) {
        say(&say!("Line {}: {}", number, line))?;
    }
    say(&say!("Answer: {}", crate::i18n::of(scenario.answer.name())))?;
    say(&say!("Deciding line {}: {}", scenario.evidence.line, scenario.evidence.says))?;
    for line in &scenario.exchange.response {
        say(&format!("  {line}"))?;
    }
    say(&say!("Why this code: {}", scenario.explanation.right))?;
    say(&say!("Why not the other code: {}", scenario.explanation.wrong))?;
    say(say!("The article:"))?;
    say(&scenario.article)?;
    say(&say!("Sources: {}.", scenario.citations.join("; ")))?;
    if let Some(twin) = &scenario.twin {
        say(&say!("Twin: {}", twin))?;
    }
    say(&say!("For the teacher: {}", scenario.teacher))
}

pub(super) fn paths(arguments: &Arguments, json: bool, out: &mut dyn Write) -> Result<u8, Error> {
    let places = places(arguments)?;
    let all = [("settings", &places.settings), ("packs", &places.packs), ("state", &places.state)];
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
