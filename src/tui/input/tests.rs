//! Tests the decoder with sequences that are split at every byte.

use super::*;

/// Returns the names of the keys, followed by `?` if a sequence wasn't finished in time.
fn keys(events: &[Event]) -> Vec<String> {
    let name = |event: &Event| match event {
        Event::Key(key) if key.modifiers.contains(KeyModifiers::ALT) => "alt".to_owned(),
        Event::Key(key) => crate::tui::keymap::name_of(*key).unwrap_or_default(),
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
    "\x1b[27;2;65~", // modifyOtherKeys
    "\x1b[99;5:3u",  // the release of Ctrl-C
    "\x1b[1;1:3A",
    "\x1b[5;1:3~",
    "\x1b[1;3;5;7z",
    "\x1b[ q",
    "\x1b[?1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;31;32;33;34;35c",
    "\x1b[24\r;80R", // control characters inside a sequence
    "\x1b[?1\x08;2\x7fc",
    "\x1b]11;rgb:1c\r3c\n\x00/1\x07",
    "\x1b[1é;2R",
    "\x1b(\rB",
    "\x1b[?6\x18", // a sequence that is cancelled
    "\x1b[1;3\x1a",
    "\x1b(\x1a",
    "\x1bO1;\x18",
    "\x1b]11;rgb:1c\x18",
    "\x1bP1c\x1b\x1a",
    "\x1bPtmux;\x1b\x1b1c3g\x1b\\", // Esc inside a string
    "\x1bPtmux;\x1b\x1b]11;rgb:1c/3g\x1b\x1b\\\x1b\\",
    "\x1b]0;a\x1b1c3g\x1b\\",
    "\x1b]0;a\x1b\x07",
    "\x1b[1;2;3;4A",
    "\x1b[?200~",
    "\x1b[M #3", // the old mouse report
    "\x1b[M \x7f\x7f",
    "\x1b[M \u{9b}1", // the same with UTF-8
    "\x1b[M#\u{7ff}\u{80}",
    "\x1b[t13", // text selected in mode 1001
    "\x1b[t\u{9b}c",
    "\x1b[T13c3g1",
    "\x1b[T\u{7ff}\u{80}c3g1",
    "\x1b[4;600;800t", // the same letters with parameters
    "\x1b[0T",
    "\x1b[200~\x1b[t\x1b[T\x1b[201~",
    "\x1b[<35;1;1M", // the mouse moved
    "\x1b[<0;1;1m",
    "\x1b[32;10;10M", // rxvt's mouse report
    "\x1b(B",
    "\x1bNc",
    "\x1bOq", // unused keys
    "\x1bO2s",
    "\x1b[a",
    "\x1b[34~",
    "\x1b[[F",
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
    "\x1b[200~\x1b[M\x1b[201~",
    "\x1b[200~\x1bO\x1b[201~",
    "\x1b[200~\x1b[[\x1b[201~",
    "\x1b[200~\x1b]11;1c\x1b[201~",
    "\x1b[200~1c\x1b[20\x1b[201\x1b\x1b[201~",
    "\x1b[200~\x1bP1c\x1b[201~",
    "\x1b[200~\x1b_1c\x1b[201~",
    "\x1b[200~\x1bX\x1b^1c\x1b[201~",
    "\x1b[200~\x1b]8;;a\x1b[31m1c\x1b[201~",
    "\x1bP1$r1c\x073c\x1b\\", // BEL ends only an OSC string
    "\x1bP>|X\x071c3g\x1b\\",
    "\x1b_Gi=1;OK\x073c1c\x1b\\",
    "\x1b^a\x071c\x1b\\",
    "\x1bXa\x071c\x1b\\",
    "\u{90}>|X\x071c\u{9c}",
    "\x1b_a\x1b\x071c\x1b\\",
    "\x1bPq\x1bO1c3g\x1b\\", // a sequence inside a string
    "\x1bPq\x1bNc1c3g\x1b\\",
    "\x1bPq\x1b[A1c3g\x1b\\",
    "\x1bPq\x1b[M1c3g\x1b\\",
    "\x1bPq\x1b[[A1c3g\x1b\\",
    "\x1bPq\x1b[t\x1b\\",
    "\x1bPq\x1b[200~1c\x1b\\",
    "\x1b_q\x1b[?62;1c1c3g\x1b\\",
    "\x1b^q\x1b[1c1\x1b[1c\x1b\\",
    "\x1bXq\u{9b}?1;3c1c\u{9c}",
    "\x1bX\u{8f}A1c\u{9c}",
    "\x1bPq\x1b]0;a\x071c\x1b\\",
    "\x1bPq\x1b[\x18",
    "\x1bPtmux;\x1b\x1b[?62;1c1c3g\x1b\\",
    "\x1bPtmux;\x1b\x1bOA1c\x1b\\",
    "\x1bPtmux;\x1b\x1bP>|X(1c)\x1b\x1b\\3g\x1b\\",
    "\x1bPtmux;\x1b\x1b]11;rgb:1c\x073g\x1b\\",
    "\x1b]0;a\x1b[?1;3c1c\x07",
    "\x1b]0;a\x1b[?1;3c1c\x1b\\",
    "\x1b]0;a\x1b[\x07",
    "\x1b]0;a\x1bNc1c\x07",
    "\x1b]0;a\x1bPq1c\x073g\x1b\\",
    "\x1b]0;a\x1b[\x1a",
    "\x1b[67;46;99;1;0;1_", // input from the Windows console
    "\x1b[67;46;3;0;8;1_",
    "\x1b[67;46;3;1;24;1_",
    "\x1b[99;81;0;1;8;1_",
    "\x1b[27;1;27;0;0;1_",
    "\x1b[17;29;0;1;8;1_",
    "\x1b[1089;1u",
    "\x1b[1089;6u",
    "\u{9b}200~1c\u{9b}201~", // a paste from a terminal with control characters of 8 bits
    "\u{9b}200~\u{90}1c\u{9b}31m\u{9b}201~",
    "\u{9b}200~1c\x1b[201~",
];

/// The same controls as single bytes, which terminals without UTF-8 send.
const SWALLOWED_BYTES: &[&[u8]] = &[
    b"\x9b?62;1;4c",
    b"\x9b24;80R",
    b"\x9d11;rgb:1c1c/3c3c/0g\x9c",
    b"\x90>|XTerm(1c3g)\x9c",
    b"\x9fG1c\x9c",
    // Old mouse reports from a large window.
    b"\x1b[M \x9b1",
    b"\x1b[M \x801",
    b"\x1b[M 1\x9d",
    b"\x1b[M#\xff\xfe",
    b"\x1b[M \xc31",
    b"\x1b[M 1\xc3",
    b"\x1b[M \xe2\x9b",
    b"\x1b[t\x9b\xc3",
    b"\x1b[T1\x9d\xff\x803\xc2",
    b"\x1b[200~\xff\x9b201~1c\xc3\x1b[201~",
    b"\x9b200~1c3g\x9b201~",
    b"\x9b200~\xe9\x9b201~",
    b"\x9b200~1\x90c\x9b31m\x9d\xe9\x9b\x9b\x9b201~",
    b"\x9b200~1c\x1b[201~",
    b"\x1b[200~1c\x9b201~1c\x1b[201~",
    b"\x1b[200~\x9b200~1c\x9b201~3c\x1b[201~",
    // Letters that aren't UTF-8 in front of a control character.
    b"\xc2\xc2\x9b?1;3c",
    b"\xc2\x9b?1;3c",
    b"\xe2\x9b?1;3c",
    b"\xe9\x9b1;3c",
    b"\xe9\xe9\x9d11;1c\x07",
    b"\xc0\x9b?1;3c",
    b"\xc1\x9b?1;3c",
    b"\xe0\x9b?1;3c",
    b"\xf0\x9b?1;3c",
    b"\xf0\x9f\x9b?1;3c",
    b"\xf4\x9b?1;3c",
    b"\xf5\x9b?1;3c",
    b"\xff\x9b?1;3c",
    b"\xf0\x9f\x9f\x1b[?1;3c",
    b"\xe2\x90>|X(1c\x9c",
    b"\x1bP>|\xe9\x1b\\",
];

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
        ("\0", "ctrl-space"), // keys without a meaning, which the program must not ignore silently
        ("\x1c", "ctrl-\\"),
        ("\x1d", "ctrl-]"),
        ("\x1f", "ctrl-_"),
        ("\x1b[2~", ""),
        ("G", "G"),
        (" ", "space"),
        ("é", "é"),
        ("\u{1f3ab}", "\u{1f3ab}"),
        ("\x1bq", "alt"),
        ("\x1b\u{e9}", "alt"),
        ("\x1b\u{4e5c}", "alt"),
        ("\x1b\r", "alt"),
        ("\x1b\x7f", "alt"),
        ("\x1b\x01", "alt"),
        ("\x1bOd", "left"), // rxvt with Ctrl or Shift
        ("\x1b[7^", "home"),
        ("\x1b[8@", "end"),
        ("\x1bO5A", "up"), // Konsole and old versions of xterm with Ctrl or Shift
        ("\x1bO1;2P", "f1"),
        ("\x1b[67;46;3;1;8;1_", "ctrl-c"), // input from the Windows console
        ("\x1b[67;46;3;1;4_", "ctrl-c"),
        ("\x1b[67;46;1089;1;40;1_", "ctrl-c"),
        ("\x1b[0;0;3;1;8;1_", "ctrl-c"),
        ("\x1b[76;38;12;1;8;1_", "ctrl-l"),
        ("\x1b[27;1;27;1;0;1_", "esc"),
        ("\u{9b}27;1;27;1;0;1_", "esc"),
        ("\x1b[27;5;99~", "ctrl-c"), // modifyOtherKeys
        ("\x1b[27;5;76~", "ctrl-l"),
        ("\x1b[122;5u", "ctrl-z"),
        ("\x1b[1;1:1B", "down"),
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
    for (bytes, cursor) in [("\x1b[2;3R", Some((2, 3))), ("\x1b[2;2R", Some((2, 2))), ("\x1b[?2;3R", None), ("x", None)]
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
        assert_eq!(decoder.patience().is_some(), decoder.is_late);
        events.extend(decoder.feed(b"1"));
        (patience, keys(&events))
    };
    for (bytes, patience, expected) in [
        ("\x1b", 30, &["esc", "1"][..]),
        ("\x1b\x1b", 30, &["esc", "1"]),
        ("\x1b[5$", 30, &["pageup", "1"]),
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
        ("\x1b[t", 1_000, &["1"]),
        ("\x1b[T1c3g", 1_000, &["1"]),
        ("\x1b[200~abc", 1_000, &["1"]),
        ("\x1b[200~abc\x1b", 1_000, &["1"]),
    ] {
        assert_eq!(given_up(bytes), (Some(patience), expected.iter().map(|key| (*key).to_owned()).collect()));
    }
}

#[test]
fn the_rest_of_a_sequence_may_come_long_after_its_esc() {
    for (rest, key) in [
        ("[?62;1;3c", None),
        ("]11;rgb:1c/3c/1\x07", None),
        ("OS", Some("f4")),
        ("OA", Some("up")),
        ("Nc", None),
        ("P>|XTerm(1c3g)\x1b\\", None),
        ("P1$r1c\x1b\\", None),
        ("P!|1c\x1b\\", None),
        ("Ptmux;1c\x1b\\", None),
        ("Pq1c\x1b\\", None),
        ("_G1c\x1b\\", None),
        ("^1c\x1b\\", None),
        ("X1c\x1b\\", None),
        ("Xc1c\x1b\\", None),
    ] {
        for length in 1..=rest.len() {
            let mut decoder = Decoder::default();
            decoder.feed(&[ESC]);
            let mut events = decoder.give_up();
            for part in rest.as_bytes().chunks(length) {
                events.extend(decoder.feed(part));
                assert!(decoder.patience().is_none_or(|wait| wait == SILENCE || part.ends_with(b"\x1b")));
            }
            events.extend(decoder.feed(b"x"));
            let expected: Vec<&str> = ["esc"].into_iter().chain(key).chain(["x"]).collect();
            assert_eq!(keys(&events), expected, "{rest:?} in parts of {length}");
        }
    }
    // Otherwise it is what the user typed next.
    for (typed, waits) in [
        ("O", false),
        ("Px", false),
        ("P", false),
        ("X", false),
        ("N", false),
        ("Oé", false),
        ("P\u{1f3ab}", false),
        ("1", false),
        ("[", true),
    ] {
        let mut decoder = Decoder::default();
        decoder.feed(&[ESC]);
        decoder.give_up();
        if waits {
            decoder.give_up();
        }
        let mut events: Vec<Event> = typed.bytes().flat_map(|byte| decoder.feed(&[byte])).collect();
        if decoder.patience().is_some() {
            events.extend(decoder.give_up());
        }
        assert_eq!(keys(&events).concat(), typed);
    }
    for letter in ["O", "P", "X"] {
        let mut decoder = Decoder::default();
        decoder.feed(&[ESC]);
        decoder.give_up();
        let events = [letter, "\x03"].map(|text| decoder.feed(text.as_bytes())).concat();
        assert_eq!(keys(&events), ["ctrl-c"]);
    }
}

#[test]
fn a_letter_that_is_not_utf_8_is_forgotten_after_a_second() {
    for start in [&b"\xe9"[..], b"\xc2", b"\xf0\x9f\x8e", b"\xe2\x9b"] {
        let mut decoder = Decoder::default();
        decoder.feed(start);
        assert_eq!(decoder.patience(), Some(SILENCE));
        assert_eq!(decoder.give_up(), []);
        assert_eq!(decoder.patience(), None);
        let events = [&b"\x9b?62;1;3c"[..], b"x"].map(|bytes| decoder.feed(bytes)).concat();
        assert_eq!(keys(&events), ["x"], "{start:?}");
    }
}

#[test]
fn a_paste_in_control_characters_of_8_bits_is_text() {
    for bytes in [&b"\x9b200~GET /\xc3\xa9\x9b201~"[..], "\u{9b}200~GET /é\u{9b}201~".as_bytes()] {
        for split in 0..bytes.len() {
            let mut decoder = Decoder::default();
            let events = [&bytes[..split], &bytes[split..]].map(|part| decoder.feed(part)).concat();
            assert_eq!(events, [Event::Paste("GET /é".to_owned())], "{split}");
        }
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
fn ctrl_c_ends_a_paste_in_every_encoding_and_its_release_does_not() {
    let open = b"\x1b[200~1c\r3g";
    for text in [
        "\x03",
        "\x1b[99;5u",
        "\x1b[99;5:1u",
        "\x1b[99;5:2u",
        "\x1b[99;5;99u",
        "\x1b[99:67;5u",
        "\x1b[67;69u",      // with Caps Lock
        "\x1b[99;133u",     // with Num Lock
        "\x1b[1089::99;5u", // the same key with a Cyrillic layout
        "\x1b[1089;5u",
        "\x1b[1057;69u",
        "\x1b[968;5u", // with a Greek one
        "\x1b[1489;5u",
        "\x1b[12618;5u",
        "\x1b[27;5;1089~",
        "\x1b[3;5u",
        "\x1b[67;46;3;1;8;1_",
        "\x1b[27;5;99~",
        "\x1b[27;5;67~",
        "\u{9b}99;5u\x03",
    ] {
        for keys in all_splits(&[open, text.as_bytes()].concat()) {
            assert_eq!(keys, ["ctrl-c", "x"], "{text:?}");
        }
        for keys in all_splits(text.as_bytes()) {
            assert_eq!(keys.last().map(String::as_str), Some("x"), "{text:?}");
            assert_eq!(keys.first().map(String::as_str), Some("ctrl-c"), "{text:?}");
        }
    }
    for text in [
        "\x1b[67;46;3;0;8;1_",
        "\x1b[1089;5:3u",
        "\x1b[1090;5u",
        "\x1b[99;5:3u",
        "\x1b[99;6u",
        "\x1b[99u",
        "\x1b[27u",
        "\x1b[122;5u",
        "\x1b[27;5;76~",
        "\x1b[27;6;99~",
    ] {
        for keys in all_splits(&[open, text.as_bytes(), b"\x1b[201~"].concat()) {
            assert_eq!(keys, ["x"], "{text:?}");
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
