//! Records transcripts of plain mode, with all input and output.

use std::cell::RefCell;
use std::io::{self, BufRead, Read, Write};
use std::rc::Rc;

use airside::plain;
use airside::round::ItemId;
use airside::round::spec::RoundSpec;
use airside::scenario::index::Category;
use airside::scenario::library::Library;
use airside::scenario::{Kind, Telling};
use airside::study::{Begin, Opening, Study};

use crate::common;

/// Input and output together, as a terminal shows them.
type Shared = Rc<RefCell<Vec<u8>>>;

struct Screen(Shared);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Supplies input lines. When a line is read, it appears in the transcript after `> `.
struct Keyboard<'a>(&'a [u8], Shared);

impl Read for Keyboard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl BufRead for Keyboard<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let end = self.0.iter().position(|byte| *byte == b'\n').map_or(self.0.len(), |end| end + 1);
        Ok(&self.0[..end])
    }

    fn consume(&mut self, count: usize) {
        let (line, rest) = self.0.split_at(count);
        if count > 0 {
            let line = String::from_utf8_lossy(line);
            let shown = format!("> {}", airside::text::safe(line.trim_end_matches('\n')));
            writeln!(self.1.borrow_mut(), "{}", shown.trim_end()).expect("memory does not fail");
        }
        self.0 = rest;
    }
}

/// Returns the transcript of plain mode for the lines of the script.
pub fn transcript(mut study: Study, script: &str, columns: usize) -> String {
    let screen = Shared::default();
    let keyboard = Keyboard(script.as_bytes(), Rc::clone(&screen));
    plain::run(plain::CourseProgram::new(&mut study), keyboard, Screen(Rc::clone(&screen)), || columns)
        .expect("memory does not fail");
    String::from_utf8(screen.take()).expect("text")
}

fn built_in(kind: Kind, telling: Telling) -> Study {
    let request =
        RoundSpec { categories: vec![Category::Kind(kind)], telling: Some(telling), seed: 1, ..RoundSpec::default() };
    let library = Library::open(None, &[]);
    Study::open(Opening { library, state_folder: None, begin: Begin::Round(request), clock: || 0 })
}

#[test]
fn a_first_round_with_one_answer() {
    insta::assert_snapshot!(
        "plain__newcomer",
        transcript(built_in(Kind::Expired, Telling::Airport), "401 c\nquit\n", 80)
    );
}

#[test]
fn a_confident_error_on_raw_http_is_explained() {
    insta::assert_snapshot!(
        "plain__not_this_one",
        transcript(built_in(Kind::NoPermission, Telling::Http), "1c\n\n", 80)
    );
}

#[test]
fn the_course_begins_with_a_test_without_feedback_and_a_lesson_with_it() {
    let opening = Opening { library: Library::open(None, &[]), state_folder: None, begin: Begin::Course, clock: || 4 };
    let answers = "3 g\n".repeat(10);
    let script = format!("\n{answers}\n1\n403 c\n\n\n1f\n\n\n3f\n\n\n\nquit\n");
    let said = transcript(Study::open(opening), &script, 80);
    let (test, lesson) = said.split_once("Pre-test: done").expect("both");
    for leak in [" decides: ", "Correct", "Who are you?", "Not allowed.", " of 10 right"] {
        assert!(!test.contains(leak), "{leak}");
    }
    assert!(lesson.contains("Two ways a document can be wrong"));
    insta::assert_snapshot!("plain__way", said);
}

#[test]
fn the_other_question_types_are_asked_in_plain_mode() {
    let cases = ["server-prometheus-a-no-credentials-http", "edge-on-hold-http", "incident-java-http"];
    let begin = Begin::Items(cases.map(ItemId::from).to_vec());
    let opening = Opening { library: Library::open(None, &[]), state_folder: None, begin, clock: || 4 };
    let script = "challenge c\n9\nline 4\n\n3 f\n\nneither g\n\n";
    insta::assert_snapshot!("plain__other_kinds", transcript(Study::open(opening), script, 80));
}

#[test]
fn claims_of_the_article_are_tagged_as_wrong_only_after_the_answer() {
    let begin = Begin::Items(airside::study::fact_check());
    let opening = Opening { library: Library::open(None, &[]), state_folder: None, begin, clock: || 4 };
    let said = transcript(Study::open(opening), "right c\n\n3 f\n\nskip\nskip\nskip\n2 g\n\nquit\n", 80);
    insta::assert_snapshot!("plain__desk", said);
}

#[test]
fn plain_mode_never_leaves_the_reader_without_what_to_type() {
    let open =
        |begin| Study::open(Opening { library: Library::open(None, &[]), state_folder: None, begin, clock: || 4 });
    let how = "Type 401 or 403, followed by g, f or c, for example 401 c.";
    let test = transcript(open(Begin::Course), "\n401 c\nback\nc\nquit\n", 200);
    assert!(test.contains("To change your last answer, type undo."), "{test}");
    assert!(test.matches(how).count() == 3 && test.contains(&format!("Choose an answer first. {how}")), "{test}");
    let server = vec![ItemId::from("server-prometheus-a-no-credentials-http")];
    let line = transcript(open(Begin::Items(server)), "challenge c\nhint\nnone\nquit\n", 200);
    assert!(line.contains("There is no hint about the deciding line.") && line.contains("such as 1."), "{line}");
    assert!(line.contains("Type a number from 1 to 4, followed by g, f or c, for example 2 c."), "{line}");
}

#[test]
fn an_answer_in_a_test_is_acknowledged_and_half_an_answer_stays_with_its_question() {
    let opening = Opening { library: Library::open(None, &[]), state_folder: None, begin: Begin::Course, clock: || 4 };
    let said = transcript(Study::open(opening), "\n401 certain.\n403\nskip\nskip\nc\nquit\n", 80);
    assert!(said.contains("Saved: 401, certain."), "{said}");
    assert!(said.contains("Choose an answer first.") && said.matches("Saved:").count() == 1, "{said}");
    assert!(!said.contains("Who are you") && !said.contains("correct"), "{said}");
}

#[test]
fn the_details_of_a_ruling_come_only_when_they_are_asked_for() {
    let said = transcript(built_in(Kind::Expired, Telling::Http), "why\n3 c\nwhy\nquit\n", 80);
    let parts: Vec<&str> = said.split("> ").collect();
    assert!(parts[1].contains("There is nothing to explain yet."), "{said}");
    assert!(parts[2].contains("Why not 403?") && !parts[2].contains("How the answer is reached"), "{said}");
    assert!(parts[3].contains("How the answer is reached") && parts[3].contains("RFC 9110 section"), "{said}");
}

#[test]
fn every_command_of_plain_mode_is_understood() {
    let script = "hint\nhint\nhint\nrepeat\n403\nundo\ng\n3\nfairly\nback\nnext\nskip\nperhaps\n\u{1b}[A\nreveal\nreveal\nhelp\n\n1 g\n\n";
    insta::assert_snapshot!("plain__every_word", transcript(common::study(), script, 72));
}

#[test]
fn plain_mode_ends_cleanly_wherever_its_input_ends() {
    for script in ["", "401", "401 c", "401 c\n", "hint\n401"] {
        let said = transcript(common::study(), script, 80);
        assert!(said.trim_end().ends_with("Goodbye."), "{script:?}: {said}");
        assert_eq!(said.contains("Correct: "), script.contains("401 c"), "{script:?}");
    }
}

#[test]
fn plain_lines_keep_to_the_width_and_hold_no_control_characters() {
    for columns in [20, 40, 60, 80, 132] {
        let said =
            transcript(built_in(Kind::Missing, Telling::Http), "1 c\n\nhelp\n3 c\n\nreveal\nreveal\n\n\n\n", columns);
        for line in said.lines() {
            assert!(airside::text::width(line) <= columns, "{columns}: {line}");
            assert!(!line.contains(char::is_control));
        }
    }
}

#[test]
fn every_wrong_claim_has_its_tag_at_the_start_of_the_line() {
    let library = Library::open(None, &[]);
    // For each case, the script contains an answer, the number of a line in case the question asks for one, and an
    // empty line to continue.
    let script = "1 c\nline 1\n\n".repeat(library.scenarios().count());
    let request = RoundSpec { seed: 3, ..RoundSpec::default() };
    let study = Study::open(Opening { library, state_folder: None, begin: Begin::Round(request), clock: || 0 });
    let said = transcript(study, &script, 80);
    let tagged = said.lines().filter(|line| line.contains("Not true:")).collect::<Vec<_>>();
    assert!(tagged.len() > 30);
    for line in tagged {
        assert!(line.starts_with("Not true:"), "{line}");
    }
    assert!(said.contains("The round is over"));
}

#[test]
fn full_screen_and_plain_mode_count_the_same() {
    use airside::round::Answer;
    use airside::round::{Confidence, Input};
    let mut by_hand = common::study();
    for verdict in [Answer::Unauthorized, Answer::Unauthorized, Answer::Forbidden] {
        by_hand.act(Input::Choose(verdict)).expect("open");
        by_hand.act(Input::Commit(Confidence::Certain)).expect("chosen");
        by_hand.act(Input::Next).expect("ruled");
    }
    let mut in_lines = common::study();
    plain::run(plain::CourseProgram::new(&mut in_lines), "401 c\n\n401 c\n\n403 c\n\n".as_bytes(), Vec::new(), || 80)
        .expect("memory");
    assert_eq!(by_hand.round(), in_lines.round());
    assert_eq!(by_hand.round(), in_lines.round());
}

#[test]
fn a_case_can_be_found_and_opened_in_plain_mode_and_the_course_goes_on_afterwards() {
    let opening = Opening { library: Library::open(None, &[]), state_folder: None, begin: Begin::Course, clock: || 4 };
    let script =
        "cases lounge airport\nopen 1\nopen 1\nreveal\nreveal\n\nopen 99\nopen not-owner-duty-free-airporr\nquit\n";
    let said = transcript(Study::open(opening), script, 80);
    assert!(said.contains("1: ") && said.contains("To open a case, type, for example"), "{said}");
    assert!(said.contains("the pre-test will say less"), "{said}");
    let (_, after) = said.split_once("The round is over").expect("the case was answered");
    assert!(after.contains("Welcome") && after.contains("There is no case 99."), "{said}");
    assert!(after.contains("not-owner-duty-free-airport?"), "{said}");
    assert!(!said.contains("no-permission-"), "no id gives an answer away: {said}");
}

fn course(state_folder: Option<&std::path::Path>, begin: Begin) -> Study {
    let state_folder = state_folder.map(std::path::Path::to_owned);
    Study::open(Opening { library: Library::open(None, &[]), state_folder, begin, clock: || 4 })
}

/// Returns the input that leads from the start of the course to the first question of the lesson.
fn to_the_lesson() -> String {
    format!("\n{}\n1\n", "3 g\n".repeat(10))
}

#[test]
fn the_course_opens_even_if_a_round_outside_it_was_left_and_the_round_can_be_continued() {
    let folder = tempfile::tempdir().expect("a folder");
    let round = Begin::Round(RoundSpec { count: Some(12), seed: 1, ..RoundSpec::default() });
    transcript(course(Some(folder.path()), round), "401 c\nquit\n", 80);
    let said = transcript(
        course(Some(folder.path()), Begin::Course),
        "round\nround\ncourse\nround\nround\n\n401 c\nquit\n",
        80,
    );
    let parts: Vec<&str> = said.split("> ").collect();
    assert!(parts[0].contains("Welcome") && parts[0].contains("type round."), "{said}");
    assert!(
        parts[2].contains(" decides: ") && parts[3].contains("Welcome") && parts[5].contains(" decides: "),
        "{said}"
    );
    assert!(said.contains("Question 2 of 12"), "{said}");
    let said = transcript(course(None, Begin::Course), "round\nquit\n", 80);
    assert!(said.contains("There is no unfinished round outside the course."), "{said}");
}

#[test]
fn the_menu_opens_everything_that_it_lists() {
    let listed = transcript(course(None, Begin::Course), &format!("{}menu\n\nquit\n", to_the_lesson()), 80);
    let (_, listed) = listed.split_once("> menu").expect("the menu");
    let (listed, after) = listed.split_once("\n>").expect("the next line");
    assert!(after.contains("401 or 403?"), "Enter goes back to the question: {after}");
    let entries =
        listed.lines().filter(|line| line.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok()));
    let count = entries.count();
    assert!(count >= 8, "{listed}");
    for number in 1..=count {
        let script = format!("{}home\n{number}\nquit\n", to_the_lesson());
        let said = transcript(course(None, Begin::Course), &script, 80);
        let reply = said.rsplit("> ").nth(1).expect("a reply");
        assert!(reply.lines().count() > 5 && !reply.contains("Not understood"), "{number}: {reply}");
    }
}

#[test]
fn before_the_pre_test_the_menu_and_the_reference_ask_before_they_show_the_rule() {
    let said = transcript(course(None, Begin::Course), "menu\n2\n2\nquit\n", 80);
    let parts: Vec<&str> = said.split("> ").collect();
    assert!(parts[2].contains("the pre-test will say less") && parts[3].contains("claim 1"), "{said}");
    let said = transcript(course(None, Begin::Course), "reference tests\nreference tests\nquit\n", 80);
    let parts: Vec<&str> = said.split("> ").collect();
    assert!(parts[1].contains("the pre-test will say less") && parts[2].lines().count() > 20, "{said}");
}

#[test]
fn a_begun_round_can_be_continued_after_another_one() {
    let round = Begin::Round(RoundSpec { count: Some(12), seed: 1, ..RoundSpec::default() });
    let said = transcript(course(None, round), "401 c\nmenu\n2\n1 c\nround\nmenu\n2\nquit\n", 80);
    let parts: Vec<&str> = said.split("\n> ").collect();
    assert!(parts[3].contains("claim 1") && parts[5].contains(" decides: "), "{said}");
    assert!(parts[6].contains("Fact-check: question 1 of 24"), "{said}");
    assert!(parts[7].contains("2014 definition"), "{said}");
}

#[test]
fn progress_and_the_reference_leave_the_learner_at_the_question() {
    let said = transcript(common::study(), "progress\nstats\nreference WWW-Authenticate stale\nreference\nquit\n", 80);
    let parts: Vec<&str> = said.split("> ").collect();
    assert!(parts[1].contains("Your progress") && parts[2].contains("Your progress"), "{said}");
    assert!(parts[3].contains("stale") && parts[4].contains("tests: "), "{said}");
    for part in &parts[1..5] {
        assert!(part.contains("Question: "), "{part}");
    }
}

#[test]
fn a_single_letter_neither_skips_nor_reveals() {
    let said = transcript(common::study(), "s\nr\nskip\nquit\n", 80);
    let parts: Vec<&str> = said.split("> ").collect();
    assert!(parts[1].contains("Not understood: s."), "{said}");
    assert!(parts[2].contains("Question 1 of") && !parts[2].contains("The answer:"), "r repeats the question: {said}");
    assert!(parts[3].contains("Skipped.") && parts[3].contains("Question 2 of"), "{said}");
}

#[test]
fn a_repeated_ruling_starts_with_the_case() {
    let said = transcript(built_in(Kind::Expired, Telling::Http), "401 c\nrepeat\nquit\n", 80);
    let parts: Vec<&str> = said.split("> ").collect();
    let story = parts[0].lines().find(|line| line.starts_with("Line 1")).expect("a line of the case");
    assert!(parts[2].contains(story) && parts[2].contains(" decides: "), "{said}");
    assert!(parts[2].find(story) < parts[2].find("Correct: "), "{said}");
}

#[test]
fn help_lists_only_words_that_work_and_ends_with_the_question() {
    let phases = [
        String::new(),
        "\n".to_owned(),
        format!("\n{}", "3 g\n".repeat(10)),
        to_the_lesson(),
        format!("{}403 c\n", to_the_lesson()),
    ];
    for start in phases {
        let said = transcript(course(None, Begin::Course), &format!("{start}help\nquit\n"), 80);
        let help = said.rsplit("> ").nth(1).expect("help");
        let (_, end) = help.rsplit_once("\n- ").expect("a list");
        assert!(end.contains("Question: ") || end.contains("Press Enter"), "{help}");
        let words = help
            .lines()
            .filter_map(|line| line.strip_prefix("- ")?.split_once(": "))
            .flat_map(|(words, _)| words.split(", "));
        let words: Vec<&str> = words.filter(|word| !matches!(*word, "quit" | "q" | "exit" | "open")).collect();
        assert!(words.contains(&"menu") && !words.contains(&"practise"), "{words:?}");
        for word in words {
            let typed = if word == "Enter" { "" } else { word };
            let said = transcript(course(None, Begin::Course), &format!("{start}{typed}\n"), 80);
            let reply = said.rsplit("\n> ").find(|part| part.starts_with(typed)).unwrap_or(&said);
            for refusal in
                ["Not understood", "no hints", "can't go back", "Answer both cases", "There is no case to report"]
            {
                assert!(!reply.contains(refusal), "{word}: {reply}");
            }
        }
    }
}

#[test]
fn going_back_passes_over_an_answered_survey() {
    let said = transcript(course(None, Begin::Course), &format!("{}403 c\nback\nquit\n", to_the_lesson()), 80);
    assert!(said.contains("This is the first question."), "{said}");
}

#[test]
fn enter_after_a_code_asks_how_sure_the_learner_is() {
    let said = transcript(common::study(), "403\n\nc\nundo\nquit\n", 80);
    let parts: Vec<&str> = said.split("\n>").collect();
    assert!(parts[2].contains("You chose 403. How sure are you"), "{said}");
    assert!(parts[3].contains(" decides: "), "{said}");
}

#[test]
fn a_report_asks_for_a_remark_and_a_command_cancels_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let round = || Begin::Round(RoundSpec { count: Some(12), seed: 1, ..RoundSpec::default() });
    let reports = || std::fs::read_dir(folder.path().join("reports")).map_or(0, Iterator::count);
    let said = transcript(course(Some(folder.path()), round()), "report\nhelp\nquit\n", 80);
    assert!(said.contains("No report was written.") && said.contains("Help") && reports() == 0, "{said}");
    let said = transcript(
        course(Some(folder.path()), round()),
        "report\nLine 2 is unclear.\nreport\n\nreport line 1\nquit\n",
        80,
    );
    assert!(said.matches("The report is in").count() == 2 && reports() == 2, "{said}");
    let texts = std::fs::read_dir(folder.path().join("reports"))
        .expect("the folder")
        .map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("text"));
    assert_eq!(texts.filter(|text| text.contains("Line 2 is unclear.")).count(), 1);
}

#[test]
fn a_number_alone_marks_no_line_until_it_is_confirmed() {
    let case = "server-apache-other-user-setting-http";
    let begin = || Begin::Items(vec![ItemId::from(case)]);
    let open =
        || Study::open(Opening { library: Library::open(None, &[]), state_folder: None, begin: begin(), clock: || 4 });
    for (script, answers) in [("1\n3\n\n", ["Line 1: ", "Line 3: "]), ("1\n3\n3\n", ["Line 1: ", "Line 3: "])] {
        let said = transcript(open(), &format!("2 c\n{script}quit\n"), 80);
        let parts: Vec<&str> = said.split("\n>").collect();
        assert!(parts[1].contains("were certain.") && parts[1].contains("Type its number."), "{said}");
        assert!(parts[2].contains(answers[0]) && parts[3].contains(answers[1]), "{said}");
        assert!(parts[2..4].iter().all(|part| part.contains("press Enter") && !part.contains("decides:")), "{said}");
        assert!(parts[4].contains("decides:"), "{said}");
    }
    let said = transcript(open(), "2 c\nline 3\nquit\n", 80);
    assert!(said.split("\n>").nth(2).expect("a ruling").contains("decides:"), "{said}");
}

#[test]
fn the_last_answer_can_be_taken_back_where_no_ruling_was_shown() {
    let said =
        transcript(course(None, Begin::Course), "\n401 c\nundo\nundo\n403 g\nskip\nskip\nundo\n401 f\nquit\n", 80);
    let parts: Vec<&str> = said.split("\n>").collect();
    let title = parts[1].lines().find(|line| line.starts_with("Pre-test 1 of 10")).expect("a title");
    assert!(parts[2].contains("To take it back, type undo.") && parts[2].contains("Pre-test 2 of 10"), "{said}");
    assert!(parts[3].contains("Taken back.") && parts[3].contains(title), "{said}");
    assert!(parts[4].contains("There is nothing to undo."), "only the last answer: {said}");
    assert!(parts[5].contains("Saved: 403, guess.") && parts[5].contains("Pre-test 2 of 10"), "{said}");
    assert!(
        parts[6].contains("You won't be able to come back to it.") && parts[7].contains("Pre-test 3 of 10"),
        "{said}"
    );
    assert!(parts[8].contains("Pre-test 2 of 10") && parts[9].contains("Pre-test 3 of 10"), "{said}");
    assert!(parts[10].contains("Answered: 2 of 10."), "{said}");
    let ruled = transcript(built_in(Kind::Expired, Telling::Airport), "401 c\nundo\nquit\n", 80);
    assert!(!ruled.contains("Taken back."), "{ruled}");
}

#[test]
fn a_stage_that_is_over_opens_from_the_menu_with_the_answers_given() {
    // Enter continues after a page, but has no effect while a question is open.
    let scenes = "403 c\n\n\n\n".repeat(4);
    let script = format!("{}{scenes}\n\n\nmenu\n2\n1\n3\n\nquit\n", to_the_lesson());
    let said = transcript(course(None, Begin::Course), &script, 80);
    let replies: Vec<&str> = said.split("\n>").collect();
    let [.., menu, list, first, second, back, _] = replies.as_slice() else { panic!("{said}") };
    assert!(menu.contains("2. The airport: your answers, with the reasons") && !menu.contains("Pre-test"), "{menu}");
    assert!(list.contains("The correct answers, and yours") && list.contains(", you said 403)"), "{list}");
    for case in [first, second] {
        assert!(case.contains("Deciding line "), "{case}");
    }
    assert_ne!(first, second);
    assert!(back.contains("401 or 403?"), "Enter goes back to the question: {back}");
}
