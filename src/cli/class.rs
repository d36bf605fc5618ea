//! `airside class`: what a teacher uses in class.
//!
//! Owns the table of its subcommands and what they share; each has a file of its own.

mod report;
mod vote;
mod worksheet;

use std::io;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::arguments::Arguments;
use crate::error::Error;
use crate::scenario::Pool;

/// What there is for class.
#[derive(Debug, Subcommand)]
pub enum Class {
    /// A test form on paper; with --teacher the answer key on pages of its own
    Worksheet(Worksheet),
    /// Votes on the projector: vote, talk it over, vote again, then a new case
    Present(Present),
    /// The exams of a class: by seat, by kind of case, by misconception, by question
    Report(Report),
    /// One exam, graded, for a system that takes results
    Grade(Grade),
    /// The teacher's notes on another terminal: answer, advice, votes
    Notes(Notes),
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
    /// The pool of its scenarios.
    pub(super) const fn pool(self) -> Pool {
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

#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
#[derive(Debug, Args)]
pub struct Report {
    /// Files that were handed in, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// One row an exam, for a spreadsheet.
    #[arg(long, group = "format")]
    pub csv: bool,
    /// Everything, as JSON.
    #[arg(long, group = "format")]
    pub json: bool,
    /// A page with plots that opens from disk.
    #[arg(long, group = "format")]
    pub html: bool,
    /// Points for a gradebook.
    #[arg(long, group = "format", value_name = "KIND")]
    pub gradebook: Option<Book>,
    /// With --csv: how sure the answers were as well
    #[arg(long, requires = "csv")]
    pub certainty: bool,
    /// The file to write; - is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Grade {
    /// The file that was handed in.
    pub file: PathBuf,
    /// The system.
    #[arg(long, value_name = "SYSTEM")]
    pub format: Taker,
    /// With how sure the answers were.
    #[arg(long)]
    pub certainty: bool,
    /// The file to write; - is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    pub force: bool,
}

/// Systems that take results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Taker {
    /// An autograder's results.json.
    Gradescope,
    /// What a runner hands to the reporter, to be made base64.
    GithubClassroom,
    /// Statements of version 1.0.3.
    Xapi,
}

/// Whose gradebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Book {
    /// Canvas.
    Canvas,
    /// Moodle.
    Moodle,
    /// Seat and points.
    Plain,
}

#[derive(Debug, Args)]
pub struct Present {
    /// The questions of a test form; without it one of each kind of case, or those of --pack.
    #[arg(long, value_name = "A|B")]
    pub form: Option<Form>,
    /// Where the session is kept; without it in the folder of your progress.
    #[arg(long, value_name = "FILE")]
    pub session: Option<PathBuf>,
    /// The same seed chooses the same questions anywhere.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Begin anew, also where the last session is not over.
    #[arg(long)]
    pub new: bool,
}

#[derive(Debug, Args)]
pub struct Notes {
    /// Where the session is kept, as for present.
    #[arg(long, value_name = "FILE")]
    pub session: Option<PathBuf>,
}

pub(super) fn class(arguments: &Arguments, wanted: &Class) -> Result<u8, Error> {
    match wanted {
        Class::Worksheet(wanted) => worksheet::worksheet(arguments, wanted, &mut io::stdout().lock()),
        Class::Report(wanted) => report::report(arguments, wanted, &mut io::stdout().lock()),
        Class::Grade(wanted) => report::grade_one(arguments, wanted, &mut io::stdout().lock()),
        Class::Present(wanted) => vote::present(arguments, wanted),
        Class::Notes(wanted) => vote::notes(arguments, wanted),
    }
}
