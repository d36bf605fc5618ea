//! Checks every response of the airport with `inspect`.
//!
//! The responses of correct routes must have no fault, and each airline must have exactly its intended fault.

use airside::encoding::base64;
use airside::inspect::evidence::user_facts;
use airside::inspect::verdict::{Conformance, Inspection, inspect};
use airside::lab::airport::identity::Passenger;
use airside::lab::airport::place::{AirlineFault, AirportPlace};
use airside::lab::airport::{Airport, AirportEvent, HOSTS, RuledRequest, airport, passwords};
use airside::lab::message::{LabRequest, LabResponse, field, recorded};
use airside::ruling::{FactName, rule};
use proptest::prelude::*;

const NOW: u64 = 1_795_417_455;

const PATHS: [&str; 18] = [
    "/", "/security", "/desk/login", "/gate/24", "/gate/27", "/gate/31/checks", "/supervisor", "/runway",
    "/curfew?hour=2", "/curfew?hour=9", "/lounge", "/airlines", "/nowhere", "/airlines/6", "/gate/24?access_token=x",
    "//", "/%2e", "/gate",
];

pub fn open() -> Airport {
    Airport::new(7, passwords(7), HOSTS.map(str::to_owned))
}

pub fn request(method: &str, target: &str, fields: &[(&str, &str)], body: &str) -> LabRequest {
    let fields = [("Host", "localhost")].iter().chain(fields).map(|(name, value)| field(name, *value)).collect();
    LabRequest { method: method.into(), target: target.into(), fields, body: body.into() }
}

pub fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", base64(format!("{user}:{password}").as_bytes()))
}

fn ruled(events: &[AirportEvent]) -> &RuledRequest {
    match &events[0] {
        AirportEvent::Ruled(ruled) => ruled,
        other => panic!("{other:?}"),
    }
}

/// Requests a token from `/desk/login`. Returns the airport's new state and the token.
pub fn token(state: Airport, passenger: Passenger) -> (Airport, String) {
    let body = format!("user={}&password={}", passenger.name(), state.password(passenger));
    let (state, response, _) = airport(state, &request("POST", "/desk/login", &[], &body), NOW);
    assert_eq!(response.status, 200, "{}", response.body);
    let text = state.tokens.last().expect("a token").text.clone();
    (state, text)
}

/// Judges an exchange twice: with everything that the airport knows, and with only what is visible from outside.
fn judged(request: &LabRequest, response: &LabResponse, events: &[AirportEvent]) -> [Inspection; 2] {
    let facts = ruled(events).facts;
    let known = user_facts(&facts, &FactName::ALL);
    let exchange = recorded(request, response);
    let now = NOW.cast_signed();
    [inspect(&exchange, &known, &[], now), inspect(&exchange, &[], &[], now)]
}

fn authorizations(state: &Airport, token: &str) -> Vec<Vec<(&'static str, String)>> {
    let ana = state.password(Passenger::Ana);
    let one = |value: String| vec![("Authorization", value)];
    vec![
        vec![],
        one(basic("ana", ana)),
        one(basic("ana", "wrong")),
        one(basic("eve", ana)),
        one("Basic %%%".into()),
        one("Basic".into()),
        one(String::new()),
        one(format!("Bearer {token}")),
        one(format!("bearer {token}x")),
        one("Bearer".into()),
        one("Bearer a b".into()),
        one("Digest username=\"ana\"".into()),
        vec![("Authorization", basic("ana", ana)), ("Authorization", format!("Bearer {token}"))],
        vec![("Cookie", format!("a=b; token={token}"))],
        vec![("Cookie", "token=bp-nobody".into())],
    ]
}

#[test]
fn every_response_of_the_good_routes_conforms() {
    let mut seen = std::collections::BTreeSet::new();
    for passenger in Passenger::ALL {
        let (state, token) = token(open(), passenger);
        for path in PATHS {
            for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "FLY"] {
                for fields in authorizations(&state, &token) {
                    // If two request bodies lead to the same response and the same facts, only the first exchange is
                    // judged.
                    let mut judged_already = Vec::new();
                    for body in ["", "reason=late", "user=ana&password=x", "user=ana", "{", "[\"closed\"]"] {
                        let fields: Vec<(&str, &str)> =
                            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                        let request = request(method, path, &fields, body);
                        let (_, response, events) = airport(state.clone(), &request, NOW);
                        let facts = ruled(&events).facts;
                        assert_eq!(response.status, rule(&facts).status, "{request:?}");
                        seen.insert(response.status);
                        if judged_already.contains(&(response.clone(), facts)) {
                            continue;
                        }
                        judged_already.push((response.clone(), facts));
                        for inspection in judged(&request, &response, &events) {
                            let verdict = inspection.verdict;
                            assert!(!verdict.is_fault(), "{request:?}\n{response:?}\n{:?}", inspection.findings);
                            let broken = inspection.findings.iter().find(|finding| finding.breaks_must());
                            assert_eq!(broken, None, "{request:?}\n{response:?}");
                        }
                    }
                }
            }
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [200, 400, 401, 403, 404, 405, 501]);
}

/// The number of an airline, the fields of a request to the airline, the expected verdict, and the rule that the
/// verdict must name.
type AirlineCase<'a> = (u8, &'a [(&'a str, &'a str)], Conformance, &'a str);

#[test]
fn each_airline_is_wrong_in_its_own_way_and_inspect_finds_it() {
    let (state, token) = token(open(), Passenger::Ana);
    let wrong = basic("ana", "wrong");
    let bearer = format!("Bearer {token}");
    let right = basic("ana", state.password(Passenger::Ana));
    let cases: [AirlineCase<'_>; 5] = [
        (1, &[], Conformance::Challenge, "challenge-missing"),
        (2, &[("Authorization", &wrong)], Conformance::WrongCode, "wrong-code"),
        (3, &[("Authorization", &bearer)], Conformance::WrongCode, "wrong-code"),
        (4, &[], Conformance::WrongCode, "success-with-error"),
        (5, &[], Conformance::Challenge, "challenge-grammar"),
    ];
    for (number, fields, verdict, rule) in cases {
        let asked = request("GET", &format!("/airlines/{number}"), fields, "");
        let (_, response, events) = airport(state.clone(), &asked, NOW);
        let [informed, alone] = judged(&asked, &response, &events);
        assert_eq!(informed.verdict, verdict, "airline {number}: {response:?}");
        assert!(informed.findings.iter().any(|finding| finding.rule == rule), "airline {number}");
        assert_eq!(ruled(&events).fault, Some(AirlineFault::AIRLINES[usize::from(number) - 1]));
        // Only airline 2 itself knows that the password was wrong. The other airlines can be judged from outside.
        assert_eq!(alone.verdict.is_fault(), number != 2, "airline {number}");
        if number != 3 {
            let asked = request("GET", &format!("/airlines/{number}"), &[("Authorization", &right)], "");
            let (_, response, events) = airport(state.clone(), &asked, NOW);
            assert_eq!((response.status, ruled(&events).fault), (200, None), "airline {number}");
        }
    }
}

#[test]
fn a_gate_with_its_checks_in_the_wrong_order_is_wrong_until_they_are_put_right() {
    let (state, token) = token(open(), Passenger::Ben);
    let stranger = request("GET", "/gate/31", &[], "");
    let (state, response, events) = airport(state, &stranger, NOW);
    assert_eq!((response.status, ruled(&events).fault), (403, Some(AirlineFault::WrongOrder)));
    assert_eq!(judged(&stranger, &response, &events)[0].verdict, Conformance::WrongCode);
    let bearer = format!("Bearer {token}");
    let order = r#"["closed", "credentials", "permission"]"#;
    let put = request("PUT", "/gate/31/checks", &[("Authorization", &bearer)], order);
    let (state, response, _) = airport(state, &put, NOW);
    assert_eq!(response.status, 200);
    let (state, response, _) = airport(state, &stranger, NOW);
    assert_eq!(response.status, 401);
    let (_, response, _) = airport(state, &request("GET", "/gate/31", &[("Authorization", &bearer)], ""), NOW);
    assert_eq!(response.status, 403);
}

#[test]
fn the_supervisor_grants_a_scope_for_a_reason_and_a_token_expires() {
    let (state, token) = token(open(), Passenger::Ana);
    let bearer = format!("Bearer {token}");
    let ask = |state: Airport, body: &str| {
        airport(state, &request("POST", "/supervisor", &[("Authorization", &bearer)], body), NOW)
    };
    assert_eq!(ask(state.clone(), "").1.status, 400);
    assert_eq!(ask(state.clone(), "reason=").1.status, 400);
    for body in ["reason=late", r#"{"reason": "late", "gate": 27}"#, "gate=gate:27&reason=late"] {
        let (state, response, events) = ask(state.clone(), body);
        assert_eq!(response.status, 200);
        let AirportEvent::Issued(granted) = &events[1] else { panic!("{events:?}") };
        assert_eq!(granted.scopes, ["gate:24", "gate:27"]);
        let granted = format!("Bearer {}", granted.text);
        let at = |gate: &str, bearer: &str, now| {
            airport(state.clone(), &request("GET", gate, &[("Authorization", bearer)], ""), now).1.status
        };
        assert_eq!([at("/gate/27", &granted, NOW), at("/gate/27", &bearer, NOW)], [200, 403]);
        assert_eq!(at("/gate/27", &granted, NOW + 1800), 401);
    }
}

#[test]
fn the_lounge_is_hidden_from_everyone_who_may_not_enter() {
    let state = open();
    let ben = basic("ben", state.password(Passenger::Ben));
    let ana = basic("ana", state.password(Passenger::Ana));
    let at = |path: &str, authorization: &str| {
        airport(state.clone(), &request("GET", path, &[("Authorization", authorization)], ""), NOW).1
    };
    assert_eq!(at("/lounge", &ben).status, 200);
    assert_eq!(at("/lounge", &ana), LabResponse { ..at("/nothing", &ana) });
}

#[test]
fn another_host_is_misdirected_and_a_request_without_one_is_bad() {
    let mut asked = request("GET", "/security", &[], "");
    asked.fields[0].value = "evil.example".into();
    assert_eq!(airport(open(), &asked, NOW).1.status, 421);
    asked.fields.clear();
    assert_eq!(airport(open(), &asked, NOW).1.status, 400);
}

#[test]
fn seeds_give_passwords_and_different_seeds_give_others() {
    assert_eq!(passwords(3), passwords(3));
    assert_ne!(passwords(3), passwords(4));
    let [ana, ben] = passwords(3);
    assert_ne!(ana, ben);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_request_has_a_conforming_response(
        method in "GET|HEAD|POST|PUT|[A-Z]{1,8}",
        target in "(/|/[a-z0-9/%?=&:._-]{0,20}|/gate/(24|27)|/security|/lounge|/supervisor|/desk/login|.{0,12})",
        name in "Authorization|Cookie|Accept|Host",
        value in "(Basic|Bearer|bearer|token=)?[ -~]{0,30}",
        body in any::<Vec<u8>>(),
        now in any::<u64>(),
    ) {
        let mut asked = request(&method, &target, &[(&name, &value)], "");
        asked.body = body;
        let place = AirportPlace::find(asked.path());
        let (_, response, events) = airport(open(), &asked, now);
        let [informed, alone] = judged(&asked, &response, &events);
        if !matches!(place, AirportPlace::Airline(_) | AirportPlace::Gate31) {
            prop_assert!(!informed.verdict.is_fault() && !alone.verdict.is_fault(), "{:?} {:?}", response, informed.findings);
        }
        prop_assert!(response.value("Date").is_some());
    }
}
