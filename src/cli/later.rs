//! Arguments of a subcommand that are only put together once that subcommand is meant.
//!
//! Owns the putting off. Must not know any subcommand.

use clap::builder::Resettable;
use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

/// The arguments `T`, put together when a command line, help, the manual or completions need them: most command lines
/// name one subcommand out of many, and opening the course waits for none.
#[derive(Debug)]
pub struct Later<T>(pub T);

/// Puts `arguments` together; what the table of subcommands says of this one stands, whatever they say of themselves.
fn said(arguments: fn(Command) -> Command, command: Command) -> Command {
    let (about, long_about) = (command.get_about().cloned(), command.get_long_about().cloned());
    arguments(command).about(Resettable::from(about)).long_about(Resettable::from(long_about))
}

impl<T: FromArgMatches> FromArgMatches for Later<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for Later<T> {
    fn augment_args(command: Command) -> Command {
        command.defer(|command| said(T::augment_args, command))
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(|command| said(T::augment_args_for_update, command))
    }
}
