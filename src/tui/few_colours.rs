//! Reduces colours for terminals that show only 8 or 16 of them.
//!
//! This module maps the 256-colour palette to the basic colours and writes the matching escape sequences. Terminals
//! with so few colours disagree about what each colour looks like. Text is therefore black on white, which is
//! readable everywhere. Only the spaces at the edges of a badge keep its colour.

use std::io::{self, Write};

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

/// How many colours a terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourCount {
    Eight,
    Sixteen,
    /// The full palette of 256 colours.
    #[default]
    Palette,
}

impl ColourCount {
    /// Returns the largest palette that needs no more than this many colours.
    pub const fn new(colours: u16) -> Self {
        match colours {
            0..16 => Self::Eight,
            16..256 => Self::Sixteen,
            256.. => Self::Palette,
        }
    }
}

/// Returns the basic colour closest to a theme colour.
const fn hue(colour: u8) -> u8 {
    match colour {
        16 => 0,
        160 | 88 => 1,
        28 | 22 => 2,
        208 => 3,
        26 | 19 => 4,
        98 => 5,
        _ => 7,
    }
}

/// Reduces the colours of every cell to this palette.
pub(super) fn reduce(buffer: &mut Buffer, count: ColourCount) {
    let (white, bright) = match count {
        ColourCount::Palette => return,
        ColourCount::Eight => (7, 0),
        ColourCount::Sixteen => (15, 8),
    };
    for cell in &mut buffer.content {
        let Color::Indexed(back) = cell.bg else {
            // Thin lines and blocks keep their colour. Text loses its colour, because it might be unreadable on this
            // terminal.
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
        } else if cell.symbol() == " " && hue != 7 {
            cell.fg = Color::Indexed(0);
            cell.bg = Color::Indexed(hue + if matches!(hue, 1 | 2 | 4) { bright } else { 0 });
        } else {
            (cell.fg, cell.bg) = (Color::Indexed(0), Color::Indexed(white));
            // Many terminals show bold black as grey.
            cell.modifier.remove(Modifier::BOLD);
        }
    }
}

/// A writer that translates the first 16 colours into the short codes that older terminals understand, such as `31`
/// instead of `38;5;1`. It buffers its output until the next flush.
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
        if self.count == ColourCount::Palette {
            return self.inner.write(bytes);
        }
        self.waiting.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        self.inner.write_all(&translate(&waiting))?;
        self.inner.flush()
    }
}

/// Replaces long colour sequences with their short forms.
fn translate(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(start) = rest.windows(2).position(|two| two == b"\x1b[") {
        let (before, from) = rest.split_at(start);
        out.extend_from_slice(before);
        let end = from.iter().skip(2).position(|byte| !matches!(byte, b'0'..=b'9' | b';')).map(|end| end + 2);
        let Some(end) = end else {
            rest = from;
            break;
        };
        let (sequence, after) = from.split_at(end);
        out.extend_from_slice(b"\x1b[");
        let parameters = sequence.get(2..).unwrap_or_default();
        if after.first() == Some(&b'm') {
            out.extend_from_slice(&colours(parameters));
        } else {
            out.extend_from_slice(parameters);
        }
        rest = after;
    }
    out.extend_from_slice(rest);
    out
}

/// Returns the parameters of a sequence, with `38;5;n` and `48;5;n` replaced by their short forms.
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
    use super::*;

    #[test]
    fn few_colours_are_said_in_one_number_each() {
        for (written, said) in [
            ("\x1b[38;5;1m", "\x1b[31m"),
            ("\x1b[38;5;0;48;5;7mx", "\x1b[30;47mx"),
            ("\x1b[1m\x1b[48;5;12m", "\x1b[1m\x1b[104m"),
            ("\x1b[38;5;15m", "\x1b[97m"),
            ("\x1b[39;49m\x1b[0m", "\x1b[39;49m\x1b[0m"),
            ("\x1b[3;5H38;5;1m", "\x1b[3;5H38;5;1m"),
            ("\x1b[?25l\x1b", "\x1b[?25l\x1b"),
        ] {
            assert_eq!(String::from_utf8_lossy(&translate(written.as_bytes())), said, "{written:?}");
        }
    }

    #[test]
    fn what_is_written_in_pieces_comes_out_whole() {
        let mut writer = Translated::new(Vec::new(), ColourCount::Eight);
        for piece in ["\x1b[38;", "5;", "4", "m401"] {
            writer.write_all(piece.as_bytes()).expect("memory");
        }
        assert!(writer.inner.is_empty());
        writer.flush().expect("memory");
        assert_eq!(writer.inner, b"\x1b[34m401");
    }
}
