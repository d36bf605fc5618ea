//! Parses access logs: the common and combined formats of Apache and nginx, and the default formats of Envoy and of AWS
//! load balancers.
//!
//! A log line has a status but no header fields, so the fields count as not recorded.

use super::raw::request_line;
use super::{InputFormat, NumberedLine, RecordedExchange, Remark, RequestHead, ResponseHead};
use crate::diagnostic::Diagnostic;
use crate::say;

/// Parses an access log. Lines of other kinds, such as those for a TLS handshake on a port for plain HTTP, are skipped.
/// Returns `None` if no line is a log line.
pub(super) fn parse(path: &str, lines: &[NumberedLine<'_>]) -> Option<Result<Vec<RecordedExchange>, Box<Diagnostic>>> {
    let lines = lines.iter().filter(|line| !line.text.trim().is_empty());
    let (mut read, mut skipped) = (Vec::new(), Vec::new());
    for line in lines {
        match exchange(*line) {
            Some(exchange) => read.push(exchange),
            None => skipped.push(*line),
        }
    }
    let (count, most) = (skipped.len(), read.len());
    let first = read.first_mut()?;
    let Some(line) = skipped.first() else { return Some(Ok(read)) };
    if count > most {
        return Some(Err(unreadable(path, *line)));
    }
    let text = say!("This isn't an access log line. Lines skipped: {}.", count);
    first.remarks.push(Remark { position: line.position(0), text });
    Some(Ok(read))
}

fn unreadable(path: &str, line: NumberedLine<'_>) -> Box<Diagnostic> {
    let message = say!("this isn't an access log line, unlike others in this input").to_owned();
    let fault = Diagnostic { line: line.number, column: 1, ..Diagnostic::for_file(path, message) };
    Box::new(
        fault
            .allowing([say!("the combined format of nginx and Apache"), say!("Envoy's default format")])
            .hint(say!("remove the line, or provide the exchange itself: curl -i")),
    )
}

fn exchange(line: NumberedLine<'_>) -> Option<RecordedExchange> {
    let (before, quoted) = line.text.split_once('"')?;
    let (request, rest) = quoted.split_once('"')?;
    let (method, target) = request_line(request)?;
    let mut words = rest.split(' ').filter(|word| !word.is_empty());
    let status = |word: Option<&str>| word?.parse().ok().filter(|status| (100..600).contains(status));
    // AWS load balancers write the status as the ninth word.
    let status = status(words.next()).or_else(|| status(before.split(' ').nth(8)))?;
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
            reason: String::new(),
            fields: Vec::new(),
            body: String::new(),
            shows_fields: false,
            is_cut: false,
            details,
            position: line.position(start + 1),
        },
        time: None,
        remarks: Vec::new(),
    })
}
