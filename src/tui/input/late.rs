//! Decides whether bytes that come late after Esc belong to it. On a slow connection, a sequence can be interrupted.

/// Checks whether these bytes are the rest of a sequence whose Esc came earlier. Nobody types two characters within one
/// read, and few people type one of these brackets right after Esc.
pub(super) const fn is_tail(bytes: &[u8]) -> bool {
    matches!(bytes, [b'[' | b']' | b'^' | b'_', ..] | [b'N' | b'O' | b'P' | b'X', _, ..])
}

/// Checks whether a sequence that starts with Esc and this letter can continue with this byte. The user may have typed the
/// letter.
pub(super) const fn is_continued(letter: u8, byte: u8) -> bool {
    match letter {
        b'P' => matches!(byte, b' '..=b'?' | b'q' | b't'),
        b'N' | b'O' => byte.is_ascii_alphanumeric(),
        _ => byte >= b' ',
    }
}
