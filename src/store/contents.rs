//! The contents of a log: its entries, and the numbers of its damaged lines.
//!
//! Owns the format of a line and the hash chain. Must not lock or write.

use std::path::Path;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::files::{self, NotRead};
use crate::say;
use crate::text::hex;

/// In a chained log, this precedes the hash of the line. The hash covers everything before it.
const CHAIN: &str = ",\"chain\":\"";

/// The version field of every line. Only version 1 exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogFormat;

impl LogFormat {
    pub const NUMBER: u32 = 1;
}

impl Serialize for LogFormat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(Self::NUMBER)
    }
}

impl<'de> Deserialize<'de> for LogFormat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            Self::NUMBER => Ok(Self),
            other => Err(D::Error::custom(format!("format {other}"))),
        }
    }
}

/// Why a line doesn't count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    Unreadable,
    /// A newer version of the program wrote the line. This is its format number.
    Newer(u32),
    /// The line is readable, but its hash doesn't match the lines before it.
    Unchained,
}

#[derive(Debug)]
pub struct Contents<E> {
    /// The entries, each with its line number.
    pub entries: Vec<(usize, E)>,
    /// The lines that don't count, by number.
    pub damaged: Vec<(usize, Damage)>,
    /// Whether the file is empty.
    pub is_empty: bool,
    /// The hash of each entry of a chained log. If the last hash of a log appears in another log, the first is a part
    /// of the second.
    pub hashes: Vec<String>,
}

impl<E> Default for Contents<E> {
    fn default() -> Self {
        Self { entries: Vec::new(), damaged: Vec::new(), is_empty: true, hashes: Vec::new() }
    }
}

impl<E> Contents<E> {
    /// A sentence that lists the damaged lines, if there are any.
    pub fn damage_sentence(&self, path: &Path) -> Option<String> {
        const NAMED: usize = 8;
        let numbers: Vec<String> = self.damaged.iter().take(NAMED).map(|(line, _)| line.to_string()).collect();
        let path = path.display();
        match self.damaged.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
            Some(rest) => Some(say!(
                "Lines {} and {} more of {} can't be read. They stay in the file, and all other lines count.",
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
                    "Lines {} and {} of {} can't be read. They stay in the file, and all other lines count.",
                    others.join(", "),
                    last,
                    path
                )),
            },
        }
    }
}

/// The line for an entry, without its line break. In a chained log, `chain` holds the hash of the previous line and is
/// updated to the hash of this one.
pub(super) fn line<E: Serialize>(entry: &E, chain: Option<&mut String>) -> serde_json::Result<String> {
    let line = serde_json::to_string(entry)?;
    let Some(chain) = chain else { return Ok(line) };
    let body = line.strip_suffix('}').unwrap_or(&line);
    *chain = hash(chain, body);
    Ok([body, CHAIN, chain, "\"}"].concat())
}

/// Reads a log without opening it for writing. A file that doesn't exist is an error.
///
/// # Errors
///
/// [`NotRead`].
pub fn read<E: DeserializeOwned>(path: &Path) -> Result<Contents<E>, NotRead> {
    Ok(parse(&files::decode(&files::read_up_to(path, files::LARGEST_LOG)?)?, false))
}

/// Parses the bytes of a log. A complete last line counts even without its line break.
pub fn parse<E: DeserializeOwned>(bytes: &[u8], chained: bool) -> Contents<E> {
    let mut contents = Contents { is_empty: bytes.is_empty(), ..Contents::default() };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        let entry = if chained { parse_chained(line, &mut contents.hashes) } else { parse_line(line) };
        match entry {
            Ok(entry) => contents.entries.push((number, entry)),
            Err(damage) => contents.damaged.push((number, damage)),
        }
    }
    contents
}

fn parse_line<E: DeserializeOwned>(line: &[u8]) -> Result<E, Damage> {
    serde_json::from_slice(line).map_err(|_| {
        let format = serde_json::from_slice(line).ok().as_ref().and_then(find_format);
        format.filter(|format| *format > LogFormat::NUMBER).map_or(Damage::Unreadable, Damage::Newer)
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

/// The first number named `format` in an object, at any depth.
fn find_format(value: &serde_json::Value) -> Option<u32> {
    let object = value.as_object()?;
    let own_format =
        object.get("format").and_then(serde_json::Value::as_u64).and_then(|format| u32::try_from(format).ok());
    own_format.or_else(|| object.values().find_map(find_format))
}

/// The SHA-256 of the previous line's hash followed by the text of this line, in hexadecimal.
fn hash(before: &str, body: &str) -> String {
    hex(&Sha256::digest(format!("{before}\n{body}")), 64)
}
