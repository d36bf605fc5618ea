//! A worksheet as a page that opens from disk and prints on A4 and Letter.
//!
//! One file, nothing loaded from anywhere. The style names no paper, so the printer's own is taken. Boxes and lines to
//! write on are drawn by the style and not by letters that a font may lack.

use std::fmt::Write;

use super::super::export::entry::{ExportBlock, ExportItem};
use super::super::export::markup::escape;
use super::{LATER, MEND, Sheet, TASK, code, confidences, key, mended, shown};
use crate::i18n;
use crate::reference::Claim;
use crate::say;

const STYLE: &str = "
@page { margin: 16mm 16mm 18mm }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1em; max-width: 44em; font: 11pt/1.4 Georgia, 'Times New Roman', serif; color: #000; background: #fff }
h1 { font-size: 1.6em; margin: 0 0 .4em }
h2 { font-size: 1.25em; margin: 0 0 .5em }
h3 { font-size: 1.05em; margin: 0 0 .3em }
h1, h2, h3, .group { break-after: avoid; font-family: Helvetica, Arial, sans-serif }
p { margin: 0 0 .45em; orphans: 3; widows: 3 }
ol { margin: 0 0 .45em; padding-left: 2.2em }
ol, pre { font-family: 'DejaVu Sans Mono', Consolas, Menlo, monospace; font-size: .82em }
li, pre { overflow-wrap: anywhere }
pre { margin: 0 0 .6em; padding: .4em .6em; border-left: 2pt solid #000; white-space: pre-wrap }
article { break-inside: avoid; margin: 0 0 1.1em; padding-top: .6em; border-top: .5pt solid #000 }
.group { font-size: .82em; font-weight: bold; margin: .2em 0 .1em }
.answer { display: flex; flex-wrap: wrap; gap: .3em 1.6em; margin: .6em 0 0; font-family: Helvetica, Arial, sans-serif; font-size: .9em }
.code { font-weight: bold }
.box { display: inline-block; width: 1em; height: 1em; margin: 0 .7em 0 .2em; border: 1pt solid #000; vertical-align: -.15em }
.blank { display: inline-block; min-width: 4em; border-bottom: .75pt solid #000 }
.rule { height: 1.9em; margin: 0; border-bottom: .5pt solid #000 }
.small { font-size: .82em }
.part { break-before: page }
.key { font-size: .88em }
@media print { body { padding: 0; max-width: none } }
@media screen { .part { margin-top: 3em } }
";

const BOX: &str = "<span class=\"box\"></span>";

/// The whole file.
#[must_use]
pub fn page(sheet: &Sheet<'_>) -> String {
    let (title, language) = (escape(&sheet.title()), escape(sheet.language()));
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
         <p>{}: <span class=\"blank\"></span> {}: <span class=\"blank\"></span></p>\n<p>{}</p>\n\
         <p class=\"small\">{}</p>\n<main>\n<section>\n<h2>{}</h2>\n",
        say!("Seat"),
        say!("Date"),
        escape(i18n::of(TASK)),
        escape(&say!("A seat is a code, never a name. {}.", sheet.packs())),
        say!("Questions"),
    );
    for (number, entry) in (1..).zip(&sheet.items) {
        item(&mut html, number, entry);
    }
    put(&mut html, "</section>");
    if !sheet.tasks.is_empty() {
        put(
            &mut html,
            &format!(
                "<section class=\"part\">\n<h2>{}</h2>\n<p>{}</p>",
                say!("Find the fault"),
                escape(i18n::of(LATER))
            ),
        );
        for (number, claim) in (sheet.items.len() + 1..).zip(&sheet.tasks) {
            task(&mut html, number, claim);
        }
        put(&mut html, "</section>");
    }
    if sheet.teacher {
        let short = escape(&sheet.in_short());
        put(&mut html, &format!("<section class=\"part key\">\n<h2>{}</h2>\n<p>{short}</p>", say!("Answer key")));
        for (number, entry) in (1..).zip(&sheet.items) {
            let head = format!("{}: {}", entry.scenario.title, entry.scenario.answer.name());
            article(&mut html, number, &head, &key(entry));
        }
        for (number, claim) in (sheet.items.len() + 1..).zip(&sheet.tasks) {
            article(&mut html, number, say!("Find the fault"), &mended(claim));
        }
        put(&mut html, "</section>");
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

fn put(html: &mut String, line: &str) {
    html.push_str(line);
    html.push('\n');
}

/// A question with its boxes.
fn item(html: &mut String, number: usize, entry: &ExportItem<'_>) {
    put(html, &format!("<article>\n<h3>{number}. {}</h3>", escape(&entry.scenario.title)));
    let mut blocks = entry.scene().into_iter().peekable();
    while let Some(block) = blocks.next() {
        match (&block, blocks.peek()) {
            (ExportBlock::Line(heading), Some(ExportBlock::Numbered(..))) => {
                put(html, &format!("<p class=\"group\">{}</p>", escape(heading)));
            }
            _ => show(html, &block),
        }
    }
    html.push_str("<p class=\"answer\"><span class=\"code\">");
    for choice in entry.choices() {
        let _ = write!(html, "{} {BOX}", escape(code(entry, *choice)));
    }
    let _ = write!(html, "</span> <span>{}: ", say!("How sure"));
    for confidence in confidences() {
        let _ = write!(html, "{} {BOX}", escape(confidence));
    }
    let line = say!("Deciding line");
    put(html, &format!("</span> <span>{line}: <span class=\"blank\"></span></span></p>\n</article>"));
}

/// A sentence to be mended, with lines to write on.
fn task(html: &mut String, number: usize, claim: &'static Claim) {
    put(html, &format!("<article>\n<h3>{number}. {}</h3>", say!("Find the fault")));
    show(html, &ExportBlock::Line(shown(claim)));
    put(html, &format!("<p>{}</p>", escape(i18n::of(MEND))));
    for _ in 0..4 {
        put(html, "<div class=\"rule\"></div>");
    }
    put(html, "</article>");
}

/// An entry of the key.
fn article(html: &mut String, number: usize, head: &str, blocks: &[ExportBlock<'_>]) {
    put(html, &format!("<article>\n<h3>{number}. {}</h3>", escape(head)));
    for block in blocks {
        show(html, block);
    }
    put(html, "</article>");
}

fn show(html: &mut String, block: &ExportBlock<'_>) {
    match block {
        ExportBlock::Line(text) => match text.strip_prefix("WRONG:") {
            Some(rest) => put(html, &format!("<p><strong>WRONG:</strong>{}</p>", escape(rest))),
            None => put(html, &format!("<p>{}</p>", escape(text))),
        },
        ExportBlock::Numbered(first, lines) => {
            put(html, &format!("<ol start=\"{first}\">"));
            for line in lines {
                put(html, &format!("<li>{}</li>", escape(line)));
            }
            put(html, "</ol>");
        }
        ExportBlock::Code(lines) => put(html, &format!("<pre>{}</pre>", escape(&lines.join("\n")))),
    }
}
