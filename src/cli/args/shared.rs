//! Arguments that several commands have.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct JsonArgs {
    /// Print JSON
    #[arg(id = "json", long = "json")]
    pub enabled: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct OutputArgs {
    /// The file to write; - is standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
    /// Overwrite an existing file
    #[arg(long)]
    pub force: bool,
}

/// Parses one of these names. Help lists them, and an error suggests the nearest one.
pub(super) fn parser<T, N>(names: N, find: fn(&str) -> Option<T>) -> impl TypedValueParser<Value = T>
where
    T: Clone + Send + Sync + 'static,
    N: IntoIterator<Item = &'static str>,
{
    PossibleValuesParser::new(names).try_map(move |name| find(&name).ok_or(name))
}
