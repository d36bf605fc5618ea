//! Builds the parts of a JSON Schema (draft 2020-12) that several schemas share.

use serde_json::{Map, Value, json};

pub fn text() -> Value {
    json!({ "type": "string" })
}

pub fn texts() -> Value {
    json!({ "type": "array", "items": text() })
}

pub fn truth() -> Value {
    json!({ "type": "boolean" })
}

pub fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

/// Returns the schema of an object that has these fields and no others. All fields are required, except for those in
/// `optional`.
pub fn object(fields: &[(&str, Value)], optional: &[&str]) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let required: Vec<&str> = fields.iter().map(|(name, _)| *name).filter(|name| !optional.contains(name)).collect();
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}
