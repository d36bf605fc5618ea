//! The truth table: cases from the specifications, told in a sentence, with the ruling that they have there.

use airside::ruling::{Facts, Level, Verdict, rule};
use serde_json::Value;

const TABLE: &str = include_str!("truth.json");

fn rows() -> Vec<Value> {
    serde_json::from_str(TABLE).expect("valid JSON")
}

/// What differs between a row and the ruling on its facts.
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
    for also in row["also"].as_array().expect("a list") {
        let also = u16::try_from(also.as_u64().expect("a number")).expect("a status");
        compare(
            &format!("also {also}"),
            "conforming".to_owned(),
            if ruling.conforms(also) { "conforming" } else { "not" }.to_owned(),
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
fn every_case_with_facts_has_the_ruling_of_the_table() {
    let rows = rows();
    let ruled: Vec<&Value> = rows.iter().filter(|row| row.get("facts").is_some()).collect();
    assert!(ruled.len() > 65);
    let differences: Vec<String> = ruled.iter().flat_map(|row| differences(row)).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_wrong_row_would_be_noticed() {
    let mut row = rows().swap_remove(0);
    row["status"] = 403.into();
    row["certainty"] = "must".into();
    row["cites"] = serde_json::json!(["RFC 2616 10.4.4"]);
    assert_eq!(differences(&row).len(), 4, "status, verdict, certainty, source");
}

#[test]
fn every_case_outside_the_vocabulary_says_why() {
    for row in rows().iter().filter(|row| row.get("facts").is_none()) {
        assert!(row["outside"].as_str().is_some_and(|reason| reason.len() > 20), "{row}");
    }
}
