//! Defines the options and commands of the command line, which clap parses.
//!

mod class;
mod course;
mod help;
mod packs;
mod shared;
mod tools;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};

pub(super) use class::{
    ClassCommand, ExamArgs, ExamCommand, GradeArgs, NotesArgs, PresentArgs, PrintArgs, ReportArgs, SessionArgs,
    WatchArgs, WorksheetArgs,
};
pub(super) use course::{LearnArgs, LogCommand};
pub(super) use packs::{ExportArgs, ImportArgs, PackCommand, PoolChoice, SourceFormat};
pub(super) use shared::{OutputArgs, QuestionArgs};
pub(super) use tools::{InspectArgs, LabArgs, RuleArgs, ScreenshotArgs, SimulateArgs};

use crate::i18n::areas::AREAS;
use crate::settings::ThemeName;
use shared::{JsonArgs, parser};

const EXAMPLES: &str = "\
Examples:
  airside                                     start the course in full screen
  airside --plain                             the same course in lines, for screen readers and pipes
  airside rule --fact credentials=expired     look up the status code for these facts
  curl -sv URL 2>&1 | airside inspect         judge a real response

";

const SHORT_EXAMPLES: &str = "\
Examples:
  airside                               start the course in full screen
  airside rule missing                  which code, if nobody sent credentials?
  curl -sv URL 2>&1 | airside inspect   judge a real response

";

const ENVIRONMENT: &str = "\
Environment:
  AIRSIDE_HOME              folder for settings, packs and progress
  AIRSIDE_LANG              translation file, as with --lang
  AIRSIDE_PLAIN             if not empty: plain mode
  ACCESSIBLE                if not empty: plain mode
  AIRSIDE_MOTION            0: nothing moves, as with --no-motion
  AIRSIDE_STACKED           if not empty: one column without borders, as with --stacked
  AIRSIDE_WIDE              1: characters such as ● take two columns; 0: one
  NO_COLOR                  if not empty: no colour
  CLICOLOR, CLICOLOR_FORCE  0 turns colour off; any other value forces it
  TERM                      dumb, emacs or unknown: plain mode; linux: ASCII characters; vt100: no colour
  COLUMNS                   width of plain mode, instead of the terminal's
  LC_ALL, LC_CTYPE, LANG    on a terminal, ASCII characters if the locale isn't UTF-8

Exit codes:
  0      success
  1      the answer is no: a pack has faults, or an id is unknown
  2      the command can't be used like that, or there is no terminal
  134    a bug in airside
  128+n  ended by signal n";

/// HTTP 401 or 403? An interactive course in the terminal
#[derive(Debug, Parser)]
#[command(name = "airside", version, before_help = SHORT_EXAMPLES, before_long_help = EXAMPLES)]
#[command(after_long_help = ENVIRONMENT)]
pub(super) struct Arguments {
    /// The command; without one, the course starts.
    #[command(subcommand)]
    pub command: Option<Command>,

    #[command(flatten)]
    pub global: GlobalArgs,
}

#[derive(Debug, Parser)]
#[command(disable_help_subcommand = true)]
struct CourseArguments {
    #[command(subcommand)]
    round: Option<RoundCommand>,

    #[command(flatten)]
    global: GlobalArgs,
}

impl Arguments {
    /// The course and its rounds have their own parser, so that the first frame doesn't have to wait until clap has
    /// built every command. The help texts are arranged only if clap prints them.
    pub(super) fn parse_all(arguments: &[OsString]) -> Result<Self, clap::Error> {
        if let Ok(CourseArguments { round, global }) = CourseArguments::try_parse_from(arguments) {
            return Ok(Self { command: round.map(Command::Round), global });
        }
        Self::try_parse_from(arguments).or_else(|_| {
            Self::from_arg_matches_mut(&mut help::shortened(Self::command()).try_get_matches_from(arguments)?)
        })
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is an independent option")]
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct GlobalArgs {
    /// Print plain lines, without full-screen mode, cursor movement or colour
    #[arg(long, global = true)]
    pub plain: bool,

    /// Communicate in JSON lines, for other front ends; `airside schema json-lines` describes the format
    #[arg(long, global = true, conflicts_with = "plain")]
    pub json_lines: bool,

    /// Open this pack too: a file, a folder of files, or the id of an open pack; `learn`, `exam` and `export` then use no other pack
    #[arg(long, global = true, value_name = "PACK")]
    pub pack: Vec<PathBuf>,

    /// Keep progress in this folder
    #[arg(long, global = true, value_name = "DIR")]
    pub state_dir: Option<PathBuf>,

    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,

    /// Colours in full-screen mode
    #[arg(long, global = true, value_name = "THEME")]
    #[arg(value_parser = parser(ThemeName::ALL.map(ThemeName::name), ThemeName::find))]
    pub theme: Option<ThemeName>,

    /// Draw only ASCII characters
    #[arg(long, global = true)]
    pub ascii: bool,

    /// Choose by clicking and scroll with the wheel; the terminal can then no longer select text
    #[arg(long, global = true)]
    pub mouse: bool,

    /// Switch off animations, such as the walk through the airport after an answer
    #[arg(long, global = true)]
    pub no_motion: bool,

    /// Show everything in one column without borders, so that screen readers can read the full screen
    #[arg(long, global = true)]
    pub stacked: bool,

    /// Show exams, votes, worksheets, the handout, reports and exports in this language: de or pt-BR; with a file
    /// printed by `airside translation`, show everything in that file's language; without a value, list the languages
    #[arg(long, global = true, value_name = "LANGUAGE", num_args = 0..=1, default_missing_value = "list")]
    pub lang: Option<PathBuf>,

    /// Panic when the help key is pressed, so that a test can check that the terminal is restored
    #[cfg(debug_assertions)]
    #[arg(long, global = true, hide = true)]
    pub panics: bool,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct TranslationArgs {
    /// Include only the sentences of these areas, even if other areas share some of them
    #[arg(long = "for", value_name = "AREA", value_delimiter = ',', value_parser = areas())]
    pub areas: Vec<String>,
    /// Include only what isn't translated yet
    #[arg(long)]
    pub missing: bool,
}

fn areas() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(AREAS.iter().map(|area| area.name))
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub(super) enum SchemaOf {
    #[default]
    Pack,
    JsonLines,
}

#[derive(Debug, Subcommand)]
pub(super) enum RoundCommand {
    /// Practise a round of questions
    Learn(LearnArgs),
    /// Run the round for a seed; the same seed gives the same questions on every machine
    Play {
        /// The seed
        #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = shared::whole::<u64>(0, u64::MAX))]
        seed: u64,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(flatten)]
    Round(RoundCommand),
    /// Find the status code for a set of facts
    Rule(RuleArgs),
    /// Judge a recorded HTTP exchange: should the response be 401, 403 or something else?
    Inspect(InspectArgs),
    /// Send requests to an airport with curl: ten tasks at a prompt, or a server on this machine
    Lab(LabArgs),
    /// List the scenarios of all open packs
    List {
        /// List only scenarios that contain all of these words in their id, title, story, kind, telling, pool or pack
        words: Vec<String>,
        #[command(flatten)]
        json: JsonArgs,
    },
    /// Show a scenario in full, including its answer
    Show {
        /// The id, as `airside list` prints it
        id: String,
        #[command(flatten)]
        json: JsonArgs,
    },
    /// Look up tests, status codes, challenges, the corrected airport, leaks or misconceptions
    Reference {
        /// The topic; without one, all topics are listed
        topic: Option<String>,
        /// Search all entries for these words and print the passages that contain them
        #[arg(long, value_name = "WORDS", num_args = 1.., conflicts_with = "topic")]
        search: Option<Vec<String>>,
        #[command(flatten)]
        json: JsonArgs,
    },
    /// List the article's claims and say which of them are true
    Article {
        #[command(flatten)]
        json: JsonArgs,
    },
    /// Show your progress
    Stats {
        /// Count answers for each scenario
        #[arg(long)]
        items: bool,
        #[command(flatten)]
        json: JsonArgs,
    },
    /// Export the journal of your answers, or merge other journals into it
    Log {
        /// The command; without one, the journal is exported
        #[command(subcommand)]
        command: Option<LogCommand>,
        /// Print the JSON Schema of a line of the journal
        #[arg(long)]
        schema: bool,
    },
    /// Say whether a check-up is due; the exit code is 0 if one is
    Due {
        #[command(flatten)]
        json: JsonArgs,
    },
    /// Print where settings, packs and progress are stored
    Paths {
        #[command(flatten)]
        json: JsonArgs,
    },
    /// Check packs and list every fault
    Check {
        /// Pack files, or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Check the rules for built-in packs too: lengths, known sources, parallel forms
        #[arg(long)]
        strict: bool,
        #[command(flatten)]
        json: JsonArgs,
    },
    /// Take a test form as an exam: no feedback, one file to hand in
    Exam(ExamArgs),
    /// For teachers: print worksheets, vote in class, report on exams
    #[command(subcommand)]
    Class(ClassCommand),
    /// Convert scenarios to the format of another system
    Export(ExportArgs),
    /// Make a pack from questions in another format
    Import(ImportArgs),
    /// Work on a pack: create one, preview it, count its contents
    #[command(subcommand)]
    Pack(PackCommand),
    /// Print a translation file to fill in; with --lang FILE, it already contains that file's translations
    Translation(TranslationArgs),
    /// Print the JSON Schema of a pack, or of the JSON lines
    Schema {
        /// What to describe
        #[arg(value_enum, default_value_t)]
        subject: SchemaOf,
    },
    /// Draw a screen as an SVG picture
    Screenshot(ScreenshotArgs),
    /// Send simulated learners through the course and print the results
    Simulate(SimulateArgs),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print possible completions for the last word of a command line; the scripts from `completions` call this command
    #[command(hide = true)]
    Complete {
        /// The shell that asks for completions
        shell: clap_complete::Shell,
        /// The words after the program's name
        #[arg(last = true)]
        words: Vec<String>,
    },
    /// Print the manual page
    Man,
}

impl Command {
    /// Returns whether the translations that come with the program cover the command.
    pub(super) const fn is_translated(&self) -> bool {
        !matches!(
            self,
            Self::Round(_)
                | Self::Rule(_)
                | Self::Inspect(_)
                | Self::Lab(_)
                | Self::List { .. }
                | Self::Show { .. }
                | Self::Reference { .. }
                | Self::Article { .. }
                | Self::Stats { .. }
                | Self::Log { .. }
                | Self::Due { .. }
                | Self::Paths { .. }
        )
    }
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory, Parser};

    #[test]
    fn the_definitions_are_consistent() {
        super::Arguments::command().debug_assert();
    }

    #[test]
    fn a_round_starts_without_the_parser_of_all_commands() {
        for words in [&["learn", "--count", "8"], &["play", "--seed", "3"]] {
            let parsed = super::CourseArguments::try_parse_from(["airside"].iter().chain(words));
            assert!(parsed.is_ok_and(|parsed| parsed.round.is_some()), "{words:?}");
        }
    }

    fn check_help(command: &Command) {
        let name = command.get_name();
        let arguments = command.get_arguments().filter(|argument| !argument.is_hide_set());
        let texts = arguments.map(|argument| (argument.get_id().as_str(), argument.get_help()));
        for (id, text) in texts.chain([("the command", command.get_about())]) {
            let text = text.map(ToString::to_string).unwrap_or_default();
            assert!(text.starts_with(|first: char| first.is_ascii_uppercase()), "{name}, {id}: {text}");
            assert!(!text.ends_with('.'), "{name}, {id}: {text}");
        }
        command.get_subcommands().for_each(check_help);
    }

    #[test]
    fn every_command_and_argument_has_help_in_one_style() {
        check_help(&super::Arguments::command());
    }
}
