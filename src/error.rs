//! Defines the errors that commands report, and their exit codes.
//!
//! Errors are printed in the form `airside: what is wrong`. If there are accepted values or a suggestion, the lines
//! `allowed: …` and `hint: …` follow.

use std::fmt;
use std::io;

use crate::say;
use crate::text::safe;

/// An error with its message and exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    code: u8,
    message: String,
    /// Lines to print after the message, for example one line for each file with errors.
    listed: Vec<String>,
    allowed: Vec<String>,
    hint: Option<String>,
}

impl Failure {
    /// Creates an error with exit code 2, for an invalid command line or a missing terminal.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into(), listed: Vec::new(), allowed: Vec::new(), hint: None }
    }

    /// Creates an error with exit code 1, for a valid command that can't be carried out, for example because an ID is
    /// unknown.
    pub fn failed(message: impl Into<String>) -> Self {
        Self { code: 1, ..Self::usage(message) }
    }

    pub(crate) fn listing(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.listed = lines.into_iter().collect();
        self
    }

    pub fn allowing<T: ToString>(mut self, allowed: impl IntoIterator<Item = T>) -> Self {
        self.allowed = allowed.into_iter().map(|value| value.to_string()).collect();
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "airside: {}", safe(&self.message))?;
        for line in &self.listed {
            write!(formatter, "\n  {}", safe(line))?;
        }
        if !self.allowed.is_empty() {
            write!(formatter, "{}", say!("\nallowed: {}", safe(&self.allowed.join(", "))))?;
        }
        if let Some(hint) = &self.hint {
            write!(formatter, "{}", say!("\nhint: {}", safe(hint)))?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Failure(#[from] Failure),
    /// An error from the operating system. An error without a custom message is reported as a failure to write to
    /// standard output.
    #[error("airside: {}", describe(.0))]
    Io(#[from] io::Error),
}

fn describe(error: &io::Error) -> String {
    error.get_ref().map_or_else(
        || say!("standard output can't be written: {}", error),
        |message| safe(&message.to_string()).into_owned(),
    )
}

impl Error {
    /// Returns whether the program that reads the output has closed the pipe. A closed pipe isn't reported as an error.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    pub const fn code(&self) -> u8 {
        match self {
            Self::Failure(failure) => failure.code,
            Self::Io(_) => 1,
        }
    }
}
