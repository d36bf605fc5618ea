//! `airside class present` and `airside class notes`: votes on the projector, and the teacher's notes on them.

use std::io;
use std::path::{Path, PathBuf};

use crate::class::vote::{VoteOptions, VoteSession, Watch};
use crate::cli::args::{GlobalArgs, NotesArgs, PresentArgs};
use crate::cli::{environment, output, packs};
use crate::error::{Error, Failure};
use crate::plain;
use crate::say;
use crate::tui;

pub(super) fn present(global: &GlobalArgs, args: &PresentArgs) -> Result<u8, Error> {
    let library = packs::open(global)?;
    let packs = packs::selected(global, &library)?;
    packs::report_problems(&library)?;
    packs::refuse_unknown(&library, &args.questions.ids)?;
    let given = VoteOptions {
        source: args.form.is_some() || !packs.is_empty() || args.questions.choose(),
        seed: args.questions.seed.is_some(),
        wanted: args.questions.spec(packs, args.form.into_iter().collect(), environment::now()),
    };
    let (settings, notice) = environment::settings(global)?;
    output::report(notice)?;
    let mut lesson = VoteSession::open(library, &file(global, args.session.as_deref())?, &given, args.new)?;
    output::report(lesson.take_notices())?;
    let asked = |id: &&String| lesson.session().plan().questions.iter().any(|question| question.first.item == **id);
    let skipped = args.questions.ids.iter().filter(|id| !asked(id));
    output::report(skipped.map(|id| say!("{} was skipped: it doesn't have one correct code", id)))?;
    if let Some(options) = environment::full_screen(global, &settings) {
        return Ok(tui::show(&mut tui::slides(lesson, options))?);
    }
    plain::present(&mut lesson, io::stdin().lock(), io::stdout().lock(), environment::columns())?;
    Ok(0)
}

pub(super) fn notes(global: &GlobalArgs, args: &NotesArgs) -> Result<u8, Error> {
    let (settings, notice) = environment::settings(global)?;
    output::report(notice)?;
    let watch = Watch::new(packs::open(global)?, file(global, args.session.as_deref())?);
    if let Some(options) = environment::full_screen(global, &settings) {
        return Ok(tui::show(&mut tui::notes(watch, options))?);
    }
    plain::notes(&watch, io::stdout().lock(), environment::columns())?;
    Ok(0)
}

/// The file that the votes are kept in.
fn file(global: &GlobalArgs, named: Option<&Path>) -> Result<PathBuf, Failure> {
    match named {
        Some(path) => Ok(path.to_owned()),
        None => Ok(environment::paths(global)?.state.join("class.jsonl")),
    }
}
