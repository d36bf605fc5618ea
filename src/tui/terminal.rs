//! Takes control of the terminal, draws on it and restores it.
//!
//! Whether the program ends normally, panics or is suspended, only [`restore`] restores the terminal.

use std::io::{self, BufWriter, Stdout, Write};
use std::mem::ManuallyDrop;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(unix)]
use std::time::Duration;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

use super::Options;
use super::few_colours::Translated;
use super::uncertain::Positioned;
#[cfg(unix)]
use super::unread;
use crate::streams::{self, Patient};

/// Whether mouse events are switched on, in which case the panic handler must switch them off.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// Switches off modes that an earlier program may have left on: focus reports, other keyboard protocols, automatic
/// carriage returns after line feeds, insert mode, origin mode, a scroll region, line-drawing characters and text
/// attributes. Also switches line wrapping back on.
const RESET: &str = "\x1b>\x1b[>4m\x1b[=0u\x1b[20l\x1b[4l\x1b[?6l\x1b[r\x1b(B\x0f\x1b[m\x1b[?7h\x1b[?1004l";

/// The maximum time to wait for the reply to the cursor query when a signal ends the program.
#[cfg(unix)]
const HURRIED_REPLY: Duration = Duration::from_millis(300);

/// On a larger terminal, the program uses only the upper left corner, so that a huge reported size can't exhaust the
/// memory.
const LARGEST: Size = Size::new(512, 256);

type Output = Positioned<CrosstermBackend<Translated<BufWriter<Patient<Stdout>>>>>;

pub(super) struct TerminalSession {
    /// The terminal's destructor must never run. The destructor would write buffered output after [`restore`] has run.
    /// The destructor would also show the cursor again, and print an error if the terminal is gone.
    terminal: ManuallyDrop<Terminal<Output>>,
}

impl TerminalSession {
    pub(super) fn open(options: &Options) -> io::Result<Self> {
        static HOOK: Once = Once::new();
        MOUSE.store(options.mouse, Ordering::Relaxed);
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                restore();
                before(info);
            }));
        });
        // The theme handles `NO_COLOR`, because crossterm would also remove bold and reverse video.
        crossterm::style::force_color_output(true);
        enable_raw_mode()?;
        let size = size().inspect_err(|_| restore())?;
        let out = BufWriter::with_capacity(16 * 1024, streams::stdout());
        let inner = CrosstermBackend::new(Translated::new(out, options.colours));
        let mut backend = Positioned { inner, is_measured: false };
        enter(&mut backend.inner)
            .and_then(|()| if asks_width(options) { ask_width(&mut backend.inner) } else { Ok(()) })
            .inspect_err(|_| restore())?;
        let viewport = Viewport::Fixed(Rect::new(0, 0, size.width, size.height));
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport }).inspect_err(|_| restore())?;
        Ok(Self { terminal: ManuallyDrop::new(terminal) })
    }

    pub(super) fn be_measured(&mut self) {
        self.terminal.backend_mut().is_measured = true;
    }

    pub(super) fn draw(&mut self, paint: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let size = size()?;
        let area = Rect::new(0, 0, size.width, size.height);
        if self.terminal.get_frame().area() != area {
            self.terminal.resize(area)?;
        }
        self.terminal.draw(paint).map(drop)
    }

    /// Makes the program send the next frame in full, no matter what the terminal shows.
    pub(super) fn force_redraw(&mut self) -> io::Result<()> {
        let area = self.terminal.get_frame().area();
        self.terminal.resize(area)
    }

    /// Restores the terminal, stops the process group as Ctrl-Z does, and takes control of the terminal again
    /// afterwards. If no shell could resume the program, returns false instead of stopping the process group.
    pub(super) fn suspend(&mut self) -> io::Result<bool> {
        #[cfg(unix)]
        {
            if !is_job() {
                return Ok(false);
            }
            restore();
            rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
            self.resume()?;
        }
        Ok(cfg!(unix))
    }

    pub(super) fn resume(&mut self) -> io::Result<()> {
        forget_raw_mode()?;
        enable_raw_mode()?;
        enter(&mut self.terminal.backend_mut().inner)?;
        self.force_redraw()
    }

    pub(super) fn close(mut self, code: u8) {
        let _ = Backend::flush(self.terminal.backend_mut());
        restore_after(code);
    }
}

const fn asks_width(options: &Options) -> bool {
    options.wide.is_none() && !options.ascii
}

/// Checks whether a shell with job control could resume the program. A shell with job control puts every job into a
/// process group whose ID differs from the session ID.
#[cfg(all(unix, not(target_os = "linux")))]
fn is_job() -> bool {
    rustix::process::getsid(None).is_ok_and(|session| session != rustix::process::getpgrp())
}

/// In a container, the IDs of a shell outside the container are reported as 0, which `rustix` treats as an error.
#[cfg(target_os = "linux")]
fn is_job() -> bool {
    // Without `/proc`, there is no way to detect a shell with job control.
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    is_job_in(&text, std::process::id())
}

/// Determines from the text of `/proc/self/stat` whether a shell with job control could resume the program. If the
/// process ID in the text differs from `process`, the text describes processes outside the container.
#[cfg(target_os = "linux")]
fn is_job_in(text: &str, process: u32) -> bool {
    // The program name is in parentheses and may contain spaces.
    let Some((start, rest)) = text.rsplit_once(')') else { return false };
    let is_inside = start.split(' ').next() == Some(process.to_string().as_str());
    let numbers: Vec<&str> = rest.split_whitespace().collect();
    is_inside && matches!(numbers.as_slice(), [_, _, group, session, ..] if group != session && *group != "0")
}

/// A terminal that reports no size, for example on a serial line, is treated as 80 by 24.
fn size() -> io::Result<Size> {
    let size = match window()? {
        (0, _) | (_, 0) => Size::new(80, 24),
        (width, height) => Size::new(width, height),
    };
    Ok(Size::new(size.width.min(LARGEST.width), size.height.min(LARGEST.height)))
}

#[cfg(unix)]
pub(super) fn window() -> io::Result<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout())?;
    Ok((size.ws_col, size.ws_row))
}

#[cfg(not(unix))]
pub(super) fn window() -> io::Result<(u16, u16)> {
    crossterm::terminal::size()
}

/// Makes Enter and Ctrl-C work in plain mode, even if an earlier program left the terminal in raw mode.
#[cfg(unix)]
pub(crate) fn prepare_lines() {
    use rustix::termios::{InputModes, LocalModes, OptionalActions, OutputModes, tcgetattr, tcsetattr};

    let stdin = rustix::stdio::stdin();
    let Ok(mut modes) = tcgetattr(stdin) else { return };
    let (input, local) = (InputModes::ICRNL, LocalModes::ICANON | LocalModes::ISIG);
    if !modes.input_modes.contains(input) || !modes.local_modes.contains(local) {
        // In raw mode, typed text isn't echoed, and a line feed doesn't return the cursor to the left edge. Terminals
        // embedded in other programs, such as Emacs, may have echoing switched off even though they aren't in raw mode.
        if !modes.local_modes.contains(LocalModes::ICANON) {
            modes.local_modes |= LocalModes::ECHO | LocalModes::ECHOE | LocalModes::ECHOK;
            modes.output_modes |= OutputModes::OPOST | OutputModes::ONLCR;
        }
        modes.input_modes |= input;
        modes.local_modes |= local;
        let _ = tcsetattr(stdin, OptionalActions::Now, &modes);
    }
}

/// The Windows console always reads whole lines.
#[cfg(not(unix))]
pub(crate) fn prepare_lines() {}

/// Makes [`enable_raw_mode`] work again after a shell has changed the terminal modes. crossterm assumes that raw mode
/// is still on, so without this function, [`enable_raw_mode`] would do nothing. The shell's modes are restored when the
/// program ends.
#[cfg(unix)]
fn forget_raw_mode() -> io::Result<()> {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

    let stdin = rustix::stdio::stdin();
    let modes = tcgetattr(stdin)?;
    if modes.local_modes.contains(LocalModes::ICANON) {
        disable_raw_mode()?;
        tcsetattr(stdin, OptionalActions::Now, &modes)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn forget_raw_mode() -> io::Result<()> {
    Ok(())
}

/// Writes the escape sequences that take control of the terminal, without flushing. On a terminal without an alternate
/// screen, this clears the main screen.
fn enter(out: &mut impl Write) -> io::Result<()> {
    let (reset, clear) = (Print(RESET), Clear(ClearType::All));
    queue!(out, EnterAlternateScreen, reset, EnableBracketedPaste, clear, cursor::MoveTo(0, 0))?;
    if MOUSE.load(Ordering::Relaxed) {
        set_mouse(out, true)?;
    }
    Ok(())
}

/// Requests reports of mouse buttons only, because the program doesn't use mouse movements.
#[cfg(unix)]
fn set_mouse(out: &mut impl Write, is_on: bool) -> io::Result<()> {
    queue!(out, Print(if is_on { "\x1b[?1000h\x1b[?1006h" } else { "\x1b[?1006l\x1b[?1000l" }))
}

#[cfg(not(unix))]
fn set_mouse(out: &mut impl Write, is_on: bool) -> io::Result<()> {
    use crossterm::event::{DisableMouseCapture, EnableMouseCapture};

    if is_on { queue!(out, EnableMouseCapture) } else { queue!(out, DisableMouseCapture) }
}

/// The row in which [`ask_width`] prints its character, counted from 1. In row 1, the terminal's reply would look like
/// a key press.
#[cfg(unix)]
pub(super) const ASKED_ROW: u16 = 2;

/// Writes an ambiguous-width character, a query for the cursor position, and a command that deletes the character. The
/// reply arrives as keyboard input and is `ESC [ 2 ; 3 R` if the character is two columns wide.
#[cfg(unix)]
fn ask_width(out: &mut impl Write) -> io::Result<()> {
    let start = cursor::MoveTo(0, ASKED_ROW - 1);
    queue!(out, start, Print("●\x1b[6n"), start, Clear(ClearType::CurrentLine))?;
    unread::expect_reply();
    Ok(())
}

/// On Windows, the console doesn't reply to the query.
#[cfg(not(unix))]
fn ask_width(_: &mut impl Write) -> io::Result<()> {
    Ok(())
}

fn restore() {
    restore_after(0);
}

/// On a terminal without an alternate screen, the cursor moves below the frame. Errors are ignored, because a closed
/// terminal needn't be restored.
fn restore_after(code: u8) {
    let mut bytes = Vec::new();
    let is_mouse = MOUSE.load(Ordering::Relaxed);
    if is_mouse {
        let _ = set_mouse(&mut bytes, false);
    }
    let below = (cursor::MoveTo(0, u16::MAX - 1), Print("\r\n"));
    let _ = queue!(bytes, DisableBracketedPaste, below.0, below.1, LeaveAlternateScreen, cursor::Show);
    let _ = streams::write_unbuffered(&bytes);
    // Raw mode stays on until this point, so that late input isn't echoed.
    #[cfg(unix)]
    unread::discard(if code > 128 && code != 130 { HURRIED_REPLY } else { unread::REPLY }, is_mouse);
    let _ = disable_raw_mode();
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_a_job_of_a_visible_shell_is_suspended() {
        for (stat, expected) in [
            ("42 (airside) S 7 42 7 34816 42 4194304 1", true),
            ("42 (a) b (c) S 7 42 7 34816 42 4194304 1", true),
            ("42 (airside) S 7 42 0 34816 42 4194304 1", true),
            ("42 (airside) S 7 42 42 34816 42 4194304 1", false),
            ("42 (airside) S 0 0 0 34816 0 4194304 1", false),
            ("42 (airside) S 7 0 7 34816 42 4194304 1", false),
            ("4242 (airside) S 7 42 7 34816 42 4194304 1", false),
            ("", false),
            ("42 (airside) S", false),
        ] {
            assert_eq!(is_job_in(stat, 42), expected, "{stat}");
        }
    }
}
