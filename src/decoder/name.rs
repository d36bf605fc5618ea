//! Recognises replies that contain a terminal's name and version but break the rules for control sequences.
//!
//! iTerm2 replies to `ESC [ 1337 n` with `ESC [ ITERM2 3.5n`. Under ECMA-48, the first letter of the name ends the
//! control sequence, and some letters would even stand for an arrow key. The functions in this module receive the bytes
//! after the first letter.

use super::{CTRL_C, Decoder, SequenceState};

/// The maximum length of a terminal's name, and also of its version, in bytes.
const LONGEST: usize = 24;

const fn is_key(letter: u8) -> bool {
    matches!(letter, b'A'..=b'D' | b'F' | b'H' | b'P' | b'Q' | b'S' | b'Z' | b'a'..=b'd')
}

/// Splits the bytes into a name and a version, which starts with the first digit after a space. Returns `None` if the
/// bytes can't be the start of a reply.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.windows(2).position(|pair| pair[0] == b' ' && pair[1].is_ascii_digit());
    let (name, version) = end.map_or((bytes, &[][..]), |end| (&bytes[..end], &bytes[end + 1..]));
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let is_name = name.first().is_none_or(u8::is_ascii_alphabetic) && (end.is_none() || !name.is_empty());
    let is_reply = is_name && name.iter().all(|byte| is_word(byte) || *byte == b' ') && version.iter().all(is_word);
    (is_reply && name.len().max(version.len()) <= LONGEST).then_some((name, version))
}

fn is_start(bytes: &[u8]) -> bool {
    split(bytes).is_some()
}

/// A user can't type a name and a version immediately after pressing a key, so such bytes must be a reply.
fn has_version(bytes: &[u8]) -> bool {
    split(bytes).is_some_and(|(_, version)| !version.is_empty())
}

/// Checks whether the bytes are a name followed by the start of a version with a dot or a hyphen, such as `3.5`. The
/// user may have typed a number without a dot, as in `seat 7`.
pub(super) fn has_dotted_version(bytes: &[u8]) -> bool {
    split(bytes).is_some_and(|(_, version)| version.iter().any(|byte| matches!(byte, b'.' | b'-')))
}

/// Returns the length of the longest complete reply at the start of the bytes, including the final letter `n`.
pub(super) fn length(bytes: &[u8]) -> Option<usize> {
    let longest = bytes.len().min(2 * LONGEST + 1);
    // A version may contain letters, as in `3.6.0beta1` and `3.6.1-nightly`.
    let mut ends = (2..=longest).rev().filter(|end| bytes[end - 1] == b'n' && bytes[end - 2] != b'-');
    ends.find(|end| has_version(&bytes[..*end]))
}

impl Decoder {
    /// Decides from the bytes in `rest` whether the letter after `ESC [` starts a terminal's name. Returns the bytes of
    /// `rest` that still have to be decoded.
    pub(super) fn take_name<'a>(&mut self, rest: &'a [u8]) -> &'a [u8] {
        let SequenceState::Name(letter) = self.state else { return rest };
        let held = self.sequence.len();
        let whole = [self.sequence.as_slice(), rest].concat();
        let interrupt = whole.iter().position(|byte| *byte == CTRL_C);
        let known = length(&whole).or(interrupt.filter(|end| is_start(&whole[..*end])));
        if let Some(length) = known {
            self.state = SequenceState::Ground;
            return rest.get(length.saturating_sub(held)..).unwrap_or_default();
        }
        // A letter that can stand for a key is decoded immediately, unless at least two more bytes arrived in the same
        // read.
        let is_open = !is_key(letter) && !matches!(letter, b'M' | b't' | b'T') || held > 0;
        if is_start(&whole) && (is_open || rest.len() > 1 && is_key(letter)) {
            self.sequence = whole;
        } else {
            self.end_name(rest);
        }
        if matches!(self.state, SequenceState::Name(_)) { &[] } else { rest }
    }

    /// Treats the letter after `ESC [` as the end of the sequence, and decodes the bytes after the letter as ordinary
    /// input. `rest` contains bytes from the same read that haven't been decoded yet.
    pub(super) fn end_name(&mut self, rest: &[u8]) {
        let SequenceState::Name(letter) = self.state else { return };
        let held = std::mem::take(&mut self.sequence);
        self.state = SequenceState::Ground;
        match letter {
            b'M' | b't' | b'T' => self.state = SequenceState::Mouse(coordinates(letter)),
            _ => self.end_control(letter),
        }
        self.is_after_letter = held.is_empty() && rest.is_empty() && self.state == SequenceState::Ground;
        for byte in held {
            self.advance(byte);
        }
    }
}

/// Returns how many characters of a mouse report in the old format follow the letter after `ESC [`. In xterm's mode
/// 1001, `t` and `T` report selected text. After parameters, the letters `t` and `T` have other meanings.
pub(super) const fn coordinates(last: u8) -> u8 {
    match last {
        b't' => 2,
        b'T' => 6,
        _ => 3,
    }
}
