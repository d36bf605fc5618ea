//! Checks exported files with small readers that share no code with the writers.

mod readers;

use std::collections::BTreeSet;

use airside::class::export::{ExportResult, FORMATS, Format};
use airside::round::item::Item;
use airside::ruling::Verdict;
use airside::scenario::library::Library;
use airside::scenario::{Asks, Choice, Judgement, Kind, Pack, Pool, Scenario, Telling};
use airside::text::is_unsafe;
use proptest::prelude::*;

use readers::Seen;

type Reader = fn(&[u8]) -> Vec<Seen>;

const READERS: &[(&str, Reader)] = &[
    ("gift", readers::gift),
    ("moodle-xml", readers::moodle_xml),
    ("qti", readers::qti),
    ("text2qti", readers::text2qti),
    ("anki-tsv", readers::anki_tsv),
    ("anki-apkg", readers::anki_apkg),
    ("kahoot", readers::kahoot),
];

fn odd() -> Library {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/valid/odd.json");
    let library = Library::open(None, &[path.into()]);
    assert!(library.problems.is_empty(), "{:?}", library.problems);
    Library::new(library.packs().iter().filter(|pack| pack.id == "odd").cloned())
}

fn pairs(library: &Library) -> impl Iterator<Item = (&Pack, &Scenario)> {
    library.packs().iter().flat_map(|pack| pack.scenarios.iter().map(move |scenario| (pack, scenario)))
}

fn format(name: &str) -> &'static Format {
    Format::find(name).expect("a format")
}

fn scene(scenario: &Scenario) -> Vec<String> {
    let numbered: Vec<String> = (1..)
        .zip(scenario.shown_lines())
        .map(|(number, line)| format!("{number}. {}", readers::squeezed(line)))
        .collect();
    let (request, rest) = numbered.split_at(scenario.exchange.request.len());
    let (findings, returned) = rest.split_at(scenario.exchange.findings.len());
    let server = scenario.server.iter();
    let mut lines: Vec<String> = server
        .map(|server| format!("Server {} {}, {}", server.product, server.version, server.configuration))
        .collect();
    lines.push(scenario.story.trim().to_owned());
    let found = if scenario.telling == Telling::Http { "What the server finds:" } else { "What is found:" };
    for (heading, group) in [("Request:", request), (found, findings), ("What the server answered:", returned)] {
        if !group.is_empty() {
            lines.push(heading.to_owned());
            lines.extend_from_slice(group);
        }
    }
    lines
}

fn choice(verdict: Verdict) -> String {
    match verdict {
        Verdict::Unauthorized => "401 Unauthorized".to_owned(),
        Verdict::Forbidden => "403 Forbidden".to_owned(),
        Verdict::Neither => "Neither".to_owned(),
    }
}

fn is_code(scenario: &Scenario) -> bool {
    scenario.asks.is_none() && scenario.server.is_none()
}

fn choices(scenario: &Scenario) -> Vec<String> {
    if let Some(asks) = &scenario.asks {
        return asks.choices.iter().map(|choice| choice.text.clone()).collect();
    }
    if scenario.server.is_some() {
        return ["It conforms", "Wrong code", "WWW-Authenticate missing or malformed", "Arguable"]
            .map(str::to_owned)
            .to_vec();
    }
    let count = if scenario.kind == Kind::Edge || scenario.incident.is_some() { 3 } else { 2 };
    Verdict::ALL.into_iter().take(count).map(choice).collect()
}

fn judgement(choice: &str) -> Option<Judgement> {
    let texts = ["It conforms", "Wrong code", "WWW-Authenticate missing or malformed", "Arguable"];
    texts.iter().position(|text| *text == choice).map(|place| Judgement::ALL[place])
}

fn right(scenario: &Scenario) -> BTreeSet<String> {
    let offered = choices(scenario);
    if let Some(asks) = &scenario.asks {
        return asks.choices.iter().filter(|choice| choice.right).map(|choice| choice.text.clone()).collect();
    }
    if let Some(server) = &scenario.server {
        let outside = ["cookie", "key"].contains(&scenario.facts.value(airside::ruling::FactName::Scheme));
        let also = (server.judgement == Judgement::Arguable && outside).then_some("It conforms");
        let one = offered.into_iter().nth(server.judgement as usize);
        return one.into_iter().chain(also.map(str::to_owned)).collect();
    }
    Item::from_scenario(scenario)
        .accepted
        .iter()
        .filter_map(|answer| answer.verdict())
        .map(choice)
        .filter(|choice| offered.contains(choice))
        .collect()
}

/// Splits the text before each `WRONG:`, because the feedback must start a new paragraph there.
fn parts(text: &str) -> Vec<String> {
    let marked = text.replace("WRONG:", "\u{1}WRONG:");
    marked.split('\u{1}').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn assert_holds(lines: &[String], text: &str, place: &str) {
    for part in parts(text) {
        assert!(lines.contains(&part), "{place}: {part:?} is not among {lines:#?}");
    }
}

fn compare(name: &str, seen: &Seen, scenario: &Scenario) {
    let place = format!("{name}, {}", scenario.id);
    assert_eq!(seen.right, right(scenario), "{place}");
    if name == "kahoot" {
        let deciding = scenario.shown_lines().nth(scenario.evidence.line - 1).expect("a line").trim();
        assert!(seen.stem[0].contains(deciding) && seen.stem[0].encode_utf16().count() <= 120, "{place}");
        let explanations = [&scenario.evidence.text, &scenario.explanation.why, &scenario.explanation.why_not];
        let is_explained =
            |text: &&String| text.len() > 30 && !deciding.contains(*text) && seen.stem[0].contains(*text);
        assert!(!explanations.iter().any(is_explained), "{place}");
        assert_eq!(seen.choices, choices(scenario), "{place}");
        return;
    }
    assert_eq!(seen.id, scenario.id, "{place}");
    assert!(seen.title.starts_with(scenario.title.trim()), "{place}: {}", seen.title);
    let (prompt, stem) = seen.stem.split_last().expect("a stem");
    assert_eq!(stem, scene(scenario), "{place}");
    match &scenario.asks {
        Some(asks) => assert_eq!(prompt, &asks.question, "{place}"),
        None => assert!(prompt.ends_with('?'), "{place}"),
    }
    let mut tags = vec![("kind", scenario.kind.name()), ("telling", scenario.telling.name())];
    tags.extend(scenario.misconception.as_deref().map(|misconception| ("misconception", misconception)));
    assert_eq!(seen.tags, tags.iter().map(|(kind, word)| format!("{kind}:{word}")).collect::<Vec<_>>(), "{place}");
    assert_holds(&seen.general_feedback, &scenario.evidence.text, &place);
    assert_holds(&seen.general_feedback, &article_text(scenario).unwrap_or_default(), &place);
    assert_holds(&seen.general_feedback, &format!("airside: {}", scenario.id), &place);
    for line in &scenario.exchange.response {
        assert_holds(&seen.general_feedback, &readers::squeezed(line), &place);
    }
    let sources = seen.general_feedback.iter().find(|line| line.starts_with("Sources: ")).expect("sources");
    assert!(scenario.citations.iter().all(|citation| sources.contains(citation.as_str())), "{place}");
    assert!(scenario.server.iter().all(|server| sources.contains(&server.clause)), "{place}");
    let because = |choice: &String| {
        let asks = scenario.asks.iter().flat_map(|asks| &asks.choices);
        let own = asks.filter(|own| own.text == *choice).map(|own| own.because.clone()).next();
        own.or_else(|| scenario.options.get(&judgement(choice)?).cloned())
    };
    if name.starts_with("anki") {
        assert_holds(&seen.general_feedback, &scenario.explanation.why, &place);
        assert_holds(&seen.general_feedback, &scenario.explanation.why_not, &place);
        assert!(is_code(scenario) || seen.choices == choices(scenario), "{place}");
        for wrong in seen.choices.iter().filter(|choice| !seen.right.contains(*choice)) {
            let because = because(wrong).map(|because| format!("\"{wrong}\" {because}"));
            assert!(because.is_none_or(|because| seen.general_feedback.contains(&because)), "{place}");
        }
        return;
    }
    assert_eq!(seen.choices, choices(scenario), "{place}");
    for (told, choice) in seen.told.iter().zip(&seen.choices) {
        let is_right = seen.right.contains(choice);
        let right_text = is_right || is_code(scenario) && choice.starts_with("Neither");
        let explanation = &scenario.explanation;
        assert_holds(told, &because(choice).unwrap_or_default(), &place);
        assert_holds(told, if right_text { &explanation.why } else { &explanation.why_not }, &place);
        let others = seen.told.iter().filter(|other| *other == told).count();
        assert_eq!(others, 1, "{place}: two choices have one feedback: {told:?}");
        assert!(told[0].starts_with(if is_right { "Correct" } else { "Not quite" }), "{place}");
    }
}

fn check(name: &str, read: Reader, written: &ExportResult, scenarios: &[&Scenario]) {
    let seen = read(&written.bytes);
    let kept: Vec<&Scenario> = scenarios
        .iter()
        .filter(|scenario| written.skipped.iter().all(|left| left.id != scenario.id))
        .copied()
        .collect();
    assert_eq!((seen.len(), kept.len()), (written.items, written.items), "{name}");
    for (seen, scenario) in seen.iter().zip(kept) {
        compare(name, seen, scenario);
    }
    if !name.starts_with("anki") && name != "kahoot" {
        let names: BTreeSet<&str> = seen.iter().map(|seen| seen.title.as_str()).collect();
        assert_eq!(names.len(), seen.len(), "{name}: two questions have one name");
    }
}

#[test]
fn every_format_has_a_unique_name_and_a_reader_in_the_tests() {
    let names: BTreeSet<&str> = FORMATS.iter().map(|format| format.name).collect();
    assert_eq!(names.len(), FORMATS.len());
    assert_eq!(names, READERS.iter().map(|(name, _)| *name).collect());
    assert!(FORMATS.iter().all(|format| !format.limitations.is_empty()));
    assert!(Format::find("scorm").is_none());
}

#[test]
fn every_built_in_scenario_survives_every_format() {
    let library = Library::open(None, &[]);
    let scenarios: Vec<&Scenario> = library.scenarios().collect();
    for (name, read) in READERS {
        let written = format(name).export(pairs(&library), None);
        // A format may skip scenarios that it can't represent. For example, a Kahoot sheet contains only questions
        // about codes.
        let carried = |scenario: &&&Scenario| *name != "kahoot" || is_code(scenario);
        let wanted: Vec<&str> = scenarios.iter().filter(carried).map(|scenario| scenario.id.as_str()).collect();
        let missing = written.skipped.iter().filter(|left| wanted.contains(&left.id.as_str())).count();
        assert!(missing * 20 <= wanted.len(), "{name}: {:?}", written.skipped);
        assert_eq!(written.items + written.skipped.len(), scenarios.len(), "{name}");
        check(name, *read, &written, &scenarios);
        assert_eq!(written, format(name).export(pairs(&library), None), "{name}: the same bytes again");
    }
}

#[test]
fn odd_scenarios_survive_or_are_reported() {
    let library = odd();
    let scenarios: Vec<&Scenario> = library.scenarios().collect();
    for (name, read) in READERS {
        let written = format(name).export(pairs(&library), None);
        let left: Vec<&str> = written.skipped.iter().map(|left| left.id.as_str()).collect();
        let expected: &[&str] = match *name {
            "anki-tsv" | "anki-apkg" => &["odd-false"],
            "text2qti" => &["odd-two-right", "odd-every-right", "odd-false"],
            "kahoot" => &["odd-every-right", "odd-false", "odd-asks"],
            _ => &["odd-every-right", "odd-false"],
        };
        assert_eq!(left, expected, "{name}");
        assert!(written.skipped.iter().all(|left| !left.why.is_empty()));
        check(name, *read, &written, &scenarios);
    }
}

#[test]
fn wrong_claims_are_tagged_and_appear_in_feedback_only() {
    for library in [Library::open(None, &[]), odd()] {
        for (name, read) in READERS {
            for seen in read(&format(name).export(pairs(&library), None).bytes) {
                let open = seen.stem.iter().chain(&seen.choices).chain([&seen.title]).chain(&seen.tags);
                for text in open {
                    assert!(!text.contains("WRONG:"), "{name}: {text}");
                }
                for line in seen.told.iter().flatten().chain(&seen.general_feedback) {
                    assert!(line.rfind("WRONG:").is_none_or(|at| at == 0), "{name}: {line}");
                }
            }
        }
    }
}

/// Some rows of the database fill a page exactly, exceed a page by one byte, or need many pages.
#[test]
fn an_anki_package_holds_texts_of_any_length() {
    let mut pack = super::common::pack();
    let lengths = (3_000..4_500).chain(8_000..8_020).chain([40_000, 60_000]);
    let mut one = pack.scenarios[0].clone();
    pack.scenarios = lengths
        .map(|length| {
            one.id = format!("long-{length}");
            one.explanation.why = "x".repeat(length);
            one.clone()
        })
        .collect();
    let library = Library::new([pack]);
    let scenarios: Vec<&Scenario> = library.scenarios().collect();
    check("anki-apkg", readers::anki_apkg, &format("anki-apkg").export(pairs(&library), None), &scenarios);
}

#[test]
fn one_item_in_each_format_matches_its_snapshot() {
    let library = Library::open(None, &[]);
    for (name, _) in READERS {
        let one = pairs(&library).filter(|(_, scenario)| scenario.id == "edge-digest-nonce-http");
        let bytes = format(name).export(one, None).bytes;
        let text = if *name == "anki-apkg" {
            let row = |row: &Vec<String>| row.join(" | ").replace('\u{1f}', "\n  ");
            let tables = readers::anki_tables(&bytes).into_iter();
            tables
                .flat_map(|(name, rows)| {
                    [format!("== {name}")].into_iter().chain(rows.iter().map(row).collect::<Vec<_>>())
                })
                .collect::<Vec<_>>()
                .join("\n")
        } else if bytes.starts_with(b"PK") {
            let files = readers::unzip(&bytes).into_iter();
            files.map(|(path, text)| format!("== {path}\n{text}")).collect::<Vec<_>>().join("\n")
        } else {
            String::from_utf8(bytes).expect("text")
        };
        insta::assert_snapshot!(format!("export__{name}"), text);
    }
}

/// Generates text that a pack may contain, without control or invisible characters, tags, or spaces at either end.
fn text() -> impl Strategy<Value = String> {
    let marks = "[\\\\:#={}~%$*_`<>&\"'|^+!?;,./@()\\[\\] a-c0-2-]{1,24}";
    prop_oneof![marks, "\\PC{1,24}", "(//|::|####|->|\\.\\.\\.|--|]]>|&amp;|[0-9]\\.|=|@|#|- |\\\\n){1,4}[a-z]{1,3}"]
        .prop_map(|text| text.replace(is_unsafe, "").split_whitespace().collect::<Vec<_>>().join(" "))
        .prop_filter("some text", |text| !text.is_empty() && !text.contains("WRONG:"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back_as_it_was(texts in prop::collection::vec(text(), 14)) {
        let mut pack = super::common::pack();
        pack.scenarios.truncate(2);
        let scenario = &mut pack.scenarios[0];
        let mut texts = texts.into_iter();
        let mut next = || texts.next().expect("enough");
        scenario.title = next();
        scenario.story = next();
        scenario.exchange.request = vec![next()];
        scenario.exchange.findings = vec![next()];
        scenario.exchange.response = vec![next()];
        scenario.evidence.text = next();
        scenario.explanation.why = next();
        scenario.explanation.why_not = next();
        scenario.article = Some(next());
        let choice = |text: String, right, because| Choice { text, right, because, misconception: None };
        let (first, second) = (next(), format!("{} too", next()));
        let choices = vec![choice(first, false, next()), choice(second, true, next())];
        pack.scenarios[1].asks = Some(Asks { question: next(), choices });
        let library = Library::new([pack]);
        let scenarios: Vec<&Scenario> = library.scenarios().collect();
        for (name, read) in READERS {
            check(name, *read, &format(name).export(pairs(&library), None), &scenarios);
        }
    }
}

#[test]
fn an_existing_file_is_replaced_only_with_force() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("items.gift");
    let run = |more: &[&str]| {
        let mut command = super::cli::airside(home.path());
        command.args(["export", "gift", "--kinds", "expired", "--out"]).arg(&file).args(more).output().expect("runs")
    };
    let said = |output: &std::process::Output| String::from_utf8(output.stderr.clone()).expect("text");
    let first = run(&[]);
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    assert!(first.stdout.is_empty());
    let library = Library::open(None, &[]);
    let practice = |scenario: &&Scenario| scenario.kind == Kind::Expired && scenario.pool == Pool::Practice;
    let count = library.scenarios().filter(practice).count();
    let carried = format!("{count} items exported as gift. The format can't include:\n  confidence");
    assert!(said(&first).contains(&carried), "{}", said(&first));
    let written = std::fs::read(&file).expect("a file");
    assert_eq!(readers::gift(&written).len(), count);
    std::fs::write(&file, "mine").expect("written");
    let again = run(&[]);
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("items.gift already exists\nhint: airside export gift"), "{}", said(&again));
    assert_eq!(std::fs::read(&file).expect("a file"), b"mine");
    assert_eq!(run(&["--force"]).status.code(), Some(0));
    assert_eq!(std::fs::read(&file).expect("a file"), written);
}

#[test]
fn only_the_named_packs_are_exported_and_failures_give_the_reason() {
    let home = tempfile::tempdir().expect("a folder");
    let odd = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/valid/odd.json");
    let run = |arguments: &[&str]| {
        let output = super::cli::airside(home.path()).arg("export").args(arguments).output().expect("runs");
        (output.status.code(), output.stdout, String::from_utf8(output.stderr).expect("text"))
    };
    let (code, out, said) = run(&["anki-tsv", "--pack", odd, "--out", "-"]);
    assert_eq!((code, readers::anki_tsv(&out).len()), (Some(0), 8));
    assert!(said.starts_with("airside: 1 scenario was skipped. To see why, add --verbose."), "{said}");
    let (_, _, said) = run(&["anki-tsv", "--pack", odd, "--verbose", "--out", "-"]);
    assert!(said.starts_with("airside: odd-false was skipped: "), "{said}");
    let (_, out, _) = run(&["kahoot", "--count", "12", "--out", "-"]);
    assert_eq!(readers::kahoot(&out).len(), 12, "skipped items don't count");
    let library = Library::open(None, &[]);
    let pack = library.packs().iter().find(|pack| pack.id == "edges").expect("the edges");
    let edges = pack.scenarios.len();
    assert_eq!(readers::qti(&run(&["qti", "--pack", "edges", "--pack", odd]).1).len(), edges + 7);
    for (arguments, code, words) in [
        (&["scorm"][..], 2, "allowed: gift, moodle-xml, qti, text2qti, anki-tsv, anki-apkg, kahoot"),
        (&["gift", "--pack", odd, "--kinds", "closed"], 1, "there is no scenario to export\nhint: airside list"),
        (&["gift", "--pack", "no-such-pack"], 1, "this pack can't be used: no-such-pack"),
        (&["gift", "--out", "/nowhere/at/all.gift"], 1, "/nowhere/at/all.gift can't be written: "),
        (&["gift", "--out", "/"], 1, "can't be written: "),
    ] {
        let (given, out, said) = run(arguments);
        assert_eq!(given, Some(code), "{said}");
        assert!(out.is_empty() && said.contains(words), "{said}");
    }
}

/// A correct account of the article's rule isn't tagged as wrong.
fn article_text(scenario: &Scenario) -> Option<String> {
    let article = scenario.article.as_deref()?;
    let is_inverted = scenario.ruling().article.agreement == airside::ruling::Agreement::Inverted;
    Some(format!("The article{}: {article}", if is_inverted { " (wrong code)" } else { "" }))
}

#[test]
fn the_article_is_named_with_its_link_and_only_where_a_pack_mentions_it() {
    let library = Library::open(None, &[]);
    let address = &airside::reference::article().url;
    for (name, read) in READERS.iter().filter(|(name, _)| *name != "kahoot") {
        let written = format(name).export(pairs(&library), None);
        let by_id = read(&written.bytes);
        for seen in by_id {
            let scenario = library.scenario(&seen.id).expect("there");
            let named = seen.general_feedback.iter().filter(|line| line.contains(address.as_str()));
            let named: Vec<&String> = named.collect();
            assert_eq!(named.len(), usize::from(scenario.article.is_some()), "{name}, {}", seen.id);
            assert!(named.iter().all(|line| line.contains("About the article")), "{name}: not her words: {named:?}");
            let sources = seen.general_feedback.iter().find_map(|line| line.strip_prefix("Sources: "));
            let mut sources: Vec<&str> = sources.expect("sources").split("; ").collect();
            let all = sources.len();
            sources.sort_unstable();
            sources.dedup();
            assert_eq!(sources.len(), all, "{name}, {}: a source comes twice", seen.id);
        }
    }
    let mut pack = super::common::pack();
    pack.scenarios.iter_mut().for_each(|scenario| scenario.article = None);
    let library = Library::new([pack]);
    for format in FORMATS {
        let bytes = format.export(pairs(&library), None).bytes;
        assert!(!String::from_utf8_lossy(&bytes).contains("article"), "{}", format.name);
    }
}

#[test]
fn lines_of_http_are_preformatted_wherever_the_format_allows_it() {
    let library = Library::open(None, &[]);
    for name in ["gift", "moodle-xml", "qti", "text2qti", "anki-tsv", "anki-apkg"] {
        let one = pairs(&library).filter(|(_, scenario)| scenario.id == "edge-digest-nonce-http");
        let bytes = format(name).export(one, None).bytes;
        let text = if bytes.starts_with(b"PK") {
            readers::unpack(&bytes).iter().map(|(_, file)| String::from_utf8_lossy(file).into_owned()).collect()
        } else {
            String::from_utf8(bytes).expect("text")
        };
        assert!(text.matches("<pre>").count() >= 3, "{name}: request, findings and response: {text}");
    }
}

#[test]
fn text2qti_gets_no_two_questions_with_the_same_text() {
    let library = odd();
    let (pack, scenario) = pairs(&library)
        .find(|(pack, scenario)| format("text2qti").export([(*pack, *scenario)], None).items == 1)
        .expect("a scenario that can be exported");
    let written = format("text2qti").export([(pack, scenario); 3], None);
    let text = String::from_utf8(written.bytes).expect("text");
    assert_eq!([1, 2, 3].map(|number| text.matches(&format!("\n   ({number})\n")).count()), [0, 1, 1], "{text}");
}
