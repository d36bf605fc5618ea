//! Defines the arguments of the tools, which are commands outside the course, such as `rule` and `inspect`.

use std::path::PathBuf;

use clap::Args;

use super::shared::{JsonArgs, OutputArgs, parser, whole};
use crate::course::select::Policy;
use crate::simulate::Family;
use crate::tui::picture::{SHOTS, Shot};

/// The maximum size of a picture, in columns and rows.
const LARGEST: (u16, u16) = (400, 200);

const RULE_EXAMPLES: &str = "\
Examples:
  airside rule missing                  nobody sent credentials
  airside rule bearer expired --why     an expired token, with all sources and checks
  airside rule permission=scope         a fact and its value
  airside rule --list credentials       the values of one fact";

const INSPECT_EXAMPLES: &str = "\
Examples:
  curl -sv URL 2>&1 | airside inspect                       judge a real response
  airside inspect response.txt --fact credentials=absent    add what the file doesn't show";

#[expect(clippy::struct_excessive_bools, reason = "each is an independent option")]
#[derive(Debug, Args)]
#[command(after_help = RULE_EXAMPLES)]
pub(in crate::cli) struct RuleArgs {
    /// Facts as NAME=VALUE, or words such as `expired` and `no-permission`
    #[arg(value_name = "FACT")]
    pub words: Vec<String>,
    /// A fact that differs from its default; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub fact: Vec<String>,
    #[command(flatten)]
    pub json: JsonArgs,
    /// Also print every source and every check up to the deciding one
    #[arg(long, conflicts_with_all = ["list", "skeleton"])]
    pub why: bool,
    /// Also print the checks after the deciding one
    #[arg(long, conflicts_with_all = ["list", "skeleton"])]
    pub all_checks: bool,
    /// List all facts and their values, or only the facts that are named
    #[arg(long, conflicts_with = "fact")]
    pub list: bool,
    /// Print a pack with one scenario for these facts, to fill in
    #[arg(long, conflicts_with_all = ["json", "list"])]
    pub skeleton: bool,
}

#[derive(Debug, Args)]
#[command(after_help = INSPECT_EXAMPLES)]
pub(in crate::cli) struct InspectArgs {
    /// A file with raw HTTP, HAR, lines of a log, or the output of a tool such as curl -v or HTTPie -v; `-` or no file
    /// means standard input
    pub file: Option<PathBuf>,
    /// A fact that the exchange doesn't show; may be repeated. `airside rule --list` lists all facts
    #[arg(long, value_name = "NAME=VALUE")]
    pub fact: Vec<String>,
    /// Don't ask anything; print the verdict for each possible answer
    #[arg(long)]
    pub no_input: bool,
    #[command(flatten)]
    pub json: JsonArgs,
    /// Print SARIF 2.1.0, a format that code hosting services read
    #[arg(long, conflicts_with = "json")]
    pub sarif: bool,
    /// Print the JSON Schema of --json
    #[arg(long, conflicts_with_all = ["file", "fact", "json", "sarif", "script"])]
    pub schema: bool,
    /// Print a shell script that requests a URL in six ways with curl; give its output to `airside inspect`
    #[arg(long, value_name = "URL", conflicts_with_all = ["file", "fact", "json", "sarif"])]
    pub script: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct LabArgs {
    /// Answer real clients on 127.0.0.1 at a free port until you quit
    #[arg(long)]
    pub listen: bool,
    /// The port to listen on
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, requires = "listen", allow_negative_numbers = true, value_parser = whole::<u16>(0, u16::MAX.into()))]
    pub port: u16,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ScreenshotArgs {
    /// The name of the screen
    #[arg(value_parser = parser(SHOTS.iter().map(|shot| shot.name), shot), required_unless_present = "list")]
    pub screen: Option<&'static Shot>,
    /// List all screens
    #[arg(long, conflicts_with_all = ["screen", "out"])]
    pub list: bool,
    /// The size of the window, in columns and rows
    #[arg(long, value_name = "WxH", default_value = "80x24", value_parser = size)]
    pub size: (u16, u16),
    #[command(flatten)]
    pub output: OutputArgs,
}

fn shot(name: &str) -> Option<&'static Shot> {
    SHOTS.iter().find(|shot| shot.name == name)
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let parsed = text.split_once('x').and_then(|(columns, rows)| Some((columns.parse().ok()?, rows.parse().ok()?)));
    parsed
        .filter(|(columns, rows)| (1..=LARGEST.0).contains(columns) && (1..=LARGEST.1).contains(rows))
        .ok_or_else(|| crate::say!("type a size from 1x1 to {}x{}, such as 80x24", LARGEST.0, LARGEST.1))
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SimulateArgs {
    /// The number of learners for each row of the table
    #[arg(long, value_name = "N", default_value_t = 300, allow_negative_numbers = true, value_parser = whole::<u32>(1, u32::MAX.into()))]
    pub learners: u32,
    /// The seed; the same seed gives the same table on every machine
    #[arg(long, value_name = "N", default_value_t = 4711, allow_negative_numbers = true, value_parser = whole::<u64>(0, u64::MAX))]
    pub seed: u64,
    /// Use only these strategies for choosing questions
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    #[arg(value_parser = parser(Policy::ALL.map(Policy::name), Policy::find))]
    pub policy: Vec<Policy>,
    /// Include only these families of simulated learners
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    #[arg(value_parser = parser(Family::ALL.map(Family::name), Family::find))]
    pub family: Vec<Family>,
    #[command(flatten)]
    pub json: JsonArgs,
}
