//! Tests the engine with a table of cases from specifications and real servers, each with the expected ruling.

use std::collections::BTreeSet;

use airside::ruling::{Agreement, Companion, FactName, Facts, Level, Verdict, rule};
use airside::scenario::library::{BUILT_IN, Library};
use airside::scenario::{Scenario, Telling};
use serde_json::Value;

const TABLE: &str = include_str!("truth.json");

fn rows() -> Vec<Value> {
    serde_json::from_str(TABLE).expect("valid JSON")
}

fn statuses(list: &Value) -> BTreeSet<u16> {
    let status = |value: &Value| value.as_u64().and_then(|status| u16::try_from(status).ok()).expect("a status");
    list.as_array().expect("a list").iter().map(status).collect()
}

fn differences(row: &Value) -> Vec<String> {
    let facts = row["facts"].as_object().expect("facts").iter().fold(Facts::default(), |facts, (name, value)| {
        facts.with(name, value.as_str().expect("a word")).expect("known")
    });
    let ruling = rule(&facts);
    let mut differences = Vec::new();
    let mut compare = |what: &str, wanted: String, got: String| {
        if wanted != got {
            differences.push(format!("{} ({what}): the table has {wanted}, the ruling {got}", row["case"]));
        }
    };
    compare("status", row["status"].to_string(), ruling.status.to_string());
    let status = u16::try_from(row["status"].as_u64().expect("a number")).expect("a status");
    compare("verdict", Verdict::from_status(status).name().to_owned(), ruling.verdict.name().to_owned());
    compare("certainty", row["certainty"].as_str().expect("a word").to_owned(), ruling.certainty.name().to_owned());
    compare("article", row["article"].as_str().expect("a word").to_owned(), ruling.article.agreement.name().to_owned());
    let also: BTreeSet<u16> = ruling.also_conforming.iter().collect();
    compare("also", format!("{:?}", statuses(&row["also"])), format!("{also:?}"));
    for status in also.iter().copied().chain([ruling.status]) {
        let has_phrase = !airside::ruling::reason_phrase(status).is_empty();
        compare(
            "reason phrase",
            format!("one for {status}"),
            if has_phrase { format!("one for {status}") } else { "none".to_owned() },
        );
    }
    // For a real case, the ruling must be one of the statuses that the specification supports, and the first of those
    // statuses must conform.
    if let Some(accepted) = row.get("accepted") {
        let first = accepted[0].as_u64().and_then(|first| u16::try_from(first).ok()).expect("a status");
        compare("accepted", "true".to_owned(), statuses(accepted).contains(&ruling.status).to_string());
        compare(&format!("conforms with {first}"), "true".to_owned(), ruling.conforms(first).to_string());
    }
    for shown in row.get("shows").and_then(Value::as_array).into_iter().flatten() {
        let shown = shown.as_str().expect("a text");
        let sent = |companion: Companion| format!("{}: {}", companion.field, companion.example).contains(shown);
        compare(
            "shows",
            shown.to_owned(),
            if ruling.companions.iter().any(sent) { shown } else { "nothing" }.to_owned(),
        );
    }
    for field in row["fields"].as_array().expect("a list") {
        let sent = ruling.companions.iter().any(|companion| companion.field == field && companion.level == Level::Must);
        compare("field", field.to_string(), if sent { field.to_string() } else { "nothing".to_owned() });
    }
    for place in row["cites"].as_array().expect("a list") {
        let place = place.as_str().expect("a place");
        let cited =
            ruling.citations.iter().any(|citation| format!("{} {}", citation.document, citation.section) == place);
        compare("source", place.to_owned(), if cited { place.to_owned() } else { "no such source".to_owned() });
    }
    differences
}

#[test]
fn every_case_of_the_table_has_its_ruling() {
    let rows = rows();
    let ruled: Vec<&Value> = rows.iter().filter(|row| row.get("facts").is_some()).collect();
    assert!(ruled.len() > 130);
    assert!(rows.iter().filter(|row| row.get("accepted").is_some()).count() > 60);
    let differences: Vec<String> = ruled.iter().flat_map(|row| differences(row)).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_wrong_row_of_the_table_fails() {
    let mut row = rows().swap_remove(0);
    row["status"] = 403.into();
    row["certainty"] = "must".into();
    row["cites"] = serde_json::json!(["RFC 2616 10.4.4"]);
    assert_eq!(differences(&row).len(), 4, "status, verdict, certainty, source");
}

#[test]
fn every_case_that_facts_cannot_describe_gives_a_reason() {
    for row in rows().iter().filter(|row| row.get("facts").is_none()) {
        assert!(row["outside"].as_str().is_some_and(|reason| reason.len() > 20), "{row}");
    }
}

fn codes(text: &str) -> impl Iterator<Item = u16> {
    text.split(|one: char| !one.is_ascii_alphanumeric())
        .filter(|word| word.len() == 3)
        .filter_map(|word| word.parse().ok())
        .filter(|code| (200..600).contains(code))
}

fn ruled(library: &Library) -> impl Iterator<Item = &Scenario> {
    library.scenarios().filter(|scenario| scenario.editorial.is_none())
}

#[test]
fn codes_called_arguable_in_an_explanation_conform_by_the_ruling() {
    let library = Library::open(None, &[]);
    let mut count = 0;
    for scenario in ruled(&library) {
        let explanation = &scenario.explanation;
        for sentence in explanation.why.split(". ").chain(explanation.why_not.split(". ")) {
            let words = ["arguable", "defensible"];
            let Some((before, _)) = words.iter().find_map(|word| sentence.split_once(word)) else { continue };
            for code in codes(before) {
                assert!(scenario.ruling().conforms(code), "{}: {sentence}", scenario.id);
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn the_answer_that_a_case_gives_the_article_is_the_one_by_its_rules() {
    let library = Library::open(None, &[]);
    for scenario in ruled(&library) {
        let Some(article) = &scenario.article else { continue };
        let reading = scenario.ruling().article;
        assert!(codes(article).all(|code| reading.status == Some(code)), "{}: {article}", scenario.id);
        let inverted = article.contains("swapped");
        assert!(!inverted || reading.agreement == Agreement::Inverted, "{}: {article}", scenario.id);
        let by_luck = article.contains("conforms");
        assert!(!by_luck || reading.agreement == Agreement::SameByLuck, "{}: {article}", scenario.id);
    }
}

/// The article speaks of an incorrect or damaged ticket. The article doesn't say whether, for example, an expired
/// ticket counts as an incorrect one.
#[test]
fn the_article_is_credited_only_with_a_condition_where_it_says_nothing_of_the_fault() {
    let library = Library::open(None, &[]);
    let named = ["valid", "malformed", "unknown-user", "wrong-secret", "bad-signature"];
    for scenario in ruled(&library) {
        let credentials = scenario.facts.value(FactName::Credentials);
        let Some(article) = scenario.article.as_ref().filter(|_| !named.contains(&credentials)) else { continue };
        let has_condition = ["if ", "If "].iter().any(|word| article.contains(word));
        let swapped = article.contains("swapped");
        assert!(has_condition && !swapped, "{}: {credentials}: {article}", scenario.id);
    }
}

/// A 401 needs a challenge (RFC 9110 section 15.5.2 paragraph 1). No scheme is registered for cookies and keys.
#[test]
fn a_challenge_with_a_scheme_of_the_service_is_one_that_the_service_has() {
    let library = Library::open(None, &[]);
    for scenario in ruled(&library).filter(|scenario| scenario.server.is_none()) {
        let own =
            |line: &String| ["Cookie ", "ApiKey "].iter().any(|scheme| line.contains(&format!("ticate: {scheme}")));
        let shown: String = scenario.shown_lines().chain([scenario.story.as_str()]).collect();
        let has_own = scenario.exchange.response.iter().any(own);
        assert!(!has_own || shown.contains("challenge"), "{}", scenario.id);
    }
}

#[test]
fn a_403_for_what_is_hidden_is_arguable_only_if_every_name_gets_it() {
    let library = Library::open(None, &[]);
    for scenario in ruled(&library).filter(|scenario| scenario.facts.value(FactName::Hidden) == "resource") {
        let why_not = &scenario.explanation.why_not;
        assert!(why_not.contains("every "), "{}: {why_not}", scenario.id);
    }
}

/// After a 401, the client MAY repeat the request (RFC 9110 section 15.5.2 paragraph 2).
#[test]
fn a_401_makes_no_client_do_anything() {
    let library = Library::open(None, &[]);
    for scenario in library.scenarios().filter(|scenario| scenario.telling == Telling::Http) {
        let why_not = &scenario.explanation.why_not;
        let is_certain = ["would make", "would send"].iter().any(|verb| why_not.contains(&format!("401 {verb}")));
        assert!(!is_certain && !why_not.contains("invalid_token would"), "{}: {why_not}", scenario.id);
    }
}

/// A 403 may carry a challenge (RFC 9110 section 11.6.1 paragraph 3).
#[test]
fn no_text_says_that_a_403_cannot_ask() {
    for pack in BUILT_IN {
        for never in ["403 can't ask", "403 cannot ask", "403 couldn't ask", "403 never asks"] {
            assert!(!pack.text.contains(never), "{}: {never}", pack.name);
        }
    }
}

#[test]
fn a_token_belongs_to_the_person_in_the_story() {
    let library = Library::open(None, &[]);
    let mut found = 0;
    for scenario in library.scenarios() {
        let story = scenario.story.to_lowercase();
        for line in &scenario.exchange.findings {
            let named = ["subject ", "sub \""].iter().find_map(|name| line.split_once(name));
            let Some((_, after)) = named.filter(|_| line.contains("signature")) else { continue };
            let subject = after.split(|one: char| !one.is_alphanumeric()).next().expect("a name");
            let plain = |text: &str| text.replace('ã', "a").replace('í', "i");
            assert!(plain(&story).contains(&plain(subject)), "{}: {subject}", scenario.id);
            let is_named = scenario.exchange.request.iter().any(|line| line.contains("Bearer "));
            found += usize::from(is_named);
        }
    }
    assert!(found > 15, "{found}");
}
