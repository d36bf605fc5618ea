//! Checks that every set of facts has a ruling, and that certain rules hold for all sets.
//!
//! A ruling lists the facts that the procedure asked about, in order, and the other facts can only have added conforming
//! statuses. The compiler guarantees this, because the procedure can read a fact only through `ruling::inquiry`. One
//! ruling therefore represents all sets that differ only in facts that aren't listed. The test compares the number of
//! sets that the rulings represent with the total number of sets.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use airside::document::citation::with_level;
use airside::ruling::source::SECTIONS;
use airside::ruling::{Agreement, Certainty, Citation, FactName, Facts, Level, Ruling, Verdict, rule};

use super::alternatives::CHECKS;
use super::challenge;

/// One set of facts for each possible sequence of questions and answers.
static LEAVES: LazyLock<Vec<(Facts, Ruling)>> = LazyLock::new(|| {
    let mut leaves = Vec::new();
    let mut facts = Facts::default();
    loop {
        let ruling = rule(&facts);
        leaves.push((facts, ruling));
        // In the next sequence, the last question that has another possible answer gets that answer, and all later
        // questions are asked again.
        let asked: Vec<FactName> = ruling.trace.facts().collect();
        let Some(place) = asked.iter().rposition(|fact| facts.index(*fact) + 1 < fact.values().len()) else {
            return leaves;
        };
        let kept =
            asked[..place].iter().fold(Facts::default(), |next, fact| next.with_index(*fact, facts.index(*fact)));
        facts = kept.with_index(asked[place], facts.index(asked[place]) + 1);
    }
});

/// For each of the sets above, a set in which the facts that the ruling doesn't list have arbitrary values.
static MIXED: LazyLock<Vec<(Facts, Ruling)>> = LazyLock::new(|| {
    let mut seed = 1;
    let mixed = |(facts, ruling): &(Facts, Ruling)| {
        let mixed = mixed(facts, |fact| lists(ruling, fact), &mut seed);
        (mixed, rule(&mixed))
    };
    LEAVES.iter().map(mixed).collect()
});

fn mixed(facts: &Facts, is_kept: impl Fn(FactName) -> bool, seed: &mut u64) -> Facts {
    FactName::ALL.into_iter().filter(|fact| !is_kept(*fact)).fold(*facts, |mixed, fact| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        mixed.with_index(fact, usize::try_from(*seed >> 33).unwrap() % fact.values().len())
    })
}

fn lists(ruling: &Ruling, fact: FactName) -> bool {
    ruling.trace.facts().any(|listed| listed == fact)
}

fn each_leaf(mut see: impl FnMut(&Facts, &Ruling)) {
    LEAVES.iter().chain(MIXED.iter()).for_each(|(facts, ruling)| see(facts, ruling));
}

const PRODUCT: u64 = 21_506_609_479_680;

fn sets_stood_for(ruling: &Ruling) -> u64 {
    FactName::ALL.into_iter().filter(|fact| !lists(ruling, *fact)).map(|fact| fact.values().len() as u64).product()
}

#[test]
fn every_set_of_facts_has_a_ruling() {
    let sets: u64 = LEAVES.iter().map(|(_, ruling)| sets_stood_for(ruling)).sum();
    let product: u64 = FactName::ALL.iter().map(|fact| fact.values().len() as u64).product();
    assert_eq!(product, PRODUCT);
    assert_eq!(sets, product);
    println!("{} runs of questions stand for {sets} sets of facts", LEAVES.len());
}

#[test]
fn facts_that_were_not_asked_for_cannot_matter() {
    let mut seed = 1;
    for (facts, ruling) in LEAVES.iter().chain(MIXED.iter()).step_by(3) {
        let mixed = mixed(facts, |fact| ruling.trace.asked(fact), &mut seed);
        assert_eq!(rule(&mixed), *ruling, "{facts:?} against {mixed:?}");
    }
}

#[test]
fn a_run_of_questions_asks_no_fact_twice_and_reports_true_answers() {
    each_leaf(|facts, ruling| {
        let mut asked = [false; FactName::ALL.len()];
        for step in ruling.trace.iter() {
            assert!(!std::mem::replace(&mut asked[step.fact as usize], true), "{:?} is asked twice", step.fact);
            assert_eq!((step.value, step.answer), (facts.value(step.fact), facts.answer(step.fact)));
        }
    });
}

fn is(facts: &Facts, fact: FactName, value: &str) -> bool {
    facts.value(fact) == value
}

/// Returns whether the request passes every other check.
fn only_fails(facts: &Facts, checks: &[FactName]) -> bool {
    let others = CHECKS.iter().filter(|other| !checks.contains(other) && !is(facts, **other, "websocket"));
    others.into_iter().all(|other| facts.index(*other) == 0)
}

/// Returns whether the server treats the client as a user and checks the permission of that user.
fn is_user(facts: &Facts) -> bool {
    is(facts, FactName::Credentials, "valid") || is(facts, FactName::Credentials, "anonymous")
}

fn http_scheme(facts: &Facts) -> bool {
    ["basic", "bearer", "digest", "dpop", "negotiate", "signature", "other"]
        .iter()
        .any(|scheme| is(facts, FactName::Scheme, scheme))
}

fn field<'a>(ruling: &'a Ruling, name: &str) -> Option<(&'a str, Level)> {
    ruling
        .companions
        .iter()
        .find(|companion| companion.field == name)
        .map(|companion| (companion.example, companion.level))
}

#[test]
fn every_challenge_that_is_printed_is_one_that_may_be_sent() {
    let mut seen = BTreeSet::new();
    each_leaf(|facts, ruling| {
        for companion in ruling.companions.iter().filter(|companion| companion.field.ends_with("-Authenticate")) {
            let value = companion.example;
            let sent = !["absent", "anonymous", "unsupported-scheme"].contains(&facts.value(FactName::Credentials));
            if !seen.insert((value, sent)) {
                continue;
            }
            let challenges = challenge::read(value).unwrap_or_else(|error| panic!("{value}: {error}"));
            assert_eq!(challenges.len(), 1);
            challenge::check(&challenges[0], sent).unwrap_or_else(|error| panic!("{value}: {error}: {facts:?}"));
        }
    });
    assert!(seen.len() > 30, "{seen:#?}");
}

#[test]
fn only_statuses_that_may_have_a_challenge_have_one() {
    each_leaf(|facts, ruling| {
        let challenge = field(ruling, "WWW-Authenticate");
        match ruling.status {
            401 => assert_eq!(challenge.unwrap_or_else(|| panic!("a bare 401: {facts:?}")).1, Level::Must),
            407 => assert_eq!(field(ruling, "Proxy-Authenticate").expect("a challenge").1, Level::Must),
            405 => assert_eq!(field(ruling, "Allow").expect("the methods").1, Level::Must),
            511 => assert!(ruling.companions.is_empty(), "511 carries no challenge (RFC 6585 section 6)"),
            _ => {}
        }
        if challenge.is_some() {
            let mutual = ruling.status == 200 && is(facts, FactName::Scheme, "negotiate");
            assert!(matches!(ruling.status, 400 | 401 | 403) || mutual, "{facts:?}");
            assert!(!is(facts, FactName::Responder, "proxy"), "a proxy doesn't speak for the server: {facts:?}");
        }
        if is(facts, FactName::Responder, "proxy") {
            assert!(!ruling.conforms(401), "a proxy asks for its own login with 407: {facts:?}");
        }
        if field(ruling, "Proxy-Authenticate").is_some() {
            assert_eq!(ruling.status, 407);
        }
    });
}

#[test]
fn a_challenge_names_the_scheme_that_the_server_takes() {
    let scheme_of = |facts: &Facts| match facts.value(FactName::Scheme) {
        "basic" => "Basic",
        "bearer" => "Bearer",
        "digest" => "Digest",
        "dpop" => "DPoP",
        "negotiate" => "Negotiate",
        "signature" => "AWS4-HMAC-SHA256",
        "other" => "Token",
        "key" => "ApiKey",
        "form" if !is(facts, FactName::Endpoint, "login") => "Form",
        _ => "Cookie",
    };
    each_leaf(|facts, ruling| {
        let introspection = is(facts, FactName::Endpoint, "introspection") && !http_scheme(facts);
        for companion in ruling.companions.iter().filter(|companion| companion.field == "WWW-Authenticate") {
            let scheme = companion.example.split(' ').next().expect("a scheme");
            let wanted = if introspection { "Basic" } else { scheme_of(facts) };
            assert_eq!(scheme, wanted, "{facts:?}");
            assert!(!companion.example.contains("scope="), "a scope that may not be the resource's");
        }
    });
}

#[test]
fn a_must_is_claimed_only_where_one_fixes_the_status() {
    let mut texts = BTreeSet::new();
    each_leaf(|facts, ruling| {
        if ruling.certainty == Certainty::Must {
            assert!(
                matches!(ruling.status, 101 | 304 | 401)
                    || ruling.status == 412 && is(facts, FactName::Precondition, "taken")
                    || ruling.status == 200 && is(facts, FactName::Endpoint, "introspection"),
                "{facts:?}"
            );
            let decisive = ruling.citations.first().expect("a source");
            assert_eq!(decisive.level, Level::Must);
            texts.insert((decisive.document, decisive.section));
        }
    });
    assert_eq!(
        texts,
        BTreeSet::from([
            ("RFC 9110", "13.1.2"),
            ("RFC 6455", "4.2.2"),
            ("RFC 6749", "5.2"),
            ("RFC 7662", "2.3"),
            ("RFC 8705", "3")
        ])
    );
}

#[test]
fn a_token_endpoint_never_answers_403() {
    each_leaf(|facts, ruling| {
        let asked = lists(ruling, FactName::Endpoint) && is(facts, FactName::Endpoint, "token");
        if asked && is(facts, FactName::Responder, "origin") && is(facts, FactName::Refusal, "none") {
            assert_ne!(ruling.status, 403, "{facts:?}");
        }
    });
}

#[test]
fn credentials_that_could_not_be_checked_are_never_called_invalid() {
    each_leaf(|facts, ruling| {
        if lists(ruling, FactName::Credentials) && is(facts, FactName::Credentials, "unverifiable") {
            let refused = !is(facts, FactName::Refusal, "none");
            assert!(refused || !matches!(ruling.status, 401 | 403 | 407), "{facts:?}");
            // Any other status means that something else is wrong, which may also be a reason for a refusal.
            if matches!(ruling.status, 200 | 503) && only_fails(facts, &[FactName::Credentials]) {
                assert!(![401, 403, 407].into_iter().any(|status| ruling.conforms(status)), "{facts:?}");
            }
        }
    });
}

#[test]
fn the_response_does_not_reveal_a_hidden_resource() {
    each_leaf(|facts, ruling| {
        let outsider = lists(ruling, FactName::Credentials) && !is_user(facts);
        // An account that may read the resource already knows that it exists.
        let reads = ["granted", "method"].iter().any(|value| is(facts, FactName::Permission, value));
        let denied = lists(ruling, FactName::Permission) && !reads;
        let checked = !is(facts, FactName::Credentials, "unverifiable");
        let served = is(facts, FactName::Responder, "origin") && !is(facts, FactName::Message, "malformed");
        let hides = lists(ruling, FactName::Hidden) && is(facts, FactName::Hidden, "resource");
        let oauth = ["token", "introspection", "revocation"].iter().any(|value| is(facts, FactName::Endpoint, value));
        if hides && served && checked && !oauth && (outsider || denied) {
            // Early refusals come before the server looks for the resource, and a 404 conforms as well.
            let early = ["origin", "csrf", "quota", "insecure"].iter().any(|value| is(facts, FactName::Refusal, value));
            let is_hidden = matches!(ruling.status, 404 | 501) || early && ruling.conforms(404);
            assert!(is_hidden, "{} shows it: {facts:?}", ruling.status);
        }
        if hides && !is(facts, FactName::Message, "malformed") && is(facts, FactName::Refusal, "nobody") {
            assert_eq!(ruling.status, 404, "{facts:?}");
        }
    });
}

#[test]
fn an_account_that_must_stay_hidden_is_not_shown_by_the_answer() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        let hides = lists(ruling, FactName::Hidden) && is(facts, FactName::Hidden, "account");
        // A response about a WebDAV lock reveals nothing about an account.
        let locked = is(facts, FactName::State, "locked");
        if hides && !locked && lists(ruling, FactName::Exists) {
            seen += 1;
            let exists = rule(&facts.with_index(FactName::Exists, 0).with_index(FactName::State, 0));
            let reveals = |status: &u16| ruling.conforms(*status) && !exists.conforms(*status);
            assert_eq!([404, 409, 410].iter().find(|status| reveals(status)), None, "{facts:?}");
        }
    });
    assert!(seen > 0);
}

#[test]
fn every_check_that_fails_may_answer_where_no_order_is_defined() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        let usual = [
            (FactName::Message, "well-formed"),
            (FactName::Authority, "right"),
            (FactName::Method, "supported"),
            (FactName::Refusal, "none"),
            (FactName::Service, "up"),
        ];
        let opens = is(facts, FactName::Upgrade, "none") || is(facts, FactName::Upgrade, "websocket");
        let passes = opens && usual.iter().all(|(fact, value)| is(facts, *fact, value));
        let is_failure = is(facts, FactName::Service, "backend-login");
        let is_open = is(facts, FactName::Order, "open")
            && is(facts, FactName::Preflight, "no")
            && is(facts, FactName::Responder, "origin");
        // A hidden resource looks like a missing one.
        if passes || is_failure || !is_open || ruling.status == 404 || is(facts, FactName::Protected, "no") {
            return;
        }
        if is(facts, FactName::Credentials, "unverifiable") {
            return;
        }
        assert!(ruling.trace.asked(FactName::Credentials), "{facts:?}");
        seen += 1;
        // A confirmation asks a logged-in user for the password, so its failure isn't a 401 by itself either.
        let challenges = !is(facts, FactName::Endpoint, "confirmation");
        assert!(is_user(facts) || !challenges || ruling.conforms(401), "{facts:?}");
        let denied = lists(ruling, FactName::Permission) && !is(facts, FactName::Permission, "granted");
        let oauth = ["token", "introspection", "revocation"].iter().any(|value| is(facts, FactName::Endpoint, value));
        // A hidden account gets the response of an unknown one.
        let visible = is(facts, FactName::Hidden, "no");
        if denied && visible && !oauth && is(facts, FactName::Credentials, "valid") {
            assert!(ruling.conforms(403), "{facts:?}");
        }
    });
    assert!(seen > 0);
}

#[test]
fn a_login_that_is_looked_at_later_never_answers_beside_a_check_that_refuses() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        if lists(ruling, FactName::Order) && is(facts, FactName::Order, "fixed") {
            seen += 1;
            assert!(!ruling.conforms(401) && !ruling.conforms(407), "{}: {facts:?}", ruling.status);
        }
    });
    assert!(seen > 0);
}

#[test]
fn a_script_that_sends_credentials_from_the_browser_is_allowed_to_read_the_answer() {
    each_leaf(|facts, ruling| {
        let shared = field(ruling, "Access-Control-Allow-Origin").is_some();
        if shared && lists(ruling, FactName::Scheme) {
            let by_browser = ["basic", "digest", "negotiate", "cookie", "certificate"];
            let is_sent = by_browser.iter().any(|scheme| is(facts, FactName::Scheme, scheme));
            assert_eq!(field(ruling, "Access-Control-Allow-Credentials").is_some(), is_sent, "{facts:?}");
        }
        let names = field(ruling, "Access-Control-Allow-Headers").map_or("", |(names, _)| names);
        assert!(!(is(facts, FactName::Scheme, "cookie") && names.contains("Authorization")), "{facts:?}");
    });
}

#[test]
fn an_endpoint_that_takes_a_form_allows_only_post() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        let other = lists(ruling, FactName::Endpoint) && !is(facts, FactName::Endpoint, "resource");
        if other
            && ruling.status == 405
            && !is(facts, FactName::Responder, "proxy")
            && is(facts, FactName::Preflight, "no")
        {
            seen += 1;
            assert_eq!(field(ruling, "Allow").map(|(methods, _)| methods), Some("POST"), "{facts:?}");
            let oauth = ["token", "introspection", "revocation"].iter().any(|one| is(facts, FactName::Endpoint, one));
            if only_fails(facts, &[FactName::Method]) {
                assert_eq!(ruling.conforms(400), oauth, "{facts:?}");
            }
        }
    });
    assert!(seen > 0);
}

#[test]
fn credentials_that_are_too_early_or_too_old_get_advice_about_the_time() {
    let advice = |facts: &[(&str, &str)]| {
        let all = facts.iter().fold(Facts::default(), |all, (name, value)| all.with(name, value).expect("a fact"));
        rule(&all).client_may
    };
    for scheme in FactName::Scheme.values() {
        let early = advice(&[("scheme", scheme), ("credentials", "not-yet-valid")]);
        assert!(["clock", "Wait", "Fill", "Log in again"].iter().any(|word| early.contains(word)), "{scheme}: {early}");
        let old = advice(&[("scheme", scheme), ("strength", "too-old")]);
        assert!(!old.contains("second step"), "{scheme}: {old}");
    }
}

#[test]
fn a_missing_login_at_a_proxy_hides_no_other_fault() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        if ruling.status != 407 {
            return;
        }
        let others = [
            (FactName::Service, "down", 503),
            (FactName::Message, "malformed", 400),
            (FactName::Refusal, "nobody", 403),
        ];
        for (fact, value, status) in others {
            if lists(ruling, fact) && is(facts, fact, value) {
                seen += 1;
                assert!(ruling.conforms(status) && ruling.certainty == Certainty::Debatable, "{facts:?}");
            }
        }
    });
    assert!(seen > 0);
}

#[test]
fn no_oauth_endpoint_answers_422() {
    each_leaf(|facts, ruling| {
        let oauth = ["token", "introspection", "revocation"].iter().any(|value| is(facts, FactName::Endpoint, value));
        if oauth && lists(ruling, FactName::Endpoint) && is(facts, FactName::Refusal, "none") {
            assert!(!ruling.conforms(422), "{facts:?}");
        }
    });
}

#[test]
fn a_websocket_that_is_opened_gets_101() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        if lists(ruling, FactName::Upgrade) && is(facts, FactName::Upgrade, "websocket") {
            let endpoint = !is(facts, FactName::Endpoint, "resource") || is(facts, FactName::Hidden, "account");
            assert!(ruling.status != 200 || endpoint, "{facts:?}");
            seen += usize::from(ruling.status == 101);
        }
    });
    assert!(seen > 0);
}

#[test]
fn a_refused_preflight_grants_nothing() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        let preflight = lists(ruling, FactName::Preflight) && is(facts, FactName::Preflight, "yes");
        // A proxy asks for its own login first.
        let lacks_login = !is(facts, FactName::Credentials, "valid") || !is(facts, FactName::Strength, "sufficient");
        let at_proxy = is(facts, FactName::Responder, "proxy") && is(facts, FactName::Protected, "yes") && lacks_login;
        let usable =
            [(FactName::Message, "well-formed"), (FactName::Authority, "right"), (FactName::Method, "supported")];
        let usable = usable.iter().all(|(fact, value)| is(facts, *fact, value));
        if preflight && usable && !at_proxy && !is(facts, FactName::Refusal, "none") {
            seen += 1;
            let wanted = match facts.value(FactName::Refusal) {
                "rate" => 429,
                "legal" => 451,
                _ => 403,
            };
            assert_eq!(ruling.status, wanted);
            assert!([200, 204, 403].into_iter().all(|status| ruling.conforms(status)), "{facts:?}");
            assert!(ruling.companions.iter().all(|companion| !companion.field.starts_with("Access-Control")));
        }
    });
    assert!(seen > 0);
}

#[test]
fn the_article_is_not_charged_with_missing_credentials() {
    each_leaf(|facts, ruling| {
        if lists(ruling, FactName::Credentials) && is(facts, FactName::Credentials, "absent") {
            assert!(ruling.article.status.is_none() || !is(facts, FactName::Refusal, "none"), "{facts:?}");
        }
    });
}

#[test]
fn every_citation_is_in_the_table() {
    // Thousands of rulings cite the same lists of passages, so each list is checked once. Finding a list by the
    // addresses of its texts is faster than hashing the texts.
    let mut checked: HashMap<usize, Vec<Citation>> = HashMap::new();
    each_leaf(|facts, ruling| {
        let addresses = ruling.citations.iter().map(|citation| citation.supports.as_ptr() as usize);
        let key = addresses.fold(0, |key: usize, address| key.rotate_left(7) ^ address);
        if checked.get(&key).is_some_and(|known| known.iter().copied().eq(ruling.citations.iter())) {
            return;
        }
        let citations: Vec<Citation> = ruling.citations.iter().collect();
        let mut shown = BTreeSet::new();
        for citation in &citations {
            let known = SECTIONS.iter().any(|section| section.passages.contains(citation));
            assert!(known, "{citation}: {facts:?}");
            assert!(shown.insert(with_level(citation)), "{citation} is shown twice: {facts:?}");
        }
        checked.insert(key, citations);
    });
    println!("{} lists of passages are cited by rulings", checked.len());
}

#[test]
fn each_value_has_a_question_with_an_answer_and_a_meaning() {
    let sentence = |text: &str| {
        let first = text.chars().next().is_some_and(|first| first.is_uppercase() || first == '`');
        assert!(first && text.ends_with('.') && text.len() < 110, "{text}");
    };
    for fact in FactName::ALL {
        assert!(fact.question().ends_with('?') && fact.question().len() < 45, "{fact:?}");
        assert_eq!((fact.values().len(), fact.values().len()), (fact.answers().len(), fact.meanings().len()));
        sentence(fact.meaning());
        fact.answers().iter().chain(fact.meanings()).for_each(|text| sentence(text));
        let distinct: BTreeSet<_> = fact.meanings().iter().collect();
        assert_eq!(distinct.len(), fact.values().len(), "{fact:?}");
    }
}

#[test]
fn a_missing_scope_of_a_bearer_token_is_the_403_with_a_challenge() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        let denied = is(facts, FactName::Permission, "scope") && lists(ruling, FactName::Permission);
        let scope = denied && is(facts, FactName::Credentials, "valid");
        let resource = ["resource", "login", "confirmation"].iter().any(|value| is(facts, FactName::Endpoint, value));
        let origin = !is(facts, FactName::Responder, "proxy");
        if scope && resource && origin && is(facts, FactName::Scheme, "bearer") && ruling.verdict != Verdict::Neither {
            seen += 1;
            assert_eq!(ruling.status, 403);
            let (value, level) = field(ruling, "WWW-Authenticate").expect("a challenge");
            assert_eq!(level, Level::Must);
            assert!(value.starts_with("Bearer ") && value.contains("error=\"insufficient_scope\""));
        }
    });
    assert!(seen > 0);
}

#[test]
fn unknown_users_are_never_refused_for_a_missing_permission() {
    each_leaf(|facts, ruling| {
        let permission = lists(ruling, FactName::Permission);
        if permission {
            let is_locked_out =
                is(facts, FactName::Endpoint, "login") && is(facts, FactName::Credentials, "wrong-secret");
            // A public client has no credentials.
            let is_public = ["token", "revocation"].iter().any(|value| is(facts, FactName::Endpoint, value))
                && is(facts, FactName::Protected, "no");
            assert!(is_user(facts) || is_locked_out || is_public, "{facts:?}");
        }
        let unknown = ["absent", "anonymous"].iter().any(|value| is(facts, FactName::Credentials, value));
        let lacking = unknown && is(facts, FactName::Protected, "yes") && http_scheme(facts);
        let confirmation = is(facts, FactName::Endpoint, "confirmation") && lists(ruling, FactName::Endpoint);
        if lacking && ruling.status == 403 && !confirmation {
            assert!(!is(facts, FactName::Refusal, "none"), "nothing was sent, and it is 403: {facts:?}");
        }
    });
}

#[test]
fn identity_free_refusals_do_not_look_at_credentials() {
    each_leaf(|facts, ruling| {
        let proxied = is(facts, FactName::Responder, "proxy");
        if ruling.status == 403 && !is(facts, FactName::Refusal, "none") && !proxied {
            let fixed = is(facts, FactName::Order, "fixed");
            assert!(!fixed || !lists(ruling, FactName::Credentials), "{facts:?}");
            assert!(ruling.companions.is_empty(), "a challenge would be untrue: {facts:?}");
        }
    });
}

#[test]
fn a_login_form_may_be_shown_again_after_any_refusal_of_the_user() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        let form = is(facts, FactName::Endpoint, "login")
            && is(facts, FactName::Scheme, "form")
            && is(facts, FactName::Client, "browser");
        if form && lists(ruling, FactName::Client) && ruling.status == 403 && is(facts, FactName::Responder, "origin") {
            seen += 1;
            assert!([200, 302, 303, 400, 401, 422].into_iter().all(|status| ruling.conforms(status)), "{facts:?}");
            assert_ne!(ruling.certainty, Certainty::Definition, "no status is required: {facts:?}");
        }
    });
    assert!(seen > 0);
}

#[test]
fn a_token_that_the_caller_may_not_know_about_is_called_inactive() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        let foreign = is(facts, FactName::Permission, "owner") || is(facts, FactName::Permission, "tenant");
        let asked = lists(ruling, FactName::Permission) && lists(ruling, FactName::Endpoint);
        let known = is(facts, FactName::Credentials, "valid") && is(facts, FactName::Method, "supported");
        if asked && foreign && known && is(facts, FactName::Endpoint, "introspection") {
            seen += 1;
            assert_eq!((ruling.status, ruling.certainty), (200, Certainty::Must), "{facts:?}");
        }
    });
    assert!(seen > 0);
}

#[test]
fn a_websocket_handshake_isnt_sent_to_a_login_page() {
    each_leaf(|facts, ruling| {
        if lists(ruling, FactName::Upgrade) && !is(facts, FactName::Upgrade, "none") {
            assert!(ruling.status != 303 || !is(facts, FactName::Protected, "yes"), "{facts:?}");
        }
    });
}

#[test]
fn a_script_can_read_every_challenge_that_it_gets() {
    each_leaf(|facts, ruling| {
        let shared = field(ruling, "Access-Control-Allow-Origin").is_some() && is(facts, FactName::Preflight, "no");
        if shared && field(ruling, "WWW-Authenticate").is_some() {
            assert!(field(ruling, "Access-Control-Expose-Headers").is_some(), "{facts:?}");
        }
    });
}

#[test]
fn preconditions_come_last() {
    each_leaf(|facts, ruling| {
        if matches!(ruling.status, 304 | 412) {
            assert!(is(facts, FactName::Protected, "no") || is_user(facts));
            assert!(is(facts, FactName::Protected, "no") || is(facts, FactName::Permission, "granted"));
        }
        // A failed precondition must never replace a 401 or 403.
        if matches!(ruling.status, 401 | 403) {
            let other = rule(&facts.with("precondition", "fails").expect("known"));
            assert_eq!(other.status, ruling.status, "{facts:?}");
        }
    });
}

#[test]
fn a_proxy_never_speaks_for_the_origin() {
    each_leaf(|facts, ruling| {
        if is(facts, FactName::Responder, "proxy") {
            assert!(!matches!(ruling.status, 401 | 421), "{facts:?}");
            // Only the origin server may hide a resource behind 404.
            assert!(ruling.status != 403 || !ruling.conforms(404), "{facts:?}");
        }
        if is(facts, FactName::Responder, "gateway") {
            assert_ne!(ruling.status, 407);
        }
        if is(facts, FactName::Responder, "network") {
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
        if ruling.certainty == Certainty::Debatable {
            assert!(!ruling.also_conforming.is_empty(), "debatable between what? {facts:?}");
        }
    });
}

#[test]
fn an_account_that_is_locked_answers_a_right_and_a_wrong_password_alike() {
    let mut seen = 0;
    each_leaf(|facts, ruling| {
        let login = is(facts, FactName::Endpoint, "login") && lists(ruling, FactName::Endpoint);
        let locked = is(facts, FactName::Permission, "locked") && lists(ruling, FactName::Permission);
        if login
            && locked
            && is(facts, FactName::Credentials, "wrong-secret")
            && is(facts, FactName::Strength, "sufficient")
        {
            seen += 1;
            let known = rule(&facts.with("credentials", "valid").expect("known"));
            let statuses = |ruling: &Ruling| ruling.also_conforming.iter().collect::<BTreeSet<_>>();
            assert_eq!((ruling.status, ruling.client_may), (known.status, known.client_may), "{facts:?}");
            assert_eq!(statuses(ruling), statuses(&known), "{facts:?}");
        }
    });
    assert!(seen > 0);
}
