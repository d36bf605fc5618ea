//! Tests the program for a user without a home folder, who has neither HOME nor an entry in the list of users.
//!
//! Many containers run with such a user.

use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;

use crate::cli::{err, out};
use crate::terminal::{Term, new_home};

/// Commands that switch to a user id that no system assigns.
const NOBODY: [&[&str]; 2] =
    [&["setpriv", "--reuid=54321", "--clear-groups"], &["unshare", "--user", "--map-user=54321"]];

/// Returns a command that runs another command as a user without a home folder. If the machine has no such command,
/// prints a note and returns `None`.
fn as_nobody() -> Option<&'static [&'static str]> {
    let unknown = |prefix: &&&[&str]| {
        let run = |command: &[&str]| {
            let mut process = Command::new(prefix[0]);
            process.args(&prefix[1..]).args(command).stdout(Stdio::null()).stderr(Stdio::null()).status()
        };
        let starts = run(&[env!("CARGO_BIN_EXE_airside"), "--version"]).is_ok_and(|status| status.success());
        starts && run(&["id", "-un"]).is_ok_and(|status| !status.success())
    };
    let prefix = NOBODY.iter().find(unknown).copied();
    if prefix.is_none() {
        println!("skipped: neither setpriv nor unshare can start a program as an unknown user here");
    }
    prefix
}

fn command(prefix: &[&str], arguments: &[&str]) -> Command {
    let mut command = Command::new(prefix[0]);
    command.args(&prefix[1..]).arg(env!("CARGO_BIN_EXE_airside")).args(arguments);
    command.env_clear().env("TERM", "xterm").env("LANG", "C.UTF-8").stdin(Stdio::null());
    command
}

#[test]
fn commands_that_need_no_progress_need_no_home_folder() {
    let Some(prefix) = as_nobody() else { return };
    let packs = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    for arguments in [
        &["list"][..],
        &["show", "missing-fast-track-airport"],
        &["export", "gift"],
        &["class", "worksheet", "--form", "A", "--markdown"],
        &["rule", "--fact", "credentials=expired"],
        &["check", packs],
        &["article"],
        &["reference"],
        &["inspect", "--schema"],
        &["paths"],
        &["paths", "--json"],
        &["pack", "stats", concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/practice.json")],
    ] {
        let output = command(prefix, arguments).output().expect("runs");
        assert!(!err(&output).contains("home folder"), "{arguments:?}: {}", err(&output));
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn commands_about_progress_say_which_option_to_add() {
    let Some(prefix) = as_nobody() else { return };
    for (arguments, option) in [
        (&["stats"][..], "--state-dir"),
        (&["due"], "--state-dir"),
        (&["log", "export"], "--state-dir"),
        (&["class", "present"], "--session"),
        (&["class", "notes"], "--session"),
    ] {
        let output = command(prefix, arguments).output().expect("runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains("no home folder") && err(&output).contains(option), "{}", err(&output));
    }
}

#[test]
fn without_a_home_folder_the_course_is_played_unsaved_and_says_so() {
    let Some(prefix) = as_nobody() else { return };
    let output = command(prefix, &["learn"]).output().expect("runs");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output).replace('\n', " ");
    assert!(text.contains("your progress is not saved. To save it: airside --state-dir DIR"), "{text}");

    let start = |more: &[&str]| {
        let mut command = CommandBuilder::new(prefix[0]);
        command.args(&prefix[1..]);
        command.arg(env!("CARGO_BIN_EXE_airside"));
        command.args(more);
        Term::start_command(command, &[("AIRSIDE_HOME", ""), ("PATH", "/usr/bin:/bin")], new_home(), 24, 80)
    };
    let mut term = start(&[]);
    term.wait_for("your progress is not saved").send("q");
    assert_eq!(term.code(), 0);
    term.given_back().wait_for("Nothing was saved.");
}

#[test]
fn the_state_folder_that_is_named_is_used_without_a_home_folder() {
    let Some(prefix) = as_nobody() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let status = Command::new("chmod").args(["a+rwx"]).arg(folder.path()).status().expect("chmod");
    assert!(status.success());
    let state = folder.path().join("state");
    let name = state.display().to_string();
    let mut learn = command(prefix, &["learn", "--state-dir", &name]);
    let answers = folder.path().join("answers");
    std::fs::write(&answers, "401 c\nquit\n").expect("written");
    let output = learn.stdin(std::fs::File::open(&answers).expect("there")).output().expect("runs");
    assert!(out(&output).contains("Every answer is saved."), "{}{}", out(&output), err(&output));
    let journal = std::fs::read_to_string(state.join("journal.jsonl")).expect("a journal");
    assert_eq!(journal.matches("\"answered\"").count(), 1);

    let mut learn = command(prefix, &["learn"]);
    learn.env("XDG_STATE_HOME", folder.path().join("xdg")).stdin(std::fs::File::open(&answers).expect("there"));
    let output = learn.output().expect("runs");
    assert!(out(&output).contains("Every answer is saved."), "{}", out(&output));
    assert!(folder.path().join("xdg/airside/journal.jsonl").is_file());
}
