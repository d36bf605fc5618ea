//! Runs `airside export`, which writes scenarios in the format of another system.

use std::io::{self, Write};

use crate::class::export::ExportResult;
use crate::cli::args::{ExportArgs, GlobalArgs, PoolChoice, QuestionArgs};
use crate::cli::output::Printer;
use crate::cli::{output, packs};
use crate::error::{Error, Failure};
use crate::round::spec::{RoundSpec, plan};
use crate::say;
use crate::say_count;
use crate::scenario::library::Library;
use crate::scenario::{Pack, Pool, Scenario};
use crate::streams;
use crate::text;

pub(super) fn export(global: &GlobalArgs, args: &ExportArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let format = args.format;
    if args.output.is_terminal() && format.binary {
        let message = say!("{} is a binary format and can't be printed on a terminal", format.name);
        return Err(Failure::usage(message).hint(command(args, "")).into());
    }
    let library = packs::open(global);
    let selected = packs::selected(global, &library)?;
    packs::refuse_unknown(&library, &args.questions.ids)?;
    let pools = match args.pool {
        PoolChoice::All => Pool::ALL.to_vec(),
        PoolChoice::One(pool) => vec![pool],
    };
    let spec = RoundSpec { count: None, ..args.questions.spec(selected, pools, 0) };
    let count = args.questions.count.map(usize::from);
    let written = format.export(chosen(&library, &spec, &args.questions), count);
    if written.items == 0 {
        report_skipped(&written, true)?;
        return Err(Failure::failed(say!("there is no scenario to export")).hint("airside list").into());
    }
    args.output.write(&written.bytes, out)?;
    packs::report_problems(&library)?;
    report_skipped(&written, args.verbose)?;
    output::report(packs::count_notice(args.questions.count, written.items))?;
    let items = say_count!("1 item", "{} items", written.items);
    writeln!(
        streams::stderr(),
        "{}",
        say!("airside: {} exported as {}. The format can't include:", items, format.name)
    )?;
    for loss in format.limitations {
        writeln!(streams::stderr(), "  {}", crate::i18n::translate(loss))?;
    }
    Ok(0)
}

fn chosen<'a>(library: &'a Library, spec: &RoundSpec, options: &QuestionArgs) -> Vec<(&'a Pack, &'a Scenario)> {
    let ids: Vec<String> = if spec.in_order || options.seed.is_some() || options.count.is_some() {
        plan(library, spec).iter().filter_map(|item| item.id.case().map(str::to_owned)).collect()
    } else {
        library.entries_of(&spec.packs).filter(|entry| spec.admits(entry)).map(|entry| entry.id.clone()).collect()
    };
    ids.iter().filter_map(|id| library.scenario_with_pack(id)).collect()
}

fn report_skipped(written: &ExportResult, list: bool) -> io::Result<()> {
    let count = written.skipped.len();
    if count > 0 && !list {
        let remark = say_count!(
            "1 scenario was skipped. To see why, add --verbose.",
            "{} scenarios were skipped. To list them, add --verbose.", count
        );
        writeln!(streams::stderr(), "airside: {remark}")?;
    }
    for item in written.skipped.iter().filter(|_| list) {
        writeln!(streams::stderr(), "{}", say!("airside: {} was skipped: {}", text::safe(&item.id), item.why))?;
    }
    Ok(())
}

fn command(args: &ExportArgs, more: &str) -> String {
    let format = args.format;
    let usual = || format!("airside.{}", format.extension);
    let file = if args.output.is_stdout() { usual() } else { args.output.out.display().to_string() };
    format!("airside export {} --out {file}{more}", format.name)
}
