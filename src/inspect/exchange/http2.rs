//! Restores the messages in a trace of HTTP/2 frames. Each head is between lines that name a HEADERS frame.
//!
//! The output of `nghttp -v`, that of `tshark -V` and Go's HTTP/2 log are supported.

use super::quoted::unescaped;
use crate::inspect::field::is_token_byte;

/// The words before a field, which differ between the programs.
const BEFORE_FIELD: [&str; 3] = ["Header: ", "encoding header ", "header field "];

pub(super) fn restored(text: &str) -> Option<Vec<(usize, String)>> {
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
