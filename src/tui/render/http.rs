//! Highlights HTTP syntax. The method and the status are badges, and header names are bold or coloured.

use ratatui::text::Line;

use super::super::theme::Theme;
use super::wrap::Piece;
use super::{Writer, widget};
use crate::document::{Meaning, http_messages};
use crate::ruling::Verdict;
use crate::say;

const METHODS: [&str; 9] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"];

/// A line that isn't HTTP becomes a single piece of plain text.
pub(super) fn pieces(line: &str, theme: Theme) -> Vec<Piece> {
    let piece = |text: &str, meaning| (text.to_owned(), theme.style(meaning));
    // The markers that `curl -v` puts before the lines of a request and of a response.
    if let Some((mark, line)) = line.split_at_checked(2).filter(|(mark, _)| ["> ", "< "].contains(mark)) {
        return [vec![piece(mark, Meaning::Muted)], pieces(line, theme)].concat();
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
        let code = status.get(..3).and_then(|code| code.parse().ok()).map(Verdict::from_status);
        let status = match code {
            Some(verdict) => piece(&format!(" {status} "), Meaning::Status(verdict)),
            None => piece(status, Meaning::Strong),
        };
        return vec![piece(version, Meaning::Muted), piece(" ", Meaning::Plain), status];
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

impl Writer {
    pub(super) fn code(&mut self, lines: &[String]) {
        let theme = self.looks.theme;
        let status = lines
            .first()
            .and_then(|line| line.strip_prefix("HTTP/"))
            .filter(|_| self.looks.panels && lines.len() >= self.looks.least_response);
        let Some(status) = status else {
            let is_single = http_messages(lines).nth(1).is_none();
            let is_exchange = !is_single && http_messages(lines).all(|(label, _)| !label.is_empty());
            if is_exchange && self.looks.panels && !self.looks.stacked {
                return self.messages(http_messages(lines));
            }
            for (label, message) in http_messages(lines) {
                if !is_single && !label.is_empty() {
                    self.out.lines.push(Line::styled(label, theme.style(Meaning::Muted)));
                }
                for line in message {
                    self.http_line(line, "  ", 4);
                }
            }
            return;
        };
        let inner = self.inside_panel(|writer| {
            for line in lines {
                writer.http_line(line, "", 2);
            }
        });
        let status = status.split_once(' ').map_or("", |(_, status)| status);
        let code = status.get(..3).and_then(|code| code.parse().ok()).unwrap_or_default();
        let (meaning, columns) = (Meaning::Status(Verdict::from_status(code)), self.looks.columns);
        let block = widget::block(say!("Response"), columns, theme).border_style(theme.outline(meaning));
        self.out.lines.extend(widget::panel_with(block, [None, None], inner, columns, theme));
    }

    /// An empty line separates the headers from the body.
    fn http_line(&mut self, line: &str, lead: &str, hang: usize) {
        if line.is_empty() {
            return self.out.lines.push(Line::default());
        }
        self.wrapped(&pieces(line, self.looks.theme), lead, hang);
    }
}

#[cfg(test)]
mod tests {
    use super::super::render;
    use super::super::tests::looks;
    use crate::document::{Block, Document};

    #[test]
    fn the_status_is_always_a_badge_and_an_empty_line_separates_headers_without_badges_from_the_body() {
        let lines = ["HTTP/1.1 404 Not Found", "Content-Length: 4", "", "gone"].map(str::to_owned).to_vec();
        let document = Document { title: String::new(), blocks: vec![Block::Code(lines)] };
        for panels in [true, false] {
            let drawn = render(&document, &super::super::RenderOptions { panels, ..looks(60) }).lines;
            let row = |text: &str| drawn.iter().position(|line| line.to_string().contains(text)).expect(text);
            let is_filled = |row: usize| drawn[row].spans.iter().any(|span| span.style.bg.is_some_and(is_colour));
            assert!(is_filled(row(" 404 Not Found ")) && !is_filled(row("Content-Length:")), "{drawn:?}");
            assert_eq!(row("gone"), row("Content-Length:") + 2, "{drawn:?}");
        }
    }

    const fn is_colour(colour: ratatui::style::Color) -> bool {
        !matches!(colour, ratatui::style::Color::Reset)
    }
}
