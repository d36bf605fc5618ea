//! Manages the state of one learner: the library, the course, the current round and the journal.
//!
//! Every front end works through [`Study`], which saves each answer in the journal before feedback is shown.

mod explore;
mod fact_check;
mod history;
mod offers;
mod open_rounds;
mod past_stages;
mod preference;
mod rounds;
mod saved;
mod stages;
mod tasks;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

pub use explore::ExploreEntry;
pub use fact_check::fact_check;
use history::{LoggedRound, of_round, past_answers, rounds, unfinished};
pub use open_rounds::{Activity, activity, round_title};
use open_rounds::{LeftRound, left_rounds};
pub(crate) use past_stages::Reached;
pub use past_stages::{PastItem, PastStage};
pub(crate) use rounds::ROUND;

use crate::calendar::date_in_words;
use crate::course::stage::Stage;
use crate::course::{Course, pages};
use crate::document::Document;
use crate::document::feedback::{LearnerContext, feedback as tell};
use crate::document::progress::{add_claims, round as summary};
use crate::document::question::question as ask;
use crate::learner::measure::Measures;
use crate::learner::progress::{PastAnswer, Progress};
use crate::round::spec::RoundSpec;
use crate::round::subject::{Subject, open_subject};
use crate::round::{Event, Input, InputError, ItemId, Phase, Round, Rules, Showing};
use crate::say;
use crate::scenario::Scenario;
use crate::scenario::library::Library;
use crate::settings::UserSettings;
use crate::store::journal::{Journal, JournalEntry, Payload};

/// What the program opens when it starts.
#[derive(Clone, Debug)]
pub enum Begin {
    Course,
    /// Resume the unfinished round or, if there is none, start the default round.
    Resume,
    Round(RoundSpec),
    /// Start a new round with the given items in the given order.
    Items(Vec<ItemId>),
    /// Start without a round. The learner chooses a round later, and all answers are saved.
    Idle,
    /// Start without a round, and open the journal read-only.
    Look,
}

pub struct Opening {
    pub library: Library,
    /// The folder that contains the journal, or `None` to save nothing.
    pub state_folder: Option<PathBuf>,
    pub begin: Begin,
    /// A clock that returns milliseconds since 1970.
    pub clock: fn() -> u64,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
#[derive(Debug)]
pub struct Study {
    library: Arc<Library>,
    /// The current round outside the course.
    round: Round,
    round_id: String,
    left_rounds: Vec<LeftRound>,
    course: Option<Box<Course>>,
    /// The progress according to the journal. This value is used until the learner opens the course.
    recorded: Option<Reached>,
    stage_round: String,
    on_course: bool,
    /// The ID of the round that was requested on the command line, or an empty string.
    command_round: String,
    /// The specification of the current round. A similar round can be started from the same specification.
    request: Option<RoundSpec>,
    endless: bool,
    state_folder: Option<PathBuf>,
    journal: Journal,
    history: Vec<JournalEntry>,
    own_rounds: HashSet<String>,
    earlier_answers: Vec<PastAnswer>,
    /// The IDs of the lab tasks that were completed since the program started.
    tasks: Vec<String>,
    details: bool,
    settings: UserSettings,
    notices: Vec<String>,
    resumed: bool,
    clock: fn() -> u64,
}

impl Study {
    /// Opens the journal, and starts or resumes a round. If the journal can't be opened, adds a notice for the learner.
    pub fn open(opening: Opening) -> Self {
        let Opening { library, state_folder, begin, clock } = opening;
        let mut notices: Vec<String> = library.problems.iter().map(problem_sentence).collect();
        let (journal, history, own_rounds) = match &state_folder {
            Some(folder) if matches!(begin, Begin::Look) => {
                let (history, looked) = Journal::look(folder);
                notices.extend(looked);
                (Journal::in_memory(), history, HashSet::new())
            }
            Some(folder) => {
                let opened = Journal::open(folder);
                notices.extend(opened.notices);
                (opened.journal, opened.history, opened.own_rounds)
            }
            None => (Journal::in_memory(), Vec::new(), HashSet::new()),
        };
        let unfinished = unfinished(&history, &own_rounds, matches!(begin, Begin::Resume)).map(str::to_owned);
        let mut study = Self {
            round: Round::new(Vec::new(), Rules::PRACTICE),
            round_id: String::new(),
            left_rounds: Vec::new(),
            course: None,
            recorded: None,
            stage_round: String::new(),
            on_course: false,
            command_round: String::new(),
            request: None,
            endless: false,
            earlier_answers: Vec::new(),
            tasks: Vec::new(),
            details: preference::details(&history),
            settings: UserSettings::default(),
            resumed: false,
            own_rounds,
            state_folder,
            history,
            library: Arc::new(library),
            journal,
            notices,
            clock,
        };
        study.earlier_answers = past_answers(&study.library, &study.history);
        study.left_rounds = left_rounds(&study.library, &rounds(&study.history), &study.own_rounds);
        let is_command = !matches!(begin, Begin::Course | Begin::Idle | Begin::Look);
        match begin {
            Begin::Course | Begin::Resume if unfinished.as_deref().is_some_and(|round| study.resume(round)) => {
                study.resumed = true;
            }
            Begin::Course => study.open_course(),
            Begin::Resume => study.start_default(None),
            Begin::Round(request) => study.start(&request),
            Begin::Items(ids) => study.start_new_items(&ids),
            Begin::Idle | Begin::Look => {}
        }
        study.command_round = if is_command { study.round_id.clone() } else { String::new() };
        if study.course.is_none() && rounds(&study.history).iter().any(LoggedRound::is_of_course) {
            let course = study.recorded_course();
            study.recorded = Some(Reached::new(&course, course.stage_at((study.clock)())));
        }
        study
    }

    pub fn library(&self) -> &Library {
        &self.library
    }

    pub fn round(&self) -> &Round {
        match &self.course {
            Some(course) if self.on_course => course.round(),
            _ => &self.round,
        }
    }

    pub fn course(&self) -> Option<&Course> {
        self.course.as_deref().filter(|_| self.on_course)
    }

    /// Returns the current stage of the course (even if a round outside the course is on screen), or `None` before the
    /// course starts.
    pub fn stage(&self) -> Option<Stage> {
        self.reached().map(|reached| reached.stage)
    }

    /// Returns the stage at which the course would open. If a check-up is due, the course opens at the check-up.
    pub fn next_stage(&self) -> Option<Stage> {
        let now = (self.clock)();
        self.course.as_ref().map(|course| course.stage_at(now)).or_else(|| self.stage())
    }

    pub(crate) fn later_check_up(&self) -> Option<String> {
        self.reached()?.due_at.filter(|time| *time > (self.clock)()).map(date_in_words)
    }

    pub(crate) fn reached(&self) -> Option<Reached> {
        self.course.as_ref().map(|course| Reached::new(course, course.stage())).or(self.recorded)
    }

    /// Returns the learner's position in the current stage, such as `question 3 of 12`, or `None` at the start of a
    /// test.
    pub fn stage_position(&self) -> Option<String> {
        let course = self.course.as_ref()?;
        let round = course.round();
        let is_answered = matches!(round.phase(), Phase::Ruled(_) | Phase::Reading);
        let number = (round.numbering().0 + usize::from(is_answered)).min(course.length());
        match course.to_go() {
            Some(to_go) => Some(say!("about {} to go", to_go)),
            None if number < 2 => None,
            None => Some(say!("question {} of {}", number, course.length())),
        }
    }

    /// Returns whether the home screen may show the mottos. The mottos appear only once the lesson has explained them,
    /// and never during a test.
    pub fn shows_mottos(&self) -> bool {
        let course = self.course.as_ref();
        course.is_some_and(|course| course.is_explained() && course.round().rules().ruling == Showing::AtOnce)
    }

    pub(crate) fn is_endless(&self) -> bool {
        self.endless && !self.on_course && self.request.is_some()
    }

    /// Sets whether a new round starts automatically after the current one.
    pub fn repeat(&mut self, endless: bool) {
        self.endless = endless;
    }

    fn round_answers(&self) -> Vec<PastAnswer> {
        of_round(&self.round, None, &self.round_id)
    }

    fn stage_answers(&self) -> Vec<PastAnswer> {
        let course = self.course.as_ref();
        course.map(|course| of_round(course.round(), Some(course.stage()), &self.stage_round)).unwrap_or_default()
    }

    fn now(&self) -> u64 {
        self.journal.time((self.clock)())
    }

    /// Returns an ID that isn't in the journal, even if the clock was set back.
    fn new_round_id(&self) -> String {
        static ROUNDS: AtomicU32 = AtomicU32::new(0);
        let (now, process) = ((self.clock)(), std::process::id());
        loop {
            let id = format!("{now:x}-{process:x}-{:x}", ROUNDS.fetch_add(1, Ordering::Relaxed));
            if self.history.iter().all(|entry| entry.round != id) {
                return id;
            }
        }
    }

    /// Returns the contents of the current item, or `None` when the round is over.
    pub fn subject(&self) -> Option<Subject<'_>> {
        open_subject(&self.library, self.round())
    }

    pub fn scenario(&self) -> Option<&Scenario> {
        self.library.scenario(self.round().item()?.id.case()?)
    }

    /// Returns the learner's position in the round, such as `Question 3 of 12`. During practice, which has no fixed
    /// length, the position includes the approximate number of questions left.
    pub fn location(&self) -> String {
        let (number, count) = self.round().numbering();
        let Some(course) = self.course() else { return say!("Question {} of {}", number, count) };
        let title = course.stage().title();
        let to_go = course.to_go().map(|to_go| say!("{} {}, about {} to go", title, number, to_go));
        to_go.unwrap_or_else(|| say!("{} {} of {}", title, number, course.length()))
    }

    /// Returns the document to show: the question (with any chosen answer), the feedback or the page.
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
            Phase::Ruled(record) => {
                let mut document = tell(self.subject()?, record, self.learner_context(), details);
                document.blocks.extend(self.course().map(pages::kind_of_case).unwrap_or_default());
                if let Some(change) = self.course().and_then(Course::change) {
                    document.paragraph(change.text());
                }
                Some(document)
            }
            Phase::Reading | Phase::Finished => self.page(),
        }
    }

    /// Applies the learner's input, and saves the resulting events before returning. If the input has no effect in the
    /// current phase, returns an error and changes nothing.
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

    pub fn page(&self) -> Option<Document> {
        match self.subject() {
            Some(Subject::Page(name)) => Some(pages::page(name, self.course())),
            Some(_) => None,
            None => self.course().filter(|course| course.round().phase() == Phase::Finished).map(pages::report),
        }
    }

    fn learner_context(&self) -> LearnerContext {
        self.course.as_ref().map_or_else(LearnerContext::default, |course| course.learner_context())
    }

    pub(crate) fn round_measures(&self) -> Measures {
        Measures::from_answers(self.round().answered())
    }

    pub fn round_summary(&self) -> Document {
        let round = self.round();
        let mut document = summary(&self.round_measures(), &round.answer_table(), round.others());
        let judged = fact_check::judged(round);
        if !judged.is_empty() {
            add_claims(&mut document, &judged);
        }
        document
    }

    pub fn progress(&self) -> Progress {
        let (round, stage) = (self.round_answers(), self.stage_answers());
        Progress::from_answers(self.earlier_answers.iter().chain(&round).chain(&stage))
    }

    /// Returns whether the current round was started in an earlier run of the program.
    pub fn resumed(&self) -> bool {
        self.resumed
    }

    pub fn tell(&mut self, notice: Option<String>) {
        self.notices.extend(notice);
    }

    /// Makes a last attempt to save the events that couldn't be saved earlier.
    pub fn settle(&mut self) {
        let notice = self.journal.record(self.now(), []);
        self.notices.extend(notice);
    }

    /// Returns the message shown when the learner quits.
    pub fn leaving_sentence(&self) -> String {
        let has_answers = self.round().records().iter().any(Option::is_some);
        let is_unused = !has_answers && self.progress().measures.all.answered == 0 && self.state_folder.is_some();
        let keeping = if is_unused { String::new() } else { self.keeping().to_owned() };
        let sentences = [self.score_sentence(), keeping];
        sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn score_sentence(&self) -> String {
        let round = self.round();
        if round.rules().ruling == Showing::Never && round.phase() != Phase::Finished {
            let answered = round.records().iter().flatten().count();
            return say!("Answered: {} of {}.", answered, round.numbering().1);
        }
        let all = self.progress().measures.all;
        match all.answered {
            0 if round.others().1 > 0 => String::new(),
            0 => say!("No questions answered yet.").to_owned(),
            1 => say!("So far, {} of 1 answer is correct.", all.right),
            answered => say!("So far, {} of {} answers are correct.", all.right, answered),
        }
    }

    pub fn keeping(&self) -> &'static str {
        self.journal.saved_sentence()
    }

    /// Returns a warning for the learner if the latest answers haven't been saved.
    pub fn unsaved(&self) -> Option<String> {
        self.journal.unsaved()
    }

    /// Returns the notices that were added since the last call, for example about a full disk.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }
}

fn problem_sentence(problem: &crate::scenario::library::Problem) -> String {
    let first = problem.faults.first().map_or_else(String::new, |fault| format!(": {}", fault.message));
    say!("{} was skipped{}. To see every fault: airside check {}", problem.path, first, problem.path)
}
