//! Exports plain text for text2qti, which converts the text into a package for Canvas.
//!
//! text2qti interprets text as Markdown with typographic quotes, and formulas in dollar signs, so any character with a
//! special meaning is escaped. Canvas has no tags, so tags are written as comments.

use std::collections::HashMap;
use std::fmt::Write;

use super::Format;
use super::item::{ExportItem, bare};
use crate::document::{Block, Text};
use crate::render::html;
use crate::say;

pub(super) const FORMAT: Format = Format {
    name: "text2qti",
    description: "plain text for text2qti, which makes Canvas packages",
    extension: "txt",
    binary: false,
    max_items: usize::MAX,
    limitations: &[
        "confidence", "tags (they are comments)", "hints", "the teacher's notes",
        "questions for which several answers get full marks",
    ],
    unsupported_reason: |item| {
        (item.right().count() > 1)
            .then(|| say!("more than one answer conforms, but text2qti allows only one correct answer").to_owned())
    },
    write,
};

fn write(items: &[ExportItem<'_>]) -> Vec<u8> {
    let (title, description) = (say!("401 or 403?"), say!("Exported by airside."));
    let mut text = format!("Quiz title: {title}\nQuiz description: {description}\nShuffle answers: false\n");
    let mut repeated: HashMap<Vec<String>, usize> = HashMap::new();
    for (number, item) in (1..).zip(items) {
        let mut stem = item.stem();
        let count = repeated.entry(stem.iter().flat_map(lines).collect()).or_default();
        *count += 1;
        // text2qti refuses a file in which two questions have the same text.
        if *count > 1 {
            stem.push(Block::Paragraph(Text::verbatim(format!("({count})"))));
        }
        question(number, item, &stem, &mut text);
    }
    text.into_bytes()
}

fn question(number: usize, item: &ExportItem<'_>, stem: &[Block], text: &mut String) {
    let tags: Vec<String> = item.tags().map(|(kind, word)| format!("{kind}:{word}")).collect();
    let scenario = item.scenario;
    let _ = write!(text, "\n% {} {}\nTitle: {}\nPoints: 1\n", scenario.id, tags.join(" "), item.name);
    said(&format!("{number}. "), stem, text);
    said("... ", &item.general_feedback(), text);
    for (letter, choice) in ('a'..).zip(item.choices()) {
        let star = if item.accepts(*choice) { "*" } else { "" };
        let _ = writeln!(text, "{star}{letter}) {}", paragraph(item.choice_text(*choice)));
        said("... ", &item.choice_feedback(*choice), text);
    }
}

fn said(marker: &str, blocks: &[Block], text: &mut String) {
    let indent = " ".repeat(marker.len());
    let mut lead = marker;
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        for line in lines(block) {
            let _ = if line.is_empty() { writeln!(text) } else { writeln!(text, "{lead}{line}") };
            lead = &indent;
        }
    }
}

fn lines(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph(text) => vec![paragraph(&bare(text))],
        Block::Field(field) => vec![paragraph(&format!("{} {}", field.label, field.text))],
        Block::Exchange(exchange) => {
            let mut first = 1;
            let mut lines = Vec::new();
            for (index, group) in exchange.groups.iter().enumerate() {
                if index > 0 {
                    lines.push(String::new());
                }
                lines.push(paragraph(&format!("{}:", group.heading)));
                lines.push(String::new());
                lines.push(preformatted((first..).zip(&group.lines).map(|(number, line)| format!("{number}. {line}"))));
                first += group.lines.len();
            }
            lines
        }
        Block::Code(lines) => vec![preformatted(lines.iter().cloned())],
        _ => Vec::new(),
    }
}

/// Writes lines as an HTML block, which Markdown doesn't change. Formulas are processed before Markdown, so dollar
/// signs and backslashes become entities.
fn preformatted(lines: impl Iterator<Item = String>) -> String {
    let escaped = |line: String| html::escape(&line).replace('$', "&#36;").replace('\\', "&#92;").replace('`', "&#96;");
    format!("<pre>{}</pre>", lines.map(escaped).collect::<Vec<_>>().join("<br/>"))
}

/// Writes a paragraph so that Markdown doesn't mistake it for a list, a heading or a rule.
fn paragraph(text: &str) -> String {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if let Some((number, rest)) = text.split_at_checked(digits).filter(|(_, rest)| digits > 0 && rest.starts_with('.'))
    {
        return format!("{number}\\{}", escape(rest));
    }
    match text.chars().next() {
        Some(first @ ('#' | '+' | '-' | '~' | ':' | '=' | '%' | '!' | '^')) => {
            let rest = text.get(1..).unwrap_or_default();
            format!("&#{};{}", u32::from(first), escape(rest))
        }
        _ => escape(text),
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 32);
    let mut before = ' ';
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '"' | '\'' | '|' | '$' => {
                escaped.extend(['\\', character]);
            }
            // Without the backslash, two hyphens would become a dash and three dots an ellipsis.
            '-' | '.' if before == character => escaped.extend(['\\', character]),
            other => escaped.push(other),
        }
        before = character;
    }
    escaped
}
