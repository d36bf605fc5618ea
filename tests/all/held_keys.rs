//! Tests held keys on a real pseudo-terminal. A held key must never do anything that can't be undone.

use std::time::Duration;

use crate::terminal::Term;

/// Returns the key presses that a terminal sends while a key is held down. The program receives all these key presses
/// within a few milliseconds.
fn held(key: &str) -> String {
    key.repeat(40)
}

/// A pause after which a repeated key no longer counts as held.
const LET_GO: Duration = Duration::from_millis(1_200);

fn exam(term: &Term) -> String {
    std::fs::read_to_string(term.home.path().join("exam.jsonl")).unwrap_or_default()
}

fn start_exam() -> Term {
    let home = crate::terminal::new_home();
    let file = home.path().join("exam.jsonl");
    let file = file.to_str().expect("text").to_owned();
    let mut term = Term::start_at(&home, &["exam", "--form", "A", "--seat", "07", "--out", &file], &[], 24, 80);
    term.wait_for("1 of 10");
    term
}

#[test]
fn in_an_exam_it_neither_hands_in_nor_leaves() {
    let mut term = start_exam();
    term.send(&held("e")).wait_for("eeee").send(&held("\r"));
    for key in ["e", "h", "q", "\u{1b}[B", " ", "n", "c", "3"] {
        term.send(&held(key)).send("\u{c}").wait_for("Exam A, seat 07");
        term.send("\u{1b}\u{1b}").send("u");
    }
    assert!(!exam(&term).contains("handed-in"), "{}", exam(&term));
    // Typing the phrase hands in the exam. Holding Enter down afterwards must not shorten the minute in which the
    // student can undo handing in.
    term.send("\r\re").wait_for("To hand in, type").send("hand in").send(&held("\r")).wait_for("Your file");
    term.send("u").wait_for("of 10");
    term.send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn in_a_test_it_skips_nothing_and_answers_nothing() {
    let mut term = Term::start_at(&crate::terminal::new_home(), &[], &[], 24, 80);
    term.wait_for("Your course").send("\r").wait_for("next").send("\r");
    term.until("the pre-test", |term| term.text().contains("1 of") || term.text().contains("skip"));
    for key in ["s", "r", "\r", " ", "c", "n", "t"] {
        term.send(&held(key)).send("u");
    }
    term.send(&format!("s{}", held("\r"))).wait_for("Press another key first.");
    assert_eq!(term.journal().matches("skipped").count() + term.journal().matches("\"answered\"").count(), 0);
    term.wait_for_silence(LET_GO).send("\r").wait_for("Press another key first.");
    term.send("x").wait_for("Nothing has changed.").send("s").wait_for("Any other key cancels.");
    term.wait_for_silence(LET_GO).send("\r");
    term.until("the second question", |term| term.journal().contains("skipped"));
    term.send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn enter_commits_no_answer_and_marks_no_line() {
    let mut term = Term::start_at(&crate::terminal::new_home(), &["learn", "--seed", "1"], &[], 24, 80);
    term.wait_for("Question 1 of 12").send("1").wait_for("▸ 1").send(&held("\r"));
    term.wait_for("You may be holding that key.");
    // A keyboard may repeat a held key very slowly.
    for _ in 0..2 {
        term.wait_for_silence(LET_GO).send("\r");
    }
    term.wait_for("Press another key first.");
    assert_eq!(term.journal().matches("\"answered\"").count(), 0);
    term.send("\u{1b}[C").send("\r").wait_for("decides");
    assert_eq!(term.journal().matches("\"answered\"").count(), 1);
    term.send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn it_shows_one_hint_and_asks_before_it_gives_up() {
    let mut term = Term::start_at(&crate::terminal::new_home(), &["learn", "--seed", "1"], &[], 24, 80);
    term.wait_for("Question 1 of 12").send(&held("t")).wait_for("You may be holding that key.");
    term.send(&held("r")).wait_for("Any other key cancels.").send(&held("r")).send("x");
    assert!(!term.journal().contains("revealed"), "{}", term.journal());
    term.send(&held("s")).wait_for("Question 2 of 12").wait_for("You may be holding that key.");
    term.wait_for_silence(LET_GO).send("s").send("\u{c}").wait_for("Question 2 of 12");
    assert!(term.text().contains("Question 2 of 12"), "{}", term.text());
    term.send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn a_held_key_neither_closes_nor_reopens_a_vote() {
    let home = crate::terminal::new_home();
    let mut term = Term::start_at(&home, &["class", "present", "--seed", "1"], &[], 24, 80);
    term.wait_for("results").send("\r").wait_for("Hands").send("12\t9").send(&held("\r"));
    let votes = |term: &Term| {
        let text = std::fs::read_to_string(term.home.path().join("state/class.jsonl")).unwrap_or_default();
        (text.matches("voted").count(), text.matches("undid").count(), text.matches("ended").count())
    };
    term.until("a vote", |term| votes(term).0 == 1);
    term.send(&held("p")).until("the vote is taken back", |term| votes(term).1 == 1);
    term.send("?").wait_for("Help").send("?");
    assert_eq!(votes(&term).1, 1);
    term.send(&held("e")).wait_for("Any other key cancels.");
    assert_eq!(votes(&term).2, 0);
    term.wait_for_silence(LET_GO)
        .send("\r")
        .until("the end", |term| votes(term).2 == 1)
        .wait_for("Share of correct votes");
    term.send("p").wait_for("results").send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn the_workbench_asks_before_it_sets_the_facts_back_and_saves_once() {
    let mut term = Term::start_at(&crate::terminal::new_home(), &[], &[], 30, 100);
    term.wait_for("Workbench").send("\t").send("jjjjjj").send("\r").wait_for("say less about");
    term.wait_for_silence(LET_GO).send("\r").wait_for("reset");
    term.send("l").send(&held("u")).wait_for("Any other key cancels.").send("x").wait_for("Nothing has changed.");
    term.send(&held("s")).wait_for("You may be holding that key.");
    let drafts = std::fs::read_dir(term.home.path().join("state/drafts")).expect("a folder").count();
    assert_eq!(drafts, 1);
    term.send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn it_closes_one_page_and_never_leaves_the_program() {
    let home = crate::terminal::new_home();
    let mut term = Term::start_at(&home, &["learn", "--seed", "1"], &[], 24, 80);
    term.wait_for("Question 1 of 12").send("1").wait_for("▸ 1").send("c").wait_for("decides");
    // At first, all repeats arrive together, and then one by one.
    term.send(&held("q")).wait_for("You may be holding that key.");
    for _ in 0..10 {
        term.send("q").wait_for_silence(Duration::from_millis(30));
    }
    assert!(term.text().contains("You may be holding that key."), "{}", term.text());
    term.wait_for_silence(LET_GO).send("q");
    assert_eq!(term.code(), 0);
    term.given_back();
}

#[test]
fn two_quick_presses_of_the_key_for_leaving_leave() {
    let home = crate::terminal::new_home();
    let mut term = Term::start_at(&home, &["learn", "--seed", "1"], &[], 24, 80);
    term.wait_for("Question 1 of 12").send("1").wait_for("▸ 1").send("c").wait_for("decides").send("qq");
    assert_eq!(term.code(), 0);
}

#[test]
fn it_switches_the_details_and_a_setting_only_once() {
    let home = crate::terminal::new_home();
    let mut term = Term::start_at(&home, &["learn", "--seed", "1"], &[], 24, 80);
    term.wait_for("Question 1 of 12").send("1").wait_for("▸ 1").send("c").wait_for("decides");
    term.send("\u{1b}[B").send("\r").wait_for("Why");
    term.send(&held("d")).wait_for("You may be holding that key.");
    assert_eq!(term.journal().matches("\"details\"").count(), 1, "{}", term.journal());
    term.send("\u{3}");
    assert_eq!(term.code(), 130);
    let mut term = Term::start_at(&home, &[], &[], 24, 80);
    term.wait_for("Settings").send("\u{1b}[A").send("\r").wait_for("theme").send(&held("\u{1b}[C"));
    term.wait_for("You may be holding that key.").send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn a_typed_report_is_saved_once_and_never_lost() {
    let home = crate::terminal::new_home();
    let mut term = Term::start_at(&home, &["learn", "--seed", "1"], &[], 24, 80);
    term.wait_for("Question 1 of 12")
        .send("w")
        .wait_for("What is wrong")
        .send("Line 2 is unclear")
        .wait_for("2 is unclear");
    term.send("\u{1b}").wait_for("Your remark isn't saved.");
    for _ in 0..3 {
        term.send("\u{1b}").wait_for_silence(Duration::from_millis(60));
    }
    term.wait_for("You may be holding that key.").wait_for("2 is unclear");
    let pasted = format!("\u{1b}[200~{}\u{1b}[201~", "x".repeat(500));
    term.send(&pasted).wait_for("The paste is too long: 17 characters were left out");
    term.send(&held("\r")).wait_for("The report is in").wait_for("You may be holding that key.");
    term.send("\u{1b}").wait_for_silence(LET_GO);
    let reports = std::fs::read_dir(home.path().join("state/reports")).expect("a folder");
    assert_eq!(reports.count(), 1);
    // Pressing Esc twice discards a remark.
    term.wait_for("Question 1 of 12").send("w").wait_for("What is wrong").send("y\u{1b}").wait_for("isn't saved");
    term.wait_for_silence(LET_GO).send("\u{1b}").until("the question", |term| !term.text().contains("What is wrong"));
    term.send("\u{3}");
    assert_eq!(term.code(), 130);
}
