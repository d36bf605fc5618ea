//! Tests that learners can look at the stages that they have finished, and see when the other stages open.

use std::path::Path;

use airside::course::stage::Stage;
use airside::round::{Answer, Confidence, Input, Item, Phase};
use airside::scenario::Kind;
use airside::scenario::library::Library;
use airside::study::{Begin, Opening, Study};
use airside::tui::{FirstScreen, Msg, Options, Shell, course};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use crate::transcripts::transcript;

pub fn open(folder: Option<&Path>) -> Study {
    let state_folder = folder.map(Path::to_owned);
    Study::open(Opening { library: Library::open(None, &[]), state_folder, begin: Begin::Course, clock: || 4 })
}

/// Takes the course to a stage. The function `is_right` decides which questions are answered correctly.
pub fn take_to(study: &mut Study, stage: Stage, is_right: impl Fn(Stage, &Item) -> bool) {
    while study.stage().expect("the course") < stage {
        one_step(study, &is_right);
    }
}

fn one_step(study: &mut Study, is_right: impl Fn(Stage, &Item) -> bool) {
    let here = study.stage().expect("the course");
    let item = study.round().item().cloned();
    match study.round().phase() {
        Phase::Finished => assert!(study.go_on()),
        Phase::Reading | Phase::Ruled(_) => drop(study.act(Input::Next).expect("goes on")),
        Phase::Marking(_) => {
            let line = item.and_then(|item| item.evidence).expect("a line").0;
            study.act(Input::Mark(line)).expect("a line");
        }
        Phase::Asking { .. } => {
            let item = item.expect("a question");
            let right = item.accepted.first().copied().unwrap_or(Answer::First);
            let wrong = if right == Answer::Forbidden { Answer::Unauthorized } else { Answer::Forbidden };
            let answer = if is_right(here, &item) || !item.is_judged() { right } else { wrong };
            study.act(Input::Choose(answer)).expect("open");
            if item.is_judged() {
                study.act(Input::Commit(Confidence::Fairly)).expect("chosen");
            }
        }
    }
}

pub fn shell(study: Study) -> Shell<Study> {
    let mut shell = course(study, Options::default(), FirstScreen::Home);
    shell.resize(Size::new(80, 24));
    shell
}

pub fn press(shell: &mut Shell<Study>, keys: &str) -> String {
    for key in keys.split_whitespace() {
        let code = match key {
            "enter" => KeyCode::Enter,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "tab" => KeyCode::Tab,
            "esc" => KeyCode::Esc,
            key => KeyCode::Char(key.chars().next().expect("a key")),
        };
        shell.handle(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("memory");
    terminal.draw(|frame| shell.draw(frame)).expect("memory");
    let cells: Vec<&str> = terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect();
    cells.chunks(80).map(|row| row.concat().trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_stage_that_is_over_opens_with_its_questions_and_the_answers_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(Some(folder.path()));
    let is_401 = |item: &Item| item.accepted.first() == Some(&Answer::Unauthorized);
    take_to(&mut study, Stage::Practice, |stage, item| {
        stage != Stage::PreTest && (stage != Stage::Pairs || is_401(item))
    });
    drop(study);
    // After a restart, the stages are restored from the journal.
    for study in [open(Some(folder.path()))] {
        let before = study.round().clone();
        let mut shell = shell(study);
        let home = press(&mut shell, "");
        assert!(home.contains("▸ Practice") && home.contains("✓ Pairs"), "{home}");
        let list = press(&mut shell, "up enter");
        let is_missed = |line: &&str| line.contains("✗ ") && line.contains(" 403 ") && line.contains("you said 401");
        assert_eq!(list.lines().filter(is_missed).count(), 4, "{list}");
        assert_eq!(list.matches("✓").count(), 4, "{list}");
        for _ in 0..12 {
            let case = press(&mut shell, "enter");
            assert!(!case.contains("How sure are you"), "nothing can be answered: {case}");
            let back = press(&mut shell, "q down");
            assert!(back.contains("The correct answers, and yours"), "{back}");
        }
        let case = press(&mut shell, "g enter");
        assert!(case.contains("Request") && (case.contains("Correct") || case.contains("Not quite")), "{case}");
        let home = press(&mut shell, "q q");
        assert!(home.contains("▸ ✓ Pairs"), "{home}");
        assert_eq!(*shell.world.round(), before, "looking back changes nothing");
    }
}

#[test]
fn skipped_stages_say_so_and_the_pages_of_the_lesson_can_be_read() {
    let mut study = open(None);
    take_to(&mut study, Stage::WrapUp, |_, _| true);
    let mut shell = shell(study);
    let home = press(&mut shell, "");
    for stage in ["The airport", "Pairs", "Practice", "Post-test"] {
        let row = home.lines().find(|line| line.contains(stage)).expect("on the map");
        assert!(row.contains("skipped") && !row.contains('✓'), "{home}");
    }
    assert!(home.contains("✓ Pre-test"), "{home}");
    let none = press(&mut shell, "up up enter");
    assert!(none.contains("You skipped this stage"), "{none}");
    let pages = press(&mut shell, "q up up enter");
    assert!(pages.contains("Pages") && pages.matches(" page").count() >= 6, "{pages}");
    let page = press(&mut shell, "enter");
    assert!(page.contains("401") && page.lines().filter(|line| !line.is_empty()).count() > 5, "{page}");
}

#[test]
fn a_stage_ahead_says_when_it_opens_and_cannot_be_selected() {
    let mut shell = shell(open(None));
    let home = press(&mut shell, "");
    assert!(home.contains("▸ Pre-test") && !home.contains("✓"), "{home}");
    for (stage, before) in [("The airport", "Pre-test"), ("Pairs", "The airport"), ("Wrap-up", "Post-test")] {
        let row = home.lines().find(|line| line.contains(&format!("  {stage} "))).expect("on the map");
        assert!(row.contains(&format!("after {before}")), "{home}");
    }
    for _ in 0..30 {
        let home = press(&mut shell, "down");
        for stage in ["The airport", "Pairs", "Practice", "Post-test", "Wrap-up"] {
            assert!(!home.contains(&format!("▸ {stage} ")), "{home}");
        }
    }
}

/// Takes the course to the end of a stage, where its report is on screen, and returns the home screen.
fn home_after(stage: Stage) -> String {
    let mut study = open(None);
    take_to(&mut study, stage, |stage, _| stage != Stage::PreTest);
    while study.round().phase() != Phase::Finished {
        one_step(&mut study, |_, _| true);
    }
    assert_eq!(study.stage(), Some(stage));
    press(&mut shell(study), "")
}

#[test]
fn a_stage_is_over_once_its_last_question_is_answered_even_if_its_report_is_still_on_screen() {
    for (stage, over, next) in [
        (Stage::PreTest, "✓ Pre-test", "▸ The airport"),
        (Stage::Lesson, "✓ The airport", "▸ Pairs"),
        (Stage::Pairs, "✓ Pairs", "▸ Practice"),
        (Stage::Practice, "✓ Practice", "▸ Post-test"),
    ] {
        let home = home_after(stage);
        assert!(home.contains(over) && home.contains(next), "{stage:?}: {home}");
        assert!(!home.contains("Continue: question") && !home.contains("of 10."), "{stage:?}: {home}");
    }
}

#[test]
fn the_answers_of_the_pre_test_open_after_the_post_test() {
    let home = home_after(Stage::Practice);
    let row = home.lines().find(|line| line.contains("✓ Pre-test")).expect("on the map");
    assert!(row.contains("result at the end"), "{home}");
    let mut study = open(None);
    take_to(&mut study, Stage::Done, |stage, _| stage != Stage::PreTest);
    assert!(study.past_stages().all(|stage| !study.is_hidden(stage)));
    let mut shell = shell(study);
    let home = press(&mut shell, "");
    assert!(home.contains("✓ Pre-test") && !home.contains("answers at"), "{home}");
    let list = press(&mut shell, "up up up up up up enter");
    assert!(list.contains("The correct answers, and yours"), "{list}");
}

#[test]
fn no_code_is_on_the_map_before_the_scenes_are_answered() {
    let mut study = open(None);
    take_to(&mut study, Stage::Lesson, |_, _| false);
    let mut shell = shell(study);
    for keys in ["", "enter"] {
        let screen = press(&mut shell, keys);
        assert!(screen.contains("SECURITY"), "{screen}");
        assert!(!screen.contains("Unauthorized") && !screen.contains("Forbidden"), "{screen}");
    }
}

#[test]
fn a_hint_in_practice_says_first_that_the_answer_will_not_count_towards_mastery() {
    let mut study = open(None);
    take_to(&mut study, Stage::Practice, |stage, _| stage != Stage::PreTest);
    let mut shell = shell(study);
    press(&mut shell, "enter");
    let asked = press(&mut shell, "t");
    assert!(asked.contains("Your answer then won't count towards mastery."), "{asked}");
    assert!(!asked.contains("Hint 1 of 2"), "{asked}");
    let hint = press(&mut shell, "enter");
    assert!(hint.contains("Hint 1 of 2"), "{hint}");
    let second = press(&mut shell, "t");
    assert!(second.contains("Hint 2 of 2"), "only the first hint changes anything: {second}");
    let item = shell.world.round().item().cloned().expect("a case");
    let mut study = open(None);
    take_to(&mut study, Stage::Practice, |stage, _| stage != Stage::PreTest);
    for input in [Input::Hint, Input::Choose(item.accepted[0]), Input::Commit(Confidence::Fairly)] {
        study.act(input).expect("open");
    }
    let ruled = study.document(false).expect("a ruling");
    let text = airside::render::plain::render(&ruled, 200).join(" ");
    assert!(text.contains("You saw a hint, so this answer doesn't count towards mastery."), "{text}");
}

#[test]
fn practice_that_cannot_reach_mastery_any_more_counts_to_its_limit_and_explains_the_open_kinds() {
    let mut study = open(None);
    let is_open = |kind: Option<Kind>| kind == Some(Kind::Missing);
    let is_right = |stage, item: &Item| stage != Stage::Practice || !is_open(item.kind());
    take_to(&mut study, Stage::Practice, |stage, _| stage != Stage::PreTest);
    let mut headers = Vec::new();
    while study.round().phase() != Phase::Finished {
        headers.push(study.location());
        one_step(&mut study, is_right);
    }
    assert!(headers[0].contains("about 18 to go"), "{headers:?}");
    assert_eq!(headers.last().map(String::as_str), Some("Practice 40 of 40"));
    let report = study.document(false).expect("the report");
    let text = airside::render::plain::render(&report, 200).join(" ");
    assert!(text.contains("40 questions are enough for one sitting."), "{text}");
    assert!(text.contains("The traveller shows no document."), "the kind is explained: {text}");
    assert!(!text.contains("The boarding pass is from yesterday."), "only open kinds are explained: {text}");
}

#[test]
fn the_wrap_up_does_not_end_plain_mode() {
    let mut study = open(None);
    take_to(&mut study, Stage::WrapUp, |_, _| true);
    let said = transcript(study, "\n\n\n\nquit\n", 80);
    assert!(said.contains("Press Enter for questions beyond the basics, or type quit."), "{said}");
    assert!(said.contains("Beyond the basics 1 of 8"), "{said}");
}
