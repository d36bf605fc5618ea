//! Renders documents as Markdown.
//!
//! Text is escaped, so that none of it is treated as markup. Lines of HTTP are enclosed in a code fence that no line
//! can close.

use crate::document::{Block, Document, ExchangeLines, Meaning, Text};
use crate::say;

/// Renders the documents with a horizontal rule between them. If the first document has no blocks, no rule is drawn
/// below its title.
pub fn render(documents: &[Document]) -> String {
    let mut parts = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let (title, sub) = if index == 0 { ("#", "##") } else { ("##", "###") };
        let is_first = documents.iter().take(index).all(|before| before.blocks.is_empty());
        if !is_first {
            parts.push("---".to_owned());
        }
        parts.push(format!("{title} {}", escape(&document.title)));
        for block in &document.blocks {
            blocks(block, sub, &mut parts);
        }
    }
    parts.join("\n\n") + "\n"
}

fn blocks(block: &Block, heading: &str, parts: &mut Vec<String>) {
    match block {
        Block::Heading(text) => parts.push(format!("{heading} {}", inline(text))),
        Block::Paragraph(text) => parts.push(inline(text)),
        Block::List(points) => parts.push(list(points.iter().map(|point| format!("- {}", inline(point))))),
        Block::Steps(steps) => {
            parts.push(list((1..).zip(steps).map(|(number, step)| format!("{number}. {}", inline(step)))));
        }
        Block::Code(lines) => parts.push(fence(lines)),
        Block::Field(field) if field.text.is_empty() => parts.push(format!("{} `____`", escape(&field.label))),
        Block::Field(field) => parts.push(format!("**{}** {}", escape(&field.label), inline(&field.text))),
        Block::Exchange(lines) => exchange(lines, parts),
        Block::Strip(strip) => parts.extend(strip.text().map(|text| escape(&text))),
        Block::Verdict(line) => parts.push(format!("**{}** {}", inline(&line.answer), inline(&line.remark))),
        Block::Bar(bar) => parts.push(format!("- {}: {}", escape(&bar.label), escape(&bar.note))),
        Block::Plot(plot) => parts.push(list(plot.texts().map(|point| format!("- {}", escape(&point))))),
        Block::Table(table) => {
            let row = |cells: &[Text]| {
                let cells: Vec<String> = cells.iter().map(|cell| inline(cell).replace('|', "\\|")).collect();
                format!("| {} |", cells.join(" | "))
            };
            let rule = format!("|{}", " --- |".repeat(table.head.len()));
            let rows = table.rows.iter().map(|cells| row(cells));
            parts.push(list([row(&table.head), rule].into_iter().chain(rows)));
        }
        Block::Columns(columns) => columns.iter().flatten().for_each(|block| blocks(block, heading, parts)),
        Block::Choices(choices) => {
            parts.push(list(choices.iter().map(|choice| format!("- [ ] {}", inline(&choice.text)))));
        }
    }
}

fn list(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn exchange(lines: &ExchangeLines, parts: &mut Vec<String>) {
    let mut first = lines.before + 1;
    for group in &lines.groups {
        parts.push(format!("{}:", escape(&group.heading)));
        let numbered = (first..).zip(&group.lines).map(|(number, line)| format!("{number}  {line}"));
        parts.push(fence(&numbered.collect::<Vec<_>>()));
        first += group.lines.len();
    }
}

fn inline(text: &Text) -> String {
    let span = |span: &crate::document::Span| match span.meaning {
        Meaning::Refuted => format!("{} ~~{}~~", say!("WRONG:"), escape(&span.text)),
        Meaning::WrongClaim => format!("{} {}", say!("WRONG:"), escape(&span.text)),
        Meaning::Strong => format!("**{}**", escape(&span.text)),
        Meaning::Code if !span.text.contains('`') => format!("`{}`", span.text),
        _ => escape(&span.text),
    };
    text.spans.iter().map(span).collect()
}
/// The fence is longer than any run of backticks in the lines, so no line can close it.
fn fence(lines: &[String]) -> String {
    let longest = lines.iter().flat_map(|line| line.split(|character| character != '`')).map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or(0).max(2) + 1);
    format!("{fence}text\n{}\n{fence}", lines.join("\n"))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (index, character) in text.char_indices() {
        let anywhere = "\\`*_[]<>#|~&".contains(character);
        let first = index == 0 && "-+=".contains(character);
        let ends_word = text.chars().nth(digits + 1).is_none_or(char::is_whitespace);
        let numbers = index == digits && digits > 0 && ".)".contains(character) && ends_word;
        if anywhere || first || numbers {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_markup() {
        assert_eq!(escape("- a *b* [c](d) <e>"), "\\- a \\*b\\* \\[c\\](d) \\<e\\>");
        assert_eq!(escape("12. June"), "12\\. June");
        assert_eq!(escape("Gate 24. Seats 2A-2C"), "Gate 24. Seats 2A-2C");
        let lines = ["a ```` b".to_owned()];
        assert_eq!(fence(&lines), "`````text\na ```` b\n`````");
    }
}
