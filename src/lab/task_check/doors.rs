//! Checks attempts at tasks 6, 7 and 9, which are about a hidden door, a damaged ticket, and the order of the checks at
//! gate 31.

use super::Attempt::{self, Done, Step, Unrelated, Wrong};
use super::LabVisit;
use crate::encoding::decode_base64;
use crate::lab::airport::place::{AirportPlace, GateCheck};
use crate::ruling::facts::{Credentials, Refusal};

/// The minimum similarity between a damaged credential and the valid one, from 0 to 1.
const ALIKE: f64 = 0.6;

pub(super) fn find_hidden(before: &[LabVisit], visit: &LabVisit) -> Attempt {
    if visit.place() != AirportPlace::Lounge {
        return match visit.status() {
            404 => Wrong("nothing-there"),
            403 if visit.lacks_right() => Wrong("no-permission"),
            403 => Wrong("closed"),
            401 => Wrong("asks-to-log-in"),
            // The learner may need to log in, or to read the page at security, to complete the task.
            200 if visit.issued.is_some() || visit.place() == AirportPlace::Security => Unrelated,
            200 => Wrong("on-the-map"),
            _ => Unrelated,
        };
    }
    let others =
        || before.iter().filter(|one| one.place() == AirportPlace::Lounge && matches!(one.status(), 200 | 404));
    let is_other = |one: &LabVisit| one.status() != visit.status();
    match visit.status() {
        200 | 404 if others().any(|one| is_other(one) && one.same_request(visit)) => Done,
        200 | 404 if others().any(is_other) => Wrong("different-request"),
        404 if others().next().is_some() => Wrong("same-identity"),
        404 => Step("hidden-from-you"),
        200 => Step("let-in-alone"),
        _ => Unrelated,
    }
}

fn shown(visit: &LabVisit) -> Option<String> {
    if let Some(field) = visit.request.value("Authorization") {
        let (scheme, rest) = field.split_once(' ')?;
        let decoded = decode_base64(rest.trim()).and_then(|bytes| String::from_utf8(bytes).ok());
        return Some(
            decoded.filter(|_| scheme.eq_ignore_ascii_case("Basic")).unwrap_or_else(|| rest.trim().to_owned()),
        );
    }
    let cookie = visit.request.value("Cookie")?;
    cookie.split(';').find_map(|one| one.trim().strip_prefix("token=")).map(str::to_owned)
}

/// Returns whether the credentials in the request are an altered copy of valid credentials that were sent or issued
/// earlier.
fn is_damaged(before: &[LabVisit], visit: &LabVisit) -> bool {
    let Some(text) = shown(visit) else { return false };
    let raw = visit.request.value("Authorization").and_then(|field| field.split_once(' ')).map(|(_, rest)| rest.trim());
    let valid = before.iter().filter(|one| one.credentials() == Credentials::Valid).filter_map(shown);
    let raw_valid = before.iter().filter(|one| one.credentials() == Credentials::Valid).filter_map(|one| {
        let (_, rest) = one.request.value("Authorization")?.split_once(' ')?;
        Some(rest.trim().to_owned())
    });
    let issued = before.iter().filter_map(|one| Some(one.issued.as_ref()?.text.clone()));
    valid.chain(issued).any(|known| alike(&known, &text))
        || raw.is_some_and(|raw| raw_valid.into_iter().any(|known| alike(&known, raw)))
}

fn alike(known: &str, text: &str) -> bool {
    known != text
        && text.len() >= 4
        && (known.starts_with(text) || strsim::normalized_levenshtein(known, text) >= ALIKE)
}

pub(super) fn damage(before: &[LabVisit], visit: &LabVisit) -> Attempt {
    let is_damaged = is_damaged(before, visit) || is_damaged_login(visit);
    match (visit.status(), visit.ruled.fault) {
        (401, None) if is_damaged => match visit.predicted {
            Some(401) => Done,
            Some(403) => Wrong("predicted-403"),
            _ => Wrong("predicted-other"),
        },
        (401, None) if visit.credentials() == Credentials::Absent => Wrong("nothing-sent"),
        (401, None) => Wrong("made-up"),
        (_, Some(_)) => Wrong("airline"),
        (403, None) if visit.ruled.facts.refusal != Refusal::None => Wrong("closed"),
        (403, None) => Wrong("wrong-gate"),
        (404, None) if visit.place() == AirportPlace::Lounge => Wrong("hidden"),
        // The learner may have requested the new token in order to damage it.
        (200, None) if visit.issued.is_some() => Unrelated,
        (200, None) if visit.ruled.passenger.is_some() => Wrong("undamaged"),
        (200, None) => Wrong("nothing-sent"),
        _ => Unrelated,
    }
}

/// Returns whether the request contains the name of a real user and a wrong password of at least four characters.
/// Passwords are visible on screen, so the learner can alter one without having sent it first.
fn is_damaged_login(visit: &LabVisit) -> bool {
    visit.credentials() == Credentials::WrongSecret
        && visit.request.value("Authorization").is_some()
        && shown(visit).is_some_and(|text| text.split_once(':').is_some_and(|(_, password)| password.len() >= 4))
}

pub(super) fn order_checks(before: &[LabVisit], visit: &LabVisit) -> Attempt {
    let is_right = |order: &Vec<GateCheck>| {
        let position = |check| order.iter().position(|one| *one == check);
        position(GateCheck::Credentials) < position(GateCheck::Permission)
    };
    if visit.place() == AirportPlace::Checks {
        return match (visit.status(), &visit.ordered) {
            (200, Some(order)) if is_right(order) => Step("ordered"),
            (200, Some(_)) => Wrong("permission-first"),
            (200, None) => Step("read-file"),
            (401, _) => Wrong("needs-login"),
            (400, _) => Wrong("not-a-list"),
            (405, _) => Wrong("wrong-method"),
            _ => Unrelated,
        };
    }
    if visit.place() != AirportPlace::Gate31 {
        let is_gate = matches!(visit.place(), AirportPlace::Gate24 | AirportPlace::Gate27);
        return if is_gate { Wrong("other-gate") } else { Unrelated };
    }
    let last_order = before.iter().rposition(|one| one.ordered.is_some());
    let is_ordered = last_order.and_then(|index| before.get(index)?.ordered.as_ref()).is_some_and(is_right);
    if !is_ordered {
        return if visit.ruled.fault.is_some() { Step("wrong-order-seen") } else { Wrong("not-ordered") };
    }
    let after = before.get(last_order.map_or(0, |index| index + 1)..).unwrap_or_default();
    let is_stranger = |one: &LabVisit| one.place() == AirportPlace::Gate31 && one.status() == 401;
    let is_passenger = |one: &LabVisit| one.place() == AirportPlace::Gate31 && one.ruled.passenger.is_some();
    match (after.iter().any(is_stranger), after.iter().any(is_passenger)) {
        (true, _) if is_passenger(visit) => Done,
        (_, true) if is_stranger(visit) => Done,
        (true, false) if is_stranger(visit) && visit.credentials() != Credentials::Absent => Wrong("other-person"),
        _ if is_stranger(visit) => Step("stranger-seen"),
        _ if is_passenger(visit) => Step("passenger-seen"),
        _ => Unrelated,
    }
}
