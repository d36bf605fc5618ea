//! `airside export`: scenarios as a file for another system.

use std::io::{self, IsTerminal, Write};

use super::arguments::{ALL, Arguments, Export};
use super::{cannot, create, library, named, say_problems};
use crate::class::export::{FORMATS, Format, Written};
use crate::error::{Error, Failure};
use crate::say;
use crate::scenario::{Kind, Pool};
use crate::text;

pub(super) fn export(arguments: &Arguments, wanted: &Export, out: &mut dyn Write) -> Result<u8, Error> {
    let Some(format) = Format::find(&wanted.format) else {
        let unknown = Failure::usage(say!("no format is named `{}`", wanted.format));
        return Err(unknown
            .allowing(FORMATS.iter().map(|format| format.name))
            .hint(say!("airside export --help"))
            .into());
    };
    let to_output = wanted.out.as_os_str() == "-";
    if to_output && format.binary && io::stdout().is_terminal() {
        let what = say!("{} is no text, and standard output is a terminal", format.name);
        return Err(Failure::usage(what).hint(shell(format, "")).into());
    }
    let library = library(arguments)?;
    let packs = named(arguments, &library)?;
    let kind = wanted.kind.as_deref().and_then(Kind::find);
    // What is held back for tests is only given away when it is asked for.
    let pool = match wanted.pool.as_deref() {
        Some(ALL) => None,
        word => Some(word.and_then(Pool::find).unwrap_or(Pool::Practice)),
    };
    let scenarios = library
        .packs()
        .iter()
        .filter(|pack| packs.is_empty() || packs.contains(&pack.id))
        .flat_map(|pack| pack.scenarios.iter().map(move |scenario| (pack, scenario)))
        .filter(|(_, scenario)| {
            pool.is_none_or(|pool| pool == scenario.pool) && kind.is_none_or(|kind| kind == scenario.kind)
        });
    let written = format.export(scenarios);
    if written.items == 0 {
        say_left_out(&written)?;
        return Err(Failure::failed(say!("there is no scenario to write")).hint(say!("airside list")).into());
    }
    if to_output {
        out.write_all(&written.bytes)?;
        out.flush()?;
    } else {
        let mut file = create(&wanted.out, wanted.force, &shell(format, " --force"))?;
        file.write_all(&written.bytes).map_err(|error| cannot(&wanted.out, &error))?;
    }
    say_problems(&library)?;
    say_left_out(&written)?;
    let items = if written.items == 1 { say!("1 item").to_owned() } else { say!("{} items", written.items) };
    writeln!(io::stderr(), "{}", say!("airside: {} written as {}; it does not carry:", items, format.name))?;
    for loss in format.loses {
        writeln!(io::stderr(), "  {}", crate::i18n::of(loss))?;
    }
    Ok(0)
}

fn say_left_out(written: &Written) -> io::Result<()> {
    for item in &written.left_out {
        writeln!(io::stderr(), "{}", say!("airside: {} was left out: {}", text::safe(&item.id), item.why))?;
    }
    Ok(())
}

/// What could be typed.
fn shell(format: &Format, more: &str) -> String {
    say!("airside export {} --out airside.{}{}", format.name, format.ending, more)
}
