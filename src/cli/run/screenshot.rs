//! `airside screenshot`: a screen as a picture.

use std::io::Write;

use crate::cli::args::{GlobalArgs, ScreenshotArgs};
use crate::error::Error;
use crate::round::spec::RoundSpec;
use crate::scenario::library::Library;
use crate::study::{Begin, Opening, ROUND, Study};
use crate::tui;
use crate::tui::picture::picture;

/// The seed of the round in the picture.
const SEED: u64 = 1;

pub(super) fn screenshot(global: &GlobalArgs, args: &ScreenshotArgs, out: &mut dyn Write) -> Result<u8, Error> {
    let request = RoundSpec { core_only: true, count: Some(ROUND), seed: SEED, ..RoundSpec::default() };
    let opening =
        Opening { library: Library::open(None, &[]), state_folder: None, begin: Begin::Round(request), clock: || 0 };
    let theme = global.theme.unwrap_or_default();
    let options = tui::Options { theme, ascii: global.ascii, ..tui::Options::default() };
    let (columns, rows) = args.size;
    let svg = picture(Study::open(opening), options, args.screen, columns, rows);
    let hint = format!("airside screenshot {} --out {} --force", args.screen.name, args.output.out.display());
    args.output.write(svg.as_bytes(), &hint, out)?;
    Ok(0)
}
