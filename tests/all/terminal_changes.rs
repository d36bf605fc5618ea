//! Tests changes to the terminal while the program runs.
//!
//! The terminal is closed, is resized, or is given back to the shell and taken over again. The tests cover the course,
//! an exam and plain mode.

use std::fs;
use std::rc::Rc;

use crate::terminal::{Term, new_home};

/// The sessions to test, each with its arguments, the first text on screen, an answer, and the text after the answer.
const SESSIONS: [(&[&str], &str, &str, &str); 4] = [
    (&["learn", "--seed", "1"], "Question 1 of 12", "1c", "decides: "),
    (&["exam", "--form", "A", "--seat", "07", "--out", "07.jsonl"], "1 of 10", "1c", "2 of 10"),
    (&["learn", "--seed", "1", "--plain"], "Question: 401 or 403?", "1c\n", " decides: "),
    (&["exam", "--plain", "--form", "A", "--seat", "07", "--out", "07.jsonl"], "401 or 403?", "1c\n", "Saved: 401"),
];

/// Starts a session in a home folder. An exam is saved in the same folder.
fn start(home: &Rc<tempfile::TempDir>, arguments: &[&str]) -> Term {
    let file = home.path().join("07.jsonl");
    let file = file.to_str().expect("text");
    let arguments: Vec<&str> = arguments.iter().map(|word| if *word == "07.jsonl" { file } else { word }).collect();
    Term::start_at(home, &arguments, &[], 24, 80)
}

/// Returns the lines on disk, and checks that each line is complete.
fn kept(home: &Rc<tempfile::TempDir>) -> String {
    let read = |name: &str| fs::read_to_string(home.path().join(name)).unwrap_or_default();
    let text = read("07.jsonl") + &read("state/journal.jsonl");
    for line in text.lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "torn: {line}");
    }
    text
}

fn rows(term: &Term) -> Vec<String> {
    term.text().lines().map(|row| row.trim_end().to_owned()).collect()
}

/// Waits for a complete frame with this text. A frame ends when the cursor is shown and moved.
fn wait_for_whole_frame(term: &mut Term, text: &str) {
    term.until(text, |term| {
        let all = String::from_utf8_lossy(&term.all);
        let end = all.rsplit_once("\u{1b}[?25h").map_or("", |(_, end)| end);
        term.text().contains(text) && end.ends_with('H') && end.matches('\u{1b}').count() == 1
    });
}

#[test]
fn no_answer_is_lost_when_the_terminal_vanishes() {
    for (arguments, shown, answer, after) in SESSIONS {
        let home = new_home();
        let mut term = start(&home, arguments);
        term.wait_for(shown).send(answer).wait_for(after);
        let before = kept(&home);
        term.hang_up("?\n");
        let code = term.code();
        // Plain mode has no terminal to restore. Either the signal ends the program, or the program reaches the end of
        // its input first.
        assert!(code == 129 || code < 2 && arguments.contains(&"--plain"), "{arguments:?}: {code}");
        assert!(before.contains("401") && kept(&home).starts_with(&before), "{arguments:?}: {}", kept(&home));
        // The answer must still be there when the program starts again.
        let mut again = start(&home, arguments);
        if arguments[0] == "exam" {
            again.wait_for(if arguments.contains(&"--plain") { "Question 2" } else { "2 of 10" });
        } else {
            again.wait_for(shown);
        }
        again.send("\u{3}");
        again.code();
        assert!(kept(&home).starts_with(&before), "{arguments:?}");
    }
}

#[test]
fn the_full_screen_is_whole_again_after_the_smallest_windows() {
    for (arguments, shown, ..) in &SESSIONS[..2] {
        let home = new_home();
        let mut term = start(&home, arguments);
        wait_for_whole_frame(&mut term, shown);
        let before = rows(&term);
        for (lines, cols) in [(24, 20), (24, 10), (24, 1), (1, 80), (1, 1), (3, 200)] {
            let drawn = term.all.len();
            term.resize(lines, cols);
            term.until("a frame", |term| term.all.len() > drawn);
        }
        term.resize(24, 80);
        term.until("the same screen", |term| rows(term) == before);
        term.send("\u{3}");
        assert_eq!(term.code(), 130);
        term.given_back();
    }
}

#[test]
fn a_plain_prompt_follows_the_width_and_keeps_a_line_that_is_half_typed() {
    for (arguments, shown, _, after) in &SESSIONS[2..] {
        let home = new_home();
        let mut term = start(&home, arguments);
        term.wait_for(shown).send("40");
        term.resize(24, 44);
        term.send("1 certain\n").wait_for(after);
        // From now on, the program must print everything in the new width.
        let seen = term.all.len();
        term.send("\nrepeat\n").until("the question", |term| {
            String::from_utf8_lossy(&term.all[seen..]).matches("Question: 401 or 403?").count() > 0
        });
        let text = String::from_utf8_lossy(&term.all[seen..]).into_owned();
        let longest = text.lines().map(|line| line.trim_end().chars().count()).max();
        assert!(longest <= Some(44), "{arguments:?}: {longest:?}\n{text}");
        term.send("\u{3}");
        term.code();
    }
}

#[test]
fn after_ctrl_z_and_fg_the_whole_screen_and_the_cursor_are_back_and_keys_work() {
    for (arguments, shown, answer, after) in [
        (&[][..], "Your course", "?", "On this screen"),
        (&["learn", "--seed", "1"], "Question 1 of 12", "1c", "decides: "),
        (&["exam", "--form", "A", "--seat", "07", "--out"], "1 of 10", "1c", "2 of 10"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("07.jsonl");
        let mut arguments = arguments.to_vec();
        if arguments.last() == Some(&"--out") {
            arguments.push(file.to_str().expect("text"));
        }
        let mut term = Term::start_in_shell(&arguments);
        wait_for_whole_frame(&mut term, shown);
        let place = |term: &Term| (rows(term), term.screen.screen().cursor_position());
        let before = place(&term);
        term.send("\u{1a}").wait_for("in the shell");
        let screen = term.screen.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(), "{arguments:?}");
        term.send("\n").until("the screen", |term| term.screen.screen().alternate_screen());
        term.until("the same screen and cursor", |term| place(term) == before);
        // A key works without Enter, so the terminal is in raw mode, and Ctrl-C counts as a key again.
        term.send(answer).wait_for(after).send("\u{3}");
        assert_eq!(term.code(), 130, "{arguments:?}");
        term.given_back();
    }
}

#[test]
fn after_ctrl_z_and_fg_a_plain_prompt_reads_on() {
    let mut term = Term::start_in_shell(&["learn", "--seed", "1", "--plain"]);
    term.wait_for("Question: 401 or 403?").send("\u{1a}").wait_for("in the shell");
    term.send("\n401 certain\n").wait_for(" decides: ").send("quit\n");
    assert_eq!(term.code(), 0);
}
