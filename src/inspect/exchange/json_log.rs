//! Parses JSON logs, and the logs of IIS and `CloudFront`, which name their columns.
//!
//! The name of a nested member is written as `outer.inner`.

use serde_json::Value;

use super::raw::request_line;
use super::{HeaderField, NumberedLine, Position, RecordedExchange, RequestHead, ResponseHead, value};

const STATUS: [&str; 13] = [
    "status", "status_code", "statusCode", "response_code", "response.status", "response.statusCode", "res.statusCode",
    "httpRequest.status", "http.response.status_code", "EdgeResponseStatus", "DownstreamStatus", "elb_status_code",
    "sc-status",
];
const METHOD: [&str; 11] = [
    "method", "request_method", "request.method", "req.method", "httpMethod", "httpRequest.requestMethod",
    "http.request.method", "ClientRequestMethod", "RequestMethod", "verb", "cs-method",
];
const TARGET: [&str; 14] = [
    "uri", "path", "url", "request_uri", "request.uri", "request.url", "req.url", "httpRequest.requestUrl",
    "url.original", "url.path", "ClientRequestURI", "RequestPath", "resourcePath", "cs-uri-stem",
];
const REQUEST: [&str; 2] = ["request", "requestLine"];
const USER: [&str; 5] = ["remote_user", "user_id", "ClientUsername", "user.name", "cs-username"];
const DETAILS: [&str; 1] = ["response_code_details"];
const REQUEST_FIELDS: [&str; 3] = ["request.headers", "req.headers", "request_headers"];
const RESPONSE_FIELDS: [&str; 5] =
    ["resp_headers", "response.headers", "res.headers", "response_headers", "headers_out"];
const RESPONSE_BODY: [&str; 2] = ["response.content.text", "response.body"];

/// Parses a JSON log that has either one entry per line or a list of entries.
pub(super) fn parse(text: &str, lines: &[NumberedLine<'_>]) -> Vec<RecordedExchange> {
    let entries = lines.iter().filter(|line| line.text.trim_start().starts_with('{'));
    let entries = entries.filter_map(|line| exchange(&serde_json::from_str(line.text.trim()).ok()?, line.position(0)));
    let read: Vec<RecordedExchange> = entries.collect();
    if !read.is_empty() {
        return read;
    }
    match serde_json::from_str(text) {
        Ok(Value::Array(entries)) => entries.iter().filter_map(|entry| exchange(entry, Position::default())).collect(),
        Ok(entry) => exchange(&entry, Position::default()).into_iter().collect(),
        Err(_) => Vec::new(),
    }
}

/// Parses a log that names its columns in a line such as `#Fields: cs-method sc-status`.
pub(super) fn parse_columns(lines: &[NumberedLine<'_>]) -> Option<Vec<RecordedExchange>> {
    let names: Vec<&str> =
        lines.iter().find_map(|line| line.text.strip_prefix("#Fields:"))?.split_whitespace().collect();
    let rows = lines.iter().filter(|line| !line.text.starts_with('#'));
    let rows = rows.filter_map(|line| {
        let cells = line.text.split_whitespace().map(Value::from);
        let row: serde_json::Map<String, Value> = names.iter().map(ToString::to_string).zip(cells).collect();
        exchange(&Value::Object(row), line.position(0))
    });
    Some(rows.collect())
}

fn member<'a>(entry: &'a Value, names: &[&str]) -> Option<&'a Value> {
    let nested = |name: &str| name.split('.').try_fold(entry, |entry, name| entry.get(name));
    names.iter().find_map(|name| entry.get(name).or_else(|| nested(name)))
}

fn exchange(entry: &Value, position: Position) -> Option<RecordedExchange> {
    let text = |names: &[&str]| member(entry, names).and_then(Value::as_str).unwrap_or_default();
    let status = member(entry, &STATUS)?;
    let status = status.as_u64().or_else(|| status.as_str()?.parse().ok())?;
    let status = u16::try_from(status).ok().filter(|status| (100..600).contains(status))?;
    let (method, target) = request_line(text(&REQUEST)).unwrap_or_else(|| (text(&METHOD), text(&TARGET)));
    if method.is_empty() {
        return None;
    }
    let request_fields = member(entry, &REQUEST_FIELDS).map(fields).unwrap_or_default();
    let response_fields = member(entry, &RESPONSE_FIELDS).map(fields).unwrap_or_default();
    let shows_credentials = ["Authorization", "Cookie"].iter().any(|name| value(&request_fields, name).is_some());
    let request = RequestHead {
        method: method.to_owned(),
        target: target.to_owned(),
        fields: request_fields,
        shows_credentials,
        names_user: !matches!(text(&USER), "" | "-"),
        body: String::new(),
    };
    let response = ResponseHead {
        status,
        shows_fields: !response_fields.is_empty(),
        fields: response_fields,
        body: text(&RESPONSE_BODY).to_owned(),
        details: text(&DETAILS).to_owned(),
        position,
        ..ResponseHead::default()
    };
    Some(RecordedExchange::logged(Some(request), response))
}

fn fields(list: &Value) -> Vec<HeaderField> {
    let texts = |value: &Value| match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        value => value.as_str().map(str::to_owned).into_iter().collect::<Vec<String>>(),
    };
    let pairs: Vec<(&str, Vec<String>)> = match list {
        Value::Object(members) => members.iter().map(|(name, value)| (name.as_str(), texts(value))).collect(),
        Value::Array(entries) => entries
            .iter()
            .filter_map(|entry| Some((entry.get("name")?.as_str()?, texts(entry.get("value")?))))
            .collect(),
        _ => Vec::new(),
    };
    let fields = pairs.into_iter().flat_map(|(name, values)| {
        values.into_iter().map(move |value| HeaderField { name: name.to_owned(), value, position: Position::default() })
    });
    fields.collect()
}
