//! Runs `airside inspect`, which judges a recorded exchange or prints a script that records six exchanges.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use crate::cli::args::{GlobalArgs, InspectArgs};
use crate::cli::output::{Printer, print_document, print_json};
use crate::cli::run::learn;
use crate::cli::run::rule::{add, reject_repeated};
use crate::cli::{environment, packs};
use crate::error::{Error, Failure};
use crate::files;
use crate::inspect::evidence::{KnownFact, user_facts};
use crate::inspect::exchange::{LONGEST_INPUT, RecordedExchange, parse};
use crate::inspect::machine::{to_json, to_sarif};
use crate::inspect::matrix::{judge, worst};
use crate::inspect::report::document;
use crate::inspect::schema::json_schema;
use crate::inspect::script::script;
use crate::plain;
use crate::ruling::{FactName, Facts};
use crate::say;
use crate::streams;
use crate::study::Begin;
use crate::tui::{self, FirstScreen};

/// The exit code is 1 if any response has a fault.
pub(super) fn inspect(global: &GlobalArgs, args: &InspectArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    if args.schema {
        print_json(out, &json_schema())?;
        return Ok(0);
    }
    if let Some(url) = &args.script {
        return print_script(url, out);
    }
    let user_facts = facts(&args.fact)?;
    let now = i64::try_from(environment::now() / 1000).unwrap_or(i64::MAX);
    let wants_text = args.no_input || args.json.enabled || args.sarif;
    let (settings, _) = environment::settings(global);
    let full_screen = environment::full_screen(global, &settings).filter(|_| !wants_text);
    let show = |options, first| {
        let load = || Ok::<_, Error>(learn::open(global, packs::open(global), Begin::Idle));
        tui::run(load, options, first)
    };
    let file = args.file.as_deref().filter(|file| file.as_os_str() != "-");
    if let Some(options) = full_screen.clone().filter(|_| file.is_none()) {
        return show(options, FirstScreen::Paste(user_facts));
    }
    let (name, exchanges) = read(file)?;
    if let Some(options) = full_screen {
        let is_fault = worst(&judge(&exchanges, &user_facts, now).inspections).is_fault();
        let code = show(options, FirstScreen::Exchanges(exchanges, user_facts))?;
        return Ok(code.max(u8::from(is_fault)));
    }
    if args.json.enabled || args.sarif {
        let report = judge(&exchanges, &user_facts, now);
        let value = if args.sarif { to_sarif(&report, &name) } else { to_json(&report) };
        print_json(out, &value)?;
        return Ok(u8::from(worst(&report.inspections).is_fault()));
    }
    let verdict = if !args.no_input && environment::can_ask() {
        plain::inspect::ask(&exchanges, user_facts, now, streams::stdin(), out, environment::columns)?
    } else {
        let report = judge(&exchanges, &user_facts, now);
        print_document(out, &document(&report))?;
        worst(&report.inspections)
    };
    Ok(u8::from(verdict.is_fault()))
}

fn print_script(url: &str, out: &mut Printer<'_>) -> Result<u8, Error> {
    let script = script(url).map_err(|error| {
        Failure::usage(error.to_string())
            .allowing(["https://…", "http://localhost/…", "http://127.0.0.1/…"])
            .hint("airside inspect --script https://host/path > six.sh")
    })?;
    out.write_all(script.as_bytes())?;
    Ok(0)
}

fn facts(written: &[String]) -> Result<Vec<KnownFact>, Failure> {
    let facts = written.iter().try_fold(Facts::default(), |facts, fact| add(facts, fact, "inspect"))?;
    reject_repeated(written)?;
    let names = written.iter().filter_map(|fact| FactName::find(fact.split_once('=')?.0.trim()));
    Ok(user_facts(&facts, &names.collect::<Vec<_>>()))
}

/// A user may have given a URL or a status code instead of a file.
fn unreadable(name: &str, error: &io::Error) -> Failure {
    let is_missing = error.kind() == io::ErrorKind::NotFound;
    if is_missing && name.contains("://") {
        return Failure::usage(say!("airside opens no connections, so it can't fetch {}", name))
            .hint(format!("curl -sv {name} 2>&1 | airside inspect"));
    }
    let failure = Failure::usage(say!("{} can't be read: {}", name, error));
    if is_missing && name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_digit()) {
        return failure.hint(format!("airside reference --search {name}"));
    }
    failure.hint("curl -sv URL 2>&1 | airside inspect")
}

fn read(file: Option<&Path>) -> Result<(String, Vec<RecordedExchange>), Error> {
    let name = file.map_or_else(|| say!("standard input").to_owned(), |file| file.display().to_string());
    let mut bytes = Vec::new();
    let limit = LONGEST_INPUT as u64 + 1;
    let read = match file {
        Some(file) => File::open(file).and_then(|file| file.take(limit).read_to_end(&mut bytes)),
        None if environment::can_ask() => {
            tui::prepare_lines();
            bytes = plain::inspect::paste(streams::stdin(), streams::stdout())?.into_bytes();
            Ok(bytes.len())
        }
        None => streams::stdin().take(limit).read_to_end(&mut bytes),
    };
    read.map_err(|error| unreadable(&name, &error))?;
    let text = files::decode(&bytes).map_err(|why| Failure::usage(format!("{name} {why}")))?;
    let text = String::from_utf8_lossy(&text);
    let exchanges = parse(&name, files::without_dos_end(&text)).map_err(|fault| {
        let message = match fault.line {
            0 => format!("{name}: {}", fault.message),
            line => format!("{name}:{line}:{}: {}", fault.column, fault.message),
        };
        let failure = Failure::usage(message).allowing(fault.allowed);
        match fault.hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    })?;
    Ok((name, exchanges))
}
