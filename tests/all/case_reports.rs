//! Tests that each report about a case goes into a new file.
//!
//! A report must not contain the answer before the learner may see the answer.

use std::fs;
use std::path::Path;

use airside::course::stage::Stage;
use airside::round::{Answer, Confidence, Input, ItemId, Phase};
use airside::scenario::library::Library;
use airside::study::{Begin, Opening, Study};

fn open(folder: &Path, begin: Begin) -> Study {
    let library = Library::open(None, &[]);
    Study::open(Opening { library, state_folder: Some(folder.to_owned()), begin, clock: || 4 })
}

fn written(study: &Study, remark: &str) -> String {
    let path = study.report_case(remark, false).expect("it is written");
    fs::read_to_string(path).expect("it is there")
}

#[test]
fn a_report_has_the_case_its_pack_what_was_shown_and_the_remark() {
    let folder = tempfile::tempdir().expect("a folder");
    let id = "no-permission-fast-track-airport";
    let mut study = open(folder.path(), Begin::Items(vec![ItemId::from(id)]));
    let asked = written(&study, "Line 2 is *unclear*.");
    let version = study.library().packs()[0].version.clone();
    for part in
        [id, &format!("practice, version {version}"), "Line 2 is \\*unclear\\*.", "The fast track lane", "Request:"]
    {
        assert!(asked.contains(part), "{part}: {asked}");
    }
    study.act(Input::Choose(Answer::Unauthorized)).expect("on offer");
    study.act(Input::Commit(Confidence::Fairly)).expect("chosen");
    let ruled = written(&study, "");
    assert!(ruled.contains("Why not 401?") && ruled.contains("HTTP/1.1 403 Forbidden"), "{ruled}");
    // The second report must not overwrite the first one.
    let first = fs::read_to_string(folder.path().join("reports/report-1.md")).expect("it is there");
    assert_eq!(first, asked);
}

#[test]
fn a_report_from_a_test_gives_no_answer_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path(), Begin::Course);
    assert!(study.report_case("", false).is_err_and(|why| why.contains("no case")), "the welcome page is no case");
    study.act(Input::Next).expect("read");
    assert_eq!(study.stage(), Some(Stage::PreTest));
    while study.stage() == Some(Stage::PreTest) && matches!(study.round().phase(), Phase::Asking { .. }) {
        let told = written(&study, "");
        let case = study.scenario().expect("a case");
        assert!(told.contains("in the pack") && told.contains(&case.title), "{told}");
        for secret in [&case.id, &case.evidence.text, &case.explanation.why] {
            assert!(!told.contains(secret), "{secret}: {told}");
        }
        study.act(Input::Choose(Answer::Forbidden)).expect("on offer");
        study.act(Input::Commit(Confidence::Guess)).expect("chosen");
    }
}

#[test]
fn a_report_that_cannot_be_saved_says_where_and_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "no folder").expect("written");
    let study = open(&file.join("state"), Begin::Items(vec![ItemId::from("missing-fast-track-airport")]));
    let why = study.report_case("", false).expect_err("there is no folder");
    assert!(why.contains("couldn't be saved in") && why.contains("--state-dir"), "{why}");
}
