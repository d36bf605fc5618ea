//! Tests that valid packs have no faults, and that each fault is reported with its position.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use airside::cli::{Printer, check as check_paths};
use airside::round::Item;
use airside::ruling::{FactName, Verdict};
use airside::scenario::check::check;
use airside::scenario::library::{BUILT_IN, Library, pack_files, read_file};
use airside::scenario::read::{read, read_all};
use airside::scenario::schema::json_schema;
use airside::scenario::{Judgement, Kind, Pool, ReviewStatus, Scenario, Telling};
use proptest::prelude::*;
use serde_json::{Value, json};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str) -> Vec<PathBuf> {
    let files = pack_files(&root().join(folder));
    assert!(!files.is_empty());
    files
}

fn report(path: &Path) -> (bool, String) {
    let mut out = Vec::new();
    let clean = check_paths(&[path.to_owned()], false, false, &mut Printer { writer: &mut out, is_read_aloud: false })
        .expect("memory does not fail");
    let folder = format!("{}/", path.parent().expect("a folder").display());
    (clean, String::from_utf8(out).expect("text").replace(&folder, ""))
}

#[test]
fn valid_packs_have_no_faults() {
    for path in files("tests/packs/valid") {
        let (clean, report) = report(&path);
        assert!(clean, "{report}");
    }
}

#[test]
fn every_fault_is_reported_with_its_place() {
    let files = files("tests/packs/invalid");
    assert!(files.len() >= 50);
    for path in files {
        let (clean, report) = report(&path);
        assert!(!clean, "{}", path.display());
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        insta::assert_snapshot!(format!("invalid__{name}"), report);
    }
}

#[test]
fn faults_in_json_syntax_say_what_to_type() {
    let pack = airside::scenario::skeleton::skeleton(&airside::ruling::Facts::default());
    for (from, to, hint) in [
        ("\"... a neutral title\",", "\"A title\"", "end the previous line with a comma"),
        ("... the scene, in", "the \"scene\", in", "a quotation mark inside the text isn't escaped"),
        ("\"... a neutral title\"", "A title", "put text in double quotation marks"),
        ("... the scene, in", "the\nscene, in", "text must be on one line"),
        ("\t]\n}", "\t],\n}", "remove the comma before the closing bracket"),
        ("\t]\n}", "\t]", "the file ends too early"),
    ] {
        let text = pack.replacen(from, to, 1);
        assert_ne!(text, pack, "{from}");
        let faults = read_all("mine.json", &text).faults;
        assert!(faults.len() == 1 && faults[0].to_string().contains(hint), "{to}: {}", faults[0]);
    }
}

#[test]
fn the_built_in_packs_have_no_faults_and_are_the_files_in_the_folder() {
    let (clean, report) = report(&root().join("scenarios"));
    assert!(clean, "{report}");
    let mut embedded: Vec<&str> = BUILT_IN.iter().map(|pack| pack.name).collect();
    embedded.sort_unstable();
    let in_folder: Vec<String> = files("scenarios")
        .iter()
        .filter(|path| !path.to_string_lossy().contains("reference"))
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert_eq!(embedded, in_folder);
    assert!(Library::open(None, &[]).problems.is_empty());
}

#[test]
fn every_limit_of_the_analogy_and_every_misconception_has_scenarios() {
    let library = Library::open(None, &[]);
    let limits = airside::reference::find("leaks").expect("a topic").entries;
    assert_eq!(limits.len(), 18);
    // One limit of the analogy has no example, because no case is about a search for dangerous objects.
    assert_eq!(limits.iter().filter(|entry| entry.shown_by.is_none()).count(), 1);
    for id in limits.into_iter().filter_map(|entry| entry.shown_by) {
        assert!(library.scenario(&id).is_some(), "{id}");
    }
    for misconception in airside::scenario::misconception::all() {
        let shows = |scenario: &&Scenario| {
            let choices = scenario.asks.iter().flat_map(|asks| &asks.choices);
            let of_choices = choices.filter_map(|choice| choice.misconception.as_ref());
            let mut shown = scenario.misconceptions.values().chain(&scenario.misconception).chain(of_choices);
            shown.any(|id| *id == misconception.id)
        };
        let count = library.scenarios().filter(shows).count();
        assert!(count >= 2, "{}: {count}", misconception.id);
    }
}

#[test]
fn every_pool_has_as_many_cases_of_each_kind_as_the_course_needs() {
    let library = Library::open(None, &[]);
    let count = |kind: Kind, telling: Telling, pool: Pool| {
        let wanted = |one: &&Scenario| one.kind == kind && one.telling == telling && one.pool == pool;
        library.scenarios().filter(wanted).count()
    };
    for kind in Kind::core() {
        let counts = [
            (Telling::Airport, Pool::Practice, 6),
            (Telling::Http, Pool::Practice, 10),
            (Telling::Airport, Pool::Unseen, 0),
            (Telling::Http, Pool::Unseen, 3),
        ];
        for (telling, pool, wanted) in counts {
            assert_eq!(count(*kind, telling, pool), wanted, "{kind:?} {telling:?} {pool:?}");
        }
        let check_ups = [Telling::Airport, Telling::Http].map(|telling| count(*kind, telling, Pool::CheckUp));
        assert_eq!(check_ups.iter().sum::<usize>(), 3, "{kind:?}");
    }
    let all = |telling: Telling, pool: Pool| {
        library.scenarios().filter(|one| one.telling == telling && one.pool == pool && one.kind != Kind::Edge).count()
    };
    for telling in [Telling::Airport, Telling::Http] {
        let counts = [Pool::Lesson, Pool::FormA, Pool::FormB, Pool::CheckUp].map(|pool| all(telling, pool));
        assert_eq!(counts, [4, 5, 5, 12], "{telling:?}");
    }
}

#[test]
fn a_situation_is_told_once_in_a_telling_or_as_a_contrast_pair() {
    let library = Library::open(None, &[]);
    for scenario in library.scenarios() {
        let again = library.scenarios().filter(|other| {
            other.id != scenario.id && other.situation() == scenario.situation() && other.telling == scenario.telling
        });
        for other in again {
            assert_eq!(scenario.twin.as_deref(), Some(other.id.as_str()), "{}", scenario.id);
            assert_eq!(scenario.pool, other.pool, "{}", scenario.id);
        }
        if scenario.kind != Kind::Edge {
            let id = format!("{}-{}-{}", scenario.kind.name(), scenario.situation(), scenario.telling.name());
            assert_eq!(scenario.id, id);
            assert_eq!(scenario.twin.is_some(), scenario.pool == Pool::Practice, "{id}");
        }
    }
}

#[test]
fn beyond_the_basics_there_are_enough_servers_incidents_and_edge_cases() {
    let library = Library::open(None, &[]);
    let servers: Vec<&Scenario> = library.scenarios().filter(|scenario| scenario.server.is_some()).collect();
    assert_eq!(servers.len(), 72);
    let products: BTreeSet<&str> =
        servers.iter().filter_map(|scenario| Some(scenario.server.as_ref()?.product.as_str())).collect();
    assert!(products.len() >= 20);
    for judgement in Judgement::ALL {
        let is = |scenario: &&&Scenario| scenario.server.as_ref().is_some_and(|server| server.judgement == judgement);
        assert!(servers.iter().filter(is).count() >= 5, "{judgement:?}");
    }
    assert_eq!(library.scenarios().filter(|scenario| scenario.incident.is_some()).count(), 26);
    let edge = |one: &&Scenario| one.kind == Kind::Edge && one.server.is_none() && one.incident.is_none();
    assert!(library.scenarios().filter(edge).count() >= 60);
}

#[test]
fn every_built_in_item_says_who_checked_it_and_test_forms_hold_only_checked_ones() {
    for scenario in Library::open(None, &[]).scenarios() {
        let provenance = scenario.provenance.as_ref().expect(&scenario.id);
        let is_form = matches!(scenario.pool, Pool::FormA | Pool::FormB);
        assert!(!is_form || provenance.status == ReviewStatus::Checked, "{}", scenario.id);
    }
}

#[test]
fn the_length_of_a_story_does_not_predict_the_code() {
    let library = Library::open(None, &[]);
    // A guess that is based on the lengths of the texts should be right in about half of the cases.
    let lengths: Vec<(bool, [usize; 3])> = library
        .scenarios()
        .map(|scenario| {
            let lines: usize = scenario.shown_lines().map(str::len).sum();
            (scenario.answer.name() == "401", [scenario.story.len(), lines, scenario.shown_lines().count()])
        })
        .collect();
    for feature in 0..3 {
        let mut values: Vec<usize> = lengths.iter().map(|(_, all)| all[feature]).collect();
        values.sort_unstable();
        let middle = values[values.len() / 2];
        let hits = lengths.iter().filter(|(is_401, all)| (all[feature] < middle) == *is_401).count();
        let share = hits * 100 / lengths.len();
        assert!((30..=70).contains(&share), "feature {feature} guesses {share} %");
    }
}

#[test]
fn the_schema_file_is_the_printed_schema() {
    let kept = fs::read_to_string(root().join("scenarios/pack.schema.json")).expect("the schema");
    assert_eq!(kept, json_schema());
}

#[test]
fn the_files_that_the_program_contains_are_indented_with_one_tab_a_level() {
    let folders = ["scenarios", "scenarios/reference", "src/i18n", "src/i18n/translations"];
    for path in folders.iter().flat_map(|folder| fs::read_dir(root().join(folder)).expect("a folder")) {
        let path = path.expect("there").path();
        if path.extension().is_some_and(|extension| extension == "json") && !path.ends_with("pack.schema.json") {
            let text = fs::read_to_string(&path).expect("text");
            assert!(text.starts_with("{\n\t\"") || text.starts_with("[\n\t{"), "{}", path.display());
            assert!(!text.lines().any(|line| line.starts_with(' ')), "{}", path.display());
        }
    }
}

#[test]
fn files_that_are_not_packs_are_rejected_in_one_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases: [(&str, &[u8], &str); 3] = [
        ("bytes.json", b"{\xff\xfe}", "UTF-8"),
        ("utf-16.json", b"\xff\xfe{}", "JSON"),
        ("nul.json", b"{\"a\":\0}", "JSON"),
    ];
    for (name, bytes, word) in cases {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        let (clean, report) = report(&path);
        assert!(!clean && report.contains(word), "{report}");
    }
    assert!(read_file(folder.path()).expect_err("a folder").contains("regular file"));
    assert!(read_file(&folder.path().join("none.json")).is_err());
    #[cfg(unix)]
    assert!(read_file(Path::new("/dev/zero")).expect_err("a device").contains("regular file"));
}

#[test]
fn a_pack_with_faults_is_skipped_and_the_others_are_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = root().join("tests/packs/valid/one-scenario.json");
    let bad = root().join("tests/packs/invalid/answer-disagrees.json");
    fs::copy(&good, folder.path().join("a.json")).expect("copied");
    fs::copy(&bad, folder.path().join("b.json")).expect("copied");
    let library = Library::open(Some(folder.path()), &[good]);
    assert_eq!(library.ids().count(), BUILT_IN.len() + 1);
    assert_eq!(library.problems.len(), 2, "the broken one, and the one whose ids are taken");
    assert!(library.problems.iter().all(|problem| !problem.faults.is_empty()));
}

fn twins() -> Value {
    let text = fs::read_to_string(root().join("tests/packs/valid/twins.json")).expect("a pack");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn contrast_pairs_may_be_split_between_two_files_in_the_users_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    for place in 0..2 {
        let mut half = twins();
        half["id"] = format!("half-{place}").into();
        half["scenarios"].as_array_mut().expect("a list").swap_remove(1 - place);
        fs::write(folder.path().join(format!("{place}.json")), half.to_string()).expect("written");
    }
    let library = Library::open(Some(folder.path()), &[PathBuf::from("half-1")]);
    assert!(library.problems.is_empty(), "{:?}", library.problems);
    assert_eq!(library.named, ["half-1"]);
    let (alone, report) = report(&folder.path().join("0.json"));
    assert!(!alone && report.contains("none of these packs contains the other case"), "{report}");
}

#[test]
fn a_file_named_twice_is_checked_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("twins.json");
    fs::write(&path, twins().to_string()).expect("written");
    let mut out = Vec::new();
    let paths = [folder.path().to_owned(), path, folder.path().join("./twins.json")];
    let clean = check_paths(&paths, false, false, &mut Printer { writer: &mut out, is_read_aloud: false })
        .expect("memory does not fail");
    assert!(clean, "{}", String::from_utf8_lossy(&out));
}

#[test]
fn thousands_of_faults_on_one_line_are_all_found() {
    let count = 3000;
    let mut pack = twins();
    let scenario = pack["scenarios"][0].clone();
    let many = (0..count).map(|number| {
        let mut scenario = scenario.clone();
        scenario["id"] = format!("x-{number}").into();
        scenario["misconception"] = "x".into();
        scenario
    });
    pack["scenarios"] = many.collect();
    let text = pack.to_string();
    let faults = check(&[read_all("long.json", &text)]);
    // Each scenario has two faults: an unknown misconception, and a `twin` that doesn't refer back to the scenario.
    assert_eq!(faults.len(), 2 * count);
    assert!(faults.iter().all(|fault| fault.line == 1 && fault.excerpt.0.len() < 200));
    assert!(faults.is_sorted_by_key(|fault| fault.column));
}

#[test]
fn a_pack_is_written_as_it_was_read() {
    for built_in in BUILT_IN {
        let mut source: Value = serde_json::from_str(built_in.text).expect("JSON");
        for scenario in source["scenarios"].as_array_mut().expect("a list") {
            // A fact with its default value may be left out.
            let facts = scenario["facts"].as_object_mut().expect("facts");
            facts.retain(|name, value| value != FactName::find(name).expect("a fact").values()[0]);
        }
        let pack = read(built_in.name, built_in.text).expect("a sound pack");
        let written = serde_json::to_value(&pack).expect("JSON");
        let pairs = source["scenarios"].as_array().into_iter().zip(written["scenarios"].as_array());
        for (one, other) in pairs.flat_map(|(ones, others)| ones.iter().zip(others)) {
            assert_eq!(one, other);
        }
        assert_eq!(source, written);
        assert_eq!(read(built_in.name, &written.to_string()).expect("a sound pack"), pack);
    }
}

#[test]
fn the_words_of_the_format_are_those_of_the_types() {
    fn names<T: serde::Serialize>(values: &[T]) -> Vec<Value> {
        values.iter().map(|value| serde_json::to_value(value).expect("JSON")).collect()
    }
    assert_eq!(names(&Kind::ALL), Kind::NAMES);
    assert_eq!(names(&Telling::ALL), Telling::NAMES);
    assert_eq!(names(&Pool::ALL), Pool::NAMES);
    assert_eq!(names(&Judgement::ALL), Judgement::NAMES);
    assert_eq!(names(&ReviewStatus::ALL), ReviewStatus::NAMES);
}

fn changes(value: &Value) -> Vec<(String, Value)> {
    let mut ways = vec![String::new()];
    let mut changed = Vec::new();
    while let Some(pointer) = ways.pop() {
        let here = value.pointer(&pointer).expect("there");
        let mut others = vec![
            json!(null),
            json!(true),
            json!(0),
            json!(1),
            json!(1.5),
            json!(" "),
            json!("x"),
            json!([]),
            json!({}),
        ];
        others.push(json!([here]));
        if let Value::Object(fields) = here {
            others.push(fields.values().cloned().collect());
            let mut more = fields.clone();
            more.insert("mood".to_owned(), json!(1));
            others.push(more.into());
            for name in fields.keys() {
                let mut fewer = fields.clone();
                fewer.remove(name);
                others.push(fewer.into());
                ways.push(format!("{pointer}/{name}"));
            }
        }
        if let Value::Array(entries) = here {
            ways.extend((0..entries.len()).map(|place| format!("{pointer}/{place}")));
        }
        for other in others {
            let mut whole = value.clone();
            *whole.pointer_mut(&pointer).expect("there") = other;
            changed.push((pointer.clone(), whole));
        }
    }
    changed
}

#[test]
fn the_parser_and_the_schema_reject_the_same_packs() {
    let folder = root().join("tests/packs/valid");
    let mut refused = 0;
    for name in ["twins.json", "editorial.json"] {
        let value = serde_json::from_str(&fs::read_to_string(folder.join(name)).expect("a pack")).expect("JSON");
        for (pointer, changed) in changes(&value) {
            let compact = changed.to_string();
            let spoilt = compact.replacen('{', "{\"mood\": 1, ", 1);
            let faults = read("x.json", &compact).err().unwrap_or_default();
            let unexplained = faults.iter().find(|fault| fault.message.contains("the pack can't be read"));
            assert!(unexplained.is_none(), "{pointer}: refused by the types alone: {unexplained:?}");
            refused += usize::from(!faults.is_empty());
            // Because of the unknown field, the program compares the pack with the description of the format.
            if changed.is_object() && changed.get("mood").is_none() && changed["format"] == 1 {
                let judged = read("x.json", &spoilt).expect_err("a field too many");
                assert_eq!(judged.len(), faults.len() + 1, "{pointer}: {judged:?}");
            }
        }
    }
    assert!(refused > 1000, "{refused}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_to_a_pack_brings_the_reader_down(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = fs::read(root().join("tests/packs/valid/twins.json")).expect("a pack");
        for (place, byte) in cuts {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let text = String::from_utf8_lossy(&bytes);
        let readings = [read_all("damaged.json", &text)];
        let faults = check(&readings);
        for fault in &faults {
            let lines = text.lines().count().max(1);
            prop_assert!((1..=lines + 1).contains(&fault.line), "{}", fault);
            let escapes = fault.to_string().contains(char::from(0x1b));
            prop_assert!(!escapes);
        }
        prop_assert_eq!(read("damaged.json", &text).is_ok(), readings[0].faults.is_empty());
    }
}

#[test]
fn the_example_in_the_guide_to_packs_is_a_valid_pack() {
    let readme = include_str!("../../scenarios/README.md");
    let (_, rest) = readme.split_once("```json\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("mine.json");
    fs::write(&file, example).expect("written");
    let name = file.to_str().expect("text");
    let checked = crate::cli::run(&["check", "--strict", name], "");
    assert_eq!(checked.status.code(), Some(0), "{}", crate::cli::out(&checked));
    // The seed decides which of the two cases comes first.
    let play =
        |answers| crate::cli::out(&crate::cli::run(&["learn", "--plain", "--pack", name, "--seed", "1"], answers));
    let said = ["403 c\n\n401 c\n\n", "401 c\n\n403 c\n\n"].map(play);
    assert!(said.iter().all(|said| said.contains("The reading room") && said.contains("So far, ")), "{said:?}");
    assert!(said.iter().any(|said| said.contains("2 of 2")), "{said:?}");
    // Every command in the guide must work.
    for line in readme.lines().filter(|line| line.starts_with("airside ")) {
        let subcommand: Vec<&str> =
            line.split_whitespace().skip(1).take_while(|word| !word.contains(['.', '-'])).collect();
        let help = [&subcommand[..subcommand.len().min(2)], &["--help"]].concat();
        assert_eq!(crate::cli::run(&help, "").status.code(), Some(0), "{line}");
    }
}

/// Capitalised words that occur in several situations and aren't the names of people.
const NOT_PEOPLE: &str = "Accra Air Alice Amazon April August Basic Bob Boreal Changing Closing December Deleting Enter Fi \
    Flights Forbidden Friday Geneva Ing Jan Length Lisbon Listing Location March Monday Nice Node Nov November October \
    Plant Porto Python Require Retry Riverside Saturday Saving Sec Sep September Spaces Sunday Sweden Thursday Tuesday \
    Unauthorized Upgrade Wednesday Wi Www";

fn shown(scenario: &Scenario) -> Vec<&str> {
    let told = [&scenario.story, &scenario.evidence.text, &scenario.explanation.why, &scenario.explanation.why_not];
    let asked = scenario.asks.iter().flat_map(|asks| &asks.choices).flat_map(|choice| [&choice.text, &choice.because]);
    told.into_iter().chain(asked).map(String::as_str).chain(scenario.shown_lines()).collect()
}

fn prose(scenario: &Scenario) -> impl Iterator<Item = &str> {
    let told = [&scenario.hints.fact, &scenario.hints.rule, &scenario.teacher].map(String::as_str);
    let lines: BTreeSet<&str> = scenario.shown_lines().collect();
    shown(scenario).into_iter().filter(move |text| !lines.contains(text)).chain(told)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    // Encoded credentials and tokens have digits among their letters.
    let chunks = text.split_whitespace().filter(|chunk| !chunk.contains(char::is_numeric));
    chunks.flat_map(|chunk| chunk.split(|letter: char| !letter.is_alphabetic())).filter(|word| word.chars().count() > 1)
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().skip(1).all(char::is_lowercase)
}

#[test]
fn no_two_cases_look_alike_in_the_list() {
    let library = Library::open(None, &[]);
    let mut lines = BTreeSet::new();
    for case in library.scenarios() {
        let line = (library.listed_title(case), case.telling.title(), case.pool.title());
        assert!(lines.insert(line.clone()), "{line:?}");
        assert!(line.0.starts_with(&case.title), "{line:?}");
    }
}

/// One learner sees every built-in pack during the course. In the lesson, Ana and Ben appear both in airport scenes and
/// in HTTP exchanges. On the real servers, the users are always Alice and Bob.
#[test]
fn no_name_belongs_to_two_different_people() {
    let library = Library::open(None, &[]);
    let prose: BTreeSet<&str> = library.scenarios().flat_map(prose).flat_map(words).collect();
    let is_name = |word: &str| {
        is_capitalised(word)
            && !prose.contains(word.to_lowercase().as_str())
            && !NOT_PEOPLE.split(' ').any(|other| other == word)
    };
    let names: BTreeSet<&str> =
        library.scenarios().flat_map(shown).flat_map(words).filter(|word| is_name(word)).collect();
    let names: BTreeMap<String, &str> = names.into_iter().map(|name| (name.to_lowercase(), name)).collect();
    let mut stories: BTreeMap<&str, &str> = BTreeMap::new();
    let mut places: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for scenario in library.scenarios() {
        // Cases with the same story are about the same people.
        let situation = match scenario.pool {
            Pool::Lesson => "lesson",
            _ => *stories.entry(&scenario.story).or_insert(scenario.situation.as_ref().unwrap_or(&scenario.id)),
        };
        for word in shown(scenario).into_iter().flat_map(words) {
            let known =
                names.get(word.to_lowercase().as_str()).filter(|_| is_name(word) || word == word.to_lowercase());
            known.map(|name| places.entry(name).or_default().insert(situation));
        }
    }
    places.retain(|_, situations| situations.len() > 1);
    assert!(places.is_empty(), "Give these people other names, or list the word in NOT_PEOPLE: {places:#?}");
}

#[test]
fn the_explanation_must_cover_every_code_that_is_wrong() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("mine.json");
    let pack = include_str!("../../scenarios/incidents.json");
    for (sentence, code) in
        [(" A 401 would ask for credentials that nobody needs.", 401), ("A 403 doesn't ask for a new token. ", 403)]
    {
        assert!(pack.contains(sentence));
        fs::write(&file, pack.replacen(sentence, "", 1)).expect("written");
        let checked = crate::cli::run(&["check", "--strict", file.to_str().expect("text")], "");
        let told = crate::cli::out(&checked);
        assert_eq!(checked.status.code(), Some(1), "{told}");
        assert!(told.contains(&format!("`why_not` doesn't say why {code} is wrong")), "{told}");
    }
}

#[test]
fn the_two_requests_of_a_pair_begin_with_the_same_lines() {
    let library = Library::open(None, &[]);
    let cases: Vec<&Scenario> = library.packs().iter().flat_map(|pack| &pack.scenarios).collect();
    for case in cases.iter().filter(|case| Kind::core().contains(&case.kind)) {
        let Some(twin) = cases.iter().find(|other| Some(&other.id) == case.twin.as_ref()) else { continue };
        let (ours, theirs) = (&case.exchange.request, &twin.exchange.request);
        assert!(ours.starts_with(theirs) || theirs.starts_with(ours), "{}: put the line that differs last", case.id);
    }
}

#[test]
fn an_airport_story_names_no_check_before_what_refuses_everyone() {
    let library = Library::open(None, &[]);
    for case in library.scenarios().filter(|case| case.telling == Telling::Airport && case.pool == Pool::Practice) {
        let twin = case.twin.as_deref().and_then(|id| library.scenario(id));
        let is_stopped = |case: &Scenario| matches!(case.kind, Kind::Closed | Kind::Policy);
        if !is_stopped(case) && !twin.is_some_and(is_stopped) {
            continue;
        }
        let Some(check) = case.story.find("check") else { continue };
        let order = ["first", "At other times"].iter().find_map(|word| case.story.find(word));
        assert!(order.is_some_and(|order| order < check), "{}: {}", case.id, case.story);
    }
}

#[test]
fn an_airport_story_tells_the_order_of_its_checks_if_the_order_is_fixed() {
    let library = Library::open(None, &[]);
    let is_fixed = |case: &&Scenario| case.facts.value(FactName::Order) == "fixed" && case.pool != Pool::Lesson;
    for case in library.scenarios().filter(|case| case.telling == Telling::Airport).filter(is_fixed) {
        let is_told = ["before", "first", "At other times"].iter().any(|word| case.story.contains(word));
        assert!(is_told, "{}: {}", case.id, case.story);
    }
}

#[test]
fn every_wrong_code_is_named_by_a_must_a_should_or_a_definition() {
    for case in Library::open(None, &[]).scenarios() {
        if case.server.as_ref().is_some_and(|server| server.judgement == Judgement::WrongCode) {
            let texts = format!("{} {:?}", case.explanation.why, case.options);
            let names = ["MUST", "SHOULD", "recommend", "defined"].iter().any(|word| texts.contains(word));
            assert!(names, "{}: {texts}", case.id);
        }
    }
}

#[test]
fn no_code_that_conforms_is_marked_wrong() {
    let library = Library::open(None, &[]);
    let asks_for_code = |case: &&Scenario| case.asks.is_none() && case.server.is_none() && case.editorial.is_none();
    let mut arguable = 0;
    for case in library.scenarios().filter(asks_for_code) {
        let item = Item::from_scenario(case);
        for code in case.ruling().also_conforming.iter().filter(|code| [401, 403].contains(code)) {
            assert!(item.accepted.contains(&Verdict::from_status(code).into()), "{}: {code}", case.id);
            arguable += 1;
        }
    }
    assert!(arguable >= 8, "{arguable}");
}
