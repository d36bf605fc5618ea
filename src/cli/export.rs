//! `airside export`: scenarios as a file for another system.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

use super::arguments::{Arguments, Export};
use super::{library, named, say_problems};
use crate::classroom::export::{FORMATS, Format, Written};
use crate::error::{Failure, Stop};
use crate::scenario::Cell;
use crate::text;

pub(super) fn export(arguments: &Arguments, wanted: &Export, out: &mut dyn Write) -> Result<u8, Stop> {
    let Some(format) = Format::find(&wanted.format) else {
        let unknown = Failure::usage(format!("no format is named `{}`", wanted.format));
        return Err(unknown.allowing(FORMATS.iter().map(|format| format.name)).hint("airside export --help").into());
    };
    let to_output = wanted.out.as_os_str() == "-";
    if to_output && format.binary && io::stdout().is_terminal() {
        let what = format!("{} is no text, and standard output is a terminal", format.name);
        return Err(Failure::usage(what).hint(shell(format, "")).into());
    }
    let library = library(arguments)?;
    let packs = named(arguments, &library)?;
    let cell = wanted.cell.as_deref().and_then(Cell::find);
    let scenarios = library
        .packs
        .iter()
        .filter(|pack| packs.is_empty() || packs.contains(&pack.id))
        .flat_map(|pack| pack.scenarios.iter().map(move |scenario| (pack, scenario)))
        .filter(|(_, scenario)| cell.is_none_or(|cell| cell == scenario.cell));
    let written = format.export(scenarios);
    if written.items == 0 {
        say_left_out(&written)?;
        return Err(Failure::failed("there is no scenario to write").hint("airside list").into());
    }
    if to_output {
        out.write_all(&written.bytes)?;
        out.flush()?;
    } else {
        let mut file = create(&wanted.out, wanted.force, format)?;
        file.write_all(&written.bytes).map_err(|error| cannot(&wanted.out, &error))?;
    }
    say_problems(&library)?;
    say_left_out(&written)?;
    let items = if written.items == 1 { "1 item".to_owned() } else { format!("{} items", written.items) };
    writeln!(io::stderr(), "airside: {items} written as {}; it does not carry:", format.name)?;
    for loss in format.loses {
        writeln!(io::stderr(), "  {loss}")?;
    }
    Ok(0)
}

fn say_left_out(written: &Written) -> io::Result<()> {
    for item in &written.left_out {
        writeln!(io::stderr(), "airside: {} was left out: {}", text::safe(&item.id), item.why)?;
    }
    Ok(())
}

/// The file, empty. One that is there is only written over when that was asked for; devices and pipes always are.
fn create(path: &Path, force: bool, format: &Format) -> Result<File, Failure> {
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            if path.is_file() && !force {
                return Err(
                    Failure::failed(format!("{} is there already", path.display())).hint(shell(format, " --force"))
                );
            }
            OpenOptions::new().write(true).truncate(true).open(path).map_err(|error| cannot(path, &error))
        }
        other => other.map_err(|error| cannot(path, &error)),
    }
}

/// What could be typed.
fn shell(format: &Format, more: &str) -> String {
    format!("airside export {} --out airside.{}{more}", format.name, format.ending)
}

fn cannot(path: &Path, error: &io::Error) -> Failure {
    Failure::failed(format!("{} cannot be written: {error}", path.display()))
}
