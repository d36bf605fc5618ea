//! `airside list`, `airside show` and `airside paths`, as text or JSON.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Map, Value, json};

use super::rule;
use crate::cli::args::GlobalArgs;
use crate::cli::output::{print_document, print_json};
use crate::cli::{environment, packs};
use crate::diagnostic::nearest;
use crate::document;
use crate::error::{Error, Failure};
use crate::say;
use crate::scenario::{Asks, Choice, Incident, Judgement, Pool, Provenance, Scenario, Server};
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
        print_document(out, &document::scenario::scenario(scenario))?;
    }
    Ok(0)
}

/// The fields of the pack format, and the ruling. As in a pack, a field without a value is left out.
fn as_json(scenario: &Scenario) -> Value {
    let facts: Map<String, Value> =
        scenario.facts.stated().iter().map(|(fact, value)| (fact.name().to_owned(), json!(value))).collect();
    let (exchange, evidence) = (&scenario.exchange, &scenario.evidence);
    let optional = [
        ("situation", json!(scenario.situation)),
        (
            "editorial",
            json!(
                scenario
                    .editorial
                    .as_ref()
                    .map(|editorial| { json!({ "reason": editorial.reason, "sources": editorial.sources }) })
            ),
        ),
        ("asks", json!(scenario.asks.as_ref().map(asks_as_json))),
        ("server", json!(scenario.server.as_ref().map(server_as_json))),
        ("incident", json!(scenario.incident.as_ref().map(incident_as_json))),
        ("article", json!(scenario.article)),
        ("options", by_judgement(&scenario.options)),
        ("misconceptions", by_judgement(&scenario.misconceptions)),
        ("provenance", json!(scenario.provenance.as_ref().map(provenance_as_json))),
        ("misconception", json!(scenario.misconception)),
        ("twin", json!(scenario.twin)),
        ("pool", json!(Some(scenario.pool).filter(|pool| *pool != Pool::Practice).map(Pool::name))),
    ];
    let lists = [
        ("request", &exchange.request),
        ("findings", &exchange.findings),
        ("returned", &exchange.returned),
        ("response", &exchange.response),
    ];
    let lists: Map<String, Value> = lists
        .into_iter()
        .filter(|(name, lines)| *name != "returned" || !lines.is_empty())
        .map(|(name, lines)| (name.to_owned(), json!(lines)))
        .collect();
    let mut fields = json!({
        "id": scenario.id,
        "title": scenario.title,
        "kind": scenario.kind.name(),
        "telling": scenario.telling.name(),
        "facts": facts,
        "answer": scenario.answer.name(),
        "story": scenario.story,
        "exchange": lists,
        "evidence": { "line": evidence.line, "fact": evidence.fact.name(), "text": evidence.text },
        "hints": { "fact": scenario.hints.fact, "rule": scenario.hints.rule },
        "explanation": { "why": scenario.explanation.why, "why_not": scenario.explanation.why_not },
        "citations": scenario.citations,
        "teacher": scenario.teacher,
        "ruling": rule::as_json(&scenario.facts, &scenario.ruling()),
    });
    for (name, value) in optional.into_iter().filter(|(_, value)| !value.is_null()) {
        fields[name] = value;
    }
    fields
}

fn by_judgement(texts: &BTreeMap<Judgement, String>) -> Value {
    let texts: Map<String, Value> =
        texts.iter().map(|(judgement, text)| (judgement.name().to_owned(), json!(text))).collect();
    json!(Some(texts).filter(|texts| !texts.is_empty()))
}

fn provenance_as_json(provenance: &Provenance) -> Value {
    json!({
        "author": provenance.author, "checked": provenance.checked,
        "against": provenance.against, "status": provenance.status.name(),
    })
}

fn asks_as_json(asks: &Asks) -> Value {
    let choice = |choice: &Choice| json!({ "text": choice.text, "right": choice.right, "because": choice.because });
    json!({ "question": asks.question, "choices": asks.choices.iter().map(choice).collect::<Vec<_>>() })
}

fn server_as_json(server: &Server) -> Value {
    json!({
        "product": server.product, "version": server.version, "configuration": server.configuration,
        "judgement": server.judgement.name(), "clause": server.clause,
    })
}

fn incident_as_json(incident: &Incident) -> Value {
    json!({ "project": incident.project, "year": incident.year, "link": incident.link, "broke": incident.broke })
}

pub(super) fn paths(global: &GlobalArgs, json: bool, out: &mut dyn Write) -> Result<u8, Error> {
    let paths = environment::paths(global)?;
    let all = [("settings", &paths.settings), ("packs", &paths.packs), ("state", &paths.state)];
    if json {
        let all: Map<String, Value> =
            all.iter().map(|(name, path)| ((*name).to_owned(), json!(path.to_string_lossy()))).collect();
        print_json(out, &json!({ "format": 1, "paths": all }))?;
    } else {
        for (name, path) in all {
            writeln!(out, "{name:<9} {}", text::safe(&path.to_string_lossy()))?;
        }
    }
    Ok(0)
}
