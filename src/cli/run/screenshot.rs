//! Runs `airside screenshot`, which draws a screen as a picture or lists the names of all screens.

use std::io::Write;

use crate::cli::args::{GlobalArgs, ScreenshotArgs};
use crate::cli::environment;
use crate::cli::output::Printer;
use crate::error::Error;
use crate::settings::ThemeName;
use crate::tui;
use crate::tui::picture::{SHOTS, picture};

pub(super) fn screenshot(global: &GlobalArgs, args: &ScreenshotArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let Some(screen) = args.screen else {
        for shot in SHOTS {
            writeln!(out, "{}", shot.name)?;
        }
        return Ok(0);
    };
    let is_colourless = environment::refuses_colour(global.color);
    let theme = if is_colourless { ThemeName::Mono } else { global.theme.unwrap_or_default() };
    let (ascii, stacked) = (global.ascii, global.stacked);
    let options = tui::Options { theme, is_colourless, stacked, ascii, ..tui::Options::default() };
    let (columns, rows) = args.size;
    let svg = picture(options, screen, columns, rows);
    args.output.write(svg.as_bytes(), out)?;
    Ok(0)
}
