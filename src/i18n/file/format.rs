//! Defines the format of translation files.
//!
//! This module must not judge a translation.

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

/// The language of a form that nobody has filled in.
pub(super) const ENGLISH: &str = "en";

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the fields of a translation")]
pub(super) struct TranslationFile {
    pub format: u32,
    /// The BCP 47 tag of the language.
    pub language: String,
    /// The decimal mark. An empty string means a full stop.
    #[serde(default)]
    pub decimal: String,
    /// The language's words for MUST, SHOULD, MAY and the other keywords of RFC 2119. The English keywords are always
    /// allowed.
    #[serde(default)]
    pub keywords: Keywords,
    /// Texts that deliberately name the codes in a different order. Each text is identified by its English version or
    /// as `id/pointer`.
    #[serde(default)]
    pub reordered: BTreeSet<String>,
    /// The numbers for which each plural form is used.
    #[serde(default)]
    pub plurals: Plurals,
    /// Translations keyed by the English text. An empty translation counts as missing, and a key that starts with `# `
    /// is a remark.
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
