//! Manages a class vote and its session file, which stores the chosen questions and the votes.
//!
//! Each line of the file contains one event, and every event is saved before the screen changes. The front end that
//! runs the vote uses [`VoteSession`], and the screen with the teacher's notes reads the file through [`VoteWatch`].
//! [`state`] decides which inputs are allowed.

pub mod event;
pub mod notes;
pub mod plan;
pub mod record;
pub mod slide;
pub mod state;

use std::io;
use std::path::{Path, PathBuf};

use crate::class::vote::event::{VoteEvent, VotePlan};
use crate::class::vote::notes::notes;
use crate::class::vote::slide::{large_figures, slide};
use crate::class::vote::state::{VoteError, VoteInput, VotePhase, VoteState};
use crate::document::{Document, Text};
use crate::error::Failure;
use crate::files::{NotRead, Stamp, read_text};
use crate::round::spec::RoundSpec;
use crate::say;
use crate::scenario::library::Library;
use crate::store::{Contents, Log, OpenError, missing_folder, read};
use crate::text::shell_quoted;

#[derive(Debug)]
pub struct VoteSession {
    library: Library,
    pub session: VoteState,
    log: Log<VoteEvent>,
    notices: Vec<String>,
    pub resumed: bool,
    /// A warning that the latest step couldn't be saved; `None` after the next successful save.
    unsaved: Option<String>,
}

/// The reason why an input had no effect.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    #[error(transparent)]
    VoteError(#[from] VoteError),
    #[error("{}", crate::say!("This step couldn't be saved: {}. Free some space on that disk, then try again.", .0))]
    Io(#[from] io::Error),
}

impl VoteSession {
    /// Resumes the session stored in a file. Starts a new session if the file contains none, or if `fresh` is set. If
    /// questions were requested on the command line, the resumed session must contain the same questions. Fails if no
    /// question matches the options, if the file isn't a vote file, or if the file contains an unfinished session with
    /// different questions. Also fails if the file is open in another program or can't be written.
    pub fn open(library: Library, path: &Path, options: &VoteOptions, fresh: bool) -> Result<Self, Failure> {
        let hint = || "airside class present --session votes.jsonl";
        let cannot = |why: &dyn std::fmt::Display| Failure::failed(format!("{} {why}", path.display())).hint(hint());
        let (log, contents) = Log::open(path).map_err(|error| match error {
            OpenError::Busy => Failure::failed(say!("another instance of airside is presenting {}", path.display()))
                .hint(format!("airside class notes --session {}", shell_quoted(&path.display().to_string()))),
            other => missing_folder(path).unwrap_or_else(|| cannot(&other)),
        })?;
        let is_empty = contents.is_empty;
        let notices = log.limits_notice().into_iter().chain(contents.damage_sentence(path)).collect();
        let found = replay(contents).0.pop();
        if !is_empty && found.is_none() {
            return Err(cannot(&say!("already exists but isn't a vote session")));
        }
        if let Some(session) = found.filter(|session| !fresh && session.phase != VotePhase::Over) {
            if !options.fits(&session.plan) {
                let message = say!("{} contains an unfinished session with different questions", path.display());
                let hint =
                    format!("airside class present --session {} --new", shell_quoted(&path.display().to_string()));
                return Err(Failure::failed(message).hint(hint));
            }
            return Ok(Self { library, session, log, notices, resumed: true, unsaved: None });
        }
        let plan = VotePlan { begun: options.begun, ..plan::session(&library, &options.wanted) };
        if plan.questions.is_empty() {
            let message = say!("none of the selected scenarios asks for 401 or 403");
            return Err(Failure::failed(message).hint(say!("airside list")));
        }
        let mut opened =
            Self { library, session: VoteState::new(plan.clone()), log, notices, resumed: false, unsaved: None };
        opened
            .log
            .append(&[VoteEvent::Began(plan)], true)
            .map_err(|error| Failure::failed(error.to_string()).hint(hint()))?;
        Ok(opened)
    }

    /// Creates a session for screenshots without saving it to a file.
    pub fn in_memory(library: Library, plan: VotePlan) -> Self {
        let (session, log) = (VoteState::new(plan), Log::in_memory(Path::new("")));
        Self { library, session, log, notices: Vec::new(), resumed: false, unsaved: None }
    }

    pub fn path(&self) -> &Path {
        self.log.path()
    }

    /// Returns the new notices about damaged lines or a file system without locks.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Returns the slide for the class. If `with_case` is false, the slide contains only what has changed.
    pub fn slide(&self, with_case: bool) -> Document {
        slide(&self.session, &self.library, with_case)
    }

    pub(crate) fn large_figures(&self) -> Vec<Text> {
        large_figures(&self.session)
    }

    /// Saves the teacher's input as an event and then applies the event. If saving fails, the session doesn't change.
    pub fn act(&mut self, input: VoteInput) -> Result<(), ActError> {
        let event = self.session.input(input)?;
        if let Err(error) = self.log.append(std::slice::from_ref(&event), true) {
            let trouble = ActError::Io(error);
            self.unsaved = Some(trouble.to_string());
            return Err(trouble);
        }
        self.unsaved = None;
        self.session.apply(&event);
        Ok(())
    }

    /// Returns a warning for the teacher if the latest step couldn't be saved.
    pub fn unsaved(&self) -> Option<String> {
        self.unsaved.clone().or_else(|| self.log.slow_sentence())
    }
}

/// The options that determine the questions of a vote.
#[derive(Clone, Debug, Default)]
pub struct VoteOptions {
    pub wanted: RoundSpec,
    /// Whether any option other than the seed determines the questions. If such an option is given, a resumed session
    /// must contain the same questions.
    pub source: bool,
    pub seed: bool,
    /// The start time of a new session, in milliseconds since 1970.
    pub begun: u64,
}

impl VoteOptions {
    fn fits(&self, kept: &VotePlan) -> bool {
        (!self.source || kept.source == plan::source(&self.wanted)) && (!self.seed || kept.seed == self.wanted.seed)
    }
}

/// Monitors a session file that another program is writing.
#[derive(Debug)]
pub struct VoteWatch {
    library: Library,
    pub path: PathBuf,
    seen: Option<Stamp>,
}

impl VoteWatch {
    /// Creates a watch for a file, which doesn't have to exist yet.
    pub const fn new(library: Library, path: PathBuf) -> Self {
        Self { library, path, seen: None }
    }

    /// Returns the teacher's notes if the file has changed since the last check.
    pub fn poll(&mut self) -> Option<Document> {
        let now = Stamp::from_path(&self.path);
        (std::mem::replace(&mut self.seen, now) != now).then(|| self.notes_or_reason())
    }

    pub(crate) fn notes_or_reason(&self) -> Document {
        let waiting = |failure: Failure| {
            let mut document = Document::new(say!("Waiting"));
            failure.to_string().lines().for_each(|line| document.paragraph(line));
            document
        };
        self.notes().map_or_else(waiting, |notes| notes.unwrap_or_else(|| waiting(self.missing())))
    }

    pub fn notes(&self) -> Result<Option<Document>, Failure> {
        self.document(|sessions, library| sessions.last().map(|session| notes(session, library)))
    }

    /// Returns a printable record of every session in the file; `None` if there is no session yet.
    pub fn record(&self) -> Result<Option<Document>, Failure> {
        self.document(record::record)
    }

    fn document(&self, build: fn(&[VoteState], &Library) -> Option<Document>) -> Result<Option<Document>, Failure> {
        let cannot = |why: NotRead| {
            let failure = Failure::failed(format!("{} {why}", self.path.display()));
            failure.hint("airside class present --session votes.jsonl")
        };
        let contents = match read(&self.path) {
            Err(NotRead::Io(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(cannot)?,
        };
        // An incomplete last line isn't reported as damage, because another program may still be writing it.
        let damage = contents.damage_sentence(&self.path);
        let (sessions, odd) = replay(contents);
        if sessions.is_empty() {
            // If the encoding of the file isn't supported, `read_text` returns an error that says so.
            read_text(&self.path).map_err(cannot)?;
        }
        let document = build(&sessions, &self.library).map(|mut document| {
            let odd = (odd > 0).then(|| {
                say!("Lines that were skipped because they don't follow from the lines before them: {}.", odd)
            });
            for sentence in damage.into_iter().chain(odd) {
                document.paragraph(sentence);
            }
            document
        });
        Ok(document)
    }

    /// Returns the message to show while there is no session.
    pub fn missing(&self) -> Failure {
        let path = self.path.display();
        let is_other = read_text(&self.path).is_ok_and(|text| !text.trim().is_empty());
        let message =
            if is_other { say!("{} isn't a vote session", path) } else { say!("{} has no session yet", path) };
        Failure::failed(message)
            .hint(format!("airside class present --session {}", shell_quoted(&self.path.display().to_string())))
    }
}

fn replay(contents: Contents<VoteEvent>) -> (Vec<VoteState>, usize) {
    VoteState::from_events(contents.entries.into_iter().map(|(_, event)| event))
}
