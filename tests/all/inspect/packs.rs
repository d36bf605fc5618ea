//! Checks that `inspect` and the packs judge the responses of servers in the same way.

use airside::inspect::evidence::{FactSource, KnownFact};
use airside::inspect::exchange::parse;
use airside::inspect::verdict::{Conformance, inspect};
use airside::ruling::{FactName, Level};
use airside::scenario::library::Library;
use airside::scenario::{Judgement, Scenario};

const NOW: i64 = 1_795_600_000;

fn message(lines: &[String]) -> String {
    lines.join("\r\n").replace("\r\n  ", " ")
}

fn judged(scenario: &Scenario) -> airside::inspect::verdict::Inspection {
    let exchange = &scenario.exchange;
    let raw = format!("{}\r\n\r\n{}\r\n\r\n", message(&exchange.request), message(&exchange.returned));
    let exchanges = parse(&scenario.id, &raw).expect(&scenario.id);
    let user_facts: Vec<KnownFact> = FactName::ALL
        .into_iter()
        .map(|fact| KnownFact::new(fact, scenario.facts.index(fact), FactSource::User))
        .collect();
    inspect(&exchanges[0], &user_facts, &[], NOW)
}

#[test]
fn a_server_is_judged_alike_by_its_pack_and_by_inspect() {
    let library = Library::open(None, &[]);
    let mut count = 0;
    for scenario in library.scenarios() {
        let Some(server) = &scenario.server else { continue };
        let inspection = judged(scenario);
        let also_wrong = inspection.findings.iter().any(|finding| finding.rule == "wrong-code");
        let agrees = match server.judgement {
            Judgement::Conforms => inspection.verdict == Conformance::Conforms,
            // If the challenge is missing as well, `inspect` reports both faults, starting with the MUST.
            Judgement::WrongCode => inspection.verdict.is_fault() && also_wrong,
            Judgement::Challenge => inspection.verdict == Conformance::Challenge && !also_wrong,
            Judgement::Arguable => inspection.verdict == Conformance::Arguable,
        };
        assert!(agrees, "{}: {} and {}", scenario.id, server.judgement.name(), inspection.verdict.name());
        count += 1;
    }
    assert_eq!(count, 72);
}

/// A challenge counts as broken only if a MUST is violated. A challenge that violates only a SHOULD is arguable.
#[test]
fn a_failed_token_without_an_error_code_is_arguable() {
    let library = Library::open(None, &[]);
    let scenario = library.scenario("server-fastapi-0-165-0-tutorial-d-expired-token-http").expect("a case");
    let inspection = judged(scenario);
    let found: Vec<(&str, Level)> = inspection.findings.iter().map(|finding| (finding.rule, finding.level)).collect();
    assert_eq!((inspection.verdict, found), (Conformance::Arguable, vec![("bearer-error-missing", Level::Should)]));
    assert!(scenario.explanation.why.contains("SHOULD"), "{}", scenario.explanation.why);
}
