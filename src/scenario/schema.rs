//! The table of fields that a pack has, and the JSON Schema printed from it.
//!
//! Owns the shape of format 1. [`super::read`] checks against the same table, so schema, reader and documentation
//! cannot drift apart. Must not look at what fields mean together: that is [`super::check`].

use serde_json::{Map, Value, json};

use super::{Cell, FORMAT, Judgement, Pool, Skin};
use crate::ruling::{FactName, Verdict};

/// A field of an object.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it means, in a sentence.
    pub means: &'static str,
}

/// What a field holds.
pub enum Kind {
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

const fn must(name: &'static str, kind: Kind, means: &'static str) -> Field {
    Field { name, kind, required: true, means }
}

const fn may(name: &'static str, kind: Kind, means: &'static str) -> Field {
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
    must("reason", Kind::Text, "Why the procedure does not reach this case."),
    must("sources", Kind::Texts(false), "What the answer rests on."),
];

const EXCHANGE: &[Field] = &[
    must("request", Kind::Texts(false), "What the client sends or the traveller does; lines of at most 72 columns."),
    must("findings", Kind::Texts(true), "What is found when it is checked; shown with the question."),
    may("returned", Kind::Texts(false), "What a real server returned, shown with the question."),
    must(
        "response",
        Kind::Texts(false),
        "The response that the specification asks for, shown after the answer; the first line is the status line.",
    ),
];

const CHOICE: &[Field] = &[
    must("says", Kind::Text, "The answer."),
    must("right", Kind::Truth, "Whether it is the right one."),
    must("because", Kind::Text, "Why it is or is not, in a sentence; shown after the answer."),
];

const ASKS: &[Field] = &[
    must("question", Kind::Text, "The question, in place of `401 or 403?`."),
    must("choices", Kind::Objects(CHOICE), "Two to four answers, exactly one of them right."),
];

const SERVER: &[Field] = &[
    must("product", Kind::Text, "The server's name."),
    must("version", Kind::Text, "Its version."),
    must("configuration", Kind::Text, "How it was set up."),
    must("judgement", Kind::Word(Judgement::NAMES), "What is to be said of its answer."),
    must("clause", Kind::Text, "The clause that decides, as a citation."),
];

const INCIDENT: &[Field] = &[
    must("project", Kind::Text, "The project, or the program that was measured."),
    must("year", Kind::Number, "The year."),
    must("link", Kind::Text, "Where it can be read."),
    must("broke", Kind::Text, "What broke, in a sentence; shown after the answer."),
];

const EVIDENCE: &[Field] = &[
    must("line", Kind::Number, "The line that decides, counted from 1 over request, findings and returned."),
    must("fact", Kind::Word(FACT_NAMES), "The fact that the line states."),
    must("says", Kind::Text, "What it says, in a sentence."),
];

const HINTS: &[Field] = &[
    must("fact", Kind::Text, "Points at the fact to look for."),
    must("rule", Kind::Text, "Points at the rule; names no code."),
];

const EXPLANATION: &[Field] = &[
    must("right", Kind::Text, "Why the right code is right."),
    must("wrong", Kind::Text, "Why the other code is wrong here."),
];

const SCENARIO: &[Field] = &[
    must("id", Kind::Text, "A stable id in small letters, digits and hyphens, unique over all packs."),
    must("title", Kind::Text, "A neutral title that gives nothing away."),
    must("cell", Kind::Word(Cell::NAMES), "The family of facts that it belongs to."),
    must("skin", Kind::Word(Skin::NAMES), "How it is told."),
    may("situation", Kind::Text, "The situation that it tells; scenarios of one situation differ only in skin."),
    may("pool", Kind::Word(Pool::NAMES), "When it is asked; practice when left out."),
    must("facts", Kind::Facts, "What is true of the request; facts that are left out have their default."),
    must("answer", Kind::Word(VERDICTS), "The answer; it is recomputed from the facts."),
    may("editorial", Kind::Object(EDITORIAL), "Only for a case outside the procedure."),
    must("story", Kind::Text, "The scene, in at most 70 words."),
    must("exchange", Kind::Object(EXCHANGE), "Numbered lines."),
    must("evidence", Kind::Object(EVIDENCE), "The one line that decides."),
    may("asks", Kind::Object(ASKS), "A question with answers of its own, for debatable facts."),
    may("server", Kind::Object(SERVER), "A real server whose answer is to be judged."),
    may("incident", Kind::Object(INCIDENT), "A real incident; asks which answer would have helped."),
    must("hints", Kind::Object(HINTS), "Two hints, graded."),
    must("explanation", Kind::Object(EXPLANATION), "Both codes explained."),
    may(
        "article",
        Kind::Text,
        "What the article's airport would say here; left out only with a server or an incident.",
    ),
    must("citations", Kind::Texts(false), "Sources, each as `RFC 9110 section 11.4 paragraph 3`."),
    may("trap", Kind::Text, "The misconception that it exposes."),
    may("twin", Kind::Text, "The scenario that differs in one fact and has another verdict."),
    must("teacher", Kind::Text, "For the teacher: what to ask, what to expect."),
];

/// The fields of a pack.
pub const PACK: &[Field] = &[
    must("format", Kind::Format, "The version of this format."),
    must("id", Kind::Text, "Names the pack; stable."),
    must("title", Kind::Text, "What people read in lists."),
    must("version", Kind::Text, "The pack's own version."),
    must("language", Kind::Text, "The language it is written in, as `en`."),
    must("licence", Kind::Text, "An SPDX expression."),
    must("authors", Kind::Texts(false), "Who wrote it."),
    must("scenarios", Kind::Objects(SCENARIO), "Its items, in teaching order."),
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

fn kind(kind: &Kind) -> Value {
    match kind {
        Kind::Format => json!({ "const": FORMAT }),
        Kind::Truth => json!({ "type": "boolean" }),
        Kind::Number => json!({ "type": "integer", "minimum": 1 }),
        Kind::Text => text(),
        Kind::Texts(empty) => json!({ "type": "array", "minItems": u8::from(!empty), "items": text() }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Facts => {
            let facts: Map<String, Value> = FactName::ALL
                .into_iter()
                .map(|fact| (fact.name().to_owned(), json!({ "enum": fact.values(), "description": fact.question() })))
                .collect();
            json!({ "type": "object", "additionalProperties": false, "properties": facts })
        }
        Kind::Object(fields) => object(fields),
        Kind::Objects(fields) => json!({ "type": "array", "minItems": 1, "items": object(fields) }),
    }
}

/// Text with something in it that is not a space.
fn text() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}
