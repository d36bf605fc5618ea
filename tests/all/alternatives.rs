//! Checks that the status for every check that a request fails conforms, unless a specification excludes the status.

use std::collections::{BTreeMap, BTreeSet};

use airside::ruling::source::is_known;
use airside::ruling::{Certainty, FactName, Facts, rule};

pub const CHECKS: [FactName; 13] = [
    FactName::Service,
    FactName::Message,
    FactName::Authority,
    FactName::Method,
    FactName::Upgrade,
    FactName::Refusal,
    FactName::Credentials,
    FactName::Grant,
    FactName::Strength,
    FactName::Permission,
    FactName::Exists,
    FactName::Precondition,
    FactName::State,
];

const LOGIN: [FactName; 4] = [FactName::Credentials, FactName::Grant, FactName::Strength, FactName::Permission];

fn is(facts: &Facts, fact: FactName, value: &str) -> bool {
    facts.value(fact) == value
}

/// Returns the reason why the status for one failed check isn't an alternative to the status for another check.
fn exclusion(facts: &Facts, check: FactName) -> Option<&'static str> {
    let is_open_to_guests = is(facts, FactName::Endpoint, "resource") && !is(facts, FactName::Responder, "proxy");
    let has_login = is(facts, FactName::Credentials, "valid")
        || is(facts, FactName::Credentials, "anonymous") && check == FactName::Permission && is_open_to_guests;
    let is_above = [&CHECKS[..6], &[FactName::Exists]].concat().iter().any(|above| facts.index(*above) != 0);
    let ignores = check == FactName::Precondition && !is(facts, check, "required");
    let is_about_state = matches!(check, FactName::Precondition | FactName::State);
    let login = rule(&alone(facts, &LOGIN)).status;
    let reasons = [
        (ignores, "RFC 9110 section 13.2.1 paragraph 1"),
        // Permission, strength and grant are checked only for a client who is known.
        (LOGIN[1..].contains(&check) && !has_login, "RFC 9110 section 11.4 paragraph 5"),
        (is_about_state && login >= 300, "RFC 4918 section 8.5 paragraph 2"),
        (is(facts, FactName::Hidden, "resource"), "RFC 9110 section 15.5.4 paragraph 3"),
        (is(facts, FactName::Hidden, "account"), "RFC 9729 section 6.4 paragraph 1"),
        (rule(facts).certainty == Certainty::Must, "RFC 9110 section 2.2 paragraph 1"),
        // The fact itself states the order.
        (
            LOGIN.contains(&check) && is_above && is(facts, FactName::Order, "fixed"),
            "RFC 9110 section 15.5.4 paragraph 2",
        ),
    ];
    reasons.into_iter().find_map(|(applies, reason)| applies.then_some(reason))
}

/// Returns the facts of a request that fails no other check.
fn alone(facts: &Facts, checks: &[FactName]) -> Facts {
    let others = CHECKS.iter().filter(|other| !checks.contains(other) && facts.value(**other) != "websocket");
    others.fold(*facts, |alone, other| alone.with_index(*other, 0))
}

type Stated = (FactName, usize);

fn stated() -> Vec<Stated> {
    FactName::ALL.into_iter().flat_map(|fact| (1..fact.values().len()).map(move |index| (fact, index))).collect()
}

#[test]
fn every_failed_check_may_answer_unless_a_specification_excludes_it() {
    let mut excluded: BTreeMap<&str, usize> = BTreeMap::new();
    let mut missing = BTreeSet::new();
    let mut compare = |stated: &[Stated]| {
        let names: BTreeSet<FactName> = stated.iter().map(|(fact, _)| *fact).collect();
        if names.len() < stated.len() {
            return;
        }
        let facts = stated.iter().fold(Facts::default(), |facts, (fact, index)| facts.with_index(*fact, *index));
        let ruling = rule(&facts);
        for check in CHECKS.into_iter().filter(|check| names.contains(check)) {
            let status = rule(&alone(&facts, &[check])).status;
            if status < 300 || ruling.conforms(status) {
                continue;
            }
            match exclusion(&facts, check) {
                Some(reason) => *excluded.entry(reason).or_default() += 1,
                None => _ = missing.insert(format!("{status} for {}: {:?}", check.name(), facts.stated())),
            }
        }
    };
    let all = stated();
    let mut count = 0_usize;
    for (first, one) in all.iter().enumerate() {
        for (second, other) in all.iter().enumerate().skip(first) {
            compare(&[*one, *other]);
            for third in &all[second + 1..] {
                count += 1;
                if count.is_multiple_of(3) {
                    compare(&[*one, *other, *third]);
                }
                // A fourth fact from somewhere else in the list.
                if count.is_multiple_of(11) {
                    compare(&[*one, *other, *third, all[count % all.len()]]);
                }
            }
        }
    }
    let shown: Vec<&String> = missing.iter().take(20).collect();
    assert!(missing.is_empty(), "{} statuses are missing: {shown:#?}", missing.len());
    assert!(excluded.keys().all(|reason| is_known(reason)), "{excluded:?}");
    assert_eq!(excluded.len(), 7, "every reason is needed: {excluded:?}");
}

type Case = (&'static [(&'static str, &'static str)], &'static [u16]);

#[test]
fn several_statuses_are_never_called_a_definition_of_one() {
    let conforms = |facts: &[(&str, &str)]| {
        let facts = facts.iter().fold(Facts::default(), |facts, (name, value)| facts.with(name, value).expect("known"));
        let ruling = rule(&facts);
        assert_eq!(ruling.certainty, Certainty::Debatable, "{facts:?}");
        ruling.also_conforming.iter().chain([ruling.status]).collect::<BTreeSet<u16>>()
    };
    let cases: [Case; 9] = [
        (&[("refusal", "legal"), ("exists", "no")], &[403, 404, 451]),
        (&[("refusal", "rate"), ("exists", "gone")], &[403, 404, 410, 429]),
        (&[("credentials", "duplicate"), ("exists", "no")], &[400, 401, 404]),
        (&[("refusal", "address"), ("credentials", "unverifiable")], &[403, 404, 500, 502, 503, 504]),
        (&[("exists", "no"), ("credentials", "unverifiable")], &[404, 500, 502, 503, 504]),
        (&[("message", "incomplete"), ("authority", "misdirected")], &[400, 403, 421, 422]),
        (&[("service", "backend-login"), ("credentials", "absent")], &[401, 500, 502, 503]),
        (&[("permission", "plan"), ("strength", "too-weak"), ("scheme", "bearer")], &[401, 402, 403, 404]),
        (&[("method", "unknown"), ("refusal", "insecure")], &[301, 302, 303, 307, 308, 400, 403, 426, 501]),
    ];
    for (facts, statuses) in cases {
        assert_eq!(conforms(facts), statuses.iter().copied().collect(), "{facts:?}");
    }
}
