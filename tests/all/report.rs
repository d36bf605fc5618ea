//! Tests the class report, including grades, files that don't count, and what the report says about misconceptions.

use std::fs;
use std::path::Path;

use airside::class::exam::code::StartCode;
use airside::class::exam::parse::ExamEntry;
use airside::class::exam::sitting::{ExamEvent, ExamPaper};
use airside::round::{Answer, Confidence, Item};
use airside::scenario::Pool;
use airside::scenario::library::Library;
use airside::store::Log;
use serde_json::Value;

use crate::cli::{err, out, run_in};
use crate::common::{Random, form_spec};

type Answers<'a> = &'a mut dyn FnMut(&Library, &str) -> (Answer, Confidence);

fn sit(library: &Library, folder: &Path, form: Pool, seat: &str, begun: u64, answers: Answers<'_>) -> String {
    let paper = ExamPaper::new(library, &form_spec(form, 0, None), seat);
    let items = paper.items.clone();
    let mut events = vec![ExamEvent::Began(paper)];
    for item in items {
        let (answer, confidence) = answers(library, &item);
        events.push(ExamEvent::Answered {
            item,
            answer: answer.name().to_owned(),
            text: None,
            confidence: Some(confidence),
        });
    }
    events.push(ExamEvent::HandedIn);
    let letter = if form == Pool::FormB { "b" } else { "a" };
    write_log(&folder.join(format!("{seat} {letter}.jsonl")), (begun..).step_by(20_000).zip(events))
}

fn write_log(path: &Path, events: impl IntoIterator<Item = (u64, ExamEvent)>) -> String {
    let entries: Vec<ExamEntry> = events.into_iter().map(|(at, event)| ExamEntry { at, event }).collect();
    let _ = fs::remove_file(path);
    Log::open_chained(path).expect("opens").0.append(&entries, false).expect("written");
    fs::read_to_string(path).expect("there")
}

fn truth(library: &Library, id: &str) -> Answer {
    Item::from_scenario(library.scenario(id).expect("there")).accepted[0]
}

fn other(answer: Answer) -> Answer {
    if answer == Answer::Unauthorized { Answer::Forbidden } else { Answer::Unauthorized }
}

/// Writes the exams of a class of eight. In the pre-test, six students follow the article's misconception. In the
/// post-test, all students but one answer correctly.
fn class(folder: &Path) -> Library {
    let library = Library::open(None, &[]);
    for number in 0..8_u64 {
        let seat = format!("{number:02}");
        let believes = number < 6;
        let inverted = |library: &Library, id: &str| {
            let truth = truth(library, id);
            let kind = library.scenario(id).expect("there").kind;
            let rule = airside::learner::diagnosis::WrongRule::Inverted;
            (if believes { rule.answers(kind).map_or(truth, Answer::from) } else { truth }, Confidence::Certain)
        };
        let right = |library: &Library, id: &str| {
            let truth = truth(library, id);
            (if number == 7 { other(truth) } else { truth }, Confidence::Fairly)
        };
        let (first, then) = if number % 2 == 0 { (Pool::FormA, Pool::FormB) } else { (Pool::FormB, Pool::FormA) };
        sit(&library, folder, first, &seat, 1_000_000 + number, &mut { inverted });
        sit(&library, folder, then, &seat, 900_000_000 + number, &mut { right });
    }
    library
}

fn json(home: &Path, folder: &Path) -> Value {
    let said = run_in(home, &["class", "report", folder.to_str().expect("text"), "--json"], "");
    serde_json::from_str(&out(&said)).expect("JSON")
}

#[test]
fn grades_are_computed_from_the_packs_and_test_order_from_the_time() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("our class");
    fs::create_dir(&folder).expect("made");
    class(&folder);
    let said = json(home.path(), &folder);
    let seat = |number: usize| &said["seats"][number];
    assert_eq!((&seat(0)["before"]["form"], &seat(1)["before"]["form"]), (&"A".into(), &"B".into()));
    assert!(seat(0)["before"]["right"].as_u64() <= Some(3) && seat(0)["after"]["right"] == 10);
    assert_eq!((&seat(6)["before"]["right"], &seat(7)["after"]["right"]), (&10.into(), &0.into()));
    assert_eq!(seat(0)["before"]["seconds"], 220);
    // Six students follow the article's misconception, which is enough for the report. A single student with only wrong
    // answers isn't enough.
    let rules = said["rules"].as_array().expect("a list");
    let exchanged = rules.iter().find(|rule| rule["rule"] == "codes swapped").expect("six follow it");
    assert_eq!(exchanged["before"], 6);
    for rule in rules {
        for count in [&rule["before"], &rule["after"]] {
            assert!(count.is_null() || count == 0 || count.as_u64() >= Some(5), "{rule}");
        }
    }
    assert!(!out(&run_in(home.path(), &["class", "report", folder.to_str().expect("text")], "")).contains("label"));
}

#[test]
fn files_that_do_not_count_are_listed_with_reasons_and_the_rest_is_reported() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir_all(folder.join("deeper")).expect("made");
    let library = class(&folder);
    let sound = json(home.path(), &folder);
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    let text = sit(&library, &folder.join("deeper"), Pool::FormA, "99", 5_000, &mut |library, id| {
        (truth(library, id), Confidence::Guess)
    });
    fs::remove_file(folder.join("deeper/99 a.jsonl")).expect("there");
    write("foreign.txt", "Dear teacher,\n");
    write("empty.jsonl", "");
    write("cut within a line.jsonl", text.get(..text.len() - 150).expect("ASCII"));
    let lines: Vec<&str> = text.lines().collect();
    write("not handed in.jsonl", &(lines[..lines.len() - 1].join("\n") + "\n"));
    write("changed.jsonl", &text.replacen("\"401\"", "\"403\"", 1));
    write("newer.jsonl", &text.replacen("\"format\":1", "\"format\":2", 1));
    write("deeper/again.jsonl", &fs::read_to_string(folder.join("03 a.jsonl")).expect("there"));
    let mut other_packs = ExamPaper::new(&library, &form_spec(Pool::FormA, 0, None), "98");
    other_packs.answers = "0123456789abcdef".to_owned();
    write_log(&folder.join("other packs.jsonl"), [(1, ExamEvent::Began(other_packs)), (2, ExamEvent::HandedIn)]);
    fs::write(folder.join("bytes.bin"), [0xff, 0xfe, 0]).expect("written");

    let said = json(home.path(), &folder);
    let rejected = said["rejected"].as_array().expect("a list");
    for (name, why) in [
        ("foreign.txt", "is not an exam file"),
        ("empty.jsonl", "is not an exam file"),
        ("cut within a line.jsonl", "contains an earlier state of"),
        ("not handed in.jsonl", "was not handed in"),
        ("changed.jsonl", "doesn't match"),
        ("newer.jsonl", "format 2"),
        ("again.jsonl", "is a copy of"),
        ("other packs.jsonl", "its questions had different answers"),
        ("bytes.bin", "not UTF-8 text"),
    ] {
        let is = |entry: &&Value| entry["file"].as_str().is_some_and(|file| file.ends_with(name));
        let entry = rejected.iter().find(is).unwrap_or_else(|| panic!("{name} in {rejected:?}"));
        assert!(entry["why"].as_str().is_some_and(|said| said.contains(why)), "{entry}");
    }
    assert_eq!(rejected.len(), 9);
    for part in ["seats", "kinds", "misconceptions", "rules", "items"] {
        assert_eq!(said[part], sound[part], "{part}");
    }
    let missing = run_in(home.path(), &["class", "report", "nowhere.jsonl"], "");
    assert_eq!(missing.status.code(), Some(1));
    assert!(err(&missing).contains("nowhere.jsonl can't be read"), "{}", err(&missing));
}

fn json_with(home: &Path, folder: &Path, more: &[&str]) -> Value {
    let line = [&["class", "report", folder.to_str().expect("text"), "--json"], more].concat();
    serde_json::from_str(&out(&run_in(home, &line, ""))).expect("JSON")
}

#[test]
fn of_two_endings_of_one_sitting_none_counts_until_the_teacher_chooses() {
    let home = tempfile::tempdir().expect("a folder");
    let library = Library::open(None, &[]);
    let text = sit(&library, home.path(), Pool::FormA, "07", 1_000, &mut |library, id| {
        (truth(library, id), Confidence::Certain)
    });
    let begun: Vec<&str> = text.lines().take(4).collect();
    let other = home.path().join("aaa.jsonl");
    fs::write(&other, begun.join("\n") + "\n").expect("written");
    let folder = home.path();
    assert_eq!(json(folder, folder)["seats"][0]["before"]["right"], 10, "the shorter copy was continued in the other");
    Log::open_chained(&other)
        .expect("opens")
        .0
        .append(&[ExamEntry { at: 90_000, event: ExamEvent::HandedIn }], true)
        .expect("written");
    let fork = json(folder, folder);
    assert_eq!((fork["seats"].as_array().map(Vec::len), fork["rejected"].as_array().map(Vec::len)), (Some(0), Some(2)));
    assert!(
        fork["rejected"][0]["why"]
            .as_str()
            .is_some_and(|why| why.contains("2 files that contain different versions of the same exam")),
        "{fork}"
    );
    let chosen = json_with(folder, folder, &["--prefer", other.to_str().expect("text")]);
    assert_eq!(chosen["seats"][0]["before"]["right"], 3);
    assert!(chosen["rejected"][0]["why"].as_str().is_some_and(|why| why.contains("doesn't count, because")));

    // One seat has started the same form twice.
    fs::remove_file(&other).expect("there");
    sit(&library, home.path(), Pool::FormA, "08", 9_000, &mut |library, id| (truth(library, id), Confidence::Guess));
    fs::rename(home.path().join("08 a.jsonl"), home.path().join("08 first.jsonl")).expect("renamed");
    sit(&library, home.path(), Pool::FormA, "08", 5_000, &mut |library, id| (truth(library, id), Confidence::Guess));
    let twice = json(folder, folder);
    assert_eq!(twice["seats"].as_array().map(Vec::len), Some(1));
    assert!(
        twice["rejected"][0]["why"].as_str().is_some_and(|why| why.contains("2 exams that seat 08 started (form A)"))
    );
}

#[test]
fn exams_under_other_conditions_and_exams_not_handed_in_are_named() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let library = Library::open(None, &[]);
    for seat in ["01", "02", "03"] {
        sit(&library, &folder, Pool::FormA, seat, 1_000, &mut |library, id| (truth(library, id), Confidence::Guess));
    }
    let short =
        ExamPaper { minutes: Some(1440), ..ExamPaper::new(&library, &form_spec(Pool::FormA, 99, Some(1)), "04") };
    let item = short.items[0].clone();
    let answer = truth(&library, &item).name().to_owned();
    let answered = ExamEvent::Answered { item, answer, text: None, confidence: None };
    let more = ExamEvent::MoreTime { minutes: 5, code: "K7Q".to_owned() };
    let events = [ExamEvent::Began(short), more, answered, ExamEvent::HandedIn];
    write_log(&folder.join("04.jsonl"), (1..).zip(events));
    let open = ExamPaper::new(&library, &form_spec(Pool::FormA, 0, None), "05");
    write_log(&folder.join("05.jsonl"), [(1, ExamEvent::Began(open))]);
    let said = json(home.path(), &folder);
    assert_eq!(said["conditions"][0], "form A, 10 questions, seed 0, no time limit, no start code");
    let others = &said["other_conditions"];
    assert_eq!(others.as_array().map(Vec::len), Some(1));
    let differences = others[0]["differences"].to_string();
    for part in ["1 question instead of 10", "seed 99 instead of 0", "1440 minutes instead of no time limit"] {
        assert!(differences.contains(part), "{differences}");
    }
    assert_eq!(said["not_handed_in"][0], "05");
    assert_eq!(json_with(home.path(), &folder, &["--include-open"])["seats"].as_array().map(Vec::len), Some(5));
    let expected = json_with(home.path(), &folder, &["--expect", "form=A,code=K7Q,count=10"]);
    assert_eq!(expected["other_conditions"].as_array().map(Vec::len), Some(4), "nobody has the start code");
    let table = out(&run_in(home.path(), &["class", "report", folder.to_str().expect("text")], "")).replace('\n', " ");
    assert!(
        table.contains("Not handed in: 1 exam (05)") && table.contains("given extra time: 5 minutes (code K7Q)"),
        "{table}"
    );
    for (expect, what) in [
        ("colour=red", "`colour` isn't an exam setting. Allowed: form, seed"),
        ("form=C", "isn't a valid exam setting"),
        (" , ", "contains no"),
    ] {
        let unknown = run_in(home.path(), &["class", "report", "x", "--expect", expect], "");
        assert!(err(&unknown).contains(what), "{}", err(&unknown));
    }
    let loosely = json_with(home.path(), &folder, &["--expect", "Form = a, MINUTES=20"]);
    assert_eq!(loosely["conditions"][0], "form A, 10 questions, seed 0, 20 minutes, no start code");
}

#[test]
fn a_roster_puts_names_into_gradebooks_and_lists_who_is_absent() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let library = Library::open(None, &[]);
    sit(&library, &folder, Pool::FormA, "a.b_1", 1_000, &mut |library, id| (truth(library, id), Confidence::Guess));
    let roster = home.path().join("seats.csv");
    fs::write(&roster, "seat,login,name\na.b_1,ada,\"Lovelace, Ada\"\n12,bob,Bob\n").expect("written");
    let roster = ["--roster", roster.to_str().expect("text")];
    assert_eq!(json_with(home.path(), &folder, &roster)["absent"][0], "12");
    let gradebook = |kind: &str| {
        let line = [&["class", "report", folder.to_str().expect("text"), "--gradebook", kind], &roster[..]].concat();
        out(&run_in(home.path(), &line, ""))
    };
    let canvas = gradebook("canvas");
    assert!(canvas.contains("\"Lovelace, Ada\",,,ada,,10") && canvas.contains("Bob,,,bob,,"), "{canvas}");
    assert!(gradebook("moodle").contains("ada,10,10 of 10 right") && gradebook("plain").contains("12,bob,Bob,"));
    let text = fs::read_to_string(folder.join("a.b_1 a.jsonl")).expect("there");
    assert!(!text.contains("Lovelace") && !text.contains("\"ada\""), "names never enter the exam files");
}

#[test]
fn a_gradebook_says_for_which_seats_the_login_is_missing_and_no_file_is_a_copy_of_itself() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let library = Library::open(None, &[]);
    sit(&library, &folder, Pool::FormA, "01", 1_000, &mut |library, id| (truth(library, id), Confidence::Guess));
    let folder = folder.to_str().expect("text");
    for (text, is_named) in [("seat,name\n01,Ada\n", true), ("seat,login,name\n01,ada,Ada\n", false)] {
        let roster = home.path().join("seats.csv");
        fs::write(&roster, text).expect("written");
        let roster = roster.to_str().expect("text");
        for kind in ["canvas", "moodle", "plain"] {
            let line = ["class", "report", folder, folder, "--gradebook", kind, "--roster", roster];
            let said = err(&run_in(home.path(), &line, ""));
            assert_eq!(said.contains("The roster has no login for these seats"), is_named, "{kind}: {said}");
            assert!(!said.contains("is a copy of"), "{said}");
        }
    }
}

#[test]
fn a_gradebook_of_canvas_or_moodle_is_a_roster_once_it_has_seats() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let library = Library::open(None, &[]);
    for seat in ["07", "11"] {
        sit(&library, &folder, Pool::FormA, seat, 1_000, &mut |library, id| (truth(library, id), Confidence::Guess));
    }
    let run = |roster: &str, kind: &[&str]| {
        let file = home.path().join("seats.csv");
        fs::write(&file, roster).expect("written");
        let line = ["class", "report", folder.to_str().expect("text"), "--roster", file.to_str().expect("text")];
        run_in(home.path(), &[&line[..], kind].concat(), "")
    };
    // A spreadsheet has turned the seat 07 into 7.
    let canvas = "Student,ID,SIS User ID,SIS Login ID,Section,Seat\n    Points Possible,,,,,\n\
                  \"Zuse, Käthe\",501,S1,kz,Thu,7\n\"Student, Test\",502,,x,Thu,\n\"Åse \"\"A\"\" Ø\",503,S3,ao,Thu,8\n";
    let said = run(canvas, &["--gradebook", "canvas"]);
    let (text, remarks) = (out(&said), err(&said));
    assert!(text.contains("\"Zuse, Käthe\",501,S1,kz,Thu,10\r\n"), "{text}");
    assert!(text.contains("\"Åse \"\"A\"\" Ø\",503,S3,ao,Thu,\r\n"), "the absent student keeps a row: {text}");
    assert!(remarks.contains("Absent: 8.") && remarks.contains("Seats not on the roster: 11."), "{remarks}");
    let moodle = "First name;Surname;Email address;Seat\r\nKäthe;Zuse;kz@uni.example;07\r\nBo;Li;bl@uni.example;11\r\n";
    let text = out(&run(moodle, &["--gradebook", "moodle"]));
    assert!(text.starts_with("email,") && text.contains("kz@uni.example,10,10 of 10 right"), "{text}");
    assert!(out(&run(moodle, &["--gradebook", "plain"])).contains("07,kz@uni.example,Käthe Zuse,10"));
    let report = out(&run(moodle, &[]));
    assert!(!report.contains("Absent") && !report.contains("roster"), "{report}");
    let german = "Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Sitzplatz\nKäthe;Zuse;;kz@uni.example;07\nBo;Li;;bl@uni.example;11\n";
    let text = out(&run(german, &["--gradebook", "moodle"]));
    assert!(text.starts_with("email,") && text.contains("bl@uni.example,10,10 of 10 right"), "{text}");
    let portuguese = "Nome,Sobrenome,Endereço de email,Lugar\nKäthe,Zuse,kz@uni.example,07\n";
    assert!(out(&run(portuguese, &["--gradebook", "plain"])).contains("07,kz@uni.example,Käthe Zuse,10"));
    let both = "First name,Last name,Username,Email address,Seat\nBo,Li,bl,bl@uni.example,11\n";
    let text = out(&run(both, &["--gradebook", "moodle"]));
    assert!(text.starts_with("username,") && text.contains("bl,10,"), "{text}");
    // Canvas adds an id to the name of the column, and a row that says which grades are posted manually.
    let manual = "Student,ID,SIS Login ID,Section,Seat (4711),Quiz (4712)\n,,,,,Manual Posting\n    Points Possible,,,,0,10\n\
                  \"Zuse, Käthe\",501,kz,Thu,07,3\n";
    let text = out(&run(manual, &["--gradebook", "canvas"]));
    assert!(text.contains("\"Zuse, Käthe\",501,,kz,Thu,10\r\n"), "{text}");
    let stated = "sep=;\r\nseat;login;name\r\n07;=1+1;\"Mai 3; Käthe\"\r\n11;3-5;5. März\r\n";
    let text = out(&run(stated, &["--gradebook", "plain"]));
    assert!(text.contains("'07,'=1+1,'Mai 3; Käthe,10") && text.contains("'11,'3-5,'5. März,10"), "{text}");
    for (wrong, why) in [
        ("login\nx\n", "has no `seat` column"),
        ("seat,login\n,x\n", "no student with a seat"),
        ("seat\n1\n1\n", "seat 1 twice"),
    ] {
        assert!(err(&run(wrong, &[])).contains(why), "{wrong}");
    }
}

#[test]
fn seats_that_differ_only_in_capitals_or_zeros_are_named() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let library = Library::open(None, &[]);
    for seat in ["7", "07", "a1", "A1", "17", "70", "0"] {
        sit(&library, &folder, Pool::FormA, seat, 1_000, &mut |library, id| (truth(library, id), Confidence::Guess));
    }
    let report = out(&run_in(home.path(), &["class", "report", folder.to_str().expect("text")], ""));
    for pair in ["07, 7", "A1, a1"] {
        assert!(report.contains(&format!("These seat codes may belong to one student: {pair}.")), "{pair}: {report}");
    }
    assert_eq!(report.matches("may belong to one student").count(), 2, "{report}");
}

#[test]
fn an_expected_start_code_is_checked_like_one_that_a_student_types() {
    let home = tempfile::tempdir().expect("a folder");
    let form = "a code consists of at most 32 letters";
    for (wrong, why) in [("code=", form), ("code=20261126-AAAAB", "isn't a valid start code"), ("code=two words", form)]
    {
        let said = run_in(home.path(), &["class", "report", "x", "--expect", wrong], "");
        assert!(said.status.code() == Some(2) && err(&said).contains(why), "{wrong}: {}", err(&said));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn errors_of_files_and_of_the_output_say_what_failed_and_what_to_do() {
    let home = tempfile::tempdir().expect("a folder");
    let in_memory = "/proc/nowhere/page.html";
    for line in [
        &["class", "worksheet", "--form", "A", "--out", in_memory][..],
        &["class", "handout", "--out", in_memory],
        &["class", "guide", "--out", in_memory],
        &["export", "gift", "--out", in_memory],
        &["pack", "new", in_memory],
    ] {
        let said = err(&run_in(home.path(), line, ""));
        assert!(
            said.contains(&format!("{in_memory} can't be written: ")) && said.contains("hint: mkdir -p /proc/nowhere"),
            "{line:?}: {said}"
        );
    }
    let roster = ["class", "watch", ".", "--once", "--roster", "nowhere.csv"];
    let said = err(&run_in(home.path(), &roster, ""));
    assert!(said.contains("nowhere.csv can't be read: ") && said.contains("hint: a roster is a CSV file"), "{said}");
    let said = err(&run_in(home.path(), &["exam", "--form", "A", "--seat", "1", "--out", "x", "copy"], ""));
    assert!(said.contains("copy") && !said.contains("``"), "{said}");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
    let said = std::process::Command::new(env!("CARGO_BIN_EXE_airside"))
        .args(["class", "handout", "--markdown"])
        .stdout(full)
        .output()
        .expect("runs");
    let said = String::from_utf8(said.stderr).expect("text");
    assert!(said.contains("standard output can't be written: "), "{said}");
}

#[test]
fn a_preferred_file_is_found_however_its_path_is_written() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let library = Library::open(None, &[]);
    for (begun, name, is_right) in [(1_000, "first.jsonl", true), (2_000, "second.jsonl", false)] {
        sit(&library, &folder, Pool::FormA, "08", begun, &mut |library, id| {
            (if is_right { truth(library, id) } else { other(truth(library, id)) }, Confidence::Guess)
        });
        fs::rename(folder.join("08 a.jsonl"), folder.join(name)).expect("renamed");
    }
    fs::write(folder.join(".DS_Store"), "x").expect("written");
    let run = |prefer: &[&str]| {
        let prefer = prefer.iter().flat_map(|file| ["--prefer", file]);
        let results = folder.to_str().expect("text");
        let line: Vec<&str> = ["class", "report", results, "--json"].into_iter().chain(prefer).collect();
        run_in(home.path(), &line, "")
    };
    let read = |prefer: &[&str]| -> Value { serde_json::from_str(&out(&run(prefer))).expect("JSON") };
    let undecided = read(&[]);
    assert_eq!((&undecided["undecided"][0], undecided["rejected"].as_array().map(Vec::len)), (&"08".into(), Some(2)));
    let within = |path: &str| folder.join(path).display().to_string();
    for path in ["second.jsonl", "./second.jsonl", "../results//second.jsonl"] {
        let said = read(&[&within(path)]);
        assert_eq!(
            (&said["seats"][0]["before"]["right"], &said["undecided"]),
            (&0.into(), &Value::Array(vec![])),
            "{path}"
        );
    }
    assert_eq!(read(&[&within("first.jsonl"), &within("second.jsonl")])["undecided"][0], "08", "two choices are none");
    let unknown = run(&["third.jsonl"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(err(&unknown).contains("third.jsonl isn't one of the files in this report"), "{}", err(&unknown));
}

#[test]
fn two_sets_of_chosen_questions_are_a_first_and_a_second_exam() {
    let home = tempfile::tempdir().expect("a folder");
    let library = Library::open(None, &[]);
    let ids: Vec<String> =
        library.scenarios().filter(|one| one.pool == Pool::Practice).take(6).map(|one| one.id.clone()).collect();
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let sit = |seat: &str, name: &str, ids: &[String]| {
        let file = folder.join(format!("{seat}-{name}.jsonl")).display().to_string();
        let line = ["exam", "--ids", &ids.join(","), "--seat", seat, "--out", &file];
        assert_eq!(err(&run_in(home.path(), &line, "401 c\n403 c\nhand in\nhand in\n")), "");
    };
    for seat in ["07", "08"] {
        sit(seat, "before", &ids[..2]);
        sit(seat, "after", &ids[2..5]);
    }
    let said = json(home.path(), &folder);
    for place in 0..2 {
        let seat = &said["seats"][place];
        assert_eq!((&seat["before"]["of"], &seat["after"]["of"]), (&2.into(), &3.into()), "{said}");
    }
    for empty in ["rejected", "undecided", "other_conditions"] {
        assert_eq!(said[empty], Value::Array(vec![]), "{said}");
    }
    let line = ["class", "report", folder.to_str().expect("text"), "--gradebook", "canvas"];
    let gradebook = out(&run_in(home.path(), &line, ""));
    assert!(
        gradebook.contains("airside form custom,airside form custom 2\r\nPoints Possible,,,,,2,3\r\n"),
        "{gradebook}"
    );
    // If a seat has two exams with the same questions, the report still says that the seat started the exam twice.
    sit("07", "again", &ids[..2]);
    let said = json(home.path(), &folder);
    assert_eq!((&said["undecided"][0], said["rejected"].as_array().map(Vec::len)), (&"07".into(), Some(2)), "{said}");
    // The report names a seat whose questions differ from everyone else's.
    sit("09", "other", &ids[4..]);
    for seat in ["10", "11", "12", "13"] {
        sit(seat, "before", &ids[..2]);
    }
    let said = json(home.path(), &folder);
    assert_eq!(said["other_conditions"][0]["seat"], "09", "{said}");
}

#[test]
fn an_exam_of_chosen_questions_is_graded() {
    let home = tempfile::tempdir().expect("a folder");
    let library = Library::open(None, &[]);
    let ids: Vec<String> =
        library.scenarios().filter(|one| one.pool == Pool::Practice).take(2).map(|one| one.id.clone()).collect();
    let file = home.path().join("07.jsonl").display().to_string();
    let line = ["exam", "--ids", &ids.join(","), "--seat", "07", "--out", &file];
    let sat = run_in(home.path(), &line, "401 c\n403 c\nhand in\n");
    assert_eq!(err(&sat), "");
    let said = json(home.path(), Path::new(&file));
    assert_eq!(
        (&said["seats"][0]["before"]["form"], &said["seats"][0]["before"]["of"]),
        (&"custom".into(), &2.into()),
        "{said}"
    );
    let kinds = ["exam", "--kinds", "expired,not-owner", "--seed", "5", "--count", "3", "--seat", "08", "--out"];
    let file = home.path().join("08.jsonl").display().to_string();
    let sat = out(&run_in(home.path(), &[&kinds[..], &[&file]].concat(), "quit\n"));
    assert!(sat.contains("Exam, own questions, seat 08: 3 questions."), "{sat}");
    let grade = ["class", "grade", &home.path().join("07.jsonl").display().to_string(), "--format", "gradescope"];
    assert!(out(&run_in(home.path(), &grade, "")).contains("airside, own questions, seat 07"));
    let one = home.path().join("10.jsonl").display().to_string();
    let twice = format!("{0},{0}", ids[0]);
    let sat = out(&run_in(home.path(), &["exam", "--ids", &twice, "--seat", "10", "--out", &one], "quit\n"));
    assert!(sat.contains("Exam, own questions, seat 10: 1 question."), "a question named twice is asked once: {sat}");
    let unknown = run_in(home.path(), &["exam", "--ids", "no-such", "--seat", "09", "--out", &file], "");
    assert!(err(&unknown).contains("unknown scenario `no-such`"), "{}", err(&unknown));
}

#[test]
fn confidence_counts_in_no_grade_unless_requested() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    class(&folder);
    let name = folder.to_str().expect("text");
    let said = |more: &[&str]| {
        let output = run_in(home.path(), &[&["class", "report", name], more].concat(), "");
        assert_eq!(err(&output), "", "{more:?}");
        out(&output)
    };
    for more in [&["--csv"][..], &["--gradebook", "canvas"], &["--gradebook", "moodle"], &["--gradebook", "plain"]] {
        let text = said(more);
        assert!(!text.contains("certain") && text.contains("\r\n") && text.lines().count() >= 9, "{text}");
    }
    assert!(said(&["--csv", "--confidence"]).lines().next().is_some_and(|head| head.contains("certain and wrong")));
    insta::assert_snapshot!("report__canvas", said(&["--gradebook", "canvas"]));
    insta::assert_snapshot!("report__csv", said(&["--csv"]));
    insta::assert_snapshot!("report__table", said(&[]));
    insta::assert_snapshot!("report__html", said(&["--html"]));
}

#[test]
fn file_names_are_escaped_on_the_html_page() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    class(&folder);
    fs::write(folder.join("<script>alert(1)<\u{1b}[2J.txt"), "x").expect("written");
    let name = folder.to_str().expect("text");
    let page = out(&run_in(home.path(), &["class", "report", name, "--html"], ""));
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;alert(1)") && !page.contains('\u{1b}'));
    for outside in ["src=", "href=", "url(", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    let table = out(&run_in(home.path(), &["class", "report", name], ""));
    assert!(!table.contains('\u{1b}') && table.contains("U+001B"), "{table}");
}

#[cfg(unix)]
#[test]
fn file_names_that_are_not_utf_8_are_read() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    class(&folder);
    let odd = folder.join(OsStr::from_bytes(b"seat \xff 00.jsonl"));
    fs::rename(folder.join("00 a.jsonl"), odd).expect("renamed");
    let said = json(home.path(), &folder);
    assert_eq!(said["seats"].as_array().map(Vec::len), Some(8));
    assert_eq!(said["rejected"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_report_during_the_exam_counts_the_exams_handed_in_so_far() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let library = class(&folder);
    let text =
        sit(&library, &folder, Pool::FormA, "50", 5_000, &mut |library, id| (truth(library, id), Confidence::Guess));
    let mut chance = Random(7);
    for _ in 0..12 {
        let length = usize::try_from(chance.below(text.len() as u64)).expect("small");
        fs::write(folder.join("50 a.jsonl"), text.get(..length).expect("ASCII")).expect("written");
        let said = json(home.path(), &folder);
        assert_eq!(said["seats"].as_array().map(Vec::len), Some(8), "at {length}");
        assert_eq!(said["rejected"].as_array().map(Vec::len), Some(1), "at {length}");
    }
}

#[test]
fn an_exported_grade_is_computed_again_from_the_packs() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    class(&folder);
    let file = folder.join("07 a.jsonl");
    let said = |system: &str, more: &[&str]| -> Value {
        let line = [&["class", "grade", file.to_str().expect("text"), "--format", system], more].concat();
        serde_json::from_str(&out(&run_in(home.path(), &line, ""))).expect("JSON")
    };
    let gradescope = said("gradescope", &[]);
    assert_eq!((&gradescope["score"], gradescope["tests"].as_array().map(Vec::len)), (&0.into(), Some(10)));
    assert!(gradescope["tests"][0]["status"] == "failed" && gradescope.get("leaderboard").is_none());
    let github = said("github-classroom", &[]);
    assert_eq!(
        (&github["max_score"], &github["status"], &github["tests"][0]["score"]),
        (&10.into(), &"fail".into(), &0.into())
    );
    let xapi = said("xapi", &[]);
    assert_eq!(xapi[0]["timestamp"], "1970-01-11T10:03:40Z");
    assert_eq!(xapi[0]["result"]["success"], false);
    assert_eq!(xapi, said("xapi", &[]), "told again it is the same");
    for (system, words) in [("gradescope", "fairly"), ("github-classroom", "fairly"), ("xapi", "certainty")] {
        assert!(!said(system, &[]).to_string().contains(words), "{system}");
    }
    assert_eq!(said("xapi", &["--confidence"])[0]["result"]["score"]["raw"], -2);
    assert!(said("gradescope", &["--confidence"]).to_string().contains("fairly sure"));
    let cut = folder.join("cut.jsonl");
    let text = fs::read_to_string(&file).expect("there");
    fs::write(&cut, text.get(..500).expect("ASCII")).expect("written");
    let refused = run_in(home.path(), &["class", "grade", cut.to_str().expect("text"), "--format", "xapi"], "");
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("is not an exam file") || err(&refused).contains("is damaged"), "{}", err(&refused));
}

#[test]
fn an_exam_under_other_conditions_than_expected_gets_no_grade_and_its_remarks_are_shown() {
    let home = tempfile::tempdir().expect("a folder");
    let library = Library::open(None, &[]);
    let paper = ExamPaper::new(&library, &form_spec(Pool::FormA, 0, Some(1)), "24");
    let more = vec![ExamEvent::MoreTime { minutes: 5, code: "K7Q".to_owned() }];
    let paper = ExamPaper { minutes: Some(20), ..paper };
    Trial { folder: home.path(), paper, begun: 1_000, more, hands_in: true }.write("24.jsonl");
    let file = home.path().join("24.jsonl").display().to_string();
    let line = ["class", "grade", &file, "--format", "github-classroom"];
    let graded = run_in(home.path(), &line, "");
    assert!(graded.status.code() == Some(0) && err(&graded).contains("K7Q"), "{}", err(&graded));
    for (expected, difference) in [("form=A,count=10", "1 question instead of 10"), ("code=K7Q", "no start code")] {
        let refused = run_in(home.path(), &[&line[..], &["--expect", expected]].concat(), "");
        assert_eq!((refused.status.code(), out(&refused).as_str()), (Some(1), ""));
        assert!(err(&refused).contains(difference), "{}", err(&refused));
    }
    assert_eq!(run_in(home.path(), &[&line[..], &["--expect", "count=1"]].concat(), "").status.code(), Some(0));
}

#[test]
fn a_folder_that_is_not_there_replaces_no_report() {
    let home = tempfile::tempdir().expect("a folder");
    let report = home.path().join("marks.csv");
    fs::write(&report, "good").expect("written");
    let out_file = report.to_str().expect("text");
    let line = ["class", "report", "resluts", "--csv", "--force", "--out", out_file];
    let refused = run_in(home.path(), &line, "");
    assert!(refused.status.code() == Some(1) && err(&refused).contains("resluts can't be read"), "{}", err(&refused));
    assert_eq!(fs::read_to_string(&report).expect("there"), "good");
}

#[test]
fn an_exam_with_one_question_does_not_count_in_the_discrimination() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let library = class(&folder);
    let item = ExamPaper::new(&library, &form_spec(Pool::FormA, 0, Some(1)), "24").items[0].clone();
    let discrimination = || {
        let said = json(home.path(), &folder);
        let items = said["items"].as_array().expect("items").clone();
        let found = items.into_iter().find(|one| one["item"] == item.as_str()).expect("asked");
        (found["answers"].clone(), found["discrimination"].clone())
    };
    let before = discrimination();
    let paper = ExamPaper::new(&library, &form_spec(Pool::FormA, 0, Some(1)), "24");
    Trial { folder: &folder, paper, begun: 1_000, more: Vec::new(), hands_in: true }.write("24.jsonl");
    let after = discrimination();
    assert_eq!((before.0.as_u64().map(|count| count + 1), &before.1), (after.0.as_u64(), &after.1));
}

/// The exam of one student in a test class: its conditions and events.
struct Trial<'a> {
    folder: &'a Path,
    paper: ExamPaper,
    begun: u64,
    more: Vec<ExamEvent>,
    hands_in: bool,
}

impl Trial<'_> {
    fn write(self, name: &str) -> String {
        let items = self.paper.items.clone();
        let mut events = vec![ExamEvent::Began(self.paper)];
        events.extend(self.more);
        let library = Library::open(None, &[]);
        for item in items {
            let answer = truth(&library, &item).name().to_owned();
            events.push(ExamEvent::Answered { item, answer, text: None, confidence: Some(Confidence::Fairly) });
        }
        events.extend(self.hands_in.then_some(ExamEvent::HandedIn));
        write_log(&self.folder.join(name), (self.begun..).step_by(20_000).zip(events))
    }
}

/// Writes the exams of a class of 24, in which 14 students take the exam as announced and 10 don't. Returns the start
/// code.
fn sit_the_trial(folder: &Path) -> String {
    let library = Library::open(None, &[]);
    let noon = airside::calendar::parse_date("2026-11-26").expect("a date") * 86_400_000 + 12 * 3_600_000;
    let code = StartCode::new(noon, None, &mut airside::random::Random(5)).to_string();
    let paper = |seat: &str, seed, count| {
        let paper = ExamPaper::new(&library, &form_spec(Pool::FormA, seed, count), seat);
        ExamPaper { minutes: Some(20), code: Some(code.clone()), ..paper }
    };
    let usual = |seat: &str| Trial {
        folder,
        paper: paper(seat, 3, None),
        begun: noon + 60_000,
        more: Vec::new(),
        hands_in: true,
    };
    for seat in 1..=14 {
        let seat = format!("{seat:02}");
        usual(&seat).write(&format!("{seat}.jsonl"));
    }
    Trial { begun: noon - 10 * 3_600_000, ..usual("15") }.write("15.jsonl");
    Trial { begun: noon + 30 * 3_600_000, ..usual("16") }.write("16.jsonl");
    Trial { paper: ExamPaper { code: None, ..paper("17", 3, None) }, ..usual("17") }.write("17.jsonl");
    Trial { paper: paper("18", 99, None), ..usual("18") }.write("18.jsonl");
    let easy = ExamPaper { minutes: Some(1440), ..paper("19", 3, Some(1)) };
    Trial { paper: easy, ..usual("19") }.write("19.jsonl");
    let form = ExamPaper::new(&library, &form_spec(Pool::FormB, 3, None), "20");
    let form = ExamPaper { minutes: Some(20), code: Some(code.clone()), ..form };
    Trial { paper: form, ..usual("20") }.write("20.jsonl");
    let given = ExamEvent::MoreTime { minutes: 5, code: "K7Q".to_owned() };
    Trial { more: vec![given], ..usual("21") }.write("21.jsonl");
    Trial { hands_in: false, ..usual("22") }.write("22.jsonl");
    usual("23").write("23.jsonl");
    Trial { begun: noon + 120_000, ..usual("23") }.write("23 again.jsonl");
    let ids: Vec<String> =
        library.scenarios().filter(|one| one.pool == Pool::Practice).take(10).map(|one| one.id.clone()).collect();
    let spec =
        airside::round::spec::RoundSpec { ids, pools: vec![Pool::FormA], seed: 3, ..form_spec(Pool::FormA, 3, None) };
    let chosen = ExamPaper::new(&library, &spec, "24");
    let chosen = ExamPaper { minutes: Some(20), code: Some(code.clone()), ..chosen };
    Trial { paper: chosen, ..usual("24") }.write("24.jsonl");
    code
}

#[test]
fn in_a_class_of_24_every_sitting_under_other_conditions_is_named_and_no_other() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let code = sit_the_trial(&folder);
    let expect = format!("form=A,seed=3,minutes=20,count=10,code={code}");
    let said = json_with(home.path(), &folder, &["--expect", &expect]);
    let named = |said: &Value| -> Vec<(String, String)> {
        let others = said["other_conditions"].as_array().expect("a list").iter();
        others.map(|one| (one["seat"].as_str().expect("a seat").to_owned(), one["differences"].to_string())).collect()
    };
    let expected = [
        ("15", "started on 2026-11-26, before its start code became valid"),
        ("16", "started on 2026-11-27, when its start code was no longer valid"),
        ("17", "no start code instead of start code"),
        ("18", "seed 99 instead of 3"),
        ("19", "1 question instead of 10"),
        ("20", "form B instead of A"),
        ("24", "other questions"),
    ];
    let others = named(&said);
    assert_eq!(
        others.iter().map(|(seat, _)| seat.as_str()).collect::<Vec<_>>(),
        expected.map(|(seat, _)| seat),
        "{others:?}"
    );
    for ((_, differences), (_, sentence)) in others.iter().zip(expected) {
        assert!(differences.contains(sentence), "{differences}: {sentence}");
    }
    assert!(others[4].1.contains("1440 minutes instead of 20"), "{others:?}");
    // Without --expect, the report expects the most common conditions of each form.
    let common = named(&json(home.path(), &folder));
    let seats: Vec<&str> = common.iter().map(|(seat, _)| seat.as_str()).collect();
    assert_eq!(seats, ["15", "16", "17", "18", "19", "24"], "{common:?}");
    assert!(common[5].1.contains("other questions"), "{common:?}");

    assert_eq!((&said["not_handed_in"][0], said["seats"].as_array().map(Vec::len)), (&"22".into(), Some(22)));
    let text = out(&run_in(home.path(), &["class", "report", folder.to_str().expect("text")], ""));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in [
        "Seat 21 was given extra time: 5 minutes (code K7Q).",
        "Not handed in: 1 exam (22). To count these exams, add --include-open.",
        "These seats have several files, and none of them counts until you choose one with --prefer: 23.",
        "is one of 2 exams that seat 23 started (form A); choose one with --prefer",
        "10 of 10, form B",
    ] {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    let open = json_with(home.path(), &folder, &["--include-open"]);
    assert_eq!(
        (open["not_handed_in"].as_array().map(Vec::len), open["seats"].as_array().map(Vec::len)),
        (Some(0), Some(23))
    );
}

#[test]
fn plain_output_of_class_commands_draws_no_bars() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    class(&folder);
    let (folder, votes) = (folder.to_str().expect("text"), home.path().join("votes.jsonl").display().to_string());
    let present = run_in(home.path(), &["class", "present", "--session", &votes], "next\n20 10\nend\n");
    let printed = [
        out(&run_in(home.path(), &["class", "report", folder], "")),
        out(&run_in(home.path(), &["class", "watch", folder, "--once"], "")),
        out(&run_in(home.path(), &["class", "notes", "--session", &votes], "")),
        out(&run_in(home.path(), &["class", "worksheet", "--form", "A", "--markdown", "--teacher"], "")),
        out(&present),
    ];
    for text in printed {
        assert!(text.len() > 100, "{text}");
        let is_bar = |character: char| ('\u{2500}'..='\u{259f}').contains(&character);
        assert!(!text.contains(is_bar) && !text.contains("==="), "{text}");
    }
}

#[test]
fn conditions_that_the_teacher_does_not_state_are_compared_with_the_most_common_ones() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let code = sit_the_trial(&folder);
    let seats = |expect: &str| -> Vec<String> {
        let said = json_with(home.path(), &folder, &["--expect", expect]);
        let others = said["other_conditions"].as_array().expect("a list").iter();
        others.map(|one| one["seat"].as_str().expect("a seat").to_owned()).collect()
    };
    let all = ["15", "16", "17", "18", "19", "24"];
    for stated in [format!("code={code}"), "minutes=20".to_owned(), "seed=3,count=10".to_owned()] {
        assert_eq!(seats(&stated), all, "{stated}");
    }
    for stated in ["form=A".to_owned(), format!("form=A,code={code}"), "form=A,minutes=20".to_owned()] {
        assert_eq!(seats(&stated), ["15", "16", "17", "18", "19", "20", "24"], "{stated}");
    }
    // Conditions that aren't stated are taken from the exams that meet the stated conditions, even if there are few
    // such exams.
    let said = json_with(home.path(), &folder, &["--expect", "form=A,seed=99"]);
    assert_eq!(said["conditions"][0], format!("form A, 10 questions, seed 99, 20 minutes, start code {code}"));
    assert!(!seats("form=A,seed=99").contains(&"18".to_owned()));
}

#[test]
fn a_seat_whose_file_does_not_count_is_not_absent() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let library = Library::open(None, &[]);
    let text = |seat: &str| {
        let right = &mut |library: &Library, id: &str| (truth(library, id), Confidence::Certain);
        let text = sit(&library, &folder, Pool::FormA, seat, 1_000, right);
        fs::remove_file(folder.join(format!("{seat} a.jsonl"))).expect("there");
        text
    };
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    write("01.jsonl", &text("01"));
    write("changed.jsonl", &text("02").replacen("\"401\"", "\"403\"", 1));
    write("first line changed.jsonl", &text("03").replacen("\"seed\":0", "\"seed\":1", 1));
    write("newer.jsonl", &text("04").replacen("\"format\":1", "\"format\":2", 1));
    write("cut off.jsonl", text("05").get(..300).expect("ASCII"));
    let mut other = ExamPaper::new(&library, &form_spec(Pool::FormA, 0, None), "06");
    other.answers = "0123456789abcdef".to_owned();
    write_log(&folder.join("other answers.jsonl"), [(1, ExamEvent::Began(other.clone())), (2, ExamEvent::HandedIn)]);
    other.seat = "07".to_owned();
    other.items[0] = "no-such-question".to_owned();
    write_log(&folder.join("other packs.jsonl"), [(1, ExamEvent::Began(other)), (2, ExamEvent::HandedIn)]);
    write("spaced.jsonl", &text("08").replacen("\"seat\":\"08\"", "\"seat\": \"08\"", 1));
    let roster = home.path().join("seats.csv");
    fs::write(&roster, "seat,login\n1,a\n2,b\n3,c\n4,d\n5,e\n6,f\n7,g\n8,h\n9,i\n").expect("written");
    let roster = ["--roster", roster.to_str().expect("text")];
    let said = json_with(home.path(), &folder, &roster);
    assert_eq!(said["absent"], serde_json::json!(["9"]), "{said}");
    assert_eq!(said["not_graded"], serde_json::json!(["02", "03", "04", "05", "06", "07", "08"]), "{said}");
    let line =
        |more: &[&'static str]| [&["class", "report", folder.to_str().expect("text")], more, &roster[..]].concat();
    let gradebook = run_in(home.path(), &line(&["--gradebook", "plain"]), "");
    let remarks = err(&gradebook).replace('\n', " ");
    assert!(
        remarks.contains("These seats have a file that doesn't count: 02, 03, 04, 05, 06, 07, 08.")
            && remarks.contains("Absent: 9."),
        "{remarks}"
    );
    assert!(out(&gradebook).contains("'02,b,'02,\r\n"), "{}", out(&gradebook));
    let watch = [&["class", "watch", folder.to_str().expect("text"), "--once"], &roster[..]].concat();
    let watch = out(&run_in(home.path(), &watch, ""));
    assert!(watch.contains("These seats haven't started: 9."), "{watch}");
    // A file that can't be read may belong to any seat.
    fs::write(folder.join("photo.jpg"), [0xff, 0xd8, 0, 1]).expect("written");
    let report = out(&run_in(home.path(), &line(&[]), ""));
    assert!(report.contains("Absent: 9. A file that can't be read may belong to one of these seats."), "{report}");
}

#[test]
fn the_only_exam_of_a_student_who_missed_the_first_one_counts_as_a_second_exam() {
    const DAY: u64 = 86_400_000;
    let home = tempfile::tempdir().expect("a folder");
    let library = Library::open(None, &[]);
    let report = |name: &str, exams: &[(&str, &[(Pool, u64)])]| {
        let folder = home.path().join(name);
        fs::create_dir(&folder).expect("made");
        for (seat, sittings) in exams {
            for (form, begun) in *sittings {
                let right = &mut |library: &Library, id: &str| (truth(library, id), Confidence::Certain);
                sit(&library, &folder, *form, seat, *begun, right);
            }
        }
        let seats = json(home.path(), &folder)["seats"].clone();
        let csv = out(&run_in(home.path(), &["class", "report", folder.to_str().expect("text"), "--csv"], ""));
        (seats, csv)
    };
    let (a, b) = (Pool::FormA, Pool::FormB);
    let both: &[(Pool, u64)] = &[(a, DAY), (b, 8 * DAY)];
    let (seats, csv) =
        report("by form", &[("1", both), ("2", both), ("3", both), ("8", &[(b, 8 * DAY)]), ("9", &[(a, 2 * DAY)])]);
    assert_eq!((&seats[3]["before"], &seats[3]["after"]["form"]), (&Value::Null, &"B".into()), "{seats}");
    assert_eq!((&seats[4]["before"]["form"], &seats[4]["after"]), (&"A".into(), &Value::Null), "{seats}");
    assert!(csv.contains("8,B,second,10,10") && csv.contains("9,A,first,10,10"), "{csv}");
    // Both forms occur in each session, so only the date distinguishes the sessions.
    let crossed: &[(Pool, u64)] = &[(b, DAY), (a, 8 * DAY)];
    let exams =
        [("1", both), ("2", crossed), ("3", both), ("4", crossed), ("8", &[(a, 8 * DAY)]), ("9", &[(b, 2 * DAY)])];
    let (seats, _) = report("by date", &exams);
    assert_eq!((&seats[4]["before"], &seats[4]["after"]["form"]), (&Value::Null, &"A".into()), "{seats}");
    assert_eq!((&seats[5]["before"]["form"], &seats[5]["after"]), (&"B".into(), &Value::Null), "{seats}");
    // Nobody has a second exam yet, so there is no second session.
    let (seats, _) = report("one session", &[("1", &[(a, DAY)]), ("2", &[(b, DAY)]), ("3", &[(b, DAY)])]);
    assert!(seats.as_array().is_some_and(|seats| seats.iter().all(|seat| seat["after"].is_null())), "{seats}");
}

#[test]
fn a_misconception_is_listed_only_with_a_count_that_can_be_reported() {
    let home = tempfile::tempdir().expect("a folder");
    let library = Library::open(None, &[]);
    let rows = |believers: u64| -> Vec<String> {
        let folder = home.path().join(believers.to_string());
        fs::create_dir(&folder).expect("made");
        for number in 0..believers {
            let rule = airside::learner::diagnosis::WrongRule::Inverted;
            let inverted = &mut |library: &Library, id: &str| {
                let kind = library.scenario(id).expect("there").kind;
                (rule.answers(kind).map_or(truth(library, id), Answer::from), Confidence::Certain)
            };
            sit(&library, &folder, Pool::FormA, &format!("{number:02}"), 1_000, inverted);
        }
        let page = out(&run_in(home.path(), &["class", "report", folder.to_str().expect("text"), "--html"], ""));
        let section = page.split("Misconceptions that fit").nth(1).and_then(|rest| rest.split("<h2").next());
        section.expect("a section").split("<tr>").skip(2).map(str::to_owned).collect()
    };
    assert_eq!(rows(4), Vec::<String>::new(), "four seats are too few");
    let six = rows(6);
    assert_eq!(six.len(), 1, "{six:?}");
    assert!(six[0].contains(">6<") && six[0].contains(">–<"), "nobody took a second exam: {six:?}");
}

#[test]
fn a_column_of_seats_has_apostrophes_everywhere_or_nowhere() {
    let home = tempfile::tempdir().expect("a folder");
    let library = Library::open(None, &[]);
    let mut right = |library: &Library, id: &str| (truth(library, id), Confidence::Certain);
    for (seats, marked) in [(["08", "09", "10", "11"], true), (["18", "19", "20", "21"], false)] {
        let folder = home.path().join(seats[0]);
        fs::create_dir(&folder).expect("made");
        for seat in seats {
            sit(&library, &folder, Pool::FormA, seat, 1_000, &mut right);
        }
        for format in [&["--csv"][..], &["--gradebook", "plain"]] {
            let line = [&["class", "report", folder.to_str().expect("text")], format].concat();
            let table = out(&run_in(home.path(), &line, ""));
            assert_eq!(
                table.lines().skip(1).filter(|line| line.starts_with('\'')).count(),
                if marked { 4 } else { 0 },
                "{table}"
            );
        }
    }
}

#[test]
fn a_comma_too_many_in_a_roster_is_refused() {
    for rows in ["seat,name,login\n01,Doe, Jane,jd\n", "seat,login,name\n01,jd,Doe, Jane\n"] {
        let refused = airside::class::report::Roster::parse(rows).expect_err("a cell too many");
        assert!(refused.contains("has more cells on line 2 than columns on line 1"), "{refused}");
    }
    for rows in ["seat,name,login\n01,\"Doe, Jane\",jd\n", "seat,login,name\n01,jd\n", "seat,login\n01,jd,,\n"] {
        assert!(airside::class::report::Roster::parse(rows).is_ok(), "{rows}");
    }
}

#[test]
fn a_roster_with_a_seat_that_no_exam_can_have_is_refused_and_invisible_characters_are_left_out() {
    use airside::class::report::Roster;
    let refused = Roster::parse("seat,name\nRoom 1,Ada\n").expect_err("a space");
    assert!(refused.contains("line 2") && refused.contains("`Room 1` isn't a valid seat code"), "{refused}");
    let roster = Roster::parse("seat,name\n1,Ada\u{0}\u{202e} Doe\n").expect("read");
    assert_eq!(roster.students["1"].name, "Ada Doe");
}

#[test]
fn a_setting_that_is_unknown_or_that_no_exam_can_have_is_refused() {
    use airside::class::report::Expected;
    let refused = Expected::parse("foo=1").expect_err("unknown");
    assert_eq!(refused, "`foo` isn't an exam setting. Allowed: form, seed, minutes, count, code");
    assert!(Expected::parse("count=0").is_err());
}

#[test]
fn a_roster_with_an_unclosed_quotation_mark_is_refused_with_its_line() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    class(&folder);
    let file = home.path().join("seats.csv");
    for (roster, line) in [
        ("seat,login,name\n01,ana,\"unclosed\n02,bo,B\n03,cy,C\n", 2),
        ("seat,login,name\n01,ana,A\n02,bo,\"unclosed\n03,cy,\"C\"\n", 3),
        ("\"seat,login,name\n01,ana,A\n", 1),
        ("sep=;\nseat;login\n01;\"ana\n02;bo\n", 3),
        ("seat\tname\r\n01\t\"A\"x\r\n", 2),
    ] {
        fs::write(&file, roster).expect("written");
        let roster_option = ["--gradebook", "canvas", "--roster", file.to_str().expect("text")];
        let said = run_in(
            home.path(),
            &[&["class", "report", folder.to_str().expect("text")], &roster_option[..]].concat(),
            "",
        );
        assert!(said.status.code() == Some(1) && out(&said).is_empty(), "{roster}: {}", out(&said));
        assert!(
            err(&said).contains(&format!("has an unclosed quotation mark on line {line};")),
            "{roster}: {}",
            err(&said)
        );
    }
    let sound = "seat,login,name\n01,ana,\"Ana \"\"A\"\" Ø\"\n02,\"bo\" ,5\" B\n03,cy,\"two\nlines\"";
    assert_eq!(airside::class::report::Roster::parse(sound).map(|roster| roster.students.len()), Ok(3));
}

#[test]
fn seats_are_listed_by_number_and_servers_and_incidents_apart_from_each_other() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let sit = |seat: &str, name: &str, kinds: &str| {
        let file = folder.join(name).display().to_string();
        let line = ["exam", "--plain", "--kinds", kinds, "--count", "4", "--seat", seat, "--seed", "3", "--out", &file];
        assert!(run_in(home.path(), &line, "1 c\n1 c\nhand in\nhand in\n").status.success());
    };
    for seat in ["10", "2", "1"] {
        sit(seat, &format!("{seat}.jsonl"), "server,incident");
    }
    let folder = folder.to_str().expect("text");
    let report = |more: &[&str]| {
        let said = out(&run_in(home.path(), &[&["class", "report", folder], more].concat(), ""));
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let csv = report(&["--csv"]);
    assert!(csv.starts_with("seat,form,exam,right,of,seconds,server,incident 1,"), "{csv}");
    let places = [" 1,custom", " 2,custom", " 10,custom"].map(|seat| csv.find(seat).expect("a row"));
    assert!(places.is_sorted(), "{csv}");
    let said = report(&[]);
    assert!(said.contains("real server, first exam") && !said.contains("edge case"), "{said}");
    // Exams with individually chosen questions are identified by their kinds of case, and the third exam of a seat is
    // identified by its file.
    sit("1", "1 later.jsonl", "expired");
    sit("1", "1 last.jsonl", "policy");
    sit("2", "2 later.jsonl", "expired");
    let said = report(&[]);
    for part in
        ["own questions (real server, incident), 4 questions", "own questions (expired credentials), 4 questions"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(said.contains("1 last.jsonl is the third exam from seat 1, but the report compares only two"), "{said}");
}

#[test]
fn a_file_has_the_format_that_its_name_ends_with_and_excel_can_read_its_letters() {
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name).display().to_string();
    run_in(home.path(), &["exam", "--form", "A", "--seat", "7", "--out", &path("7.jsonl")], "hand in\nhand in\n");
    let written = |name: &str| {
        let said = run_in(home.path(), &["class", "report", &path("7.jsonl"), "--out", &path(name)], "");
        assert!(said.status.success(), "{}", err(&said));
        fs::read_to_string(path(name)).expect("written")
    };
    assert!(written("r.csv").starts_with("\u{feff}seat,form"));
    assert!(written("r.html").starts_with("<!"));
    assert!(written("r.json").starts_with('{'));
    let said = run_in(home.path(), &["class", "handout", "--out", &path("h.md")], "");
    assert!(said.status.success(), "{}", err(&said));
    assert!(fs::read_to_string(path("h.md")).expect("written").starts_with("# "));
}
