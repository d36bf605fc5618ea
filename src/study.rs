//! One learner at work: the library, the running session and the journal together.
//!
//! Both front ends act through [`Study`], so that an answer is on disk before anything is shown of it.
//! It owns no layout and asks no questions. The clock is passed in.

mod history;

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

pub use history::progress_kept;
use history::{given, of_round, rounds, unfinished};

use crate::course::stage::Stage;
use crate::course::{Course, Items, pages};
use crate::document::Leaf;
use crate::document::feedback::{Part, feedback};
use crate::document::question::{Question, question};
use crate::learner::diagnosis::Belief;
use crate::learner::measure::Measures;
use crate::learner::progress::{PastAnswer, Progress};
use crate::reference::claims;
use crate::round::spec::{RoundSpec, plan};
use crate::round::subject::{Subject, item, subject};
use crate::round::{Event, Input, InputError, Item, Phase, Round, Rules};
use crate::ruling::Facts;
use crate::say;
use crate::scenario::library::Library;
use crate::scenario::skeleton::skeleton;
use crate::scenario::{Kind, Scenario};
use crate::store::journal::{Journal, JournalEntry, Payload};

/// How many questions a round has when nothing else is asked for.
pub const ROUND: usize = 12;

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
    Items(Vec<String>),
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
    /// Which rounds may be gone on with: those of the file that this instance writes.
    own: HashSet<String>,
    /// Every answer that was given before this round.
    past: Vec<PastAnswer>,
    notices: Vec<String>,
    resumed: bool,
    clock: fn() -> u64,
}

impl Study {
    /// Opens the journal, resumes what was unfinished or starts anew. Never fails: what could not be opened is a notice.
    #[must_use]
    pub fn open(opening: Opening) -> Self {
        let Opening { library, state_folder, begin, clock } = opening;
        let mut notices: Vec<String> = library.problems.iter().map(problem_sentence).collect();
        let kept = state_folder.clone();
        let (journal, history, own) = match state_folder {
            Some(folder) if matches!(begin, Begin::Look) => {
                let (history, looked) = Journal::look(&folder);
                notices.extend(looked);
                (Journal::nowhere(), history, Vec::new())
            }
            Some(folder) => {
                let opened = Journal::open(&folder);
                notices.extend(opened.notices);
                (opened.journal, opened.history, opened.own)
            }
            None => (Journal::nowhere(), Vec::new(), Vec::new()),
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
            own: own.iter().map(|entry| entry.session.clone()).collect(),
            state_folder: kept,
            history,
            library: Arc::new(library),
            journal,
            notices,
            clock,
        };
        let unfinished = match begin {
            Begin::Course | Begin::Resume => unfinished(&own, matches!(begin, Begin::Resume)),
            Begin::Round(_) | Begin::Items(_) | Begin::Look => None,
        };
        study.past = given(&study.library, &study.history);
        match begin {
            Begin::Course | Begin::Resume if unfinished.is_some_and(|session| study.resume(session)) => {
                study.resumed = true;
            }
            Begin::Course => study.open_course(),
            Begin::Resume => study.start(&default_request(clock())),
            Begin::Round(request) => study.start(&request),
            Begin::Items(ids) => study.start_items(&ids),
            Begin::Look => {}
        }
        study
    }

    /// The open packs.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The running session.
    #[must_use]
    pub fn round(&self) -> &Round {
        match &self.course {
            Some(course) if self.on_course => course.round(),
            _ => &self.round,
        }
    }

    /// The learner's course, where it is what is open.
    #[must_use]
    pub fn course(&self) -> Option<&Course> {
        self.course.as_deref().filter(|_| self.on_course)
    }

    /// The stage of the learner's course that is open or waits behind a round, once the course was asked for.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        self.course.as_ref().map(|course| course.stage())
    }

    /// The learner's course as the journal has it.
    #[must_use]
    pub fn recorded_course(&self) -> Course {
        self.recall((self.clock)()).0
    }

    /// Whether another round follows each.
    #[must_use]
    pub fn is_endless(&self) -> bool {
        self.endless && !self.on_course && self.request.is_some()
    }

    /// Whether another round like this one begins when it is over.
    pub fn repeat(&mut self, endless: bool) {
        self.endless = endless;
    }

    /// Opens the learner's course, where it was left.
    pub fn open_course(&mut self) {
        let clock = (self.clock)();
        let now = self.journal.time(clock);
        let recalled = if self.course.is_none() { Some(self.recall(now)) } else { None };
        match recalled {
            None => {}
            Some((course, Some((session, resumed)))) => {
                // As in a round.
                self.past.retain(|given| given.session != session);
                (self.course, self.stage_round, self.resumed) = (Some(Box::new(course)), session, resumed);
            }
            Some((course, None)) => {
                self.course = Some(Box::new(course));
                self.write_stage(now);
            }
        }
        self.journal.enter(&self.stage_round, &self.history);
        self.on_course = true;
        let over = self.stage_answers();
        if self.course.as_mut().is_some_and(|course| course.check(clock).is_some()) {
            self.past.extend(over);
            self.write_stage(now);
        }
    }

    /// Goes on to the next stage once one is over, or to the next round of an endless practice; false where there is
    /// nothing to go on to.
    pub fn go_on(&mut self) -> bool {
        let over = self.round().phase() == Phase::Finished;
        if let Some(request) = self.request.clone().filter(|_| over && self.endless && !self.on_course) {
            self.start(&RoundSpec { seed: request.seed.wrapping_add(1), ..request });
            return true;
        }
        let answers = self.stage_answers();
        let Some(course) =
            self.course.as_mut().filter(|course| self.on_course && over && course.stage() != Stage::Done)
        else {
            return false;
        };
        self.past.extend(answers);
        course.go_on();
        self.write_stage(self.now());
        true
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
            if self.history.iter().all(|entry| entry.session != id) {
                return id;
            }
        }
    }

    /// Writes down that the stage that is open has begun.
    fn write_stage(&mut self, now: u64) {
        let Some(course) = &self.course else { return };
        let items = course.round().items().iter().map(|item| item.id.clone()).collect();
        let started = Payload::Started { seed: course.seed(), stage: Some(course.stage().name().to_owned()), items };
        self.stage_round = self.new_session();
        self.journal.enter(&self.stage_round, &self.history);
        let notice = self.journal.record(now, [started]);
        self.notices.extend(notice);
    }

    /// The course as the journal has it, and the round of it that may be gone on with: its session, and whether
    /// anything has happened in it.
    fn recall(&self, now: u64) -> (Course, Option<(String, bool)>) {
        let catalogue = Arc::new(Items::of(Arc::clone(&self.library)));
        let rounds = rounds(&self.history);
        let courses: Vec<_> =
            rounds.iter().filter_map(|round| Some((round, round.started?, round.started?.stage?))).collect();
        let mut course = Course::new(catalogue, courses.first().map_or(now, |(_, started, _)| started.seed));
        for (round, started, stage) in &courses {
            course.resume(*stage, started.items);
            for (event, at) in &round.events {
                course.apply(event, *at);
            }
        }
        let open = courses.last().map(|(round, ..)| round).filter(|round| self.own.contains(round.session));
        (course, open.map(|round| (round.session.to_owned(), !round.events.is_empty())))
    }

    /// What is up, or nothing when the round is over.
    #[must_use]
    pub fn subject(&self) -> Option<Subject<'_>> {
        subject(&self.library, &self.round().item()?.id)
    }

    /// The scenario that is up, if it is one.
    #[must_use]
    pub fn scenario(&self) -> Option<&Scenario> {
        self.library.scenario(&self.round().item()?.id)
    }

    /// Where in the round the learner stands, as `Scenario 3 of 12`. The length of practice is not known beforehand.
    #[must_use]
    pub fn place(&self) -> String {
        let (number, count) = self.round().numbering();
        match self.course().map(Course::stage) {
            Some(stage @ (Stage::Lesson | Stage::Pairs | Stage::Practice)) => format!("{} {number}", stage.title()),
            Some(stage) => format!("{} {number} of {count}", stage.title()),
            None => say!("Scenario {} of {}", number, count),
        }
    }

    /// What is asked now.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        Some(question(self.subject()?))
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
        // The welcome needs no report of its own.
        if self.course().is_some_and(|course| course.stage() == Stage::Welcome) {
            self.go_on();
        }
        Ok(events)
    }

    /// The page that is up, if it is one.
    #[must_use]
    pub fn leaf(&self) -> Option<Leaf> {
        match self.subject()? {
            Subject::Page(name) => Some(pages::leaf(name)),
            _ => None,
        }
    }

    /// What is said at the end of a stage of the course.
    #[must_use]
    pub fn report(&self) -> Option<Leaf> {
        self.course().filter(|course| course.round().phase() == Phase::Finished).map(pages::report)
    }

    /// The feedback on the item that is up, once it is ruled.
    #[must_use]
    pub fn feedback(&self) -> Option<Vec<Part>> {
        let Phase::Ruled(record) = self.round().phase() else {
            return None;
        };
        let followed = match self.course() {
            Some(course) => course.belief().followed(),
            None => Belief::default().after(self.round.answered()).followed(),
        };
        Some(feedback(self.subject()?, record, followed))
    }

    /// Keeps these facts as a scenario to be filled in, in a file of its own; says where, or why not.
    #[must_use]
    pub fn keep_skeleton(&self, facts: &Facts) -> String {
        let Some(folder) = &self.state_folder else {
            return say!("Nothing is kept here. airside rule --skeleton prints it.").to_owned();
        };
        let folder = folder.join("skeletons");
        let write = || {
            std::fs::create_dir_all(&folder)?;
            for number in 1.. {
                let path = folder.join(format!("skeleton-{number}.json"));
                match std::fs::File::create_new(&path) {
                    Ok(mut file) => return file.write_all(skeleton(facts).as_bytes()).map(|()| path),
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(folder.clone())
        };
        match write() {
            Ok(path) => say!("Kept in {}.", path.display()),
            Err(error) => say!("It could not be kept: {}.", error),
        }
    }

    /// Starts a new round. The one before stays in the journal and counts.
    pub fn start(&mut self, request: &RoundSpec) {
        let mut items = self.plan(request);
        // A library of edge cases alone is asked from all the same.
        if items.is_empty() && request.core_only {
            items = self.plan(&RoundSpec { core_only: false, ..request.clone() });
        }
        self.begin(items, request.seed);
        self.request = Some(request.clone());
    }

    /// Starts a new round of exactly these items; those that are not known are left out.
    pub fn start_items(&mut self, ids: &[String]) {
        let items = ids.iter().filter_map(|id| item(&self.library, id)).collect();
        self.begin(items, 0);
    }

    fn begin(&mut self, items: Vec<Item>, seed: u64) {
        let over = self.round_answers();
        self.past.extend(over);
        self.resumed = false;
        self.on_course = false;
        let now = self.now();
        self.round_id = self.new_session();
        self.journal.enter(&self.round_id, &self.history);
        let started = Payload::Started { seed, stage: None, items: items.iter().map(|item| item.id.clone()).collect() };
        self.round = Round::new(items, Rules::PRACTICE);
        if !self.round.items().is_empty() {
            let notice = self.journal.record(now, [started]);
            self.notices.extend(notice);
        }
    }

    fn plan(&self, request: &RoundSpec) -> Vec<Item> {
        plan(&self.library, request)
    }

    /// Starts a new round of the default length with a seed from the clock, of one kind if that is asked for.
    pub fn start_default(&mut self, kind: Option<Kind>) {
        let request = RoundSpec { kind, ..default_request((self.clock)()) };
        self.start(&request);
    }

    /// Counts over this round.
    #[must_use]
    pub fn round_measures(&self) -> Measures {
        Measures::of(self.round().answered())
    }

    /// What everything in the journal says, this round included.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let (round, stage) = (self.round_answers(), self.stage_answers());
        Progress::of(self.past.iter().chain(&round).chain(&stage))
    }

    /// Whether this round was begun before this start of the program.
    #[must_use]
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
    #[must_use]
    pub fn keeping(&self) -> &'static str {
        self.journal.says()
    }

    /// Sentences for the learner that have come up since the last call (a full disk, a second instance, ...).
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Goes on with a round that the journal holds; false when its scenarios are gone.
    fn resume(&mut self, session: &str) -> bool {
        let rounds = rounds(&self.history);
        let Some(round) = rounds.iter().find(|round| round.session == session) else { return false };
        let planned = round.started.map_or(&[] as &[String], |started| started.items);
        if planned.is_empty() || planned.iter().any(|id| item(&self.library, id).is_none()) {
            return false;
        }
        self.round = round.replayed(&self.library);
        // What is counted as this round must not be counted as the past as well.
        self.past.retain(|given| given.session != session);
        session.clone_into(&mut self.round_id);
        self.journal.enter(session, &self.history);
        true
    }
}

/// The article's desk: every claim to be ruled in its order. After its airport has been ruled the corrected one is
/// shown, and two questions follow at once, as after every refutation; at the end it is said why the slip is so easy.
#[must_use]
pub fn desk() -> Vec<String> {
    /// The last claim about the airport itself.
    const AIRPORT: u8 = 11;
    let claim = |number: u8| format!("claim:{number}");
    let numbers = claims().iter().map(|claim| claim.number);
    let airport = numbers.clone().filter(|number| *number <= AIRPORT).map(claim);
    let others = numbers.filter(|number| *number > AIRPORT).map(claim);
    let words = |words: [&str; 3]| words.map(str::to_owned);
    airport
        .chain(words(["page:airport", "expired-parcel-http", "not-owner-parcel-http"]))
        .chain(others)
        .chain(words(["page:slip", "expired-simulator-airport", "not-owner-simulator-airport"]))
        .collect()
}

fn default_request(now: u64) -> RoundSpec {
    RoundSpec { core_only: true, count: Some(ROUND), seed: now, ..RoundSpec::default() }
}

fn problem_sentence(problem: &crate::scenario::library::Problem) -> String {
    let first = problem.faults.first().map_or_else(String::new, |fault| format!(": {}", fault.message));
    say!("{} was left out{}. To see all of it: airside check {}", problem.path, first, problem.path)
}
