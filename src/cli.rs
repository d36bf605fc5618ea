//! The command line: parses arguments, runs the command and returns an exit code.
//!
//! Owns the arguments and the choice of language. Must not rule, ask questions or draw.

mod args;
mod environment;
mod output;
mod packs;
mod progress_bar;
mod run;
mod usage;
mod version;

pub use run::check;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::error::ErrorKind;

use crate::error::{Error, Failure};
use crate::i18n;
use crate::say;
use args::Arguments;

/// Runs a command line and returns its exit code.
///
/// # Errors
/// [`Error`], which has an exit code and a message to print.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<u8, Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    match Arguments::parse_all(&arguments) {
        Ok(arguments) => {
            translate(arguments.global.lang.as_deref())?;
            let mut out = io::BufWriter::new(io::stdout());
            let code = run::run(&arguments, &mut out)?;
            // The full screen leaves `out` empty, and its terminal may be gone, so flushing could fail.
            if !out.buffer().is_empty() {
                out.flush()?;
            }
            Ok(code)
        }
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp => write!(io::stdout(), "{error}").map(|()| 0).map_err(Error::from),
            ErrorKind::DisplayVersion => writeln!(io::stdout(), "{}", version::text()).map(|()| 0).map_err(Error::from),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                write!(io::stderr(), "{error}").map(|()| 2).map_err(Error::from)
            }
            _ => {
                translate(None)?;
                Err(usage::failure(&error, &arguments).into())
            }
        },
    }
}

/// Loads the translation before anything is printed.
fn translate(named: Option<&Path>) -> Result<(), Error> {
    let Some(path) = environment::translation(named) else { return Ok(()) };
    match i18n::file::read(&path) {
        Ok(translation) => {
            i18n::lay_over(translation);
            Ok(())
        }
        Err(faults) => {
            for fault in &faults {
                writeln!(io::stderr(), "{fault}\n")?;
            }
            let message = say!("the translation {} can't be used", path.display());
            Err(Failure::failed(message).hint("airside translation > FILE").into())
        }
    }
}
