//! Runs `airside class report` and `airside class grade`, which grade exam files.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::class::exam::parse::Fault;
use crate::class::report::{self, AnswerKey, Class, FileChoice, Gradebook, GradedExam, Rejected, Roster};
use crate::cli::args::{GlobalArgs, GradeArgs, ReportArgs};
use crate::cli::output::Printer;
use crate::cli::{environment, output, packs};
use crate::error::{Error, Failure};
use crate::files;
use crate::i18n;
use crate::render;
use crate::say;
use crate::scenario::library::Library;
use crate::streams;
use crate::text;

pub(super) fn report(global: &GlobalArgs, args: &ReportArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let library = packs::open(global);
    packs::report_problems(&library)?;
    let paths = collect(&args.files)?;
    if paths.is_empty() {
        let failure = Failure::failed(say!("there is no file to report on"));
        return Err(failure.hint("airside class report results/").into());
    }
    let key = AnswerKey::from_library(&library);
    let files = grade_all(&paths, &key, args.corrected_answers);
    let choice = FileChoice { include_open: args.include_open, prefer: preferred(&args.prefer, &paths)? };
    let class = Class::new(key, files, &choice, args.expect.as_ref(), roster(args.roster.as_deref())?);
    let ending = args.output.ending().filter(|_| !args.json && !args.csv && !args.html && args.gradebook.is_none());
    let text = if args.json || ending.as_deref() == Some("json") {
        output::json_text(&class.json())? + "\n"
    } else if args.csv || ending.as_deref() == Some("csv") {
        report::seats(&class, args.confidence)
    } else if args.html || ending.as_deref() == Some("html") {
        render::html::page(i18n::language().unwrap_or("en"), &[report::document(&class)])
    } else if let Some(gradebook) = args.gradebook {
        report::gradebook(&class, gradebook)
    } else {
        let lines = render::plain::render(&report::document(&class), environment::columns());
        lines.join("\n") + "\n"
    };
    let is_table = args.csv || ending.as_deref() == Some("csv") || args.gradebook == Some(Gradebook::Plain);
    // Excel needs a byte order mark to recognise UTF-8. Programs that read from a pipe don't need a byte order mark.
    let mark = if is_table && !args.output.is_stdout() { "\u{feff}" } else { "" };
    args.output.write((mark.to_owned() + &text).as_bytes(), out)?;
    if args.csv || args.gradebook.is_some() {
        // CSV and gradebook files can't contain remarks, so the remarks go to standard error.
        output::report(report::remarks(&class))?;
        output::report(args.gradebook.and_then(|gradebook| report::without_login(&class, gradebook)))?;
        for (name, why) in &class.rejected {
            let why = why.to_string();
            let line = say!("airside: {} was skipped: it {}.", name, why.trim_end_matches('.'));
            writeln!(streams::stderr(), "{}", text::safe(&line))?;
        }
    }
    Ok(u8::from(class.seats.is_empty()))
}

pub(super) fn grade(global: &GlobalArgs, args: &GradeArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let library = packs::open(global);
    packs::report_problems(&library)?;
    let key = AnswerKey::from_library(&library);
    let file = args.file.display();
    let failure = |why: Rejected| Failure::failed(format!("{file} {why}")).hint("airside class report results/");
    let paper = grade_file(&args.file, &key, args.corrected_answers).map_err(failure)?;
    if !paper.is_handed_in {
        let report = format!("airside class report {} --include-open", text::shell_quoted(&file.to_string()));
        return Err(failure(Fault::Open.into()).hint(report).into());
    }
    let text = output::json_text(&report::results(&paper, &key, args.format, args.confidence))? + "\n";
    let graded = vec![(file.to_string(), Ok(paper))];
    let class = Class::new(key, graded, &FileChoice::default(), args.expect.as_ref(), Roster::default());
    if let Some((.., differences)) = class.other_conditions.first().filter(|_| args.expect.is_some()) {
        let message = say!("{} was taken under different conditions: {}", file, differences.join(", "));
        return Err(Failure::failed(message).hint("airside class report results/").into());
    }
    args.output.write(text.as_bytes(), out)?;
    output::report(report::remarks(&class))?;
    Ok(0)
}

/// Returns the questions that students got wrong most often, hardest first. The path leads to a JSON report or to exam
/// files.
pub(super) fn hardest(path: &Path, library: &Library) -> Result<Vec<String>, Error> {
    let report = std::fs::read_to_string(path).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    if let Some(items) = report.as_ref().and_then(|report| report.get("items")?.as_array()) {
        let missed = items.iter().filter(|item| item["facility"].as_f64().is_some_and(|facility| facility < 1.0));
        let answers = |item: &Value| item["answers"].as_u64().and_then(|count| count.try_into().ok()).unwrap_or(0);
        let missed = missed.filter_map(|item| Some((item["item"].as_str()?.to_owned(), answers(item))));
        return Ok(often_answered(missed.collect())?);
    }
    let paths = collect([&path.to_owned()])?;
    let key = AnswerKey::from_library(library);
    let files = grade_all(&paths, &key, false);
    let class = Class::new(key, files, &FileChoice::default(), None, Roster::default());
    if class.seats.is_empty() {
        let why = class.rejected.first().map_or_else(String::new, |(name, why)| format!(": {name} {why}"));
        let message = say!("{} contains no exam that counts{}", path.display(), why);
        return Err(Failure::failed(message).hint("airside class present --from results/").into());
    }
    let missed = class.items().into_iter().filter(|item| item.facility() < 1.0);
    Ok(often_answered(missed.map(|item| (item.id, item.tally.answered)).collect())?)
}

/// If every question has too few answers, keeps all of the questions and prints a notice.
fn often_answered(items: Vec<(String, usize)>) -> io::Result<Vec<String>> {
    let is_enough = |(_, answers): &(String, usize)| *answers >= report::ENOUGH;
    let all_have_few = !items.iter().any(is_enough);
    if all_have_few && !items.is_empty() {
        output::report([say!(
            "Each of these questions was answered by only a few students, so other questions may be harder."
        )
        .to_owned()])?;
    }
    Ok(items.into_iter().filter(|item| all_have_few || is_enough(item)).map(|(id, _)| id).collect())
}

pub(super) fn roster(path: Option<&Path>) -> Result<Roster, Failure> {
    let Some(path) = path else { return Ok(Roster::default()) };
    let hint = say!("a roster is a CSV file whose first line is: seat,login,name");
    let failure = |why: String| Failure::failed(format!("{} {why}", path.display())).hint(hint);
    let text = files::read_text(path).map_err(|why| failure(why.to_string()))?;
    Roster::parse(&text).map_err(failure)
}

fn collect<'a>(named: impl IntoIterator<Item = &'a PathBuf>) -> Result<Vec<PathBuf>, Error> {
    let mut paths = Vec::new();
    for path in named {
        let hint = "airside class report results/";
        let failure = |error| Failure::failed(say!("{} can't be read: {}", path.display(), error)).hint(hint);
        // A mistyped name must not produce an empty report.
        path.symlink_metadata().map_err(failure)?;
        if path.is_dir() {
            paths.extend(files::list(path).map_err(failure)?);
        } else {
            paths.push(path.clone());
        }
    }
    // A file that the user named twice must not be reported as a copy of itself.
    let mut seen = HashSet::new();
    paths.retain(|path| seen.insert(path.clone()));
    Ok(paths)
}

fn preferred(named: &[PathBuf], paths: &[PathBuf]) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for named in named {
        let real = named.canonicalize().ok();
        let is_same = |path: &&PathBuf| *path == named || real.is_some() && path.canonicalize().ok() == real;
        let path = paths.iter().find(is_same).ok_or_else(|| {
            let message = say!("{} isn't one of the files in this report", named.display());
            Failure::failed(message).hint("airside class report results/ --prefer results/seat-07.jsonl")
        })?;
        found.push(path.display().to_string());
    }
    Ok(found)
}

fn grade_file(path: &Path, key: &AnswerKey, corrected_answers: bool) -> Result<GradedExam, Rejected> {
    let text = files::read_text_and_tail(path).map_err(|why| Rejected::NotRead(why.to_string()))?;
    report::grade(&text, key, corrected_answers)
}

/// Grades the files one by one, so that the contents of all files needn't be in memory at the same time.
fn grade_all(
    paths: &[PathBuf], key: &AnswerKey, corrected_answers: bool,
) -> Vec<(String, Result<GradedExam, Rejected>)> {
    paths.iter().map(|path| (path.display().to_string(), grade_file(path, key, corrected_answers))).collect()
}
