//! Header fields with their position in the input.
//!
//! Owns what a field is. Must not know what its value means.

/// A position in the input; line and column count from 1. In an archive, whose parts have no line numbers, `line` is
/// 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// One header field. Several fields may have the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderField {
    pub name: String,
    pub value: String,
    /// Where the value begins.
    pub position: Position,
}

/// RFC 9110 section 5.6.2.
pub(crate) const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

/// All values of the fields with this name.
pub fn values<'a>(fields: &'a [HeaderField], name: &'a str) -> impl Iterator<Item = &'a HeaderField> {
    fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
}

/// The value of the first field with this name.
pub fn value<'a>(fields: &'a [HeaderField], name: &'a str) -> Option<&'a str> {
    values(fields, name).next().map(|field| field.value.as_str())
}
