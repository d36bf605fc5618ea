//! Copies every command that help, hints and the teacher's guide show, and checks that it can be run.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use super::cli::{airside, err, out};

fn run(folder: &Path, words: &[String]) -> Output {
    let mut command = airside(folder);
    command.args(words).current_dir(folder).stdin(Stdio::null());
    command.output().expect("the program starts")
}

/// Quotation marks are the only special characters.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for character in line.trim().chars() {
        match character {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            other => words.last_mut().expect("never empty").push(other),
        }
    }
    words
}

/// Finds commands between backticks, after `hint: ` or another label, and alone on a line.
fn commands(text: &str) -> Vec<String> {
    let quoted = text.split('`').skip(1).step_by(2).map(str::to_owned);
    let lines = text.lines().filter_map(|line| Some(line.get(line.find("airside ")?..)?.trim().to_owned()));
    let quoted = quoted.filter(|line| line.contains("--") || !line.starts_with("airside exam"));
    let lines = lines.filter(|line| !line.contains(['`', '<', '[']));
    let is_command = |line: &String| {
        line.strip_prefix("airside ").is_some_and(|rest| {
            ["exam", "class", "export", "import", "list", "check", "help"].iter().any(|name| rest.starts_with(name))
        })
    };
    quoted.chain(lines).filter(is_command).map(|line| line.trim_end_matches('.').to_owned()).collect()
}

#[test]
fn every_command_in_the_hints_and_the_guide_for_teachers_works_when_it_is_copied() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    fs::create_dir(folder.join("results")).expect("made");
    fs::write(folder.join("seats.csv"), "seat,login\n07,a\n08,a\n").expect("written");
    fs::write(folder.join("my file.html"), "x").expect("written");
    fs::write(folder.join("other.jsonl"), "{}\n").expect("written");
    let wrong = [
        "help exam start", "help class x", "help export gift", "help exam time x", "exam",
        "exam --seat 1 --out q.jsonl", "exam --form A --seat 'a b' --out q.jsonl", "exam --form A --seat 07 --out -",
        "exam --form A --seat 07 --out other.jsonl", "exam --form C --seat 07 --out q.jsonl",
        "exam --form A --seat 07 --minutes 0 --out q.jsonl", "exam --form A --seat 07 --count 70 --out q.jsonl",
        "exam time nope.jsonl --minutes 5 --code K", "exam code --day x", "class", "class x", "class worksheet",
        "class worksheet --ids nope", "class report", "class report nope", "class report results",
        "class report results --roster seats.csv", "class watch nope", "class watch results --roster nope",
        "class session --session 'v 1.jsonl'", "class notes --session other.jsonl",
        "class present --session other.jsonl", "class present --ids nope", "class present --from nope",
        "class grade nope --format xapi", "class handout --out 'my file.html'",
        "class worksheet --form A --teacher --out 'my file.html'", "export gift --form A",
        "export gift --out 'my file.html'", "export nope", "import gift nope", "import csv seats.csv",
    ];
    let mut shown: Vec<(String, String)> = Vec::new();
    for line in wrong {
        let said = run(folder, &words(line));
        assert!(!said.status.success() || line.contains("notes") || line == "class", "{line}");
        shown.push((line.to_owned(), err(&said)));
    }
    for line in ["class guide --markdown", "exam code", "exam --help", "class --help", "class report --help"] {
        shown.push((line.to_owned(), out(&run(folder, &words(line)))));
    }
    let mut count = 0;
    for (line, text) in &shown {
        for command in commands(text) {
            count += 1;
            let said = run(folder, &words(&command)[1..]);
            assert_ne!(said.status.code(), Some(2), "{line}: {command}: {}", err(&said));
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn a_hint_keeps_the_files_that_the_user_named() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    fs::create_dir(folder.join("results")).expect("made");
    let say = |line: &str| err(&run(folder, &words(line)));
    assert!(say("class session --session 'v 1.jsonl'").contains("hint: airside class present --session 'v 1.jsonl'"));
    run(folder, &words("class present --session v.jsonl --form A"));
    let said = say("class present --session v.jsonl --form B");
    assert!(said.contains("hint: airside class present --session v.jsonl --new"), "{said}");
    let said = say("class present --session v.jsonl --form B --new");
    assert_eq!(said, "", "the suggested option works");
    for line in [
        "class handout --markdown --out h.md", "export gift --pool form-a --out a.gift",
        "class report results --out r.html --html",
    ] {
        run(folder, &words(line));
        let said = say(line);
        assert!(said.contains(&format!("hint: airside {line} --force")) || line.contains("results"), "{said}");
    }
    assert!(say("help exam start").contains("hint: airside exam --help"), "{}", say("help exam start"));
    assert!(!say("export gift --form A").contains("--force"), "{}", say("export gift --form A"));
    for (option, text) in [
        ("--minutes", "0"),
        ("--minutes", "1.5"),
        ("--minutes", "-5"),
        ("--count", "70000"),
        ("--count", "-2"),
        ("--seed", "x"),
        ("--seed", "-1"),
    ] {
        let said = say(&format!("exam --form A --seat 07 --out q.jsonl {option} {text}"));
        assert!(
            said.contains(&format!("`{text}` is not a valid value for `{option} <N>`: type a whole number")),
            "{said}"
        );
    }
    let said = say("exam --seat 07 --out q.jsonl");
    assert!(said.contains("--form <A|B>") && said.contains("--kinds"), "{said}");
}

#[test]
fn more_time_that_is_too_short_is_refused_with_the_minutes_that_are_enough() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    run(folder, &words("exam --form A --seat 07 --minutes 1 --out 'my 07.jsonl'"));
    // The exam began ten minutes ago.
    let file = folder.join("my 07.jsonl");
    let library = airside::scenario::library::Library::open(None, &[]);
    let text = fs::read_to_string(&file).expect("there");
    fs::remove_file(&file).expect("there");
    let paper = airside::class::exam::parse::parse_file(&text).expect("sound").sitting.paper.clone();
    let began = || {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        u64::try_from(now.as_millis()).expect("fits") - 600_000
    };
    drop(airside::class::exam::ExamFile::open(library, &file, paper, began).expect("opens"));
    let said = err(&run(folder, &words("exam time 'my 07.jsonl' --minutes 2 --code K7Q")));
    let hint = commands(&said).pop().expect("a hint");
    assert!(hint.starts_with("airside exam time 'my 07.jsonl' --minutes ") && hint.ends_with(" --code K7Q"), "{said}");
    let given = run(folder, &words(&hint)[1..]);
    assert!(given.status.success(), "{hint}: {}", err(&given));
}

#[test]
fn a_mistyped_folder_isnt_created_and_the_nearest_one_is_named() {
    let home = tempfile::tempdir().expect("a folder");
    fs::create_dir(home.path().join("results")).expect("made");
    let (csv, gift) = ("story,answer\nA gate.,401\n", "mine.csv");
    fs::write(home.path().join(gift), csv).expect("written");
    for command in [
        &["exam", "--form", "A", "--seat", "07", "--out"][..],
        &["class", "present", "--session"],
        &["class", "handout", "--out"],
        &["class", "worksheet", "--form", "A", "--out"],
        &["export", "gift", "--out"],
        &["import", "csv", gift, "--out"],
        &["pack", "new"],
    ] {
        for (typed, hint) in [
            ("resutls/x.json", "hint: did you mean `results/x.json`?"),
            ("elsewhere/deeper/x.json", "hint: mkdir -p elsewhere/deeper"),
        ] {
            let said = err(&run(
                home.path(),
                &[command, &[typed]].concat().iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(),
            ));
            assert!(said.contains("doesn't exist. The nearest folder that exists is "), "{command:?}: {said}");
            assert!(said.contains(hint), "{command:?}: {said}");
            assert!(!home.path().join(typed).parent().expect("a folder").exists(), "{command:?}");
        }
    }
}

#[test]
fn a_word_without_its_option_gets_an_error_that_says_what_to_type() {
    let home = tempfile::tempdir().expect("a folder");
    for (command, expected) in [
        (&["learn", "expired"][..], &["unexpected argument `expired`", "hint: did you mean `--kind expired`?"][..]),
        (&["class", "worksheet", "a.html", "--form", "A"], &["`a.html`", "hint: did you mean `--out a.html`?"]),
        (&["stats", "more"], &["`more`", "allowed: --items, --json", "hint: airside stats --help"]),
        (&["due", "now"], &["`now`", "allowed: --json"]),
        (&["export", "gift", "twice"], &["`twice`", "--kinds <KIND>", "hint: airside export --help"]),
        (&["exam", "07"], &["unknown command `07`", "allowed: code, time, --form <A|B>", "--seat <CODE>"]),
        (&["log", "show"], &["unknown command `show`", "allowed: export, merge"]),
    ] {
        let command: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
        let said = err(&run(home.path(), &command));
        assert!(expected.iter().all(|part| said.contains(part)), "{command:?}: {said}");
    }
}

#[test]
fn grading_an_open_exam_says_how_to_count_it() {
    let home = tempfile::tempdir().expect("a folder");
    let run = |line: &str| run(home.path(), &words(line));
    run("exam --form A --seat 07 --out 'seat 07.jsonl'");
    let grade = run("class grade 'seat 07.jsonl' --format xapi");
    let hint = "hint: airside class report 'seat 07.jsonl' --include-open";
    assert!(err(&grade).contains("was not handed in") && err(&grade).contains(hint), "{}", err(&grade));
    let report = run("class report 'seat 07.jsonl' --include-open");
    assert!(report.status.success() && out(&report).contains("1 seat, 1 exam"), "{}", out(&report));
}

#[test]
fn a_broken_pack_isnt_taken_for_a_translation_and_its_language_is_checked() {
    let home = tempfile::tempdir().expect("a folder");
    let check = |text: &str| {
        fs::write(home.path().join("mine.json"), text).expect("written");
        out(&run(home.path(), &words("check mine.json")))
    };
    for pack in [
        r#"{"format":1,"id":"x","title":"A pack","scenarios":{"a":{}}}"#,
        r#"{"format":1,"authors":["Ida"],"scenarios":{}}"#,
        r#"{"format":1,"id":"x","interface":{},"scenarios":[]}"#,
    ] {
        let said = check(pack);
        assert!(said.contains("1 pack, 0 readable scenarios") && !said.contains("translation"), "{said}");
    }
    let translation = check(r#"{"format":1,"language":"de","scenarios":{"a":{}}}"#);
    assert!(translation.contains("texts are translated"), "{translation}");
    run(home.path(), &words("pack new new.json"));
    let pack = fs::read_to_string(home.path().join("new.json")).expect("a pack");
    for (language, is_fine) in [
        ("en", true),
        ("pt-BR", true),
        ("zh-Hant-TW", true),
        ("x-mine", true),
        ("en_GB", false),
        ("e", false),
        ("\\\"><script>", false),
    ] {
        let said = check(&pack.replace(r#""language": "en""#, &format!(r#""language": "{language}""#)));
        assert_eq!(said.contains("is not a language tag (BCP 47)"), !is_fine, "{language}: {said}");
    }
}
