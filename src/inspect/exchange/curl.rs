//! Parses the output of `curl -v` and `curl --trace-ascii`.

use super::raw::{Pairs, read_field, request_line, status};
use super::{InputFormat, NumberedLine, RecordedExchange, Remark, RequestHead, ResponseHead};
use crate::diagnostic::Diagnostic;
use crate::say;

/// Checks whether the line starts a message head in the output of `curl -v`.
pub(super) fn is_verbose(line: &str) -> bool {
    line.strip_prefix("< ").is_some_and(|rest| status(rest).is_some())
}

/// Checks whether the line starts a block of `curl --trace-ascii` or `curl --trace`.
pub(super) fn is_trace(line: &str) -> bool {
    ["<= Recv header, ", "=> Send header, "].iter().any(|start| after_time(line).starts_with(start))
}

/// Removes the time that `--trace-time` puts at the start of a line.
fn after_time(line: &str) -> &str {
    match line.split_once(' ') {
        Some((time, rest))
            if time.len() >= 8 && time.bytes().all(|byte| byte.is_ascii_digit() || b":.".contains(&byte)) =>
        {
            rest
        }
        _ => line,
    }
}

/// Removes the times that `curl -v --trace-time` puts at the start of the lines.
pub(super) fn untimed(lines: Vec<NumberedLine<'_>>) -> Vec<NumberedLine<'_>> {
    let is_timed = |line: &NumberedLine<'_>| !is_verbose(line.text) && is_verbose(after_time(line.text));
    if !lines.iter().any(is_timed) {
        return lines;
    }
    lines
        .into_iter()
        .map(|line| {
            let text = after_time(line.text);
            NumberedLine { skipped: line.skipped + line.text.len() - text.len(), text, ..line }
        })
        .collect()
}

/// A message head that is collected line by line.
#[derive(Default)]
struct Growing {
    request: Option<RequestHead>,
    response: Option<ResponseHead>,
    remarks: Vec<Remark>,
    /// Whether the current lines belong to the head.
    in_head: bool,
}

impl Growing {
    fn request_line(&mut self, line: NumberedLine<'_>, pairs: &mut Pairs) {
        if let Some((method, target)) = request_line(line.text) {
            self.end(pairs);
            let (method, target) = (method.to_owned(), target.to_owned());
            self.request =
                Some(RequestHead { method, target, fields: Vec::new(), shows_credentials: true, body: String::new() });
            self.in_head = true;
        } else if let Some(request) = self.request.as_mut().filter(|_| self.in_head) {
            if line.text.is_empty() {
                self.in_head = false;
                self.end(pairs);
            } else {
                read_field(line, &mut request.fields, &mut self.remarks);
            }
        }
    }

    fn response_line(&mut self, line: NumberedLine<'_>, pairs: &mut Pairs) {
        if let Some(status) = status(line.text) {
            self.end(pairs);
            self.response = Some(ResponseHead {
                status,
                shows_fields: true,
                position: line.position(0),
                ..ResponseHead::default()
            });
            self.in_head = true;
        } else if let Some(response) = self.response.as_mut().filter(|_| self.in_head) {
            if line.text.is_empty() {
                self.in_head = false;
            } else {
                read_field(line, &mut response.fields, &mut self.remarks);
            }
        }
    }

    fn body(&mut self, text: &str) {
        if let Some(response) = self.response.as_mut().filter(|_| !self.in_head) {
            response.body.push_str(text);
            response.body.push('\n');
        }
    }

    fn end(&mut self, pairs: &mut Pairs) {
        if let Some(request) = self.request.take() {
            pairs.request(request, std::mem::take(&mut self.remarks));
        }
        if let Some(response) = self.response.take() {
            pairs.response(response, std::mem::take(&mut self.remarks));
        }
    }
}

pub(super) fn parse_verbose(lines: &[NumberedLine<'_>]) -> Vec<RecordedExchange> {
    let mut pairs = Pairs::new(InputFormat::CurlVerbose);
    let mut growing = Growing::default();
    for line in lines {
        let rest = |mark: &str| {
            let rest = line.without(mark)?;
            (rest.text.is_empty() || rest.text.starts_with(' ')).then(|| rest.without(" ").unwrap_or(rest))
        };
        if let Some(line) = rest(">") {
            growing.request_line(line, &mut pairs);
        } else if let Some(line) = rest("<") {
            growing.response_line(line, &mut pairs);
        } else if !["* ", "{ [", "} ["].iter().any(|mark| line.text.starts_with(mark)) {
            growing.body(line.text);
        }
    }
    growing.end(&mut pairs);
    pairs.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TraceBlock {
    Sent,
    SentBody,
    Received,
    Body,
    Other,
}

pub(super) fn parse_trace(path: &str, lines: &[NumberedLine<'_>]) -> Result<Vec<RecordedExchange>, Box<Diagnostic>> {
    let mut pairs = Pairs::new(InputFormat::CurlTrace);
    let mut growing = Growing::default();
    let mut block = TraceBlock::Other;
    let mut joined = Joined::default();
    for line in lines {
        let text = after_time(line.text);
        if ["=> ", "<= ", "== "].iter().any(|mark| text.starts_with(mark)) {
            joined.flush(block, &mut growing, &mut pairs);
            block = match text {
                _ if text.starts_with("=> Send header") => TraceBlock::Sent,
                _ if text.starts_with("=> Send data") => TraceBlock::SentBody,
                _ if text.starts_with("<= Recv header") => TraceBlock::Received,
                _ if text.starts_with("<= Recv data") => TraceBlock::Body,
                _ => TraceBlock::Other,
            };
        } else if block != TraceBlock::Other
            && let Some((offset, content)) = trace_line(text)
        {
            if is_hexadecimal(content) && !matches!(block, TraceBlock::Body | TraceBlock::SentBody) {
                return Err(hexadecimal(path, *line));
            }
            if joined.is_next(offset) {
                joined.text.push_str(content);
                joined.end = offset + content.len();
            } else {
                joined.flush(block, &mut growing, &mut pairs);
                joined = Joined {
                    number: line.number,
                    skipped: line.skipped + line.text.chars().count() - content.chars().count(),
                    text: content.to_owned(),
                    end: offset + content.len(),
                    any: true,
                };
            }
        }
    }
    joined.flush(block, &mut growing, &mut pairs);
    growing.end(&mut pairs);
    Ok(pairs.finish())
}

/// Splits a line such as `0040: content` into its offset and its content.
fn trace_line(line: &str) -> Option<(usize, &str)> {
    let (offset, content) = line.split_once(':')?;
    let offset = (offset.len() >= 4).then(|| usize::from_str_radix(offset, 16).ok())??;
    Some((offset, content.strip_prefix(' ').unwrap_or(content)))
}

/// Checks whether the content is a line of `curl --trace`, which has pairs of hexadecimal digits followed by the text.
fn is_hexadecimal(content: &str) -> bool {
    let mut pairs = content.split(' ');
    let is_pair = |pair: Option<&str>| {
        pair.is_some_and(|pair| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    is_pair(pairs.next()) && is_pair(pairs.next()) && is_pair(pairs.next()) && content.len() >= 48
}

fn hexadecimal(path: &str, line: NumberedLine<'_>) -> Box<Diagnostic> {
    let message = say!("this is the output of curl --trace, in hexadecimal").to_owned();
    let fault = Diagnostic { line: line.number, column: 1, ..Diagnostic::for_file(path, message) };
    let fault = fault.allowing(["curl -v", "curl --trace-ascii"]);
    Box::new(fault.hint("curl --trace-ascii - https://host/path"))
}

/// A message line that the trace had split after 64 characters.
#[derive(Default)]
struct Joined {
    number: usize,
    /// The number of characters before the text on the first of its lines.
    skipped: usize,
    text: String,
    /// The offset where the text ends. A continued line starts at this offset, and a new line starts two bytes later.
    end: usize,
    any: bool,
}

impl Joined {
    fn is_next(&self, offset: usize) -> bool {
        self.any && self.end == offset && offset > 0
    }

    fn flush(&mut self, block: TraceBlock, growing: &mut Growing, pairs: &mut Pairs) {
        let joined = std::mem::take(self);
        if !joined.any {
            return;
        }
        let line = NumberedLine { number: joined.number, skipped: joined.skipped, text: &joined.text };
        match block {
            TraceBlock::Sent => growing.request_line(line, pairs),
            TraceBlock::SentBody => pairs.request_body(&joined.text),
            TraceBlock::Received => growing.response_line(line, pairs),
            TraceBlock::Body => {
                growing.in_head = false;
                growing.body(&joined.text);
            }
            TraceBlock::Other => {}
        }
    }
}
