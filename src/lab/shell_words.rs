//! Splits a line into words like a POSIX shell (IEEE 1003.1 section 2.2).
//!
//! This module handles quotes, escapes and a few variables. Pipes and other shell features are reported as errors, with
//! their column. A parsing library would treat those features as ordinary words.

use crate::say;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// The column in characters, starting at 1, or 0 if the fault has no particular position.
    pub column: usize,
    pub message: String,
    pub allowed: Vec<String>,
}

impl LineFault {
    pub fn new(message: impl Into<String>) -> Self {
        Self { column: 0, message: message.into(), allowed: Vec::new() }
    }

    pub fn allowing<T: ToString>(mut self, allowed: impl IntoIterator<Item = T>) -> Self {
        self.allowed = allowed.into_iter().map(|one| one.to_string()).collect();
        self
    }

    fn in_column(mut self, index: usize) -> Self {
        self.column = index + 1;
        self
    }
}

/// The name and the value of a variable.
pub type Variable = (&'static str, String);

/// Splits a line into words. The error reports the first unsupported shell feature or an unclosed quotation mark.
pub fn split(line: &str, variables: &[Variable]) -> Result<Vec<String>, LineFault> {
    let mut reader = WordReader { line: line.chars().collect(), index: 0, variables, words: Vec::new(), word: None };
    reader.read()?;
    Ok(reader.words)
}

struct WordReader<'a> {
    line: Vec<char>,
    index: usize,
    variables: &'a [Variable],
    words: Vec<String>,
    /// An empty pair of quotes also counts as a word.
    word: Option<String>,
}

impl WordReader<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.line.get(self.index).copied();
        self.index += usize::from(next.is_some());
        next
    }

    fn push(&mut self, character: char) {
        self.word.get_or_insert_default().push(character);
    }

    fn read(&mut self) -> Result<(), LineFault> {
        while let Some(character) = self.next() {
            let start = self.index - 1;
            match character {
                ' ' | '\t' | '\n' | '\r' => self.words.extend(self.word.take()),
                '#' if self.word.is_none() => break,
                '\\' => match self.next() {
                    Some(escaped) => self.push(escaped),
                    None => return Err(LineFault::new(say!("the line ends with a backslash")).in_column(start)),
                },
                '\'' => self.single(start)?,
                '"' => self.double(start)?,
                '$' => self.variable(start)?,
                '`' => return Err(substitution().in_column(start)),
                '|' | '&' | ';' | '<' | '>' | '(' | ')' => {
                    let message = say!(
                        "`{}` has a special meaning in a shell. Here you run one curl command at a time; if a URL contains this character, put the URL in quotation marks",
                        character
                    );
                    return Err(LineFault::new(message).in_column(start));
                }
                other => self.push(other),
            }
        }
        self.words.extend(self.word.take());
        Ok(())
    }

    fn single(&mut self, start: usize) -> Result<(), LineFault> {
        self.word.get_or_insert_default();
        loop {
            match self.next() {
                Some('\'') => return Ok(()),
                Some(other) => self.push(other),
                None => return Err(LineFault::new(say!("there is an unclosed quotation mark: `'`")).in_column(start)),
            }
        }
    }

    fn double(&mut self, start: usize) -> Result<(), LineFault> {
        self.word.get_or_insert_default();
        loop {
            let index = self.index;
            match self.next() {
                Some('"') => return Ok(()),
                Some('\\') => match self.next() {
                    Some(escaped @ ('$' | '`' | '"' | '\\')) => self.push(escaped),
                    Some(other) => {
                        self.push('\\');
                        self.push(other);
                    }
                    None => {}
                },
                Some('$') => self.variable(index)?,
                Some('`') => return Err(substitution().in_column(index)),
                Some(other) => self.push(other),
                None => return Err(LineFault::new(say!("there is an unclosed quotation mark: `\"`")).in_column(start)),
            }
        }
    }

    fn variable(&mut self, start: usize) -> Result<(), LineFault> {
        let is_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let braced = self.line.get(self.index) == Some(&'{');
        match self.line.get(self.index) {
            Some('(') => return Err(substitution().in_column(start)),
            Some('\'' | '"') => {
                return Err(LineFault::new(say!("`$` before a quotation mark isn't supported here")).in_column(start));
            }
            Some(next) if braced || is_name(*next) => {}
            _ => {
                self.push('$');
                return Ok(());
            }
        }
        self.index += usize::from(braced);
        let name: String = self.line.iter().skip(self.index).take_while(|next| is_name(**next)).collect();
        self.index += name.len();
        if braced && self.next() != Some('}') {
            return Err(LineFault::new(say!(
                "`$` and an opening brace must be followed by a variable name and a closing brace"
            ))
            .in_column(start));
        }
        if let Some((_, value)) = self.variables.iter().find(|(known, _)| *known == name) {
            self.word.get_or_insert_default().push_str(value);
            return Ok(());
        }
        let known = self.variables.iter().map(|(known, _)| format!("${known}"));
        Err(LineFault::new(say!("the variable `${}` has no value yet", name)).in_column(start).allowing(known))
    }
}

fn substitution() -> LineFault {
    LineFault::new(say!("command substitution isn't supported here"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Result<Vec<String>, LineFault> {
        split(line, &[("TOKEN", "bp-1".to_owned())])
    }

    #[test]
    fn words_are_split_as_in_a_shell() {
        for (line, expected) in [
            ("curl -i /a", &["curl", "-i", "/a"][..]),
            ("curl -H 'A: b c' \"d e\"", &["curl", "-H", "A: b c", "d e"]),
            (r#"a\ b "c\"d" 'e\f' g"h"'i'"#, &["a b", "c\"d", "e\\f", "ghi"]),
            ("curl '' \"\"", &["curl", "", ""]),
            ("a # comment", &["a"]),
            ("a#b /x?y=1", &["a#b", "/x?y=1"]),
            ("\"Bearer $TOKEN\" '$TOKEN' ${TOKEN}x 5$ $", &["Bearer bp-1", "$TOKEN", "bp-1x", "5$", "$"]),
            (r#""a\nb" "\$TOKEN""#, &["a\\nb", "$TOKEN"]),
            ("", &[]),
        ] {
            assert_eq!(words(line).expect(line), expected, "{line}");
        }
    }

    #[test]
    fn shell_syntax_is_a_fault_with_its_column() {
        for (line, column) in [
            ("curl /a | jq", 9),
            ("curl /a?b=1&c=2", 12),
            ("a; b", 2),
            ("a 'b", 3),
            ("a \"b", 3),
            ("a \\", 3),
            ("a $(b)", 3),
            ("a \"`b`\"", 4),
            ("a $OTHER", 3),
            ("a ${TOKEN", 3),
            ("a $'b'", 3),
            ("é > b", 3),
        ] {
            assert_eq!(words(line).expect_err(line).column, column, "{line}");
        }
        assert_eq!(words("$X").expect_err("unknown").allowed, ["$TOKEN"]);
    }
}
