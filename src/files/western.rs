//! Decides whether bytes are likely to be Windows-1252 text.
//!
//! A conversion from the wrong encoding silently changes letters, so a byte is rejected if it could mean something else
//! in another encoding.

/// Lower-case letters of Western European languages: ß à á â ã ä ç è é ê ë í î ñ ó ô ö ú ü ý. Most of these bytes
/// represent the same letters in Latin-2. In Mac Roman, the same bytes represent capital letters and punctuation.
const SMALL: &[u8] = b"\xdf\xe0\xe1\xe2\xe3\xe4\xe7\xe8\xe9\xea\xeb\xed\xee\xf1\xf3\xf4\xf6\xfa\xfc\xfd";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Impossible,
    Possible,
    /// In any other encoding, the byte would make no sense in this position.
    Likely,
}

/// Decides how well a byte fits Windows-1252 text, judging by the bytes before and after it.
pub(super) fn western_fit(before: u8, byte: u8, after: u8) -> Fit {
    let (is_in_word, goes_on) = (before.is_ascii_alphabetic(), after.is_ascii_alphabetic());
    let is_alone = before.is_ascii() && after.is_ascii();
    let likely = |fits: bool| if fits { Fit::Likely } else { Fit::Impossible };
    let possible = |fits: bool| if fits { Fit::Possible } else { Fit::Impossible };
    match byte {
        // The words é and à.
        0xe9 | 0xe0 if before == b' ' && after == b' ' => Fit::Possible,
        // Two such bytes within a word, as in `Größe` and `créée`, don't occur in other encodings.
        _ if SMALL.contains(&byte) => likely(
            is_alone && (is_in_word || goes_on)
                || is_in_word && (SMALL.contains(&after) || after == 0xf5)
                || goes_on && SMALL.contains(&before),
        ),
        0xf5 => possible((is_in_word || before == 0xe7) && after == b'e'),
        // Ä, Ö and Ü at the start of a word. In Mac Roman, those bytes are symbols, which never precede a letter.
        0xc4 | 0xd6 | 0xdc if !is_in_word && after.is_ascii_lowercase() && is_alone => Fit::Likely,
        0xc0..=0xc4 | 0xc7 | 0xc9 | 0xca | 0xcd | 0xd3 | 0xd4 | 0xd6 | 0xda | 0xdc => {
            possible(is_alone && !before.is_ascii_lowercase())
        }
        // The euro sign and the dashes.
        0x80 | 0x96 | 0x97 => likely(is_alone && !is_in_word && !goes_on),
        // Closing quotation marks.
        0x93 | 0x94 if !before.is_ascii_whitespace() && !after.is_ascii_alphanumeric() => likely(after.is_ascii()),
        0x92 if is_in_word => possible(is_alone),
        0x82 | 0x84 | 0x91..=0x94 => possible(!before.is_ascii_alphanumeric() && !after.is_ascii_whitespace()),
        0x85 => possible(!goes_on),
        0xa0 | 0xa7 | 0xab | 0xb0 | 0xbb => possible(!(is_in_word && goes_on)),
        _ => Fit::Impossible,
    }
}
