//! Runs `airside class watch`, which shows the progress of every seat during an exam.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use super::report::roster;
use crate::class::watch::ExamWatch;
use crate::cli::args::{GlobalArgs, WatchArgs};
use crate::cli::output::Printer;
use crate::cli::{environment, output};
use crate::error::{Error, Failure};
use crate::render;
use crate::say;
use crate::tui;

const INTERVAL: Duration = Duration::from_secs(1);

pub(super) fn watch(global: &GlobalArgs, args: &WatchArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    if !args.folder.is_dir() {
        let message = say!("{} is not a folder", args.folder.display());
        return Err(Failure::failed(message).hint("airside class watch results/").into());
    }
    let (settings, notice) = environment::settings(global);
    output::report(notice)?;
    let mut watch = ExamWatch::new(args.folder.clone(), roster(args.roster.as_deref())?, environment::now);
    if let Some(options) = environment::full_screen(global, &settings).filter(|_| !args.once) {
        return Ok(tui::show(&mut tui::watch(watch, options))?);
    }
    let mut shown: Vec<String> = render::plain::render(&watch.document(), environment::columns());
    shown.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    // On a terminal, only rows that have changed are printed again, so that a screen reader doesn't repeat the others.
    while !args.once && io::stdout().is_terminal() {
        out.flush()?;
        environment::wait(INTERVAL);
        watch.poll();
        let lines = render::plain::render(&watch.document(), environment::columns());
        for line in lines.iter().filter(|line| !shown.contains(line)) {
            writeln!(out, "{line}")?;
        }
        shown = lines;
    }
    Ok(0)
}
