//! Parses JSON logs, and logs that name their columns, such as those of IIS and `CloudFront`.
//!
//! Nested members are addressed as `outer.inner`.

use serde_json::{Map, Value, json};

use super::raw::{self, is_status_line, request_line};
use super::{InputFormat, NumberedLine, Position, RecordedExchange, RequestHead, ResponseHead, numbered, value};
use crate::encoding::json_object;
use crate::inspect::field::fields_from_json;

const STATUS: [&str; 18] = [
    "response.status", "response.statusCode", "response.code", "status", "status_code", "statusCode", "StatusCode",
    "response_code", "res.statusCode", "httpRequest.status", "httpStatus", "httpStatusCode",
    "http.response.status_code", "EdgeResponseStatus", "DownstreamStatus", "elb_status_code", "sc-status", "code",
];
const METHOD: [&str; 11] = [
    "method", "request_method", "request.method", "req.method", "httpMethod", "httpRequest.requestMethod",
    "http.request.method", "ClientRequestMethod", "RequestMethod", "verb", "cs-method",
];
const TARGET: [&str; 18] = [
    "uri", "path", "url", "request_uri", "request.uri", "request.url.raw", "request.url.path", "request.url",
    "req.url", "httpRequest.requestUrl", "url.original", "url.path", "ClientRequestURI", "RequestPath", "resourcePath",
    "requestUri", "x_envoy_original_path", "cs-uri-stem",
];
const REQUEST: [&str; 2] = ["request", "requestLine"];
const USER: [&str; 5] = ["remote_user", "user_id", "ClientUsername", "user.name", "cs-username"];
const DETAILS: [&str; 1] = ["response_code_details"];
const SUBSTATUS: [&str; 1] = ["sc-substatus"];
const REQUEST_FIELDS: [&str; 5] =
    ["request.headers", "request.header.headers", "request.header", "req.headers", "request_headers"];
const RESPONSE_FIELDS: [&str; 7] = [
    "resp_headers", "response.headers", "response.header.headers", "response.header", "res.headers",
    "response_headers", "headers_out",
];
const RESPONSE_BODY: [&str; 4] = ["response.content.text", "response.body.text", "response.body", "response.data"];

/// Parses a JSON log that has one entry per line, or a file in which entries are nested, such as a report or a Postman
/// collection.
pub(super) fn parse(text: &str, lines: &[NumberedLine<'_>]) -> Vec<RecordedExchange> {
    let (mut read, mut requests) = (Vec::new(), Map::new());
    for line in lines {
        let entry = line.text.find('{').and_then(|start| serde_json::from_str(line.text.get(start..)?.trim()).ok());
        let Some(Value::Object(mut entry)) = entry else { continue };
        // Fastify logs a request and its response as two entries with the same id.
        if let Some(id) = entry.get("reqId").and_then(Value::as_str).map(str::to_owned) {
            let request = entry.get("req").or_else(|| requests.get(&id)).cloned().unwrap_or_default();
            requests.insert(id, request.clone());
            entry.insert("req".to_owned(), request);
        }
        collect(&Value::Object(entry), line.position(0), &mut read);
    }
    if !read.is_empty() {
        return read;
    }
    match serde_json::from_str(text) {
        Ok(Value::Array(packets)) if packets.iter().any(|packet| packet.pointer(HTTP_LAYER).is_some()) => {
            packets_of(&packets)
        }
        Ok(value) => {
            collect(&value, Position::default(), &mut read);
            read
        }
        Err(_) => Vec::new(),
    }
}

/// Parses a JSON log with other words before each entry, such as a time or the name of a container.
pub(super) fn parse_after_prefix(text: &str, lines: &[NumberedLine<'_>]) -> Option<Vec<RecordedExchange>> {
    Some(parse(text, lines)).filter(|read| !read.is_empty())
}

/// Collects the outermost entries that hold an exchange. HAR files have a reader of their own.
fn collect(value: &Value, position: Position, read: &mut Vec<RecordedExchange>) {
    let entry = value.get("originalRequest").map(|request| saved_response(value, request));
    match (exchange(entry.as_ref().unwrap_or(value), position), value) {
        (Some(exchange), _) => read.push(exchange),
        (None, Value::Object(members)) if value.pointer("/log/entries").is_none() => {
            members.values().for_each(|inner| collect(inner, position, read));
        }
        (None, Value::Array(items)) => items.iter().for_each(|inner| collect(inner, position, read)),
        _ => {}
    }
}

/// Reads a response that was saved as an example in a collection of Postman or Hoppscotch.
fn saved_response(saved: &Value, request: &Value) -> Value {
    let first = |object: &Value, names: [&str; 2]| names.iter().find_map(|name| object.get(name)).cloned();
    json!({
        "status": saved.get("code"),
        "request": {
            "method": request.get("method"),
            "url": first(request, ["url", "endpoint"]),
            "headers": first(request, ["header", "headers"]),
        },
        "response": { "headers": first(saved, ["header", "headers"]), "body": saved.get("body") },
    })
}

const HTTP_LAYER: &str = "/_source/layers/http";

/// Parses the output of `tshark -T json`, in which the first line of each message is the name of an object member.
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
    let text = |names: &[&str]| names.iter().find_map(|name| member(entry, &[*name])?.as_str()).unwrap_or_default();
    let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let status = STATUS.iter().find_map(|name| number(member(entry, &[*name])?))?;
    let status = u16::try_from(status).ok().filter(|status| (100..600).contains(status))?;
    let (method, target) = request_line(text(&REQUEST)).unwrap_or_else(|| (text(&METHOD), text(&TARGET)));
    if method.is_empty() || !method.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') {
        return None;
    }
    let request_fields = member(entry, &REQUEST_FIELDS).map(fields_from_json).unwrap_or_default();
    let response_fields = member(entry, &RESPONSE_FIELDS).map(fields_from_json).unwrap_or_default();
    let shows_credentials = ["Authorization", "Cookie"].iter().any(|name| value(&request_fields, name).is_some());
    let request = RequestHead {
        method: method.to_owned(),
        // Newman writes each part of the path as a string of its own.
        target: match member(entry, &["request.url.path"]) {
            Some(Value::Array(parts)) if target.is_empty() => {
                parts.iter().filter_map(Value::as_str).flat_map(|part| ["/", part]).collect()
            }
            _ => target.to_owned(),
        },
        fields: request_fields,
        shows_credentials,
        names_user: !matches!(text(&USER), "" | "-"),
        ..RequestHead::default()
    };
    let response = ResponseHead {
        status,
        shows_fields: !response_fields.is_empty(),
        fields: response_fields,
        body: match member(entry, &RESPONSE_BODY) {
            Some(body @ Value::Object(_)) => body.to_string(),
            _ => text(&RESPONSE_BODY).to_owned(),
        },
        details: match text(&SUBSTATUS) {
            "" | "0" => text(&DETAILS).to_owned(),
            substatus => format!("{status}.{substatus}"),
        },
        position,
        ..ResponseHead::default()
    };
    Some(RecordedExchange::new(InputFormat::AccessLog, Some(request), response))
}
