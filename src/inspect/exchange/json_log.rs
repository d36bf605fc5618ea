//! Parses JSON logs, and the logs of IIS and `CloudFront`, which name their columns.
//!
//! The name of a nested member is written as `outer.inner`.

use serde_json::{Value, json};

use super::raw::{self, is_status_line, request_line};
use super::{
    HeaderField, InputFormat, NumberedLine, Position, RecordedExchange, RequestHead, ResponseHead, numbered, value,
};
use crate::encoding::json_object;

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
const SUBSTATUS: [&str; 1] = ["sc-substatus"];
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
        Ok(collection) if collection.get("item").is_some() => {
            let mut read = Vec::new();
            saved_responses(&collection, &mut read);
            read
        }
        Ok(Value::Array(packets)) if packets.iter().any(|packet| packet.pointer(HTTP_LAYER).is_some()) => {
            packets_of(&packets)
        }
        Ok(Value::Array(entries)) => entries.iter().filter_map(|entry| exchange(entry, Position::default())).collect(),
        Ok(entry) => exchange(&entry, Position::default()).into_iter().collect(),
        Err(_) => Vec::new(),
    }
}

/// Collects the responses that were saved as examples in a Postman collection, which nests folders.
fn saved_responses(folder: &Value, read: &mut Vec<RecordedExchange>) {
    let list = |name: &str| folder.get(name).and_then(Value::as_array).into_iter().flatten();
    let entry = |saved: &Value| {
        let request = saved.get("originalRequest")?;
        let url = request.get("url").map(|url| url.get("raw").unwrap_or(url));
        Some(json!({
            "status": saved.get("code"),
            "request": { "method": request.get("method"), "url": url, "headers": request.get("header") },
            "response": { "headers": saved.get("header"), "body": saved.get("body") },
        }))
    };
    read.extend(list("response").filter_map(|saved| exchange(&entry(saved)?, Position::default())));
    list("item").for_each(|item| saved_responses(item, read));
}

const HTTP_LAYER: &str = "/_source/layers/http";

/// Parses the output of `tshark -T json`, in which the first line of a message is the name of a member.
fn packets_of(packets: &[Value]) -> Vec<RecordedExchange> {
    let mut text = String::new();
    for layer in packets.iter().filter_map(|packet| packet.pointer(HTTP_LAYER)?.as_object()) {
        let first = layer.keys().map(|name| name.trim_end_matches("\\r\\n"));
        let first = first.filter(|line| is_status_line(line) || request_line(line).is_some());
        let fields = ["http.request.line", "http.response.line"].iter().filter_map(|name| layer.get(*name));
        let fields = fields.flat_map(|value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]));
        let fields = fields.filter_map(|field| Some(field.as_str()?.trim_end().to_owned()));
        let body = layer.get("http.file_data").and_then(Value::as_str).unwrap_or_default().to_owned();
        let lines = first.map(str::to_owned).chain(fields).chain([String::new(), body, String::new()]);
        text.extend(lines.map(|line| line + "\n"));
    }
    let lines = numbered(&text);
    raw::parse(&lines, InputFormat::ClientLog)
}

/// Parses a log that names its columns in a line such as `#Fields: cs-method sc-status`.
pub(super) fn parse_columns(lines: &[NumberedLine<'_>]) -> Option<Vec<RecordedExchange>> {
    let names: Vec<&str> =
        lines.iter().find_map(|line| line.text.strip_prefix("#Fields:"))?.split_whitespace().collect();
    let rows = lines.iter().filter(|line| !line.text.starts_with('#'));
    let rows = rows.filter_map(|line| {
        let cells = line.text.split_whitespace().map(Value::from);
        exchange(&json_object(names.iter().copied().zip(cells)), line.position(0))
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
        details: match text(&SUBSTATUS) {
            "" | "0" => text(&DETAILS).to_owned(),
            substatus => format!("{status}.{substatus}"),
        },
        position,
        ..ResponseHead::default()
    };
    Some(RecordedExchange::logged(Some(request), response))
}

pub(super) fn fields(list: &Value) -> Vec<HeaderField> {
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
