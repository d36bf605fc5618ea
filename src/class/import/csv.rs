//! Imports a spreadsheet saved as comma-separated values.
//!
//! The first row names the columns in any order. Unknown columns are skipped and reported.

use csv::{ReaderBuilder, StringRecord};

use super::{ImportChoice, ImportQuestion, SkippedPart, code, without_tags};
use crate::diagnostic::nearest;
use crate::ruling::Verdict;

const FIRST_LINE: &str = "title,story,request,findings,answer,others,right,wrong";

/// The recognised columns, each with a description.
pub const COLUMNS: [(&str, &str); 8] = [
    ("title", "a neutral title"),
    ("story", "the scene"),
    ("request", "what the client sends; lines of it by line breaks in the cell"),
    ("findings", "what is found; lines of it by line breaks in the cell"),
    ("answer", "401, 403 or neither; or any other answer, if there is a column `others`"),
    ("others", "wrong answers, each on a line of its own in the cell, or with semicolons between them"),
    ("right", "why that is right"),
    ("wrong", "why the other one is not"),
];

/// The reason why a file can't be parsed as a table of questions.
#[derive(Debug)]
pub struct CsvError {
    pub line: usize,
    pub why: String,
    pub allowed: Vec<&'static str>,
    pub hint: String,
}

/// Parses a table of questions, and lists everything that was skipped. Fails if the first row has no column for an
/// answer or a story.
pub fn csv(text: &str) -> Result<(Vec<ImportQuestion>, Vec<SkippedPart>), CsvError> {
    let unclosed = |line| {
        let why = "the quotation mark isn't closed where its cell ends".to_owned();
        let hint = "close it, and double each mark inside a cell: \"the \"\"admin\"\" role\"".to_owned();
        CsvError { line, why, allowed: Vec::new(), hint }
    };
    let mut rows = rows(text.trim_start_matches('\u{feff}')).map_err(unclosed)?.into_iter();
    let head: Vec<String> = rows.next().map(|(_, head)| head).unwrap_or_default();
    let head: Vec<String> = head.iter().map(|name| name.trim().to_lowercase()).collect();
    let names = || COLUMNS.iter().map(|(name, _)| *name);
    let column = |name: &str| head.iter().position(|title| title == name);
    if head.iter().all(String::is_empty) {
        let (why, hint) = ("line 1 is empty, but it must name the columns".to_owned(), FIRST_LINE.to_owned());
        return Err(CsvError { line: 1, why, allowed: names().collect(), hint });
    }
    if let Some(name) = repeated_column(&head, names()) {
        let why = format!("line 1 names the column `{name}` twice");
        let hint = "rename the column that doesn't count".to_owned();
        return Err(CsvError { line: 1, why, allowed: names().collect(), hint });
    }
    for needed in ["story", "answer"] {
        if column(needed).is_none() {
            let near = nearest(needed, head.iter().map(String::as_str))
                .map(|near| format!(" (`{near}`?)"))
                .unwrap_or_default();
            let why = format!("line 1 names no column `{needed}`{near}");
            return Err(CsvError { line: 1, why, allowed: names().collect(), hint: FIRST_LINE.to_owned() });
        }
    }
    let mut dropped: Vec<SkippedPart> = head
        .iter()
        .filter(|name| names().all(|known| known != name.as_str()))
        .map(|name| {
            let near = nearest(name, names()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            SkippedPart::new(1, format!("the column `{}` was dropped{near}", crate::text::safe(name)))
        })
        .collect();
    let mut questions = Vec::new();
    for (line, row) in rows.filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty())) {
        let cell = |name: &str| column(name).and_then(|column| row.get(column)).map_or("", |cell| cell.trim());
        let cell = |name: &str| without_tags(cell(name), false).trim().to_owned();
        if row.iter().skip(head.len()).any(|cell| !cell.trim().is_empty()) {
            dropped.push(SkippedPart::new(line, "the cells after the last column were dropped"));
        }
        match question(line, &cell) {
            Ok(question) => questions.push(question),
            Err(why) => dropped.push(SkippedPart::new(line, why)),
        }
    }
    Ok((questions, dropped))
}

fn question(line: usize, cell: &impl Fn(&str) -> String) -> Result<ImportQuestion, String> {
    let answer = cell("answer");
    let others = cell("others");
    let separator = if others.contains('\n') { '\n' } else { ';' };
    let others: Vec<&str> = others.split(separator).map(str::trim).filter(|other| !other.is_empty()).collect();
    for (index, other) in others.iter().enumerate() {
        let is_same = |text: &&str| text.to_lowercase() == other.to_lowercase();
        if is_same(&answer.trim()) || others[..index].iter().any(is_same) {
            let other = crate::text::safe(other);
            return Err(format!("the row was left out: `{other}` is one of its answers twice"));
        }
    }
    let verdict = code(&answer);
    if verdict.is_none() && (others.is_empty() || answer.is_empty()) {
        let answer = if answer.is_empty() {
            "it has no answer".to_owned()
        } else {
            format!("its answer is `{}`", crate::text::safe(&answer))
        };
        return Err(format!(
            "the row was left out: {answer}. Write 401, 403 or neither, or add wrong answers in a column `others`"
        ));
    }
    let lines = |heading: &str, name: &str| -> Vec<String> {
        let lines: Vec<String> = cell(name)
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| format!("1. {}", line.trim_end()))
            .collect();
        if lines.is_empty() { lines } else { [vec![heading.to_owned()], lines].concat() }
    };
    let text = [
        cell("story").lines().map(|line| line.trim().to_owned()).collect(),
        lines("Request:", "request"),
        lines("What is found:", "findings"),
    ]
    .concat();
    let offered: Vec<(String, bool)> = match verdict.filter(|_| others.is_empty()) {
        Some(verdict) => {
            let neither = (verdict == Verdict::Neither).then_some(Verdict::Neither);
            let codes = [Verdict::Unauthorized, Verdict::Forbidden].into_iter().chain(neither);
            codes.map(|code| (code.name().to_owned(), code == verdict)).collect()
        }
        None => {
            std::iter::once((answer, true)).chain(others.iter().map(|other| ((*other).to_owned(), false))).collect()
        }
    };
    let because = |right: bool| if right { cell("right") } else { String::new() };
    let choices: Vec<ImportChoice> =
        offered.into_iter().map(|(text, right)| ImportChoice { text, right, because: because(right) }).collect();
    let mut question = ImportQuestion { line, title: cell("title"), text, choices, ..ImportQuestion::default() };
    if let Some(wrong) = question.choices.iter_mut().find(|choice| !choice.right) {
        wrong.because = cell("wrong");
    }
    Ok(question)
}

pub(in crate::class) fn repeated_column<'a>(
    head: &[String], mut names: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    names.find(|name| head.iter().filter(|title| title == name).count() > 1)
}

/// The rows of a table, each with the number of its first line in the file.
type Rows = Vec<(usize, Vec<String>)>;

/// Splits CSV text into rows. If a cell has an unclosed quotation mark, returns the line number of the quotation mark
/// as an error, because all rows after it would be lost.
pub(in crate::class) fn rows(text: &str) -> Result<Rows, usize> {
    // Excel uses the separator specified by a line such as `sep=;` before the first row.
    if let Some(stated) = text.lines().next().and_then(|first| first.trim().strip_prefix("sep=")) {
        let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
        let sign = stated.bytes().next().unwrap_or(b'\t');
        return rows_separated_by(sign, rest, 2);
    }
    // Where numbers have a decimal comma, spreadsheets use semicolons as separators.
    let first = text.lines().next().unwrap_or_default();
    let separator = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|sign| (first.bytes().filter(|byte| byte == sign).count(), *sign == b','));
    rows_separated_by(separator.unwrap_or(b','), text, 1)
}

/// Works like [`rows`], but with a known separator. `line` is the line number at which the text starts.
fn rows_separated_by(separator: u8, text: &str, line: usize) -> Result<Rows, usize> {
    if let Some(unclosed) = unclosed_quotation(separator, text) {
        return Err(line + unclosed);
    }
    let mut builder = ReaderBuilder::new();
    let mut reader = builder.delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let row = |record: StringRecord| {
        let position = record.position().map(|position| (position.line(), position.byte()));
        let (before, byte) = position.map_or((0, 0), |(line, byte)| (line - 1, usize::try_from(byte).unwrap_or(0)));
        // The CSV reader counts empty lines before a row as part of the row.
        let breaks = text.as_bytes().iter().skip(byte).take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let breaks = breaks.filter(|byte| **byte == b'\n').count();
        let cells = record.iter().map(str::to_owned).collect();
        (line + usize::try_from(before).unwrap_or(0) + breaks, cells)
    };
    Ok(reader.records().flatten().map(row).collect())
}

/// Counts the lines before the first unclosed quotation mark, if there is one.
fn unclosed_quotation(separator: u8, text: &str) -> Option<usize> {
    let (mut line, mut is_start, mut opened) = (0, true, None);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, opened) {
            (b'"', None) if is_start => opened = Some(line),
            (b'"', Some(_)) if bytes.peek() == Some(&b'"') => drop(bytes.next()),
            (b'"', Some(start)) => {
                opened = None;
                let ends = bytes.peek().is_none_or(|next| [separator, b'\r', b'\n', b' '].contains(next));
                if !ends {
                    return Some(start);
                }
            }
            _ => {}
        }
        line += usize::from(byte == b'\n');
        is_start = byte == separator || byte == b'\n';
    }
    opened
}
