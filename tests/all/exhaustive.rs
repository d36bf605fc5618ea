//! Every set of facts has a ruling, and the invariants hold over all of them.
//!
//! The whole product is walked through an exact factoring. A ruling lists the facts that were looked at, in order;
//! the other facts are shown not to matter, so one ruling stands for all sets that differ in them alone. The sets
//! that are stood for are counted and have to come to the whole product.

use std::collections::BTreeSet;
use std::time::Instant;

use airside::ruling::{Agreement, Certainty, FactName, Facts, Level, Ruling, Verdict, rule};

/// Calls `see` once for each different run of questions and answers, with a set of facts that meets it.
fn each_leaf(mut see: impl FnMut(&Facts, &Ruling)) {
    let mut facts = Facts::default();
    loop {
        let ruling = rule(&facts);
        see(&facts, &ruling);
        // The next run: the last question that has another answer gets it, and what was asked after it is open again.
        let asked: Vec<FactName> = ruling.trace.iter().map(|step| step.fact).collect();
        let Some(place) = asked.iter().rposition(|fact| facts.index(*fact) + 1 < fact.values().len()) else { return };
        let kept =
            asked[..place].iter().fold(Facts::default(), |next, fact| next.with_index(*fact, facts.index(*fact)));
        facts = kept.with_index(asked[place], facts.index(asked[place]) + 1);
    }
}

fn sets_stood_for(ruling: &Ruling) -> u64 {
    FactName::ALL.iter().filter(|fact| !ruling.trace.asked(**fact)).map(|fact| fact.values().len() as u64).product()
}

#[test]
fn every_set_of_facts_has_a_ruling() {
    let start = Instant::now();
    let (mut leaves, mut sets) = (0u64, 0u64);
    each_leaf(|_, ruling| {
        leaves += 1;
        sets += sets_stood_for(ruling);
    });
    let product: u64 = FactName::ALL.iter().map(|fact| fact.values().len() as u64).product();
    assert_eq!(product, 2_587_852_800);
    assert_eq!(sets, product);
    println!("{leaves} runs of questions stand for {sets} sets of facts, walked in {:?}", start.elapsed());
}

#[test]
fn facts_that_were_not_asked_for_cannot_matter() {
    let mut changed = 0u64;
    let mut seed = 1u64;
    each_leaf(|facts, ruling| {
        let silent: Vec<FactName> = FactName::ALL.into_iter().filter(|fact| !ruling.trace.asked(*fact)).collect();
        for fact in &silent {
            for index in 0..fact.values().len() {
                assert_eq!(rule(&facts.with_index(*fact, index)), *ruling, "{fact:?} mattered unasked: {facts:?}");
                changed += 1;
            }
        }
        // Several at once as well.
        for _ in 0..8 {
            let mixed = silent.iter().fold(*facts, |mixed, fact| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                mixed.with_index(*fact, usize::try_from(seed >> 33).unwrap() % fact.values().len())
            });
            assert_eq!(rule(&mixed), *ruling, "{facts:?} against {mixed:?}");
            changed += 1;
        }
    });
    assert!(changed > 10_000);
}

#[test]
fn a_run_of_questions_asks_no_fact_twice_and_reports_true_answers() {
    each_leaf(|facts, ruling| {
        let asked: BTreeSet<FactName> = ruling.trace.iter().map(|step| step.fact).collect();
        assert_eq!(asked.len(), ruling.trace.iter().count());
        assert!(ruling.trace.iter().all(|step| step.answer == facts.value(step.fact)));
    });
}

fn is(facts: &Facts, name: &str, value: &str) -> bool {
    facts.value(FactName::find(name).expect("a fact")) == value
}

fn http_scheme(facts: &Facts) -> bool {
    ["basic", "bearer", "digest", "dpop"].iter().any(|scheme| is(facts, "scheme", scheme))
}

/// The value of a companion field, if the ruling has it.
fn field<'a>(ruling: &'a Ruling, name: &str) -> Option<(&'a str, Level)> {
    ruling
        .companions
        .iter()
        .find(|companion| companion.field == name)
        .map(|companion| (companion.example, companion.level))
}

#[test]
fn every_401_carries_a_valid_challenge_and_nothing_else_has_to_unless_it_says_why() {
    each_leaf(|facts, ruling| {
        let challenge = field(ruling, "WWW-Authenticate");
        if ruling.status == 401 {
            let (value, level) = challenge.unwrap_or_else(|| panic!("a bare 401: {facts:?}"));
            assert_eq!(level, Level::Must);
            let challenge = challenge::read(value).unwrap_or_else(|error| panic!("{value}: {error}"));
            challenge::check(&challenge, facts).unwrap_or_else(|error| panic!("{value}: {error}: {facts:?}"));
        }
        if ruling.status == 407 {
            let (value, level) = field(ruling, "Proxy-Authenticate").expect("a field");
            assert_eq!(level, Level::Must);
            challenge::read(value).expect("valid");
        }
        if ruling.status == 405 {
            assert_eq!(field(ruling, "Allow").expect("a field").1, Level::Must);
        }
        if let Some((value, _)) = challenge {
            assert!(matches!(ruling.status, 400 | 401 | 403), "{facts:?}");
            challenge::read(value).expect("valid");
        }
        if ruling.status == 511 {
            assert!(ruling.companions.is_empty(), "511 carries no challenge (RFC 6585 section 6)");
        }
    });
}

#[test]
fn a_missing_scope_of_a_bearer_token_is_the_403_with_a_sign() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        let scope = is(facts, "permission", "scope") && ruling.trace.asked(FactName::Permission);
        if scope && is(facts, "scheme", "bearer") && ruling.verdict != Verdict::Neither {
            seen += 1;
            assert_eq!(ruling.status, 403);
            let (value, level) = field(ruling, "WWW-Authenticate").expect("a sign");
            assert_eq!(level, Level::Must);
            assert!(value.starts_with("Bearer ") && value.contains("error=\"insufficient_scope\""));
        }
    });
    assert!(seen > 0);
}

#[test]
fn who_is_not_known_is_never_refused_for_a_missing_permission() {
    each_leaf(|facts, ruling| {
        let permission = ruling.trace.asked(FactName::Permission);
        if permission {
            assert!(is(facts, "credentials", "valid") && is(facts, "strength", "sufficient"), "{facts:?}");
        }
        let lacking = is(facts, "credentials", "absent") && is(facts, "protected", "yes") && http_scheme(facts);
        if lacking && ruling.status == 403 {
            assert!(!is(facts, "refusal", "none"), "nothing was sent, and it is 403: {facts:?}");
        }
    });
}

#[test]
fn identity_free_refusals_do_not_look_at_credentials() {
    each_leaf(|facts, ruling| {
        let proxied = is(facts, "responder", "proxy");
        if ruling.status == 403 && !is(facts, "refusal", "none") && !proxied {
            assert!(!ruling.trace.asked(FactName::Credentials), "{facts:?}");
            assert!(ruling.companions.is_empty(), "a challenge would be untrue: {facts:?}");
        }
    });
}

#[test]
fn preconditions_come_last() {
    each_leaf(|facts, ruling| {
        if ruling.status == 412 {
            assert!(is(facts, "protected", "no") || is(facts, "credentials", "valid"));
            assert!(is(facts, "protected", "no") || is(facts, "permission", "granted"));
        }
        // Holding or failing, a precondition never turns a 401 or 403 into anything else.
        let other = rule(&facts.with("precondition", "fails").expect("known"));
        if matches!(ruling.status, 401 | 403) {
            assert_eq!(other.status, ruling.status, "{facts:?}");
        }
    });
}

#[test]
fn a_proxy_never_speaks_for_the_origin() {
    each_leaf(|facts, ruling| {
        if is(facts, "responder", "proxy") {
            assert!(!matches!(ruling.status, 401 | 421), "{facts:?}");
        }
        if is(facts, "responder", "gateway") {
            assert_ne!(ruling.status, 407);
        }
        if is(facts, "responder", "network") {
            assert_eq!(ruling.status, 511);
        }
    });
}

#[test]
fn a_ruling_agrees_with_itself() {
    each_leaf(|facts, ruling| {
        assert_eq!(ruling.verdict, Verdict::from_status(ruling.status));
        assert!(!ruling.also_conforming.contains(ruling.status));
        assert!(!ruling.client_may.is_empty());
        assert!(!ruling.citations.is_empty(), "{facts:?}");
        if ruling.status != 200 {
            assert!(ruling.citations.iter().any(|citation| citation.paragraph.is_some()), "{facts:?}");
        }
        let article = &ruling.article;
        match article.agreement {
            Agreement::Silent => assert_eq!(article.status, None),
            Agreement::SameByLuck => {
                assert!(article.status.is_some_and(|status| ruling.conforms(status)), "{facts:?}");
            }
            Agreement::Inverted => {
                let other = if ruling.status == 401 { 403 } else { 401 };
                assert_eq!(article.status, Some(other), "{facts:?}");
            }
        }
        let certificate = is(facts, "scheme", "certificate");
        if ruling.certainty == Certainty::Debatable && !certificate {
            assert!(!ruling.also_conforming.is_empty(), "debatable between what? {facts:?}");
        }
    });
}

/// A strict reader of one challenge (RFC 9110 section 11.3), written for these tests alone.
mod challenge {
    use airside::ruling::Facts;

    pub struct Challenge {
        pub scheme: String,
        pub parameters: Vec<(String, String, bool)>,
    }

    fn is_token(text: &str) -> bool {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    }

    pub fn read(value: &str) -> Result<Challenge, String> {
        let (scheme, rest) = value.split_once(' ').ok_or("no parameters")?;
        if !is_token(scheme) {
            return Err("the scheme is no token".into());
        }
        let mut parameters: Vec<(String, String, bool)> = Vec::new();
        let mut rest = rest;
        loop {
            let (name, after) = rest.split_once('=').ok_or("a parameter without a value")?;
            if !is_token(name) {
                return Err(format!("`{name}` is no token"));
            }
            if parameters.iter().any(|(known, _, _)| known.eq_ignore_ascii_case(name)) {
                return Err(format!("`{name}` stands twice"));
            }
            let (text, quoted, left) = if let Some(after) = after.strip_prefix('"') {
                let (text, left) = after.split_once('"').ok_or("an open quotation")?;
                if text.bytes().any(|byte| byte == b'\\' || !(b' '..=b'~').contains(&byte)) {
                    return Err("a character that needs care".into());
                }
                (text, true, left)
            } else {
                let end = after.find(',').unwrap_or(after.len());
                let (text, left) = after.split_at(end);
                if !is_token(text) {
                    return Err(format!("`{text}` is no token"));
                }
                (text, false, left)
            };
            parameters.push((name.to_owned(), text.to_owned(), quoted));
            match left {
                "" => return Ok(Challenge { scheme: scheme.to_owned(), parameters }),
                left => rest = left.strip_prefix(", ").ok_or("something between parameters")?,
            }
        }
    }

    /// What the schemes ask for: RFC 7617 section 2, RFC 6750 section 3, RFC 7616 section 3.3, RFC 9110 section 11.5.
    pub fn check(challenge: &Challenge, facts: &Facts) -> Result<(), String> {
        let find = |name: &str| challenge.parameters.iter().find(|(known, _, _)| known == name);
        if find("realm").is_some_and(|(_, _, quoted)| !quoted) {
            return Err("a realm is sent quoted".into());
        }
        let needs: &[&str] = match challenge.scheme.as_str() {
            "Basic" => &["realm"],
            "Digest" => &["realm", "nonce"],
            _ => &[],
        };
        if let Some(missing) = needs.iter().find(|name| find(name).is_none()) {
            return Err(format!("`{missing}` is required"));
        }
        if find("stale").is_some_and(|(_, _, quoted)| *quoted) {
            return Err("stale is not quoted".into());
        }
        let credentials = facts.value(airside::ruling::FactName::Credentials);
        if matches!(credentials, "absent" | "unsupported-scheme") && find("error").is_some() {
            return Err("an error is reported, and nothing usable was sent".into());
        }
        Ok(())
    }

    #[test]
    fn the_reader_is_strict() {
        for bad in ["Basic", "Basic realm=\"a", "Basic realm=\"a\" x=1", "Basic realm=\"a\",realm=\"b\"", "B=c d=1"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        let unquoted = read("Basic realm=a").expect("readable");
        assert!(check(&unquoted, &Facts::default()).is_err());
        let bare = read("Basic charset=\"UTF-8\"").expect("readable");
        assert!(check(&bare, &Facts::default()).is_err());
        let error = read("Bearer realm=\"a\", error=\"invalid_token\"").expect("readable");
        assert!(check(&error, &Facts::default().with("credentials", "absent").expect("known")).is_err());
    }
}
