//! Parses authentication challenges according to RFC 9110 section 11.6.1, including several challenges in one field,
//! token68 values and parameters.
//!
//! Each grammar error records the column where it occurs. Parsing continues after an error.

use std::cell::Cell;

use super::field::{HeaderField, Position, is_token_byte};
use crate::say;

/// The placeholder for an authentication scheme that the exchange doesn't name.
pub const SCHEME: &str = "SCHEME";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    pub scheme: String,
    pub token68: Option<String>,
    pub parameters: Vec<Parameter>,
    pub position: Position,
}

/// A parameter of an authentication challenge, with any quotation marks around the value removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub value: String,
    pub quoted: bool,
}

/// A grammar error in a challenge, with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrammarFault {
    pub position: Position,
    pub message: String,
}

impl Challenge {
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(name));
        found.map(|parameter| parameter.value.as_str())
    }
}

const fn is_token68_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/')
}

pub fn parse<'a>(fields: impl Iterator<Item = &'a HeaderField>) -> (Vec<Challenge>, Vec<GrammarFault>) {
    let (mut challenges, mut faults) = (Vec::new(), Vec::new());
    for field in fields {
        let mut reader =
            ChallengeReader { field, cursor: 0, counted: Cell::default(), challenges: Vec::new(), faults: Vec::new() };
        reader.read();
        challenges.append(&mut reader.challenges);
        faults.append(&mut reader.faults);
    }
    (challenges, faults)
}

/// Strips single or typographic quotation marks. HTTP recognises only straight double quotation marks.
pub(super) fn without_typographic_quotes(value: &str) -> Option<&str> {
    const MARKS: [char; 9] = ['\'', '“', '”', '„', '‘', '’', '‚', '«', '»'];
    let inner = value.strip_prefix(MARKS)?.strip_suffix(MARKS)?;
    (!inner.is_empty()).then_some(inner)
}

struct ChallengeReader<'a> {
    field: &'a HeaderField,
    cursor: usize,
    /// The byte offset that was last converted to a position, and the number of characters before that offset.
    counted: Cell<(usize, usize)>,
    challenges: Vec<Challenge>,
    faults: Vec<GrammarFault>,
}

impl<'a> ChallengeReader<'a> {
    fn bytes(&self) -> &'a [u8] {
        self.field.value.as_bytes()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes().get(self.cursor).copied()
    }

    /// Counts characters only from the previous position, because a field can contain thousands of challenges.
    fn position(&self, offset: usize) -> Position {
        let starts = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
        let count = |from, to| self.bytes().get(from..to).unwrap_or_default().iter().filter(starts).count();
        let (last, before) = self.counted.get();
        let before = if offset < last { before - count(offset, last) } else { before + count(last, offset) };
        self.counted.set((offset, before));
        Position { line: self.field.position.line, column: self.field.position.column + before }
    }

    fn fault(&mut self, offset: usize, message: &str) {
        let position = self.position(offset);
        self.faults.push(GrammarFault { position, message: message.to_owned() });
    }

    fn skip(&mut self, skipped: impl Fn(u8) -> bool) -> usize {
        let start = self.cursor;
        while self.peek().is_some_and(&skipped) {
            self.cursor += 1;
        }
        self.cursor - start
    }

    fn skip_spaces(&mut self) -> usize {
        self.skip(|byte| matches!(byte, b' ' | b'\t'))
    }

    fn token(&mut self) -> Option<&'a str> {
        let start = self.cursor;
        self.skip(is_token_byte);
        self.field.value.get(start..self.cursor).filter(|token| !token.is_empty())
    }

    fn read(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b','));
        if self.peek().is_none() {
            return self.fault(0, say!("The field is empty, but it needs at least one challenge."));
        }
        while self.peek().is_some() {
            let before = self.cursor;
            self.challenge();
            self.skip(|byte| matches!(byte, b' ' | b'\t' | b','));
            if self.cursor == before {
                self.cursor += 1;
            }
        }
    }

    fn challenge(&mut self) {
        let start = self.cursor;
        let Some(scheme) = self.token() else {
            self.fault(start, say!("A scheme such as Basic or Bearer is expected here."));
            self.skip(|byte| byte != b',');
            return;
        };
        if self.peek() == Some(b'=') {
            self.fault(start, say!("This parameter has no scheme before it."));
            self.cursor = start;
            let mut orphan = Challenge {
                scheme: String::new(),
                token68: None,
                parameters: Vec::new(),
                position: self.position(start),
            };
            self.parameters(&mut orphan);
            return;
        }
        let mut challenge = Challenge {
            scheme: scheme.to_owned(),
            token68: None,
            parameters: Vec::new(),
            position: self.position(start),
        };
        let spaces = self.skip_spaces();
        match self.peek() {
            None | Some(b',') => {}
            Some(_) if spaces == 0 => {
                self.fault(self.cursor, say!("A space or a comma is expected after the scheme."));
                self.skip(|byte| byte != b',');
            }
            Some(_) => match self.token68() {
                Some(token68) => challenge.token68 = Some(token68.to_owned()),
                None => self.parameters(&mut challenge),
            },
        }
        self.challenges.push(challenge);
    }

    fn token68(&mut self) -> Option<&'a str> {
        let start = self.cursor;
        let characters = self.skip(is_token68_byte);
        self.skip(|byte| byte == b'=');
        let end = self.cursor;
        self.skip_spaces();
        if characters > 0 && matches!(self.peek(), None | Some(b',')) {
            return self.field.value.get(start..end);
        }
        self.cursor = start;
        None
    }

    fn parameters(&mut self, challenge: &mut Challenge) {
        loop {
            let start = self.cursor;
            let Some(name) = self.token() else {
                self.fault(start, say!("A parameter name is expected here."));
                self.skip(|byte| byte != b',');
                return;
            };
            let name = name.to_owned();
            self.skip_spaces();
            if self.peek() != Some(b'=') {
                self.fault(self.cursor, say!("An equals sign is expected after the parameter name."));
                self.skip(|byte| byte != b',');
                return;
            }
            self.cursor += 1;
            self.skip_spaces();
            let Some((value, quoted)) = self.value() else { return };
            if challenge.parameter(&name).is_some() {
                self.fault(start, say!("This parameter appears twice in the challenge."));
            }
            challenge.parameters.push(Parameter { name, value, quoted });
            let spaces = self.skip_spaces();
            match self.peek() {
                Some(b',') if self.begins_parameter() => {}
                None | Some(b',') => return,
                Some(_) => {
                    let index = if spaces == 0 { self.cursor } else { self.cursor - 1 };
                    self.fault(index, say!("A comma is expected between two parameters."));
                    if self.peek() == Some(b';') {
                        self.cursor += 1;
                    }
                    self.skip_spaces();
                    if !self.peek().is_some_and(is_token_byte) {
                        self.skip(|byte| byte != b',');
                        return;
                    }
                }
            }
        }
    }

    /// Returns whether a parameter follows the comma and, if so, moves the cursor to the start of that parameter.
    fn begins_parameter(&mut self) -> bool {
        let start = self.cursor;
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b','));
        let name = self.cursor;
        if self.token().is_some() {
            self.skip_spaces();
            if self.peek() == Some(b'=') {
                self.cursor = name;
                return true;
            }
        }
        self.cursor = start;
        false
    }

    /// Parses an unquoted value, which ends before a comma or the next parameter. Reports a fault if the value needs
    /// quotation marks, for example because it is a URL or contains spaces.
    fn unquoted(&mut self, start: usize, token: &str) -> String {
        let is_end = |byte: u8| matches!(byte, b' ' | b'\t' | b',');
        let mut is_faulty = self.skip(|byte| !is_end(byte) && byte != b'"') > 0;
        loop {
            let end = self.cursor;
            let spaces = self.skip_spaces();
            let word = self.skip(|byte| !is_end(byte) && !matches!(byte, b'=' | b'"'));
            let is_word = spaces > 0 && word > 0 && matches!(self.peek(), None | Some(b' ' | b'\t' | b','));
            // The next word may be a parameter name that is separated from its equals sign by spaces.
            let next = self.cursor;
            self.skip_spaces();
            if !is_word || self.peek() == Some(b'=') {
                self.cursor = end;
                break;
            }
            self.cursor = next;
            is_faulty = true;
        }
        if is_faulty {
            self.fault(start, say!("This value needs quotation marks, because it isn't a token."));
        }
        let value = self.field.value.get(start..self.cursor).unwrap_or(token);
        value.trim_end().to_owned()
    }

    fn value(&mut self) -> Option<(String, bool)> {
        let start = self.cursor;
        if self.peek() != Some(b'"') {
            if let Some(token) = self.token() {
                let value = self.unquoted(start, token);
                return Some((value, false));
            }
            self.fault(start, say!("A parameter value is expected here, either a token or a quoted string."));
            self.skip(|byte| byte != b',');
            // Word processors replace straight quotation marks with typographic ones.
            let value = self.field.value.get(start..self.cursor).unwrap_or_default().trim_end();
            return without_typographic_quotes(value).map(|value| (value.to_owned(), true));
        }
        let mut value = String::new();
        let mut characters = self.field.value.get(start + 1..).unwrap_or_default().char_indices();
        while let Some((index, character)) = characters.next() {
            match character {
                '"' => {
                    self.cursor = start + 1 + index + 1;
                    return Some((value, true));
                }
                '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
                character if character.is_control() && character != '\t' => {
                    self.fault(start + 1 + index, say!("A quoted string must not contain control characters."));
                    value.push(' ');
                }
                character => value.push(character),
            }
        }
        self.cursor = self.bytes().len();
        self.fault(start, say!("The quoted string that starts here has no closing quotation mark."));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&str]) -> (Vec<Challenge>, Vec<usize>) {
        let position = Position { line: 1, column: 1 };
        let fields: Vec<HeaderField> = values
            .iter()
            .map(|value| HeaderField { name: "WWW-Authenticate".into(), value: (*value).into(), position })
            .collect();
        let (challenges, faults) = parse(fields.iter());
        (challenges, faults.into_iter().map(|fault| fault.position.column).collect())
    }

    #[test]
    fn several_challenges_in_one_field_and_in_several_fields_are_told_apart() {
        let (challenges, faults) = read(&[
            r#"Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="simple""#,
            "Negotiate, NTLM",
            "Negotiate oYG2MIGzoAMKAQE=",
        ]);
        assert!(faults.is_empty(), "{faults:?}");
        let schemes: Vec<&str> = challenges.iter().map(|challenge| challenge.scheme.as_str()).collect();
        assert_eq!(schemes, ["Newauth", "Basic", "Negotiate", "NTLM", "Negotiate"]);
        assert_eq!(challenges[0].parameter("TITLE"), Some("Login to \"apps\""));
        assert_eq!(challenges[4].token68.as_deref(), Some("oYG2MIGzoAMKAQE="));
    }

    #[test]
    fn thousands_of_challenges_are_read_in_one_pass() {
        let field = vec!["Bearer realm=\"é\", error=\"x\""; 20_000].join(", ");
        let start = std::time::Instant::now();
        let (challenges, faults) = read(&[&field]);
        assert_eq!((challenges.len(), faults.len()), (20_000, 0));
        let column = |index: usize| challenges[index].position.column;
        assert_eq!((column(0), column(1), column(19_999)), (1, 30, 1 + 29 * 19_999));
        assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
    }

    #[test]
    fn a_fault_has_its_column() {
        assert_eq!(read(&[r#"Bearer scope="admin" error="insufficient_scope""#]).1, [21]);
        assert_eq!(read(&[r#"Basic realm="open"#]).1, [13]);
        assert_eq!(read(&["Basic realm"]).1, Vec::<usize>::new());
        assert_eq!(read(&["Bearer error description"]).1, [14]);
        assert_eq!(read(&[r#"realm="x""#]).1, [1]);
        assert_eq!(read(&[""]).1, [1]);
        assert_eq!(read(&[r#"Basic realm="a", realm="b""#]).1, [18]);
        assert_eq!(read(&["Basic realm=é"]).1, [13]);
    }

    #[test]
    fn a_value_without_its_quotes_is_kept_whole() {
        for (field, expected) in [
            ("Bearer a=https://x.example/y b=https://z.example", &["https://x.example/y", "https://z.example"][..]),
            ("Bearer realm=https://a/b, error=invalid_token", &["https://a/b", "invalid_token"]),
            ("Basic realm=My App, charset=\"UTF-8\"", &["My App", "UTF-8"]),
            ("Basic realm=x, Bearer realm=y", &["x"]),
        ] {
            let (challenges, faults) = read(&[field]);
            let values: Vec<&str> = challenges[0].parameters.iter().map(|one| one.value.as_str()).collect();
            assert_eq!(
                (values.as_slice(), faults.is_empty()),
                (expected, field.starts_with("Basic realm=x")),
                "{field}"
            );
        }
    }

    #[test]
    fn unusual_challenges_that_the_grammar_allows_are_not_faults() {
        for value in
            ["Basic , Bearer", "Basic realm = \"x\" , Bearer a=b", ", Basic realm=x,, charset=\"UTF-8\"", "a b=="]
        {
            assert!(read(&[value]).1.is_empty(), "{value}");
        }
    }
}
