//! The named misconceptions, each with the truth and a case where it breaks.
//!
//! Owns the list, which is data beside the packs. A belief is false, so whoever shows it marks it as a wrong claim.

use std::sync::OnceLock;

use serde::Deserialize;

/// The file of misconceptions.
pub const TEXT: &str = include_str!("../../scenarios/reference/misconceptions.json");

/// What the file holds.
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
    /// The false belief in one sentence.
    pub belief: String,
    pub truth: String,
    /// A case in which the belief gives the wrong code.
    pub breaks: String,
}

/// Every misconception.
pub fn all() -> &'static [Misconception] {
    static FILE: OnceLock<MisconceptionFile> = OnceLock::new();
    &FILE.get_or_init(|| serde_json::from_str(TEXT).unwrap_or_default()).misconceptions
}

/// The misconception with that id.
pub fn find(id: &str) -> Option<&'static Misconception> {
    all().iter().find(|misconception| misconception.id == id)
}
