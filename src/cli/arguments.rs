//! What can be said on the command line.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::class::Class;
use super::exam::Wanted;
use super::import::Import;
use crate::class::export::{FORMATS, Format};
use crate::scenario::{Kind, Pool, Telling};

const EXAMPLES: &str = "\
Examples:
  airside --plain                             the course in lines, for screen readers and pipes
  airside                                     the course in full screen
  airside rule --fact credentials=expired     what the specification says of these facts

";

const AFTER: &str = "\
Environment:
  AIRSIDE_WORDS             file of words, as with --words
  AIRSIDE_HOME              folder for settings, packs and progress, in place of the usual ones
  AIRSIDE_PLAIN             not empty: plain mode
  ACCESSIBLE                not empty: plain mode
  NO_COLOR                  not empty: no colour
  CLICOLOR, CLICOLOR_FORCE  0 turns colour off; not 0 forces it
  TERM                      dumb: plain mode; linux: ASCII characters
  COLUMNS                   the width of plain mode, in place of the terminal's
  LC_ALL, LC_CTYPE, LANG    not UTF-8: ASCII characters

Exit codes:
  0    all went well
  1    the answer is no: a pack has faults, an id is unknown
  2    the command cannot be used like that, or there is no terminal
  101  a fault in airside itself
  128+n  ended by signal n";

/// HTTP 401 or 403? An interactive course in the terminal.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
#[derive(Debug, Default, Parser)]
#[command(name = "airside", version, before_long_help = EXAMPLES, after_long_help = AFTER)]
pub struct Arguments {
    /// What to do; without it the course opens.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// The course in lines: no full screen, no cursor movement, no colour.
    #[arg(long, global = true)]
    pub plain: bool,

    /// Open this pack as well; learn and export then take from it alone. A file, or the id of an open pack.
    #[arg(long, global = true, value_name = "PACK")]
    pub pack: Vec<PathBuf>,

    /// Keep progress in this folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub state_dir: Option<PathBuf>,

    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,

    /// The theme.
    #[arg(long, global = true, value_name = "THEME")]
    pub theme: Option<Theme>,

    /// Draw with ASCII characters only.
    #[arg(long, global = true)]
    pub ascii: bool,

    /// Clicks choose and the wheel scrolls; without it the mouse stays the terminal's
    #[arg(long, global = true)]
    pub mouse: bool,

    /// Say everything in the words of this file; `airside words` prints the form for one.
    #[arg(long, global = true, value_name = "FILE")]
    pub words: Option<PathBuf>,

    /// Panic at the first help key, so that a test can see the terminal given back.
    #[cfg(debug_assertions)]
    #[arg(long, global = true, hide = true)]
    pub panics: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// As the terminal and the environment say.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The themes, as clap knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// The terminal's own colours on its own background.
    Default,
    /// For light backgrounds.
    Light,
    /// For dark backgrounds.
    Dark,
    /// The strongest contrast.
    HighContrast,
    /// No colour.
    Mono,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a round of questions
    Learn(Wish),
    /// What the specification says of these facts
    Rule(Question),
    /// List the scenarios of the open packs
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show one scenario whole, with its answer
    Show {
        /// Its id, as `list` prints it.
        id: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Look something up: tests, statuses, challenges, the corrected airport, leaks, misconceptions
    Reference {
        /// The topic; without it the list of topics.
        topic: Option<String>,
        /// Every entry that holds these words instead.
        #[arg(long, value_name = "WORDS", conflicts_with = "topic")]
        search: Option<String>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// The article, claim by claim
    Article {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// What your answers so far say
    Stats {
        /// Scenario by scenario instead.
        #[arg(long)]
        items: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// The journal: export it, merge others into it, print its format
    Log {
        /// What to do with it; without it, export.
        #[command(subcommand)]
        command: Option<Log>,
        /// Print the JSON Schema of a line instead.
        #[arg(long)]
        schema: bool,
    },
    /// Whether a check is due; the exit code is 0 when one is
    Due {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// A round from a seed: the same questions anywhere
    Play {
        /// The seed.
        #[arg(long, value_name = "N")]
        seed: u64,
    },
    /// Where settings, packs and progress lie
    Paths {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check packs and list every fault
    Check {
        /// Files, or folders with packs.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Also ask what is asked of built-in packs: lengths, known sources, parallel forms.
        #[arg(long)]
        strict: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// A test form as an exam: no feedback, one file to be handed in
    Exam(Wanted),
    /// For teachers: worksheets, votes in class, reports on exams
    #[command(subcommand)]
    Class(Class),
    /// Write scenarios in the format of another system
    Export(Export),
    /// Make a pack of questions from elsewhere, and say what was dropped
    Import(Import),
    /// Write packs: a new one, a preview beside an editor, what is in it
    #[command(subcommand)]
    Pack(Authoring),
    /// Print all that is said, as the form for another language
    Words,
    /// Print the JSON Schema of a pack
    Schema,
    /// Draw a screen as an SVG picture
    Screenshot(Picture),
    /// Send simulated learners through the course and print how it served them
    Simulate(Experiment),
    /// Print completions for a shell
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// What to do with the journal.
#[derive(Debug, Subcommand)]
pub enum Log {
    /// Print every event, once, in order of time
    Export,
    /// Take the events of other journals in
    Merge {
        /// Journals, or what `log export` printed.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Debug, Default, Args)]
pub struct Wish {
    /// Only this kind of case.
    #[arg(long, value_parser = PossibleValuesParser::new(Kind::NAMES))]
    pub kind: Option<String>,
    /// Only in this telling.
    #[arg(long, value_parser = PossibleValuesParser::new(Telling::NAMES))]
    pub telling: Option<String>,
    /// At most so many questions.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub count: Option<u32>,
    /// The same seed gives the same round anywhere.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Begin another round whenever one is over.
    #[arg(long)]
    pub endless: bool,
    /// The article's desk instead: rule its claims.
    #[arg(long, conflicts_with_all = ["kind", "telling", "count", "seed", "endless"])]
    pub article: bool,
}

/// The word for every pool.
pub const ALL: &str = "all";

#[derive(Debug, Args)]
#[command(after_help = formats())]
pub struct Export {
    /// The format.
    #[arg(value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)), hide_possible_values = true)]
    pub format: String,
    /// Only this kind of case.
    #[arg(long, value_parser = PossibleValuesParser::new(Kind::NAMES))]
    pub kind: Option<String>,
    /// What is held back instead: unseen, form-a, form-b; or all.
    #[arg(long, value_parser = PossibleValuesParser::new(Pool::NAMES.iter().copied().chain([ALL])), hide_possible_values = true)]
    pub pool: Option<String>,
    /// The file to write; - is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    pub force: bool,
}

/// The table of formats for the help.
fn formats() -> String {
    let line = |format: &Format| format!("\n  {:<11} {} (.{})", format.name, format.says, format.ending);
    "Formats:".to_owned() + &FORMATS.iter().map(line).collect::<String>()
}

/// What authors of packs do.
#[derive(Debug, Subcommand)]
pub enum Authoring {
    /// A file with one scenario to be filled in
    New {
        /// The file.
        file: PathBuf,
        /// Write over a file that is there.
        #[arg(long)]
        force: bool,
    },
    /// Every scenario as learners see it, with its ruling and the faults
    Preview {
        /// The file.
        file: PathBuf,
        /// Show it again whenever it is saved.
        #[arg(long)]
        watch: bool,
    },
    /// What is in it, counted
    Stats {
        /// The file.
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct Picture {
    /// The screen: home, question, ruling, summary, workbench, progress and others.
    pub screen: String,
    /// Columns and rows.
    #[arg(long, value_name = "WxH", default_value = "80x24")]
    pub size: String,
    /// Where to write it; - is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Experiment {
    /// How many learners in each row of the table.
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..))]
    pub learners: u32,
    /// The same seed gives the same table anywhere.
    #[arg(long, value_name = "N", default_value_t = 4711)]
    pub seed: u64,
    /// Which policies: adaptive, round-robin, random, blocked.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub policy: Vec<String>,
    /// Which families of learners: rule, tracing, exemplar, delta.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub family: Vec<String>,
    /// Also send so many of each who only pretend through the whole course.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub pretenders: u32,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Question {
    /// A fact that is not the default; can be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    pub fact: Vec<String>,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
    /// Print every fact and its values instead.
    #[arg(long, conflicts_with = "fact")]
    pub list: bool,
    /// Print a pack with one scenario on these facts instead, to be filled in.
    #[arg(long, conflicts_with_all = ["json", "list"])]
    pub skeleton: bool,
}
