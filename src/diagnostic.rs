//! Describes errors in files that users write, and says where each error is, what is allowed and what to type instead.
//!
//! Diagnostics are printed as `path:line:column: message`.

use std::fmt;

use serde::Serialize;

use crate::say;
use crate::text;

const SOURCE_COLUMNS: usize = 100;

pub(crate) const MOST_FAULTS: usize = 10_000;

/// The maximum number of characters in a message. Longer messages are cut, because a message may quote a very long
/// value.
const MESSAGE_CHARACTERS: usize = 400;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The file name as the user typed it.
    pub path: String,
    /// The line number, starting at 1, or 0 if the error concerns the whole file.
    pub line: usize,
    /// The column in characters, starting at 1, or 0 if the error concerns the whole file.
    pub column: usize,
    /// The part of the line around the error, and the offset of the error in that part, in columns. Unprintable
    /// characters are replaced.
    #[serde(skip)]
    pub excerpt: (String, usize),
    pub message: String,
    /// The accepted values, if there are few enough to list.
    pub allowed: Vec<String>,
    /// A suggestion of what the user could type instead.
    pub hint: Option<String>,
}

impl Diagnostic {
    pub(crate) fn for_file(path: &str, message: String) -> Self {
        Self { path: path.to_owned(), message: shortened(message), ..Self::default() }
    }

    pub(crate) fn too_many(path: &str) -> Self {
        Self::for_file(path, say!("only the first {} faults are listed", MOST_FAULTS))
            .hint(say!("fix these faults and run the check again"))
    }

    pub fn allowing<T: ToString>(mut self, allowed: impl IntoIterator<Item = T>) -> Self {
        self.allowed = allowed.into_iter().map(|value| value.to_string()).collect();
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:", text::safe(&self.path))?;
        if self.line > 0 {
            write!(formatter, "{}:{}:", self.line, self.column)?;
        }
        write!(formatter, " {}", text::safe(&self.message))?;
        let (shown, mark) = &self.excerpt;
        if !shown.trim().is_empty() {
            write!(formatter, "\n  | {shown}\n  | {}^", " ".repeat(*mark))?;
        }
        if !self.allowed.is_empty() {
            write!(formatter, "{}", say!("\n  = allowed: {}", text::safe(&self.allowed.join(", "))))?;
        }
        if let Some(hint) = &self.hint {
            write!(formatter, "{}", say!("\n  = hint: {}", text::safe(hint)))?;
        }
        Ok(())
    }
}

/// The text of a file, for converting byte offsets to lines and columns.
#[derive(Debug)]
pub struct Source<'a> {
    /// The file name as the user typed it.
    pub path: &'a str,
    pub text: &'a str,
}

impl<'a> Source<'a> {
    pub const fn new(path: &'a str, text: &'a str) -> Self {
        Self { path, text }
    }

    pub fn fault(&self, offset: usize, message: String) -> Diagnostic {
        let offset =
            (0..=offset.min(self.text.len())).rev().find(|index| self.text.is_char_boundary(*index)).unwrap_or(0);
        let (before, after) = self.text.split_at(offset);
        let start = before.rfind('\n').map_or(0, |index| index + 1);
        let line_before = before.get(start..).unwrap_or_default();
        Diagnostic {
            path: self.path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: line_before.chars().count() + 1,
            excerpt: excerpt(line_before, after),
            message: shortened(message),
            allowed: Vec::new(),
            hint: None,
        }
    }

    pub(crate) fn json_error(&self, error: &serde_json::Error, lead: &str) -> Diagnostic {
        let start: usize = self.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let message = format!("{lead}: {}", plain_words(error));
        let fault = self.fault(start + error.column().saturating_sub(1), message);
        match mended(self.text, error) {
            Some(hint) => fault.hint(hint),
            None => fault,
        }
    }
}

/// Returns the message of an error without its position. If a value has the wrong type, the message is reworded,
/// because serde's message names Rust types.
pub(crate) fn plain_words(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = match said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said) {
        "recursion limit exceeded" => say!("it is nested more than 127 levels deep"),
        said => said,
    };
    let Some((found, expected)) = said.strip_prefix("invalid type: ").and_then(|rest| rest.rsplit_once(", expected "))
    else {
        return said.to_owned();
    };
    let found = match found.split(' ').next() {
        Some("sequence") => say!("a list"),
        Some("map") => say!("an object"),
        Some("string") => say!("text"),
        Some("integer" | "floating") => say!("a number"),
        Some("boolean") => say!("true or false"),
        _ => found,
    };
    let expected = match expected {
        "a string" => say!("text"),
        "a map" => say!("an object"),
        "a sequence" => say!("a list"),
        other => other,
    };
    say!("expected {}, found {}", expected, found)
}

/// Suggests a likely fix for invalid JSON, because authors of packs may not know JSON well.
fn mended(text: &str, error: &serde_json::Error) -> Option<&'static str> {
    if error.is_eof() {
        return Some(say!("the file ends too early: a closing quotation mark or bracket is missing"));
    }
    let said = error.to_string();
    let before = text.lines().nth(error.line().checked_sub(1)?)?.get(..error.column().saturating_sub(1))?;
    let begins = before.trim().is_empty();
    if said.starts_with("expected `,` or") {
        Some(if begins {
            say!("end the previous line with a comma")
        } else {
            say!("a comma is missing, or a quotation mark inside the text isn't escaped as \\\"")
        })
    } else if said.starts_with("trailing comma") {
        Some(say!("remove the comma before the closing bracket"))
    } else if said.starts_with("expected value") || said.starts_with("expected ident") {
        Some(say!("put text in double quotation marks"))
    } else if said.starts_with("control character") {
        Some(say!("text must be on one line, without tabs; is its closing quotation mark missing?"))
    } else {
        None
    }
}

fn shortened(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(MESSAGE_CHARACTERS) {
        message.truncate(end);
        message.push_str("...");
    }
    message
}

fn excerpt(before: &str, after: &str) -> (String, usize) {
    let half = SOURCE_COLUMNS / 2;
    let rest = after.chars().take_while(|character| *character != '\n').take(SOURCE_COLUMNS).count();
    let is_short = before.chars().count() + rest <= SOURCE_COLUMNS;
    let skip = if is_short { None } else { before.char_indices().rev().nth(half - 1) };
    let skip = skip.map_or(0, |(index, _)| index);
    let lead = before.get(skip..).unwrap_or_default();
    let room = SOURCE_COLUMNS - lead.chars().count();
    let mut rest = after.chars().take_while(|character| *character != '\n');
    let shown: String = rest.by_ref().take(room).collect();
    let lead_out = if rest.next().is_some_and(|character| character != '\r') { "..." } else { "" };
    let lead_in = if skip > 0 { "..." } else { "" };
    // Tabs are replaced with spaces, because they would be printed as `<U+0009>`.
    let lead = lead_in.to_owned() + &text::safe(&lead.replace('\t', " "));
    let shown = shown.trim_end_matches('\r').replace('\t', " ");
    let mark = text::width(&lead);
    (format!("{lead}{}{lead_out}", text::safe(&shown)), mark)
}

pub(crate) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Numbers get no suggestion, because similar numbers may be unrelated. No name is longer than 200 bytes.
    if written.len() > 200 || written.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let limit = (written.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(written, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_at_the_character() {
        let source = Source::new("p.json", "{\n  \"ü\": 4\n}");
        let fault = source.fault(10, "no".to_owned()).allowing(["1"]).hint("write 1");
        assert_eq!(
            fault.to_string(),
            "p.json:2:8: no\n  |   \"ü\": 4\n  |        ^\n  = allowed: 1\n  = hint: write 1"
        );
    }

    #[test]
    fn shortens_long_lines_and_shows_controls() {
        let text = format!("{}\u{1b}!{}", "x".repeat(400), "y".repeat(400));
        let printed = Source::new("p", &text).fault(400, "no".to_owned()).to_string();
        assert!(printed.lines().all(|line| text::width(line) < 120), "{printed}");
        assert!(printed.contains("| ...xxx") && printed.contains("<U+001B>!yyy") && printed.contains("yyy..."));
    }

    #[test]
    fn tabs_indent_and_returns_end_a_line() {
        let printed = Source::new("p", "{\r\n\t\t\"a\": 1\r\n}").fault(5, "no".to_owned()).to_string();
        assert_eq!(printed, "p:2:3: no\n  |   \"a\": 1\n  |   ^");
    }

    #[test]
    fn knows_what_was_meant() {
        assert_eq!(nearest("anwser", ["answer", "article"]), Some("answer"));
        assert_eq!(nearest("zzz", ["answer", "article"]), None);
    }
}
