//! Turns complete escape sequences into keys, clicks and pastes. Anything else is ignored.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use vte::{Params, Perform};

/// Turns the output of the vte parser into events.
#[derive(Default)]
pub(super) struct Keyboard {
    pub(super) events: Vec<Event>,
    /// Whether a paste has started but not ended yet.
    pub(super) pasting: bool,
    pasted: String,
    /// The `O` or `N` of `ESC O` or `ESC N`, until the next character completes the sequence.
    shifted: Option<u8>,
    /// The number of characters still to come in a sequence that has no end marker.
    owed: u8,
    /// Whether the last bytes were `ESC [ [`, which the Linux console sends for F1 to F5.
    console: bool,
    /// The row and column of the cursor as the terminal last reported them.
    pub(super) cursor: Option<(u16, u16)>,
}

/// The maximum length of pasted text, in bytes. Anything longer is cut off.
const LONGEST_PASTE: usize = 4 * 1024 * 1024;

impl Keyboard {
    /// Checks whether a sequence or a paste is still incomplete.
    pub(super) fn expects_more(&self) -> bool {
        self.pasting || self.owed > 0 || self.console || self.shifted.is_some()
    }

    pub(super) fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        if !self.pasting {
            let event = KeyEvent::new_with_kind(code, modifiers, KeyEventKind::Press);
            self.events.push(Event::Key(event));
        }
    }

    fn paste(&mut self, character: char) {
        if self.pasted.len() < LONGEST_PASTE {
            self.pasted.push(character);
        }
    }

    /// Checks whether a character completes the sequence before it.
    fn belongs(&mut self, character: char) -> bool {
        if self.owed > 0 {
            self.owed -= 1;
            return true;
        }
        if std::mem::take(&mut self.console) {
            if let Some(number) = ('A'..='E').zip(1..).find_map(|(key, number)| (key == character).then_some(number)) {
                self.press(KeyCode::F(number), KeyModifiers::NONE);
            }
            return true;
        }
        match self.shifted.take() {
            Some(b'O') => {
                let code = u8::try_from(character).ok().and_then(letter_key);
                if let Some(code) = code {
                    self.press(code, KeyModifiers::NONE);
                }
                true
            }
            Some(_) => true,
            None => false,
        }
    }

    fn mouse(&mut self, params: &[u16], action: char) {
        let [button, column, row] = *params else { return };
        let kind = match (button & !0b1_1100, action) {
            (0, 'M') => MouseEventKind::Down(MouseButton::Left),
            (64, 'M') => MouseEventKind::ScrollUp,
            (65, 'M') => MouseEventKind::ScrollDown,
            _ => return,
        };
        let (column, row) = (column.saturating_sub(1), row.saturating_sub(1));
        if !self.pasting {
            self.events.push(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
        }
    }
}

/// Decodes a key whose escape sequence ends with a letter.
const fn letter_key(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        _ => return None,
    })
}

/// Decodes a key whose escape sequence is a number followed by a tilde.
fn number_key(number: u16) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(u8::try_from(number - 10).unwrap_or(1)),
        17..=21 => KeyCode::F(u8::try_from(number - 11).unwrap_or(1)),
        23 | 24 => KeyCode::F(u8::try_from(number - 12).unwrap_or(1)),
        _ => return None,
    })
}

/// Decodes modifier keys from xterm's number, which is 1 plus one bit for each modifier.
fn modifiers(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let all = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    all.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, modifier)| modifier).collect()
}

impl Perform for Keyboard {
    fn print(&mut self, character: char) {
        if self.pasting {
            return self.paste(character);
        }
        if !self.belongs(character) && !character.is_control() && character != '\u{fffd}' {
            let shift = if character.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
            self.press(KeyCode::Char(character), shift);
        }
    }

    fn execute(&mut self, byte: u8) {
        if self.pasting {
            match byte {
                b'\r' | b'\n' => self.paste('\n'),
                b'\t' => self.paste('\t'),
                _ => {}
            }
            return;
        }
        if self.belongs(char::from(byte)) {
            return;
        }
        match byte {
            b'\r' | b'\n' => self.press(KeyCode::Enter, KeyModifiers::NONE),
            b'\t' => self.press(KeyCode::Tab, KeyModifiers::NONE),
            0x08 => self.press(KeyCode::Backspace, KeyModifiers::NONE),
            0x01..=0x1a => self.press(KeyCode::Char(char::from(byte - 1 + b'a')), KeyModifiers::CONTROL),
            _ => {}
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], _: bool, action: char) {
        let values: Vec<u16> = params.iter().map(|param| param.first().copied().unwrap_or(0)).collect();
        // The event type follows the modifiers after a colon; 3 means that the key was released.
        let released = params.iter().nth(1).is_some_and(|param| param.get(1) == Some(&3));
        let first = values.first().copied().unwrap_or(0);
        let held = modifiers(values.get(1).copied().unwrap_or(1));
        match (intermediates, action, first) {
            (b"", '~', 200) => self.pasting = true,
            (b"", '~', 201) => {
                self.pasting = false;
                let pasted = std::mem::take(&mut self.pasted);
                self.events.push(Event::Paste(pasted));
            }
            (b"<", 'M' | 'm', _) => self.mouse(&values, action),
            _ if !intermediates.is_empty() || released => {}
            // This is the old mouse report, which sends one character each for the button, the column and the row.
            (_, 'M', _) if values.iter().all(|value| *value == 0) => self.owed = 3,
            (_, '[', _) => self.console = true,
            (_, 'Z', _) => self.press(KeyCode::BackTab, KeyModifiers::SHIFT),
            // `R` is far more likely to be a cursor report than F3 with a modifier, and `M` isn't a key here.
            (_, 'R', row) => self.cursor = values.get(1).map(|column| (row, *column)),
            (_, '~', 27) | (_, 'M', _) => {}
            (_, '~', number) => {
                if let Some(code) = number_key(number) {
                    self.press(code, held);
                }
            }
            // An earlier program may have left the kitty keyboard protocol switched on. Even so, Esc and Ctrl-C must
            // work.
            (_, 'u', 27) => self.press(KeyCode::Esc, KeyModifiers::NONE),
            (_, 'u', 99) if held == KeyModifiers::CONTROL => self.press(KeyCode::Char('c'), held),
            (_, letter, 0 | 1) => {
                if let Some(code) = u8::try_from(letter).ok().and_then(letter_key) {
                    self.press(code, held);
                }
            }
            _ => {}
        }
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _: bool, byte: u8) {
        match byte {
            b'O' | b'N' if intermediates.is_empty() => self.shifted = Some(byte),
            // This ends a string, so it isn't a backslash typed with Alt.
            b'\\' => {}
            _ if intermediates.is_empty() => self.press(KeyCode::Char(char::from(byte)), KeyModifiers::ALT),
            _ => {}
        }
    }
}
