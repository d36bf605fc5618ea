//! `airside exam`: a test form without feedback, and its result file.

use std::io;

use crate::class::exam::ExamFile;
use crate::class::exam::sitting::{ExamPaper, is_seat};
use crate::cli::args::{ExamArgs, GlobalArgs};
use crate::cli::{environment, output, packs};
use crate::error::{Error, Failure};
use crate::plain;
use crate::say;
use crate::tui;

pub(super) fn exam(global: &GlobalArgs, args: &ExamArgs) -> Result<u8, Error> {
    if !is_seat(&args.seat) {
        let message =
            say!("`{}` isn't a seat code. Allowed: up to 32 letters, digits, hyphens, dots and underscores", args.seat);
        return Err(Failure::usage(message).hint("airside exam --form A --seat 07 --out seat-07.jsonl").into());
    }
    let library = packs::open(global)?;
    packs::report_problems(&library)?;
    let (settings, notice) = environment::settings(global)?;
    output::report(notice)?;
    let packs = packs::selected(global, &library)?;
    packs::refuse_unknown(&library, &args.questions.ids)?;
    let spec = args.questions.spec(packs, args.form.into_iter().collect(), 0);
    let mut paper = ExamPaper::new(&library, &spec, &args.seat);
    paper.minutes = minutes(args);
    paper.code.clone_from(&args.code);
    let open = if args.force { ExamFile::restart } else { ExamFile::open };
    let mut exam = open(library, &args.out, paper, environment::now)?;
    output::report(exam.take_notices())?;
    if let Some(options) = environment::full_screen(global, &settings) {
        return Ok(tui::show(&mut tui::exam(exam, options))?);
    }
    plain::sit(&mut exam, io::stdin().lock(), io::stdout().lock(), environment::columns())?;
    Ok(0)
}

/// The time limit with the extra time, rounded up to whole minutes.
fn minutes(args: &ExamArgs) -> Option<u32> {
    let minutes = f64::from(args.minutes?) * args.extra.unwrap_or(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 7200")]
    Some((minutes - 1e-9).ceil() as u32)
}
