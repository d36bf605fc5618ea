//! Replaces characters that a terminal without Unicode support can't display.

use std::sync::atomic::{AtomicBool, Ordering};

static IS_ASCII: AtomicBool = AtomicBool::new(false);

pub(crate) fn assume_ascii(is_ascii: bool) {
    IS_ASCII.store(is_ascii, Ordering::Relaxed);
}

/// Replaces characters that the terminal can't display.
pub fn shown(line: String) -> String {
    if !IS_ASCII.load(Ordering::Relaxed) || line.is_ascii() {
        return line;
    }
    in_ascii(&line)
}

fn in_ascii(line: &str) -> String {
    let mut ascii = String::with_capacity(line.len());
    for letter in line.chars() {
        ascii.push(ascii_letter(letter));
        if letter == 'ß' {
            ascii.push('s');
        }
    }
    ascii
}

pub(crate) const fn ascii_letter(letter: char) -> char {
    match letter {
        '\0'..='\x7f' => letter,
        'à'..='å' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ő' => 'o',
        'ř' => 'r',
        'ß' | 'ś' | 'ş' | 'š' | 'ș' => 's',
        'ť' | 'ț' => 't',
        'ù'..='ü' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'À'..='Å' => 'A',
        'Ç' | 'Ć' | 'Č' => 'C',
        'È'..='Ë' => 'E',
        'Ì'..='Ï' | 'İ' => 'I',
        'Ł' => 'L',
        'Ò'..='Ö' | 'Ø' => 'O',
        'Ś' | 'Ş' | 'Š' => 'S',
        'Ù'..='Ü' => 'U',
        'Ź' | 'Ż' | 'Ž' => 'Z',
        '‘' | '’' | '′' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' | '─' | '−' | '‐' | '‑' => '-',
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '×' => 'x',
        '·' | '…' => '.',
        '│' => '|',
        '●' => '@',
        '•' => '*',
        '└' => '+',
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::in_ascii;

    #[test]
    fn numbers_and_german_words_keep_their_meaning() {
        for (line, shown) in [
            ("r = \u{2212}0.02", "r = -0.02"),
            ("67\u{a0}%", "67 %"),
            ("heißt", "heisst"),
            ("Vergrößere", "Vergrossere"),
            ("40×12 – a\u{2011}b", "40x12 - a-b"),
        ] {
            assert_eq!(in_ascii(line), shown);
        }
    }
}
