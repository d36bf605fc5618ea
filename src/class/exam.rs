//! Runs an exam and saves its questions and answers in a file.
//!
//! Every change is saved to the file before the screen changes. Both plain mode and full-screen mode use [`ExamFile`].
//! This module must not reveal which answers are right or wrong. The caller supplies the clock.

pub mod code;
pub mod form;
pub mod parse;
mod resume;
mod sentences;
pub mod sitting;

use std::io;
use std::path::Path;

use crate::class::exam::parse::{ExamEntry, replay};
use crate::class::exam::sitting::{ExamEvent, ExamPaper, Sitting, minutes_text, offered_answers, text_digest};
use crate::document::Document;
use crate::document::question::question as ask;
use crate::error::Failure;
use crate::files;
use crate::round::subject::Subject;
use crate::round::{Answer, Confidence, Item, QuestionType};
use crate::say;
use crate::scenario::library::Library;
use crate::store::{Log, OpenError, missing_folder};

/// The longest time limit of an exam, in minutes. This is also the maximum number of minutes that a teacher can add at
/// once.
pub(crate) const MOST_MINUTES: u32 = 1440;

const HEAD: &[u8] = b"{\"at\":";

#[derive(Debug)]
pub struct ExamFile {
    library: Library,
    pub sitting: Sitting,
    log: Log<ExamEntry>,
    notices: Vec<String>,
    pub position: usize,
    pub resumed: bool,
    /// A warning that the latest change couldn't be saved; `None` after the next successful save.
    unsaved: Option<String>,
    clock: fn() -> u64,
}

impl ExamFile {
    /// Starts an exam, or resumes it if the exam file exists. An exam that was handed in less than a minute ago can
    /// also be resumed, because the student is still allowed to reopen it. Fails if the form has no questions, or if
    /// the file isn't an exam file, contains a different exam, or contains an exam that was handed in more than a
    /// minute ago. Also fails if the file is open in another program or can't be written.
    pub fn open(library: Library, path: &Path, paper: ExamPaper, clock: fn() -> u64) -> Result<Self, Failure> {
        Self::start(library, path, paper, clock, false)
    }

    /// Starts an exam from the beginning. An existing file is renamed, never deleted. Fails if another program has the
    /// file open.
    pub fn restart(library: Library, path: &Path, paper: ExamPaper, clock: fn() -> u64) -> Result<Self, Failure> {
        Self::start(library, path, paper, clock, true)
    }

    fn start(
        library: Library, path: &Path, paper: ExamPaper, clock: fn() -> u64, restart: bool,
    ) -> Result<Self, Failure> {
        if paper.items.is_empty() {
            return Err(
                Failure::failed(say!("no open pack has questions that match these options")).hint("airside list")
            );
        }
        let cannot = |why: &dyn std::fmt::Display| {
            let failure = Failure::failed(format!("{} {why}", path.display()));
            failure.hint(say!("choose another file with --out"))
        };
        let not_written = |error: io::Error| cannot(&say!("can't be written: {}", error));
        let open = || {
            Log::open_chained(path).map_err(|error: OpenError| match error {
                OpenError::Busy => {
                    cannot(&error).hint(say!("continue in the other window, or close that window and try again"))
                }
                other => missing_folder(path).unwrap_or_else(|| cannot(&other)),
            })
        };
        let (mut log, mut contents) = open()?;
        let mut notices = Vec::new();
        if restart && !contents.is_empty {
            let kept = files::set_aside(path).map_err(not_written)?;
            notices.push(files::renamed_sentence(&kept));
            (log, contents) = open()?;
        }
        notices.extend(log.limits_notice());
        notices.extend(contents.damage_sentence(path));
        let resumed = !contents.entries.is_empty();
        let sitting = if resumed || !(contents.is_empty || is_torn_start(path)) {
            let mut sitting = replay(&contents).map_err(|fault| cannot(&fault))?;
            notices.extend(resume::leave_out_missing(&mut sitting.paper, &paper, &library));
            resume::refuse_other(&sitting.paper, &paper).map_err(|refusal| cannot(&refusal.why).hint(refusal.hint))?;
            if sitting.paper.digest != paper.digest {
                notices.push(say!("A question has been corrected since the exam began.").to_owned());
            }
            let lost = sitting.find_answers(|id| library.scenario(id).map(offered_answers).unwrap_or_default());
            let number = |id: &String| sitting.paper.items.iter().position(|item| item == id).map(|index| index + 1);
            notices.extend(lost.iter().filter_map(number).map(|number| {
                say!(
                    "The choices for question {} have changed and no longer include your answer. Answer this question again.",
                    number
                )
            }));
            if sitting.handed_in.is_some() && !sitting.can_reopen(clock()) {
                return Err(handed_in_failure(path));
            }
            sitting
        } else {
            let entry = ExamEntry { at: clock(), event: ExamEvent::Began(paper.clone()) };
            let sitting = Sitting::new(paper, entry.at);
            log.append(&[entry], true)
                .map_err(|error| Failure::failed(error.to_string()).hint(say!("choose another file with --out")))?;
            sitting
        };
        let mut exam = Self { library, sitting, log, notices, position: 0, resumed, unsaved: None, clock };
        exam.position = exam.open_position().unwrap_or(0);
        Ok(exam)
    }

    /// Opens a running exam in order to add time. Fails if the file isn't a running exam or is open in another program.
    pub fn resume(library: Library, path: &Path, clock: fn() -> u64) -> Result<Self, Failure> {
        let cannot = |why: &dyn std::fmt::Display| {
            let failure = Failure::failed(format!("{} {why}", path.display()));
            failure.hint("airside exam time --help")
        };
        files::read(path).map_err(|why| cannot(&why))?;
        let (log, contents) = Log::open_chained(path).map_err(|error: OpenError| match error {
            OpenError::Busy => {
                let message = say!("{} is open in another instance of airside", path.display());
                Failure::failed(message)
                    .hint(say!("in the exam's window, press e and type, for example: more time 5 K7Q"))
            }
            other => cannot(&other),
        })?;
        let sitting = replay(&contents).map_err(|fault| cannot(&fault))?;
        Ok(Self { library, sitting, log, notices: Vec::new(), position: 0, resumed: true, unsaved: None, clock })
    }

    /// Creates an exam for screenshots without saving it to a file.
    pub fn in_memory(library: Library, path: &Path, paper: ExamPaper, clock: fn() -> u64) -> Self {
        let (sitting, log) = (Sitting::new(paper, clock()), Log::in_memory(path));
        Self { library, sitting, log, notices: Vec::new(), position: 0, resumed: false, unsaved: None, clock }
    }

    pub fn path(&self) -> &Path {
        self.log.path()
    }

    /// Returns the new notices, for example about damaged lines, a renamed file or a file system without locks.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Returns a warning for the student if the latest change couldn't be saved.
    pub fn unsaved(&self) -> Option<String> {
        self.unsaved.clone().or_else(|| self.log.slow_sentence())
    }

    /// Returns the number of questions and the number of answered questions.
    pub fn counts(&self) -> (usize, usize) {
        (self.sitting.paper.items.len(), self.sitting.answers.len())
    }

    fn id(&self) -> &str {
        self.sitting.paper.items.get(self.position).map_or("", String::as_str)
    }

    /// Returns the current question as a document.
    pub fn document(&self) -> Document {
        self.library.scenario(self.id()).map(|scenario| ask(Subject::Scenario(scenario), 0)).unwrap_or_default()
    }

    pub fn question_type(&self) -> QuestionType {
        self.question_type_of(self.id())
    }

    fn question_type_of(&self, id: &str) -> QuestionType {
        self.library
            .scenario(id)
            .and_then(|scenario| Item::from_scenario(scenario).question_type)
            .unwrap_or(QuestionType::Code)
    }

    /// Returns the answer to the current question, if the student has given one.
    pub fn answer(&self) -> Option<(Answer, Option<Confidence>)> {
        self.sitting.answers.get(self.id()).copied()
    }

    pub fn minutes_left(&self) -> Option<u64> {
        self.sitting.minutes_left((self.clock)())
    }

    /// Moves to another question. Returns a reminder if the previous question has an answer but no confidence level.
    pub fn go(&mut self, position: usize) -> Option<String> {
        let (number, lacks) = (self.position + 1, matches!(self.answer(), Some((_, None))));
        let before = std::mem::replace(&mut self.position, position.min(self.sitting.paper.items.len() - 1));
        (lacks && before != self.position)
            .then(|| say!("Your answer to question {} is saved, but you haven't said how sure you are.", number))
    }

    fn open_position(&self) -> Option<usize> {
        let items = &self.sitting.paper.items;
        let is_open = |position: &usize| !matches!(self.sitting.answers.get(&items[*position]), Some((_, Some(_))));
        (self.position..items.len()).chain(0..self.position).find(is_open)
    }

    /// Saves the answer to the current question. The confidence level is saved separately, by a later call. If saving
    /// fails, the answer doesn't count.
    pub fn choose(&mut self, answer: Answer) -> io::Result<()> {
        if self.answer().is_some_and(|(chosen, _)| chosen == answer) {
            return Ok(());
        }
        self.write_answer(answer, None)
    }

    fn write_answer(&mut self, answer: Answer, confidence: Option<Confidence>) -> io::Result<()> {
        let item = self.id().to_owned();
        let scenario = self.library.scenario(&item).filter(|scenario| scenario.asks.is_some());
        let chosen =
            scenario.and_then(|scenario| offered_answers(scenario).into_iter().find(|(one, _)| *one == answer));
        let text = chosen.map(|(_, text)| text_digest(&text));
        self.write(ExamEvent::Answered { item, answer: answer.name().to_owned(), text, confidence })
    }

    /// Clears the answer to the current question. Fails if the question has no answer.
    pub fn clear(&mut self) -> io::Result<()> {
        if self.answer().is_none() {
            return Err(io::Error::other(say!("this question has no answer")));
        }
        self.write(ExamEvent::Cleared(self.id().to_owned()))
    }

    /// Saves the answer to the current question, and moves to the next open question. If saving fails, the answer
    /// doesn't count.
    pub fn put(&mut self, answer: Answer, confidence: Confidence) -> io::Result<()> {
        self.write_answer(answer, Some(confidence))?;
        let next = (self.position + 1).min(self.sitting.paper.items.len() - 1);
        self.position = self.open_position().unwrap_or(next);
        Ok(())
    }

    /// Reopens an exam that was handed in less than a minute ago, and records in the file that the exam was reopened.
    /// Fails if the exam was handed in more than a minute ago, or if its time has run out.
    pub fn reopen(&mut self) -> io::Result<()> {
        if !self.can_reopen() {
            let is_over = self.sitting.is_over((self.clock)());
            let why = if is_over { say!("its time has run out") } else { say!("more than a minute has passed") };
            return Err(io::Error::other(why));
        }
        self.write(ExamEvent::Reopened)
    }

    pub fn can_reopen(&self) -> bool {
        self.sitting.can_reopen((self.clock)())
    }

    /// Adds time if a teacher typed a line such as `more time 5 K7Q` during the exam, and returns a sentence that
    /// reports the result. Returns `None` for any other line.
    pub(crate) fn give_typed_time(&mut self, line: &str) -> Option<String> {
        let rest = line.strip_prefix("more")?.trim_start().strip_prefix("time")?;
        let Some((minutes, code)) = parse_more_time(rest) else {
            return Some(say!("To add time, type the minutes and your code, for example: more time 5 K7Q").to_owned());
        };
        Some(match self.give_time(minutes, &code) {
            Ok(()) => more_time_sentence(minutes, self.minutes_left()),
            Err(error) => say!("No time was added: {}.", error),
        })
    }

    /// Adds time to the exam, and records the time and the teacher's code in the file. If the exam ended because its
    /// time ran out, the exam is reopened. Fails if the exam has no time limit, if the student handed it in, or if the
    /// added time isn't enough to reopen it.
    pub fn give_time(&mut self, minutes: u32, code: &str) -> io::Result<()> {
        if self.sitting.paper.minutes.is_none() {
            return Err(io::Error::other(say!("the exam has no time limit")));
        }
        if self.sitting.handed_in.is_some_and(|ended| !self.sitting.is_over(ended)) {
            return Err(io::Error::other(say!("the student has handed in the exam")));
        }
        if let Some(over) = self.sitting.minutes_over((self.clock)()).filter(|over| *over >= minutes.into()) {
            let since = minutes_text(over);
            return Err(io::Error::other(say!("the time ran out {} ago; add more minutes than that", since)));
        }
        self.write(ExamEvent::MoreTime { minutes, code: code.to_owned() })
    }

    /// Hands in the exam. The student can still reopen the exam within a minute.
    pub fn hand_in(&mut self) -> io::Result<()> {
        self.write(ExamEvent::HandedIn)
    }

    /// Hands in the exam if its time has run out, and returns whether it has.
    pub fn look_at_the_clock(&mut self) -> io::Result<bool> {
        if self.sitting.handed_in.is_some() {
            return Ok(false);
        }
        let now = (self.clock)();
        let over = self.sitting.is_over(now);
        if over {
            self.hand_in()?;
        } else if self.sitting.is_clock_behind(now) {
            // After this event, the time used is measured from the new clock time.
            self.write(ExamEvent::ClockSetBack)?;
        }
        Ok(over)
    }

    fn write(&mut self, event: ExamEvent) -> io::Result<()> {
        let at = (self.clock)();
        let mut after = self.sitting.clone();
        if !after.apply(&event, at) {
            return Err(io::Error::other(say!("the exam is over")));
        }
        match self.log.append(&[ExamEntry { at, event }], true) {
            Ok(false) => {}
            Ok(true) => {
                let restored = say!(
                    "Another program had changed or deleted your file. It has been restored, and nothing is lost."
                );
                self.notices.push(restored.to_owned());
            }
            Err(error) => {
                let why = say!("{}. Tell your teacher, then try again", error);
                self.unsaved = Some(say!("Your last step couldn't be saved: {}.", why));
                return Err(io::Error::new(error.kind(), why));
            }
        }
        self.unsaved = None;
        self.sitting = after;
        Ok(())
    }
}

pub(crate) fn handed_in_failure(path: &Path) -> Failure {
    Failure::failed(format!("{} {}", path.display(), say!("has been handed in and can't be opened again")))
        .hint(say!("give this file to your teacher"))
}

fn parse_more_time(text: &str) -> Option<(u32, String)> {
    let mut words = text.split_whitespace();
    let minutes = words.next()?.parse().ok().filter(|minutes| (1..=MOST_MINUTES).contains(minutes))?;
    let code = words.next().filter(|_| words.next().is_none())?;
    Some((minutes, code::parse_code(code).ok()?))
}

pub(crate) fn more_time_sentence(minutes: u32, left: Option<u64>) -> String {
    say!("Time added: {}. Time left: {}.", minutes_text(minutes.into()), minutes_text(left.unwrap_or_default()))
}

/// Checks whether the file contains only part of its first line, which can happen if the program crashes.
fn is_torn_start(path: &Path) -> bool {
    let is_start = |bytes: &[u8]| bytes.starts_with(HEAD) || HEAD.starts_with(bytes);
    files::read(path).is_ok_and(|bytes| is_start(&bytes) && !bytes.contains(&b'\n'))
}
