//! Converts complete escape sequences into key, mouse and paste events. Sequences with other meanings are ignored.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use vte::{Params, Perform};

#[expect(clippy::struct_excessive_bools, reason = "each describes another part of the input")]
#[derive(Default)]
pub(super) struct Keyboard {
    pub(super) events: Vec<Event>,
    pub(super) pasting: bool,
    /// Whether the decoder is still waiting for the end marker of the latest paste. Even a paste that was ended with
    /// Ctrl-C has an end marker.
    pub(super) has_open_paste: bool,
    pub(super) pasted: String,
    /// Whether Ctrl-C arrived as a control sequence. Ctrl-C ends an open paste, whether it is sent as a control
    /// sequence or as the byte 03.
    pub(super) interrupted: bool,
    pub(super) alt: bool,
    /// The reported cursor positions, as row and column.
    pub(super) cursors: Vec<(u16, u16)>,
}

/// The maximum length of pasted text, in bytes. The rest of a longer paste is dropped.
const LONGEST_PASTE: usize = 4 * 1024 * 1024;

impl Keyboard {
    pub(super) fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.press_kind(code, modifiers, KeyEventKind::Press);
    }

    fn press_kind(&mut self, code: KeyCode, modifiers: KeyModifiers, kind: KeyEventKind) {
        let alt = if std::mem::take(&mut self.alt) { KeyModifiers::ALT } else { KeyModifiers::NONE };
        if !self.pasting {
            self.events.push(Event::Key(KeyEvent::new_with_kind(code, modifiers | alt, kind)));
        }
    }

    pub(super) fn press_shifted(&mut self, letter: u8) {
        // rxvt sends lower-case letters for the arrow keys with Ctrl.
        let letter = if matches!(letter, b'a'..=b'd') { letter.to_ascii_uppercase() } else { letter };
        if let Some(code) = letter_key(letter) {
            self.press(code, KeyModifiers::NONE);
        }
    }

    pub(super) fn press_console(&mut self, letter: u8) {
        if matches!(letter, b'A'..=b'E') {
            self.press(KeyCode::F(letter - b'A' + 1), KeyModifiers::NONE);
        }
    }

    /// Emits the Esc key or a combination of Ctrl and a letter. Any other key is ignored.
    fn press_encoded(&mut self, letter: Option<char>, is_esc: bool, held: KeyModifiers, kind: KeyEventKind) {
        match letter.filter(|_| held == KeyModifiers::CONTROL) {
            Some('c') => self.interrupted = true,
            Some(letter) => self.press_kind(KeyCode::Char(letter), held, kind),
            None if is_esc => self.press_kind(KeyCode::Esc, KeyModifiers::NONE, kind),
            None => {}
        }
    }

    fn paste(&mut self, character: char) {
        if self.pasted.len() < LONGEST_PASTE {
            self.pasted.push(character);
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

fn number_key(number: u16) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
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

/// xterm encodes the modifier keys as 1 plus a sum of bits: 1 for Shift, 2 for Alt and 4 for Ctrl.
fn modifiers(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let all = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    all.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, modifier)| modifier).collect()
}

/// The letter is converted to lower case, because Caps Lock may be on.
fn control_letter(code: u16) -> Option<char> {
    u8::try_from(code).ok().filter(u8::is_ascii_alphabetic).map(|letter| char::from(letter.to_ascii_lowercase()))
}

/// The letters on the C key in keyboard layouts for other alphabets: Russian, Greek, Hebrew, Arabic, Persian, Hindi,
/// Thai, Georgian, Korean and Japanese. With such a layout, a terminal may report Ctrl-C as Ctrl with one of these
/// letters.
const ON_THE_KEY_C: &str = "\u{441}\u{3c8}\u{5d1}\u{624}\u{632}\u{92e}\u{e41}\u{10ea}\u{314a}\u{305d}";

fn is_on_the_key_c(code: u16) -> bool {
    let letter = char::from_u32(code.into());
    code == 3 || letter.is_some_and(|letter| letter.to_lowercase().all(|letter| ON_THE_KEY_C.contains(letter)))
}

/// Bits 0 and 1 mean Alt, bits 2 and 3 mean Ctrl, and bit 4 means Shift.
fn console_modifiers(bits: u16) -> KeyModifiers {
    let all = [(0x03, KeyModifiers::ALT), (0x0c, KeyModifiers::CONTROL), (0x10, KeyModifiers::SHIFT)];
    all.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, modifier)| modifier).collect()
}

/// Returns the code of the same key on a Latin keyboard. The kitty protocol adds this code as a third value for
/// keyboards with other alphabets.
fn usual_key(params: &Params) -> Option<u16> {
    params.iter().next()?.get(2).copied()
}

impl Perform for Keyboard {
    fn print(&mut self, character: char) {
        if self.pasting {
            return self.paste(character);
        }
        if character.is_control() {
            self.alt = false;
        } else if character == '\u{fffd}' {
            // The replacement character stands for a byte that isn't valid UTF-8.
            self.alt = false;
            self.press(KeyCode::Char(character), KeyModifiers::NONE);
        } else {
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
        match byte {
            b'\r' | b'\n' => self.press(KeyCode::Enter, KeyModifiers::NONE),
            b'\t' => self.press(KeyCode::Tab, KeyModifiers::NONE),
            0x08 => self.press(KeyCode::Backspace, KeyModifiers::NONE),
            0x01..=0x1a => self.press(KeyCode::Char(char::from(byte - 1 + b'a')), KeyModifiers::CONTROL),
            0x00 => self.press(KeyCode::Char(' '), KeyModifiers::CONTROL),
            0x1c..=0x1f => self.press(KeyCode::Char(char::from(byte + 0x40)), KeyModifiers::CONTROL),
            _ => self.alt = false,
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], is_cut: bool, action: char) {
        let values: Vec<u16> = params.iter().map(|param| param.first().copied().unwrap_or(0)).collect();
        // A colon after the modifiers introduces the event type: 2 for a repeat and 3 for a release.
        let event_type = params.iter().nth(1).and_then(|param| param.get(1)).copied();
        let kind = if event_type == Some(2) { KeyEventKind::Repeat } else { KeyEventKind::Press };
        let held = modifiers(values.get(1).copied().unwrap_or(1));
        match (intermediates, action, values.as_slice()) {
            _ if is_cut => {}
            (b"", '~', [200]) => (self.pasting, self.has_open_paste) = (true, true),
            (b"", '~', [201]) => {
                (self.pasting, self.has_open_paste) = (false, false);
                let pasted = std::mem::take(&mut self.pasted);
                self.events.push(Event::Paste(pasted));
            }
            (b"<", 'M' | 'm', _) => self.mouse(&values, action),
            _ if !intermediates.is_empty() || event_type == Some(3) => {}
            (_, 'Z', _) => self.press_kind(KeyCode::BackTab, KeyModifiers::SHIFT, kind),
            // A sequence that ends with `R` is far more likely to be a cursor position report than F3 with a modifier.
            (_, 'R', [row, column]) => self.cursors.push((*row, *column)),
            (_, 'R' | 'M', _) => {}
            // An earlier program may have left the kitty keyboard protocol or xterm's `modifyOtherKeys` switched on.
            // Esc and combinations of Ctrl and a letter must still work in such a keyboard mode.
            (_, 'u', [code, ..]) | (_, '~', [27, _, code]) => {
                let letter = control_letter(*code).or_else(|| control_letter(usual_key(params)?));
                let letter = letter.or_else(|| is_on_the_key_c(*code).then_some('c'));
                self.press_encoded(letter, *code == 27, held, kind);
            }
            // In `win32-input-mode`, the Windows console reports the key code, scan code, character, key state and
            // modifiers. An earlier program may have left this mode switched on.
            (_, '_', [key, _, character, 1, bits, ..]) => {
                // The key code of a letter key is the character code of the capital letter.
                let letter = Some(*key).filter(|key| *key <= u16::from(b'Z')).and_then(control_letter);
                let letter = letter.or_else(|| (*character == 3).then_some('c'));
                self.press_encoded(letter, *key == 27, console_modifiers(*bits), kind);
            }
            // If Ctrl is held down, rxvt ends the sequence with `^` or `@`.
            (_, '~' | '^' | '@', [number] | [number, _]) => {
                if let Some(code) = number_key(*number) {
                    self.press_kind(code, held, kind);
                }
            }
            (_, letter, [0 | 1] | [0 | 1, _]) => {
                if let Some(code) = u8::try_from(letter).ok().and_then(letter_key) {
                    self.press_kind(code, held, kind);
                }
            }
            _ => {}
        }
    }
}
