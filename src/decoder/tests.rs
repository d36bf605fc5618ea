//! Tests the decoder with sequences that are split at every byte.

mod sequences;

use super::*;
use sequences::{KEYS, SWALLOWED, SWALLOWED_BYTES};

/// Mouse events are written as `column.row`. Pasted text is left out.
fn keys(events: &[Event]) -> Vec<String> {
    let name = |event: &Event| match event {
        Event::Key(key) if key.modifiers.contains(KeyModifiers::ALT) => "alt".to_owned(),
        Event::Key(key) => name_of(key.code, key.modifiers),
        Event::Mouse(mouse) => format!("{}.{}", mouse.column, mouse.row),
        _ => "?".to_owned(),
    };
    // Neither pasted text nor a byte that isn't valid UTF-8 counts as a key.
    let is_key = |event: &&Event| match event {
        Event::Key(key) => key.code != KeyCode::Char('\u{fffd}'),
        Event::Paste(_) => false,
        _ => true,
    };
    events.iter().filter(is_key).map(name).collect()
}

fn name_of(code: KeyCode, held: KeyModifiers) -> String {
    match code {
        KeyCode::Char(letter) if held.contains(KeyModifiers::CONTROL) => {
            format!("ctrl-{}", name_of(KeyCode::Char(letter), KeyModifiers::NONE))
        }
        KeyCode::Char(' ') => "space".to_owned(),
        KeyCode::Char(letter) => letter.to_string(),
        KeyCode::F(number) => format!("f{number}"),
        KeyCode::Insert | KeyCode::Delete => String::new(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn feed_last(decoder: &mut Decoder, bytes: &[u8]) -> Vec<Event> {
    let mut events = decoder.feed(bytes);
    events.extend(decoder.give_up());
    events
}

/// Decodes bytes that arrive in several parts, and then a key press.
fn decoded<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
    let mut decoder = Decoder::default();
    let mut events: Vec<Event> = parts.into_iter().flat_map(|part| decoder.feed(part)).collect();
    events.extend(feed_last(&mut decoder, b"x"));
    keys(&events)
}

fn all_splits(bytes: &[u8]) -> Vec<Vec<String>> {
    (0..=bytes.len()).map(|split| decoded([&bytes[..split], &bytes[split..]])).collect()
}

fn bytewise(bytes: &[u8]) -> Vec<String> {
    decoded(bytes.chunks(1))
}

#[test]
fn replies_and_unknown_sequences_are_swallowed_whole_wherever_they_are_split() {
    for bytes in SWALLOWED.iter().map(|text| text.as_bytes()).chain(SWALLOWED_BYTES.iter().copied()) {
        for keys in all_splits(bytes).into_iter().chain([bytewise(bytes)]) {
            assert_eq!(keys, ["x"], "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}

#[test]
fn keys_are_keys_wherever_they_are_split() {
    for (text, expected) in KEYS {
        for keys in all_splits(text.as_bytes()).into_iter().chain([bytewise(text.as_bytes())]) {
            assert_eq!(keys, [*expected, "x"], "{text:?}");
        }
    }
}

#[test]
fn a_name_is_swallowed_only_with_a_version_and_anything_else_is_typed() {
    for (typed, expected) in [
        ("TERM2 3.5.13n", ""),
        ("term 2n", ""),
        ("TERM2 3.5.13", ""), // its end never comes
        ("TERM2 ", "TERM2space"),
        ("qq", "qq"),
        ("q\r", "qenter"),
        ("the line 2 x", "thespacelinespace2spacex"),
        ("a\x1b[A", "aup"),
        ("1", "1"),
    ] {
        let bytes = format!("\x1b[I{typed}");
        for split in 0..bytes.len() {
            let mut decoder = Decoder::default();
            let mut events = decoder.feed(&bytes.as_bytes()[..split]);
            events.extend(feed_last(&mut decoder, &bytes.as_bytes()[split..]));
            assert_eq!(keys(&events).concat(), expected, "{typed:?} at {split}");
        }
    }
    let mut decoder = Decoder::default();
    assert_eq!(keys(&decoder.feed(b"\x1b[ITERM2 3\x03")), ["ctrl-c"]);
    // Text after a key isn't mistaken for the name of a terminal.
    assert_eq!(keys(&Decoder::default().feed(b"\x1b[HLine 2 is")).concat(), "homeLinespace2spaceis");
}

#[test]
fn a_name_is_one_reply_wherever_it_is_cut_and_whatever_its_first_letter_is() {
    for reply in [
        "ITERM2 3.5.13n", "WezTerm 20240203-110809n", "kitty 0.35.2n", "Alacritty 0.15n", "Contour 0.5.1n",
        "Apple_Terminal 455n", "Black Box 0.14n", "DomTerm 3.2n", "Zutty 0.16n", "Prompt 3.1n", "SecureCRT 9.5n",
        "Tabby 1.0.2n", "MobaXterm 24.0n", "tmux 3.5an", "Hyper 4.0.0-beta.5n", "Rio 0.2.0-alphan",
    ] {
        let mut decoder = Decoder::default();
        assert_eq!(keys(&decoder.feed(format!("\x1b[{reply}\x1b[{reply}1\x1b[A").as_bytes())), ["1", "up"], "{reply}");
        for split in 1..reply.len() {
            let (first, second) = reply.split_at(split);
            let mut decoder = Decoder::default();
            let start = decoder.feed(format!("\x1b[{first}").as_bytes());
            let is_key = split <= 2 && first.starts_with(|letter| "ABCDFHPQSZabcd".contains(letter));
            // A mouse report also starts with `ESC [` and M, T or t.
            if first.starts_with(['M', 'T', 't']) || is_key && split == 2 {
                continue;
            }
            assert_eq!(start.len(), usize::from(is_key && !first.starts_with(['a', 'b', 'c', 'd'])), "{reply} {split}");
            assert_eq!(decoder.patience(), Some(SILENCE), "{reply} at {split}");
            let after = [second.as_bytes(), b"1"].map(|bytes| decoder.feed(bytes)).concat();
            assert_eq!(keys(&after), ["1"], "{reply} at {split}");
        }
    }
    // Neither a key nor the characters typed after the key are delayed.
    for (typed, expected) in
        [("\x1b[B", "down"), ("\x1b[Bc", "downc"), ("\x1b[B1c", "down1c"), ("\x1b[B\r", "downenter")]
    {
        let mut decoder = Decoder::default();
        assert_eq!(keys(&decoder.feed(typed.as_bytes())).concat(), expected);
        assert_eq!(keys(&decoder.feed(b"c")), ["c"]);
    }
}

#[test]
fn enter_may_be_two_bytes_and_counts_once() {
    for (typed, expected) in
        [("\r\n", "enter"), ("\r\0", "enter"), ("\n", "enter"), ("\r\r", "enterenter"), ("\r\n\r\n1", "enterenter1")]
    {
        assert_eq!(keys(&Decoder::default().feed(typed.as_bytes())).concat(), expected, "{typed:?}");
    }
}

#[test]
fn on_a_slow_connection_only_the_first_arrow_key_is_taken_for_esc() {
    let mut decoder = Decoder::default();
    let mut slowly = || {
        let mut events = Vec::new();
        for byte in b"\x1b[A" {
            events.extend(decoder.feed(&[*byte]));
            if decoder.patience().is_some_and(|patience| patience < Duration::from_millis(100)) {
                events.extend(decoder.give_up());
            }
        }
        keys(&events)
    };
    assert_eq!(slowly(), ["esc", "up"]);
    assert_eq!(slowly(), ["up"]);
}

#[test]
fn a_paste_stays_open_after_ctrl_c_until_its_end() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.unfinished(), Unfinished::Nothing);
    decoder.feed(b"\x1b[200~a\x03b");
    assert_eq!(decoder.unfinished(), Unfinished::Paste);
    decoder.feed(b"c\x1b[201~");
    assert_eq!(decoder.unfinished(), Unfinished::Nothing);
    decoder.feed(b"\x1b]11;");
    assert_eq!(decoder.unfinished(), Unfinished::Sequence);
}

#[test]
fn a_cursor_position_report_is_not_a_key() {
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
fn a_paste_without_its_end_is_kept() {
    for rest in ["", "\x1b"] {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(format!("\x1b[200~abc{rest}").as_bytes()), []);
        assert_eq!(decoder.give_up(), [Event::Paste("abc".to_owned())]);
        assert_eq!(keys(&decoder.feed(b"1")), ["1"]);
    }
}

#[test]
fn nul_inside_a_sequence_is_ignored() {
    for sequence in ["\x1b\0[A", "\x1b[\0A", "\x1b[1\0;1A", "\x1b\0\0OA"] {
        assert_eq!(keys(&Decoder::default().feed(sequence.as_bytes())), ["up"], "{sequence:?}");
    }
    assert_eq!(Decoder::default().feed(b"\x1b]11;\0rgb\x07"), []);
}

#[test]
fn words_and_numbers_after_a_report_of_the_focus_are_typed() {
    for text in ["seat 7a", "question 4", "401 c"] {
        let mut decoder = Decoder::default();
        let mut events = decoder.feed(format!("\x1b[I{text}").as_bytes());
        events.extend(decoder.give_up());
        assert_eq!(keys(&events).concat(), text.replace(' ', "space"));
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
        ("\x1b[200~", 1_000, &["1"]),
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
                let is_letter = matches!(decoder.state, SequenceState::Late(_));
                let expected = if is_letter { LATE_LETTER } else { SILENCE };
                assert!(decoder.patience().is_none_or(|wait| wait == expected || part.ends_with(b"\x1b")));
            }
            events.extend(decoder.feed(b"x"));
            let expected: Vec<&str> = ["esc"].into_iter().chain(key).chain(["x"]).collect();
            assert_eq!(keys(&events), expected, "{rest:?} in parts of {length}");
        }
    }
    // Any other input was typed by the user.
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
}

#[test]
fn ctrl_c_works_after_a_letter_that_arrived_late() {
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
fn a_terminal_without_utf_8_sends_each_letter_as_a_byte() {
    let mut decoder = Decoder::new(true);
    let mut typed = keys(&decoder.feed(b"Andr\xe9"));
    assert_eq!(decoder.patience(), None);
    typed.extend(keys(&decoder.feed(b"s\xdf\xfc\x9b?62;1c\x1b[A")));
    typed.extend(keys(&decoder.give_up()));
    typed.extend(keys(&decoder.feed(b"\xe9")));
    assert_eq!(typed.concat(), "Andrésßüupé");
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
        "\x03", "\x1b[99;5u", "\x1b[99;5:1u", "\x1b[99;5:2u", "\x1b[99;5;99u", "\x1b[99:67;5u",
        "\x1b[67;69u",      // with Caps Lock
        "\x1b[99;133u",     // with Num Lock
        "\x1b[1089::99;5u", // the same key with a Cyrillic layout
        "\x1b[1089;5u", "\x1b[1057;69u", "\x1b[968;5u", // with a Greek one
        "\x1b[1489;5u", "\x1b[12618;5u", "\x1b[27;5;1089~", "\x1b[3;5u", "\x1b[67;46;3;1;8;1_", "\x1b[27;5;99~",
        "\x1b[27;5;67~", "\u{9b}99;5u\x03",
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
        "\x1b[67;46;3;0;8;1_", "\x1b[1089;5:3u", "\x1b[1090;5u", "\x1b[99;5:3u", "\x1b[99;6u", "\x1b[99u", "\x1b[27u",
        "\x1b[122;5u", "\x1b[27;5;76~", "\x1b[27;6;99~",
    ] {
        for keys in all_splits(&[open, text.as_bytes(), b"\x1b[201~"].concat()) {
            assert_eq!(keys, ["x"], "{text:?}");
        }
    }
}

#[test]
fn an_interrupted_sequence_does_not_swallow_the_next_key() {
    for text in ["\x1b[?6\x18", "\x1b]11;\x1a", "\x1b]11;rgb\x1b[A", "\u{fffd}"] {
        assert!(bytewise(text.as_bytes()).ends_with(&["x".to_owned()]), "{text:?}");
    }
    assert_eq!(bytewise(b"\xff\xfe"), ["x"]);
    assert_eq!(Decoder::default().feed(b"\xff").len(), 1);
    assert_eq!(bytewise(b"\x1b]11;rgb\x1b[A"), ["up", "x"]);
}
