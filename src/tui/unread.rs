//! Discards what the terminal is still sending when the program ends or is suspended.
//!
//! If it weren't discarded, the user's shell would run the rest of a paste as commands, and would receive the rest of a
//! reply as typed text.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::decoder::Unfinished;

/// How long after a query its reply is still waited for.
pub(super) const REPLY: Duration = Duration::from_millis(1_500);

/// How long to wait for the next bytes of a paste, and how long a paste may take in total.
const PASTE: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(5)];

/// How long to wait for the next bytes of a sequence, and how long sequences may keep coming.
const SEQUENCE: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(1)];

/// The bytes that end a paste, in two encodings.
const PASTE_ENDS: [&[u8]; 2] = [b"\x1b[201~", b"\x9b201~"];

/// What the terminal is expected to send.
#[derive(Clone, Copy)]
struct Awaited {
    /// When the program asked for the position of the cursor, until the terminal has replied.
    asked: Option<Instant>,
    unfinished: Unfinished,
}

const NOTHING: Awaited = Awaited { asked: None, unfinished: Unfinished::Nothing };

static EXPECTED: Mutex<Awaited> = Mutex::new(NOTHING);

fn with_expected<T>(act: impl FnOnce(&mut Awaited) -> T) -> Option<T> {
    EXPECTED.lock().ok().map(|mut expected| act(&mut expected))
}

/// Records that the program has asked for the position of the cursor.
pub(super) fn expect_reply() {
    with_expected(|expected| expected.asked = Some(Instant::now()));
}

/// Records what the terminal hasn't finished sending.
pub(super) fn expect_rest(unfinished: Unfinished) {
    with_expected(|expected| expected.unfinished = unfinished);
}

/// Checks whether the program still expects the position of the cursor at most this long after the query. The reply is
/// then no longer expected.
pub(super) fn take_reply(longest: Duration) -> bool {
    let asked = with_expected(|expected| expected.asked.take()).flatten();
    asked.is_some_and(|asked| asked.elapsed() < longest)
}

/// Reads and discards everything that is expected from the terminal. `reply` is the longest time after the query to wait
/// for the position of the cursor. With `is_mouse`, reports about the mouse may still be on their way.
pub(super) fn discard(reply: Duration, is_mouse: bool) {
    let Some(mut expected) = with_expected(|expected| std::mem::replace(expected, NOTHING)) else { return };
    if is_mouse && expected.unfinished == Unfinished::Nothing {
        expected.unfinished = Unfinished::Sequence;
    }
    let start = Instant::now();
    let stdin = rustix::stdio::stdin();
    let mut bytes = [0; 4096];
    let mut latest: Vec<u8> = Vec::new();
    loop {
        let of_rest = |[pause, longest]: [Duration; 2]| longest.saturating_sub(start.elapsed()).min(pause);
        let rest = match expected.unfinished {
            Unfinished::Nothing => Duration::ZERO,
            Unfinished::Sequence => of_rest(SEQUENCE),
            Unfinished::Paste => of_rest(PASTE),
        };
        let wait = expected.asked.map_or(rest, |asked| rest.max(reply.saturating_sub(asked.elapsed())));
        if wait.is_zero() {
            return;
        }
        let timeout = Timespec { tv_sec: wait.as_secs().try_into().unwrap_or(1), tv_nsec: wait.subsec_nanos().into() };
        if !matches!(poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&timeout)), Ok(1..)) {
            return;
        }
        let Ok(count @ 1..) = rustix::io::read(stdin, &mut bytes) else { return };
        let read = bytes.get(..count).unwrap_or_default();
        // Somebody who presses Enter or Ctrl-C now doesn't want to wait for a reply.
        if read.iter().any(|byte| matches!(byte, b'R' | b'\r' | b'\n' | 0x03)) {
            expected.asked = None;
        }
        latest.extend(read);
        if PASTE_ENDS.iter().any(|end| latest.windows(end.len()).any(|window| window == *end)) {
            expected.unfinished = if is_mouse { Unfinished::Sequence } else { Unfinished::Nothing };
        }
        latest.drain(..latest.len().saturating_sub(PASTE_ENDS[0].len() - 1));
    }
}
