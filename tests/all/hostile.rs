//! Tests hostile input in packs, journals, settings, arguments, file names and the environment.
//!
//! No control character may reach the terminal. The program must never block on a pipe or a device.

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use airside::class::export::FORMATS;
use airside::error::Failure;
use airside::plain;
use airside::round::spec::RoundSpec;
use airside::scenario::check::check;
use airside::scenario::library::Library;
use airside::scenario::read::read_all;
use airside::scenario::{Asks, Choice, Editorial, Incident, Judgement, Scenario, Server};
use airside::study::{Begin, Opening, Study};
use airside::tui::{FirstScreen, Msg, Options, course};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use serde_json::{Value, json};

use crate::cli::airside;
use crate::common::{library, pack};

/// Characters that control a terminal or hide text: CSI, OSC (title, clipboard, link), DCS, APC, a reset, C1 controls,
/// a bell, backspaces, a carriage return, bidirectional overrides and isolates, zero-width characters, tag characters
/// and many combining marks.
const EVIL: &str = "e\u{1b}[31m\u{1b}]0;title\u{7}\u{1b}]52;c;eA==\u{7}\u{1b}]8;;http://x\u{1b}\\\u{1b}Pq\u{1b}\\\u{1b}_a\u{1b}\\\u{1b}c\u{9b}31m\u{9d}0;t\u{9c}\u{90}\u{85}\u{8}\u{d}\u{202e}\u{2066}\u{200b}\u{200f}\u{feff}\u{e0041}\u{2028}o\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}l";

/// Returns the first forbidden character, or the number of combining marks if one letter has too many.
fn worst(text: &str) -> Option<String> {
    // Line breaks are allowed, and so are tabs, which separate the columns of tables for other programs.
    let acts = |character: &char| airside::text::is_unsafe(*character) && !matches!(character, '\n' | '\t');
    if let Some(character) = text.chars().find(acts) {
        return Some(format!("U+{:04X}", u32::from(character)));
    }
    (airside::text::marks(text) > airside::text::MOST_MARKS).then(|| "a heap of marks".to_owned())
}

pub(crate) fn clean(what: &str, text: &str) {
    assert_eq!(worst(text), None, "{what}:\n{text:?}");
}

fn clean_json(what: &str, text: &str) {
    // JSON may contain any number of combining marks.
    assert!(!text.contains(|character| airside::text::is_unsafe(character) && character != '\n'), "{what}: {text:?}");
    assert!(text.trim().is_empty() || serde_json::from_str::<Value>(text).is_ok(), "{what}: {text}");
}

fn twins() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/valid/twins.json");
    serde_json::from_str(&fs::read_to_string(path).expect("a pack")).expect("JSON")
}

fn pointers(value: &Value, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, inner)| pointers(inner, &format!("{pointer}/{name}"), found));
        }
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(place, inner)| pointers(inner, &format!("{pointer}/{place}"), found));
        }
        _ => {}
    }
}

#[test]
fn every_field_of_a_pack_rejects_control_characters_with_a_safe_message() {
    let sound = twins();
    let mut all = Vec::new();
    pointers(&sound, "", &mut all);
    assert!(all.len() > 80);
    let mut texts = 0;
    for pointer in all {
        let mut pack = sound.clone();
        let here = pack.pointer_mut(&pointer).expect("there");
        match here {
            Value::String(text) => *here = json!(format!("{text}{EVIL}")),
            Value::Object(fields) => drop(fields.insert(EVIL.to_owned(), json!(EVIL))),
            Value::Array(entries) => entries.push(json!({ EVIL: EVIL })),
            other => *other = json!(EVIL),
        }
        texts += 1;
        // The characters are tested both escaped and unescaped, because JSON allows most of them unescaped.
        let escaped = pack.to_string();
        let raw = escaped.replace("\\u001b", "").replace("\\u0007", "").replace("\\b", "").replace("\\r", "");
        for text in [escaped, raw] {
            let faults = check(&[read_all(EVIL, &text)]);
            assert!(!faults.is_empty(), "{pointer}");
            for fault in &faults {
                clean(&pointer, &fault.to_string());
            }
        }
    }
    assert!(texts > 80);
}

/// The number of texts that [`evil`] can change.
const TEXTS: usize = 20;

/// Returns a scenario with hostile text in every text field, or in only one of the fields, as if the scenario had
/// bypassed the parser.
fn evil(mut scenario: Scenario, only: Option<usize>) -> Scenario {
    let number = Cell::new(0);
    let e = |text: &str| {
        let here = number.replace(number.get() + 1);
        if only.is_none_or(|only| only == here) { format!("{text}{EVIL}") } else { text.to_owned() }
    };
    scenario.id = e(&scenario.id);
    scenario.title = e("title");
    scenario.situation = Some(e("situation"));
    scenario.editorial = Some(Editorial { reason: e("reason"), sources: vec![e("source")] });
    scenario.story = e("story");
    for lines in [
        &mut scenario.exchange.request, &mut scenario.exchange.findings, &mut scenario.exchange.returned,
        &mut scenario.exchange.response,
    ] {
        *lines = vec![e("line")];
    }
    scenario.evidence.text = e("evidence");
    scenario.hints.fact = e("fact");
    scenario.hints.rule = e("rule");
    scenario.explanation.why = e("right");
    scenario.explanation.why_not = e("wrong");
    scenario.article = Some(e("article"));
    scenario.citations = vec![e("citation")];
    scenario.misconception = Some(e("misconception"));
    scenario.twin = Some(e("twin"));
    scenario.teacher = e("teacher");
    scenario
}

fn evil_library() -> Library {
    let mut packs = [pack()];
    let [pack] = &mut packs;
    for text in [&mut pack.id, &mut pack.title, &mut pack.version, &mut pack.language, &mut pack.licence] {
        text.push_str(EVIL);
    }
    pack.authors = vec![EVIL.to_owned()];
    pack.scenarios = std::mem::take(&mut pack.scenarios).into_iter().map(|scenario| evil(scenario, None)).collect();
    let choice = |right| Choice { text: EVIL.to_owned(), right, because: EVIL.to_owned(), misconception: None };
    pack.scenarios[0].asks = Some(Asks { question: EVIL.to_owned(), choices: vec![choice(true), choice(false)] });
    pack.scenarios[1].server = Some(Server {
        product: EVIL.to_owned(),
        version: EVIL.to_owned(),
        configuration: EVIL.to_owned(),
        judgement: Judgement::ALL[0],
        clause: EVIL.to_owned(),
    });
    pack.scenarios[2].incident =
        Some(Incident { project: EVIL.to_owned(), year: 2026, link: EVIL.to_owned(), broke: EVIL.to_owned() });
    let faults = check(&[read_all(EVIL, EVIL)]);
    let mut library = Library::new(packs);
    library.problems.push(airside::scenario::library::Problem { path: EVIL.to_owned(), faults });
    library
}

fn evil_course() -> Study {
    let begin = Begin::Round(RoundSpec::default());
    let mut study = Study::open(Opening { library: evil_library(), state_folder: None, begin, clock: || 0 });
    study.tell(Some(EVIL.to_owned()));
    study
}

#[test]
fn plain_mode_prints_no_control_characters() {
    let words =
        ["hint", "hint", "1 c", "", "3 g", "repeat", "help", "", "reveal", "back", "next", EVIL, "1", "c", "", "quit"];
    for words in [words.join("\n"), "reveal\n\n".repeat(9), format!("{EVIL}\n").repeat(3)] {
        let mut said = Vec::new();
        plain::run(plain::CourseProgram::new(&mut evil_course()), words.as_bytes(), &mut said, || 72).expect("memory");
        clean("plain", &String::from_utf8(said).expect("text"));
    }
}

#[test]
fn no_cell_of_the_full_screen_holds_a_control_character() {
    let keys = "1cn3gttrnp?q\x1b";
    for (columns, rows) in [(120, 40), (80, 24), (40, 15), (8, 3)] {
        // At sizes other than 80 columns, only some of the walks are tested, because only the layout differs.
        for walk in (0..24_usize).filter(|walk| columns == 80 || walk % 4 == usize::from(rows) % 3) {
            let mut shell = course(
                evil_course(),
                Options::default(),
                if walk % 2 == 0 { FirstScreen::Question } else { FirstScreen::Home },
            );
            shell.resize(Size::new(columns, rows));
            let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("memory");
            let down = (0..walk / 2).map(|_| KeyCode::Down);
            let typed = keys.chars().map(|key| if key == '\x1b' { KeyCode::Esc } else { KeyCode::Char(key) });
            for code in down.chain([KeyCode::Enter]).chain(typed) {
                shell.handle(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
                terminal.draw(|frame| shell.draw(frame)).expect("memory");
                for kind in terminal.backend().buffer().content() {
                    clean("a cell", kind.symbol());
                }
            }
        }
    }
}

#[test]
fn no_export_holds_a_control_character() {
    let evil_library = evil_library();
    let sound = library();
    let small = sound.packs().iter().next().expect("a pack");
    let first = &small.scenarios[0];
    // Each field is also tested alone, because one rejected field would hide the others.
    let one_text: Vec<Scenario> = (0..TEXTS).map(|only| evil(first.clone(), Some(only))).collect();
    assert!(one_text.iter().all(|scenario| scenario != &evil(first.clone(), Some(TEXTS))), "fewer texts than that");
    let all = evil_library.packs().iter().flat_map(|pack| pack.scenarios.iter().map(move |scenario| (pack, scenario)));
    let all: Vec<_> = all.chain(one_text.iter().map(|scenario| (small, scenario))).collect();
    let mut refused = Vec::new();
    for format in FORMATS {
        let mut here = Vec::new();
        for (pack, scenario) in &all {
            let written = format.export([(*pack, *scenario)], None);
            let why: Vec<&str> = written.skipped.iter().map(|left| left.why.as_str()).collect();
            for why in &why {
                clean(format.name, why);
            }
            here.push(why.concat().contains("terminal control characters"));
            // Some formats are archives, and others end their lines with CR LF.
            if let Ok(text) = String::from_utf8(written.bytes) {
                clean(format.name, &text.replace("\r\n", "\n"));
            }
        }
        refused.push(here);
        assert!(format.export([(small, first)], None).skipped.is_empty(), "{}", format.name);
    }
    // The test doesn't unpack archives. Instead, it checks that all formats refuse the same texts.
    assert!(refused.iter().all(|here| *here == refused[0]) && refused[0].iter().filter(|no| **no).count() > 15);
    clean("a failure", &Failure::usage(EVIL).allowing([EVIL]).hint(EVIL).to_string());
}

fn printed(what: &str, mut command: Command) -> Output {
    let output = command.stdin(Stdio::null()).output().expect("runs");
    assert!(matches!(output.status.code(), Some(0..=2)), "{what}: {output:?}");
    for stream in [&output.stdout, &output.stderr] {
        let text = String::from_utf8(stream.clone()).unwrap_or_else(|error| panic!("{what}: {error}"));
        clean(what, &text.replace("\r\n", "\n"));
    }
    output
}

#[test]
fn arguments_are_printed_safely() {
    let home = tempfile::tempdir().expect("a folder");
    let fact = [format!("{EVIL}=x"), format!("credentials={EVIL}"), EVIL.to_owned()];
    let mut all: Vec<Vec<&str>> = fact.iter().map(|fact| vec!["rule", "--fact", fact.as_str()]).collect();
    all.push(vec![EVIL]);
    for words in [
        "show", "export", "reference", "check", "completions", "learn --kind", "learn --pack", "learn --count",
        "list --pack", "learn --telling", "rule --fact a --", "pack preview", "pack stats", "log merge",
        "simulate --learners", "--theme", "--color", "screenshot", "screenshot --size", "export gift --pack",
        "export gift --kind", "export gift --pool", "play", "stats --state-dir",
    ] {
        all.push(words.split(' ').chain([EVIL]).collect());
    }
    for arguments in all {
        let mut command = airside(home.path());
        printed(&format!("{arguments:?}"), {
            command.args(&arguments);
            command
        });
    }
}

fn evil_home() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    for folder in ["config", "data/packs", "state"] {
        fs::create_dir_all(home.path().join(folder)).expect("a folder");
    }
    fs::write(home.path().join("config/settings.json"), json!({ EVIL: EVIL }).to_string()).expect("written");
    let mut pack = twins();
    pack["title"] = EVIL.into();
    fs::write(home.path().join("data/packs").join(format!("{}.json", EVIL.replace('/', ""))), pack.to_string())
        .expect("written");
    let entry = |number: u32, event: Value| {
        json!({ "format": 1, "id": format!("{EVIL}-{number}"), "at": 5, "round": EVIL, "event": event }).to_string()
    };
    let answered = json!({ "did": { "answered": {
        "item": EVIL, "answer": EVIL, "confidence": "guess", "right": true, "hints": 0 } } });
    let known = json!({ "did": { "answered": {
        "item": "expired-parcel-order-http", "answer": "401", "confidence": "guess", "right": true, "hints": 0 } } });
    let lines = [
        entry(0, json!({ "started": { "seed": 1, "stage": EVIL, "items": [EVIL, "expired-parcel-order-http"] } })),
        entry(1, answered),
        entry(2, known),
        format!("{{\"{EVIL}"),
    ];
    fs::write(home.path().join("state/journal.jsonl"), lines.join("\n").replace("\\u001b", "\u{1b}")).expect("written");
    home
}

#[test]
fn file_names_and_the_environment_are_printed_safely() {
    let home = evil_home();
    let odd = home.path().join(EVIL.replace('/', ""));
    for arguments in [
        &["--plain"][..],
        &["learn", "--plain"],
        &["stats"],
        &["stats", "--items"],
        &["list"],
        &["due"],
        &["paths"],
        &["log", "export"],
        &["check", "PACKS"],
        &["check", "--strict", "PACKS"],
        &["export", "gift", "--out", "-"],
        &["stats", "--json"],
        &["stats", "--items", "--json"],
        &["list", "--json"],
        &["due", "--json"],
        &["paths", "--json"],
        &["check", "--json", "PACKS"],
        &["rule", "--json"],
        &["reference", "--json"],
        &["article", "--json"],
    ] {
        for evil_names in [false, true] {
            let mut command = airside(home.path());
            command.args(arguments.iter().map(|word| match *word {
                "PACKS" => home.path().join("data/packs").into_os_string(),
                word => word.into(),
            }));
            if evil_names {
                for name in ["AIRSIDE_HOME", "LANG", "COLUMNS", "NO_COLOR", "CLICOLOR"] {
                    command.env(name, if name == "AIRSIDE_HOME" { odd.as_os_str() } else { EVIL.as_ref() });
                }
            }
            let output = if arguments.contains(&"--json") {
                let output = command.stdin(Stdio::null()).output().expect("runs");
                clean_json(&format!("{arguments:?}"), std::str::from_utf8(&output.stdout).expect("text"));
                output
            } else {
                printed(&format!("{arguments:?}"), command)
            };
            clean(&format!("{arguments:?}"), std::str::from_utf8(&output.stderr).expect("text"));
        }
    }
}

fn pack_with(change: impl FnOnce(&mut Value)) -> String {
    let mut pack = twins();
    change(&mut pack);
    pack.to_string()
}

#[test]
fn packs_that_are_too_large_too_deep_or_repeat_a_name_get_a_fault_with_a_place() {
    let cases = [
        (
            "100 levels",
            pack_with(|pack| {
                pack["title"] = (0..100).fold(json!(1), |inner, _| json!([inner]));
            }),
            "expected text, found a list",
        ),
        ("many levels", format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000)), "nested more than 127 levels deep"),
        ("a megabyte of text", pack_with(|pack| pack["title"] = "x".repeat(1_000_000).into()), "the maximum is 65536"),
        ("a long name", pack_with(|pack| pack["y".repeat(1_000_000)] = 1.into()), "unknown field `yyy"),
        (
            "a long word",
            pack_with(|pack| pack["scenarios"][0]["kind"] = "z".repeat(1_000_000).into()),
            "has no value `zzz",
        ),
        ("a repeated key", pack_with(|_| ()).replacen('{', "{\"title\": \"a\", ", 1), "twice; the first time at"),
        (
            "marks",
            pack_with(|pack| pack["title"] = format!("a{}", "\u{301}".repeat(500)).into()),
            "500 combining marks",
        ),
        ("a joiner in a word", pack_with(|pack| pack["title"] = "4\u{200d}01".into()), "holds the character U+200D"),
        ("100,000 scenarios", format!("{{\"scenarios\": [{}{{}}]}}", "{},".repeat(99_999)), "only the first 10000"),
        (
            "100,000 names",
            format!(
                "{{{}\"a\": 1}}",
                (0..100_000).map(|name| format!("\"{name}\": 1")).collect::<Vec<_>>().join(",") + ","
            ),
            "an object with 100001 fields",
        ),
        ("100,000 keys", format!("{{{}\"a\": 1}}", "\"a\": 1,".repeat(99_999)), "twice; the first time at"),
        ("a million values", format!("[{}1]", "1,".repeat(1_000_000)), "expected an object"),
    ];
    for (name, text, words) in cases {
        let faults = check(&[read_all("p.json", &text)]);
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|fault| fault.contains(words)), "{name}: {:?}", &said[..said.len().min(3)]);
        assert!(said.iter().all(|fault| fault.len() < 2_000), "{name}");
        assert!(faults.len() <= 20_001, "{name}");
    }
    for title in ["می\u{200c}خواهد", "क्\u{200d}ष", "👩\u{200d}🚀"] {
        let faults = check(&[read_all("p.json", &pack_with(|pack| pack["title"] = title.into()))]);
        assert!(faults.iter().all(|fault| !fault.to_string().contains("U+200")), "{title}: {faults:?}");
    }
}

#[test]
fn any_file_name_can_be_used() {
    let folder = tempfile::tempdir().expect("a folder");
    let path: &Path = &folder.path().join(EVIL.replace('/', ""));
    fs::write(path, twins().to_string()).expect("written");
    let library = Library::open(None, &[path.to_owned()]);
    assert!(library.problems.is_empty(), "a name is no fault: {:?}", library.problems);
}
