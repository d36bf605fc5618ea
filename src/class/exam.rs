//! An exam with its file: what was asked, what was answered, and where it is kept.
//!
//! Owns the file, on disk before the screen moves on, and the place in it. Both front ends act through [`ExamFile`]. Must say
//! nothing about right or wrong. The clock is passed in.

pub mod code;
pub mod parse;
pub mod sitting;

use std::io;
use std::path::{Path, PathBuf};

use crate::class::exam::parse::{ExamEntry, Fault, fold};
use crate::class::exam::sitting::{ExamEvent, ExamPaper, Sitting};
use crate::document::Document;
use crate::document::question::question as ask;
use crate::error::Failure;
use crate::files;
use crate::round::subject::Subject;
use crate::round::{Answer, Confidence, Item, QuestionType};
use crate::say;
use crate::scenario::library::Library;
use crate::store::{Log, OpenError};

/// The longest time limit, and the most time that is given at once.
pub const MOST_MINUTES: u32 = 1440;

/// So many open questions are named by number.
const NAMED: usize = 5;

/// How every line begins.
const HEAD: &[u8] = b"{\"at\":";

/// An exam at work.
#[derive(Debug)]
pub struct ExamFile {
    library: Library,
    sitting: Sitting,
    log: Log<ExamEntry>,
    notices: Vec<String>,
    place: usize,
    resumed: bool,
    clock: fn() -> u64,
}

impl ExamFile {
    /// Begins this exam, or resumes it where its file is there and it was not handed in.
    ///
    /// # Errors
    /// [`Failure`] when the form has no questions, when the file is of something else, of another exam or handed in, when
    /// another program writes it, and when it cannot be written.
    pub fn open(library: Library, path: &Path, paper: ExamPaper, clock: fn() -> u64) -> Result<Self, Failure> {
        Self::start(library, path, paper, clock, false)
    }

    /// Begins this exam again. Whatever its file holds is kept under another name.
    ///
    /// # Errors
    /// As [`ExamFile::open`]; a file that another program is writing stays where it is.
    pub fn restart(library: Library, path: &Path, paper: ExamPaper, clock: fn() -> u64) -> Result<Self, Failure> {
        Self::start(library, path, paper, clock, true)
    }

    fn start(
        library: Library,
        path: &Path,
        paper: ExamPaper,
        clock: fn() -> u64,
        restart: bool,
    ) -> Result<Self, Failure> {
        if paper.items.is_empty() {
            return Err(Failure::failed(say!("form {} has no questions", paper.form)).hint(say!("airside list")));
        }
        let cannot = |why: &dyn std::fmt::Display| {
            let failure = Failure::failed(format!("{} {why}", path.display()));
            failure.hint(say!("airside exam --form A --seat 07 --out seat-07.jsonl"))
        };
        let not_written = |error: io::Error| cannot(&say!("can't be written: {}", error));
        let open = || Log::open_chained(path).map_err(|error: OpenError| cannot(&error));
        let (mut log, mut contents) = open()?;
        let mut notices = Vec::new();
        if restart && !contents.is_empty {
            let kept = free_name(path);
            std::fs::rename(path, &kept).map_err(not_written)?;
            notices.push(say!("The earlier file was renamed to {}.", kept.display()));
            (log, contents) = open()?;
        }
        notices.extend(log.lock_notice());
        notices.extend(contents.damage_sentence(path));
        let resumed = !contents.entries.is_empty();
        let sitting = if resumed || !(contents.is_empty || is_torn_start(path)) {
            let sitting = fold(&contents).map_err(|fault| cannot(&fault))?;
            refuse_other(sitting.paper(), &paper).map_err(|why| cannot(&why))?;
            if sitting.handed_in().is_some() {
                return Err(cannot(&say!("has been handed in and can't be opened again")));
            }
            sitting
        } else {
            let entry = ExamEntry { at: clock(), event: ExamEvent::Began(paper.clone()) };
            let sitting = Sitting::new(paper, entry.at);
            log.append(&[entry], true).map_err(not_written)?;
            sitting
        };
        let mut exam = Self { library, sitting, log, notices, place: 0, resumed, clock };
        exam.place = exam.open_place().unwrap_or(0);
        Ok(exam)
    }

    /// Opens an exam that has begun, to give it more time.
    ///
    /// # Errors
    ///
    /// [`Failure`] if the file can't be read, isn't a running exam, or is open in another program.
    pub fn resume(library: Library, path: &Path, clock: fn() -> u64) -> Result<Self, Failure> {
        let cannot = |why: &dyn std::fmt::Display| {
            let failure = Failure::failed(format!("{} {why}", path.display()));
            failure.hint(say!("airside exam time seat-07.jsonl --minutes 5 --code K7Q"))
        };
        files::read(path).map_err(|why| cannot(&why))?;
        let (log, contents) = Log::open_chained(path).map_err(|error: OpenError| match error {
            OpenError::Busy => {
                let message = say!("{} is open in another airside", path.display());
                Failure::failed(message).hint(say!("in that exam, press e and type: more time 5 K7Q"))
            }
            other => cannot(&other),
        })?;
        let sitting = fold(&contents).map_err(|fault| cannot(&fault))?;
        Ok(Self { library, sitting, log, notices: Vec::new(), place: 0, resumed: true, clock })
    }

    /// An exam that keeps nothing, to be shown with this path.
    pub fn nowhere(library: Library, path: &Path, paper: ExamPaper, clock: fn() -> u64) -> Self {
        let (sitting, log) = (Sitting::new(paper, clock()), Log::nowhere(path));
        Self { library, sitting, log, notices: Vec::new(), place: 0, resumed: false, clock }
    }

    /// The exam as it stands.
    pub const fn sitting(&self) -> &Sitting {
        &self.sitting
    }

    /// Where it is kept.
    pub fn path(&self) -> &Path {
        self.log.path()
    }

    /// Sentences about damaged lines, a file that was kept, and a file system without locks.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Whether it was resumed.
    pub const fn resumed(&self) -> bool {
        self.resumed
    }

    /// The place of the question that is up, from 0.
    pub const fn place(&self) -> usize {
        self.place
    }

    /// How many questions there are, and how many of them are answered.
    pub fn counts(&self) -> (usize, usize) {
        (self.sitting.paper().items.len(), self.sitting.answers().len())
    }

    fn id(&self) -> &str {
        self.sitting.paper().items.get(self.place).map_or("", String::as_str)
    }

    /// The question that is up, as a document.
    pub fn document(&self) -> Document {
        self.library.scenario(self.id()).map(|scenario| ask(Subject::Scenario(scenario), 0)).unwrap_or_default()
    }

    /// What can be answered to it.
    pub fn question_type(&self) -> QuestionType {
        self.library
            .scenario(self.id())
            .and_then(|scenario| Item::from_scenario(scenario).question_type)
            .unwrap_or(QuestionType::Code)
    }

    /// The answer to it so far.
    pub fn answer(&self) -> Option<(Answer, Option<Confidence>)> {
        self.sitting.answers().get(self.id()).copied()
    }

    /// The minutes that are left, where time matters.
    pub fn minutes_left(&self) -> Option<u64> {
        self.sitting.minutes_left((self.clock)())
    }

    /// Goes to a question.
    pub fn go(&mut self, place: usize) {
        self.place = place.min(self.sitting.paper().items.len() - 1);
    }

    /// The first question without an answer, or without a confidence, from this one on.
    fn open_place(&self) -> Option<usize> {
        let items = &self.sitting.paper().items;
        let is_open = |place: &usize| !matches!(self.sitting.answers().get(&items[*place]), Some((_, Some(_))));
        (self.place..items.len()).chain(0..self.place).find(is_open)
    }

    /// Saves a choice for this question. Its confidence is still missing then.
    ///
    /// # Errors
    /// What writing fails with; the choice doesn't count then.
    pub fn choose(&mut self, answer: Answer) -> io::Result<()> {
        if self.answer().is_some_and(|(chosen, _)| chosen == answer) {
            return Ok(());
        }
        self.write(ExamEvent::Answered {
            item: self.id().to_owned(),
            answer: answer.name().to_owned(),
            confidence: None,
        })
    }

    /// Answers this question, and goes on to the next one that is open.
    ///
    /// # Errors
    /// What writing fails with; the answer doesn't count then.
    pub fn put(&mut self, answer: Answer, confidence: Confidence) -> io::Result<()> {
        let (item, answer) = (self.id().to_owned(), answer.name().to_owned());
        self.write(ExamEvent::Answered { item, answer, confidence: Some(confidence) })?;
        let next = (self.place + 1).min(self.sitting.paper().items.len() - 1);
        self.place = self.open_place().unwrap_or(next);
        Ok(())
    }

    /// What is still open, in a sentence; none when every question has an answer with a confidence.
    pub fn open_sentence(&self) -> Option<String> {
        let (mut unanswered, mut unsure) = (Vec::new(), Vec::new());
        for (number, item) in (1_usize..).zip(&self.sitting.paper().items) {
            match self.sitting.answers().get(item) {
                None => unanswered.push(number.to_string()),
                Some((_, None)) => unsure.push(number.to_string()),
                Some((_, Some(_))) => {}
            }
        }
        let name = |open: Vec<String>| {
            if open.len() > NAMED { say!("{} questions", open.len()) } else { open.join(", ") }
        };
        let (unanswered, unsure) = (name(unanswered), name(unsure));
        match (unanswered.is_empty(), unsure.is_empty()) {
            (true, true) => None,
            (false, true) => Some(say!("Without an answer: {}.", unanswered)),
            (true, false) => Some(say!("Without a confidence: {}.", unsure)),
            (false, false) => Some(say!("Without an answer: {}. Without a confidence: {}.", unanswered, unsure)),
        }
    }

    /// What leaving means now, in a sentence.
    pub fn leaving_sentence(&self) -> String {
        let open = self.open_sentence().unwrap_or_else(|| say!("Every question is answered.").to_owned());
        say!("{} You haven't handed in yet.", open)
    }

    /// Takes handing in back, for a minute after it. That is recorded in the file.
    ///
    /// # Errors
    /// When the minute is over, and what writing fails with.
    pub fn take_back(&mut self) -> io::Result<()> {
        if !self.can_take_back() {
            return Err(io::Error::other(say!("more than a minute has passed")));
        }
        self.write(ExamEvent::TakenBack)
    }

    pub fn can_take_back(&self) -> bool {
        self.sitting.can_take_back((self.clock)())
    }

    /// Adds time, by this teacher's code. Both are recorded in the file.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn give_time(&mut self, minutes: u32, code: &str) -> io::Result<()> {
        if self.sitting.paper().minutes.is_none() {
            return Err(io::Error::other(say!("the exam has no time limit")));
        }
        self.write(ExamEvent::MoreTime { minutes, code: code.to_owned() })
    }

    /// Hands it in. It can be taken back for a minute.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn hand_in(&mut self) -> io::Result<()> {
        self.write(ExamEvent::HandedIn)
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

    fn write(&mut self, event: ExamEvent) -> io::Result<()> {
        let at = (self.clock)().max(self.sitting.begun());
        let mut after = self.sitting.clone();
        if !after.apply(&event, at) {
            return Err(io::Error::other(say!("the exam is over")));
        }
        self.log.append(&[ExamEntry { at, event }], true)?;
        self.sitting = after;
        Ok(())
    }
}

/// The minutes and the code of a line such as `more time 5 K7Q`, which the teacher types during the exam.
pub fn parse_more_time(line: &str) -> Option<(u32, String)> {
    let mut words = line.strip_prefix("more time")?.split_whitespace();
    let minutes = words.next()?.parse().ok().filter(|minutes| (1..=MOST_MINUTES).contains(minutes))?;
    let code = words.next().filter(|_| words.next().is_none())?;
    Some((minutes, code::parse_code(code).ok()?))
}

/// The answer to more time, in a sentence.
pub fn more_time_sentence(minutes: u32, left: Option<u64>) -> String {
    say!("{} more minutes; {} minutes are left.", minutes, left.unwrap_or_default())
}

/// Whether the file holds the beginning of a first line, and nothing else: a crash tore it.
fn is_torn_start(path: &Path) -> bool {
    let is_start = |bytes: &[u8]| bytes.starts_with(HEAD) || HEAD.starts_with(bytes);
    files::read(path).is_ok_and(|bytes| is_start(&bytes) && !bytes.contains(&b'\n'))
}

/// The path with the first number behind it that no file has.
fn free_name(path: &Path) -> PathBuf {
    let numbered = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{number}"));
        PathBuf::from(name)
    };
    (1..10_000).map(numbered).find(|name| !name.exists()).unwrap_or_default()
}

/// A resumed exam has to be the one that was asked for.
fn refuse_other(kept: &ExamPaper, asked: &ExamPaper) -> Result<(), String> {
    if (&kept.form, &kept.seat) != (&asked.form, &asked.seat) {
        return Err(say!("contains the exam of form {}, seat {}", kept.form, kept.seat));
    }
    if kept.digest != asked.digest {
        return Err(Fault::Foreign.to_string() + say!(" with these packs"));
    }
    if kept.items != asked.items || kept.minutes != asked.minutes {
        return Err(say!("contains this exam with another seed, number of questions or time limit").to_owned());
    }
    Ok(())
}
