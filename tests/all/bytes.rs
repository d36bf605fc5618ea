//! Counts the bytes that a key press sends to a real terminal.

use crate::terminal::{Term, new_home};

/// The maximum number of bytes that pressing Up or Down on the home screen may send.
const ALLOWED: usize = 150;

/// Waits until the bytes after `start` end with a complete frame, and returns the number of bytes. A frame ends when
/// the cursor is shown and moved.
fn frame(term: &mut Term, start: usize) -> usize {
    term.until("a whole frame", |term| {
        let sent = String::from_utf8_lossy(&term.all[start..]);
        sent.rsplit_once("\u{1b}[?25h").is_some_and(|(_, end)| end.starts_with("\u{1b}[") && end.ends_with('H'))
    });
    term.all.len() - start
}

#[test]
fn a_key_on_the_home_screen_sends_few_bytes() {
    for arguments in [&[][..], &["--color", "never"]] {
        let mut term = Term::start_at(&new_home(), arguments, &[], 24, 80);
        term.wait_for("Your progress");
        frame(&mut term, 0);
        for key in ["\u{1b}[B", "\u{1b}[A"].into_iter().flat_map(|key| std::iter::repeat_n(key, 12)) {
            let before = term.all.len();
            let count = frame(term.send(key), before);
            assert!(count < ALLOWED, "{key:?} sends {count} bytes:\n{}", term.text());
        }
        term.send("\u{3}");
        assert_eq!(term.code(), 130);
    }
}
