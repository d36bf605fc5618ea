//! Decides whether bytes that arrive some time after Esc still belong to the same escape sequence. On a slow
//! connection, there can be pauses within a sequence.

use std::time::Duration;

use super::{Decoder, SequenceState};

/// How long to wait for another byte after a letter that arrived late. If no byte follows, the user typed the letter.
pub(super) const LATE_LETTER: Duration = Duration::from_millis(150);

/// How long to wait after an Esc byte if the rest of an earlier sequence arrived late.
pub(super) const SLOW_ESCAPE: Duration = Duration::from_millis(300);

/// Checks whether the bytes look like the rest of a sequence whose Esc arrived earlier. Two typed characters rarely
/// arrive in the same read, and few users type a bracket right after Esc.
const fn is_tail(bytes: &[u8]) -> bool {
    matches!(bytes, [b'[' | b']' | b'^' | b'_', ..] | [b'N' | b'O' | b'P' | b'X', _, ..])
}

/// Checks whether `byte` can follow Esc and `letter` in an escape sequence. If `byte` can't follow, the user must have
/// typed `letter`.
const fn is_continued(letter: u8, byte: u8) -> bool {
    match letter {
        b'P' => matches!(byte, b' '..=b'?' | b'q' | b't'),
        b'N' | b'O' => byte.is_ascii_alphanumeric(),
        _ => byte >= b' ',
    }
}

impl Decoder {
    /// Handles the first bytes that arrive after an Esc byte has been taken for a press of the Esc key. Returns true if
    /// the bytes are a single letter whose meaning depends on the next byte.
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
