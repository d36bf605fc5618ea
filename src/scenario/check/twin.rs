//! Faults between a scenario and its twin.

use super::super::Scenario;
use super::Spot;
use crate::diagnostic::Diagnostic;
use crate::ruling::FactName;

/// Adds what is wrong between this scenario and the twin that it names. `whole` says that all scenarios could be read.
pub(super) fn faults<'a>(
    spot: &Spot<'a>,
    find: impl Fn(&str) -> Option<&'a Scenario>,
    whole: bool,
    faults: &mut Vec<Diagnostic>,
) {
    let Some(name) = spot.scenario.twin.as_deref() else {
        return;
    };
    let mut fault = |message: String| faults.push(spot.fault("twin", message));
    let Some(twin) = find(name) else {
        if whole {
            fault(format!("the twin `{name}` is in none of these packs"));
        }
        return;
    };
    let differs: Vec<&str> = spot.scenario.facts.difference(&twin.facts).into_iter().map(FactName::name).collect();
    if differs.len() != 1 {
        let how = if differs.is_empty() { "in none".to_owned() } else { format!("in {}", differs.join(", ")) };
        fault(format!("a twin differs in exactly one fact; `{name}` differs {how}"));
    }
    if twin.answer == spot.scenario.answer {
        fault(format!("a twin has another verdict; `{name}` has {} as well", twin.answer.name()));
    }
    if twin.skin != spot.scenario.skin {
        fault(format!("a twin is told in the same skin; `{name}` is told as {}", twin.skin.title()));
    }
    if twin.twin.as_deref() != Some(spot.scenario.id.as_str()) {
        fault(format!("twins name each other; `{name}` does not name `{}`", spot.scenario.id));
    }
}
