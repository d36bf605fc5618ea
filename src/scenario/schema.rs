//! Generates the JSON Schema for a pack from the description of the format.

use serde_json::{Value, json};

use super::format::{Field, Shape};
use super::{FORMAT, Pack};
use crate::encoding::json_object;
use crate::ruling::FactName;

/// Returns the JSON Schema (draft 2020-12) of a pack, with a trailing newline.
pub fn json_schema() -> String {
    let mut schema = object(&Pack::fields());
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        fields.insert("title".to_owned(), json!("airside scenario pack, format 1"));
    }
    format!("{schema:#}\n")
}

fn object(fields: &[Field]) -> Value {
    let properties = json_object(fields.iter().map(|field| {
        let mut property = of_shape(&field.shape);
        property["description"] = json!(field.means);
        (field.name, property)
    }));
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn of_shape(shape: &Shape) -> Value {
    match shape {
        Shape::Format => json!({ "const": FORMAT }),
        Shape::Truth => json!({ "type": "boolean" }),
        Shape::Number => json!({ "type": "integer", "minimum": 1 }),
        // Text must contain at least one character that isn't white space.
        Shape::Text => json!({ "type": "string", "pattern": "\\S" }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Facts => {
            let values = |fact: FactName| json!({ "enum": fact.values(), "description": fact.meaning() });
            let facts = json_object(FactName::ALL.map(|fact| (fact.name(), values(fact))));
            json!({ "type": "object", "additionalProperties": false, "properties": facts })
        }
        Shape::Object(fields) => object(fields),
        Shape::List(shape) => json!({ "type": "array", "minItems": 1, "items": of_shape(shape) }),
        Shape::ByWord(words, shape) => {
            let properties = json_object(words.iter().map(|word| (*word, of_shape(shape))));
            json!({ "type": "object", "additionalProperties": false, "properties": properties })
        }
    }
}
