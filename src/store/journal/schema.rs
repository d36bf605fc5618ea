//! Describes journal lines as a JSON Schema. A test validates lines written by the program against the schema.

use serde_json::{Value, json};

use super::super::LOG_FORMAT;
use crate::encoding::schema::{count, described, list, object, single, text, truth};
use crate::learner::Confidence;

/// Returns the JSON Schema (draft 2020-12) for one line of the journal, with a trailing newline.
pub fn json_schema() -> String {
    let ids = [text(), single("claim", count()), single("page", text()), single("survey", text())];
    let id = described(json!({ "oneOf": ids }), "The id of a case; anything else is an object.");
    let item = ("item", id.clone());
    let event = |name: &str, fields: &[(&str, Value)]| single(name, object(fields, &[]));
    let of_item = |name: &str| event(name, std::slice::from_ref(&item));
    let events = [
        event(
            "answered",
            &[
                item.clone(),
                ("answer", described(text(), "401, 403, neither, or the name of another answer.")),
                ("confidence", json!({ "enum": Confidence::NAMES })),
                ("right", truth()),
                ("hints", count()),
            ],
        ),
        event("marked", &[item.clone(), ("line", count()), ("right", truth())]),
        of_item("read"),
        of_item("hinted"),
        of_item("revealed"),
        of_item("skipped"),
        event("moved", &[("to", count())]),
        of_item("added"),
        json!({ "const": "finished" }),
    ];
    let stage = described(text(), "The stage of the course; left out for a round outside it.");
    let started = object(&[("seed", count()), ("items", list(id)), ("stage", stage)], &["stage"]);
    let payloads = [
        single("started", started),
        single("did", json!({ "oneOf": events })),
        single("task", text()),
        single("details", truth()),
    ];
    let fields = [
        ("format", json!({ "const": LOG_FORMAT })),
        ("id", described(text(), "Unique: lines with the same id are the same event.")),
        ("at", described(count(), "Milliseconds since 1970.")),
        ("round", text()),
        ("event", json!({ "oneOf": payloads })),
    ];
    let mut line = object(&fields, &[]);
    line["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    line["title"] = json!("A line of an airside journal, format 1");
    format!("{line:#}\n")
}
