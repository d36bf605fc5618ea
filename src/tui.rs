//! The full-screen front end.
//!
//! One message type, one update function, a pure view, and a closed set of effects that the loop performs
//! (`app`). The loop blocks until something happens; only an exam whose time is limited, and what follows a file where
//! no system tells of changes, wakes up by itself, every second or two. Owns the terminal from the first byte to the
//! last, and gives it back on every way out. Must not know the rules of the course: it acts through
//! [`crate::study::Study`].

mod app;
pub mod class;
mod events;
pub mod exam;
mod follow;
#[cfg(unix)]
mod input;
mod keymap;
mod page;
pub mod picture;
mod terminal;
mod theme;
mod view;

pub use app::{Effect, Model, Msg, Screen, update};
pub use keymap::name_of;
pub use view::view;

use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Size;

use crate::keys::Keys;
use crate::say;
use crate::settings::ThemeName;
use crate::study::Study;
use terminal::Screenful;

/// How the full screen looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The theme; mono when no colour is wanted.
    pub theme: ThemeName,
    /// Draw with ASCII characters only.
    pub ascii: bool,
    /// What the keys stand for.
    pub keys: Keys,
    /// Clicks choose and the wheel scrolls. Marking text with the mouse then needs the terminal's own key for it.
    pub mouse: bool,
    /// Panic at the first help key, so that a test can see the terminal given back. Debug builds only.
    pub panics: bool,
}

/// The columns of the terminal, for whoever writes lines to it; nothing when there is no terminal.
#[must_use]
pub fn columns() -> Option<usize> {
    crossterm::terminal::size().ok().map(|(columns, _)| columns.into()).filter(|columns| *columns > 0)
}

/// Something that fills the screen: the course, what a class looks at, the teacher's notes.
pub trait Program {
    /// How often it looks by itself whether something has changed; nothing where only keys change anything.
    fn looks(&self) -> Option<Duration> {
        None
    }
    /// The file that it looks at; where the system tells of each change, there is no need to look by itself.
    fn follows(&self) -> Option<&Path> {
        None
    }
    /// Takes a size in.
    fn resize(&mut self, size: Size);
    /// Takes a message in; gives what the loop has to do.
    fn take(&mut self, msg: Msg) -> Vec<Effect>;
    /// Draws itself.
    fn draw(&self, frame: &mut Frame);
    /// Says a sentence in the last line, until the next key.
    fn say(&mut self, sentence: &str);
    /// Whether it wants to know of the mouse.
    fn wants_mouse(&self) -> bool {
        false
    }
    /// Looks whether something has changed; true when it is to be drawn anew.
    fn look(&mut self) -> bool {
        false
    }
}

/// Runs the course in full screen. Starts at the question when a round was asked for, and at home otherwise.
/// Gives the exit code: 0, or 128 and the number of the signal that ended it.
///
/// # Errors
/// When the terminal cannot be set up; it is given back first.
pub fn run(study: Study, options: Options, at_question: bool) -> io::Result<u8> {
    let mut model = Model::new(study, options, at_question);
    let code = show(&mut model)?;
    if code != events::HUNG_UP {
        model.study.settle();
        let all = model.study.progress().measures.all;
        let kept = model.study.keeping();
        let _ = writeln!(io::stdout(), "{}", say!("airside: {} of {} right so far. {}", all.right, all.answered, kept));
    }
    Ok(code)
}

/// Takes the terminal, converses, and gives it back.
///
/// # Errors
/// When the terminal cannot be set up; it is given back first.
pub fn show<P: Program>(program: &mut P) -> io::Result<u8> {
    let caught = events::catch()?;
    let mut screenful = Screenful::open(program.wants_mouse())?;
    let shown = paint(&mut screenful, program);
    let (sender, inbox) = mpsc::channel();
    let told = program.follows().is_some_and(|path| follow::follow(path, &sender));
    let often = program.looks().filter(|_| !told);
    if let Err(error) = events::listen(caught, &sender) {
        screenful.close();
        return Err(error);
    }
    // When it fails the terminal is gone: there is nobody to tell.
    let code = shown.and_then(|()| converse(&mut screenful, program, &inbox, often)).unwrap_or(events::HUNG_UP);
    screenful.close();
    Ok(code)
}

fn paint<P: Program>(screenful: &mut Screenful, program: &mut P) -> io::Result<()> {
    screenful.draw(program)
}

/// Waits, updates, draws; all that waits is taken in before anything is drawn again. Where nobody tells of changes,
/// the program looks so often.
fn converse<P: Program>(
    screenful: &mut Screenful,
    program: &mut P,
    inbox: &mpsc::Receiver<Msg>,
    often: Option<Duration>,
) -> io::Result<u8> {
    loop {
        let mut waiting = match often.map(|often| inbox.recv_timeout(often)) {
            None => inbox.recv().ok(),
            Some(Ok(msg)) => Some(msg),
            Some(Err(RecvTimeoutError::Timeout)) => {
                if program.look() {
                    screenful.draw(program)?;
                }
                continue;
            }
            Some(Err(RecvTimeoutError::Disconnected)) => None,
        };
        if waiting.is_none() {
            return Ok(events::HUNG_UP);
        }
        while let Some(msg) = waiting {
            for effect in program.take(msg) {
                match effect {
                    Effect::Leave(code) => return Ok(code),
                    Effect::Repaint => screenful.forget()?,
                    Effect::Suspend => {
                        if !screenful.suspend()? {
                            program.say(say!("There is no shell to suspend to."));
                        }
                    }
                }
            }
            waiting = inbox.try_recv().ok();
        }
        paint(screenful, program)?;
    }
}
