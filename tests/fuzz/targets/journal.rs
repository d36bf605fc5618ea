//! Opens any bytes as a journal. The journal must open, save new answers and leave existing lines unchanged.
#![no_main]

use std::fs;
use std::sync::LazyLock;

use airside::study::{Begin, Study, Opening};
use airside::scenario::library::Library;
use airside::scenario::read::read;
use airside::round::{Input, Phase, Confidence};
use airside::text::is_safe;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir_in("/dev/shm").expect("a folder in memory"));

fn open(begin: Begin) -> Study {
    let pack = read("odd.json", include_str!("../../packs/valid/odd.json")).expect("valid");
    let state_folder = Some(FOLDER.path().to_owned());
    Study::open(Opening { library: Library::new([pack]), state_folder, begin, clock: || 1_000 })
}

fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.path().join("journal.jsonl");
    fs::write(&path, bytes).expect("writable");
    let begin = if bytes.len() % 2 == 0 { Begin::Course } else { Begin::Resume };
    let mut course = open(begin);
    assert!(course.take_notices().iter().all(|notice| is_safe(notice)));
    let kept = course.keeping() == "Every answer is saved.";
    for _ in 0..3 {
        let question = course.round().item().and_then(|item| item.question_type);
        let _ = match (course.round().phase(), question) {
            (Phase::Asking { .. }, Some(question)) => {
                course.act(Input::Choose(question.answers()[0])).and_then(|_| course.act(Input::Commit(Confidence::Certain)))
            }
            (Phase::Marking(_), _) => course.act(Input::Mark(1)),
            _ => course.act(Input::Next),
        };
    }
    let answered = course.progress().measures.all.answered;
    drop(course);
    if kept {
        assert_eq!(open(Begin::Look).progress().measures.all.answered, answered);
    }
    assert!(fs::read(&path).expect("there").starts_with(bytes));
});
