//! Restores messages that a program logged as quoted strings, such as `"HTTP/1.1 401 Unauthorized\r\n"`.
//!
//! The log formats of Python's `http.client`, Ruby's `Net::HTTP`, Go's `%q` and Apache `HttpClient`'s wire log are
//! supported.

use super::raw::{begins_body, is_status_line, request_line};
use crate::inspect::field::is_token_byte;

/// The words before the quoted strings in the logs of programs that log each line of a message separately.
const BEFORE: [&str; 6] = ["send:", "reply:", "->", "<-", ">>", "<<"];

/// Returns the unquoted lines with their line numbers, or `None` if no string contains the head of a response.
pub(super) fn unquoted(text: &str) -> Option<Vec<(usize, String)>> {
    let lines = || text.lines().enumerate().map(|(index, line)| (index + 1, line.trim_end()));
    if !lines().any(|(_, line)| string(line).is_some_and(|(_, text)| is_status_line(first_line(&text)))) {
        return None;
    }
    let mut read: Vec<(usize, String)> = Vec::new();
    let mut unfinished = None;
    let mut in_body = false;
    for (number, line) in lines() {
        if let Some((mark, text)) = string(line) {
            in_body = false;
            let mut pieces = text.split('\n').map(|piece| piece.trim_end_matches('\r').to_owned());
            // A long line may be split into several strings.
            if let Some((_, last)) = read.last_mut().filter(|_| unfinished == Some(mark)) {
                last.extend(pieces.next());
            }
            read.extend(pieces.map(|piece| (number, piece)));
            unfinished = Some(mark).filter(|_| !text.ends_with('\n'));
            if unfinished.is_none() {
                read.pop();
            }
        } else if let Some(field) = line.strip_prefix("header: ") {
            // Old versions of Python log only the names of header fields.
            let (name, _) = field.split_once(':')?;
            if name.contains(' ') {
                return None;
            }
            read.push((number, field.to_owned()));
        } else if in_body || begins_body(line) {
            if !in_body {
                read.push((number, String::new()));
            }
            in_body = true;
            read.push((number, line.to_owned()));
        }
    }
    Some(read)
}

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

/// The names under which Ktor, Dio and ASP.NET Core log the parts of a message.
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

/// Restores messages that a program logged with a name before each part, such as `METHOD: GET`.
pub(super) fn named_parts(text: &str) -> Option<Vec<(usize, String)>> {
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

/// The words before a field in the output of `nghttp -v`, in that of `tshark -V` for HTTP/2, and in Go's HTTP/2 log.
const BEFORE_FIELD: [&str; 3] = ["Header: ", "encoding header ", "header field "];

/// Restores the messages in a trace of HTTP/2 frames. Each head is between lines that name a HEADERS frame.
pub(super) fn http2_fields(text: &str) -> Option<Vec<(usize, String)>> {
    let is_status = |line: &str| http2_field(line).is_some_and(|field| field.starts_with(":status: "));
    if !text.lines().any(is_status) {
        return None;
    }
    let is_nghttp = text.contains("recv (stream_id=");
    let mut read = Vec::new();
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        if let Some(field) = http2_field(line) {
            read.push((number, field));
        } else if line.contains(" HEADERS") {
            read.push((number, String::new()));
        } else if is_nghttp && !line.starts_with([' ', '[']) {
            read.push((number, line.split("[  ").next().unwrap_or_default().to_owned()));
        }
    }
    Some(read)
}

fn http2_field(line: &str) -> Option<String> {
    let rest = BEFORE_FIELD.iter().find_map(|mark| line.split_once(mark).map(|(_, rest)| rest));
    let rest = match line.split_once("recv (stream_id=") {
        Some((_, rest)) => rest.split_once(") ")?.1,
        // nghttp indents the fields that it sends.
        None => rest.or_else(|| line.strip_prefix("          ").filter(|rest| !rest.starts_with([' ', ';', '('])))?,
    };
    if let Some((name, text)) = rest.strip_prefix('"').and_then(|rest| rest.split_once("\" = \"")) {
        return Some(format!("{name}: {}", unescaped(text.strip_suffix('"')?)));
    }
    let (name, _) = rest.trim_start_matches(':').split_once(": ")?;
    name.bytes().all(is_token_byte).then(|| rest.to_owned())
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Splits a line that ends with a quoted string into the word before the string and the unescaped text. If the word
/// isn't in `BEFORE`, the text must be a message head.
fn string(line: &str) -> Option<(&str, String)> {
    let start = line.find("msg=\"").map(|start| start + "msg=".len()).or_else(|| line.find(['"', '\'']))?;
    let (before, quoted) = line.split_at_checked(start)?;
    let quote = quoted.chars().next()?;
    // k6 writes other words after the message.
    let quoted = match quoted.split_once("\" group=") {
        Some((quoted, _)) => quoted.get(1..)?,
        None => quoted.get(1..)?.strip_suffix(quote)?,
    };
    let mark = before.trim_end_matches('b').trim_end().rsplit(' ').next().unwrap_or_default();
    let text = unescaped(quoted.trim_start_matches("Request:\\n").trim_start_matches("Response:\\n"));
    if BEFORE.contains(&mark) {
        return Some((mark, text));
    }
    let first = first_line(&text);
    let is_head = text.contains('\n') && (is_status_line(first) || request_line(first).is_some());
    is_head.then_some(("", text))
}

/// Decodes the escape sequences of Python, Ruby and Go, and the `[\r][\n]` in the logs of Apache `HttpClient`.
fn unescaped(quoted: &str) -> String {
    let quoted = quoted.replace("[\\r][\\n]", "\\n").replace("[\\n]", "\\n");
    let mut bytes = Vec::with_capacity(quoted.len());
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        let escape = if character == '\\' { characters.next() } else { None };
        let number = |length: usize| {
            let digits = characters.as_str().get(..length)?;
            Some((u32::from_str_radix(digits, 16).ok()?, length))
        };
        let number = match escape {
            Some('x') => number(2),
            Some('u') => number(4),
            _ => None,
        };
        let plain = match (escape, number) {
            (Some('x'), Some((code, length))) => {
                bytes.extend(u8::try_from(code));
                characters.nth(length - 1);
                continue;
            }
            (_, Some((code, length))) => {
                characters.nth(length - 1);
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            (Some('r'), _) => '\r',
            (Some('n'), _) => '\n',
            (Some('t'), _) => '\t',
            (Some(other), _) => other,
            (None, _) => character,
        };
        bytes.extend(plain.encode_utf8(&mut [0; 4]).bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
