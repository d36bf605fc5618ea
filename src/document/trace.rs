//! Explains in sentences how a ruling is reached. Each check comes with its result, such as `Valid credentials? No:
//! they have expired.` This module decides which checks are listed, and must not decide anything else.

use crate::i18n::translate;
use crate::ruling::{FactName, Facts, Ruling};
use crate::say;

/// Lists the checks that led to the answer, and then the answer itself. Checks with an ordinary result are skipped,
/// unless the choice between 401 and 403 depends on them.
pub fn in_sentences(ruling: &Ruling) -> Vec<String> {
    const ALWAYS: [FactName; 3] = [FactName::Refusal, FactName::Credentials, FactName::Permission];
    let usual = Facts::default();
    let asked = ruling.trace.iter().filter(|step| !matches!(step.fact, FactName::Scheme | FactName::Client));
    let told = asked.filter(|step| ALWAYS.contains(&step.fact) || step.value != usual.value(step.fact));
    let checks = told.map(|step| check(step.fact, step.answer));
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
            in_sentences(&rule(&facts("credentials", "wrong-audience"))),
            [
                "Refused no matter who asks? No.",
                "Valid credentials? No: they were issued for another service.",
                "So the answer is 401."
            ]
        );
        assert_eq!(in_sentences(&rule(&facts("refusal", "nobody"))).len(), 2);
    }
}
