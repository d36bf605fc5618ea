//! Checks tasks 2 to 5, in which the learner logs in, gets a 403 with valid credentials, and gets a scope.

use super::Attempt::{self, Done, Step, Unrelated, Wrong};
use super::LabVisit;
use crate::lab::airport::identity::TokenIssuer;
use crate::lab::airport::place::{AirlineFault, AirportPlace};
use crate::ruling::facts::{Credentials, Refusal};

/// Returns the visit in which the token in the request was issued, with the index of that visit and the issuer of the
/// token.
fn issue<'a>(before: &'a [LabVisit], visit: &LabVisit) -> Option<(usize, &'a LabVisit, TokenIssuer)> {
    let token = visit.ruled.token.as_deref()?;
    let found = before.iter().enumerate().find(|(_, one)| one.issued.as_ref().is_some_and(|one| one.text == token));
    found.and_then(|(index, one)| Some((index, one, one.issued.as_ref()?.issuer)))
}

fn is_closed(visit: &LabVisit) -> bool {
    visit.ruled.facts.refusal != Refusal::None && visit.status() == 403
}

fn is_login(visit: &LabVisit) -> bool {
    visit.place() == AirportPlace::Login && visit.request.method == "POST"
}

pub(super) fn turn_into_200(before: &[LabVisit], visit: &LabVisit) -> Attempt {
    let refused = |one: &&LabVisit| one.status() == 401 && one.ruled.fault.is_none();
    let in_url = ["password", "user", "access_token", "token"].iter().any(|name| visit.request.query(name).is_some());
    let is_let_in = visit.status() == 200 && visit.ruled.fault.is_none() && visit.ruled.passenger.is_some();
    match visit.status() {
        200 if is_let_in && before.iter().filter(refused).any(|one| one.same_door(visit)) => Done,
        // Fetching a token for a gate doesn't count as opening a different door.
        200 if is_login(visit) => Unrelated,
        200 if is_let_in && before.iter().any(|one| refused(&one)) => Wrong("other-door"),
        200 if is_let_in => Wrong("no-401-before"),
        200 => Wrong("public"),
        403 if visit.lacks_right() => Wrong("no-permission"),
        403 if is_closed(visit) => Wrong("closed"),
        401 if in_url => Wrong("in-the-url"),
        401 => match visit.credentials() {
            Credentials::Absent if before.iter().any(|one| refused(&one) && one.same_door(visit)) => {
                Wrong("same-again")
            }
            Credentials::Absent => Step("now-with-credentials"),
            Credentials::WrongSecret => Wrong("wrong-password"),
            Credentials::UnknownUser => Wrong("unknown-user"),
            Credentials::UnsupportedScheme => Wrong("other-scheme"),
            Credentials::Malformed => Wrong("unreadable"),
            _ => Wrong("bad-token"),
        },
        _ => Unrelated,
    }
}

pub(super) fn get_403(_: &[LabVisit], visit: &LabVisit) -> Attempt {
    match (visit.status(), visit.ruled.fault) {
        (403, None) if visit.lacks_right() => Done,
        (403, None) if visit.ruled.facts.refusal == Refusal::Nobody => Wrong("closed"),
        (403, None) => Wrong("policy"),
        (403, Some(AirlineFault::WrongOrder)) => Wrong("wrong-order"),
        (403, Some(_)) => Wrong("airline-403"),
        (401, Some(AirlineFault::UnauthorizedForScope)) => Wrong("401-for-scope"),
        (401, _) if is_login(visit) => Wrong("login-failed"),
        (401, _) if visit.credentials() == Credentials::Absent => Wrong("no-credentials"),
        (401, _) => Wrong("invalid-credentials"),
        (404, _) if visit.place() == AirportPlace::Lounge => Wrong("hidden"),
        (200, _) if visit.issued.is_some() => Step("logged-in"),
        (200, None) if visit.ruled.passenger.is_some() => Wrong("allowed"),
        (200, _) => Wrong("public"),
        _ => Unrelated,
    }
}

pub(super) fn log_in_again(before: &[LabVisit], visit: &LabVisit) -> Attempt {
    let first = |one: &LabVisit| {
        before.iter().position(|other| {
            other.lacks_right() && other.same_door(one) && other.ruled.passenger == one.ruled.passenger
        })
    };
    let was_refused = before.iter().any(LabVisit::lacks_right);
    if is_login(visit) {
        let same = before.iter().any(|one| one.lacks_right() && one.ruled.passenger == visit.ruled.passenger);
        return match (visit.issued.is_some(), same) {
            (false, _) if visit.status() == 401 => Wrong("login-failed"),
            (false, _) => Unrelated,
            (true, true) => Step("now-repeat"),
            (true, false) => Step("first-get-403"),
        };
    }
    match visit.status() {
        403 if visit.lacks_right() => match (first(visit), issue(before, visit)) {
            (Some(_), Some((.., TokenIssuer::Supervisor))) => Wrong("supervisor"),
            (Some(first), Some((index, ..))) if index > first => Done,
            (Some(_), _) => Wrong("same-token"),
            (None, _) if was_refused => Wrong("other-door"),
            (None, _) => Step("first-refusal"),
        },
        403 if is_closed(visit) => Wrong("closed"),
        200 if matches!(issue(before, visit), Some((.., TokenIssuer::Supervisor))) => Wrong("supervisor"),
        200 if visit.issued.is_some() => Wrong("supervisor"),
        200 if visit.is_gate() && was_refused && before.iter().any(|one| one.lacks_right() && one.same_door(visit)) => {
            Wrong("other-user")
        }
        200 if visit.ruled.passenger.is_some() => Wrong("allowed"),
        401 => Wrong("not-logged-in"),
        _ => Unrelated,
    }
}

pub(super) fn ask_supervisor(before: &[LabVisit], visit: &LabVisit) -> Attempt {
    if visit.place() == AirportPlace::Supervisor {
        return match (visit.status(), &visit.issued) {
            (200, Some(token)) if token.scopes.len() > had(before, visit) => Step("granted"),
            (200, _) => Wrong("no-new-scope"),
            (400, _) => Wrong("no-reason"),
            (401, _) => Wrong("no-token"),
            (405, _) => Wrong("wrong-method"),
            _ => Unrelated,
        };
    }
    let issuer = issue(before, visit).map(|(.., issuer)| issuer);
    let is_granted = before.iter().any(|one| {
        one.place() == AirportPlace::Supervisor && one.issued.is_some() && one.ruled.passenger == visit.ruled.passenger
    });
    match visit.status() {
        200 if visit.is_gate() => match (issuer, visit.place().scope(), visit.ruled.passenger) {
            (_, Some(scope), Some(passenger)) if passenger.scopes().contains(&scope) => {
                let refused = before.iter().any(|one| {
                    one.lacks_right() && one.same_door(visit) && one.ruled.passenger != visit.ruled.passenger
                });
                if refused { Wrong("other-user") } else { Wrong("own-gate") }
            }
            (Some(TokenIssuer::Supervisor), ..) => Done,
            _ => Unrelated,
        },
        403 if visit.lacks_right() => match issuer {
            Some(TokenIssuer::Supervisor) => Wrong("other-gate"),
            _ if is_granted => Wrong("old-token"),
            _ => Step("not-granted"),
        },
        403 if is_closed(visit) => Wrong("closed"),
        401 => Wrong("no-token"),
        _ => Unrelated,
    }
}

fn had(before: &[LabVisit], visit: &LabVisit) -> usize {
    issue(before, visit).and_then(|(_, one, _)| Some(one.issued.as_ref()?.scopes.len())).unwrap_or_default()
}
