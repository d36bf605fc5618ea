//! `airside class worksheet`: a test form on paper.

use std::io::{self, IsTerminal, Write};

use super::super::arguments::Arguments;
use super::super::{cannot, create, library, named, say_problems};
use super::Worksheet;
use crate::class::export::entry::ExportItem;
use crate::class::worksheet::{Sheet, html, markdown};
use crate::error::{Error, Failure};
use crate::round::spec::{RoundSpec, plan};
use crate::say;
use crate::scenario::library::Library;
use crate::text;

/// The seed of the order of questions: every copy of a form has the same.
const SEED: u64 = 401_403;

pub(super) fn worksheet(arguments: &Arguments, wanted: &Worksheet, out: &mut dyn Write) -> Result<u8, Error> {
    let to_output = wanted.out.as_os_str() == "-";
    if to_output && !wanted.markdown && io::stdout().is_terminal() {
        let what = say!("a page to print is nothing to read on a terminal, and standard output is one");
        return Err(Failure::usage(what).hint(shell(wanted, "")).into());
    }
    let library = library(arguments)?;
    let packs = named(arguments, &library)?;
    let request = RoundSpec { packs, pool: Some(wanted.form.pool()), seed: SEED, ..RoundSpec::default() };
    let mut entries = Vec::new();
    for item in plan(&library, &request) {
        let Some(entry) = entry(&library, &item.id) else { continue };
        let no_code = || (!entry.asks_for_code()).then(|| say!("its answers are not 401, 403 or neither").to_owned());
        match entry.fault().or_else(no_code) {
            Some(why) => {
                writeln!(io::stderr(), "{}", say!("airside: {} was left out: {}", text::safe(&item.id), why))?;
            }
            None => entries.push(entry),
        }
    }
    say_problems(&library)?;
    if entries.is_empty() {
        let form = wanted.form.letter();
        return Err(Failure::failed(say!("no open pack has questions of form {}", form))
            .hint(say!("airside list"))
            .into());
    }
    let sheet = Sheet::new(wanted.form.pool(), entries, wanted.teacher);
    let text = if wanted.markdown { markdown::page(&sheet) } else { html::page(&sheet) };
    if to_output {
        out.write_all(text.as_bytes())?;
    } else {
        let mut file = create(&wanted.out, wanted.force, &shell(wanted, " --force"))?;
        file.write_all(text.as_bytes()).map_err(|error| cannot(&wanted.out, &error))?;
    }
    Ok(0)
}

/// The item for the scenario of that id.
fn entry<'a>(library: &'a Library, id: &str) -> Option<ExportItem<'a>> {
    let find = |pack: &'a crate::scenario::Pack| {
        pack.scenarios.iter().find(|scenario| scenario.id == id).map(|scenario| ExportItem::of(pack, scenario))
    };
    library.packs().iter().find_map(find)
}

/// What could be typed.
fn shell(wanted: &Worksheet, more: &str) -> String {
    let letter = wanted.form.letter();
    let teacher = if wanted.teacher { " --teacher" } else { "" };
    let (kind, ending) = if wanted.markdown { (" --markdown", "md") } else { ("", "html") };
    let name = if wanted.teacher { "key" } else { "form" };
    let usual = format!("{name}-{}.{ending}", letter.to_ascii_lowercase());
    let given = wanted.out.display().to_string();
    let file = if given == "-" { usual } else { given };
    say!("airside class worksheet --form {}{}{} --out {}{}", letter, teacher, kind, file, more)
}
