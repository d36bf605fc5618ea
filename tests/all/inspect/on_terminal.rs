//! Tests which form of `airside inspect` opens on a real pseudo-terminal.

use super::page::REFUSED;
use crate::terminal::{Term, new_home};

fn on_terminal(arguments: &[&str]) -> Term {
    let home = new_home();
    let file = home.path().join("refused.txt");
    std::fs::write(&file, REFUSED).expect("written");
    let arguments = [&["inspect", file.to_str().expect("text")], arguments].concat();
    Term::start_at(&home, &arguments, &[], 24, 80)
}

#[test]
fn a_file_on_a_terminal_opens_the_page_and_q_returns_to_the_shell_with_the_exit_code() {
    let mut term = on_terminal(&[]);
    term.wait_for("403: not certain").send("q");
    assert_eq!(term.code(), 0);
    let mut term = on_terminal(&["--fact", "credentials=wrong-secret"]);
    term.wait_for("403: wrong code").send("q");
    assert_eq!(term.code(), 1);
}

#[test]
fn a_terminal_gets_text_when_text_is_asked_for() {
    for arguments in [&["--no-input"][..], &["--json"], &["--sarif"]] {
        let mut term = on_terminal(arguments);
        assert_eq!(term.code(), 0, "{arguments:?}");
        assert!(!String::from_utf8_lossy(&term.all).contains("\u{1b}[?1049h"), "{arguments:?}");
    }
    let mut term = on_terminal(&["--plain"]);
    term.wait_for("Type a number").send("\n");
    assert_eq!(term.code(), 0);
    // The verdict and its facts come before the first question.
    let shown = String::from_utf8_lossy(&term.all).into_owned();
    assert!(shown.find("Facts").is_some_and(|facts| Some(facts) < shown.find("Type a number")), "{shown}");
}
