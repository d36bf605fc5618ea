//! Lines as they come in.
//!
//! Owns how a line is read: bounded, so that no input fills the memory, and forgiving of what other programs put into
//! a pipe. Must not know what a line means.

use std::io::{self, BufRead, Read};

/// Nothing that can be said is nearly as long.
const LONGEST: u64 = 4096;

/// The next line, without its end; nothing at the end of the input. A line that is too long is cut, and what is left
/// of it is passed over.
pub(crate) fn next_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    Read::take(&mut *input, LONGEST).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.len() as u64 == LONGEST && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
    }
    // Some shells put a byte order mark in front of what they pipe.
    let line = String::from_utf8_lossy(&line);
    Ok(Some(line.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']).to_owned()))
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
    fn cuts_a_line_without_end_and_goes_on_after_it() {
        let mut input = vec![b'x'; 10_000];
        input.extend(b"\n401 c\n");
        let read = lines(&input);
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].len(), read[1].as_str()), (4096, "401 c"));
    }
}
