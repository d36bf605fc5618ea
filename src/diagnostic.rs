//! A fault in a file somebody wrote: what, where, what would be allowed, and what to type.
//!
//! Owns the shape and the printed form, `path:line:column: message`. Must not read files.

use std::fmt;

use serde::Serialize;

use crate::text;

/// How much of a long source line is shown.
const SOURCE_COLUMNS: usize = 100;

/// One fault.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The file, as the user named it.
    pub path: String,
    /// Line, from 1; 0 when it is the whole file.
    pub line: usize,
    /// Column, from 1, in characters; 0 when it is the whole file.
    pub column: usize,
    /// The whole line of the file.
    #[serde(skip)]
    pub source_line: String,
    /// What is wrong.
    pub message: String,
    /// The values that would be accepted, where they are few.
    pub allowed: Vec<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A fault at a byte offset of a file's text.
    #[must_use]
    pub fn at(path: &str, source: &str, offset: usize, message: String) -> Self {
        let offset = (0..=offset.min(source.len())).rev().find(|place| source.is_char_boundary(*place)).unwrap_or(0);
        let before = source.get(..offset).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |place| place + 1);
        let rest = source.get(start..).unwrap_or_default();
        Self {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.get(start..).unwrap_or_default().chars().count() + 1,
            source_line: rest.lines().next().unwrap_or_default().to_owned(),
            message,
            allowed: Vec::new(),
            hint: None,
        }
    }

    /// A fault of the whole file, which has no text to point into.
    #[must_use]
    pub fn of_file(path: &str, message: String) -> Self {
        Self { path: path.to_owned(), message, ..Self::default() }
    }

    /// The same with the values that would be accepted.
    #[must_use]
    pub fn allowing<T: ToString>(mut self, allowed: impl IntoIterator<Item = T>) -> Self {
        self.allowed = allowed.into_iter().map(|value| value.to_string()).collect();
        self
    }

    /// The same with advice.
    #[must_use]
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
        if !self.source_line.trim().is_empty() {
            let (shown, mark) = excerpt(&self.source_line, self.column);
            write!(formatter, "\n  | {shown}\n  | {}^", " ".repeat(mark))?;
        }
        if !self.allowed.is_empty() {
            write!(formatter, "\n  = allowed: {}", text::safe(&self.allowed.join(", ")))?;
        }
        if let Some(hint) = &self.hint {
            write!(formatter, "\n  = hint: {}", text::safe(hint))?;
        }
        Ok(())
    }
}

/// The part of a source line around a column, safe to print, and how many columns of it stand before the mark.
fn excerpt(line: &str, column: usize) -> (String, usize) {
    let before: usize = column.saturating_sub(1);
    let skip = before.saturating_sub(SOURCE_COLUMNS / 2);
    let kept: String = line.chars().skip(skip).take(SOURCE_COLUMNS).collect();
    let lead: String = line.chars().skip(skip).take(before - skip).collect();
    let lead_in = if skip > 0 { "..." } else { "" };
    (format!("{lead_in}{}", text::safe(&kept)), lead_in.len() + text::width(&text::safe(&lead)))
}

/// The known name nearest to what was written, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Of numbers any other is as near: nothing is meant by being close to one.
    if written.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let limit = (written.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (distance(written, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Levenshtein's distance, over characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (number, a) in left.chars().enumerate() {
        let mut diagonal = number;
        row[0] = number + 1;
        for (place, b) in right.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_at_the_character() {
        let fault = Diagnostic::at("p.json", "{\n  \"ü\": 4\n}", 10, "no".to_owned()).allowing(["1"]).hint("write 1");
        assert_eq!(
            fault.to_string(),
            "p.json:2:8: no\n  |   \"ü\": 4\n  |        ^\n  = allowed: 1\n  = hint: write 1"
        );
    }

    #[test]
    fn shortens_long_lines_and_shows_controls() {
        let source = format!("{}\u{1b}!", "x".repeat(400));
        let printed = Diagnostic::at("p", &source, 400, "no".to_owned()).to_string();
        assert!(printed.lines().all(|line| text::width(line) < 120), "{printed}");
        assert!(printed.contains("<U+001B>"));
    }

    #[test]
    fn knows_what_was_meant() {
        assert_eq!(nearest("anwser", ["answer", "article"]), Some("answer"));
        assert_eq!(nearest("zzz", ["answer", "article"]), None);
    }
}
