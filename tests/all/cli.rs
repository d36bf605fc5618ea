//! Tests the command line in an empty environment, without a home folder, colour or inherited variables.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use airside::ruling::FactName;
use serde_json::Value;

pub fn airside(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_airside"));
    command.env_clear().env("AIRSIDE_HOME", home).env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    command
}

pub fn run(arguments: &[&str], input: &str) -> Output {
    let home = tempfile::tempdir().expect("a folder");
    run_in(home.path(), arguments, input)
}

pub fn run_in(home: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = airside(home)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // The program may stop reading its input, so errors from this write are ignored.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    child.wait_with_output().expect("the program ends")
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

#[test]
fn answers_through_a_pipe_are_saved() {
    let home = tempfile::tempdir().expect("a folder");
    let first = run_in(home.path(), &["learn", "--plain"], "401 c\nquit\n");
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    assert!(out(&first).contains(" decides: ") && out(&first).contains("were certain."));
    let stats: Value = serde_json::from_str(&out(&run_in(home.path(), &["stats", "--json"], ""))).expect("JSON");
    assert_eq!(stats["all"]["answered"], 1);
    let again = run_in(home.path(), &["--plain"], "quit\n");
    assert!(out(&again).contains("Picking up where you left off."));
}

#[test]
fn a_round_of_one_kind_cannot_be_answered_without_reading() {
    for kind in ["expired", "policy"] {
        let home = tempfile::tempdir().expect("a folder");
        let script = "401 c\n\n".repeat(12);
        let said = out(&run_in(home.path(), &["learn", "--plain", "--kind", kind, "--seed", "5"], &script));
        assert!(!said.contains("mixes"), "naming the kinds gives the answers away: {said}");
        let (right, wrong) = (said.matches("Correct: 401").count(), said.matches("Not quite.").count());
        assert!(right >= 4 && wrong >= 4 && right + wrong == 12, "{right} and {wrong}: {said}");
    }
}

#[test]
fn plain_mode_starts_where_the_full_screen_cannot() {
    for (name, value) in [("TERM", "dumb"), ("AIRSIDE_PLAIN", "1"), ("ACCESSIBLE", "1"), ("X", "piped anyway")] {
        let home = tempfile::tempdir().expect("a folder");
        let output = airside(home.path()).env(name, value).stdin(Stdio::null()).output().expect("runs");
        let text = out(&output);
        assert!(text.starts_with("airside: HTTP 401 or 403?"), "{name}");
        assert!(!text.contains('\u{1b}'));
        assert_eq!(output.status.code(), Some(0));
    }
}

#[test]
fn rule_prints_json_with_the_documented_keys() {
    let output = run(&["rule", "--fact", "scheme=bearer", "--fact", "permission=scope", "--json"], "");
    let ruling: Value = serde_json::from_str(&out(&output)).expect("JSON");
    let mut keys: Vec<&str> = ruling.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "also_conforming", "article", "certainty", "citations", "client_may", "companions", "facts", "status",
            "trace", "verdict"
        ]
    );
    assert_eq!(ruling["status"], 403);
    assert_eq!(ruling["verdict"], "403");
    assert_eq!(ruling["companions"][0]["field"], "WWW-Authenticate");
    assert_eq!(ruling["article"]["agreement"], "inverted");
    assert_eq!(ruling["article"]["status"], 401);
    assert_eq!(ruling["facts"].as_object().expect("facts").len(), 22);
    let silent: Value = serde_json::from_str(&out(&run(&["rule", "--json"], ""))).expect("JSON");
    assert_eq!((&silent["status"], &silent["verdict"]), (&200.into(), &"neither".into()));
    assert_eq!(silent["article"]["status"], Value::Null);
}

#[test]
fn unknown_facts_are_usage_errors_that_list_the_allowed_values() {
    for (fact, words) in [
        (
            "credentials=expird",
            &["no value `expird`", "wrong-audience", "hint: airside rule --fact credentials=expired"][..],
        ),
        ("credental=absent", &["unknown fact `credental`", "allowed: responder", "hint:"][..]),
        ("absent", &["NAME=VALUE", "hint:"][..]),
        ("mood=\u{1b}[31mred", &["unknown fact `mood`"][..]),
    ] {
        let output = run(&["rule", "--fact", fact], "");
        assert_eq!(output.status.code(), Some(2), "{fact}");
        assert!(out(&output).is_empty());
        let printed = err(&output);
        assert!(words.iter().all(|word| printed.contains(word)), "{printed}");
        assert!(!printed.contains('\u{1b}'));
    }
}

#[test]
fn exit_codes_match_the_manual() {
    let broken = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/invalid/answer-disagrees.json");
    let sound = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/valid/twins.json");
    for (arguments, code) in [
        (&["check", sound][..], 0),
        (&["check", broken][..], 1),
        (&["check", "/nowhere.json"][..], 1),
        (&["show", "no-such-scenario"][..], 1),
        (&["learn", "--pack", "no-such-pack"][..], 1),
        (&["learn", "--pack", broken][..], 1),
        (&["learn", "--plain", "--pack", sound][..], 0),
        (&["learn", "--plain", "--pack", "practice"][..], 0),
        (&["check"][..], 2),
        (&["frobnicate"][..], 2),
        (&["learn", "--kind", "harbour"][..], 2),
        (&["learn", "--count", "0"][..], 2),
        (&["--version"][..], 0),
        (&["schema"][..], 0),
    ] {
        assert_eq!(run(arguments, "").status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn a_closed_pipe_is_not_a_failure() {
    let home = tempfile::tempdir().expect("a folder");
    for arguments in
        [&["list"][..], &["rule", "--list"][..], &["schema"][..], &["completions", "bash"][..], &["--plain"][..]]
    {
        let mut child = airside(home.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut first = [0; 1];
        let mut reader = child.stdout.take().expect("piped");
        reader.read_exact(&mut first).expect("a byte");
        drop(reader);
        let _ = child.stdin.take().expect("piped").write_all(&b"401 c\n\n".repeat(200));
        let output = child.wait_with_output().expect("ends");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", err(&output));
        assert!(err(&output).is_empty());
    }
}

#[test]
fn every_failure_starts_with_the_program_name_and_ends_with_a_hint() {
    for (arguments, words) in [
        (&["lst"][..], &["unknown command `lst`", "hint: did you mean `list`?"][..]),
        (&["inspct"][..], &["unknown command `inspct`", "hint: did you mean `inspect`?"][..]),
        (&["explain"][..], &["unknown command `explain`", "hint: did you mean `reference`?"][..]),
        (&["present"][..], &["unknown command `present`", "hint: did you mean `class present`?"][..]),
        (&["preview"][..], &["unknown command `preview`", "hint: did you mean `pack preview`?"][..]),
        (&["help", "nope"][..], &["unknown command `nope`", "hint: airside --help"][..]),
        (
            &["learn", "--count", "-3"][..],
            &["`-3` is not a valid value for `--count <N>`: type a whole number", "hint: airside learn --help"][..],
        ),
        (&["export"][..], &["missing argument: <FORMAT>", "allowed: ", "gift", "hint: airside export --help"][..]),
        (
            &["inspect", "https://h/a"][..],
            &["opens no connections", "hint: curl -sv https://h/a 2>&1 | airside inspect"][..],
        ),
        (&["inspect", "nowhere.txt"][..], &["can't be read", "hint: curl -sv URL"][..]),
        (&["rule", "403"][..], &["`403` is a status code", "airside reference --search 403"][..]),
        (
            &["rule", "credentials"][..],
            &["the fact `credentials` needs a value", "hint: airside rule credentials=absent"][..],
        ),
        (&["rule", "expird"][..], &["neither a fact nor", "hint: airside rule expired"][..]),
        (&["rule", "unknown", "yes"][..], &["hint: airside rule "][..]),
        (
            &["learn", "--kind", "harbour"][..],
            &["`harbour` is not a valid value for `--kind <KIND>`", "allowed: missing, invalid"][..],
        ),
        (&["frob\u{202e}"][..], &["<U+202E>"][..]),
        (
            &["class", "grade", "x.jsonl"],
            &["missing argument: --format <SYSTEM>\n", "hint: airside class grade --help"],
        ),
        (&["check"][..], &["missing argument: <PATHS>", "hint: airside check --help"][..]),
        (&["class", "report", "--csv"][..], &["<FILE>...", "hint: airside class report --help"][..]),
        (&["learn", "--count"][..], &["`--count <N>` needs a value"][..]),
        (&["learn", "--count", "0"][..], &["`0` is not a valid value for `--count <N>`: type a whole number"][..]),
        (&["learn", "--sed", "1"][..], &["unknown argument `--sed`", "hint: did you mean `--seed`?"][..]),
        (&["learn", "--article", "--seed", "1"][..], &["`--article` can't be used together with `--seed <N>`"][..]),
        (&["play", "--seed", "1", "--seed", "2"][..], &["`--seed <N>` can be used only once"][..]),
        (
            &["rule", "--fact", "strength=too-old", "--fact", "strength=too-weak"][..],
            &["the fact `strength` has two values"][..],
        ),
    ] {
        let output = run(arguments, "");
        let printed = err(&output);
        assert_eq!(output.status.code(), Some(2), "{printed}");
        assert!(printed.starts_with("airside: "), "{printed}");
        assert!(printed.trim_end().lines().last().is_some_and(|last| last.starts_with("hint: ")), "{printed}");
        assert!(words.iter().all(|word| printed.contains(word)) && !printed.contains('\u{202e}'), "{printed}");
    }
}

#[test]
fn facts_can_be_stated_in_the_words_of_the_course() {
    for (words, facts) in [
        (&["missing"][..], "credentials=absent"),
        (&["credentials=missing"], "credentials=absent"),
        (&["no", "token"], "credentials=absent"),
        (&["credentials=absent"], "credentials=absent"),
        (&["--fact", "credentials=none"], "credentials=absent"),
        (&["bearer", "expired"], "scheme=bearer, credentials=expired"),
        (&["no-permission", "--fact", "scheme=bearer"], "scheme=bearer, permission=role"),
    ] {
        let printed = out(&run(&[&["rule"], words].concat(), ""));
        assert!(printed.contains(&format!("Facts: {facts}\n")), "{words:?}: {printed}");
    }
    let listed = out(&run(&["rule", "--list", "credentials"], ""));
    assert!(listed.contains("wrong-audience") && !listed.contains("websocket"), "{listed}");
}

#[test]
fn a_ruling_fits_on_24_rows_with_the_answer_first() {
    for (fact, value) in FactName::ALL.iter().flat_map(|fact| fact.values().iter().map(move |value| (fact, value))) {
        let printed = out(&run(&["rule", &format!("{}={value}", fact.name())], ""));
        assert!(printed.lines().count() < 24, "{printed}");
        assert!(printed.lines().next().is_some_and(|first| first.as_bytes()[0].is_ascii_digit()), "{printed}");
    }
    let why = out(&run(&["rule", "expired", "--why"], ""));
    assert!(why.contains("How the answer is reached") && why.lines().count() > 24, "{why}");
}

#[test]
fn a_search_prints_the_passages_that_match_and_takes_several_words() {
    let printed = out(&run(&["reference", "--search", "no", "token"], ""));
    assert!(printed.contains("entries found") && printed.contains("(airside reference "), "{printed}");
    let whole = out(&run(&["reference", "--search", "403"], ""));
    assert!(whole.lines().count() < 500, "{}", whole.lines().count());
}

#[test]
fn an_unknown_id_or_topic_leads_to_the_search_that_finds_it() {
    for (arguments, hint) in [
        (&["show", "missing"][..], "hint: airside list missing"),
        (&["reference", "401"], "hint: airside reference --search 401"),
    ] {
        let output = run(arguments, "");
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains(hint), "{}", err(&output));
    }
    let listed: Value = serde_json::from_str(&out(&run(&["list", "--json"], ""))).expect("JSON");
    let packs = listed["packs"].as_array().expect("a list");
    for case in packs.iter().filter_map(|pack| pack["scenarios"][0]["id"].as_str()) {
        let shown = out(&run(&["show", case], ""));
        assert!(shown.lines().take(3).any(|line| line.starts_with("Answer: ")), "{shown}");
    }
}

#[test]
fn a_filter_without_matches_fails_before_a_round_starts() {
    let home = tempfile::tempdir().expect("a folder");
    let sound = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/valid/twins.json");
    let output = run_in(home.path(), &["learn", "--plain", "--pack", sound, "--telling", "http"], "401 c\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("no scenario matches --telling http\nhint: airside list"), "{}", err(&output));
    assert!(out(&output).is_empty());
    assert!(out(&run_in(home.path(), &["learn", "--plain"], "")).contains("Question 1 of 12"));
}

#[test]
fn an_empty_environment_variable_counts_as_unset() {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = airside(home.path());
    let output = command.env("AIRSIDE_HOME", "").env("HOME", home.path()).arg("paths").output().expect("runs");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains(home.path().to_string_lossy().as_ref()));
    let output = airside(home.path()).env("COLUMNS", "0").arg("--plain").stdin(Stdio::null()).output().expect("runs");
    assert!(out(&output).lines().any(|line| line.len() > 60));
}

#[test]
fn a_very_long_line_is_rejected_briefly() {
    let endless = "x".repeat(3_000_000);
    let output = run(&["learn", "--plain"], &format!("\u{feff}hint\r\n{endless}\nquit\n"));
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let printed = out(&output);
    assert!(
        printed.contains("Hint 1 of 2") && printed.contains("Not understood: xxx") && printed.len() < 4_000,
        "{printed}"
    );
}

#[test]
fn invalid_settings_are_reported_with_their_place_and_ignored() {
    let home = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(home.path().join("config")).expect("made");
    for (settings, words) in [
        ("{ \"format\": 2 }", ":1:13: unknown format 2. Allowed: 1. The default settings apply. Write: \"format\": 1"),
        (
            "{ \"ascii\": true,\n  \"keys\": { \"skip\": [\"t\"] } }",
            ":2:22: `t` would mean both `skip` and `hint`. The default settings apply. Write: \"skip\": [\"s\"]",
        ),
    ] {
        std::fs::write(home.path().join("config/settings.json"), settings).expect("written");
        let printed = out(&run_in(home.path(), &["learn", "--plain"], "quit\n")).replace('\n', " ");
        assert!(
            printed.contains("settings.json:") && printed.contains(words) && printed.contains(" of 12"),
            "{printed}"
        );
    }
}

#[test]
fn the_settings_in_the_readme_are_valid() {
    let readme = include_str!("../../docs/settings.md");
    let settings = readme.lines().find(|line| line.starts_with("{ \"format\": 1, \"theme\"")).expect("an example");
    let home = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(home.path().join("config")).expect("made");
    std::fs::write(home.path().join("config/settings.json"), settings).expect("written");
    let printed = out(&run_in(home.path(), &["learn", "--plain"], "quit\n"));
    assert!(!printed.contains("settings.json") && printed.contains(" of 12"), "{printed}");
}

#[test]
fn an_invalid_pack_is_reported_and_the_course_continues() {
    let broken = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/invalid/not-json.json");
    let output = run(&["--plain", "--pack", broken], "\n401 g\n");
    assert_eq!(output.status.code(), Some(0));
    let printed = out(&output).replace('\n', " ");
    assert!(printed.contains("not-json.json was skipped:") && printed.contains("airside check"), "{printed}");
    assert!(printed.contains("Welcome"));
}

#[test]
fn the_same_seed_gives_the_same_round() {
    let round = |seed: &str| {
        out(&run(
            &["learn", "--plain", "--seed", seed, "--count", "3"],
            "reveal\nreveal\n\nreveal\nreveal\n\nreveal\nreveal\n\n",
        ))
    };
    assert_eq!(round("7"), round("7"));
    assert_ne!(round("7"), round("8"));
    assert!(round("7").contains("Question 3 of 3"));
}

#[test]
fn a_round_continues_when_progress_cannot_be_saved() {
    let home = tempfile::tempdir().expect("a folder");
    std::fs::write(home.path().join("state"), "a file in the way").expect("written");
    let output = run_in(home.path(), &["learn", "--plain"], "401 c\n");
    assert_eq!(output.status.code(), Some(0));
    let printed = out(&output);
    assert_eq!(printed.matches("Answers aren't being saved").count(), 1, "{printed}");
    assert!(printed.contains(" decides: ") && printed.contains("Nothing was saved."));
}

#[test]
fn help_and_manual_match_their_snapshots() {
    for (name, arguments) in [
        ("help_short", &["-h"][..]),
        ("help_long", &["--help"]),
        ("help_learn", &["learn", "--help"]),
        ("help_rule", &["rule", "--help"]),
        ("help_export", &["export", "--help"]),
        ("rule_list", &["rule", "--list"]),
    ] {
        let output = run(arguments, "");
        assert_eq!(output.status.code(), Some(0));
        insta::assert_snapshot!(format!("cli__{name}"), out(&output));
    }
    insta::assert_snapshot!("cli__man", out(&run(&["man"], "")).replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    insta::assert_snapshot!(
        "cli__rule",
        out(&run(&["rule", "--fact", "credentials=expired", "--fact", "scheme=bearer"], ""))
    );
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = out(&run(&["completions", shell], ""));
        // Scripts for bash, zsh and fish call the program, so that values are completed as well.
        let lists_commands = text.contains("learn") && text.contains("rule");
        assert!(
            text.contains("airside complete") || text.contains(&format!("complete {shell}")) || lists_commands,
            "{shell}"
        );
    }
}

#[test]
fn every_topic_prints_and_an_unknown_topic_lists_the_known_ones() {
    let all: Value = serde_json::from_str(&out(&run(&["reference", "--json"], ""))).expect("JSON");
    let topics = all["topics"].as_array().expect("a list");
    for topic in topics {
        let id = topic["topic"].as_str().expect("an id");
        let printed = out(&run(&["reference", id], ""));
        assert!(printed.starts_with(topic["title"].as_str().expect("a title")));
        for line in printed.lines() {
            assert!(airside::text::width(line) <= 80);
            assert!(!line.contains("WRONG:") || line.starts_with("WRONG:"), "{line}");
        }
    }
    let unknown = run(&["reference", "leeks"], "");
    assert_eq!(unknown.status.code(), Some(1));
    assert!(err(&unknown).contains("hint: airside reference leaks"));
    let claims: Value = serde_json::from_str(&out(&run(&["article", "--json"], ""))).expect("JSON");
    assert_eq!(claims["claims"].as_array().expect("a list").len(), 20);
}

#[test]
fn list_show_and_paths_print_json() {
    let home = tempfile::tempdir().expect("a folder");
    let paths: Value = serde_json::from_str(&out(&run_in(home.path(), &["paths", "--json"], ""))).expect("JSON");
    assert_eq!(paths["paths"]["state"], home.path().join("state").to_string_lossy().as_ref());
    let moved = out(&run_in(home.path(), &["paths", "--state-dir", "/elsewhere/state"], ""));
    assert!(moved.contains("/elsewhere/state"));
    let list: Value = serde_json::from_str(&out(&run(&["list", "--json"], ""))).expect("JSON");
    let scenarios = list["packs"][0]["scenarios"].as_array().expect("a list");
    assert!(scenarios.len() >= 32);
    let id = scenarios[0]["id"].as_str().expect("an id");
    let shown: Value = serde_json::from_str(&out(&run(&["show", id, "--json"], ""))).expect("JSON");
    assert_eq!(shown["answer"], shown["ruling"]["verdict"]);
    assert!(
        err(&run(&["show", "missing-fast-trck-airport"], "")).contains("hint: airside show missing-fast-track-airport")
    );
    // Looking something up in the reference must not create any files.
    assert!(!home.path().join("state").exists());
}

#[test]
fn show_prints_every_field_of_the_pack_format() {
    for (pack, ids) in [
        ("practice", &["missing-fast-track-airport", "missing-crew-room-airport"][..]),
        ("edges", &["edge-json-login-http"]),
        ("incidents", &["incident-bundle-http"]),
        ("servers", &["server-moto-s3-anonymous-http", "server-apache-other-user-http"]),
    ] {
        let path = format!("{}/scenarios/{pack}.json", env!("CARGO_MANIFEST_DIR"));
        let pack: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("a pack")).expect("JSON");
        for id in ids {
            let scenarios = pack["scenarios"].as_array().expect("a list");
            let source = scenarios.iter().find(|scenario| scenario["id"] == *id).expect("a scenario");
            let mut shown: Value = serde_json::from_str(&out(&run(&["show", id, "--json"], ""))).expect("JSON");
            assert!(shown.as_object_mut().expect("an object").remove("ruling").is_some());
            assert_eq!(&shown, source, "{id}");
        }
    }
}

#[test]
fn show_prints_the_answers_that_the_item_offers() {
    let server = out(&run(&["show", "server-apache-other-user-http"], ""));
    assert!(server.contains("Apache httpd 2.4.71") && server.contains("Answer: arguable"), "{server}");
    assert!(!server.contains("The article:"), "{server}");
    let asks = out(&run(&["show", "edge-json-login-http"], ""));
    assert!(
        asks.contains("Question: ") && asks.contains("Answer 1: ") && asks.matches("(correct)").count() == 1,
        "{asks}"
    );
    assert!(out(&run(&["show", "incident-bundle-http"], "")).contains("What broke: "));
}

#[cfg(unix)]
#[test]
fn list_shows_only_the_cases_with_all_words_and_a_misspelt_id_gets_a_suggestion() {
    let some = out(&run(&["list", "expired", "airport", "bag"], ""));
    let cases: Vec<&str> = some.lines().filter(|line| line.contains("  ")).collect();
    assert!(!cases.is_empty() && cases.iter().all(|line| line.contains("airport")), "{some}");
    let none = run(&["list", "no-such-word"], "");
    assert_eq!((none.status.code(), err(&none).contains("no case contains all of these words")), (Some(1), true));
    for command in [&["show"][..], &["learn", "--plain", "--id"]] {
        let arguments = [command, &["expired-bag-dorp-airport"]].concat();
        let refused = err(&run(&arguments, ""));
        assert!(refused.contains("expired-bag-drop-airport"), "{refused}");
    }
}

#[test]
fn folders_follow_xdg_without_airside_home() {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_airside"));
    let output = command.env_clear().env("HOME", home.path()).args(["paths"]).output().expect("runs");
    let printed = out(&output);
    for place in [".config/airside/settings.json", ".local/share/airside/packs", ".local/state/airside"] {
        assert!(printed.contains(place), "{printed}");
    }
}

#[test]
fn merging_a_journal_a_second_time_adds_nothing() {
    let (here, there) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    run_in(here.path(), &["learn", "--plain", "--seed", "1"], "401 c\n\n3 g\nquit\n");
    run_in(there.path(), &["learn", "--plain", "--seed", "2"], "reveal\nreveal\nquit\n");
    let exported = here.path().join("journal of one.jsonl");
    std::fs::write(&exported, out(&run_in(here.path(), &["log", "export"], ""))).expect("written");
    let path = exported.to_str().expect("text");
    let merged = run_in(there.path(), &["log", "merge", path], "");
    assert_eq!(merged.status.code(), Some(0), "{}", err(&merged));
    assert!(out(&merged).contains(" added, 0 events already there"), "{}", out(&merged));
    assert!(out(&run_in(there.path(), &["log", "merge", path], "")).starts_with("0 events added"));
    let stats: Value = serde_json::from_str(&out(&run_in(there.path(), &["stats", "--json"], ""))).expect("JSON");
    assert_eq!((&stats["all"]["answered"], &stats["revealed"]), (&2.into(), &1.into()));
    let missing = run_in(there.path(), &["log", "merge", "no-such-file"], "");
    assert_eq!(missing.status.code(), Some(1));
    assert!(err(&missing).contains("no-such-file") && err(&missing).contains("hint:"));
}

#[test]
fn journal_lines_match_their_schema() {
    let home = tempfile::tempdir().expect("a folder");
    run_in(home.path(), &["--plain"], "\n401 c\nskip\nskip\nquit\n");
    run_in(home.path(), &["learn", "--plain"], "hint\n401 c\n\nreveal\nreveal\nquit\n");
    let schema: Value = serde_json::from_str(&out(&run(&["log", "--schema"], ""))).expect("JSON");
    let kinds = schema["properties"]["event"]["oneOf"].as_array().expect("kinds");
    let dids = kinds[1]["properties"]["did"]["oneOf"].as_array().expect("events");
    let mut seen = std::collections::BTreeSet::new();
    for line in out(&run_in(home.path(), &["log"], "")).lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        assert_matches(&line, &schema);
        let event = &line["event"];
        if let Some(started) = event.get("started") {
            assert_matches(started, &kinds[0]["properties"]["started"]);
            seen.insert("started".to_owned());
            continue;
        }
        let did = &event["did"];
        if did == "finished" {
            continue;
        }
        let name = did.as_object().expect("an event").keys().next().expect("a name");
        let event = dids.iter().find(|event| event["properties"].get(name).is_some()).expect("a known event");
        assert_matches(&did[name], &event["properties"][name]);
        seen.insert(name.clone());
    }
    for name in ["started", "answered", "read", "hinted", "revealed", "skipped", "moved"] {
        assert!(seen.contains(name), "{name}: {seen:?}");
    }
}

fn assert_matches(value: &Value, schema: &Value) {
    let fields = value.as_object().expect("an object");
    for required in schema["required"].as_array().expect("a list") {
        assert!(fields.contains_key(required.as_str().expect("a name")), "{value}");
    }
    for name in fields.keys() {
        assert!(schema["properties"].get(name).is_some(), "{name} in {value}");
    }
}

#[test]
fn due_reports_by_text_and_exit_code() {
    let home = tempfile::tempdir().expect("a folder");
    let nothing = run_in(home.path(), &["due"], "");
    assert_eq!(nothing.status.code(), Some(1));
    assert!(out(&nothing).contains("until you finish the course"));
    assert!(!home.path().join("state/journal.jsonl").exists(), "due writes nothing");
    let report: Value = serde_json::from_str(&out(&run_in(home.path(), &["due", "--json"], ""))).expect("JSON");
    assert_eq!(report["due"], false);
}

#[test]
fn a_seed_gives_the_same_round_with_other_packs_open() {
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/valid/twins.json");
    let script = "reveal\nreveal\n\n".repeat(12);
    let alone = out(&run(&["play", "--plain", "--seed", "5"], &script));
    assert_eq!(alone, out(&run(&["play", "--plain", "--seed", "5", "--pack", pack], &script)));
    assert!(alone.contains("Question 12 of 12"));
}

#[test]
fn a_skeleton_is_a_valid_pack() {
    let folder = tempfile::tempdir().expect("a folder");
    let facts = ["rule", "--skeleton", "--fact", "credentials=expired", "--fact", "scheme=bearer"];
    let skeleton = out(&run(&facts, ""));
    let path = folder.path().join("mine.json");
    std::fs::write(&path, &skeleton).expect("written");
    let checked = run(&["check", path.to_str().expect("text")], "");
    assert_eq!(checked.status.code(), Some(0), "{}", out(&checked));
    assert!(skeleton.contains("invalid_token") && skeleton.contains("\"answer\": \"401\""));
}

#[test]
fn an_author_can_create_preview_and_play_a_pack() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine with spaces.json");
    let file = path.to_str().expect("text");
    let made = run(&["pack", "new", file], "");
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let again = run(&["pack", "new", file], "");
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("already exists\nhint: airside pack new"), "{}", err(&again));
    let shown = out(&run(&["pack", "preview", file], ""));
    assert!(shown.contains("... why this code") && shown.contains("faults: 0"), "{shown}");
    assert!(shown.ends_with(": 10 texts still to be written, starting on line 4\n"), "{shown}");
    assert!(out(&run(&["pack", "stats", file], "")).contains("Answers: 401 1"));
    let round = run(&["learn", "--plain", "--pack", file], "401 c\n");
    assert!(out(&round).contains("Correct: 401 Unauthorized."), "{}", out(&round));
    let text = std::fs::read_to_string(&path).expect("text").replace("\"answer\": \"401\"", "\"answer\": \"403\"");
    std::fs::write(&path, text).expect("written");
    let faulty = run(&["pack", "preview", file], "");
    assert_eq!(faulty.status.code(), Some(1));
    assert!(out(&faulty).contains("`answer` says 403, but the ruling on these facts is 401"), "{}", out(&faulty));
}

#[test]
fn a_folder_of_packs_is_opened_like_a_file_and_its_broken_files_are_named_with_their_places() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("packs-of-mine");
    std::fs::create_dir_all(folder.join("more")).expect("a folder");
    let pack = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs").join(name);
    std::fs::copy(pack("valid/twins.json"), folder.join("twins.json")).expect("copied");
    std::fs::copy(pack("valid/editorial.json"), folder.join("more/editorial.json")).expect("copied");
    let named = folder.to_str().expect("text");
    let round = run_in(home.path(), &["learn", "--plain", "--pack", named], "quit\n");
    assert!(out(&round).contains("Question 1 of "), "{}", err(&round));
    let list = out(&run_in(home.path(), &["list", "--pack", named], ""));
    let packs = |list: &str| list.matches(", version ").count();
    assert_eq!(packs(&list), packs(&out(&run_in(home.path(), &["list"], ""))) + 2, "{list}");

    for name in ["unknown-kind.json", "cut-off.json"] {
        std::fs::copy(pack(&format!("invalid/{name}")), folder.join(name)).expect("copied");
    }
    let refused = run_in(home.path(), &["learn", "--plain", "--pack", named], "");
    let said = err(&refused);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    for name in ["unknown-kind.json:", "cut-off.json:"] {
        let place = said.split(name).nth(1).unwrap_or_default();
        assert!(place.starts_with(|digit: char| digit.is_ascii_digit()), "{said}");
    }
    // A folder with many files that aren't packs gets a short message, and hidden folders are skipped.
    std::fs::create_dir(folder.join(".cache")).expect("a folder");
    for number in 0..20 {
        std::fs::write(folder.join(format!("more/other-{number}.json")), "{}").expect("written");
        std::fs::write(folder.join(format!(".cache/other-{number}.json")), "{}").expect("written");
    }
    let said = err(&run_in(home.path(), &["learn", "--plain", "--pack", named], ""));
    assert!(said.contains("airside: 22 packs can't be used\n  ") && said.contains("\n  and 12 more\n"), "{said}");
    assert!(said.lines().count() < 15 && !said.contains("<U+"), "{said}");
    let empty = home.path().join("empty");
    std::fs::create_dir(&empty).expect("a folder");
    let refused = err(&run_in(home.path(), &["export", "gift", "--pack", empty.to_str().expect("text")], ""));
    assert!(refused.contains("contains no packs (no .json files)"), "{refused}");
}

#[test]
fn the_setting_for_plain_mode_works_like_the_option() {
    let home = tempfile::tempdir().expect("a folder");
    let printed = |arguments: &[&str]| {
        let output = airside(home.path()).args(arguments).output().expect("runs");
        String::from_utf8(output.stdout).expect("text")
    };
    let list = ["rule", "--list", "credentials"];
    let (usual, plain) = (printed(&list), printed(&[&list[..], &["--plain"]].concat()));
    std::fs::create_dir_all(home.path().join("config")).expect("a folder");
    std::fs::write(home.path().join("config/settings.json"), r#"{ "plain": true }"#).expect("written");
    assert_eq!(printed(&list), plain);
    assert_ne!(usual, plain);
}

#[test]
fn a_page_without_a_question_never_asks_for_an_answer() {
    for (word, reply) in [("undo", "There is nothing to undo."), ("hint", "on this page"), ("skip", "on this page")] {
        let printed = out(&run(&["--plain"], &format!("{word}\nquit\n")));
        let words = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(reply) && !words.contains("Answer the question first"), "{word}: {printed}");
    }
}

#[test]
fn ascii_holds_in_plain_mode_and_in_manuals() {
    for (arguments, input, shown) in [
        (&["--plain", "--ascii", "learn", "--seed", "1"][..], "401 c\nwhy\nquit\n", "Andres"),
        (&["--ascii", "show", "not-owner-duty-free-airport"], "", "Andres"),
        (&["man"], "", "\\[u25CF]"),
    ] {
        let printed = out(&run(arguments, input));
        assert!(printed.is_ascii() && printed.contains(shown), "{arguments:?}: {printed}");
    }
}
