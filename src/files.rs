//! Reads the files that the user names, and creates, renames and replaces files.
//!
//! All files, including packs, journals and settings, are read through this module. Files can be encoded in UTF-8 or
//! UTF-16, with or without a byte order mark, and with any kind of line break. Pipes are rejected, because the program
//! would have to wait until another program writes to the pipe.

mod sync;
mod western;

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub use sync::{RunningSync, sync};
use western::{Fit, western_fit};

use crate::sorting::sort_by;

/// The maximum size of a file, in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// The maximum size of a log, in bytes. Logs have a higher limit than other files, because a journal on a shared
/// machine may contain several years of answers.
pub const LARGEST_LOG: u64 = 256 * 1024 * 1024;

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

pub(crate) const DOS_END: u8 = 0x1a;

/// An error that occurred while reading a file. The message is meant to follow the name of the file.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    #[error("{}", crate::say!("can't be read: {}", .0))]
    Io(#[from] io::Error),
    /// The path leads to a folder, a pipe, a device or a socket.
    #[error("{}", crate::say!("is not a regular file"))]
    NotRegular,
    #[error("{}", crate::say!("is larger than {} MiB, the maximum size", .0 / 1024 / 1024))]
    TooLarge(u64),
    /// The file isn't text in a supported encoding. The fields are the position of the first invalid byte, counted from
    /// 1, and the detected encoding or format.
    #[error("{}", crate::say!("is not UTF-8 text: byte {} can't be read. {}", .0, .1.advice()))]
    NotText(usize, Encoding),
    /// The file is text in a different encoding from UTF-8, so no UTF-8 lines can be appended.
    #[error("{}", crate::say!("can't be appended to. {}", .0.advice()))]
    NotUtf8(Encoding),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// Text in which each line ends with only a carriage return, as on old Macs.
    OldMac,
    Utf16 {
        big_endian: bool,
    },
    Utf32,
    /// Western European text with one byte per character.
    OneByte,
    /// A spreadsheet or word-processor document, stored as a ZIP archive.
    Workbook,
    Archive,
    /// A PDF, an RTF document, or a document in an old Word or Excel format.
    Document,
    Unknown,
}

impl Encoding {
    pub(crate) fn detect(bytes: &[u8]) -> Self {
        match bytes {
            // Without a byte order mark, UTF-16 and UTF-32 are recognised only if the text starts with ASCII
            // characters, as every supported file does.
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] | [1..=0x7f, 0, 0, 0, ..] | [0, 0, 0, 1..=0x7f, ..] => {
                Self::Utf32
            }
            [0xff, 0xfe, ..] | [1..=0x7f, 0, 1..=0x7f, 0, ..] => Self::Utf16 { big_endian: false },
            [0xfe, 0xff, ..] | [0, 1..=0x7f, 0, 1..=0x7f, ..] => Self::Utf16 { big_endian: true },
            [b'P', b'K', 3, 4, ..] if is_workbook(bytes) => Self::Workbook,
            [b'P', b'K', 3 | 5, 4 | 6, ..]
            | [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..]
            | [b'R', b'a', b'r', b'!', 0x1a, ..]
            | [0x1f, 0x8b, ..]
            | [b'B', b'Z', b'h', ..]
            | [0xfd, b'7', b'z', b'X', b'Z', ..]
            | [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Archive,
            _ if bytes.get(TAR_MARK..).is_some_and(|rest| rest.starts_with(b"ustar")) => Self::Archive,
            [b'%', b'P', b'D', b'F', ..] | [b'{', b'\\', b'r', b't', b'f', ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => {
                Self::Document
            }
            _ if !bytes.contains(&b'\n') && bytes.contains(&b'\r') => Self::OldMac,
            _ => Self::Utf8,
        }
    }

    /// Returns [`Encoding::Unknown`] unless the guess is certain, because text converted from the wrong encoding
    /// contains wrong characters.
    fn guess(bytes: &[u8]) -> Self {
        let is_control = |byte: &u8| matches!(byte, 0..=8 | 0x0e..=0x1f | 0x7f);
        let neighbour = |index: Option<usize>| match index.and_then(|index| bytes.get(index)).copied() {
            Some(0x80 | 0x82 | 0x84 | 0x85 | 0x91..=0x97 | 0xa0 | 0xa7 | 0xab | 0xb0 | 0xbb) => b'"',
            byte => byte.unwrap_or(b' '),
        };
        let others = bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii());
        let fits =
            others.map(|(index, byte)| western_fit(neighbour(index.checked_sub(1)), *byte, neighbour(Some(index + 1))));
        let (worst, best) =
            fits.fold((Fit::Likely, Fit::Impossible), |(worst, best), fit| (worst.min(fit), best.max(fit)));
        let is_western = worst > Fit::Impossible && best == Fit::Likely && !bytes.iter().any(is_control);
        if is_western { Self::OneByte } else { Self::Unknown }
    }

    pub(crate) fn advice(self) -> String {
        let (name, code) = match self {
            Self::Utf8 | Self::Unknown => {
                return crate::say!("Its encoding is unknown. Save it as UTF-8 in your editor").to_owned();
            }
            Self::Workbook => {
                return crate::say!("It is a spreadsheet or another office document. Save it as CSV or text, in UTF-8")
                    .to_owned();
            }
            Self::Archive => return crate::say!("It is an archive or a compressed file. Unpack it first").to_owned(),
            Self::Document => {
                return crate::say!("It is a document from another program. Save it as plain text, in UTF-8")
                    .to_owned();
            }
            Self::OldMac => {
                return crate::say!("It has the line endings of old Macs. To convert it: tr '\\r' '\\n' < FILE > NEW")
                    .to_owned();
            }
            Self::Utf16 { big_endian: false } => ("UTF-16", "UTF-16LE"),
            Self::Utf16 { big_endian: true } => ("UTF-16", "UTF-16BE"),
            Self::Utf32 => ("UTF-32", "UTF-32"),
            Self::OneByte => ("Windows-1252", "WINDOWS-1252"),
        };
        crate::say!(
            "It looks like {}. Save it as UTF-8 in your editor, or type: iconv -f {} -t UTF-8 FILE > NEW",
            name,
            code
        )
    }
}

const TAR_MARK: usize = 257;

fn is_workbook(bytes: &[u8]) -> bool {
    const FIRST: [&[u8]; 6] = [b"[Content_Types].xml", b"_rels/", b"docProps/", b"mimetype", b"xl/", b"word/"];
    // The name of the first file follows a 30-byte header.
    bytes.get(30..).is_some_and(|name| FIRST.iter().any(|first| name.starts_with(first)))
}

/// Reads the contents of a file without converting them. Fails if the file doesn't exist, isn't a regular file, or is
/// too large.
pub fn read(path: &Path) -> Result<Vec<u8>, NotRead> {
    read_up_to(path, LARGEST)
}

pub(crate) fn read_up_to(path: &Path, limit: u64) -> Result<Vec<u8>, NotRead> {
    let mut bytes = Vec::new();
    open(path, limit)?.take(limit + 1).read_to_end(&mut bytes)?;
    // The size is checked again, because the file may have grown in the meantime and some system files don't report
    // their size.
    if bytes.len() as u64 > limit { Err(NotRead::TooLarge(limit)) } else { Ok(bytes) }
}

/// Opens a file for reading, unless the file is larger than the limit in bytes.
pub fn open(path: &Path, limit: u64) -> Result<File, NotRead> {
    // The file type is checked first, because opening a pipe would block until another program writes to it.
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(NotRead::NotRegular);
    }
    if about.len() > limit { Err(NotRead::TooLarge(limit)) } else { Ok(File::open(path)?) }
}

/// The length of a file and the time of its last modification. If the stamp of a file is different from before, the
/// file has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    pub(crate) fn from_path(path: &Path) -> Option<Self> {
        let about = fs::metadata(path).ok()?;
        Some(Self { length: about.len(), modified: about.modified().ok() })
    }
}

/// Reads a text file without any trailing zero bytes, which a power failure can leave behind.
pub(crate) fn read_text(path: &Path) -> Result<String, NotRead> {
    let text = read_text_and_tail(path)?;
    Ok(without_dos_end(text.trim_end_matches('\0')).to_owned())
}

/// Works like [`read_text`], but keeps trailing zero bytes, so that the caller can report them.
pub(crate) fn read_text_and_tail(path: &Path) -> Result<String, NotRead> {
    let bytes = read(path)?;
    let not_text = |index: usize| NotRead::NotText(index + 1, Encoding::guess(&bytes));
    let text = match decode(&bytes)? {
        Cow::Owned(text) => String::from_utf8(text).map_err(|error| not_text(error.utf8_error().valid_up_to()))?,
        Cow::Borrowed(text) => match str::from_utf8(text) {
            Ok(text) => text.to_owned(),
            Err(error) => return Err(not_text(bytes.len() - text.len() + error.valid_up_to())),
        },
    };
    Ok(without_dos_end(&text).to_owned())
}

/// Converts text to UTF-8 without a byte order mark, and replaces every line break with a line feed. UTF-8 isn't
/// validated, because one damaged line in a journal must not make the other lines unreadable. Returns
/// [`NotRead::NotText`] for damaged UTF-16, for UTF-32, and for anything that isn't text.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, [u8]>, NotRead> {
    match Encoding::detect(bytes) {
        encoding @ Encoding::Utf16 { big_endian } => {
            decode_utf16(bytes, big_endian).map(Cow::Owned).map_err(|index| NotRead::NotText(index, encoding))
        }
        encoding @ (Encoding::Utf32 | Encoding::Workbook | Encoding::Archive | Encoding::Document) => {
            Err(NotRead::NotText(1, encoding))
        }
        Encoding::OldMac => {
            Ok(Cow::Owned(without_mark(bytes).iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect()))
        }
        _ => Ok(Cow::Borrowed(without_mark(bytes))),
    }
}

pub(crate) fn without_mark(mut bytes: &[u8]) -> &[u8] {
    while let Some(rest) = bytes.strip_prefix(UTF8_MARK) {
        bytes = rest;
    }
    bytes
}

pub(crate) fn without_dos_end(text: &str) -> &str {
    text.trim_end().strip_suffix(char::from(DOS_END)).unwrap_or(text)
}

/// If decoding fails, returns the position of the first byte that couldn't be decoded, counted from 1.
fn decode_utf16(bytes: &[u8], big_endian: bool) -> Result<Vec<u8>, usize> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| if big_endian { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) });
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut index = 1;
    for decoded in char::decode_utf16(units) {
        let character = decoded.map_err(|_| index)?;
        index += 2 * character.len_utf16();
        text.push(character);
    }
    if !rest.is_empty() {
        return Err(bytes.len());
    }
    let text = if text.contains('\n') { text } else { text.replace('\r', "\n") };
    Ok(without_mark(text.as_bytes()).to_vec())
}

/// Checks whether UTF-8 lines can be appended to a file with the contents `bytes`.
pub(crate) fn accepts_utf8(bytes: &[u8]) -> Result<(), NotRead> {
    // The encoding detected for a file of fewer than four bytes must not change once a line has been appended.
    let appended = if bytes.len() < 4 { Encoding::detect(&[bytes, b"\n{\"\""].concat()) } else { Encoding::Utf8 };
    match (Encoding::detect(bytes), appended) {
        (Encoding::Utf8, Encoding::Utf8) => Ok(()),
        (Encoding::Utf8, other) | (other, _) => Err(NotRead::NotUtf8(other)),
    }
}

const DEEPEST: usize = 8;

/// Lists the files in a folder and its subfolders, sorted by path. Skips hidden files, unreadable subfolders, and links
/// to folders, because links could form a loop.
pub fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    add_files(folder, 0, &mut paths)?;
    sort_by(&mut paths, Ord::cmp);
    Ok(paths)
}

fn add_files(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if !entry.file_type()?.is_dir() {
            paths.push(entry.path());
        } else if depth < DEEPEST {
            drop(add_files(&entry.path(), depth + 1, paths));
        }
    }
    Ok(())
}

/// Creates a new file with the first unused number in its name, such as `report-3.md`. Creates the folder if necessary.
/// If writing fails, the incomplete file is removed.
pub(crate) fn create_numbered(folder: &Path, stem: &str, ending: &str, text: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let mut number = 1;
    loop {
        let path = folder.join(format!("{stem}-{number}.{ending}"));
        match File::create_new(&path) {
            Ok(mut file) => {
                let written = file.write_all(text.as_bytes()).and_then(|()| sync(&file));
                return match written {
                    Ok(_) => Ok(path),
                    Err(error) => {
                        drop(fs::remove_file(&path));
                        Err(error)
                    }
                };
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Renames a file by appending the lowest number that isn't in use yet, and returns the new path.
pub(crate) fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let numbered = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{number}"));
        PathBuf::from(name)
    };
    let kept = (1..10_000).map(numbered).find(|name| name.symlink_metadata().is_err());
    let kept = kept.ok_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists))?;
    fs::rename(path, &kept).map(|()| kept)
}

pub(crate) fn renamed_sentence(kept: &Path) -> String {
    crate::say!("The earlier file was renamed to {}.", kept.display())
}

/// Replaces the contents of a file atomically, so that the file is never incomplete. Creates the folder if necessary.
/// If the path is a symbolic link, replaces the file that the link points to.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    let new = path.with_extension(format!("{}.new", std::process::id()));
    let written = fs::write(&new, text).and_then(|()| fs::rename(&new, &path));
    if written.is_err() {
        drop(fs::remove_file(&new));
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_certain_guess_names_an_encoding() {
        for (bytes, expected) in [
            (&b"{\"title\": \"Caf\xe9\"}"[..], Encoding::OneByte),
            (b"f\xfcr, \xe9t\xe9, na\xefve".split_at(9).0, Encoding::OneByte),
            (b"Gr\xf6\xdfe: \x84Caf\xe9\x93 \x96 10 \x80, M\xfcller, \xc4.", Encoding::OneByte),
            (b"\xc4rger", Encoding::OneByte),
            (b"\x93Yes\x94, it\x92s expired", Encoding::OneByte),
            (b"An\xe1lise: n\xe3o \xe9 a credencial; op\xe7\xf5es \xe0 parte", Encoding::OneByte),
            (b"cr\xe9\xe9e \xe0 la cl\xe9, \xabvoil\xe0\xbb", Encoding::OneByte),
            (b"a \x96 b", Encoding::OneByte),
            (b"f\x81r \x84ndern, sch\x94n", Encoding::Unknown), // DOS
            (b"f\x9fr Stra\xa7e \x80pfel", Encoding::Unknown),  // Mac Roman
            (b"\xc7mot\xc8 \xd0 caf\x8e", Encoding::Unknown),
            (b"za\xbf\xf3\xb3\xe6", Encoding::Unknown), // Windows-1250
            (b"Caf\x8e", Encoding::Unknown),            // Mac Roman
            (b"\xd2Caf\x8e\xd3, don\xd5t", Encoding::Unknown),
            (b"don\xd5t", Encoding::Unknown),
            (b"don\x92t", Encoding::Unknown),
            (b"\xcc\xec\xc6\xf8", Encoding::Unknown), // GB18030
            (b"a \xd6\xd0 b", Encoding::Unknown),
            (b"a\xe9\x5fb\xe4\x81", Encoding::Unknown),
            (b"\x93\xfa\x96\x7b", Encoding::Unknown), // Shift-JIS
            (b"\xc3\xdc \xb6", Encoding::Unknown),
            (b"\xcf\xf0\xe8\xe2\xe5\xf2", Encoding::Unknown), // Windows-1251
            (b"\xe9 \xe4", Encoding::Unknown),
            (b"\xc1\xa5", Encoding::Unknown), // overlong UTF-8
            (b"caf\xe9\0", Encoding::Unknown),
        ] {
            assert_eq!(Encoding::guess(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_file_that_takes_lines_is_still_utf8_with_one_more_line() {
        let bytes = [0, b'.', b'\n', b'\r', b'P', b'K', 3, 0xef, 0xfe, 0xff];
        let mut starts = vec![Vec::new()];
        for _ in 0..4 {
            starts = starts.iter().flat_map(|start| bytes.map(|byte| [&start[..], &[byte]].concat())).collect();
            for start in &starts {
                let line: &[u8] = if start.ends_with(b"\n") { b"{\"a\":1}\n" } else { b"\n{\"a\":1}\n" };
                if accepts_utf8(start).is_ok() {
                    assert_eq!(Encoding::detect(&[start, line].concat()), Encoding::Utf8, "{start:?}");
                }
            }
        }
    }
}
