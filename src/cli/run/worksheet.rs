//! `airside class worksheet`: a test form on paper.

use std::io::{self, Write};

use crate::class::export::entry::ExportItem;
use crate::class::worksheet::{Sheet, order};
use crate::cli::args::{GlobalArgs, WorksheetArgs};
use crate::cli::packs;
use crate::error::{Error, Failure};
use crate::round::spec::RoundSpec;
use crate::say;
use crate::scenario::Pool;
use crate::scenario::library::Library;
use crate::text;

pub(super) fn worksheet(global: &GlobalArgs, args: &WorksheetArgs, out: &mut dyn Write) -> Result<u8, Error> {
    if args.output.is_terminal() && !args.markdown {
        let message = say!("HTML can't be read on a terminal");
        return Err(Failure::usage(message).hint(command(args, "")).into());
    }
    let library = packs::open(global)?;
    let packs = packs::selected(global, &library)?;
    let request = RoundSpec { packs, pool: Some(args.form), ..RoundSpec::default() };
    let mut entries = Vec::new();
    for item in order(&library, &request, 0) {
        let Some(id) = item.id.case() else { continue };
        let Some(entry) = entry(&library, id) else { continue };
        let no_code = || (!entry.asks_for_code()).then(|| say!("its answers are not 401, 403 or neither").to_owned());
        match entry.fault().or_else(no_code) {
            Some(why) => {
                writeln!(io::stderr(), "{}", say!("airside: {} was skipped: {}", text::safe(id), why))?;
            }
            None => entries.push(entry),
        }
    }
    packs::report_problems(&library)?;
    if entries.is_empty() {
        let message = say!("no open pack has questions for form {}", letter(args.form));
        return Err(Failure::failed(message).hint("airside list").into());
    }
    let sheet = Sheet::new(Some(args.form), 0, entries, args.teacher);
    let text = if args.markdown { sheet.markdown() } else { sheet.html() };
    args.output.write(text.as_bytes(), &command(args, " --force"), out)?;
    Ok(0)
}

fn entry<'a>(library: &'a Library, id: &str) -> Option<ExportItem<'a>> {
    library.packs().iter().find_map(|pack| {
        pack.scenarios.iter().find(|scenario| scenario.id == id).map(|scenario| ExportItem::new(pack, scenario))
    })
}

const fn letter(form: Pool) -> char {
    match form {
        Pool::FormB => 'B',
        _ => 'A',
    }
}

/// A command that would work.
fn command(args: &WorksheetArgs, more: &str) -> String {
    let letter = letter(args.form);
    let (teacher, name) = if args.teacher { (" --teacher", "key") } else { ("", "form") };
    let (markdown, ending) = if args.markdown { (" --markdown", "md") } else { ("", "html") };
    let file = if args.output.is_stdout() {
        format!("{name}-{}.{ending}", letter.to_ascii_lowercase())
    } else {
        args.output.out.display().to_string()
    };
    format!("airside class worksheet --form {letter}{teacher}{markdown} --out {file}{more}")
}
