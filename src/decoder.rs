//! Decodes bytes from the terminal into key and mouse events.
//!
//! Unknown sequences and replies to queries are discarded as a whole, even if they arrive in several reads. The decoder
//! doesn't read the clock. [`Decoder::patience`] returns how long the caller should wait for more bytes before it calls
//! [`Decoder::give_up`]. On Windows, crossterm reads events from the console instead.

mod keyboard;
mod late;
mod line;
mod name;
#[cfg(test)]
mod tests;

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyModifiers};
use vte::Parser;

use keyboard::Keyboard;
use late::{LATE_LETTER, SLOW_ESCAPE};
/// How long to wait after an Esc byte to distinguish the Esc key from the start of an escape sequence.
const ESCAPE: Duration = Duration::from_millis(30);

/// How long to wait for more bytes before giving up on an incomplete sequence or paste.
const SILENCE: Duration = Duration::from_secs(1);

/// The maximum length of a control sequence, in bytes. Longer sequences are discarded.
const LONGEST_SEQUENCE: usize = 256;

const CTRL_C: u8 = 0x03;
const BEL: u8 = 0x07;
const CANCEL: u8 = 0x18;
const SUBSTITUTE: u8 = 0x1a;
const ESC: u8 = 0x1b;
const DELETE: u8 = 0x7f;
const CSI: u8 = 0x9b;

/// The start of a DCS string in which tmux wraps another sequence.
const TMUX: &[u8] = b"tmux;";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SequenceState {
    #[default]
    Ground,
    Escape,
    /// The decoder has read Esc and some intermediate bytes, such as `ESC (`.
    Intermediate,
    /// The decoder has read `ESC [`, which starts a control sequence.
    Control,
    /// The decoder has read `ESC O` or `ESC N`, and the next letter ends the sequence.
    Shift(u8),
    /// The decoder has read `ESC [ [`, with which the Linux console starts F1 to F5.
    Console,
    /// The decoder has read the start of an old-format mouse report, such as `ESC [ M`. The value is the number of
    /// characters still to come.
    Mouse(u8),
    Text(TextKind),
    /// The decoder has read Esc inside a string. The Esc either ends the string or starts another sequence.
    TextEscape(TextKind),
    /// The decoder has read `ESC [` and a letter. These bytes are either a complete key sequence or the start of a
    /// terminal's name.
    Name(u8),
    /// An Esc byte was treated as the Esc key, and then a letter arrived. Either the user typed the letter, or the
    /// letter belongs to a sequence that started with the Esc byte.
    Late(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfinished {
    Nothing,
    Sequence,
    Paste,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextKind {
    /// An OSC string, which can end with BEL instead of the string terminator.
    Osc,
    /// A DCS, SOS, PM or APC string.
    Other,
    /// A DCS string in which tmux wraps another sequence. In the wrapped sequence, every Esc is doubled.
    Tmux,
}

#[expect(clippy::struct_excessive_bools, reason = "each describes another part of the input")]
#[derive(Default)]
pub(crate) struct Decoder {
    parser: Parser,
    state: SequenceState,
    /// The bytes of the current sequence after `ESC [` or `ESC O`, or the start of the current string.
    sequence: Vec<u8>,
    /// The type of string inside which the current sequence occurs, if any.
    outer: Option<TextKind>,
    keys: Keyboard,
    /// The bytes received so far of an incomplete UTF-8 character.
    character: Vec<u8>,
    /// Whether the latest coordinate of a mouse report may continue with a second byte.
    is_half_coordinate: bool,
    /// Whether the current control sequence began with the control character U+009B.
    is_eight_bit: bool,
    /// Whether the current paste started with U+009B, in which case U+009B can also start the end marker.
    is_eight_bit_paste: bool,
    is_latin1: bool,
    /// Whether an Esc byte has just been treated as the Esc key because no byte followed in time. On a slow connection,
    /// the rest of an escape sequence may still follow.
    is_late: bool,
    /// Whether `ESC [` and a letter have just been treated as a complete key sequence. The letter may still turn out to
    /// start a terminal's name.
    is_after_letter: bool,
    is_cut: bool,
    /// Whether the rest of an escape sequence has ever arrived too late, after the Esc byte had been treated as the Esc
    /// key.
    is_slow: bool,
}

impl Decoder {
    pub(crate) fn new(is_latin1: bool) -> Self {
        Self { is_latin1, ..Self::default() }
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        if std::mem::take(&mut self.is_late) && self.waits_after(bytes) {
            return Vec::new();
        }
        let whole_name = if std::mem::take(&mut self.is_after_letter) { name::length(bytes) } else { None };
        let mut rest = self.take_name(bytes.get(whole_name.unwrap_or(0)..).unwrap_or_default());
        while let [byte, after @ ..] = rest {
            self.take(*byte);
            rest = self.take_name(after);
            // Enter arrives as two bytes from some terminals and connections.
            if let ([b'\r'], [b'\n' | 0, after @ ..]) = ([*byte], rest)
                && self.state == SequenceState::Ground
                && !self.keys.pasting
            {
                rest = after;
            }
        }
        std::mem::take(&mut self.keys.events)
    }

    fn take(&mut self, byte: u8) {
        let is_rest = std::mem::take(&mut self.is_half_coordinate) && matches!(byte, 0x80..=0xbf);
        match self.state {
            SequenceState::Mouse(missing) if byte >= b' ' => return self.take_mouse(byte, is_rest, missing),
            _ if is_rest => return,
            _ => {}
        }
        if !self.character.is_empty() {
            self.character.push(byte);
            match std::str::from_utf8(&self.character) {
                Ok(_) => return self.take_character(),
                Err(error) if error.error_len().is_none() => return,
                Err(_) => {
                    self.character.pop();
                    self.take_broken_character(byte);
                }
            }
        }
        match byte {
            0xa0.. if self.is_latin1 => char::from(byte).to_string().bytes().for_each(|byte| self.advance(byte)),
            0xc2..=0xf4 => self.character.push(byte),
            0x80..=0x9f if self.is_control(byte) => self.take_control(byte),
            _ => self.advance(byte),
        }
    }

    fn take_character(&mut self) {
        let character = std::mem::take(&mut self.character);
        match *character {
            [0xc2, control @ 0x80..=0x9f] if self.is_control(control) => self.take_control(control),
            _ => character.into_iter().for_each(|byte| self.advance(byte)),
        }
    }

    /// The bytes of an incomplete UTF-8 character may be a letter and a C1 control from a terminal that doesn't use
    /// UTF-8. The C1 control is accepted only if a printable byte follows it.
    fn take_broken_character(&mut self, next: u8) {
        let character = std::mem::take(&mut self.character);
        self.advance(0xff);
        let control = character.iter().rposition(|byte| self.is_control(*byte));
        if let Some(index) = control.filter(|_| matches!(next, b' '..=b'~')) {
            self.take_control(character[index]);
            character.into_iter().skip(index + 1).for_each(|byte| self.take(byte));
        }
    }

    /// C1 controls (U+0080 to U+009F) are single characters that stand for Esc and a letter. Some terminals send C1
    /// controls, either as single bytes or encoded in UTF-8. Inside a paste, C1 control characters are treated as text,
    /// so that pasted text can't end the paste.
    fn is_control(&self, byte: u8) -> bool {
        matches!(byte, 0x80..=0x9f) && (!self.keys.pasting || (self.is_eight_bit_paste && byte == CSI))
    }

    fn take_control(&mut self, byte: u8) {
        self.advance(ESC);
        self.is_eight_bit = byte == CSI;
        self.advance(byte - 0x40);
    }

    /// Discards one byte of a mouse report in the old format. A coordinate is either a single byte or a two-byte UTF-8
    /// character.
    fn take_mouse(&mut self, byte: u8, is_rest: bool, missing: u8) {
        self.is_half_coordinate = matches!(byte, 0xc2..=0xdf);
        if !is_rest {
            self.state = if missing > 1 { SequenceState::Mouse(missing - 1) } else { SequenceState::Ground };
        }
    }

    fn advance(&mut self, byte: u8) {
        self.is_eight_bit &= byte != ESC;
        if byte == CTRL_C {
            self.interrupt();
        } else if self.state == SequenceState::Ground {
            self.take_outside(byte);
        } else if byte != 0 {
            // NUL is ignored, because serial connections may insert it as padding.
            self.take_inside(byte);
        }
    }

    /// Ctrl-C must take effect immediately, even in the middle of a sequence or a paste.
    fn interrupt(&mut self) {
        let (has_open_paste, is_cut) = (self.keys.has_open_paste, self.unfinished() == Unfinished::Sequence);
        self.reset();
        (self.keys.has_open_paste, self.is_cut) = (has_open_paste, is_cut);
        self.keys.press(KeyCode::Char('c'), KeyModifiers::CONTROL);
    }

    fn take_outside(&mut self, byte: u8) {
        match byte {
            ESC => self.state = SequenceState::Escape,
            DELETE => self.keys.press(KeyCode::Backspace, KeyModifiers::NONE),
            _ => self.parser.advance(&mut self.keys, &[byte]),
        }
    }

    fn take_inside(&mut self, byte: u8) {
        use SequenceState as State;

        let outer = self.outer;
        let before = self.keys.events.len();
        let was_pasting = self.keys.pasting;
        // An escape sequence inside a DCS, SOS, PM or APC string is part of the string.
        let is_free = !was_pasting && !matches!(outer, Some(TextKind::Other | TextKind::Tmux));
        self.state = match (self.state, byte) {
            (_, CANCEL | SUBSTITUTE) | (State::Text(TextKind::Osc) | State::TextEscape(TextKind::Osc), BEL) => {
                State::Ground
            }
            (State::Late(letter), _) => return self.take_late(letter, byte),
            (State::Text(_) | State::TextEscape(_), _) => self.take_text(byte),
            (State::Name(_), _) => return self.end_name(&[byte]),
            (_, ESC) => self.outer.take().map_or(State::Escape, State::TextEscape),
            (_, BEL) if outer == Some(TextKind::Osc) => State::Ground,
            (State::Escape, b'[') => self.begin(State::Control),
            (State::Escape, b'O' | b'N') if !was_pasting => self.begin(State::Shift(byte)),
            (State::Escape, b']') => self.begin(State::Text(TextKind::Osc)),
            // During a paste, the start of a string is ignored, because the string would hide the end marker of the
            // paste.
            (State::Escape, b'P' | b'X' | b'^' | b'_') if !was_pasting => self.begin(State::Text(TextKind::Other)),
            (State::Escape | State::Intermediate, b' '..=b'/') => State::Intermediate,
            (State::Escape, _) => {
                self.take_alt(byte);
                State::Ground
            }
            (State::Intermediate, b'0'..=b'~') => State::Ground,
            (State::Control, b'A'..=b'Z' | b'a'..=b'z') if self.sequence.is_empty() && is_free && outer.is_none() => {
                State::Name(byte)
            }
            (State::Control, b'M' | b't' | b'T') if self.sequence.is_empty() && is_free => {
                self.outer = None;
                State::Mouse(name::coordinates(byte))
            }
            (State::Control, b'[') if self.sequence.is_empty() && is_free => State::Console,
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
            (state, _) => state,
        };
        if let Some(kind) = self.outer.take_if(|_| self.state == State::Ground) {
            // A key press shows that the string was cut off.
            let is_key = self.keys.events.len() > before || was_pasting || self.keys.pasting;
            if !is_key && !matches!(byte, CANCEL | SUBSTITUTE | BEL) {
                self.state = State::Text(kind);
            }
        }
    }

    fn take_text(&mut self, byte: u8) -> SequenceState {
        use SequenceState as State;

        match (self.state, byte) {
            (State::Text(kind), ESC) => State::TextEscape(kind),
            (State::Text(TextKind::Other), _) if self.sequence.len() < TMUX.len() => {
                self.sequence.push(byte);
                State::Text(if self.sequence == TMUX { TextKind::Tmux } else { TextKind::Other })
            }
            (State::TextEscape(_), b'\\') => State::Ground,
            (State::TextEscape(kind), ESC) if kind != TextKind::Tmux => State::TextEscape(kind),
            (State::TextEscape(kind), b'[') => {
                self.outer = Some(kind);
                self.begin(State::Control)
            }
            (State::TextEscape(TextKind::Osc), b'O' | b'N') if !self.keys.pasting => {
                self.outer = Some(TextKind::Osc);
                self.begin(State::Shift(byte))
            }
            (State::TextEscape(TextKind::Osc), b'P' | b'X' | b'^' | b'_') if !self.keys.pasting => {
                self.begin(State::Text(TextKind::Other))
            }
            (State::TextEscape(kind), _) => State::Text(kind),
            (state, _) => state,
        }
    }

    fn begin(&mut self, state: SequenceState) -> SequenceState {
        self.sequence.clear();
        state
    }

    /// Inside a DCS, SOS, PM or APC string, every control sequence except Ctrl-C is ignored.
    fn end_control(&mut self, last: u8) {
        if self.sequence.len() <= LONGEST_SEQUENCE {
            let whole = [b"\x1b[", self.sequence.as_slice(), &[last]].concat();
            if matches!(self.outer, Some(TextKind::Other | TextKind::Tmux)) {
                let mut inside = Keyboard::default();
                Parser::new().advance(&mut inside, &whole);
                self.keys.interrupted = inside.interrupted;
            } else {
                let was_pasting = self.keys.pasting;
                self.parser.advance(&mut self.keys, &whole);
                self.is_eight_bit_paste =
                    self.keys.pasting && if was_pasting { self.is_eight_bit_paste } else { self.is_eight_bit };
            }
        }
        if std::mem::take(&mut self.keys.interrupted) {
            self.interrupt();
        }
    }

    /// Terminals send a key with Alt as Esc followed by the key.
    fn take_alt(&mut self, byte: u8) {
        match byte {
            // `ESC \` is the string terminator rather than a backslash typed with Alt.
            b'\\' => {}
            DELETE => self.keys.press(KeyCode::Backspace, KeyModifiers::ALT),
            _ => {
                self.keys.alt = !self.keys.pasting;
                self.parser.advance(&mut self.keys, &[byte]);
            }
        }
    }

    pub(crate) fn take_cursor(&mut self) -> Option<(u16, u16)> {
        (!self.keys.cursors.is_empty()).then(|| self.keys.cursors.remove(0))
    }

    /// Returns whether the current sequence, such as `ESC [ 5 $`, is one that rxvt sends for Shift with another key.
    /// The same bytes can also be the start of a longer sequence.
    fn is_shifted_key(&self) -> bool {
        let digits = self.sequence.strip_suffix(b"$").unwrap_or_default();
        self.state == SequenceState::Control && matches!(digits, [b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9'])
    }

    /// Returns the maximum time to wait for the next byte, or `None` if there is no limit.
    pub(crate) fn patience(&self) -> Option<Duration> {
        match self.state {
            _ if !self.character.is_empty() => Some(SILENCE),
            SequenceState::Ground if self.keys.pasting || self.is_late || self.is_after_letter => Some(SILENCE),
            SequenceState::Ground => None,
            SequenceState::Escape if !self.keys.pasting && self.is_slow => Some(SLOW_ESCAPE),
            // During a paste, an Esc byte can only be the start of the end marker.
            SequenceState::Escape if !self.keys.pasting => Some(ESCAPE),
            SequenceState::Late(_) if !self.is_slow => Some(LATE_LETTER),
            _ if self.is_shifted_key() => Some(ESCAPE),
            _ => Some(SILENCE),
        }
    }

    /// Ends an incomplete sequence because no more bytes have arrived in time. A lone Esc byte is treated as the Esc
    /// key, and a letter that arrived after the Esc byte is treated as a separate key. Any other incomplete sequence is
    /// dropped.
    pub(crate) fn give_up(&mut self) -> Vec<Event> {
        let escape = self.state == SequenceState::Escape && !self.keys.pasting && self.character.is_empty();
        // A paste that is still open must have lost its end marker.
        if self.keys.pasting && !self.keys.pasted.is_empty() {
            let pasted = std::mem::take(&mut self.keys.pasted);
            self.keys.events.push(Event::Paste(pasted));
        }
        match self.state {
            SequenceState::Late(letter) => self.take_outside(letter),
            SequenceState::Name(_) if !name::has_dotted_version(&self.sequence) => self.end_name(&[]),
            _ => {}
        }
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
        *self = Self { is_latin1: self.is_latin1, is_slow: self.is_slow, ..Self::default() };
        self.keys.events = events;
    }

    /// A paste that was ended with Ctrl-C counts as unfinished until its end marker arrives.
    pub(crate) fn unfinished(&self) -> Unfinished {
        let is_open = self.state != SequenceState::Ground || !self.character.is_empty();
        if self.keys.has_open_paste {
            Unfinished::Paste
        } else if is_open || self.is_after_letter || self.is_cut {
            Unfinished::Sequence
        } else {
            Unfinished::Nothing
        }
    }
}
