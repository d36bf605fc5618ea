//! Tests how the program takes over the terminal and gives it back, even after other programs have changed its state.

use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::terminal::{Term, new_home};

const PATH: (&str, &str) = ("PATH", "/usr/bin:/bin");

const LEARN: [&str; 3] = ["learn", "--seed", "1"];

/// Runs a shell script in which `"$0" "$@"` is airside with the given arguments.
fn script(options: &str, text: &str, arguments: &[&str]) -> Term {
    let mut command = CommandBuilder::new("/bin/sh");
    command.args([options, text, env!("CARGO_BIN_EXE_airside")]);
    command.args(arguments);
    Term::start_command(command, &[PATH], new_home(), 24, 80)
}

fn has(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let works = command.status().is_ok_and(|status| status.success());
    if !works {
        println!("skipped: {program} is missing or too old");
    }
    works
}

/// Waits briefly, because the test isn't notified of what another process does.
fn pause() {
    let (_sender, never) = channel::<()>();
    let _ = never.recv_timeout(Duration::from_millis(20));
}

#[test]
fn late_bytes_of_the_terminal_never_reach_the_shell() {
    let shell = r#""$0" "$@"; echo in the shell; read -r line; echo "got: $line""#;
    for (keys, start, rest) in [
        ("w", "\u{1b}[200~text\u{3}", "rest\necho\n\u{1b}[201~"),
        ("w", "\u{1b}[200~text\u{3}more\n", "\u{1b}[20"),
        ("?/", "\u{1b}[200~text\u{3}", "rest\n\u{1b}[201~"),
        ("", "\u{1b}[200~\u{3}", "rest\n\u{9b}201~"),
    ] {
        let mut term = script("-c", shell, &LEARN);
        term.wait_for("Question 1 of 12").send(keys).send(start);
        term.until("the first screen", |term| !term.screen.screen().alternate_screen());
        term.send(rest);
        term.wait_for("in the shell").send("done\n").wait_for("got: done");
    }
}

#[test]
fn reports_of_the_mouse_never_reach_the_shell() {
    let shell = r#""$0" "$@"; echo in the shell; read -r line; echo "got: $line""#;
    let mut term = script("-c", shell, &[&LEARN[..], &["--mouse"]].concat());
    term.wait_for("Question 1 of 12");
    let all = String::from_utf8_lossy(&term.all).into_owned();
    assert!(all.contains("\u{1b}[?1000h\u{1b}[?1006h") && !all.contains("?1003h"), "{all:?}");
    // The reports are longer than the buffer of the terminal, so most of them arrive after the program has ended.
    let reports = "\u{1b}[<0;10;5M\u{1b}[<0;10;5m".repeat(400);
    term.send(&format!("\u{3}{reports}"));
    term.wait_for("in the shell").send("done\n").wait_for("got: done");
    assert!(String::from_utf8_lossy(&term.all).contains("\u{1b}[?1000l"));
}

#[test]
fn a_reply_that_never_comes_doesnt_keep_ctrl_c_from_ending_the_program() {
    for (setting, typed) in [("0", "\u{1b}]11;rgb:\u{3}"), ("", "\u{3}\u{3}")] {
        let mut term = Term::start_at(&new_home(), &LEARN, &[("AIRSIDE_WIDE", setting)], 24, 80);
        term.wait_for("Question 1 of 12").send(typed);
        term.until("the first screen", |term| !term.screen.screen().alternate_screen()).send("\r");
        assert_eq!(term.code(), 130);
        term.given_back();
    }
}

#[test]
fn after_any_stop_and_fg_keys_work() {
    for signal in ["-STOP", "-TTIN", "-TTOU", "-TSTP"] {
        let shell = r#""$0" "$@"; stty sane; echo in the shell; read -r line; fg"#;
        let mut term = script("-mc", shell, &LEARN);
        term.wait_for("Question 1 of 12");
        let shell = term.child.process_id().expect("an id");
        let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).expect("a child");
        let status = Command::new("kill").args([signal, children.trim()]).status().expect("kill");
        assert!(status.success());
        term.wait_for("in the shell").send("\n").send("3").wait_for("▸ 3");
        assert!(term.screen.screen().bracketed_paste() && term.screen.screen().alternate_screen(), "{signal}");
        term.send("\u{3}");
        assert_eq!(term.code(), 130, "{signal}");
        term.given_back();
    }
}

#[test]
fn signals_that_the_parent_had_blocked_reach_the_program() {
    if !has("env", &["--block-signal=TERM", "true"]) {
        return;
    }
    for (arguments, text) in [(&LEARN[..], "Question 1 of 12"), (&["learn", "--plain"], "Question: 401 or 403?")] {
        let mut command = CommandBuilder::new("/usr/bin/env");
        command.args(["--block-signal=TERM,INT,WINCH,HUP", env!("CARGO_BIN_EXE_airside")]);
        command.args(arguments);
        let mut term = Term::start_command(command, &[PATH], new_home(), 24, 80);
        term.wait_for(text);
        if !arguments.contains(&"--plain") {
            term.resize(8, 30);
            term.wait_for("This window is 30 by 8");
        }
        term.signal("-TERM");
        assert_ne!(term.code(), 0);
    }
}

#[test]
fn modes_that_an_earlier_program_left_on_change_nothing() {
    let shown = |modes: &str| {
        let mut term = script("-c", &format!(r#"printf '{modes}'; exec "$0" "$@""#), &LEARN);
        term.wait_for("certain").wait_for_silence(Duration::from_millis(200));
        let all = String::from_utf8_lossy(&term.all).into_owned();
        let text = term.text();
        term.send("\u{3}");
        assert_eq!(term.code(), 130);
        (text, all)
    };
    let (usual, all) = shown("");
    for reset in ["\u{1b}[4l", "\u{1b}[20l", "\u{1b}>", "\u{1b}[>4m", "\u{1b}[=0u", "\u{1b}(B", "\u{1b}[?7h"] {
        assert!(all.contains(reset), "{reset:?}");
    }
    for modes in ["\\033[5;10r\\033[?6h", "\\033[5;10r", "\\033[7;4m", "\\033[?6h"] {
        assert_eq!(shown(modes).0, usual, "{modes}");
    }
}

#[test]
fn a_signal_ends_the_program_even_if_nobody_reads_its_output() {
    for (signal, code) in [("-TERM", 143), ("-HUP", 129), ("-INT", 130)] {
        let home = new_home();
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_airside"));
        command.args(LEARN);
        command.env_clear();
        command.env("AIRSIDE_HOME", home.path());
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("AIRSIDE_WIDE", "0")] {
            command.env(name, value);
        }
        let mut child = pair.slave.spawn_command(command).expect("starts");
        drop(pair.slave);
        let mut keyboard = pair.master.take_writer().expect("a writer");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let mut shown = Vec::new();
        while !String::from_utf8_lossy(&shown).contains("certain") {
            let mut bytes = [0; 4096];
            let count = reader.read(&mut bytes).expect("output");
            shown.extend(&bytes[..count]);
        }
        // Presses Ctrl-L, which draws everything again, until the terminal accepts no more output.
        let process = child.process_id().expect("an id").to_string();
        let state = || fs::read_to_string(format!("/proc/{process}/io")).unwrap_or_default();
        let mut before = String::new();
        while std::mem::replace(&mut before, state()) != state() || before.is_empty() {
            keyboard.write_all(b"\x0c").expect("a keyboard");
            for _ in 0..20 {
                pause();
            }
        }
        assert!(Command::new("kill").args([signal, &process]).status().expect("kill").success());
        let end = Instant::now() + Duration::from_secs(20);
        let status = loop {
            if let Some(status) = child.try_wait().expect("a child") {
                break status;
            }
            assert!(Instant::now() < end, "{signal} doesn't end it");
            pause();
        };
        assert_eq!(status.exit_code(), code, "{signal}");
    }
}

#[test]
fn a_slow_disk_delays_neither_the_ruling_nor_the_way_out() {
    if !has("strace", &["-f", "-o", "/dev/null", "true"]) {
        return;
    }
    let home = new_home();
    let mut command = CommandBuilder::new("strace");
    // The first delay occurs at the start, when the journal is opened.
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", "inject=fdatasync:delay_enter=4000000"]);
    command.arg(env!("CARGO_BIN_EXE_airside"));
    command.args(LEARN);
    let mut term = Term::start_command(command, &[PATH], home, 24, 80);
    term.wait_for("Question 1 of 12").send("1").wait_for("▸ 1").send("c").wait_for("decides");
    term.wait_for("The disk is slow").send("\u{3}");
    term.until("the end", |term| term.text().contains("your answers are still being saved"));
    assert_eq!(term.journal().matches("\"answered\"").count(), 1);
    assert_eq!(term.code(), 130);
}

#[test]
fn a_letter_that_is_lost_is_mentioned() {
    let mut term = Term::start_at(&new_home(), &LEARN, &[], 24, 80);
    term.wait_for("Question 1 of 12").send("w").wait_for("What is wrong").send_bytes(b"f\xfc");
    term.wait_for("the terminal doesn't send UTF-8").send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn the_name_of_a_terminal_is_not_a_key_even_in_two_parts_and_enter_may_be_two_bytes() {
    let mut term = Term::start_at(&new_home(), &LEARN, &[], 24, 80);
    term.wait_for("Question 1 of 12");
    for (reply, cut) in [("\u{1b}[ITERM2 3.5.13n", 3), ("\u{1b}[ITERM2 3.5.13n", 6), ("\u{1b}[ITERM2 3.5.13n", 12)] {
        let (first, second) = reply.split_at(cut);
        term.send(first).wait_for_silence(Duration::from_millis(60)).send(second);
        term.wait_for_silence(Duration::from_millis(60));
    }
    for reply in ["Alacritty 0.15n", "Contour 0.5.1n", "Prompt 3.1n", "Black Box 0.14n", "Tabby 1.0.2n"] {
        term.send(&format!("\u{1b}[{reply}"));
    }
    term.send("1").wait_for("▸ 1");
    assert!(!term.journal().contains("\"did\""), "{}", term.journal());
    term.send("c").wait_for("decides").send("\r\n").wait_for_silence(Duration::from_millis(100));
    term.send("\r\n").wait_for("Question 2 of 12").send("\u{3}");
    assert_eq!(term.code(), 130);
}
