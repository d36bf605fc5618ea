//! Explains how a ruling is reached, in sentences.
//!
//! Each check is shown with its result, such as `Valid credentials? No: they have expired.`

use crate::i18n::translate;
use crate::ruling::{FactName, Facts, Ruling, Step};
use crate::say;
use crate::scenario::Telling;

/// Alternative wording for the results of checks in airport scenes, where there are no credentials, tokens or network
/// addresses.
const AT_THE_AIRPORT: &[(FactName, &str, &str)] = &[
    (FactName::Refusal, "address", "Yes: a rule stops everyone in this situation."),
    (FactName::Refusal, "country", "Yes: a rule stops everyone in this situation."),
    (FactName::Credentials, "absent", "No: none was shown."),
    (FactName::Credentials, "malformed", "No: it can't be read."),
    (FactName::Credentials, "wrong-secret", "No: it doesn't match."),
    (FactName::Credentials, "expired", "No: it has expired."),
    (FactName::Credentials, "revoked", "No: it was cancelled or used up."),
    (FactName::Credentials, "bad-signature", "No: it is forged, or it belongs to somebody else."),
    (FactName::Credentials, "wrong-audience", "No: it was issued for another place, or by another place."),
    (FactName::Permission, "role", "No: this person isn't allowed to do this here."),
    (FactName::Permission, "scope", "No: the document doesn't cover this."),
];

/// Describes the checks that led to the answer, followed by the answer itself. Checks with the usual result are left
/// out, unless they distinguish 401 from 403.
pub(crate) fn in_sentences(ruling: &Ruling, telling: Telling) -> Vec<String> {
    const ALWAYS: [FactName; 3] = [FactName::Refusal, FactName::Credentials, FactName::Permission];
    let usual = Facts::default();
    let asked = ruling.steps_to_decision().filter(|step| !matches!(step.fact, FactName::Scheme | FactName::Client));
    let shown = asked.filter(|step| ALWAYS.contains(&step.fact) || step.value != usual.value(step.fact));
    let checks = shown.map(|step| match telling {
        Telling::Airport => at_the_airport(step),
        Telling::Http => check(step.fact, step.answer),
    });
    checks.chain([say!("So the answer is {}.", ruling.status)]).collect()
}

fn at_the_airport(step: Step) -> String {
    let question =
        if step.fact == FactName::Credentials { "Valid document, PIN or password?" } else { step.fact.question() };
    let found = AT_THE_AIRPORT.iter().find(|(fact, value, _)| (*fact, *value) == (step.fact, step.value));
    format!("{} {}", translate(question), translate(found.map_or(step.answer, |(_, _, answer)| answer)))
}

/// Formats a check and its result as a question with an answer.
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
                "Valid credentials? No: they were issued for, or by, another service.",
                "So the answer is 401."
            ]
        );
        assert_eq!(in_sentences(&rule(&facts("refusal", "nobody")), Telling::Http).len(), 2);
    }

    #[test]
    fn the_checks_of_an_airport_scene_contain_no_words_from_http() {
        let library = crate::scenario::library::Library::open(None, &[]);
        for scene in library.scenarios().filter(|scenario| scenario.telling == Telling::Airport) {
            let told = in_sentences(&scene.ruling(), scene.telling).join(" ");
            for word in ["role", "token", "account", "service", "credentials"] {
                assert!(!told.contains(word), "{}: {told}", scene.id);
            }
        }
    }
}
