//! Judges captured exchanges in three ways and compares the verdicts with an index.
//!
//! The captures aren't part of the project. To run the test, use `AIRSIDE_CAPTURES=folder cargo test --test all
//! captures -- --ignored --nocapture`. The folder must contain `index.json`, a list of objects with the fields `file`,
//! `server`, `version`, `case`, `situation` and `verdict`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use airside::inspect::evidence::{FactSource, KnownFact};
use airside::inspect::exchange::{RecordedExchange, parse};
use airside::inspect::matrix::judge;
use airside::inspect::verdict::{Conformance, Inspection, inspect};
use airside::ruling::FactName;
use serde_json::Value;

/// Returns the facts that are known from the situation in the index but aren't visible in the exchange.
fn facts(situation: &str, server: &str, case: &str) -> Vec<KnownFact> {
    let pairs: &[(&str, &str)] = match situation.strip_prefix("proxy-").unwrap_or(situation) {
        "anon-protected" | "anon" => &[("credentials", "absent"), ("protected", "yes")],
        "malformed" => &[("credentials", "malformed")],
        "bad-creds" => &[("credentials", "wrong-secret")],
        "expired" => &[("credentials", "expired")],
        "valid-not-permitted" if case.contains("scope") => &[("credentials", "valid"), ("permission", "scope")],
        "valid-not-permitted" if case.contains("fresh") => &[("credentials", "valid"), ("strength", "too-old")],
        "valid-not-permitted" => &[("credentials", "valid"), ("permission", "role")],
        "flat-deny" => &[("refusal", "nobody")],
        "anon-nonexistent" => &[("credentials", "absent"), ("exists", "no")],
        "nonexistent-authenticated" => &[("credentials", "valid"), ("exists", "no")],
        "csrf" => &[("refusal", "csrf")],
        "server-broken" => &[("credentials", "unverifiable")],
        "lockout" => &[("credentials", "valid"), ("permission", "locked")],
        _ => &[("credentials", "valid")],
    };
    let scheme = match server {
        "datasette" | "django" | "tornado" | "flask-login" | "devise" => Some(("scheme", "cookie")),
        _ if case.starts_with("apikey") || server == "rocket" => Some(("scheme", "key")),
        "nestjs" | "axum" | "flask-jwt-extended" => Some(("scheme", "bearer")),
        "fastapi" if case.starts_with("bearer") => Some(("scheme", "bearer")),
        "fastapi" if case.starts_with("digest") => Some(("scheme", "digest")),
        "djangorestframework" => Some(("scheme", "basic")),
        "jupyter-server" => Some(("scheme", "other")),
        "moto-s3" => Some(("scheme", "signature")),
        _ => None,
    };
    let proxy = situation.starts_with("proxy-").then_some(("responder", "proxy"));
    pairs
        .iter()
        .copied()
        .chain(scheme)
        .chain(proxy)
        .map(|(name, value)| {
            let fact = FactName::find(name).expect("a fact");
            let index = fact.values().iter().position(|known| *known == value).expect("a value");
            KnownFact::new(fact, index, FactSource::User)
        })
        .collect()
}

fn expected(verdict: &str) -> Conformance {
    match verdict {
        "breaks MUST" => Conformance::Challenge,
        "wrong code by definition" => Conformance::WrongCode,
        "debatable" => Conformance::Arguable,
        _ => Conformance::Conforms,
    }
}

/// Returns whether a verdict contradicts the index. An arguable response isn't a fault, but its verdict must not be
/// "conforms".
fn is_wrong(verdict: Conformance, expected: Conformance) -> bool {
    match verdict {
        Conformance::Unknown => false,
        Conformance::Arguable => expected.is_fault(),
        Conformance::Conforms => expected != Conformance::Conforms,
        fault => fault != expected,
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one pass over the folder")]
#[expect(clippy::cast_precision_loss, reason = "a mean to two places")]
#[ignore = "needs a folder of captures in AIRSIDE_CAPTURES"]
fn captures_are_judged_as_their_index_says() {
    let folder = std::env::var_os("AIRSIDE_CAPTURES").expect("AIRSIDE_CAPTURES names a folder with an index.json");
    let folder = Path::new(&folder);
    let index: Vec<Value> =
        serde_json::from_str(&fs::read_to_string(folder.join("index.json")).expect("an index")).expect("JSON");
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let mut log = String::new();
    let (mut unread, mut wrong_given, mut unknown_given, mut wrong_alone, mut asked, mut settled) = (0, 0, 0, 0, 0, 0);
    let mut unrepaired = 0;
    let mut servers: BTreeMap<String, Vec<(String, Conformance, RecordedExchange)>> = BTreeMap::new();
    let mut histogram = [0; 4];
    for entry in &index {
        let file = text(entry, "file");
        let bytes = fs::read(folder.join(&file)).expect("a capture");
        let exchanges = match parse(&file, &String::from_utf8_lossy(&bytes)) {
            Ok(exchanges) if exchanges.len() == 1 => exchanges,
            other => {
                unread += 1;
                writeln!(log, "unread {file}: {:?}", other.map(|all| all.len())).unwrap();
                continue;
            }
        };
        let exchange = &exchanges[0];
        for remark in &exchange.remarks {
            writeln!(log, "remark {file}: {remark:?}").unwrap();
        }
        let expected = expected(&text(entry, "verdict"));
        let user_facts = facts(&text(entry, "situation"), &text(entry, "server"), &text(entry, "case"));
        let given = inspect(exchange, &user_facts, &[], 1_795_600_000);
        let alone = inspect(exchange, &[], &[], 1_795_600_000);
        for facts in [&user_facts[..], &[]] {
            if let Some(fault) = super::corrections::fault(exchange, facts) {
                unrepaired += 1;
                writeln!(log, "correction {file}: {fault}").unwrap();
            }
        }
        let show = |kind: &str, inspection: &Inspection| {
            format!(
                "{kind} {file}: {} where the index has {}; {}\n",
                inspection.verdict.name(),
                expected.name(),
                inspection.questions.iter().map(|q| q.fact.name()).collect::<Vec<_>>().join(",")
            )
        };
        if is_wrong(given.verdict, expected) {
            wrong_given += 1;
            log += &show("given ", &given);
        }
        if given.verdict == Conformance::Unknown {
            unknown_given += 1;
            log += &show("given ", &given);
        }
        if is_wrong(alone.verdict, expected) {
            wrong_alone += 1;
            log += &show("alone ", &alone);
        }
        if alone.verdict != Conformance::Unknown {
            settled += 1;
        }
        asked += alone.questions.len();
        histogram[alone.questions.len()] += 1;
        servers.entry(format!("{}-{}", text(entry, "server"), text(entry, "version"))).or_default().push((
            file,
            expected,
            exchange.clone(),
        ));
    }
    let (mut faulty, mut found, mut alarms) = (0, 0, 0);
    for rows in servers.values() {
        let exchanges: Vec<RecordedExchange> = rows.iter().map(|(_, _, exchange)| exchange.clone()).collect();
        let matrix = judge(&exchanges, &[], 1_795_600_000);
        for ((file, expected, _), inspection) in rows.iter().zip(&matrix.inspections) {
            let is_found = inspection.verdict.is_fault();
            faulty += usize::from(expected.is_fault());
            found += usize::from(expected.is_fault() && is_found);
            alarms += usize::from(*expected == Conformance::Conforms && is_found);
            if expected.is_fault() && !is_found || !expected.is_fault() && is_found {
                writeln!(log, "matrix {file}: {} where the index has {}", inspection.verdict.name(), expected.name())
                    .unwrap();
            }
        }
    }
    let total = index.len();
    println!("{log}");
    println!("exchanges                       {total}");
    println!("not read                        {unread}");
    println!("wrong with the situation given  {wrong_given} (unknown {unknown_given})");
    println!("wrong alone                     {wrong_alone} (settled {settled})");
    println!("corrections that don't conform  {unrepaired}");
    println!("questions alone, mean           {:.2} {histogram:?}", asked as f64 / total as f64);
    println!("faults found by matrices        {found} of {faulty}, false alarms {alarms}");
    assert_eq!((unread, wrong_alone, unrepaired), (0, 0, 0));
}
