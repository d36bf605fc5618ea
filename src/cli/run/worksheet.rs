//! Runs `airside class worksheet`, which prints a test form on paper.

use std::io::Write;

use crate::class::exam::form::ExamForm;
use crate::class::export::item::ExportItem;
use crate::class::worksheet::{Sheet, order};
use crate::cli::args::{GlobalArgs, WorksheetArgs};
use crate::cli::output::Printer;
use crate::cli::{output, packs};
use crate::error::{Error, Failure};
use crate::round::Item;
use crate::say;
use crate::streams;
use crate::text;

pub(super) fn worksheet(global: &GlobalArgs, args: &WorksheetArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let library = packs::open(global);
    let packs = packs::selected(global, &library)?;
    packs::refuse_unknown(&library, &args.questions.ids)?;
    let request = args.questions.spec(packs, args.form.into_iter().collect(), 0);
    let entry = |item: &Item| {
        let (pack, scenario) = library.scenario_with_pack(item.id.case()?)?;
        Some(ExportItem::new(pack, scenario))
    };
    let mut skipped = Vec::new();
    let items = order(&library, &request, |item| {
        let Some(entry) = entry(item) else { return false };
        let no_code = || (!entry.asks_for_code()).then(|| say!("its answers aren't the codes 401 and 403").to_owned());
        let why = entry.fault().or_else(no_code);
        skipped.extend(why.iter().map(|why| (entry.scenario.id.clone(), why.clone())));
        why.is_none()
    });
    let is_replaced = !skipped.is_empty() && args.questions.count.is_some();
    output::report(is_replaced.then(|| {
        say!("Other questions were used instead, so an exam with the same options will have different questions.")
            .to_owned()
    }))?;
    for (id, why) in skipped {
        writeln!(streams::stderr(), "{}", say!("airside: {} was skipped: {}", text::safe(&id), why))?;
    }
    let entries: Vec<ExportItem<'_>> = items.iter().filter_map(entry).collect();
    packs::report_problems(&library)?;
    if entries.is_empty() {
        let message = match form(args) {
            Some(form) => say!("no open pack contains questions for form {}", form),
            None => say!("no open pack has questions that match these options").to_owned(),
        };
        return Err(Failure::failed(message).hint("airside list").into());
    }
    output::report(packs::count_notice(args.questions.count, entries.len()))?;
    let sheet = Sheet::new(args.form, request.seed, entries, args.teacher);
    let text = match output::lines_to_print(out, &args.print, &sheet.documents()) {
        Some(lines) => lines,
        None if args.print.is_markdown() => sheet.markdown(),
        None => sheet.html(),
    };
    args.print.output.write(text.as_bytes(), out)?;
    Ok(0)
}

fn form(args: &WorksheetArgs) -> Option<ExamForm> {
    args.form.map(|form| ExamForm::from_pools(&[form]))
}
