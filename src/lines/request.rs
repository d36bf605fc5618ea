//! Defines the incoming requests, each of which arrives as one line.

use serde::Deserialize;
use serde_json::Value;

use crate::learner::Confidence;
use crate::learner::answer::Answer;
use crate::say;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Request {
    Answer { answer: Answer, confidence: Option<Confidence> },
    Line(usize),
    Next,
    Hint,
    Reveal,
    Skip,
    Back,
    Repeat,
    Quit,
}

/// The fields of a request before they are checked. A valid request has exactly one field apart from the confidence
/// level.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Fields {
    /// A string or a number, such as `401`.
    answer: Option<Value>,
    confidence: Option<Confidence>,
    line: Option<usize>,
    next: Option<bool>,
    hint: Option<bool>,
    reveal: Option<bool>,
    skip: Option<bool>,
    back: Option<bool>,
    repeat: Option<bool>,
    quit: Option<bool>,
}

impl Request {
    pub(super) fn parse(line: &str) -> Result<Self, String> {
        let fields: Fields = serde_json::from_str(line).map_err(|error| {
            let error = error.to_string();
            // For an unknown field, serde's message lists the known fields. Other messages from serde describe Rust
            // types, which mean nothing to the user.
            let why = if error.starts_with("unknown") { format!(" {error}.") } else { String::new() };
            say!("This isn't a request. Write a JSON object on one line, such as {}.{}", r#"{"answer": "401"}"#, why)
        })?;
        let answer = match &fields.answer {
            Some(word) => {
                let word = word.as_str().map_or_else(|| word.to_string(), str::to_owned);
                let answer = Answer::find(&word).ok_or_else(|| say!("Unknown answer `{}`.", word))?;
                Some(Self::Answer { answer, confidence: fields.confidence })
            }
            None => None,
        };
        let flags = [
            (fields.next, Self::Next),
            (fields.hint, Self::Hint),
            (fields.reveal, Self::Reveal),
            (fields.skip, Self::Skip),
            (fields.back, Self::Back),
            (fields.repeat, Self::Repeat),
            (fields.quit, Self::Quit),
        ];
        let flags = flags.into_iter().filter(|(flag, _)| *flag == Some(true)).map(|(_, request)| request);
        let mut requests = answer.into_iter().chain(fields.line.map(Self::Line)).chain(flags);
        match (requests.next(), requests.next()) {
            (Some(request), None) => Ok(request),
            _ => Err(say!("Write one request on each line, such as {}.", r#"{"next": true}"#)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_be_a_number_and_a_mistake_is_explained_without_the_names_of_types() {
        let answer = Request::Answer { answer: Answer::Unauthorized, confidence: None };
        assert_eq!(Request::parse(r#"{"answer":401}"#), Ok(answer));
        for line in [r#"{"answer":"401""#, r#""x""#, "3", r#"{"line":"x"}"#] {
            let error = Request::parse(line).expect_err("refused");
            assert!(
                error.starts_with("This isn't a request. Write a JSON object") && !error.contains("Fields"),
                "{error}"
            );
        }
        assert!(Request::parse(r#"{"anwser":"401"}"#).expect_err("refused").contains("unknown field `anwser`"));
    }

    #[test]
    fn one_thing_is_asked_for_on_each_line() {
        let answer = Request::Answer { answer: Answer::Unauthorized, confidence: Some(Confidence::Certain) };
        assert_eq!(Request::parse(r#"{"answer":"401","confidence":"certain"}"#), Ok(answer));
        assert_eq!(Request::parse(r#"{"line":3}"#), Ok(Request::Line(3)));
        assert_eq!(Request::parse(r#"{"quit":true}"#), Ok(Request::Quit));
        for wrong in ["", "401 c", "{}", r#"{"next":false}"#, r#"{"next":true,"line":1}"#, r#"{"answer":"402"}"#, "[]"]
        {
            assert!(Request::parse(wrong).is_err(), "{wrong}");
        }
    }
}
