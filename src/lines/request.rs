//! Defines the incoming requests, which arrive one on each line.

use serde::Deserialize;

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

/// A request before its fields are checked. A valid request has exactly one field, not counting the confidence level.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Fields {
    answer: Option<String>,
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
        let fields: Fields = serde_json::from_str(line).map_err(|error| say!("This isn't a request: {}.", error))?;
        let answer = match &fields.answer {
            Some(word) => {
                let answer = Answer::find(word).ok_or_else(|| say!("Unknown answer `{}`.", word))?;
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
