//! Screens as pictures: the same buffer that a terminal gets, written as SVG.
//!
//! Owns the way to each screen, the table of colours, and the grid. A terminal's own colours differ from one to the
//! next, so the sixteen of the default theme are shown as xterm has them, on black. Must not touch a terminal or a file.

use std::fmt::Write;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Cell;
use ratatui::layout::Size;
use ratatui::style::{Color, Modifier};

use super::{Model, Msg, Options, update, view};
use crate::settings::ThemeName;
use crate::study::Study;
use crate::text;

/// A screen that a picture can be made of: its name, and the keys that lead to it.
#[derive(Clone, Copy, Debug)]
pub struct Shot {
    /// The word on the command line.
    pub name: &'static str,
    /// Keys, separated by spaces.
    keys: &'static str,
}

const fn shot(name: &'static str, keys: &'static str) -> Shot {
    Shot { name, keys }
}

/// Every screen that a picture can be made of.
pub const SHOTS: &[Shot] = &[
    shot("home", ""),
    shot("question", "enter"),
    shot("chosen", "enter 1"),
    shot("hint", "enter t"),
    shot("ruling", "enter 1 c"),
    shot("other-ruling", "enter 3 c"),
    shot("summary", "enter 1 c n 3 f n 1 g n r n s s s s s s s s"),
    shot("welcome", "down enter"),
    shot("kinds", "down down enter"),
    shot("desk", "down down down enter"),
    shot("desk-ruled", "down down down enter 2 c"),
    shot(
        "workbench",
        "down down down down enter down down down down down down down down down down down down down right right right",
    ),
    shot("topics", "down down down down down enter"),
    shot("topic", "down down down down down enter enter"),
    shot(
        "progress",
        "enter 1 c n 3 f n 1 g n 3 c n 1 f n 3 c n 1 c n 3 f n 1 f n 3 c n 3 f n 1 c q down down down down down down enter",
    ),
    shot("help", "?"),
];

/// The height and width of a cell, in the units of the picture, and the size of its letters.
const CELL: (f64, f64) = (20.0, 9.6);
const LETTERS: f64 = 16.0;

/// The screen of that shot as SVG. The same course gives the same picture anywhere.
///
/// # Panics
/// Never: drawing into memory cannot fail.
#[must_use]
pub fn picture(study: Study, options: Options, shot: &Shot, columns: u16, rows: u16) -> String {
    let ground = ground(options.theme);
    let mut model = Model::new(study, options, false);
    model.resize(Size::new(columns, rows));
    for key in shot.keys.split_whitespace() {
        let code = match key {
            "enter" => KeyCode::Enter,
            "down" => KeyCode::Down,
            "right" => KeyCode::Right,
            key => KeyCode::Char(key.chars().next().unwrap_or(' ')),
        };
        update(&mut model, Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
    let Ok(mut terminal) = Terminal::new(TestBackend::new(columns, rows));
    let Ok(_) = terminal.draw(|frame| view(&model, frame));
    let buffer = terminal.backend().buffer();
    let rows: Vec<&[Cell]> = buffer.content().chunks(usize::from(columns.max(1))).collect();
    svg(&rows, usize::from(columns), ground)
}

/// What the terminal itself would draw on, and with: letters, then ground.
const fn ground(theme: ThemeName) -> [u32; 2] {
    match theme {
        ThemeName::Light => [0x1a_1a1a, 0xff_ffff],
        _ => [0xe5_e5e5, 0x00_0000],
    }
}

/// How a run of cells looks.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    letters: u32,
    ground: u32,
    bold: bool,
    underlined: bool,
}

fn look(cell: &Cell, [letters, ground]: [u32; 2]) -> Look {
    let (front, back) = (colour(cell.fg).unwrap_or(letters), colour(cell.bg).unwrap_or(ground));
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let (letters, ground) = if reversed { (back, front) } else { (front, back) };
    Look {
        letters,
        ground,
        bold: cell.modifier.contains(Modifier::BOLD),
        underlined: cell.modifier.contains(Modifier::UNDERLINED),
    }
}

fn svg(rows: &[&[Cell]], columns: usize, ground: [u32; 2]) -> String {
    let (height, width) = (CELL.0 * float(rows.len()), CELL.1 * float(columns));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"{LETTERS}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#{:06x}\"/>\n",
        ground[1]
    );
    for (number, row) in rows.iter().enumerate() {
        let top = CELL.0 * float(number);
        let mut from = 0;
        while from < row.len() {
            let here = look(&row[from], ground);
            let alike = row[from..].iter().take_while(|cell| look(cell, ground) == here).count();
            run(&mut svg, &row[from..from + alike], here, (top, CELL.1 * float(from)), ground[1]);
            from += alike;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Cells that look alike: what they stand on, and their letters, held to the grid.
fn run(svg: &mut String, cells: &[Cell], look: Look, (top, left): (f64, f64), ground: u32) {
    let words: String = cells.iter().map(Cell::symbol).collect();
    let width = CELL.1 * float(cells.len());
    if look.ground != ground {
        // Writing to text cannot fail.
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top}\" width=\"{width:.1}\" height=\"{}\" fill=\"#{:06x}\"/>",
            CELL.0, look.ground
        );
    }
    // Each piece has a place of its own, so that the columns stand whatever letters there are.
    let mut at = left;
    for piece in words.split("  ") {
        let from = at + CELL.1 * float(text::width(piece) - text::width(piece.trim_start()));
        piece_at(svg, piece.trim(), look, (top, from));
        at += CELL.1 * float(text::width(piece) + 2);
    }
}

/// Letters without gaps between them, held to the grid.
fn piece_at(svg: &mut String, words: &str, look: Look, (top, left): (f64, f64)) {
    if words.is_empty() {
        return;
    }
    let length = CELL.1 * float(text::width(words));
    let weight = if look.bold { " font-weight=\"bold\"" } else { "" };
    let line = if look.underlined { " text-decoration=\"underline\"" } else { "" };
    let _ = writeln!(
        svg,
        "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" fill=\"#{:06x}\"{weight}{line}>{}</text>",
        top + 0.75 * CELL.0,
        look.letters,
        escaped(words)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The sixteen colours of xterm.
const SIXTEEN: [u32; 16] = [
    0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f, 0xff_0000,
    0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
];

/// A colour as red, green and blue; nothing for the terminal's own.
fn colour(colour: Color) -> Option<u32> {
    let number = match colour {
        Color::Cyan => 6,
        Color::Yellow => 3,
        Color::Indexed(number) => number,
        _ => return None,
    };
    Some(palette(number))
}

/// The palette of 256 colours: the sixteen, a cube of six steps, and grey.
fn palette(number: u8) -> u32 {
    const STEPS: [u32; 6] = [0x00, 0x5f, 0x87, 0xaf, 0xd7, 0xff];
    match number {
        0..16 => SIXTEEN[usize::from(number)],
        16..232 => {
            let cube = u32::from(number) - 16;
            let step = |by: u32| STEPS[usize::try_from(cube / by % 6).unwrap_or(0)];
            step(36) << 16 | step(6) << 8 | step(1)
        }
        232.. => (u32::from(number) - 232) * 0x0a_0a0a + 0x08_0808,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast by the rule of WCAG 2.1.
    fn contrast(front: u32, back: u32) -> f64 {
        let light = |colour: u32| {
            let part = |shift: u32| {
                let share = f64::from(colour >> shift & 0xff) / 255.0;
                if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
        };
        let (front, back) = (light(front), light(back));
        (front.max(back) + 0.05) / (front.min(back) + 0.05)
    }

    #[test]
    fn every_accent_can_be_read_on_its_ground() {
        use super::super::theme::{Role, Theme};
        for (theme, least) in
            [(ThemeName::Light, 4.5), (ThemeName::Dark, 4.5), (ThemeName::HighContrast, 7.0), (ThemeName::Default, 4.5)]
        {
            let [letters, ground] = ground(theme);
            assert!(contrast(letters, ground) >= 7.0);
            for role in [Role::Podium, Role::Gate] {
                let accent = Theme::new(theme, false).style(role).fg.and_then(colour).expect("a colour");
                assert!(contrast(accent, ground) >= least, "{theme:?} {role:?}: {}", contrast(accent, ground));
            }
        }
    }

    #[test]
    fn the_palette_is_that_of_xterm() {
        assert_eq!([palette(16), palette(231), palette(25), palette(244)], [0, 0xff_ffff, 0x00_5faf, 0x80_8080]);
    }
}
