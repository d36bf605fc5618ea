//! What a log holds: its entries, and its damaged lines by number.
//!
//! Owns the layout of a line and the hash chain. Must not lock or write.

use std::path::Path;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::files::{self, NotRead};
use crate::say;
use crate::text::hex;

/// What comes before the hash in a line of a chained log; the hash is over everything in front of it.
const CHAIN: &str = ",\"chain\":\"";

/// The version of every kind of line, as a field: written as 1, and nothing else is read.
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
    /// Written by a newer version, in this format.
    Newer(u32),
    /// Readable, but its hash doesn't follow from the lines before it.
    Unchained,
}

/// What a log holds.
#[derive(Debug)]
pub struct Contents<E> {
    /// The entries, each with the number of its line, from 1.
    pub entries: Vec<(usize, E)>,
    /// The lines that don't count, by number.
    pub damaged: Vec<(usize, Damage)>,
    /// Whether there are no bytes at all.
    pub is_empty: bool,
    /// The hash of each entry of a chained log. A log whose last hash is among those of another is a part of it.
    pub hashes: Vec<String>,
}

impl<E> Default for Contents<E> {
    fn default() -> Self {
        Self { entries: Vec::new(), damaged: Vec::new(), is_empty: true, hashes: Vec::new() }
    }
}

impl<E> Contents<E> {
    /// A sentence that names the damaged lines, where there are any.
    pub fn damage_sentence(&self, path: &Path) -> Option<String> {
        const NAMED: usize = 8;
        let numbers: Vec<String> = self.damaged.iter().take(NAMED).map(|(line, _)| line.to_string()).collect();
        let path = path.display();
        match self.damaged.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
            Some(rest) => Some(say!(
                "Lines {} and {} more of {} could not be read. They are left as they are; all others count.",
                numbers.join(", "),
                rest,
                path
            )),
            None => match numbers.split_last()? {
                (only, []) => {
                    Some(say!("Line {} of {} could not be read. It is left as it is; all others count.", only, path))
                }
                (last, others) => Some(say!(
                    "Lines {} and {} of {} could not be read. They are left as they are; all others count.",
                    others.join(", "),
                    last,
                    path
                )),
            },
        }
    }
}

/// The line for an entry, without its line break. In a chained log, `chain` is the hash of the line before, and becomes
/// that of this line.
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
/// [`NotRead`].
pub fn read<E: DeserializeOwned>(path: &Path) -> Result<Contents<E>, NotRead> {
    Ok(parse(&files::read(path)?, false))
}

/// Parses the bytes of a log. A last line without a line break counts when it is whole.
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

/// The first number called `format` in an object, at any depth.
fn find_format(value: &serde_json::Value) -> Option<u32> {
    let object = value.as_object()?;
    let own = object.get("format").and_then(serde_json::Value::as_u64).and_then(|format| u32::try_from(format).ok());
    own.or_else(|| object.values().find_map(find_format))
}

/// SHA-256 over the hash of the line before and the text of this one, in hexadecimal.
fn hash(before: &str, body: &str) -> String {
    hex(&Sha256::digest(format!("{before}\n{body}")), 64)
}
