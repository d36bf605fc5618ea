//! Interprets a line typed in plain mode as an answer, a confidence level or a command.

use crate::document::Text;
use crate::i18n::translate;
use crate::keys::{Action, BINDINGS, Binding, for_word};
use crate::learner::Confidence;
use crate::learner::answer::{Answer, QuestionType};
use crate::say;
use crate::sorting::sort_by_key;
use crate::text::{is_unsafe, narrow};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    Answer(Answer, Option<Confidence>),
    Do(Action),
    Details,
    Nothing,
}

/// Converts a line to lower case and removes punctuation and extra spaces, so that `"401, Certain!"` becomes `401
/// certain`. A hyphen before a letter or digit is kept, because `-4` isn't 4. A line of nothing but punctuation stays
/// unchanged.
pub(super) fn normalise(line: &str) -> String {
    const QUOTES_AND_DASHES: &str = "«»‹›“”„‘’‚…–—¿¡。，、！？：；（）「」";
    let mut plain = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(character) = rest.next() {
        // Text that was copied from a web page may contain invisible characters.
        if is_unsafe(character) && !character.is_whitespace() {
            continue;
        }
        let character = narrow(character);
        let is_hyphen = character == '-' && rest.peek().is_some_and(|next| next.is_alphanumeric());
        let is_mark = character.is_ascii_punctuation() || QUOTES_AND_DASHES.contains(character);
        if is_mark && !is_hyphen {
            plain.push(' ');
        } else {
            plain.extend(character.to_lowercase());
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    if words.is_empty() { line.trim().to_owned() } else { words.join(" ") }
}

/// Interprets a line such as `401 c`, `3g`, `403, fairly sure.`, `wrong code f` or `hint`. Extra spaces, capitals and
/// punctuation don't matter.
pub(super) fn understand(line: &str, question_type: Option<QuestionType>) -> Meant {
    let line = normalise(line);
    match (understand_words(&line, question_type), question_type) {
        (Meant::Nothing, Some(question_type)) => understand_sentence(&line, question_type),
        (meant, _) => meant,
    }
}

fn understand_words(line: &str, question_type: Option<QuestionType>) -> Meant {
    if matches!(line, "why" | "details") {
        return Meant::Details;
    }
    for (word, answer) in words(question_type) {
        let Some(rest) = line.strip_prefix(&word) else {
            continue;
        };
        if rest.is_empty() {
            return Meant::Answer(answer, None);
        }
        if let Some(Action::Commit(confidence)) = for_word(rest.trim_start_matches([' ', '-'])) {
            return Meant::Answer(answer, Some(confidence));
        }
    }
    // The confidence level may come first, as in `certain 401`.
    let after = |(word, answer): &(String, Answer)| match for_word(line.strip_suffix(word)?.strip_suffix(' ')?) {
        Some(Action::Commit(confidence)) => Some(Meant::Answer(*answer, Some(confidence))),
        _ => None,
    };
    if let Some(meant) = words(question_type).iter().find_map(after) {
        return meant;
    }
    for_word(line).map_or(Meant::Nothing, Meant::Do)
}

/// Words that are ignored before and after an answer, as in `I think it's 401`. The list doesn't include `code`,
/// because that word is part of some answers. The word `sure` is also ignored. It could mean either `fairly sure` or
/// `certain`, so the program asks for the confidence level.
const FILLERS: &[&str] = &[
    "i", "m", "am", "it", "its", "s", "is", "the", "a", "an", "my", "answer", "http", "status", "think", "just", "for",
    "sure",
];

/// Interprets a sentence that contains an answer, such as `I'm certain: HTTP 401` or `403, because he is known`.
fn understand_sentence(line: &str, question_type: QuestionType) -> Meant {
    let line =
        ["fairly sure", "fairly certain"].iter().fold(line.to_owned(), |line, sure| line.replace(sure, "fairly"));
    let words = line.split(' ').take_while(|word| *word != "because").filter(|word| !FILLERS.contains(word));
    let words: Vec<&str> = words.map(|word| if is_certain(word) { "certain" } else { word }).collect();
    let sentence = words.join(" ");
    let without_code = words.iter().copied().filter(|word| *word != "code").collect::<Vec<_>>().join(" ");
    let read = |line: &str| match understand_words(line, Some(question_type)) {
        Meant::Do(action) if !matches!(action, Action::Commit(_)) => None,
        Meant::Details | Meant::Nothing => None,
        meant => Some(meant),
    };
    read(&sentence).or_else(|| read(&without_code)).unwrap_or(Meant::Nothing)
}

fn is_certain(word: &str) -> bool {
    matches!(word, "certainly" | "definitely")
}

fn typed_words() -> [(&'static str, &'static str); 9] {
    [
        ("next", say!("next")),
        ("back", say!("back")),
        ("list", say!("list")),
        ("repeat", say!("repeat")),
        ("skip", say!("skip")),
        ("clear", say!("clear")),
        ("end", say!("end the session")),
        ("quit", say!("quit")),
        ("hand in", say!("hand in")),
    ]
}

pub(super) fn in_english(line: &str) -> &str {
    let words = typed_words().into_iter();
    words.filter(|(_, translated)| normalise(translated) == line).map(|(english, _)| english).next().unwrap_or(line)
}

/// A single letter doesn't count as a command, because letters can also name the choices.
fn is_command(line: &str) -> bool {
    let is_action = |action: Action| !matches!(action, Action::Commit(_) | Action::Digit(_));
    line.len() > 1 && (["list", "hand in"].contains(&line) || for_word(line).is_some_and(is_action))
}

fn names((index, text): (usize, &String)) -> [String; 3] {
    let letter = ('a'..).nth(index).map_or_else(String::new, String::from);
    [normalise(text), (index + 1).to_string(), letter]
}

/// Replaces the text or the letter of a choice with its number, so that `b f` becomes `2 f`. If the line is ambiguous,
/// returns an error that says what to type instead. `is_open` is true if the question hasn't been answered yet. Once
/// the question has been answered, a confidence level on its own applies to the existing answer.
pub(super) fn with_number(line: &str, texts: &[String], is_open: bool) -> Result<String, String> {
    let line = normalise(line);
    let is_confidence = |words: &str| matches!(for_word(words), Some(Action::Commit(_)));
    let meant = |words: &str| -> Vec<usize> {
        let is_named = |(index, text): &(usize, &String)| names((*index, text)).iter().any(|name| name == words);
        texts.iter().enumerate().filter(is_named).map(|(index, _)| index).collect()
    };
    let parts = line.match_indices(' ').filter_map(|(space, _)| Some((line.get(..space)?, line.get(space + 1..)?)));
    let sure =
        parts.flat_map(|(first, second)| [(first, second), (second, first)]).filter(|(_, sure)| is_confidence(sure));
    let alone = Some((line.as_str(), "")).filter(|_| is_open || !is_confidence(&line));
    let found = alone.into_iter().chain(sure).map(|(words, sure)| (meant(words), words, sure));
    let Some((choices, words, sure)) = found.into_iter().find(|(choices, ..)| !choices.is_empty()) else {
        return Ok(line);
    };
    let is_more = sure.is_empty() && (is_confidence(words) || is_command(in_english(words)));
    if let ([only], false) = (choices.as_slice(), is_more) {
        return Ok(format!("{} {sure}", only + 1).trim_end().to_owned());
    }
    let instead = choices.iter().filter_map(|index| {
        let text = texts.get(*index)?;
        let [_, number, letter] = names((*index, text));
        let name = [number, letter].into_iter().find(|name| meant(name) == [*index] && !is_confidence(name))?;
        Some(format!("{name} ({text})"))
    });
    Err(instead.collect::<Vec<_>>().join(", "))
}

pub(super) fn words_for(is_meant: impl Fn(&Binding) -> bool, label: fn(&Binding) -> &'static str) -> Vec<Text> {
    let meant = BINDINGS.iter().filter(|binding| !binding.words.is_empty() && is_meant(binding));
    let sentences = meant.map(|binding| {
        let translated =
            typed_words().into_iter().filter(|(word, other)| word != other && binding.words.contains(word));
        let words = binding.words.iter().map(|word| if word.is_empty() { say!("Enter") } else { word });
        let words: Vec<&str> = words.chain(translated.map(|(_, other)| other)).collect();
        Text::verbatim(format!("{}: {}.", words.join(", "), translate(label(binding))))
    });
    sentences.collect()
}

pub(super) fn number(line: &str) -> Option<usize> {
    let line = normalise(line);
    line.strip_prefix("line").unwrap_or(&line).trim().parse().ok()
}

/// If one wording starts with another, the longer one comes first in the list.
fn words(question_type: Option<QuestionType>) -> Vec<(String, Answer)> {
    let mut words: Vec<(String, Answer)> = question_type
        .map_or(&[] as &[Answer], QuestionType::answers)
        .iter()
        .flat_map(|answer| {
            let named: &[&str] = match answer {
                Answer::Unauthorized => {
                    &["401 unauthorized", "401 unauthorised", "unauthorized 401", "unauthorized", "unauthorised"]
                }
                Answer::Forbidden => &["403 forbidden", "forbidden 403", "forbidden"],
                _ => &[],
            };
            let written = [answer.name()].into_iter().chain(named.iter().copied()).map(str::to_owned);
            let title = normalise(answer.title());
            // A translated "neither" can have several words, of which the first is enough.
            let first = title.split(' ').next().filter(|_| *answer == Answer::Neither).map(str::to_owned);
            written
                .chain(first)
                .chain([title, answer.key().to_string()])
                .map(|word| (word, *answer))
                .collect::<Vec<_>>()
        })
        .collect();
    sort_by_key(&mut words, |(word, _)| std::cmp::Reverse(word.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn understands_every_way_of_answering() {
        use Answer::{Forbidden, Neither, Unauthorized};
        use Confidence::{Certain, Fairly, Guess};
        for (line, answer, confidence) in [
            ("401 c", Unauthorized, Some(Certain)),
            ("3g", Forbidden, Some(Guess)),
            ("  403   FAIRLY sure ", Forbidden, Some(Fairly)),
            ("1, certain\r", Unauthorized, Some(Certain)),
            ("401 certain.", Unauthorized, Some(Certain)),
            ("\"401\"", Unauthorized, None),
            ("401,certain", Unauthorized, Some(Certain)),
            ("401 Certain!", Unauthorized, Some(Certain)),
            ("“403”; FAIRLY SURE…", Forbidden, Some(Fairly)),
            ("(403) - guess?", Forbidden, Some(Guess)),
            ("401-c", Unauthorized, Some(Certain)),
            ("*401*: `c`", Unauthorized, Some(Certain)),
            ("403 Forbidden, certain.", Forbidden, Some(Certain)),
            ("401 Unauthorized", Unauthorized, None),
            ("４０１　ｃ", Unauthorized, Some(Certain)),
            ("403\u{a0}c。", Forbidden, Some(Certain)),
            ("'neither' (f)", Neither, Some(Fairly)),
            ("neither f", Neither, Some(Fairly)),
            ("c 401", Unauthorized, Some(Certain)),
            ("Fairly sure: 403", Forbidden, Some(Fairly)),
            ("guess 3", Forbidden, Some(Guess)),
            ("0", Neither, None),
            ("401", Unauthorized, None),
            ("forbidden", Forbidden, None),
            ("Forbidden c", Forbidden, Some(Certain)),
            ("Unauthorized (certain)", Unauthorized, Some(Certain)),
            ("Unauthorized, certain", Unauthorized, Some(Certain)),
            ("unauthorised, guess", Unauthorized, Some(Guess)),
            ("certain: forbidden", Forbidden, Some(Certain)),
            ("I'm certain: 401", Unauthorized, Some(Certain)),
            ("I’m certain: 401", Unauthorized, Some(Certain)),
            ("I am fairly sure it's 403.", Forbidden, Some(Fairly)),
            ("fairly certain 403", Forbidden, Some(Fairly)),
            ("401 sure", Unauthorized, None),
            ("I'm sure it's 401", Unauthorized, None),
            ("401 for sure", Unauthorized, None),
            ("403, fairly sure, I think", Forbidden, Some(Fairly)),
            ("401 certainly", Unauthorized, Some(Certain)),
            ("definitely 403", Forbidden, Some(Certain)),
            ("HTTP 401 c", Unauthorized, Some(Certain)),
            ("status 401 c", Unauthorized, Some(Certain)),
            ("status code 401, guess", Unauthorized, Some(Guess)),
            ("answer: 401 (certain)", Unauthorized, Some(Certain)),
            ("The answer is 403", Forbidden, None),
            ("I guess 401", Unauthorized, Some(Guess)),
            ("just a guess: 403", Forbidden, Some(Guess)),
            ("I think it is neither", Neither, None),
            ("403 certain, because Weir is known", Forbidden, Some(Certain)),
            ("It's 401, I'm certain", Unauthorized, Some(Certain)),
        ] {
            assert_eq!(
                understand(line, Some(QuestionType::CodeOrNeither)),
                Meant::Answer(answer, confidence),
                "{line:?}"
            );
        }
    }

    #[test]
    fn understands_the_answers_of_other_kinds() {
        let judged = |line| understand(line, Some(QuestionType::Judgement));
        assert_eq!(judged("Wrong code f"), Meant::Answer(Answer::WrongCode, Some(Confidence::Fairly)));
        assert_eq!(judged("challenge, c"), Meant::Answer(Answer::Challenge, Some(Confidence::Certain)));
        assert_eq!(judged("the wrong code, I'm certain"), Meant::Answer(Answer::WrongCode, Some(Confidence::Certain)));
        assert_eq!(judged("4g"), Meant::Answer(Answer::Arguable, Some(Confidence::Guess)));
        assert_eq!(judged("401 c"), Meant::Nothing);
        assert_eq!(understand("2", Some(QuestionType::Own(2))), Meant::Answer(Answer::Second, None));
        for line in [" line 4 ", "4.", "#4", "\"Line 4\"!", "(4)"] {
            assert_eq!(number(line), Some(4), "{line}");
        }
        for line in ["-4", "4.5", "4 5", "."] {
            assert_eq!(number(line), None, "{line}");
        }
    }

    #[test]
    fn the_letter_and_the_text_of_a_choice_stand_for_its_number() {
        let texts = ["The server.", "The client's proxy", "Nobody", "The server and the client"].map(str::to_owned);
        for (line, numbered) in [
            ("a", "1"),
            ("b f", "2 f"),
            ("B, fairly sure.", "2 fairly sure"),
            ("f b", "2 f"),
            ("c c", "3 c"),
            ("c g", "3 g"),
            ("d", "4"),
            ("the server", "1"),
            ("The Server c", "1 c"),
            ("certain: the server", "1 certain"),
            ("the server and the client g", "4 g"),
            ("\"The client's proxy\", c", "2 c"),
            ("2 c", "2 c"),
            ("e c", "e c"),
            ("the serverc", "the serverc"),
            ("next", "next"),
        ] {
            assert_eq!(with_number(line, &texts, true).as_deref(), Ok(numbered), "{line}");
        }
        let read = |line: &str, texts: &[&str], is_open| {
            with_number(line, &texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>(), is_open)
        };
        let (texts, numbers) = (["One", "Two", "Three"], ["0", "1", "2"]);
        assert_eq!(read("c", &texts, false), Ok("c".to_owned()), "the confidence for the answer that was just given");
        assert_eq!(read("c", &texts[..2], true), Ok("c".to_owned()), "there is no third choice");
        assert_eq!(read("c", &texts, true), Err("3 (Three)".to_owned()));
        assert_eq!(read("1 c", &numbers, true), Err("a (0), b (1)".to_owned()));
        assert_eq!(read("0 c", &numbers, true), Ok("1 c".to_owned()));
        assert_eq!(read("403 c", &["401", "403"], true), Ok("2 c".to_owned()));
        let commands = ["Next", "Hand in", "Back to the start"];
        assert_eq!(read("next", &commands, true), Err("1 (Next)".to_owned()), "an answer and a command");
        assert_eq!(read("hand in", &commands, true), Err("2 (Hand in)".to_owned()));
        assert_eq!(read("next c", &commands, true), Ok("1 c".to_owned()));
        assert_eq!(read("back", &commands, true), Ok("back".to_owned()));
        assert_eq!(read("a", &["B", "A"], true), Err("1 (B), 2 (A)".to_owned()));
    }

    #[test]
    fn understands_only_commands() {
        assert_eq!(understand("Hint", Some(QuestionType::Code)), Meant::Do(Action::Hint));
        assert_eq!(understand("", Some(QuestionType::Code)), Meant::Do(Action::Next));
        assert_eq!(understand("?", Some(QuestionType::Code)), Meant::Do(Action::Help));
        assert_eq!(understand("Why?", Some(QuestionType::Code)), Meant::Details);
        assert_eq!(understand("\"quit\".", Some(QuestionType::Code)), Meant::Do(Action::Quit));
        assert_eq!(understand("c", Some(QuestionType::Code)), Meant::Do(Action::Commit(Confidence::Certain)));
        for line in [
            "402 c", "401 maybe", "4013", "\u{1b}[A", "13 c", "-1 c", "!", "...", "4.01 c", "401 c c", "c401",
            "c 4013", "401 403", "c c 401", "not 401", "I'm not sure: 401", "not forbidden", "pretty sure 401",
            "401 is forbidden", "because", "is it a hint", "it's just a", "401 or 403",
        ] {
            assert_eq!(understand(line, Some(QuestionType::Code)), Meant::Nothing, "{line:?}");
        }
    }
}
