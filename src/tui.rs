//! The full-screen front end.
//!
//! One message type, one update function, a pure view, and a closed set of effects that the loop performs
//! (`app`). The loop blocks until something happens; nothing ticks. Owns the terminal from the first byte to the
//! last, and gives it back on every way out. Must not know the rules of the course: it acts through
//! [`crate::course::Course`].

mod app;
mod events;
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
use std::sync::mpsc;

use crate::course::Course;
use crate::settings::ThemeName;
use terminal::Screenful;

/// How the full screen looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The theme; mono when no colour is wanted.
    pub theme: ThemeName,
    /// Draw with ASCII characters only.
    pub ascii: bool,
    /// Panic at the first help key, so that a test can see the terminal given back. Debug builds only.
    pub panics: bool,
}

/// The columns of the terminal, for whoever writes lines to it; nothing when there is no terminal.
#[must_use]
pub fn columns() -> Option<usize> {
    crossterm::terminal::size().ok().map(|(columns, _)| columns.into()).filter(|columns| *columns > 0)
}

/// Runs the course in full screen. Starts at the question when a round was asked for, and at home otherwise.
/// Gives the exit code: 0, or 128 and the number of the signal that ended it.
///
/// # Errors
/// When the terminal cannot be set up; it is given back first.
pub fn run(course: Course, options: Options, at_question: bool) -> io::Result<u8> {
    let caught = events::catch()?;
    let mut screenful = Screenful::open()?;
    let mut model = Model::new(course, options, at_question);
    let shown = show(&mut screenful, &mut model);
    let (sender, inbox) = mpsc::channel();
    if let Err(error) = events::listen(caught, &sender) {
        screenful.close();
        return Err(error);
    }
    let code = match shown.and_then(|()| converse(&mut screenful, &mut model, &inbox)) {
        Ok(code) => code,
        // The terminal is gone: there is nobody to tell.
        Err(_) => events::HUNG_UP,
    };
    screenful.close();
    if code != events::HUNG_UP {
        model.course.settle();
        let all = model.course.progress().measures.all;
        let kept = model.course.keeping();
        let _ = writeln!(io::stdout(), "airside: {} of {} right so far. {kept}", all.right, all.answered);
    }
    Ok(code)
}

fn show(screenful: &mut Screenful, model: &mut Model) -> io::Result<()> {
    model.resize(screenful.size()?);
    screenful.draw(model)
}

/// Waits, updates, draws; all that waits is taken in before anything is drawn again.
fn converse(screenful: &mut Screenful, model: &mut Model, inbox: &mpsc::Receiver<Msg>) -> io::Result<u8> {
    while let Ok(first) = inbox.recv() {
        let mut waiting = Some(first);
        while let Some(msg) = waiting {
            for effect in update(model, msg) {
                match effect {
                    Effect::Leave(code) => return Ok(code),
                    Effect::Repaint => screenful.forget()?,
                    Effect::Suspend => {
                        if !screenful.suspend()? {
                            model.say("There is no shell to suspend to.");
                        }
                    }
                }
            }
            waiting = inbox.try_recv().ok();
        }
        show(screenful, model)?;
    }
    Ok(events::HUNG_UP)
}
