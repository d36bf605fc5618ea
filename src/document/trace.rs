//! Explains in sentences how a ruling is reached.
//!
//! Each check comes with its result, such as `Valid credentials? No: they have expired.` This module decides which
//! checks are listed, and must not decide anything else.

use crate::i18n::translate;
use crate::ruling::{FactName, Facts, Ruling};
use crate::say;
use crate::scenario::Telling;

/// The checks that led to the answer, and the answer itself. Checks with an ordinary result are left out, unless the
/// choice between 401 and 403 depends on them. At the airport, nobody has a token or a network address.
pub fn in_sentences(ruling: &Ruling, telling: Telling) -> Vec<String> {
    const ALWAYS: [FactName; 3] = [FactName::Refusal, FactName::Credentials, FactName::Permission];
    let usual = Facts::default();
    let asked = ruling.steps_to_decision().filter(|step| !matches!(step.fact, FactName::Scheme | FactName::Client));
    let shown = asked.filter(|step| ALWAYS.contains(&step.fact) || step.value != usual.value(step.fact));
    let checks = shown.map(|step| match (telling, step.fact, step.value) {
        (Telling::Airport, FactName::Permission, "scope") => check(step.fact, "No: the document doesn't cover this."),
        (Telling::Airport, FactName::Refusal, "address") => check(step.fact, "Yes: nobody may pass from there."),
        _ => check(step.fact, step.answer),
    });
    checks.chain([say!("So the answer is {}.", ruling.status)]).collect()
}

/// Formats a check with its result.
pub fn check(fact: FactName, answer: &str) -> String {
    format!("{} {}", translate(fact.question()), translate(answer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruling::rule;

    #[test]
    fn the_checks_are_told_up_to_the_one_that_decides() {
        let facts = |fact: &str, value| Facts::default().with(fact, value).expect("a fact");
        assert_eq!(
            in_sentences(&rule(&facts("credentials", "wrong-audience")), Telling::Http),
            [
                "Refused no matter who asks? No.",
                "Valid credentials? No: they were issued for another service.",
                "So the answer is 401."
            ]
        );
        assert_eq!(in_sentences(&rule(&facts("refusal", "nobody")), Telling::Http).len(), 2);
    }

    #[test]
    fn an_airport_case_is_told_without_tokens_and_networks() {
        for (fact, value) in [("permission", "scope"), ("refusal", "address")] {
            let ruling = rule(&Facts::default().with(fact, value).expect("a fact"));
            let sentences = |telling| in_sentences(&ruling, telling).join(" ");
            let [airport, http] = [Telling::Airport, Telling::Http].map(sentences);
            assert!(["token", "network"].iter().any(|word| http.contains(word)), "{http}");
            assert!(!["token", "network"].iter().any(|word| airport.contains(word)), "{airport}");
        }
    }
}
