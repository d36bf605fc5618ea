//! Checks that a translation keeps the meaning of the English text: the order of the codes and the requirements.
//!
//! The checks work for every language, because codes are digits and each translation declares its own keywords.

use std::collections::{BTreeMap, BTreeSet};

use crate::say;
use crate::sorting::{insert_all, sort_by, sort_by_key};

/// The keywords of RFC 2119. Longer keywords come first, so that `MUST NOT` isn't mistaken for `MUST`.
pub(crate) const KEYWORDS: [&str; 11] = [
    "NOT RECOMMENDED", "SHOULD NOT", "RECOMMENDED", "SHALL NOT", "MUST NOT", "REQUIRED", "OPTIONAL", "SHOULD", "SHALL",
    "MUST", "MAY",
];

/// The words that a translation uses for each keyword. The English keyword is also allowed.
pub type Keywords = BTreeMap<String, Vec<String>>;

const REASON_PHRASES: [&str; 2] = ["Unauthorized", "Forbidden"];

/// Explains how the status codes in a translation differ from those in the English text. Returns `None` if they match.
pub fn swapped(english: &str, words: &str) -> Option<String> {
    let (expected, found) = (codes(english), codes(words));
    // A translation may repeat a code where the English text says "it".
    let once = |codes: &[&'static str]| {
        let mut codes = codes.to_vec();
        codes.dedup();
        codes
    };
    if once(&expected) != once(&found) {
        let list = |codes: &[&str]| if codes.is_empty() { say!("none").to_owned() } else { codes.join(", ") };
        return Some(say!("names the codes {}, but the English text names {}", list(&found), list(&expected)));
    }
    let (expected, found) = (numbers(english), numbers(words));
    if expected != found {
        let list = |numbers: &BTreeSet<String>, others: &BTreeSet<String>| {
            let numbers: Vec<&str> = numbers.difference(others).map(String::as_str).collect();
            if numbers.is_empty() { say!("none").to_owned() } else { numbers.join(", ") }
        };
        let (more, less) = (list(&found, &expected), list(&expected, &found));
        return Some(say!("contains the number {} where the English text has {}", more, less));
    }
    // A reason phrase may be translated, but it must not be replaced with the other reason phrase.
    let is_new = |phrase: &&&str| words.contains(**phrase) && !english.contains(**phrase);
    if let Some(phrase) = REASON_PHRASES.iter().find(is_new) {
        return Some(say!("names {}, but the English text doesn't", phrase));
    }
    let [first, second] = REASON_PHRASES;
    let is_swapped = |text: &str| Some(text.find(first)? > text.find(second)?);
    let differs = is_swapped(words).is_some_and(|is_swapped_here| is_swapped(english) != Some(is_swapped_here));
    differs.then(|| say!("names {} and {} in a different order from the English text", first, second))
}

/// Returns whether a translation names the same codes and reason phrases as the English text, each the same number of
/// times, but in a different order. A reason phrase may also be translated.
pub fn is_reordering(english: &str, words: &str) -> bool {
    let sorted = |text| {
        let mut codes = codes(text);
        sort_by(&mut codes, Ord::cmp);
        codes
    };
    let is_kept = |phrase: &&str| [0, english.matches(*phrase).count()].contains(&words.matches(*phrase).count());
    sorted(english) == sorted(words) && numbers(english) == numbers(words) && REASON_PHRASES.iter().all(is_kept)
}

/// Returns the numbers that a translation must preserve: those with three or more digits, and section numbers such as
/// 15.5.2. Other numbers can be written out as words. Commas are replaced with full stops, because decimal marks differ
/// between languages.
fn numbers(text: &str) -> BTreeSet<String> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return BTreeSet::new();
    }
    let parts = text.split(|character: char| !character.is_ascii_digit() && character != '.' && character != ',');
    let parts = parts.filter(|part| part.len() > 2).map(|part| part.trim_matches(['.', ',']).replace(',', "."));
    insert_all(parts.filter(|part| part.len() > 2 && part.bytes().filter(u8::is_ascii_digit).count() > 1))
}

/// Names that programs send and that contain no hyphen: authentication schemes and the header field Authorization.
const SENT_NAMES: [&str; 6] = ["Authorization", "Basic", "Bearer", "Digest", "DPoP", "Negotiate"];

/// Returns a word that is missing from the translation although users type the word or programs send it. Examples are
/// an option, a header field, an error code, a command, and anything in backticks. `typed` returns the translation of a
/// word that users can type in either language.
pub fn left_out<'a>(english: &str, words: &str, typed: impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    let is_part = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let is_kept = |word: &str| {
        words.match_indices(word).any(|(start, _)| {
            let (before, rest) = words.split_at(start);
            let after = rest.strip_prefix(word).and_then(|after| after.chars().next());
            let is_inside = word.ends_with(char::is_alphanumeric) && is_part(after);
            let continues = word.starts_with(char::is_alphanumeric) && is_part(before.chars().next_back());
            !is_inside && !continues
        })
    };
    let mut expected = copied(english).into_iter();
    let lost = expected.find(|word| !is_kept(word) && !typed(word).is_some_and(is_kept));
    lost.map(|word| say!("doesn't contain `{}`", word))
}

/// Returns the parts of the text that a translation must copy unchanged. If a part in backticks or a command contains
/// placeholders, only the text before the first placeholder must be copied.
pub fn copied(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    // A command can be at the end of a sentence, followed only by a full stop.
    let commands = text.lines().filter_map(|line| {
        let start = line.rfind("airside ").filter(|start| {
            if *start == 0 {
                !line.ends_with('.')
            } else {
                line.get(..*start).is_some_and(|before| before.ends_with(": "))
            }
        })?;
        line.get(start..)
    });
    let marks = |character: char| character.is_whitespace() || "\"'`()[]{}<>,;:!?=…“”/|".contains(character);
    let words = text.split(marks).map(|word| word.trim_end_matches('.')).filter(|word| {
        let is_option =
            word.strip_prefix("--").is_some_and(|name| name.starts_with(|first: char| first.is_ascii_lowercase()));
        let is_field = word.contains('-')
            && word.len() > 5
            && word.split('-').all(|part| {
                part.len() > 1 && part.starts_with(|first: char| first.is_ascii_uppercase()) && part.is_ascii()
            });
        is_option || is_field || SENT_NAMES.contains(word) || word.contains('_') && word.len() > 2
    });
    let whole = quoted.chain(commands).filter_map(|piece| piece.split('{').next());
    whole.map(|piece| piece.trim_end_matches([' ', '.'])).filter(|piece| !piece.is_empty()).chain(words).collect()
}

/// Reports an RFC 2119 keyword that is missing, added or in a different position in the translation. If the text is
/// deliberately reordered, keywords may be in different positions.
pub fn lost(english: &str, words: &str, keywords: &Keywords, is_reordered: bool) -> Option<String> {
    let none = Keywords::default();
    let (expected, found) = (requirements(english, &none), requirements(words, keywords));
    let count = |found: &[&str], keyword: &str| found.iter().filter(|one| **one == keyword).count();
    if let Some(differs) = KEYWORDS.iter().find(|keyword| count(&expected, keyword) != count(&found, keyword)) {
        let (found, expected) = (count(&found, differs), count(&expected, differs));
        return Some(say!("contains {} {}×, but the English text contains it {}×", differs, found, expected));
    }
    (!is_reordered && expected != found).then(|| {
        say!("has the keywords in the order {}, but the English text has {}", found.join(", "), expected.join(", "))
    })
}

/// Explains why the keywords that a translation file declares can't be used. Returns `None` if the keywords can be
/// used. Two keywords must not be translated with the same word, because a translation that confuses them would then go
/// unnoticed.
pub fn unusable(keywords: &Keywords) -> Option<(String, String)> {
    let declared = || keywords.iter().flat_map(|(keyword, words)| words.iter().map(move |word| (keyword, word.trim())));
    let fault = |(keyword, word): (&String, &str)| {
        let is_other = |(other, same): (&String, &str)| other != keyword && same == word;
        if word.is_empty() {
            Some((keyword.clone(), say!("one of your words for {} is empty", keyword)))
        } else if declared().any(is_other) || KEYWORDS.contains(&word) && word != keyword {
            Some((
                keyword.clone(),
                say!("`{}` can't stand for {}, because it already stands for another keyword", word, keyword),
            ))
        } else {
            None
        }
    };
    declared().find_map(fault)
}

/// Lists the declared words for each keyword, for example `SHOULD: SOLLTE, SOLLTEN`.
pub(crate) fn own_words(keywords: &Keywords) -> String {
    let stated = keywords.iter().filter(|(_, words)| !words.is_empty());
    stated.map(|(keyword, words)| format!("{keyword}: {}", words.join(", "))).collect::<Vec<_>>().join("; ")
}

fn codes(text: &str) -> Vec<&'static str> {
    if !text.contains("40") {
        return Vec::new();
    }
    let numbers = text.split(|character: char| !character.is_ascii_digit());
    numbers.filter_map(|number| ["401", "403"].into_iter().find(|code| *code == number)).collect()
}

/// Returns the keywords in the text, in order, whether they are in English or translated.
fn requirements<'a>(text: &str, keywords: &'a Keywords) -> Vec<&'a str> {
    // Most sentences contain no words in capitals, so this quick check avoids a search for each keyword.
    let has_capitals = text.as_bytes().windows(3).any(|letters| letters.iter().all(u8::is_ascii_uppercase));
    let english = KEYWORDS.iter().filter(|_| has_capitals).map(|keyword| (*keyword, *keyword));
    let declared =
        keywords.iter().flat_map(|(keyword, words)| words.iter().map(|word| (word.as_str(), keyword.as_str())));
    let is_used = |(word, _): &(&str, &str)| !word.is_empty() && text.contains(word);
    let mut words: Vec<(&'a str, &'a str)> = english.chain(declared).filter(is_used).collect();
    let mut requirements = Vec::new();
    if words.is_empty() {
        return requirements;
    }
    // One translated keyword may contain another, so the search starts with the longest.
    sort_by_key(&mut words, |(word, _)| std::cmp::Reverse(word.len()));
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
                requirements.push(*keyword);
                word.len()
            }
            None => first.len_utf8(),
        };
        before = rest.get(..length).and_then(|taken| taken.chars().last()).unwrap_or(' ');
        rest = rest.get(length..).unwrap_or_default();
    }
    requirements
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
        assert_eq!(swapped("In 0.5 s, 404 (section 15.5.5) for 2.", "In 0,5 s 404 (Abschnitt 15.5.5) für zwei."), None);
        let why = swapped("Answering 404.", "Mit 407 antworten.").expect("another number");
        assert_eq!(why, "contains the number 407 where the English text has 404");
        assert!(swapped("See section 15.5.2.", "Siehe Abschnitt 15.5.4.").is_some());
        assert!(swapped("Unauthorized and Forbidden.", "Forbidden und Unauthorized.").is_some());
        assert!(swapped("A 401.", "Eine 403.").is_some() && swapped("A 401.", "Es fehlt etwas.").is_some());
    }

    #[test]
    fn typed_and_sent_words_must_be_the_same_in_a_translation() {
        for (english, words) in [
            ("The 401 is right, WWW-Authenticate isn't.", "401 ist richtig, Authorization nicht."),
            ("After a 401 with a Basic challenge", "Nach 401 mit Bearer-Challenge"),
            ("insufficient_scope goes with 403.", "Zu falsch gehört 403."),
            ("Start again with --new.", "Noch einmal mit --neu."),
            ("To start a new one: airside class present --new", "Neu: luft class present --new"),
            ("`{}` isn't allowed; type `list`", "`{}` geht nicht; `liste` eingeben"),
            ("It has no Retry-After.", "Es hat kein Retry-Aftermath."),
        ] {
            assert!(left_out(english, words, |_| None).is_some(), "{words}");
        }
        for (english, words) in [
            ("The 401 is right, WWW-Authenticate isn't.", "Das WWW-Authenticate-Feld ist falsch, die 401 nicht."),
            ("A Basic challenge (Bearer)", "Bearer oder eine Basic-Challenge"),
            ("`{}` isn't a code", "kein Code: `{}`"),
            ("airside waits.", "airside wartet."),
            ("Type: airside show {}", "Eingeben: airside show {}"),
        ] {
            assert_eq!(left_out(english, words, |_| None), None, "{words}");
        }
        let open = |word: &str| (word == "reopen").then_some("öffnen");
        assert_eq!(left_out("Type `reopen`.", "`öffnen` eingeben.", open), None);
        assert!(left_out("Type `reopen`.", "`auf` eingeben.", open).is_some());
    }

    #[test]
    fn a_lost_or_weakened_requirement_is_noticed_in_english_and_in_declared_words() {
        let german: Keywords = [("MUST", "MUSS"), ("MUST NOT", "DARF NICHT"), ("MAY", "DARF"), ("SHOULD", "SOLLTE")]
            .map(|(keyword, word)| (keyword.to_owned(), vec![word.to_owned()]))
            .into();
        let english = "The server MUST send it. The client MAY try again and MUST NOT share it.";
        assert_eq!(lost(english, "Er MUST senden. Er MAY und MUST NOT.", &Keywords::default(), false), None);
        assert_eq!(lost(english, "Der Server MUSS, der Client DARF und DARF NICHT.", &german, false), None);
        let weak = lost(english, "Der Server SOLLTE, der Client DARF und DARF NICHT.", &german, false);
        assert_eq!(weak.as_deref(), Some("contains SHOULD 1×, but the English text contains it 0×"));
        assert!(lost(english, "Der Server sendet es.", &german, false).is_some_and(|why| why.contains("MUST NOT 0×")));
        let swapped = lost(english, "Der Server DARF, der Client MUSS und DARF NICHT.", &german, false);
        assert!(swapped.is_some_and(|why| why.contains("MAY, MUST, MUST NOT")));
        assert_eq!(
            lost("Nothing is required.", "Nichts ist nötig. MUSSte.", &german, false),
            None,
            "only whole words count"
        );
    }

    #[test]
    fn words_for_keywords_are_unique_and_not_empty() {
        let declare = |words: &[(&str, &str)]| -> Keywords {
            words.iter().map(|(keyword, word)| ((*keyword).to_owned(), vec![(*word).to_owned()])).collect()
        };
        assert_eq!(unusable(&declare(&[("MUST", "MUSS"), ("MAY", "DARF")])), None);
        for wrong in
            [[("MUST", "MUSS"), ("MAY", "MUSS")], [("MUST", " "), ("MAY", "DARF")], [("MUST", "MAY"), ("MAY", "DARF")]]
        {
            assert!(unusable(&declare(&wrong)).is_some(), "{wrong:?}");
        }
    }
}
