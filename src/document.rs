//! Everything the program tells a person, as data: a title and blocks.
//!
//! Owns the kinds of block. Whatever is shown, printed or exported is built once as a [`Document`] by the builders
//! below this module. Each medium has one renderer: `render`, and `tui::render` for the full screen. Must not know of
//! widths, colours or escape sequences.

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

use crate::say;
use crate::text::percent;
pub use text::{Meaning, Span, Text};

/// A page, a question, a ruling or a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// In data files, a block is an object with one field, named after its kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    Heading(Text),
    Paragraph(Text),
    /// Unordered points.
    List(Vec<Text>),
    /// Ordered steps, numbered from 1.
    Steps(Vec<Text>),
    /// Lines printed as they are: HTTP, JSON, commands.
    Code(Vec<String>),
    /// A label with its text, such as `Why not 401?`.
    Field(LabelledText),
    /// The numbered lines of a case.
    Exchange(ExchangeLines),
    /// The airport, with the traveller at the check that stops them.
    Strip(AirportStrip),
    /// The answer, and whether it is correct.
    Verdict(VerdictLine),
    /// A proportion, with its label and the figure in words.
    Bar(BarLine),
    /// Expected values compared with actual ones.
    Plot(PlotBlock),
    Table(TableBlock),
    /// Parts that go side by side if there is room, and otherwise below each other.
    Columns(Vec<Vec<Block>>),
    /// Answers to choose from.
    Choices(Vec<AnswerChoice>),
    /// Starts a new page on paper.
    PageBreak,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct LabelledText {
    pub label: String,
    pub text: Text,
}

/// Numbered lines in groups. The numbering continues from one group to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct ExchangeLines {
    pub groups: Vec<Group>,
    /// How many numbered lines are shown elsewhere, before these.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub before: usize,
    /// The number of the deciding line, once the learner may see it.
    #[serde(default)]
    pub deciding: Option<usize>,
    /// Numbers of the lines that only this case of a pair has, once the learner may see them.
    #[serde(default)]
    pub differing: Vec<usize>,
    /// Whether the lines are HTTP, so that a renderer may highlight methods and header names.
    #[serde(default)]
    pub http: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Group {
    pub heading: String,
    pub lines: Vec<String>,
}

/// Where a request is stopped at the airport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checkpoint {
    /// Refused before anyone asks who is there.
    Entrance,
    /// Where credentials are checked.
    Security,
    /// Where permission is checked.
    Gate,
    /// The request got through every check.
    Inside,
    /// Another status than 401, 403 or 200 applies.
    Elsewhere,
}

impl Checkpoint {
    /// The places of the airport, in the order in which a traveller passes them.
    pub const PLACES: [Self; 4] = [Self::Entrance, Self::Security, Self::Gate, Self::Inside];

    /// The name of the place; empty for any other status.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entrance | Self::Elsewhere => say!("Entrance"),
            Self::Security => say!("Security"),
            Self::Gate => say!("Gate"),
            Self::Inside => say!("Inside"),
        }
    }

    /// What happens at this check; the code follows it.
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
    /// Whose airport it is, such as `RFC 9110`; empty if there is only one.
    #[serde(default)]
    pub label: String,
    /// Where the traveller is stopped. While that is unknown, the traveller waits before the entrance.
    #[serde(default)]
    pub stop: Option<Checkpoint>,
    /// The status code shown there.
    #[serde(default)]
    pub code: Option<u16>,
    /// The text of the sign at security.
    #[serde(default)]
    pub sign: Option<String>,
    /// Whether this airport answers with the wrong code.
    #[serde(default)]
    pub wrong: bool,
    /// Whether it shows every check with its code, rather than a traveller.
    #[serde(default)]
    pub overview: bool,
}

impl AirportStrip {
    /// The whole airport: what is asked at each check, and the status of a request that ends there.
    pub fn checks() -> [(&'static str, &'static str, u16); 4] {
        [
            (say!("Entrance"), say!("Closed to everyone?"), 403),
            (say!("Security"), say!("Who are you?"), 401),
            (say!("Gate"), say!("Allowed?"), 403),
            (say!("Inside"), say!("Welcome."), 200),
        ]
    }

    /// Describes the picture in words; `None` until the ruling is known.
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
            text.push_str(&say!(" The sign says: {}.", sign));
        }
        if self.wrong {
            text.push_str(say!(" Wrong: the codes are swapped."));
        }
        Some(text)
    }
}

/// The first line of a ruling.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct VerdictLine {
    /// `None` if no answer was given.
    pub correct: Option<bool>,
    /// The right answer, such as `403 Forbidden`.
    pub answer: Text,
    /// What the learner answered, and how sure they were.
    pub remark: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct BarLine {
    pub label: String,
    /// In thousandths, from 0 to 1000.
    pub share: u16,
    /// The figure in words, such as `6 of 10`.
    pub note: String,
}

impl PlotBlock {
    /// Describes each point in a sentence.
    pub fn texts(&self) -> impl Iterator<Item = String> + '_ {
        let share = |thousandths: u16| percent(f64::from(thousandths) / 1000.0);
        self.points.iter().map(move |point| {
            say!("{}: {} correct, {} expected.", point.label, share(point.actual), share(point.expected))
        })
    }
}

/// Points above a diagonal, and the names of both axes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct PlotBlock {
    pub across: String,
    pub upwards: String,
    pub points: Vec<PlotPoint>,
}

/// An expected share and the actual one, in thousandths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct PlotPoint {
    pub label: String,
    pub expected: u16,
    pub actual: u16,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct TableBlock {
    pub head: Vec<Text>,
    pub rows: Vec<Vec<Text>>,
    /// What the rows say, for reading aloud. Plain text has these instead of the table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct AnswerChoice {
    pub key: String,
    pub text: Text,
    #[serde(default)]
    pub chosen: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Document {
    /// An empty document.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), blocks: Vec::new() }
    }

    pub fn heading(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub fn paragraph(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Separates the question and its answers from the rest.
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

    /// Marks the answer with this key as chosen, and clears the others.
    pub fn choose(&mut self, key: &str) {
        for block in &mut self.blocks {
            if let Block::Choices(choices) = block {
                for choice in choices {
                    choice.chosen = choice.key == key;
                }
            }
        }
    }

    /// Highlights the deciding line.
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
