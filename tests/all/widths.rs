//! Tests that the output of every command fits the window. If a table doesn't fit, its contents must be printed as
//! sentences.

use std::path::Path;

use airside::text::width;

use super::cli::{airside, out, run_in};

/// Commands that print text for people. A command may use files that earlier commands have written.
const COMMANDS: &[&str] = &[
    "list",
    "list expired airport",
    "show expired-bag-drop-airport",
    "show edge-json-login-http",
    "reference",
    "reference --search token",
    "article",
    "rule --list",
    "rule --fact credentials=expired",
    "stats",
    "stats --items",
    "due",
    "--lang",
    "simulate --learners 1 --family rule --policy random",
    "pack stats SOURCES/tests/packs/valid/twins.json",
    "check SOURCES/scenarios",
    "exam --plain --form A --seat 07 --out results/seat-07.jsonl",
    "class report results",
    "class watch results --once",
    "learn --plain --seed 1",
    "class present --plain",
    "lab --plain",
    "inspect",
];

/// What a learner types whenever the program asks for something.
const TYPED: &str = "help\n401 c\n1\nwhy\n\nlist\ncases expired\nhint\nback\nzzz\nhand in\nhand in\nquit\n";

/// Returns the lines that are too long, except those with something that can't be broken, such as a path.
fn too_long(text: &str, columns: usize) -> Vec<&str> {
    let is_whole = |line: &&str| line.split_whitespace().any(|word| width(word) + 16 > columns);
    text.lines().filter(|line| width(line) > columns && !is_whole(line)).collect()
}

fn print_at(home: &Path, command: &str, columns: usize) -> String {
    let mut child = airside(home)
        .args(command.replace("SOURCES", env!("CARGO_MANIFEST_DIR")).split(' '))
        .current_dir(home)
        .env("COLUMNS", columns.to_string())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("starts");
    let _ = std::io::Write::write_all(&mut child.stdin.take().expect("piped"), TYPED.as_bytes());
    out(&child.wait_with_output().expect("ends"))
}

#[test]
fn the_output_of_each_command_fits_the_window() {
    let home = tempfile::tempdir().expect("a folder");
    run_in(home.path(), &["learn", "--plain", "--seed", "2"], &"401 c\n\n403 f\n\n2\n\n".repeat(8));
    std::fs::create_dir(home.path().join("results")).expect("a folder");
    for columns in [80, 60, 40] {
        for command in COMMANDS {
            let text = print_at(home.path(), command, columns);
            let long = too_long(&text, columns);
            assert!(long.is_empty(), "{command} at {columns}:\n{}", long.join("\n"));
        }
    }
}

#[test]
fn a_list_that_a_program_reads_has_one_line_for_each_case() {
    let home = tempfile::tempdir().expect("a folder");
    let piped = out(&run_in(home.path(), &["list", "expired", "airport"], ""));
    let cases: Vec<&str> = piped.lines().filter(|line| line.contains("  ")).collect();
    assert!(cases.len() > 3 && cases.iter().all(|line| line.split("  ").count() >= 4), "{piped}");
}
