//! Generates the JSON Schema for a pack from the description of the format.

use serde_json::{Map, Value, json};

use super::format::{Field, Shape};
use super::{FORMAT, Pack};
use crate::ruling::FactName;

/// Returns the JSON Schema (draft 2020-12) for a pack, with a final line break.
pub fn json_schema() -> String {
    let mut schema = object(&Pack::fields());
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
            let mut property = of_shape(&field.shape);
            if let Some(entries) = property.as_object_mut() {
                entries.insert("description".to_owned(), json!(field.means));
            }
            (field.name.to_owned(), property)
        })
        .collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn of_shape(shape: &Shape) -> Value {
    match shape {
        Shape::Format => json!({ "const": FORMAT }),
        Shape::Truth => json!({ "type": "boolean" }),
        Shape::Number => json!({ "type": "integer", "minimum": 1 }),
        // A text must contain something other than spaces.
        Shape::Text => json!({ "type": "string", "pattern": "\\S" }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Facts => {
            let facts: Map<String, Value> = FactName::ALL
                .into_iter()
                .map(|fact| (fact.name().to_owned(), json!({ "enum": fact.values(), "description": fact.meaning() })))
                .collect();
            json!({ "type": "object", "additionalProperties": false, "properties": facts })
        }
        Shape::Object(fields) => object(fields),
        Shape::List(shape) => json!({ "type": "array", "minItems": 1, "items": of_shape(shape) }),
        Shape::ByWord(words, shape) => {
            let properties: Map<String, Value> =
                words.iter().map(|word| ((*word).to_owned(), of_shape(shape))).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": properties })
        }
    }
}
