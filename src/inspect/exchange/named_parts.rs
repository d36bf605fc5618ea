//! Restores messages that a program logged with a name before each part, such as `METHOD: GET`.
//!
//! The log formats of Ktor, Dio and ASP.NET Core are supported.

use super::raw::{begins_body, is_status_line};
use crate::inspect::field::is_token_byte;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Property {
    Request,
    Method,
    Target,
    Status,
    Body,
    End,
    Other,
}

const PROPERTIES: [(&str, Property); 14] = [
    ("request", Property::Request),
    ("method", Property::Method),
    ("uri", Property::Target),
    ("path", Property::Target),
    ("statuscode", Property::Status),
    ("response", Property::Status),
    ("body start", Property::Body),
    ("response text", Property::Body),
    ("body end", Property::End),
    ("from", Property::Other),
    ("headers", Property::Other),
    ("scheme", Property::Other),
    ("protocol", Property::Other),
    ("pathbase", Property::Other),
];

fn property(line: &str) -> Option<(Property, &str)> {
    let (name, value) = line.split_once(':').unwrap_or((line, ""));
    let name = name.trim_matches(['*', ' ']);
    let found = PROPERTIES.iter().find(|(property, _)| name.eq_ignore_ascii_case(property))?;
    Some((found.1, value.trim().trim_start_matches("HttpMethod(value=").trim_end_matches(')')))
}

pub(super) fn restored(text: &str) -> Option<Vec<(usize, String)>> {
    let begins_with_digit = |value: &str| value.starts_with(|letter: char| letter.is_ascii_digit());
    let has = |wanted: Property, is_value: fn(&str) -> bool| {
        text.lines().any(|line| parts(line).0.is_some_and(|found| found.0 == wanted && is_value(found.1)))
    };
    let has_status = has(Property::Status, begins_with_digit);
    let is_head = |line: &str| is_status_line(line.trim_start_matches(['<', '*', ' ']));
    if !has_status || !has(Property::Request, |_| true) || text.lines().any(is_head) {
        return None;
    }
    let (mut read, mut request) = (Vec::new(), None::<Vec<(usize, String)>>);
    let head = |method: &str, target: &str, fields: Vec<(usize, String)>| {
        let number = fields.first().map_or(0, |(number, _)| *number);
        let first = [(number, String::new()), (number, format!("{method} {target}"))];
        first.into_iter().chain(fields).chain([(number, String::new())])
    };
    let (mut method, mut target, mut in_response, mut in_body) = ("GET", "", false, false);
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        let (found, line) = parts(line);
        match found.filter(|(found, _)| !in_body || matches!(found, Property::End | Property::Request)) {
            Some((Property::Request, value)) => {
                read.extend(request.take().into_iter().flat_map(|fields| head(method, target, fields)));
                (method, target, in_response, in_body) = ("GET", value, false, false);
                request = Some(Vec::new());
            }
            Some((Property::Method, value)) if !in_response => method = value,
            Some((Property::Target, value)) if !in_response => target = value,
            Some((Property::Status, value)) if begins_with_digit(value) => {
                read.extend(request.take().into_iter().flat_map(|fields| head(method, target, fields)));
                read.extend([(number, String::new()), (number, format!("HTTP/1.1 {value}"))]);
                in_response = true;
            }
            Some((Property::Body, _)) => {
                read.extend(in_response.then(|| (number, String::new())));
                in_body = true;
            }
            Some((Property::End, _)) => in_body = false,
            None if in_response && (in_body || begins_body(line)) => {
                read.extend((!in_body).then(|| (number, String::new())));
                in_body = true;
                read.push((number, line.to_owned()));
            }
            None if !in_body && line.split_once(": ").is_some_and(|(name, _)| name.bytes().all(is_token_byte)) => {
                request.as_mut().unwrap_or(&mut read).push((number, line.to_owned()));
            }
            Some(_) | None => {}
        }
    }
    Some(read)
}

/// Returns the property in a line, and the line without the words that come before each line of a log.
fn parts(line: &str) -> (Option<(Property, &str)>, &str) {
    let line = line.strip_prefix("I/flutter").and_then(|line| line.split_once("): ")).map_or(line, |(_, rest)| rest);
    let line = line.trim().trim_start_matches("HttpClient: ").trim_start_matches("-> ");
    (property(line), line)
}
