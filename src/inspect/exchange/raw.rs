//! Parses raw messages: a request line or status line, header fields, and an empty line (RFC 9112 sections 3 to 5).
//!
//! The parser also handles the output of `curl -i`, of HTTPie and of the script. A body ends where the next message
//! head begins.

use super::{HeaderField, InputFormat, NumberedLine, RecordedExchange, Remark, RequestHead, ResponseHead};
use crate::inspect::field::is_token_byte;
use crate::say;

/// Parses the method, target and version. Returns `None` if the line isn't a request line.
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

/// Parses the status in a status line. HTTP/2 and HTTP/3 have no status line, but every tool prints one.
pub(super) fn status(line: &str) -> Option<u16> {
    if let Some(rest) = line.strip_prefix(":status:") {
        return rest.trim().parse().ok().filter(|status| (100..600).contains(status));
    }
    let (version, rest) = line.split_once(' ')?;
    let code = rest.trim_start().split(' ').next()?.trim_end();
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
    (is_version(version) && is_code).then(|| code.parse().ok())?.filter(|status| (100..600).contains(status))
}

pub(super) fn is_status_line(line: &str) -> bool {
    status(line).is_some()
}

/// Checks whether the line is a separator such as `### RESPONSE`.
fn is_marker(line: &str) -> bool {
    let rest = line.trim_start_matches(['#', '-', '=', '*']);
    line.len() - rest.len() >= 3
        && (rest.trim().is_empty() || rest.starts_with([' ', '-', '=']) || rest == "REQUEST" || rest == "RESPONSE")
}

/// Parses a line printed by the script, such as `### ROW made-up GET https://host/path`, into its row and request.
fn row(line: &str) -> Option<(String, RequestHead)> {
    let mut words = line.strip_prefix("### ROW ")?.split(' ').filter(|word| !word.is_empty());
    let (row, method, url) = (words.next()?, words.next()?, words.next()?);
    let request = RequestHead { method: method.to_owned(), target: url.to_owned(), ..RequestHead::default() };
    Some((row.to_owned(), request))
}

fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(is_token_byte)
}

/// Parses header fields up to an empty line, a separator or the end of the input. Returns the fields and the number of
/// lines used.
pub(super) fn fields(lines: &[NumberedLine<'_>], remarks: &mut Vec<Remark>) -> (Vec<HeaderField>, usize) {
    let mut fields: Vec<HeaderField> = Vec::new();
    for (read, line) in lines.iter().enumerate() {
        if line.text.is_empty() {
            return (fields, read + 1);
        }
        if is_marker(line.text) || is_status_line(line.text) || request_line(line.text).is_some() {
            return (fields, read);
        }
        read_field(*line, &mut fields, remarks);
    }
    (fields, lines.len())
}

pub(super) fn read_field(line: NumberedLine<'_>, fields: &mut Vec<HeaderField>, remarks: &mut Vec<Remark>) {
    let mut remark = |offset: usize, text: &str| {
        remarks.push(Remark { position: line.position(offset), text: text.to_owned() });
    };
    if line.text.starts_with([' ', '\t'])
        && let Some(field) = fields.last_mut()
    {
        remark(0, say!("This line continues the field before it. Folded lines are obsolete (RFC 9112 section 5.2)."));
        field.value.push(' ');
        field.value.push_str(line.text.trim());
        return;
    }
    // HTTP/2 pseudo-header fields begin with a colon, and their values are already in the first line.
    if line.text.starts_with(':') {
        return;
    }
    let Some((name, value)) = line.text.split_once(':') else {
        return remark(0, say!("This line isn't a header field: it has no colon. It was skipped."));
    };
    let trimmed = name.trim();
    if !is_field_name(trimmed) {
        return remark(0, say!("This isn't the name of a header field (RFC 9110 section 5.1). The line was skipped."));
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

/// Checks whether a message head begins on this line. Inside a body, the following lines must look like a head too.
fn begins_head(lines: &[NumberedLine<'_>], index: usize) -> bool {
    let text = |index: usize| lines.get(index).map_or("", |line| line.text);
    if !is_status_line(text(index)) && request_line(text(index)).is_none() {
        return false;
    }
    let before = index.checked_sub(1).map_or("", text);
    let after = text(index + 1);
    before.trim().is_empty()
        || is_marker(before)
        || before.starts_with('$')
        || before.split(' ').any(|word| matches!(word, "curl" | "http" | "https" | "wget"))
        || after.split_once(':').is_some_and(|(name, _)| is_field_name(name))
}

pub(super) fn parse(lines: &[NumberedLine<'_>]) -> Vec<RecordedExchange> {
    let mut exchanges = ExchangeBuilder::new(InputFormat::Raw);
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        if let Some((row, request)) = row(line.text) {
            exchanges.begin_row(row, request);
            index += 1;
        } else if !begins_head(lines, index) {
            index += 1;
        } else if let Some((method, target)) = request_line(line.text) {
            let mut remarks = Vec::new();
            let (fields, read) = fields(lines.get(index + 1..).unwrap_or_default(), &mut remarks);
            let (body, end) = body(lines, index + 1 + read);
            let (method, target) = (method.to_owned(), target.to_owned());
            exchanges.request(RequestHead { method, target, fields, shows_credentials: true, body }, remarks);
            index = end;
        } else {
            let mut remarks = Vec::new();
            let (fields, read) = fields(lines.get(index + 1..).unwrap_or_default(), &mut remarks);
            let (body, end) = body(lines, index + 1 + read);
            let response = ResponseHead {
                status: status(line.text).unwrap_or_default(),
                fields,
                body,
                shows_fields: true,
                details: String::new(),
                position: line.position(0),
            };
            exchanges.response(response, remarks);
            index = end;
        }
    }
    exchanges.finish()
}

/// Returns the body that starts on a line, and the line after it.
fn body(lines: &[NumberedLine<'_>], start: usize) -> (String, usize) {
    let end = (start..lines.len()).find(|index| ends_body(lines, *index)).unwrap_or(lines.len());
    let body: Vec<&str> = lines.get(start..end).unwrap_or_default().iter().map(|line| line.text).collect();
    (body.join("\n"), end)
}

fn ends_body(lines: &[NumberedLine<'_>], index: usize) -> bool {
    let text = lines.get(index).map_or("", |line| line.text);
    text.starts_with("### ") || begins_head(lines, index)
}

/// Pairs requests with responses in the order in which they appear.
pub(super) struct ExchangeBuilder {
    format: InputFormat,
    row: Option<String>,
    request: Option<(RequestHead, Vec<Remark>)>,
    /// The exchanges parsed so far. The request of the last response is kept, because an interim response doesn't
    /// complete it.
    read: Vec<RecordedExchange>,
}

impl ExchangeBuilder {
    pub(super) fn new(format: InputFormat) -> Self {
        Self { format, row: None, request: None, read: Vec::new() }
    }

    fn begin_row(&mut self, row: String, request: RequestHead) {
        self.row = Some(row);
        self.request = Some((request, Vec::new()));
    }

    pub(super) fn request(&mut self, request: RequestHead, remarks: Vec<Remark>) {
        self.request = Some((request, remarks));
    }

    /// Adds a part of the body to the last request.
    pub(super) fn request_body(&mut self, text: &str) {
        if let Some((request, _)) = self.request.as_mut() {
            request.body.push_str(text);
        }
    }

    pub(super) fn response(&mut self, response: ResponseHead, remarks: Vec<Remark>) {
        if response.status < 200 && response.status != 101 {
            return;
        }
        let is_tunnel = self.request.as_ref().is_some_and(|(request, _)| request.method == "CONNECT");
        if is_tunnel && (200..300).contains(&response.status) {
            self.request = None;
            return;
        }
        let (request, mut all) =
            self.request.take().map_or((None, Vec::new()), |(head, remarks)| (Some(head), remarks));
        all.extend(remarks);
        self.read.push(RecordedExchange {
            format: self.format,
            row: self.row.take(),
            request,
            response,
            time: None,
            remarks: all,
        });
    }

    pub(super) fn finish(self) -> Vec<RecordedExchange> {
        self.read
    }
}
