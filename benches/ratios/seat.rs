//! Runs a program on a pseudo-terminal and observes it from outside.

use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::outside::{most_memory, number};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The screen counts as complete after this time without output.
const QUIET: Duration = Duration::from_millis(60);
/// The length of the pause in which the program should stay idle.
const REST: Duration = Duration::from_secs(2);
/// After this time, the program counts as hanging.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Seat {
    /// The time in milliseconds from the start to the first letter on the screen.
    pub first_glyph: f64,
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    _terminal: Box<dyn MasterPty + Send>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Seat {
    pub(super) fn take(command: &[String]) -> io::Result<Self> {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).map_err(io::Error::other)?;
        let (program, arguments) = command.split_first().ok_or(io::ErrorKind::InvalidInput)?;
        let mut build = CommandBuilder::new(program);
        build.args(arguments);
        build.env("TERM", "xterm-256color");
        let mut reader = pair.master.try_clone_reader().map_err(io::Error::other)?;
        let keyboard = pair.master.take_writer().map_err(io::Error::other)?;
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut part = vec![0; 65_536];
            while let Ok(count @ 1..) = reader.read(&mut part) {
                if sender.send(part[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let start = Instant::now();
        let child = pair.slave.spawn_command(build).map_err(io::Error::other)?;
        drop(pair.slave);
        let mut screen = vt100::Parser::default();
        while !screen.screen().contents().contains(char::is_alphabetic) {
            screen.process(&output.recv_timeout(PATIENCE).map_err(io::Error::other)?);
        }
        let first_glyph = start.elapsed().as_secs_f64() * 1e3;
        Ok(Self { first_glyph, child, keyboard, output, _terminal: pair.master })
    }

    /// Reads output until no more arrives. Returns the number of bytes.
    pub(super) fn until_quiet(&mut self) -> usize {
        self.bytes_until(QUIET)
    }

    /// Waits without pressing a key. Returns the number of bytes that arrive.
    pub(super) fn rest(&mut self) -> usize {
        self.bytes_until(REST)
    }

    fn bytes_until(&mut self, quiet: Duration) -> usize {
        let mut bytes = 0;
        while let Ok(part) = self.output.recv_timeout(quiet) {
            bytes += part.len();
        }
        bytes
    }

    /// Presses a key. Returns the milliseconds until the first byte arrives, and the number of bytes.
    pub(super) fn press(&mut self, key: &str) -> io::Result<(f64, usize)> {
        let start = Instant::now();
        self.keyboard.write_all(key.as_bytes())?;
        self.keyboard.flush()?;
        let first = self.output.recv_timeout(PATIENCE).map_err(io::Error::other)?;
        let time = start.elapsed().as_secs_f64() * 1e3;
        Ok((time, first.len() + self.until_quiet()))
    }

    /// Quits the program with its own keys, and waits for the program to end.
    pub(super) fn end(&mut self) -> io::Result<()> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            self.keyboard.write_all(b"q")?;
            self.keyboard.flush()?;
            loop {
                match self.output.recv_timeout(REST) {
                    Ok(_) => {}
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return self.child.wait().map(drop),
                }
            }
        }
        Err(io::Error::new(io::ErrorKind::TimedOut, "the program does not end"))
    }

    /// Returns the peak memory in kibibytes, on Linux only.
    pub(super) fn memory(&self) -> Option<u64> {
        most_memory(self.child.process_id()?)
    }

    /// Returns how often the program's threads voluntarily went to sleep, on Linux only.
    pub(super) fn wakes(&self) -> Option<u64> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.process_id()?)).ok()?;
        tasks
            .flatten()
            .map(|task| {
                let status = std::fs::read_to_string(task.path().join("status")).ok()?;
                number(&status, "voluntary_ctxt_switches:")
            })
            .sum()
    }
}
