//! `airside screenshot`: a screen as a picture.

use std::io::Write;

use super::arguments::{Arguments, Picture};
use super::{create, learn};
use crate::error::{Error, Failure};
use crate::round::spec::RoundSpec;
use crate::scenario::library::Library;
use crate::study::{Begin, Opening, ROUND, Study};
use crate::tui::picture::{SHOTS, picture};
use crate::tui::{self};

/// The seed of the round that is shown.
const SEED: u64 = 1;

/// The largest picture, in columns and rows.
const LARGEST: (u16, u16) = (400, 200);

pub(super) fn screenshot(arguments: &Arguments, wanted: &Picture, out: &mut dyn Write) -> Result<u8, Error> {
    let Some(shot) = SHOTS.iter().find(|shot| shot.name == wanted.screen) else {
        let unknown = Failure::usage(format!("no screen is named `{}`", wanted.screen));
        let names = SHOTS.iter().map(|shot| shot.name);
        return Err(unknown.allowing(names).hint("airside screenshot question --out question.svg").into());
    };
    let (columns, rows) = size(&wanted.size)?;
    let request = RoundSpec { core_only: true, count: Some(ROUND), seed: SEED, ..RoundSpec::default() };
    let opening =
        Opening { library: Library::open(None, &[]), state_folder: None, begin: Begin::Round(request), clock: || 0 };
    let options = tui::Options { theme: learn::theme(arguments), ascii: arguments.ascii, ..tui::Options::default() };
    let svg = picture(Study::open(opening), options, shot, columns, rows);
    if wanted.out.as_os_str() == "-" {
        out.write_all(svg.as_bytes())?;
        return Ok(0);
    }
    let hint = format!("airside screenshot {} --out {} --force", shot.name, wanted.out.display());
    let mut file = create(&wanted.out, wanted.force, &hint)?;
    file.write_all(svg.as_bytes())?;
    Ok(0)
}

/// Columns and rows, as `80x24`.
fn size(said: &str) -> Result<(u16, u16), Failure> {
    let read = said.split_once('x').and_then(|(columns, rows)| Some((columns.parse().ok()?, rows.parse().ok()?)));
    match read {
        Some((columns, rows)) if (1..=LARGEST.0).contains(&columns) && (1..=LARGEST.1).contains(&rows) => {
            Ok((columns, rows))
        }
        _ => Err(Failure::usage(format!("`{said}` is no size from 1x1 to {}x{}", LARGEST.0, LARGEST.1))
            .hint("airside screenshot question --size 80x24")),
    }
}
