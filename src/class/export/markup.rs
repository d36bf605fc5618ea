//! Angle brackets: text made safe for XML and HTML, and blocks as paragraphs.
//!
//! Owns the escape that all formats with markup share. Everything written here is well-formed XML as well as HTML.

use std::fmt::Write;

use super::entry::ExportBlock;

/// The text with `& < > "` as entities: good in elements, in attributes in double quotes, and in a CDATA section,
/// which it cannot end.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The blocks as paragraphs, on one line. Numbers are part of the text, so that "line 3" is line 3 in every reader.
#[must_use]
pub fn paragraphs(blocks: &[ExportBlock<'_>]) -> String {
    let mut html = String::new();
    for block in blocks {
        let inner = match block {
            ExportBlock::Line(text) => escape(text),
            ExportBlock::Numbered(first, lines) => {
                let numbered = (*first..).zip(lines).map(|(number, line)| format!("{number}. {}", escape(line)));
                numbered.collect::<Vec<_>>().join("<br/>")
            }
            ExportBlock::Code(lines) => {
                let code = lines.iter().map(|line| format!("<code>{}</code>", escape(line)));
                code.collect::<Vec<_>>().join("<br/>")
            }
        };
        // Writing to a string cannot fail.
        let _ = write!(html, "<p>{inner}</p>");
    }
    html
}
