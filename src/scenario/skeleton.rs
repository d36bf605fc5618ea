//! Generates a draft of a pack with one scenario, for the author to complete.
//!
//! The draft contains everything that follows from the facts: the answer, the response and the sources. All other text
//! consists of placeholders that tell the author what to write.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{Evidence, Exchange, Explanation, Hints, Kind, Pack, Pool, Scenario, Telling};
use crate::encoding::{FormatNumber, from_json};
use crate::ruling::{FactName, Facts, rule, status_line};
use crate::text::tabbed_json;

pub(crate) const PLACEHOLDER: &str = "...";

/// Returns the draft as JSON, with a trailing newline. Each placeholder starts with `...`.
pub fn skeleton(facts: &Facts) -> String {
    let ruling = rule(facts);
    let status = format!("HTTP/1.1 {}", status_line(ruling.status));
    let fields = ruling
        .companions
        .iter()
        .filter(|companion| companion.parameter.is_none())
        .map(|companion| format!("{}: {}", companion.field, companion.example));
    let response: Vec<String> = std::iter::once(status).chain(fields).collect();
    let citations: Vec<String> = ruling.citations.iter().map(|citation| citation.to_string()).collect();
    // The last question about a fact that the author has stated is the deciding question, because facts with default
    // values don't decide a case.
    let named = |fact: &FactName| facts.stated().iter().any(|(stated, _)| stated == fact);
    let asked = || ruling.trace.iter().map(|step| step.fact);
    let deciding = asked().filter(named).last().or_else(|| asked().last()).unwrap_or(FactName::Credentials);
    let todo = |task: &str| format!("{PLACEHOLDER} {task}");
    let scenario = Scenario {
        id: "my-first-case".to_owned(),
        title: todo("a neutral title"),
        kind: Kind::Edge,
        telling: Telling::Http,
        situation: None,
        pool: Pool::Practice,
        twin: None,
        facts: *facts,
        answer: ruling.verdict,
        editorial: None,
        story: todo("the scene, in at most 45 words"),
        exchange: Exchange {
            request: vec!["GET /... HTTP/1.1".to_owned(), "Host: my.example".to_owned()],
            findings: vec![todo("what the server finds when it checks")],
            returned: Vec::new(),
            response,
        },
        evidence: Evidence { line: 3, fact: deciding, text: todo("what the deciding line tells the reader") },
        asks: None,
        server: None,
        incident: None,
        hints: Hints { fact: todo("points at the fact"), rule: todo("points at the rule") },
        explanation: Explanation { why: todo("why this code"), why_not: todo("why not the other code") },
        options: BTreeMap::new(),
        misconceptions: BTreeMap::new(),
        article: None,
        citations,
        misconception: None,
        teacher: todo("what to ask, what to expect"),
        provenance: None,
    };
    let pack = Pack {
        format: FormatNumber,
        id: "my-pack".to_owned(),
        title: todo("what people read in lists"),
        version: "0.1.0".to_owned(),
        language: "en".to_owned(),
        licence: "CC-BY-4.0".to_owned(),
        authors: vec!["...".to_owned()],
        scenarios: vec![scenario],
    };
    pretty(&pack)
}

/// Formats a pack as JSON, with its fields in the order of the pack format and a trailing newline.
pub fn written(pack: &Value) -> String {
    from_json::<Pack>(pack).map_or_else(|_| pretty(pack), |pack| pretty(&pack))
}

fn pretty(pack: &impl Serialize) -> String {
    tabbed_json(pack) + "\n"
}
