//! Builds the parts of a JSON Schema (draft 2020-12) that several schemas share.

use serde_json::{Value, json};

use super::json_object;

pub fn text() -> Value {
    json!({ "type": "string" })
}

pub fn texts() -> Value {
    list(text())
}

pub fn truth() -> Value {
    json!({ "type": "boolean" })
}

pub fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(crate) fn or_null(kind: &str) -> Value {
    json!({ "type": [kind, "null"] })
}

pub fn list(items: Value) -> Value {
    let mut list = json!({ "type": "array" });
    list["items"] = items;
    list
}

pub(crate) fn described(mut schema: Value, means: &str) -> Value {
    schema["description"] = json!(means);
    schema
}

/// Returns the schema of an object with only the given fields. All fields are required except for the `optional` ones.
pub fn object(fields: &[(&str, Value)], optional: &[&str]) -> Value {
    let mut object = open_object(fields, optional);
    object["additionalProperties"] = json!(false);
    object
}

pub fn single(name: &str, value: Value) -> Value {
    object(&[(name, value)], &[])
}

pub(crate) fn open_object(fields: &[(&str, Value)], optional: &[&str]) -> Value {
    let properties = json_object(fields.iter().cloned());
    let required: Vec<&str> = fields.iter().map(|(name, _)| *name).filter(|name| !optional.contains(name)).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}
