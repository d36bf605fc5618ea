//! Tests limits that the system imposes, such as the maximum file size, the number of open files, a closed stream or
//! a full disk.
//!
//! The program must report the problem or continue without the resource. The program must never panic or be killed by a
//! signal.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::cli::{err, out};

/// Runs the program in a shell script, in which `"$@"` is the program with its arguments.
fn run_behind(home: &Path, line: &str, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new("/bin/sh");
    command.env_clear().env("AIRSIDE_HOME", home).env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    command.current_dir(home).args(["-c", line, "sh", env!("CARGO_BIN_EXE_airside")]).args(arguments);
    let typed = home.join("typed");
    fs::write(&typed, input).expect("written");
    command.stdin(Stdio::from(fs::File::open(typed).expect("there"))).output().expect("runs")
}

const LEARN: &[&str] = &["learn", "--plain", "--seed", "1"];
const EXAM: &[&str] = &["exam", "--plain", "--form", "A", "--seat", "1", "--out", "e.jsonl"];

#[test]
fn a_limit_of_file_sizes_is_like_a_full_disk() {
    let home = tempfile::tempdir().expect("a folder");
    let learn = run_behind(home.path(), r#"ulimit -f 0; exec "$@""#, LEARN, "401 c\nnext\nquit\n");
    let said = (out(&learn) + &err(&learn)).replace('\n', " ");
    assert_eq!(learn.status.code(), Some(0), "{said}");
    assert!(said.contains("The latest answers couldn't be saved") && said.contains("File too large"), "{said}");
    for (arguments, file) in [
        (EXAM, "e.jsonl"),
        (&["export", "gift", "--out", "x.gift"], "x.gift"),
        (&["class", "worksheet", "--form", "A", "--html", "--out", "x.html"], "x.html"),
        (&["class", "present", "--plain", "--session", "v.jsonl"], "v.jsonl"),
    ] {
        let output = run_behind(home.path(), r#"ulimit -f 0; exec "$@""#, arguments, "401 c\nquit\n");
        let said = out(&output) + &err(&output);
        assert!(output.status.code().is_some_and(|code| code < 3), "{arguments:?}: {:?} {said}", output.status);
        assert!(said.contains(file), "{arguments:?}: {said}");
    }
}

#[test]
fn a_limit_of_open_files_prevents_at_most_saving_and_is_reported() {
    let home = tempfile::tempdir().expect("a folder");
    for limit in 4..9 {
        let line = format!(r#"ulimit -n {limit}; exec "$@""#);
        let output = run_behind(home.path(), &line, LEARN, "401 c\nnext\nquit\n");
        let said = (out(&output) + &err(&output)).replace('\n', " ");
        assert_eq!(output.status.code(), Some(0), "{limit}: {said}");
        let saved = fs::metadata(home.path().join("state/journal.jsonl")).is_ok_and(|about| about.len() > 0);
        assert_eq!(said.contains("Every answer is saved."), saved, "{limit}: {said}");
        let _ = fs::remove_dir_all(home.path().join("state"));
    }
}

#[test]
fn closed_and_full_streams_end_no_command_with_a_panic() {
    let home = tempfile::tempdir().expect("a folder");
    for arguments in [
        LEARN,
        &["list"],
        &["stats"],
        &["show", "missing-fast-track-airport"],
        &["class", "worksheet", "--form", "A"],
        &["reference"],
        &["completions", "bash"],
        &["--help"],
        &["--version"],
        &["no-such-command"],
    ] {
        for line in [
            r#"exec "$@" >&-"#, r#"exec "$@" 2>&-"#, r#"exec "$@" <&-"#, r#"exec "$@" <&- >&- 2>&-"#,
            r#"exec "$@" >/dev/full"#, r#"exec "$@" >/dev/full 2>/dev/full"#,
        ] {
            let output = run_behind(home.path(), line, arguments, "401 c\nquit\n");
            let code = output.status.code();
            assert!(code.is_some_and(|code| code < 3), "{arguments:?} {line}: {:?} {}", output.status, err(&output));
            if line.ends_with(">/dev/full") {
                assert_ne!(code, Some(0), "{arguments:?}: what can't be printed is a failure");
                let error = err(&output);
                let is_named = error.contains("standard output can't be written: No space left on device");
                assert!(is_named || line.contains("2>") || error.contains("no-such-command"), "{arguments:?}: {error}");
            }
        }
    }
}

#[test]
fn a_stream_that_cannot_be_used_is_named() {
    let home = tempfile::tempdir().expect("a folder");
    let output = run_behind(home.path(), r#"exec "$@" </"#, LEARN, "");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("standard input can't be read: "), "{}", err(&output));
}

#[test]
fn without_threads_a_simulation_still_runs() {
    let home = tempfile::tempdir().expect("a folder");
    let arguments = ["simulate", "--learners", "1", "--policy", "adaptive", "--family", "rule", "--json"];
    let whole = run_behind(home.path(), r#"exec "$@""#, &arguments, "");
    // The limit doesn't apply to the superuser.
    let limited = run_behind(home.path(), r#"ulimit -u 1; exec "$@""#, &arguments, "");
    assert_eq!((limited.status.code(), out(&limited)), (Some(0), out(&whole)), "{}", err(&limited));
}
