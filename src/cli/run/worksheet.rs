//! Runs `airside class worksheet`, which prints a test form on paper.

use std::io::{self, Write};

use crate::class::exam::form::ExamForm;
use crate::class::export::item::ExportItem;
use crate::class::worksheet::{Sheet, order};
use crate::cli::args::{GlobalArgs, WorksheetArgs};
use crate::cli::output::Printer;
use crate::cli::{output, packs};
use crate::error::{Error, Failure};
use crate::say;
use crate::text;

pub(super) fn worksheet(global: &GlobalArgs, args: &WorksheetArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let library = packs::open(global);
    let packs = packs::selected(global, &library)?;
    packs::refuse_unknown(&library, &args.questions.ids)?;
    let request = args.questions.spec(packs, args.form.into_iter().collect(), 0);
    let mut entries = Vec::new();
    for item in order(&library, &request) {
        let Some(id) = item.id.case() else { continue };
        let Some((pack, scenario)) = library.scenario_with_pack(id) else { continue };
        let entry = ExportItem::new(pack, scenario);
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
        let message = match form(args) {
            Some(form) => say!("no open pack has questions for form {}", form),
            None => say!("no open pack has such questions").to_owned(),
        };
        return Err(Failure::failed(message).hint("airside list").into());
    }
    output::report(packs::count_notice(args.questions.count, entries.len()))?;
    let sheet = Sheet::new(args.form, request.seed, entries, args.teacher);
    let text = match output::lines_to_print(out, &args.print, &sheet.documents()) {
        Some(lines) => lines,
        None if args.print.markdown => sheet.markdown(),
        None => sheet.html(),
    };
    args.print.output.write(text.as_bytes(), &command(args, " --force"), out)?;
    Ok(0)
}

/// Returns the test form, unless the questions were chosen individually.
fn form(args: &WorksheetArgs) -> Option<ExamForm> {
    args.form.map(|form| ExamForm::from_pools(&[form]))
}

/// Returns an example of a command that works, for use in error messages.
fn command(args: &WorksheetArgs, more: &str) -> String {
    let option = form(args).map_or_else(|| " ...".to_owned(), |form| format!(" --form {form}"));
    let (teacher, name) = if args.teacher { (" --teacher", "key") } else { ("", "form") };
    let (markdown, ending) = if args.print.markdown { (" --markdown", "md") } else { ("", "html") };
    let file = if args.print.output.is_stdout() {
        let form = form(args).map_or_else(String::new, |form| format!("-{}", form.name().to_lowercase()));
        format!("{name}{form}.{ending}")
    } else {
        args.print.output.out.display().to_string()
    };
    format!("airside class worksheet{option}{teacher}{markdown} --out {file}{more}")
}
