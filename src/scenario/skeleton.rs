//! A pack with one scenario to be filled in, made from facts.
//!
//! Owns what can be known beforehand: the facts, the answer, the response that the ruling asks for, its sources. All
//! words are left to the author, in places that say what is wanted.

use std::fmt::Write;

use serde_json::{Value, json};

use super::FORMAT;
use super::schema::{Field, FieldType, PACK};
use crate::ruling::{FactName, Facts, reason_phrase, rule};

/// The pack as JSON, with a line break at its end. Every text that is still to be written begins with `...`.
#[must_use]
pub fn skeleton(facts: &Facts) -> String {
    let ruling = rule(facts);
    let stated: serde_json::Map<String, Value> =
        facts.stated().iter().map(|(fact, value)| (fact.name().to_owned(), json!(value))).collect();
    let status = format!("HTTP/1.1 {} {}", ruling.status, reason_phrase(ruling.status));
    let fields = ruling
        .companions
        .iter()
        .filter(|companion| companion.parameter.is_none())
        .map(|companion| format!("{}: {}", companion.field, companion.example));
    let response: Vec<String> = std::iter::once(status).chain(fields).collect();
    let citations: Vec<String> = ruling.citations.iter().map(|citation| citation.to_string()).collect();
    // The last question whose answer the author gave; what was left at its default decides nothing by itself.
    let named = |fact: &FactName| facts.stated().iter().any(|(stated, _)| stated == fact);
    let asked = || ruling.trace.iter().map(|step| step.fact);
    let deciding = asked().filter(named).last().or_else(|| asked().last()).map_or("credentials", FactName::name);
    let scenario = json!({
        "id": "my-first-case",
        "title": "... a neutral title",
        "kind": "edge",
        "telling": "http",
        "facts": stated,
        "answer": ruling.verdict.name(),
        "story": "... the scene, in at most 70 words",
        "exchange": {
            "request": ["GET /... HTTP/1.1", "Host: my.example"],
            "findings": ["... what the server finds when it checks"],
            "response": response,
        },
        "evidence": { "line": 3, "fact": deciding, "text": "... what the deciding line tells the reader" },
        "hints": { "fact": "... points at the fact", "rule": "... points at the rule" },
        "explanation": { "why": "... why this code", "why_not": "... why not the other code" },
        "citations": citations,
        "teacher": "... what to ask, what to expect",
    });
    let pack = json!({
        "format": FORMAT,
        "id": "my-pack",
        "title": "... what people read in lists",
        "version": "0.1.0",
        "language": "en",
        "licence": "CC-BY-4.0",
        "authors": ["..."],
        "scenarios": [scenario],
    });
    written(&pack)
}

/// A pack as people write one: its fields in the order of their table, and a line break at its end.
#[must_use]
pub fn written(pack: &Value) -> String {
    let mut text = String::new();
    put(&mut text, pack, PACK, 0);
    text.push('\n');
    text
}

fn put(text: &mut String, value: &Value, fields: &[Field], depth: usize) {
    let (line, end) = (format!("\n{}", "  ".repeat(depth + 1)), format!("\n{}", "  ".repeat(depth)));
    match value {
        Value::Object(inside) if !inside.is_empty() => {
            let mut names: Vec<&String> = inside.keys().collect();
            names.sort_by_key(|name| {
                fields.iter().position(|field| field.name == name.as_str()).unwrap_or(fields.len())
            });
            for (place, name) in names.into_iter().enumerate() {
                text.push_str(if place == 0 { "{" } else { "," });
                // Writing to a string cannot fail.
                let _ = write!(text, "{line}{}: ", Value::from(name.as_str()));
                let of = fields.iter().find(|field| field.name == name.as_str()).map(|field| &field.kind);
                let of =
                    if let Some(FieldType::Object(of) | FieldType::Objects(of)) = of { of } else { &[] as &[Field] };
                put(text, &inside[name], of, depth + 1);
            }
            text.push_str(&end);
            text.push('}');
        }
        Value::Array(inside) if !inside.is_empty() => {
            for (place, one) in inside.iter().enumerate() {
                text.push_str(if place == 0 { "[" } else { "," });
                text.push_str(&line);
                put(text, one, fields, depth + 1);
            }
            text.push_str(&end);
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}
