//! Defines the format of translation files.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Source};
use crate::i18n::Sentence;
use crate::i18n::meaning::Keywords;
use crate::i18n::plural::Plurals;
use crate::say;

pub(super) const FORMAT: u32 = 1;

/// The prefix of a key that holds a remark for translators instead of a sentence.
pub(super) const REMARK: &str = "# ";

/// The language tag of a form that hasn't been filled in.
pub(super) const ENGLISH: &str = "en";

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the fields of a translation")]
pub(super) struct TranslationFile {
    pub format: u32,
    pub language: String,
    /// The decimal mark, or an empty string for a full stop.
    #[serde(default)]
    pub decimal: String,
    /// The translated words for MUST, SHOULD, MAY and the other keywords of RFC 2119. The English keywords are allowed
    /// in every translation.
    #[serde(default)]
    pub keywords: Keywords,
    /// Texts that deliberately name 401 and 403 in a different order from the English text. Each text is given as its
    /// English version or as `id/pointer`.
    #[serde(default)]
    pub reordered: BTreeSet<String>,
    /// For each plural form, the numbers that take that form.
    #[serde(default)]
    pub plurals: Plurals,
    /// Translations of interface sentences, keyed by the English sentence. An empty translation counts as missing. A
    /// key that starts with `# ` is a remark.
    #[serde(default)]
    pub interface: BTreeMap<String, Sentence>,
    /// Translations of scenario texts, keyed by scenario id and JSON pointer.
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
