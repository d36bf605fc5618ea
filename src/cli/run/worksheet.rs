//! Runs `airside class worksheet`, which prints a test form on paper.

use std::io::Write;

use crate::class::exam::sitting::questions_text;
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
    let entries: Vec<ExportItem<'_>> = items.iter().filter_map(entry).collect();
    if entries.is_empty() {
        return Err(match skipped.first() {
            Some((_, why)) => {
                let message = say!("none of the {} can be printed: {}", questions_text(skipped.len()), why);
                Failure::failed(message).hint(say!("choose other questions with --kinds or --ids"))
            }
            None => packs::no_questions(args.form, &args.questions.kinds, &request.packs),
        }
        .into());
    }
    let is_replaced = args.questions.count.is_some_and(|count| usize::from(count) <= entries.len());
    output::report((is_replaced && !skipped.is_empty()).then(|| {
        say!("Other questions were used instead, so an exam with the same options will have different questions.")
            .to_owned()
    }))?;
    for (id, why) in skipped {
        writeln!(streams::stderr(), "{}", say!("airside: {} was skipped: {}", text::safe(&id), why))?;
    }
    packs::report_problems(&library)?;
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
