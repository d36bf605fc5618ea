//! The table of fields that a pack has, and the JSON Schema printed from it.
//!
//! Owns the shape of format 1. [`super::read`] checks against the same table, so schema, reader and documentation
//! cannot drift apart. Must not look at what fields mean together: that is [`super::check`].

use serde_json::{Map, Value, json};

use super::{FORMAT, Judgement, Kind, Pool, ReviewStatus, Telling};
use crate::ruling::{FactName, Verdict};

/// A field of an object.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldType,
    /// Whether it must be there.
    pub required: bool,
    /// What it means, in a sentence.
    pub means: &'static str,
}

/// What a field holds.
pub enum FieldType {
    /// The format number.
    Format,
    /// A whole number from 1.
    Number,
    /// True or false.
    Truth,
    /// Text, not empty.
    Text,
    /// A list of texts; whether it may be empty.
    Texts(bool),
    /// One of these words.
    Word(&'static [&'static str]),
    /// Facts by name.
    Facts,
    /// An object with these fields.
    Object(&'static [Field]),
    /// A list of objects with these fields.
    Objects(&'static [Field]),
}

const fn must(name: &'static str, kind: FieldType, means: &'static str) -> Field {
    Field { name, kind, required: true, means }
}

const fn may(name: &'static str, kind: FieldType, means: &'static str) -> Field {
    Field { name, kind, required: false, means }
}

const VERDICTS: &[&str] = &[Verdict::Unauthorized.name(), Verdict::Forbidden.name(), Verdict::Neither.name()];

const FACT_NAMES: &[&str] = &{
    let mut names = [""; FactName::ALL.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = FactName::ALL[place].name();
        place += 1;
    }
    names
};

const EDITORIAL: &[Field] = &[
    must("reason", FieldType::Text, "Why the procedure does not reach this case."),
    must("sources", FieldType::Texts(false), "What the answer rests on."),
];

const EXCHANGE: &[Field] = &[
    must(
        "request",
        FieldType::Texts(false),
        "What the client sends or the traveller does; lines of at most 72 columns.",
    ),
    must("findings", FieldType::Texts(true), "What is found when it is checked; shown with the question."),
    may("returned", FieldType::Texts(false), "What a real server returned, shown with the question."),
    must(
        "response",
        FieldType::Texts(false),
        "The response that the specification asks for, shown after the answer; the first line is the status line.",
    ),
];

const CHOICE: &[Field] = &[
    must("text", FieldType::Text, "The answer."),
    must("right", FieldType::Truth, "Whether it is the right one."),
    must("because", FieldType::Text, "Why it is or is not, in a sentence; shown after the answer."),
];

const ASKS: &[Field] = &[
    must("question", FieldType::Text, "The question, in place of `401 or 403?`."),
    must("choices", FieldType::Objects(CHOICE), "Two to four answers, exactly one of them right."),
];

const SERVER: &[Field] = &[
    must("product", FieldType::Text, "The server's name."),
    must("version", FieldType::Text, "Its version."),
    must("configuration", FieldType::Text, "How it was set up."),
    must("judgement", FieldType::Word(Judgement::NAMES), "What is to be said of its answer."),
    must("clause", FieldType::Text, "The clause that decides, as a citation."),
];

const INCIDENT: &[Field] = &[
    must("project", FieldType::Text, "The project, or the program that was measured."),
    must("year", FieldType::Number, "The year."),
    must("link", FieldType::Text, "Where it can be read."),
    must("broke", FieldType::Text, "What broke, in a sentence; shown after the answer."),
];

const EVIDENCE: &[Field] = &[
    must("line", FieldType::Number, "The line that decides, counted from 1 over request, findings and returned."),
    must("fact", FieldType::Word(FACT_NAMES), "The fact that the line states."),
    must("text", FieldType::Text, "What the line tells the reader, in a sentence."),
];

const HINTS: &[Field] = &[
    must("fact", FieldType::Text, "Points at the fact to look for."),
    must("rule", FieldType::Text, "Points at the rule; names no code."),
];

const EXPLANATION: &[Field] = &[
    must("why", FieldType::Text, "Why this code, in at most 30 words."),
    must("why_not", FieldType::Text, "Why not the other code, in at most 20 words."),
];

const BY_JUDGEMENT: &[Field] = &[
    may(Judgement::Conforms.name(), FieldType::Text, "For whoever says that the server conforms."),
    may(Judgement::WrongCode.name(), FieldType::Text, "For whoever says that the code is wrong."),
    may(Judgement::Challenge.name(), FieldType::Text, "For whoever says that the challenge is missing or broken."),
    may(Judgement::Arguable.name(), FieldType::Text, "For whoever says that it is arguable."),
];

const PROVENANCE: &[Field] = &[
    must("author", FieldType::Text, "Who wrote it."),
    must("checked", FieldType::Text, "The day of the last check, as `2026-11-26`."),
    must("against", FieldType::Text, "What it was checked against, as `RFC 9110 section 11.4 paragraph 3`."),
    must("status", FieldType::Word(ReviewStatus::NAMES), "Whether the answer was checked."),
];

const SCENARIO: &[Field] = &[
    must("id", FieldType::Text, "A stable id in small letters, digits and hyphens, unique over all packs."),
    must("title", FieldType::Text, "A neutral title that gives nothing away."),
    must("kind", FieldType::Word(Kind::NAMES), "The family of facts that it belongs to."),
    must("telling", FieldType::Word(Telling::NAMES), "How it is told."),
    may(
        "situation",
        FieldType::Text,
        "The situation that it tells; scenarios of one situation differ only in telling.",
    ),
    may("pool", FieldType::Word(Pool::NAMES), "When it is asked; practice when left out."),
    must("facts", FieldType::Facts, "What is true of the request; facts that are left out have their default."),
    must("answer", FieldType::Word(VERDICTS), "The answer; it is recomputed from the facts."),
    may("editorial", FieldType::Object(EDITORIAL), "Only for a case outside the procedure."),
    must("story", FieldType::Text, "The scene, in at most 70 words."),
    must("exchange", FieldType::Object(EXCHANGE), "Numbered lines."),
    must("evidence", FieldType::Object(EVIDENCE), "The one line that decides."),
    may("asks", FieldType::Object(ASKS), "A question with answers of its own, for debatable facts."),
    may("server", FieldType::Object(SERVER), "A real server whose answer is to be judged."),
    may("incident", FieldType::Object(INCIDENT), "A real incident; asks which answer would have helped."),
    must("hints", FieldType::Object(HINTS), "Two hints, graded."),
    must("explanation", FieldType::Object(EXPLANATION), "Both codes explained."),
    may("options", FieldType::Object(BY_JUDGEMENT), "With a server: why each wrong judgement is wrong."),
    may("misconceptions", FieldType::Object(BY_JUDGEMENT), "With a server: the misconception that a judgement shows."),
    may("article", FieldType::Text, "What the article's airport would answer here, in at most 20 words."),
    must("citations", FieldType::Texts(false), "Sources, each as `RFC 9110 section 11.4 paragraph 3`."),
    may("misconception", FieldType::Text, "The misconception that it exposes."),
    may("twin", FieldType::Text, "The scenario that differs in one fact and has another verdict."),
    must("teacher", FieldType::Text, "For the teacher: what to ask, what to expect."),
    may("provenance", FieldType::Object(PROVENANCE), "Who wrote the item, and whether its answer was checked."),
];

/// The fields of a pack.
pub const PACK: &[Field] = &[
    must("format", FieldType::Format, "The version of this format."),
    must("id", FieldType::Text, "Names the pack; stable."),
    must("title", FieldType::Text, "What people read in lists."),
    must("version", FieldType::Text, "The pack's own version."),
    must("language", FieldType::Text, "The language it is written in, as `en`."),
    must("licence", FieldType::Text, "An SPDX expression."),
    must("authors", FieldType::Texts(false), "Who wrote it."),
    must("scenarios", FieldType::Objects(SCENARIO), "Its items, in teaching order."),
];

/// The JSON Schema (draft 2020-12) of a pack, with a line break at its end.
#[must_use]
pub fn json_schema() -> String {
    let mut schema = object(PACK);
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        fields.insert("title".to_owned(), json!("airside scenario pack, format 1"));
    }
    format!("{schema:#}\n")
}

fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| {
            let mut property = kind(&field.kind);
            if let Some(entries) = property.as_object_mut() {
                entries.insert("description".to_owned(), json!(field.means));
            }
            (field.name.to_owned(), property)
        })
        .collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn kind(kind: &FieldType) -> Value {
    match kind {
        FieldType::Format => json!({ "const": FORMAT }),
        FieldType::Truth => json!({ "type": "boolean" }),
        FieldType::Number => json!({ "type": "integer", "minimum": 1 }),
        FieldType::Text => text(),
        FieldType::Texts(empty) => json!({ "type": "array", "minItems": u8::from(!empty), "items": text() }),
        FieldType::Word(words) => json!({ "enum": words }),
        FieldType::Facts => {
            let facts: Map<String, Value> = FactName::ALL
                .into_iter()
                .map(|fact| (fact.name().to_owned(), json!({ "enum": fact.values(), "description": fact.meaning() })))
                .collect();
            json!({ "type": "object", "additionalProperties": false, "properties": facts })
        }
        FieldType::Object(fields) => object(fields),
        FieldType::Objects(fields) => json!({ "type": "array", "minItems": 1, "items": object(fields) }),
    }
}

/// Text with something in it that is not a space.
fn text() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}
