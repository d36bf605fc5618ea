//! Runs the commands for votes: `airside class present` shows a vote on a projector, `notes` shows the teacher's notes,
//! and `session` prints a record.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{print, report};
use crate::class::vote::{VoteOptions, VoteSession, VoteWatch};
use crate::cli::args::{GlobalArgs, NotesArgs, PresentArgs, SessionArgs};
use crate::cli::output::Printer;
use crate::cli::{environment, output, packs};
use crate::error::{Error, Failure};
use crate::plain;
use crate::say;
use crate::streams;
use crate::tui;

const HARDEST: usize = 5;

pub(super) fn present(global: &GlobalArgs, args: &PresentArgs) -> Result<u8, Error> {
    let library = packs::open(global);
    let packs = packs::selected(global, &library)?;
    packs::report_problems(&library)?;
    packs::refuse_unknown(&library, &args.questions.ids)?;
    let source = args.form.is_some() || args.from.is_some() || !packs.is_empty() || args.questions.choose();
    let mut wanted = args.questions.spec(packs, args.form.into_iter().collect(), environment::now());
    if let Some(path) = &args.from {
        wanted.ids = report::hardest(path, &library)?;
        packs::refuse_unknown(&library, &wanted.ids)?;
        wanted.in_order = true;
        wanted.count = wanted.count.or(Some(HARDEST));
        if wanted.ids.is_empty() {
            let message = say!("{} contains no question that was answered incorrectly", path.display());
            return Err(Failure::failed(message).hint("airside class report results/").into());
        }
    }
    let begun = environment::now();
    let vote_options = VoteOptions { source, seed: args.questions.seed.is_some(), begun, wanted };
    let (settings, notice) = environment::settings(global);
    output::report(notice)?;
    let path = file(global, args.session.as_deref())?;
    if let (None, Some(folder)) = (&args.session, path.parent()) {
        // If the folder can't be created, opening the file fails and reports the reason.
        let _ = std::fs::create_dir_all(folder);
    }
    let mut session = VoteSession::open(library, &path, &vote_options, args.new)?;
    let notices = session.take_notices();
    output::report(notices.clone())?;
    output::report(packs::count_notice(args.questions.count, session.session.plan.questions.len()))?;
    let asked = |id: &&String| session.session.plan.questions.iter().any(|question| question.first.item == **id);
    let skipped = args.questions.ids.iter().filter(|id| !asked(id));
    output::report(skipped.map(|id| say!("{} was skipped: its answer is neither 401 nor 403", id)))?;
    if let Some(options) = environment::full_screen(global, &settings) {
        let mut shell = tui::slides(session, options);
        shell.show_notices(notices);
        let code = tui::show(&mut shell)?;
        if let Some(unsaved) = shell.world.unsaved() {
            // If the terminal has been closed, nobody can read this warning.
            let _ = writeln!(streams::stdout(), "airside: {unsaved}");
        }
        return Ok(code);
    }
    output::begin_lines(global, &settings)?;
    plain::run(plain::VoteProgram::new(&mut session), streams::stdin(), streams::stdout(), environment::columns)?;
    Ok(0)
}

pub(super) fn notes(global: &GlobalArgs, args: &NotesArgs) -> Result<u8, Error> {
    let (settings, notice) = environment::settings(global);
    output::report(notice)?;
    let watch = VoteWatch::new(packs::open(global), file(global, args.session.as_deref())?);
    if let Some(options) = environment::full_screen(global, &settings) {
        return Ok(tui::show(&mut tui::notes(watch, options))?);
    }
    plain::notes(&watch, streams::stdout(), environment::columns())?;
    Ok(0)
}

pub(super) fn session(global: &GlobalArgs, args: &SessionArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let watch = VoteWatch::new(packs::open(global), file(global, args.session.as_deref())?);
    let Some(record) = watch.record()? else { return Err(watch.missing().into()) };
    print::document(&record, &args.print, out)
}

fn file(global: &GlobalArgs, named: Option<&Path>) -> Result<PathBuf, Failure> {
    match named {
        Some(path) => Ok(path.to_owned()),
        None => environment::state_folder(global)
            .map(|folder| folder.join("class.jsonl"))
            .map_err(|failure| failure.hint(say!("name a file: --session FILE"))),
    }
}
