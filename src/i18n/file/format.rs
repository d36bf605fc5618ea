//! Defines the format of translation files.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Source};
use crate::i18n::Sentence;
use crate::i18n::meaning::Keywords;
use crate::i18n::plural::Plurals;
use crate::say;

pub(super) const FORMAT: u32 = 1;

/// The prefix of a key that introduces a remark for translators instead of a sentence.
pub(super) const REMARK: &str = "# ";

pub(super) const ENGLISH: &str = "en";

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the fields of a translation")]
pub(super) struct TranslationFile {
    pub format: u32,
    pub language: String,
    /// The decimal separator, or an empty string for a full stop.
    #[serde(default)]
    pub decimal: String,
    /// The words that represent MUST, SHOULD, MAY and the other RFC 2119 keywords in the translation. The English
    /// keywords are also allowed.
    #[serde(default)]
    pub keywords: Keywords,
    /// Text in which the translation deliberately mentions 401 and 403 in a different order. Each entry is either the
    /// English text or the id of a scenario followed by a JSON pointer (`id/pointer`).
    #[serde(default)]
    pub reordered: BTreeSet<String>,
    /// The numbers that take each plural form.
    #[serde(default)]
    pub plurals: Plurals,
    /// The translations of interface sentences, with the English sentences as keys. An empty string counts as a missing
    /// translation.
    #[serde(default)]
    pub interface: BTreeMap<String, Sentence>,
    /// The translated text of scenarios, by scenario id and JSON pointer.
    #[serde(default)]
    pub scenarios: BTreeMap<String, BTreeMap<String, String>>,
}

pub(super) fn parse(source: &Source<'_>) -> Result<TranslationFile, Vec<Diagnostic>> {
    serde_json::from_str(source.text)
        .map_err(|error| vec![source.json_error(&error, say!("the translation can't be read"))])
}

pub(super) fn is_missing(sentence: &Sentence) -> bool {
    matches!(sentence, Sentence::Text(text) if text.is_empty())
}

impl TranslationFile {
    pub(super) fn has_translation(&self) -> bool {
        self.interface.iter().any(|(english, sentence)| !english.starts_with(REMARK) && !is_missing(sentence))
    }
}
