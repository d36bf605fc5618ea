//! Defines the arguments of the commands for authors of packs.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};

use super::shared::{OutputArgs, QuestionArgs, parser};
use crate::class::export::{FORMATS, Format};
use crate::scenario::Pool;
use crate::scenario::check::is_kebab;

#[derive(Debug, Args)]
#[command(after_help = formats())]
pub(in crate::cli) struct ExportArgs {
    /// The format, which is one of those below
    #[arg(hide_possible_values = true, value_parser = parser(FORMATS.iter().map(|format| format.name), Format::find))]
    pub format: &'static Format,
    #[command(flatten)]
    pub questions: QuestionArgs,
    /// The scenarios to export; by default only those for practice, because the others are kept for tests
    #[arg(long, default_value = "practice", value_parser = pool())]
    pub pool: PoolChoice,
    /// List the scenarios that the format can't represent, each with the reason
    #[arg(long)]
    pub verbose: bool,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Clone, Copy, Debug)]
pub(in crate::cli) enum PoolChoice {
    All,
    One(Pool),
}

fn pool() -> impl TypedValueParser<Value = PoolChoice> {
    let names = Pool::NAMES.into_iter().chain(["all"]);
    PossibleValuesParser::new(names).map(|name| Pool::find(&name).map_or(PoolChoice::All, PoolChoice::One))
}

fn formats() -> String {
    let line = |format: &Format| format!("\n  {:<11} {} (.{})", format.name, format.description, format.extension);
    "Formats:".to_owned() + &FORMATS.iter().map(line).collect::<String>()
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ImportArgs {
    /// The format of the questions
    pub format: SourceFormat,
    /// The file with the questions
    pub file: PathBuf,
    /// The id of the new pack
    #[arg(long, default_value = "my-pack", value_parser = kebab)]
    pub id: String,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SourceFormat {
    /// Moodle's GIFT
    Gift,
    /// Comma-separated values with the columns title, story, request, findings, answer, others, right, wrong; in
    /// others, put each wrong answer on its own line, or separate them with semicolons
    Csv,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PackCommand {
    /// Create a pack with one scenario to fill in
    New {
        /// The file to create
        file: PathBuf,
        /// Replace an existing file, and keep the old one under another name
        #[arg(long)]
        force: bool,
    },
    /// Show every scenario as learners see it, with its ruling and its faults
    Preview {
        /// The pack
        file: PathBuf,
        /// Show the preview again each time the file is saved
        #[arg(long)]
        watch: bool,
    },
    /// Count answers, kinds of case, tellings and misconceptions
    Stats {
        /// The pack
        file: PathBuf,
    },
}

fn kebab(id: &str) -> Result<String, String> {
    let why = || crate::say!("lower-case letters, digits and single hyphens, for example `town-library`").to_owned();
    if is_kebab(id) { Ok(id.to_owned()) } else { Err(why()) }
}
