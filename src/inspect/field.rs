//! Header fields and their positions in the input.
//!
//! This module must not interpret field values.

use serde_json::Value;

/// A position in the input. Lines and columns are counted from 1. For entries of a HAR file, `line` is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// A header field of a message. A message can contain several fields with the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderField {
    pub name: String,
    pub value: String,
    pub position: Position,
}

/// Checks whether a byte may appear in a token (RFC 9110 section 5.6.2).
pub(crate) const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

/// Returns all header fields with the given name, ignoring case.
pub fn values<'a>(fields: &'a [HeaderField], name: &'a str) -> impl Iterator<Item = &'a HeaderField> {
    fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
}

/// Returns the value of the first header field with the given name, ignoring case.
pub fn value<'a>(fields: &'a [HeaderField], name: &'a str) -> Option<&'a str> {
    values(fields, name).next().map(|field| field.value.as_str())
}

/// Reads fields from the forms in which JSON files hold them: an object, or a list of names and values.
pub(super) fn fields_from_json(list: &Value) -> Vec<HeaderField> {
    let texts = |value: &Value| match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        value => value.as_str().map(str::to_owned).into_iter().collect::<Vec<String>>(),
    };
    let pairs: Vec<(&str, Vec<String>)> = match list {
        Value::Object(members) => members.iter().map(|(name, value)| (name.as_str(), texts(value))).collect(),
        Value::Array(entries) => entries
            .iter()
            .filter(|entry| entry.get("disabled") != Some(&Value::Bool(true)))
            .filter_map(|entry| {
                Some((entry.get("name").or_else(|| entry.get("key"))?.as_str()?, texts(entry.get("value")?)))
            })
            .collect(),
        _ => Vec::new(),
    };
    let fields = pairs.into_iter().flat_map(|(name, values)| {
        values.into_iter().map(move |value| HeaderField { name: name.to_owned(), value, position: Position::default() })
    });
    fields.collect()
}
