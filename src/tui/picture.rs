//! Renders a screen as an SVG picture from the buffer that would be sent to a terminal.
//!
//! The 16 basic colours vary between terminals, so pictures of the default theme use xterm's colours on a black
//! background.

mod samples;
mod shots;

pub use shots::{Program, SHOTS, Shot, go_to_entry};

use std::fmt::Write;

use ratatui::buffer::Cell;
use ratatui::layout::Size;
use ratatui::style::{Color, Modifier};

use super::Options;
use crate::settings::ThemeName;
use crate::text;

/// The height and width of a character cell, in SVG units.
const CELL: (f64, f64) = (20.0, 9.6);

const LETTERS: f64 = 16.0;

/// Returns the screen as SVG. The same screen always produces the same picture.
pub fn picture(options: Options, shot: &Shot, columns: u16, rows: u16) -> String {
    let ground = ground(options.theme);
    let (buffer, _) = shot.draw(options, Size::new(columns, rows));
    let width = usize::from(buffer.area.width);
    let rows: Vec<&[Cell]> = buffer.content().chunks(width.max(1)).collect();
    svg(&rows, width, ground)
}

const fn ground(theme: ThemeName) -> [u32; 2] {
    match theme {
        ThemeName::Light => [0x1a_1a1a, 0xff_ffff],
        _ => [0xe5_e5e5, 0x00_0000],
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    letters: u32,
    ground: u32,
    bold: bool,
    underlined: bool,
    struck: bool,
}

fn look(cell: &Cell, [letters, ground]: [u32; 2]) -> Look {
    let (front, back) = (colour(cell.fg).unwrap_or(letters), colour(cell.bg).unwrap_or(ground));
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let (letters, ground) = if reversed { (back, front) } else { (front, back) };
    let letters = if cell.modifier.contains(Modifier::DIM) { mixed(letters, ground) } else { letters };
    Look {
        letters,
        ground,
        bold: cell.modifier.contains(Modifier::BOLD),
        underlined: cell.modifier.contains(Modifier::UNDERLINED),
        struck: cell.modifier.contains(Modifier::CROSSED_OUT),
    }
}

/// Most terminals draw dim text in a colour that is two thirds text colour and one third background colour.
fn mixed(letters: u32, ground: u32) -> u32 {
    let part = |shift: u32| ((letters >> shift & 0xff) * 2 + (ground >> shift & 0xff)) / 3;
    part(16) << 16 | part(8) << 8 | part(0)
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
            let current = look(&row[from], ground);
            let alike = row[from..].iter().take_while(|cell| look(cell, ground) == current).count();
            run(&mut svg, &row[from..from + alike], current, (top, CELL.1 * float(from)), ground[1]);
            from += alike;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Line and block characters are drawn as shapes, and letters are aligned to the grid.
fn run(svg: &mut String, cells: &[Cell], look: Look, (top, left): (f64, f64), ground: u32) {
    let width = CELL.1 * float(cells.len());
    if look.ground != ground {
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top}\" width=\"{width:.1}\" height=\"{}\" fill=\"#{:06x}\"/>",
            CELL.0, look.ground
        );
    }
    let mut words = String::new();
    let mut column = 0;
    while column < cells.len() {
        let symbol = cells[column].symbol();
        let alike = cells[column..].iter().take_while(|cell| cell.symbol() == symbol).count();
        let (spot, count) = ((left + CELL.1 * float(column), top), float(alike));
        if shape(svg, symbol, spot, count, look.letters) {
            words.push_str(&" ".repeat(alike));
        } else {
            words.push_str(&symbol.repeat(alike));
        }
        column += alike;
    }
    // Each piece of text is positioned separately, so that columns stay aligned in every font.
    let mut x = left;
    for piece in words.split("  ") {
        let from = x + CELL.1 * float(text::width(piece) - text::width(piece.trim_start()));
        piece_at(svg, piece.trim(), look, (top, from));
        x += CELL.1 * float(text::width(piece) + 2);
    }
}

/// Draws a line or block character as a shape, so that neighbouring cells connect in every font. Returns false if the
/// character is neither a line nor a block character.
fn shape(svg: &mut String, symbol: &str, (left, top): (f64, f64), count: f64, colour: u32) -> bool {
    let (height, width) = CELL;
    let (right, bottom) = (left + width * count, top + height);
    let (middle, centre) = (top + height / 2.0, left + width / 2.0);
    if let Some(dots @ '\u{2801}'..='\u{28ff}') = symbol.chars().next() {
        braille(svg, dots as u32 - 0x2800, (left, top), count, colour);
        return true;
    }
    let (path, weight, dashes) = match symbol {
        "─" => (format!("M{left:.1} {middle:.1}H{right:.1}"), 1.2, ""),
        "━" => (format!("M{left:.1} {middle:.1}H{right:.1}"), 3.6, ""),
        "╌" => (format!("M{left:.1} {middle:.1}H{right:.1}"), 1.2, " stroke-dasharray=\"3 3\""),
        "│" | "┃" => {
            let weight = if symbol == "│" { 1.2 } else { 3.0 };
            let columns = (0..).map(|number| centre + width * f64::from(number)).take_while(|x| *x < right);
            let lines: Vec<String> = columns.map(|x| format!("M{x:.1} {top:.1}V{bottom:.1}")).collect();
            (lines.concat(), weight, "")
        }
        "└" => (format!("M{centre:.1} {top:.1}V{middle:.1}H{right:.1}"), 1.2, ""),
        "┬" => (format!("M{left:.1} {middle:.1}H{right:.1}M{centre:.1} {middle:.1}V{bottom:.1}"), 1.2, ""),
        "┴" => (format!("M{left:.1} {middle:.1}H{right:.1}M{centre:.1} {middle:.1}V{top:.1}"), 1.2, ""),
        "├" => (format!("M{centre:.1} {top:.1}V{bottom:.1}M{centre:.1} {middle:.1}H{right:.1}"), 1.2, ""),
        "┤" => (format!("M{centre:.1} {top:.1}V{bottom:.1}M{centre:.1} {middle:.1}H{left:.1}"), 1.2, ""),
        "╭" => (format!("M{right:.1} {middle:.1}Q{centre:.1} {middle:.1} {centre:.1} {bottom:.1}"), 1.2, ""),
        "╮" => (format!("M{left:.1} {middle:.1}Q{centre:.1} {middle:.1} {centre:.1} {bottom:.1}"), 1.2, ""),
        "╰" => (format!("M{right:.1} {middle:.1}Q{centre:.1} {middle:.1} {centre:.1} {top:.1}"), 1.2, ""),
        "╯" => (format!("M{left:.1} {middle:.1}Q{centre:.1} {middle:.1} {centre:.1} {top:.1}"), 1.2, ""),
        "█" | "▌" | "▀" | "▄" => {
            let width = if symbol == "▌" { width / 2.0 } else { right - left };
            let top = if symbol == "▄" { middle } else { top };
            let height = if matches!(symbol, "▀" | "▄") { height / 2.0 } else { height };
            let _ = writeln!(
                svg,
                "<rect x=\"{left:.1}\" y=\"{top}\" width=\"{width:.1}\" height=\"{height}\" fill=\"#{colour:06x}\"/>"
            );
            return true;
        }
        _ => return false,
    };
    let _ =
        writeln!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"#{colour:06x}\" stroke-width=\"{weight}\"{dashes}/>");
    true
}

/// Draws the dots of a Braille character, as used in plots. Each bit of `dots` represents one dot.
fn braille(svg: &mut String, dots: u32, (left, top): (f64, f64), count: f64, colour: u32) {
    const PLACES: [(f64, f64); 8] =
        [(0.0, 0.0), (0.0, 1.0), (0.0, 2.0), (1.0, 0.0), (1.0, 1.0), (1.0, 2.0), (0.0, 3.0), (1.0, 3.0)];
    for cell in (0..).map(f64::from).take_while(|cell| *cell < count) {
        for (_, (x, y)) in (0..).zip(PLACES).filter(|(bit, _)| dots >> bit & 1 == 1) {
            let (x, y) = (left + CELL.1 * (cell + x / 2.0 + 0.25), top + CELL.0 * (y / 4.0 + 0.125));
            let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"1.2\" fill=\"#{colour:06x}\"/>");
        }
    }
}

fn piece_at(svg: &mut String, words: &str, look: Look, (top, left): (f64, f64)) {
    if words.is_empty() {
        return;
    }
    let length = CELL.1 * float(text::width(words));
    let weight = if look.bold { " font-weight=\"bold\"" } else { "" };
    let line = match (look.underlined, look.struck) {
        (_, true) => " text-decoration=\"line-through\"",
        (true, false) => " text-decoration=\"underline\"",
        (false, false) => "",
    };
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

const SIXTEEN: [u32; 16] = [
    0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f, 0xff_0000,
    0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
];

fn colour(colour: Color) -> Option<u32> {
    let Color::Indexed(number) = colour else { return None };
    Some(palette(number))
}

/// The 256-colour palette consists of 16 basic colours, a colour cube with 6 steps per axis, and shades of grey.
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
    use super::super::theme::Theme;
    use super::*;
    use crate::document::Meaning;
    use crate::ruling::Verdict;
    use crate::tui::ColourCount;

    /// Returns the contrast ratio as WCAG 2.1 defines it.
    fn contrast(front: u32, back: u32) -> f64 {
        let light = |colour: u32| {
            let part = |shift: u32| {
                let share = f64::from(colour >> shift & 0xff) / 255.0;
                if share <= 0.040_45 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
            };
            0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
        };
        let (front, back) = (light(front), light(back));
        (front.max(back) + 0.05) / (front.min(back) + 0.05)
    }

    /// The 16 basic colours of xterm and of three palettes that differ from it: Tango, VGA and Solarized.
    const PALETTES: [[u32; 16]; 4] = [
        SIXTEEN,
        [
            0x2e_3436, 0xcc_0000, 0x4e_9a06, 0xc4_a000, 0x34_65a4, 0x75_507b, 0x06_989a, 0xd3_d7cf, 0x55_5753,
            0xef_2929, 0x8a_e234, 0xfc_e94f, 0x72_9fcf, 0xad_7fa8, 0x34_e2e2, 0xee_eeec,
        ],
        [
            0x00_0000, 0xaa_0000, 0x00_aa00, 0xaa_5500, 0x00_00aa, 0xaa_00aa, 0x00_aaaa, 0xaa_aaaa, 0x55_5555,
            0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
        ],
        [
            0x07_3642, 0xdc_322f, 0x85_9900, 0xb5_8900, 0x26_8bd2, 0xd3_3682, 0x2a_a198, 0xee_e8d5, 0x00_2b36,
            0xcb_4b16, 0x58_6e75, 0x65_7b83, 0x83_9496, 0x6c_71c4, 0x93_a1a1, 0xfd_f6e3,
        ],
    ];

    const BLACK: [u32; 2] = [0xe5_e5e5, 0x00_0000];
    const WHITE: [u32; 2] = [0x00_0000, 0xff_ffff];
    const SOLARIZED_LIGHT: [u32; 2] = [0x65_7b83, 0xfd_f6e3];
    const SOLARIZED_DARK: [u32; 2] = [0x83_9496, 0x00_2b36];

    fn is_drawing(symbol: &str) -> bool {
        symbol.trim().is_empty()
            || symbol.starts_with(|one| "─│┃━╌╭╮╰╯├┤└┬┴█▌▀▄•".contains(one))
            || symbol.chars().all(|one| ('\u{2800}'..='\u{28ff}').contains(&one))
    }

    /// Returns a cell's lowest contrast ratio across all palettes and the given backgrounds, or `None` for a cell
    /// without text. Dim text gets a contrast ratio of 1, because every terminal dims text differently.
    fn lowest_contrast(cell: &Cell, grounds: &[[u32; 2]]) -> Option<f64> {
        let is_dim = cell.modifier.contains(Modifier::DIM);
        if is_drawing(cell.symbol()) || cell.fg == Color::Reset && cell.bg == Color::Reset && !is_dim {
            return None;
        }
        if is_dim {
            return Some(1.0);
        }
        let mut lowest = f64::MAX;
        for [letters, ground] in grounds {
            for palette in PALETTES {
                let value = |colour: Color, default: u32| match colour {
                    Color::Reset => default,
                    Color::Indexed(number @ 0..16) => palette[usize::from(number)],
                    Color::Indexed(number) => super::palette(number),
                    other => panic!("{other:?} depends on the terminal"),
                };
                lowest = lowest.min(contrast(value(cell.fg, *letters), value(cell.bg, *ground)));
            }
        }
        Some(lowest)
    }

    /// Divides the screens into `every` groups and returns the group with the index `which`. The group of a screen
    /// depends only on its name, so adding a screen never changes the group of another.
    fn sample(every: usize, which: usize) -> impl Iterator<Item = &'static Shot> {
        let hash = |name: &str| name.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        SHOTS.iter().filter(move |shot| hash(shot.name) % every == which % every)
    }

    #[test]
    fn every_colour_has_enough_contrast_on_the_backgrounds_of_its_theme() {
        let all = [BLACK, WHITE, SOLARIZED_LIGHT, SOLARIZED_DARK];
        for (theme, least, grounds) in [
            (ThemeName::Default, 4.5, &all[..]),
            (ThemeName::Light, 4.5, &[WHITE]),
            (ThemeName::Dark, 4.5, &[BLACK]),
            (ThemeName::HighContrast, 7.0, &[BLACK]),
            (ThemeName::Mono, 4.5, &[BLACK, WHITE]),
        ] {
            for (index, (colours, most)) in
                [(ColourCount::Palette, 256), (ColourCount::Sixteen, 16), (ColourCount::Eight, 8)]
                    .into_iter()
                    .enumerate()
            {
                let mut coloured = 0;
                // For the other themes and sizes, a sample of the screens is enough, because all screens use the same
                // styles.
                let every = if theme == ThemeName::Default { 1 } else { 3 };
                let usual = sample(every, index).map(|shot| (shot, Size::new(80, 24)));
                let sizes = [Size::new(120, 40), Size::new(60, 20), Size::new(40, 15)];
                let others = sizes.into_iter().enumerate().flat_map(|(number, size)| {
                    let every = if size.width > 80 { 6 } else { 9 };
                    sample(every, 3 * index + number).map(move |shot| (shot, size))
                });
                for (shot, size) in usual.chain(others) {
                    let options = Options { theme, colours, ..Options::default() };
                    for cell in shot.draw(options, size).0.content() {
                        for colour in [cell.fg, cell.bg] {
                            let fits = matches!(colour, Color::Reset)
                                || matches!(colour, Color::Indexed(number) if u16::from(number) < most);
                            assert!(fits, "{theme:?}, {colours:?}, {}: {colour:?}", shot.name);
                        }
                        let Some(seen) = lowest_contrast(cell, grounds) else { continue };
                        coloured += 1;
                        assert!(
                            seen >= least,
                            "{theme:?} {colours:?} {} at {size}: {} has {seen:.1}",
                            shot.name,
                            cell.symbol()
                        );
                    }
                }
                assert_eq!(coloured == 0, theme == ThemeName::Mono, "{theme:?}");
            }
        }
    }

    #[test]
    fn letters_that_are_hard_to_read_are_found() {
        let mut cell = Cell::new("a");
        for (front, back, is_readable) in [(231, 208, false), (16, 208, true), (3, 15, false), (244, 240, false)] {
            (cell.fg, cell.bg) = (Color::Indexed(front), Color::Indexed(back));
            let lowest = lowest_contrast(&cell, &[BLACK]).expect("text");
            assert_eq!(lowest >= 4.5, is_readable, "{front} on {back}: {lowest}");
        }
        cell.set_symbol("─");
        assert_eq!(lowest_contrast(&cell, &[BLACK]), None);
    }

    #[test]
    fn both_codes_are_equally_bright_in_lines_and_large_digits() {
        for (name, least, grounds) in [
            (ThemeName::Dark, 4.5, &[BLACK][..]),
            (ThemeName::HighContrast, 7.0, &[BLACK]),
            (ThemeName::Light, 4.5, &[WHITE]),
            (ThemeName::Default, 3.0, &[BLACK, WHITE]),
        ] {
            for [_, ground] in grounds {
                let codes = [Verdict::Unauthorized, Verdict::Forbidden].map(Meaning::Status);
                let [left, right, ..] = [codes[0], codes[1], Meaning::Correct, Meaning::Wrong].map(|meaning| {
                    let drawn = Theme::new(name, false).drawing(meaning).and_then(|style| style.fg).and_then(colour);
                    let seen = contrast(drawn.expect("a colour"), *ground);
                    assert!(seen >= least, "{name:?}: {meaning:?} has {seen:.1}");
                    seen
                });
                assert!((0.7..1.4).contains(&(left / right)), "{name:?}: {left:.1} and {right:.1}");
            }
        }
    }

    #[test]
    fn the_palette_is_that_of_xterm() {
        assert_eq!([palette(16), palette(231), palette(25), palette(244)], [0, 0xff_ffff, 0x00_5faf, 0x80_8080]);
    }
}
