//! Decodes bytes from the terminal into key and mouse events.
//!
//! This module decides where an escape sequence starts and ends. It discards replies to queries and unknown sequences
//! completely, even if they arrive in several reads. The decoder has no clock: [`Decoder::patience`] returns how long
//! to wait, and the caller reports when that time has passed. On Windows, crossterm reads events from the console
//! instead.

mod keyboard;
#[cfg(test)]
mod tests;

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyModifiers};
use vte::Parser;

use keyboard::Keyboard;

/// How long to wait after Esc to find out whether it was the key or the start of a sequence.
const ESCAPE: Duration = Duration::from_millis(30);

/// How long to wait for more input before giving up on an incomplete sequence or paste.
const SILENCE: Duration = Duration::from_secs(1);

/// The longest control sequence that can have a meaning, in bytes. Anything longer is swallowed.
const LONGEST_SEQUENCE: usize = 256;

const CTRL_C: u8 = 0x03;
const BEL: u8 = 0x07;
const CANCEL: u8 = 0x18;
const SUBSTITUTE: u8 = 0x1a;
const ESC: u8 = 0x1b;
const DELETE: u8 = 0x7f;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SequenceState {
    #[default]
    Ground,
    /// The previous byte was Esc.
    Escape,
    /// The decoder has read Esc and intermediate bytes, such as `ESC (`.
    Intermediate,
    /// The decoder is inside a control sequence, which starts with `ESC [`.
    Control,
    /// The decoder has read `ESC O` or `ESC N`, and the next letter ends the sequence.
    Shift(u8),
    /// The decoder has read `ESC [ [`, which the Linux console sends for F1 to F5. The next letter ends the sequence.
    Console,
    /// The decoder has read the start of an old mouse report, such as `ESC [ M`, and this many characters are still to
    /// come.
    Mouse(u8),
    /// The decoder is inside an OSC, DCS, SOS, PM or APC string.
    Text,
    /// The decoder has read Esc inside a string, which either ends the string or starts another sequence.
    TextEscape,
}

#[derive(Default)]
pub(super) struct Decoder {
    parser: Parser,
    state: SequenceState,
    /// The current control sequence without `ESC [`, or the current `ESC O` sequence without these two bytes.
    sequence: Vec<u8>,
    keys: Keyboard,
    /// Whether the last byte was C2, which starts the UTF-8 encoding of U+0080 to U+00BF.
    c2: bool,
    /// The number of bytes still missing from the current UTF-8 character.
    rest: u8,
    /// Whether Esc has just been given up as a key. On a slow connection, the rest of a sequence may still follow.
    is_late: bool,
}

impl Decoder {
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        if std::mem::take(&mut self.is_late) && is_tail(bytes) {
            self.state = SequenceState::Escape;
        }
        for byte in bytes {
            self.take(*byte);
        }
        std::mem::take(&mut self.keys.events)
    }

    /// Decodes one byte. The control characters U+0080 to U+009F are short for Esc and a letter, and some terminals
    /// send them, either as single bytes or in UTF-8. In a paste they count as text, so that pasted text can't end the
    /// paste. In an old mouse report they are coordinates.
    fn take(&mut self, byte: u8) {
        let is_data = self.keys.pasting || matches!(self.state, SequenceState::Mouse(_));
        if std::mem::take(&mut self.c2) {
            if matches!(byte, 0x80..=0x9f) {
                return self.take_control(byte);
            }
            self.advance(0xc2);
            self.rest = 1;
        }
        match byte {
            0xc2 if self.rest == 0 && !is_data => self.c2 = true,
            0x80..=0x9f if self.rest == 0 && !is_data => self.take_control(byte),
            _ => {
                let rest = self.rest;
                self.rest = match byte {
                    0x80..=0xbf => self.rest.saturating_sub(1),
                    0xc0..=0xdf => 1,
                    0xe0..=0xef => 2,
                    0xf0..=0xf7 => 3,
                    _ => 0,
                };
                match self.state {
                    SequenceState::Mouse(owed) if byte >= b' ' => self.take_mouse(byte, rest, owed),
                    _ => self.advance(byte),
                }
            }
        }
    }

    fn take_control(&mut self, byte: u8) {
        self.rest = 0;
        self.advance(ESC);
        self.advance(byte - 0x40);
    }

    /// Swallows one byte of an old mouse report. A coordinate is either a single byte or a character of two bytes.
    fn take_mouse(&mut self, byte: u8, rest: u8, owed: u8) {
        let continues = rest > 0 && matches!(byte, 0x80..=0xbf);
        self.rest = u8::from(matches!(byte, 0xc2..=0xdf));
        if !continues {
            self.state = if owed > 1 { SequenceState::Mouse(owed - 1) } else { SequenceState::Ground };
        }
    }

    fn advance(&mut self, byte: u8) {
        if byte == CTRL_C {
            self.interrupt();
        } else if self.state == SequenceState::Ground {
            self.take_outside(byte);
        } else {
            self.take_inside(byte);
        }
    }

    /// Presses Ctrl-C, which must work at once, even during a reply or a paste.
    fn interrupt(&mut self) {
        self.reset();
        self.keys.press(KeyCode::Char('c'), KeyModifiers::CONTROL);
    }

    /// Takes a byte that isn't part of a sequence.
    fn take_outside(&mut self, byte: u8) {
        match byte {
            ESC => self.state = SequenceState::Escape,
            DELETE => self.keys.press(KeyCode::Backspace, KeyModifiers::NONE),
            _ => self.parser.advance(&mut self.keys, &[byte]),
        }
    }

    /// Takes the next byte of a sequence.
    fn take_inside(&mut self, byte: u8) {
        use SequenceState as State;

        let pasting = self.keys.pasting;
        self.state = match (self.state, byte) {
            // CAN and SUB cancel any sequence, and BEL ends an OSC string.
            (_, CANCEL | SUBSTITUTE) | (State::Text | State::TextEscape, BEL) | (State::TextEscape, b'\\') => {
                State::Ground
            }
            (State::Text | State::TextEscape, ESC) => State::TextEscape,
            (_, ESC) => State::Escape,
            (State::Escape | State::TextEscape, b'[') => {
                self.sequence.clear();
                State::Control
            }
            (State::Escape | State::TextEscape, b'O' | b'N') if !pasting => {
                self.sequence.clear();
                State::Shift(byte)
            }
            (State::Escape, b']' | b'P' | b'X' | b'^' | b'_') | (State::TextEscape, _) => State::Text,
            (State::Escape | State::Intermediate, b' '..=b'/') => State::Intermediate,
            (State::Escape, _) => {
                self.take_alt(byte);
                State::Ground
            }
            (State::Intermediate, b'0'..=b'~') => State::Ground,
            (State::Control, b'M' | b't' | b'T') if self.sequence.is_empty() && !pasting => {
                State::Mouse(coordinates(byte))
            }
            (State::Control, b'[') if self.sequence.is_empty() && !pasting => State::Console,
            (State::Control, b'@'..=b'~') => {
                self.end_control(byte);
                State::Ground
            }
            (State::Shift(_), b'0'..=b'9' | b';') | (State::Control, b' '..=b'?') => {
                if self.sequence.len() <= LONGEST_SEQUENCE {
                    self.sequence.push(byte);
                }
                self.state
            }
            (State::Shift(shift), _) => {
                if shift == b'O' {
                    self.keys.press_shifted(byte);
                }
                State::Ground
            }
            (State::Console, _) => {
                self.keys.press_console(byte);
                State::Ground
            }
            // Other control characters have no meaning inside a sequence.
            (state, _) => state,
        };
    }

    /// Passes a complete control sequence to the parser.
    fn end_control(&mut self, last: u8) {
        if self.sequence.len() <= LONGEST_SEQUENCE {
            let whole = [b"\x1b[", self.sequence.as_slice(), &[last]].concat();
            self.parser.advance(&mut self.keys, &whole);
        }
        if std::mem::take(&mut self.keys.interrupted) {
            self.interrupt();
        }
    }

    /// Presses a key together with Alt, which sends Esc first.
    fn take_alt(&mut self, byte: u8) {
        match byte {
            // This ends a string, so it isn't a backslash typed with Alt.
            b'\\' => {}
            DELETE => self.keys.press(KeyCode::Backspace, KeyModifiers::ALT),
            _ => {
                self.keys.alt = !self.keys.pasting;
                self.parser.advance(&mut self.keys, &[byte]);
            }
        }
    }

    /// Returns the cursor position if the terminal has reported it since the last call.
    pub(super) fn take_cursor(&mut self) -> Option<(u16, u16)> {
        self.keys.cursor.take()
    }

    /// Checks for a complete key of rxvt with Shift, such as `ESC [ 5 $`. Longer sequences start in the same way.
    fn is_shifted_key(&self) -> bool {
        let digits = self.sequence.strip_suffix(b"$").unwrap_or_default();
        self.state == SequenceState::Control && matches!(digits, [b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9'])
    }

    /// Returns how long to wait for more bytes; `None` means without a limit.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.state {
            SequenceState::Ground if self.keys.pasting || self.is_late => Some(SILENCE),
            SequenceState::Ground => None,
            // During a paste, Esc can only start the end marker.
            SequenceState::Escape if !self.keys.pasting => Some(ESCAPE),
            _ if self.is_shifted_key() => Some(ESCAPE),
            _ => Some(SILENCE),
        }
    }

    /// Gives up on an incomplete sequence because no more bytes came in time. A single Esc counts as the key, and
    /// anything else is dropped.
    pub(super) fn give_up(&mut self) -> Vec<Event> {
        let escape = self.state == SequenceState::Escape && !self.keys.pasting;
        if self.is_shifted_key() {
            self.sequence.pop();
            self.end_control(b'~');
        }
        self.reset();
        if escape {
            self.keys.press(KeyCode::Esc, KeyModifiers::NONE);
            self.is_late = true;
        }
        std::mem::take(&mut self.keys.events)
    }

    fn reset(&mut self) {
        let events = std::mem::take(&mut self.keys.events);
        *self = Self::default();
        self.keys.events = events;
    }
}

/// Returns how many characters follow the start of an old mouse report that ends with this byte. `t` and `T` report the
/// text selected in xterm's mode 1001. The same letters with parameters have other meanings.
const fn coordinates(last: u8) -> u8 {
    match last {
        b't' => 2,
        b'T' => 6,
        _ => 3,
    }
}

/// Checks whether these bytes are the rest of a sequence whose Esc came earlier. Nobody types two characters within one
/// read, and few people type one of these brackets right after Esc.
const fn is_tail(bytes: &[u8]) -> bool {
    matches!(bytes, [b'[' | b']' | b'^' | b'_', ..] | [b'O' | b'P' | b'X', _, ..])
}
