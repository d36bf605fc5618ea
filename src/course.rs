//! One learner at work: the library, the running session and the journal together.
//!
//! Both front ends act through [`Course`], so that an answer is on disk before anything is shown of it.
//! It owns no layout and asks no questions. The clock is passed in.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::journal::{Entry, Journal, What};
use crate::learner::diagnosis::Belief;
use crate::learner::measure::Measures;
use crate::scenario::library::Library;
use crate::scenario::{Cell, Scenario};
use crate::session::feedback::{Part, feedback};
use crate::session::leaf::Leaf;
use crate::session::plan::{Request, plan};
use crate::session::question::{Matter, Question, item, matter};
use crate::session::{Event, Input, Item, Phase, Refused, Rules, Session};

/// How many questions a round has when nothing else is asked for.
pub const ROUND: usize = 12;

/// What a course is opened with.
pub struct Opening {
    /// The open packs.
    pub library: Library,
    /// The folder for the journal; nothing means that nothing is kept.
    pub state_folder: Option<PathBuf>,
    /// The round to start; nothing resumes the unfinished one, or starts the default round.
    pub request: Option<Request>,
    /// Milliseconds since 1970, passed in so that tests can fix it.
    pub clock: fn() -> u64,
}

/// Everything a front end needs.
#[derive(Debug)]
pub struct Course {
    library: Library,
    session: Session,
    journal: Journal,
    /// Counts over everything before this round.
    before: Measures,
    notices: Vec<String>,
    resumed: bool,
    clock: fn() -> u64,
}

impl Course {
    /// Opens the journal, resumes an unfinished round or starts one. Never fails: what could not be opened is a notice.
    #[must_use]
    pub fn open(opening: Opening) -> Self {
        let Opening { library, state_folder, request, clock } = opening;
        let mut notices: Vec<String> = library.problems.iter().map(problem_sentence).collect();
        let (journal, history, own) = match state_folder {
            Some(folder) => {
                let opened = Journal::open(&folder);
                notices.extend(opened.notices);
                (opened.journal, opened.history, opened.own)
            }
            None => (Journal::nowhere(), Vec::new(), Vec::new()),
        };
        let mut course = Self {
            session: Session::new(Vec::new(), Rules::PRACTICE),
            before: Measures::default(),
            resumed: false,
            library,
            journal,
            notices,
            clock,
        };
        let resumed = if request.is_none() { unfinished(&own) } else { None };
        course.before = counts(&course.library, &history, resumed);
        match resumed.filter(|session| course.resume(session, &own)) {
            Some(_) => course.resumed = true,
            None => course.start(&request.unwrap_or_else(|| default_request(clock()))),
        }
        course
    }

    /// The open packs.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The running session.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What is up, or nothing when the round is over.
    #[must_use]
    pub fn matter(&self) -> Option<Matter<'_>> {
        matter(&self.library, &self.session.item()?.id)
    }

    /// The scenario that is up, if it is one.
    #[must_use]
    pub fn scenario(&self) -> Option<&Scenario> {
        self.library.scenario(&self.session.item()?.id)
    }

    /// What is asked now.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        Some(self.matter()?.question())
    }

    /// Does what the learner asked, and writes it down before it returns.
    ///
    /// # Errors
    /// [`Refused`] when the input does nothing now; the state is unchanged.
    pub fn act(&mut self, input: Input) -> Result<Vec<Event>, Refused> {
        let events = self.session.step(input)?;
        let kept = events.iter().filter(|event| !matches!(event, Event::Chosen { .. })).cloned().map(What::Did);
        let notice = self.journal.record((self.clock)(), kept);
        self.notices.extend(notice);
        Ok(events)
    }

    /// The page that is up, if it is one.
    #[must_use]
    pub fn leaf(&self) -> Option<Leaf> {
        None
    }

    /// The feedback on the item that is up, once it is ruled.
    #[must_use]
    pub fn feedback(&self) -> Option<Vec<Part>> {
        let Phase::Ruled(record) = self.session.phase() else {
            return None;
        };
        let belief = Belief::default().after(self.session.answered());
        Some(feedback(self.matter()?, record, belief.followed()))
    }

    /// Starts a new round. The one before stays in the journal and counts.
    pub fn start(&mut self, request: &Request) {
        self.before = self.progress();
        self.resumed = false;
        let mut items = self.plan(request);
        // A library of edge cases alone is asked from all the same.
        if items.is_empty() && request.core_only {
            items = self.plan(&Request { core_only: false, ..request.clone() });
        }
        let now = (self.clock)();
        self.journal.enter(&session_id(now), 0);
        let started = What::Started { seed: request.seed, items: items.iter().map(|item| item.id.clone()).collect() };
        self.session = Session::new(items, Rules::PRACTICE);
        if !self.session.items().is_empty() {
            let notice = self.journal.record(now, [started]);
            self.notices.extend(notice);
        }
    }

    fn plan(&self, request: &Request) -> Vec<Item> {
        let packs = self.library.packs.iter();
        let packs = packs.filter(|pack| request.packs.is_empty() || request.packs.contains(&pack.id));
        plan(packs.flat_map(|pack| &pack.scenarios), request)
    }

    /// Starts a new round of the default length with a seed from the clock, of one cell if that is asked for.
    pub fn start_default(&mut self, cell: Option<Cell>) {
        let request = Request { cell, ..default_request((self.clock)()) };
        self.start(&request);
    }

    /// Counts over this round.
    #[must_use]
    pub fn round(&self) -> Measures {
        Measures::of(self.session.answered())
    }

    /// Counts over everything in the journal, this round included.
    #[must_use]
    pub fn progress(&self) -> Measures {
        let mut measures = self.before.clone();
        measures.add(&self.round());
        measures
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
    fn resume(&mut self, session: &str, own: &[Entry]) -> bool {
        let entries = || own.iter().filter(|entry| entry.session == session);
        let planned = entries().find_map(|entry| match &entry.what {
            What::Started { items, .. } => Some(items),
            What::Did(_) => None,
        });
        let items: Vec<Item> = planned.into_iter().flatten().filter_map(|id| item(&self.library, id)).collect();
        if items.is_empty() || planned.is_some_and(|planned| planned.len() != items.len()) {
            return false;
        }
        let events = entries().filter_map(|entry| match &entry.what {
            What::Did(event) => Some(event),
            What::Started { .. } => None,
        });
        self.session = Session::replay(items, Rules::PRACTICE, events);
        self.journal.enter(session, entries().count() as u64);
        true
    }
}

/// Counts over everything that a folder's journal holds; looking writes nothing down. Sentences for the learner with it.
#[must_use]
pub fn counts_kept(library: &Library, state_folder: &Path) -> (Measures, Vec<String>) {
    let (history, notices) = Journal::look(state_folder);
    (counts(library, &history, None), notices)
}

/// Counts over the rounds of the journal except one, each replayed on its own.
fn counts(library: &Library, history: &[Entry], except: Option<&str>) -> Measures {
    let mut rounds: HashMap<&str, Session> = HashMap::new();
    for entry in history.iter().filter(|entry| Some(entry.session.as_str()) != except) {
        match &entry.what {
            What::Started { items, .. } => {
                let items = items.iter().filter_map(|id| item(library, id)).collect();
                rounds.insert(&entry.session, Session::new(items, Rules::PRACTICE));
            }
            What::Did(event) => {
                if let Some(round) = rounds.get_mut(entry.session.as_str()) {
                    round.apply(event);
                }
            }
        }
    }
    let mut measures = Measures::default();
    for round in rounds.values() {
        measures.add(&Measures::of(round.answered()));
    }
    measures
}

fn default_request(now: u64) -> Request {
    Request { core_only: true, count: Some(ROUND), seed: now, ..Request::default() }
}

/// Unique without a random source: the time, the process, and a running number within it.
fn session_id(now: u64) -> String {
    static ROUNDS: AtomicU32 = AtomicU32::new(0);
    format!("{now:x}-{:x}-{:x}", std::process::id(), ROUNDS.fetch_add(1, Ordering::Relaxed))
}

/// The last round of the journal, when it has not reached its end.
fn unfinished(own: &[Entry]) -> Option<&str> {
    let started = own.iter().rev().find(|entry| matches!(entry.what, What::Started { .. }))?;
    let ended = own.iter().any(|entry| entry.session == started.session && entry.what == What::Did(Event::Finished));
    (!ended).then_some(started.session.as_str())
}

fn problem_sentence(problem: &crate::scenario::library::Problem) -> String {
    let first = problem.faults.first().map_or_else(String::new, |fault| format!(": {}", fault.message));
    format!("{} was left out{first}. To see all of it: airside check {}", problem.path, problem.path)
}
