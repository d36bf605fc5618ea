//! An exam with its file: what was asked, what was answered, and where it is kept.
//!
//! Owns the file, on disk before the screen moves on, and the place in it. Both front ends act through [`Exam`]. Must say
//! nothing about right or wrong. The clock is passed in.

pub mod sheet;
pub mod sitting;

use std::io;
use std::path::{Path, PathBuf};

use crate::class::exam::sheet::{Fault, read, seal};
use crate::class::exam::sitting::{Event, ExamPaper, Sitting};
use crate::document::parts::{Question, question};
use crate::error::Failure;
use crate::files::{self, Lines};
use crate::round::subject::Subject;
use crate::round::{Answer, Confidence, Item, QuestionType};
use crate::say;
use crate::scenario::library::Library;

/// How every line begins.
const HEAD: &str = "{\"at\":";

/// An exam at work.
#[derive(Debug)]
pub struct ExamFile {
    library: Library,
    sitting: Sitting,
    file: Lines,
    path: PathBuf,
    chain: String,
    place: usize,
    resumed: bool,
    clock: fn() -> u64,
}

impl ExamFile {
    /// Begins this exam, or goes on with it where its file is there and it was not handed in.
    ///
    /// # Errors
    /// [`Failure`] when the form has no questions, when the file is of something else, of another exam or handed in, when
    /// another program writes it, and when it cannot be written.
    pub fn open(library: Library, path: &Path, paper: ExamPaper, clock: fn() -> u64) -> Result<Self, Failure> {
        Self::start(library, path, paper, clock, false)
    }

    /// Begins this exam again and empties its file, whatever the file holds.
    ///
    /// # Errors
    /// As [`ExamFile::open`]; a file that another program is writing keeps what it holds.
    pub fn restart(library: Library, path: &Path, paper: ExamPaper, clock: fn() -> u64) -> Result<Self, Failure> {
        Self::start(library, path, paper, clock, true)
    }

    fn start(
        library: Library,
        path: &Path,
        paper: ExamPaper,
        clock: fn() -> u64,
        empty: bool,
    ) -> Result<Self, Failure> {
        if paper.items.is_empty() {
            return Err(Failure::failed(say!("form {} has no questions", paper.form)).hint(say!("airside list")));
        }
        let shown = path.display();
        let cannot = |why: &dyn std::fmt::Display| {
            Failure::failed(format!("{shown} {why}")).hint(say!("airside exam --form A --seat 07 --out seat-07.jsonl"))
        };
        let text = match files::read_text(path) {
            _ if empty && path.is_file() => String::new(),
            Err(files::NotRead::Io(error)) if error.kind() == io::ErrorKind::NotFound => String::new(),
            other => other.map_err(|why| cannot(&why))?,
        };
        let mut file = Lines::hold(path)
            .map_err(|error| cannot(&say!("cannot be written: {}", error)))?
            .ok_or_else(|| cannot(&say!("is written by another airside")))?;
        // What a crash tore of a line was never confirmed.
        let whole = text.rfind('\n').map_or("", |end| text.get(..=end).unwrap_or_default());
        let (sitting, chain) = if whole.is_empty() && (text.starts_with(HEAD) || HEAD.starts_with(&text)) {
            let line = seal("", clock(), &Event::Began(paper.clone()));
            let line = line.ok_or_else(|| cannot(&say!("cannot be written")))?;
            let written = file.cut(0).and_then(|()| file.append(&serde_json::to_string(&line)?));
            written.map_err(|error| cannot(&say!("cannot be written: {}", error)))?;
            (Sitting::new(paper, line.at), line.chain)
        } else {
            let (sitting, chain) =
                read(if whole.is_empty() { &text } else { whole }).map_err(|fault| cannot(&fault))?;
            refuse_other(sitting.paper(), &paper).map_err(|why| cannot(&why))?;
            if sitting.handed_in().is_some() {
                return Err(cannot(&say!("is handed in; it is not opened again")));
            }
            if whole.len() < text.len() {
                file.cut(whole.len() as u64).map_err(|error| cannot(&say!("cannot be written: {}", error)))?;
            }
            (sitting, chain)
        };
        let resumed = !text.is_empty();
        let mut exam = Self { library, sitting, file, path: path.to_owned(), chain, place: 0, resumed, clock };
        exam.place = exam.open_place().unwrap_or(0);
        Ok(exam)
    }

    /// The exam as it stands.
    #[must_use]
    pub const fn sitting(&self) -> &Sitting {
        &self.sitting
    }

    /// Where it is kept.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it was gone on with.
    #[must_use]
    pub const fn resumed(&self) -> bool {
        self.resumed
    }

    /// The place of the question that is up, from 0.
    #[must_use]
    pub const fn place(&self) -> usize {
        self.place
    }

    /// How many questions there are, and how many of them are answered.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.sitting.paper().items.len(), self.sitting.answers().len())
    }

    fn id(&self) -> &str {
        self.sitting.paper().items.get(self.place).map_or("", String::as_str)
    }

    /// The question that is up.
    #[must_use]
    pub fn question(&self) -> Question {
        self.library.scenario(self.id()).map(|scenario| question(Subject::Scenario(scenario))).unwrap_or_default()
    }

    /// What can be answered to it.
    #[must_use]
    pub fn question_type(&self) -> QuestionType {
        self.library
            .scenario(self.id())
            .and_then(|scenario| Item::of(scenario).question_type)
            .unwrap_or(QuestionType::Code)
    }

    /// The answer to it so far.
    #[must_use]
    pub fn answer(&self) -> Option<(Answer, Confidence)> {
        self.sitting.answers().get(self.id()).copied()
    }

    /// The minutes that are left, where time matters.
    #[must_use]
    pub fn minutes_left(&self) -> Option<u64> {
        self.sitting.minutes_left((self.clock)())
    }

    /// Goes to a question.
    pub fn go(&mut self, place: usize) {
        self.place = place.min(self.sitting.paper().items.len() - 1);
    }

    /// The first question without an answer, from the one after this on.
    fn open_place(&self) -> Option<usize> {
        let items = &self.sitting.paper().items;
        let is_open = |place: &usize| !self.sitting.answers().contains_key(&items[*place]);
        (self.place..items.len()).chain(0..self.place).find(is_open)
    }

    /// Answers the question that is up, and goes on to the next one without an answer.
    ///
    /// # Errors
    /// What writing fails with; the answer does not count then.
    pub fn put(&mut self, answer: Answer, confidence: Confidence) -> io::Result<()> {
        let event = Event::Answered { item: self.id().to_owned(), answer: answer.name().to_owned(), confidence };
        self.write(&event)?;
        let next = (self.place + 1).min(self.sitting.paper().items.len() - 1);
        self.place = self.open_place().unwrap_or(next);
        Ok(())
    }

    /// Hands it in. Nothing can be changed then.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn hand_in(&mut self) -> io::Result<()> {
        self.write(&Event::HandedIn)
    }

    /// Hands it in as it stands when its time is over; whether it was so.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn look_at_the_clock(&mut self) -> io::Result<bool> {
        let over = self.sitting.handed_in().is_none() && self.sitting.is_over((self.clock)());
        if over {
            self.hand_in()?;
        }
        Ok(over)
    }

    fn write(&mut self, event: &Event) -> io::Result<()> {
        let at = (self.clock)().max(self.sitting.begun());
        let mut after = self.sitting.clone();
        if !after.apply(event, at) {
            return Err(io::Error::other(say!("the exam is over")));
        }
        let line = seal(&self.chain, at, event).ok_or_else(|| io::Error::other(say!("no line can be made of it")))?;
        self.file.append(&serde_json::to_string(&line)?)?;
        self.sitting = after;
        self.chain = line.chain;
        Ok(())
    }
}

/// An exam that is gone on with has to be the one that is asked for.
fn refuse_other(kept: &ExamPaper, asked: &ExamPaper) -> Result<(), String> {
    if (&kept.form, &kept.seat) != (&asked.form, &asked.seat) {
        return Err(say!("holds the exam of form {}, seat {}", kept.form, kept.seat));
    }
    if kept.digest != asked.digest {
        return Err(Fault::Foreign.to_string() + say!(" over these packs"));
    }
    if kept.items != asked.items || kept.minutes != asked.minutes {
        return Err(say!("holds this exam with another seed, length or time").to_owned());
    }
    Ok(())
}
