//! Converts colours for terminals that support only 8 or 16 colours, and shortens the style sequences for all
//! terminals.
//!
//! Terminals with only 8 or 16 colours disagree about how each colour looks. The text of a badge is therefore black on
//! white, which is readable everywhere. Only the spaces at both ends of the badge keep the badge's own colour.

use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourCount {
    Eight,
    Sixteen,
    #[default]
    Palette,
}

impl ColourCount {
    pub const fn new(colours: u16) -> Self {
        match colours {
            0..16 => Self::Eight,
            16..256 => Self::Sixteen,
            256.. => Self::Palette,
        }
    }
}

const fn hue(colour: u8) -> u8 {
    match colour {
        16 => 0,
        160 | 88 | 203 => 1,
        28 | 22 | 70 => 2,
        208 | 202 | 130 => 3,
        26 | 19 | 33 | 75 => 4,
        98 | 141 => 5,
        _ => 7,
    }
}

fn spaces_between_words(cells: &[Cell]) -> Vec<bool> {
    let is_between = |three: &[Cell]| {
        let [before, cell, after] = three else { return false };
        let is_word = |other: &Cell| other.symbol() != " " && other.bg == cell.bg;
        cell.symbol() == " " && is_word(before) && is_word(after)
    };
    std::iter::once(false).chain(cells.windows(3).map(is_between)).chain([false]).collect()
}

pub(super) fn reduce(buffer: &mut Buffer, count: ColourCount) {
    let (white, bright) = match count {
        ColourCount::Palette => return,
        ColourCount::Eight => (7, 0),
        ColourCount::Sixteen => (15, 8),
    };
    let between = spaces_between_words(&buffer.content);
    for (cell, is_between) in buffer.content.iter_mut().zip(between) {
        let Color::Indexed(back) = cell.bg else {
            // Line and block characters keep their colour. Text loses its colour, because it might be hard to read in
            // colour.
            if let Color::Indexed(front) = cell.fg {
                let is_drawing = !cell.symbol().chars().all(char::is_alphanumeric);
                cell.fg = if is_drawing && hue(front) != 7 { Color::Indexed(hue(front)) } else { Color::Reset };
            }
            continue;
        };
        let hue = hue(back);
        if hue == 5 {
            (cell.fg, cell.bg) = (Color::Reset, Color::Reset);
            cell.modifier.insert(Modifier::REVERSED);
        } else if hue == 0 {
            (cell.fg, cell.bg) = (Color::Indexed(white), Color::Indexed(0));
        } else if cell.symbol() == " " && !is_between && hue != 7 {
            cell.fg = Color::Indexed(0);
            cell.bg = Color::Indexed(hue + if matches!(hue, 1 | 2 | 4) { bright } else { 0 });
        } else {
            (cell.fg, cell.bg) = (Color::Indexed(0), Color::Indexed(white));
            // Many terminals show bold black as grey.
            cell.modifier.remove(Modifier::BOLD);
        }
    }
}

/// A writer that merges adjacent style sequences, so that fewer bytes are sent after each key press. For terminals with
/// few colours, the writer also replaces the codes of the 16 basic colours with short codes, such as `31` instead of
/// `38;5;1`.
#[derive(Debug)]
pub(super) struct Translated<W> {
    inner: W,
    waiting: Vec<u8>,
    count: ColourCount,
}

impl<W> Translated<W> {
    pub(super) const fn new(inner: W, count: ColourCount) -> Self {
        Self { inner, waiting: Vec::new(), count }
    }
}

impl<W: Write> Write for Translated<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        self.inner.write_all(&translate(&waiting, self.count))?;
        self.inner.flush()
    }
}

fn translate(bytes: &[u8], count: ColourCount) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut style: Vec<u8> = Vec::new();
    let mut rest = bytes;
    while let Some(start) = rest.iter().position(|byte| *byte == b'\x1b') {
        let (before, sequence) = rest.split_at(start);
        if !before.is_empty() {
            write_style(&mut style, &mut out);
            out.extend_from_slice(before);
        }
        let is_parameter = |byte: &u8| matches!(byte, b'0'..=b'9' | b';');
        let length = sequence.iter().skip(2).take_while(|byte| is_parameter(byte)).count();
        let parameters = sequence.get(2..2 + length).unwrap_or_default();
        if sequence.get(1) != Some(&b'[') || sequence.get(2 + length) != Some(&b'm') {
            write_style(&mut style, &mut out);
            out.push(b'\x1b');
            rest = &sequence[1..];
            continue;
        }
        // A reset cancels all the styles that precede it.
        if matches!(parameters, b"" | b"0") {
            style.clear();
        } else if !style.is_empty() {
            style.push(b';');
        }
        match (parameters, count) {
            (b"" | b"0", _) => style.push(b'0'),
            (_, ColourCount::Palette) => style.extend_from_slice(parameters),
            _ => style.extend_from_slice(&colours(parameters)),
        }
        rest = &sequence[3 + length..];
    }
    write_style(&mut style, &mut out);
    out.extend_from_slice(rest);
    out
}

fn write_style(style: &mut Vec<u8>, out: &mut Vec<u8>) {
    if !style.is_empty() {
        out.extend_from_slice(b"\x1b[");
        out.append(style);
        out.push(b'm');
    }
}

fn colours(parameters: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(parameters);
    let numbers: Vec<&str> = text.split(';').collect();
    let mut said: Vec<String> = Vec::new();
    let mut rest = numbers.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if let ("38" | "48", ["5", colour, after @ ..]) = (*first, after) {
            let base = if *first == "38" { 30 } else { 40 };
            let colour: u16 = colour.parse().unwrap_or(7);
            said.push((base + if colour < 8 { colour } else { 60 + colour % 8 }).to_string());
            rest = after;
        } else {
            said.push((*first).to_owned());
        }
    }
    said.join(";").into_bytes()
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn few_colours_are_said_in_one_number_each() {
        for (written, said) in [
            ("\x1b[38;5;1m", "\x1b[31m"),
            ("\x1b[38;5;0;48;5;7mx", "\x1b[30;47mx"),
            ("\x1b[1m\x1b[48;5;12m", "\x1b[1;104m"),
            ("\x1b[38;5;15m", "\x1b[97m"),
            ("\x1b[3;5H38;5;1m", "\x1b[3;5H38;5;1m"),
            ("\x1b[?25l\x1b", "\x1b[?25l\x1b"),
        ] {
            assert_eq!(
                String::from_utf8_lossy(&translate(written.as_bytes(), ColourCount::Eight)),
                said,
                "{written:?}"
            );
        }
    }

    #[test]
    fn adjacent_styles_are_merged_and_a_reset_cancels_them() {
        for (written, merged) in [
            ("\x1b[1m\x1b[38;5;231;48;5;98m x", "\x1b[1;38;5;231;48;5;98m x"),
            ("x\x1b[39m\x1b[49m\x1b[59m\x1b[0m\x1b[?25h", "x\x1b[0m\x1b[?25h"),
            ("\x1b[0m\x1b[1mx", "\x1b[0;1mx"),
            ("\x1b[1mx\x1b[2m", "\x1b[1mx\x1b[2m"),
            ("\x1b[1m\x1b[3;5H\x1b[2mx", "\x1b[1m\x1b[3;5H\x1b[2mx"),
            ("\x1b[1", "\x1b[1"),
        ] {
            let said = translate(written.as_bytes(), ColourCount::Palette);
            assert_eq!(String::from_utf8_lossy(&said), merged, "{written:?}");
        }
    }

    #[test]
    fn the_words_of_a_badge_stay_together() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 15, 1));
        buffer.set_string(0, 0, " 403 Forbidden ", Style::new().fg(Color::Indexed(16)).bg(Color::Indexed(208)));
        reduce(&mut buffer, ColourCount::Eight);
        let grounds: Vec<Color> = buffer.content.iter().map(|cell| cell.bg).collect();
        let [orange, white] = [Color::Indexed(3), Color::Indexed(7)];
        assert_eq!(grounds, [vec![orange], vec![white; 13], vec![orange]].concat());
    }

    #[test]
    fn a_sequence_written_in_pieces_is_translated_as_a_whole() {
        let mut writer = Translated::new(Vec::new(), ColourCount::Eight);
        for piece in ["\x1b[38;", "5;", "4", "m401"] {
            writer.write_all(piece.as_bytes()).expect("memory");
        }
        assert!(writer.inner.is_empty());
        writer.flush().expect("memory");
        assert_eq!(writer.inner, b"\x1b[34m401");
    }
}
