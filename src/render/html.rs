//! Renders documents as HTML, either as complete pages to open and print, or as fragments for the file formats of other
//! systems.
//!
//! `maud` escapes all text. A page is a self-contained file. The style sheet sets no paper size, so that the printer's
//! own setting applies. Fragments are also well-formed XML.

mod bidi;

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use crate::document::{
    AirportStrip, BarLine, Block, Checkpoint, Document, ExchangeLines, Meaning, Span, TableBlock, Text,
};
use crate::i18n::is_left_in_english;
use crate::say;

const STYLE: &str = "
:root { color-scheme: light dark; --text: #1a1a1a; --ground: #fff; --line: #999; --bar: #0b5cad }
@media (prefers-color-scheme: dark) { :root { --text: #eaeaea; --ground: #161616; --line: #777; --bar: #6db3ff } }
@page { margin: 16mm }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1em; max-width: 46em; font: 1em/1.45 Georgia, 'Times New Roman', serif; color: var(--text); background: var(--ground) }
h1 { font-size: 1.6em; margin: 0 0 .4em }
h2 { font-size: 1.25em; margin: 1.6em 0 .4em }
h3 { font-size: 1.05em; margin: 0 0 .3em }
section > h2:first-child { margin-top: 0 }
ul, ol { margin: 0 0 .6em; padding-left: 1.6em }
h1, h2, h3, strong, .choices, table { font-family: Helvetica, Arial, sans-serif }
h1, h2, h3, p:has(+ pre) { break-after: avoid }
h1, h2, h3, p, li, th, td, pre { unicode-bidi: plaintext }
p { margin: 0 0 .45em; orphans: 3; widows: 3 }
pre, p code, li code, td code { font-family: 'DejaVu Sans Mono', Consolas, Menlo, monospace; font-size: .85em }
pre code { font: inherit }
pre { margin: 0 0 .6em; padding: .4em .6em; border-left: 2pt solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere }
pre > code, pre > mark { display: block; min-height: 1.45em; padding-left: 2.5em; text-indent: -2.5em }
pre > br { display: none }
section:not(.part, :has(table)) { break-inside: avoid }
section { margin: 0 0 1.1em; padding-top: .6em; border-top: .5pt solid var(--line) }
.part { border: 0; padding: 0; break-before: page }
h1 + .part { break-before: auto }
.running, .columns { display: flex; flex-wrap: wrap; gap: 0 2em; align-items: baseline; justify-content: space-between }
.columns { align-items: end; justify-content: start }
.columns:has(pre) { align-items: start }
.columns > div { max-width: 46% }
strong { font-size: .9em }
.choice { margin-right: 1.2em; white-space: nowrap }
.box { display: inline-block; width: 1em; height: 1em; margin-right: .4em; border: 1pt solid var(--text); vertical-align: -.15em }
.blank { display: inline-block; min-width: 6em; border-bottom: .75pt solid var(--text) }
.long { display: block; height: 2em }
.strip { display: grid; grid-template-columns: 11em repeat(4, 1fr); margin: .3em 0; font: .9em/1.3 Helvetica, Arial, sans-serif }
.strip > div { padding: .25em .6em; border: 1px solid var(--line); border-left-width: 3px }
.strip > .label { border: 0; padding-left: 0 }
.strip > .stop { border: 2px solid var(--text) }
.strip > .beyond { opacity: .45 }
.scroll { overflow-x: auto }
table { border-collapse: collapse; font-size: .9em; margin: .6em 0 }
th, td { text-align: left; padding: .25em .9em .25em 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word }
.bars { width: 100% }
.bars svg { width: 100%; min-width: 5em; height: 1.1em; display: block }
.bars .graph { width: 45% }
.frame { fill: none; stroke: var(--line) }
.filled { fill: var(--bar) }
@media (max-width: 30em) {
body { padding: .6em }
.bars .graph { width: 25% }
table { font-size: .8em }
th, td { padding-right: .5em }
.columns > div { max-width: none }
.strip { grid-template-columns: repeat(4, auto) }
.strip > div { padding: .2em .3em }
.strip > .label { grid-column: 1 / -1 }
}
@media print {
body { padding: 0; max-width: none; font-size: 10pt }
tr { break-inside: avoid }
.part:has(> header) { display: table; width: 100% }
.part > header { display: table-header-group; break-inside: avoid }
section { margin: 0 0 .45em; padding-top: .45em }
p { margin: 0 0 .25em; line-height: 1.35 }
pre { margin: 0 0 .3em; padding: .1em .6em; line-height: 1.35 }
table { margin: .3em 0 }
li { margin: 0 0 .15em; line-height: 1.35 }
}
@media screen { .part { margin-top: 3em } }
";

/// Returns a complete page with the title of the first document. In print, every document after the first starts on a
/// new sheet of paper. `language` is a BCP 47 tag.
pub fn page(language: &str, documents: &[Document]) -> String {
    let title = documents.first().map_or("", |document| document.title.as_str());
    let markup = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title lang=[is_left_in_english(title).then_some("en")] { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    @for (index, document) in documents.iter().enumerate() {
                        @if index == 0 {
                            h1 { (Label(&document.title)) }
                            (parts(&document.blocks, 2))
                        } @else {
                            section.part { (part(document)) }
                        }
                    }
                }
            }
        }
    };
    // All text is escaped, so these strings can only be tags.
    let blocks = ["<section", "<h1", "<h2", "<h3", "<p", "<table", "<tr", "</main"];
    let markup = bidi::isolate(&markup.into_string());
    blocks.iter().fold(markup, |html, tag| html.replace(tag, &format!("\n{tag}"))) + "\n"
}

/// Renders a document on a new sheet of paper. If the document begins with fields, these fields are placed beside the
/// title. If the document has several pages, the fields are repeated at the top of each page.
fn part(document: &Document) -> Markup {
    let fields = document.blocks.iter().take_while(|block| matches!(block, Block::Field(_))).count();
    let (running, rest) = document.blocks.split_at(fields);
    html! {
        @if running.is_empty() {
            h2 { (Label(&document.title)) }
        } @else {
            header { div.running { h2 { (Label(&document.title)) } (runs(running)) } }
        }
        (parts(rest, 3))
    }
}

pub(crate) fn fragment(blocks: &[Block]) -> String {
    runs(blocks).into_string()
}

pub(crate) fn escape(text: &str) -> String {
    text.render().into_string()
}

fn parts(blocks: &[Block], level: u8) -> Markup {
    html! {
        @for part in blocks.chunk_by(|_, next| !matches!(next, Block::Heading(_))) {
            @if let [Block::Heading(text), rest @ ..] = part {
                section { (heading(text, level)) (runs(rest)) }
            } @else {
                (runs(part))
            }
        }
    }
}

fn heading(text: &Text, level: u8) -> Markup {
    html! { @if level == 2 { h2 { (text) } } @else { h3 { (text) } } }
}

fn runs(blocks: &[Block]) -> Markup {
    let is_bar = |block: &Block| matches!(block, Block::Bar(_));
    html! {
        @for run in blocks.chunk_by(|one, other| is_bar(one) && is_bar(other)) {
            @if run.iter().all(is_bar) { (bars(run)) } @else { @for block in run { (single(block)) } }
        }
    }
}

fn single(block: &Block) -> Markup {
    match block {
        Block::Heading(text) => html! { p { strong { (text) } } },
        Block::Paragraph(text) => html! { p { (text) } },
        Block::List(points) => html! { ul { @for point in points { li { (point) } } } },
        Block::Steps(steps) => html! { ol { @for step in steps { li { (step) } } } },
        Block::Code(lines) => html! { pre { (joined(lines.iter().map(|line| html! { code { (line) } }))) } },
        Block::Field(field) if field.text.is_empty() => {
            html! { p { @if !field.label.is_empty() { strong { (Label(&field.label)) } " " } span.blank.long[field.label.is_empty()] {} } }
        }
        Block::Field(field) => html! { p { strong { (Label(&field.label)) } " " (field.text) } },
        Block::Exchange(lines) => exchange(lines),
        Block::Strip(strip) if strip.overview => html! { @if let Some(text) = strip.text() { p { (text) } } },
        Block::Strip(strip) => html! { @if let Some(stop) = strip.stop { (airport(strip, stop)) } },
        Block::Verdict(line) => html! { p { strong { (line.answer) } " " (line.remark) } },
        Block::Bar(bar) => bars(&[Block::Bar(bar.clone())]),
        Block::Plot(plot) => html! { ul { @for point in plot.texts() { li { (point) } } } },
        Block::Table(table_block) => table(table_block),
        Block::Columns(columns) => html! { div.columns { @for column in columns { div { (runs(column)) } } } },
        Block::Choices(choices) => html! {
            p.choices { @for choice in choices { span.choice { span.box {} (choice.text) } " " } }
        },
    }
}

fn airport(strip: &AirportStrip, stop: Checkpoint) -> Markup {
    let stopped = Checkpoint::PLACES.iter().position(|place| *place == stop);
    html! {
        div.strip role="img" aria-label=(strip.text().unwrap_or_default()) {
            div.label { (Label(&strip.label)) }
            @for (number, place) in Checkpoint::PLACES.into_iter().enumerate() {
                @if Some(number) == stopped {
                    div.stop {
                        (Label(place.name()))
                        @if let Some(code) = strip.code { " " strong { (code) } }
                        @if let Some(sign) = &strip.sign { br; small { (sign) } }
                    }
                } @else {
                    div.beyond[stopped.is_none_or(|stopped| number > stopped)] { (Label(place.name())) }
                }
            }
        }
    }
}

/// The line numbers are part of the text, so that they survive copying and pasting.
fn exchange(lines: &ExchangeLines) -> Markup {
    let mut number = lines.before;
    html! {
        @for group in &lines.groups {
            p { strong { (Label(&group.heading)) ":" } }
            pre lang=[tag(&lines.language)] {
                (joined(group.lines.iter().map(|line| {
                    number += 1;
                    let text = format!("{number}. {line}");
                    let language = is_left_in_english(line).then_some("en");
                    html! {
                        @if lines.deciding == Some(number) || lines.differing.contains(&number) {
                            mark lang=[language] { (text) }
                        } @else {
                            code lang=[language] { (text) }
                        }
                    }
                })))
            }
        }
    }
}

fn joined(lines: impl Iterator<Item = Markup>) -> Markup {
    PreEscaped(lines.map(PreEscaped::into_string).collect::<Vec<_>>().join("<br/>"))
}

fn bars(bars: &[Block]) -> Markup {
    let bar = |block: &Block| match block {
        Block::Bar(bar) => bar_row(bar),
        _ => Markup::default(),
    };
    html! { table.bars { @for block in bars { (bar(block)) } } }
}

fn bar_row(bar: &BarLine) -> Markup {
    html! {
        tr {
            th scope="row" { (Label(&bar.label)) }
            td.graph {
                svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" {
                    rect.filled width=((1000.0 * bar.share.clamp(0.0, 1.0)).round()) height="20" {}
                    rect.frame width="1000" height="20" {}
                }
            }
            td { (bar.note) }
        }
    }
}

fn table(table: &TableBlock) -> Markup {
    html! {
        div.scroll {
            table {
                thead { tr { @for name in &table.head { th scope="col" { (name) } } } }
                tbody { @for row in &table.rows { tr { @for cell in row { td { (cell) } } } } }
            }
        }
    }
}

impl Render for Text {
    fn render(&self) -> Markup {
        let spans = html! { @for span in &self.spans { (span) } };
        let is_marked = self.spans.iter().any(|span| !span.language.is_empty());
        let is_english =
            !is_marked && (is_left_in_english(&self.to_string()) || is_left_in_english(&String::from(self.clone())));
        if is_english { english(&spans) } else { spans }
    }
}

struct Label<'a>(&'a str);

impl Render for Label<'_> {
    fn render(&self) -> Markup {
        if is_left_in_english(self.0) { english(&self.0.render()) } else { self.0.render() }
    }
}

/// Marks an untranslated sentence as English, so that a screen reader pronounces it correctly.
fn english(inner: &Markup) -> Markup {
    html! { span lang="en" dir="auto" { (inner) } }
}

fn tag(language: &str) -> Option<&str> {
    Some(language).filter(|language| !language.is_empty())
}

impl Render for Span {
    fn render(&self) -> Markup {
        if let Some(language) = tag(&self.language) {
            let inner = Self { language: String::new(), ..self.clone() };
            return html! { span lang=(language) dir="auto" { (inner) } };
        }
        match self.meaning {
            Meaning::Plain | Meaning::Muted | Meaning::Status(_) => html! { (self.text) },
            Meaning::Strong | Meaning::Correct | Meaning::Wrong => html! { strong { (self.text) } },
            Meaning::Code => html! { code { (self.text) } },
            Meaning::Refuted => html! { strong { (say!("WRONG:")) } " " s { (self.text) } },
            Meaning::WrongClaim => html! { strong { (say!("WRONG:")) } " " (self.text) },
            Meaning::Deciding => html! { mark { (self.text) } },
            Meaning::Key => html! { kbd { (self.text) } },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NASTY: &str = "\"</title><script>alert(1)</script>&'";

    #[test]
    fn no_text_becomes_markup() {
        let text = || Text::verbatim(NASTY);
        let mut document = Document::new(NASTY);
        document.heading(text());
        document.paragraph(text());
        document.field(NASTY, text());
        document.blocks.extend([
            Block::List(vec![text()]),
            Block::Steps(vec![Text::new(NASTY, Meaning::WrongClaim)]),
            Block::Code(vec![NASTY.to_owned()]),
            Block::Bar(BarLine { label: NASTY.to_owned(), share: 0.5, note: NASTY.to_owned(), correct: None }),
            Block::table([text()], [vec![text()]]),
        ]);
        let page = page(NASTY, &[document.clone(), document]);
        assert!(!page.contains("<script") && page.matches("&lt;script&gt;").count() > 20, "{page}");
        assert!(page.contains("<html lang=\"&quot;&lt;/title"));
    }

    #[test]
    fn lines_of_a_case_are_preformatted_and_numbered() {
        let exchange = ExchangeLines {
            groups: vec![crate::document::Group {
                heading: "Request".into(),
                lines: vec!["GET /".into(), "A: b".into()],
            }],
            ..ExchangeLines::default()
        };
        let html = fragment(&[Block::Exchange(exchange)]);
        assert!(html.contains("<pre><code>1. GET /</code><br/><code>2. A: b</code></pre>"), "{html}");
    }
}
