//! Tests plain mode and unusual terminals on a real pseudo-terminal.

use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;

use crate::terminal::{Term, new_home};

fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Term {
    Term::start_at(&new_home(), arguments, environment, 24, 80)
}

fn text(term: &Term) -> String {
    String::from_utf8_lossy(&term.all).into_owned()
}

#[test]
fn a_terminal_without_a_full_screen_gets_lines_and_is_told_why() {
    for name in ["", "dumb", "emacs", "unknown", "no-such-terminal", "vt52", "network", "lpr", "\u{1b}[31m", "é"] {
        let mut term = start(&["learn"], &[("TERM", name)]);
        term.wait_for("Question: 401 or 403?");
        let shown = text(&term);
        assert!(!shown.contains('\u{1b}'), "{name:?}");
        let why = if name.is_empty() {
            "TERM is not set".to_owned()
        } else {
            format!("TERM is `{}`", airside::text::safe(name))
        };
        assert!(shown.contains(&format!("airside: {why}, so airside is in plain mode.")), "{name:?}: {shown}");
        assert!(shown.contains("TERM=xterm airside"), "{shown}");
        term.send("quit\n").wait_for("Goodbye.");
        assert_eq!(term.code(), 0);
    }
    let mut term = start(&["learn", "--plain"], &[("TERM", "")]);
    term.wait_for("Question: 401 or 403?");
    assert!(!text(&term).contains("TERM"), "whoever asked for lines is told nothing");
}

fn renditions(output: &str) -> Vec<u16> {
    let sequences = output.split("\u{1b}[").skip(1);
    let parameters = sequences.filter_map(|rest| {
        let end = rest.find(|character: char| !character.is_ascii_digit() && character != ';')?;
        let (numbers, after) = rest.split_at(end);
        after.starts_with('m').then_some(numbers)
    });
    parameters.flat_map(|list| list.split(';').map(|number| number.parse().unwrap_or(0)).collect::<Vec<_>>()).collect()
}

#[test]
fn a_terminal_without_colour_gets_no_colour_codes() {
    for name in ["vt100", "vt102", "vt220", "vt320", "xterm-mono", "linux-m", "eterm", "sun"] {
        let mut term = start(&["learn"], &[("TERM", name)]);
        term.wait_for("Question 1 of 12").send("1c").wait_for("decides").send("?").wait_for("Help");
        term.send("\u{3}");
        assert_eq!(term.code(), 130);
        // The parameter 5 alone makes text blink, and the parameter also occurs in the codes for 256 colours.
        let used = renditions(&text(&term));
        assert!(!used.is_empty(), "{name}");
        let colours = |number: &&u16| matches!(**number, 5 | 30..=38 | 40..=48 | 90..=107);
        assert_eq!(used.iter().find(colours), None, "{name}");
    }
    let mut term = start(&["learn", "--color", "always"], &[("TERM", "vt100")]);
    term.wait_for("Question 1 of 12").send("1c").wait_for("decides").send("\u{3}");
    assert_eq!(term.code(), 130);
    assert!(renditions(&text(&term)).iter().any(|number| matches!(number, 40..=47)), "whoever asks for colour gets it");
}

#[test]
fn lines_follow_the_width_of_the_window() {
    let mut term = start(&["learn", "--plain", "--seed", "1"], &[]);
    term.wait_for("Question: 401 or 403?");
    let longest = |text: &str| text.lines().map(|line| airside::text::width(line.trim_end())).max();
    assert!(longest(&text(&term)) > Some(60));
    for columns in [40_u16, 120, 20] {
        term.resize(24, columns);
        let before = text(&term).len();
        term.send("repeat\n");
        term.until("the question", |term| {
            text(term).split_at(before).1.replace(char::is_whitespace, "").contains("Question:401or403?")
        });
        let shown = text(&term).split_at(before).1.to_owned();
        let limit = usize::from(columns);
        assert!(longest(&shown).is_some_and(|width| width <= limit && width > limit * 2 / 3), "{columns}: {shown}");
    }
    term.send("quit\n");
    assert_eq!(term.code(), 0);
}

#[test]
fn enter_and_ctrl_c_work_on_a_terminal_that_was_left_in_raw_mode() {
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", r#"stty raw; exec "$0" learn --plain --seed 1"#, env!("CARGO_BIN_EXE_airside")]);
    let path = ("PATH", "/usr/bin:/bin");
    let mut term = Term::start_command(command, &[path], new_home(), 24, 80);
    term.wait_for("Question: 401 or 403?").send("401 c\r").wait_for(" decides: ").send("\u{3}");
    assert_ne!(term.code(), 0);
}

#[test]
fn additions_of_a_terminal_or_a_copied_text_change_no_answer() {
    for line in [
        "\u{1b}401 c", "\u{1b}[ITERM2 3.5.13n401 c", "401 \u{1b}[[Ac", "\u{1b}[200~401 c",
        "4\u{200b}01\u{ad} c\u{202e}", "\u{1b}\u{1b}[A401\u{1b}O5A c\u{7}",
    ] {
        let mut term = start(&["learn", "--plain", "--seed", "1"], &[]);
        term.wait_for("Question: 401 or 403?").send(&format!("{line}\n")).wait_for(" decides: ").send("quit\n");
        assert_eq!(term.code(), 0);
    }
}

#[test]
fn ctrl_c_ends_plain_mode() {
    let mut term = start(&["learn", "--plain"], &[]);
    term.wait_for("Question: 401 or 403?").send("401\n").wait_for("How sure").send("\u{3}");
    assert_ne!(term.code(), 0);
}

#[test]
#[cfg(target_os = "linux")]
fn ctrl_c_ends_plain_mode_as_process_1() {
    const ALONE: [&[&str]; 2] = [
        &["unshare", "--pid", "--fork", "--kill-child"],
        &["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child"],
    ];
    let works = |prefix: &&&[&str]| {
        let mut command = Command::new(prefix[0]);
        command.args(&prefix[1..]).arg("true").stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let Some(prefix) = ALONE.iter().find(works) else {
        println!("skipped: this machine allows no process namespaces");
        return;
    };
    let home = new_home();
    let file = home.path().join("exam.jsonl");
    let exam = ["exam", "--form", "A", "--seat", "07", "--out", file.to_str().expect("text"), "--plain"];
    for (arguments, text) in [
        (&["learn", "--plain"][..], "Question: 401"),
        (&exam[..], "Question 1 of"),
        (&["class", "present", "--plain"][..], "Press Enter"),
        (&["inspect"][..], "Paste a request"),
        (&["lab", "--plain"][..], "Task 1 of 10"),
        (&["lab", "--listen", "--port", "0", "--plain"][..], "127.0.0.1"),
    ] {
        let mut command = CommandBuilder::new(prefix[0]);
        command.args(&prefix[1..]);
        command.arg(env!("CARGO_BIN_EXE_airside"));
        command.args(arguments);
        let path = ("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        let mut term = Term::start_command(command, &[path], home.clone(), 24, 80);
        term.wait_for(text).send("\u{3}");
        assert_eq!(term.code(), 130, "{arguments:?}");
    }
}

#[test]
fn an_answer_in_a_test_is_acknowledged() {
    let mut term = start(&["--plain"], &[]);
    term.wait_for("Press Enter").send("\n");
    for _ in 0..6 {
        // The program prints the prompt after each text.
        term.until("a line", |term| [".\n>", "?\n>"].iter().any(|end| term.text().trim_end().ends_with(end)));
        if text(&term).contains("1 of 12") {
            break;
        }
        term.send("\n");
    }
    term.wait_for("Question: 401 or 403?").send("\"401\", Certain!\n").wait_for("Saved: 401, certain.");
    term.send("quit\n");
    assert_eq!(term.code(), 0);
}

#[test]
fn interrupting_an_exam_says_what_is_open() {
    let mut term = start(&["exam", "--plain", "--form", "A", "--seat", "07", "--out", "07.jsonl"], &[]);
    term.wait_for("401 or 403?").send("401\n").wait_for("How sure are you");
    term.send("\u{3}").wait_for("Open the exam again to continue.");
    let shown = text(&term).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("Confidence missing: question 1. You haven't handed in the exam."), "{shown}");
    assert_ne!(term.code(), 0);
}
