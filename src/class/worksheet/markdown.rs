//! A worksheet as Markdown: the same sheet for whoever sets it anew.
//!
//! Texts are escaped so that none of them becomes markup; the lines of an exchange stand in a fence.

use super::super::export::entry::{ExportBlock, ExportItem};
use super::{LATER, MEND, Sheet, TASK, code, confidences, key, mended, shown};
use crate::i18n;
use crate::say;

/// The whole file.
#[must_use]
pub fn page(sheet: &Sheet<'_>) -> String {
    let mut parts = vec![
        format!("# {}", escape(&sheet.title())),
        format!("{}: `______` {}: `______`", say!("Seat"), say!("Date")),
        escape(i18n::of(TASK)),
        say!("A seat is a code, never a name. {}.", escape(&sheet.packs())),
    ];
    for (number, entry) in (1..).zip(&sheet.items) {
        parts.push(format!("## {number}. {}", escape(&entry.scenario.title)));
        parts.extend(entry.scene().iter().map(show));
        parts.push(boxes(entry));
    }
    if !sheet.tasks.is_empty() {
        parts.extend(["---".to_owned(), format!("## {}", say!("Find the fault")), escape(i18n::of(LATER))]);
        for (number, claim) in (sheet.items.len() + 1..).zip(&sheet.tasks) {
            let said = ExportBlock::Line(shown(claim));
            parts.extend([format!("### {}, {number}", say!("Find the fault")), show(&said), escape(i18n::of(MEND))]);
        }
    }
    if sheet.teacher {
        parts.extend(["---".to_owned(), format!("## {}", say!("Answer key")), escape(&sheet.in_short())]);
        for (number, entry) in (1..).zip(&sheet.items) {
            parts.push(format!("### {number}: {}", entry.scenario.answer.name()));
            parts.extend(key(entry).iter().map(show));
        }
        for (number, claim) in (sheet.items.len() + 1..).zip(&sheet.tasks) {
            parts.push(format!("### {number}: {}", say!("the fault")));
            parts.extend(mended(claim).iter().map(show));
        }
    }
    parts.join("\n\n") + "\n"
}

fn boxes(entry: &ExportItem<'_>) -> String {
    let codes: Vec<String> =
        entry.choices().iter().map(|choice| format!("{} [ ]", escape(code(entry, *choice)))).collect();
    let sure: Vec<String> = confidences().map(|confidence| format!("{confidence} [ ]")).collect();
    let (how, line) = (say!("How sure"), say!("Deciding line"));
    format!("- {}\n- {how}: {}\n- {line}: `____`", codes.join(", "), sure.join(", "))
}

fn show(block: &ExportBlock<'_>) -> String {
    match block {
        ExportBlock::Line(text) => match text.strip_prefix("WRONG:") {
            Some(rest) => format!("WRONG:{}", escape(rest)),
            None => escape(text),
        },
        ExportBlock::Numbered(first, lines) => {
            let lines: Vec<String> = (*first..).zip(lines).map(|(number, line)| format!("{number}  {line}")).collect();
            fence(&lines)
        }
        ExportBlock::Code(lines) => fence(lines),
    }
}

/// The lines as they are, in a fence that none of them can end.
fn fence(lines: &[String]) -> String {
    let longest = lines.iter().flat_map(|line| line.split(|character| character != '`')).map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or(0).max(2) + 1);
    format!("{fence}text\n{}\n{fence}", lines.join("\n"))
}

/// The text with everything escaped that could be markup: anywhere, and at the start of a line.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, character) in text.char_indices() {
        let anywhere = "\\`*_[]<>#|~&".contains(character);
        let first = at == 0 && "-+=".contains(character);
        let numbers = at == digits && digits > 0 && ".)".contains(character);
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
