//! Turns command-line errors into airside's own error messages.
//!
//! This module chooses the wording. It uses only the kind and the context of clap's error, never the text that clap
//! would print.

use std::error::Error as _;
use std::ffi::OsString;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::args::Arguments;
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
    Failure::usage(message(error)).allowing(allowed.into_iter().flat_map(|kind| values(error, kind))).hint(hint)
}

fn message(error: &Error) -> String {
    let one = |kind| values(error, kind).join(", ");
    let (argument, value) = (one(ContextKind::InvalidArg), one(ContextKind::InvalidValue));
    let argument = if argument.is_empty() { one(ContextKind::InvalidSubcommand) } else { argument };
    match error.kind() {
        ErrorKind::InvalidSubcommand => say!("unknown command `{}`", one(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => say!("unknown argument `{}`", argument),
        ErrorKind::MissingRequiredArgument => say!("missing argument: {}", argument),
        ErrorKind::InvalidValue if value.is_empty() => say!("`{}` needs a value", argument),
        ErrorKind::InvalidValue => say!("`{}` is not a valid value for `{}`", value, argument),
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            say!("`{}` is not a valid value for `{}`: {}", value, argument, why)
        }
        ErrorKind::ArgumentConflict => match one(ContextKind::PriorArg) {
            prior if prior == argument => say!("`{}` can be used only once", argument),
            prior => say!("`{}` can't be used together with `{}`", argument, prior),
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

/// Explains how to get help for the command that was used.
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
