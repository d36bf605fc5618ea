//! The JSON Schema for the messages in both directions. A test compares the schema with the actual messages.

use serde_json::{Map, Value, json};

use super::FORMAT;
use crate::course::stage::Stage;
use crate::learner::Confidence;
use crate::scenario::Kind;

#[expect(clippy::too_many_lines, reason = "one list of every message")]
/// Returns the schema (draft 2020-12) for a message, with the schema for a request under `$defs`, and a final line
/// break.
pub fn json_schema() -> String {
    let stages: Vec<&str> = Stage::ALL.into_iter().map(Stage::name).chain(["round"]).collect();
    let kinds: Vec<&str> = Kind::core().iter().map(|kind| kind.name()).collect();
    let kinds = json!({ "type": "array", "items": { "enum": kinds } });
    let tally = json!({ "type": ["object", "null"], "properties": { "right": count(), "total": count() } });
    let choices = json!({
        "type": "array",
        "description": "Empty where a line is to be marked.",
        "items": object(&[("answer", text()), ("text", text())], &["answer", "text"]),
    });
    let standing = object(
        &[
            ("mastered", truth()),
            ("placed", json!({ "type": "boolean", "description": "Whether \"You may know this\" ended the course." })),
            ("open", kinds.clone()),
            ("pre_test", tally.clone()),
            ("post_test", tally.clone()),
            ("next_check_up", json!({ "type": ["integer", "null"], "description": "Milliseconds since 1970." })),
        ],
        &["mastered", "placed", "open", "pre_test", "post_test", "next_check_up"],
    );
    let pair = object(
        &[("side", json!({ "enum": [1, 2] })), ("other_request", texts()), ("other_findings", texts())],
        &["side", "other_request", "other_findings"],
    );
    let progress = object(
        &[
            ("number", count()),
            (
                "total",
                json!({
                    "type": ["integer", "null"],
                    "description": "The number of questions, or null in practice, which ends with mastery.",
                }),
            ),
            (
                "to_go",
                json!({
                    "type": ["integer", "null"],
                    "description": "How many questions are left in practice if every answer is right. A mistake adds some.",
                }),
            ),
            ("mastered", kinds),
        ],
        &["number", "total", "to_go"],
    );
    let result = object(
        &[
            ("case", text()),
            ("correct", truth()),
            ("chosen", json!({ "type": ["string", "null"] })),
            ("answer", json!({ "type": ["string", "null"] })),
            ("line", json!({ "type": ["integer", "null"], "description": "The line that decides, from 1." })),
            ("marked", json!({ "type": "boolean", "description": "Whether that line was marked." })),
        ],
        &["correct", "chosen", "answer", "line"],
    );
    let id = json!({ "type": "string", "description": "The stage and the place; it gives nothing away." });
    let stage = json!({ "enum": stages });
    let described = |fields: &[(&str, Value)]| -> Vec<(String, Value)> {
        let both = [("id", id.clone()), ("stage", stage.clone()), ("title", text())];
        both.iter().chain(fields).map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    };
    let messages = [
        message(
            "question",
            "Expects an answer and a confidence level.",
            &described(&[
                ("telling", text()),
                ("story", texts()),
                ("request", texts()),
                ("findings", texts()),
                ("returned", texts()),
                ("prompt", text()),
                ("choices", choices.clone()),
                ("hints", json!({ "type": "array", "items": marked() })),
                ("pair", pair),
                ("progress", progress),
            ]),
            &["telling", "pair"],
        ),
        message(
            "choose",
            "Expects one of the choices without a confidence level, or the number of a line.",
            &described(&[
                ("blocks", blocks()),
                ("plain", plain()),
                ("prompt", text()),
                ("choices", choices),
                ("lines", texts()),
            ]),
            &[],
        ),
        message(
            "feedback",
            "Expects `next`.",
            &described(&[
                ("correct", truth()),
                ("results", json!({ "type": "array", "items": result, "minItems": 1, "maxItems": 2 })),
                ("blocks", blocks()),
                ("plain", plain()),
            ]),
            &[],
        ),
        message(
            "page",
            "Expects `next`.",
            &described(&[("blocks", blocks()), ("plain", plain()), ("standing", standing.clone())]),
            &["standing"],
        ),
        message("note", "Something that happened besides.", &[("text".to_owned(), text())], &[]),
        message("error", "What was asked before is still open.", &[("text".to_owned(), text())], &[]),
        message(
            "end",
            "The last line.",
            &[
                ("reason".to_owned(), json!({ "enum": ["done", "quit", "end-of-input"] })),
                ("stage".to_owned(), stage.clone()),
                ("score".to_owned(), tally),
                ("blocks".to_owned(), blocks()),
                ("plain".to_owned(), plain()),
                ("standing".to_owned(), standing),
            ],
            &["score", "standing"],
        ),
    ];
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("A message of airside --json-lines, format {FORMAT}"),
        "oneOf": messages,
        "$defs": { "request": request() },
    });
    format!("{schema:#}\n")
}

/// Returns the schema for requests, which are sent one on each line.
fn request() -> Value {
    let answer = object(&[("answer", text()), ("confidence", json!({ "enum": Confidence::NAMES }))], &["answer"]);
    let line = object(&[("line", json!({ "type": "integer", "minimum": 1 }))], &["line"]);
    let flags = ["next", "hint", "reveal", "skip", "back", "repeat", "quit"];
    let flags = flags.into_iter().map(|flag| object(&[(flag, json!({ "const": true }))], &[flag]));
    let requests: Vec<Value> = [answer, line].into_iter().chain(flags).collect();
    json!({ "oneOf": requests })
}

fn message(kind: &str, means: &str, fields: &[(String, Value)], optional: &[&str]) -> Value {
    let mut properties = Map::new();
    properties.insert("format".to_owned(), json!({ "const": FORMAT }));
    properties.insert("kind".to_owned(), json!({ "const": kind }));
    properties.extend(fields.iter().cloned());
    let required: Vec<&String> = properties.keys().filter(|name| !optional.contains(&name.as_str())).collect();
    json!({
        "type": "object", "description": means, "required": required,
        "properties": properties, "additionalProperties": false,
    })
}

fn object(fields: &[(&str, Value)], required: &[&str]) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn texts() -> Value {
    json!({ "type": "array", "items": text() })
}

fn truth() -> Value {
    json!({ "type": "boolean" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

/// Returns the schema for a text with the markup of data files.
fn marked() -> Value {
    json!({
        "type": "string",
        "description": "Three kinds of mark are possible: `code`, **strong** and ~~a false statement~~.",
    })
}

/// Returns the schema for the blocks of a document. A block is an object whose single field names its kind.
fn blocks() -> Value {
    let marked_list = || json!({ "type": "array", "items": marked() });
    let labelled = object(&[("label", text()), ("text", marked())], &["label", "text"]);
    let kinds = json!({
        "heading": marked(),
        "paragraph": marked(),
        "list": marked_list(),
        "steps": marked_list(),
        "code": { "type": "array", "items": text(), "description": "These lines have no marks." },
        "field": labelled,
        "exchange": { "type": "object", "description": "The numbered lines of a case, without marks." },
        "strip": { "type": "object", "description": "The picture of the airport." },
        "verdict": { "type": "object", "description": "The right answer, and whether the learner gave it." },
        "bar": { "type": "object" },
        "plot": { "type": "object" },
        "table": { "type": "object", "description": "The texts in the table may have marks." },
        "columns": { "type": "array", "description": "Lists of blocks, shown side by side." },
        "choices": { "type": "array" },
    });
    json!({
        "type": "array",
        "items": { "type": ["object", "string"], "maxProperties": 1, "properties": kinds, "additionalProperties": false },
    })
}

fn plain() -> Value {
    json!({ "type": "array", "items": text(), "description": "The blocks as lines of plain text, without marks." })
}
