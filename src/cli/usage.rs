//! Turns command-line errors into airside's own error messages.
//!
//! This module uses only the error kind and the context that clap reports, never clap's own text.

use std::error::Error as _;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Command, CommandFactory};

use super::args::Arguments;
use crate::diagnostic::nearest;
use crate::error::Failure;
use crate::say;

pub(super) fn failure(error: &Error, arguments: &[OsString]) -> Failure {
    let suggested = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let suggested = suggested.into_iter().flat_map(|kind| values(error, kind)).next();
    let allowed = [ContextKind::ValidValue, ContextKind::ValidSubcommand];
    let (command, path) = used(arguments);
    let argument = values(error, ContextKind::InvalidArg).join(", ");
    let has_pools = command.get_arguments().any(|one| one.get_long() == Some("pool"));
    let suggested = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            values(error, ContextKind::InvalidSubcommand).first().and_then(|typed| nearest_command(typed, &command))
        }
        ErrorKind::UnknownArgument if !argument.starts_with('-') => option_with_value(&command, &argument),
        // A mistyped option must not cause a file to be overwritten.
        _ if argument == "--form" && has_pools => Some("--pool form-a".to_owned()),
        _ => suggested.filter(|name| name != "--force" || argument.starts_with("--fo") && argument != "--form"),
    };
    let hint = match suggested {
        Some(name) => say!("did you mean `{}`?", name),
        None => path + " --help",
    };
    let mut allowed: Vec<String> = allowed.into_iter().flat_map(|kind| values(error, kind)).collect();
    match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            allowed.extend(visible_options(&command).map(ToString::to_string));
        }
        ErrorKind::InvalidSubcommand if command.get_name() != "airside" => {
            allowed.extend(visible_commands(&command).map(|one| one.get_name().to_owned()));
            allowed.extend(visible_options(&command).map(ToString::to_string));
        }
        _ => {}
    }
    let missing = values(error, ContextKind::InvalidArg).into_iter().filter(|_| is_missing(error));
    let possible = missing.flat_map(|name| possible_values(&command, &name));
    Failure::usage(message(error)).allowing(allowed.into_iter().chain(possible)).hint(hint)
}

fn visible_commands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|one| !one.is_hide_set() && one.get_name() != "help")
}

fn visible_options(command: &Command) -> impl Iterator<Item = &clap::Arg> {
    let options = command.get_arguments().filter(|argument| !argument.is_positional());
    options.filter(|option| !option.is_hide_set() && !option.is_global_set())
}

/// Returns a bare word together with the option that it was probably meant for, such as `--kind expired`.
fn option_with_value(command: &Command, word: &str) -> Option<String> {
    let takes = |option: &&clap::Arg| option.get_possible_values().iter().any(|value| value.matches(word, true));
    let named = |name: &str| visible_options(command).find(|option| option.get_long() == Some(name));
    let meant = visible_options(command).filter(|option| option.get_action().takes_values()).find(takes);
    let file = || named("out").filter(|_| std::path::Path::new(word).extension().is_some());
    Some(format!("--{} {word}", meant.or_else(file)?.get_long()?))
}

fn is_missing(error: &Error) -> bool {
    error.kind() == ErrorKind::MissingRequiredArgument
}

fn possible_values(command: &Command, name: &str) -> Vec<String> {
    let argument = command.get_arguments().find(|argument| argument.to_string() == name);
    let values = argument.map(clap::Arg::get_possible_values).unwrap_or_default();
    values.iter().map(|value| value.get_name().to_owned()).collect()
}

/// Words that users may type instead of the actual name of a command.
const OTHER_NAMES: [(&str, &str); 12] = [
    ("explain", "reference"),
    ("search", "reference"),
    ("docs", "reference"),
    ("lookup", "rule"),
    ("judge", "inspect"),
    ("practise", "learn"),
    ("practice", "learn"),
    ("progress", "stats"),
    ("validate", "check"),
    ("vote", "class present"),
    ("grade", "class report"),
    ("quiz", "learn"),
];

fn nearest_command(typed: &str, command: &Command) -> Option<String> {
    let names: Vec<&str> = visible_commands(command).map(Command::get_name).collect();
    let inner =
        visible_commands(command).flat_map(|one| visible_commands(one).map(move |inner| (one.get_name(), inner)));
    let paths = inner.map(|(outer, inner)| format!("{outer} {}", inner.get_name()));
    let mut paths = names.iter().map(|name| (*name).to_owned()).chain(paths);
    let meant = OTHER_NAMES.iter().find(|(word, _)| *word == typed).map_or(typed, |(_, path)| *path);
    let found = paths.find(|path| path == meant || path.split_once(' ').is_some_and(|(_, inner)| inner == meant));
    found.or_else(|| nearest(typed, names.iter().copied()).map(str::to_owned))
}

fn message(error: &Error) -> String {
    let one = |kind| values(error, kind).join(", ");
    let (argument, value) = (one(ContextKind::InvalidArg), one(ContextKind::InvalidValue));
    let argument = if argument.is_empty() { one(ContextKind::InvalidSubcommand) } else { argument };
    match error.kind() {
        ErrorKind::InvalidSubcommand => say!("unknown command `{}`", one(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            say!("unexpected argument `{}`: a value must follow the name of its option", argument)
        }
        ErrorKind::UnknownArgument => say!("unknown argument `{}`", argument),
        ErrorKind::MissingRequiredArgument if argument.starts_with("--form ") => {
            say!(
                "missing argument: {} (instead of a form, you can choose questions with --kinds, --ids, --count or --pack)",
                argument
            )
        }
        ErrorKind::MissingRequiredArgument => say!("missing argument: {}", argument),
        ErrorKind::InvalidValue if value.is_empty() => say!("`{}` needs a value", argument),
        ErrorKind::InvalidValue => say!("`{}` is not a valid value for `{}`", value, argument),
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            // Some explanations already contain the value or the wrong part of the value.
            if why.starts_with('`') {
                return format!("`{argument}`: {why}");
            }
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

fn used(arguments: &[OsString]) -> (Command, String) {
    let mut command = Arguments::command();
    // clap can display arguments only after it has built the command.
    command.build();
    let mut path = "airside".to_owned();
    for argument in arguments.iter().skip(1) {
        let Some(inner) = command.find_subcommand(argument).cloned() else { continue };
        if inner.get_name() != "help" {
            path.push(' ');
            path.push_str(inner.get_name());
        }
        command = inner;
    }
    (command, path)
}
