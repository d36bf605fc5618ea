//! Translations of what the program prints. This module looks up sentences by their English text: [`say!`](crate::say)
//! returns the translation, or the English text if there is none. Placeholders are written `{}`. A translation may
//! number its placeholders, as in `{1}`, to change their order. The translation is loaded once, before anything is
//! printed, and never changes afterwards, so callers stay pure. This module must not read files.

pub mod file;
mod meaning;

use std::collections::HashMap;
use std::fmt::{Display, Write};
use std::sync::OnceLock;

/// A translation of the interface and of the scenarios.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub language: String,
    /// The translated sentences of the interface, keyed by their English text.
    pub interface: HashMap<String, String>,
    /// The translated texts of each scenario, keyed by its id. A JSON pointer says which field each text replaces.
    pub scenarios: HashMap<String, Vec<(String, String)>>,
}

static OVER: OnceLock<Words> = OnceLock::new();

/// Translates a sentence of the interface and fills in its placeholders. The values aren't translated, so a caller
/// translates a word of the interface before passing it in.
#[macro_export]
macro_rules! say {
    ($text:literal) => {
        $crate::i18n::translate($text)
    };
    ($text:literal, $($hole:expr),+ $(,)?) => {{
        // The number of placeholders must match the number of values.
        const { assert!($crate::i18n::holes($text) == [$(stringify!($hole)),+].len()) };
        $crate::i18n::fill($text, &[$(&$hole as &dyn ::std::fmt::Display),+])
    }};
}

/// Activates a translation. Only the first call has an effect.
pub fn lay_over(words: Words) {
    let _ = OVER.set(words);
}

/// Returns whether a translation is active.
pub fn is_active() -> bool {
    OVER.get().is_some()
}

pub fn language() -> Option<&'static str> {
    OVER.get().map(|words| words.language.as_str())
}

/// Returns the translated texts of a scenario, each with the JSON pointer of its field.
pub fn texts(id: &str) -> Option<&'static [(String, String)]> {
    OVER.get()?.scenarios.get(id).map(Vec::as_slice)
}

/// Returns the sentence in the active language, or unchanged if it has no translation.
pub fn translate(english: &str) -> &str {
    match OVER.get() {
        None => english,
        Some(words) => words.interface.get(english).map_or(english, String::as_str),
    }
}

/// Translates a sentence and fills in its placeholders.
pub fn fill(english: &str, values: &[&dyn Display]) -> String {
    let mut rest = translate(english);
    let mut said = String::with_capacity(rest.len() + 16 * values.len());
    let mut next = 0;
    while let Some((before, behind)) = rest.split_once('{') {
        said.push_str(before);
        let Some((number, after)) = behind.split_once('}') else { break };
        let place = number.parse().unwrap_or(next);
        next = place + 1;
        if let Some(value) = values.get(place) {
            // Writing to a string cannot fail.
            let _ = write!(said, "{value}");
        }
        rest = after;
    }
    said.push_str(rest);
    said
}

/// Counts the placeholders in a sentence.
pub const fn holes(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut index, mut holes) = (0, 0);
    while index < bytes.len() {
        if bytes[index] == b'{' {
            holes += 1;
        }
        index += 1;
    }
    holes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_in_order_or_by_number() {
        assert_eq!(say!("Line {}: {}", 3, "x"), "Line 3: x");
        assert_eq!(fill("{1} before {0}", &[&"one", &"two"]), "two before one");
        assert_eq!(say!("A sentence."), "A sentence.");
        assert_eq!((holes("no"), holes("{} and {0}")), (0, 2));
    }
}
