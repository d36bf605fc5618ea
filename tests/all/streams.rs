//! Tests terminals and pipes that another program has left in non-blocking mode, in raw mode, or with a reply still to
//! come.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::termios::{LocalModes, OptionalActions, OutputModes, tcgetattr, tcsetattr};

use crate::terminal::{QUERY, Term, new_home};

fn make_non_blocking(stream: &impl AsFd) {
    let flags = fcntl_getfl(stream).expect("flags");
    fcntl_setfl(stream, flags | OFlags::NONBLOCK).expect("set");
}

fn airside(home: &tempfile::TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_airside"));
    command.env_clear().env("AIRSIDE_HOME", home.path()).env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    command.args(arguments);
    command
}

fn wait_until_asleep(child: &Child) {
    let end = Instant::now() + Duration::from_secs(20);
    let state = || {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
        stat.rsplit(')').next().and_then(|rest| rest.trim().chars().next())
    };
    // A program that waits for the disk is in state D.
    while !matches!(state(), Some('S' | 'Z') | None) {
        assert!(Instant::now() < end, "it neither waits nor ends");
        std::thread::yield_now();
    }
}

#[test]
fn input_that_is_not_there_yet_is_waited_for_in_non_blocking_mode() {
    let home = tempfile::tempdir().expect("a folder");
    let exam = home.path().join("07.jsonl");
    let exam = exam.to_str().expect("text");
    for (arguments, typed, expected) in [
        (&["--plain", "learn", "--seed", "1"][..], "401 c\nquit\n", " decides: "),
        (&["--json-lines", "learn", "--seed", "1"], "{\"quit\":true}\n", "\"question\""),
        (&["--plain", "class", "present", "--seed", "1"], "quit\n", "The session is saved."),
        (&["--plain", "exam", "--form", "A", "--seat", "7", "--out", exam], "401 c\nquit\n", "Saved: 401, certain."),
        (&["--plain", "lab"], "quit\n", "lab"),
        (&["inspect"], "HTTP/1.1 403 Forbidden\r\n\r\n", "403"),
    ] {
        let (input, mut keyboard) = std::io::pipe().expect("a pipe");
        make_non_blocking(&input);
        let mut command = airside(&home, arguments);
        let mut child = command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
        wait_until_asleep(&child);
        assert_eq!(child.try_wait().expect("a child"), None, "{arguments:?}");
        keyboard.write_all(typed.as_bytes()).expect("read");
        drop((keyboard, command));
        let output = child.wait_with_output().expect("ends");
        let said = String::from_utf8_lossy(&output.stdout).replace('\n', " ");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
}

#[test]
fn output_is_complete_in_non_blocking_mode() {
    let home = tempfile::tempdir().expect("a folder");
    for arguments in [&["list"][..], &["man"], &["schema"], &["--help"], &["class", "worksheet", "--form", "A"]] {
        let whole = airside(&home, arguments).output().expect("runs").stdout;
        let (mut reader, mut output) = std::io::pipe().expect("a pipe");
        make_non_blocking(&output);
        // The pipe must be full when the program starts.
        let mut filled = 0;
        while let Ok(count) = output.write(&[b'.'; 512]) {
            filled += count;
        }
        let mut command = airside(&home, arguments);
        let mut child = command.stdin(Stdio::null()).stdout(output).spawn().expect("starts");
        drop(command);
        wait_until_asleep(&child);
        let mut said = Vec::new();
        reader.read_to_end(&mut said).expect("readable");
        assert_eq!(child.wait().expect("ends").code(), Some(0), "{arguments:?}");
        assert!(said[filled..] == whole, "{arguments:?}: {} of {} bytes", said.len() - filled, whole.len());
    }
}

#[test]
fn a_slow_terminal_in_non_blocking_mode_is_waited_for_and_restored() {
    let home = tempfile::tempdir().expect("a folder");
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() }).expect("a terminal");
    let path = pair.master.tty_name().expect("a name");
    let flags = i32::try_from((OFlags::NONBLOCK | OFlags::NOCTTY).bits()).expect("small");
    let mut terminal = OpenOptions::new().read(true).write(true).custom_flags(flags).open(path).expect("open");
    // Nobody reads from the terminal, so its buffer is full when the program starts.
    while terminal.write(&[b'.'; 64]).is_ok() {}
    let stream = |file: &File| Stdio::from(file.try_clone().expect("a copy"));
    let mut command = airside(&home, &["learn", "--seed", "1"]);
    let mut child = command.stdin(stream(&terminal)).stdout(stream(&terminal)).spawn().expect("starts");
    drop(command);
    let is_raw = || !tcgetattr(&terminal).expect("a terminal").local_modes.contains(LocalModes::ICANON);
    let end = Instant::now() + Duration::from_secs(20);
    while !is_raw() && Instant::now() < end {
        std::thread::yield_now();
    }
    wait_until_asleep(&child);
    assert_eq!(child.try_wait().expect("a child"), None);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut keyboard = pair.master.take_writer().expect("a writer");
    let mut said = Vec::new();
    let mut read_until = |text: &str| {
        let mut buffer = [0; 4096];
        while !said.windows(text.len()).any(|bytes| bytes == text.as_bytes()) {
            let count = reader.read(&mut buffer).expect("readable");
            said.extend_from_slice(&buffer[..count]);
        }
    };
    read_until("\u{1b}[6n");
    keyboard.write_all(b"\x1b[2;2R\x03").expect("typed");
    read_until("\u{1b}[?1049l");
    assert_eq!(child.wait().expect("ends").code(), Some(130));
    assert!(!is_raw());
}

#[test]
fn the_reply_to_the_query_for_the_width_never_reaches_the_shell() {
    for (key, code) in [("q", Some(0)), ("\u{3}", Some(130)), ("\u{1a}", None)] {
        let mut command = CommandBuilder::new("/bin/sh");
        let line = r#""$0"; echo "code $?"; read -r line; echo "line: $line.""#;
        command.args([if code.is_some() { "-c" } else { "-mc" }, line, env!("CARGO_BIN_EXE_airside")]);
        let mut term = Term::start_command(command, &[("PATH", "/usr/bin:/bin"), QUERY], new_home(), 24, 80);
        term.wait_for("Your course").send(key);
        // The program has left the alternate screen, but the reply hasn't arrived yet.
        term.until("the normal screen", |term| !term.screen.screen().alternate_screen());
        term.send("\u{1b}[2;2R").wait_for("code ");
        assert!(code.is_none_or(|code| term.text().contains(&format!("code {code}"))), "{}", term.text());
        term.send("typed\n").wait_for("line: typed.");
    }
}

#[test]
fn plain_mode_repairs_a_terminal_that_was_left_raw() {
    let home = tempfile::tempdir().expect("a folder");
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() }).expect("a terminal");
    let open = OpenOptions::new().read(true).write(true).open(pair.master.tty_name().expect("a name"));
    let terminal = open.expect("open");
    let mut modes = tcgetattr(&terminal).expect("a terminal");
    modes.make_raw();
    tcsetattr(&terminal, OptionalActions::Now, &modes).expect("raw");
    let stream = |file: &File| Stdio::from(file.try_clone().expect("a copy"));
    let mut command = airside(&home, &["learn", "--seed", "1", "--plain"]);
    let mut child = command.stdin(stream(&terminal)).stdout(stream(&terminal)).spawn().expect("starts");
    drop(command);
    let mut keyboard = pair.master.take_writer().expect("a writer");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut said = String::new();
    let mut buffer = [0; 4096];
    for (text, typed) in [("> ", "quit\r"), ("Goodbye", "")] {
        while !said.contains(text) {
            let count = reader.read(&mut buffer).expect("readable");
            said.push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
        keyboard.write_all(typed.as_bytes()).expect("typed");
    }
    assert_eq!(child.wait().expect("ends").code(), Some(0));
    assert!(!said.replace("\r\n", "").contains('\n'), "{said:?}");
    let modes = tcgetattr(&terminal).expect("a terminal");
    assert!(modes.local_modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG));
    assert!(modes.output_modes.contains(OutputModes::OPOST | OutputModes::ONLCR));
}
