//! Removes output that isn't part of an HTTP message, such as curl's progress meter, wget's own messages, chunk sizes
//! and tshark's packet details.

use super::{NumberedLine, value};
use crate::inspect::field::HeaderField;

/// The number of columns in curl's progress meter. There is no line break after the last column.
const METER_COLUMNS: usize = 12;

/// Without `--silent`, curl writes its progress meter between the lines of a message.
pub(super) fn without_meter(lines: Vec<NumberedLine<'_>>) -> Vec<NumberedLine<'_>> {
    if !lines.iter().any(|line| is_meter_head(line.text)) {
        return lines;
    }
    let kept = lines.into_iter().filter(|line| !is_meter_head(line.text));
    kept.filter_map(|line| {
        let Some(text) = after_meter(line.text) else { return Some(line) };
        let skipped = line.skipped + line.text.chars().count() - text.chars().count();
        (!text.is_empty()).then_some(NumberedLine { skipped, text, ..line })
    })
    .collect()
}

const WGET: [&str; 14] = [
    "Username/Password Authentication Failed.", "Unknown authentication scheme.", "Authorization failed.",
    "Authentication selected: ", "HTTP request sent, awaiting response", "Proxy request sent, awaiting response",
    "Connecting to ", "Reusing existing connection to ", "Auth ", "Closed fd ", "Skipping ",
    "Disabling further reuse of socket ", "Length: ", "Saving to: ",
];

/// Removes wget's own messages, which would otherwise look like part of the response.
pub(super) fn without_wget(lines: Vec<NumberedLine<'_>>) -> Vec<NumberedLine<'_>> {
    let has = |found: fn(&str) -> bool| lines.iter().any(|line| found(line.text.trim_start()));
    // Without the option `-S`, wget prints nothing but its own messages, so these messages are kept.
    let has_head = has(|line| line.starts_with("HTTP/"));
    if !has_head || !has(|line| line.contains(" request sent, awaiting response...")) {
        return lines;
    }
    lines.into_iter().filter(|line| !WGET.iter().any(|report| line.text.starts_with(report))).collect()
}

const HTTP_LAYER: &str = "Hypertext Transfer Protocol";

pub(super) fn has_layers(text: &str) -> bool {
    text.lines().any(|line| line == HTTP_LAYER)
}

/// Keeps only the HTTP messages in the output of `tshark -V`, which describes every layer of a packet. The details of a
/// layer are indented more deeply than the lines of a message.
pub(super) fn without_layers(lines: Vec<NumberedLine<'_>>) -> Vec<NumberedLine<'_>> {
    if !lines.iter().any(|line| line.text == HTTP_LAYER) {
        return lines;
    }
    let mut is_kept = false;
    let is_message = |line: &NumberedLine<'_>| {
        if !line.text.is_empty() && !line.text.starts_with(' ') {
            is_kept = line.text == HTTP_LAYER || line.text.starts_with("Line-based text data");
            return false;
        }
        is_kept && !["     ", "    [", "    File Data: "].iter().any(|detail| line.text.starts_with(detail))
    };
    lines.into_iter().filter(is_message).collect()
}

fn is_meter_head(text: &str) -> bool {
    text.contains("% Total    % Received") || text.trim_start().starts_with("Dload  Upload")
}

fn after_meter(line: &str) -> Option<&str> {
    let mut rest = line.rsplit('\r').next()?;
    for column in 1..=METER_COLUMNS {
        rest = rest.trim_start_matches(' ');
        let is_part = |character: char| character.is_ascii_digit() || ".:-kMGTP".contains(character);
        let end = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if word.is_empty() || (9..=11).contains(&column) && !word.contains(':') {
            return None;
        }
        rest = after;
    }
    Some(rest)
}

/// Joins the chunks of a body that was recorded with its chunk sizes (RFC 9112 section 7.1).
pub(super) fn unchunked(body: String, fields: &[HeaderField]) -> String {
    let is_chunked = value(fields, "Transfer-Encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"));
    let size = |line: &str| usize::from_str_radix(line.split(';').next()?.trim(), 16).ok();
    if !is_chunked || body.lines().next().and_then(size).is_none() {
        return body;
    }
    let mut joined = String::new();
    let mut lines = body.lines();
    while let Some(mut left) = lines.next().and_then(size).filter(|size| *size > 0) {
        while left > 0 {
            let Some(line) = lines.next() else { break };
            joined.push_str(line);
            left = left.saturating_sub(line.len());
            // A line break is part of the chunk unless the chunk ends before it.
            if left > 0 {
                joined.push('\n');
                left = left.saturating_sub(1);
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::field::Position;

    #[test]
    fn progress_meters_are_distinguished_from_other_lines() {
        let meter = "100    24  100    24    0     0     19      0  0:00:01  0:00:01 --:--:--    19";
        for (line, expected) in [
            (format!("\r{meter}"), Some("")),
            (format!("\r{meter}\r{meter}* Connected"), Some("* Connected")),
            (format!("{meter}{{\"a\":1}}"), Some("{\"a\":1}")),
            (
                "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0> GET / HTTP/1.1"
                    .into(),
                Some("> GET / HTTP/1.1"),
            ),
            ("1 2 3 4 5 6 7 8 9 10 11 12".into(), None),
            ("{\"a\":1}".into(), None),
            (String::new(), None),
        ] {
            assert_eq!(after_meter(&line), expected, "{line}");
        }
    }

    #[test]
    fn chunks_are_joined() {
        let fields =
            [HeaderField { name: "transfer-encoding".into(), value: "chunked".into(), position: Position::default() }];
        for (body, expected) in [
            ("2\nab\n3\ncde\n0\n\n", "abcde"),
            ("5;x=y\na\nbcd\n0\n", "a\nbcd"),
            ("{\"a\":1}", "{\"a\":1}"),
            ("ff\nab", "ab\n"),
        ] {
            assert_eq!(unchunked(body.to_owned(), &fields), expected, "{body}");
            assert_eq!(unchunked(body.to_owned(), &[]), body);
        }
    }
}
