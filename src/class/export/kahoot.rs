//! Exports a spreadsheet for Kahoot.
//!
//! Questions start in row 9 of the sheet, below the header of Kahoot's own template. A Kahoot question has at most 120
//! characters, which isn't enough for a story. Each question therefore combines the first line of the case with the
//! deciding line. If not even the deciding line fits, the case is skipped, because a shortened line could have a
//! different answer.

use std::fmt::Write;

use super::archive::zip;
use super::item::ExportItem;
use super::{Format, nothing_to_mark};
use crate::render::html::escape;
use crate::say;

const LONGEST: usize = 120;
/// Kahoot's longest time limit, in seconds. Airside doesn't score speed, so every question gets the maximum time.
const SECONDS: u32 = 240;
const HEADER_ROW: usize = 8;

pub(super) const FORMAT: Format = Format {
    name: "kahoot",
    description: "Kahoot spreadsheet",
    extension: "xlsx",
    binary: true,
    max_items: 1_000_000,
    limitations: &[
        "the story (a question is limited to 120 characters, so it consists of the first line of the case and the deciding line)",
        "every explanation and source",
        "confidence",
        "hints",
        "the teacher's notes",
        "ids and tags",
    ],
    unsupported_reason: |item| no_code(item).or_else(|| too_long(item)).or_else(|| nothing_to_mark(item)),
    write,
};

/// Combines the first line with the deciding line if both fit. Otherwise, returns the title with the deciding line, or
/// the deciding line alone.
fn question(item: &ExportItem<'_>) -> String {
    let scenario = item.scenario;
    // The full prompt of an incident is too long for Kahoot, which shows the choices below the question anyway.
    let prompt = if scenario.incident.is_some() { say!("Which response would have helped?") } else { &item.prompt };
    let deciding = sentence(scenario.deciding_line().unwrap_or_default());
    let first = sentence(scenario.shown_lines().next().unwrap_or_default());
    let title = scenario.title.trim();
    let text = if first == deciding { format!("{title}: {deciding}") } else { format!("{first} {deciding}") };
    let questions = [text, format!("{title}: {deciding}"), deciding].map(|text| format!("{text} {prompt}"));
    let [.., shortest] = &questions;
    questions.iter().find(|question| length(question) <= LONGEST).unwrap_or(shortest).clone()
}

fn sentence(line: &str) -> String {
    let line = line.trim();
    let end = if line.ends_with(['.', '!', '?', ';', ':']) { "" } else { "." };
    format!("{line}{end}")
}

/// Returns the length in UTF-16 code units, which is how spreadsheets count characters.
fn length(question: &str) -> usize {
    question.encode_utf16().count()
}

/// Rejects any question that doesn't ask for a code, because the deciding line would give away the answer.
fn no_code(item: &ExportItem<'_>) -> Option<String> {
    (!item.asks_for_code()).then(|| {
        say!("its answers aren't status codes, and Kahoot has no room for the lines of the exchange").to_owned()
    })
}

fn too_long(item: &ExportItem<'_>) -> Option<String> {
    let length = length(&question(item));
    (length > LONGEST).then(|| say!("its question has {} characters, but Kahoot allows only {}", length, LONGEST))
}

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/xl/workbook.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
    <Override PartName=\"/xl/worksheets/sheet1.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>";

const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"xl/workbook.xml\"/></Relationships>";

const WORKBOOK: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
    <sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";

const WORKBOOK_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
    Target=\"worksheets/sheet1.xml\"/></Relationships>";

fn write(items: &[ExportItem<'_>]) -> Vec<u8> {
    let sheet = sheet(items);
    zip([
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn sheet(items: &[ExportItem<'_>]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\n",
    );
    let instructions = [
        (2, say!("401 or 403?")),
        (
            3,
            say!(
                "Exported by airside. Each question consists of the first line of a case and the line that decides it."
            ),
        ),
    ];
    for (row, text) in instructions {
        let _ = writeln!(xml, "<row r=\"{row}\">{}</row>", words('B', row, text));
    }
    let header = [
        "Question - max 120 characters",
        "Answer 1 - max 75 characters",
        "Answer 2 - max 75 characters",
        "Answer 3 - max 75 characters",
        "Answer 4 - max 75 characters",
        "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
        "Correct answer(s) - choose at least one",
    ];
    let cells: String = ('B'..).zip(header).map(|(column, text)| words(column, HEADER_ROW, text)).collect();
    let _ = writeln!(xml, "<row r=\"{HEADER_ROW}\">{cells}</row>");
    for (number, item) in (1..).zip(items) {
        let row = HEADER_ROW + number;
        let mut cells = figure('A', row, &number.to_string()) + &words('B', row, &question(item));
        for (column, choice) in ('C'..).zip(item.choices()) {
            cells += &words(column, row, item.choice_text(*choice));
        }
        cells += &figure('G', row, &SECONDS.to_string());
        let numbers = (1..).zip(item.choices()).filter(|(_, choice)| item.accepts(**choice));
        let right: Vec<String> = numbers.map(|(number, _): (u8, _)| number.to_string()).collect();
        cells += &match right.as_slice() {
            [only] => figure('H', row, only),
            several => words('H', row, &several.join(",")),
        };
        let _ = writeln!(xml, "<row r=\"{row}\">{cells}</row>");
    }
    xml.push_str("</sheetData></worksheet>\n");
    xml
}

/// Writes a cell as inline text, which a spreadsheet never interprets as a formula.
fn words(column: char, row: usize, text: &str) -> String {
    format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escape(text))
}

fn figure(column: char, row: usize, number: &str) -> String {
    format!("<c r=\"{column}{row}\"><v>{number}</v></c>")
}
