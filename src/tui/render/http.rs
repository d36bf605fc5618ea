//! Highlights HTTP syntax. The method is bold, header names are muted, and the status has the colour of its code.

use super::super::theme::Theme;
use super::wrap::Piece;
use crate::document::Meaning;
use crate::ruling::Verdict;

const METHODS: [&str; 9] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"];

/// A line that isn't HTTP becomes a single piece of plain text. If `calm` is set, the status has no background colour,
/// because another part of the page is already highlighted.
pub(super) fn pieces(line: &str, calm: bool, theme: Theme) -> Vec<Piece> {
    let piece = |text: &str, meaning| (text.to_owned(), theme.style(meaning));
    // The markers that `curl -v` puts before the lines of a request and of a response.
    if let Some((mark, line)) = line.split_at_checked(2).filter(|(mark, _)| ["> ", "< "].contains(mark)) {
        return [vec![piece(mark, Meaning::Muted)], pieces(line, calm, theme)].concat();
    }
    if let Some((method, rest)) = line.split_once(' ').filter(|(first, _)| METHODS.contains(first)) {
        let (target, version) =
            rest.rsplit_once(' ').filter(|(_, last)| last.starts_with("HTTP/")).unwrap_or((rest, ""));
        let method = (method.to_owned(), theme.http_method());
        let mut pieces = vec![method, piece(" ", Meaning::Plain), piece(target, Meaning::Plain)];
        if !version.is_empty() {
            pieces.extend([piece(" ", Meaning::Plain), piece(version, Meaning::Muted)]);
        }
        return pieces;
    }
    if let Some((version, status)) = line.split_once(' ').filter(|(first, _)| first.starts_with("HTTP/")) {
        let code = status.get(..3).and_then(|code| code.parse().ok());
        let meaning = match code.map(Verdict::from_status) {
            Some(verdict @ (Verdict::Unauthorized | Verdict::Forbidden)) => Meaning::Status(verdict),
            _ => Meaning::Strong,
        };
        let status = match meaning {
            Meaning::Status(_) if calm => {
                return vec![
                    piece(version, Meaning::Muted),
                    piece(" ", Meaning::Plain),
                    (status.to_owned(), theme.in_text(meaning)),
                ];
            }
            Meaning::Status(_) => format!(" {status} "),
            _ => status.to_owned(),
        };
        return vec![piece(version, Meaning::Muted), piece(" ", Meaning::Plain), piece(&status, meaning)];
    }
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    match line.split_once(": ").filter(|(name, _)| is_name(name)) {
        Some((name, value)) => {
            let name = (format!("{name}:"), theme.header_name());
            vec![name, piece(" ", Meaning::Plain), piece(value, Meaning::Plain)]
        }
        None => vec![piece(line, Meaning::Plain)],
    }
}
