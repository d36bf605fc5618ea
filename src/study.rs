//! One learner at work: the library, the running session and the journal together.
//!
//! Both front ends act through [`Study`], so that an answer is on disk before anything is shown of it.
//! It owns no layout and asks no questions. The clock is passed in.

mod fact_check;
mod history;
mod rounds;
mod skeleton;
mod stages;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

pub use fact_check::fact_check;
pub use history::progress_kept;
use history::{of_round, past_answers, unfinished};
pub use rounds::ROUND;

use crate::course::stage::Stage;
use crate::course::{Course, pages};
use crate::document::Document;
use crate::document::feedback::feedback as tell;
use crate::document::question::question as ask;
use crate::learner::diagnosis::{Belief, WrongRule};
use crate::learner::measure::Measures;
use crate::learner::progress::{PastAnswer, Progress};
use crate::round::spec::RoundSpec;
use crate::round::subject::{CasePair, Subject, subject};
use crate::round::{Event, Input, InputError, ItemId, Phase, Round, Rules};
use crate::say;
use crate::scenario::Scenario;
use crate::scenario::library::Library;
use crate::store::journal::{Journal, JournalEntry, Payload};

/// What a course begins with.
#[derive(Clone, Debug)]
pub enum Begin {
    /// The learner's course; or the round beside it that was left unfinished last.
    Course,
    /// The round that was left unfinished, or else the default one.
    Resume,
    /// A new round.
    Round(RoundSpec),
    /// A new round of exactly these items, in this order.
    Items(Vec<ItemId>),
    /// Nothing: the journal is only looked at, and nothing is written.
    Look,
}

/// What a course is opened with.
pub struct Opening {
    /// The open packs.
    pub library: Library,
    /// The folder for the journal; nothing means that nothing is kept.
    pub state_folder: Option<PathBuf>,
    /// What to begin with.
    pub begin: Begin,
    /// Milliseconds since 1970, passed in so that tests can fix it.
    pub clock: fn() -> u64,
}

/// Everything a front end needs.
#[derive(Debug)]
pub struct Study {
    library: Arc<Library>,
    /// The round beside the course.
    round: Round,
    /// The session under which the journal has it.
    round_id: String,
    /// The learner's course, once it was asked for.
    course: Option<Box<Course>>,
    /// The session under which the journal has the stage that is open.
    stage_round: String,
    /// Whether the course is open rather than the round.
    on_course: bool,
    /// What the round was begun with, to begin another like it.
    request: Option<RoundSpec>,
    endless: bool,
    /// Where progress and skeletons are kept.
    state_folder: Option<PathBuf>,
    journal: Journal,
    /// Everything that the journal held when the course was opened.
    history: Vec<JournalEntry>,
    /// Which rounds can be resumed: those of the file that this instance writes.
    own: HashSet<String>,
    /// Every answer that was given before this round.
    past: Vec<PastAnswer>,
    notices: Vec<String>,
    resumed: bool,
    clock: fn() -> u64,
}

impl Study {
    /// Opens the journal, resumes what was unfinished or starts a new round. Never fails: what could not be opened is a notice.
    pub fn open(opening: Opening) -> Self {
        let Opening { library, state_folder, begin, clock } = opening;
        let mut notices: Vec<String> = library.problems.iter().map(problem_sentence).collect();
        let kept = state_folder.clone();
        let (journal, history, own) = match state_folder {
            Some(folder) if matches!(begin, Begin::Look) => {
                let (history, looked) = Journal::look(&folder);
                notices.extend(looked);
                (Journal::nowhere(), history, HashSet::new())
            }
            Some(folder) => {
                let opened = Journal::open(&folder);
                notices.extend(opened.notices);
                (opened.journal, opened.history, opened.own)
            }
            None => (Journal::nowhere(), Vec::new(), HashSet::new()),
        };
        let unfinished = match begin {
            Begin::Course | Begin::Resume => {
                unfinished(&history, &own, matches!(begin, Begin::Resume)).map(str::to_owned)
            }
            Begin::Round(_) | Begin::Items(_) | Begin::Look => None,
        };
        let mut study = Self {
            round: Round::new(Vec::new(), Rules::PRACTICE),
            round_id: String::new(),
            course: None,
            stage_round: String::new(),
            on_course: false,
            request: None,
            endless: false,
            past: Vec::new(),
            resumed: false,
            own,
            state_folder: kept,
            history,
            library: Arc::new(library),
            journal,
            notices,
            clock,
        };
        study.past = past_answers(&study.library, &study.history);
        match begin {
            Begin::Course | Begin::Resume if unfinished.as_deref().is_some_and(|round| study.resume(round)) => {
                study.resumed = true;
            }
            Begin::Course => study.open_course(),
            Begin::Resume => study.start_default(None),
            Begin::Round(request) => study.start(&request),
            Begin::Items(ids) => study.start_items(&ids),
            Begin::Look => {}
        }
        study
    }

    /// The open packs.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The running session.
    pub fn round(&self) -> &Round {
        match &self.course {
            Some(course) if self.on_course => course.round(),
            _ => &self.round,
        }
    }

    /// The learner's course, where it is what is open.
    pub fn course(&self) -> Option<&Course> {
        self.course.as_deref().filter(|_| self.on_course)
    }

    /// The stage of the learner's course that is open or waits behind a round, once the course was asked for.
    pub fn stage(&self) -> Option<Stage> {
        self.course.as_ref().map(|course| course.stage())
    }

    /// Whether another round follows each.
    pub fn is_endless(&self) -> bool {
        self.endless && !self.on_course && self.request.is_some()
    }

    /// Whether another round like this one begins when it is over.
    pub fn repeat(&mut self, endless: bool) {
        self.endless = endless;
    }

    /// What was answered in the round beside the course.
    fn round_answers(&self) -> Vec<PastAnswer> {
        of_round(&self.round, None, &self.round_id)
    }

    /// What was answered in the stage of the course that is open.
    fn stage_answers(&self) -> Vec<PastAnswer> {
        let course = self.course.as_ref();
        course.map(|course| of_round(course.round(), Some(course.stage()), &self.stage_round)).unwrap_or_default()
    }

    /// The time by which things are written down.
    fn now(&self) -> u64 {
        self.journal.time((self.clock)())
    }

    /// The id of a new session: the clock, the process and a running number within it, and not one that the journal
    /// holds already, as it may when the clock was set back.
    fn new_session(&self) -> String {
        static ROUNDS: AtomicU32 = AtomicU32::new(0);
        let (now, process) = ((self.clock)(), std::process::id());
        loop {
            let id = format!("{now:x}-{process:x}-{:x}", ROUNDS.fetch_add(1, Ordering::Relaxed));
            if self.history.iter().all(|entry| entry.round != id) {
                return id;
            }
        }
    }

    /// What is up, or nothing when the round is over.
    pub fn subject(&self) -> Option<Subject<'_>> {
        let round = self.round();
        let id = &round.item()?.id;
        if let Some(places) = round.pair() {
            let case = |place: usize| self.library.scenario(round.items()[place].id.case()?);
            let cases = [case(places[0])?, case(places[1])?];
            let records = places.map(|place| round.records()[place]);
            return Some(Subject::Pair(CasePair { cases, side: round.position() - places[0], records }));
        }
        subject(&self.library, id)
    }

    /// The scenario that is up, if it is one.
    pub fn scenario(&self) -> Option<&Scenario> {
        self.library.scenario(self.round().item()?.id.case()?)
    }

    /// Where in the round the learner stands, as `Scenario 3 of 12`. The length of practice is not known beforehand.
    pub fn place(&self) -> String {
        let (number, count) = self.round().numbering();
        let Some(course) = self.course() else { return say!("Scenario {} of {}", number, count) };
        let title = course.stage().title();
        if let Some(to_go) = course.to_go() {
            say!("{} {} (about {} to go)", title, number, to_go)
        } else {
            say!("{} {} of {}", title, number, count)
        }
    }

    /// What is shown now, whatever it is: the question with the choice so far, the feedback, or the page.
    pub fn document(&self, details: bool) -> Option<Document> {
        match self.round().phase() {
            Phase::Asking { choice, hints } => {
                let mut document = ask(self.subject()?, hints);
                if let Some(choice) = choice {
                    document.choose(&choice.key().to_string());
                }
                Some(document)
            }
            Phase::Marking(record) => Some(ask(self.subject()?, record.hints)),
            Phase::Ruled(record) => Some(tell(self.subject()?, record, self.followed(), details)),
            Phase::Reading | Phase::Finished => self.page(),
        }
    }

    /// Does what the learner asked, and writes it down before it returns.
    ///
    /// # Errors
    /// [`InputError`] when the input does nothing now; the state is unchanged.
    pub fn act(&mut self, input: Input) -> Result<Vec<Event>, InputError> {
        let now = self.now();
        let events = match &mut self.course {
            Some(course) if self.on_course => course.step(input, now)?,
            _ => self.round.step(input)?,
        };
        let kept = events.iter().filter(|event| !matches!(event, Event::Chosen { .. })).cloned().map(Payload::Did);
        let notice = self.journal.record(now, kept);
        self.notices.extend(notice);
        if !self.on_course {
            self.show_beside(&events);
        }
        let is_silent = |course: &Course| course.round().phase() == Phase::Finished && !course.stage().has_report();
        while self.course().is_some_and(is_silent) {
            self.go_on();
        }
        Ok(events)
    }

    /// The page that is up, or what is said at the end of a stage of the course.
    pub fn page(&self) -> Option<Document> {
        match self.subject() {
            Some(Subject::Page(name)) => Some(pages::page(name, self.course())),
            Some(_) => None,
            None => self.course().filter(|course| course.round().phase() == Phase::Finished).map(pages::report),
        }
    }

    /// The wrong rule that the answers so far fit.
    fn followed(&self) -> Option<WrongRule> {
        match self.course() {
            Some(course) => course.followed(),
            None => Belief::default().after(self.round.answered()).followed(false),
        }
    }

    /// Counts over this round.
    pub fn round_measures(&self) -> Measures {
        Measures::from_answers(self.round().answered())
    }

    /// What everything in the journal says, this round included.
    pub fn progress(&self) -> Progress {
        let (round, stage) = (self.round_answers(), self.stage_answers());
        Progress::from_answers(self.past.iter().chain(&round).chain(&stage))
    }

    /// Whether this round was begun before this start of the program.
    pub fn resumed(&self) -> bool {
        self.resumed
    }

    /// Adds a sentence for the learner.
    pub fn tell(&mut self, notice: Option<String>) {
        self.notices.extend(notice);
    }

    /// Writes down what could not be written before, at the end.
    pub fn settle(&mut self) {
        let notice = self.journal.record(self.now(), []);
        self.notices.extend(notice);
    }

    /// Whether answers are being written down, in a sentence.
    pub fn keeping(&self) -> &'static str {
        self.journal.saved_sentence()
    }

    /// Sentences for the learner that have come up since the last call (a full disk, a second instance, ...).
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }
}

fn problem_sentence(problem: &crate::scenario::library::Problem) -> String {
    let first = problem.faults.first().map_or_else(String::new, |fault| format!(": {}", fault.message));
    say!("{} was left out{}. To see all of it: airside check {}", problem.path, first, problem.path)
}
