//! Discards input that the terminal is still sending when the program ends or is suspended.
//!
//! Otherwise, the user's shell would run the rest of a paste as commands, and treat the rest of a reply as typed text.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::decoder::Unfinished;

/// The maximum time to wait for the reply to a query.
pub(super) const REPLY: Duration = Duration::from_millis(1_500);

/// The maximum time to wait for more bytes of a paste, and the maximum duration of the whole paste.
const PASTE: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(5)];

/// The maximum time to wait for more bytes of an escape sequence, and for all sequences together.
const SEQUENCE: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(1)];

/// The two possible end markers of a paste. One starts with `ESC [`, and the other starts with the single byte 9B.
const PASTE_ENDS: [&[u8]; 2] = [b"\x1b[201~", b"\x9b201~"];

#[derive(Clone, Copy)]
struct Awaited {
    /// The time at which the program asked for the cursor position, or `None` if no reply is expected.
    asked: Option<Instant>,
    unfinished: Unfinished,
}

const NOTHING: Awaited = Awaited { asked: None, unfinished: Unfinished::Nothing };

static EXPECTED: Mutex<Awaited> = Mutex::new(NOTHING);

fn with_expected<T>(act: impl FnOnce(&mut Awaited) -> T) -> Option<T> {
    EXPECTED.lock().ok().map(|mut expected| act(&mut expected))
}

pub(super) fn expect_reply() {
    with_expected(|expected| expected.asked = Some(Instant::now()));
}

pub(super) fn expect_rest(unfinished: Unfinished) {
    with_expected(|expected| expected.unfinished = unfinished);
}

/// Returns whether the program asked for the cursor position less than `longest` ago and is still waiting for the
/// reply. After this call, no reply is expected any more.
pub(super) fn take_reply(longest: Duration) -> bool {
    let asked = with_expected(|expected| expected.asked.take()).flatten();
    asked.is_some_and(|asked| asked.elapsed() < longest)
}

/// Reads and discards all input that is still expected from the terminal. `reply` is the maximum time between the
/// cursor query and its reply. If `is_mouse` is set, mouse reports may still be arriving.
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
        // A user who presses Enter or Ctrl-C now doesn't want to wait for the reply.
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
