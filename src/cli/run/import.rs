//! Runs `airside import`, which creates a pack from questions in another format.

use std::io::Write;

use crate::class::import::{CsvError, Imported, build_pack, csv, gift};
use crate::cli::args::{ImportArgs, SourceFormat};
use crate::cli::output::Printer;
use crate::error::{Error, Failure};
use crate::files;
use crate::say;
use crate::say_count;
use crate::scenario::check::check;
use crate::scenario::read::read_all;
use crate::scenario::skeleton::written;
use crate::streams;
use crate::text::{json, safe};

pub(super) fn import(args: &ImportArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let source = args.file.display();
    let text = files::read_text(&args.file).map_err(|why| {
        Failure::failed(format!("{source} {why}"))
            .hint(format!("airside import {} {source} --out mine.json", format_name(args.format)))
    })?;
    let (questions, dropped) = match args.format {
        SourceFormat::Gift => gift(&text),
        SourceFormat::Csv => csv(&text).map_err(|CsvError { line, why, allowed, hint }| {
            Failure::failed(format!("{source}:{line}:1: {why}")).allowing(allowed).hint(hint)
        })?,
    };
    let Imported { pack, taken, dropped } = build_pack(&questions, dropped, &args.id);
    for one in &dropped {
        writeln!(streams::stderr(), "{}:{}: {}", safe(&source.to_string()), one.line, safe(&one.why))?;
    }
    if taken == 0 {
        let message = say!("{} contains no questions that can be imported", source);
        return Err(Failure::failed(message).hint("airside import --help").into());
    }
    let message = say!(
        "airside can only guess the facts of each question. The `teacher` field of the question says what to check."
    );
    writeln!(streams::stderr(), "airside: {message}")?;
    let text = json(&written(&pack)).into_owned();
    let name = args.output.out.display();
    args.output.write(text.as_bytes(), out)?;
    if args.output.is_stdout() {
        return Ok(0);
    }
    let questions = say_count!("1 question", "{} questions", taken);
    writeln!(out, "{}", say!("{} contains {}. Replace every text that begins with \"...\".", name, questions))?;
    let faults = check(&[read_all(&name.to_string(), &text)]).len();
    if faults > 0 {
        let faults = say_count!("1 fault", "{} faults", faults);
        writeln!(out, "{}", say!("Before you can learn from this pack, fix {}: airside check {}", faults, name))?;
    }
    writeln!(out, "{}", say!("To preview the pack while you write: airside pack preview {} --watch", name))?;
    Ok(0)
}

const fn format_name(format: SourceFormat) -> &'static str {
    match format {
        SourceFormat::Gift => "gift",
        SourceFormat::Csv => "csv",
    }
}
