//! The terminal: taking it, drawing on it, giving it back.
//!
//! [`give_back`] is the one place that restores it, for quitting, panics and suspending alike.

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::layout::{Rect, Size};

use super::Program;

/// Whether the mouse is the program's as well; a panic has to know.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// The terminal while the program has it.
pub(super) struct Screenful {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Screenful {
    /// Takes the terminal and sees to it that a panic gives it back.
    pub(super) fn open(mouse: bool) -> io::Result<Self> {
        static HOOK: Once = Once::new();
        MOUSE.store(mouse, Ordering::Relaxed);
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                give_back();
                before(info);
            }));
        });
        // The theme decides about colour; crossterm's own handling of NO_COLOR would wipe reverse and bold as well.
        crossterm::style::force_color_output(true);
        take()?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(16 * 1024, io::stdout()));
        match Terminal::new(backend) {
            Ok(terminal) => Ok(Self { terminal }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// The size now.
    pub(super) fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    /// Paints what has changed.
    pub(super) fn draw<P: Program>(&mut self, program: &P) -> io::Result<()> {
        self.terminal.draw(|frame| program.draw(frame)).map(drop)
    }

    /// Forgets what is on the screen, so that the next drawing paints all of it.
    pub(super) fn forget(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Gives the terminal back, stops the whole group as Ctrl-Z in a shell does, and takes it again afterwards.
    /// False, and nothing done, where nobody could wake it: in a window of its own no key reaches a stopped program.
    pub(super) fn suspend(&mut self) -> io::Result<bool> {
        #[cfg(unix)]
        {
            use rustix::process::{getpgrp, getsid};

            // A shell with job control gives every job a group of its own, apart from the group of the session.
            if getsid(None)? == getpgrp() {
                return Ok(false);
            }
            give_back();
            rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
            take()?;
            self.forget()?;
        }
        Ok(cfg!(unix))
    }

    /// Gives the terminal back at the end.
    pub(super) fn close(mut self) {
        let _ = Backend::flush(self.terminal.backend_mut());
        give_back();
        // Its own ending would show the cursor once more, and print when the terminal is gone.
        std::mem::forget(self.terminal);
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste).inspect_err(|_| give_back())?;
    if MOUSE.load(Ordering::Relaxed) {
        execute!(io::stdout(), EnableMouseCapture).inspect_err(|_| give_back())?;
    }
    Ok(())
}

/// Gives the terminal back. Errors do not matter: a terminal that is gone needs nothing.
fn give_back() {
    let mut out = io::stdout();
    if MOUSE.load(Ordering::Relaxed) {
        let _ = execute!(out, DisableMouseCapture);
    }
    let _ = execute!(out, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}
