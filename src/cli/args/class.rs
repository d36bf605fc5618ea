//! Defines the arguments of the commands for teachers and exams.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::shared::{OutputArgs, QuestionArgs, parser, whole};
use crate::calendar::parse_date;
use crate::class::exam::MOST_MINUTES;
use crate::class::exam::code::parse_code;
use crate::class::report::{Expected, Gradebook, System};
use crate::scenario::Pool;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(in crate::cli) struct ExamArgs {
    #[command(subcommand)]
    pub command: Option<ExamCommand>,
    /// The test form; without it, choose questions with --pack, --kinds, --ids or --count
    #[arg(long, value_name = "A|B", value_parser = form(), conflicts_with = "ids")]
    #[arg(required_unless_present_any = ["kinds", "ids", "pack", "count"])]
    pub form: Option<Pool>,
    #[command(flatten)]
    pub questions: QuestionArgs,
    /// The code of the seat: letters, digits, hyphens, dots and underscores; not a name
    #[arg(long, value_name = "CODE", required = true)]
    pub seat: Option<String>,
    /// The time limit in minutes; when it is reached, the exam is handed in
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, MOST_MINUTES.into()))]
    pub minutes: Option<u32>,
    /// Multiply the time limit by this factor, for a student who is entitled to more time
    #[arg(long, value_name = "FACTOR", requires = "minutes", allow_negative_numbers = true, value_parser = factor)]
    pub extra: Option<f64>,
    /// The start code for this day from the teacher; it is saved in the file
    #[arg(long, value_name = "CODE", value_parser = parse_code)]
    pub code: Option<String>,
    /// The file to hand in; if it contains an unfinished exam, that exam continues
    #[arg(long, value_name = "FILE", required = true)]
    pub out: Option<PathBuf>,
    /// Start again; an existing file is renamed and kept
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ExamCommand {
    /// For teachers: create a start code for a day
    Code {
        /// The day, such as 2026-11-26; the default is today
        #[arg(long, value_name = "DATE", value_parser = day)]
        day: Option<u64>,
    },
    /// For teachers: add time to an exam that has started and isn't open in another program
    Time {
        /// The exam file
        file: PathBuf,
        /// The minutes to add
        #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, MOST_MINUTES.into()))]
        minutes: u32,
        /// A code that identifies you; it is saved in the file and shown in the report
        #[arg(long, value_name = "CODE", value_parser = parse_code)]
        code: String,
    },
}

fn day(text: &str) -> Result<u64, String> {
    parse_date(text).ok_or_else(|| crate::say!("write a date such as 2026-11-26").to_owned())
}

fn factor(text: &str) -> Result<f64, String> {
    let factor = text.parse().ok().filter(|factor| (1.0..=5.0).contains(factor));
    factor.ok_or_else(|| crate::say!("type a number between 1 and 5, for example 1.3").to_owned())
}

fn form() -> impl TypedValueParser<Value = Pool> {
    let forms = [PossibleValue::new("A").alias("a"), PossibleValue::new("B").alias("b")];
    PossibleValuesParser::new(forms).map(|form| if form == "A" || form == "a" { Pool::FormA } else { Pool::FormB })
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ClassCommand {
    /// Print a test form on paper, or its answer key
    Worksheet(WorksheetArgs),
    /// Print one page for every student, with the airport, the eight kinds of case, and headers to copy
    Handout(PrintArgs),
    /// Read or print a guide for teachers, with lesson plans for 45 and 90 minutes and instructions for imports
    Guide(PrintArgs),
    /// Run a vote on a projector: vote, discuss, vote again, then see a new case
    Present(PresentArgs),
    /// Report on the exams of a class: by seat, kind of case, misconception and question
    Report(ReportArgs),
    /// Grade one exam for another system that imports results
    Grade(GradeArgs),
    /// Follow an exam: how many questions each seat has answered, and how much time is left
    Watch(WatchArgs),
    /// Show the teacher's notes on a second screen during a vote: the answer, advice and counts
    Notes(NotesArgs),
    /// Print the questions and counts of a vote
    Session(SessionArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct WorksheetArgs {
    /// The test form; without it, choose questions with --pack, --kinds, --ids or --count
    #[arg(long, value_name = "A|B", value_parser = form(), conflicts_with = "ids")]
    #[arg(required_unless_present_any = ["kinds", "ids", "pack", "count"])]
    pub form: Option<Pool>,
    #[command(flatten)]
    pub questions: QuestionArgs,
    /// Add the answer key with its explanations, on separate pages
    #[arg(long)]
    pub teacher: bool,
    #[command(flatten)]
    pub print: PrintArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PrintArgs {
    /// Write HTML for printing; this is the default for a file
    #[arg(long, conflicts_with = "markdown")]
    pub html: bool,
    /// Write Markdown
    #[arg(long)]
    pub markdown: bool,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArgs {
    /// Exam files, or folders of them
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write CSV with one row for each exam
    #[arg(long, group = "format")]
    pub csv: bool,
    /// Write everything as JSON
    #[arg(long, group = "format")]
    pub json: bool,
    /// Write an HTML page with plots
    #[arg(long, group = "format")]
    pub html: bool,
    /// Write points for this gradebook; `plain` contains only seats and points
    #[arg(long, group = "format", value_name = "KIND", value_parser = parser(Gradebook::NAMES, Gradebook::find))]
    pub gradebook: Option<Gradebook>,
    /// Also count exams that weren't handed in
    #[arg(long)]
    pub include_open: bool,
    /// Grade with the packs as they are now, even if answers were corrected or questions removed after the exam
    #[arg(long)]
    pub corrected_answers: bool,
    /// If several files belong to the same seat and form, count this one; may be repeated
    #[arg(long, value_name = "FILE")]
    pub prefer: Vec<PathBuf>,
    /// The settings that every exam should have, such as form=A,seed=3,minutes=20,count=10,code=K7Q; settings that
    /// you leave out are compared with the most common ones
    #[arg(long, value_name = "SETTINGS", value_parser = Expected::parse)]
    pub expect: Option<Expected>,
    /// A CSV file with the columns seat, login and name
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    /// Add the learner's confidence to the CSV
    #[arg(long, requires = "csv")]
    pub confidence: bool,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct GradeArgs {
    /// The exam file
    pub file: PathBuf,
    /// The system that imports the result: an autograder's results.json, a test runner's result before base64
    /// encoding, or xAPI 1.0.3 statements
    #[arg(long, value_name = "SYSTEM", value_parser = parser(System::NAMES, System::find))]
    pub format: System,
    /// The settings that the exam must have, such as form=A,seed=3,minutes=20,count=10,code=K7Q; otherwise, it isn't
    /// graded
    #[arg(long, value_name = "SETTINGS", value_parser = Expected::parse)]
    pub expect: Option<Expected>,
    /// Grade with the answers in the packs, even if they were corrected after the exam
    #[arg(long)]
    pub corrected_answers: bool,
    /// Add the learner's confidence
    #[arg(long)]
    pub confidence: bool,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PresentArgs {
    /// Ask the questions of a test form; by default, ask one question for each kind of case
    #[arg(long, value_name = "A|B", value_parser = form(), conflicts_with = "ids")]
    pub form: Option<Pool>,
    #[command(flatten)]
    pub questions: QuestionArgs,
    /// Ask the five questions that most students got wrong; give exam files, a folder of them, or a report written
    /// with --json
    #[arg(long, value_name = "REPORT", conflicts_with_all = ["form", "kinds", "ids"])]
    pub from: Option<PathBuf>,
    /// Save the votes in this file; the default is a file in your progress folder
    #[arg(long, value_name = "FILE")]
    pub session: Option<PathBuf>,
    /// Start a new session even if the last one isn't over
    #[arg(long)]
    pub new: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct WatchArgs {
    /// The folder that contains the exam files
    pub folder: PathBuf,
    /// A CSV file with the columns seat, login and name; seats that haven't started are then listed as well
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    /// Print the table once and quit
    #[arg(long)]
    pub once: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NotesArgs {
    /// The file with the votes, as for `present`
    #[arg(long, value_name = "FILE")]
    pub session: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SessionArgs {
    /// The file with the votes, as for `present`
    #[arg(long, value_name = "FILE")]
    pub session: Option<PathBuf>,
    #[command(flatten)]
    pub print: PrintArgs,
}
