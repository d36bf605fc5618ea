//! Runs the commands. Each file implements one command or several related commands.

mod check;
mod complete;
mod exam;
mod export;
mod fact_words;
mod import;
mod inspect;
mod lab;
mod learn;
mod log;
mod pack;
mod print;
mod reference;
mod report;
mod rule;
mod screenshot;
mod show;
mod simulate;
mod stats;
mod translation;
mod vote;
mod watch;
mod worksheet;

pub use check::check;

use std::io::Write;

use super::args::{Arguments, ClassCommand, Command, RoundCommand, SchemaOf};
use super::environment;
use super::version;
use crate::cli::output::Printer;
use crate::error::Error;
use crate::lines;
use crate::scenario::schema;

/// Commands that use full-screen mode or ask questions ignore `out`.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<u8, Error> {
    let global = &arguments.global;
    let Some(command) = &arguments.command else { return learn::start(global) };
    let is_read_aloud = environment::settings(global).0.plain || environment::wants_plain(global);
    let out = &mut Printer { writer: out, is_read_aloud };
    match command {
        Command::Round(RoundCommand::Learn(args)) => learn::learn(global, args),
        Command::Round(RoundCommand::Play { seed }) => learn::play(global, *seed),
        Command::Rule(args) => rule::rule(args, out),
        Command::Lab(args) => lab::lab(global, args, out),
        Command::Inspect(args) => inspect::inspect(global, args, out),
        Command::List { words, json } => show::list(global, &words.join(" "), json.enabled, out),
        Command::Show { id, json } => show::show(global, id, json.enabled, out),
        Command::Reference { topic, search, json } => match search {
            Some(words) => reference::search(&words.join(" "), json.enabled, out),
            None => reference::reference(topic.as_deref(), json.enabled, out),
        },
        Command::Article { json } => reference::article(json.enabled, out),
        Command::Stats { items, json } => stats::stats(global, *items, json.enabled, out),
        Command::Log { command, schema } => log::log(global, command.as_ref(), *schema, out),
        Command::Due { json } => log::due(global, json.enabled, out),
        Command::Paths { json } => show::paths(global, json.enabled, out),
        Command::Check { paths, strict, json } => Ok(u8::from(!check(paths, *strict, json.enabled, out)?)),
        Command::Exam(args) => exam::exam(global, args, out),
        Command::Class(command) => match command {
            ClassCommand::Worksheet(args) => worksheet::worksheet(global, args, out),
            ClassCommand::Handout(args) => print::print("handout", args, out),
            ClassCommand::Guide(args) => print::print("guide", args, out),
            ClassCommand::Report(args) => report::report(global, args, out),
            ClassCommand::Grade(args) => report::grade(global, args, out),
            ClassCommand::Present(args) => vote::present(global, args),
            ClassCommand::Watch(args) => watch::watch(global, args, out),
            ClassCommand::Notes(args) => vote::notes(global, args),
            ClassCommand::Session(args) => vote::session(global, args, out),
        },
        Command::Export(args) => export::export(global, args, out),
        Command::Import(args) => import::import(args, out),
        Command::Pack(command) => pack::pack(command, out),
        Command::Translation(args) => translation::translation(global, args, out),
        Command::Schema { subject } => match subject {
            SchemaOf::Pack => print(&schema::json_schema(), out),
            SchemaOf::JsonLines => print(&lines::schema::json_schema(), out),
        },
        Command::Screenshot(args) => screenshot::screenshot(global, args, out),
        Command::Simulate(args) => simulate::simulate(args, out),
        Command::Completions { shell } => complete::script(*shell, out),
        Command::Complete { shell, words } => complete::complete(*shell, words, out),
        Command::Man => {
            version::write_manual(out)?;
            Ok(0)
        }
    }
}

fn print(text: &str, out: &mut Printer<'_>) -> Result<u8, Error> {
    out.write_all(text.as_bytes())?;
    Ok(0)
}
