//! Worksheets: what they contain, and what they leave out.

use airside::class::export::entry::ExportItem;
use airside::class::worksheet::Sheet;
use airside::scenario::Pool;
use airside::scenario::library::Library;

use crate::cli::{err, out, run, run_in};
use crate::common::pack;

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
            // Only the two sentences that learners correct are wrong, and each starts its own line.
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

#[test]
fn a_form_has_a_fixed_order_without_long_runs_of_one_code() {
    for form in ["A", "B"] {
        let key = out(&run(&["class", "worksheet", "--form", form, "--markdown", "--teacher"], ""));
        let short = key.lines().find(|line| line.starts_with("In short: ")).expect("a line to mark by");
        let codes: Vec<bool> = short.split("; ").map(|one| one.contains(": 401,")).collect();
        assert_eq!((codes.len(), codes.iter().filter(|is| **is).count()), (10, 5), "{short}");
        assert!(codes.windows(4).all(|run| run.contains(&true) && run.contains(&false)), "{short}");
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
    let sheet =
        || Sheet::new(Pool::FormA, pack.scenarios.iter().map(|one| ExportItem::new(&pack, one)).collect(), true);
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
    assert_eq!(run_in(home.path(), &[line.as_slice(), &["--force"]].concat(), "").status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(&file).expect("there"), first);
    let unknown = run(&["class", "worksheet", "--form", "C"], "");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("allowed: A, B"), "{}", err(&unknown));
}
