//! Parses the header panel of Chrome's developer tools, copied as text.
//!
//! Older versions of Chrome write `name: value` on one line; newer versions write the value on the next line. The
//! response fields come before the request fields, and both lists are in alphabetical order.

use super::{HeaderField, InputFormat, NumberedLine, Position, RecordedExchange, RequestHead, ResponseHead};

/// Fields and titles that may come first in the list of request fields.
const BEGINS_REQUEST: [&str; 12] = [
    "request headers", ":authority", ":method", ":path", "accept", "accept-encoding", "accept-language",
    "authorization", "cookie", "host", "origin", "referer",
];

const NO_FIELD: [&str; 5] = ["request url", "request method", "status code", "remote address", "referrer policy"];

/// The titles in the panel, in lower case. Only the start of a line is compared with the titles.
const TITLES: [&str; 4] = ["response headers", "request headers", "general", "provisional headers"];

pub(super) fn parse(lines: &[NumberedLine<'_>]) -> Option<Vec<RecordedExchange>> {
    let pairs = pairs(lines);
    let text = |name: &str| pairs.iter().find(|pair| pair.0.eq_ignore_ascii_case(name)).map(|pair| pair.1);
    let (target, method) = (text("Request URL")?, text("Request Method").unwrap_or("GET"));
    let (code, reason) = text("Status Code")?.split_once(' ').unwrap_or((text("Status Code")?, ""));
    let status = code.parse().ok().filter(|status| (100..600).contains(status))?;
    let is_one = |names: &[&str], name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let begins = pairs.iter().position(|pair| is_one(&BEGINS_REQUEST, pair.0)).unwrap_or(pairs.len());
    let (response, request) = pairs.split_at(begins);
    let fields = |pairs: &[(&str, &str, Position)]| -> Vec<HeaderField> {
        let is_field = |name: &str| !name.starts_with(':') && !is_one(&NO_FIELD, name) && !is_one(&TITLES, name);
        let fields = pairs.iter().filter(|pair| is_field(pair.0));
        fields.map(|pair| HeaderField { name: pair.0.to_owned(), value: pair.1.to_owned(), position: pair.2 }).collect()
    };
    let request = RequestHead {
        method: method.to_owned(),
        target: target.to_owned(),
        fields: fields(request),
        shows_credentials: !request.is_empty(),
        ..RequestHead::default()
    };
    let fields = fields(response);
    let position = pairs.iter().find(|pair| pair.0.eq_ignore_ascii_case("Status Code")).map(|pair| pair.2)?;
    let response = ResponseHead {
        status,
        reason: reason.to_owned(),
        shows_fields: !fields.is_empty(),
        fields,
        position,
        ..ResponseHead::default()
    };
    Some(vec![RecordedExchange::new(InputFormat::Raw, Some(request), response)])
}

/// Returns each name and value in the panel with its position. A title is returned as a name with an empty value.
fn pairs<'a>(lines: &[NumberedLine<'a>]) -> Vec<(&'a str, &'a str, Position)> {
    let mut lines = lines.iter().filter(|line| !line.text.trim().is_empty());
    let mut pairs = Vec::new();
    let splits = |text: &'a str| {
        let colon = text.get(1..)?.find(':')? + 1;
        Some((text.get(..colon)?.trim(), text.get(colon + 1..)?.trim()))
    };
    let is_old = lines.clone().any(|line| line.text.starts_with("Status Code:"));
    while let Some(line) = lines.next() {
        let text = line.text.trim().to_ascii_lowercase();
        if let Some(title) = TITLES.iter().find(|title| text.starts_with(**title)) {
            pairs.push((*title, "", line.position(0)));
        } else if is_old {
            pairs.extend(splits(line.text).map(|(name, value)| (name, value, line.position(0))));
        } else if let Some(value) = lines.next() {
            pairs.push((line.text.trim(), value.text.trim(), line.position(0)));
        }
    }
    pairs
}
