//! Command lines that clap rejects, told as every other failure: what is wrong, what is allowed, what to type.
//!
//! Owns the sentences. Must not read the text that clap renders, only the kind of the error and its context.

use std::error::Error as _;
use std::ffi::OsString;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::arguments::Arguments;
use crate::error::Failure;
use crate::say;

pub(super) fn failure(error: &Error, arguments: &[OsString]) -> Failure {
    let suggested = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let suggested = suggested.into_iter().flat_map(|kind| values(error, kind)).next();
    let allowed = [ContextKind::ValidValue, ContextKind::ValidSubcommand];
    let hint = match suggested {
        Some(name) => say!("did you mean `{}`?", name),
        None => help(arguments),
    };
    Failure::usage(what(error)).allowing(allowed.into_iter().flat_map(|kind| values(error, kind))).hint(hint)
}

fn what(error: &Error) -> String {
    let one = |kind| values(error, kind).join(", ");
    let (argument, value) = (one(ContextKind::InvalidArg), one(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidSubcommand => say!("unknown command `{}`", one(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => say!("unexpected argument `{}`", argument),
        ErrorKind::MissingRequiredArgument => say!("missing argument: {}", argument),
        ErrorKind::InvalidValue if value.is_empty() => say!("`{}` needs a value", argument),
        ErrorKind::InvalidValue => say!("`{}` is not a value of `{}`", value, argument),
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            say!("`{}` is not a value of `{}`: {}", value, argument, why)
        }
        ErrorKind::ArgumentConflict => match one(ContextKind::PriorArg) {
            prior if prior == argument => say!("`{}` may be given only once", argument),
            prior => say!("`{}` cannot be combined with `{}`", argument, prior),
        },
        other => other.to_string(),
    }
}

fn values(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(value)) => vec![value.clone()],
        Some(ContextValue::Strings(values)) => values.clone(),
        _ => Vec::new(),
    }
}

/// The help of the command that was meant.
fn help(arguments: &[OsString]) -> String {
    let mut command = Arguments::command();
    let mut path = "airside".to_owned();
    for argument in arguments.iter().skip(1) {
        let Some(inner) = command.find_subcommand(argument).cloned() else { continue };
        path.push(' ');
        path.push_str(inner.get_name());
        command = inner;
    }
    path + " --help"
}
