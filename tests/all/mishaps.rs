//! Tests what can go wrong in an exam: wrong clocks, computers that are switched off, corrected questions, full disks
//! and wrong options.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use airside::class::exam::sitting::{ExamEvent, ExamPaper, REOPEN, Sitting};
use airside::class::report::{Expected, Roster};
use airside::learner::answer::Answer;
use airside::round::Confidence;
use airside::round::spec::RoundSpec;
use airside::scenario::Pool;
use airside::scenario::library::Library;
use serde_json::{Value, json};

use crate::cli::{err, out, run_in};
use crate::common::{form_spec, mixed_pack};

const MINUTE: u64 = 60_000;

fn answered(sitting: &Sitting) -> ExamEvent {
    let (answer, confidence) = (Answer::Forbidden.name().to_owned(), Some(Confidence::Certain));
    ExamEvent::Answered { item: sitting.paper.items[0].clone(), answer, text: None, confidence }
}

/// Returns a sitting that began at the given time, with a time limit of 20 minutes.
fn sitting(begun: u64) -> Sitting {
    let mut paper = ExamPaper::new(&Library::open(None, &[]), &form_spec(Pool::FormA, 0, None), "07");
    paper.minutes = Some(20);
    Sitting::new(paper, begun)
}

#[test]
fn a_clock_that_is_set_back_gives_no_time() {
    let begun = 1000 * MINUTE;
    for (events, now, left) in [
        (&[15_i64][..], 15_i64, 5),
        (&[15], -60, 5),
        (&[15, -60], -60, 5),
        (&[15, -60], -57, 2),
        (&[15, -60, -57, 3], 3, 0),
        (&[], -180, 20),
        (&[-180, -179], -179, 19),
    ] {
        let time = |minutes: i64| begun.saturating_add_signed(minutes * 60_000);
        let mut sitting = sitting(begun);
        for minutes in events {
            let now = time(*minutes);
            let event = if sitting.is_clock_behind(now) { ExamEvent::ClockSetBack } else { answered(&sitting) };
            sitting.apply(&event, now);
        }
        assert_eq!(sitting.minutes_left(time(now)), Some(left), "{events:?}, then {now}");
    }
    let mut sitting = sitting(begun);
    assert!(sitting.apply(&ExamEvent::HandedIn, begun + MINUTE));
    for (now, can) in
        [(begun + MINUTE, true), (begun + MINUTE + REOPEN, true), (begun, false), (begun + 3 * MINUTE, false)]
    {
        assert_eq!(sitting.can_reopen(now), can, "{now}");
    }
}

#[test]
fn more_time_from_a_computer_with_another_clock_adds_exactly_that_time() {
    for clock in [0, 500 * MINUTE, 5000 * MINUTE] {
        let mut sitting = sitting(1000 * MINUTE);
        assert!(sitting.apply(&ExamEvent::MoreTime { minutes: 5, code: "K7Q".to_owned() }, clock));
        assert_eq!(sitting.minutes_left(1010 * MINUTE), Some(15));
        assert_eq!(sitting.set_back, 0);
    }
}

fn sit(home: &Path, options: &[&str], name: &str, lines: &str) -> String {
    let path = home.join(name).to_str().expect("text").to_owned();
    let said = run_in(home, &[&["exam", "--plain", "--out", &path], options].concat(), lines);
    assert!(said.status.success(), "{}", err(&said));
    path
}

fn report(home: &Path, folder: &Path, options: &[&str]) -> String {
    let said = run_in(home, &[options, &["class", "report", folder.to_str().expect("text")]].concat(), "");
    let text = out(&said) + &err(&said);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const FORM: [&str; 6] = ["--form", "A", "--seat", "50", "--minutes", "20"];

#[test]
fn an_exam_whose_computer_died_in_the_middle_of_a_line_counts_with_its_complete_lines() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let whole = fs::read(sit(home.path(), &FORM, "d.jsonl", "401 c\n403 f\n401 c\n401 c\nquit\n")).expect("there");
    let zeros = [&whole[..], &[0; 300]].concat();
    for (bytes, count) in [(&whole[..whole.len() - 30], 3), (&zeros[..], 4)] {
        fs::write(folder.join("half.jsonl"), bytes).expect("written");
        let open = report(home.path(), &folder, &[]);
        assert!(
            open.contains(&format!("(seat 50, {count} of 10 answered); to count it, add --include-open")),
            "{open}"
        );
        let folder = folder.to_str().expect("text");
        let said = out(&run_in(home.path(), &["class", "report", folder, "--include-open"], ""));
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = count + 2;
        assert!(words.contains(&format!("Line {line} of the file from seat 50 can't be read.")), "{said}");
        assert!(words.contains("1 seat, 1 exam"), "{said}");
    }
}

#[test]
fn a_corrected_word_changes_no_grade_and_corrected_answers_count_on_request() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let pack = mixed_pack(home.path(), "Zoë");
    let options = ["--pack", &pack, "--seat", "01"];
    sit(home.path(), &options, "results/01.jsonl", "401 c\n403 c\nhand in\n");
    let open = [&options[..3], &["02"]].concat();
    sit(home.path(), &open, "results/02.jsonl", "401 c\nquit\n");
    let text = fs::read_to_string(&pack).expect("there");
    fs::write(&pack, text.replace("B Zoë", "B Zoe")).expect("written");
    let words = report(home.path(), &folder, &["--pack", &pack]);
    assert!(
        words.contains("1 seat, 1 exam")
            && words.contains("wording of a question was corrected after these seats began: 01."),
        "{words}"
    );
    // The student with the open exam can continue.
    sit(home.path(), &open, "results/02.jsonl", "quit\n");
    // In the changed pack, the two questions have swapped their facts and answers.
    let ids = ["x-missing-lounge-airport", "x-no-permission-lounge-airport"];
    let exchanged = text.replace(ids[0], "x-z").replace(ids[1], ids[0]).replace("x-z", ids[1]);
    fs::write(&pack, exchanged).expect("written");
    let words = report(home.path(), &folder, &["--pack", &pack]);
    assert!(words.contains("0 seats, 0 exams") && words.contains("--corrected-answers"), "{words}");
    let folder = folder.to_str().expect("text");
    let line = ["--pack", &pack, "class", "report", folder, "--corrected-answers"];
    let words = out(&run_in(home.path(), &line, "")).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("1 seat, 1 exam") && words.contains("answers that the teacher corrected after the exam"),
        "{words}"
    );
    // After the correction, the student with the open exam can continue, and another student gets the corrected
    // questions. The report must not say that the questions of these two students differ.
    sit(home.path(), &open, "results/02.jsonl", "quit\n");
    sit(home.path(), &[&options[..3], &["03"]].concat(), "results/03.jsonl", "401 c\n403 c\nhand in\n");
    let words = out(&run_in(home.path(), &line, "")).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("2 seats, 2 exams") && !words.contains("other questions"), "{words}");
}

#[test]
fn a_student_who_forgets_an_option_is_told_which_and_never_to_start_again() {
    let home = tempfile::tempdir().expect("a folder");
    let begun = ["--form", "A", "--seat", "07", "--minutes", "26", "--count", "4", "--seed", "3"];
    let path = sit(home.path(), &begun, "07.jsonl", "401 c\nquit\n");
    for (options, why, hint) in [
        (
            &["--minutes", "20", "--count", "4", "--seed", "3"][..],
            "has 26 minutes instead of 20 minutes",
            "--minutes 26",
        ),
        (&["--count", "4", "--seed", "3"], "has 26 minutes instead of no time limit", "--minutes 26"),
        (&["--minutes", "26", "--count", "5", "--seed", "3"], "has 4 questions instead of 5 questions", "--count 4"),
        (
            &["--minutes", "26", "--seed", "3", "--kinds", "expired"],
            "has 4 questions instead of 2 questions",
            "or the same --kinds, --ids and --pack",
        ),
        (&["--minutes", "26", "--count", "4"], "has the seed 3 instead of 0", "--seed 3"),
        (
            &["--minutes", "26", "--count", "4", "--seed", "3", "--kinds", "expired,policy,missing"],
            "contains different questions from the ones that your options select",
            "ask your teacher which command",
        ),
    ] {
        let said = run_in(
            home.path(),
            &[&["exam", "--plain", "--form", "A", "--seat", "07", "--out", &path], options].concat(),
            "",
        );
        let words = err(&said).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!said.status.success() && words.contains(why) && words.contains(hint), "{words}");
        assert!(!words.contains("--force"), "{words}");
    }
}

#[test]
fn a_file_that_cannot_be_replaced_stays_and_one_that_cannot_be_written_is_removed() {
    let home = tempfile::tempdir().expect("a folder");
    for (name, options) in [("old.csv", " --force"), ("new.csv", "")] {
        let path = home.path().join(name);
        if !options.is_empty() {
            fs::write(&path, "what was there before\n").expect("written");
        }
        let program = env!("CARGO_BIN_EXE_airside");
        // The shell ignores the signal that reports the file size limit, so that writing fails as on a full disk.
        let line =
            format!("trap '' XFSZ; ulimit -f 1; {program} export gift --count 60 --out {}{options}", path.display());
        let said = Command::new("sh").args(["-c", &line]).env("HOME", home.path()).output().expect("a shell");
        assert!(!said.status.success(), "{}", err(&said));
        let kept = fs::read_to_string(&path).ok();
        assert_eq!(kept.as_deref(), (!options.is_empty()).then_some("what was there before\n"), "{name}");
        let files = fs::read_dir(home.path()).expect("a folder").filter_map(Result::ok);
        let others = files.filter(|file| file.file_name().to_string_lossy().contains(&format!("{name}.")));
        assert_eq!(others.count(), 0, "a part of the new file was left behind");
    }
}

#[test]
fn named_questions_of_an_exam_keep_their_order() {
    let library = Library::open(None, &[]);
    let mut ids: Vec<String> = library.scenarios().take(6).map(|one| one.id.clone()).collect();
    ids.reverse();
    for seat in ["1", "2", "3"] {
        let spec = RoundSpec { ids: ids.clone(), in_order: true, ..RoundSpec::default() };
        assert_eq!(ExamPaper::new(&library, &spec, seat).items, ids);
    }
}

#[test]
fn conditions_and_rosters_with_a_slip_are_refused_or_explained() {
    let twice = Expected::parse("form=A,form=B").expect_err("twice");
    assert!(twice.contains("`form` twice"), "{twice}");
    let login = Roster::parse("seat,login\n01,ana\n02,Ana\n").expect_err("one login");
    assert!(login.contains("twice") && login.contains("line 3"), "{login}");
    let empty = Roster::parse("seat,login,name\n").expect_err("no student");
    assert!(empty.contains("no student"), "{empty}");
    let ill = Roster::parse("seat,login,name\n01,ana,Ana\n,bo,Bo (ill)\n02,cy,Cy\n").expect("a roster");
    assert_eq!((ill.students.len(), ill.without_seat), (2, vec!["Bo (ill)".to_owned()]));
}

#[test]
fn the_plain_option_prints_lines_into_a_pipe() {
    let home = tempfile::tempdir().expect("a folder");
    for command in [&["class", "guide"][..], &["class", "handout"], &["class", "worksheet", "--form", "A", "--teacher"]]
    {
        let lines = out(&run_in(home.path(), &[command, &["--plain"]].concat(), ""));
        assert!(!lines.contains('<') && lines.lines().count() > 20, "{command:?}: {lines}");
        let page = out(&run_in(home.path(), &[command, &["--plain", "--html"]].concat(), ""));
        assert!(page.starts_with("<!DOCTYPE html>"), "{command:?}");
    }
}

/// Writes a German pack whose questions have custom answers. Each entry of `choices` is the text of an answer and
/// whether the answer is right.
fn write_own(path: &str, ids: &[&str], choices: &[(&str, bool)]) {
    let choices: Vec<Value> =
        choices.iter().map(|(text, right)| json!({ "text": text, "right": right, "because": "Darum." })).collect();
    let scenario = |id: &&str| {
        json!({
            "id": id, "title": format!("Titel {id}"), "telling": "airport", "kind": "edge", "answer": "401",
            "story": "Es ist der 4. April. Mona möchte eine Karte von 1880 sehen.",
            "facts": { "scheme": "bearer", "credentials": "expired", "permission": "role" },
            "exchange": {
                "request": ["Mona: Darf ich Karte 17 sehen?"], "findings": ["Ausweis: Mona, gültig bis 31. März"],
                "response": ["HTTP/1.1 401 Unauthorized", "WWW-Authenticate: Bearer realm=\"archiv\""],
            },
            "evidence": { "line": 2, "fact": "credentials", "text": "Die Karte ist abgelaufen." },
            "explanation": { "why": "Monas Karte ist abgelaufen.", "why_not": "403 würde heißen, dass sie nicht darf." },
            "hints": { "fact": "Vergleiche die Daten.", "rule": "Ist der Ausweis gültig?" },
            "teacher": "Frage, was sich ändert.", "citations": ["RFC 6750 section 3.1"],
            "asks": { "question": "Welche?", "choices": choices },
        })
    };
    let scenarios: Vec<Value> = ids.iter().map(scenario).collect();
    let pack = json!({
        "format": 1, "id": "own", "title": "Das Archiv", "version": "1.0.0", "language": "de", "licence": "CC-BY-4.0",
        "authors": ["A. Lehrer"], "scenarios": scenarios,
    });
    fs::write(path, pack.to_string()).expect("written");
}

/// Two exams with a teacher's own questions. One exam has been handed in, and the other is unfinished.
struct OwnExams {
    home: tempfile::TempDir,
    folder: PathBuf,
    pack: String,
    handed_in: String,
}

impl OwnExams {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("results");
        fs::create_dir(&folder).expect("made");
        let pack = home.path().join("own.json").display().to_string();
        write_own(&pack, &["q-1", "q-2"], &[("eins", true), ("zwei", false), ("drei", false)]);
        let options = |seat| ["--pack", &pack, "--ids", "q-1,q-2", "--seat", seat];
        let handed_in = sit(home.path(), &options("01"), "results/01.jsonl", "eins c\nzwei f\nhand in\n");
        sit(home.path(), &options("02"), "results/02.jsonl", "zwei c\nquit\n");
        Self { home, folder, pack, handed_in }
    }

    fn offer(&self, choices: &[(&str, bool)]) {
        write_own(&self.pack, &["q-1", "q-2"], choices);
    }

    fn grade(&self, system: &str) -> Value {
        let line = ["--pack", &self.pack, "class", "grade", &self.handed_in, "--corrected-answers", "--format", system];
        serde_json::from_str(&out(&run_in(self.home.path(), &line, ""))).expect("JSON")
    }

    fn resume(&self) -> std::process::Output {
        let path = self.folder.join("02.jsonl").display().to_string();
        let line = ["exam", "--plain", "--out", &path, "--pack", &self.pack, "--ids", "q-1,q-2", "--seat", "02"];
        run_in(self.home.path(), &line, "list\nquit\n")
    }

    fn corrected_report(&self) -> String {
        let folder = self.folder.to_str().expect("text");
        let line = ["--pack", &self.pack, "class", "report", folder, "--corrected-answers"];
        out(&run_in(self.home.path(), &line, "")).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn a_custom_answer_is_known_by_its_text_when_the_answers_change_places() {
    let exams = OwnExams::new();
    for choices in [
        [("null", false), ("eins", true), ("zwei", false), ("drei", false)].as_slice(),
        &[("drei", false), ("zwei", false), ("eins", true)],
        &[("eins", true), ("drei", false), ("zwei", false)],
    ] {
        exams.offer(choices);
        let said = exams.grade("gradescope");
        assert_eq!(said["score"], 1, "{choices:?}");
        assert_eq!(said["tests"][0]["output"], "answered: eins");
        assert_eq!(said["tests"][1]["output"], "answered: zwei");
        assert_ne!(said["tests"][0]["tags"][0], "edge");
        let xapi = exams.grade("xapi");
        let definition = &xapi[0]["object"]["definition"];
        let ids: Vec<&Value> = definition["choices"].as_array().expect("a list").iter().map(|one| &one["id"]).collect();
        let right = &definition["correctResponsesPattern"][0];
        assert!(ids.len() == choices.len() && ids.contains(&right), "{definition}");
        assert_eq!(&xapi[0]["result"]["response"], right);
        assert_eq!(definition["name"]["de"], "Titel q-1");
        assert_eq!(definition["choices"][0]["description"]["de"], choices[0].0);
        let resumed = exams.resume();
        let (shown, errors) = (out(&resumed), err(&resumed));
        assert!(shown.contains("zwei, certain") && !errors.contains("Answer this question again"), "{shown}");
    }
}

#[test]
fn a_custom_answer_that_is_not_offered_any_more_counts_as_no_answer() {
    let exams = OwnExams::new();
    for choices in [
        [("eins", true), ("drei", false)].as_slice(),
        &[("drei", false), ("eins", true)],
        &[("eins", true), ("vier", false), ("drei", false)],
        &[("eins", false), ("vier", true), ("drei", false)],
    ] {
        exams.offer(choices);
        let graded = exams.grade("gradescope");
        assert_eq!(graded["score"], u8::from(choices.contains(&("eins", true))), "{choices:?}");
        assert_eq!(graded["tests"][1]["output"], "not answered");
        let words = exams.corrected_report();
        assert!(words.contains("are no longer offered, so these questions count as unanswered: q-2."), "{words}");
        let resumed = exams.resume();
        assert!(err(&resumed).contains("The choices for question 1 have changed"), "{}", err(&resumed));
        assert!(!out(&resumed).contains(", certain"), "{}", out(&resumed));
    }
}

#[test]
fn only_a_change_of_what_is_accepted_is_a_correction() {
    let exams = OwnExams::new();
    let pack = ["--pack", &exams.pack];
    for (choices, is_corrected) in [
        ([("zwei", false), ("eins", true), ("drei", false)], false),
        ([("zwei", true), ("eins", false), ("drei", false)], true),
    ] {
        exams.offer(&choices);
        let words = report(exams.home.path(), &exams.folder, &pack);
        assert_eq!(words.contains("had different answers"), is_corrected, "{words}");
        assert!(!words.contains("was corrected"), "{words}");
    }
    // The report names the removed question and, on request, grades the other questions.
    write_own(&exams.pack, &["q-1"], &[("eins", true), ("zwei", false), ("drei", false)]);
    let words = report(exams.home.path(), &exams.folder, &pack);
    assert!(words.contains("aren't in the open packs: q-2;") && words.contains("--corrected-answers"), "{words}");
    assert_eq!(exams.grade("gradescope")["score"], 1);
    let words = exams.corrected_report();
    assert!(
        words.contains("1 seat, 1 exam")
            && words.contains("Seat 01: no open pack contains q-2, so that part of the exam wasn't graded."),
        "{words}"
    );
}

#[test]
fn another_start_code_is_refused_when_an_exam_goes_on() {
    let home = tempfile::tempdir().expect("a folder");
    let go_on = |name: &str, code: &[&str]| {
        let file = home.path().join(name).display().to_string();
        let line = [&["exam", "--plain", "--form", "A", "--seat", "07", "--out", &file], code].concat();
        let said = run_in(home.path(), &line, "quit\n");
        (said.status.code(), err(&said))
    };
    assert_eq!(go_on("with.jsonl", &["--code", "K7Q"]).0, Some(0));
    assert_eq!(go_on("with.jsonl", &["--code", "K7Q"]).0, Some(0));
    assert_eq!(go_on("with.jsonl", &[]).0, Some(0), "the code is in the file");
    let (code, said) = go_on("with.jsonl", &["--code", "OTHER"]);
    assert!(code == Some(1) && said.contains("start code K7Q instead of OTHER"), "{said}");
    assert_eq!(go_on("without.jsonl", &[]).0, Some(0));
    let (code, said) = go_on("without.jsonl", &["--code", "K7Q"]);
    assert!(
        code == Some(1) && said.contains("began without a start code") && said.contains("leave out --code"),
        "{said}"
    );
}
