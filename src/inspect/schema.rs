//! The JSON Schema for the output of [`super::machine`].

use serde_json::{Value, json};

use super::evidence::FactSource;
use super::verdict::{Conformance, MOST_QUESTIONS};
use crate::encoding::JSON_FORMAT;
use crate::ruling::Level;

fn verdicts() -> Value {
    json!({ "enum": Conformance::NAMES })
}

fn fact() -> Value {
    json!({
        "type": "object",
        "required": ["value", "source"],
        "properties": {
            "value": { "type": ["string", "null"], "description": "null where nobody knows" },
            "source": { "enum": FactSource::NAMES },
            "possible": { "type": "array", "items": { "type": "string" } },
        },
    })
}

fn finding() -> Value {
    json!({
        "type": "object",
        "required": ["rule", "level", "citation", "fix"],
        "properties": {
            "rule": { "type": "string" },
            "level": { "enum": Level::NAMES },
            "citation": { "type": "string" },
            "text": { "type": "string" },
            "fix": { "type": "string" },
            "line": { "type": "integer", "minimum": 0 },
            "column": { "type": "integer", "minimum": 0 },
        },
    })
}

fn question() -> Value {
    let value = json!({
        "type": "object",
        "required": ["value", "answer", "verdict"],
        "properties": { "value": { "type": "string" }, "answer": { "type": "string" }, "verdict": verdicts() },
    });
    json!({
        "type": "object",
        "required": ["fact", "question", "values"],
        "properties": {
            "fact": { "type": "string" },
            "question": { "type": "string" },
            "values": { "type": "array", "items": value },
        },
    })
}

fn exchange() -> Value {
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    json!({
        "type": "object",
        "required": ["format", "facts", "questions", "verdict", "status", "should", "findings"],
        "properties": {
            "format": { "const": JSON_FORMAT },
            "input": { "enum": ["http", "curl-verbose", "curl-trace", "har", "access-log"] },
            "row": { "type": ["string", "null"] },
            "facts": { "type": "object", "additionalProperties": fact() },
            "questions": { "type": "array", "maxItems": MOST_QUESTIONS, "items": question() },
            "verdict": verdicts(),
            "status": { "type": "integer", "minimum": 100, "maximum": 599 },
            "should": { "type": "array", "items": { "type": "integer", "minimum": 100, "maximum": 599 } },
            "findings": { "type": "array", "items": finding() },
            "possible": { "type": "array", "items": { "type": "object" } },
            "corrected": { "type": ["array", "null"], "items": { "type": "string" } },
            "clients": texts,
            "practise": { "type": ["string", "null"] },
            "remarks": { "type": "array", "items": { "type": "object" } },
        },
    })
}

fn comparison() -> Value {
    json!({
        "type": "object",
        "required": ["rule", "exchanges", "text"],
        "properties": {
            "rule": { "type": "string" },
            "exchanges": { "type": "array", "items": { "type": "integer", "minimum": 1 } },
            "text": { "type": "string" },
        },
    })
}

/// Returns the JSON Schema of the output, which is an object for a single exchange and a list for several.
pub fn json_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The output of airside inspect --json",
        "$defs": { "exchange": exchange(), "comparison": comparison() },
        "oneOf": [
            { "$ref": "#/$defs/exchange" },
            {
                "type": "object",
                "required": ["format", "verdict", "exchanges", "comparisons"],
                "properties": {
                    "format": { "const": JSON_FORMAT },
                    "verdict": verdicts(),
                    "exchanges": { "type": "array", "items": { "$ref": "#/$defs/exchange" } },
                    "comparisons": { "type": "array", "items": { "$ref": "#/$defs/comparison" } },
                },
            },
        ],
    })
}
