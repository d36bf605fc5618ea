//! Inspections for programs: JSON with a schema, and SARIF 2.1.0.
//!
//! Owns the names of the fields, which are never translated.

use serde_json::{Map, Value, json};

use super::clients::reactions;
use super::correction::{corrected, kind};
use super::field::Position;
use super::finding::Finding;
use super::matrix::{MatrixReport, worst};
use super::report::{known, outcomes};
use super::rules::RULES;
use super::verdict::{Conformance, Inspection};
use crate::ruling::Level;

/// The number of this format.
const FORMAT: u32 = 1;

/// One exchange is an object by itself; several are a list, with what they say about each other.
pub fn to_json(report: &MatrixReport) -> Value {
    if let [inspection] = report.inspections.as_slice() {
        return exchange(inspection);
    }
    let comparisons: Vec<Value> = report
        .comparisons
        .iter()
        .map(|one| json!({ "rule": one.rule, "exchanges": one.exchanges, "text": one.text }))
        .collect();
    json!({
        "format": FORMAT,
        "verdict": worst(&report.inspections).name(),
        "exchanges": report.inspections.iter().map(exchange).collect::<Vec<_>>(),
        "comparisons": comparisons,
    })
}

fn exchange(inspection: &Inspection) -> Value {
    let mut facts = Map::new();
    for detail in &inspection.situation.details {
        facts.insert(detail.name.to_owned(), json!({ "value": detail.value, "source": detail.source.name() }));
    }
    for (fact, values, source) in known(inspection) {
        let entry = match values.as_slice() {
            [value] => json!({ "value": value, "source": source.name() }),
            // A value that nobody knows; the candidates are those that the status could turn on.
            values => json!({ "value": null, "source": source.name(), "possible": values }),
        };
        facts.insert(fact.name().to_owned(), entry);
    }
    let questions: Vec<Value> = inspection
        .questions
        .iter()
        .map(|question| {
            let values = outcomes(question)
                .into_iter()
                .map(|(answer, value, verdict)| json!({ "value": value, "answer": answer, "verdict": verdict.name() }));
            json!({
                "fact": question.fact.name(),
                "question": crate::i18n::of(question.fact.question()),
                "values": values.collect::<Vec<_>>(),
            })
        })
        .collect();
    let remarks: Vec<Value> = inspection
        .exchange
        .remarks
        .iter()
        .map(|remark| json!({ "line": remark.position.line, "column": remark.position.column, "text": remark.text }))
        .collect();
    json!({
        "format": FORMAT,
        "input": inspection.exchange.format.name(),
        "row": inspection.exchange.row,
        "facts": facts,
        "questions": questions,
        "verdict": inspection.verdict.name(),
        "status": inspection.situation.status,
        "should": inspection.should(),
        "findings": inspection.findings.iter().map(finding).collect::<Vec<_>>(),
        "possible": possible(inspection),
        "corrected": corrected(inspection),
        "clients": reactions(inspection),
        "practise": kind(&inspection.facts, &inspection.ruling)
            .filter(|_| inspection.verdict != Conformance::Unknown)
            .map(crate::scenario::Kind::name),
        "remarks": remarks,
    })
}

/// Each combination of open facts with its outcome.
fn possible(inspection: &Inspection) -> Vec<Value> {
    let open: Vec<_> = inspection.situation.facts.iter().filter(|known| known.values.len() > 1).collect();
    let one = |possibility: &super::verdict::Possibility| {
        let facts: Map<String, Value> = open
            .iter()
            .map(|known| (known.fact.name().to_owned(), json!(possibility.facts.value(known.fact))))
            .collect();
        json!({ "facts": facts, "verdict": possibility.verdict.name(), "should": possibility.ruling.status })
    };
    inspection.possible.iter().map(one).collect()
}

fn finding(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule,
        "level": finding.level.name(),
        "citation": finding.citation,
        "text": finding.text,
        "fix": finding.fix,
        "line": finding.position.line,
        "column": finding.position.column,
    })
}

/// A log for code hosts (SARIF 2.1.0). `path` names the input.
pub fn to_sarif(report: &MatrixReport, path: &str) -> Value {
    let mut rules: Vec<Value> = RULES
        .iter()
        .map(|rule| json!({ "id": rule.id, "shortDescription": { "text": rule.text }, "help": { "text": format!("{} {}", rule.fix, rule.citation) } }))
        .collect();
    for (id, text) in [("wrong-code", "Another status is called for."), ("arguable-code", "Another status says more.")]
    {
        rules.push(json!({ "id": id, "shortDescription": { "text": text } }));
    }
    let results: Vec<Value> = report
        .inspections
        .iter()
        .flat_map(|inspection| inspection.findings.iter().map(move |finding| result(inspection, finding, path)))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "airside",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(inspection: &Inspection, finding: &Finding, path: &str) -> Value {
    let is_wrong = finding.breaks_must() || finding.rule == "wrong-code" || finding.rule == "success-with-error";
    let level = match finding.level {
        _ if is_wrong => "error",
        Level::Should | Level::ShouldNot | Level::OughtTo => "warning",
        _ => "note",
    };
    let Position { line, column } = match finding.position.line {
        0 => inspection.exchange.response.position,
        _ => finding.position,
    };
    let mut location = json!({ "artifactLocation": { "uri": uri(path) } });
    if line > 0
        && let Some(location) = location.as_object_mut()
    {
        location.insert("region".to_owned(), json!({ "startLine": line, "startColumn": column.max(1) }));
    }
    json!({
        "ruleId": finding.rule,
        "level": level,
        "message": { "text": format!("{} {} ({})", finding.text, finding.fix, finding.citation) },
        "locations": [{ "physicalLocation": location }],
    })
}

/// A path as a relative reference (RFC 3986 section 4.2).
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// The JSON Schema of [`to_json`].
pub fn schema() -> Value {
    let statuses = json!({ "type": "array", "items": { "type": "integer", "minimum": 100, "maximum": 599 } });
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    let sources = ["seen", "decoded", "stated", "told", "assumed"];
    let verdicts = json!({ "enum": ["conforms", "wrong-code", "challenge", "arguable", "unknown"] });
    let fact = json!({
        "type": "object",
        "required": ["value", "source"],
        "properties": {
            "value": { "type": ["string", "null"], "description": "null where nobody knows" },
            "source": { "enum": sources },
            "possible": texts,
        },
    });
    let finding = json!({
        "type": "object",
        "required": ["rule", "level", "citation", "fix"],
        "properties": {
            "rule": { "type": "string" },
            "level": { "enum": ["MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "ought to", "definition", "convention"] },
            "citation": { "type": "string" },
            "text": { "type": "string" },
            "fix": { "type": "string" },
            "line": { "type": "integer", "minimum": 0 },
            "column": { "type": "integer", "minimum": 0 },
        },
    });
    let value = json!({
        "type": "object",
        "required": ["value", "answer", "verdict"],
        "properties": { "value": { "type": "string" }, "answer": { "type": "string" }, "verdict": verdicts },
    });
    let question = json!({
        "type": "object",
        "required": ["fact", "question", "values"],
        "properties": {
            "fact": { "type": "string" },
            "question": { "type": "string" },
            "values": { "type": "array", "items": value },
        },
    });
    let exchange = json!({
        "type": "object",
        "required": ["format", "facts", "questions", "verdict", "status", "should", "findings"],
        "properties": {
            "format": { "const": FORMAT },
            "input": { "enum": ["http", "curl-verbose", "curl-trace", "har", "access-log"] },
            "row": { "type": ["string", "null"] },
            "facts": { "type": "object", "additionalProperties": fact },
            "questions": { "type": "array", "maxItems": super::verdict::MOST_QUESTIONS, "items": question },
            "verdict": verdicts,
            "status": { "type": "integer", "minimum": 100, "maximum": 599 },
            "should": statuses,
            "findings": { "type": "array", "items": finding },
            "possible": { "type": "array", "items": { "type": "object" } },
            "corrected": { "type": ["array", "null"], "items": { "type": "string" } },
            "clients": texts,
            "practise": { "type": ["string", "null"] },
            "remarks": { "type": "array", "items": { "type": "object" } },
        },
    });
    let comparison = json!({
        "type": "object",
        "required": ["rule", "exchanges", "text"],
        "properties": {
            "rule": { "type": "string" },
            "exchanges": { "type": "array", "items": { "type": "integer", "minimum": 1 } },
            "text": { "type": "string" },
        },
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The output of airside inspect --json",
        "$defs": { "exchange": exchange, "comparison": comparison },
        "oneOf": [
            { "$ref": "#/$defs/exchange" },
            {
                "type": "object",
                "required": ["format", "verdict", "exchanges", "comparisons"],
                "properties": {
                    "format": { "const": FORMAT },
                    "verdict": verdicts,
                    "exchanges": { "type": "array", "items": { "$ref": "#/$defs/exchange" } },
                    "comparisons": { "type": "array", "items": { "$ref": "#/$defs/comparison" } },
                },
            },
        ],
    })
}
