//! Serves the airport on the loopback address.
//!
//! Only this module uses the network. The server listens on 127.0.0.1, responds to one request per connection, and
//! opens no connections itself. The server limits the number of connections, and the size and duration of each request.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::airport::{Airport, airport, passwords};
use super::message::{LabRequest, LabResponse};
use super::request_log::ServedRequest;
use super::task_check::LabVisit;
use super::wire::{LONGEST_BODY, LONGEST_HEAD, WireState, parse, refusal, write};
use crate::say;

/// The time limit for receiving a complete request, and the time limit for sending the response.
const PATIENCE: Duration = Duration::from_secs(5);

/// The maximum number of simultaneous connections. Further connections get 503.
const MOST_CONNECTIONS: usize = 64;

/// The maximum number of requests that wait to be displayed. Further requests get a response but aren't displayed.
const MOST_WAITING: usize = 256;

/// The maximum number of bytes that are read and discarded after a response. Discarding the bytes lets the client
/// receive the response before the connection closes.
const MOST_DROPPED: usize = 1024 * 1024;

/// A server that is listening on a port.
#[derive(Debug)]
pub struct LabServer {
    pub port: u16,
    pub logins: Vec<String>,
    served: Receiver<ServedRequest>,
}

struct Shared {
    airport: Mutex<Airport>,
    clock: fn() -> u64,
    open: AtomicUsize,
    shown: SyncSender<ServedRequest>,
}

impl LabServer {
    /// Starts listening on the given port of 127.0.0.1. If the port is 0, the operating system chooses a free port. The
    /// clock returns milliseconds since 1970.
    pub fn listen(port: u16, seed: u64, clock: fn() -> u64) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = listener.local_addr()?.port();
        let mut hosts: Vec<String> = ["127.0.0.1", "localhost"].iter().map(|host| format!("{host}:{port}")).collect();
        if port == 80 {
            hosts.extend(["127.0.0.1".to_owned(), "localhost".to_owned()]);
        }
        let airport = Airport::new(seed, passwords(seed), hosts);
        let logins = airport.logins();
        let (shown, served) = mpsc::sync_channel(MOST_WAITING);
        let shared = Arc::new(Shared { airport: Mutex::new(airport), clock, open: AtomicUsize::new(0), shown });
        thread::Builder::new().name("lab".to_owned()).spawn(move || accept(&listener, &shared))?;
        Ok(Self { port, logins, served })
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Returns the requests that have arrived since the last call.
    pub fn arrived(&self) -> Vec<ServedRequest> {
        self.served.try_iter().collect()
    }

    pub fn wait(&self) -> Option<ServedRequest> {
        self.served.recv().ok()
    }
}

pub(crate) fn listen_error(port: u16, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => say!("port {} is in use by another program", port),
        io::ErrorKind::PermissionDenied => say!("port {} isn't open to ordinary users", port),
        io::ErrorKind::WouldBlock => say!("the system allows no more threads (see: ulimit -u)").to_owned(),
        _ => say!("port {} can't be used: {}", port, error),
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    loop {
        match listener.accept() {
            Ok((stream, peer)) if peer.ip().is_loopback() => take(stream, shared),
            Ok(_) => {}
            Err(_) => pause(),
        }
    }
}

/// Waits briefly to give other connections time to close. A connection can't be accepted if, for example, no file
/// descriptor is free.
#[expect(clippy::disallowed_methods, reason = "nothing says when the next descriptor is free")]
fn pause() {
    thread::sleep(Duration::from_millis(50));
}

fn take(stream: TcpStream, shared: &Arc<Shared>) {
    if shared.open.fetch_add(1, Ordering::AcqRel) >= MOST_CONNECTIONS {
        shared.open.fetch_sub(1, Ordering::AcqRel);
        let mut stream = stream;
        let _ = stream.set_nonblocking(true);
        let _ = stream.write(&write(&refusal(503, shared.now())));
        return;
    }
    let other = Arc::clone(shared);
    let started = thread::Builder::new().name("lab-connection".to_owned()).spawn(move || {
        let _ = serve(stream, &other);
        other.open.fetch_sub(1, Ordering::AcqRel);
    });
    if started.is_err() {
        shared.open.fetch_sub(1, Ordering::AcqRel);
    }
}

fn serve(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    let response = match receive(&mut stream, deadline)? {
        Some(WireState::Ready(request)) => shared.answer(request),
        Some(WireState::Refused(status)) => shared.refuse(status),
        Some(WireState::Partial | WireState::Expecting) => shared.refuse(408),
        None => return Ok(()),
    };
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(&write(&response))?;
    stream.shutdown(Shutdown::Write)?;
    drain(&mut stream, deadline)
}

/// Returns `None` if the client sent nothing.
fn receive(stream: &mut TcpStream, deadline: Instant) -> io::Result<Option<WireState>> {
    let mut bytes = Vec::new();
    let (mut chunk, mut continued) = ([0; 4096], false);
    loop {
        let Some(left) = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) else {
            return Ok(Some(WireState::Partial));
        };
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut chunk) {
            Ok(0) if bytes.is_empty() => return Ok(None),
            Ok(0) => return Ok(Some(WireState::Refused(400))),
            Ok(count) => bytes.extend_from_slice(chunk.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                return Ok(Some(WireState::Partial));
            }
            Err(error) => return Err(error),
        }
        match parse(&bytes) {
            // Chunked framing makes the body longer, but beyond this limit the content itself must be too long.
            WireState::Partial if bytes.len() > LONGEST_HEAD + 4 * LONGEST_BODY => {
                return Ok(Some(WireState::Refused(413)));
            }
            WireState::Expecting if !continued => {
                continued = true;
                stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            }
            WireState::Partial | WireState::Expecting => {}
            state => return Ok(Some(state)),
        }
    }
}

/// If the server closed the connection immediately, the client might never see the response.
fn drain(stream: &mut TcpStream, deadline: Instant) -> io::Result<()> {
    let (mut dropped, mut chunk) = (0, [0; 4096]);
    while dropped < MOST_DROPPED {
        let Some(left) = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) else { break };
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut chunk)? {
            0 => break,
            count => dropped += count,
        }
    }
    Ok(())
}

impl Shared {
    fn now(&self) -> u64 {
        (self.clock)() / 1000
    }

    fn answer(&self, request: LabRequest) -> LabResponse {
        let now = self.now();
        let mut state = self.airport.lock().unwrap_or_else(PoisonError::into_inner);
        let (next, response, events) = airport(state.clone(), &request, now);
        *state = next;
        drop(state);
        if let Some(visit) = LabVisit::new(request, response.clone(), events, None) {
            let _ = self.shown.try_send(ServedRequest::Answered(Box::new(visit)));
        }
        response
    }

    fn refuse(&self, status: u16) -> LabResponse {
        let _ = self.shown.try_send(ServedRequest::Refused(status));
        refusal(status, self.now())
    }
}
