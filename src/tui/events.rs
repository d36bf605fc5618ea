//! What comes in: keys, sizes, signals, and the end of the terminal.
//!
//! Threads that block, for input, for signals, and for the end of the terminal; nothing polls on a clock. Signals are
//! caught from before the terminal is changed, and the threads start behind the first screen, so that it does not wait.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use crossterm::event::{self, Event, MouseButton, MouseEventKind};
use ratatui::layout::Position;

use super::Msg;
use crate::keys::Action;
use crate::say;

/// The exit code when the terminal has gone: 128 and SIGHUP.
pub(super) const HUNG_UP: u8 = 129;

/// Signals that are caught and wait to be listened to.
pub(super) struct Caught {
    #[cfg(unix)]
    signals: signal_hook::iterator::Signals,
}

/// Catches signals from now on.
pub(super) fn catch() -> io::Result<Caught> {
    #[cfg(unix)]
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

    Ok(Caught {
        #[cfg(unix)]
        signals: signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT, SIGWINCH, SIGTSTP])?,
    })
}

/// Starts to listen, first of all to what was caught.
pub(super) fn listen(caught: Caught, sender: &Sender<Msg>) -> io::Result<()> {
    #[cfg(unix)]
    listen_to_signals(caught.signals, sender.clone())?;
    #[cfg(not(unix))]
    let Caught {} = caught;
    #[cfg(unix)]
    start("end", sender, wait_for_the_end)?;
    start("input", sender, read_input)
}

/// Starts a thread that ends when nobody listens any more, or with the terminal.
fn start(name: &str, sender: &Sender<Msg>, listen: fn(&Sender<Msg>) -> io::Result<()>) -> io::Result<()> {
    let sender = sender.clone();
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        if listen(&sender).is_err() {
            let _ = sender.send(Msg::Ended(HUNG_UP));
        }
    })?;
    Ok(())
}

fn read_input(sender: &Sender<Msg>) -> io::Result<()> {
    loop {
        let msg = match event::read()? {
            Event::Key(key) => Msg::Key(key),
            Event::Resize(..) => Msg::Redraw,
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Msg::Click(Position::new(mouse.column, mouse.row)),
                MouseEventKind::ScrollUp => Msg::Wheel(Action::Up),
                MouseEventKind::ScrollDown => Msg::Wheel(Action::Down),
                _ => continue,
            },
            // What is pasted is no answer.
            Event::Paste(_) | Event::FocusGained | Event::FocusLost => continue,
        };
        if sender.send(msg).is_err() {
            return Ok(());
        }
    }
}

/// Waits until the terminal has hung up, which is an error here: reading from what is gone gives nothing, for ever.
#[cfg(unix)]
fn wait_for_the_end(_: &Sender<Msg>) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};

    let stdin = rustix::stdio::stdin();
    // Nothing is asked for: only the end is reported.
    let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
    loop {
        match poll(&mut watched, None) {
            Ok(_) => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, say!("the terminal has hung up"))),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(unix)]
fn listen_to_signals(mut signals: signal_hook::iterator::Signals, sender: Sender<Msg>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};

    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            let msg = match signal {
                SIGWINCH => Msg::Redraw,
                SIGCONT => Msg::Continued,
                SIGTSTP => Msg::Suspend,
                other => Msg::Ended(u8::try_from(128 + other).unwrap_or(HUNG_UP)),
            };
            if sender.send(msg).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}
