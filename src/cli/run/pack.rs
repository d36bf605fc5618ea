//! Runs `airside pack`, which creates a pack, previews it or counts its contents.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::check::unwritten;
use crate::cli::args::PackCommand;
use crate::cli::environment;
use crate::cli::output::{Printer, print_sentence, write_file};
use crate::error::{Error, Failure};
use crate::files::Stamp;
use crate::plain;
use crate::round::ItemId;
use crate::ruling::Facts;
use crate::say;
use crate::scenario::Pack;
use crate::scenario::check::check;
use crate::scenario::library::{Library, read_file};
use crate::scenario::read::read_all;
use crate::scenario::skeleton::skeleton;
use crate::study::{Begin, Opening, Study};

const INTERVAL: Duration = Duration::from_millis(300);

pub(super) fn pack(command: &PackCommand, out: &mut Printer<'_>) -> Result<u8, Error> {
    match command {
        PackCommand::New { file, force } => new(file, *force, out),
        PackCommand::Preview { file, watch } => preview(file, *watch, out),
        PackCommand::Stats { file } => stats(file, out),
    }
}

fn new(file: &Path, force: bool, out: &mut Printer<'_>) -> Result<u8, Error> {
    let facts = Facts::default().with("credentials", "absent").unwrap_or_default();
    let name = file.display();
    write_file(file, skeleton(&facts).as_bytes(), force)?;
    writeln!(out, "{}", say!("{} contains one scenario. Replace every text that begins with \"...\".", name))?;
    writeln!(out, "{}", say!("To preview the pack while you write: airside pack preview {} --watch", name))?;
    writeln!(out, "{}", say!("Once the pack has no faults, run it: airside learn --pack {}", name))?;
    Ok(0)
}

fn preview(file: &Path, watch: bool, out: &mut Printer<'_>) -> Result<u8, Error> {
    let clean = show(file, out)?;
    out.flush()?;
    if !watch {
        return Ok(u8::from(!clean));
    }
    let mut seen = Stamp::from_path(file);
    loop {
        environment::wait(INTERVAL);
        let now = Stamp::from_path(file);
        if now != seen {
            seen = now;
            writeln!(out, "\n{}\n", "=".repeat(60))?;
            // An editor may save a file in several steps, so a file that is unreadable now may be complete a moment
            // later.
            if let Err(Error::Failure(failure)) = show(file, out) {
                writeln!(out, "{failure}")?;
            }
            out.flush()?;
        }
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    read_file(file).map_err(|why| {
        Failure::failed(format!("{}: {why}", file.display())).hint(format!("airside pack new {}", file.display()))
    })
}

fn show(file: &Path, out: &mut Printer<'_>) -> Result<bool, Error> {
    let name = file.display().to_string();
    let text = read(file)?;
    let readings = [read_all(&name, &text)];
    let faults = check(&readings);
    let pack = readings[0].pack.as_ref();
    if let Some(pack) = pack {
        print(pack.clone(), out)?;
    }
    for fault in &faults {
        writeln!(out, "\n{fault}")?;
    }
    let scenarios = pack.map_or(0, |pack| pack.scenarios.len());
    writeln!(out, "{}", say!("\n{}: scenarios shown: {}, faults: {}", name, scenarios, faults.len()))?;
    if let Some(line) = unwritten(&name, &text) {
        writeln!(out, "{line}")?;
    }
    Ok(faults.is_empty())
}

/// Prints what plain mode would show to a learner who reveals every answer and its details.
fn print(pack: Pack, out: &mut Printer<'_>) -> io::Result<()> {
    let ids: Vec<ItemId> = pack.scenarios.iter().map(|scenario| scenario.id.as_str().into()).collect();
    let script = "reveal\nreveal\nwhy\n\n".repeat(ids.len());
    let library = Library::new([pack]);
    let mut study = Study::open(Opening { library, state_folder: None, begin: Begin::Items(ids), clock: || 0 });
    plain::run(plain::CourseProgram::new(&mut study), script.as_bytes(), out, environment::columns)
}

fn stats(file: &Path, out: &mut Printer<'_>) -> Result<u8, Error> {
    let name = file.display().to_string();
    let text = read(file)?;
    let reading = read_all(&name, &text);
    let Some(pack) = &reading.pack else {
        return Err(Failure::failed(say!("{} can't be read", name)).hint(format!("airside check {name}")).into());
    };
    let scenarios = &pack.scenarios;
    for line in [
        say!("{} ({}, version {})", pack.title, pack.id, pack.version),
        say!("Scenarios: {}", scenarios.len()),
        say!("Answers: {}", counts(scenarios.iter().map(|scenario| scenario.answer.name()))),
        say!("Kinds of case: {}", counts(scenarios.iter().map(|scenario| scenario.kind.name()))),
        say!("Tellings: {}", counts(scenarios.iter().map(|scenario| scenario.telling.name()))),
        say!("Pools: {}", counts(scenarios.iter().map(|scenario| scenario.pool.name()))),
        say!("Misconceptions: {}", counts(scenarios.iter().filter_map(|scenario| scenario.misconception.as_deref()))),
    ] {
        print_sentence(out, &line)?;
    }
    let twins = scenarios.iter().filter(|scenario| scenario.twin.is_some()).count();
    writeln!(out, "{}", say!("In a contrast pair: {}", twins))?;
    Ok(0)
}

fn counts<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let counts: Vec<String> = counts.into_iter().map(|(name, count)| format!("{name} {count}")).collect();
    counts.join(", ")
}
