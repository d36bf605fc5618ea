//! `airside pack`: what authors of packs use besides `check`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::arguments::Authoring;
use super::check::unwritten;
use super::create;
use crate::error::{Error, Failure};
use crate::plain;
use crate::ruling::Facts;
use crate::say;
use crate::scenario::Pack;
use crate::scenario::check::check;
use crate::scenario::library::{Library, read_file};
use crate::scenario::read::{Reading, read_all};
use crate::scenario::skeleton::skeleton;
use crate::study::{Begin, Opening, Study};

/// How often a watched file is looked at.
const LOOK: Duration = Duration::from_millis(300);

pub(super) fn pack(command: &Authoring, out: &mut dyn Write) -> Result<u8, Error> {
    match command {
        Authoring::New { file, force } => new(file, *force, out),
        Authoring::Preview { file, watch } => preview(file, *watch, out),
        Authoring::Stats { file } => stats(file, out),
    }
}

/// A pack with one scenario to be filled in.
fn new(file: &Path, force: bool, out: &mut dyn Write) -> Result<u8, Error> {
    let facts = Facts::default().with("credentials", "absent").unwrap_or_default();
    let hint = say!("airside pack new {} --force", file.display());
    create(file, force, &hint)?.write_all(skeleton(&facts).as_bytes())?;
    let shown = file.display();
    writeln!(out, "{}", say!("{} holds one scenario. Every text that begins with ... is yours to write.", shown))?;
    writeln!(out, "{}", say!("Beside an editor: airside pack preview {} --watch", shown))?;
    writeln!(out, "{}", say!("When it has no faults: airside learn --pack {}", shown))?;
    Ok(0)
}

/// Every scenario as plain mode shows it, with its ruling, and the faults after it.
fn preview(file: &Path, watch: bool, out: &mut dyn Write) -> Result<u8, Error> {
    let clean = show(file, out)?;
    out.flush()?;
    if !watch {
        return Ok(u8::from(!clean));
    }
    let mut seen = changed(file);
    loop {
        wait();
        let now = changed(file);
        if now != seen {
            seen = now;
            writeln!(out, "\n{}\n", "=".repeat(60))?;
            // An editor may write in two steps; what cannot be read now is there at the next look.
            if let Err(Error::Failure(failure)) = show(file, out) {
                writeln!(out, "{failure}")?;
            }
            out.flush()?;
        }
    }
}

/// Until the next look at a file that is watched.
#[expect(
    clippy::disallowed_methods,
    reason = "no event tells on every system that a file was saved, so it is looked at"
)]
fn wait() {
    std::thread::sleep(LOOK);
}

fn changed(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|about| about.modified()).ok()
}

fn text_of(file: &Path) -> Result<String, Failure> {
    read_file(file).map_err(|why| {
        Failure::failed(format!("{}: {why}", file.display())).hint(say!("airside pack new {}", file.display()))
    })
}

fn show(file: &Path, out: &mut dyn Write) -> Result<bool, Error> {
    let name = file.display().to_string();
    let text = text_of(file)?;
    let reading = read_all(&name, &text);
    let readings: [Reading<'_>; 1] = [reading];
    let faults = check(&readings);
    if let Some(pack) = &readings[0].pack {
        tell(pack.clone(), out)?;
    }
    for fault in &faults {
        writeln!(out, "\n{fault}")?;
    }
    let count = faults.len();
    let scenarios = readings[0].pack.as_ref().map_or(0, |pack| pack.scenarios.len());
    writeln!(out, "{}", say!("\n{}: {} that can be shown, {} to mend", name, scenarios, count))?;
    if let Some(line) = unwritten(&name, &text) {
        writeln!(out, "{line}")?;
    }
    Ok(faults.is_empty())
}

/// Goes through a pack as somebody who has every ruling shown.
fn tell(pack: Pack, out: &mut dyn Write) -> io::Result<()> {
    let ids: Vec<String> = pack.scenarios.iter().map(|scenario| scenario.id.clone()).collect();
    let script = "reveal\n\n".repeat(ids.len());
    let library = Library::new([pack]);
    let mut study = Study::open(Opening { library, state_folder: None, begin: Begin::Items(ids), clock: || 0 });
    plain::run(&mut study, script.as_bytes(), out, 80)
}

/// What is in a pack, counted.
fn stats(file: &Path, out: &mut dyn Write) -> Result<u8, Error> {
    let name = file.display().to_string();
    let text = text_of(file)?;
    let reading = read_all(&name, &text);
    let Some(pack) = &reading.pack else {
        return Err(Failure::failed(say!("{} cannot be read", name)).hint(say!("airside check {}", name)).into());
    };
    let scenarios = &pack.scenarios;
    let table = |title: &str, names: &mut dyn Iterator<Item = String>| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
        let counts: Vec<String> = counts.into_iter().map(|(name, count)| format!("{name} {count}")).collect();
        format!("{title}: {}", counts.join(", "))
    };
    writeln!(out, "{}", say!("{} ({}, version {})", pack.title, pack.id, pack.version))?;
    writeln!(out, "scenarios: {}", scenarios.len())?;
    for line in [
        table("answers", &mut scenarios.iter().map(|scenario| scenario.answer.name().to_owned())),
        table("kinds", &mut scenarios.iter().map(|scenario| scenario.kind.name().to_owned())),
        table(say!("told as"), &mut scenarios.iter().map(|scenario| scenario.telling.name().to_owned())),
        table(say!("asked in"), &mut scenarios.iter().map(|scenario| scenario.pool.name().to_owned())),
        table("misconceptions", &mut scenarios.iter().filter_map(|scenario| scenario.misconception.clone())),
    ] {
        for wrapped in crate::text::wrap(&line, 80) {
            writeln!(out, "{wrapped}")?;
        }
    }
    let twins = scenarios.iter().filter(|scenario| scenario.twin.is_some()).count();
    writeln!(out, "{}", say!("with a twin: {}", twins))?;
    Ok(0)
}
