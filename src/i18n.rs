//! What the program says, in another language.
//!
//! Owns the look-up. A sentence is its own name: [`say!`](crate::say) gives the English that stands in the code, or what a
//! translation has for it. Holes are written `{}`; a translation may number them, `{1}`, to change their order. The
//! words are laid over once, before anything is said, and never change after that, so what asks for them stays pure.
//! Must not read files.

pub mod file;

use std::collections::HashMap;
use std::fmt::{Display, Write};
use std::sync::OnceLock;

/// The words of another language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// BCP 47 tag of the language.
    pub language: String,
    /// The sentences of the interface, by their English.
    pub interface: HashMap<String, String>,
    /// The texts of scenarios: by id, each with the JSON pointer of what it stands for.
    pub scenarios: HashMap<String, Vec<(String, String)>>,
}

/// The words laid over.
static OVER: OnceLock<Words> = OnceLock::new();

/// A sentence of the interface in the chosen language, with its placeholder values. The values go in as they are: a
/// caller that puts a word of the interface into a sentence translates that word first.
#[macro_export]
macro_rules! say {
    ($text:literal) => {
        $crate::i18n::translate($text)
    };
    ($text:literal, $($hole:expr),+ $(,)?) => {{
        // A sentence has as many holes as there are values for them.
        const { assert!($crate::i18n::holes($text) == [$(stringify!($hole)),+].len()) };
        $crate::i18n::fill($text, &[$(&$hole as &dyn ::std::fmt::Display),+])
    }};
}

/// Lays these words over. Only the first call does anything.
pub fn lay_over(words: Words) {
    let _ = OVER.set(words);
}

/// Whether a translation is active.
pub fn is_active() -> bool {
    OVER.get().is_some()
}

/// The BCP 47 tag of the active translation.
pub fn language() -> Option<&'static str> {
    OVER.get().map(|words| words.language.as_str())
}

/// The texts laid over a scenario, each with its JSON pointer.
pub fn texts(id: &str) -> Option<&'static [(String, String)]> {
    OVER.get()?.scenarios.get(id).map(Vec::as_slice)
}

/// The sentence in the language that is laid over, or as it is.
pub fn translate(english: &str) -> &str {
    match OVER.get() {
        None => english,
        Some(words) => words.interface.get(english).map_or(english, String::as_str),
    }
}

/// The sentence with its holes filled.
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

/// How many holes a sentence has.
pub const fn holes(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut holes) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b'{' {
            holes += 1;
        }
        at += 1;
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
