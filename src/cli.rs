//! Implements the command line: parses the arguments, runs the requested command and returns its exit code.
//!
//! This module doesn't choose status codes, ask questions or draw anything.

mod args;
mod complete;
mod environment;
mod output;
mod packs;
mod progress_bar;
mod run;
mod usage;
mod version;

pub use output::Printer;
pub use run::check;

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use clap::error::ErrorKind;

use crate::error::{Error, Failure};
use crate::i18n;
use crate::say;
use crate::streams;
use crate::tui;
use args::{Arguments, Command};

/// The value of `--lang` when the user types the option without a language. The program then lists the available
/// translations.
const LIST: &str = "list";

/// Runs a command line and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<u8, Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    tui::outlive_file_limits()?;
    tui::unblock_signals()?;
    tui::end_on_signals()?;
    match Arguments::parse_all(&arguments) {
        Ok(arguments) => {
            if arguments.global.lang.as_deref() == Some(Path::new(LIST)) {
                return list_translations();
            }
            // The translations that come with the program don't cover the course, the lab or the reference, which would
            // otherwise be half in English.
            let named = arguments.global.lang.as_deref();
            let is_shipped = environment::translation(named)
                .is_some_and(|path| path.to_str().is_some_and(|tag| i18n::file::shipped(tag).is_some()));
            if !is_shipped || arguments.command.as_ref().is_some_and(Command::is_translated) {
                translate(named)?;
            }
            let mut out = io::BufWriter::new(streams::stdout());
            let code = run::run(&arguments, &mut out)?;
            // In full-screen mode, nothing is written to `out`. Flushing an empty `out` could still fail, because the
            // terminal may be gone.
            if !out.buffer().is_empty() {
                out.flush()?;
            }
            Ok(code)
        }
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp => print(&error).map(|()| 0),
            ErrorKind::DisplayVersion => print(&format_args!("{}\n", version::text())).map(|()| 0),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                write!(streams::stderr(), "{error}").map(|()| 2).map_err(Error::from)
            }
            _ => {
                let named = arguments.iter().skip_while(|word| *word != "--lang").nth(1);
                translate(named.map(Path::new))?;
                // The arguments are parsed again to get the error messages in the user's language.
                let error = Arguments::parse_all(&arguments).err().unwrap_or(error);
                Err(usage::failure(&error, &arguments).into())
            }
        },
    }
}

/// Prints text and flushes the output, so that no text is lost in a non-blocking pipe when the program exits.
fn print(text: &dyn fmt::Display) -> Result<(), Error> {
    let mut out = streams::stdout();
    write!(out, "{text}")?;
    Ok(out.flush()?)
}

fn list_translations() -> Result<u8, Error> {
    let mut out = streams::stdout();
    for (tag, name, _) in i18n::file::SHIPPED {
        writeln!(out, "{tag:<8}{name}")?;
    }
    output::print_sentence(
        &mut out,
        say!(
            "These translations cover exams, votes, worksheets, the handout, reports and exports; everything else stays in English."
        ),
    )?;
    out.flush()?;
    Ok(0)
}

/// The translation must be loaded before anything is printed.
fn translate(named: Option<&Path>) -> Result<(), Error> {
    let Some(path) = environment::translation(named) else { return Ok(()) };
    let shipped = path.to_str().and_then(i18n::file::shipped);
    if shipped.is_none() && !path.exists() {
        let message = say!("there is no translation {}", path.display());
        let tags = i18n::file::SHIPPED.iter().map(|(tag, ..)| *tag);
        return Err(Failure::failed(message).allowing(tags).hint("airside translation > FILE").into());
    }
    match shipped.unwrap_or_else(|| i18n::file::read(&path)) {
        Ok(translation) => {
            let count = translation.warnings.len();
            i18n::activate(translation.words);
            if count > 0 {
                let name = path.display();
                writeln!(
                    streams::stderr(),
                    "{}",
                    say!(
                        "Unused texts in {}: {}. To list them: airside check {}",
                        name,
                        count,
                        crate::text::shell_quoted(&name.to_string())
                    )
                )?;
            }
            Ok(())
        }
        Err(faults) => {
            for fault in &faults {
                writeln!(streams::stderr(), "{fault}\n")?;
            }
            let message = say!("the translation {} can't be used", path.display());
            Err(Failure::failed(message).hint("airside translation > FILE").into())
        }
    }
}
