//! Parses access logs: the common and combined formats of Apache and nginx, and Envoy's default format.
//!
//! A log line has a status but no header fields, so the fields count as not recorded.

use super::raw::request_line;
use super::{InputFormat, NumberedLine, RecordedExchange, RequestHead, ResponseHead};
use crate::diagnostic::Diagnostic;
use crate::say;

/// Parses the log. Returns `None` if the first line isn't a log line.
pub(super) fn parse(path: &str, lines: &[NumberedLine<'_>]) -> Option<Result<Vec<RecordedExchange>, Box<Diagnostic>>> {
    let mut lines = lines.iter().filter(|line| !line.text.trim().is_empty());
    let first = lines.next().and_then(|line| exchange(*line))?;
    let rest = lines.map(|line| exchange(*line).ok_or_else(|| unreadable(path, *line)));
    Some(std::iter::once(Ok(first)).chain(rest).collect())
}

fn unreadable(path: &str, line: NumberedLine<'_>) -> Box<Diagnostic> {
    let message = say!("this isn't an access log line, unlike the lines before it").to_owned();
    let fault = Diagnostic { line: line.number, column: 1, ..Diagnostic::for_file(path, message) };
    Box::new(
        fault
            .allowing([say!("the combined format of nginx and Apache"), say!("Envoy's default format")])
            .hint(say!("remove the line, or provide the exchange itself: curl -i")),
    )
}

fn exchange(line: NumberedLine<'_>) -> Option<RecordedExchange> {
    let (_, quoted) = line.text.split_once('"')?;
    let (request, rest) = quoted.split_once('"')?;
    let (method, target) = request_line(request)?;
    let mut words = rest.split(' ').filter(|word| !word.is_empty());
    let status = words.next()?.parse().ok().filter(|status| (100..600).contains(status))?;
    let is_envoy = line.text.starts_with('[');
    let details = if is_envoy {
        words.take_while(|word| !word.starts_with('"')).collect::<Vec<_>>().join(" ")
    } else {
        String::new()
    };
    let start = line.text.len() - rest.len();
    Some(RecordedExchange {
        format: InputFormat::AccessLog,
        row: None,
        request: Some(RequestHead { method: method.to_owned(), target: target.to_owned(), ..RequestHead::default() }),
        response: ResponseHead {
            status,
            fields: Vec::new(),
            body: String::new(),
            shows_fields: false,
            details,
            position: line.position(start + 1),
        },
        time: None,
        remarks: Vec::new(),
    })
}
