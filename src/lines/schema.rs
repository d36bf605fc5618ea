//! Builds the JSON Schema for messages and requests. A test validates real messages against this schema.

use serde_json::{Value, json};

use super::FORMAT;
use crate::course::stage::Stage;
use crate::encoding::schema::{count, described, list, object, or_null, text, texts, truth};
use crate::learner::Confidence;
use crate::scenario::Kind;

const TOTAL: &str = "The number of questions, or null in practice, which ends with mastery.";
const TO_GO: &str =
    "How many questions are left in practice if every answer is right. Null after a mistake, and outside practice.";

#[expect(clippy::too_many_lines, reason = "one list of every message")]
/// Returns the schema (draft 2020-12) for messages, with a trailing newline. The schema for requests is under `$defs`.
pub fn json_schema() -> String {
    let stages: Vec<&str> = Stage::ALL.into_iter().map(Stage::name).chain(["round"]).collect();
    let kinds: Vec<&str> = Kind::core().iter().map(|kind| kind.name()).collect();
    let kinds = list(json!({ "enum": kinds }));
    let tally = json!({ "type": ["object", "null"], "properties": { "right": count(), "total": count() } });
    let choices = list(object(&[("answer", text()), ("text", text())], &[]));
    let choices = described(choices, "Empty where a line is to be marked.");
    let standing = object(
        &[
            ("mastered", truth()),
            ("placed", described(truth(), "Whether \"You may know this\" ended the course.")),
            ("open", kinds.clone()),
            ("pre_test", tally.clone()),
            ("post_test", tally.clone()),
            ("next_check_up", described(or_null("integer"), "Milliseconds since 1970.")),
        ],
        &[],
    );
    let pair =
        object(&[("side", json!({ "enum": [1, 2] })), ("other_request", texts()), ("other_findings", texts())], &[]);
    let progress = object(
        &[
            ("number", count()),
            ("total", described(or_null("integer"), TOTAL)),
            ("to_go", described(or_null("integer"), TO_GO)),
            ("mastered", kinds),
        ],
        &["mastered"],
    );
    let result = object(
        &[
            ("case", text()),
            ("correct", truth()),
            ("chosen", or_null("string")),
            ("answer", or_null("string")),
            ("line", described(or_null("integer"), "The line that decides, from 1.")),
            ("marked", described(truth(), "Whether that line was marked.")),
        ],
        &["case", "marked"],
    );
    let id = described(text(), "The stage and the place; it gives nothing away.");
    let stage = json!({ "enum": stages });
    let heading = [("id", id), ("stage", stage.clone()), ("title", text())];
    let headed = |fields: &[(&'static str, Value)]| [&heading, fields].concat();
    let messages = [
        message(
            "question",
            "Expects an answer and a confidence level.",
            &headed(&[
                ("telling", text()),
                ("story", texts()),
                ("request", texts()),
                ("findings", texts()),
                ("returned", texts()),
                ("prompt", text()),
                ("choices", choices.clone()),
                ("hints", list(marked())),
                ("hint_costs", described(truth(), "Whether asking for a hint keeps the answer from counting.")),
                ("pair", pair),
                ("progress", progress),
            ]),
            &["telling", "pair"],
        ),
        message(
            "choose",
            "Expects one of the choices without a confidence level, or the number of a line.",
            &headed(&[
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
            &headed(&[
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
            &headed(&[("blocks", blocks()), ("plain", plain()), ("standing", standing.clone())]),
            &["standing"],
        ),
        message("note", "Something that happened besides.", &[("text", text())], &[]),
        message("error", "What was asked before is still open.", &[("text", text())], &[]),
        message(
            "end",
            "The last line.",
            &[
                ("reason", json!({ "enum": ["done", "quit", "end-of-input"] })),
                ("stage", stage.clone()),
                ("score", tally),
                ("blocks", blocks()),
                ("plain", plain()),
                ("standing", standing),
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

fn request() -> Value {
    let answer = object(&[("answer", text()), ("confidence", json!({ "enum": Confidence::NAMES }))], &["confidence"]);
    let line = object(&[("line", json!({ "type": "integer", "minimum": 1 }))], &[]);
    let flags = ["next", "hint", "reveal", "skip", "back", "repeat", "quit"];
    let flags = flags.into_iter().map(|flag| object(&[(flag, json!({ "const": true }))], &[]));
    let requests: Vec<Value> = [answer, line].into_iter().chain(flags).collect();
    json!({ "oneOf": requests })
}

fn message(kind: &str, means: &str, fields: &[(&str, Value)], optional: &[&str]) -> Value {
    let always = [("format", json!({ "const": FORMAT })), ("kind", json!({ "const": kind }))];
    described(object(&[&always, fields].concat(), optional), means)
}

fn marked() -> Value {
    described(text(), "Three kinds of mark are possible: `code`, **strong** and ~~a false statement~~.")
}

/// A block is an object with a single field, which is named after the type of block.
fn blocks() -> Value {
    let labelled = object(&[("label", text()), ("text", marked())], &[]);
    let kinds = json!({
        "heading": marked(),
        "paragraph": marked(),
        "list": list(marked()),
        "steps": list(marked()),
        "code": described(texts(), "These lines have no marks."),
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
    list(json!({
        "type": ["object", "string"], "maxProperties": 1, "properties": kinds, "additionalProperties": false,
    }))
}

fn plain() -> Value {
    described(texts(), "The blocks as lines of plain text, without marks.")
}
