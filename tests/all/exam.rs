//! Tests the order, the time limit, the file and the screens of an exam.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use airside::class::exam::ExamFile;
use airside::class::exam::parse::{Fault, SittingFile, parse_file};
use airside::class::exam::sitting::{ExamPaper, Sitting, is_seat};
use airside::plain;
use airside::round::{Answer, Confidence};
use airside::scenario::Pool;
use airside::scenario::library::Library;
use airside::tui::{self, Msg, Options, Shell};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use crate::cli::{err, out, run_in};
use crate::common::{at_sizes, built_in, cuts, form_spec};

fn library() -> Library {
    built_in(|scenario| scenario.pool == Pool::FormA)
}

fn paper(seat: &str) -> ExamPaper {
    ExamPaper::new(&library(), &form_spec(Pool::FormA, 0, None), seat)
}

fn open(path: &Path, paper: ExamPaper, clock: fn() -> u64) -> ExamFile {
    ExamFile::open(library(), path, paper, clock).expect("opens")
}

fn parse_sitting(text: &str) -> Result<Sitting, Fault> {
    parse_file(text).map(|file| file.sitting)
}

#[test]
fn the_order_depends_on_form_seat_and_seed_only() {
    let library = Library::open(None, &[]);
    let items = |seat: &str, seed| ExamPaper::new(&library, &form_spec(Pool::FormA, seed, None), seat).items;
    assert_eq!(items("07", 1), items("07", 1));
    assert!(items("07", 1) != items("08", 1) && items("07", 1) != items("07", 2));
    let sorted = |mut items: Vec<String>| {
        items.sort_unstable();
        items
    };
    assert_eq!(sorted(items("07", 1)), sorted(items("08", 2)));
    assert_eq!(ExamPaper::new(&library, &form_spec(Pool::FormB, 1, Some(4)), "07").items.len(), 4);
    assert!(is_seat("07") && is_seat("row-3-B") && !is_seat("") && !is_seat("Ada Doe") && !is_seat("../x"));
}

#[test]
fn any_changed_byte_or_missing_line_is_detected() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("seat 07.jsonl");
    let mut exam = open(&path, paper("07"), || 1_000);
    for answer in [Answer::Unauthorized, Answer::Forbidden, Answer::Unauthorized] {
        exam.put(answer, Confidence::Certain).expect("kept");
    }
    exam.hand_in().expect("kept");
    let sitting = exam.sitting.clone();
    drop(exam);
    let text = fs::read_to_string(&path).expect("there");
    let whole = parse_sitting(&text).expect("sound");
    assert_eq!(whole, sitting);
    for (position, byte) in text.bytes().enumerate() {
        // A digit or letter is replaced with another one, so that most lines stay valid JSON.
        let mut changed = text.clone().into_bytes();
        changed[position] = if byte.is_ascii_digit() { b'0' + (byte - b'0' + 1) % 10 } else { byte ^ 1 };
        let Ok(changed) = String::from_utf8(changed) else { continue };
        // If the end of the file can't be read, the exam doesn't count as handed in, and the report names the line.
        let is_named = |file: SittingFile| file.damaged.is_some() && file.sitting.handed_in.is_none();
        let is_noticed = parse_file(&changed).map_or(true, is_named);
        assert!(is_noticed, "byte {position}: {changed}");
    }
    let lines: Vec<&str> = text.lines().collect();
    for lost in 1..lines.len() - 1 {
        let mut less = lines.clone();
        less.remove(lost);
        assert_eq!(parse_sitting(&less.join("\n")).expect_err("a line is missing"), Fault::Changed(lost + 1));
    }
    for (text, fault) in [("", Fault::Foreign), ("hello", Fault::Foreign), ("{}", Fault::Foreign)] {
        assert_eq!(parse_sitting(text).expect_err(text), fault);
    }
    let longer = parse_file(&format!("{text}hello")).expect("sound");
    assert_eq!((longer.damaged, longer.sitting), (Some(6), sitting));
}

#[test]
fn an_exam_file_cut_at_any_byte_resumes_with_the_confirmed_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let mut exam = open(&path, paper("07"), || 1_000);
    for _ in 0..4 {
        exam.put(Answer::Forbidden, Confidence::Guess).expect("kept");
    }
    drop(exam);
    let whole = fs::read(&path).expect("there");
    for length in cuts(&whole) {
        fs::write(&path, &whole[..length]).expect("writable");
        let mut exam = open(&path, paper("07"), || 1_000);
        // A line counts even if its newline is missing.
        let complete = whole[..length].split(|byte| *byte == b'\n').count() - 1
            + usize::from(length > 0 && whole.get(length) == Some(&b'\n'));
        assert_eq!(exam.counts().1, complete.saturating_sub(1), "cut at {length}");
        exam.put(Answer::Unauthorized, Confidence::Certain).expect("kept");
        let sitting = exam.sitting.clone();
        drop(exam);
        assert_eq!(
            parse_sitting(&fs::read_to_string(&path).expect("there")).expect("sound"),
            sitting,
            "cut at {length}"
        );
    }
}

static NOW: AtomicU64 = AtomicU64::new(1_000);

#[test]
fn an_exam_is_handed_in_when_the_time_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let paper = || ExamPaper { minutes: Some(2), ..paper("07") };
    let mut exam = open(&path, paper(), || NOW.load(Ordering::Relaxed));
    assert_eq!(exam.minutes_left(), Some(2));
    exam.put(Answer::Forbidden, Confidence::Guess).expect("kept");
    drop(exam);
    NOW.store(61_001, Ordering::Relaxed);
    let mut exam = open(&path, paper(), || NOW.load(Ordering::Relaxed));
    assert_eq!(
        (exam.minutes_left(), exam.look_at_the_clock().expect("kept")),
        (Some(1), false),
        "closing stops no clock"
    );
    NOW.store(121_000, Ordering::Relaxed);
    assert!(exam.put(Answer::Forbidden, Confidence::Guess).is_err());
    assert!(exam.look_at_the_clock().expect("kept"));
    assert!(exam.hand_in().is_err(), "once is enough");
    let sitting = parse_sitting(&fs::read_to_string(&path).expect("there")).expect("sound");
    assert_eq!((sitting.answers.len(), sitting.handed_in), (1, Some(121_000)));
}

#[test]
fn an_exam_in_plain_mode_gives_no_feedback() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("seat 07.jsonl");
    let name = file.to_str().expect("text");
    let line = ["exam", "--form", "A", "--seat", "07", "--count", "3", "--out", name];
    let first = run_in(home.path(), &line, "401 c\nhint\nreveal\n403\ng\nback\n401 f\nquit\n");
    assert_eq!((first.status.code(), err(&first).as_str()), (Some(0), ""));
    insta::assert_snapshot!("exam__lines", out(&first));
    let second = out(&run_in(home.path(), &line, "hand in\nlist\nhand in\nhand in\n"));
    assert!(second.contains("Picking up where you left off.") && second.contains(": no answer"), "{second}");
    assert!(second.contains("Not answered: "), "{second}");
    assert!(second.replace('\n', " ").contains("Handed in: 2 of 3 answered."), "{second}");
    for word in ["Correct", "Not quite", "Wrong"] {
        assert!(!out(&first).contains(word) && !second.contains(word), "{word}");
    }
    let again = run_in(home.path(), &line, "");
    assert!(err(&again).contains("has been handed in") && err(&again).contains("hint: "), "{}", err(&again));
    let other = run_in(home.path(), &["exam", "--form", "B", "--seat", "07", "--out", name], "");
    assert!(err(&other).contains("already contains the exam of seat 07 (form A)"), "{}", err(&other));
    let fresh = run_in(home.path(), &[&line[..], &["--force"]].concat(), "");
    assert!(out(&fresh).contains("3 questions") && !out(&fresh).contains("Picking up"), "{}", out(&fresh));
    let kept = home.path().join("seat 07.jsonl.1");
    assert!(err(&fresh).contains("The earlier file was renamed to") && err(&fresh).contains("seat 07.jsonl.1"));
    assert_eq!(parse_sitting(&fs::read_to_string(&kept).expect("kept")).expect("sound").answers.len(), 2);

    let old = home.path().join("old.jsonl");
    let mut exam = open(&old, paper("07"), || 1_000);
    exam.hand_in().expect("kept");
    drop(exam);
    let late = ["exam", "--form", "A", "--seat", "07", "--out", old.to_str().expect("text")];
    let again = run_in(home.path(), &late, "");
    assert!(err(&again).contains("has been handed in") && err(&again).contains("hint: "), "{}", err(&again));

    let mine = home.path().join("mine.txt");
    fs::write(&mine, "do not lose this").expect("written");
    let refused =
        run_in(home.path(), &["exam", "--form", "A", "--seat", "07", "--out", mine.to_str().expect("text")], "");
    assert!(err(&refused).contains("is not an exam file"), "{}", err(&refused));
    assert_eq!(fs::read_to_string(&mine).expect("there"), "do not lose this");
    let nowhere = run_in(home.path(), &["exam", "--form", "A", "--seat", "07", "--out", "-"], "");
    assert!(nowhere.status.code() == Some(2) && err(&nowhere).contains("saved in a file"), "{}", err(&nowhere));
    let named = run_in(home.path(), &["exam", "--form", "A", "--seat", "Ada Doe", "--out", name], "");
    assert_eq!(named.status.code(), Some(2));
    assert!(err(&named).contains("isn't a valid seat code"), "{}", err(&named));
}

#[test]
fn force_does_not_touch_a_sitting_in_progress() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("07.jsonl");
    let line = ["exam", "--form", "A", "--seat", "07", "--out", file.to_str().expect("text"), "--force"];
    let mut exam = open(&file, paper("07"), || 1_000);
    exam.put(Answer::Forbidden, Confidence::Guess).expect("kept");
    let second = run_in(home.path(), &line, "");
    assert_eq!(second.status.code(), Some(1), "{}", out(&second));
    assert!(err(&second).contains("is in use by another instance of airside"), "{}", err(&second));
    exam.hand_in().expect("kept");
    let sitting = parse_sitting(&fs::read_to_string(&file).expect("still there")).expect("sound");
    assert_eq!(sitting, exam.sitting);
}

fn text(desk: &mut Shell<ExamFile>, columns: u16, rows: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("memory");
    desk.resize(Size::new(columns, rows));
    terminal.draw(|frame| desk.draw(frame)).expect("memory");
    let cells: Vec<&str> = terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect();
    let rows = cells.chunks(usize::from(columns).max(1)).map(|row| row.concat().trim_end().to_owned());
    rows.collect::<Vec<_>>().join("\n")
}

fn press(desk: &mut Shell<ExamFile>, keys: &str) {
    for key in keys.chars() {
        let code = if key == '\n' { KeyCode::Enter } else { KeyCode::Char(key) };
        desk.handle(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
}

#[test]
fn a_window_that_shows_no_question_saves_no_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = tui::exam(open(&folder.path().join("07.jsonl"), paper("07"), || 1_000), Options::default());
    assert!(text(&mut desk, 34, 9).contains("This window is 34"));
    press(&mut desk, "3c1gehand in\n");
    desk.handle(Msg::Paste("hand in".to_owned()));
    assert!(desk.world.sitting.answers.is_empty() && desk.world.sitting.handed_in.is_none());
    text(&mut desk, 80, 24);
    press(&mut desk, "e");
    text(&mut desk, 34, 9);
    press(&mut desk, "hand in\n");
    assert!(desk.world.sitting.handed_in.is_none());
    text(&mut desk, 80, 24);
    press(&mut desk, "hand in\n");
    assert!(desk.world.sitting.handed_in.is_some());
}

#[test]
fn a_choice_is_kept_before_its_confidence_and_the_confidence_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let mut desk = tui::exam(open(&path, paper("07"), || 1_000), Options::default());
    text(&mut desk, 100, 50);
    press(&mut desk, "3\n");
    assert_eq!(desk.world.position, 0);
    assert_eq!(desk.world.answer(), Some((Answer::Forbidden, None)));
    assert!(text(&mut desk, 100, 50).contains("How sure are you?"));
    press(&mut desk, "n");
    assert_eq!(desk.world.position, 1);
    assert!(
        text(&mut desk, 100, 50).contains("Your answer to question 1 is saved, but you haven't said how sure you are")
    );
    press(&mut desk, "p");
    assert_eq!(desk.world.answer(), Some((Answer::Forbidden, None)), "the choice is still there");
    press(&mut desk, "c");
    drop(desk);
    let sitting = parse_sitting(&fs::read_to_string(&path).expect("there")).expect("sound");
    assert_eq!(sitting.answers.values().next(), Some(&(Answer::Forbidden, Some(Confidence::Certain))));
}

#[test]
fn leaving_names_what_is_open_and_one_key_hands_nothing_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = tui::exam(open(&folder.path().join("07.jsonl"), paper("07"), || 1_000), Options::default());
    press(&mut desk, "1cccccccccccccccccc3cn1");
    press(&mut desk, "eeeeeee\n");
    assert_eq!(desk.world.sitting.handed_in, None);
    press(&mut desk, "q");
    let shown = text(&mut desk, 120, 24);
    assert!(shown.contains("Not answered: ") && shown.contains("You haven't handed in the exam"), "{shown}");
}

static MINUTE: AtomicU64 = AtomicU64::new(1_000);

#[test]
fn a_message_of_several_rows_never_covers_the_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = tui::exam(open(&folder.path().join("07.jsonl"), paper("07"), || 1_000), Options::default());
    text(&mut desk, 40, 15);
    for keys in ["e", "\nq"] {
        press(&mut desk, keys);
        for (columns, rows) in [(40, 15), (60, 20), (80, 24)] {
            let shown = text(&mut desk, columns, rows);
            let has_answers = shown.lines().any(|line| line.contains(" 1 ") && line.contains(" 3 "));
            assert!(has_answers && shown.contains("Not answered"), "{keys} at {columns}x{rows}:\n{shown}");
        }
    }
}

#[test]
fn an_exam_can_be_reopened_for_a_minute_after_handing_in_and_the_file_records_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let mut desk = tui::exam(open(&path, paper("07"), || MINUTE.load(Ordering::Relaxed)), Options::default());
    press(&mut desk, "1cehand in\n");
    assert!(desk.world.sitting.handed_in.is_some());
    press(&mut desk, "u");
    assert_eq!((desk.world.sitting.handed_in, desk.world.sitting.reopened), (None, 1));
    press(&mut desk, "3cehand in\n");
    MINUTE.store(62_000, Ordering::Relaxed);
    press(&mut desk, "u");
    assert!(desk.world.sitting.handed_in.is_some(), "more than a minute has passed");
    drop(desk);
    let sitting = parse_sitting(&fs::read_to_string(&path).expect("there")).expect("sound");
    assert_eq!((sitting.reopened, sitting.answers.len()), (1, 2));
}

#[test]
fn a_student_who_has_left_can_still_reopen_the_exam_within_the_minute() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("07.jsonl");
    let line = ["exam", "--form", "A", "--seat", "07", "--count", "3", "--out", file.to_str().expect("text")];
    let sitting = || parse_sitting(&fs::read_to_string(&file).expect("there")).expect("sound");
    let left = out(&run_in(home.path(), &line, "401 c\nhand in\nhand in\nquit\n")).replace('\n', " ");
    assert!(left.contains("To reopen the exam, run the same command again within one minute."), "{left}");
    let looked = out(&run_in(home.path(), &line, "quit\n")).replace('\n', " ");
    assert!(looked.contains("Handed in: 1 of 3 answered.") && looked.contains("reopen"), "{looked}");
    assert!(!looked.contains("Question 1"), "{looked}");
    assert_eq!((sitting().reopened, sitting().handed_in.is_some()), (0, true));
    let back = out(&run_in(home.path(), &line, "reopen\nquestion 2\n403 f\nquit\n")).replace('\n', " ");
    assert!(back.contains("Saved: 403, fairly sure."), "{back}");
    assert_eq!((sitting().reopened, sitting().handed_in, sitting().answers.len()), (1, None, 2));
}

#[test]
fn in_full_screen_an_exam_can_be_reopened_after_leaving() {
    static CLOCK: AtomicU64 = AtomicU64::new(1_000);
    let clock = || CLOCK.load(Ordering::Relaxed);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let mut desk = tui::exam(open(&path, paper("07"), clock), Options::default());
    press(&mut desk, "1cehand in\n\n");
    assert!(desk.world.end_sentence().contains("run the same command again"));
    drop(desk);
    CLOCK.store(31_000, Ordering::Relaxed);
    let mut desk = tui::exam(open(&path, paper("07"), clock), Options::default());
    let shown = text(&mut desk, 80, 24);
    assert!(shown.contains("Your file") && shown.contains("reopen") && !shown.contains("Picking up"), "{shown}");
    press(&mut desk, "u");
    assert_eq!((desk.world.sitting.handed_in, desk.world.sitting.reopened), (None, 1));
    press(&mut desk, "ehand in\n");
    drop(desk);
    CLOCK.store(92_000, Ordering::Relaxed);
    let refused = ExamFile::open(library(), &path, paper("07"), clock).expect_err("the minute is over").to_string();
    assert!(refused.contains("has been handed in"), "{refused}");
}

#[test]
fn in_lines_a_digit_answers_as_in_full_screen_and_never_replaces_an_answer() {
    let home = tempfile::tempdir().expect("a folder");
    for (position, (typed, expected, said)) in [
        ("3\nc\n", Some((Answer::Forbidden, Some(Confidence::Certain))), "Saved: 403. How sure are you"),
        ("3\n", Some((Answer::Forbidden, None)), "Saved: 403. How sure are you"),
        ("3c\n", Some((Answer::Forbidden, Some(Confidence::Certain))), "Saved: 403, certain."),
        ("401\n3\nc\n", Some((Answer::Unauthorized, None)), "3 could mean answer 403 or question 3"),
        ("401 c\nback\n3\n", Some((Answer::Unauthorized, Some(Confidence::Certain))), "Nothing was saved"),
        ("401\n3\n403 g\n", Some((Answer::Forbidden, Some(Confidence::Guess))), "Nothing was saved"),
        (
            "401\n3\nquestion 3\nback\nback\nc\n",
            Some((Answer::Unauthorized, Some(Confidence::Certain))),
            "Question 3 of 4",
        ),
        ("401\n1\nc\n", Some((Answer::Unauthorized, Some(Confidence::Certain))), "Saved: 401, certain."),
        ("list\n3\nc\n", None, "Nothing was saved"),
        ("list\n1\n1\n", None, "Nothing was saved"),
        ("2\n", None, "To open question 2, type: question 2"),
        ("4.\n", None, "To open question 4, type: question 4"),
        ("5\n", None, "Not understood"),
        (
            "401 c\nback\ng\n",
            Some((Answer::Unauthorized, Some(Confidence::Certain))),
            "You have already answered this question",
        ),
        ("401 c\nback\n401 g\n", Some((Answer::Unauthorized, Some(Confidence::Guess))), "Saved: 401, guess."),
    ]
    .into_iter()
    .enumerate()
    {
        let file = home.path().join(format!("{position}.jsonl"));
        let line = ["exam", "--form", "A", "--seat", "07", "--count", "4", "--out", file.to_str().expect("text")];
        let shown = out(&run_in(home.path(), &line, &format!("{typed}quit\n"))).replace('\n', " ");
        assert!(shown.contains(said), "{typed:?}: {shown}");
        let sitting = parse_sitting(&fs::read_to_string(&file).expect("there")).expect("sound");
        let answers: Vec<_> = sitting.answers.iter().collect();
        let first = &sitting.paper.items[0];
        assert_eq!(sitting.answers.get(first).copied(), expected, "{typed:?}");
        assert_eq!(answers.len(), usize::from(expected.is_some()), "{typed:?}: no other question has an answer");
    }
}

#[test]
fn a_count_above_the_number_of_questions_is_refused_and_the_number_is_named() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("07.jsonl");
    let name = file.to_str().expect("text");
    for (choice, said) in [
        (&["--form", "A"][..], "form A has only 10 questions"),
        (&["--form", "B"], "form B has only 10 questions"),
        (&["--form", "A", "--kinds", "expired"], "your selection contains only 2 questions"),
        (&["--ids", "not-owner-duty-free-airport,policy-e-gate-airport"], "your selection contains only 2 questions"),
    ] {
        let line =
            |count: &'static str| [&["exam"], choice, &["--seat", "07", "--count", count, "--out", name]].concat();
        let refused = run_in(home.path(), &line("20"), "quit\n");
        assert_eq!(refused.status.code(), Some(2), "{}", out(&refused));
        let why = err(&refused).replace('\n', " ");
        assert!(why.contains("`--count 20` is too high") && why.contains(said) && why.contains("hint: "), "{why}");
        assert!(!file.exists());
    }
    let votes = home.path().join("votes.jsonl");
    for command in [
        &["class", "worksheet", "--form", "A", "--markdown"][..],
        &["export", "gift", "--kinds", "expired", "--pool", "form-a"],
        &["class", "present", "--plain", "--new", "--form", "A", "--session", votes.to_str().expect("text")],
    ] {
        for (count, is_too_many) in [("60", true), ("1", false)] {
            let output = run_in(home.path(), &[command, &["--count", count]].concat(), "quit\n");
            let said = err(&output);
            assert_eq!(output.status.code(), Some(0), "{command:?}: {said}");
            let named = said.contains("--count asks for 60 questions, but the selection contains only ");
            assert_eq!(named, is_too_many, "{command:?}: {said}");
        }
    }
}

#[test]
fn in_lines_a_confidence_belongs_to_the_question_that_is_shown() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("07.jsonl");
    let line = ["exam", "--form", "A", "--seat", "07", "--count", "3", "--out", file.to_str().expect("text")];
    let said = out(&run_in(home.path(), &line, "401\nnext\nc\nquit\n")).replace('\n', " ");
    assert!(said.contains("Saved: 401. How sure are you") && said.contains("Type the code first"), "{said}");
    assert!(said.contains("Not answered: questions 2, 3. Confidence missing: question 1."), "{said}");
    let said = out(&run_in(home.path(), &line, "hand in\nhand in\nreopen\nlist\nquit\n")).replace('\n', " ");
    assert!(said.contains("401, confidence missing") && said.contains("You haven't handed in the exam"), "{said}");
    let sitting = parse_sitting(&fs::read_to_string(&file).expect("there")).expect("sound");
    assert_eq!((sitting.reopened, sitting.handed_in, sitting.answers.len()), (1, None, 1));
}

#[test]
fn in_lines_a_student_who_moves_on_is_reminded_of_a_missing_confidence() {
    let home = tempfile::tempdir().expect("a folder");
    for (position, away) in [("next", "next"), ("question 3", "back"), ("question 2", "question 1"), ("question 1", "")]
    {
        let file = home.path().join(format!("{}.jsonl", position.len() * 10 + away.len()));
        let line = ["exam", "--form", "A", "--seat", "07", "--count", "3", "--out", file.to_str().expect("text")];
        let said = out(&run_in(home.path(), &line, &format!("{position}\n401\n{away}\nc\nquit\n"))).replace('\n', " ");
        let number = if position == "next" { "2" } else { position.trim_start_matches("question ") };
        let reminder = format!("Your answer to question {number} is saved, but you haven't said how sure you are.");
        assert!(said.contains(&reminder) && said.contains("Type the code first"), "{position}, {away}: {said}");
        let sitting = parse_sitting(&fs::read_to_string(&file).expect("there")).expect("sound");
        assert!(sitting.answers.values().eq([&(Answer::Unauthorized, None)]), "{position}, {away}");
    }
    let file = home.path().join("list.jsonl");
    let line = ["exam", "--form", "A", "--seat", "07", "--count", "3", "--out", file.to_str().expect("text")];
    let said = out(&run_in(home.path(), &line, "401\nlist\nquestion 1\nc\nquit\n"));
    assert!(!said.contains("is saved, but you haven't"), "the question is still shown: {said}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_is_not_saved_ends_nothing_and_the_file_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let mut exam = open(&path, paper("07"), || 1_000);
    // A folder at the path of the file makes every write fail.
    fs::remove_file(&path).expect("there");
    fs::create_dir(&path).expect("made");
    let error = exam.choose(Answer::Forbidden).expect_err("a folder").to_string();
    assert!(error.contains("07.jsonl is not a regular file") && error.contains("Tell your teacher"), "{error}");
    let mut shown = Vec::new();
    plain::run(plain::ExamProgram::new(&mut exam), &b"401 c\nhand in\nhand in\nquit\n"[..], &mut shown, || 80)
        .expect("the exam goes on");
    let shown = String::from_utf8(shown).expect("text").replace('\n', " ");
    assert_eq!(shown.matches("That couldn't be saved: ").count(), 2, "{shown}");
    assert!(shown.contains("You haven't handed in the exam"), "{shown}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_warning_that_a_step_is_not_saved_stays_until_a_step_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let mut desk = tui::exam(open(&path, paper("07"), || 1_000), Options::default());
    let kept = folder.path().join("kept");
    fs::rename(&path, &kept).expect("moved");
    fs::create_dir(&path).expect("made");
    for key in ["3", "n", "p", "?", "q", "n", "q", "x"] {
        press(&mut desk, key);
        for (columns, rows) in [(80, 24), (40, 15), (120, 40)] {
            let shown = text(&mut desk, columns, rows);
            assert!(shown.contains("couldn't be saved"), "{key} at {columns}x{rows}:\n{shown}");
        }
    }
    assert!(desk.world.end_sentence().contains("Your last step couldn't be saved: "));
    fs::remove_dir(&path).expect("empty");
    fs::rename(&kept, &path).expect("moved back");
    press(&mut desk, "1");
    assert!(!text(&mut desk, 80, 24).contains("couldn't be saved"));
    assert!(!desk.world.end_sentence().contains("couldn't be saved"));
}

#[test]
fn a_student_who_has_answered_everything_is_told_to_hand_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let mut desk = tui::exam(open(&path, paper("07"), || 1_000), Options::default());
    let all = desk.world.counts().0;
    for number in 1..=all {
        let shown = text(&mut desk, 80, 24);
        assert!(!shown.contains("all answered") && !shown.contains("Every question is answered"), "{number}: {shown}");
        press(&mut desk, "1c");
    }
    let shown = text(&mut desk, 80, 24);
    assert!(shown.contains("all answered") && shown.contains("Every question is answered."), "{shown}");
    press(&mut desk, "n");
    let shown = text(&mut desk, 80, 24);
    assert!(shown.contains("Every question is answered."), "the last question has no next one: {shown}");
    press(&mut desk, "p");
    let shown = text(&mut desk, 80, 24);
    let is_first = shown.lines().any(|line| line.split_whitespace().take(3).eq(["e", "hand", "in"]));
    assert!(is_first, "the key for handing in comes first: {shown}");
    assert!(desk.world.end_sentence().contains("Open the exam again"), "it wasn't handed in");
    press(&mut desk, "ehand in\n");
    assert_eq!(
        desk.world.end_sentence(),
        format!(
            "Handed in: {all} of {all} answered. To reopen the exam, run the same command again within one minute. Hand in this file: {}",
            path.display()
        )
    );
}

#[test]
fn the_full_screen_reminds_of_a_missing_confidence_in_both_directions() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = tui::exam(open(&folder.path().join("07.jsonl"), paper("07"), || 1_000), Options::default());
    press(&mut desk, "n3p");
    let shown = text(&mut desk, 100, 40);
    assert!(shown.contains("Your answer to question 2 is saved, but you haven't said how sure you are."), "{shown}");
    press(&mut desk, "nnnnnnnnnnnn");
    let shown = text(&mut desk, 100, 40);
    assert!(shown.contains("This is the last question. Not answered:"), "{shown}");
}

#[test]
fn plain_mode_rejects_the_number_of_a_missing_question() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("07.jsonl");
    let line = ["exam", "--form", "A", "--seat", "07", "--count", "3", "--out", file.to_str().expect("text")];
    for typed in ["question 0", "question 4", "question 99", "question 3\nnext"] {
        let said = out(&run_in(home.path(), &line, &format!("{typed}\nquit\n")));
        assert!(said.contains("No such question: questions are numbered 1 to 3."), "{typed}: {said}");
    }
    let said = out(&run_in(home.path(), &line, "2\n99\nquit\n"));
    assert_eq!(said.matches("Not understood.").count(), 2, "{said}");
}

#[test]
fn more_time_reopens_an_exam_that_the_clock_handed_in_and_no_other() {
    static NOW: AtomicU64 = AtomicU64::new(1_000);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let now = || NOW.load(Ordering::Relaxed);
    let mut exam = open(&path, ExamPaper { minutes: Some(2), ..paper("07") }, now);
    exam.put(Answer::Unauthorized, Confidence::Guess).expect("kept");
    NOW.store(1_000 + 5 * 60_000, Ordering::Relaxed);
    assert!(exam.look_at_the_clock().expect("kept"));
    let late = exam.give_time(3, "K7Q").expect_err("the time would still be up");
    assert!(late.to_string().contains("the time ran out 3 minutes ago"), "{late}");
    exam.give_time(4, "K7Q").expect("kept");
    assert_eq!((exam.sitting.handed_in, exam.minutes_left()), (None, Some(1)));
    exam.put(Answer::Forbidden, Confidence::Guess).expect("kept");
    exam.hand_in().expect("kept");
    let refused = exam.give_time(9, "K7Q").expect_err("the student handed it in");
    assert!(refused.to_string().contains("the student has handed in the exam"), "{refused}");
    let sitting = parse_sitting(&fs::read_to_string(&path).expect("there")).expect("sound");
    assert_eq!((sitting.answers.len(), sitting.more_time.len()), (2, 1));
}

#[test]
fn more_time_is_written_into_the_file_with_its_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let paper = ExamPaper { minutes: Some(2), ..paper("07") };
    let mut exam = open(&path, paper, || 1_000);
    exam.give_time(10, "K7Q").expect("kept");
    assert_eq!(exam.minutes_left(), Some(12));
    assert_eq!(exam.sitting.more_time, [(10, "K7Q".to_owned())]);
}

#[test]
fn the_exam_screens_match_their_snapshots_and_draw_at_any_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let paper = ExamPaper { minutes: Some(20), ..paper("07") };
    let mut desk = tui::exam(open(&folder.path().join("07.jsonl"), paper, || 1_000), Options::default());
    for (keys, name) in [("", "open"), ("3", "chosen"), ("c1fp", "changed"), ("?", "help"), ("?q", "leaving")] {
        press(&mut desk, keys);
        insta::assert_snapshot!(format!("exam__{name}"), text(&mut desk, 80, 24));
        at_sizes(name, |columns, rows| {
            text(&mut desk, columns, rows);
        });
    }
    for phrase in ["more time 5", "more  time 7 abc d", "MORE TIME"] {
        press(&mut desk, &format!("e{phrase}\n"));
        let said = text(&mut desk, 120, 24);
        assert!(said.contains("To add time, type the minutes and your code"), "{phrase}: {said}");
    }
    press(&mut desk, "ehand in\n");
    let over = text(&mut desk, 80, 24);
    assert!(over.contains("Your file") && over.contains("2 of 10"), "{over}");
    assert_eq!(desk.world.counts(), (10, 2));
}

#[test]
fn more_time_is_given_in_the_exam_and_to_a_closed_file() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("07.jsonl");
    let name = file.to_str().expect("text");
    let line = ["exam", "--form", "A", "--seat", "07", "--minutes", "20", "--out", name];
    let said = out(&run_in(home.path(), &line, "more time 5 k7q\nmore time\nquit\n"));
    assert!(said.contains("Time added: 5 minutes. Time left: 25 minutes."), "{said}");
    assert!(said.contains("To add time, type the minutes and your code"), "{said}");
    let given = run_in(home.path(), &["exam", "time", name, "--minutes", "10", "--code", "k7q"], "");
    let added = "Seat 07. Time added: 10 minutes. Time left: 35 minutes.";
    assert!(out(&given).contains(added), "{}{}", out(&given), err(&given));
    let more = parse_sitting(&fs::read_to_string(&file).expect("there")).expect("sound");
    assert_eq!(more.more_time, [(5, "K7Q".to_owned()), (10, "K7Q".to_owned())]);
    let missing = run_in(home.path(), &["exam", "time", "no such.jsonl", "--minutes", "5", "--code", "x"], "");
    assert!(err(&missing).contains("can't be read") && err(&missing).contains("hint: "), "{}", err(&missing));
    let endless = home.path().join("08.jsonl");
    let name = endless.to_str().expect("text");
    run_in(home.path(), &["exam", "--form", "A", "--seat", "08", "--out", name], "quit\n");
    let refused = run_in(home.path(), &["exam", "time", name, "--minutes", "5", "--code", "x"], "");
    assert!(err(&refused).contains("the exam has no time limit"), "{}", err(&refused));
    assert_eq!(refused.status.code(), Some(1));
}

#[test]
fn more_time_is_typed_on_the_full_screen_where_the_exam_is_handed_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let paper = ExamPaper { minutes: Some(20), ..paper("07") };
    let exam = open(&folder.path().join("07.jsonl"), paper, || 1_000);
    let mut desk = tui::exam(exam, Options::default());
    press(&mut desk, "emore time 5 k7q\n");
    let shown = text(&mut desk, 80, 24);
    assert!(shown.contains("Time added: 5 minutes. Time left: 25 minutes."), "{shown}");
    assert_eq!(desk.world.sitting.more_time, [(5, "K7Q".to_owned())]);
}

#[test]
fn a_start_code_is_printed_written_into_the_file_and_checked_for_typing_errors() {
    let home = tempfile::tempdir().expect("a folder");
    let said = out(&run_in(home.path(), &["exam", "code", "--day", "2026-11-26"], ""));
    let code =
        said.lines().next().and_then(|line| line.strip_prefix("Start code for 2026-11-26 (UTC): ")).expect("a code");
    assert!(said.contains(&format!("--expect code={code}")), "{said}");
    let valid = "It is valid for exams that begin between 2026-11-25 10:00 and 2026-11-27 12:00 (UTC).";
    assert!(said.contains(valid), "{said}");
    let file = home.path().join("07.jsonl");
    let name = file.to_str().expect("text");
    let line = |code: &str| {
        let line = ["exam", "--form", "A", "--seat", "07", "--code", code, "--out", name];
        run_in(home.path(), &line, "quit\n")
    };
    let last = if code.ends_with('A') { "B" } else { "A" };
    let wrong = code.chars().take(code.len() - 1).collect::<String>() + last;
    assert!(err(&line(&wrong)).contains("isn't a valid start code; check each letter"), "{}", err(&line(&wrong)));
    assert!(!file.exists());
    assert_eq!(err(&line(&code.to_lowercase())), "");
    let sitting = parse_sitting(&fs::read_to_string(&file).expect("there")).expect("sound");
    assert_eq!(sitting.paper.code.as_deref(), Some(code));
    let wrong_day = run_in(home.path(), &["exam", "code", "--day", "26 Nov"], "");
    assert!(err(&wrong_day).contains("write a date such as 2026-11-26"), "{}", err(&wrong_day));
    let nothing = run_in(home.path(), &["exam"], "");
    assert_eq!(nothing.status.code(), Some(2));
}

#[test]
fn the_sentence_about_open_questions_tells_numbers_of_questions_from_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut exam = open(&folder.path().join("07.jsonl"), paper("07"), || 1_000);
    let all = exam.counts().0;
    let mut sentences = Vec::new();
    for position in 0..all {
        exam.go(position);
        exam.put(Answer::Forbidden, Confidence::Guess).expect("kept");
        sentences.push(exam.open_sentence().unwrap_or_default());
    }
    assert_eq!(
        [&sentences[0], &sentences[7], &sentences[8], &sentences[9]],
        ["Not answered: 9 questions.", "Not answered: questions 9, 10.", "Not answered: question 10.", ""]
    );
    exam.go(8);
    exam.choose(Answer::Unauthorized).expect("kept");
    assert_eq!(exam.open_sentence().as_deref(), Some("Confidence missing: question 9."));
}

#[test]
fn in_lines_a_student_is_told_how_to_answer_neither_and_its_first_word_is_enough() {
    let home = tempfile::tempdir().expect("a folder");
    let neither = Some((Answer::Neither, Some(Confidence::Certain)));
    for (lang, typed) in [("", "0 c"), ("", "neither c"), ("de", "keiner c"), ("pt-BR", "nenhum c")] {
        let file = home.path().join(format!("{}.jsonl", typed.replace(' ', "")));
        let line = ["--lang", lang, "exam", "--plain", "--ids", "edge-too-many-http", "--seat", "07", "--out"];
        let line = [&line[if lang.is_empty() { 2 } else { 0 }..], &[file.to_str().expect("text")]].concat();
        let said = out(&run_in(home.path(), &line, &format!("nonsense\n{typed}\nquit\n")));
        let answers = parse_sitting(&fs::read_to_string(&file).expect("there")).expect("sound").answers;
        assert_eq!(answers.values().next().copied(), neither, "{typed}: {said}");
        assert_eq!(said.matches("0 c").count(), 2, "{said}");
    }
}

#[test]
fn an_exam_goes_on_without_a_question_that_was_removed_from_its_pack() {
    let home = tempfile::tempdir().expect("a folder");
    let pack = crate::common::mixed_pack(home.path(), "practice");
    let line = ["exam", "--plain", "--seat", "07", "--out", "07.jsonl", "--pack", &pack];
    let file = home.path().join("07.jsonl");
    let name = file.to_str().expect("text");
    let line = line.map(|word| if word == "07.jsonl" { name } else { word });
    run_in(home.path(), &line, "401 c\nquit\n");
    let mut changed: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&pack).expect("there")).expect("JSON");
    let scenarios = changed["scenarios"].as_array_mut().expect("scenarios");
    let removed = scenarios.remove(0)["id"].as_str().expect("text").to_owned();
    for scenario in scenarios {
        scenario.as_object_mut().expect("an object").remove("twin");
    }
    fs::write(&pack, changed.to_string()).expect("written");
    let again = run_in(home.path(), &line, "quit\n");
    assert_eq!(again.status.code(), Some(0), "{}", err(&again));
    let said = err(&again).replace('\n', " ");
    assert!(said.contains(&format!("no longer in the packs: {removed}.")), "{said}");
}

#[test]
fn in_lines_help_is_understood_and_nothing_comes_before_the_first_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut exam = open(&folder.path().join("07.jsonl"), paper("07"), || 1_000);
    let mut said = Vec::new();
    plain::run(plain::ExamProgram::new(&mut exam), &b"help\n?\nback\n"[..], &mut said, || 300).expect("runs");
    let said = String::from_utf8(said).expect("text");
    assert_eq!(said.matches("An answer looks like 401 c.").count(), 2, "{said}");
    assert!(said.contains("This is the first question.") && !said.contains("Not understood"), "{said}");
}

#[test]
fn an_exam_file_that_is_truncated_is_completed_and_the_student_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let mut exam = open(&path, paper("07"), || 1_000);
    exam.put(Answer::Forbidden, Confidence::Guess).expect("kept");
    fs::write(&path, "").expect("truncated");
    exam.put(Answer::Forbidden, Confidence::Guess).expect("kept");
    assert!(exam.take_notices().iter().any(|notice| notice.contains("It has been restored")));
    drop(exam);
    let sitting = parse_sitting(&fs::read_to_string(&path).expect("there")).expect("sound");
    assert_eq!(sitting.answers.len(), 2);
}

#[test]
fn a_seat_code_that_is_refused_says_which_letters_are_allowed() {
    let home = tempfile::tempdir().expect("a folder");
    let said = err(&run_in(home.path(), &["exam", "--form", "A", "--seat", "Jörg", "--out", "x.jsonl"], ""));
    assert!(
        said.replace('\n', " ").contains("`Jörg` isn't a valid seat code. Allowed: up to 32 letters from a to z"),
        "{said}"
    );
}

/// The id of a question with custom answers.
const OWN: &str = "edge-json-login-http";

#[test]
fn in_lines_a_question_with_its_own_answers_takes_numbers_letters_and_texts() {
    let library = Library::open(None, &[]);
    let scenario = library.scenario(OWN).expect("there");
    let texts: Vec<&str> =
        scenario.asks.as_ref().expect("own answers").choices.iter().map(|choice| choice.text.as_str()).collect();
    let home = tempfile::tempdir().expect("a folder");
    let run = |name: &str, lang: &str, lines: &str| {
        let file = home.path().join(format!("{name}.jsonl"));
        let line =
            ["--lang", lang, "exam", "--plain", "--ids", OWN, "--seat", "07", "--out", file.to_str().expect("text")];
        let said = run_in(home.path(), &line[if lang.is_empty() { 2 } else { 0 }..], &format!("{lines}\nlist\nquit\n"));
        let answers = parse_sitting(&fs::read_to_string(&file).expect("there")).expect("sound").answers.clone();
        (out(&said).split_whitespace().collect::<Vec<_>>().join(" "), answers.values().next().copied())
    };
    let second = Some((Answer::Second, Some(Confidence::Fairly)));
    let texted = format!("{} f", texts[1]);
    for (name, lines) in [
        ("number", "2 f"),
        ("letter", "b f"),
        ("capital", "B, fairly sure"),
        ("text", texted.as_str()),
        ("two lines", "b\nf"),
        ("changed", "a\nc\n2 f"),
    ] {
        let (said, answer) = run(name, "", lines);
        assert_eq!(answer, second, "{name}: {said}");
        let title = texts[1].trim_end_matches('.').split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(&format!("Saved: {title}, fairly sure.")) || name == "two lines", "{name}: {said}");
        assert!(!said.contains("answer 2") && !said.contains("second f"), "{name}: {said}");
    }
    let (said, answer) = run("half", "", "nonsense\nf\na\nc\nc");
    assert_eq!(answer, Some((Answer::First, Some(Confidence::Certain))), "{said}");
    for sentence in [
        "Type the number of an answer and how sure you are, for example 1 c or 2 g.",
        "An answer looks like 2 c.",
        "Type the number of an answer first.",
        "To change your answer, type both again, for example 1 c.",
    ] {
        assert!(said.contains(sentence), "{sentence}: {said}");
    }
    assert!(!said.contains("401 c"), "{said}");
    for (lang, saved) in [("de", "Gespeichert: "), ("pt-BR", "Resposta salva: ")] {
        let (said, answer) = run(lang, lang, "b");
        assert_eq!(answer, Some((Answer::Second, None)));
        assert!(said.contains(saved) && !said.contains("answer 2") && !said.contains("401 c"), "{said}");
    }
}

#[test]
fn in_lines_on_a_terminal_time_runs_out_while_nobody_types() {
    use airside::plain::{ExamProgram, InputEvent, run_on_terminal};

    static NOW: AtomicU64 = AtomicU64::new(1_000);
    let clock = || NOW.load(Ordering::Relaxed);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("07.jsonl");
    let paper = || ExamPaper { minutes: Some(1), ..paper("07") };
    let mut exam = open(&path, paper(), clock);
    let mut events = [InputEvent::Line("401 c".to_owned()), InputEvent::Idle, InputEvent::Idle].into_iter();
    let wait = || {
        NOW.fetch_add(25_000, Ordering::Relaxed);
        Ok(events.next().unwrap_or(InputEvent::End))
    };
    let mut said = Vec::new();
    let interrupted = run_on_terminal(ExamProgram::new(&mut exam), wait, &mut said, || 80).expect("runs");
    let said = String::from_utf8(said).expect("text");
    assert!(!interrupted && said.contains("Your time is up.") && said.contains("Handed in: 1 of 10"), "{said}");
    assert!(exam.sitting.handed_in.is_some());
    drop(exam);

    // A student who comes back after the time limit sees no question.
    NOW.store(1_000, Ordering::Relaxed);
    let path = folder.path().join("08.jsonl");
    drop(open(&path, paper(), clock));
    NOW.store(200_000, Ordering::Relaxed);
    let mut exam = open(&path, paper(), clock);
    let mut said = Vec::new();
    run_on_terminal(ExamProgram::new(&mut exam), || Ok(InputEvent::Idle), &mut said, || 80).expect("runs");
    let said = String::from_utf8(said).expect("text");
    assert!(said.contains("Your time is up.") && !said.contains("Question 1"), "{said}");
}

#[test]
fn an_exam_that_can_still_be_reopened_is_never_said_to_be_closed() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("07.jsonl");
    let line = ["exam", "--form", "A", "--seat", "07", "--count", "1", "--out", file.to_str().expect("text")];
    run_in(home.path(), &line, "401 c\nhand in\nquit\n");
    for leaving in ["quit\n", ""] {
        let said = run_in(home.path(), &line, leaving);
        let remark = err(&said);
        assert!(said.status.code() == Some(1) && remark.contains("has been handed in"), "{remark}");
        assert!(remark.contains("type: reopen") && !remark.contains("can't be opened again"), "{remark}");
    }
}

#[test]
fn a_saved_answer_that_is_chosen_again_is_said_to_be_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = tui::exam(open(&folder.path().join("07.jsonl"), paper("07"), || 1_000), Options::default());
    press(&mut desk, "1cp1");
    let shown = text(&mut desk, 80, 24);
    assert!(shown.contains("This answer is already saved.") && !shown.contains("no effect"), "{shown}");
}

#[test]
fn an_answer_given_by_mistake_is_cleared_and_the_question_is_open_again() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("07.jsonl");
    let mut desk = tui::exam(open(&path, paper("07"), || 1_000), Options::default());
    text(&mut desk, 100, 50);
    press(&mut desk, "3cpu");
    assert!(text(&mut desk, 100, 50).contains("The answer was cleared."));
    assert_eq!((desk.world.answer(), desk.world.position), (None, 0));
    press(&mut desk, "u");
    assert!(text(&mut desk, 100, 50).contains("No answer was cleared: this question has no answer."));
    drop(desk);
    let line = ["exam", "--form", "A", "--seat", "08", "--out", &home.path().join("08.jsonl").display().to_string()];
    let said = out(&run_in(home.path(), &line, "401 c\nback\nclear\nundo\nquit\n"));
    assert!(said.contains("The answer was cleared.") && said.contains("No answer was cleared"), "{said}");
    for name in ["07", "08"] {
        let file = fs::read_to_string(home.path().join(format!("{name}.jsonl"))).expect("there");
        assert!(file.contains("cleared") && parse_sitting(&file).expect("sound").answers.is_empty(), "{file}");
    }
}

#[test]
fn a_key_pressed_after_the_time_is_up_hands_in_and_says_so() {
    static NOW: AtomicU64 = AtomicU64::new(1_000);
    let folder = tempfile::tempdir().expect("a folder");
    let paper = ExamPaper { minutes: Some(1), ..paper("07") };
    let mut desk =
        tui::exam(open(&folder.path().join("07.jsonl"), paper, || NOW.load(Ordering::Relaxed)), Options::default());
    text(&mut desk, 100, 50);
    press(&mut desk, "3");
    NOW.store(70_000, Ordering::Relaxed);
    press(&mut desk, "c");
    assert!(text(&mut desk, 100, 50).contains("Time is up, so the exam was handed in as it was."));
    press(&mut desk, "u");
    assert!(text(&mut desk, 100, 50).contains("The exam can't be reopened: its time has run out."));
}
