//! `airside class`: what a teacher uses in class.
//!
//! Owns the table of its subcommands and what they share; each has a file of its own.

mod worksheet;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::arguments::Arguments;
use crate::error::Stop;
use crate::scenario::Pool;

/// What there is for class.
#[derive(Debug, Subcommand)]
pub enum Class {
    /// A test form on paper; with --teacher the answer key on pages of its own
    Worksheet(Worksheet),
}

/// A test form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// The first of two parallel forms.
    #[value(name = "A", alias = "a")]
    A,
    /// The second.
    #[value(name = "B", alias = "b")]
    B,
}

impl Form {
    const fn pool(self) -> Pool {
        match self {
            Self::A => Pool::FormA,
            Self::B => Pool::FormB,
        }
    }

    const fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
        }
    }
}

/// Which worksheet.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
#[derive(Debug, Args)]
pub struct Worksheet {
    /// The form.
    #[arg(long, value_name = "A|B")]
    pub form: Form,
    /// With the answer key and its explanations.
    #[arg(long)]
    pub teacher: bool,
    /// As a page to print; this is the default.
    #[arg(long, conflicts_with = "markdown")]
    pub html: bool,
    /// As Markdown.
    #[arg(long)]
    pub markdown: bool,
    /// The file to write; - is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    pub force: bool,
}

pub(super) fn class(arguments: &Arguments, wanted: &Class, out: &mut dyn Write) -> Result<u8, Stop> {
    match wanted {
        Class::Worksheet(wanted) => worksheet::worksheet(arguments, wanted, out),
    }
}
