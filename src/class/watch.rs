//! Shows how many questions each student has answered during an exam, based on the exam files in a folder.
//!
//! A file is read again only if its size or modification time has changed. An incomplete last line is skipped. This
//! module must neither write anything nor reveal which answers are right or wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::exam::form::ExamForm;
use super::exam::parse::{claimed_seat, parse_running};
use super::exam::sitting::Sitting;
use super::report::{Roster, listed};
use crate::document::progress::tally_bar;
use crate::document::{BarLine, Block, Document, Text};
use crate::files::{self, Stamp};
use crate::learner::measure::Tally;
use crate::say;
use crate::sorting::{insert_all, sort_by};
use crate::text::{natural_order, safe};

/// The maximum number of seats that are listed in one column.
const IN_ONE_COLUMN: usize = 12;

const NAMED: usize = 8;

/// A folder in which other programs are writing exam files.
#[derive(Debug)]
pub struct ExamWatch {
    folder: PathBuf,
    roster: Roster,
    clock: fn() -> u64,
    files: BTreeMap<PathBuf, WatchedFile>,
    trouble: Option<String>,
}

#[derive(Debug)]
struct WatchedFile {
    seen: Option<Stamp>,
    sitting: Result<Sitting, UnshownFile>,
}

#[derive(Debug)]
struct UnshownFile {
    why: String,
    seat: Option<String>,
}

impl ExamWatch {
    pub fn new(folder: PathBuf, roster: Roster, clock: fn() -> u64) -> Self {
        let mut watch = Self { folder, roster, clock, files: BTreeMap::new(), trouble: None };
        watch.poll();
        watch
    }

    /// Creates a watch that shows the given exams instead of reading a folder.
    pub fn in_memory(
        folder: PathBuf, sittings: impl IntoIterator<Item = Sitting>, roster: Roster, clock: fn() -> u64,
    ) -> Self {
        let file = |sitting: Sitting| WatchedFile { seen: None, sitting: Ok(sitting) };
        let path = |sitting: &Sitting| folder.join(format!("{}.jsonl", sitting.paper.seat));
        let files = insert_all(sittings.into_iter().map(|sitting| (path(&sitting), file(sitting))));
        Self { folder, roster, clock, files, trouble: None }
    }

    /// Reads the files that have changed since the last check.
    pub fn poll(&mut self) {
        let (paths, trouble) = match files::list(&self.folder) {
            Ok(paths) => (paths, None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        self.trouble = trouble;
        self.files.retain(|path, _| paths.contains(path));
        for path in paths {
            let Some(stamp) = Stamp::from_path(&path) else { continue };
            if self.files.get(&path).is_none_or(|file| file.seen != Some(stamp)) {
                let sitting = read(&path);
                self.files.insert(path, WatchedFile { seen: Some(stamp), sitting });
            }
        }
    }

    /// Returns a document with a progress bar for every seat.
    pub fn document(&self) -> Document {
        let now = (self.clock)();
        let mut sittings: Vec<&Sitting> = self.files.values().filter_map(|file| file.sitting.as_ref().ok()).collect();
        sort_by(&mut sittings, |one, other| {
            let rest = |sitting: &Sitting| (sitting.paper.form, sitting.begun);
            natural_order(&one.paper.seat, &other.paper.seat).then_with(|| rest(one).cmp(&rest(other)))
        });
        let mut exams: BTreeMap<_, bool> = BTreeMap::new();
        for sitting in &sittings {
            *exams.entry(exam(sitting)).or_default() |= sitting.handed_in.is_some();
        }
        let handed_in = exams.values().filter(|is_handed_in| **is_handed_in).count();
        let name = self.folder.file_name().unwrap_or(self.folder.as_os_str());
        let mut document = Document::new(say!("Exams in {}", safe(&name.to_string_lossy())));
        if let Some(trouble) = &self.trouble {
            document.paragraph(Text::verbatim(say!("The folder can't be read: {}.", trouble)));
        }
        let seats: BTreeSet<&str> = insert_all(sittings.iter().map(|sitting| sitting.paper.seat.as_str()));
        let unshown = self.files.values().filter_map(|file| file.sitting.as_ref().err()?.seat.as_deref());
        let with_file: BTreeSet<&str> = insert_all(unshown.chain(seats));
        let roster = self.roster.clone().matching(&with_file);
        let absent: Vec<&str> =
            roster.students.keys().map(String::as_str).filter(|seat| !with_file.contains(seat)).collect();
        let expected = exams.len() + absent.len();
        if expected == 0 {
            document.paragraph(say!("No seat has started an exam yet. This page updates itself when one does."));
        } else {
            let tally = Tally { right: handed_in, answered: expected };
            document.blocks.push(tally_bar(say!("Handed in"), tally));
        }
        if !absent.is_empty() {
            document.paragraph(Text::verbatim(say!("These seats haven't started: {}.", listed(absent))));
        }
        let is_known = |seat: &&str| roster.students.is_empty() || roster.students.contains_key(*seat);
        let unlisted: Vec<&str> = with_file.iter().copied().filter(|seat| !is_known(seat)).collect();
        if !unlisted.is_empty() {
            document.paragraph(Text::verbatim(say!("Seats not on the roster: {}.", listed(unlisted))));
        }
        let copies = |sitting: &Sitting| sittings.iter().filter(|other| exam(other) == exam(sitting)).count();
        let column = |sittings: &[&Sitting]| {
            let [first, last] = [sittings.first(), sittings.last()].map(|one| one.map_or("", |one| &one.paper.seat));
            let heading = if first == last { say!("Seat {}", first) } else { say!("Seats {} to {}", first, last) };
            let bars = sittings.iter().map(|sitting| bar(sitting, copies(sitting), now));
            std::iter::once(Block::Heading(Text::verbatim(heading))).chain(bars).collect()
        };
        // A small number of seats fits in one column, which leaves room for longer bars.
        let columns = if sittings.len() <= IN_ONE_COLUMN { 1 } else { 2 };
        let columns = sittings.chunks(sittings.len().div_ceil(columns).max(1)).map(column);
        if !sittings.is_empty() {
            document.blocks.push(Block::Columns(columns.collect()));
        }
        self.others(&mut document);
        document
    }

    fn others(&self, document: &mut Document) {
        let others: Vec<(&PathBuf, &UnshownFile)> =
            self.files.iter().filter_map(|(path, file)| file.sitting.as_ref().err().map(|file| (path, file))).collect();
        if others.is_empty() {
            return;
        }
        document.heading(say!("Files that aren't shown"));
        for (path, UnshownFile { why, .. }) in others.iter().take(NAMED) {
            let name = path.strip_prefix(&self.folder).unwrap_or(path).display().to_string();
            document.paragraph(Text::verbatim(safe(&format!("{name} {why}."))));
        }
        if let Some(more) = others.len().checked_sub(NAMED).filter(|more| *more > 0) {
            document.paragraph(say!("And {} more.", more));
        }
    }
}

/// Identifies an exam, so that copies of an exam file count as one exam.
fn exam(sitting: &Sitting) -> (&str, ExamForm, &str) {
    let paper = &sitting.paper;
    (&paper.seat, paper.form, &paper.digest)
}

fn read(path: &Path) -> Result<Sitting, UnshownFile> {
    let unread = |why: String| UnshownFile { why, seat: None };
    let bytes = files::read(path).map_err(|why| unread(why.to_string()))?;
    if bytes.is_empty() {
        return Err(unread(say!("is still empty").to_owned()));
    }
    let text = files::decode(&bytes).map_err(|why| unread(why.to_string()))?;
    parse_running(&text)
        .map_err(|fault| UnshownFile { why: fault.to_string(), seat: claimed_seat(&String::from_utf8_lossy(&text)) })
}

fn bar(sitting: &Sitting, copies: usize, now: u64) -> Block {
    let (paper, answered) = (&sitting.paper, sitting.answers.len());
    let count = say!("{} of {}", answered, paper.items.len());
    let (state, correct) = match sitting.minutes_left(now) {
        _ if sitting.handed_in.is_some() => (say!("handed in").to_owned(), Some(true)),
        _ if sitting.is_over(now) => (say!("time is up").to_owned(), Some(false)),
        Some(minutes) => (say!("{} min left", minutes), None),
        None if answered == 0 => (say!("started").to_owned(), None),
        None => (say!("working").to_owned(), None),
    };
    let state = if copies > 1 { say!("{}, {} files", state, copies) } else { state };
    let label =
        if paper.form == ExamForm::Custom { paper.seat.clone() } else { format!("{} {}", paper.seat, paper.form) };
    let share = Tally { right: answered, answered: paper.items.len() }.share();
    Block::Bar(BarLine { label: safe(&label).into_owned(), share, note: format!("{count}, {state}"), correct })
}
