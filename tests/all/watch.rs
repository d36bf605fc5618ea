//! Tests how a teacher follows a class during an exam.

use std::fs;
use std::path::Path;

use airside::class::exam::ExamFile;
use airside::class::exam::sitting::ExamPaper;
use airside::class::report::Roster;
use airside::class::watch::ExamWatch;
use airside::render::plain::render;
use airside::round::{Answer, Confidence};
use airside::scenario::Pool;
use airside::scenario::library::Library;
use airside::tui::{self, Options};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use crate::cli::{err, out, run_in};
use crate::common::{at_sizes, form_spec};

fn open(folder: &Path, seat: &str, minutes: Option<u32>) -> ExamFile {
    let library = Library::open(None, &[]);
    let paper = ExamPaper::new(&library, &form_spec(Pool::FormA, 0, None), seat);
    let path = folder.join(format!("{seat}.jsonl"));
    ExamFile::open(library, &path, ExamPaper { minutes, ..paper }, || 1_000).expect("opens")
}

/// One of the three seats has handed in its exam. The folder also contains files that aren't exams.
fn folder() -> (tempfile::TempDir, [ExamFile; 3]) {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir_all(folder.join("room 2")).expect("made");
    let mut one = open(&folder, "01", Some(20));
    let mut two = open(&folder, "02", None);
    let three = open(&folder.join("room 2"), "03", Some(1));
    for _ in 0..3 {
        one.put(Answer::Forbidden, Confidence::Guess).expect("kept");
    }
    two.put(Answer::Forbidden, Confidence::Guess).expect("kept");
    two.hand_in().expect("kept");
    fs::write(folder.join("notes.txt"), "not an exam").expect("written");
    fs::write(folder.join("empty.jsonl"), "").expect("written");
    fs::write(folder.join("bytes.bin"), [0xff, 0xfe, 0, b'\n']).expect("written");
    (home, [one, two, three])
}

fn lines(watch: &ExamWatch) -> String {
    render(&watch.document(), 80).join("\n")
}

#[test]
fn the_page_names_seat_answers_minutes_and_state_and_lists_other_files() {
    let (home, exams) = folder();
    let roster = Roster::parse("seat,name\n01,A\n04,D\n").expect("a roster");
    let mut watch = ExamWatch::new(home.path().join("results"), roster, || 61_001);
    let shown = lines(&watch);
    insta::assert_snapshot!("watch__table", shown);
    // A line that is still being written is skipped, but everything before it is shown.
    let [mut one, two, three] = exams;
    one.put(Answer::Forbidden, Confidence::Guess).expect("kept");
    drop((one, two, three));
    let path = home.path().join("results/01.jsonl");
    let mut text = fs::read_to_string(&path).expect("there");
    text.push_str("{\"at\":70000,\"event\":{\"answ");
    fs::write(&path, &text).expect("written");
    watch.poll();
    assert!(lines(&watch).contains("4 of 10"), "{}", lines(&watch));
    // A file with a changed line is no longer shown as an exam, and the reason is given.
    fs::write(&path, text.replacen("\"403\"", "\"401\"", 1)).expect("written");
    watch.poll();
    assert!(lines(&watch).contains("01.jsonl has been altered: line 2"), "{}", lines(&watch));
    fs::remove_file(&path).expect("there");
    watch.poll();
    assert!(!lines(&watch).contains("01.jsonl"), "{}", lines(&watch));
}

#[test]
fn a_seat_that_began_twice_is_marked() {
    let (home, exams) = folder();
    drop(exams);
    let results = home.path().join("results");
    fs::copy(results.join("01.jsonl"), results.join("01 copy.jsonl")).expect("copied");
    let watch = ExamWatch::new(results, Roster::default(), || 61_001);
    assert_eq!(lines(&watch).matches("2 files").count(), 2, "{}", lines(&watch));
}

#[test]
fn the_screen_follows_the_folder_and_draws_at_any_size() {
    let (home, [mut one, ..]) = folder();
    let watch = ExamWatch::new(home.path().join("results"), Roster::default(), || 61_001);
    let mut shell = tui::watch(watch, Options::default());
    let text = |shell: &mut tui::Shell<ExamWatch>, size: Size| {
        let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).expect("memory");
        shell.resize(size);
        terminal.draw(|frame| shell.draw(frame)).expect("memory");
        terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>()
    };
    let size = Size::new(80, 24);
    assert!(text(&mut shell, size).contains("3 of 10"), "{}", text(&mut shell, size));
    assert!(!shell.tick(), "nothing has changed, so nothing is drawn");
    one.put(Answer::Forbidden, Confidence::Guess).expect("kept");
    assert!(shell.tick(), "the file has changed");
    assert!(text(&mut shell, size).contains("4 of 10"), "{}", text(&mut shell, size));
    at_sizes("watch", |columns, rows| drop(text(&mut shell, Size::new(columns, rows))));
}

#[test]
fn a_folder_without_exams_is_drawn_at_any_size_and_says_so() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    let draw = |roster: Option<&str>| {
        let roster = roster.map_or_else(Roster::default, |roster| Roster::parse(roster).expect("a roster"));
        let mut shell = tui::watch(ExamWatch::new(folder.to_owned(), roster, || 61_001), Options::default());
        at_sizes("watch", |columns, rows| {
            shell.resize(Size::new(columns, rows));
            let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("memory");
            terminal.draw(|frame| shell.draw(frame)).expect("memory");
        });
    };
    let rosters = [None, Some("seat,name\n01,A\n04,D\n")];
    rosters.into_iter().for_each(draw);
    let watch = ExamWatch::new(folder.to_owned(), Roster::default(), || 61_001);
    assert!(lines(&watch).contains("No seat has started an exam yet."), "{}", lines(&watch));
    let bytes = folder.join("bytes.bin");
    fs::write(&bytes, [0xff, 0xfe, 0, b'\n']).expect("written");
    rosters.into_iter().for_each(draw);
    // The last exam may disappear while the page is open.
    open(folder, "01", None);
    let mut watch = ExamWatch::new(folder.to_owned(), Roster::default(), || 61_001);
    assert!(lines(&watch).contains("Seat 01"), "{}", lines(&watch));
    fs::remove_file(folder.join("01.jsonl")).expect("there");
    watch.poll();
    assert!(!lines(&watch).contains("Seat 01"), "{}", lines(&watch));
    let mut shell = tui::watch(watch, Options::default());
    shell.resize(Size::new(80, 24));
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("memory");
    terminal.draw(|frame| shell.draw(frame)).expect("memory");
}

#[test]
fn in_a_pipe_the_table_is_printed_once_and_a_missing_folder_is_an_error() {
    let (home, exams) = folder();
    drop(exams);
    let results = home.path().join("results");
    let said = run_in(home.path(), &["class", "watch", results.to_str().expect("text")], "");
    assert!(out(&said).contains("Handed in: 1 of 3") && out(&said).contains("notes.txt"), "{}", out(&said));
    let none = run_in(home.path(), &["class", "watch", "no such folder"], "");
    assert_eq!(none.status.code(), Some(1));
    assert!(err(&none).contains("no such folder is not a folder") && err(&none).contains("hint: "), "{}", err(&none));
}

#[test]
fn copies_count_as_one_exam_and_seats_are_in_the_order_of_their_numbers() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    for seat in ["10", "2", "1"] {
        open(folder, seat, None).hand_in().expect("kept");
    }
    fs::copy(folder.join("1.jsonl"), folder.join("1 copy.jsonl")).expect("copied");
    let roster = Roster::parse("seat,name\n1,A\n2,B\n11,C\n4,D\n").expect("a roster");
    let shown = lines(&ExamWatch::new(folder.to_owned(), roster, || 61_001));
    assert!(shown.contains("Handed in: 3 of 5"), "{shown}");
    assert!(
        shown.contains("These seats haven't started: 4, 11.") && shown.contains("Seats not on the roster: 10."),
        "{shown}"
    );
    let rows: Vec<usize> = ["1 A: ", "2 A: ", "10 A: "].map(|seat| shown.find(seat).expect("a row")).into();
    assert!(rows.is_sorted(), "{shown}");
}
