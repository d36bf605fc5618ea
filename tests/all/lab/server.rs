//! Tests the lab's local server.
//!
//! Independent clients must be able to read the responses of the server, and hostile clients must not be able to change
//! anything.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use airside::inspect::exchange::parse;
use airside::inspect::matrix::{judge, worst};
use airside::lab::server::LabServer;

const NOW: fn() -> u64 = || 1_795_417_455_000;

fn listen() -> LabServer {
    LabServer::listen(0, 7, NOW).expect("a free port")
}

fn exchange(server: &LabServer, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).expect("connects");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
    // A server that refuses a request may already have closed the connection.
    let _ = stream.write_all(bytes);
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    String::from_utf8(response).expect("text")
}

fn get(server: &LabServer, path: &str) -> String {
    exchange(server, format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port).as_bytes())
}

fn status(response: &str) -> &str {
    response.get(9..12).unwrap_or_default()
}

#[test]
fn it_answers_on_loopback_and_for_its_own_host_alone() {
    let server = listen();
    assert!(get(&server, "/security").starts_with("HTTP/1.1 401 Unauthorized\r\n"));
    for (host, expected) in [("evil.example", "421"), ("localhost", "421"), ("127.0.0.1:1", "421")] {
        let response = exchange(&server, format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes());
        assert_eq!(status(&response), expected, "{host}");
    }
    let absolute = format!("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
    assert_eq!(status(&exchange(&server, absolute.as_bytes())), "421");
    assert_eq!(server.arrived().len(), 5);
}

#[test]
#[cfg(target_os = "linux")]
fn it_listens_on_127_0_0_1_and_nowhere_else() {
    let server = listen();
    let port = format!(":{:04X}", server.port);
    let mut found = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let text = std::fs::read_to_string(table).unwrap_or_default();
        // Column 2 contains the local address, and column 4 contains the state, in which 0A means listening.
        let rows = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let listening = rows.filter(|row| row.len() > 3 && row[1].ends_with(&port) && row[3] == "0A");
        found.extend(listening.map(|row| row[1].to_owned()));
    }
    assert_eq!(found, [format!("0100007F{port}")]);
}

#[test]
fn every_start_has_other_passwords_in_the_program() {
    let logins = || {
        let (mut child, lines) = start();
        child.kill().expect("ends");
        child.wait().expect("ends");
        lines[2].clone()
    };
    assert_ne!(logins(), logins());
}

#[test]
fn hostile_requests_are_refused_and_change_nothing() {
    let server = listen();
    let host = format!("Host: localhost:{}\r\n", server.port);
    let before = get(&server, "/gate/31/checks");
    for (request, expected) in [
        (format!("GET / HTTP/1.1\r\n{host}X: {}\r\n\r\n", "a".repeat(100_000)), "431"),
        (format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(100_000)), "414"),
        (format!("POST /desk/login HTTP/1.1\r\n{host}Content-Length: 9999999\r\n\r\n"), "413"),
        (format!("POST / HTTP/1.1\r\n{host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "400"),
        (format!("POST / HTTP/1.1\r\n{host}Transfer-Encoding : chunked\r\n\r\n"), "400"),
        (format!("POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "400"),
        (format!("GET / HTTP/1.1\r\n{host}{host}\r\n"), "400"),
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), "400"),
        ("\u{0}\u{1}\u{2}\r\n\r\n".to_owned(), "400"),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}\r\n".to_owned(), "400"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), "505"),
        (format!("GET / HTTP/1.1\n{host}\n"), "400"),
        (format!("GET /security HTTP/1.2\r\n{host}\r\n"), "401"),
    ] {
        assert_eq!(status(&exchange(&server, request.as_bytes())), expected, "{request:.60?}");
    }
    assert_eq!(get(&server, "/gate/31/checks"), before);
}

#[test]
fn a_second_request_on_the_same_connection_is_never_answered() {
    let server = listen();
    let one = format!("GET /security HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
    let response = exchange(&server, format!("{one}{one}{one}").as_bytes());
    assert_eq!(response.matches("HTTP/1.1").count(), 1, "{response}");
    assert!(response.contains("\r\nConnection: close\r\n"));
    assert_eq!(server.arrived().len(), 1);
}

#[test]
fn slow_silent_and_half_open_clients_hold_nobody_up() {
    let server = listen();
    let connect = || TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).expect("connects");
    let silent = connect();
    let mut slow = connect();
    slow.write_all(b"GET / HT").expect("written");
    let mut half = connect();
    half.write_all(b"GET /security HTTP/1.1\r\n").expect("written");
    half.shutdown(Shutdown::Write).expect("half closed");
    let gone = connect();
    drop(gone);
    assert_eq!(status(&get(&server, "/security")), "401");
    let mut answer = String::new();
    half.read_to_string(&mut answer).expect("answered");
    assert_eq!(status(&answer), "400");
    // A client that never finishes its request gets an error, and the connection ends.
    let begun = Instant::now();
    slow.set_read_timeout(Some(Duration::from_secs(30))).expect("set");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).expect("answered");
    assert_eq!(status(&answer), "408");
    assert!(begun.elapsed() < Duration::from_secs(15));
    drop(silent);
}

#[test]
fn a_thousand_connections_end_and_the_next_client_is_served() {
    let server = listen();
    for _ in 0..10 {
        let held: Vec<TcpStream> =
            (0..100).filter_map(|_| TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).ok()).collect();
        assert!(held.len() > 50);
    }
    let begun = Instant::now();
    let answered = std::iter::repeat_with(|| get(&server, "/security"))
        .find(|response| status(response) == "401" || begun.elapsed() > Duration::from_secs(30));
    assert_eq!(answered.as_deref().map(status), Some("401"));
}

/// Starts the program with `lab --listen` and returns the first three lines that it prints.
fn start() -> (Child, Vec<String>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_airside"))
        .args(["lab", "--listen", "--plain"])
        .env("AIRSIDE_HOME", std::env::temp_dir())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let output = child.stdout.as_mut().expect("a pipe");
    let lines: Vec<String> = BufReader::new(output).lines().take(3).map(|line| line.expect("text")).collect();
    (child, lines)
}

fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

#[test]
fn curl_reads_every_response_and_inspect_judges_its_output() {
    if !is_installed("curl") {
        return;
    }
    let server = listen();
    let address = server.address();
    let login = server.logins[0].clone();
    let curl = |args: &[&str], path: &str| {
        let output =
            Command::new("curl").args(["-sSv", "-m", "20"]).args(args).arg(format!("{address}{path}")).output();
        let output = output.expect("curl runs");
        assert!(output.status.success(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
        // Standard error contains the head of the message, and standard output contains the body.
        (String::from_utf8_lossy(&output.stderr).into_owned(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (user, password) = login.split_once(':').expect("a login");
    let (_, body) = curl(&["-d", &format!("user={user}"), "-d", &format!("password={password}")], "/desk/login");
    let token = serde_json::from_str::<serde_json::Value>(&body).expect("JSON")["access_token"]
        .as_str()
        .expect("a token")
        .to_owned();
    for (args, path, expected) in [
        (&["-u", login.as_str()][..], "/security", 200),
        (&[], "/security", 401),
        (&["-I"], "/security", 401),
        (&["--oauth2-bearer", &token], "/gate/24", 200),
        (&["--oauth2-bearer", &token], "/gate/27", 403),
        (&["--oauth2-bearer", "x"], "/gate/27", 401),
        (&["-X", "DELETE"], "/security", 405),
        (&["-H", "Transfer-Encoding: chunked", "-d", "reason=late", "--oauth2-bearer", &token], "/supervisor", 200),
        (&[], "/runway", 403),
        (&[], "/lounge", 404),
    ] {
        let (trace, _) = curl(args, path);
        let exchanges = parse("curl", &trace).expect("an exchange");
        assert_eq!(exchanges[0].response.status, expected, "{path}");
        assert!(!worst(&judge(&exchanges, &[], 1_795_417_455).inspections).is_fault(), "{trace}");
    }
    for number in [1, 5] {
        let (trace, _) = curl(&[], &format!("/airlines/{number}"));
        assert!(worst(&judge(&parse("curl", &trace).expect("an exchange"), &[], 0).inspections).is_fault());
    }
}

#[test]
fn python_reads_every_response() {
    if !is_installed("python3") {
        return;
    }
    let script = r#"
import base64, http.client, json, sys
port, login = int(sys.argv[1]), sys.argv[2]
def ask(method, path, headers={}, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    body = response.read()
    length = response.getheader("Content-Length")
    assert method == "HEAD" or int(length) == len(body), (path, length, len(body))
    assert response.status not in (401,) or response.getheader("WWW-Authenticate"), path
    return response.status, body
basic = {"Authorization": "Basic " + base64.b64encode(login.encode()).decode()}
user, password = login.split(":")
form = {"Content-Type": "application/x-www-form-urlencoded"}
status, body = ask("POST", "/desk/login", form, "user=%s&password=%s" % (user, password))
token = json.loads(body)["access_token"]
bearer = {"Authorization": "Bearer " + token}
seen = [status]
for method in ("GET", "HEAD", "POST", "PUT"):
    for path in ("/", "/security", "/desk/login", "/gate/24", "/gate/27", "/gate/31/checks", "/supervisor", "/runway", "/curfew", "/lounge", "/nowhere"):
        for headers in ({}, basic, bearer):
            seen.append(ask(method, path, headers)[0])
print(sorted(set(seen)))
"#;
    let server = listen();
    let output = Command::new("python3")
        .args(["-c", script, &server.port.to_string(), &server.logins[0]])
        .output()
        .expect("python runs");
    let (printed, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(printed.trim(), "[200, 400, 401, 403, 404, 405]", "{errors}");
}

#[test]
fn a_client_may_wait_before_it_sends_the_body_and_every_refusal_has_a_date() {
    let server = listen();
    let head = format!("Host: localhost:{}\r\nExpect: 100-continue\r\nContent-Length: 27\r\n\r\n", server.port);
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).expect("connects");
    stream.write_all(format!("POST /desk/login HTTP/1.1\r\n{head}").as_bytes()).expect("sent");
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
    let mut line = String::new();
    reader.read_line(&mut line).expect("a line");
    assert_eq!(line, "HTTP/1.1 100 Continue\r\n");
    stream.write_all(b"user=ana&password=incorrect").expect("sent");
    let mut rest = String::new();
    reader.read_to_string(&mut rest).expect("text");
    assert!(rest.starts_with("\r\nHTTP/1.1 4"), "{rest}");
    for request in ["GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\n"] {
        let response = exchange(&server, request.as_bytes());
        assert!(response.contains("\r\nDate: Mon, 23 Nov 2026 "), "{response}");
    }
    assert_eq!(status(&get(&server, "/%73ecurity")), "401");
    assert_eq!(status(&get(&server, "/%2Fsecurity")), "404");
}
