//! Tests that the rule is never shown during a test unless a warning was shown first.

use airside::course::stage::Stage;
use airside::plain;
use airside::round::{Answer, Confidence, Input};
use airside::scenario::Pool;
use airside::scenario::library::Library;
use airside::study::Study;

use crate::review::{open, press, shell, take_to};

/// The entries of the home screen that don't reveal the rule.
const SILENT: [&str; 3] = ["Welcome", "Your progress", "Settings"];

/// Each test of the course, with the warning that appears before the rule is shown.
const TESTS: [(Stage, &str); 2] =
    [(Stage::PreTest, "the pre-test will say less"), (Stage::PostTest, "the post-test will say less")];

/// Returns the study of a learner who has answered the first question of a test and has also begun a round outside the
/// course.
fn in_test(test: Stage) -> Study {
    let mut study = open(None);
    take_to(&mut study, test, |_, _| false);
    study.start_default(None);
    study.act(Input::Choose(Answer::Forbidden)).expect("on offer");
    study.act(Input::Commit(Confidence::Guess)).expect("chosen");
    study.open_course();
    study
}

#[test]
fn no_search_finds_a_case_reserved_for_tests_by_its_kind_or_its_id() {
    let library = Library::open(None, &[]);
    let kept_back = library.scenarios().filter(|case| case.pool.is_kept_back());
    for case in kept_back {
        for word in case.kind.title().split(' ').chain(case.id.split('-')).chain([case.id.as_str()]) {
            for (pack, found) in library.search_without_answers(word) {
                let shown =
                    [found.telling.title(), found.pool.title(), &pack.id, &pack.title, &found.title, &found.story];
                let is_shown = shown.iter().any(|text| text.to_lowercase().contains(&word.to_lowercase()));
                assert!(is_shown || !found.pool.is_kept_back(), "{word}: {}", found.id);
            }
        }
    }
    for case in library.scenarios().filter(|case| case.pool == Pool::FormA) {
        let said = words(&run(open(None), &format!("cases {0}\nopen {0}x\nquit\n", case.id)));
        assert!(said.contains("0 of ") && !said.contains(&format!("Did you mean {}?", case.id)), "{said}");
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn selected(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('▸')?;
    rest.trim_start_matches(['✓', ' ']).split("  ").next()
}

#[test]
fn every_entry_of_the_home_screen_that_shows_the_rule_warns_during_a_test() {
    for (test, warning) in TESTS {
        let mut shell = shell(in_test(test));
        let (mut silent, mut warned) = (Vec::new(), Vec::new());
        let mut text = press(&mut shell, "");
        // The selection moves through both panels and then starts again at the top.
        let first = selected(&text).expect("an entry").to_owned();
        loop {
            let entry = selected(&text).expect("an entry").to_owned();
            let opened = press(&mut shell, "enter");
            let warns = words(&opened).contains(warning);
            press(&mut shell, if warns { "esc" } else { "q" });
            if warns { &mut warned } else { &mut silent }.push(entry.clone());
            assert_eq!(shell.screen(), "home", "{entry}: {opened}");
            text = press(&mut shell, "down");
            if selected(&text) == Some(first.as_str()) {
                break;
            }
        }
        silent.retain(|entry| entry != test.title());
        assert!(silent.iter().all(|entry| SILENT.contains(&entry.as_str())), "{test:?}: {silent:?}");
        assert!(warned.len() >= 10, "{test:?}: {warned:?}");
        let searching = press(&mut shell, "/ t");
        assert!(words(&searching).contains(warning), "{searching}");
    }
}

#[test]
fn every_word_of_plain_mode_that_shows_the_rule_warns_during_a_test() {
    for (test, warning) in TESTS {
        let mut script = String::from("round\nreference\nreference tests\ncases lounge\nopen 1\nmenu\n\n");
        let silent = ["The course: ", "Practise one kind", "Browse the cases", "Your progress", "Settings"];
        let said = run(in_test(test), &script);
        for part in said.split("\n> ").take(7).filter(|part| !part.contains("cases\n") && !part.contains("Menu")) {
            let is_start = part.contains("airside:") || part.contains("To open a case");
            assert!(is_start || words(part).contains(warning), "{test:?}: {part}");
        }
        let (_, menu) = said.split_once("\nMenu").expect("the menu");
        let entries =
            menu.lines().filter_map(|line| line.split_once(". ")).filter(|(number, _)| number.parse::<u8>().is_ok());
        for (number, entry) in entries {
            script = format!("menu\n{number}\n\nquit\n");
            let said = run(in_test(test), &script);
            let is_silent = silent.iter().any(|title| entry.starts_with(title));
            assert!(is_silent != words(&said).contains(warning), "{test:?}: {entry}: {said}");
        }
    }
}

fn run(mut study: Study, script: &str) -> String {
    let mut output = Vec::new();
    plain::run(plain::CourseProgram::new(&mut study), script.as_bytes(), &mut output, || 80)
        .expect("memory does not fail");
    String::from_utf8(output).expect("text")
}

#[test]
fn outside_a_test_nothing_warns() {
    for stage in [Stage::Lesson, Stage::Practice, Stage::WrapUp] {
        let study = &mut open(None);
        take_to(study, stage, |_, _| true);
        let stage = study.stage().expect("the course");
        let expected = stage == Stage::Probe || stage == Stage::PostTest;
        assert_eq!(study.rule_warning().is_some(), expected, "{stage:?}");
    }
}
