//! Reads lines of input, and can wait for them on a terminal.
//!
//! The length of a line is limited, so that input can't exhaust the memory. Escape sequences and byte order marks are
//! removed, because the user didn't type them.

use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crate::files::Encoding;
use crate::say;
use crate::streams;

/// The maximum length of a line, in bytes, which is far more than any valid input needs.
const LONGEST: u64 = 4096;

/// Returns the next line without its line break, or `None` at the end of the input. The end of an overlong line is
/// skipped.
pub(crate) fn next_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    Read::take(&mut *input, LONGEST).read_until(b'\n', &mut line).map_err(|error| unreadable(&error))?;
    if line.is_empty() {
        return Ok(None);
    }
    if is_too_long(line.len()) && !line.ends_with(b"\n") {
        input.skip_until(b'\n').map_err(|error| unreadable(&error))?;
    }
    // In UTF-16, every digit and every Latin letter contains a zero byte.
    let is_utf16 = (line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff")) && line.contains(&0);
    let encoding = Encoding::detect(line.trim_ascii_end());
    let is_text = line.iter().all(|byte| *byte == b'\r' || !byte.is_ascii_control());
    if is_utf16 || is_text && encoding == Encoding::OldMac {
        return Err(unreadable(&io::Error::new(ErrorKind::InvalidData, encoding.advice())));
    }
    // Some shells send a byte order mark before piped text.
    Ok(Some(decode(&line).trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']).to_owned()))
}

pub(crate) const fn is_too_long(length: usize) -> bool {
    length as u64 >= LONGEST
}

/// Removes everything that isn't text, such as arrow keys, replies to terminal queries, focus reports and the markers
/// around pasted text. Invalid UTF-8 is replaced with U+FFFD.
#[cfg(unix)]
fn decode(line: &[u8]) -> String {
    crate::decoder::Decoder::text(line)
}

#[cfg(not(unix))]
fn decode(line: &[u8]) -> String {
    String::from_utf8_lossy(line).replace(|character: char| character.is_control() && character != '\t', "")
}

pub(crate) struct PromptedInput<R> {
    input: R,
    is_at_start: bool,
}

impl<R: BufRead> PromptedInput<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, is_at_start: true }
    }
}

impl<R: BufRead> Read for PromptedInput<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for PromptedInput<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if std::mem::take(&mut self.is_at_start) {
            let mut output = streams::stdout();
            output.write_all(b"> ").and_then(|()| output.flush())?;
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        // If the end of the input were read again, the user would have to press Ctrl-D a second time.
        if count == 0 {
            return;
        }
        let consumed = self.input.fill_buf().ok().and_then(|bytes| bytes.get(..count));
        self.is_at_start |= consumed.is_some_and(|bytes| bytes.ends_with(b"\n"));
        self.input.consume(count);
    }
}

/// An event that can occur while the program waits for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputEvent {
    Line(String),
    Idle,
    /// The user pressed Ctrl-C.
    Interrupted,
    End,
}

const IDLE: Duration = Duration::from_secs(1);

/// Waits for lines from a terminal with a timeout, so that the program can do other work in the meantime.
#[derive(Debug)]
pub(crate) struct LineWaiter {
    sender: Sender<io::Result<InputEvent>>,
    receiver: Receiver<io::Result<InputEvent>>,
}

impl LineWaiter {
    pub(crate) fn start() -> Self {
        let (sender, receiver) = mpsc::channel();
        let lines = sender.clone();
        thread::spawn(move || {
            let mut input = streams::stdin();
            loop {
                let line = next_line(&mut input).map(|line| line.map_or(InputEvent::End, InputEvent::Line));
                let is_last = !matches!(line, Ok(InputEvent::Line(_)));
                if lines.send(line).is_err() || is_last {
                    return;
                }
            }
        });
        Self { sender, receiver }
    }

    pub(crate) fn interrupter(&self) -> impl FnMut() + Send + 'static {
        let sender = self.sender.clone();
        move || drop(sender.send(Ok(InputEvent::Interrupted)))
    }

    pub(crate) fn wait(&self) -> io::Result<InputEvent> {
        match self.receiver.recv_timeout(IDLE) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => Ok(InputEvent::Idle),
            Err(RecvTimeoutError::Disconnected) => Ok(InputEvent::End),
        }
    }
}

fn unreadable(error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), say!("standard input can't be read: {}", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(mut input: &[u8]) -> Vec<String> {
        std::iter::from_fn(|| next_line(&mut input).expect("memory does not fail")).collect()
    }

    #[test]
    fn takes_lines_from_any_shell() {
        assert_eq!(lines(b"\xef\xbb\xbf401 c\r\n\r\nquit"), ["401 c", "", "quit"]);
        assert_eq!(lines(b"\xff\n"), ["\u{fffd}"]);
        assert!(lines(b"").is_empty());
    }

    #[test]
    fn bytes_that_a_terminal_sends_by_itself_are_not_typed_text() {
        for noise in [
            "\x1b[I", "\x1b[200~", "\x1b[201~", "\x1b[?62;1;4c", "\x1b[24;80R", "\x1b]11;rgb:1c/1c/1c\x1b\\",
            "\x1b]4;1;x\x07", "\x1bP>|XTerm(390)\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\u{9b}1;1R", "\u{9d}11;x\u{9c}",
            "\x1bOA", "\x1b[ITERM2 3.5.13n", "\x1b[[A", "\x1b\x1b[A", "\x1bO5A", "\x1b(B", "\x07", "\x08", "\0",
            "\x1bPtmux;\x1b\x1b]11;rgb:1/1/1\x07\x1b\\",
        ] {
            for line in [format!("{noise}401 c"), format!("401{noise} c"), format!("401 c{noise}")] {
                assert_eq!(lines(format!("{line}\nquit").as_bytes()), ["401 c", "quit"], "{line:?}");
            }
        }
        assert_eq!(lines(b"\x9b1;1R401 c\n\x1b401 c\n401\tc\n"), ["401 c", "401 c", "401\tc"]);
        assert_eq!(lines("\u{1b}]11;rgb:1\nAndrés ñ\n".as_bytes()), ["", "Andrés ñ"]);
    }

    #[test]
    fn input_in_another_format_is_refused_with_advice() {
        for (bytes, advice) in [
            (&b"\xff\xfe4\x000\x001\x00\n\x00"[..], "iconv -f UTF-16LE"),
            (b"\xfe\xff\x004\x000\x001\x00\n", "iconv -f UTF-16BE"),
            (b"401 c\r\r403 c\rquit\r", "tr '\\r' '\\n'"),
        ] {
            let error = next_line(&mut &*bytes).expect_err("refused").to_string();
            assert!(error.contains(advice), "{error}");
        }
        assert_eq!(lines(b"401 c\n\xff\xfe\n401 g\n"), ["401 c", "\u{fffd}\u{fffd}", "401 g"]);
        // The last line may end in a carriage return.
        assert_eq!(lines(b"401 c\r\nquit\r"), ["401 c", "quit"]);
        assert_eq!(lines(b"401\0\0\nq\0\n"), ["401", "q"]);
        assert_eq!(lines(b"a\x01\rb"), ["ab"]);
    }

    /// Input whose end may be read only once, as on a terminal.
    struct EndsOnce(io::Cursor<&'static [u8]>, bool);

    impl Read for EndsOnce {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Ok(0)
        }
    }

    impl BufRead for EndsOnce {
        fn fill_buf(&mut self) -> io::Result<&[u8]> {
            let bytes = self.0.fill_buf()?;
            assert!(!(bytes.is_empty() && std::mem::replace(&mut self.1, bytes.is_empty())), "it waits once more");
            Ok(bytes)
        }

        fn consume(&mut self, count: usize) {
            self.0.consume(count);
        }
    }

    #[test]
    fn ctrl_d_is_pressed_once() {
        let mut input = PromptedInput::new(EndsOnce(io::Cursor::new(b"401 c\n\n"), false));
        let read: Vec<String> = std::iter::from_fn(|| next_line(&mut input).expect("readable")).collect();
        assert_eq!(read, ["401 c", ""]);
    }

    #[test]
    fn cuts_a_line_without_end_and_goes_on_after_it() {
        let mut input = vec![b'x'; 10_000];
        input.extend(b"\n401 c\n");
        let read = lines(&input);
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].len(), read[1].as_str()), (4096, "401 c"));
    }
}
