//! Runs `airside exam`, which asks the questions of a test form without feedback and saves the answers in a file.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::calendar::date;
use crate::class::exam::code::StartCode;
use crate::class::exam::form::ExamForm;
use crate::class::exam::sitting::{ExamPaper, questions_text, seat_fault};
use crate::class::exam::{ExamFile, MOST_MINUTES, handed_in_failure, more_time_sentence};
use crate::cli::args::{ExamArgs, ExamCommand, GlobalArgs};
use crate::cli::output::Printer;
use crate::cli::{environment, output, packs};
use crate::error::{Error, Failure};
use crate::input::LineWaiter;
use crate::plain;
use crate::random::Random;
use crate::say;
use crate::streams;
use crate::text;
use crate::tui;

pub(super) fn exam(global: &GlobalArgs, args: &ExamArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    match (&args.command, &args.seat, &args.out) {
        (Some(ExamCommand::Code { day }), ..) => code(*day, out),
        (Some(ExamCommand::Time { file, minutes, code }), ..) => time(global, file, *minutes, code, out),
        (None, Some(seat), Some(path)) => sit(global, args, seat, path),
        (None, ..) => Err(Failure::usage(say!("an exam needs a seat code and a file")).into()),
    }
}

fn code(day: Option<u64>, out: &mut Printer<'_>) -> Result<u8, Error> {
    let now = environment::now();
    // The process ID distinguishes two codes that are created in the same millisecond.
    let mut random = Random(now ^ u64::from(std::process::id()) << 32);
    let code = StartCode::new(now, day, &mut random);
    let is_past = day.is_some() && code.day() < date(now);
    output::report(is_past.then(|| say!("{} is in the past.", code.day())))?;
    writeln!(out, "{}", say!("Start code for {} (UTC): {}", code.day(), code))?;
    writeln!(out, "{}", code.valid_sentence())?;
    writeln!(out, "{}", say!("Tell students the code when the exam begins. They type:"))?;
    writeln!(out, "  airside exam --form A --seat 07 --minutes 20 --code {code} --out seat-07.jsonl")?;
    writeln!(out, "{}", say!("To make the report list every exam without this code:"))?;
    writeln!(out, "  airside class report results/ --expect code={code}")?;
    Ok(0)
}

fn time(global: &GlobalArgs, file: &Path, minutes: u32, code: &str, out: &mut Printer<'_>) -> Result<u8, Error> {
    let mut exam = ExamFile::resume(packs::open(global), file, environment::now)?;
    let was_handed_in = exam.sitting.handed_in.is_some();
    let enough = exam.sitting.minutes_over(environment::now()).unwrap_or_default() + 1;
    exam.give_time(minutes, code).map_err(|error| {
        let failure = Failure::failed(say!("no time was added to {}: {}", file.display(), error));
        if (u64::from(minutes)..=MOST_MINUTES.into()).contains(&enough) {
            let file = text::shell_quoted(&file.display().to_string());
            failure.hint(format!("airside exam time {file} --minutes {enough} --code {code}"))
        } else {
            failure.hint("airside exam time --help")
        }
    })?;
    let seat = &exam.sitting.paper.seat;
    writeln!(out, "{}", say!("Seat {}. {}", seat, more_time_sentence(minutes, exam.minutes_left())))?;
    if was_handed_in {
        writeln!(out, "{}", say!("The exam is open again. To continue it, run the command that started it."))?;
    }
    Ok(0)
}

fn sit(global: &GlobalArgs, args: &ExamArgs, seat: &str, path: &Path) -> Result<u8, Error> {
    if let Some(message) = seat_fault(seat) {
        return Err(Failure::usage(message).hint("airside exam --form A --seat 07 --out seat-07.jsonl").into());
    }
    if path.as_os_str() == "-" {
        let message = say!("an exam must be saved in a file, so that students can continue it later");
        return Err(Failure::usage(message).hint("airside exam --form A --seat 07 --out seat-07.jsonl").into());
    }
    let library = packs::open(global);
    packs::report_problems(&library)?;
    let (settings, notice) = environment::settings(global);
    output::report(notice)?;
    let packs = packs::selected(global, &library)?;
    packs::refuse_unknown(&library, &args.questions.ids)?;
    let spec = args.questions.spec(packs, args.form.into_iter().collect(), 0);
    let mut paper = ExamPaper::new(&library, &spec, seat);
    if paper.items.is_empty() {
        return Err(packs::no_questions(args.form, &args.questions.kinds, &spec.packs).into());
    }
    // A question may have been removed from a pack since the exam began.
    if args.force || !path.exists() {
        refuse_count(args, &paper)?;
    }
    paper.minutes = minutes(args);
    paper.code.clone_from(&args.code);
    let open = if args.force { ExamFile::restart } else { ExamFile::open };
    let mut exam = open(library, path, paper, environment::exam_clock)?;
    let notices = exam.take_notices();
    output::report(notices.clone())?;
    if let Some(options) = environment::full_screen(global, &settings) {
        let mut shell = tui::exam(exam, options);
        shell.show_notices(notices);
        let code = tui::show(&mut shell)?;
        // If the terminal has been closed, nobody can read this message.
        let _ = output::print_sentence(&mut streams::stdout(), &format!("airside: {}", shell.world.end_sentence()));
        return Ok(code);
    }
    output::begin_lines(global, &settings)?;
    let (was_handed_in, reopened) = (exam.sitting.handed_in.is_some(), exam.sitting.reopened);
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        let input = LineWaiter::start();
        tui::on_interrupt(input.interrupter())?;
        if plain::run_on_terminal(
            plain::ExamProgram::new(&mut exam),
            || input.wait(),
            streams::stdout(),
            environment::columns,
        )? {
            tui::end_by_interrupt();
        }
    } else {
        plain::run(plain::ExamProgram::new(&mut exam), streams::stdin(), streams::stdout(), environment::columns)?;
    }
    // If a student runs the command on an exam that was already handed in, the command fails unless the exam is
    // reopened.
    if !was_handed_in || exam.sitting.reopened != reopened {
        return Ok(0);
    }
    let failure = if exam.can_reopen() {
        Failure::failed(format!("{} {}", path.display(), say!("has been handed in")))
            .hint(say!("to reopen it, run the same command again within one minute and type: reopen"))
    } else {
        handed_in_failure(path)
    };
    Err(failure.into())
}

/// Returns an error if `--count` exceeds the number of questions that the exam can have. Otherwise, a student who
/// mistyped the number would take the exam under different conditions.
fn refuse_count(args: &ExamArgs, paper: &ExamPaper) -> Result<(), Failure> {
    let most = paper.items.len();
    let Some(count) = args.questions.count.filter(|count| usize::from(*count) > most && most > 0) else {
        return Ok(());
    };
    let most_text = questions_text(most);
    let is_selected = !args.questions.kinds.is_empty() || !args.questions.ids.is_empty();
    let message = match paper.form {
        _ if is_selected => say!("`--count {}` is too high: your selection contains only {}", count, most_text),
        ExamForm::Custom => say!("`--count {}` is too high: your selection contains only {}", count, most_text),
        form => say!("`--count {}` is too high: form {} has only {}", count, form, most_text),
    };
    Err(Failure::usage(message).allowing([format!("1–{most}")]).hint(say!("use --count {}, or leave it out", most)))
}

fn minutes(args: &ExamArgs) -> Option<u32> {
    let minutes = f64::from(args.minutes?) * args.extra.unwrap_or(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 7200")]
    Some((minutes - 1e-9).ceil() as u32)
}
