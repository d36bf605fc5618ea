//! Defines the arguments of the commands for learners.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::shared::{parser, whole};
use crate::scenario::index::Category;
use crate::scenario::{Pool, Telling};

#[derive(Debug, Default, Args)]
pub(in crate::cli) struct LearnArgs {
    /// Ask questions about this kind of case, mixed with three other kinds; or ask only about edge cases, real servers
    /// or incidents
    #[arg(long, value_parser = parser(Category::all().map(Category::name), Category::find))]
    pub kind: Option<Category>,
    /// Ask only questions in this telling
    #[arg(long, value_parser = parser(Telling::NAMES, Telling::find))]
    pub telling: Option<Telling>,
    /// Ask only questions from this pool
    #[arg(long, value_parser = parser(Pool::NAMES, Pool::find))]
    pub pool: Option<Pool>,
    /// Ask only this case; may be repeated
    #[arg(long, conflicts_with_all = ["kind", "telling", "pool", "count", "seed", "endless"])]
    pub id: Vec<String>,
    /// The maximum number of questions in the round
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, u32::MAX.into()))]
    pub count: Option<u32>,
    /// Choose the questions with this seed; the same seed gives the same round on every machine
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u64>(0, u64::MAX))]
    pub seed: Option<u64>,
    /// Start another round whenever one is over
    #[arg(long)]
    pub endless: bool,
    /// Fact-check the article: judge its claims
    #[arg(long, conflicts_with_all = ["kind", "telling", "pool", "id", "count", "seed", "endless"])]
    pub article: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum LogCommand {
    /// Print every event once, in chronological order
    Export,
    /// Add the events of other journals
    Merge {
        /// Journals, or files printed by `airside log export`
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}
