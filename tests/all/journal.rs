//! Tests the journal on disk, and rounds that resume from it.

use std::fs;
use std::path::Path;

use airside::round::Answer;
use airside::round::spec::RoundSpec;
use airside::round::{Confidence, Event, Input, Phase};
use airside::store::journal::{Journal, JournalEntry, Payload};
use airside::study::{Begin, Opening, Study};
use airside::tui::{self, FirstScreen, Msg, Options};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use crate::common::library;

fn open(folder: &Path, request: Option<RoundSpec>) -> Study {
    Study::open(Opening {
        library: library(),
        state_folder: Some(folder.to_owned()),
        begin: request.map_or(Begin::Resume, Begin::Round),
        clock: || 1_000,
    })
}

fn answer(study: &mut Study, answer: Answer) {
    study.act(Input::Choose(answer)).expect("a choice is open");
    study.act(Input::Commit(Confidence::Fairly)).expect("a choice was made");
}

#[test]
fn a_round_resumes_at_the_same_item_with_every_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut first = open(folder.path(), None);
    answer(&mut first, Answer::Unauthorized);
    first.act(Input::Next).expect("ruled");
    first.act(Input::Hint).expect("a hint is left");
    first.act(Input::Choose(Answer::Forbidden)).expect("open");
    let before = first.round().clone();
    drop(first);

    let second = open(folder.path(), None);
    assert!(second.resumed());
    assert_eq!(second.round().position(), 1);
    assert_eq!(second.round().records(), before.records());
    // Only the choice that the learner hadn't submitted is lost.
    assert_eq!(second.round().phase(), Phase::Asking { choice: None, hints: 1 });
    assert_eq!(second.progress().measures.all.answered, 1);
}

#[test]
fn a_torn_last_line_is_reported_and_nothing_else_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut first = open(folder.path(), None);
    answer(&mut first, Answer::Unauthorized);
    drop(first);
    let path = folder.path().join("journal.jsonl");
    let whole = fs::read(&path).expect("written");
    for length in 1..whole.len() {
        fs::write(&path, &whole[..length]).expect("writable");
        let mut study = open(folder.path(), None);
        let notices = study.take_notices();
        let complete = String::from_utf8_lossy(&whole[..length]).matches('\n').count();
        // A line is complete even if its newline is missing.
        let torn = whole[length - 1] != b'\n' && whole[length] != b'\n';
        assert_eq!(notices.iter().any(|notice| notice.contains("can't be read")), torn, "{length}: {notices:?}");
        let answered = usize::from(complete + usize::from(!torn && whole[length - 1] != b'\n') >= 2);
        assert_eq!(study.progress().measures.all.answered, answered, "cut at {length}");
        assert!(study.scenario().is_some());
    }
}

#[test]
fn answers_after_a_torn_line_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("journal.jsonl"), b"{\"format\":1,\"id\":\"half").expect("writable");
    let mut first = open(folder.path(), None);
    answer(&mut first, Answer::Forbidden);
    drop(first);
    let mut second = open(folder.path(), None);
    assert_eq!(second.progress().measures.all.answered, 1);
    assert!(second.take_notices().iter().any(|notice| notice.starts_with("Line 1 of")));
}

#[test]
fn a_second_instance_keeps_its_own_file_and_both_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut first = open(folder.path(), None);
    answer(&mut first, Answer::Unauthorized);
    let mut second = open(folder.path(), None);
    assert!(second.take_notices().iter().any(|notice| notice.contains("Another instance of airside is running")));
    assert!(!second.resumed(), "the round of the other instance is not taken over");
    answer(&mut second, Answer::Unauthorized);
    assert_eq!(second.progress().measures.all.answered, 2);
    drop((first, second));
    assert!(folder.path().join("journal.2.jsonl").exists());
    let third = open(folder.path(), None);
    assert_eq!(third.progress().measures.all.answered, 2);
}

#[test]
fn a_folder_that_cannot_be_written_is_reported_once_and_the_round_continues() {
    let folder = tempfile::tempdir().expect("a folder");
    let blocked = folder.path().join("file");
    fs::write(&blocked, b"not a folder").expect("writable");
    let mut study = open(&blocked, None);
    assert_eq!(study.take_notices().iter().filter(|notice| notice.contains("aren't being saved")).count(), 1);
    answer(&mut study, Answer::Unauthorized);
    assert!(study.take_notices().is_empty());
    assert!(study.document(false).is_some());
}

#[test]
fn a_journal_of_a_newer_format_is_not_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.jsonl");
    let newer = b"{\"format\":2,\"mystery\":true}\n";
    fs::write(&path, newer).expect("writable");
    let mut study = open(folder.path(), None);
    assert!(study.take_notices().iter().any(|notice| notice.contains("newer version of airside")));
    answer(&mut study, Answer::Unauthorized);
    assert_eq!(fs::read(&path).expect("still there"), newer);
}

#[test]
fn a_line_of_format_0_is_damaged_and_not_called_newer() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.jsonl");
    let odd = b"{\"format\":0,\"id\":\"1\",\"at\":5,\"event\":{}}\n";
    fs::write(&path, odd).expect("writable");
    let mut study = open(folder.path(), None);
    let notices = study.take_notices();
    assert!(notices.iter().any(|notice| notice.contains("Line 1 of")), "{notices:?}");
    assert!(!notices.iter().any(|notice| notice.contains("newer")), "{notices:?}");
    answer(&mut study, Answer::Unauthorized);
    assert_eq!(study.keeping(), "Every answer is saved.");
    drop(study);
    assert!(fs::read(&path).expect("still there").starts_with(odd));
    assert_eq!(open(folder.path(), None).progress().measures.all.answered, 1);
}

#[test]
fn zero_bytes_at_the_end_cost_nothing() {
    // A file system may leave zero bytes behind after a power failure.
    for count in [1, 7, 511, 4_096] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal.jsonl");
        let mut study = open(folder.path(), None);
        answer(&mut study, Answer::Unauthorized);
        drop(study);
        let mut bytes = fs::read(&path).expect("written");
        bytes.resize(bytes.len() + count, 0);
        fs::write(&path, &bytes).expect("writable");
        let mut study = open(folder.path(), None);
        assert_eq!(study.progress().measures.all.answered, 1, "{count}");
        study.act(Input::Next).expect("ruled");
        answer(&mut study, Answer::Forbidden);
        drop(study);
        assert_eq!(open(folder.path(), None).progress().measures.all.answered, 2, "{count}");
        assert!(fs::read(&path).expect("still there").starts_with(&bytes), "{count}");
    }
}

#[test]
fn a_clock_before_1970_counts_as_its_start_and_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    // Every time before 1970 is treated as 0.
    let open = |begin| {
        Study::open(Opening { library: library(), state_folder: Some(folder.path().to_owned()), begin, clock: || 0 })
    };
    let mut study = open(Begin::Resume);
    answer(&mut study, Answer::Unauthorized);
    let before = study.round().clone();
    drop(study);
    let again = open(Begin::Resume);
    assert_eq!(*again.round(), before);
    assert_eq!((again.progress().measures.all.answered, again.keeping()), (1, "Every answer is saved."));
}

#[test]
fn a_finished_round_is_not_resumed() {
    let folder = tempfile::tempdir().expect("a folder");
    let request = RoundSpec { count: Some(1), ..RoundSpec::default() };
    let mut first = open(folder.path(), Some(request));
    answer(&mut first, Answer::Unauthorized);
    first.act(Input::Next).expect("ruled");
    assert_eq!(first.round().phase(), Phase::Finished);
    drop(first);
    let second = open(folder.path(), None);
    assert!(!second.resumed());
    assert_eq!(second.progress().measures.all.answered, 1);
}

#[test]
fn every_event_is_read_back_as_written_and_uncommitted_choices_are_not_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path(), None);
    let mut expected = Vec::new();
    for input in
        [Input::Hint, Input::Choose(Answer::Forbidden), Input::Commit(Confidence::Certain), Input::Next, Input::Skip]
    {
        expected.extend(study.act(input).expect("allowed"));
    }
    expected.retain(|event| !matches!(event, Event::Chosen { .. }));
    drop(study);
    let text = fs::read_to_string(folder.path().join("journal.jsonl")).expect("written");
    let entries: Vec<JournalEntry> =
        text.lines().map(|line| serde_json::from_str(line).expect("a valid line")).collect();
    assert!(matches!(entries[0].event, Payload::Started { .. }));
    let written: Vec<Event> = entries[1..]
        .iter()
        .map(|entry| match &entry.event {
            Payload::Did(event) => event.clone(),
            other @ (Payload::Started { .. } | Payload::Task(_) | Payload::Details(_)) => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(written, expected);
    let opened = Journal::open(folder.path());
    assert_eq!(opened.history, entries);
}

#[test]
fn the_details_of_rulings_are_remembered_in_full_screen_and_in_plain_mode() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut shell = tui::course(open(folder.path(), None), Options::default(), FirstScreen::Question);
    let keys = |shell: &mut tui::Shell<Study>, keys: &str| {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("memory");
        for key in keys.chars() {
            // The program accepts an answer only after the whole question has been on screen.
            shell.resize(Size::new(80, 24));
            terminal.draw(|frame| shell.draw(frame)).expect("memory");
            shell.handle(Msg::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE)));
        }
    };
    keys(&mut shell, "d1cd");
    drop(shell);
    let plain = |script: &str| {
        let mut study = open(folder.path(), None);
        let mut printed = Vec::new();
        airside::plain::run(airside::plain::CourseProgram::new(&mut study), script.as_bytes(), &mut printed, || 80)
            .expect("memory");
        assert_eq!(study.take_notices(), Vec::<String>::new());
        String::from_utf8(printed).expect("text")
    };
    let said = plain("round\nround\n\n403 c\nd\nquit\n");
    let ruled = said.split("Press Enter to continue").collect::<Vec<_>>();
    assert!(ruled.iter().filter(|part| part.contains("How the answer is reached")).count() >= 2, "{said}");
    assert!(said.contains("Rulings no longer show their details."), "{said}");
    let said = plain("round\nround\n\n401 c\nwhy\nD\nquit\n");
    assert!(
        said.contains("type why for the details") && said.contains("Every ruling now shows its details."),
        "{said}"
    );
    assert!(open(folder.path(), None).shows_details());
}

#[test]
fn a_copied_journal_counts_every_event_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path(), None);
    answer(&mut study, Answer::Unauthorized);
    drop(study);
    fs::copy(folder.path().join("journal.jsonl"), folder.path().join("journal.3.jsonl")).expect("copied");
    assert_eq!(open(folder.path(), None).progress().measures.all.answered, 1);
}

#[test]
fn a_round_outside_the_course_resumes_from_a_journal_written_by_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = r#"{"format":1,"id":"18-1-0-0","at":5,"round":"18-1-0","event":{"started":{"seed":5,"items":["a","b"]}}}
{"format":1,"id":"18-1-0-1","at":6,"round":"18-1-0","event":{"did":{"answered":{"item":"a","answer":"401","confidence":"fairly","right":true,"hints":0}}}}
{"format":1,"id":"18-1-0-2","at":7,"round":"18-1-0","event":{"did":{"moved":{"to":1}}}}
"#;
    fs::write(folder.path().join("journal.jsonl"), old).expect("written");
    let mut study = open(folder.path(), None);
    assert_eq!(study.take_notices(), Vec::<String>::new());
    assert!(study.resumed());
    assert_eq!(study.round().position(), 1);
    assert_eq!(study.progress().measures.all.right, 1);
}
