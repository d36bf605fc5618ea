//! Checks a scenario against the other case of its contrast pair.

use super::super::Scenario;
use super::Located;
use crate::diagnostic::Diagnostic;
use crate::ruling::FactName;
use crate::say;

pub(super) fn faults<'a>(
    spot: &Located<'a>, find: impl Fn(&str) -> Option<&'a Scenario>, whole: bool, faults: &mut Vec<Diagnostic>,
) {
    let Some(name) = spot.scenario.twin.as_deref() else {
        return;
    };
    let mut fault = |message: String| faults.push(spot.fault("twin", message));
    let Some(twin) = find(name) else {
        if whole {
            fault(say!("none of these packs contains the other case of the pair, `{}`", name));
        }
        return;
    };
    let differs: Vec<&str> = spot.scenario.facts.difference(&twin.facts).into_iter().map(FactName::name).collect();
    if differs.len() != 1 {
        let how = if differs.is_empty() { say!("in none").to_owned() } else { format!("in {}", differs.join(", ")) };
        fault(say!("the two cases of a pair must differ in exactly one fact, but `{}` differs {}", name, how));
    }
    if twin.answer == spot.scenario.answer {
        fault(say!(
            "the two cases of a pair must have different answers, but `{}` also has the answer {}",
            name,
            twin.answer.name()
        ));
    }
    if twin.telling != spot.scenario.telling {
        fault(say!(
            "the two cases of a pair must have the same telling, but the telling of `{}` is {}",
            name,
            twin.telling.title()
        ));
    }
    if twin.twin.as_deref() != Some(spot.scenario.id.as_str()) {
        fault(say!("the two cases of a pair must name each other, but `{}` doesn't name `{}`", name, spot.scenario.id));
    }
}
