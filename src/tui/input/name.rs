//! Recognises the name and version of a terminal in a reply that breaks the rules for control sequences.
//!
//! iTerm2 replies to `ESC [ 1337 n` with `ESC [ ITERM2 3.5n`. By the rules, the sequence ends with the first letter.

/// The maximum length of a name and of a version, in bytes.
const LONGEST: usize = 24;

/// What the bytes after the first letter of a control sequence can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameReply {
    /// Letters that the user may have typed.
    Letters,
    /// A name with a part of a version.
    Version,
    /// A whole name and version.
    Complete,
    /// Something else.
    Other,
}

/// Checks whether a control sequence that is only this letter isn't a key.
pub(super) const fn can_start(letter: u8) -> bool {
    !matches!(letter, b'A'..=b'D' | b'F' | b'H' | b'P'..=b'S' | b'Z' | b'a'..=b'd')
}

pub(super) fn parse(bytes: &[u8]) -> NameReply {
    let mut parts = bytes.splitn(2, |byte| *byte == b' ');
    let name = parts.next().unwrap_or_default();
    let is_name = name.first().is_some_and(u8::is_ascii_alphabetic) && name.iter().all(u8::is_ascii_alphanumeric);
    let version = parts.next().unwrap_or_default();
    if !is_name || name.len().max(version.len()) > LONGEST {
        return NameReply::Other;
    }
    match *version {
        [] => NameReply::Letters,
        // Version numbers may contain a word, as in `3.6.0beta1` and `3.6.1-nightly`.
        [b'0'..=b'9', .., b'0'..=b'9' | b'.', letter] if letter.is_ascii_alphabetic() && letter != b'b' => {
            NameReply::Complete
        }
        [b'0'..=b'9', letter] if letter.is_ascii_alphabetic() && letter != b'b' => NameReply::Complete,
        [b'0'..=b'9', .., before, b'n'] if before.is_ascii_alphabetic() => NameReply::Complete,
        [b'0'..=b'9', ..] if version.iter().all(|byte| matches!(byte, b' '..=b'~')) => NameReply::Version,
        _ => NameReply::Other,
    }
}
