//! Decides whether bytes that come late after Esc belong to it. On a slow connection, a sequence can be interrupted.

use std::time::Duration;

use super::{Decoder, SequenceState};

/// How long to wait for what follows a letter that came late after Esc. The letter may be typed.
pub(super) const LATE_LETTER: Duration = Duration::from_millis(150);

/// Checks whether these bytes are the rest of a sequence whose Esc came earlier. Nobody types two characters within one
/// read, and few people type one of these brackets right after Esc.
const fn is_tail(bytes: &[u8]) -> bool {
    matches!(bytes, [b'[' | b']' | b'^' | b'_', ..] | [b'N' | b'O' | b'P' | b'X', _, ..])
}

/// Checks whether a sequence that starts with Esc and this letter can continue with this byte. The user may have typed the
/// letter.
const fn is_continued(letter: u8, byte: u8) -> bool {
    match letter {
        b'P' => matches!(byte, b' '..=b'?' | b'q' | b't'),
        b'N' | b'O' => byte.is_ascii_alphanumeric(),
        _ => byte >= b' ',
    }
}

impl Decoder {
    /// Handles the first bytes after an Esc that has been treated as a key. Returns true if the bytes are only a letter
    /// whose meaning depends on what follows.
    pub(super) fn waits_after(&mut self, bytes: &[u8]) -> bool {
        match *bytes {
            [letter] if is_tail(&[letter, b' ']) && !is_tail(bytes) => {
                self.state = SequenceState::Late(letter);
                return true;
            }
            _ if is_tail(bytes) => {
                self.state = SequenceState::Escape;
                self.is_slow = true;
            }
            _ => {}
        }
        false
    }

    /// Handles the byte after a letter that arrived late after Esc.
    pub(super) fn take_late(&mut self, letter: u8, byte: u8) {
        if is_continued(letter, byte) {
            self.state = SequenceState::Escape;
            self.is_slow = true;
            self.take_inside(letter);
        } else {
            self.state = SequenceState::Ground;
            self.take_outside(letter);
        }
        self.advance(byte);
    }
}
