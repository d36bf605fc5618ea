//! The built-in packs without the spaces that make them readable: a fifth of them, which nobody needs in the program.
//!
//! Owns the squeezing, which the compiler does. Must not know what a pack means.

/// A text on its way through.
struct Sieve<'a> {
    bytes: &'a [u8],
    at: usize,
    quoted: bool,
    escaped: bool,
}

impl<'a> Sieve<'a> {
    const fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, quoted: false, escaped: false }
    }

    /// The next byte that stays; nothing at the end.
    const fn next(&mut self) -> Option<u8> {
        while self.at < self.bytes.len() {
            let byte = self.bytes[self.at];
            self.at += 1;
            if self.quoted {
                self.quoted = self.escaped || byte != b'"';
                self.escaped = !self.escaped && byte == b'\\';
                return Some(byte);
            }
            if !byte.is_ascii_whitespace() {
                self.quoted = byte == b'"';
                return Some(byte);
            }
        }
        None
    }
}

/// How many bytes are left.
pub const fn length(text: &str) -> usize {
    let (mut sieve, mut left) = (Sieve::new(text), 0);
    while sieve.next().is_some() {
        left += 1;
    }
    left
}

/// What is left of the text; `LENGTH` is what [`length`] says.
pub const fn squeeze<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    let (mut sieve, mut squeezed, mut to) = (Sieve::new(text), [b' '; LENGTH], 0);
    while let Some(byte) = sieve.next() {
        squeezed[to] = byte;
        to += 1;
    }
    squeezed
}

/// A file of the folder of scenarios, squeezed: its name and its text.
macro_rules! pack {
    ($name:literal) => {{
        const TEXT: &str = include_str!(concat!("../../scenarios/", $name));
        const BYTES: &[u8] = &$crate::scenario::packed::squeeze::<{ $crate::scenario::packed::length(TEXT) }>(TEXT);
        // Whole characters were taken and left, so it is text.
        match str::from_utf8(BYTES) {
            Ok(text) => ($name, text),
            Err(_) => ($name, ""),
        }
    }};
}

pub(crate) use pack;

#[cfg(test)]
mod tests {
    use super::{length, squeeze};

    #[test]
    fn only_spaces_between_values_go() {
        const TEXT: &str = "{ \"a b\" : [ 1 ,\n  \"c \\\" d \\\\\" , \"é\" ] }\n";
        let squeezed = squeeze::<{ length(TEXT) }>(TEXT);
        assert_eq!(str::from_utf8(&squeezed), Ok("{\"a b\":[1,\"c \\\" d \\\\\",\"é\"]}"));
    }
}
