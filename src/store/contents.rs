//! Parses a log and finds damaged lines.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::encoding::FormatNumber;
use crate::files::{self, NotRead};
use crate::say;
use crate::text::hex;

/// The text that precedes the hash in each line of a chained log. The hash covers everything before this text.
const CHAIN: &str = ",\"chain\":\"";

pub(crate) const LOG_FORMAT: u32 = 1;

pub type LogFormat = FormatNumber<LOG_FORMAT>;

/// The reason why a line of a log can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    Unreadable,
    /// The line was written by a newer version of the program, in the given format version.
    Newer(u32),
    /// The line can be parsed, but its hash doesn't match the line and the lines before it.
    Unchained,
}

#[derive(Debug)]
pub struct Contents<E> {
    pub entries: Vec<(usize, E)>,
    pub damaged: Vec<(usize, Damage)>,
    pub is_empty: bool,
    /// The hashes of the entries in a chained log. If the last hash of one log also appears in another log, the other
    /// log contains all entries of the first.
    pub hashes: Vec<String>,
}

impl<E> Default for Contents<E> {
    fn default() -> Self {
        Self { entries: Vec::new(), damaged: Vec::new(), is_empty: true, hashes: Vec::new() }
    }
}

impl<E> Contents<E> {
    pub(crate) fn damage_sentence(&self, path: &Path) -> Option<String> {
        const NAMED: usize = 8;
        let numbers: Vec<String> = self.damaged.iter().take(NAMED).map(|(line, _)| line.to_string()).collect();
        let path = path.display();
        match self.damaged.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
            Some(rest) => Some(say!(
                "Lines {} and {} more in {} can't be read. They stay in the file, and all the other lines still count.",
                numbers.join(", "),
                rest,
                path
            )),
            None => match numbers.split_last()? {
                (only, []) => Some(say!(
                    "Line {} of {} can't be read. It stays in the file, and all the other lines still count.",
                    only,
                    path
                )),
                (last, others) => Some(say!(
                    "Lines {} and {} of {} can't be read. They stay in the file, and all the other lines still count.",
                    others.join(", "),
                    last,
                    path
                )),
            },
        }
    }
}

/// Serialises an entry as a line, without a newline. In a chained log, `chain` is the hash of the previous line, and is
/// updated to the hash of the new line.
pub(super) fn line<E: Serialize>(entry: &E, chain: Option<&mut String>) -> serde_json::Result<String> {
    let line = serde_json::to_string(entry)?;
    let Some(chain) = chain else { return Ok(line) };
    let body = line.strip_suffix('}').unwrap_or(&line);
    *chain = hash(chain, body);
    Ok([body, CHAIN, chain, "\"}"].concat())
}

/// Reads a log without opening it for writing.
pub fn read<E: DeserializeOwned>(path: &Path) -> Result<Contents<E>, NotRead> {
    match LogReader::open(path)? {
        LogReader::Lines(lines) => Ok(parse_lines(lines, false)?),
        LogReader::Whole(bytes) => Ok(parse(&files::decode(&bytes)?, false)),
    }
}

pub(super) fn read_utf8<E: DeserializeOwned>(path: &Path, chained: bool) -> Result<Contents<E>, NotRead> {
    match LogReader::open(path)? {
        LogReader::Lines(lines) => Ok(parse_lines(lines, chained)?),
        LogReader::Whole(bytes) => {
            files::accepts_utf8(&bytes)?;
            Ok(parse(&bytes, chained))
        }
    }
}

enum LogReader {
    /// A large log in UTF-8, which is read line by line to save memory.
    Lines(BufReader<File>),
    /// A small log, or a log that seems to have an encoding other than UTF-8.
    Whole(Vec<u8>),
}

impl LogReader {
    fn open(path: &Path) -> Result<Self, NotRead> {
        let mut lines = BufReader::with_capacity(SMALL, files::open(path, files::LARGEST_LOG)?);
        let start = lines.fill_buf()?;
        if start.len() == SMALL && files::Encoding::detect(start) == files::Encoding::Utf8 {
            Ok(Self::Lines(lines))
        } else {
            Ok(Self::Whole(files::read_up_to(path, files::LARGEST_LOG)?))
        }
    }
}

/// Logs of at most this size, in bytes, are read into memory as a whole.
const SMALL: usize = 64 * 1024;

/// Parses the bytes of a log. The last line is used even if its newline is missing.
pub fn parse<E: DeserializeOwned>(bytes: &[u8], chained: bool) -> Contents<E> {
    let mut contents = Contents { is_empty: bytes.is_empty(), ..Contents::default() };
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        contents.add(number, line, chained);
    }
    contents
}

fn parse_lines<E: DeserializeOwned>(mut lines: impl BufRead, chained: bool) -> io::Result<Contents<E>> {
    let mut contents = Contents::default();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        contents.is_empty = false;
        contents.add(number, &line, chained);
    }
    Ok(contents)
}

impl<E: DeserializeOwned> Contents<E> {
    fn add(&mut self, number: usize, line: &[u8], chained: bool) {
        let line = if number == 1 { files::without_mark(line) } else { line };
        let line = line.trim_ascii();
        let line = line.strip_suffix(&[files::DOS_END]).unwrap_or(line);
        if line.is_empty() {
            return;
        }
        let entry = if chained { parse_chained(line, &mut self.hashes) } else { parse_line(line) };
        match entry {
            Ok(entry) => self.entries.push((number, entry)),
            Err(damage) => self.damaged.push((number, damage)),
        }
    }
}

fn parse_line<E: DeserializeOwned>(line: &[u8]) -> Result<E, Damage> {
    let line = str::from_utf8(line).map_err(|_| Damage::Unreadable)?;
    serde_json::from_str(line).map_err(|_| {
        let format = serde_json::from_str(line).ok().as_ref().and_then(find_format);
        format.filter(|format| *format > LOG_FORMAT).map_or(Damage::Unreadable, Damage::Newer)
    })
}

fn parse_chained<E: DeserializeOwned>(line: &[u8], hashes: &mut Vec<String>) -> Result<E, Damage> {
    let parts = str::from_utf8(line).ok().and_then(|line| line.strip_suffix("\"}")?.rsplit_once(CHAIN));
    let (body, stated) = parts.ok_or(Damage::Unreadable)?;
    let entry = parse_line(&[body.as_bytes(), b"}"].concat())?;
    let expected = hash(hashes.last().map_or("", String::as_str), body);
    if stated != expected {
        return Err(Damage::Unchained);
    }
    hashes.push(expected);
    Ok(entry)
}

/// Returns the value of the first numeric field named `format`, at any depth.
fn find_format(value: &serde_json::Value) -> Option<u32> {
    let object = value.as_object()?;
    let own_format =
        object.get("format").and_then(serde_json::Value::as_u64).and_then(|format| u32::try_from(format).ok());
    own_format.or_else(|| object.values().find_map(find_format))
}

/// Returns the SHA-256 hash of the previous line's hash followed by the new line, in hexadecimal.
fn hash(before: &str, body: &str) -> String {
    hex(&Sha256::digest(format!("{before}\n{body}")), 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_damaged_line_is_named() {
        let text = "{\"number\":1}\n{\n\n{\"format\":2}\nnothing\r\n{\"number\":3}";
        let contents: Contents<Option<std::collections::BTreeMap<String, u32>>> = parse(text.as_bytes(), false);
        assert_eq!(contents.entries.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 4, 6]);
        assert_eq!(contents.damaged, [(2, Damage::Unreadable), (5, Damage::Unreadable)]);
        let said = contents.damage_sentence(Path::new("a.jsonl")).expect("damaged");
        assert!(said.starts_with("Lines 2 and 5 of a.jsonl"), "{said}");
        let many: Contents<u8> = parse("x\n".repeat(20).as_bytes(), false);
        let said = many.damage_sentence(Path::new("a.jsonl")).expect("damaged");
        assert!(said.contains("7, 8 and 12 more"), "{said}");
    }

    #[test]
    fn a_newer_line_is_distinguished_from_a_damaged_one() {
        let contents: Contents<LogFormat> = parse(br#"{"event":{"began":{"format":7}}}"#, false);
        assert_eq!(contents.damaged, [(1, Damage::Newer(7))]);
        let contents: Contents<LogFormat> = parse(br#"{"format":0}"#, false);
        assert_eq!(contents.damaged, [(1, Damage::Unreadable)]);
    }
}
