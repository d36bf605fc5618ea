//! Translates words on the command line into facts.
//!
//! A word may be a value that belongs to only one fact, such as `expired`, or a kind of case, such as `no-permission`.

use crate::error::Failure;
use crate::ruling::FactName;
use crate::say;

const SYNONYMS: [(&str, FactName, &str); 15] = [
    ("missing", FactName::Credentials, "absent"),
    ("none", FactName::Credentials, "absent"),
    ("no-token", FactName::Credentials, "absent"),
    ("no-credentials", FactName::Credentials, "absent"),
    ("no-login", FactName::Credentials, "absent"),
    ("invalid", FactName::Credentials, "wrong-secret"),
    ("wrong-password", FactName::Credentials, "wrong-secret"),
    ("malformed", FactName::Credentials, "malformed"),
    ("no-permission", FactName::Permission, "role"),
    ("not-allowed", FactName::Permission, "role"),
    ("no-scope", FactName::Permission, "scope"),
    ("not-owner", FactName::Permission, "owner"),
    ("policy", FactName::Refusal, "address"),
    ("closed", FactName::Refusal, "nobody"),
    ("blocked", FactName::Refusal, "address"),
];

pub(super) fn value<'a>(fact: &str, typed: &'a str) -> &'a str {
    let is_value = |fact: FactName| fact.values().contains(&typed);
    if FactName::find(fact).is_none_or(is_value) {
        return typed;
    }
    let same = |(word, name, _): &&(&str, FactName, &str)| *word == typed && name.name() == fact;
    SYNONYMS.iter().find(same).map_or(typed, |(.., value)| value)
}

fn meanings(word: &str) -> Vec<(FactName, &str)> {
    if let Some((_, fact, value)) = SYNONYMS.iter().find(|(synonym, ..)| *synonym == word) {
        return vec![(*fact, *value)];
    }
    FactName::ALL.into_iter().filter(|fact| fact.values().contains(&word)).map(|fact| (fact, word)).collect()
}

/// Expands the words to `NAME=VALUE`. Two words such as `no token` may form one expression. Fails if a word is unknown,
/// or if it is a status code, the name of a fact, or a value of several facts.
pub(super) fn expand(words: &[String]) -> Result<Vec<String>, Failure> {
    let together = words.join("-");
    if words.len() > 1
        && let [(fact, value)] = meanings(&together).as_slice()
    {
        return Ok(vec![format!("{}={value}", fact.name())]);
    }
    words.iter().map(|word| expand_word(word)).collect()
}

fn expand_word(word: &str) -> Result<String, Failure> {
    if word.contains('=') {
        return Ok(word.to_owned());
    }
    match meanings(word).as_slice() {
        [(fact, value)] => Ok(format!("{}={value}", fact.name())),
        [] => Err(unknown(word)),
        several => {
            let allowed = several.iter().map(|(fact, value)| format!("{}={value}", fact.name()));
            let hint = allowed.clone().next().map(|first| format!("airside rule {first}")).unwrap_or_default();
            Err(Failure::usage(say!("several facts have the value `{}`", word)).allowing(allowed).hint(hint))
        }
    }
}

fn unknown(word: &str) -> Failure {
    if word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        let message =
            say!("`{}` is a status code; type the facts of a case instead, and airside finds the status code", word);
        return Failure::usage(message)
            .allowing(["missing", "expired", "no-permission", "not-owner"])
            .hint(say!("type airside rule missing, or airside reference --search {}", word));
    }
    if let Some(fact) = FactName::find(word) {
        let example = fact.values().get(1).copied().unwrap_or_default();
        return Failure::usage(say!("the fact `{}` needs a value", word))
            .allowing(fact.values())
            .hint(format!("airside rule {word}={example}"));
    }
    let synonyms = SYNONYMS.iter().map(|(synonym, ..)| *synonym);
    let values = FactName::ALL.into_iter().flat_map(|fact| fact.values().iter().copied());
    let near = crate::diagnostic::nearest(word, synonyms.chain(values));
    let hint = near.map_or_else(|| "airside rule --list".to_owned(), |near| format!("airside rule {near}"));
    Failure::usage(say!("`{}` is neither a fact nor the value of a fact", word))
        .allowing(FactName::ALL.map(FactName::name))
        .hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruling::{Facts, rule};
    use crate::scenario::Kind;

    #[test]
    fn every_synonym_means_one_value_of_its_fact() {
        for (word, fact, value) in SYNONYMS {
            assert!(fact.values().contains(&value), "{word}");
            let has_value = |other: &FactName| other.values().contains(&word);
            let is_value = FactName::ALL.into_iter().filter(has_value).count() == 1;
            // Kinds of case take precedence, so `invalid` means invalid credentials rather than `grant=invalid`.
            let is_kind = Kind::core().iter().any(|kind| kind.name() == word);
            assert!(!is_value || is_kind, "{word} is itself a value of one fact");
        }
    }

    #[test]
    fn every_kind_of_the_course_is_a_word_with_the_code_of_that_kind() {
        for kind in Kind::core() {
            let written = expand(&[kind.name().to_owned()]).expect("a fact");
            let (fact, value) = written[0].split_once('=').expect("written as NAME=VALUE");
            let ruling = rule(&Facts::default().with(fact, value).expect("known"));
            assert_eq!(Some(ruling.verdict), kind.verdict(), "{kind:?}");
        }
    }
}
