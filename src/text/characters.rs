//! Distinguishes characters that are safe to display from those that could hide text or control the terminal.

use unicode_width::UnicodeWidthChar;

/// Returns whether a character could control the terminal or hide text. Such characters are control characters
/// (including escape and the C1 range), bidirectional overrides and isolates, zero-width and tag characters, and line
/// and paragraph separators.
pub const fn is_unsafe(character: char) -> bool {
    matches!(
        character,
        '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

pub(super) const fn is_emoji(character: char) -> bool {
    matches!(character, '\u{2194}' | '\u{2195}' | '\u{2600}'..='\u{27bf}' | '\u{2b1b}' | '\u{1f000}'..='\u{1faff}')
}

/// Returns whether the characters on both sides need the joiner, as in Persian and Hindi, or whether it combines two
/// emoji into one. Between Latin letters or digits, a joiner would only make different strings look the same.
fn joins(before: char, joiner: char, after: char) -> bool {
    let is_letter = |character: char| {
        let needs_joiners = matches!(
            character,
            '\u{600}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}'
        );
        needs_joiners && (character.is_alphabetic() || is_mark(character))
    };
    is_letter(before) && is_letter(after)
        || joiner == '\u{200d}' && (is_emoji(before) || before == '\u{fe0f}') && is_emoji(after)
}

/// Returns the unsafe characters of the text and their offsets, apart from joiners that the text needs.
pub fn unsafe_characters(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut before = ' ';
    text.char_indices().filter(move |(index, character)| {
        let previous = std::mem::replace(&mut before, *character);
        let rest = || text.get(index + character.len_utf8()..).and_then(|rest| rest.chars().next());
        is_unsafe(*character) && !(is_joiner(*character) && joins(previous, *character, rest().unwrap_or(' ')))
    })
}

pub(super) fn is_mark(character: char) -> bool {
    is_joiner(character) || !is_unsafe(character) && character.width() == Some(0)
}

/// Returns the length of the longest run of combining marks in the text.
pub fn marks(text: &str) -> usize {
    let count = |(longest, run): (usize, usize), character| {
        let run = if is_mark(character) { run + 1 } else { 0 };
        (longest.max(run), run)
    };
    text.chars().fold((0, 0), count).0
}

/// Converts a full-width character to ASCII, such as `４` from an East Asian input method.
pub(crate) fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        _ => character,
    }
}
