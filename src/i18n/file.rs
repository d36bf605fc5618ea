//! Reads translation files, which contain the interface and the built-in packs in another language.
//!
//! Interface sentences are identified by their English text. Text in packs is identified by scenario id and JSON
//! pointer (RFC 6901). Text without a translation stays in English.

pub mod catalogue;
mod check;
pub mod form;
mod format;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Source};
use crate::files;
use crate::i18n::{Sentence, Translation, is_template};
use crate::scenario::format::{Field, translatable};
use crate::scenario::library::BUILT_IN;
use crate::scenario::{Pack, Scenario};
use catalogue::catalogue;
use format::{ENGLISH, REMARK, TranslationFile, is_missing, parse};

/// The translations that come with the program. Each entry contains the BCP 47 language tag, the language's own name,
/// and the contents of the translation file.
pub const SHIPPED: &[(&str, &str, &str)] = &[
    ("de", "Deutsch", include_str!("translations/de.json")),
    ("pt-BR", "Português (Brasil)", include_str!("translations/pt-BR.json")),
];

#[derive(Debug)]
pub struct CheckedTranslation {
    pub words: Translation,
    /// Warnings about text that is no longer used, or about a language tag that is still `en`. The translation works
    /// despite these warnings.
    pub warnings: Vec<Diagnostic>,
}

/// Returns the text of the built-in packs, by scenario id and JSON pointer. This function is slow, because it has to
/// parse the packs.
pub(super) fn texts() -> BTreeMap<String, BTreeMap<String, String>> {
    let packs = BUILT_IN.iter().filter_map(|pack| serde_json::from_str::<Value>(pack.text).ok());
    let fields = Scenario::fields();
    let mut texts = BTreeMap::new();
    for pack in packs {
        for scenario in pack["scenarios"].as_array().into_iter().flatten() {
            let id = scenario["id"].as_str().unwrap_or_default().to_owned();
            texts.insert(id, translatable(scenario, &fields));
        }
    }
    texts
}

pub(crate) fn shipped_text(tag: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, ..)| known.eq_ignore_ascii_case(tag)).map(|(.., text)| *text)
}

pub fn shipped(tag: &str) -> Option<Result<CheckedTranslation, Vec<Diagnostic>>> {
    shipped_text(tag).map(|text| read_words(tag, text))
}

/// Reads and checks a translation file. The error contains every fault and its position.
pub fn read(path: &Path) -> Result<CheckedTranslation, Vec<Diagnostic>> {
    let name = path.display().to_string();
    let text = files::read_text(path).map_err(|why| vec![Diagnostic::for_file(&name, why.to_string())])?;
    read_words(&name, &text)
}

/// Returns whether the text is a translation file rather than a pack. Both kinds of file can be recognised even if they
/// have faults, such as an object in place of a pack's list of scenarios.
pub(crate) fn is_translation(text: &str) -> bool {
    let fields: serde_json::Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
    let is_of_pack =
        |field: &Field| !["format", "language", "scenarios"].contains(&field.name) && fields.contains_key(field.name);
    let has_texts = fields.contains_key("interface") || fields.get("scenarios").is_some_and(Value::is_object);
    has_texts && !Pack::fields().iter().any(is_of_pack)
}

pub fn read_words(name: &str, text: &str) -> Result<CheckedTranslation, Vec<Diagnostic>> {
    let source = Source::new(name, text);
    let written = parse(&source)?;
    let texts = if written.scenarios.is_empty() { BTreeMap::new() } else { texts() };
    let known = catalogue();
    let (faults, warnings) = check::check(source, &written, &known, &texts);
    if faults.is_empty() {
        Ok(CheckedTranslation { words: laid(written, known, &texts), warnings })
    } else {
        Err(faults)
    }
}

/// Returns the sentences that are shown in English, including those of partly translated cases. A sentence whose
/// translation is identical to the English text isn't included.
fn untranslated(
    written: &TranslationFile, known: BTreeSet<String>, texts: &BTreeMap<String, BTreeMap<String, String>>,
) -> HashSet<String> {
    let is_left = |english: &String| {
        english.contains(char::is_alphabetic) && written.interface.get(english).is_none_or(is_missing)
    };
    let sentences = known.into_iter().filter(is_left);
    let of_cases = written.scenarios.iter().flat_map(|(id, done)| {
        let is_left = |(pointer, _): &(&String, &String)| done.get(*pointer).is_none_or(|text| text.trim().is_empty());
        texts.get(id).into_iter().flatten().filter(is_left).map(|(_, english)| english.clone())
    });
    if written.language == ENGLISH { HashSet::new() } else { sentences.chain(of_cases).collect() }
}

fn laid(
    written: TranslationFile, known: BTreeSet<String>, texts: &BTreeMap<String, BTreeMap<String, String>>,
) -> Translation {
    let untranslated = untranslated(&written, known, texts);
    let differs = |(english, sentence): &(String, Sentence)| {
        !english.starts_with(REMARK) && !is_missing(sentence) && *sentence != Sentence::Text(english.clone())
    };
    let scenarios: HashMap<String, Vec<(String, String)>> =
        written.scenarios.into_iter().map(|(id, texts)| (id, texts.into_iter().collect())).collect();
    let interface = written.interface.into_iter().filter(differs).collect();
    let TranslationFile { language, decimal, plurals, .. } = written;
    let untranslated_templates = untranslated.iter().filter(|english| is_template(english)).cloned().collect();
    Translation { language, decimal, plurals, interface, scenarios, untranslated, untranslated_templates }
}
