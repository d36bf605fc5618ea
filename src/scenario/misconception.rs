//! Provides the misconceptions, each with the correct statement and a case that refutes the misconception.
//!
//! The statement of a misconception is false, so it must be marked as wrong wherever it is shown.

use std::sync::OnceLock;

use serde::Deserialize;

use super::Telling;
use crate::ruling::Verdict;

pub(crate) const TEXT: &str = include_str!("../../scenarios/reference/misconceptions.json");

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MisconceptionFile {
    pub format: u32,
    pub misconceptions: Vec<Misconception>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misconception {
    pub id: String,
    /// The codes to which the misconception leads. The list is empty if the misconception isn't about choosing a code.
    #[serde(default)]
    pub gives: Vec<Verdict>,
    pub http: MisconceptionText,
    /// The misconception in airport terms, if it leads to wrong answers in airport scenes.
    pub airport: Option<MisconceptionText>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MisconceptionText {
    pub belief: String,
    pub truth: String,
    /// A description of a case in which the misconception leads to the wrong code.
    pub breaks: String,
}

impl Misconception {
    /// Returns the misconception in airport terms or in HTTP terms.
    pub fn told(&self, telling: Telling) -> Option<&MisconceptionText> {
        match telling {
            Telling::Airport => self.airport.as_ref(),
            Telling::Http => Some(&self.http),
        }
    }
}

pub fn all() -> &'static [Misconception] {
    static FILE: OnceLock<MisconceptionFile> = OnceLock::new();
    &FILE.get_or_init(|| serde_json::from_str(TEXT).unwrap_or_default()).misconceptions
}

pub fn find(id: &str) -> Option<&'static Misconception> {
    all().iter().find(|misconception| misconception.id == id)
}
