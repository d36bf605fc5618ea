//! Checks that plain mode makes sense to somebody who only hears it.

use airside::course::pages::page;
use airside::course::stage::Stage;
use airside::learner::Confidence;
use airside::render::plain::render;
use airside::round::{Answer, Input, Item, ItemId, Phase};
use airside::scenario::Pool;
use airside::scenario::library::Library;
use airside::study::{Begin, Opening, Study};

use crate::transcripts::transcript;

fn open(begin: Begin) -> Study {
    Study::open(Opening { library: Library::open(None, &[]), state_folder: None, begin, clock: || 4 })
}

/// Answers every question correctly until the learner reaches the stage.
fn course_at(stage: Stage) -> Study {
    let mut study = open(Begin::Course);
    while study.stage() != Some(stage) {
        let round = study.round();
        let input = match round.phase() {
            Phase::Finished => {
                study.go_on();
                continue;
            }
            Phase::Asking { choice: None, .. } => Input::Choose(round.item().map(right).expect("a question")),
            Phase::Asking { .. } => Input::Commit(Confidence::Certain),
            Phase::Marking(_) => Input::Mark(round.item().and_then(|item| item.evidence).expect("a line").0),
            Phase::Ruled(_) | Phase::Reading => Input::Next,
        };
        study.act(input).expect("that can be done");
    }
    study
}

/// Always answers 401 in the tests, because a learner who passes the pre-test skips the lesson.
fn right(item: &Item) -> Answer {
    match item.accepted.as_slice() {
        [] => Answer::Second,
        _ if [Pool::FormA, Pool::FormB].contains(&item.pool) => Answer::Unauthorized,
        [accepted, ..] => *accepted,
    }
}

#[test]
fn the_request_and_the_response_on_a_page_are_announced() {
    for name in ["lesson-1", "lesson-2", "lesson-3", "lesson-4", "screenshot", "get-200"] {
        let lines = render(&page(name, None), 80);
        let before = |start: &str| {
            let index = lines.iter().position(|line| line.trim().starts_with(start)).expect("a message");
            lines[index - 1].as_str()
        };
        assert_eq!(before("HTTP/1.1 "), "Response:", "{lines:?}");
        let request = lines.iter().find(|line| line.ends_with(" HTTP/1.1")).expect("a request");
        // The request that a form sends is introduced by a sentence instead of the label "Request:".
        assert!(["Request:", "For example, a form may send:"].contains(&before(request.trim())), "{lines:?}");
    }
}

#[test]
fn each_line_of_a_pair_names_its_case() {
    let said = transcript(course_at(Stage::Pairs), "401 g\n401 c\nquit\n", 80);
    for side in ["First", "Second"] {
        assert!(said.contains(&format!("{side}, line 2")) || said.contains(&format!("{side}, line 3")), "{said}");
        let ruling = said.lines().find(|line| line.starts_with(&format!("{side}: "))).expect("a ruling");
        assert!(ruling.contains("Correct: ") || ruling.contains("Not quite."), "{ruling}");
    }
    assert!(said.matches("differing line ").count() >= 2, "{said}");
}

#[test]
fn a_ruling_names_the_code_of_a_right_answer_only_in_the_verdict_and_in_the_reason() {
    for (id, code) in [("missing-crew-room-airport", "401"), ("no-permission-crew-room-airport", "403")] {
        let said = transcript(open(Begin::Items(vec![ItemId::from(id)])), &format!("{code} c\nquit\n"), 200);
        let ruling = said.split("Correct: ").nth(1).expect("a ruling").lines().take(3).collect::<Vec<_>>().join(" ");
        assert_eq!(ruling.matches(code).count(), 1, "{ruling}");
        assert!(ruling.contains("You were certain. Stopped at "), "{ruling}");
    }
}

#[test]
fn the_number_of_a_question_is_heard_whenever_the_question_or_its_ruling_comes_again() {
    let cases = ["missing-fast-track-airport", "missing-car-rental-airport"].map(ItemId::from).to_vec();
    let said = transcript(open(Begin::Items(cases)), "401 c\nrepeat\n\n401 c\nback\n\nquit\n", 200);
    assert_eq!(said.matches("Question 1 of 2: ").count(), 3, "asked, repeated and gone back to: {said}");
    assert_eq!(said.matches("Question 2 of 2: ").count(), 2, "asked, and gone forward to: {said}");
}

#[test]
fn sure_alone_is_asked_about_and_the_single_letters_of_the_full_screen_are_known() {
    let said = transcript(open(Begin::Course), "\n401 sure\nsure\nf\nu\ns\nt\nquit\n", 200);
    let asked = "How sure are you? Type guess, fairly sure or certain.";
    assert_eq!(said.matches(asked).count(), 2, "{said}");
    let rest = said.split("Not understood: sure. You chose 401.").nth(1).expect("a reply");
    assert!(rest.contains("Saved: 401, fairly sure.") && rest.contains("Taken back."), "{rest}");
    assert!(rest.contains("Not understood: s. Did you mean skip?") && rest.contains("In a test, hints"), "{rest}");
}

#[test]
fn the_last_answer_of_a_test_is_confirmed_like_every_other() {
    let said = transcript(open(Begin::Course), &format!("\n{}quit\n", "403 g\n".repeat(10)), 80);
    assert_eq!(said.matches("Saved: 403, guess.").count(), 10, "{said}");
}

#[test]
fn after_a_command_at_the_end_of_the_course_the_program_says_what_enter_does() {
    let study = course_at(Stage::Done);
    let said = transcript(study, "progress\nhelp\nmenu\nquit\n", 200);
    assert_eq!(said.matches("Press Enter for questions beyond the basics, or type quit.").count(), 3, "{said}");
    assert!(said.contains("The next check-up: 2 Jan 1970."), "{said}");
    assert!(said.contains("First check-up: 2 Jan 1970."), "{said}");
}

#[test]
fn after_a_command_the_open_question_says_again_what_to_type() {
    let script = format!("\n{}settings motion off\n\nhelp\nprogress\nquit\n", "403 g\n".repeat(4));
    let said = transcript(open(Begin::Course), &script, 200);
    let how = "Question: 401 or 403?\nType 401 or 403, followed by g, f or c, for example 401 c.\n";
    assert_eq!(said.matches(how).count(), 3 + 4, "the first three questions, and four commands: {said}");
    assert_eq!(said.matches("Question: 401 or 403?\n").count(), 5 + 4, "{said}");
}
