//! `airside class present` and `airside class notes`: votes on the projector, and the teacher's notes on them.

use std::io;
use std::path::{Path, PathBuf};

use super::super::arguments::Arguments;
use super::super::learn::{columns, full_screen, milliseconds};
use super::super::{library, named, places, say_problems};
use super::{Form, Notes, Present};
use crate::class::vote::plan::VoteSpec;
use crate::class::vote::{VoteOptions, VoteSession, Watch};
use crate::error::{Error, Failure};
use crate::plain;
use crate::settings::Settings;
use crate::tui;

pub(super) fn present(arguments: &Arguments, wanted: &Present) -> Result<u8, Error> {
    let library = library(arguments)?;
    let packs = named(arguments, &library)?;
    say_problems(&library)?;
    let given = VoteOptions {
        source: wanted.form.is_some() || !packs.is_empty(),
        seed: wanted.seed.is_some(),
        wanted: VoteSpec { packs, form: wanted.form.map(Form::pool), seed: wanted.seed.unwrap_or_else(milliseconds) },
    };
    let (settings, _) = Settings::read(&places(arguments)?.settings);
    let path = place(arguments, wanted.session.as_deref())?;
    let mut lesson = VoteSession::open(library, &path, &given, wanted.new)?;
    if let Some(options) = full_screen(arguments, &settings) {
        return Ok(tui::show(&mut tui::class::SlideScreen::new(lesson, options))?);
    }
    plain::class::present(&mut lesson, io::stdin().lock(), io::stdout().lock(), columns())?;
    Ok(0)
}

pub(super) fn notes(arguments: &Arguments, wanted: &Notes) -> Result<u8, Error> {
    let library = library(arguments)?;
    let (settings, _) = Settings::read(&places(arguments)?.settings);
    let watch = Watch::new(library, place(arguments, wanted.session.as_deref())?);
    if let Some(options) = full_screen(arguments, &settings) {
        return Ok(tui::show(&mut tui::class::NotesScreen::new(watch, options))?);
    }
    plain::class::notes(&watch, io::stdout().lock(), columns())?;
    Ok(0)
}

/// Where the session is kept.
fn place(arguments: &Arguments, named: Option<&Path>) -> Result<PathBuf, Failure> {
    match named {
        Some(path) => Ok(path.to_owned()),
        None => Ok(places(arguments)?.state.join("class.jsonl")),
    }
}
