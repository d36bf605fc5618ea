//! Decodes bytes from the terminal into key and mouse events.
//!
//! This module decides where an escape sequence starts and ends. It discards replies to queries and unknown sequences
//! completely, even if they arrive in several reads. The decoder has no clock: [`Decoder::patience`] returns how long
//! to wait, and the caller reports when that time has passed. On Windows, crossterm reads events from the console
//! instead.

mod keyboard;

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyModifiers};
use vte::Parser;

use keyboard::Keyboard;

/// How long to wait after Esc to find out whether it was the key or the start of a sequence.
const ESCAPE: Duration = Duration::from_millis(30);

/// How long to wait for more input before giving up on an incomplete sequence or paste.
const SILENCE: Duration = Duration::from_secs(1);

const CTRL_C: u8 = 0x03;
const ESC: u8 = 0x1b;

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
    /// The decoder is inside an OSC, DCS, SOS, PM or APC string.
    Text,
    /// The decoder has read Esc inside a string, which either ends the string or starts another sequence.
    TextEscape,
}

impl SequenceState {
    /// Returns the state after this byte.
    const fn after(self, byte: u8) -> Self {
        match (self, byte) {
            // CAN and SUB cancel any sequence, and BEL ends an OSC string.
            (_, 0x18 | 0x1a) | (Self::Text, 0x07) | (Self::TextEscape, b'\\') => Self::Ground,
            (Self::Text, ESC) => Self::TextEscape,
            (Self::Text, _) => Self::Text,
            (_, ESC) => Self::Escape,
            (Self::Escape | Self::TextEscape, b'[') => Self::Control,
            (Self::Escape | Self::TextEscape, b']' | b'P' | b'X' | b'^' | b'_') => Self::Text,
            (Self::Escape | Self::TextEscape | Self::Intermediate, 0x20..=0x2f) => Self::Intermediate,
            (Self::Escape | Self::TextEscape | Self::Intermediate, 0x30..=0x7e) | (Self::Control, 0x40..=0x7e) => {
                Self::Ground
            }
            (Self::TextEscape, _) => Self::Escape,
            (state, _) => state,
        }
    }

    const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::TextEscape)
    }
}

#[derive(Default)]
pub(super) struct Decoder {
    parser: Parser,
    state: SequenceState,
    keys: Keyboard,
    /// Whether the last byte was C2, which starts the UTF-8 encoding of U+0080 to U+00BF.
    c2: bool,
    /// The number of bytes still missing from the current UTF-8 character.
    rest: u8,
}

impl Decoder {
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        for byte in bytes {
            self.take(*byte);
        }
        std::mem::take(&mut self.keys.events)
    }

    /// Decodes one byte. The control characters U+0080 to U+009F are short for Esc and a letter, and some terminals
    /// send them, either as single bytes or in UTF-8. In a paste they count as text, so that pasted text can't end the
    /// paste.
    fn take(&mut self, byte: u8) {
        if std::mem::take(&mut self.c2) {
            if matches!(byte, 0x80..=0x9f) && !self.keys.pasting {
                return self.take_control(byte);
            }
            self.advance(0xc2);
            self.rest = 1;
        }
        match byte {
            0xc2 if self.rest == 0 => self.c2 = true,
            0x80..=0x9f if self.rest == 0 && !self.keys.pasting => self.take_control(byte),
            _ => {
                self.rest = match byte {
                    0x80..=0xbf => self.rest.saturating_sub(1),
                    0xc0..=0xdf => 1,
                    0xe0..=0xef => 2,
                    0xf0..=0xf7 => 3,
                    _ => 0,
                };
                self.advance(byte);
            }
        }
    }

    fn take_control(&mut self, byte: u8) {
        self.rest = 0;
        self.advance(ESC);
        self.advance(byte - 0x40);
    }

    fn advance(&mut self, byte: u8) {
        match (byte, self.state) {
            // Ctrl-C must work at once, even during a reply or a paste.
            (CTRL_C, _) => {
                self.reset();
                self.keys.press(KeyCode::Char('c'), KeyModifiers::CONTROL);
            }
            (0x7f, SequenceState::Ground) => self.keys.press(KeyCode::Backspace, KeyModifiers::NONE),
            (_, before) => {
                self.state = before.after(byte);
                if before.is_text() {
                    // vte would mistake some letters for the end of the string, so none of the string is passed to it.
                    let begins = before == SequenceState::TextEscape && !self.state.is_text();
                    if begins && byte != b'\\' && !matches!(byte, 0x18 | 0x1a) {
                        let sequence = [ESC, byte];
                        self.parser.advance(&mut self.keys, if byte == ESC { &sequence[1..] } else { &sequence });
                    }
                } else if self.state.is_text() {
                    self.parser = Parser::new();
                } else {
                    self.parser.advance(&mut self.keys, &[byte]);
                }
            }
        }
    }

    /// Returns the cursor position if the terminal has reported it since the last call.
    pub(super) fn take_cursor(&mut self) -> Option<(u16, u16)> {
        self.keys.cursor.take()
    }

    /// Returns how long to wait for more bytes; `None` means without a limit.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.state {
            SequenceState::Ground if self.keys.expects_more() => Some(SILENCE),
            SequenceState::Ground => None,
            // During a paste, Esc can only start the end marker.
            SequenceState::Escape if !self.keys.pasting => Some(ESCAPE),
            _ => Some(SILENCE),
        }
    }

    /// Gives up on an incomplete sequence because no more bytes came in time. A single Esc counts as the key, and
    /// anything else is dropped.
    pub(super) fn give_up(&mut self) -> Vec<Event> {
        let escape = self.state == SequenceState::Escape && !self.keys.pasting;
        self.reset();
        if escape {
            self.keys.press(KeyCode::Esc, KeyModifiers::NONE);
        }
        std::mem::take(&mut self.keys.events)
    }

    fn reset(&mut self) {
        let events = std::mem::take(&mut self.keys.events);
        *self = Self::default();
        self.keys.events = events;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the names of the keys, followed by `?` if a sequence wasn't finished in time.
    fn keys(events: &[Event]) -> Vec<String> {
        let name = |event: &Event| match event {
            Event::Key(key) if key.modifiers.contains(KeyModifiers::ALT) => "alt".to_owned(),
            Event::Key(key) => super::super::keymap::name_of(*key).unwrap_or_default(),
            Event::Mouse(mouse) => format!("{}.{}", mouse.column, mouse.row),
            _ => "?".to_owned(),
        };
        // Pasted text isn't a key.
        events.iter().filter(|event| !matches!(event, Event::Paste(_))).map(name).collect()
    }

    /// Decodes these bytes and the keys typed after them, once for every place where two reads can split the bytes.
    fn all_splits(bytes: &[u8]) -> Vec<Vec<String>> {
        (0..=bytes.len())
            .map(|split| {
                let mut decoder = Decoder::default();
                let mut events = decoder.feed(&bytes[..split]);
                events.extend(decoder.feed(&bytes[split..]));
                events.extend(decoder.feed(b"x"));
                keys(&events)
            })
            .collect()
    }

    /// Decodes the same input one byte at a time.
    fn bytewise(bytes: &[u8]) -> Vec<String> {
        let mut decoder = Decoder::default();
        let events: Vec<Event> = bytes.iter().chain(b"x").flat_map(|byte| decoder.feed(&[*byte])).collect();
        keys(&events)
    }

    /// Replies to queries, and sequences that the program doesn't use.
    const SWALLOWED: &[&str] = &[
        "\x1b[?62;c",                             // DA1
        "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c", // DA1 of xterm
        "\x1b[>41;390;0c",                        // DA2
        "\x1bP!|00000000\x1b\\",                  // DA3
        "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",      // OSC 4
        "\x1b]10;rgb:e5e5/e5e5/e5e5\x07",         // OSC 10
        "\x1b]11;rgb:0000/0000/0000\x1b\\",       // OSC 11
        "\x1b]11;rgba:0000/0000/0000/ffff\x07",
        "\x1b]52;c;Y2Vjcmc0MDE=\x1b\\", // OSC 52
        "\x1b]8;;http://e/\x1b\\",      // a link
        "\x1bP>|XTerm(390)\x1b\\",      // XTVERSION
        "\x1bP>|tmux 3.5a\x1b\\",
        "\x1bP1+r544e=787465726d\x1b\\", // XTGETTCAP
        "\x1bP0+r\x1b\\",
        "\x1bP1$r0m\x1b\\",    // DECRQSS
        "\x1b_Gi=31;OK\x1b\\", // kitty graphics
        "\x1b_Gi=31;ENODATA:1c3g\x1b\\",
        "\x1bX1c3g\x1b\\", // SOS
        "\x1b^1c3g\x1b\\", // PM
        "\x1b[24;80R",     // CPR
        "\x1b[1;1R",
        "\x1b[?24;80;1R",
        "\x1b[?2026;2$y", // DECRPM
        "\x1b[?1049;1$y",
        "\x1b[4;1$y",
        "\x1b[I", // focus
        "\x1b[O",
        "\x1b[?1u", // kitty keyboard
        "\x1b[?0u",
        "\x1b[99;1u",
        "\x1b[99;1:3u",
        "\x1b[97:65;2:1;65u",
        "\x1b[8;24;80t", // size of the window
        "\x1b[4;480;640t",
        "\x1b[0n",       // status
        "\x1b[?997;1n",  // dark or light
        "\x1b[27;5;99~", // modifyOtherKeys
        "\x1b[1;3;5;7z",
        "\x1b[ q",
        "\x1b[?1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;31;32;33;34;35c",
        "\x1b[M #3",     // the old mouse report
        "\x1b[<35;1;1M", // the mouse moved
        "\x1b[<0;1;1m",
        "\x1b[32;10;10M", // rxvt's mouse report
        "\x1b(B",
        "\x1bNc",
        "\x1b[200~1c3g\r\x1b[201~", // a paste
        "\x1b[200~1\x1b]2;x\x1b\\c\u{1f3ab}\x1b[201~",
        "\x1b[200~\x1b[A\x1b[201~",
        "\x1bP>|\u{dc}1c3g\x1b\\", // letters with the byte 9C, which ends a text without UTF-8
        "\x1b]2;\u{dc}1c\u{4e5c}3g\x07",
        "\x1b]2;1c\u{9c}", // the same controls as one character
        "\u{9b}?62;1;4c",
        "\u{9b}24;80R",
        "\u{9d}11;rgb:1c1c/3c3c/0000\u{9c}",
        "\u{90}>|XTerm(1c3g)\u{9c}",
        "\u{9f}G1c\x1b\\",
        "\u{98}1c\u{9c}",
        "\u{9e}1c\u{9c}",
        "\x1b[200~\u{9b}201~1c3g\x1b[201~", // in a paste, they are text
    ];

    /// The same controls as single bytes, which terminals without UTF-8 send.
    const SWALLOWED_BYTES: &[&[u8]] =
        &[b"\x9b?62;1;4c", b"\x9b24;80R", b"\x9d11;rgb:1c1c/3c3c/0g\x9c", b"\x90>|XTerm(1c3g)\x9c", b"\x9fG1c\x9c"];

    #[test]
    fn replies_and_unknown_sequences_are_swallowed_whole_wherever_they_are_split() {
        for text in SWALLOWED {
            for keys in all_splits(text.as_bytes()) {
                assert_eq!(keys, ["x"], "{text:?}");
            }
            assert_eq!(bytewise(text.as_bytes()), ["x"], "{text:?}");
        }
        for bytes in SWALLOWED_BYTES {
            for keys in all_splits(bytes) {
                assert_eq!(keys, ["x"], "{bytes:?}");
            }
            assert_eq!(bytewise(bytes), ["x"], "{bytes:?}");
        }
    }

    #[test]
    fn keys_are_keys_wherever_they_are_split() {
        for (text, expected) in [
            ("\x1b[A", "up"),
            ("\x1b\x1b[A", "up"),
            ("\x1bOB", "down"),
            ("\x1b[1;5C", "right"),
            ("\x1b[D", "left"),
            ("\x1b[H", "home"),
            ("\x1bOF", "end"),
            ("\x1b[1~", "home"),
            ("\x1b[8~", "end"),
            ("\x1b[5~", "pageup"),
            ("\x1b[6;5~", "pagedown"),
            ("\x1b[Z", "backtab"),
            ("\x1bOP", "f1"),
            ("\x1b[11~", "f1"),
            ("\x1b[24~", "f12"),
            ("\x1b[[A", "f1"),
            ("\x1b[27u", "esc"),
            ("\x1b[99;5u", "ctrl-c"),
            ("\t", "tab"),
            ("\r", "enter"),
            ("\n", "enter"),
            ("\x7f", "backspace"),
            ("\x08", "backspace"),
            ("\x0c", "ctrl-l"),
            ("G", "G"),
            (" ", "space"),
            ("é", "é"),
            ("\u{1f3ab}", "\u{1f3ab}"),
            ("\x1bq", "alt"),
            ("\x1b[<0;5;7M", "4.6"),
            ("\u{9b}A", "up"),
            ("\u{8f}B", "down"),
            ("\u{b0}", "\u{b0}"),
            ("\u{4e5c}", "\u{4e5c}"),
        ] {
            for keys in all_splits(text.as_bytes()) {
                assert_eq!(keys, [expected, "x"], "{text:?}");
            }
            assert_eq!(bytewise(text.as_bytes()), [expected, "x"], "{text:?}");
        }
    }

    #[test]
    fn the_place_of_the_cursor_is_reported_and_is_no_key() {
        for (bytes, cursor) in
            [("\x1b[2;3R", Some((2, 3))), ("\x1b[2;2R", Some((2, 2))), ("\x1b[?2;3R", None), ("x", None)]
        {
            let mut decoder = Decoder::default();
            decoder.feed(bytes.as_bytes());
            assert_eq!((decoder.take_cursor(), decoder.take_cursor()), (cursor, None), "{bytes:?}");
        }
    }

    #[test]
    fn a_paste_is_text() {
        let text = "\x1b[200~GET /a\r\nHost:\tx\x1b[A\u{1f3ab}\x1b[201~";
        for split in 0..text.len() {
            let mut decoder = Decoder::default();
            let mut events = decoder.feed(&text.as_bytes()[..split]);
            events.extend(decoder.feed(&text.as_bytes()[split..]));
            assert_eq!(events, [Event::Paste("GET /a\n\nHost:\tx\u{1f3ab}".to_owned())], "{split}");
        }
    }

    #[test]
    fn silence_after_esc_is_the_key_and_after_anything_else_it_is_nothing() {
        let given_up = |bytes: &str| {
            let mut decoder = Decoder::default();
            let mut events = decoder.feed(bytes.as_bytes());
            let patience = decoder.patience().map(|wait| wait.as_millis());
            events.extend(decoder.give_up());
            assert_eq!(decoder.patience(), None);
            events.extend(decoder.feed(b"1"));
            (patience, keys(&events))
        };
        for (bytes, patience, expected) in [
            ("\x1b", 30, &["esc", "1"][..]),
            ("\x1b\x1b", 30, &["esc", "1"]),
            ("\x1bO", 1_000, &["1"]),
            ("\x1b(", 1_000, &["1"]),
            ("\u{9b}?62;", 1_000, &["1"]),
            ("\x1b[", 1_000, &["1"]),
            ("\x1b[?62;", 1_000, &["1"]),
            ("\x1b]11;rgb:00", 1_000, &["1"]),
            ("\x1b]11;rgb:00\x1b", 1_000, &["1"]),
            ("\x1bP>|XT", 1_000, &["1"]),
            ("\x1b_G", 1_000, &["1"]),
            ("\x1b[M ", 1_000, &["1"]),
            ("\x1b[200~abc", 1_000, &["1"]),
            ("\x1b[200~abc\x1b", 1_000, &["1"]),
        ] {
            assert_eq!(given_up(bytes), (Some(patience), expected.iter().map(|key| (*key).to_owned()).collect()));
        }
    }

    #[test]
    fn ctrl_c_is_heard_in_the_middle_of_everything() {
        for text in SWALLOWED {
            for split in 0..text.len() {
                let mut decoder = Decoder::default();
                let mut events = decoder.feed(&text.as_bytes()[..split]);
                events.extend(decoder.feed(&[CTRL_C]));
                assert_eq!(keys(&events).last().map(String::as_str), Some("ctrl-c"), "{text:?} at {split}");
            }
        }
    }

    #[test]
    fn what_is_broken_off_ends_there() {
        for text in ["\x1b[?6\x18", "\x1b]11;\x1a", "\x1b]11;rgb\x1b[A", "\u{fffd}"] {
            assert!(bytewise(text.as_bytes()).ends_with(&["x".to_owned()]), "{text:?}");
        }
        assert_eq!(bytewise(b"\xff\xfe"), ["x"]);
        assert_eq!(bytewise(b"\x1b]11;rgb\x1b[A"), ["up", "x"]);
    }
}
