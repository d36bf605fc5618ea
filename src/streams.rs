//! Reads standard input and writes standard output and standard error, even when they are in non-blocking mode.
//!
//! Non-blocking mode is a property of the terminal or pipe rather than of a single program. Programs such as ssh and
//! node leave the mode switched on for all programs that share the terminal. In non-blocking mode, reads and writes
//! fail instead of waiting, so this module waits and then tries again.

use std::io::{self, BufRead, ErrorKind, Read, Stderr, StdinLock, Stdout, Write};

/// A stream that waits until it can be read or written, even in non-blocking mode.
#[derive(Debug)]
pub struct Patient<S> {
    stream: S,
    wait: fn() -> io::Result<()>,
}

pub fn stdin() -> Patient<StdinLock<'static>> {
    Patient { stream: io::stdin().lock(), wait: ready::input }
}

pub fn stdout() -> Patient<Stdout> {
    Patient { stream: io::stdout(), wait: ready::output }
}

pub fn stderr() -> Patient<Stderr> {
    Patient { stream: io::stderr(), wait: ready::error }
}

impl<S> Patient<S> {
    fn retry<T>(&mut self, mut act: impl FnMut(&mut S) -> io::Result<T>) -> io::Result<T> {
        loop {
            match act(&mut self.stream) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => (self.wait)()?,
                result => return result,
            }
        }
    }
}

impl<S: Write> Write for Patient<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.retry(|stream| stream.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.retry(Write::flush)
    }
}

impl<S: Read> Read for Patient<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.retry(|stream| stream.read(buffer))
    }
}

impl<S: BufRead> BufRead for Patient<S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        // If the end of the input were read again on a terminal, the user would have to press Ctrl-D a second time.
        let is_end = self.retry(|stream| stream.fill_buf().map(<[u8]>::is_empty))?;
        if is_end { Ok(&[]) } else { self.stream.fill_buf() }
    }

    fn consume(&mut self, count: usize) {
        self.stream.consume(count);
    }
}

/// Writes to standard output without a buffer. A buffer would keep bytes that a closed terminal hasn't accepted.
#[cfg(unix)]
pub(crate) fn write_unbuffered(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), bytes) {
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => ready::output()?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn write_unbuffered(bytes: &[u8]) -> io::Result<()> {
    let mut out = stdout();
    out.write_all(bytes).and_then(|()| out.flush())
}

#[cfg(unix)]
pub(crate) fn takes_output(longest: std::time::Duration) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let timeout =
        Timespec { tv_sec: longest.as_secs().try_into().unwrap_or(1), tv_nsec: longest.subsec_nanos().into() };
    poll(&mut [PollFd::new(&rustix::stdio::stdout(), PollFlags::OUT)], Some(&timeout)) != Ok(0)
}

#[cfg(unix)]
mod ready {
    use std::io;
    use std::os::fd::BorrowedFd;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::retry_on_intr;
    use rustix::stdio;

    pub(super) fn input() -> io::Result<()> {
        wait(stdio::stdin(), PollFlags::IN)
    }

    pub(super) fn output() -> io::Result<()> {
        wait(stdio::stdout(), PollFlags::OUT)
    }

    pub(super) fn error() -> io::Result<()> {
        wait(stdio::stderr(), PollFlags::OUT)
    }

    fn wait(stream: BorrowedFd<'_>, event: PollFlags) -> io::Result<()> {
        retry_on_intr(|| poll(&mut [PollFd::new(&stream, event)], None))?;
        Ok(())
    }
}

/// Standard streams are in non-blocking mode only on Unix.
#[cfg(not(unix))]
mod ready {
    use std::io;

    pub(super) use self::{nothing as input, nothing as output, nothing as error};

    pub(super) fn nothing() -> io::Result<()> {
        Err(io::ErrorKind::WouldBlock.into())
    }
}
