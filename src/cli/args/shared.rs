//! Defines the arguments that several commands share.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::round::spec::RoundSpec;
use crate::scenario::Pool;
use crate::scenario::index::Category;

#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct JsonArgs {
    /// Print JSON
    #[arg(id = "json", long = "json")]
    pub enabled: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct OutputArgs {
    /// The file to write; `-` means standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
    /// Replace an existing file, and keep the old one under another name
    #[arg(long)]
    pub force: bool,
}

/// Chooses the questions for a command used by teachers. `--pack` names the packs that the questions come from.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct QuestionArgs {
    /// Use only these kinds of case, or real servers, or incidents
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    #[arg(value_parser = parser(Category::all().map(Category::name), Category::find))]
    pub kinds: Vec<Category>,
    /// Use exactly these questions, given by id, in this order unless there is a seed
    #[arg(long, value_name = "ID", value_delimiter = ',', conflicts_with = "kinds")]
    pub ids: Vec<String>,
    /// The maximum number of questions
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u16>(1, u16::MAX.into()))]
    pub count: Option<u16>,
    /// Choose and order the questions with this seed; the same seed gives the same questions on every machine. The
    /// order in an exam also depends on the seat
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u64>(0, u64::MAX))]
    pub seed: Option<u64>,
}

impl QuestionArgs {
    pub(in crate::cli) fn choose(&self) -> bool {
        !self.kinds.is_empty() || !self.ids.is_empty() || self.count.is_some()
    }

    /// `seed` is used unless the options contain a seed of their own. If they contain only a number of questions, all
    /// questions belong to the eight core kinds of case.
    pub(in crate::cli) fn spec(&self, packs: Vec<String>, pools: Vec<Pool>, seed: u64) -> RoundSpec {
        RoundSpec {
            core_only: packs.is_empty() && self.count.is_some(),
            packs,
            pools,
            categories: self.kinds.clone(),
            ids: without_repeats(&self.ids),
            in_order: !self.ids.is_empty() && self.seed.is_none(),
            count: self.count.map(usize::from),
            seed: self.seed.unwrap_or(seed),
            ..RoundSpec::default()
        }
    }
}

fn without_repeats(ids: &[String]) -> Vec<String> {
    let is_first = |(index, id): &(usize, &String)| !ids[..*index].contains(id);
    ids.iter().enumerate().filter(is_first).map(|(_, id)| id.clone()).collect()
}

pub(super) fn whole<T: TryFrom<u64>>(least: u64, most: u64) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| {
        let number = text.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
        let number = number.and_then(|number| T::try_from(number).ok());
        number.ok_or_else(|| crate::say!("type a whole number from {} to {}", least, most))
    }
}

/// Returns a parser that accepts only the given names. The help lists all the names, and an error suggests the most
/// similar one.
pub(super) fn parser<T, N>(names: N, find: fn(&str) -> Option<T>) -> impl TypedValueParser<Value = T>
where
    T: Clone + Send + Sync + 'static,
    N: IntoIterator<Item = &'static str>,
{
    PossibleValuesParser::new(names).try_map(move |name| find(&name).ok_or(name))
}
