//! Represents everything that the program shows to users as documents, which are pure data.
//!
//! All output starts as a [`Document`] or a list of [`Block`]s. Each output medium has its own renderer: `tui::render`
//! for full-screen mode, and a module of `render` for every other medium. Documents contain no widths, colours or
//! escape sequences.

pub mod citation;
pub mod feedback;
pub mod page;
pub mod progress;
pub mod question;
pub mod reference;
pub mod report;
pub mod ruling;
pub mod scenario;
pub mod text;
pub mod trace;

use serde::{Deserialize, Serialize};

use crate::encoding::is_default;
use crate::i18n::percent;
use crate::say;
pub use text::{Meaning, Span, Text};

/// A document, such as a page, a question, a ruling or a report.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// A part of a document. In data files, a block is an object with a single field, which is named after the type of
/// block.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    Heading(Text),
    Paragraph(Text),
    List(Vec<Text>),
    Steps(Vec<Text>),
    /// Lines of HTTP, JSON or commands, which are shown verbatim.
    Code(Vec<String>),
    /// A label and the text after it, such as `Why not 401?` and the reason.
    Field(LabelledText),
    Exchange(ExchangeLines),
    /// A picture of the airport, with the traveller at the check that stopped them.
    Strip(AirportStrip),
    /// The right answer, and whether the learner gave that answer.
    Verdict(VerdictLine),
    Bar(BarLine),
    Plot(PlotBlock),
    Table(TableBlock),
    /// Columns that are shown side by side if there is enough room, and otherwise one below the other.
    Columns(Vec<Vec<Block>>),
    Choices(Vec<AnswerChoice>),
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct LabelledText {
    pub label: String,
    pub text: Text,
}

/// Groups of numbered lines. The numbering continues from one group to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct ExchangeLines {
    pub groups: Vec<Group>,
    /// The number of numbered lines shown above this block.
    #[serde(default, skip_serializing_if = "is_default")]
    pub before: usize,
    /// The number of the deciding line, or `None` until the learner is allowed to see it.
    #[serde(default)]
    pub deciding: Option<usize>,
    /// The number of the line that the learner marked by mistake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marked: Option<usize>,
    /// The numbers of the lines that differ from the other case of the pair. Until the learner is allowed to see which
    /// lines differ, the list is empty.
    #[serde(default)]
    pub differing: Vec<usize>,
    /// The language of the lines as a BCP 47 tag, or an empty string for the language of the page.
    #[serde(default)]
    pub language: String,
    /// Whether the lines are HTTP, in which case a renderer may highlight methods and header names.
    #[serde(default)]
    pub http: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Group {
    pub heading: String,
    pub lines: Vec<String>,
}

/// The point in the airport that a request reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checkpoint {
    /// The request is refused before any credentials are checked.
    Entrance,
    Security,
    Gate,
    Inside,
    /// The right status code isn't 401, 403 or 200.
    Elsewhere,
}

impl Checkpoint {
    pub(crate) const PLACES: [Self; 4] = [Self::Entrance, Self::Security, Self::Gate, Self::Inside];

    pub fn name(self) -> &'static str {
        match self {
            Self::Entrance | Self::Elsewhere => say!("Entrance"),
            Self::Security => say!("Security"),
            Self::Gate => say!("Gate"),
            Self::Inside => say!("Inside"),
        }
    }

    /// Returns a phrase such as `Stopped at the gate`, to be followed by the status code.
    pub fn text(self) -> &'static str {
        match self {
            Self::Entrance => say!("Stopped at the entrance"),
            Self::Security => say!("Stopped at security"),
            Self::Gate => say!("Stopped at the gate"),
            Self::Inside => say!("Let through"),
            Self::Elsewhere => say!("Another status applies"),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct AirportStrip {
    /// The name of the airport, such as `RFC 9110`, or an empty string if only one airport is shown.
    #[serde(default)]
    pub label: String,
    /// The checkpoint that the traveller reaches, or `None` if the traveller is still outside the entrance.
    #[serde(default)]
    pub stop: Option<Checkpoint>,
    /// The status code, which is shown where the traveller is stopped.
    #[serde(default)]
    pub code: Option<u16>,
    #[serde(default)]
    pub sign: Option<String>,
    #[serde(default)]
    pub wrong: bool,
    /// Whether to show the status code of every check instead of a traveller.
    #[serde(default)]
    pub overview: bool,
}

impl AirportStrip {
    /// Returns where each check takes place, which question the check asks, and the status code for a traveller who is
    /// stopped there.
    pub fn checks() -> [(&'static str, &'static str, u16); 4] {
        [
            (say!("Entrance"), say!("Closed to everyone?"), 403),
            (say!("Security"), say!("Who are you?"), 401),
            (say!("Gate"), say!("Allowed?"), 403),
            (say!("Inside"), say!("Welcome."), 200),
        ]
    }

    /// Describes the airport picture in words, or returns `None` if the traveller is still outside the entrance.
    pub fn text(&self) -> Option<String> {
        if self.overview {
            let checks = Self::checks().map(|(place, asks, code)| format!("{place}: {asks} {code}."));
            return Some(checks.join(" "));
        }
        let stop = self.stop?;
        let label = if self.label.is_empty() { String::new() } else { format!("{}: ", self.label) };
        let mut text = match self.code {
            Some(code) => format!("{label}{}: {code}.", stop.text()),
            None => format!("{label}{}.", stop.text()),
        };
        if let Some(sign) = &self.sign {
            text.push_str(&say!(" The sign at security says: {}.", sign));
        }
        if self.wrong {
            text.push_str(say!(" Wrong: the codes are swapped."));
        }
        Some(text)
    }
}

/// Splits lines into labelled HTTP messages. Lines that don't belong to a message have an empty label.
pub(crate) fn http_messages(lines: &[String]) -> impl Iterator<Item = (&'static str, &[String])> {
    let label = |line: &str| match line.rsplit_once(' ') {
        _ if line.starts_with("HTTP/") => say!("Response"),
        Some((_, version)) if version.starts_with("HTTP/") => say!("Request"),
        _ => "",
    };
    let messages = lines.chunk_by(move |_, next| label(next).is_empty());
    messages.map(move |message| (message.first().map_or("", |line| label(line)), message))
}

/// The first line of a ruling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct VerdictLine {
    /// Whether the answer was right, or `None` if the learner gave no answer.
    pub correct: Option<bool>,
    /// The right answer, such as `403 Forbidden`.
    pub answer: Text,
    /// A remark about the learner's answer and confidence.
    pub remark: Text,
    /// Whether the learner's answer can be defended, although another code fits better.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_arguable: bool,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct BarLine {
    pub label: String,
    /// The proportion, from 0 to 1.
    pub share: f64,
    /// The proportion as text, such as `6 of 10`.
    pub note: String,
    /// Whether a long bar is a good result, or `None` if its length is neither good nor bad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correct: Option<bool>,
}

impl PlotBlock {
    /// Describes each point of the plot in a sentence.
    pub fn texts(&self) -> impl Iterator<Item = String> + '_ {
        self.points.iter().map(|point| {
            say!("{}: {} correct, {} expected.", point.label, percent(point.actual), percent(point.expected))
        })
    }
}

/// A plot that compares actual with expected proportions.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct PlotBlock {
    pub actual: String,
    pub expected: String,
    pub points: Vec<PlotPoint>,
}

/// An expected and an actual proportion, both from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct PlotPoint {
    pub label: String,
    pub expected: f64,
    pub actual: f64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct TableBlock {
    pub head: Vec<Text>,
    pub rows: Vec<Vec<Text>>,
    /// The contents of the rows as sentences. Plain-text output contains the sentences instead of the table, because a
    /// screen reader can read sentences aloud.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<String>,
}

impl TableBlock {
    pub fn count(&self) -> usize {
        self.rows.iter().chain([&self.head]).map(Vec::len).max().unwrap_or(0)
    }

    /// The functions `heading` and `cell` measure the width of headings and cells.
    pub(crate) fn column_widths(&self, heading: impl Fn(&Text) -> usize, cell: impl Fn(&Text) -> usize) -> Vec<usize> {
        let column = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column)).map(&cell);
            cells.chain(self.head.get(column).map(&heading)).max().unwrap_or(0)
        };
        (0..self.count()).map(column).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct AnswerChoice {
    pub key: String,
    pub text: Text,
    #[serde(default)]
    pub chosen: bool,
}

impl Block {
    pub(crate) fn quotes_line(&self) -> bool {
        let Self::Field(field) = self else { return false };
        !field.text.is_empty() && field.text.spans.iter().all(|span| span.meaning == Meaning::Deciding)
    }

    pub fn table<T: Into<Text>>(head: impl IntoIterator<Item = T>, rows: impl IntoIterator<Item = Vec<Text>>) -> Self {
        let head = head.into_iter().map(Into::into).collect();
        Self::Table(TableBlock { head, rows: rows.into_iter().collect(), sentences: Vec::new() })
    }

    pub fn rows(rows: impl IntoIterator<Item = Vec<Text>>) -> Self {
        Self::table::<Text>([], rows)
    }

    /// Creates a single column with a heading, which renderers show in a panel if there is room.
    pub fn panel(heading: &str, blocks: Vec<Self>) -> Self {
        let heading = Self::Heading(heading.into());
        Self::Columns(vec![std::iter::once(heading).chain(blocks).collect()])
    }
}

pub(crate) fn marked_line(line: usize) -> String {
    say!("You marked line {}.", line)
}

impl Document {
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), blocks: Vec::new() }
    }

    pub fn heading(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub fn paragraph(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    pub(crate) fn split_choices(mut self) -> (Self, Text, Vec<AnswerChoice>) {
        let Some(Block::Choices(choices)) = self.blocks.pop_if(|block| matches!(block, Block::Choices(_))) else {
            return (self, Text::default(), Vec::new());
        };
        let question = match self.blocks.pop() {
            Some(Block::Paragraph(text)) => text,
            _ => Text::default(),
        };
        (self, question, choices)
    }

    /// Marks the answer with the given key as the chosen one.
    pub fn choose(&mut self, key: &str) {
        for block in &mut self.blocks {
            if let Block::Choices(choices) = block {
                for choice in choices {
                    choice.chosen = choice.key == key;
                }
            }
        }
    }

    pub fn decide(&mut self, line: impl Into<Option<usize>>) {
        let line = line.into();
        for block in &mut self.blocks {
            if let Block::Exchange(exchange) = block {
                exchange.deciding = line;
            }
        }
    }

    /// Names the line that the learner marked by mistake beside the lines of the case instead of in a sentence.
    pub(crate) fn mark(&mut self, line: usize) {
        let sentence = Text::from(marked_line(line));
        self.blocks.retain(|block| !matches!(block, Block::Paragraph(text) if *text == sentence));
        for block in &mut self.blocks {
            if let Block::Exchange(exchange) = block {
                exchange.marked = Some(line);
            }
        }
    }

    pub fn field(&mut self, label: impl Into<String>, text: impl Into<Text>) {
        self.blocks.push(Block::Field(LabelledText { label: label.into(), text: text.into() }));
    }
}
