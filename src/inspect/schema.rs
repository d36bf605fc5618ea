//! The JSON Schema for the output of [`super::machine`].

use serde_json::{Value, json};

use super::evidence::FactSource;
use super::exchange::InputFormat;
use super::verdict::{Conformance, MOST_QUESTIONS};
use crate::encoding::JSON_FORMAT;
use crate::encoding::schema::{count, described, list, open_object, or_null, text, texts};
use crate::ruling::Level;

/// Returns the JSON Schema for both forms of the output: an object for a single exchange, and a list for several.
pub fn json_schema() -> Value {
    let format = json!({ "const": JSON_FORMAT });
    let verdict = json!({ "enum": Conformance::NAMES });
    let of_kind = |kind: &str| json!({ "$ref": format!("#/$defs/{kind}") });
    let several = open_object(
        &[
            ("format", format.clone()),
            ("verdict", verdict.clone()),
            ("exchanges", list(of_kind("exchange"))),
            ("comparisons", list(of_kind("comparison"))),
        ],
        &[],
    );
    let exchanges = list(json!({ "type": "integer", "minimum": 1 }));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The output of airside inspect --json",
        "$defs": {
            "exchange": exchange(format, verdict),
            "comparison": open_object(&[("rule", text()), ("exchanges", exchanges), ("text", text())], &[]),
        },
        "oneOf": [of_kind("exchange"), several],
    })
}

fn exchange(format: Value, verdict: Value) -> Value {
    let value = [("value", text()), ("answer", text()), ("verdict", verdict.clone())];
    let question = [("fact", text()), ("question", text()), ("values", list(open_object(&value, &[])))];
    let mut questions = list(open_object(&question, &[]));
    questions["maxItems"] = json!(MOST_QUESTIONS);
    let fact = [
        ("value", described(or_null("string"), "null where nobody knows")),
        ("source", json!({ "enum": FactSource::NAMES })),
        ("possible", texts()),
    ];
    let finding = [
        ("rule", text()),
        ("level", json!({ "enum": Level::NAMES })),
        ("citation", text()),
        ("text", text()),
        ("fix", text()),
        ("line", count()),
        ("column", count()),
    ];
    let status = json!({ "type": "integer", "minimum": 100, "maximum": 599 });
    let objects = list(json!({ "type": "object" }));
    let corrected = json!({ "type": ["array", "null"], "items": text() });
    let facts = open_object(&fact, &["possible"]);
    open_object(
        &[
            ("format", format),
            ("input", json!({ "enum": InputFormat::NAMES })),
            ("row", or_null("string")),
            ("facts", json!({ "type": "object", "additionalProperties": facts })),
            ("questions", questions),
            ("verdict", verdict),
            ("status", status.clone()),
            ("should", list(status)),
            ("findings", list(open_object(&finding, &["text", "line", "column"]))),
            ("possible", objects.clone()),
            ("corrected", corrected),
            ("clients", texts()),
            ("practise", or_null("string")),
            ("remarks", objects),
        ],
        &["input", "row", "possible", "corrected", "clients", "practise", "remarks"],
    )
}
