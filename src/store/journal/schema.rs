//! Describes a journal line as a JSON Schema. A test checks the lines that are actually written against the schema.

use serde_json::{Value, json};

use super::super::LOG_FORMAT;
use crate::encoding::schema::{count, object, text, truth};
use crate::learner::Confidence;

/// Returns the JSON Schema (draft 2020-12) for one line of the journal. The text ends with a line break.
pub fn json_schema() -> String {
    let item = || {
        json!({
            "description": "The id of a case; anything else is an object.",
            "oneOf": [
                text(),
                object(&[("claim", count())], &[]),
                object(&[("page", text())], &[]),
                object(&[("survey", text())], &[]),
            ]
        })
    };
    let events = [
        event(
            "answered",
            &[
                ("item", item()),
                (
                    "answer",
                    json!({ "type": "string", "description": "401, 403, neither, or the word of another answer." }),
                ),
                ("confidence", json!({ "enum": Confidence::NAMES })),
                ("right", truth()),
                ("hints", count()),
            ],
        ),
        event("marked", &[("item", item()), ("line", count()), ("right", truth())]),
        event("read", &[("item", item())]),
        event("hinted", &[("item", item())]),
        event("revealed", &[("item", item())]),
        event("skipped", &[("item", item())]),
        event("moved", &[("to", count())]),
        event("added", &[("item", item())]),
        json!({ "const": "finished" }),
    ];
    let stage = json!({ "type": "string", "description": "The stage of the course; left out for a round outside it." });
    let items = json!({ "type": "array", "items": item() });
    let started = object(&[("seed", count()), ("items", items), ("stage", stage)], &["stage"]);
    let fields = [
        ("format", json!({ "const": LOG_FORMAT })),
        ("id", json!({ "type": "string", "description": "Unique: lines with the same id are the same event." })),
        ("at", json!({ "type": "integer", "minimum": 0, "description": "Milliseconds since 1970." })),
        ("round", text()),
        (
            "event",
            json!({ "oneOf": [object(&[("started", started)], &[]), object(&[("did", json!({ "oneOf": events }))], &[]), object(&[("task", text())], &[]), object(&[("details", truth())], &[])] }),
        ),
    ];
    let mut line = object(&fields, &[]);
    line["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    line["title"] = json!("A line of an airside journal, format 1");
    format!("{line:#}\n")
}

/// Returns the schema of an event that has fields: an object whose only key is the event's name.
fn event(name: &str, fields: &[(&str, Value)]) -> Value {
    object(&[(name, object(fields, &[]))], &[])
}
