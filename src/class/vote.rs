//! Peer instruction with its file: what was chosen, what happened, and where it is kept.
//!
//! Owns the session file, one event a line, on disk before the screen moves on. The front end that shows it to a class
//! acts through [`VoteSession`]; whoever only follows it reads it through [`Watch`]. Must not decide what may happen next:
//! that is the business of [`state`].

pub mod event;
pub mod notes;
pub mod plan;
pub mod slide;
pub mod state;

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::class::vote::event::{Event, VotePlan};
use crate::class::vote::notes::notes;
use crate::class::vote::plan::VoteSpec;
use crate::class::vote::slide::{Slide, slide};
use crate::class::vote::state::{Input, Phase, VoteError, VoteState};
use crate::document::{Leaf, Section};
use crate::error::Failure;
use crate::files::{self, Lines};
use crate::say;
use crate::scenario::library::Library;

/// A session that is shown to a class.
#[derive(Debug)]
pub struct VoteSession {
    library: Library,
    session: VoteState,
    file: Lines,
    path: PathBuf,
    resumed: bool,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It cannot be done now.
    #[error(transparent)]
    VoteError(#[from] VoteError),
    /// It could not be written down.
    #[error("{}", crate::say!("That could not be written to the session file: {}", .0))]
    Io(#[from] io::Error),
}

impl VoteSession {
    /// Takes the session of this file up again, or begins one: where there is none that is open, or where a `fresh` one
    /// is wanted. What is `given` on the command line has to fit a session that is taken up.
    ///
    /// # Errors
    /// [`Failure`] when the file holds something else, is shown by another program, holds an open session of other
    /// questions, or cannot be written, and when there is no question to ask.
    pub fn open(library: Library, path: &Path, given: &VoteOptions, fresh: bool) -> Result<Self, Failure> {
        let shown = path.display();
        let found = read(path)?;
        if !found.empty && found.session.is_none() {
            let what = say!("{} is there already and holds no session of a class", shown);
            return Err(Failure::failed(what).hint(say!("airside class present --session votes.jsonl")));
        }
        let mut file = take(path)?;
        if found.torn {
            // What a crash tore stays a line of its own; read again, for its end may have been all that was missing.
            file.append("").map_err(|error| cannot(path, &error))?;
        }
        let open = read(path)?.session.filter(|session| !fresh && session.phase() != Phase::Over);
        if let Some(session) = open {
            if !given.fits(session.plan()) {
                let what = say!("{} holds a session that is not over, with other questions", shown);
                return Err(Failure::failed(what).hint(say!("airside class present --new")));
            }
            return Ok(Self { library, session, file, path: path.to_owned(), resumed: true });
        }
        let plan = plan::session(&library, &given.wanted);
        if plan.questions.is_empty() {
            let what = say!("no scenario of {} has two codes to vote on", given.wanted.source());
            return Err(Failure::failed(what).hint(say!("airside list")));
        }
        append(&mut file, &Event::Began(plan.clone())).map_err(|error| cannot(path, &error))?;
        Ok(Self { library, session: VoteState::new(plan), file, path: path.to_owned(), resumed: false })
    }

    /// Where it stands.
    #[must_use]
    pub const fn session(&self) -> &VoteState {
        &self.session
    }

    /// Whether it was taken up again.
    #[must_use]
    pub const fn resumed(&self) -> bool {
        self.resumed
    }

    /// Where it is kept.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the class sees.
    #[must_use]
    pub fn slide(&self) -> Slide {
        slide(&self.session, &self.library)
    }

    /// Does this, and writes it down first.
    ///
    /// # Errors
    /// [`Trouble`], and then nothing has changed.
    pub fn act(&mut self, input: Input) -> Result<(), Trouble> {
        let event = self.session.input(input)?;
        append(&mut self.file, &event)?;
        self.session.apply(&event);
        Ok(())
    }
}

/// What was said on the command line about the questions.
#[derive(Clone, Debug, Default)]
pub struct VoteOptions {
    /// The questions of a session that is begun.
    pub wanted: VoteSpec,
    /// Whether packs or a form were named; then a session that is taken up has to be of them.
    pub source: bool,
    /// Whether a seed was named.
    pub seed: bool,
}

impl VoteOptions {
    fn fits(&self, plan: &VotePlan) -> bool {
        (!self.source || plan.source == self.wanted.source()) && (!self.seed || plan.seed == self.wanted.seed)
    }
}

/// A session file, followed by somebody who does not write it.
#[derive(Debug)]
pub struct Watch {
    library: Library,
    path: PathBuf,
    seen: Option<(u64, SystemTime)>,
}

impl Watch {
    /// Follows this file, whether it is there yet or not.
    #[must_use]
    pub const fn new(library: Library, path: PathBuf) -> Self {
        Self { library, path, seen: None }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file has changed since the last look.
    pub fn changed(&mut self) -> bool {
        let about = std::fs::metadata(&self.path).ok();
        let now = about.and_then(|about| Some((about.len(), about.modified().ok()?)));
        std::mem::replace(&mut self.seen, now) != now
    }

    /// The teacher's notes; nothing when there is no session yet.
    ///
    /// # Errors
    /// [`Failure`] when the file cannot be read.
    pub fn notes(&self) -> Result<Option<Leaf>, Failure> {
        let found = read(&self.path)?;
        let leaf = found.session.map(|session| {
            let mut leaf = notes(&session, &self.library);
            if found.odd > 0 {
                let says = vec![say!("Lines of the file that were passed over: {}.", found.odd)];
                leaf.sections.push(Section { heading: String::new(), says });
            }
            leaf
        });
        Ok(leaf)
    }

    /// What is said as long as there is no session.
    #[must_use]
    pub fn missing(&self) -> Failure {
        let what = say!("there is no session yet in {}", self.path.display());
        Failure::failed(what).hint(say!("airside class present"))
    }
}

/// What a session file holds.
struct Found {
    /// Whether there is nothing in it, or no file at all.
    empty: bool,
    session: Option<VoteState>,
    /// Lines that could not be read, or do not fit.
    odd: usize,
    /// Whether it ends within a line.
    torn: bool,
}

fn read(path: &Path) -> Result<Found, Failure> {
    let bytes = match files::read(path) {
        Ok(bytes) => bytes,
        Err(files::NotRead::Io(error)) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(why) => {
            let failure = Failure::failed(format!("{}: {why}", path.display()));
            return Err(failure.hint(say!("airside class present --session votes.jsonl")));
        }
    };
    let torn = bytes.last().is_some_and(|last| *last != b'\n');
    // A line without its end is still being written, or was torn by a crash.
    let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let whole = bytes.get(..end).unwrap_or_default();
    let mut odd = 0;
    let events: Vec<Event> = whole
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .filter_map(|line| {
            let event = serde_json::from_slice(line).ok();
            odd += usize::from(event.is_none());
            event
        })
        .collect();
    let (session, unfit) = VoteState::of(events);
    Ok(Found { empty: bytes.is_empty(), session, odd: odd + unfit, torn })
}

/// The file, made where there is none, held against a second writer.
fn take(path: &Path) -> Result<Lines, Failure> {
    Lines::hold(path).map_err(|error| cannot(path, &error))?.ok_or_else(|| {
        let what = say!("{} is shown by another airside", path.display());
        Failure::failed(what).hint(say!("airside class notes"))
    })
}

fn cannot(path: &Path, error: &io::Error) -> Failure {
    let failure = Failure::failed(say!("{} cannot be written: {}", path.display(), error));
    failure.hint(say!("airside class present --session votes.jsonl"))
}

fn append(file: &mut Lines, event: &Event) -> io::Result<()> {
    file.append(&serde_json::to_string(event)?)
}
