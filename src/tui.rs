//! Implements the full-screen front end.
//!
//! [`Shell`] runs all full-screen programs: the course, exams, votes, the teacher's views of votes and exams, and the
//! request log of the lab's server. Each program has its own state and its own screens, which are defined in `screen`.
//! `render` turns documents into lines, and `layout` divides the window into areas. This file contains the event loop.
//! Without events, the loop wakes up only during the walking animation, during an exam with a time limit, and on pages
//! that follow a file or a server. [`crate::study::Study`] implements the rules of the course.

mod controls;
mod events;
mod few_colours;
mod keymap;
mod layout;
mod line_editor;
pub mod picture;
mod render;
mod screen;
mod shell;
mod terminal;
pub mod terminals;
mod theme;
mod typed_line;
mod uncertain;
#[cfg(unix)]
mod unread;

pub(crate) use events::{
    end_by_interrupt, end_on_signals, on_interrupt, outlive_file_limits, say_on_interrupt, unblock_signals,
};
pub use few_colours::ColourCount;
pub use keymap::name_of;
pub use shell::Shell;
pub(crate) use terminal::prepare_lines;

use std::io::{self, Write};
use std::time::{Duration, Instant};

use crossterm::event::KeyEvent;
use ratatui::layout::Position;

use crate::class::exam::ExamFile;
use crate::class::vote::{VoteSession, VoteWatch};
use crate::class::watch::ExamWatch;
use crate::inspect::evidence::KnownFact;
use crate::inspect::exchange::RecordedExchange;
use crate::keys::{Action, Keys};
use crate::lab::server::LabServer;
use crate::say;
use crate::settings::ThemeName;
use crate::streams;
use crate::study::Study;
use events::Events;
use screen::page::PageScreen;
use terminal::TerminalSession;

/// The time to wait before the program ends, in case the user is still holding down the key that ends it.
const REPEAT: Duration = Duration::from_millis(120);

const SLOW: Duration = Duration::from_millis(40);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    Key(KeyEvent),
    /// The terminal reported whether it draws ambiguous-width characters two columns wide.
    Measured(bool),
    /// The terminal sent bytes that aren't valid UTF-8.
    LostLetter,
    Paste(String),
    Click(Position),
    Wheel(Action),
    /// The window size may have changed.
    Redraw,
    Continued,
    Suspend,
    /// The program must end with the given exit code, because a signal arrived or the terminal was closed.
    Ended(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Leave(u8),
    /// Leave with exit code 0, unless the user is still holding down the key that ends the program.
    LeaveUnlessHeld,
    Repaint,
    /// Take control of the terminal again after the program was suspended.
    Resume,
    Suspend,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub theme: ThemeName,
    /// Whether colour is off, in which case the theme can't be changed.
    pub is_colourless: bool,
    /// Whether every screen is drawn in a single column without borders.
    pub stacked: bool,
    pub colours: ColourCount,
    pub ascii: bool,
    pub is_latin1: bool,
    /// Whether ambiguous-width characters take up two columns. `None` means that the program queries the terminal.
    pub wide: Option<bool>,
    pub keys: Keys,
    /// Whether a click chooses an answer and the mouse wheel scrolls. With mouse support, some terminals require a
    /// modifier key for selecting text.
    pub mouse: bool,
    pub motion: bool,
    /// Whether a debug build panics when the help key is pressed. A test uses this option to check that the terminal is
    /// restored.
    pub panics: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstScreen {
    Home,
    Question,
    Lab,
    /// The screen on which the user pastes a recorded exchange. The value lists the facts given on the command line.
    Paste(Vec<KnownFact>),
    /// The screen that judges recorded exchanges. The second value lists the facts given on the command line.
    Exchanges(Vec<RecordedExchange>, Vec<KnownFact>),
}

/// Returns the width of the terminal in columns, or `None` if there is no terminal.
pub fn columns() -> Option<usize> {
    terminal::window().ok().map(|(columns, _)| columns.into()).filter(|columns| *columns > 0)
}

/// Creates the full-screen course, which starts on the screen `first`. Closing the first screen opens the home screen
/// or, if the first screen was the verdict on an exchange, ends the program.
pub fn course(mut study: Study, options: Options, first: FirstScreen) -> Shell<Study> {
    let notices = study.take_notices();
    let newest = notices.last().cloned();
    let is_exchange = matches!(first, FirstScreen::Exchanges(..));
    let opened: Option<Box<dyn screen::Screen<Study>>> = match first {
        FirstScreen::Home => None,
        FirstScreen::Question => Some(Box::new(screen::round::RoundScreen::default())),
        FirstScreen::Lab => Some(Box::new(screen::lab::LabScreen::new(&study))),
        FirstScreen::Paste(user_facts) => Some(Box::new(screen::paste::PasteScreen::new(user_facts))),
        FirstScreen::Exchanges(exchanges, user_facts) => Some(screen::paste::judged(&study, exchanges, user_facts)),
    };
    let home = screen::home::Home::new(&study, notices);
    let mut shell = Shell::new(study, Box::new(home), options);
    if let Some(opened) = opened {
        shell.open(opened);
        if is_exchange {
            shell.leave_from_here();
        }
        // The notices are listed on the home screen, which isn't visible yet, so the newest one is also shown as a
        // message.
        if let Some(newest) = newest {
            shell.show_message(newest);
        }
    }
    shell
}

pub(crate) fn visitors(server: LabServer, options: Options) -> Shell<LabServer> {
    Shell::new(server, Box::new(screen::visitors::ServerScreen::default()), options)
}

pub fn exam(exam: ExamFile, options: Options) -> Shell<ExamFile> {
    let resumed = exam.resumed && exam.sitting.handed_in.is_none();
    let first = screen::exam::ExamScreen::new(&exam);
    let mut shell = Shell::new(exam, Box::new(first), options);
    if resumed {
        shell.show_message(say!("Picking up where you left off."));
    }
    shell
}

pub fn slides(session: VoteSession, options: Options) -> Shell<VoteSession> {
    let resumed = session.resumed;
    let mut shell = Shell::new(session, Box::new(screen::slide::SlideScreen::default()), options);
    if resumed {
        shell.show_message(say!("The session continues. To start a new one: airside class present --new"));
    }
    shell
}

pub fn notes(watch: VoteWatch, options: Options) -> Shell<VoteWatch> {
    let first = PageScreen::refreshed("notes", watch.notes_or_reason(), VoteWatch::poll);
    Shell::new(watch, Box::new(first), options)
}

pub fn watch(watch: ExamWatch, options: Options) -> Shell<ExamWatch> {
    let refresh = |watch: &mut ExamWatch| {
        watch.poll();
        Some(watch.document())
    };
    let first = PageScreen::refreshed("watch", watch.document(), refresh);
    Shell::new(watch, Box::new(first), options)
}

/// Draws the first frame, loads the study, and runs the course. Returns the exit code, which is 0, or 128 plus the
/// number of the signal that ended the program. If the study can't be loaded, the terminal is restored before the error
/// is returned.
pub fn run<E: From<io::Error>>(
    load: impl FnOnce() -> Result<Study, E>, options: Options, first: FirstScreen,
) -> Result<u8, E> {
    let (events, mut session) = open_terminal(&options)?;
    let mut loading = Shell::new((), Box::new(screen::home::Loading), options.clone());
    let shown = session.draw(|frame| loading.draw(frame));
    events.catch_rare();
    let study = match load() {
        Ok(study) => study,
        Err(error) => {
            session.close(1);
            return Err(error);
        }
    };
    let is_inspection = matches!(first, FirstScreen::Paste(_) | FirstScreen::Exchanges(..));
    let mut shell = course(study, options, first);
    let code = if shown.is_ok() { run_shell(session, events, &mut shell) } else { events::HUNG_UP };
    if code != events::HUNG_UP {
        let study = shell.world_mut();
        study.settle();
        if !is_inspection || study.progress().measures.all.answered > 0 {
            let _ = writeln!(streams::stdout(), "airside: {}", study.leaving_sentence());
        }
    }
    Ok(code)
}

/// Takes control of the terminal, runs the given program, and restores the terminal even if an error occurs.
pub fn show<W: 'static>(shell: &mut Shell<W>) -> io::Result<u8> {
    let (events, session) = open_terminal(shell.options())?;
    events.catch_rare();
    Ok(run_shell(session, events, shell))
}

fn open_terminal(options: &Options) -> io::Result<(Events, TerminalSession)> {
    let open = |events| Ok((events, TerminalSession::open(options)?));
    Events::catch(options.is_latin1).and_then(open).map_err(|error: io::Error| {
        let message = say!("the terminal can't be used: {}. To continue without full screen, add --plain.", error);
        io::Error::new(error.kind(), message)
    })
}

fn run_shell<W: 'static>(mut session: TerminalSession, mut events: Events, shell: &mut Shell<W>) -> u8 {
    // If drawing or reading fails, the terminal has been closed, so nobody could see an error message.
    let shown = session.draw(|frame| shell.draw(frame));
    let code = shown.and_then(|()| run_event_loop(&mut session, &mut events, shell)).unwrap_or(events::HUNG_UP);
    session.close(code);
    code
}

/// `last` contains the time of the previous tick and the interval to the next one. Returns whether the screen has to be
/// redrawn.
fn tick<W: 'static>(shell: &mut Shell<W>, last: &mut (Instant, Option<Duration>)) -> bool {
    let interval = shell.interval();
    let is_due = interval == last.1 && interval.is_some_and(|interval| interval <= last.0.elapsed());
    if is_due || interval != last.1 {
        *last = (Instant::now(), interval);
    }
    is_due && shell.tick()
}

fn run_event_loop<W: 'static>(
    session: &mut TerminalSession, events: &mut Events, shell: &mut Shell<W>,
) -> io::Result<u8> {
    let start = Instant::now();
    let mut last = (start, shell.interval());
    loop {
        let mut batch = events.wait(shell.interval().map(|interval| interval.saturating_sub(last.0.elapsed())))?;
        if batch.messages.is_empty() {
            if tick(shell, &mut last) {
                let before = Instant::now();
                session.draw(|frame| shell.draw(frame))?;
                if before.elapsed() > SLOW {
                    shell.stop_animation();
                }
            }
            continue;
        }
        while !batch.messages.is_empty() {
            // The time limit of an exam must also be checked while the student keeps pressing keys.
            tick(shell, &mut last);
            let mut moment = batch.moment.saturating_duration_since(start);
            let mut messages = batch.messages.into_iter().peekable();
            while let Some(msg) = messages.next() {
                if matches!(msg, Msg::Measured(_)) {
                    session.be_measured();
                }
                for effect in shell.handle_at(msg.clone(), moment) {
                    match effect {
                        Effect::Leave(code) => return Ok(code),
                        Effect::LeaveUnlessHeld => {
                            if messages.peek().is_none() {
                                let next = events.wait(Some(REPEAT))?;
                                moment = next.moment.saturating_duration_since(start);
                                messages = next.messages.into_iter().peekable();
                            }
                            if messages.peek() != Some(&msg) {
                                return Ok(0);
                            }
                        }
                        Effect::Repaint => session.force_redraw()?,
                        Effect::Resume => session.resume()?,
                        Effect::Suspend => {
                            if !session.suspend()? {
                                shell.show_message(say!(
                                    "There is no shell to return to, so airside can't be suspended."
                                ));
                            }
                        }
                    }
                }
            }
            batch = events.wait(Some(Duration::ZERO))?;
        }
        session.draw(|frame| shell.draw(frame))?;
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::class::report::Roster;

    #[test]
    fn a_tick_is_due_after_the_interval_whether_or_not_keys_were_pressed() {
        let mut shell = watch(ExamWatch::in_memory(PathBuf::new(), [], Roster::default(), || 0), Options::default());
        let interval = shell.interval();
        let long_ago = Instant::now().checked_sub(Duration::from_secs(60)).expect("a minute after the start");
        let mut last = (long_ago, interval);
        tick(&mut shell, &mut last);
        assert!(interval.is_some() && last.0 > long_ago);
        let ticked = last;
        tick(&mut shell, &mut last);
        assert_eq!(last, ticked, "too early for the next one");
        let mut other = (long_ago, None);
        assert!(!tick(&mut shell, &mut other) && other.0 > long_ago, "a new interval begins now");
    }
}
