//! Defines the airport's requests and responses, and their printed form.
//!

use crate::encoding::decode_form;
use crate::inspect::exchange::{InputFormat, RecordedExchange, RequestHead, ResponseHead};
use crate::inspect::field::{HeaderField, Position, value};
use crate::ruling::status_line;

/// A complete HTTP request whose framing has already been checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabRequest {
    pub method: String,
    pub target: String,
    pub fields: Vec<HeaderField>,
    pub body: Vec<u8>,
}

/// An HTTP response. The response to a HEAD request has the same header fields as the response to a GET request, but no
/// body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabResponse {
    pub status: u16,
    pub fields: Vec<HeaderField>,
    pub body: String,
}

/// Creates a header field that wasn't parsed from any input.
pub fn field(name: &str, value: impl Into<String>) -> HeaderField {
    HeaderField { name: name.to_owned(), value: value.into(), position: Position::default() }
}

impl LabRequest {
    pub fn path(&self) -> &str {
        self.target.split(['?', '#']).next().unwrap_or_default()
    }

    pub fn value<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        value(&self.fields, name)
    }

    pub fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        parameter(query, name)
    }

    /// Returns the named parameter from a form body or from a flat JSON object.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let body = str::from_utf8(&self.body).ok()?;
        if let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(body) {
            return match fields.get(name)? {
                serde_json::Value::String(text) => Some(text.clone()),
                serde_json::Value::Number(number) => Some(number.to_string()),
                _ => None,
            };
        }
        parameter(body, name)
    }

    /// Returns the message head, which is everything except the body.
    pub fn head(&self) -> Vec<String> {
        let first = format!("{} {} HTTP/1.1", self.method, self.target);
        std::iter::once(first).chain(self.fields.iter().map(written)).collect()
    }

    /// Returns the head and the body as lines of text.
    pub fn lines(&self) -> Vec<String> {
        with_body(self.head(), &String::from_utf8_lossy(&self.body))
    }
}

impl LabResponse {
    pub fn value<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        value(&self.fields, name)
    }

    pub fn head(&self) -> Vec<String> {
        let first = format!("HTTP/1.1 {}", status_line(self.status));
        std::iter::once(first).chain(self.fields.iter().map(written)).collect()
    }

    pub fn lines(&self) -> Vec<String> {
        with_body(self.head(), &self.body)
    }
}

fn written(field: &HeaderField) -> String {
    format!("{}: {}", field.name, field.value)
}

fn with_body(mut lines: Vec<String>, body: &str) -> Vec<String> {
    if !body.is_empty() {
        lines.push(String::new());
        lines.extend(body.lines().map(str::to_owned));
    }
    lines
}

/// Combines a request and its response into an exchange that `inspect` can judge.
pub fn recorded(request: &LabRequest, response: &LabResponse) -> RecordedExchange {
    RecordedExchange {
        format: InputFormat::Raw,
        row: None,
        request: Some(RequestHead {
            method: request.method.clone(),
            target: request.target.clone(),
            fields: request.fields.clone(),
            shows_credentials: true,
            names_user: false,
            body: String::from_utf8_lossy(&request.body).into_owned(),
        }),
        response: ResponseHead {
            status: response.status,
            fields: response.fields.clone(),
            body: response.body.clone(),
            shows_fields: true,
            ..ResponseHead::default()
        },
        time: None,
        remarks: Vec::new(),
    }
}

/// Finds the first value with the given name in text such as `a=b&c=d`.
fn parameter(pairs: &str, name: &str) -> Option<String> {
    let mut pairs = pairs.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.find(|(key, _)| decode_form(key) == name).map(|(_, value)| decode_form(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_from_forms_and_from_json() {
        let request = |body: &str| LabRequest { body: body.into(), ..LabRequest::default() };
        assert_eq!(request("a=1&reason=lost+bag%21").parameter("reason").as_deref(), Some("lost bag!"));
        assert_eq!(request(r#"{"gate": 27, "reason": "late"}"#).parameter("gate").as_deref(), Some("27"));
        assert_eq!(request("reason").parameter("reason").as_deref(), Some(""));
        assert_eq!(request("%zz=1").parameter("%zz").as_deref(), Some("1"));
        assert_eq!(request(r#"{"gate": []}"#).parameter("gate"), None);
    }
}
