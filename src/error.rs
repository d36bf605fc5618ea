//! What can go wrong for somebody at the shell, and the exit code that says so.
//!
//! Owns the kinds and their printed form: `airside: what`, the cause, `hint: something that can be typed`.

use std::fmt;
use std::io;

/// The kinds of failure, each with an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The question was understood and the answer is no: faults in a pack, an unknown id. Exit code 1.
    Failed,
    /// The command cannot be used like that, or there is no terminal. Exit code 2.
    Usage,
}

impl Kind {
    /// The exit code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
        }
    }
}

/// A failure, to be printed on standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Its kind.
    pub kind: Kind,
    /// What is wrong, and where.
    pub what: String,
    /// What would be accepted.
    pub allowed: Vec<String>,
    /// Something that can be typed.
    pub hint: Option<String>,
}

impl Failure {
    /// A command that cannot be used like that.
    #[must_use]
    pub fn usage(what: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, what: what.into(), allowed: Vec::new(), hint: None }
    }

    /// A question with the answer no.
    #[must_use]
    pub fn failed(what: impl Into<String>) -> Self {
        Self { kind: Kind::Failed, ..Self::usage(what) }
    }

    /// The same with what would be accepted.
    #[must_use]
    pub fn allowing<T: ToString>(mut self, allowed: impl IntoIterator<Item = T>) -> Self {
        self.allowed = allowed.into_iter().map(|value| value.to_string()).collect();
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "airside: {}", crate::text::safe(&self.what))?;
        if !self.allowed.is_empty() {
            write!(formatter, "\nallowed: {}", crate::text::safe(&self.allowed.join(", ")))?;
        }
        if let Some(hint) = &self.hint {
            write!(formatter, "\nhint: {}", crate::text::safe(hint))?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

/// How a command ends before its time.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// Somebody has to be told.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// Reading or writing failed.
    #[error("{}", crate::say!("airside: input or output failed: {}", .0))]
    Io(#[from] io::Error),
}

impl Stop {
    /// Whether whoever read the output has gone away, which is no failure.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The exit code.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Failure(failure) => failure.kind.code(),
            Self::Io(_) => 1,
        }
    }
}
