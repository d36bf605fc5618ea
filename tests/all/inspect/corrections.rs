//! Tests that the corrected response, put in place of the original, conforms and breaks no rule.
//!
//! The other tests of this folder call [`fault`] for every exchange that they judge.

use airside::inspect::correction::corrected;
use airside::inspect::evidence::{FactSource, KnownFact};
use airside::inspect::exchange::{RecordedExchange, parse};
use airside::inspect::verdict::{Conformance, inspect};
use airside::ruling::FactName;

const NOW: i64 = 1_795_600_000;

/// Rules that a response can't repair, because the client or the capture is at fault.
const NOT_REPAIRABLE: [&str; 2] = ["token-in-query", "trace-secrets"];

pub(super) fn user_facts(arguments: &[&str]) -> Vec<KnownFact> {
    let pairs = arguments.iter().filter_map(|argument| argument.split_once('='));
    let known = |(name, value): (&str, &str)| {
        let fact = FactName::find(name)?;
        let index = fact.values().iter().position(|known| *known == value)?;
        Some(KnownFact::new(fact, index, FactSource::User))
    };
    pairs.filter_map(known).collect()
}

/// Describes what is wrong with the corrected response. The correction keeps the original body unless it has its own.
pub(super) fn fault(exchange: &RecordedExchange, user_facts: &[KnownFact]) -> Option<String> {
    let inspection = inspect(exchange, user_facts, &[], NOW);
    let lines = corrected(&inspection)?;
    let text = format!("{}\n\n", lines.join("\n"));
    let mut repaired = exchange.clone();
    let original = std::mem::replace(&mut repaired.response, parse("x", &text).ok()?.remove(0).response);
    let is_empty = lines.iter().any(|line| line == "Content-Length: 0");
    if repaired.response.body.trim().is_empty() && !is_empty {
        repaired.response.body = original.body;
    }
    let facts = inspection.evidence.facts.iter().map(|known| known.fact);
    let told: Vec<KnownFact> =
        facts.map(|fact| KnownFact::new(fact, inspection.facts.index(fact), FactSource::User)).collect();
    let judged = |facts: &[KnownFact], is_right: fn(Conformance) -> bool| {
        let again = inspect(&repaired, facts, &[], NOW);
        let findings: Vec<&str> = again.findings.iter().map(|finding| finding.rule).collect();
        let findings: Vec<&str> = findings.into_iter().filter(|rule| !NOT_REPAIRABLE.contains(rule)).collect();
        let is_right = findings.is_empty() && is_right(again.verdict);
        (!is_right).then(|| format!("{} {lines:?}: {} {findings:?}", inspection.verdict.name(), again.verdict.name()))
    };
    let alone = || {
        judged(&[], |verdict| matches!(verdict, Conformance::Conforms | Conformance::Unknown))
            .filter(|_| user_facts.is_empty())
    };
    judged(&told, |verdict| verdict == Conformance::Conforms).or_else(alone)
}
