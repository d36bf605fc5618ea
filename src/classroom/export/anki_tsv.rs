//! Anki notes as tab-separated text, for the note type `Basic`.
//!
//! Owns the header lines and the two sides of a card. Ids are GUIDs, so importing again changes notes and keeps
//! their scheduling. A front never states anything false.

use std::fmt::Write;

use super::Format;
use super::entry::{Block, Entry};
use super::markup::{escape, paragraphs};

pub(super) const FORMAT: Format = Format {
    name: "anki-tsv",
    says: "Anki notes, tab-separated",
    ending: "tsv",
    binary: false,
    most: usize::MAX,
    loses: &["sureness", "what each choice is told (the back says it once)", "hints", "the teacher's notes"],
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

fn write(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut tsv = HEADER.to_owned();
    for entry in entries {
        let (scenario, pack) = (entry.scenario, &entry.pack.id);
        let tags: Vec<String> = entry.tags().map(|(kind, word)| format!("airside::{kind}::{word}")).collect();
        let (front, back, tags) = (inert(&front(entry)), inert(&back(entry)), tags.join(" "));
        let _ = writeln!(tsv, "airside.{}\tairside::{pack}\t{front}\t{back}\t{tags}", scenario.id);
    }
    tsv.into_bytes()
}

fn front(entry: &Entry<'_>) -> String {
    let (title, scene) = (escape(&entry.scenario.title), paragraphs(&entry.scene()));
    format!("<p><b>{title}</b></p>{scene}<p><b>{}</b></p>", escape(entry.prompt()))
}

fn back(entry: &Entry<'_>) -> String {
    let explanation = &entry.scenario.explanation;
    let mut blocks = entry.afterwards();
    let why = [&explanation.right, &explanation.wrong].map(|text| Block::tagged(text));
    // After the code, before the deciding line.
    blocks.splice(1..1, why.into_iter().flatten());
    paragraphs(&blocks)
}

/// Square brackets as entities: Anki reads `[sound:...]` and `[latex]` out of fields. Quotes are entities already, so
/// no field needs quoting.
fn inert(html: &str) -> String {
    html.replace('[', "&#91;").replace(']', "&#93;")
}
