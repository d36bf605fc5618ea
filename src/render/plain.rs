//! Renders documents as lines of text for screen readers, pipes and terminals of any width.

use crate::document::{
    AirportStrip, AnswerChoice, Block, Document, ExchangeLines, Meaning, TableBlock, Text, VerdictLine, http_messages,
};
use crate::say;
use crate::text::{safe, shown, width, wrap};

const NARROWEST: usize = 20;

/// The extra indentation that distinguishes a continuation line from a new line.
const HANGING: usize = 4;

/// The minimum width of a table's last column, in terminal columns. If the last column would be narrower than this and
/// its text doesn't fit, each table row becomes a list.
const LAST_COLUMN: usize = 20;

pub fn render(document: &Document, columns: usize) -> Vec<String> {
    LineWriter::new(columns).document(document)
}

pub(crate) fn render_aloud(document: &Document, columns: usize) -> Vec<String> {
    LineWriter { reads_rows: true, ..LineWriter::new(columns) }.document(document)
}

pub fn blocks(blocks: &[Block], columns: usize) -> Vec<String> {
    let mut writer = LineWriter::new(columns);
    writer.blocks(blocks);
    writer.lines
}

/// Renders text with words in place of colours. For example, a false claim is marked with the words "not true".
pub fn text(text: &Text) -> String {
    let mut plain = String::new();
    for span in &text.spans {
        if !matches!(span.meaning, Meaning::WrongClaim | Meaning::Refuted) {
            plain.push_str(&span.text);
        } else if plain.is_empty() && text.spans.len() == 1 {
            plain.push_str(&say!("Not true: {}", span.text));
        } else {
            plain.push_str(&say!("(not true: \"{}\")", span.text));
        }
    }
    plain
}

fn quotes_http(text: &Text) -> bool {
    !text.is_empty() && text.spans.iter().all(|span| matches!(span.meaning, Meaning::Deciding | Meaning::Code))
}

/// Returns whether an earlier paragraph already states the figure, in which case the bar is left out.
fn is_told(before: &[Block], figure: &str) -> bool {
    let tells = |block: &Block| matches!(block, Block::Paragraph(text) if text.to_string().contains(figure));
    !figure.is_empty() && before.iter().any(tells)
}

struct LineWriter {
    lines: Vec<String>,
    columns: usize,
    /// Whether to print each table row as a sentence, even if the table would fit as columns.
    reads_rows: bool,
    /// The name of the case being printed, `First` or `Second`, if the case belongs to a pair.
    side: String,
}

impl LineWriter {
    fn new(columns: usize) -> Self {
        Self { lines: Vec::new(), columns: columns.max(NARROWEST), reads_rows: false, side: String::new() }
    }

    fn document(mut self, document: &Document) -> Vec<String> {
        self.paragraph(&document.title);
        self.blocks(&document.blocks);
        self.lines.into_iter().map(shown).collect()
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let is_list = |block: &Block| matches!(block, Block::List(_) | Block::Steps(_) | Block::Table(_));
        for (index, block) in blocks.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| blocks.get(before));
            let is_announced = self.reads_rows && matches!(before, Some(Block::Heading(_)));
            if before.is_some_and(is_list) || matches!(block, Block::Table(_)) && !is_announced {
                self.gap();
            }
            match (block, before) {
                (Block::Bar(bar), _) if is_told(&blocks[..index], &bar.note) => {}
                // The strip omits the code, because the verdict already contains it.
                (Block::Strip(strip), Some(Block::Verdict(_))) => {
                    self.block(&Block::Strip(AirportStrip { code: None, ..strip.clone() }));
                }
                (Block::Code(lines), Some(Block::Heading(_))) => lines.iter().for_each(|line| self.code(line)),
                _ => self.block(block),
            }
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                self.gap();
                self.paragraph(&text(heading));
            }
            Block::Paragraph(paragraph) => self.paragraph(&text(paragraph)),
            Block::List(items) => items.iter().for_each(|item| self.hanging("- ", &text(item))),
            Block::Steps(steps) => {
                (1..).zip(steps).for_each(|(number, step)| self.hanging(&format!("{number}. "), &text(step)));
            }
            Block::Code(lines) => self.http(lines),
            Block::Field(field) if quotes_http(&field.text) => {
                self.continued("", &format!("{}: {}", field.label, text(&field.text)));
            }
            Block::Field(field) => self.field(&field.label, &text(&field.text)),
            Block::Exchange(exchange) => self.exchange(exchange),
            Block::Strip(strip) => strip.text().iter().for_each(|text| self.paragraph(text)),
            Block::Verdict(verdict) => self.verdict(verdict),
            Block::Bar(bar) => self.field(&bar.label, &bar.note),
            Block::Plot(plot) => plot.texts().for_each(|point| self.hanging("- ", &point)),
            Block::Table(table) if !table.sentences.is_empty() => {
                table.sentences.iter().for_each(|sentence| self.paragraph(sentence));
            }
            Block::Table(table) => self.table(table),
            Block::Columns(columns) => columns.iter().for_each(|column| self.column(column)),
            Block::Choices(choices) => self.choices(choices),
        }
    }

    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.lines.extend(wrap(text, self.columns));
    }

    fn hanging(&mut self, mark: &str, text: &str) {
        let indent = " ".repeat(width(mark));
        let wrapped = wrap(text, self.columns.saturating_sub(indent.len()));
        for (index, line) in wrapped.into_iter().enumerate() {
            self.lines.push(format!("{}{line}", if index == 0 { mark } else { &indent }));
        }
    }

    /// In a pair, each line of a case includes the name of the case.
    fn column(&mut self, column: &[Block]) {
        match column {
            [Block::Heading(heading), rest @ ..] if rest.iter().any(|block| matches!(block, Block::Exchange(_))) => {
                let heading = text(heading);
                let name = heading.split(':').next().unwrap_or_default();
                self.gap();
                if name != heading {
                    self.paragraph(&format!("{heading}."));
                }
                name.clone_into(&mut self.side);
                self.blocks(rest);
                self.side.clear();
            }
            _ => self.blocks(column),
        }
    }

    fn http(&mut self, lines: &[String]) {
        for (label, message) in http_messages(lines) {
            if !label.is_empty() && self.lines.last().is_none_or(|line| !line.ends_with(':')) {
                self.paragraph(&format!("{label}:"));
            }
            for line in message {
                self.code(line);
            }
        }
    }

    fn code(&mut self, line: &str) {
        if line.is_empty() {
            return self.lines.push(String::new());
        }
        self.continued("  ", line);
    }

    fn continued(&mut self, indent: &str, line: &str) {
        let line = format!("{indent}{line}");
        if width(&safe(&line)) <= self.columns {
            return self.lines.push(safe(&line).trim_end().to_owned());
        }
        let deeper = " ".repeat(indent.len() + HANGING);
        for (index, part) in wrap(line.trim_start(), self.columns - deeper.len()).into_iter().enumerate() {
            self.lines.push(format!("{}{part}", if index == 0 { indent } else { &deeper }));
        }
    }

    fn field(&mut self, label: &str, text: &str) {
        let colon = if label.ends_with(['?', '.', ':']) || label.is_empty() { "" } else { ":" };
        self.paragraph(&format!("{label}{colon} {text}"));
    }

    fn exchange(&mut self, exchange: &ExchangeLines) {
        let mut number = exchange.before;
        for group in &exchange.groups {
            if !group.heading.is_empty() {
                self.paragraph(&format!("{}:", group.heading));
            }
            for line in &group.lines {
                number += 1;
                let differs = exchange.differing.contains(&number);
                let line = match self.side.as_str() {
                    _ if exchange.deciding == Some(number) => say!("Deciding line {}: {}", number, line),
                    "" => say!("Line {}: {}", number, line),
                    side if differs => say!("{}, differing line {}: {}", side, number, line),
                    side => say!("{}, line {}: {}", side, number, line),
                };
                self.continued("", &line);
            }
        }
    }

    fn verdict(&mut self, verdict: &VerdictLine) {
        let answer = text(&verdict.answer);
        let sentence = match verdict.correct {
            _ if verdict.is_arguable => say!("Arguable: {}", answer),
            Some(true) => say!("Correct: {}", answer),
            Some(false) => say!("Not quite. The answer: {}", answer),
            None => say!("The answer: {}", answer),
        };
        let stop = if sentence.ends_with(['.', '?']) { "" } else { "." };
        let sentence = if self.side.is_empty() { sentence } else { format!("{}: {sentence}", self.side) };
        self.paragraph(format!("{sentence}{stop} {}", text(&verdict.remark)).trim_end());
    }

    /// Prints a table in columns, with the headings and the last column wrapped. If the columns don't fit, each row
    /// becomes a list of its cells with their headings.
    fn table(&mut self, table: &TableBlock) {
        let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.iter().map(text).collect()).collect();
        let head: Vec<String> = table.head.iter().map(text).collect();
        let whole = |cell: &Text| width(&safe(&text(cell)));
        let longest_word = |heading: &Text| text(heading).split(' ').map(|word| width(&safe(word))).max().unwrap_or(0);
        let widths = table.column_widths(whole, whole);
        let fits = widths.iter().map(|width| width + 2).sum::<usize>() <= self.columns.saturating_add(2);
        let widths = if fits { widths } else { table.column_widths(longest_word, whole) };
        let Some((last, others)) = widths.split_last() else { return };
        let start: usize = others.iter().map(|width| width + 2).sum();
        let room = self.columns.saturating_sub(start);
        if self.reads_rows || *last > room && room < LAST_COLUMN {
            return self.rows(&head, &rows);
        }
        let parts: Vec<Vec<String>> = head.iter().zip(&widths).map(|(cell, columns)| wrap(cell, *columns)).collect();
        let depth = parts.iter().map(Vec::len).max().unwrap_or(0);
        let part = |row: usize| parts.iter().map(|part| part.get(row).cloned().unwrap_or_default()).collect();
        let heads: Vec<Vec<String>> = (0..depth).map(part).collect();
        for row in heads.iter().chain(&rows) {
            let mut line = String::new();
            for (cell, columns) in row.iter().zip(others) {
                let cell = safe(cell);
                line.push_str(&cell);
                line.push_str(&" ".repeat(2 + columns.saturating_sub(width(&cell))));
            }
            let wrapped = row.get(others.len()).map(|cell| wrap(cell, room)).unwrap_or_default();
            for part in wrapped.iter().map(String::as_str).chain(wrapped.is_empty().then_some("")) {
                self.lines.push(format!("{line}{part}").trim_end().to_owned());
                line = " ".repeat(start);
            }
        }
    }

    /// Prints each table row as a sentence in which every cell follows its heading. If there are no headings, the first
    /// cell names the row.
    fn rows(&mut self, head: &[String], rows: &[Vec<String>]) {
        for row in rows {
            let heads = head.iter().map(String::as_str).chain(std::iter::repeat(""));
            let name =
                |(head, cell): (&str, &String)| if head.is_empty() { cell.clone() } else { format!("{head}: {cell}") };
            let named = heads.zip(row).filter(|(_, cell)| !matches!(cell.as_str(), "" | "–")).map(name);
            let count = named.clone().count();
            // Each row becomes a single sentence, so only the last cell keeps its full stop.
            let cells: Vec<String> = (1..)
                .zip(named)
                .map(|(number, cell)| if number < count { cell.trim_end_matches('.').to_owned() } else { cell })
                .collect();
            let row = match cells.split_first() {
                Some((first, rest)) if head.is_empty() && !rest.is_empty() && !first.ends_with(':') => {
                    format!("{first}{} {}", if first.ends_with('?') { "" } else { ":" }, rest.join("; "))
                }
                _ => cells.join("; "),
            };
            let stop = if row.ends_with(['.', '?', ':']) { "" } else { "." };
            self.hanging("", &format!("{row}{stop}"));
        }
    }

    /// Status codes aren't listed as answers, because the question already names them.
    fn choices(&mut self, choices: &[AnswerChoice]) {
        let is_code = |choice: &AnswerChoice| {
            choice.text.spans.first().is_some_and(|span| matches!(span.meaning, Meaning::Status(_)))
        };
        if choices.first().is_some_and(is_code) {
            return;
        }
        for choice in choices {
            let chosen = if choice.chosen { say!(" (chosen)") } else { "" };
            self.hanging("", &say!("Answer {}: {}{}", choice.key, text(&choice.text), chosen));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{AirportStrip, Checkpoint, Group};

    fn lines(block: Block, columns: usize) -> Vec<String> {
        blocks(&[block], columns)
    }

    #[test]
    fn a_wrong_claim_says_so() {
        assert_eq!(lines(Block::Paragraph("~~403 comes first.~~".into()), 80), ["Not true: 403 comes first."]);
        let inline = lines(Block::Paragraph("Some say ~~403 is final~~ and mean it.".into()), 80);
        assert_eq!(inline, ["Some say (not true: \"403 is final\") and mean it."]);
    }

    #[test]
    fn the_right_answer_after_a_wrong_one_is_a_sentence_of_its_own() {
        let verdict = |correct| {
            let (answer, remark) = ("403 Forbidden".into(), "You said 401.".into());
            Block::Verdict(VerdictLine { correct, answer, remark, ..VerdictLine::default() })
        };
        let sentences = [Some(false), Some(true), None].map(|correct| lines(verdict(correct), 80).join(" "));
        assert_eq!(
            sentences,
            [
                "Not quite. The answer: 403 Forbidden. You said 401.", "Correct: 403 Forbidden. You said 401.",
                "The answer: 403 Forbidden. You said 401."
            ]
        );
    }

    #[test]
    fn a_long_header_never_looks_like_two() {
        let exchange = ExchangeLines {
            groups: vec![Group {
                heading: "Request".into(),
                lines: vec!["Authorization: Bearer abc def: ghi".into(), "Host: a".into()],
            }],
            deciding: Some(2),
            http: true,
            ..ExchangeLines::default()
        };
        let plain = lines(Block::Exchange(exchange), 34);
        assert_eq!(
            plain,
            ["Request:", "Line 1: Authorization: Bearer", "    abc def: ghi", "Deciding line 2: Host: a"]
        );
        assert_eq!(
            lines(Block::Code(vec!["A: b c d e f g h i j k".into()]), 20),
            ["  A: b c d e f g", "      h i j k"]
        );
    }

    #[test]
    fn a_strip_is_told_in_words() {
        let strip = AirportStrip { stop: Some(Checkpoint::Gate), code: Some(403), ..AirportStrip::default() };
        assert_eq!(lines(Block::Strip(strip), 80), ["Stopped at the gate: 403."]);
        assert!(lines(Block::Strip(AirportStrip::default()), 80).is_empty());
    }

    #[test]
    fn a_row_in_words_leaves_out_empty_cells_and_inner_full_stops() {
        let cells = |cells: [&str; 4]| cells.map(Text::from).to_vec();
        let head = cells(["Question", "Belief", "Correct", "Check"]);
        let row = cells(["A title that is long", "It is a belief.", "–", ""]);
        let plain = lines(Block::table(head, [row]), 30);
        assert_eq!(plain.join(" "), "Question: A title that is long; Belief: It is a belief.");
    }

    #[test]
    fn a_table_that_is_read_aloud_has_no_columns_and_no_empty_cells() {
        let mut document = Document::default();
        let cells = |cells: [&str; 3]| cells.map(Text::from).to_vec();
        let head = cells(["Fact", "Value", "Source"]);
        document
            .blocks
            .push(Block::table(head, [cells(["scheme", "`basic`", "seen"]), cells(["role", "", "assumed"])]));
        document.blocks.push(Block::rows([vec!["Day 1".into(), "next".into()], vec!["Day 7".into(), Text::default()]]));
        let plain = render_aloud(&document, 200);
        assert_eq!(
            plain.iter().filter(|line| !line.is_empty()).collect::<Vec<_>>(),
            ["Fact: scheme; Value: basic; Source: seen.", "Fact: role; Source: assumed.", "Day 1: next.", "Day 7."]
        );
    }

    #[test]
    fn a_table_has_columns_where_they_fit() {
        let table = || {
            Block::table(
                ["Kind", "Correct"],
                [vec!["expired credentials".into(), "3 of 4".into()], vec!["closed".into(), "1 of 1".into()]],
            )
        };
        assert_eq!(
            lines(table(), 40),
            ["Kind                 Correct", "expired credentials  3 of 4", "closed               1 of 1"]
        );
        assert_eq!(lines(table(), 24)[0], "Kind: expired");
    }

    #[test]
    fn no_line_is_too_long_or_acts_on_a_terminal() {
        let mut document = Document::new("A title that is longer than twenty columns\u{1b}[2J");
        document.field("Why not 401?", "Because.");
        document.blocks.push(Block::Steps(vec!["one step after the other".into()]));
        document.blocks.push(Block::Code(vec!["x".repeat(90), "\u{1b}]0;title".into()]));
        for columns in 20..60 {
            for line in render(&document, columns) {
                assert!(width(&line) <= columns, "{columns}: {line}");
                assert!(!line.contains('\u{1b}'));
            }
        }
    }
}
