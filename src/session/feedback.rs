//! What the learner is told after an answer, part by part, in the fixed order of the course.
//!
//! Owns the order and the words; both front ends only lay them out. Must not know of widths or colours.

use crate::scenario::Scenario;
use crate::session::Record;

/// What a part is about; front ends may mark them differently. The order is the order of the feedback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// RIGHT or NOT THIS ONE, and the code, in words.
    Result,
    /// The deciding fact, pointing at its line.
    Fact,
    /// Facts, question, code.
    Trace,
    /// Why the right code is right.
    Right,
    /// Why the other code is wrong here.
    Wrong,
    /// What must be sent with it: the response in HTTP.
    Companions,
    /// What the client may do next.
    Client,
    /// The source, with its section and level.
    Source,
    /// The article's reading and its agreement.
    Article,
    /// The trap that the answer follows, with a case where it breaks.
    Trap,
}

impl PartKind {
    /// The heading in front of the part, as `Deciding fact`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Result => "Answer",
            Self::Fact => "Deciding fact",
            Self::Trace => "Trace",
            Self::Right => "Why this code",
            Self::Wrong => "Why not the other",
            Self::Companions => "Sent with it",
            Self::Client => "Client may",
            Self::Source => "Source",
            Self::Article => "The article",
            Self::Trap => "Trap",
        }
    }
}

/// One part of the feedback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is about.
    pub kind: PartKind,
    /// Its paragraphs, each to be wrapped by the front end. A paragraph that states something false starts with `WRONG:`.
    pub lines: Vec<String>,
}

/// Everything that is said about one answered item, in order.
#[must_use]
pub fn feedback(scenario: &Scenario, record: &Record) -> Vec<Part> {
    let _ = (scenario, record);
    Vec::new()
}
