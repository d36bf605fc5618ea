//! Represents text as a series of spans. Each span has a `Meaning`, such as code or a false claim.
//!
//! Data files use lightweight markup: `` `code` ``, `**strong**` and `~~a false claim~~`. The two status codes are
//! recognised wherever they appear as words. Each medium conveys these meanings in its own way.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ruling::Verdict;

/// The meaning of a span, which determines how a medium shows the span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Meaning {
    #[default]
    Plain,
    Strong,
    /// Text to type, or part of an HTTP message.
    Code,
    /// A status code, 401 or 403, followed by its reason phrase if the text contains the phrase.
    Status(Verdict),
    Correct,
    Wrong,
    /// A false statement. Every medium must make clear that the statement is false, even without colour.
    WrongClaim,
    /// A false statement that the learner used to believe. The statement is struck through if the medium supports
    /// strikethrough.
    Refuted,
    Deciding,
    /// A label or a less important remark.
    Muted,
    Key,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub meaning: Meaning,
    /// The language of the span as a BCP 47 tag, or an empty string for the language of the page.
    pub language: String,
}

/// A paragraph without line breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "String", into = "String")]
pub struct Text {
    pub spans: Vec<Span>,
}

const CODES: [(&str, Verdict, &str); 2] =
    [("401", Verdict::Unauthorized, " Unauthorized"), ("403", Verdict::Forbidden, " Forbidden")];

impl Text {
    /// Creates text that is a single span. Markup isn't interpreted.
    pub fn new(text: impl Into<String>, meaning: Meaning) -> Self {
        Self { spans: vec![Span { text: text.into(), meaning, language: String::new() }] }
    }

    /// Creates text in which neither markup nor status codes are recognised.
    pub(crate) fn verbatim(text: impl Into<String>) -> Self {
        Self::new(text, Meaning::Plain)
    }

    /// Parses the markup of data files. An unmatched delimiter is treated as plain text.
    pub fn parse(text: &str) -> Self {
        let mut parsed = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let mark = [("`", Meaning::Code), ("**", Meaning::Strong), ("~~", Meaning::WrongClaim)]
                .into_iter()
                .filter_map(|(mark, meaning)| {
                    let (before, after) = rest.split_once(mark)?;
                    let (inner, after) = after.split_once(mark)?;
                    (!inner.is_empty()).then_some((before, inner, after, meaning))
                })
                .min_by_key(|(before, ..)| before.len());
            let Some((before, inner, after, meaning)) = mark else {
                parsed.push_plain(rest);
                break;
            };
            parsed.push_plain(before);
            parsed.push(inner, meaning);
            rest = after;
        }
        parsed
    }

    /// Appends a span, unless the text is empty.
    pub fn push(&mut self, text: impl Into<String>, meaning: Meaning) {
        let text = text.into();
        if !text.is_empty() {
            self.spans.push(Span { text, meaning, language: String::new() });
        }
    }

    /// Sets the language of the text to a BCP 47 tag, or to the language of the page if the tag is empty.
    pub(crate) fn in_language(mut self, tag: &str) -> Self {
        for span in &mut self.spans {
            tag.clone_into(&mut span.language);
        }
        self
    }

    pub(crate) fn followed_by(mut self, other: impl Into<Self>) -> Self {
        self.spans.extend(other.into().spans);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    fn push_plain(&mut self, text: &str) {
        let mut rest = text;
        while let Some((start, code, verdict, phrase)) = next_code(rest) {
            let (before, from) = rest.split_at(start);
            let mut length = code.len();
            if from.get(length..).is_some_and(|after| after.starts_with(phrase)) {
                length += phrase.len();
            }
            let (code, after) = from.split_at(length);
            self.push(before, Meaning::Plain);
            self.push(code, Meaning::Status(verdict));
            rest = after;
        }
        self.push(rest, Meaning::Plain);
    }
}

fn next_code(text: &str) -> Option<(usize, &'static str, Verdict, &'static str)> {
    let is_word =
        |character: Option<char>| character.is_some_and(|one| one.is_alphanumeric() || matches!(one, '.' | '-' | '/'));
    CODES
        .into_iter()
        .flat_map(|(code, verdict, phrase)| {
            text.match_indices(code).map(move |(start, _)| (start, code, verdict, phrase))
        })
        .filter(|(start, code, ..)| {
            let (before, from) = text.split_at(*start);
            let after = from.get(code.len()..).unwrap_or_default();
            // A full stop after a code ends a sentence, unless it is part of a number.
            let mut behind = after.chars();
            let next = behind.next();
            let ends = !is_word(next) || next == Some('.') && !is_word(behind.next());
            !is_word(before.chars().next_back()) && ends
        })
        .min_by_key(|(start, ..)| *start)
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.spans.iter().try_for_each(|span| formatter.write_str(&span.text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::parse(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}

impl From<Text> for String {
    /// Converts the text to the markup of data files, so that false statements stay marked.
    fn from(text: Text) -> Self {
        let mark = |meaning| match meaning {
            Meaning::Code => "`",
            Meaning::Strong => "**",
            Meaning::WrongClaim | Meaning::Refuted => "~~",
            _ => "",
        };
        let marked = |span: Span| [mark(span.meaning), &span.text, mark(span.meaning)].concat();
        text.spans.into_iter().map(marked).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(text: &str) -> Vec<(String, Meaning)> {
        Text::parse(text).spans.into_iter().map(|span| (span.text, span.meaning)).collect()
    }

    #[test]
    fn markup_and_codes_get_their_meaning() {
        assert_eq!(
            meanings("A **bad** `Basic` is 401."),
            [
                ("A ".into(), Meaning::Plain),
                ("bad".into(), Meaning::Strong),
                (" ".into(), Meaning::Plain),
                ("Basic".into(), Meaning::Code),
                (" is ".into(), Meaning::Plain),
                ("401".into(), Meaning::Status(Verdict::Unauthorized)),
                (".".into(), Meaning::Plain),
            ]
        );
        assert_eq!(meanings("403 Forbidden")[0], ("403 Forbidden".into(), Meaning::Status(Verdict::Forbidden)));
        assert_eq!(meanings("~~It is 403.~~"), [("It is 403.".into(), Meaning::WrongClaim)]);
    }

    #[test]
    fn text_that_resembles_markup_or_a_code_stays_text() {
        for text in ["2 ** 3", "a ` b", "~~", "room 4010", "10.0.0.401", "GET /403/x", "``"] {
            assert_eq!(meanings(text), [(text.into(), Meaning::Plain)], "{text}");
        }
    }

    #[test]
    fn no_text_is_lost() {
        for text in ["Say `401` or **403** now: 401, 403. ~~Never~~", "", "é 401é", "401"] {
            let bare: String = text.replace(['`'], "").replace("**", "").replace("~~", "");
            assert_eq!(Text::parse(text).to_string(), bare);
        }
    }
}
