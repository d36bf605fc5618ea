//! `airside import`: questions from elsewhere as a pack to be finished.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{cannot, create};
use crate::class::import::{Imported, csv, gift, imported};
use crate::error::{Error, Failure};
use crate::files;
use crate::say;
use crate::scenario::check::check;
use crate::scenario::read::read_all;
use crate::scenario::skeleton::written;
use crate::text::{json, safe};

#[derive(Debug, Args)]
pub struct Import {
    /// What kind of file it is.
    pub format: Format,
    /// The file.
    pub file: PathBuf,
    /// The pack to write; - is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
    /// The id of the pack.
    #[arg(long, default_value = "my-pack")]
    pub id: String,
    /// Write over a file that is there.
    #[arg(long)]
    pub force: bool,
}

/// Kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Moodle's GIFT.
    Gift,
    /// A spreadsheet as comma-separated values: title, story, request, findings, answer, right, wrong.
    Csv,
}

pub(super) fn import(wanted: &Import, out: &mut dyn Write) -> Result<u8, Error> {
    let shown = wanted.file.display();
    let text = files::read_text(&wanted.file).map_err(|why| {
        Failure::failed(format!("{shown} {why}")).hint(say!("airside import gift questions.gift --out mine.json"))
    })?;
    let (questions, dropped) = match wanted.format {
        Format::Gift => gift(&text),
        Format::Csv => csv(&text).map_err(|(what, allowed, hint)| {
            Failure::failed(format!("{shown}:1:1: {what}")).allowing(allowed).hint(hint)
        })?,
    };
    let Imported { pack, taken, dropped } = imported(&questions, dropped, &wanted.id);
    for one in &dropped {
        writeln!(io::stderr(), "{}:{}: {}", safe(&shown.to_string()), one.line, safe(&one.why))?;
    }
    if taken == 0 {
        let what = say!("{} holds no question that can be taken", shown);
        return Err(Failure::failed(what).hint(say!("airside import --help")).into());
    }
    let written = json(&written(&pack)).into_owned().into_bytes();
    if wanted.out.as_os_str() == "-" {
        out.write_all(&written)?;
        return Ok(0);
    }
    let name = wanted.out.display();
    let mut file = create(&wanted.out, wanted.force, &say!("airside import ... --out {} --force", name))?;
    file.write_all(&written).map_err(|error| cannot(&wanted.out, &error))?;
    let questions = if taken == 1 { say!("1 question").to_owned() } else { format!("{taken} questions") };
    writeln!(out, "{}", say!("{} holds {}. Every text that begins with ... is yours to write.", name, questions))?;
    let text = String::from_utf8_lossy(&written);
    let faults = check(&[read_all(&name.to_string(), &text)]).len();
    if faults > 0 {
        let faults = if faults == 1 { say!("1 fault").to_owned() } else { format!("{faults} faults") };
        writeln!(
            out,
            "{}",
            say!("It has {} to be mended before it can be learnt from: airside check {}", faults, name)
        )?;
    }
    writeln!(out, "{}", say!("Beside an editor: airside pack preview {} --watch", name))?;
    Ok(0)
}
