//! Tests which imported questions become scenarios, and how other questions are reported.

use airside::class::import::{CsvError, ImportQuestion, build_pack, csv, gift};
use airside::class::report::Roster;
use airside::scenario::check::check;
use airside::scenario::read::read_all;
use airside::text;
use proptest::prelude::*;

use crate::cli::{err, out, run_in};

/// A GIFT file with one question of every type.
const GIFT: &str = r"// a comment
$CATEGORY: tom/dick/harry

::Two \: colons::A gate. Is it 401 or 403? {
  =401 Unauthorized #Yes\: it is.
  ~403 Forbidden#No.
  ####Ask why.
}

::Html::[html]<p>A <b>door</b> &amp; a lock.</p><p>The request\:</p><p>1. Jo\: knocks</p><p>What is found\:</p><p>2. Sign\: staff<br/>3. Jo\: guest</p><p>401 or 403?</p>{~401 =403 Forbidden}

::True::The sky is blue.{TRUE#No, it is.#Yes.}

::Own::Which field? {=WWW-Authenticate ~Location ~Retry-After}

::Essay::Write. {}

::Number::How many? {#3:1}

::Match::Match. {=a -> b =c -> d}

::Short::Name it. {=one =two}

::Part::Some. {~%50%one ~%50%two}

::Two right::Both. {=401 =403 ~neither}

::Five::Many. {=a ~b ~c ~d ~e}

Just a description.

::Open::No end {=a ~b
";

#[test]
fn every_type_of_gift_question_is_imported_or_reported_with_a_reason() {
    let (questions, dropped) = gift(GIFT);
    let made = build_pack(&questions, dropped, "mine");
    assert_eq!(made.taken, 4);
    let scenarios = made.pack["scenarios"].as_array().expect("a list");
    assert_eq!((&scenarios[0]["title"], &scenarios[0]["answer"]), (&"Two : colons".into(), &"401".into()));
    assert_eq!(scenarios[0]["explanation"]["why"], "Yes: it is.");
    let teacher = scenarios[0]["teacher"].as_str().expect("text");
    assert!(teacher.starts_with("... The facts") && teacher.ends_with("Ask why."), "{teacher}");
    assert_eq!((&scenarios[1]["story"], &scenarios[1]["answer"]), (&"A door & a lock.".into(), &"403".into()));
    assert_eq!(scenarios[1]["exchange"]["findings"], serde_json::json!(["Sign: staff", "Jo: guest"]));
    assert_eq!(scenarios[2]["asks"]["choices"][0]["because"], "Yes.");
    assert_eq!(scenarios[3]["asks"]["choices"][0]["right"], true);
    let said: Vec<String> = made.dropped.iter().map(|one| format!("{}: {}", one.line, one.why)).collect();
    insta::assert_snapshot!("import__gift", said.join("\n"));
    only_what_is_still_missing(&made.pack);
}

/// Checks that the only faults of the pack are the parts that the author still has to write, such as the response and
/// the sources of every question.
fn only_what_is_still_missing(pack: &serde_json::Value) {
    let text = pack.to_string();
    let faults: Vec<String> = check(&[read_all("mine.json", &text)]).into_iter().map(|fault| fault.message).collect();
    let scenarios = pack["scenarios"].as_array().expect("a list");
    for part in ["the response hasn't been written yet", "`... the section that decides`"] {
        assert_eq!(faults.iter().filter(|fault| fault.contains(part)).count(), scenarios.len(), "{faults:?}");
    }
    assert_eq!(faults.len(), 2 * scenarios.len(), "{faults:?}");
    for scenario in scenarios {
        assert_eq!(scenario["exchange"]["response"].as_array().map(Vec::len), Some(1), "{scenario}");
        let teacher = scenario["teacher"].as_str().expect("text");
        assert!(teacher.starts_with("... The facts, the kind and the deciding line were guessed."), "{teacher}");
    }
}

#[test]
fn an_answer_that_counts_in_part_is_wrong_and_reported_unless_nothing_else_is_right() {
    for (answers, right, remarks) in [
        ("=401 ~%50%403", Some("401"), 1),
        ("~%100%401 ~%50%403", Some("401"), 1),
        ("~%100%401 ~%33.33333%403 ~%5%neither", Some("401"), 2),
        ("=%100%401 ~%-50%403", Some("401"), 0),
        ("~%0%401 =403", Some("403"), 0),
        ("=%41 and %2F ~%20", Some("%41 and %2F"), 0),
        ("~%50%one ~%50%two", None, 0),
        ("=%50%one ~two", None, 0),
        ("~%100%one ~%100%two", None, 0),
    ] {
        let (questions, dropped) = gift(&format!("::Q::A door. Which? {{{answers}}}"));
        let made = build_pack(&questions, dropped, "mine");
        let said: Vec<&str> = made.dropped.iter().map(|one| one.why.as_str()).collect();
        let partly = said.iter().filter(|why| why.contains("% in the file, and counts as wrong here")).count();
        assert_eq!((made.taken, partly), (usize::from(right.is_some()), remarks), "{answers}: {said:?}");
        if let Some(right) = right {
            let chosen: Vec<&str> =
                questions[0].choices.iter().filter(|choice| choice.right).map(|choice| choice.text.as_str()).collect();
            assert_eq!(chosen, [right], "{answers}");
            only_what_is_still_missing(&made.pack);
        } else {
            assert!(said.iter().any(|why| why.contains("`Q`") && why.contains("right")), "{answers}: {said:?}");
        }
    }
}

#[test]
fn none_of_the_above_beside_the_codes_means_neither() {
    for none in
        ["None of the above", "none of these.", "Neither of them", "Keine der genannten", "Nenhuma das anteriores"]
    {
        let (questions, dropped) = gift(&format!("::Q::A door. Which? {{~401 ~403 Forbidden ={none}}}"));
        let made = build_pack(&questions, dropped, "mine");
        let scenario = &made.pack["scenarios"][0];
        assert_eq!((made.taken, &scenario["answer"]), (1, &"neither".into()), "{none}: {:?}", made.dropped);
        only_what_is_still_missing(&made.pack);
        let table = format!("title;story;answer;others\nQ;A door.;401;\"403\n{none}\"\n");
        let (questions, _) = csv(&table).expect("a table");
        assert_eq!(build_pack(&questions, Vec::new(), "mine").pack["scenarios"][0]["answer"], "401", "{none}");
    }
    // If there are other answers, "None of the above" is an ordinary answer.
    let (questions, dropped) = gift("::Q::Which field? {~Location ~Age =None of the above}");
    let made = build_pack(&questions, dropped, "mine");
    assert_eq!(made.pack["scenarios"][0]["asks"]["choices"][2]["text"], "None of the above");
}

#[test]
fn control_characters_in_an_import_are_reported_wherever_they_are() {
    let (questions, dropped) = gift("::A\u{1b}[2J::B\u{1b}. Which\u{14}? {=c\u{1b}#d\u{1b} ~e ####f\u{1b}}");
    let made = build_pack(&questions, dropped, "mine");
    let written = made.pack.to_string();
    assert_eq!(made.taken, 1);
    assert!(written.contains("<U+0014>") && read_all("mine.json", &written).faults.is_empty(), "{written}");
}

#[test]
fn two_answers_about_one_code_are_answers_in_words() {
    let text = "::Which::A site sends 401. Which one conforms? {=A 401 with a challenge ~A 401 without one ~None}";
    let (questions, dropped) = gift(text);
    let pack = build_pack(&questions, dropped, "mine").pack;
    assert_eq!(pack["scenarios"][0]["asks"]["choices"].as_array().map(Vec::len), Some(3), "{pack}");
}

#[test]
fn an_exported_question_can_be_imported_again() {
    let home = tempfile::tempdir().expect("a folder");
    let (gift, pack) = (home.path().join("all.gift"), home.path().join("back.json"));
    let (gift, pack) = (gift.to_str().expect("text"), pack.to_str().expect("text"));
    // The scenarios about servers are left out, because their configurations mention a code, which isn't allowed in an
    // imported pack.
    let packs = ["--pack", "practice", "--pack", "edges", "--pack", "incidents"];
    let exported = run_in(home.path(), &[&["export", "gift", "--out", gift], &packs[..]].concat(), "");
    assert_eq!(exported.status.code(), Some(0), "{}", err(&exported));
    let said = run_in(home.path(), &["import", "gift", gift, "--out", pack], "");
    assert_eq!(said.status.code(), Some(0), "{}", err(&said));
    assert!(
        out(&said).contains("questions. Replace every text")
            && out(&said).contains("Before you can learn from this pack, fix"),
        "{}",
        out(&said)
    );
    let library = airside::scenario::library::Library::open(None, &[]);
    let back: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(pack).expect("there")).expect("JSON");
    only_what_is_still_missing(&back);
    let mut met = 0;
    for scenario in back["scenarios"].as_array().expect("a list") {
        let title = scenario["title"].as_str().expect("text");
        let story = scenario["story"].as_str().expect("text");
        let lines: Vec<&str> = ["request", "findings", "returned"]
            .iter()
            .flat_map(|name| {
                scenario["exchange"][*name].as_array().into_iter().flatten().filter_map(|line| line.as_str())
            })
            .collect();
        let is = |known: &&airside::scenario::Scenario| {
            title.starts_with(known.title.as_str())
                && known.story.replace('\n', " ") == story
                && known.shown_lines().eq(lines.iter().copied())
        };
        let Some(known) = library.scenarios().find(is) else { continue };
        met += 1;
        assert_eq!(scenario["evidence"]["line"], known.evidence.line, "{title}");
    }
    assert!(met > 100, "{met}");
}

#[test]
fn a_spreadsheet_may_have_commas_semicolons_and_line_breaks_in_its_cells() {
    for separator in [",", ";", "\t"] {
        let text = [
            "\u{feff}Title|Story|Findings|Answer|Right|Wrong|Points",
            "The attic|\"A house; it has, an attic.\"|\"Door: locked\nKey: none\"|401|No key.|Not about who.|3",
            "||||||",
            "The cellar|\"A \"\"staff\"\" sign.\"|Card: a guest's|403|Guests may not.|The card is good.|",
            "Odd|Something||404|||",
        ];
        let text = text.join("\r\n").replace('|', separator);
        let (questions, dropped) = csv(&text).expect("a table");
        let made = build_pack(&questions, dropped, "mine");
        let scenarios = &made.pack["scenarios"];
        assert_eq!(scenarios[0]["story"], "A house; it has, an attic.");
        assert_eq!(scenarios[0]["exchange"]["findings"], serde_json::json!(["Door: locked", "Key: none"]));
        assert_eq!((&scenarios[1]["story"], &scenarios[1]["answer"]), (&"A \"staff\" sign.".into(), &"403".into()));
        let lines: Vec<usize> = made.dropped.iter().map(|one| one.line).collect();
        assert_eq!((made.taken, lines), (2, vec![1, 6]), "{:?}", made.dropped);
        only_what_is_still_missing(&made.pack);
    }
    let CsvError { why: what, allowed, .. } = csv("Titel;Storry;Answer\n1;2;401\n").expect_err("no story");
    assert!(what.contains("no column `story` (`storry`?)") && allowed.contains(&"story"), "{what}");
}

#[test]
fn files_that_cannot_be_imported_are_rejected_and_no_file_is_replaced() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("empty file.gift");
    std::fs::write(&file, "// nothing\n").expect("written");
    let mine = home.path().join("mine.json");
    std::fs::write(&mine, "mine").expect("written");
    let name = file.to_str().expect("text");
    let none = run_in(home.path(), &["import", "gift", name], "");
    assert_eq!(none.status.code(), Some(1));
    assert!(
        err(&none).contains("no questions that can be imported") && err(&none).contains("hint: "),
        "{}",
        err(&none)
    );
    std::fs::write(&file, "A {=401 ~403}\n").expect("written");
    let over = run_in(home.path(), &["import", "gift", name, "--out", mine.to_str().expect("text")], "");
    assert!(err(&over).contains("already exists") && err(&over).contains("--force"), "{}", err(&over));
    assert_eq!(std::fs::read_to_string(&mine).expect("there"), "mine");
    let bytes = home.path().join("latin1.csv");
    std::fs::write(&bytes, b"title,story,answer\ncaf\xe9,x,401\n").expect("written");
    let latin = run_in(home.path(), &["import", "csv", bytes.to_str().expect("text")], "");
    assert!(err(&latin).contains("not UTF-8 text: byte 23"), "{}", err(&latin));
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(&["::", "{", "}", "=", "~", "#", "####", "->", "%50%", "\\", "\n", "\n\n", "401", "403 ", "T", "[html]", "<p>", "$CATEGORY:", "//", "\u{1b}[2J", ";", ",", "\"", "story", "answer"][..]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_import_creates_a_pack_that_can_be_corrected(pieces in prop::collection::vec(piece(), 0..60), head in any::<bool>()) {
        let text = pieces.concat();
        let table = if head { format!("story,answer,title\n{text}") } else { text.clone() };
        for (questions, dropped) in [Some(gift(&text)), csv(&table).ok()].into_iter().flatten() {
            let made = build_pack(&questions, dropped, "mine");
            for one in &made.dropped {
                prop_assert!(one.line >= 1 && text::is_safe(&text::safe(&one.why)));
            }
            if made.taken > 0 {
                let written = made.pack.to_string();
                // The pack may break a rule, but its structure must be valid.
                let reading = read_all("mine.json", &written);
                prop_assert!(reading.faults.is_empty(), "{}\n{}", reading.faults[0], written);
            }
        }
    }
}

#[test]
fn a_code_is_understood_however_it_is_written_in_gift_and_csv() {
    let written = [
        "401", "401.", "HTTP 401", "http/1.1 401", "401 Unauthorized", "401 - Unauthorized", "401: unauthorised",
        "Unauthorized", "status code 401", "Error 401", "Answer: 401", "HttpStatus.UNAUTHORIZED", "Statuscode 401",
        "Fehler 401", "Erro 401", "401 (Nicht autorisiert)",
    ];
    for answer in written {
        let table = format!("title;story;answer\nA;B;{answer}\n");
        let (questions, dropped) = csv(&table).expect("a table");
        let made = build_pack(&questions, dropped, "mine");
        assert_eq!(made.taken, 1, "{answer}: {:?}", made.dropped);
        assert_eq!(made.pack["scenarios"][0]["answer"], "401", "{answer}");
        let answer = answer.replace(':', "\\:");
        let (questions, dropped) = gift(&format!("::A::B {{={answer} ~403 Forbidden}}"));
        let made = build_pack(&questions, dropped, "mine");
        assert_eq!(made.pack["scenarios"][0]["answer"], "401", "{answer}: {:?}", made.dropped);
    }
    for answer in ["401 Forbidden", "404", "401 or 403", "yes"] {
        let (questions, dropped) = csv(&format!("title;story;answer\nA;B;{answer}\n")).expect("a table");
        assert!(questions.is_empty() && dropped[0].why.contains(answer), "{answer}: {dropped:?}");
    }
}

#[test]
fn questions_about_facts_keep_their_own_answers_and_tags_become_text() {
    let table = "title;story;answer;others;right\n\
        Field;\"<p>Which field does a <b>401</b> need &amp; carry?</p>\";WWW-Authenticate;\"Location\nRetry-After\";Section 15.5.2.\n";
    let (questions, dropped) = csv(table).expect("a table");
    let made = build_pack(&questions, dropped, "mine");
    let asks = &made.pack["scenarios"][0]["asks"];
    assert_eq!(asks["question"], "Which field does a 401 need & carry?");
    let texts: Vec<&str> =
        asks["choices"].as_array().expect("a list").iter().filter_map(|choice| choice["text"].as_str()).collect();
    assert_eq!(texts, ["WWW-Authenticate", "Location", "Retry-After"]);
    only_what_is_still_missing(&made.pack);
    let (questions, _) = gift("::T::A <i>door</i><br>with &lt;token&gt;. Which? {=%100%a ~%-50%b}");
    assert_eq!(questions[0].text, ["A door", "with <token>. Which?"]);
    assert!(questions[0].choices[0].right && !questions[0].choices[1].right);
    let table = "sep=;\ntitle;story;answer;right\nT;\"Caf&eacute; &ndash; M&uuml;ller &#8222;x&ldquo; ?a=1&b=2; AT&T\";401;\"&quot;yes&quot;\"\n";
    let (questions, _) = csv(table).expect("a table");
    assert_eq!(questions[0].text, ["Café – Müller „x“ ?a=1&b=2; AT&T"]);
    assert_eq!((questions[0].choices[0].because.as_str(), questions[0].line), ("\"yes\"", 3));
    let (questions, _) = gift("::T::Authorization\\: Bearer <token>. Which? {=a ~b}");
    assert_eq!(questions[0].text, ["Authorization: Bearer <token>. Which?"], "a placeholder isn't a tag");
}

#[test]
fn a_folded_header_stays_one_header_on_import() {
    let gift_text = "::Q::[html]<p>A door.</p><p><strong>Request\\:</strong></p><pre><code>1. GET /</code><br/>\
        <code>2. X-Long\\: one two</code><br/><code>3.    folded\\: looks like a field</code></pre>{=401 ~403}";
    let (questions, dropped) = gift(gift_text);
    let made = build_pack(&questions, dropped, "mine");
    let request = serde_json::json!(["GET /", "X-Long: one two", "   folded: looks like a field"]);
    assert_eq!(made.pack["scenarios"][0]["exchange"]["request"], request);
    let table = "story,request,answer\nA door.,\"GET /\nX-Long: one two\n   folded: looks like a field\",401\n";
    let (questions, dropped) = csv(table).expect("a table");
    let made = build_pack(&questions, dropped, "mine");
    assert_eq!(made.pack["scenarios"][0]["exchange"]["request"], request);
    // The header is too long for one line, so it must be folded.
    let long = format!("X-Long: {}", "word ".repeat(30));
    let (questions, dropped) = csv(&format!("story,request,answer\nA door.,{long},401\n")).expect("a table");
    let made = build_pack(&questions, dropped, "mine");
    let lines = made.pack["scenarios"][0]["exchange"]["request"].as_array().expect("lines").clone();
    let is_folded =
        |line: &serde_json::Value| line.as_str().is_some_and(|line| line.starts_with("  word") && line.len() <= 72);
    assert!(lines.len() > 1 && lines[1..].iter().all(is_folded), "{lines:?}");
}

#[test]
fn an_export_that_is_imported_again_keeps_ids_and_explanations() {
    let home = tempfile::tempdir().expect("a folder");
    let library = airside::scenario::library::Library::open(None, &[]);
    for (lang, name) in [("de", "de"), ("pt-BR", "pt"), ("en", "en")] {
        let (gift, pack) = (home.path().join(format!("{name}.gift")), home.path().join(format!("{name}.json")));
        let (gift, pack) = (gift.to_str().expect("text"), pack.to_str().expect("text"));
        let lang = if lang == "en" { &[][..] } else { &["--lang", lang] };
        let exported = run_in(
            home.path(),
            &[lang, &["export", "gift", "--pack", "practice", "--count", "30", "--out", gift]].concat(),
            "",
        );
        assert_eq!(exported.status.code(), Some(0), "{}", err(&exported));
        let said = run_in(home.path(), &[lang, &["import", "gift", gift, "--out", pack]].concat(), "");
        assert_eq!(said.status.code(), Some(0), "{}", err(&said));
        let back: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(pack).expect("there")).expect("JSON");
        let mut same = 0;
        only_what_is_still_missing(&back);
        for scenario in back["scenarios"].as_array().expect("a list") {
            let known = library.scenario(scenario["id"].as_str().expect("text")).expect("the same id");
            let plain = |text: &str| text.replace("WRONG: ", "").split_whitespace().collect::<Vec<_>>().join(" ");
            for (field, text) in [("why", &known.explanation.why), ("why_not", &known.explanation.why_not)] {
                let imported = scenario["explanation"][field].as_str().expect("text");
                same += usize::from(plain(imported) == plain(text));
                assert!(!imported.starts_with("Correct") && !imported.starts_with("Not quite"), "{imported}");
            }
        }
        assert!(same >= 55, "{name}: {same}");
    }
}

#[test]
fn other_answers_may_stand_between_semicolons_and_no_answer_comes_twice() {
    let texts = |answer: &str, others: &str| -> Result<Vec<String>, String> {
        let table = format!("story,answer,others\nA door.,\"{answer}\",\"{others}\"\n");
        let (questions, dropped) = csv(&table).expect("a table");
        let made = build_pack(&questions, dropped, "mine");
        let choices = made.pack["scenarios"][0]["asks"]["choices"].as_array().cloned();
        let choices = choices.ok_or_else(|| made.dropped.first().map_or_else(String::new, |one| one.why.clone()))?;
        Ok(choices.iter().map(|one| one["text"].as_str().expect("text").to_owned()).collect())
    };
    let list = |items: &[&str]| Ok(items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>());
    assert_eq!(texts("The server", "The client; the proxy"), list(&["The server", "The client", "the proxy"]));
    assert_eq!(texts("401", "400; 407; 403"), list(&["401", "400", "407", "403"]));
    assert_eq!(
        texts("401 Unauthorized", "403 Forbidden; 404 Not Found"),
        list(&["401 Unauthorized", "403 Forbidden", "404 Not Found"])
    );
    assert_eq!(texts("The server", "A; or B\nC"), list(&["The server", "A; or B", "C"]));
    for (answer, others) in [("The server", "the Server; the proxy"), ("A door", "B;C;b")] {
        assert!(texts(answer, others).expect_err("twice").contains("one of its answers twice"), "{others}");
    }
}

#[test]
fn a_table_with_an_unclosed_quotation_mark_is_refused_with_its_line() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("mine.csv");
    std::fs::write(&file, "story,answer\nA door.,401\n\"A gate.,403\nA hall.,401\n").expect("written");
    let said = run_in(home.path(), &["import", "csv", file.to_str().expect("text")], "");
    assert_eq!(said.status.code(), Some(1));
    assert!(err(&said).contains("mine.csv:3:1: the quotation mark isn't closed"), "{}", err(&said));
}

#[test]
fn an_import_keeps_every_sentence_except_one_that_only_asks_for_the_code() {
    let cases = [
        (
            "[html]<p>Ann is logged in,<br></p><p>but her role is missing. Which code?</p>",
            "Ann is logged in, but her role is missing.",
            1,
        ),
        ("Ann calls the API.\\nHer role is missing. What now?", "Ann calls the API. Her role is missing.", 1),
        (
            "Ein Nutzer ist angemeldet.\\nIhm fehlt die Rolle, welcher Code passt?",
            "Ein Nutzer ist angemeldet. Ihm fehlt die Rolle, welcher Code passt?",
            0,
        ),
        (
            "[html]<table><tr><td>Role</td><td>guest</td></tr></table><p>Is it fine for a guest?</p>",
            "Role guest Is it fine for a guest?",
            0,
        ),
        ("A door. Is it 401 or 403?", "A door.", 1),
        ("A door is locked, 401 or 403?", "A door is locked, 401 or 403?", 0),
        (
            "Bob calls the API. The token is fine, but which one is right\\: 401 or 403?",
            "Bob calls the API. The token is fine, but which one is right: 401 or 403?",
            0,
        ),
        (
            "The answer to a request without credentials\\: 401 or 403?",
            "The answer to a request without credentials: 401 or 403?", 0,
        ),
        (
            "The token is fine (see sec. 3). The server sends HTTP/1.1 401 or 403?",
            "The token is fine (see sec. 3). The server sends HTTP/1.1 401 or 403?",
            0,
        ),
        (
            "A guest knocks. Is it one of them, e.g. 401 or 403?",
            "A guest knocks. Is it one of them, e.g. 401 or 403?", 0,
        ),
        ("A guest knocks; 401 or 403?", "A guest knocks; 401 or 403?", 0),
        ("[html]One<hr>two <img src=\"a.png\" alt=\"a queue\"> three.", "One two [image: a queue] three.", 1),
    ];
    for (stem, story, remarks) in cases {
        let (questions, dropped) = gift(&format!("::Q::{}{{=401 ~403}}", stem.replace('=', "\\=")));
        let made = build_pack(&questions, dropped, "mine");
        assert_eq!(made.pack["scenarios"][0]["story"], story, "{stem}");
        assert_eq!(made.dropped.len(), remarks, "{stem}: {:?}", made.dropped);
    }
    let stem = "[html]<p>Ann calls.</p><pre>GET / HTTP/1.1\nHost\\: a.example</pre><p>The token expired.</p>\
        <pre>HTTP/1.1 200 OK</pre><p>Which code?</p>";
    let (questions, dropped) = gift(&format!("::Q::{stem}{{=401 ~403}}"));
    let made = build_pack(&questions, dropped, "mine");
    let scenario = &made.pack["scenarios"][0];
    assert_eq!(scenario["story"], "Ann calls. The token expired.");
    assert_eq!(scenario["exchange"]["request"], serde_json::json!(["GET / HTTP/1.1", "Host: a.example"]));
    assert_eq!(scenario["exchange"]["returned"], serde_json::json!(["HTTP/1.1 200 OK"]));
    let (questions, dropped) =
        csv("title,story,answer,notes\nQ,\"A door.\nThe token expired?\",4.01E+02,R,more\n").expect("a table");
    let made = build_pack(&questions, dropped, "mine");
    assert_eq!(made.pack["scenarios"][0]["story"], "A door. The token expired?");
    assert_eq!(made.pack["scenarios"][0]["answer"], "401");
    assert_eq!(made.dropped.len(), 2, "{:?}", made.dropped);
}

#[test]
fn incidents_that_are_exported_and_imported_again_keep_their_stories() {
    let home = tempfile::tempdir().expect("a folder");
    let library = airside::scenario::library::Library::open(None, &[]);
    let (gift, pack) = (home.path().join("i.gift"), home.path().join("i.json"));
    let (gift, pack) = (gift.to_str().expect("text"), pack.to_str().expect("text"));
    run_in(home.path(), &["export", "gift", "--kinds", "incident", "--out", gift], "");
    let said = run_in(home.path(), &["import", "gift", gift, "--out", pack], "");
    assert!(err(&said).contains("airside can only guess the facts of each question."), "{}", err(&said));
    let back: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(pack).expect("there")).expect("JSON");
    let scenarios = back["scenarios"].as_array().expect("a list");
    assert!(scenarios.len() > 20, "{}", scenarios.len());
    for scenario in scenarios {
        let known = library.scenario(scenario["id"].as_str().expect("text")).expect("the same id");
        assert_eq!(scenario["story"], known.story.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

#[test]
fn gift_questions_need_no_empty_line_between_them() {
    let lines = [
        "::A::Is it 401? {=401 ~403}", "::B::Is it 403? {", "~401", "=403", "}", "// [id:mine-c]",
        "A question without a title. {=401 ~403}", "A question over", "two lines. {=403 ~401}",
        "::D::The answer {~401 =403} is missing here.", "::E::A set: \\{1\\}. {=401 ~403}",
    ];
    let (apart, _) = gift(&lines.join("\n").replace("::B", "\n::B").replace("}\n", "}\n\n"));
    let (questions, dropped) = gift(&lines.join("\n"));
    assert_eq!((questions.len(), apart.len()), (6, 6), "{questions:?}");
    let texts = |questions: &[ImportQuestion]| -> Vec<_> {
        questions.iter().map(|one| (one.title.clone(), one.text.clone(), one.id.clone())).collect()
    };
    assert_eq!(texts(&questions), texts(&apart));
    assert_eq!(questions.iter().map(|one| one.line).collect::<Vec<_>>(), [1, 2, 7, 8, 10, 11]);
    assert_eq!(questions[2].id, "mine-c");
    assert_eq!(dropped.len(), 1, "only the text behind the answers of D: {dropped:?}");
}

#[test]
fn a_column_that_is_named_twice_is_an_error_in_every_table() {
    for head in ["story,answer,Answer", "story;answer;story", "title,story,answer,title "] {
        let error = csv(&format!("{head}\na,401,403,b\n")).expect_err("ambiguous");
        assert!(error.why.contains("twice") && error.hint.contains("rename"), "{head}: {error:?}");
    }
    let (questions, dropped) = csv("story,answer,notes,notes\nA gate.,401,x,y\n").expect("unknown columns don't count");
    assert_eq!((questions.len(), dropped.len()), (1, 2));
    for head in ["seat,login,login", "seat,name,Seat", "seat,name,email,Email"] {
        let error = Roster::parse(&format!("{head}\n07,a,b,c\n")).expect_err("ambiguous");
        assert!(error.contains("has two columns named"), "{head}: {error}");
    }
}
