//! Translates all text that the program prints.
//!
//! Sentences are looked up by their English text. [`say!`](crate::say) returns the translation or, without one, the
//! English text. Placeholders are written as `{}`. A translation can use numbered placeholders, such as `{1}`, to
//! change the order of the values. The translation is set once, before anything is printed, so that functions that use
//! it always return the same text.

pub mod areas;
pub mod file;
mod limits;
mod meaning;
mod plural;

use std::collections::{HashMap, HashSet};
use std::fmt::{Display, Write};
use std::sync::OnceLock;

pub use meaning::copied;
use plural::{Forms, Plurals};
use serde::{Deserialize, Serialize};

/// The program's text in another language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translation {
    pub language: String,
    /// The decimal separator, or an empty string for a full stop.
    decimal: String,
    plurals: Plurals,
    /// The translated sentences of the interface, by their English text.
    pub interface: HashMap<String, Sentence>,
    /// The translated texts of scenarios, by scenario ID. Each text is stored with the JSON pointer of the field that
    /// it replaces.
    pub scenarios: HashMap<String, Vec<(String, String)>>,
    untranslated: HashSet<String>,
    /// The sentences in `untranslated` that can still be recognised once their placeholders have been filled in.
    untranslated_templates: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged, expecting = "expected text, or an object with a text for each plural form")]
pub enum Sentence {
    Text(String),
    Forms(Forms),
}

impl Sentence {
    /// Returns the translation of the sentence or, if there are plural forms, the name and text of each form.
    pub fn texts(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        let (text, forms) = match self {
            Self::Text(text) => (Some((None, text.as_str())), None),
            Self::Forms(forms) => (None, Some(&forms.forms)),
        };
        let forms = forms.into_iter().flatten().map(|(name, text)| (Some(name.as_str()), text.as_str()));
        text.into_iter().chain(forms)
    }
}

static ACTIVE: OnceLock<Translation> = OnceLock::new();

/// Translates a sentence of the interface and fills in its placeholders. The values aren't translated, so any value
/// that is itself text of the interface must already be translated.
#[macro_export]
macro_rules! say {
    ($text:literal) => {
        $crate::i18n::translate($text)
    };
    ($text:literal, $($hole:expr),+ $(,)?) => {{
        const { assert!($crate::i18n::placeholder_count($text) == [$(stringify!($hole)),+].len()) };
        $crate::i18n::fill($text, &[$(&$hole as &dyn ::std::fmt::Display),+])
    }};
}

/// Translates a number and its noun, such as `1 seat` or `3 seats`. The first sentence is for the number 1. The second
/// sentence is for all other numbers and contains a placeholder.
#[macro_export]
macro_rules! say_count {
    ($one:literal, $many:literal, $count:expr) => {
        match $count {
            1 => $crate::say!($one).to_owned(),
            count => $crate::say!($many, count),
        }
    };
}

/// Activates a translation. Only the first call has an effect.
pub fn activate(words: Translation) {
    let _ = ACTIVE.set(words);
}

pub(crate) fn is_active() -> bool {
    ACTIVE.get().is_some()
}

pub fn language() -> Option<&'static str> {
    ACTIVE.get().map(|words| words.language.as_str())
}

/// Returns the language of a scenario's text, or an empty string if the interface is in the same language. `written` is
/// the language of the scenario's pack.
pub(crate) fn foreign_language<'a>(id: &str, written: &'a str) -> &'a str {
    let is_translated = texts(id).is_some_and(|texts| !texts.is_empty());
    let interface = language().unwrap_or("en");
    if is_translated || written.eq_ignore_ascii_case(interface) { "" } else { written }
}

/// Returns the translated texts of a scenario, each with its JSON pointer.
pub fn texts(id: &str) -> Option<&'static [(String, String)]> {
    ACTIVE.get()?.scenarios.get(id).map(Vec::as_slice)
}

pub(crate) fn translate(english: &str) -> &str {
    match ACTIVE.get().and_then(|words| words.interface.get(english)) {
        Some(Sentence::Text(text)) => text,
        Some(Sentence::Forms(_)) | None => english,
    }
}

pub(crate) fn is_left_in_english(text: &str) -> bool {
    ACTIVE.get().is_some_and(|words| {
        words.untranslated.contains(text) || words.untranslated_templates.iter().any(|english| is_filled(english, text))
    })
}

/// Returns whether a sentence has placeholders and can still be recognised once they have been filled in. A sentence
/// with fewer than three letters could match any text.
fn is_template(english: &str) -> bool {
    english.contains("{}") && english.chars().filter(|character| character.is_alphabetic()).count() >= 3
}

fn is_filled(template: &str, text: &str) -> bool {
    let Some((start, last)) = template.rsplit_once("{}") else { return false };
    let mut pieces = start.split("{}");
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else { return false };
    for piece in pieces {
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// Translates a sentence and fills in its placeholders.
pub fn fill(english: &str, values: &[&dyn Display]) -> String {
    match ACTIVE.get() {
        None => filled(english, values),
        Some(words) => words.fill(english, values),
    }
}

impl Translation {
    fn fill(&self, english: &str, values: &[&dyn Display]) -> String {
        match self.interface.get(english) {
            None => filled(english, values),
            Some(Sentence::Text(text)) => filled(text, values),
            Some(Sentence::Forms(forms)) => {
                let value = values.get(forms.number).map(ToString::to_string);
                filled(forms.sentence(&self.plurals, value.as_deref()).unwrap_or(english), values)
            }
        }
    }
}

fn filled(text: &str, values: &[&dyn Display]) -> String {
    let mut rest = text;
    let mut said = String::with_capacity(rest.len() + 16 * values.len());
    let mut next = 0;
    while let Some((before, behind)) = rest.split_once('{') {
        said.push_str(before);
        let Some((number, after)) = behind.split_once('}') else { break };
        let index = number.parse().unwrap_or(next);
        next = index + 1;
        if let Some(value) = values.get(index) {
            let _ = write!(said, "{value}");
        }
        rest = after;
    }
    said.push_str(rest);
    said
}

/// Formats a number with the given number of decimal places and the decimal separator of the language. Negative numbers
/// start with the minus sign U+2212.
pub fn decimal(value: f64, decimals: usize) -> String {
    let number = format!("{value:.decimals$}");
    // A number that rounds to zero gets no minus sign.
    let is_zero = !number.contains(|digit: char| ('1'..='9').contains(&digit));
    let number = if is_zero { number.replace('-', "") } else { number.replace('-', "\u{2212}") };
    match ACTIVE.get().map(|words| words.decimal.as_str()) {
        None | Some("") => number,
        Some(mark) => number.replace('.', mark),
    }
}

pub(crate) fn percent(share: f64) -> String {
    say!("{}%", format_args!("{:.0}", (100.0 * share).round()))
}

/// Returns whether the text has the form of a language tag (RFC 5646 section 2.1). Every registered language has two or
/// three letters.
pub(crate) fn is_language(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let is_subtag =
        |subtag: &str| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let language = subtags.next().unwrap_or_default();
    let is_private = language.eq_ignore_ascii_case("x") && tag.len() > 2;
    let is_word = (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_word || is_private) && subtags.all(is_subtag)
}

pub(crate) const fn placeholder_count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut index, mut placeholder_count) = (0, 0);
    while index < bytes.len() {
        if bytes[index] == b'{' {
            placeholder_count += 1;
        }
        index += 1;
    }
    placeholder_count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_in_order_or_by_number() {
        assert_eq!(say!("Line {}: {}", 3, "x"), "Line 3: x");
        assert_eq!(fill("{1} before {0}", &[&"one", &"two"]), "two before one");
        assert_eq!(say!("A sentence."), "A sentence.");
        assert_eq!((placeholder_count("no"), placeholder_count("{} and {0}")), (0, 2));
    }

    #[test]
    fn a_sentence_takes_the_form_of_its_number() {
        let polish = r#"{
            "format": 1, "language": "pl",
            "plurals": { "one": { "is": [1] }, "few": { "ends": ["2", "3", "4"], "except": ["12", "13", "14"] } },
            "interface": {
                "{} seats": { "few": "{} miejsca", "other": "{} miejsc" },
                "{} of {} right": { "number": 1, "one": "{} z {} poprawna", "other": "{} z {} poprawnych" }
            }
        }"#;
        let words = file::read_words("pl.json", polish).expect("sound").words;
        let seats = [2, 5, 12, 22, 25].map(|number| words.fill("{} seats", &[&number]));
        assert_eq!(seats, ["2 miejsca", "5 miejsc", "12 miejsc", "22 miejsca", "25 miejsc"]);
        assert_eq!(words.fill("{} of {} right", &[&0, &1]), "0 z 1 poprawna");
        assert_eq!(words.fill("{} seats", &[&"–"]), "– miejsc", "a value that isn't a number takes the form `other`");
    }

    #[test]
    fn a_sentence_is_recognised_with_its_placeholders_filled_in() {
        for (english, text) in [
            ("Form {}, page {} of {}", "Form A, page 1 of 5"),
            ("{}, first exam", "no permission, first exam"),
            ("Points (of {})", "Points (of 24)"),
        ] {
            assert!(is_filled(english, text), "{english}");
            assert!(!is_filled(english, "Formulaire A, page 1 sur 5"), "{english}");
        }
        for english in ["{}", "{}: {}", "{} of {}", "Story", "Story {}"] {
            assert!(!is_template(english) || !is_filled(english, "Story: 1 of 2"), "{english}");
        }
    }

    #[test]
    fn decimals_have_a_minus_sign_and_zero_has_none() {
        assert_eq!([0.123, -0.5, -0.001].map(|value| decimal(value, 2)), ["0.12", "\u{2212}0.50", "0.00"]);
        assert_eq!(percent(0.25), "25%");
    }
}
