//! Arguments into calls.
//!
//! Owns the command line: what can be said, in which words, and which exit code comes back. Must not rule, ask or
//! draw; each family of commands has a file that calls the room whose business it is.

mod arguments;
mod bar;
pub mod check;
mod class;
mod exam;
mod export;
mod import;
mod learn;
mod log;
mod pack;
mod reference;
mod rule;
mod screenshot;
mod show;
mod simulate;
mod stats;
mod usage;
mod version;

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::error::{Error, Failure};
use crate::i18n;
use crate::paths::Paths;
use crate::say;
use crate::scenario::library::Library;
use crate::text;
use arguments::{Arguments, Command};

/// Runs what the arguments say and gives the exit code.
///
/// # Errors
/// [`Error`], which knows its exit code and how to be printed.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<u8, Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => begin(&arguments),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp => write!(io::stdout(), "{error}").map(|()| 0).map_err(Error::from),
            ErrorKind::DisplayVersion => writeln!(io::stdout(), "{}", version::long()).map(|()| 0).map_err(Error::from),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                write!(io::stderr(), "{error}").map(|()| 2).map_err(Error::from)
            }
            _ => Err(usage::failure(&error, &arguments).into()),
        },
    }
}

/// Obeys, in the words that are asked for.
fn begin(arguments: &Arguments) -> Result<u8, Error> {
    lay_words_over(arguments)?;
    obey(arguments)
}

/// Lays the file of words over everything that is said from now on, where one is named.
fn lay_words_over(arguments: &Arguments) -> Result<(), Error> {
    let named = arguments.words.clone().or_else(|| variable("AIRSIDE_WORDS").map(PathBuf::from));
    let Some(path) = named else { return Ok(()) };
    match i18n::file::read(&path) {
        Ok(words) => {
            i18n::lay_over(words);
            Ok(())
        }
        Err(faults) => {
            for fault in &faults {
                writeln!(io::stderr(), "{fault}\n")?;
            }
            Err(Failure::failed(say!("the words of {} were not used", path.display())).hint("airside words").into())
        }
    }
}

fn obey(arguments: &Arguments) -> Result<u8, Error> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let code = match &arguments.command {
        None => {
            drop(out);
            return learn::learn(arguments, None);
        }
        Some(Command::Learn(wish)) => {
            drop(out);
            return learn::learn(arguments, Some(wish));
        }
        Some(Command::Play { seed }) => {
            drop(out);
            return learn::play(arguments, *seed);
        }
        Some(Command::Exam(wanted)) => {
            drop(out);
            return exam::exam(arguments, wanted);
        }
        Some(Command::Import(wanted)) => import::import(wanted, &mut out)?,
        Some(Command::Class(wanted)) => {
            drop(out);
            return class::class(arguments, wanted);
        }
        Some(Command::Log { command, schema }) => log::log(arguments, command.as_ref(), *schema, &mut out)?,
        Some(Command::Due { json }) => {
            log::due(arguments, *json, learn::milliseconds(), learn::milliseconds, &mut out)?
        }
        Some(Command::Rule(question)) => rule::rule(question, &mut out)?,
        Some(Command::List { json }) => show::list(arguments, *json, &mut out)?,
        Some(Command::Show { id, json }) => show::show(arguments, id, *json, &mut out)?,
        Some(Command::Stats { items, json }) => stats::stats(arguments, *items, *json, &mut out)?,
        Some(Command::Paths { json }) => show::paths(arguments, *json, &mut out)?,
        Some(Command::Check { paths, strict, json }) => u8::from(!check::check(paths, *strict, *json, &mut out)?),
        Some(Command::Reference { search: Some(words), json, .. }) => reference::look_for(words, *json, &mut out)?,
        Some(Command::Reference { topic, json, .. }) => reference::reference(topic.as_deref(), *json, &mut out)?,
        Some(Command::Article { json }) => reference::article(*json, &mut out)?,
        Some(Command::Export(wanted)) => export::export(arguments, wanted, &mut out)?,
        Some(Command::Screenshot(wanted)) => screenshot::screenshot(arguments, wanted, &mut out)?,
        Some(Command::Simulate(wanted)) => simulate::simulate(wanted, &mut out)?,
        Some(Command::Pack(command)) => pack::pack(command, &mut out)?,
        Some(Command::Words) => {
            out.write_all(i18n::file::form().as_bytes())?;
            0
        }
        Some(Command::Schema) => {
            check::print_schema(&mut out)?;
            0
        }
        Some(Command::Completions { shell }) => {
            completions(*shell, &mut out)?;
            0
        }
        Some(Command::Man) => {
            version::manual(&mut out)?;
            0
        }
    };
    out.flush()?;
    Ok(code)
}

/// Prints completions for a shell.
fn completions(shell: clap_complete::Shell, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "airside", &mut text);
    out.write_all(&text)
}

/// Prints JSON; what would act on a terminal is escaped in it.
fn print_json(out: &mut dyn Write, value: &serde_json::Value) -> io::Result<()> {
    writeln!(out, "{}", text::json(&format!("{value:#}")))
}

/// The value of an environment variable; one that is empty counts as not set.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The places of this run.
fn places(arguments: &Arguments) -> Result<Paths, Failure> {
    let home = variable("AIRSIDE_HOME").map(PathBuf::from);
    Paths::find(home.as_deref(), arguments.state_dir.as_deref()).ok_or_else(|| {
        Failure::usage(say!("there is no home folder to keep progress in")).hint(say!("set AIRSIDE_HOME to a folder"))
    })
}

/// The open packs of this run.
fn library(arguments: &Arguments) -> Result<Library, Failure> {
    Ok(Library::open(Some(&places(arguments)?.packs), &arguments.pack))
}

/// The ids of the packs to take scenarios from: those that were named, when any was.
fn named(arguments: &Arguments, library: &Library) -> Result<Vec<String>, Failure> {
    if library.named.len() == arguments.pack.len() {
        return Ok(library.named.clone());
    }
    // Taking them from other packs than the one that was wanted would help nobody.
    let missing = library
        .problems
        .iter()
        .find(|problem| arguments.pack.iter().any(|wanted| wanted.display().to_string() == problem.path));
    let (path, why) = missing.map_or((say!("a pack"), String::new()), |problem| {
        (problem.path.as_str(), problem.faults.first().map(|fault| format!(": {}", fault.message)).unwrap_or_default())
    });
    let open = library.ids();
    Err(Failure::failed(say!("{} cannot be used{}", path, why)).allowing(open).hint(say!("airside check {}", path)))
}

/// Says on standard error which pack files were left out.
fn say_problems(library: &Library) -> io::Result<()> {
    for problem in &library.problems {
        let path = text::safe(&problem.path);
        writeln!(io::stderr(), "{}", say!("airside: {} was left out\nhint: airside check {}", path, path))?;
    }
    Ok(())
}

/// A file to write, empty. One that is there is only written over when that was asked for; devices and pipes always are.
fn create(path: &Path, force: bool, hint: &str) -> Result<File, Failure> {
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if path.is_file() && !force {
                return Err(Failure::failed(say!("{} is there already", path.display())).hint(hint));
            }
            OpenOptions::new().write(true).truncate(true).open(path).map_err(|error| cannot(path, &error))
        }
        other => other.map_err(|error| cannot(path, &error)),
    }
}

fn cannot(path: &Path, error: &io::Error) -> Failure {
    Failure::failed(say!("{} cannot be written: {}", path.display(), error))
}
