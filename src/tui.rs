//! The full-screen front end.
//!
//! [`Shell`] is the one shell of all four programs: the course, an exam, the slides of a class, the teacher's notes. Each
//! is a world and the screens over it (`screen`); `render` turns documents into lines, and `layout` says where things are.
//! The loop here waits until something happens. It wakes up by itself only during a walk, in an exam with a time limit,
//! and once a second in the notes. Owns the terminal from the first byte to the last. Must not know the rules of the
//! course: it acts through [`crate::study::Study`].

mod controls;
mod events;
#[cfg(unix)]
mod input;
mod keymap;
mod layout;
pub mod picture;
mod render;
mod screen;
mod shell;
mod terminal;
mod theme;

pub use keymap::name_of;
pub use shell::Shell;

use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use crossterm::event::KeyEvent;
use ratatui::layout::Position;

use crate::class::exam::ExamFile;
use crate::class::vote::{VoteSession, Watch};
use crate::keys::{Action, Keys};
use crate::say;
use crate::settings::ThemeName;
use crate::study::Study;
use terminal::Screenful;

/// A frame of the walk that takes longer than this to draw ends the walk.
const SLOW: Duration = Duration::from_millis(40);

/// What can happen to a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Msg {
    Key(KeyEvent),
    /// The left button of the mouse went down here.
    Click(Position),
    /// Its wheel was turned: up, or down.
    Wheel(Action),
    /// The size may have changed.
    Redraw,
    /// The program runs again after it was stopped.
    Continued,
    /// Somebody asks it to suspend.
    Suspend,
    /// A signal, or the end of the terminal: leave with this code.
    Ended(u8),
}

/// What the loop has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// End with this exit code.
    Leave(u8),
    /// Paint everything again.
    Repaint,
    /// Give the terminal back and stop.
    Suspend,
}

/// How the full screen looks and feels.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
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
    /// The traveller walks after an answer.
    pub motion: bool,
    /// What can't be undone has to be pressed deliberately, and not by a key that is held down.
    pub paced: bool,
    /// Panic at the first help key, so that a test can see the terminal given back. Debug builds only.
    pub panics: bool,
}

/// The columns of the terminal, for whoever writes lines to it; nothing when there is no terminal.
pub fn columns() -> Option<usize> {
    crossterm::terminal::size().ok().map(|(columns, _)| columns.into()).filter(|columns| *columns > 0)
}

/// The course, at the question when a round was asked for, and at home otherwise.
pub fn course(mut study: Study, options: Options, at_question: bool) -> Shell<Study> {
    let home = screen::home::Home::new(study.take_notices());
    let mut shell = Shell::new(study, Box::new(home), options);
    if at_question {
        shell.open(Box::new(screen::round::RoundScreen::default()));
    }
    shell
}

/// An exam.
pub fn exam(exam: ExamFile, options: Options) -> Shell<ExamFile> {
    let resumed = exam.resumed();
    let first = screen::exam::ExamScreen::new(&exam);
    let mut shell = Shell::new(exam, Box::new(first), options);
    if resumed {
        shell.tell(say!("You continue where you stopped."));
    }
    shell
}

/// What a class looks at.
pub fn slides(session: VoteSession, options: Options) -> Shell<VoteSession> {
    let resumed = session.resumed();
    let mut shell = Shell::new(session, Box::new(screen::slide::SlideScreen::default()), options);
    if resumed {
        shell.tell(say!("You continue where you stopped. To start again: airside class present --new"));
    }
    shell
}

/// The teacher's notes.
pub fn notes(mut watch: Watch, options: Options) -> Shell<Watch> {
    let first = screen::notes::NotesScreen::new(&mut watch);
    Shell::new(watch, Box::new(first), options)
}

/// Runs the course: draws the first frame, then loads the study. Gives the exit code: 0, or 128 and the number of the
/// signal that ended it.
///
/// # Errors
/// When the terminal can't be set up or the study can't be loaded; the terminal is given back first.
pub fn run<E: From<io::Error>>(
    load: impl FnOnce() -> Result<Study, E>,
    options: Options,
    at_question: bool,
) -> Result<u8, E> {
    let caught = events::catch()?;
    let mut screenful = Screenful::open(options.mouse)?;
    let mut first = Shell::new((), Box::new(screen::home::Loading), options.clone());
    let shown = screenful.draw(|frame| first.draw(frame));
    let study = match load() {
        Ok(study) => study,
        Err(error) => {
            screenful.close();
            return Err(error);
        }
    };
    let mut shell = course(study, options, at_question);
    let code = if shown.is_ok() { hold(screenful, caught, &mut shell)? } else { events::HUNG_UP };
    if code != events::HUNG_UP {
        let study = shell.world_mut();
        study.settle();
        let all = study.progress().measures.all;
        let kept = study.keeping();
        let _ =
            writeln!(io::stdout(), "{}", say!("airside: {} of {} correct so far. {}", all.right, all.answered, kept));
    }
    Ok(code)
}

/// Takes the terminal, runs a program in it, and gives it back.
///
/// # Errors
/// When the terminal can't be set up; it is given back first.
pub fn show<W: 'static>(shell: &mut Shell<W>) -> io::Result<u8> {
    let caught = events::catch()?;
    let screenful = Screenful::open(shell.wants_mouse())?;
    hold(screenful, caught, shell)
}

/// Draws the first screen of a program, and only then begins to listen.
fn hold<W: 'static>(mut screenful: Screenful, caught: events::Caught, shell: &mut Shell<W>) -> io::Result<u8> {
    let shown = screenful.draw(|frame| shell.draw(frame));
    let (sender, inbox) = mpsc::channel();
    if let Err(error) = events::listen(caught, &sender) {
        screenful.close();
        return Err(error);
    }
    // When it fails the terminal is gone: there is nobody to tell.
    let code = shown.and_then(|()| converse(&mut screenful, shell, &inbox)).unwrap_or(events::HUNG_UP);
    screenful.close();
    Ok(code)
}

/// Waits, updates, draws; all that waits is taken in before anything is drawn again.
fn converse<W: 'static>(
    screenful: &mut Screenful,
    shell: &mut Shell<W>,
    inbox: &mpsc::Receiver<Msg>,
) -> io::Result<u8> {
    loop {
        let mut waiting = match shell.interval().map(|interval| inbox.recv_timeout(interval)) {
            None => inbox.recv().ok(),
            Some(Ok(msg)) => Some(msg),
            Some(Err(RecvTimeoutError::Timeout)) => {
                if shell.tick() {
                    let start = Instant::now();
                    screenful.draw(|frame| shell.draw(frame))?;
                    if start.elapsed() > SLOW {
                        shell.stand_still();
                    }
                }
                continue;
            }
            Some(Err(RecvTimeoutError::Disconnected)) => None,
        };
        if waiting.is_none() {
            return Ok(events::HUNG_UP);
        }
        while let Some(msg) = waiting {
            for effect in shell.take(msg) {
                match effect {
                    Effect::Leave(code) => return Ok(code),
                    Effect::Repaint => screenful.forget()?,
                    Effect::Suspend => {
                        if !screenful.suspend()? {
                            shell.tell(say!("There is no shell to suspend to."));
                        }
                    }
                }
            }
            waiting = inbox.try_recv().ok();
        }
        screenful.draw(|frame| shell.draw(frame))?;
    }
}
