//! The requests and responses of the airport, and how they are printed.
//!
//! This module defines the form of the messages and the date format. The module must not know what any path means.

use crate::inspect::exchange::{InputFormat, RecordedExchange, RequestHead, ResponseHead};
use crate::inspect::field::{HeaderField, Position, value};
use crate::ruling::status_line;

/// A complete request whose framing has already been checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabRequest {
    pub method: String,
    /// The path and the query.
    pub target: String,
    pub fields: Vec<HeaderField>,
    pub body: Vec<u8>,
}

/// A response to a request. The response to a HEAD request has the same fields but no body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabResponse {
    pub status: u16,
    pub fields: Vec<HeaderField>,
    pub body: String,
}

/// Creates a field in the program itself, rather than from parsed input.
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

    /// Returns the first query parameter with this name.
    pub fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        parameter(query, name)
    }

    /// Returns a parameter from a form body or from a flat JSON object.
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

    /// Returns the head and the body, line by line.
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

/// Converts both messages into an exchange that `inspect` can judge.
pub fn recorded(request: &LabRequest, response: &LabResponse) -> RecordedExchange {
    RecordedExchange {
        format: InputFormat::Raw,
        row: None,
        request: Some(RequestHead {
            method: request.method.clone(),
            target: request.target.clone(),
            fields: request.fields.clone(),
            shows_credentials: true,
            body: String::from_utf8_lossy(&request.body).into_owned(),
        }),
        response: ResponseHead {
            status: response.status,
            fields: response.fields.clone(),
            body: response.body.clone(),
            shows_fields: true,
            ..ResponseHead::default()
        },
        remarks: Vec::new(),
    }
}

/// Finds the first value with this name in a text such as `a=b&c=d`.
fn parameter(pairs: &str, name: &str) -> Option<String> {
    let mut pairs = pairs.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.find(|(key, _)| decoded(key) == name).map(|(_, value)| decoded(value))
}

/// Decodes percent-encoded form data, in which `+` is a space.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digits = rest.clone().take(2).map(|digit| char::from(digit).to_digit(16)).collect::<Option<Vec<u32>>>();
        bytes.push(match (byte, digits.as_deref()) {
            (b'%', Some([high, low])) => {
                rest.nth(1);
                u8::try_from(high * 16 + low).unwrap_or_default()
            }
            (b'+', _) => b' ',
            _ => byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Percent-encodes every character that has a special meaning in form data or in a request target.
pub fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// Encodes bytes as Base64 with padding (RFC 4648 section 4).
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let chunk = |chunk: &[u8]| {
        let bits = (0..3).fold(0_u32, |bits, place| bits << 8 | u32::from(chunk.get(place).copied().unwrap_or(0)));
        let digit = |place: usize| match DIGITS.get((bits >> (18 - 6 * place) & 63) as usize) {
            Some(digit) if place <= chunk.len() => char::from(*digit),
            _ => '=',
        };
        [0, 1, 2, 3].map(digit)
    };
    bytes.chunks(3).flat_map(chunk).collect()
}

/// Formats seconds since 1970 as `Mon, 23 Nov 2026 07:11:26 GMT` (RFC 9110 section 5.6.7).
pub fn http_date(now: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let date = crate::text::date(now.saturating_mul(1000));
    let mut parts = date.split('-');
    let (year, month, day) =
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let month = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).unwrap_or(&"Jan");
    let weekday = usize::try_from(now / 86_400 % 7).ok().and_then(|day| DAYS.get(day)).unwrap_or(&"Thu");
    let (hour, minute, second) = (now / 3600 % 24, now / 60 % 60, now % 60);
    format!("{weekday}, {day} {month} {year} {hour:02}:{minute:02}:{second:02} GMT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_padded() {
        for (text, expected) in [("", ""), ("a", "YQ=="), ("a:", "YTo="), ("a:b", "YTpi"), ("ana:x", "YW5hOng=")] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn dates_are_read_back() {
        assert_eq!(http_date(1_795_417_455), "Mon, 23 Nov 2026 07:04:15 GMT");
        for now in [0, 86_399, 951_782_400, 1_795_417_455] {
            assert_eq!(crate::inspect::credentials::date(&http_date(now)), i64::try_from(now).ok());
        }
    }

    #[test]
    fn parameters_are_read_from_forms_and_from_json() {
        let request = |body: &str| LabRequest { body: body.into(), ..LabRequest::default() };
        assert_eq!(request("a=1&reason=lost+bag%21").parameter("reason").as_deref(), Some("lost bag!"));
        assert_eq!(request(r#"{"gate": 27, "reason": "late"}"#).parameter("gate").as_deref(), Some("27"));
        assert_eq!(request("reason").parameter("reason").as_deref(), Some(""));
        assert_eq!(request("%zz=1").parameter("%zz").as_deref(), Some("1"));
        assert_eq!(request(r#"{"gate": []}"#).parameter("gate"), None);
        assert_eq!(encoded("a b&c"), "a%20b%26c");
    }
}
