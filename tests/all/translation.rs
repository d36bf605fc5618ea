//! Checks that the catalogue contains every sentence in the source code, and that a translation covers everything on
//! screen.

mod marks;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use airside::class::export::FORMATS;
use airside::i18n::areas::{AREAS, of_module};
use airside::i18n::copied;
use airside::i18n::file::catalogue::{LINE_BREAK, catalogue, of_reference, sentences};
use airside::i18n::file::form::{FormContents, form};
use airside::i18n::file::{SHIPPED, read_words};
use airside::keys::BINDINGS;
use airside::reference::topics;
use airside::round::Answer;
use airside::ruling::FactName;
use airside::ruling::source::SECTIONS;
use airside::scenario::misconception;
use airside::scenario::{Kind, Pool, Telling};
use airside::settings::Setting;
use airside::tui::Options;
use airside::tui::picture::{SHOTS, picture};
use serde_json::{Value, json};

use super::cli::{err, out, run_in};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Modules that keep sentences in tables. The sentences are translated only when they are shown.
const TABLES: &[&str] = &[
    "keys.rs", "learner.rs", "learner/answer.rs", "learner/diagnosis.rs", "ruling.rs", "ruling/article.rs",
    "ruling/facts.rs", "ruling/endings/general.rs", "ruling/endings/granted.rs", "ruling/endings/credentials.rs",
    "ruling/endings/permission.rs", "ruling/source.rs", "scenario.rs", "course/stage.rs", "inspect/clients.rs",
    "inspect/rules.rs", "class/worksheet.rs", "class/vote/slide.rs", "document/trace.rs",
];

/// Returns the string literals in a source file, each with the code before it.
fn literals(code: &str) -> Vec<(String, String)> {
    let code: Vec<char> = code.chars().collect();
    let begins =
        |at: usize, mark: &str| mark.chars().enumerate().all(|(place, one)| code.get(at + place) == Some(&one));
    let ends = |from: usize, mark: &str| (from..code.len()).find(|at| begins(*at, mark)).unwrap_or(code.len());
    let (mut found, mut before, mut at) = (Vec::new(), String::new(), 0);
    while at < code.len() {
        if begins(at, "//") {
            at = ends(at, "\n");
        } else if begins(at, "r#\"") {
            at = ends(at, "\"#") + 2;
        } else if code[at] == '\'' && (begins(at + 1, "\\") || begins(at + 2, "'")) {
            at = ends(at + 2, "'") + 1;
        } else if code[at] == '"' {
            let (text, after) = literal(&code, at + 1);
            let lead: Vec<char> = before.chars().rev().take(200).collect();
            found.push((lead.into_iter().rev().collect(), text));
            before.push('s');
            at = after;
        } else {
            before.push(code[at]);
            at += 1;
        }
    }
    found
}

fn literal(code: &[char], mut at: usize) -> (String, usize) {
    let mut text = String::new();
    loop {
        at += 1;
        match code[at - 1] {
            '"' => return (text, at),
            '\\' => {
                at += 1;
                match code[at - 1] {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    '\n' => at += code[at..].iter().take_while(|space| space.is_whitespace()).count(),
                    'u' => {
                        let number: String = code[at + 1..].iter().take_while(|one| **one != '}').collect();
                        at += number.len() + 2;
                        let number = u32::from_str_radix(&number, 16).expect("a number");
                        text.push(char::from_u32(number).expect("a character"));
                    }
                    other => text.push(other),
                }
            }
            other => text.push(other),
        }
    }
}

/// A literal in a table is shown to people if it is a capitalised word or consists of several words.
fn is_read(text: &str) -> bool {
    let letters = text.chars().filter(char::is_ascii_lowercase).count();
    let leads = ["RFC ", "HTTP/", "WWW-Authenticate", "Proxy-Authenticate"];
    let source = leads.iter().any(|lead| text.starts_with(lead)) && !text.ends_with('.');
    let words = text.contains(' ') || text.starts_with(|first: char| first.is_ascii_uppercase());
    letters > 1 && words && !source && !text.contains('{') && !text.contains("://")
}

fn said() -> Vec<(String, Vec<String>)> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    let mut modules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |module: &str, texts: Vec<String>| {
        let sentences = modules.entry(module.to_owned()).or_default();
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            if !sentences.contains(&text) {
                sentences.push(text);
            }
        }
    };
    // Single lower-case words in tables look like ids, but some of them are shown to people.
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect::<Vec<_>>();
    add("keys", owned(BINDINGS.iter().map(|binding| binding.label).collect()));
    add("learner/answer", owned(Answer::ALL.iter().map(|answer| answer.title()).collect()));
    add("ruling", owned(vec!["must", "definition", "convention", "debatable"]));
    add("class/export", owned(FORMATS.iter().flat_map(|format| format.limitations).copied().collect()));
    files.sort();
    for path in files {
        let name = path.strip_prefix(root().join("src")).expect("a source").with_extension("");
        add(&name.display().to_string().replace('\\', "/"), sentences_of(&path));
    }
    modules.into_iter().filter(|(_, sentences)| !sentences.is_empty()).collect()
}

fn sentences_of(path: &Path) -> Vec<String> {
    let code = fs::read_to_string(path).expect("a source");
    let code = code.split("#[cfg(test)]\nmod tests").next().expect("a source");
    let name = path.strip_prefix(root().join("src")).expect("a source").display().to_string().replace('\\', "/");
    let is_table = TABLES.contains(&name.as_str());
    let sentence = |(before, text): (String, String)| {
        let before = before.trim_end();
        // Both sentences in a call of `say_count!` are collected. In `before`, the first sentence is replaced with `s`.
        let compact: String = before.split_whitespace().collect();
        let asked = ["say!(", "say_count!(", "say_count!(s,"].iter().any(|end| compact.ends_with(end));
        let attribute = before.rsplit_once("#[").is_some_and(|(_, behind)| !behind.contains(']'));
        // A quotation stays in its own language.
        let table = is_table
            && is_read(&text)
            && !attribute
            && !["expect(", "quoting", "split_once("].iter().any(|end| before.ends_with(end));
        (asked || table).then_some(text)
    };
    literals(code).into_iter().filter_map(sentence).collect()
}

#[test]
fn the_catalogue_holds_every_sentence_of_the_sources() {
    let mut known = HashSet::new();
    let of_code = said().into_iter().flat_map(|(_, sentences)| sentences);
    let said = of_code.chain(of_reference().into_iter().map(|(_, sentence)| sentence));
    let said: Vec<String> = said.filter(|text| known.insert(text.clone())).collect();
    let catalogue = catalogue();
    let missing: Vec<&String> = said.iter().filter(|text| !catalogue.contains(*text)).collect();
    let gone: Vec<&String> = catalogue.iter().filter(|text| !said.contains(text)).collect();
    let again = "cargo test --test all write_the_catalogue -- --ignored";
    assert!(missing.is_empty() && gone.is_empty(), "{again}\nmissing: {missing:#?}\ngone: {gone:#?}");
    assert!(said.len() > 1_000, "{}", said.len());
}

#[test]
#[ignore = "writes src/i18n/catalogue.txt"]
fn write_the_catalogue() {
    let mut text = String::new();
    for (module, sentences) in said() {
        text.push_str(&["# ", &module, "\n"].concat());
        text.extend(sentences.iter().map(|sentence| sentence.replace('\n', LINE_BREAK) + "\n"));
    }
    fs::write(root().join("src/i18n/catalogue.txt"), text).expect("written");
}

fn empty_form() -> Value {
    serde_json::from_str(&form(&FormContents::default(), None).expect("a form")).expect("JSON")
}

/// Returns a translation that adds accents to the letters of every text. Placeholders and tags stay unchanged.
fn pseudo() -> Value {
    let mut words = empty_form();
    words["language"] = json!("x-pseudo");
    for (english, text) in words["interface"].as_object_mut().expect("sentences") {
        *text = json!(accented(english));
    }
    for texts in words["scenarios"].as_object_mut().expect("scenarios").values_mut() {
        for text in texts.as_object_mut().expect("texts").values_mut() {
            *text = json!(accented(text.as_str().expect("text")));
        }
    }
    words
}

fn accented(text: &str) -> String {
    let mut inside = false;
    // A translation must keep some words unchanged.
    let mut kept = copied(text);
    kept.sort_by_key(|word| std::cmp::Reverse(word.len()));
    kept.extend(["WRONG:", "RECOMMENDED", "REQUIRED", "OPTIONAL", "SHOULD", "SHALL", "MUST", "MAY", "NOT"]);
    let marks: Vec<String> = ('\u{e000}'..).map(String::from).take(kept.len()).collect();
    let pairs = || kept.iter().zip(&marks);
    let text = pairs().fold(text.to_owned(), |text, (word, mark)| text.replace(word, mark));
    let text: String = text
        .chars()
        .map(|character| {
            inside = character == '{' || inside && character != '}';
            match character {
                _ if inside => character,
                'c' => 'ç',
                'f' => 'ƒ',
                'g' => 'ĝ',
                'n' => 'ñ',
                's' => 'š',
                'S' => 'Š',
                'a' => 'á',
                'e' => 'é',
                'i' => 'í',
                'o' => 'ó',
                'u' => 'ú',
                'y' => 'ý',
                'A' => 'Á',
                'E' => 'É',
                'I' => 'Í',
                'O' => 'Ó',
                'U' => 'Ú',
                other => other,
            }
        })
        .collect();
    pairs().fold(text, |text, (word, mark)| text.replace(mark, word))
}

/// Checks whether a word is the same in every language, such as a command, a fact and its values, an id, or HTTP.
fn stays(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<String>> = LazyLock::new(words_that_stay);
    WORDS.contains(word)
}

fn words_that_stay() -> HashSet<String> {
    let facts = FactName::ALL.iter().flat_map(|fact| std::iter::once(fact.name()).chain(fact.values().iter().copied()));
    let typed = BINDINGS.iter().flat_map(|binding| binding.words.iter().chain(binding.keys).copied());
    let topics = topics();
    let topics = topics.iter().map(|topic| topic.id.as_str());
    let misconceptions = misconception::all().iter().map(|misconception| misconception.id.as_str());
    let ids = misconceptions.chain(BINDINGS.iter().map(|binding| binding.name));
    let names = Kind::NAMES.into_iter().chain(Telling::NAMES).chain(Pool::NAMES);
    let all = facts.chain(typed).chain(topics).chain(ids).chain(names).chain(OTHERS.iter().copied());
    all.flat_map(|name| name.split(|character: char| !character.is_alphanumeric())).map(str::to_owned).collect()
}

/// HTTP terms and names that this program uses.
const OTHERS: &[&str] = &[
    "HTTP", "Basic", "Unauthorized", "Forbidden", "WRONG", "MUST", "SHOULD", "MAY", "NOT", "RECOMMENDED", "REQUIRED",
    "OPTIONAL", "Apache", "field", "Authenticate", "Authorization", "Content", "Type", "text", "plain", "CORS",
    "WHATWG", "Fetch", "airside", "fetch", "realm", "terminal", "section", "paragraph", "definition", "nonsense",
    "core", "forms", "exam", "jsonl", "problem", "json",
    // A translation must copy these names of schemes, fields, errors and directives, and this word may be typed.
    "Bearer", "Proxy", "Retry", "After", "insufficient", "auth", "reopen",
    // The words come from a report that the article's claims cite, and from the name of a file that is handed in.
    "content", "influxdata", "tornado", "tornadoweb", "actix", "httpauth",
    // The words are typed into the search for cases.
    "lounge", "influxdb", "issue", "seat",
    // The words occur in requests at the lab's prompt, and in the passwords that the lab generates at a fixed time.
    "curl", "HTTPie", "Digest", "lobby", "rarura", "fuveko", "localhost", "Host", "User", "Agent", "Accept", "Server",
    "Date", "Length", "security", "charset",
];

fn untouched(text: &str) -> Vec<String> {
    let known = |line: &&str| {
        !["HTTP/", "Authorization: ", "Host: ", "RFC ", "://", "=\"", "--"].iter().any(|mark| line.contains(mark))
    };
    let words = text.lines().filter(known).flat_map(|line| line.split(|character: char| !character.is_alphabetic()));
    let plain = words.filter(|word| word.len() > 3 && word.is_ascii() && word.contains(['a', 'e', 'i', 'o', 'u', 'y']));
    plain.filter(|word| !stays(word)).map(str::to_owned).collect()
}

/// The environment variable that names the translation for [`draw_every_screen`].
const WORDS: &str = "DRAW_EVERY_SCREEN_IN";

/// Draws every screen. A process can use only one language, so another test starts this test in a separate process.
#[test]
#[ignore = "it is a part of the next test"]
fn draw_every_screen() {
    let Some(file) = std::env::var_os(WORDS) else { return };
    let file = PathBuf::from(file);
    airside::i18n::activate(airside::i18n::file::read(&file).expect("sound").words);
    for shot in SHOTS {
        let [_, svg] = [(40, 15), (130, 60)].map(|(columns, rows)| picture(Options::default(), shot, columns, rows));
        fs::write(file.with_file_name(format!("{}.svg", shot.name)), svg).expect("written");
    }
}

/// Removes quotations from specifications and the names of the specifications, which may continue on the next line.
fn without_quotations(text: &str) -> String {
    let quotations = SECTIONS.iter().flat_map(|section| section.passages).filter_map(|passage| passage.quote);
    let marked = quotations.map(|quotation| format!("\"{quotation}\""));
    marked.chain(["HTTP working group".to_owned()]).fold(text.to_owned(), |mut text, words| {
        while let Some((start, end)) = find_words(&text, &words) {
            text.replace_range(start..end, "");
        }
        text
    })
}

/// Finds consecutive words, with any white space between the words.
fn find_words(text: &str, words: &str) -> Option<(usize, usize)> {
    let first = words.split(' ').next()?;
    text.match_indices(first).find_map(|(start, _)| {
        let end = words.split(' ').try_fold(start, |at, word| {
            let rest = text.get(at..)?.trim_start();
            rest.starts_with(word).then(|| text.len() - rest.len() + word.len())
        })?;
        Some((start, end))
    })
}

#[test]
fn every_sentence_on_every_screen_is_translated() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("pseudo.json");
    fs::write(&file, pseudo().to_string()).expect("written");
    let run = |arguments: &[&str], typed: &str| {
        let words = ["--lang", file.to_str().expect("text")];
        let output = run_in(home.path(), &[&words[..], arguments].concat(), typed);
        (out(&output) + &err(&output)).replace(&home.path().display().to_string(), "")
    };
    let exam = home.path().join("exam.jsonl").display().to_string();
    let drawn = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "translation::draw_every_screen", "--ignored"])
        .env(WORDS, &file)
        .output()
        .expect("runs");
    assert!(drawn.status.success(), "{}", out(&drawn));
    let mut left = Vec::new();
    // Translations don't cover users' own packs, such as the pack with faults. Product names and typed words stay
    // unchanged.
    let products = ["server: Apache", "server-marking: Apache", "server-ruled: Apache", "incident-ruled: flipt"];
    // Exchanges stay as recorded, and the names of rules and details stay unchanged because programs also read them.
    let of_exchange = ["request", "target", "code", "invoices"];
    let is_recorded = |word: &str| {
        word.split_once(": ").is_some_and(|(shot, word)| shot.starts_with("inspect") && of_exchange.contains(&word))
    };
    // Settings and their values have the same names as in the settings file.
    let is_setting = |word: &str| {
        let named = |setting: Setting| setting.values().iter().copied().chain([setting.name()]);
        let mut all = Setting::ALL.into_iter().flat_map(named).flat_map(|name| name.split('-'));
        word.strip_prefix("settings: ").is_some_and(|word| all.any(|name| name == word))
    };
    for name in SHOTS.iter().map(|shot| shot.name).filter(|name| *name != "bad-packs") {
        let svg = fs::read_to_string(home.path().join(format!("{name}.svg"))).expect("drawn");
        let texts = svg.split("<text").skip(1).map(|part| {
            let inner = part.split_once('>').expect("a text").1.split("</text>").next().expect("its end");
            inner.split('<').map(|piece| piece.rsplit('>').next().unwrap_or_default()).collect::<String>()
        });
        let texts = texts.collect::<Vec<_>>().join("\n").replace("&quot;", "\"");
        // The name of a header field has a different background, so its value is a separate text.
        let texts = ["Authorization", "Host"]
            .iter()
            .fold(texts, |texts, name| texts.replace(&format!("{name}:\n"), &format!("{name}: ")));
        left.extend(untouched(&without_quotations(&texts)).into_iter().map(|word| format!("{name}: {word}")));
        let is_own = |word: &str| products.contains(&word) || word == "topic-search: field";
        left.retain(|word| !is_own(word) && !is_recorded(word) && !is_setting(word));
    }
    for (arguments, typed) in [
        (&["learn", "--plain"][..], "1\nc\n\n3f\n\nreveal\n\nhelp\nback\nnonsense\nquit\n"),
        (&["class", "worksheet", "--form", "A", "--markdown", "--teacher"], ""),
        (&["class", "present", "--plain"], "\n3 9\n\n8 4\n\nhelp\nquit\n"),
        (&["stats"], ""),
        (&["article"], ""),
        (&["due"], ""),
        (&["reference", "tests"], ""),
        (&["reference", "airport"], ""),
        (&["reference", "misconceptions"], ""),
        (&["rule", "--fact", "credentials=expired"], ""),
        (&["exam", "--plain", "--form", "A", "--seat", "1", "--out", &exam], "help\n1\nf\nlist\nhand in\nhand in\n"),
    ] {
        let said = run(arguments, typed);
        assert!(said.contains('é'), "{arguments:?}: {said}");
        // Examples of HTTP are indented.
        let is_example = |line: &&str| arguments[0] == "reference" && line.starts_with("  ");
        let said = said.lines().filter(|line| !is_example(line)).collect::<Vec<_>>().join("\n");
        left.extend(untouched(&without_quotations(&said)).into_iter().map(|word| format!("{arguments:?}: {word}")));
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn the_keys_of_json_are_the_same_in_every_language() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("german.json");
    let words = json!({ "format": 1, "language": "de", "interface": { "fairly sure": "eher sicher" } });
    fs::write(&file, words.to_string()).expect("written");
    run_in(home.path(), &["learn", "--plain"], "401 f\nquit\n");
    let english = out(&run_in(home.path(), &["stats", "--json"], ""));
    let german = out(&run_in(home.path(), &["--lang", file.to_str().expect("text"), "stats", "--json"], ""));
    assert!(english.contains("\"fairly\"") && english == german, "{german}");
}

#[test]
fn a_translation_reaches_html_escaped_and_names_its_language() {
    const NASTY: &str = "\"</title><script>alert(1)</script>";
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("german.json");
    let sentences = ["401 or 403?", "Seat", "Date", "Find the fault", "Answer key: {}", "401 or 403: class report"];
    let sentences: Vec<(String, Value)> = sentences
        .into_iter()
        .map(|sentence| {
            // Codes and placeholders must be kept.
            let kept = if sentence.contains("401") { " 401, 403" } else { "" };
            let kept = if sentence.contains("{}") { "{}" } else { kept };
            (sentence.to_owned(), json!(format!("{NASTY}{kept}")))
        })
        .collect();
    let words = json!({ "format": 1, "language": "de", "interface": serde_json::Map::from_iter(sentences) });
    fs::write(&file, words.to_string()).expect("written");
    let words = ["--lang", file.to_str().expect("text")];
    let exam = home.path().join("07.jsonl").display().to_string();
    run_in(
        home.path(),
        &["exam", "--plain", "--form", "A", "--seat", "07", "--out", &exam],
        "401 c\nhand in\nhand in\n",
    );
    for arguments in [&["class", "worksheet", "--form", "A", "--teacher"][..], &["class", "report", &exam, "--html"]] {
        let page = out(&run_in(home.path(), &[&words[..], arguments].concat(), ""));
        assert!(page.contains("<html lang=\"de\">"), "{arguments:?}");
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;"), "{arguments:?}: {page}");
        let english = out(&run_in(home.path(), arguments, ""));
        assert!(english.contains("<html lang=\"en\">"), "{arguments:?}");
    }
}

#[test]
fn the_words_that_an_exam_tells_students_to_type_are_understood() {
    let home = tempfile::tempdir().expect("a folder");
    for (tag, fifth, hand_in, gone) in
        [("de", "frage 5", "abgeben", "Frage 5 von"), ("pt-BR", "questão 5", "entregar", "5 de 10")]
    {
        let file = home.path().join(format!("{tag}.jsonl")).display().to_string();
        let exam = ["--lang", tag, "exam", "--plain", "--form", "A", "--seat", "07", "--out", &file];
        let said = out(&run_in(home.path(), &exam, &format!("{fifth}\nxx\n{hand_in}\n{hand_in}\n")));
        // There may be a line break between the words.
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.matches(fifth).count() >= 2 && said.contains(hand_in), "{said}");
        assert!(said.contains(gone), "{said}");
        let again = run_in(home.path(), &exam, "");
        assert!(!again.status.success(), "it was handed in: {said}");
    }
}

#[test]
fn the_command_that_a_warning_about_a_translation_suggests_works() {
    let home = tempfile::tempdir().expect("a folder");
    let words = json!({ "format": 1, "language": "de", "interface": { "There is no such sentence.": "Nein." } });
    for name in ["plain.json", "a b.json", "it's.json", "-x.json", "ä&b.json"] {
        fs::write(home.path().join(name), words.to_string()).expect("written");
        let airside = |line: &str| {
            let line = format!("{} {line}", env!("CARGO_BIN_EXE_airside"));
            Command::new("/bin/sh").current_dir(home.path()).args(["-c", &line]).output().expect("runs")
        };
        let warned = err(&airside(&format!("--lang=\"{name}\" list")));
        let (_, command) = warned.split_once("airside check ").unwrap_or_else(|| panic!("{name}: {warned}"));
        let checked = airside(&format!("check {command}"));
        let said = out(&checked);
        assert!(checked.status.success() && said.contains("There is no such sentence."), "{command}: {said}");
    }
    // The tag of a built-in translation can be used instead of a file.
    for (tag, ..) in SHIPPED {
        let checked = run_in(home.path(), &["check", tag], "");
        assert!(checked.status.success() && out(&checked).contains(" texts are translated"), "{}", out(&checked));
    }
}

#[test]
fn the_name_of_a_key_is_a_sentence_of_its_own() {
    for key in ["left", "right", "up", "down", "home", "end", "enter", "space", "tab", "esc", "backspace"] {
        let users = sentences().into_iter().filter(|(_, sentence)| sentence == key);
        let users: Vec<String> = users.map(|(module, _)| module).collect();
        assert_eq!(users, ["keys"], "`{key}` also means something else, so it can't have one translation");
    }
}

#[test]
fn placeholder_values_are_never_translated() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("german.json");
    let words = json!({ "format": 1, "language": "de", "interface": { "Help": "Hilfe", "Story": "Szene" } });
    fs::write(&file, words.to_string()).expect("written");
    let pack = home.path().join("pack.json");
    let text = fs::read_to_string(root().join("tests/packs/valid/twins.json")).expect("a pack");
    let mut pack_text: Value = serde_json::from_str(&text).expect("JSON");
    pack_text["title"] = json!("Help");
    pack_text["scenarios"][0]["story"] = json!("Help");
    fs::write(&pack, pack_text.to_string()).expect("written");
    let arguments = ["--lang", file.to_str().expect("text"), "--pack", pack.to_str().expect("text")];
    let list = out(&run_in(home.path(), &[&arguments[..], &["list"]].concat(), ""));
    assert!(list.contains("Help (") && !list.contains("Hilfe"), "{list}");
    let id = pack_text["scenarios"][0]["id"].as_str().expect("an id");
    let shown = out(&run_in(home.path(), &[&arguments[..], &["show", id]].concat(), ""));
    assert!(shown.contains("Szene: Help"), "{shown}");
}

#[test]
fn a_translation_with_faults_is_rejected_with_their_places() {
    let text = |interface: Value, scenarios: Value| {
        json!({ "format": 1, "language": "de", "interface": interface, "scenarios": scenarios }).to_string()
    };
    for (interface, scenarios, fault) in [
        (
            json!({ "Hint {} of {}": "{} x" }),
            json!({}),
            "the placeholders in `{} x` don't match those in the English sentence",
        ),
        (json!({ "Hint {} of {}": "{1} {1}" }), json!({}), "the placeholders in"),
        (json!({ "Help": "a\u{1b}[2J" }), json!({}), "is invisible or contains terminal control characters"),
        (json!({}), json!({ "missing-fast-track-airport": { "/title": " " } }), "this text is empty"),
        (
            json!({}),
            json!({ "missing-fast-track-airport": { "/story": "one\ntwo" } }),
            "is invisible or contains terminal control characters",
        ),
        (
            json!({}),
            json!({ "missing-fast-track-airport": { "/story": "Das gibt 403." } }),
            "`403` gives the answer away",
        ),
        (
            json!({}),
            json!({ "missing-fast-track-airport": { "/hints/rule": "Forbidden?" } }),
            "`forbidden` gives the answer away",
        ),
        (
            json!({}),
            json!({ "missing-fast-track-airport": { "/story": "wort ".repeat(71) } }),
            "the story has 71 words",
        ),
        (
            json!({}),
            json!({ "missing-fast-track-airport": { "/exchange/findings/0": "x".repeat(73) } }),
            "takes 73 columns",
        ),
    ] {
        let faults = read_words("x.json", &text(interface, scenarios)).expect_err("a fault");
        let said = faults[0].to_string();
        assert!(faults.len() == 1 && said.contains(fault) && said.starts_with("x.json:1:"), "{said}");
    }
    let good = text(
        json!({ "Hint {} of {}": "{1} ({0})" }),
        json!({ "missing-fast-track-airport": { "/title": "Ein Titel" } }),
    );
    let words = read_words("x.json", &good).expect("sound").words;
    let printed = form(&FormContents::default(), None).expect("a form");
    let checked = read_words("form.json", &printed).expect("the form is valid as it is printed");
    assert!(checked.warnings.is_empty() && checked.words.interface.is_empty());
    assert_eq!((words.interface.len(), words.scenarios.len()), (1, 1));
}

#[test]
fn a_value_of_the_wrong_type_is_reported_without_the_names_of_types() {
    for (file, why) in [
        (r#"{"format": 1, "language": "de", "interface": {"x": null}}"#, "expected text, or an object with a text for"),
        (r#"{"format": 1, "language": "de", "interface": ["x"]}"#, "expected an object, found a list"),
        (r#"{"format": 1, "language": 7}"#, "expected text, found a number"),
        (r#"{"format": 1, "language": "de", "plurals": {"x": {"is": "a"}}}"#, "expected a list, found text"),
        ("7", "expected the fields of a translation, found a number"),
        ("{\"format\": 1,\n\"language\": “de”}", "hint: put text in double quotation marks"),
        ("{\"format\": 1, \"language\": \"de\"", "hint: the file ends too early"),
    ] {
        let faults = read_words("x.json", file).expect_err("a fault");
        let said = faults[0].to_string();
        assert!(said.contains(why) && !said.contains("invalid type") && !said.contains("enum"), "{said}");
    }
}

#[test]
fn a_sentence_with_its_codes_exchanged_or_without_its_keyword_is_rejected() {
    for (english, words, fault) in [
        (
            "Choose the code first: 401 or 403.",
            "Zuerst der Code: 403 oder 401.",
            "names the codes 403, 401, but the English text names 401, 403",
        ),
        (
            "A 403 goes against a SHOULD if the password is sent in the Authorization header.",
            "403 ist im Authorization-Feld schlecht.",
            "contains SHOULD 0×, but the English text contains it 1×",
        ),
    ] {
        let file = json!({ "format": 1, "language": "de", "interface": { english: words } });
        let faults = read_words("x.json", &file.to_string()).expect_err("a fault");
        assert!(faults.len() == 1 && faults[0].to_string().contains(fault), "{}", faults[0]);
    }
}

#[test]
fn an_explanation_with_its_codes_exchanged_is_rejected_with_line_and_column() {
    let mut words = empty_form();
    let mut exchanged = 0;
    for texts in words["scenarios"].as_object_mut().expect("scenarios").values_mut() {
        for (pointer, text) in texts.as_object_mut().expect("texts") {
            let english = text.as_str().expect("text").to_owned();
            let both = english.contains("401") && english.contains("403");
            if pointer.starts_with("/explanation/") && both {
                *text = json!(english.replace("401", "4_1").replace("403", "401").replace("4_1", "403"));
                exchanged += 1;
            }
        }
    }
    assert!(exchanged > 20, "{exchanged}");
    let text = serde_json::to_string_pretty(&words).expect("JSON");
    let faults = read_words("x.json", &text).expect_err("faults");
    assert_eq!(faults.len(), exchanged);
    for fault in &faults {
        let said = fault.to_string();
        let mut place = said.split(':').skip(1).map_while(|part| part.parse::<usize>().ok());
        let line = text.lines().nth(place.next().expect("a line") - 1).expect("there");
        assert!(place.next().is_some_and(|column| column > 1) && line.contains("\"/explanation/"), "{said}");
    }
}

#[test]
fn a_translation_states_its_own_words_for_the_keywords_and_texts_in_another_order() {
    let english = "A 403 goes against a SHOULD if the password is sent in the Authorization header.";
    let german = "403 verletzt ein SOLLTE, wenn das Passwort im Authorization-Header steht.";
    let file = |more: Value| {
        let mut file = json!({ "format": 1, "language": "de", "interface": { english: german } });
        file.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        file.to_string()
    };
    assert!(read_words("x.json", &file(json!({}))).is_err());
    assert!(read_words("x.json", &file(json!({ "keywords": { "SHOULD": ["SOLLTE"] } }))).is_ok());
    let unknown = read_words("x.json", &file(json!({ "keywords": { "SHUOLD": ["SOLLTE"] } }))).expect_err("unknown");
    assert!(unknown[0].to_string().contains("`SHUOLD` isn't a keyword"), "{}", unknown[0]);
    let order = "Choose the code first: 401 or 403.";
    let file = json!({ "format": 1, "language": "de", "interface": { order: "403 vagy 401." }, "reordered": [order] });
    assert!(read_words("x.json", &file.to_string()).is_ok());
    for words in ["403 vagy 403.", "403.", "401, 403 vagy 401."] {
        for reordered in [&[][..], &[order]] {
            let file = json!({ "format": 1, "language": "hu", "interface": { order: words }, "reordered": reordered });
            let refused = read_words("x.json", &file.to_string()).expect_err("other codes");
            assert!(!format!("{refused:?}").contains("under `reordered`"), "{refused:?}");
        }
    }
}

/// Returns a pack in another language, with one practice case for each combination of a kind of case and a version
/// (airport or HTTP), and without any English text.
fn foreign_pack(language: &str) -> Value {
    let mut pack: Value =
        serde_json::from_str(&fs::read_to_string(root().join("scenarios/practice.json")).expect("there"))
            .expect("JSON");
    let mut seen = Vec::new();
    let mut scenarios = pack["scenarios"].as_array().expect("scenarios").clone();
    scenarios.retain(|scenario| {
        let of = (scenario["kind"].clone(), scenario["telling"].clone());
        !seen.contains(&of) && {
            seen.push(of);
            true
        }
    });
    for (number, scenario) in (1..).zip(&mut scenarios) {
        let fields = scenario.as_object_mut().expect("an object");
        for field in ["twin", "misconception", "article", "options", "misconceptions", "provenance"] {
            fields.remove(field);
        }
        for field in ["id", "situation"] {
            scenario[field] = json!(format!("xa-{number}"));
        }
        scenario["title"] = json!(format!("Xa {number}"));
        scenario["story"] = json!("Xe xi xo.");
        for lines in ["request", "findings"] {
            let lines = scenario["exchange"][lines].as_array_mut().expect("lines");
            (1..).zip(lines).for_each(|(number, line): (u32, _)| *line = json!(format!("Xu {number}")));
        }
        for pointer in
            ["/evidence/text", "/hints/fact", "/hints/rule", "/explanation/why", "/explanation/why_not", "/teacher"]
        {
            *scenario.pointer_mut(pointer).expect(pointer) = json!("Xa xe.");
        }
    }
    pack["id"] = json!("xa");
    pack["title"] = json!("Xa");
    pack["language"] = json!(language);
    pack["scenarios"] = json!(scenarios);
    pack
}

#[test]
fn english_texts_on_a_translated_page_are_marked_as_english() {
    let home = tempfile::tempdir().expect("a folder");
    let page = |tag: &str, name: &str| out(&run_in(home.path(), &["--lang", tag, "class", name, "--html"], ""));
    for (tag, ..) in SHIPPED {
        let guide = page(tag, "guide");
        assert!(guide.contains(&format!("<html lang=\"{tag}\">")), "{guide}");
        // The guide isn't translated, so every element that contains words is marked as English.
        let english = "<span lang=\"en\" dir=\"auto\">";
        for element in ["<h1>", "<h2>", "<li>"] {
            let all = guide.matches(element).count();
            assert!(all > 0 && guide.matches(&format!("{element}{english}")).count() == all, "{element}: {guide}");
        }
        assert!(!page(tag, "handout").contains(english), "the handout is translated");
    }
    assert!(!out(&run_in(home.path(), &["class", "guide", "--html"], "")).contains("<span lang="));
    let partly = home.path().join("fr.json");
    fs::write(&partly, r#"{ "format": 1, "language": "fr", "interface": { "Find the fault": "Trouver l'erreur" } }"#)
        .expect("written");
    let sheet = ["--lang", partly.to_str().expect("text"), "class", "worksheet", "--form", "A", "--html"];
    let sheet = out(&run_in(home.path(), &sheet, ""));
    for left in ["401 or 403?", "Seat", "Don't begin until the answers to the first part have been collected."] {
        assert!(sheet.contains(&format!("<span lang=\"en\" dir=\"auto\">{left}</span>")), "{left}: {sheet}");
    }
    for left in ["Form A, page 1 of ", "Points (of "] {
        assert!(sheet.contains(&format!("<span lang=\"en\" dir=\"auto\">{left}")), "{left}: {sheet}");
    }
    // In a case that is only partly translated, the other parts are marked as English.
    let id = "not-owner-duty-free-airport";
    let words = json!({ "format": 1, "language": "fr", "scenarios": { id: { "/title": "La boutique" } } });
    fs::write(&partly, words.to_string()).expect("written");
    let one = ["--lang", partly.to_str().expect("text"), "class", "worksheet", "--ids", id, "--html"];
    let one = out(&run_in(home.path(), &one, ""));
    assert!(one.contains("1. La boutique") && one.contains("<span lang=\"en\" dir=\"auto\">At the duty-free"), "{one}");
    let lines = one.matches("<code lang=\"en\">").count();
    assert!(lines > 1, "the lines of the case are marked: {one}");
    assert!(sheet.contains("Trouver l'erreur") || sheet.contains("Trouver l&#39;erreur"), "{sheet}");
}

#[test]
fn a_worksheet_of_a_pack_in_another_language_says_so() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("xa.json");
    let worksheet = |language: &[&str], pack: &[&str]| {
        let arguments = [language, &["class", "worksheet", "--html", "--teacher"], pack].concat();
        out(&run_in(home.path(), &arguments, ""))
    };
    let own = ["--pack", path.to_str().expect("text")];
    for (tag, ..) in SHIPPED {
        fs::write(&path, foreign_pack(tag).to_string()).expect("written");
        let page = worksheet(&["--lang", tag], &own);
        assert!(page.contains(&format!("<html lang=\"{tag}\">")) && page.matches(" lang=").count() == 1, "{page}");
        let english = worksheet(&[], &own);
        assert!(english.contains("<html lang=\"en\">"), "{english}");
        for text in [&format!("<span lang=\"{tag}\" dir=\"auto\">Xe xi xo.</span>"), &format!("<pre lang=\"{tag}\">")] {
            assert!(english.contains(text), "{text} in {english}");
        }
        let built_in = worksheet(&["--lang", tag], &["--form", "A"]);
        assert!(
            built_in.contains("<pre lang=\"en\">") && built_in.matches("<span lang=\"en\"").count() > 60,
            "{built_in}"
        );
    }
    let list = out(&run_in(home.path(), &["--lang"], ""));
    assert!(list.contains("de      Deutsch") && list.contains("pt-BR"), "{list}");
    let none = run_in(home.path(), &["--lang", "tlh", "list"], "");
    assert!(
        err(&none).contains("there is no translation tlh") && err(&none).contains("allowed: de, pt-BR"),
        "{}",
        err(&none)
    );
}

/// Returns the text of a page outside `bdi` elements, without the title and the styles.
fn outside_isolates(page: &str) -> String {
    let body = page.split_once("</style>").expect("a style").1;
    body.split("<bdi>").map(|part| part.rsplit_once("</bdi>").map_or(part, |(_, after)| after)).collect()
}

#[test]
fn right_to_left_names_and_texts_are_isolated_on_every_page() {
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name).display().to_string();
    let mut pack = foreign_pack("ar");
    for (number, scenario) in (1..).zip(pack["scenarios"].as_array_mut().expect("scenarios")) {
        scenario["title"] = json!(format!("سارة {number}"));
        scenario["story"] = json!("رותי تطلب API جديد من Tom.");
        for line in scenario["exchange"]["findings"].as_array_mut().expect("lines") {
            *line = json!(format!("{}: שרה", line.as_str().expect("text")));
        }
        scenario["explanation"]["why"] = json!("Xa שרה xe.");
        scenario["teacher"] = json!("اسأل سارة.");
    }
    let file = path("ar.json");
    fs::write(&file, pack.to_string()).expect("written");
    let (folder, votes) = (path("exams"), path("v.jsonl"));
    fs::create_dir(&folder).expect("made");
    let pages = |arguments: &[&str], typed: &str| {
        let ran = run_in(home.path(), &[arguments, &["--pack", &file]].concat(), typed);
        (arguments.join(" "), out(&ran))
    };
    let exam = format!("{folder}/7.jsonl");
    pages(&["exam", "--plain", "--seat", "7", "--out", &exam], "401 c\nhand in\nhand in\n");
    pages(&["class", "present", "--plain", "--session", &votes], "\n3 9\n\n8 4\n\nend\n");
    for (name, page) in [
        pages(&["class", "worksheet", "--html", "--teacher"], ""),
        pages(&["class", "report", &folder, "--html"], ""),
        pages(&["class", "session", "--session", &votes, "--html"], ""),
    ] {
        assert!(page.contains("سارة") && page.contains("unicode-bidi: plaintext"), "{name}: {page}");
        let outside = outside_isolates(&page);
        let is_right_to_left = |character: char| ('\u{590}'..'\u{900}').contains(&character);
        assert!(!outside.contains(is_right_to_left), "{name}: {outside}");
        assert!(page.contains("lang=\"ar\""), "{name}: {page}");
    }
}

fn warnings(text: &str) -> Vec<String> {
    let checked = read_words("x.json", text).unwrap_or_else(|faults| panic!("{}", faults[0]));
    checked.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn an_unused_text_causes_a_warning_that_suggests_the_nearest_one() {
    let file = json!({
        "format": 1, "language": "de",
        "interface": { "Helpp": "Hilfe", "Nobody says this sentence.": "x", "Seat": "Platz", "# exam": "a remark" },
        "scenarios": { "no-such": {}, "missing-fast-track-airport": { "/storry": "x" } },
    });
    let said = warnings(&file.to_string());
    for (warning, hint) in [
        ("the interface has no sentence `Helpp`", "did you mean `Help`?"),
        ("the interface has no sentence `Nobody says this sentence.`", "is no longer used"),
        ("no built-in scenario is named `no-such`", "airside list"),
        ("`/storry` isn't the path of a text", "/story"),
    ] {
        assert!(said.iter().any(|said| said.contains(warning) && said.contains(hint)), "{warning}: {said:#?}");
    }
    assert!(said.len() == 4 && said.iter().all(|said| said.starts_with("x.json:1:")), "{said:#?}");
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("de.json");
    fs::write(&path, file.to_string()).expect("written");
    let ran = run_in(home.path(), &["--lang", path.to_str().expect("text"), "class", "worksheet", "--form", "A"], "");
    assert!(
        ran.status.success() && out(&ran).contains("Platz") && err(&ran).contains("Unused texts in "),
        "{}",
        err(&ran)
    );
    for (tag, _, text) in SHIPPED {
        assert!(warnings(text).is_empty(), "{tag}: {:#?}", warnings(text));
    }
}

#[test]
fn silent_mistakes_in_a_translation_are_refused_with_their_places() {
    for (file, fault) in [
        (r#"{"format":1,"language":"Deutsch, bitte!"}"#, "1:24: `Deutsch, bitte!` is not a language tag"),
        (r#"{"format":1,"language":"de","decimal":"dot"}"#, "the decimal mark must be a single character"),
        (
            r#"{"format":1,"language":"de","interface":{"Seat":"Platz","Seat":"Sitz"}}"#,
            "1:57: `Seat` is already in line 1",
        ),
        (r#"{"format":1,"language":"de","interface":{" (chosen)":"(gewählt)"}}"#, "must begin and end with a space"),
        (
            r#"{"format":1,"language":"de","interface":{"Points (of {})":"Punkte (von {})}"}}"#,
            "the placeholders in `Punkte (von {})}` don't match",
        ),
        (
            r#"{"format":1,"language":"de","interface":{"Security":"Sicherheitskontrolle"}}"#,
            "takes 20 columns, but each check at the airport has room for only 11",
        ),
        (
            r#"{"format":1,"language":"de","interface":{"fairly sure":"ziemlich sicher"}}"#,
            "`guess + ziemlich sicher + certain` takes 27 columns, but the confidence row has room for only 25",
        ),
        (r#"{"format":1,"language":"de","plurals":{"some":{"is":[2]}}}"#, "`some` isn't a plural form"),
        (
            r#"{"format":1,"language":"de","interface":{"{} seats":{"few":"{} Plätze","other":"{} Plätze"}}}"#,
            "`plurals` has no rule for the form `few`",
        ),
        (
            r#"{"format":1,"language":"de","plurals":{"one":{"is":[1]}},"interface":{"{} seats":{"one":"{} Platz"}}}"#,
            "the form `other` is missing",
        ),
        (
            r#"{"format":1,"language":"de","interface":{"{} seats":{"number":1,"other":"{} Plätze"}}}"#,
            "`number` must be the number of a placeholder",
        ),
        (
            r#"{"format":1,"language":"de","interface":{"{} seats":{"other":"Plätze"}}}"#,
            "the placeholders in `Plätze` don't match",
        ),
    ] {
        let faults = read_words("x.json", file).expect_err("a fault");
        let said = faults[0].to_string();
        assert!(faults.len() == 1 && said.starts_with("x.json:1:") && said.contains(fault), "{said}");
    }
    for tag in ["de", "pt-BR", "zh-Hant-TW", "x-pseudo", "gsw"] {
        assert!(read_words("x.json", &json!({ "format": 1, "language": tag }).to_string()).is_ok(), "{tag}");
    }
    for tag in ["", "x", "-de", "de-", "d", "de_DE", "português"] {
        assert!(read_words("x.json", &json!({ "format": 1, "language": tag }).to_string()).is_err(), "{tag}");
    }
    let forgotten = json!({ "format": 1, "language": "en", "interface": { "Seat": "Platz" } });
    assert!(warnings(&forgotten.to_string())[0].contains("the language is still set to English"));
}

#[test]
fn every_module_belongs_to_an_area_and_every_area_has_sentences() {
    let modules: HashSet<String> = sentences().into_iter().map(|(module, _)| module).collect();
    for area in AREAS.iter().filter(|area| area.name != "scenarios") {
        assert!(modules.iter().any(|module| of_module(module) == area.name), "{} is empty", area.name);
        assert!(area.about.ends_with('.'), "{}", area.name);
    }
    // The area `rest` must not contain modules whose sentences are shown to a class.
    let lost: Vec<&String> = modules
        .iter()
        .filter(|module| {
            ["class/", "plain/", "tui/", "document/", "render/"].iter().any(|start| module.starts_with(start))
        })
        .filter(|module| of_module(module) == "rest")
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn a_form_has_one_area_or_only_what_is_missing_and_keeps_what_is_done() {
    let home = tempfile::tempdir().expect("a folder");
    let printed = |arguments: &[&str]| -> (Value, String) {
        let ran = run_in(home.path(), arguments, "");
        (serde_json::from_str(&out(&ran)).expect("JSON"), err(&ran))
    };
    let sentences = |form: &Value| form["interface"].as_object().expect("sentences").len();
    let (all, _) = printed(&["translation"]);
    let (exam, _) = printed(&["translation", "--for", "exam"]);
    // A translator who needs only the exam translates only a small part.
    assert!(5 * sentences(&exam) < sentences(&all), "{} of {}", sentences(&exam), sentences(&all));
    assert_eq!(exam["interface"]["# exam"], json!(AREAS.iter().find(|area| area.name == "exam").expect("it").about));
    assert!(exam["interface"]["How sure are you?"].is_string() && exam["scenarios"] == json!({}));
    assert!(exam["keywords"]["MUST"] == json!([]) && exam["reordered"] == json!([]) && exam["decimal"] == json!("."));
    let path = home.path().join("mine.json");
    let mine = json!({
        "format": 1, "language": "de", "decimal": ",", "keywords": { "MUST": ["MUSS"] },
        "interface": { "Seat": "Platz", "Gone with the last version": "x", "{} seats": { "other": "{} Plätze" } },
        "scenarios": { "missing-fast-track-airport": { "/title": "Die schnelle Spur" } },
    });
    fs::write(&path, mine.to_string()).expect("written");
    let lang = ["--lang", path.to_str().expect("text")];
    let (filled, warned) = printed(&[&lang[..], &["translation"]].concat());
    assert_eq!(filled["interface"]["Seat"], json!("Platz"));
    assert_eq!(filled["interface"]["{} seats"], json!({ "other": "{} Plätze" }));
    assert_eq!((&filled["decimal"], &filled["keywords"]["MUST"]), (&json!(","), &json!(["MUSS"])));
    assert_eq!(filled["scenarios"]["missing-fast-track-airport"]["/title"], json!("Die schnelle Spur"));
    assert!(filled["interface"].get("Gone with the last version").is_none());
    assert!(warned.contains("no sentence `Gone with the last version`"), "{warned}");
    assert_eq!(sentences(&filled), sentences(&all));
    let (missing, _) = printed(&[&lang[..], &["translation", "--missing"]].concat());
    assert!(missing["interface"].get("Seat").is_none() && sentences(&missing) + 2 == sentences(&all));
    assert!(missing["scenarios"]["missing-fast-track-airport"].get("/title").is_none());
    let checked = run_in(home.path(), &["check", lang[1]], "");
    assert!(checked.status.success(), "a warning isn't a fault");
    let said = out(&checked);
    assert!(
        said.contains("mine.json: 3 of ") && said.contains("no sentence `Gone") && said.contains("exam "),
        "{said}"
    );
    let wrong = run_in(home.path(), &["translation", "--for", "exams"], "");
    assert!(err(&wrong).contains("did you mean `exam`?"), "{}", err(&wrong));
}

/// Sentences with a number that is never 1, because a limit or another branch excludes 1.
const NEVER_ONE: &[&str] = &[
    "Seat {} reopened the exam {} times after handing it in.",
    "A remark can have at most {} characters.",
    "A search text can have at most {} characters.",
    "a file can contain at most {} items",
    "stronger students get it wrong more often (r = {}, {} answers)",
    "{} more facts",
    "{} points",
    "{}. The fault ({} points)",
    "only the first {} faults are listed",
    "its question has {} characters, but Kahoot allows only {}",
    "{} exchanges",
    "{} of {} cases",
    "{} of {} tasks done. {}",
    "the story has {} words, but the maximum is {}",
    "this line takes {} columns, but the maximum is {}",
    "the question takes {} rows of {} columns, but a window of 80 by 24 fits only {}",
    "the finding has {} words, but the maximum is {}",
    "A count can have at most {} digits.",
    "{} days after the first",
    "{} days after the second",
    // A stage has at least four questions, and a mistake adds at least two questions.
    "You answered both cases correctly in {} of {} pairs.",
    "Practice ends after {} questions. You can continue later.",
    "Mistakes are normal. Practice now takes longer, but never more than {} questions in all.",
    "All eight kinds are mastered. About {} more correct answers will show that this isn't chance.",
    "You answered {} of {} scenes correctly. Every 401 was given at security, and every 403 at the entrance or the gate.",
    "about {} to go",
    "Only the first {} cases are listed. To narrow the list, type, for example: cases expired airport. To open a case, type, for example: open 1",
    "{}, about {} questions.",
    "{} of {} kinds",
    "Not passed. You missed {} kinds of case: {}. Practise them now.",
    "{}, {} files",
    "is one of {} files that contain different versions of the same exam (seat {}, {}); choose one with --prefer",
    "is one of {} exams that seat {} started ({}); choose one with --prefer",
    "`{}` takes {} columns, but {} has room for only {}",
    "{}: {} of {} texts are translated",
    "`{}` is {} bytes long, but the maximum is {}",
    "an object with {} fields, but the maximum is {}",
];

/// The nouns that the interface counts, in the plural.
const COUNTED: &[(&str, &str)] = &[
    ("entries", "entry"),
    ("columns", "column"),
    ("scenarios were", "scenario was"),
    ("readable scenarios", "readable scenario"),
    ("packs were", "pack was"),
    ("responses are", "response is"),
    ("answers are", "answer is"),
];

#[test]
fn every_counted_noun_has_a_singular() {
    let catalogue = catalogue();
    // If a plural is regular, removing its last letter gives the singular.
    let plural = |rest: &str| -> Option<(String, String)> {
        if let Some((many, one)) = COUNTED.iter().find(|(many, _)| rest.starts_with(many)) {
            return Some(((*many).to_owned(), (*one).to_owned()));
        }
        let word: String = rest.chars().take_while(char::is_ascii_lowercase).collect();
        let is_plural =
            word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !VERBS.contains(&word.as_str());
        let one = word.strip_suffix('s').filter(|_| is_plural)?.to_owned();
        Some((word, one))
    };
    let mut missing = Vec::new();
    for sentence in catalogue.iter().filter(|sentence| !NEVER_ONE.contains(&sentence.as_str())) {
        for (place, _) in sentence.match_indices("{} ") {
            let (before, rest) = sentence.split_at(place);
            let rest = rest.trim_start_matches("{} ");
            let Some((many, one)) = plural(rest.strip_prefix("more ").unwrap_or(rest)) else { continue };
            let singulars = [rest.replacen(&many, &one, 1), rest.to_owned()].map(|rest| format!("{before}1 {rest}"));
            let begins = format!("{before}1 {one}");
            if !catalogue.iter().any(|other| singulars.contains(other) || other.starts_with(&begins)) {
                missing.push(sentence);
            }
        }
    }
    assert!(missing.is_empty(), "without a singular, and not in NEVER_ONE: {missing:#?}");
    for sentence in NEVER_ONE {
        assert!(catalogue.contains(*sentence), "{sentence}");
    }
}

/// Words that look like plural nouns but are verbs that follow a name, a code or a path.
const VERBS: &[&str] = &[
    "says", "lists", "contains", "decides", "conforms", "requires", "applies", "makes", "needs", "means", "this",
    "names", "ends", "begins", "leads", "stands", "reads", "gives", "asks", "does", "comes", "uses", "starts",
    "matches", "shows", "allows", "already", "differs", "belongs", "holds", "exists",
];

#[test]
fn both_shipped_translations_have_every_sentence_that_belongs_to_the_class_alone() {
    use airside::keys::Context;
    const MODULES: [&str; 14] = [
        "class/", "plain/exam", "plain/vote", "plain/answer", "tui/screen/exam", "tui/screen/slide", "cli/run/exam",
        "cli/run/vote", "cli/run/worksheet", "cli/run/report", "cli/run/watch", "cli/run/export", "cli/run/import",
        "cli/args/shared",
    ];
    let is_of_class = |(module, _): &(String, String)| {
        MODULES.iter().any(|name| name == module || name.ends_with('/') && module.starts_with(name))
    };
    let mut sentences: Vec<String> =
        sentences().into_iter().filter(is_of_class).map(|(_, sentence)| sentence).collect();
    for context in [Context::Slide, Context::Count, Context::Exam, Context::Watch] {
        let listed = BINDINGS.iter().filter(|binding| binding.is_listed_in(context));
        sentences.extend(listed.map(|binding| binding.label_in(context).to_owned()));
    }
    assert!(sentences.len() > 400, "{}", sentences.len());
    for text in
        [include_str!("../../src/i18n/translations/de.json"), include_str!("../../src/i18n/translations/pt-BR.json")]
    {
        let file: Value = serde_json::from_str(text).expect("JSON");
        let missing: Vec<&String> =
            sentences.iter().filter(|sentence| file["interface"].get(sentence).is_none()).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{}", file["language"]);
    }
}

#[test]
fn a_wrong_option_is_explained_in_the_language_that_the_user_asked_for() {
    let home = tempfile::tempdir().expect("a folder");
    let line = ["--lang", "de", "exam", "--form", "A", "--seat", "7", "--minutes", "0", "--out", "x"];
    let said = err(&run_in(home.path(), &line, ""));
    assert!(
        said.contains("gib eine ganze Zahl von 1 bis 1440 ein") && said.contains("Hinweis: airside exam"),
        "{said}"
    );
}

#[test]
fn a_translation_that_does_not_cover_the_course_leaves_it_in_english() {
    let home = tempfile::tempdir().expect("a folder");
    for line in [&["learn", "--plain", "--seed", "1"][..], &["reference"], &["rule", "--list"]] {
        let english = out(&run_in(home.path(), line, "q\n"));
        for tag in ["de", "pt-BR"] {
            let words = [&["--lang", tag], line].concat();
            assert_eq!(out(&run_in(home.path(), &words, "q\n")), english, "{words:?}");
        }
    }
    let help = out(&run_in(home.path(), &["--help"], ""));
    assert!(
        help.contains("Show exams, votes, worksheets, the handout, reports and exports in this language"),
        "{help}"
    );
}
