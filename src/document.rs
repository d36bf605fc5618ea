//! What the program says to a person, as a value: a title and blocks.
//!
//! Owns the kinds of block. Everything that is shown, printed or exported is built as a [`Document`], once, by the
//! builders below this module; each medium has one renderer (`render`, and `tui::render` for the full screen). Must not
//! know of widths, colours or escapes.

pub mod feedback;
pub mod page;
pub mod progress;
pub mod question;
pub mod reference;
pub mod ruling;
pub mod scenario;
pub mod text;
pub mod trace;

use serde::{Deserialize, Serialize};

use crate::say;
pub use text::{Meaning, Span, Text};

/// A page, a question, a ruling, a report: whatever fits one title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// A part of a document. In data files, a block is an object with one field, named after its kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    Heading(Text),
    Paragraph(Text),
    /// Points of equal weight.
    List(Vec<Text>),
    /// Steps in order, numbered from 1.
    Steps(Vec<Text>),
    /// Lines kept as they are: HTTP, JSON, commands.
    Code(Vec<String>),
    /// A label and what belongs to it, as `Why not 401?`.
    Field(LabelledText),
    /// The numbered lines of a case.
    Exchange(ExchangeLines),
    /// The airport, with the traveller stopped somewhere.
    Strip(AirportStrip),
    /// What is answered, and whether that is right.
    Verdict(VerdictLine),
    /// A share between 0 and 1, in thousandths, with its label and the figure in words.
    Bar(BarLine),
    Table(TableBlock),
    /// Two or more parts side by side where there is room, and below each other where there is none.
    Columns(Vec<Vec<Block>>),
    /// Answers to choose from.
    Choices(Vec<AnswerChoice>),
    /// Where printed matter begins a new page.
    PageBreak,
}

/// A label and its text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct LabelledText {
    pub label: String,
    pub text: Text,
}

/// Numbered lines in groups. Numbers go on from one group to the next, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct ExchangeLines {
    pub groups: Vec<Group>,
    /// The number of the line that decides, once it may be shown.
    #[serde(default)]
    pub deciding: Option<usize>,
    /// Whether the lines are HTTP, so that a medium may mark methods and header names.
    #[serde(default)]
    pub http: bool,
}

/// Lines under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Group {
    pub heading: String,
    pub lines: Vec<String>,
}

/// Where in the airport a request is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checkpoint {
    /// Before anybody asks who it is.
    Entrance,
    /// Where credentials are checked.
    Security,
    /// Where permission is checked.
    Gate,
    /// Nowhere: it was let through.
    Inside,
    /// Nowhere in the airport: another status fits.
    Elsewhere,
}

impl Checkpoint {
    /// What happens there, to be followed by the code.
    pub fn text(self) -> &'static str {
        match self {
            Self::Entrance => say!("Stopped at the entrance"),
            Self::Security => say!("Stopped at security"),
            Self::Gate => say!("Stopped at the gate"),
            Self::Inside => say!("Let through"),
            Self::Elsewhere => say!("Another status fits"),
        }
    }
}

/// One airport.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct AirportStrip {
    /// Whose airport it is, as `RFC 9110`; empty where there is only one.
    #[serde(default)]
    pub label: String,
    /// Where the traveller is stopped; waiting before the entrance while that isn't known.
    #[serde(default)]
    pub stop: Option<Checkpoint>,
    /// The status of the answer there.
    #[serde(default)]
    pub code: Option<u16>,
    /// What the sign at security says.
    #[serde(default)]
    pub sign: Option<String>,
    /// Whether this airport has it wrong.
    #[serde(default)]
    pub wrong: bool,
}

/// The first line of a ruling.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct VerdictLine {
    /// Nothing where no answer was given.
    pub correct: Option<bool>,
    /// The right answer, as `403 Forbidden`.
    pub answer: Text,
    /// What the learner said, and how sure they were.
    pub remark: Text,
}

/// A bar.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct BarLine {
    pub label: String,
    /// Thousandths of the whole, 0 to 1000.
    pub share: u16,
    /// The figure in words, as `6 of 10`.
    pub note: String,
}

/// A table with a heading for each column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct TableBlock {
    pub head: Vec<Text>,
    pub rows: Vec<Vec<Text>>,
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct AnswerChoice {
    /// The key that chooses it.
    pub key: String,
    pub text: Text,
    #[serde(default)]
    pub chosen: bool,
}

impl Document {
    /// A document without blocks yet.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), blocks: Vec::new() }
    }

    pub fn heading(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub fn paragraph(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Marks the answer with this key as chosen, and no other.
    pub fn choose(&mut self, key: &str) {
        for block in &mut self.blocks {
            if let Block::Choices(choices) = block {
                for choice in choices {
                    choice.chosen = choice.key == key;
                }
            }
        }
    }

    /// Lights up the deciding line of the case.
    pub fn decide(&mut self, line: usize) {
        for block in &mut self.blocks {
            if let Block::Exchange(exchange) = block {
                exchange.deciding = Some(line);
            }
        }
    }

    pub fn field(&mut self, label: impl Into<String>, text: impl Into<Text>) {
        self.blocks.push(Block::Field(LabelledText { label: label.into(), text: text.into() }));
    }
}
