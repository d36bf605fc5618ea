//! One learner at work: the library, the running session and the journal together.
//!
//! Both front ends act through [`Course`]; it owns no layout and asks no questions.

use crate::learner::measure::Measures;
use crate::scenario::Scenario;
use crate::scenario::library::Library;
use crate::session::feedback::Part;
use crate::session::plan::Request;
use crate::session::{Event, Input, Phase, Refused, Session};

/// Everything a front end needs.
pub struct Course {
    library: Library,
    session: Session,
    notices: Vec<String>,
}

/// What a course is opened with.
pub struct Opening {
    /// The open packs.
    pub library: Library,
    /// The folder for the journal; nothing means that nothing is kept.
    pub state_folder: Option<std::path::PathBuf>,
    /// The round to start; nothing resumes the unfinished one, or starts the default round.
    pub request: Option<Request>,
    /// Milliseconds since 1970, passed in so that tests can fix it.
    pub clock: fn() -> u64,
}

impl Course {
    /// Opens the journal, resumes an unfinished round or starts one. Never fails: what could not be opened is a notice.
    #[must_use]
    pub fn open(opening: Opening) -> Self {
        Self {
            library: opening.library,
            session: Session::new(Vec::new()),
            notices: Vec::new(),
        }
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

    /// The scenario that is up, or nothing when the round is over.
    #[must_use]
    pub fn scenario(&self) -> Option<&Scenario> {
        todo!()
    }

    /// Does what the learner asked, and writes it down before it returns.
    ///
    /// # Errors
    /// [`Refused`] when the input does nothing now; the state is unchanged.
    pub fn act(&mut self, input: Input) -> Result<Vec<Event>, Refused> {
        let _ = input;
        todo!()
    }

    /// The feedback on the item that is up, once it is ruled.
    #[must_use]
    pub fn feedback(&self) -> Option<Vec<Part>> {
        let Phase::Ruled(_) = self.session.phase() else {
            return None;
        };
        todo!()
    }

    /// Starts a new round.
    pub fn start(&mut self, request: &Request) {
        let _ = request;
        todo!()
    }

    /// Counts over this round.
    #[must_use]
    pub fn round(&self) -> Measures {
        todo!()
    }

    /// Counts over everything in the journal, this round included.
    #[must_use]
    pub fn progress(&self) -> Measures {
        todo!()
    }

    /// Whether there is a round with open questions that was begun before this start of the program.
    #[must_use]
    pub fn resumed(&self) -> bool {
        todo!()
    }

    /// Sentences for the learner that have come up since the last call (a full disk, a second instance, ...).
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }
}
