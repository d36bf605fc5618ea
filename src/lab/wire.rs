//! Parses HTTP/1.1 requests strictly, and writes responses (RFC 9112).
//!
//! The parser rejects everything that two programs could parse differently, such as a bare line feed, a folded field, a
//! space before a colon, two lengths, or a length together with chunks. A parsing library would accept some of those
//! messages, so the few rules are implemented here.

use super::message::{LabRequest, LabResponse, field};
use crate::calendar::http_date;
use crate::inspect::field::{HeaderField, is_token_byte, values};
use crate::ruling::reason_phrase;

/// The maximum length of a message head, in bytes.
pub const LONGEST_HEAD: usize = 16 * 1024;

/// The maximum length of a body, in bytes.
pub const LONGEST_BODY: usize = 64 * 1024;

const LONGEST_TARGET: usize = 4 * 1024;
const MOST_FIELDS: usize = 100;

/// The state of a request, judging by the bytes received so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireState {
    Partial,
    /// The head is complete, and the client waits for a 100 before sending the body (RFC 9110 section 10.1.1).
    Expecting,
    Ready(LabRequest),
    Refused(u16),
}

/// Parses the bytes received on a connection. Ignores any bytes after the first request.
pub fn parse(bytes: &[u8]) -> WireState {
    match request(bytes) {
        Ok(state) => state,
        Err(status) => WireState::Refused(status),
    }
}

fn request(bytes: &[u8]) -> Result<WireState, u16> {
    // RFC 9112 section 2.2 allows an empty line before a request.
    let bytes = bytes.strip_prefix(b"\r\n").unwrap_or(bytes);
    let limit = bytes.get(..LONGEST_HEAD.min(bytes.len())).unwrap_or_default();
    let Some(end) = limit.windows(4).position(|four| four == b"\r\n\r\n") else {
        let is_sound = check_lines(limit);
        let line_ends = limit.contains(&b'\n');
        return match bytes.len() {
            _ if !is_sound => Err(400),
            length if length > LONGEST_TARGET + 100 && !line_ends => Err(414),
            length if length >= LONGEST_HEAD => Err(431),
            _ => Ok(WireState::Partial),
        };
    };
    let (head, rest) = (limit.get(..end).unwrap_or_default(), bytes.get(end + 4..).unwrap_or_default());
    // The check includes the last line break, so that a lone carriage return before the line break is detected.
    if !check_lines(limit.get(..end + 2).unwrap_or_default()) {
        return Err(400);
    }
    let head = str::from_utf8(head).map_err(|_| 400_u16)?;
    let mut lines = head.split("\r\n");
    let (method, target, is_old) = first_line(lines.next().unwrap_or_default())?;
    let mut fields = lines.map(read_field).collect::<Option<Vec<HeaderField>>>().ok_or(400_u16)?;
    if fields.len() > MOST_FIELDS {
        return Err(431);
    }
    let hosts = values(&fields, "Host").count();
    if hosts > 1 || hosts == 0 && !is_old {
        return Err(400);
    }
    let target = origin_form(target, &mut fields)?;
    // HTTP/1.0 has no `Expect` field, and the only expectation that HTTP defines is `100-continue` (RFC 9110 section
    // 10.1.1).
    let mut expected = values(&fields, "Expect").filter(|_| !is_old).peekable();
    let waits = expected.peek().is_some() && rest.is_empty();
    if expected.any(|field| !field.value.eq_ignore_ascii_case("100-continue")) {
        return Err(417);
    }
    drop(expected);
    Ok(match body(&fields, rest, is_old)? {
        Some(body) => WireState::Ready(LabRequest { method: method.to_owned(), target, fields, body }),
        None if waits => WireState::Expecting,
        None => WireState::Partial,
    })
}

fn check_lines(head: &[u8]) -> bool {
    head.iter().enumerate().all(|(index, byte)| match byte {
        b'\n' => index.checked_sub(1).and_then(|before| head.get(before)) == Some(&b'\r'),
        b'\r' => matches!(head.get(index + 1), None | Some(b'\n')),
        b'\t' => true,
        byte => !byte.is_ascii_control(),
    })
}

/// The third value in the result says whether the version is HTTP/1.0.
fn first_line(line: &str) -> Result<(&str, &str, bool), u16> {
    let mut parts = line.split(' ');
    let (Some(method), Some(target), Some(version), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(400);
    };
    let is_method = !method.is_empty() && method.len() <= 32 && method.bytes().all(is_token_byte);
    let is_target = !target.is_empty() && target.bytes().all(|byte| byte.is_ascii_graphic());
    match version {
        _ if target.len() > LONGEST_TARGET => Err(414),
        _ if !is_method || !is_target => Err(400),
        "HTTP/1.1" => Ok((method, target, false)),
        "HTTP/1.0" => Ok((method, target, true)),
        // A higher minor version is treated as the highest minor version that the server knows (RFC 9110 section 2.5).
        other if is_minor_version(other) => Ok((method, target, false)),
        other if other.starts_with("HTTP/") => Err(505),
        _ => Err(400),
    }
}

fn is_minor_version(version: &str) -> bool {
    version
        .strip_prefix("HTTP/1.")
        .is_some_and(|minor| minor.len() == 1 && minor.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns `None` for a folded line or for a space before the colon.
fn read_field(line: &str) -> Option<HeaderField> {
    let (name, value) = line.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(is_token_byte);
    is_name.then(|| field(name, value.trim_matches([' ', '\t'])))
}

/// Returns the path of a request target in absolute form. The host in the target replaces the `Host` field (RFC 9112
/// section 3.2.2).
fn origin_form(target: &str, fields: &mut [HeaderField]) -> Result<String, u16> {
    if target.starts_with('/') || target == "*" {
        return Ok(target.to_owned());
    }
    let rest = target.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("http://")).and_then(|_| target.get(7..));
    let rest = rest.ok_or(400_u16)?;
    let (host, path) = match rest.find(['/', '?']) {
        Some(index) => rest.split_at(index),
        None => (rest, ""),
    };
    if host.is_empty() || host.contains('@') {
        return Err(400);
    }
    if let Some(field) = fields.iter_mut().find(|field| field.name.eq_ignore_ascii_case("Host")) {
        host.clone_into(&mut field.value);
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    Ok(format!("{slash}{path}"))
}

/// Returns `Ok(None)` until the whole body has arrived.
fn body(fields: &[HeaderField], rest: &[u8], is_old: bool) -> Result<Option<Vec<u8>>, u16> {
    let mut lengths = values(fields, "Content-Length");
    let length = lengths.next();
    let mut codings = values(fields, "Transfer-Encoding");
    let coding = codings.next();
    if lengths.next().is_some() || codings.next().is_some() || length.is_some() && coding.is_some() {
        return Err(400);
    }
    match (length, coding) {
        (_, Some(_)) if is_old => Err(400),
        (_, Some(coding)) if coding.value.eq_ignore_ascii_case("chunked") => chunks(rest),
        (_, Some(_)) => Err(501),
        (Some(length), None) => {
            let is_number = !length.value.is_empty() && length.value.bytes().all(|byte| byte.is_ascii_digit());
            if !is_number {
                return Err(400);
            }
            // A length that overflows is treated as too large.
            let length = length.value.parse::<usize>().ok().filter(|length| *length <= LONGEST_BODY).ok_or(413_u16)?;
            Ok(rest.get(..length).map(<[u8]>::to_vec))
        }
        (None, None) => Ok(Some(Vec::new())),
    }
}

/// Decodes a chunked body (RFC 9112 section 7.1), and ignores extensions and trailers.
fn chunks(mut rest: &[u8]) -> Result<Option<Vec<u8>>, u16> {
    const LONGEST_LINE: usize = 256;

    let mut body = Vec::new();
    loop {
        let Some(line) = line(rest, LONGEST_LINE)? else { return Ok(None) };
        rest = rest.get(line.len() + 2..).unwrap_or_default();
        let digits = line.split(|byte| *byte == b';').next().unwrap_or_default();
        let is_hex = (1..=8).contains(&digits.len()) && digits.iter().all(u8::is_ascii_hexdigit);
        let size = str::from_utf8(digits).ok().filter(|_| is_hex).and_then(|text| usize::from_str_radix(text, 16).ok());
        let size = size.ok_or(400_u16)?;
        if body.len() + size > LONGEST_BODY {
            return Err(413);
        }
        if size == 0 {
            return trailers(rest, LONGEST_LINE).map(|ended| ended.then_some(body));
        }
        let (Some(chunk), Some(end)) = (rest.get(..size), rest.get(size..size + 2)) else {
            let early = rest.get(size).is_some_and(|byte| *byte != b'\r');
            return if early { Err(400) } else { Ok(None) };
        };
        if end != b"\r\n" {
            return Err(400);
        }
        body.extend_from_slice(chunk);
        rest = rest.get(size + 2..).unwrap_or_default();
    }
}

fn trailers(mut rest: &[u8], longest: usize) -> Result<bool, u16> {
    for _ in 0..MOST_FIELDS {
        let Some(line) = line(rest, longest)? else { return Ok(false) };
        if line.is_empty() {
            return Ok(true);
        }
        let text = str::from_utf8(line).map_err(|_| 400_u16)?;
        read_field(text).ok_or(400_u16)?;
        rest = rest.get(line.len() + 2..).unwrap_or_default();
    }
    Err(431)
}

/// Returns the bytes before the next CR LF, or `Ok(None)` if that line break hasn't arrived yet.
fn line(bytes: &[u8], longest: usize) -> Result<Option<&[u8]>, u16> {
    let limit = bytes.get(..longest.min(bytes.len())).unwrap_or_default();
    match limit.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
        None if limit.len() == longest => Err(400),
        None => Ok(None),
        Some(end) if limit.get(end) == Some(&b'\n') => Err(400),
        Some(end) => match limit.get(end + 1) {
            Some(b'\n') => Ok(limit.get(..end)),
            Some(_) => Err(400),
            None => Ok(None),
        },
    }
}

/// Returns the response to a request that couldn't be parsed. `now` is in seconds since 1970.
pub fn refusal(status: u16, now: u64) -> LabResponse {
    let body = format!("{status} {}\n", phrase(status));
    let fields = [
        ("Date", http_date(now)),
        ("Content-Type", "text/plain; charset=utf-8".to_owned()),
        ("Content-Length", body.len().to_string()),
    ];
    LabResponse { status, fields: fields.map(|(name, value)| field(name, value)).to_vec(), body }
}

/// Serialises a response with `Connection: close`, because the server then closes the connection.
pub fn write(response: &LabResponse) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {} {}\r\n", response.status, phrase(response.status));
    for field in &response.fields {
        text.push_str(&field.name);
        text.push_str(": ");
        text.push_str(&field.value);
        text.push_str("\r\n");
    }
    text.push_str("Connection: close\r\n\r\n");
    text.push_str(&response.body);
    text.into_bytes()
}

fn phrase(status: u16) -> &'static str {
    match status {
        408 => "Request Timeout",
        413 => "Content Too Large",
        414 => "URI Too Long",
        417 => "Expectation Failed",
        431 => "Request Header Fields Too Large",
        505 => "HTTP Version Not Supported",
        other => reason_phrase(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(text: &str) -> LabRequest {
        match parse(text.as_bytes()) {
            WireState::Ready(request) => request,
            other => panic!("{text:?}: {other:?}"),
        }
    }

    #[test]
    fn a_request_is_ready_when_its_last_byte_is_there() {
        for text in [
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "\r\nGET /a?b HTTP/1.0\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n2;a=b\r\nab\r\n1\r\nc\r\n0\r\nX: y\r\n\r\n",
        ] {
            for length in 0..text.len() {
                assert_eq!(parse(&text.as_bytes()[..length]), WireState::Partial, "{text:?} {length}");
            }
            let request = ready(text);
            assert!(request.body.is_empty() || request.body == b"abc");
            assert_eq!(ready(&format!("{text}GET /smuggled HTTP/1.1\r\n\r\n")), request);
        }
        let absolute = ready("GET HTTP://localhost:1?x=1 HTTP/1.1\r\nHost: other\r\n\r\n");
        assert_eq!((absolute.target.as_str(), absolute.value("host")), ("/?x=1", Some("localhost:1")));
    }

    #[test]
    fn ambiguous_messages_are_refused() {
        let host = "Host: x\r\n";
        let head = |rest: &str| format!("POST / HTTP/1.1\r\n{host}{rest}\r\n");
        for (text, status) in [
            ("GET / HTTP/1.1\nHost: x\n\n".to_owned(), 400),
            ("GET / HTTP/1.1\r\nHost: x\n\r\n".to_owned(), 400),
            ("GET / HTTP/1.1\rHost: x\r\n\r\n".to_owned(), 400),
            ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(), 400),
            ("GET / \r\nHost: x\r\n\r\n".to_owned(), 400),
            ("GET /\u{e9} HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(), 400),
            ("G T / HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(), 400),
            ("GET x HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(), 400),
            ("GET http://a@b/ HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(), 400),
            ("PRI * HTTP/2.0\r\n\r\n".to_owned(), 505),
            ("GET / HTTP/1.1\r\n\r\n".to_owned(), 400),
            (head("Host: y\r\n"), 400),
            (head("A : b\r\n"), 400),
            (head(" folded\r\n"), 400),
            (head("no colon\r\n"), 400),
            (head("A: \0\r\n"), 400),
            (head("A: b\r\r\n"), 400),
            (head("Content-Length: 1\r\nContent-Length: 1\r\n"), 400),
            (head("Content-Length: 1, 1\r\n"), 400),
            (head("Content-Length: +1\r\n"), 400),
            (head("Content-Length:\r\n"), 400),
            (head("Content-Length: 99999999999999999999999\r\n"), 413),
            (head("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), 400),
            (head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400),
            (head("Transfer-Encoding: gzip, chunked\r\n"), 501),
            (head("Transfer-Encoding: xchunked\r\n"), 501),
            (head("Transfer-Encoding: chunked\r\n") + "x\r\n", 400),
            (head("Transfer-Encoding: chunked\r\n") + "0x1\r\na\r\n", 400),
            (head("Transfer-Encoding: chunked\r\n") + "1\r\nab\r\n", 400),
            (head("Transfer-Encoding: chunked\r\n") + "1\na", 400),
            (head("Transfer-Encoding: chunked\r\n") + "FFFFFFFF\r\n", 413),
            (head("Transfer-Encoding: chunked\r\n") + "0\r\nbad trailer\r\n\r\n", 400),
            ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(), 400),
            (head("Expect: tea\r\nContent-Length: 5\r\n"), 417),
            (head("Expect: 100-continue\r\nContent-Length: 99999\r\n"), 413),
            (format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(5000)), 414),
            ("a".repeat(5000), 414),
            (head(&"A: b\r\n".repeat(101)), 431),
            (head(&format!("A: {}\r\n", "b".repeat(LONGEST_HEAD))), 431),
        ] {
            assert_eq!(parse(text.as_bytes()), WireState::Refused(status), "{text:?}");
        }
    }

    #[test]
    fn a_client_that_waits_for_100_is_told_to_go_on() {
        let head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n";
        assert_eq!(parse(head.as_bytes()), WireState::Expecting);
        assert_eq!(parse(format!("{head}a").as_bytes()), WireState::Partial);
        assert_eq!(ready(&format!("{head}abc")).body, b"abc");
        assert_eq!(parse(head.replace("1.1", "1.0").as_bytes()), WireState::Partial);
        assert!(ready(&head.replace("Content-Length: 3\r\n", "")).body.is_empty());
    }

    #[test]
    fn a_response_says_how_long_it_is_and_ends_the_connection() {
        let text = String::from_utf8(write(&refusal(431, 0))).expect("text");
        assert!(text.starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"), "{text}");
        assert!(text.contains("\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"), "{text}");
        assert!(text.contains("Content-Length: 36\r\nConnection: close\r\n\r\n431 "), "{text}");
    }
}
