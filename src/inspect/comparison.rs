//! Compares the status of a response with the status that a given set of facts requires.
//!
//! This module must not choose between sets of facts or read header fields.

use super::evidence::{Evidence, FactSource, RedirectKind, is_of_the_log, is_unregistered};
use super::finding::broken_by;
use crate::ruling::facts::{
    Client, Credentials, Endpoint, Exists, FactValue, Grant, Message, Permission, Precondition, Protected, Refusal,
    Responder, Scheme, Service,
};
use crate::ruling::{Certainty, FactName, Facts, Level, Ruling, rule, rule_creation};
use crate::say;

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Conformance {
        Conforms = "conforms" => say!("conforms"),
        /// The verdict depends on facts that aren't visible.
        Unknown = "unknown" => say!("not certain"),
        /// The response breaks no MUST, but another status would be more precise, or the challenge doesn't follow a
        /// SHOULD.
        Arguable = "arguable" => say!("arguable"),
        WrongCode = "wrong-code" => say!("wrong code"),
        Challenge = "challenge" => say!("header missing or invalid"),
    }
}

impl Conformance {
    /// Returns whether the status is wrong or a required header field is missing or invalid.
    pub const fn is_fault(self) -> bool {
        matches!(self, Self::WrongCode | Self::Challenge)
    }
}

/// One possible set of facts, with the resulting ruling and verdict.
#[derive(Clone, Debug)]
pub struct Possibility {
    pub facts: Facts,
    pub ruling: Ruling,
    pub verdict: Conformance,
}

pub(super) fn judge(evidence: &Evidence, facts: Facts) -> Possibility {
    let facts = as_refused(evidence, facts);
    // If the resource didn't exist, a successful PUT request has created it.
    let is_created = evidence.method == "PUT" && (200..300).contains(&evidence.status);
    let ruling = if is_created { rule_creation(&facts) } else { rule(&as_ruled(evidence, facts)) };
    let verdict = if evidence.taken.breaks_must() {
        Conformance::Challenge
    } else if evidence.refused_in_body.is_some() {
        Conformance::WrongCode
    } else if evidence.refused_by_protocol.is_some() {
        Conformance::Arguable
    } else if evidence.status == 200 && evidence.fixed_status == Some(200) {
        Conformance::Conforms
    } else {
        let is_broken = |level| broken_by(&evidence.lacking, &ruling, evidence.status).any(|rule| rule.level == level);
        match compare(evidence, &facts, &ruling) {
            Conformance::Conforms if is_broken(Level::Must) => Conformance::Challenge,
            Conformance::Conforms if is_broken(Level::Definition) => Conformance::Arguable,
            verdict => verdict,
        }
    };
    Possibility { facts, ruling, verdict }
}

fn as_refused(evidence: &Evidence, facts: Facts) -> Facts {
    let Some(status) = evidence.refused_in_body.or(evidence.refused_by_protocol) else { return facts };
    if !rule(&facts).conforms(evidence.status) {
        return facts;
    }
    let closed = Facts { protected: Protected::Yes, ..facts };
    match status {
        400 => Facts { message: Message::Malformed, ..facts },
        401 if closed.credentials == Credentials::Valid => Facts { credentials: Credentials::WrongSecret, ..closed },
        401 => closed,
        _ => Facts { refusal: Refusal::Nobody, ..facts },
    }
}

/// Requests to AWS and Azure carry a signature in `Authorization`. An invalid signature in that field is treated like a
/// wrong secret. If `If-Match` isn't met, a server must not perform a GET, so the only correct status is 412.
fn as_ruled(evidence: &Evidence, facts: Facts) -> Facts {
    if is_in_field(evidence) && facts.scheme == Scheme::Signature && facts.credentials == Credentials::BadSignature {
        return Facts { credentials: Credentials::WrongSecret, ..facts };
    }
    if evidence.ruled_out.is_some() && evidence.status < 300 && facts.precondition == Precondition::Fails {
        return Facts { precondition: Precondition::Taken, ..facts };
    }
    facts
}

fn is_in_field(evidence: &Evidence) -> bool {
    evidence.sent.as_ref().is_some_and(|sent| !sent.scheme_name.is_empty())
}

pub(super) fn compare(evidence: &Evidence, facts: &Facts, ruling: &Ruling) -> Conformance {
    let status = evidence.status;
    if evidence.ruled_out.is_some() {
        return Conformance::WrongCode;
    }
    let redirected = evidence.redirect == RedirectKind::Login && (ruling.conforms(303) || ruling.conforms(302));
    if ruling.conforms(status) || redirected && facts.client == Client::Browser {
        return conforming(evidence, facts, ruling);
    }
    match status {
        _ if ruling.status == 201 => Conformance::WrongCode,
        412 if ruling.status == 304 => Conformance::WrongCode,
        // A server should answer invalid credentials in `Authorization` with 401 (RFC 9110 section 11.4).
        300..400 if is_in_field(evidence) && ruling.status == 401 && hides_refusal(evidence) => Conformance::WrongCode,
        300..400 if hides_refusal(evidence) && ruling.status >= 400 => Conformance::Arguable,
        500 if evidence.fixed_status == Some(500) => Conformance::Arguable,
        // A proxy must ask for a login with 407 (RFC 9110 section 15.5.8).
        401 if facts.responder == Responder::Proxy => Conformance::WrongCode,
        401 | 407 if is_denied(facts, ruling) => {
            // RFC 6750 section 3.1 defines the status for a missing scope. For other missing permissions, RFC 9110 only
            // says "ought to".
            let by_scope =
                facts.permission == Permission::Scope && matches!(facts.scheme, Scheme::Bearer | Scheme::Dpop);
            if by_scope { Conformance::WrongCode } else { Conformance::Arguable }
        }
        // If the requested change has already been made, the server may respond with any success status (RFC 9110
        // section 13.1.1).
        200..206 if ruling.status == 412 && ruling.conforms(200) => Conformance::Conforms,
        // A server may find a conflict or an error in the content before it evaluates the precondition.
        409 | 422 if matches!(ruling.status, 409 | 412 | 428) && ruling.certainty != Certainty::Must => {
            Conformance::Arguable
        }
        // When a logged-in user must enter the password or a code again, the server may send a separate challenge.
        401 if facts.endpoint == Endpoint::Confirmation && ruling.status == 403 => Conformance::Arguable,
        400 | 409 | 419 | 422 if facts.refusal == Refusal::Csrf => Conformance::Arguable,
        // If the resource is closed, or the request comes at the wrong time, the request may conflict with the state of
        // the resource (RFC 9110 section 15.5.10).
        409 if matches!(facts.refusal, Refusal::Nobody | Refusal::Hours)
            && matches!(evidence.method.as_str(), "PUT" | "PATCH" | "POST" | "DELETE") =>
        {
            Conformance::Arguable
        }
        // RFC 6750 section 3.1 and RFC 7616 section 3.4.6 recommend a 400, but RFC 9110 section 11.4 recommends a 401 for
        // invalid credentials.
        401 if facts.endpoint == Endpoint::Resource
            && (matches!(facts.credentials, Credentials::Duplicate | Credentials::WrongTarget)
                || evidence.taken.error() == Some("invalid_request")) =>
        {
            Conformance::Arguable
        }
        status if is_of_the_log(status) || is_unregistered(status) && (100..300).contains(&ruling.status) => {
            Conformance::Unknown
        }
        status if is_about_something_else(evidence, facts, ruling) && !is_ruled_out(evidence, facts, status) => {
            Conformance::Conforms
        }
        // If only convention requires the status, a different error status isn't wrong.
        400 | 403 | 404 | 409 | 422 if is_convention(facts, ruling) => Conformance::Arguable,
        _ => Conformance::WrongCode,
    }
}

/// Returns whether only convention determines the status, because no specification defines how such credentials are
/// sent.
fn is_convention(facts: &Facts, ruling: &Ruling) -> bool {
    matches!(ruling.certainty, Certainty::Convention | Certainty::Debatable)
        && !facts.scheme.is_in_framework()
        && facts.refusal == Refusal::None
        && facts.credentials != Credentials::Unverifiable
}

/// A redirect to an ordinary page is treated as a refusal only if the user stated a fact about credentials, permissions
/// or a refusal.
fn hides_refusal(evidence: &Evidence) -> bool {
    const IDENTITY: [FactName; 4] =
        [FactName::Credentials, FactName::Permission, FactName::Refusal, FactName::Protected];
    let is_told = |fact: &FactName| evidence.fact(*fact).is_some_and(|known| known.source == FactSource::User);
    match evidence.redirect {
        RedirectKind::None => false,
        RedirectKind::Login | RedirectKind::Denied => true,
        RedirectKind::Other => IDENTITY.iter().any(is_told),
    }
}

/// Returns whether the user's facts rule out every possible reason for the status. For example, a 503 can't be
/// explained if the service is up.
fn is_ruled_out(evidence: &Evidence, facts: &Facts, status: u16) -> bool {
    let reasons: &[FactName] = match status {
        404 | 410 => &[FactName::Exists, FactName::Hidden],
        405 | 501 => &[FactName::Method],
        412 => &[FactName::Precondition],
        421 => &[FactName::Authority],
        423 => &[FactName::State],
        429 | 451 => &[FactName::Refusal],
        500 | 502..=504 => &[FactName::Service],
        _ => return false,
    };
    // A fact with its default value can't be the reason for an error status. A refusal that the user stated can't be
    // the reason either: if it were, the status would already conform.
    let is_no_reason = |fact: &FactName| facts.index(*fact) == 0 || *fact == FactName::Refusal;
    let is_told = |fact: &FactName| evidence.fact(*fact).is_some_and(|known| known.source == FactSource::User);
    reasons.iter().all(|fact| is_told(fact) && is_no_reason(fact))
}

fn is_about_something_else(evidence: &Evidence, facts: &Facts, ruling: &Ruling) -> bool {
    let status = evidence.status;
    // A request that would create the missing resource can also fail with a status other than 404 or 410.
    let creates = matches!(ruling.status, 404 | 410)
        && facts.exists != Exists::Yes
        && matches!(evidence.method.as_str(), "PUT" | "PATCH" | "MKCOL" | "LOCK");
    let is_granted = (100..300).contains(&ruling.status) || creates;
    match status {
        // The only status for an invalid grant or token is the one of the ruling (RFC 6749 section 5.2, RFC 7662
        // section 2.3 and RFC 7009 section 2.2).
        400..=428 if facts.endpoint != Endpoint::Resource && facts.grant == Grant::Invalid => false,
        100..300 | 400 | 409 | 422 | 424 => is_granted,
        // A server checks the credentials before it checks for locks (RFC 4918 section 8.5) or payments.
        402 | 423 if is_refused(evidence, facts, ruling) => false,
        428 if creates => true,
        304 | 412 | 416 | 428 if is_decided_before(evidence, facts, ruling) => false,
        500 => is_granted || facts.service == Service::Down,
        // A 404 or 410 may hide a resource that exists (RFC 9110 section 15.5.5).
        300..400 | 402 | 404..=406 | 408 | 410..=417 | 421 | 423 | 425..=431 | 451 | 501..600 => true,
        _ => false,
    }
}

/// Returns whether the user's facts lead to an error before the server evaluates preconditions and ranges (RFC 9110
/// sections 13.2.1 and 14.2).
fn is_decided_before(evidence: &Evidence, facts: &Facts, ruling: &Ruling) -> bool {
    let last = match evidence.status {
        // A precondition such as `If-Match` also fails if the resource doesn't exist.
        412 => FactName::Permission,
        416 => FactName::State,
        _ => FactName::Exists,
    };
    let is_told = |fact| evidence.fact(fact).is_some_and(|known| known.source == FactSource::User);
    // Preconditions are evaluated before the request content is processed (RFC 9110 section 13.2.1).
    let is_late = |fact| {
        fact == FactName::Message && facts.message == Message::Incomplete && matches!(evidence.status, 412 | 428)
    };
    let is_sent = |fact| fact != FactName::Credentials || evidence.sent.is_some();
    let decides = |fact| is_told(fact) && fact <= last && is_sent(fact) && !is_late(fact);
    let deciding = ruling.steps_to_decision().last().map(|step| step.fact);
    is_refused(evidence, facts, ruling) || (300..600).contains(&ruling.status) && deciding.is_some_and(decides)
}

/// A problem with the account, such as a suspension, is ignored here, because a server may report it with a different
/// status.
fn is_refused(evidence: &Evidence, facts: &Facts, ruling: &Ruling) -> bool {
    let is_told = |fact| evidence.fact(fact).is_some_and(|known| known.source == FactSource::User);
    let is_of_account = facts.credentials == Credentials::Valid
        && matches!(
            facts.permission,
            Permission::Suspended | Permission::Locked | Permission::Plan | Permission::Terms
        );
    let is_about_caller = is_told(FactName::Permission)
        || is_told(FactName::Protected)
        || is_told(FactName::Credentials) && facts.credentials != Credentials::Absent;
    matches!(ruling.status, 401 | 403 | 407) && is_about_caller && !is_of_account
}

fn conforming(evidence: &Evidence, facts: &Facts, ruling: &Ruling) -> Conformance {
    let status = evidence.status;
    if !evidence.shows_fields && matches!(status, 401 | 407) {
        return Conformance::Unknown;
    }
    if lacks_scope_challenge(evidence, facts, ruling) {
        return Conformance::Challenge;
    }
    let is_outside = matches!(facts.scheme, Scheme::Cookie | Scheme::Form | Scheme::Key);
    let is_login = facts.credentials != Credentials::Valid && ruling.trace.asked(FactName::Credentials);
    let of_account =
        matches!(facts.permission, Permission::Suspended | Permission::Locked | Permission::PasswordChange);
    let is_unreadable =
        matches!(facts.credentials, Credentials::Malformed | Credentials::Duplicate | Credentials::BadSignature);
    // RFC 9421 section 1.4 mentions both 401 and 403 for an invalid message signature.
    let is_bad_signature = facts.scheme == Scheme::Key
        && evidence
            .fact(FactName::Credentials)
            .is_some_and(|known| known.values == [Credentials::BadSignature.index()]);
    let is_arguable = status != ruling.status
        && (is_outside && is_login && status == 403 && matches!(ruling.status, 302 | 303 | 401) && !is_bad_signature
            || facts.scheme == Scheme::Key && is_login && status == 400 && !is_unreadable
            || status == 401 && (facts.refusal != Refusal::None || facts.service != Service::Up)
            || of_account && status == 401
            || facts.credentials == Credentials::Anonymous && status == 403
            || facts.refusal == Refusal::Csrf);
    if is_arguable { Conformance::Arguable } else { Conformance::Conforms }
}

/// Returns whether a 403 for a missing scope lacks the challenge that RFC 6750 section 3 requires.
pub(super) fn lacks_scope_challenge(evidence: &Evidence, facts: &Facts, ruling: &Ruling) -> bool {
    evidence.status == 403
        && evidence.shows_fields
        && evidence.taken.challenges.is_empty()
        && facts.scheme == Scheme::Bearer
        && facts.permission == Permission::Scope
        && ruling
            .companions
            .iter()
            .any(|companion| companion.field == "WWW-Authenticate" && companion.level == Level::Must)
}

fn is_denied(facts: &Facts, ruling: &Ruling) -> bool {
    ruling.status == 403 && facts.credentials == Credentials::Valid && facts.permission != Permission::Granted
}

pub(super) fn right_statuses(ruling: &Ruling) -> impl Iterator<Item = u16> {
    std::iter::once(ruling.status).chain(ruling.also_conforming.iter())
}
