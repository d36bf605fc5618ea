//! Waits for key presses, changes of the window size, signals, and the closing of the terminal.
//!
//! A single system call waits for both input and signals. The call times out only if the caller sets a time limit or an
//! escape sequence is incomplete. Each batch of events carries its arrival time. Without arrival times, a program
//! delayed by a slow disk could mistake a held key for two separate key presses.

use std::io;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, MouseButton, MouseEventKind};
use ratatui::layout::Position;

use super::Msg;
use crate::keys::Action;
use crate::streams;

/// Signals that end a program by default but can be caught, such as SIGXCPU, which enforces `ulimit -t`.
#[cfg(unix)]
const ENDING: [std::ffi::c_int; 14] = {
    use signal_hook::consts::signal::{
        SIGABRT, SIGALRM, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGUSR1, SIGUSR2,
        SIGVTALRM, SIGXCPU,
    };
    [
        SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGABRT, SIGTRAP,
        SIGSYS, SIGIO,
    ]
};

/// Further signals that end a program by default: SIGSTKFLT, SIGPWR and the real-time signals. The numbers are correct
/// on most Linux systems. A signal for which no handler can be installed is skipped.
#[cfg(target_os = "linux")]
const RARE: [std::ops::RangeInclusive<std::ffi::c_int>; 3] = [16..=16, 30..=30, 34..=64];

/// The maximum time after the query at which a cursor position report still counts as the reply.
#[cfg(unix)]
const LATEST_REPLY: Duration = Duration::from_secs(5);

/// The maximum time to wait for a blocked terminal to accept output after a signal. If the terminal is still blocked
/// after that time, the program ends without restoring the terminal.
#[cfg(unix)]
const BLOCKED: Duration = Duration::from_secs(1);

const MOST_AT_ONCE: usize = 16 * 1024;

/// The maximum number of key presses that a person could type ahead while the program is busy. If more events than that
/// precede Ctrl-C, for example after an accidental paste, all events before Ctrl-C are dropped.
const MOST_TYPED: usize = 50;

pub(super) const HUNG_UP: u8 = 129;

/// Whether the handlers that [`end_on_signals`] installs end the program immediately. In full-screen mode, the program
/// must restore the terminal before it ends.
#[cfg(unix)]
static ENDS_AT_ONCE: std::sync::LazyLock<std::sync::Arc<std::sync::atomic::AtomicBool>> =
    std::sync::LazyLock::new(|| std::sync::Arc::new(true.into()));

/// Lets Ctrl-C end the program even when airside runs as process 1 of a container. The kernel delivers a signal to
/// process 1 only if the process has installed a handler for the signal. On Windows, no handler is needed.
pub(crate) fn end_on_signals() -> io::Result<()> {
    #[cfg(unix)]
    if std::process::id() == 1 {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
        use signal_hook::flag::register_conditional_shutdown;

        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            register_conditional_shutdown(signal, 128 + signal, std::sync::Arc::clone(&ENDS_AT_ONCE))?;
        }
    }
    Ok(())
}

/// Unblocks all signals, because some CI runners start programs with signals blocked.
#[cfg(unix)]
pub(crate) fn unblock_signals() -> io::Result<()> {
    Ok(nix::sys::signal::SigSet::empty().thread_set_mask()?)
}

#[cfg(not(unix))]
pub(crate) fn unblock_signals() -> io::Result<()> {
    Ok(())
}

/// Lets a signal end the program even while the terminal accepts no output, for example because its window is frozen.
/// In that state, the main thread is blocked in a write and can't restore the terminal. If no thread can be started to
/// wait for signals, only SIGKILL ends a blocked program.
#[cfg(unix)]
fn end_even_if_blocked() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    let watch = move || {
        for signal in signals.forever() {
            if !streams::takes_output(BLOCKED) {
                signal_hook::low_level::exit(128 + signal);
            }
        }
    };
    drop(std::thread::Builder::new().spawn(watch));
    Ok(())
}

pub(crate) fn say_on_interrupt(sentence: &'static str) -> io::Result<()> {
    on_interrupt(move || {
        use io::Write;
        drop(writeln!(streams::stderr(), "\n{sentence}"));
        end_by_interrupt();
    })
}

/// Calls `act` the first time the user presses Ctrl-C in plain mode. A second Ctrl-C ends the program.
#[cfg(unix)]
pub(crate) fn on_interrupt(mut act: impl FnMut() + Send + 'static) -> io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([signal_hook::consts::SIGINT])?;
    std::thread::spawn(move || {
        let mut interrupts = signals.forever();
        if interrupts.next().is_some() {
            act();
        }
        if interrupts.next().is_some() {
            end_by_interrupt();
        }
    });
    Ok(())
}

/// On Windows, the console itself ends the program after Ctrl-C.
#[cfg(not(unix))]
pub(crate) fn on_interrupt(_: impl FnMut() + Send + 'static) -> io::Result<()> {
    Ok(())
}

/// Ends the program in the same way as an unhandled Ctrl-C.
pub(crate) fn end_by_interrupt() {
    #[cfg(unix)]
    drop(signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGINT));
}

/// Makes a write beyond the file size limit (`ulimit -f`) fail with an ordinary error, as on a full disk. Without a
/// handler for SIGXFSZ, such a write would end the program. Windows has no such limit.
pub(crate) fn outlive_file_limits() -> io::Result<()> {
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default())?;
    Ok(())
}

pub(super) struct Batch {
    /// The time at which the events arrived or, if the program was busy, the earliest time at which they could have
    /// arrived.
    pub(super) moment: Instant,
    pub(super) messages: Vec<Msg>,
}

pub(super) struct Events {
    #[cfg(unix)]
    signals: signal_hook::iterator::backend::SignalDelivery<
        std::os::unix::net::UnixStream,
        signal_hook::iterator::exfiltrator::SignalOnly,
    >,
    #[cfg(unix)]
    decoder: crate::decoder::Decoder,
    #[cfg(unix)]
    last_byte: Instant,
    last_read: Instant,
}

impl Events {
    #[cfg(unix)]
    pub(super) fn catch(is_latin1: bool) -> io::Result<Self> {
        use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};
        use signal_hook::iterator::backend::SignalDelivery;
        use signal_hook::iterator::exfiltrator::SignalOnly;

        ENDS_AT_ONCE.store(false, std::sync::atomic::Ordering::SeqCst);
        end_even_if_blocked()?;
        let (read, write) = std::os::unix::net::UnixStream::pair()?;
        let caught = ENDING.iter().chain(&[SIGCONT, SIGWINCH, SIGTSTP]);
        let signals = SignalDelivery::with_pipe(read, write, SignalOnly, caught)?;
        Ok(Self {
            signals,
            decoder: crate::decoder::Decoder::new(is_latin1),
            last_byte: Instant::now(),
            last_read: Instant::now(),
        })
    }

    #[cfg(not(unix))]
    pub(super) fn catch(_: bool) -> io::Result<Self> {
        Ok(Self { last_read: Instant::now() })
    }

    /// Installing the handlers for the rare signals before the first frame would delay that frame.
    pub(super) fn catch_rare(&self) {
        #[cfg(target_os = "linux")]
        for signal in RARE.into_iter().flatten() {
            drop(self.signals.handle().add_signal(signal));
        }
    }

    /// Returns whether the terminal's reply to the query says that ambiguous-width characters take two columns. Only
    /// one reply is accepted, because replies to an earlier program's query may still arrive.
    #[cfg(unix)]
    fn take_width(&mut self) -> Option<bool> {
        while let Some(cursor) = self.decoder.take_cursor() {
            if let Some(is_wide) = width_of_ambiguous(cursor).filter(|_| super::unread::take_reply(LATEST_REPLY)) {
                return Some(is_wide);
            }
        }
        None
    }

    pub(super) fn wait(&mut self, limit: Option<Duration>) -> io::Result<Batch> {
        let mut batch = self.wait_for_first(limit)?;
        while !batch.messages.is_empty() && batch.messages.len() < MOST_AT_ONCE {
            let more = self.read(Some(Duration::ZERO))?;
            if more.is_empty() {
                break;
            }
            batch.messages.extend(more);
        }
        let interrupt = batch.messages.iter().position(is_interrupt).filter(|index| *index > MOST_TYPED);
        batch.messages.drain(..interrupt.unwrap_or(0));
        Ok(batch)
    }

    fn wait_for_first(&mut self, limit: Option<Duration>) -> io::Result<Batch> {
        let pending = self.read(Some(Duration::ZERO))?;
        let moment = self.last_read;
        self.last_read = Instant::now();
        if !pending.is_empty() || limit == Some(Duration::ZERO) {
            return Ok(Batch { moment, messages: pending });
        }
        let end = limit.map(|limit| self.last_read + limit);
        loop {
            let messages = self.read(end.map(|end| end.saturating_duration_since(self.last_read)))?;
            self.last_read = Instant::now();
            if !messages.is_empty() || end.is_some_and(|end| end <= self.last_read) {
                return Ok(Batch { moment: self.last_read, messages });
            }
        }
    }

    #[cfg(unix)]
    fn read(&mut self, limit: Option<Duration>) -> io::Result<Vec<Msg>> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        use rustix::io::Errno;

        let stdin = rustix::stdio::stdin();
        let patience = self.decoder.patience();
        let until_given_up = patience.map(|patience| patience.saturating_sub(self.last_byte.elapsed()));
        let wait = limit.into_iter().chain(until_given_up).min();
        let timeout = wait.map(|wait| Timespec {
            tv_sec: wait.as_secs().try_into().unwrap_or(1),
            tv_nsec: wait.subsec_nanos().into(),
        });
        let mut sources = [PollFd::new(self.signals.get_read(), PollFlags::IN), PollFd::new(&stdin, PollFlags::IN)];
        match poll(&mut sources, timeout.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        }
        let [signalled, typed] = sources.map(|source| !source.revents().is_empty());
        let mut messages = if signalled { self.take_signals()? } else { Vec::new() };
        let events = if typed {
            let mut bytes = [0; 4096];
            match rustix::io::read(stdin, &mut bytes) {
                Ok(0) => {
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, crate::say!("the terminal was closed")));
                }
                Ok(count) => {
                    self.last_byte = Instant::now();
                    self.decoder.feed(bytes.get(..count).unwrap_or_default())
                }
                Err(Errno::INTR | Errno::AGAIN) => Vec::new(),
                Err(error) => return Err(error.into()),
            }
        } else if patience.is_some_and(|patience| self.last_byte.elapsed() >= patience) {
            self.decoder.give_up()
        } else {
            Vec::new()
        };
        super::unread::expect_rest(self.decoder.unfinished());
        messages.extend(events.iter().filter_map(message));
        messages.extend(self.take_width().map(Msg::Measured));
        Ok(messages)
    }

    #[cfg(unix)]
    fn take_signals(&mut self) -> io::Result<Vec<Msg>> {
        use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};

        // Signal handlers write bytes to this socket only to wake the program, so the values of the bytes don't matter.
        rustix::io::retry_on_intr(|| rustix::io::read(self.signals.get_read(), &mut [0; 64]))?;
        let message = |signal| match signal {
            SIGWINCH => Msg::Redraw,
            SIGCONT => Msg::Continued,
            SIGTSTP => Msg::Suspend,
            other => Msg::Ended(u8::try_from(128 + other).unwrap_or(HUNG_UP)),
        };
        Ok(self.signals.pending().map(message).collect())
    }

    #[cfg(not(unix))]
    fn read(&mut self, limit: Option<Duration>) -> io::Result<Vec<Msg>> {
        let wait = limit.unwrap_or(Duration::from_secs(86_400));
        if !crossterm::event::poll(wait)? {
            return Ok(Vec::new());
        }
        Ok(message(&crossterm::event::read()?).into_iter().collect())
    }
}

/// Determines from the reported cursor position whether the terminal drew an ambiguous-width character two columns
/// wide.
#[cfg(unix)]
fn width_of_ambiguous((row, column): (u16, u16)) -> Option<bool> {
    (row == super::terminal::ASKED_ROW && matches!(column, 2 | 3)).then_some(column == 3)
}

fn is_interrupt(message: &Msg) -> bool {
    matches!(message, Msg::Key(key) if super::name_of(*key).as_deref() == Some("ctrl-c"))
}

fn message(event: &Event) -> Option<Msg> {
    match *event {
        Event::Key(key) if key.code == KeyCode::Char('\u{fffd}') => Some(Msg::LostLetter),
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
