//! Tests what worksheets contain and what they leave out.

use std::collections::BTreeSet;

use airside::class::export::item::ExportItem;
use airside::class::worksheet::{Sheet, order};
use airside::document::page::page;
use airside::document::{Block, Document, Text};
use airside::round::spec::RoundSpec;
use airside::scenario::library::Library;
use airside::scenario::{Kind, Pool, Scenario};

use crate::cli::{err, out, run, run_in};
use crate::common::pack;

#[test]
fn a_test_form_leaves_out_what_was_not_checked() {
    let forms = include_str!("../../scenarios/forms.json").replace("\"id\": \"", "\"id\": \"own-");
    let forms = forms.replace("\"twin\": \"", "\"twin\": \"own-");
    let count = |text: &str| {
        let library = Library::with_text("own.json", text);
        let own: Vec<String> =
            library.packs().iter().map(|pack| pack.id.clone()).filter(|id| id.starts_with("own-")).collect();
        assert_eq!(own.len(), 1);
        order(&library, &RoundSpec { packs: own, pools: vec![Pool::FormA], ..RoundSpec::default() }, |_| true).len()
    };
    assert_eq!(count(&forms), 10);
    assert_eq!(count(&forms.replacen("\"status\": \"checked\"", "\"status\": \"draft\"", 1)), 9);
    assert_eq!(count(&forms.replace("\"status\": \"checked\"", "\"status\": \"draft\"")), 0);
}

#[test]
fn a_worksheet_holds_the_whole_form_and_no_answer() {
    let library = Library::open(None, &[]);
    for (form, pool) in [("A", Pool::FormA), ("B", Pool::FormB)] {
        for kind in ["--html", "--markdown"] {
            let plain = out(&run(&["class", "worksheet", "--form", form, kind], ""));
            let teacher = out(&run(&["class", "worksheet", "--form", form, kind, "--teacher"], ""));
            let scenarios: Vec<_> = library.scenarios().filter(|scenario| scenario.pool == pool).collect();
            assert_eq!(scenarios.len(), 10);
            for scenario in scenarios {
                assert!(plain.contains(&scenario.title) && teacher.contains(&scenario.id));
                assert!(!plain.contains(&scenario.id), "the id names the kind of case: {}", scenario.id);
                for secret in [&scenario.explanation.why, &scenario.evidence.text, &scenario.exchange.response[0]] {
                    assert!(!plain.contains(secret.as_str()), "{secret}");
                }
            }
            // A worksheet contains only two wrong sentences, which learners have to correct. Each of the two sentences
            // starts on a new line.
            assert_eq!(plain.matches("WRONG:").count(), 2);
            let tag = if kind == "--html" { "<p><strong>WRONG:" } else { "\nWRONG:" };
            assert_eq!(teacher.matches("WRONG:").count(), teacher.matches(tag).count());
            assert!(plain.find("WRONG:") > plain.rfind("Deciding line"));
            for outside in ["src=", "href=", "url(", "@import", "<script"] {
                assert!(!teacher.contains(outside), "{outside}");
            }
        }
    }
}

fn row(key: &str, label: &str) -> Vec<String> {
    let start = format!("| {label} | ");
    let row = key.lines().find_map(|line| line.strip_prefix(&start)).expect("a row to mark by");
    row.trim_end_matches(" |").split(" | ").map(str::to_owned).collect()
}

#[test]
fn a_form_has_a_fixed_order_without_long_runs_of_one_code() {
    for form in ["A", "B"] {
        let key = out(&run(&["class", "worksheet", "--form", form, "--markdown", "--teacher"], ""));
        let codes: Vec<bool> = row(&key, "Code").iter().map(|code| code == "401").collect();
        assert_eq!((codes.len(), codes.iter().filter(|is| **is).count()), (10, 5), "{codes:?}");
        assert!(codes.windows(4).all(|run| run.contains(&true) && run.contains(&false)), "{codes:?}");
    }
}

fn ids(library: &Library, form: Pool, seed: u64) -> Vec<String> {
    let request = RoundSpec { pools: vec![form], seed, ..RoundSpec::default() };
    order(library, &request, |_| true).iter().filter_map(|item| item.id.case().map(str::to_owned)).collect()
}

fn differences<T: PartialEq>(one: &[T], other: &[T]) -> usize {
    assert_eq!(one.len(), other.len());
    one.iter().zip(other).filter(|(one, other)| one != other).count()
}

#[test]
fn neighbours_with_different_forms_or_seeds_can_copy_nothing() {
    let library = Library::open(None, &[]);
    let scenarios = |form, seed| -> Vec<&Scenario> {
        ids(&library, form, seed).iter().filter_map(|id| library.scenario(id)).collect()
    };
    for seed in 0..=50 {
        let (one, other) = (scenarios(Pool::FormA, seed), scenarios(Pool::FormB, seed));
        let all = |read: fn(&Scenario) -> String| {
            [&one, &other].map(|list| list.iter().map(|one| read(one)).collect::<Vec<_>>())
        };
        for (what, [one, other]) in [
            ("codes", all(|scenario| scenario.answer.name().to_owned())),
            ("lines", all(|scenario| scenario.evidence.line.to_string())),
            ("kinds", all(|scenario| scenario.kind.name().to_owned())),
        ] {
            assert!(differences(&one, &other) >= 4, "seed {seed}, {what}: {one:?}, {other:?}");
        }
        for form in [Pool::FormA, Pool::FormB] {
            for without_seed in [Pool::FormA, Pool::FormB].into_iter().filter(|_| seed > 0) {
                let codes = |form, seed| scenarios(form, seed).iter().map(|one| one.answer.name()).collect::<Vec<_>>();
                let (one, other) = (codes(form, seed), codes(without_seed, 0));
                assert!(differences(&one, &other) >= 4, "{form:?}, seed {seed}: {one:?}, {other:?}");
            }
            assert!(
                differences(&ids(&library, form, seed), &ids(&library, form, seed + 1)) >= 4,
                "{form:?}, seed {seed}"
            );
        }
    }
}

/// Leaves out the title page.
fn pages(form: Pool, seed: u64, count: usize, teacher: bool) -> Vec<Document> {
    let library = Library::open(None, &[]);
    let items = ids(&library, form, seed);
    let find = |id: &String| {
        library.packs().iter().find_map(|pack| {
            pack.scenarios.iter().find(|one| one.id == *id).map(|scenario| ExportItem::new(pack, scenario))
        })
    };
    Sheet::new(Some(form), seed, items.iter().take(count).filter_map(find).collect(), teacher).documents().split_off(1)
}

#[test]
fn every_page_names_the_form_the_seed_and_its_number_and_has_room_for_the_seat() {
    for (form, name) in [(Pool::FormA, "orm A"), (Pool::FormB, "orm B")] {
        for seed in 0..10 {
            let pages = pages(form, seed, 10, false);
            let name = if seed == 0 { name.to_owned() } else { format!("{name}, seed {seed}") };
            for (number, page) in (1..).zip(&pages) {
                let place = format!("{name}, page {number} of {}", pages.len());
                assert!(page.title.ends_with(&place), "{} isn't {place}", page.title);
                assert!(page.title.starts_with(char::is_uppercase), "{}", page.title);
                let Some(Block::Field(field)) = page.blocks.first() else { panic!("{place} has no room for the seat") };
                assert_eq!((field.label.as_str(), field.text.is_empty()), ("Seat", true));
            }
        }
    }
}

#[test]
fn pages_that_give_an_answer_away_begin_on_a_new_sheet() {
    for form in [Pool::FormA, Pool::FormB] {
        for (seed, count) in (0..3).flat_map(|seed| (1..=10).map(move |count| (3 * seed, count))) {
            let pages = pages(form, seed, count, false);
            let place = pages.iter().position(|page| page.title.starts_with("Find the fault")).expect("a page for it");
            // Pages are counted from 0, so the front of a sheet has an even number.
            assert!(place % 2 == 0 && place + 1 == pages.len(), "form {form:?}, seed {seed}: {place}");
        }
    }
}

/// Counts the lines that the blocks take when printed with 100 characters per line.
fn print_lines(blocks: &[Block]) -> usize {
    let text = |text: &str| text.chars().count() / 100 + 1;
    let lines = |block: &Block| match block {
        Block::Heading(_) => 2,
        Block::Table(table) => 2 + table.rows.len(),
        Block::Field(field) => text(&format!("{} {}", field.label, field.text)),
        Block::Paragraph(paragraph) => text(&paragraph.to_string()),
        other => panic!("nothing else is in a key: {other:?}"),
    };
    blocks.iter().map(lines).sum()
}

#[test]
fn a_key_fits_on_three_pages_and_has_points_and_tips() {
    for form in [Pool::FormA, Pool::FormB] {
        let key = pages(form, 0, 10, true).pop().expect("a key");
        assert!(print_lines(&key.blocks) <= 3 * 46, "{} lines", print_lines(&key.blocks));
        let headings = key.blocks.iter().filter(|block| matches!(block, Block::Heading(_)));
        let headings: Vec<String> = headings.map(|block| format!("{block:?}")).collect();
        assert!(headings.len() == 12 && headings.iter().all(|heading| heading.contains("(2 points)")), "{headings:?}");
        let tips = key.blocks.iter().filter(|block| matches!(block, Block::Field(field) if field.label == "Tip:"));
        assert_eq!(tips.count(), 10);
    }
}

#[test]
fn worksheets_match_their_snapshots() {
    let page = out(&run(&["class", "worksheet", "--form", "A"], ""));
    let key = out(&run(&["class", "worksheet", "--form", "B", "--teacher", "--markdown"], ""));
    insta::assert_snapshot!("worksheet__form-a", page);
    insta::assert_snapshot!("worksheet__key-b", key);
}

#[test]
fn texts_are_escaped_on_a_worksheet() {
    let mut pack = pack();
    let nasty = "</p><script>alert(1)</script> & \"x\" ``` [a](b) *c* ]]>";
    for scenario in &mut pack.scenarios {
        scenario.title = nasty.to_owned();
        scenario.story = format!("1. {nasty}");
        scenario.exchange.request = vec![nasty.to_owned()];
        scenario.explanation.why = format!("Yes. WRONG: {nasty}");
    }
    let sheet = || {
        Sheet::new(Some(Pool::FormA), 0, pack.scenarios.iter().map(|one| ExportItem::new(&pack, one)).collect(), true)
    };
    let page = sheet().html();
    assert!(!page.contains("<script") && !page.contains("</p></p>") && page.contains("&lt;script&gt;alert(1)"));
    insta::assert_snapshot!("worksheet__hostile", sheet().markdown());
}

#[test]
fn an_existing_worksheet_is_not_replaced() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("form a.html");
    let name = file.to_str().expect("text");
    let line = ["class", "worksheet", "--form", "a", "--out", name];
    assert_eq!(run_in(home.path(), &line, "").status.code(), Some(0));
    let first = std::fs::read_to_string(&file).expect("written");
    std::fs::write(&file, "mine").expect("written");
    let refused = run_in(home.path(), &line, "");
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("already exists") && err(&refused).contains("--force"), "{}", err(&refused));
    assert_eq!(std::fs::read_to_string(&file).expect("there"), "mine");
    // An open exam locks its file.
    let open = std::fs::File::open(&file).expect("there");
    open.lock().expect("locked");
    let in_use = run_in(home.path(), &[line.as_slice(), &["--force"]].concat(), "");
    assert!(in_use.status.code() == Some(1) && err(&in_use).contains("is in use"), "{}", err(&in_use));
    assert_eq!(std::fs::read_to_string(&file).expect("there"), "mine");
    open.unlock().expect("unlocked");
    assert_eq!(run_in(home.path(), &[line.as_slice(), &["--force"]].concat(), "").status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(&file).expect("there"), first);
    let unknown = run(&["class", "worksheet", "--form", "C"], "");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("allowed: A, B"), "{}", err(&unknown));
}

#[test]
fn no_command_with_force_destroys_an_exam_or_a_file_that_it_reads() {
    let home = tempfile::tempdir().expect("a folder");
    let name = |file: &str| home.path().join(file).display().to_string();
    let (exam, votes, roster, folder) = (name("07.jsonl"), name("votes.jsonl"), name("roster.csv"), name(""));
    let start = ["exam", "--form", "A", "--seat", "07", "--out", &exam];
    assert_eq!(run_in(home.path(), &start, "401 c\nhand in\nhand in\n").status.code(), Some(0));
    run_in(home.path(), &["class", "present", "--session", &votes], "\n3\n4\nquit\n");
    std::fs::write(&roster, "seat,name\n07,Ada\n").expect("written");
    let lines: &[(&[&str], &str)] = &[
        (&["class", "report", &folder, "--csv", "--include-open"], &exam),
        (&["class", "report", &folder, "--csv", "--include-open", "--roster", &roster], &roster),
        (&["class", "worksheet", "--form", "A"], &exam),
        (&["class", "handout"], &votes),
        (&["class", "guide"], &exam),
        (&["export", "gift"], &exam),
        (&["class", "grade", &exam, "--format", "xapi"], &exam),
        (&["class", "session", "--session", &votes], &votes),
        (&["screenshot", "vote"], &exam),
    ];
    for (line, file) in lines {
        let before = std::fs::read(file).expect("there");
        let done = run_in(home.path(), &[line, &["--out", file, "--force"][..]].concat(), "");
        assert_eq!(done.status.code(), Some(0), "{line:?}: {}", err(&done));
        let kept = format!("{file}.1");
        assert!(err(&done).contains(&format!("The earlier file was renamed to {kept}.")), "{line:?}: {}", err(&done));
        assert_eq!(std::fs::read(&kept).expect("kept"), before, "{line:?}");
        std::fs::rename(&kept, file).expect("back in place");
    }
}

/// The tests compare titles, because the airport version and the HTTP version of a case have the same title.
fn titles_of(command: &str, options: &[&str]) -> BTreeSet<String> {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("out.jsonl").display().to_string();
    let library = Library::open(None, &[]);
    let (line, input): (&[&str], _) = match command {
        "exam" => (&["exam", "--seat", "07", "--out", &file], "quit\n"),
        "present" => (&["class", "present", "--session", &file], "quit\n"),
        "worksheet" => (&["class", "worksheet", "--markdown"], ""),
        _ => (&["export", "gift"], ""),
    };
    let ran = run_in(home.path(), &[line, options].concat(), input);
    assert_eq!(ran.status.code(), Some(0), "{command} {options:?}: {}", err(&ran));
    let text = if ["exam", "present"].contains(&command) {
        std::fs::read_to_string(&file).expect("written")
    } else {
        out(&ran)
    };
    let found = |scenario: &&Scenario| match command {
        "exam" => text.contains(&format!("\"{}\"", scenario.id)),
        "present" => text.contains(&format!("\"first\":{{\"item\":\"{}\"", scenario.id)),
        "worksheet" => text.lines().any(|line| line.starts_with('#') && line.ends_with(&scenario.title)),
        _ => text.contains(&format!("::{}::", scenario.title)),
    };
    library.scenarios().filter(found).map(|scenario| scenario.title.clone()).collect()
}

#[test]
fn five_options_choose_the_same_questions_for_exam_worksheet_votes_and_export() {
    let library = Library::open(None, &[]);
    let edges = library.packs().iter().find(|pack| pack.id == "edges").expect("built in");
    let ids: Vec<&str> = library
        .scenarios()
        .filter(|one| one.pool == Pool::Practice)
        .step_by(4)
        .take(3)
        .map(|one| one.id.as_str())
        .collect();
    for (options, count) in [
        (&["--kinds", "expired,not-owner", "--count", "4", "--seed", "9"][..], 4),
        (&["--count", "5", "--seed", "1"], 5),
        (&["--ids", &ids.join(","), "--seed", "1"], 3),
        (&["--ids", &ids.join(",")], 3),
        (&["--pack", "practice", "--kinds", "missing", "--count", "2", "--seed", "2"], 2),
    ] {
        let expected = titles_of("exam", options);
        assert_eq!(expected.len(), count, "{options:?}: {expected:?}");
        for command in ["present", "worksheet", "export"] {
            assert_eq!(titles_of(command, options), expected, "{command} {options:?}");
        }
    }
    assert_eq!(
        titles_of("exam", &["--pack", "edges"]).len(),
        edges.scenarios.iter().map(|one| &one.title).collect::<BTreeSet<_>>().len()
    );
}

#[test]
fn a_number_of_questions_alone_adds_no_kind_of_case() {
    let library = Library::open(None, &[]);
    let is_core = |title: &String| {
        let found = library.scenarios().filter(|one| one.title == *title).map(|one| one.kind.verdict());
        found.into_iter().all(|verdict| verdict.is_some())
    };
    for command in ["exam", "present", "worksheet", "export"] {
        let titles = titles_of(command, &["--count", "20", "--seed", "4"]);
        assert!(titles.len() > 8 && titles.iter().all(is_core), "{command}: {titles:?}");
    }
    let three = titles_of("present", &["--count", "3", "--seed", "3"]);
    assert!(three.is_subset(&titles_of("present", &["--seed", "3"])), "{three:?}");
}

#[test]
fn options_that_select_no_question_are_named() {
    let home = tempfile::tempdir().expect("a folder");
    let own = crate::common::mixed_pack(home.path(), "practice");
    let exam = ["exam", "--seat", "07", "--out", "07.jsonl", "--form", "A"];
    let worksheet = ["class", "worksheet", "--form", "A"];
    let servers = ["class", "worksheet", "--kinds", "server", "--count", "5"];
    for (line, expected) in [
        ([&exam[..], &["--kinds", "edge"]].concat(), "form A contains no questions that match --kinds edge"),
        ([&worksheet[..], &["--kinds", "edge"]].concat(), "form A contains no questions that match --kinds edge"),
        ([&exam[..], &["--pack", &own]].concat(), "form A contains no questions that match --pack "),
        (servers.to_vec(), "can be printed: its answers aren't the codes 401 and 403"),
    ] {
        let said = err(&run_in(home.path(), &line, ""));
        assert!(said.contains(expected) && said.lines().count() < 8, "{line:?}: {said}");
    }
}

#[test]
fn named_questions_keep_their_order_unless_there_is_a_seed() {
    let library = Library::open(None, &[]);
    let mut ids: Vec<&str> = library.scenarios().take(8).map(|one| one.id.as_str()).collect();
    ids.reverse();
    let order = |more: &[&str]| {
        let chosen = ids.join(",");
        let line = [&["class", "worksheet", "--markdown", "--teacher", "--ids", &chosen], more].concat();
        let key = out(&run(&line, ""));
        let ids = key.lines().filter_map(|line| line.split_once("airside: ")).map(|(_, id)| id.trim().to_owned());
        ids.collect::<Vec<String>>()
    };
    assert_eq!(order(&[]), ids);
    assert_ne!(order(&["--seed", "3"]), ids);
    assert_eq!(order(&["--count", "2"]), &ids[..2]);
}

fn tables(page: &Document) -> Vec<Vec<Vec<String>>> {
    let cells = |row: &Vec<Text>| row.iter().map(ToString::to_string).collect();
    let rows = |block: &Block| match block {
        Block::Table(table) => Some(table.rows.iter().map(cells).collect()),
        _ => None,
    };
    page.blocks.iter().filter_map(rows).collect()
}

#[test]
fn the_handout_holds_the_picture_the_mottos_with_their_additions_every_kind_headers_and_sources() {
    let page = page("handout", &[]).expect("a page");
    let kinds: Vec<Vec<String>> = tables(&page).remove(0).into_iter().map(|row| row[..2].to_vec()).collect();
    let code = |kind: &Kind| kind.verdict().expect("a core kind has a code").name().to_owned();
    assert_eq!(kinds, Kind::core().iter().map(|kind| vec![kind.title().to_owned(), code(kind)]).collect::<Vec<_>>());
    assert_eq!(page.blocks.iter().filter(|block| matches!(block, Block::Strip(_))).count(), 3);
    for format in ["--html", "--markdown"] {
        let text = out(&run(&["class", "handout", format], "")).replace("&quot;", "\"");
        for needed in [
            "\"Who are you?\"", "\"Not allowed.\"", "doesn't mean that you are known", "isn't permanent",
            "Stopped at security: 401", "WWW-Authenticate: Basic realm=", "RFC 9110 sections",
        ] {
            assert!(text.contains(needed), "{format}: {needed}");
        }
    }
}

#[test]
fn the_lessons_of_the_guide_have_no_gap_and_end_on_time() {
    let page = page("guide", &[]).expect("a page");
    let lessons = tables(&page);
    for (lesson, minutes) in lessons.iter().zip([45, 90]) {
        let mut now = 0;
        for row in lesson {
            let (from, to) = row[0].split_once('–').expect("from and to");
            assert_eq!(from.parse(), Ok(now), "{row:?}");
            now = to.parse().expect("a number");
            assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
        }
        assert_eq!(now, minutes);
    }
    assert_eq!(lessons.len(), 2);
}

#[test]
fn every_command_in_the_guide_is_understood() {
    let guide = out(&run(&["class", "guide", "--markdown"], ""));
    let commands: BTreeSet<&str> = guide.split('`').filter(|span| span.starts_with("airside ")).collect();
    assert!(commands.len() > 12, "{commands:?}");
    for command in commands {
        let words: Vec<&str> = command.split(' ').skip(1).chain(["--help"]).collect();
        let understood = run(&words, "");
        assert_eq!(understood.status.code(), Some(0), "{command}: {}", err(&understood));
    }
}

#[test]
fn the_key_of_a_worksheet_without_faults_gives_no_points_for_them() {
    let key = |arguments: &[&str]| {
        let line = [&["class", "worksheet", "--markdown", "--teacher"], arguments].concat();
        out(&run(&line, ""))
    };
    assert!(key(&["--form", "A"]).contains("Each fault is worth 2 points"));
    let own = key(&["--kinds", "expired", "--count", "2"]);
    assert!(own.contains("Each case is worth 2 points") && !own.contains("fault"), "{own}");
}

#[test]
fn questions_that_cannot_be_printed_are_replaced_until_the_worksheet_is_full() {
    let home = tempfile::tempdir().expect("a folder");
    for (kinds, count, expected) in [
        (&["--kinds", "server,incident"][..], "8", 8),
        (&["--kinds", "server,edge", "--seed", "3"], "6", 6),
        (&[], "40", 40),
        (&["--kinds", "incident"], "500", 26),
    ] {
        let line = [&["class", "worksheet", "--markdown", "--count", count], kinds].concat();
        let said = run_in(home.path(), &line, "");
        let sheet = out(&said);
        assert_eq!(sheet.matches("Deciding line").count(), expected, "{line:?}: {}", err(&said));
        let has_notice = err(&said).contains("the selection contains only");
        assert_eq!(has_notice, count == "500", "{line:?}: {}", err(&said));
    }
}

#[test]
fn an_incident_asks_the_same_question_on_paper_in_an_exam_in_votes_and_in_exports() {
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name).display().to_string();
    let said = |line: &[&str]| {
        let text = out(&run_in(home.path(), &[line, &["--ids", "incident-jetty-http"]].concat(), "next\n"));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for line in [
        &["exam", "--plain", "--seat", "07", "--out", &path("07.jsonl")][..],
        &["class", "worksheet", "--markdown"],
        &["class", "present", "--plain", "--session", &path("v.jsonl")],
        &["export", "gift"],
        &["export", "moodle-xml"],
    ] {
        let text = said(line).replace('\\', "");
        assert!(text.contains("Which response would have helped: 401 with a challenge,"), "{line:?}: {text}");
        assert!(!text.contains("Which code"), "{line:?}: {text}");
    }
}
