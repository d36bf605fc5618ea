//! Tests properties that always hold.
//!
//! No change to a pack, a journal, settings or arguments may crash the program, and the course must be restored from
//! its events alone.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use airside::course::stage::Stage;
use airside::course::{Course, Items};
use airside::round::{Answer, Confidence, Event, Input, ItemId, Phase};
use airside::ruling::FactName;
use airside::scenario::check::check;
use airside::scenario::library::Library;
use airside::scenario::read::{read, read_all};
use airside::settings::Settings;
use airside::store::journal::Journal;
use airside::study::{Begin, Opening, Study};
use airside::text;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::cli::airside;
use crate::common::{input, library};

/// Runs the given number of cases, or the number in `PROPTEST_CASES`.
fn few(cases: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|wanted| wanted.parse().ok());
    let cases = wanted.unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Generates JSON values of every type, including extreme ones.
fn value() -> impl Strategy<Value = Value> {
    const WORDS: [&str; 7] = [
        "",
        " ",
        "401",
        "expired",
        "\u{1b}[2J",
        "\u{202e}",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    ];
    prop_oneof![
        prop::sample::select(vec![json!(null), json!(true), json!([]), json!({}), json!([[]]), json!({ "": {} })]),
        prop::sample::select(vec![json!(0), json!(-1), json!(1.5), json!(u64::MAX), json!(i64::MIN), json!(1e300)]),
        prop::sample::select(&WORDS[..]).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ]
}

#[derive(Clone, Debug)]
enum Change {
    Put(Value),
    Take,
    Twice,
    Name(String),
}

fn change() -> impl Strategy<Value = (Index, Change)> {
    let change = prop_oneof![
        4 => value().prop_map(Change::Put),
        2 => Just(Change::Take),
        2 => Just(Change::Twice),
        1 => any::<String>().prop_map(Change::Name),
    ];
    (any::<Index>(), change)
}

fn pointers(value: &Value, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, inner)| {
            let name = name.replace('~', "~0").replace('/', "~1");
            pointers(inner, &format!("{pointer}/{name}"), found);
        }),
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(place, inner)| pointers(inner, &format!("{pointer}/{place}"), found));
        }
        _ => {}
    }
}

fn changed(mut whole: Value, changes: &[(Index, Change)]) -> Value {
    for (place, change) in changes {
        let mut all = Vec::new();
        pointers(&whole, "", &mut all);
        let course = place.get(&all);
        let (above, name) = course.rsplit_once('/').unwrap_or(("", ""));
        let name = name.replace("~1", "/").replace("~0", "~");
        match (change, whole.pointer_mut(above)) {
            (Change::Put(value), _) => *whole.pointer_mut(course).expect("there") = value.clone(),
            (Change::Take, Some(Value::Object(fields))) => drop(fields.remove(&name)),
            (Change::Take, Some(Value::Array(entries))) if !course.is_empty() => {
                drop(entries.remove(name.parse().expect("a place")));
            }
            (Change::Twice, Some(Value::Array(entries))) if !course.is_empty() => {
                entries.push(entries[name.parse::<usize>().expect("a place")].clone());
            }
            (Change::Name(other), Some(Value::Object(fields))) => {
                let inner = fields.remove(&name).unwrap_or_default();
                fields.insert(other.clone(), inner);
            }
            _ => {}
        }
    }
    whole
}

static PACK: LazyLock<Value> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/valid/odd.json");
    serde_json::from_str(&fs::read_to_string(path).expect("a pack")).expect("JSON")
});

proptest! {
    #![proptest_config(few(128))]

    #[test]
    fn every_fault_of_a_changed_pack_has_a_place(changes in prop::collection::vec(change(), 1..5), pretty in any::<bool>()) {
        let value = changed(PACK.clone(), &changes);
        let written = if pretty { format!("{value:#}") } else { value.to_string() };
        let reading = [read_all("p.json", &written)];
        for fault in check(&reading) {
            let line = written.split('\n').nth(fault.line.wrapping_sub(1));
            prop_assert!(line.is_some_and(|line| (1..=line.chars().count() + 1).contains(&fault.column)), "{}", fault);
            let said = fault.to_string();
            let place = format!("p.json:{}:{}: ", fault.line, fault.column);
            prop_assert!(said.starts_with(&place) && said.lines().all(text::is_safe), "{}", said);
        }
        prop_assert_eq!(read("p.json", &written).is_ok(), reading[0].faults.is_empty());
    }
}

fn open(folder: &Path, begin: Begin) -> Study {
    Study::open(Opening { library: library(), state_folder: Some(folder.to_owned()), begin, clock: || 1_000 })
}

/// The lines of a journal that contains a round and part of the course.
static JOURNAL: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    for begin in [Begin::Course, Begin::Round(airside::round::spec::RoundSpec::default()), Begin::Course] {
        let mut study = open(folder.path(), begin);
        for _ in 0..14 {
            let done = match study.round().phase() {
                Phase::Finished => !study.go_on(),
                Phase::Asking { .. } => {
                    let kind = study.round().item().and_then(|item| item.question_type).expect("a question");
                    let chosen = study.act(Input::Choose(kind.answers()[0])).is_ok();
                    let _ = study.act(Input::Commit(Confidence::Certain));
                    !chosen
                }
                Phase::Marking(_) => study.act(Input::Mark(1)).is_err(),
                _ => study.act(Input::Next).is_err(),
            };
            assert!(!done || study.round().phase() == Phase::Finished);
        }
    }
    let text = fs::read_to_string(folder.path().join("journal.jsonl")).expect("written");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
});

proptest! {
    #![proptest_config(few(128))]

    #[test]
    fn a_changed_journal_opens_and_keeps_the_next_answer(
        changes in prop::collection::vec(change(), 0..6),
        bytes in prop::collection::vec((any::<Index>(), any::<u8>()), 0..4),
        inputs in prop::collection::vec(input(), 0..12),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let value = changed(Value::from(JOURNAL.clone()), &changes);
        let lines = value.as_array().cloned().unwrap_or_default();
        let mut written: Vec<u8> = lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect();
        for (place, byte) in bytes.iter().filter(|_| !lines.is_empty()) {
            let place = place.index(written.len());
            written[place] = *byte;
        }
        fs::write(folder.path().join("journal.jsonl"), &written).expect("writable");
        for begin in [Begin::Resume, Begin::Course, Begin::Resume] {
            let mut study = open(folder.path(), begin);
            for notice in study.take_notices() {
                prop_assert!(text::is_safe(&notice), "{}", notice);
            }
            let newer = study.keeping() != "Every answer is saved.";
            for input in &inputs {
                let _ = study.act(*input);
            }
            let answered = study.progress().measures.all.answered;
            drop(study);
            let again = open(folder.path(), Begin::Resume).progress().measures.all.answered;
            let now = fs::read_to_string(folder.path().join("journal.jsonl"));
            prop_assert!(newer || again == answered, "{} and then {}: {:?}", answered, again, now);
        }
        let kept = fs::read(folder.path().join("journal.jsonl")).expect("there");
        prop_assert!(kept.starts_with(&written), "what was there is left as it was");
        let _ = Journal::look(folder.path());
    }

    #[test]
    fn settings_of_any_kind_are_taken_or_named(value in value(), name in any::<String>(), cut in any::<Index>()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.json");
        let mut whole = json!({ "format": 1, "theme": "light", "ascii": true, "plain": true });
        let place = *cut.get(&["format", "theme", "ascii", "plain", name.as_str()]);
        whole[place] = value;
        let mut bytes = whole.to_string().into_bytes();
        let whole_text = bytes.clone();
        bytes.truncate(cut.index(bytes.len() + 1));
        for bytes in [whole_text, bytes] {
            fs::write(&path, bytes).expect("writable");
            let (settings, notice) = Settings::read(&path);
            prop_assert!(notice.is_none() || settings == Settings::default());
            prop_assert!(notice.is_none_or(|notice| notice.contains("settings.json")));
        }
    }
}

fn fact() -> impl Strategy<Value = String> {
    let known = prop::sample::select(&FactName::ALL[..]).prop_flat_map(|fact| {
        prop::sample::select(fact.values()).prop_map(move |value| format!("{}={value}", fact.name()))
    });
    let odd = "[a-z=\u{1b}\u{202e}\u{9b} \u{300}-]{0,12}";
    prop_oneof![3 => known, 1 => odd, 1 => "\\PC{0,20}", 1 => prop::sample::select(&["=", "a=", "=a", "credentials=", "credentials=expird", "credential=expired"][..]).prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(few(48))]

    #[test]
    fn any_arguments_of_rule_are_ruled_or_refused_with_a_hint(
        facts in prop::collection::vec(fact(), 1..4),
        json in any::<bool>(),
    ) {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = airside(home.path());
        command.arg("rule").args(facts.iter().map(|fact| format!("--fact={fact}"))).args(json.then_some("--json"));
        let output = command.output().expect("runs");
        let (out, errors) = (String::from_utf8(output.stdout).expect("text"), String::from_utf8(output.stderr).expect("text"));
        prop_assert!(out.lines().chain(errors.lines()).all(text::is_safe), "{:?}: {}{}", facts, out, errors);
        if output.status.code() == Some(0) {
            prop_assert!(errors.is_empty() && !out.is_empty());
            prop_assert!(!json || serde_json::from_str::<Value>(&out).is_ok());
        } else {
            let refused = output.status.code() == Some(2) && out.is_empty() && errors.contains("hint: ");
            prop_assert!(refused, "{:?}: {}", facts, errors);
        }
    }
}

static CATALOGUE: LazyLock<Arc<Items>> = LazyLock::new(|| Arc::new(Items::new(Library::open(None, &[]))));

enum Kept {
    Began(Stage, Vec<ItemId>),
    Did(Event, u64),
}

fn seen(course: &Course) -> impl PartialEq + std::fmt::Debug + use<> {
    let (before, after) = course.tests();
    let tests = (before.cloned(), after.cloned(), course.practice_sessions());
    let mind =
        (format!("{:?}", course.mastery()), format!("{:?}", course.belief()), course.is_mastered(), course.is_placed());
    (course.stage(), course.next(), course.round().clone(), tests, mind, (course.due_at(), course.check_ups_passed()))
}

fn replayed(seed: u64, kept: &[Kept]) -> Course {
    let mut course = Course::new(Arc::clone(&CATALOGUE), seed);
    for what in kept {
        match what {
            Kept::Began(stage, items) => course.resume(*stage, items),
            Kept::Did(event, at) => course.apply(event, *at),
        }
    }
    course
}

/// Returns the input that the question asks for. If `obedient` is false, returns `pressed` instead.
fn does(course: &Course, pressed: Input, obedient: bool, right: bool) -> Input {
    let item = course.round().item();
    match course.round().phase() {
        _ if !obedient => pressed,
        Phase::Asking { choice: None, .. } => {
            let sound = item.and_then(|item| item.accepted.first().copied());
            let verdict = item.and_then(|item| item.kind()?.verdict());
            Input::Choose(match (right, sound) {
                (true, Some(sound)) => sound,
                _ if verdict.is_some_and(|verdict| Answer::from(verdict) == Answer::Forbidden) => Answer::Unauthorized,
                _ => item.and_then(|item| item.question_type?.answers().last().copied()).unwrap_or(Answer::Second),
            })
        }
        Phase::Asking { .. } => Input::Commit(Confidence::Certain),
        Phase::Marking(_) => Input::Mark(1),
        _ => Input::Next,
    }
}

proptest! {
    #![proptest_config(few(24))]

    #[test]
    fn the_course_can_be_rebuilt_from_its_events(
        seed in any::<u64>(),
        presses in prop::collection::vec((input(), prop::bool::weighted(0.85), prop::bool::weighted(0.75)), 0..700),
        every in 20..60_usize,
    ) {
        let mut course = Course::new(Arc::clone(&CATALOGUE), seed);
        let begun = |course: &Course| {
            Kept::Began(course.stage(), course.round().items().iter().map(|item| item.id.clone()).collect())
        };
        let mut kept = vec![begun(&course)];
        for (number, (input, obedient, right)) in presses.into_iter().enumerate() {
            let now = 86_400_000 * number as u64;
            if course.round().phase() == Phase::Finished {
                if course.stage() != Stage::Done {
                    course.go_on();
                    kept.push(begun(&course));
                } else if course.reopen(now).is_some() {
                    kept.push(begun(&course));
                }
            }
            let before = seen(&course);
            if let Ok(events) = course.step(does(&course, input, obedient, right), now) {
                kept.extend(events.into_iter().map(|event| Kept::Did(event, now)));
            } else {
                prop_assert_eq!(seen(&course), before, "a refused input changes nothing");
            }
            if number % every == 0 {
                prop_assert_eq!(seen(&replayed(seed, &kept)), seen(&course), "after {}", number);
            }
        }
        prop_assert_eq!(seen(&replayed(seed, &kept)), seen(&course));
    }
}
