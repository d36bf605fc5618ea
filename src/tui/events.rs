//! Incoming events: keys, window sizes, signals, and the end of the terminal. Two threads wait for input and for
//! signals; a timeout wakes them only in the middle of a sequence. Each message has its arrival time, so that a
//! program waiting for a disk doesn't mistake a held key for two presses.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Instant;

use crossterm::event::{Event, MouseButton, MouseEventKind};
use ratatui::layout::Position;

use super::Msg;
use crate::keys::Action;
use crate::say;

/// Signals that end a program and that it may catch, such as SIGXCPU from `ulimit -t`. The terminal is restored first.
#[cfg(unix)]
const ENDING: [std::ffi::c_int; 10] = {
    use signal_hook::consts::signal::{
        SIGALRM, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU,
    };
    [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2]
};

/// The exit code after the terminal has closed: 128 plus SIGHUP.
pub(super) const HUNG_UP: u8 = 129;

/// Makes Ctrl-C end plain mode even as process 1 of a container, because the system ignores signals to process 1 that
/// it has no handler for.
///
/// # Errors
///
/// The system refuses a handler.
#[cfg(unix)]
pub fn end_on_signals() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

    if std::process::id() != 1 {
        return Ok(());
    }
    let always = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, std::sync::Arc::clone(&always))?;
    }
    Ok(())
}

/// The Windows console needs no handler.
///
/// # Errors
///
/// None.
#[cfg(not(unix))]
pub fn end_on_signals() -> io::Result<()> {
    Ok(())
}

/// Makes the system's limit for file sizes (`ulimit -f`) an error when writing, like a full disk. Without a handler, the
/// signal would end the program.
///
/// # Errors
///
/// The system refuses a handler.
#[cfg(unix)]
pub fn outlive_file_limits() -> io::Result<()> {
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default()).map(drop)
}

/// Windows has no such limit.
///
/// # Errors
///
/// None.
#[cfg(not(unix))]
pub fn outlive_file_limits() -> io::Result<()> {
    Ok(())
}

/// Signals caught before anything listens for them.
pub(super) struct Caught {
    #[cfg(unix)]
    signals: signal_hook::iterator::Signals,
}

/// Starts catching signals.
pub(super) fn catch() -> io::Result<Caught> {
    #[cfg(unix)]
    use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};

    Ok(Caught {
        #[cfg(unix)]
        signals: signal_hook::iterator::Signals::new(ENDING.iter().chain(&[SIGCONT, SIGWINCH, SIGTSTP]))?,
    })
}

/// Starts listening, beginning with the signals already caught.
pub(super) fn listen(caught: Caught, sender: &Sender<(Instant, Msg)>) -> io::Result<()> {
    #[cfg(unix)]
    listen_to_signals(caught.signals, sender.clone())?;
    #[cfg(not(unix))]
    let Caught {} = caught;
    start("input", sender, read_input)
}

/// Starts a thread that ends with the terminal, or when nobody listens any more.
fn start(
    name: &str,
    sender: &Sender<(Instant, Msg)>,
    listen: fn(&Sender<(Instant, Msg)>) -> io::Result<()>,
) -> io::Result<()> {
    let sender = sender.clone();
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        if listen(&sender).is_err() {
            let _ = sender.send((Instant::now(), Msg::Ended(HUNG_UP)));
        }
    })?;
    Ok(())
}

/// Reads from the terminal. A closed terminal is an error, because reading from it would return nothing for ever.
#[cfg(unix)]
fn read_input(sender: &Sender<(Instant, Msg)>) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;

    let stdin = rustix::stdio::stdin();
    let mut decoder = super::input::Decoder::default();
    let mut bytes = [0; 1024];
    loop {
        let wait = decoder.patience().map(|wait| Timespec {
            tv_sec: wait.as_secs().try_into().unwrap_or(1),
            tv_nsec: wait.subsec_nanos().into(),
        });
        let ready = match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], wait.as_ref()) {
            Ok(ready) => ready > 0,
            Err(Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        };
        let events = if ready {
            match rustix::io::read(stdin, &mut bytes) {
                Ok(0) => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, say!("the terminal has hung up"))),
                Ok(count) => decoder.feed(bytes.get(..count).unwrap_or_default()),
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Err(error) => return Err(error.into()),
            }
        } else {
            decoder.give_up()
        };
        let measured = decoder.take_cursor().and_then(width_of_ambiguous).map(Msg::Measured);
        for msg in events.iter().filter_map(message).chain(measured) {
            if sender.send((Instant::now(), msg)).is_err() {
                return Ok(());
            }
        }
    }
}

/// Reads events from the console, decoded by crossterm.
#[cfg(not(unix))]
fn read_input(sender: &Sender<(Instant, Msg)>) -> io::Result<()> {
    loop {
        if let Some(msg) = message(&crossterm::event::read()?)
            && sender.send((Instant::now(), msg)).is_err()
        {
            return Ok(());
        }
    }
}

/// Whether the cursor behind an ambiguous character says that this is two columns wide.
#[cfg(unix)]
fn width_of_ambiguous((row, column): (u16, u16)) -> Option<bool> {
    (row == super::terminal::ASKED_ROW && matches!(column, 2 | 3)).then_some(column == 3)
}

/// What an event means to the program.
fn message(event: &Event) -> Option<Msg> {
    match *event {
        Event::Key(key) => Some(Msg::Key(key)),
        Event::Paste(ref text) => Some(Msg::Paste(text.clone())),
        Event::Resize(..) => Some(Msg::Redraw),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click(Position::new(mouse.column, mouse.row))),
            MouseEventKind::ScrollUp => Some(Msg::Wheel(Action::Up)),
            MouseEventKind::ScrollDown => Some(Msg::Wheel(Action::Down)),
            _ => None,
        },
        Event::FocusGained | Event::FocusLost => None,
    }
}

#[cfg(unix)]
fn listen_to_signals(mut signals: signal_hook::iterator::Signals, sender: Sender<(Instant, Msg)>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};

    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            let msg = match signal {
                SIGWINCH => Msg::Redraw,
                SIGCONT => Msg::Continued,
                SIGTSTP => Msg::Suspend,
                other => Msg::Ended(u8::try_from(128 + other).unwrap_or(HUNG_UP)),
            };
            if sender.send((Instant::now(), msg)).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}
