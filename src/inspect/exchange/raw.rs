//! Parses raw HTTP messages, which start with a request line or status line (RFC 9112 sections 3 to 5).
//!
//! The parser also handles the output of `curl -i`, of HTTPie and of airside's script. A body ends where the next
//! message head starts.

use super::command;
use super::noise::unchunked;
use super::pairs::ExchangeBuilder;
use super::{HeaderField, InputFormat, NumberedLine, RecordedExchange, Remark, RequestHead, ResponseHead, value};
use crate::inspect::challenge::parse as parse_challenge;
use crate::inspect::field::is_token_byte;
use crate::say;

pub(super) fn request_line(line: &str) -> Option<(&str, &str)> {
    let mut parts = line.split(' ');
    let (method, target, version) = (parts.next()?, parts.next()?, parts.next()?);
    let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    let ends = parts.all(|rest| rest.trim().is_empty());
    (is_method && !target.is_empty() && is_version(version.trim_end()) && ends).then_some((method, target))
}

fn is_version(text: &str) -> bool {
    matches!(text, "HTTP/0.9" | "HTTP/1.0" | "HTTP/1.1" | "HTTP/2" | "HTTP/2.0" | "HTTP/3" | "HTTP/3.0")
}

/// Parses the status in a status line. HTTP/2 and HTTP/3 have no status line, but tools print one for these versions
/// too.
pub(super) fn status(line: &str) -> Option<u16> {
    if let Some(rest) = line.strip_prefix(":status:") {
        return rest.split_whitespace().next()?.parse().ok().filter(|status| (100..600).contains(status));
    }
    let (version, rest) = line.split_once(' ')?;
    let code = rest.trim_start().split(' ').next()?.trim_end();
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
    (is_version(version) && is_code).then(|| code.parse().ok())?.filter(|status| (100..600).contains(status))
}

pub(super) fn reason_phrase(line: &str) -> String {
    let rest = line.split_once(' ').map_or("", |(_, rest)| rest.trim_start());
    rest.split_once(' ').map_or("", |(_, phrase)| phrase.trim()).to_owned()
}

pub(super) fn is_status_line(line: &str) -> bool {
    status(line).is_some()
}

fn is_marker(line: &str) -> bool {
    let rest = line.trim_start_matches(['#', '-', '=', '*']);
    line.len() - rest.len() >= 3
        && (rest.trim().is_empty() || rest.starts_with([' ', '-', '=']) || rest == "REQUEST" || rest == "RESPONSE")
}

/// Parses a line printed by airside's script, such as `### ROW made-up GET https://host/path`.
fn row(line: &str) -> Option<(String, RequestHead)> {
    let mut words = line.strip_prefix("### ROW ")?.split(' ').filter(|word| !word.is_empty());
    let (row, method, url) = (words.next()?, words.next()?, words.next()?);
    let request = RequestHead { method: method.to_owned(), target: url.to_owned(), ..RequestHead::default() };
    Some((row.to_owned(), request))
}

fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(is_token_byte)
}

/// Parses header fields up to an empty line, the next message head or the end of the input. Also returns the number of
/// lines consumed.
pub(super) fn fields(lines: &[NumberedLine<'_>], remarks: &mut Vec<Remark>) -> (Vec<HeaderField>, usize) {
    let mut fields: Vec<HeaderField> = Vec::new();
    for (read, line) in lines.iter().enumerate() {
        if line.text.trim().is_empty() {
            return (fields, read + 1);
        }
        if is_marker(line.text) || is_status_line(line.text) || request_line(line.text).is_some() {
            return (fields, read);
        }
        if begins_body(line.text) && !fields.is_empty() {
            let text = say!("There is no empty line before the body.").to_owned();
            remarks.push(Remark { position: line.position(0), text });
            return (fields, read);
        }
        read_field(*line, &mut fields, remarks);
    }
    (fields, lines.len())
}

/// Returns whether the joined line would make a valid challenge invalid, in which case the second line probably comes
/// from a different program.
fn breaks_challenge(field: &HeaderField, joined: &HeaderField) -> bool {
    let is_valid = |field: &HeaderField| parse_challenge(std::iter::once(field)).1.is_empty();
    let is_challenge =
        ["WWW-Authenticate", "Proxy-Authenticate"].iter().any(|name| field.name.eq_ignore_ascii_case(name));
    is_challenge && is_valid(field) && !is_valid(joined)
}

pub(super) fn begins_body(line: &str) -> bool {
    line.starts_with(['{', '[', '<'])
}

pub(super) fn read_field(line: NumberedLine<'_>, fields: &mut Vec<HeaderField>, remarks: &mut Vec<Remark>) {
    let mut remark = |offset: usize, text: &str| {
        remarks.push(Remark { position: line.position(offset), text: text.to_owned() });
    };
    if line.text.starts_with([' ', '\t'])
        && let Some(field) = fields.last_mut()
    {
        let joined = HeaderField { value: format!("{} {}", field.value, line.text.trim()), ..field.clone() };
        if breaks_challenge(field, &joined) {
            return remark(
                0,
                say!("This line doesn't continue the challenge on the line before it, so it was skipped."),
            );
        }
        remark(0, say!("This line continues the field before it. Folded lines are obsolete (RFC 9112 section 5.2)."));
        *field = joined;
        return;
    }
    // HTTP/2 pseudo-header fields, which start with a colon, are skipped, because their values are already part of the
    // first line.
    if line.text.starts_with(':') {
        return;
    }
    let Some((name, value)) = line.text.split_once(':') else {
        return remark(0, say!("This line has no colon, so it isn't a header field. It was skipped."));
    };
    let trimmed = name.trim();
    if !is_field_name(trimmed) {
        return remark(0, say!("This isn't a valid header field name (RFC 9110 section 5.1). The line was skipped."));
    }
    if trimmed.len() != name.len() {
        remark(
            trimmed.len(),
            say!("There is a space between the name and the colon, which RFC 9112 section 5.1 forbids."),
        );
    }
    let start = name.len() + 1 + (value.len() - value.trim_start().len());
    fields.push(HeaderField {
        name: trimmed.to_owned(),
        value: value.trim().to_owned(),
        position: line.position(start),
    });
}

pub(super) const METHODS: [&str; 12] =
    ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "MKCOL", "CONNECT"];

/// Finds the method and the target, which the client may surround with other words.
pub(super) fn method_and_target(text: &str) -> Option<(&str, &str)> {
    let mut words = text.split(' ');
    let method = words.next().filter(|word| METHODS.contains(word))?;
    let target = words.next().filter(|target| target.starts_with('/') || target.contains("://"))?;
    Some((method, target))
}

/// Parses `GET https://a.example/x`, which the HTTP client of `JetBrains` prints as the first line of a request.
fn request_with_url(line: &str) -> Option<(&str, &str)> {
    method_and_target(line).filter(|(method, target)| line.trim_end().len() == method.len() + 1 + target.len())
}

/// Checks whether a message head starts on the given line. If other text comes directly before the line, the next line
/// must look like a header field.
fn begins_head(lines: &[NumberedLine<'_>], index: usize) -> bool {
    let text = |index: usize| lines.get(index).map_or("", |line| line.text);
    let before = index.checked_sub(1).map_or("", text);
    if is_pseudo_field(text(index)) {
        return before.trim().is_empty() || is_marker(before);
    }
    let after = text(index + 1);
    if let Some((_, target)) = request_with_url(text(index)) {
        let has_no_fields = before.trim().is_empty() && after.trim().is_empty() && target.contains("://");
        return has_no_fields || after.split_once(':').is_some_and(|(name, _)| is_field_name(name));
    }
    if !is_status_line(text(index)) && request_line(text(index)).is_none() {
        return false;
    }
    before.trim().is_empty()
        || is_marker(before)
        || before.starts_with('$')
        || before.split(' ').any(|word| matches!(word, "curl" | "http" | "https" | "wget"))
        || after.split_once(':').is_some_and(|(name, _)| is_field_name(name))
}

pub(super) fn parse(lines: &[NumberedLine<'_>], format: InputFormat) -> Vec<RecordedExchange> {
    let mut exchanges = ExchangeBuilder::new(format);
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        if let Some((row, request)) = row(line.text) {
            exchanges.begin_row(row, request);
            index += 1;
        } else if let Some(request) = command(lines, index) {
            exchanges.request(request, Vec::new());
            index = body_end(lines, index + 1);
        } else if !begins_head(lines, index) {
            index += 1;
        } else if let Some(status) = status(line.text) {
            let (response, remarks, end) = response(lines, index, status);
            exchanges.response(response, remarks);
            index = end;
        } else {
            let (request, remarks, end) = request(lines, index);
            exchanges.request(request, remarks);
            index = end;
        }
    }
    exchanges.finish()
}

fn command(lines: &[NumberedLine<'_>], index: usize) -> Option<RequestHead> {
    lines.get(index).filter(|line| command::begins(line.text))?;
    let end = body_end(lines, index + 1);
    lines.get(end).filter(|line| is_status_line(line.text))?;
    command::request(lines.get(index..end)?)
}

/// Returns the request, remarks about the input, and the index of the first line after the request.
fn request(lines: &[NumberedLine<'_>], index: usize) -> (RequestHead, Vec<Remark>, usize) {
    let mut remarks = Vec::new();
    let head = lines.get(index..).unwrap_or_default();
    let mut request = RequestHead { shows_credentials: true, ..RequestHead::default() };
    let first = head.first().map_or("", |line| line.text);
    let line = request_line(first).or_else(|| request_with_url(first));
    let begins = index + usize::from(line.is_some());
    let (fields, read) = fields(lines.get(begins..).unwrap_or_default(), &mut remarks);
    request.fields = fields;
    // A client may add credentials to a request that was written by hand.
    request.shows_credentials = request_with_url(first).is_none() || value(&request.fields, "Host").is_some();
    if let Some((method, target)) = line {
        (request.method, request.target) = (method.to_owned(), target.to_owned());
    } else {
        read_pseudo_fields(head.get(..read).unwrap_or_default(), &mut request);
    }
    let start = begins + read;
    let end = body_end(lines, start);
    request.body = text(lines, start, end);
    (request, remarks, end)
}

/// Checks for fields such as `:method: GET`, which replace the request line in HTTP/2 (RFC 9113 section 8.3.1).
fn is_pseudo_field(line: &str) -> bool {
    [":method:", ":path:", ":authority:", ":scheme:"].iter().any(|name| line.starts_with(name))
}

fn read_pseudo_fields(lines: &[NumberedLine<'_>], request: &mut RequestHead) {
    for line in lines {
        let text = |name| line.text.strip_prefix(name).map(|rest: &str| rest.trim().to_owned());
        if let Some(method) = text(":method:") {
            request.method = method;
        } else if let Some(target) = text(":path:") {
            request.target = target;
        } else if let Some(host) = text(":authority:") {
            request.fields.push(HeaderField { name: "Host".to_owned(), value: host, position: line.position(0) });
        }
    }
}

/// Returns the response, remarks about the input, and the index of the first line after the response.
fn response(lines: &[NumberedLine<'_>], index: usize, status: u16) -> (ResponseHead, Vec<Remark>, usize) {
    let mut remarks = Vec::new();
    let (mut fields, read) = fields(lines.get(index + 1..).unwrap_or_default(), &mut remarks);
    let start = index + 1 + read;
    // If the input ends inside a quoted string, the field was probably cut off.
    let is_cut = start >= lines.len() && fields.pop_if(|field| is_unclosed(&field.value)).is_some();
    let length = value(&fields, "Content-Length").and_then(|length| length.parse().ok());
    let end = response_end(lines, start, length, &mut remarks);
    let response = ResponseHead {
        status,
        reason: lines.get(index).map(|line| reason_phrase(line.text)).unwrap_or_default(),
        body: unchunked(text(lines, start, end), &fields),
        fields,
        shows_fields: true,
        is_cut,
        details: String::new(),
        position: lines.get(index).map(|line| line.position(0)).unwrap_or_default(),
    };
    (response, remarks, end)
}

pub(super) fn is_unclosed(value: &str) -> bool {
    let mut is_open = false;
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => is_open = !is_open,
            '\\' if is_open => {
                characters.next();
            }
            _ => {}
        }
    }
    is_open
}

fn text(lines: &[NumberedLine<'_>], start: usize, end: usize) -> String {
    let body: Vec<&str> = lines.get(start..end).unwrap_or_default().iter().map(|line| line.text).collect();
    body.join("\n")
}

fn body_end(lines: &[NumberedLine<'_>], start: usize) -> usize {
    (start..lines.len()).find(|index| ends_body(lines, *index)).unwrap_or(lines.len())
}

/// Returns the index of the first line after the response body. A body that is a document about HTTP may contain
/// message heads, so `Content-Length` decides whether a head is part of the body. If the body was left out or abridged,
/// `Content-Length` is ignored.
fn response_end(lines: &[NumberedLine<'_>], start: usize, length: Option<usize>, remarks: &mut Vec<Remark>) -> usize {
    let mut end = body_end(lines, start);
    let is_recorded = |body: &str| {
        !body.trim().is_empty() && !["...", "…", "truncated", "snip"].iter().any(|word| body.contains(word))
    };
    while let Some(head) = lines.get(end).filter(|line| !line.text.starts_with("### ")) {
        let body = text(lines, start, end);
        if !is_recorded(&body) || length.is_none_or(|length| body.len() >= length) {
            break;
        }
        let message = say!(
            "According to its `Content-Length`, the previous message includes this head, so the head was read as part of that message's body."
        );
        remarks.push(Remark { position: head.position(0), text: message.to_owned() });
        end = body_end(lines, end + 1);
    }
    end
}

fn ends_body(lines: &[NumberedLine<'_>], index: usize) -> bool {
    lines.get(index).is_some_and(|line| line.text.starts_with("### ")) || begins_head(lines, index)
}
