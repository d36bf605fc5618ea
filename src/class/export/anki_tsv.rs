//! Exports Anki notes as tab-separated text for the note type `Basic`.
//!
//! This module writes the header lines and both sides of each card. Scenario ids serve as GUIDs. Importing a file
//! again therefore updates the notes without losing their scheduling. The front of a card never states anything
//! false.

use std::fmt::Write;

use super::Format;
use super::entry::{ExportItem, tagged};
use crate::document::{Block, Text};
use crate::render::html::{escape, fragment};

pub(super) const FORMAT: Format = Format {
    name: "anki-tsv",
    description: "Anki notes, tab-separated",
    ending: "tsv",
    binary: false,
    most: usize::MAX,
    loses: &[
        "confidence",
        "feedback for each choice (the back of the card has one explanation)",
        "hints",
        "the teacher's notes",
    ],
    refuses: |_| None,
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

fn write(entries: &[ExportItem<'_>]) -> Vec<u8> {
    let mut tsv = HEADER.to_owned();
    for entry in entries {
        let (scenario, pack) = (entry.scenario, &entry.pack.id);
        let (front, back, tags) = (inert(&front(entry)), inert(&back(entry)), tags(entry));
        let _ = writeln!(tsv, "airside.{}\tairside::{pack}\t{front}\t{back}\t{tags}", scenario.id);
    }
    tsv.into_bytes()
}

pub(super) fn tags(entry: &ExportItem<'_>) -> String {
    let tags: Vec<String> = entry.tags().map(|(kind, word)| format!("airside::{kind}::{word}")).collect();
    tags.join(" ")
}

pub(super) fn front(entry: &ExportItem<'_>) -> String {
    let (title, scene) = (escape(&entry.scenario.title), fragment(&entry.scene()));
    let choices = if entry.asks_for_code() { Vec::new() } else { lettered(entry) };
    format!("<p><b>{title}</b></p>{scene}<p><b>{}</b></p>{}", escape(entry.prompt()), fragment(&choices))
}

/// Returns the choices as a lettered list.
fn lettered(entry: &ExportItem<'_>) -> Vec<Block> {
    let letters = ('a'..).zip(entry.choices());
    letters
        .map(|(letter, choice)| Block::Paragraph(Text::verbatim(format!("{letter}) {}", entry.choice_text(*choice)))))
        .collect()
}

pub(super) fn back(entry: &ExportItem<'_>) -> String {
    let explanation = &entry.scenario.explanation;
    let mut blocks = entry.afterwards();
    let others = entry.choices().iter().filter(|choice| !entry.accepts(**choice));
    let others =
        others.filter_map(|choice| Some(format!("\"{}\" {}", entry.choice_text(*choice), entry.because(*choice)?)));
    let why = [explanation.why.clone(), explanation.why_not.clone()].into_iter().chain(others);
    // The explanation goes between the code and the deciding line.
    blocks.splice(1..1, why.flat_map(|text| tagged(&text)));
    fragment(&blocks)
}

/// Replaces square brackets with entities, because Anki would interpret `[sound:...]` and `[latex]` in a field.
/// Quotation marks are already entities, so no field needs quoting.
pub(super) fn inert(html: &str) -> String {
    html.replace('[', "&#91;").replace(']', "&#93;")
}
