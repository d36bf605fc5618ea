//! Exports Anki notes as tab-separated text for the note type `Basic`.
//!
//! Scenario ids serve as GUIDs, so importing a file again updates the notes without losing their scheduling. The front
//! of a card never states anything false.

use std::fmt::Write;

use super::Format;
use super::item::{ExportItem, tagged};
use crate::document::{Block, Text};
use crate::render::html::{escape, fragment};

pub(super) const FORMAT: Format = Format {
    name: "anki-tsv",
    description: "Anki notes, tab-separated",
    extension: "tsv",
    binary: false,
    max_items: usize::MAX,
    limitations: &[
        "confidence",
        "separate feedback for each choice (the back of the card has a single explanation)",
        "hints",
        "the teacher's notes",
    ],
    unsupported_reason: |_| None,
    write,
};

const HEADER: &str = "\
#separator:Tab
#html:true
#notetype:Basic
#guid column:1
#deck column:2
#tags column:5
#columns:guid\tdeck\tFront\tBack\ttags
";

fn write(items: &[ExportItem<'_>]) -> Vec<u8> {
    let mut tsv = HEADER.to_owned();
    for item in items {
        let (scenario, pack) = (item.scenario, &item.pack.id);
        let (front, back, tags) = (escape_markup(&front(item)), escape_markup(&back(item)), tags(item));
        let _ = writeln!(tsv, "airside.{}\tairside::{pack}\t{front}\t{back}\t{tags}", scenario.id);
    }
    tsv.into_bytes()
}

pub(super) fn tags(item: &ExportItem<'_>) -> String {
    let tags: Vec<String> = item.tags().map(|(kind, word)| format!("airside::{kind}::{word}")).collect();
    tags.join(" ")
}

pub(super) fn front(item: &ExportItem<'_>) -> String {
    let (title, scene) = (escape(&item.scenario.title), fragment(&item.scene()));
    let choices = if item.asks_for_code() { Vec::new() } else { lettered(item) };
    format!("<p><b>{title}</b></p>{scene}<p><b>{}</b></p>{}", escape(&item.prompt), fragment(&choices))
}

fn lettered(item: &ExportItem<'_>) -> Vec<Block> {
    let letters = ('a'..).zip(item.choices());
    letters
        .map(|(letter, choice)| Block::Paragraph(Text::verbatim(format!("{letter}) {}", item.choice_text(*choice)))))
        .collect()
}

pub(super) fn back(item: &ExportItem<'_>) -> String {
    let explanation = &item.scenario.explanation;
    let mut blocks = item.general_feedback();
    let others = item.choices().iter().filter(|choice| !item.accepts(**choice));
    let others =
        others.filter_map(|choice| Some(format!("\"{}\" {}", item.choice_text(*choice), item.because(*choice)?)));
    let why = [explanation.why.clone(), explanation.why_not.clone()].into_iter().chain(others);
    // The explanation goes between the code and the deciding line.
    blocks.splice(1..1, why.flat_map(|text| tagged(&text)));
    fragment(&blocks)
}

/// Replaces square brackets with entities, because Anki would interpret `[sound:...]` and `[latex]` in a field.
/// Quotation marks are already entities, so no field needs quoting.
pub(super) fn escape_markup(html: &str) -> String {
    html.replace('[', "&#91;").replace(']', "&#93;")
}
