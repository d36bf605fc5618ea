//! Checks that a translation keeps the meaning of the English text: which code comes first, and what the
//! specification requires.
//!
//! The comparison works for every language, because codes are digits and each translation declares its own keywords.

use std::collections::BTreeMap;

use crate::say;

/// The keywords of RFC 2119. Longer keywords come first, so that `MUST NOT` isn't mistaken for `MUST`.
pub const KEYWORDS: [&str; 11] = [
    "NOT RECOMMENDED", "SHOULD NOT", "RECOMMENDED", "SHALL NOT", "MUST NOT", "REQUIRED", "OPTIONAL", "SHOULD", "SHALL",
    "MUST", "MAY",
];

/// The words that a language uses for each keyword. The English keyword is always allowed.
pub type Keywords = BTreeMap<String, Vec<String>>;

const REASON_PHRASES: [&str; 2] = ["Unauthorized", "Forbidden"];

/// Explains how the codes of a translation contradict the English text; `None` if they don't.
pub fn swapped(english: &str, words: &str) -> Option<String> {
    let (expected, found) = (codes(english), codes(words));
    // Another language may repeat a code where English writes "it".
    let once = |codes: &[&'static str]| {
        let mut codes = codes.to_vec();
        codes.dedup();
        codes
    };
    if once(&expected) != once(&found) {
        let list = |codes: &[&str]| if codes.is_empty() { say!("none").to_owned() } else { codes.join(", ") };
        return Some(say!("names the codes {}, but the English text names {}", list(&found), list(&expected)));
    }
    // A reason phrase may be translated, but not with the other reason phrase.
    let is_new = |phrase: &&&str| words.contains(**phrase) && !english.contains(**phrase);
    REASON_PHRASES.iter().find(is_new).map(|phrase| say!("names {}, but the English text doesn't", phrase))
}

/// Reports a requirement keyword that the translation has dropped or added.
pub fn lost(english: &str, words: &str, keywords: &Keywords) -> Option<String> {
    let none = Keywords::default();
    let (expected, found) = (counts(english, &none), counts(words, keywords));
    let differs = KEYWORDS.iter().find(|keyword| expected.get(*keyword) != found.get(*keyword))?;
    let count = |counts: &BTreeMap<&str, usize>| counts.get(differs).copied().unwrap_or(0);
    Some(say!("has {} {}×, but the English text has it {}×", differs, count(&found), count(&expected)))
}

/// Returns the words that a file declares for a keyword, such as `SHOULD: SOLLTE, SOLLTEN`.
pub fn own_words(keywords: &Keywords) -> String {
    let stated = keywords.iter().filter(|(_, words)| !words.is_empty());
    stated.map(|(keyword, words)| format!("{keyword}: {}", words.join(", "))).collect::<Vec<_>>().join("; ")
}

/// Returns the codes 401 and 403 in the order in which the text names them.
fn codes(text: &str) -> Vec<&'static str> {
    // Most texts name no code.
    if !text.contains("40") {
        return Vec::new();
    }
    let numbers = text.split(|character: char| !character.is_ascii_digit());
    numbers.filter_map(|number| ["401", "403"].into_iter().find(|code| *code == number)).collect()
}

/// Counts how often the text names each keyword, either in English or in the language's own words.
fn counts<'a>(text: &str, keywords: &'a Keywords) -> BTreeMap<&'a str, usize> {
    // Most sentences have no word in capitals, so one look saves searching for each keyword.
    let has_capitals = text.as_bytes().windows(3).any(|letters| letters.iter().all(u8::is_ascii_uppercase));
    let english = KEYWORDS.iter().filter(|_| has_capitals).map(|keyword| (*keyword, *keyword));
    let declared =
        keywords.iter().flat_map(|(keyword, words)| words.iter().map(|word| (word.as_str(), keyword.as_str())));
    let is_used = |(word, _): &(&str, &str)| !word.is_empty() && text.contains(word);
    let mut words: Vec<(&'a str, &'a str)> = english.chain(declared).filter(is_used).collect();
    let mut counts = BTreeMap::new();
    // Most sentences have no keyword.
    if words.is_empty() {
        return counts;
    }
    // A word of the language may be part of a longer word, so the longest words are searched for first.
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    let mut rest = text;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let ends = |word: &str| {
            let after = rest.get(word.len()..).and_then(|after| after.chars().next());
            !before.is_alphanumeric() && !after.is_some_and(char::is_alphanumeric)
        };
        let found = words.iter().find(|(word, _)| rest.starts_with(word) && ends(word));
        let length = match found {
            Some((word, keyword)) => {
                *counts.entry(*keyword).or_default() += 1;
                word.len()
            }
            None => first.len_utf8(),
        };
        before = rest.get(..length).and_then(|taken| taken.chars().last()).unwrap_or(' ');
        rest = rest.get(length..).unwrap_or_default();
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_change_places_are_noticed_in_any_language() {
        assert_eq!(swapped("A 401, not a 403.", "Eine 401, keine 403."), None);
        assert_eq!(swapped("Say who you are: 401.", "401: diga quem você é."), None);
        let why = swapped("A 401, not a 403.", "403であり401ではない。").expect("swapped");
        assert_eq!(why, "names the codes 403, 401, but the English text names 401, 403");
        assert!(swapped("A 401, not a 403.", "Eine 403, keine 401.").is_some());
        assert!(
            swapped("It is called Unauthorized.", "Es heißt Forbidden.").is_some_and(|why| why.contains("Forbidden"))
        );
        assert_eq!(swapped("It is called Unauthorized.", "Es heißt Unauthorized."), None);
        assert_eq!(swapped("401 comes first. Later it ends.", "401 zuerst. Später endet 401."), None, "said again");
        assert!(swapped("401, then 403.", "401, dann 403, dann 401.").is_some());
        assert!(swapped("A 401.", "Eine 403.").is_some() && swapped("A 401.", "Es fehlt etwas.").is_some());
    }

    #[test]
    fn a_lost_or_weakened_requirement_is_noticed_in_english_and_in_declared_words() {
        let german: Keywords = [("MUST", "MUSS"), ("MUST NOT", "DARF NICHT"), ("MAY", "DARF"), ("SHOULD", "SOLLTE")]
            .map(|(keyword, word)| (keyword.to_owned(), vec![word.to_owned()]))
            .into();
        let english = "The server MUST send it. The client MAY try again and MUST NOT share it.";
        assert_eq!(lost(english, "Er MUST senden. Er MAY und MUST NOT.", &Keywords::default()), None);
        assert_eq!(lost(english, "Der Server MUSS, der Client DARF und DARF NICHT.", &german), None);
        let weak = lost(english, "Der Server SOLLTE, der Client DARF und DARF NICHT.", &german);
        assert_eq!(weak.as_deref(), Some("has SHOULD 1×, but the English text has it 0×"));
        assert!(lost(english, "Der Server sendet es.", &german).is_some_and(|why| why.contains("MUST NOT 0×")));
        assert_eq!(lost("Nothing is required.", "Nichts ist nötig. MUSSte.", &german), None, "only whole words count");
    }
}
