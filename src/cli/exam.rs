//! `airside exam`: a test form that says nothing, into a file to be handed in.

use std::io;
use std::path::PathBuf;

use clap::Args;

use super::arguments::Arguments;
use super::class::Form;
use super::learn::{columns, full_screen, milliseconds};
use super::{library, places, say_problems};
use crate::class::exam::ExamFile;
use crate::class::exam::sitting::{ExamPaper, is_seat};
use crate::error::{Error, Failure};
use crate::plain;
use crate::say;
use crate::settings::Settings;
use crate::tui;

#[derive(Debug, Args)]
pub struct Wanted {
    /// The form.
    #[arg(long, value_name = "A|B")]
    pub form: Form,
    /// The code of the seat: letters, digits and hyphens, no name
    #[arg(long, value_name = "CODE")]
    pub seat: String,
    /// With the form and the seat it makes the order; the same for a whole class
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// At most so many questions.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub count: Option<u16>,
    /// So many minutes; then it is handed in as it stands
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub minutes: Option<u32>,
    /// So many times the minutes, for whoever is given more time
    #[arg(long, value_name = "FACTOR", requires = "minutes", value_parser = factor)]
    pub extra: Option<f64>,
    /// The file to be handed in; if it is there and not handed in, the exam goes on
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Begin anew, over a file that is there.
    #[arg(long)]
    pub force: bool,
}

fn factor(written: &str) -> Result<f64, String> {
    let factor: f64 = written.parse().map_err(|_| say!("a number from 1 to 5, as 1.3").to_owned())?;
    if (1.0..=5.0).contains(&factor) { Ok(factor) } else { Err(say!("a number from 1 to 5, as 1.3").to_owned()) }
}

/// The minutes with the extra time, begun ones counted whole.
fn minutes(wanted: &Wanted) -> Option<u32> {
    let minutes = f64::from(wanted.minutes?) * wanted.extra.unwrap_or(1.0);
    // Within 1440 times 5.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number above nought")]
    Some((minutes - 1e-9).ceil() as u32)
}

pub(super) fn exam(arguments: &Arguments, wanted: &Wanted) -> Result<u8, Error> {
    if !is_seat(&wanted.seat) {
        let what = say!("`{}` is no code of a seat: at most 16 letters, digits and hyphens", wanted.seat);
        return Err(Failure::usage(what).hint(say!("airside exam --form A --seat 07 --out seat-07.jsonl")).into());
    }
    let library = library(arguments)?;
    say_problems(&library)?;
    let (settings, _) = Settings::read(&places(arguments)?.settings);
    let count = wanted.count.map(usize::from);
    let mut paper = ExamPaper::new(&library, wanted.form.pool(), &wanted.seat, wanted.seed, count);
    paper.minutes = minutes(wanted);
    let open = if wanted.force { ExamFile::restart } else { ExamFile::open };
    let mut exam = open(library, &wanted.out, paper, milliseconds)?;
    if let Some(options) = full_screen(arguments, &settings) {
        return Ok(tui::show(&mut tui::exam::ExamScreen::new(exam, options))?);
    }
    plain::exam::sit(&mut exam, io::stdin().lock(), io::stdout().lock(), columns())?;
    Ok(0)
}
