//! Tests the animation after an answer on a pseudo-terminal: when it starts, how long it takes, what ends it, and that
//! nothing is drawn afterwards.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use crate::terminal::{Term, new_home};

/// How long the terminal must receive no output before the animation counts as over. The animation takes 300
/// milliseconds, with a new frame every few milliseconds.
const SILENCE: Duration = Duration::from_millis(700);

fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Term {
    let mut term = Term::start_at(&new_home(), arguments, environment, 24, 80);
    term.wait_for("Question 1 of 12");
    term
}

fn moving() -> Term {
    start(&["learn", "--seed", "1"], &[("AIRSIDE_MOTION", "1")])
}

fn strip(term: &Term) -> String {
    term.text().lines().skip(2).take(2).collect::<Vec<_>>().join("\n")
}

fn has_arrived(term: &Term) -> bool {
    strip(term).contains('✗')
}

fn is_silent(term: &mut Term) -> bool {
    // The rest of the last frame is still unread.
    while let Ok(bytes) = term.bytes.recv_timeout(Duration::from_millis(100)) {
        term.screen.process(&bytes);
    }
    term.bytes.recv_timeout(SILENCE).is_err()
}

/// Counts how often the threads of the program have woken up.
fn wake_ups(term: &Term) -> u64 {
    let id = term.child.process_id().expect("an id");
    let threads = fs::read_dir(format!("/proc/{id}/task")).expect("threads");
    let of_thread = |thread: fs::DirEntry| {
        let status = fs::read_to_string(thread.path().join("status")).unwrap_or_default();
        let count = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        count.and_then(|count| count.trim().parse::<u64>().ok()).unwrap_or(0)
    };
    threads.filter_map(Result::ok).map(of_thread).sum()
}

#[test]
fn the_traveller_walks_after_an_answer_and_then_nothing_moves() {
    let mut term = moving();
    assert!(is_silent(&mut term), "a question doesn't move");
    term.send("1").wait_for("▸ 1");
    assert!(is_silent(&mut term), "a choice doesn't move");
    let begun = Instant::now();
    term.send("c").wait_for("decides");
    assert!(!has_arrived(&term), "the traveller is on the way:\n{}", term.text());
    term.until("the end of the walk", has_arrived);
    let took = begun.elapsed();
    assert!(took >= Duration::from_millis(250), "{took:?}");
    assert!(is_silent(&mut term), "nothing moves after the walk");
    let before = wake_ups(&term);
    assert!(is_silent(&mut term));
    assert_eq!(wake_ups(&term), before, "nothing wakes up after the walk");
    // A key that doesn't answer the question must not start the animation.
    term.send("d").wait_for("less");
    assert!(has_arrived(&term));
    term.send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn any_key_ends_the_walk_and_counts() {
    let walk = |key: &str, shown: &str| {
        let mut term = moving();
        term.send(&format!("1c{key}")).wait_for(shown);
        if matches!(key, "d" | "z") {
            assert!(has_arrived(&term), "{key}:\n{}", term.text());
        }
        assert!(is_silent(&mut term), "{key}");
        term.send("\u{3}");
        assert_eq!(term.code(), 130);
    };
    // The tests run in parallel, because each of them spends most of its time waiting.
    thread::scope(|scope| {
        for (key, shown) in
            [("d", "less"), ("z", "has no effect here"), ("n", "Question 2 of 12"), ("?", "On this screen")]
        {
            scope.spawn(move || walk(key, shown));
        }
    });
}

#[test]
fn without_motion_the_traveller_is_there_at_once() {
    let still = new_home();
    fs::create_dir_all(still.path().join("config")).expect("a folder");
    fs::write(still.path().join("config/settings.json"), r#"{ "motion": false }"#).expect("written");
    for (home, arguments, motion) in [
        (new_home(), &["learn", "--seed", "1", "--no-motion"][..], "1"),
        (new_home(), &["learn", "--seed", "1"], "0"),
        (still, &["learn", "--seed", "1"], "1"),
    ] {
        let mut term = Term::start_at(&home, arguments, &[("AIRSIDE_MOTION", motion)], 24, 80);
        term.wait_for("Question 1 of 12").send("1").wait_for("▸ 1");
        let before = term.all.len();
        term.send("c").wait_for("decides").until("the traveller", has_arrived);
        let frames = String::from_utf8_lossy(&term.all[before..]).matches('●').count();
        assert_eq!(frames, 1, "{arguments:?}");
        term.send("\u{3}");
        assert_eq!(term.code(), 130);
    }
}
