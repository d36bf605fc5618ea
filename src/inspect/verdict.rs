//! Decides whether a response conforms.
//!
//! The module tries every possible value of each unknown fact, and asks the user only about facts that would change the
//! outcome. This module compares the status of a response with the ruling on its facts. The module must not read header
//! fields.

use super::evidence::{
    Evidence, FactSource, KnownFact, RedirectKind, collect, contradicts, is_of_the_log, is_unregistered,
};
use super::exchange::{RecordedExchange, Remark};
use super::field::Position;
use super::finding::Finding;
use crate::i18n::translate;
use crate::ruling::facts::{
    Client, Credentials, Endpoint, FactValue, Grant, Message, Permission, Protected, Refusal, Responder, Scheme,
    Service,
};
use crate::ruling::{Certainty, FactName, Facts, Level, Ruling, rule};
use crate::say;

pub const MOST_QUESTIONS: usize = 3;

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Conformance {
        Conforms = "conforms" => say!("conforms"),
        /// The verdict depends on facts that aren't visible.
        Unknown = "unknown" => say!("not certain"),
        /// The response breaks no MUST, but another status would be more precise, or the challenge doesn't follow a
        /// SHOULD.
        Arguable = "arguable" => say!("arguable"),
        /// A different status is right.
        WrongCode = "wrong-code" => say!("wrong code"),
        /// A header field that the status or the scheme requires is missing or invalid.
        Challenge = "challenge" => say!("header missing or invalid"),
    }
}

impl Conformance {
    /// Returns whether something is wrong with the response.
    pub const fn is_fault(self) -> bool {
        matches!(self, Self::WrongCode | Self::Challenge)
    }
}

/// A fact to ask the user for, and the consequence of each answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuestion {
    pub fact: FactName,
    /// The index and the outcome of each value; the outcome is unknown if it also depends on another answer.
    pub outcomes: Vec<(usize, Conformance)>,
}

/// The judgement on one exchange.
#[derive(Clone, Debug)]
pub struct Inspection {
    pub exchange: RecordedExchange,
    pub evidence: Evidence,
    pub verdict: Conformance,
    pub questions: Vec<OpenQuestion>,
    /// The most likely facts, on which the ruling is based.
    pub facts: Facts,
    pub ruling: Ruling,
    /// Each outcome that is still possible, with its facts and its ruling.
    pub possible: Vec<Possibility>,
    pub findings: Vec<Finding>,
}

/// One possible set of facts and its consequences.
#[derive(Clone, Debug)]
pub struct Possibility {
    pub facts: Facts,
    pub ruling: Ruling,
    pub verdict: Conformance,
}

impl Inspection {
    pub fn has_wrong_code(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule == "wrong-code")
    }

    /// Returns whether the status is right and the only fault is that the challenge doesn't follow a SHOULD.
    pub fn misses_only_a_should(&self) -> bool {
        self.verdict == Conformance::Arguable
            && self.ruling.conforms(self.evidence.status)
            && self.findings.iter().any(Finding::misses_should)
    }

    /// Returns the statuses that would conform in at least one of the possibilities. While the verdict is unknown, the
    /// status of the response comes first.
    pub fn should(&self) -> Vec<u16> {
        let mut statuses = self.right();
        if self.verdict == Conformance::Unknown
            && let Some(index) = statuses.iter().position(|status| *status == self.evidence.status)
        {
            statuses[..=index].rotate_right(1);
        }
        statuses
    }

    fn right(&self) -> Vec<u16> {
        let mut statuses: Vec<u16> = Vec::new();
        for possibility in &self.possible {
            // The status of the response may have its own reason, such as a fault of the request.
            let sent = match possibility.verdict {
                Conformance::Conforms | Conformance::Unknown => Some(self.evidence.status),
                _ => None,
            };
            if let Some(status) = sent.filter(|status| !possibility.ruling.conforms(*status)) {
                let is_right = possibility.verdict == Conformance::Conforms && !is_unregistered(status);
                if is_right && !statuses.contains(&status) {
                    statuses.push(status);
                }
                continue;
            }
            for status in right_statuses(&possibility.ruling) {
                if !statuses.contains(&status) {
                    statuses.push(status);
                }
            }
        }
        statuses
    }
}

/// Returns every status that a ruling allows, with the most precise one first.
fn right_statuses(ruling: &Ruling) -> impl Iterator<Item = u16> {
    std::iter::once(ruling.status).chain(ruling.also_conforming.iter())
}

/// Judges an exchange. `user_facts` comes from the user, `hints` come from the other exchanges, and `now` is in seconds
/// since 1970.
pub fn inspect(exchange: &RecordedExchange, user_facts: &[KnownFact], hints: &[KnownFact], now: i64) -> Inspection {
    let mut exchange = exchange.clone();
    let (ignored, user_facts): (Vec<_>, Vec<_>) =
        user_facts.iter().cloned().partition(|known| contradicts(&exchange, known));
    for known in ignored {
        let fact = format!("{}={}", known.fact.name(), known.names().concat());
        let text = say!("`{}` was ignored, because the request carries credentials.", fact);
        exchange.remarks.push(Remark { position: Position::default(), text });
    }
    let evidence = collect(&exchange, &user_facts, hints, now);
    let possible = possibilities(&evidence);
    let first = possible.first().cloned().unwrap_or_else(|| judge(&evidence, Facts::default()));
    let same = possible.iter().all(|possibility| possibility.verdict == first.verdict);
    let verdict = if same { first.verdict } else { Conformance::Unknown };
    let questions = if same { Vec::new() } else { questions(&evidence, &possible) };
    let mut findings = evidence.taken.findings.clone();
    findings.extend(status_findings(&evidence, &possible, verdict));
    // The challenge must name an error only if the server refused a token. If the credentials are valid, the server may
    // have accepted the token.
    let refused = first.facts.credentials != Credentials::Valid;
    findings.retain(|finding| finding.rule != "bearer-error-missing" || same && refused);
    // A wrong status is reported first, because the right status may not need a challenge.
    if verdict == Conformance::Challenge {
        findings.sort_by_key(|finding| finding.rule != "wrong-code");
    }
    let misses_should = verdict == Conformance::Conforms && findings.iter().any(Finding::misses_should);
    let verdict = if misses_should { Conformance::Arguable } else { verdict };
    Inspection { exchange, verdict, questions, facts: first.facts, ruling: first.ruling, possible, findings, evidence }
}

/// Returns all combinations of the possible values.
fn possibilities(evidence: &Evidence) -> Vec<Possibility> {
    let mut sets = vec![Facts::default()];
    for known in &evidence.facts {
        sets = known
            .values
            .iter()
            .flat_map(|index| sets.iter().map(|facts| facts.with_index(known.fact, *index)))
            .collect();
    }
    sets.into_iter().map(|facts| judge(evidence, facts)).collect()
}

fn judge(evidence: &Evidence, facts: Facts) -> Possibility {
    let facts = as_refused(evidence, facts);
    let ruling = rule(&as_ruled(evidence, facts));
    let verdict = if evidence.taken.breaks_must() {
        Conformance::Challenge
    } else if evidence.refused_in_body.is_some() {
        Conformance::WrongCode
    } else if evidence.refused_by_protocol.is_some() {
        Conformance::Arguable
    } else {
        compare(evidence, &facts, &ruling)
    };
    Possibility { facts, ruling, verdict }
}

/// Returns facts that explain the status in the body, if the known facts say that the request should have succeeded.
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

/// Returns the facts used for the ruling. RFC 9421 allows 401 or 403 for a wrong message signature. AWS and Azure send
/// signatures in `Authorization`, where a wrong signature counts as a wrong secret.
fn as_ruled(evidence: &Evidence, facts: Facts) -> Facts {
    let in_field = evidence.sent.as_ref().is_some_and(|sent| !sent.scheme_name.is_empty());
    if in_field && facts.scheme == Scheme::Signature && facts.credentials == Credentials::BadSignature {
        return Facts { credentials: Credentials::WrongSecret, ..facts };
    }
    // A signature of the body in a separate field is wrong if it was made with a different secret.
    let is_wrong = matches!(facts.credentials, Credentials::WrongSecret | Credentials::UnknownUser);
    if !in_field && evidence.sent.is_some() && facts.scheme == Scheme::Signature && is_wrong {
        return Facts { credentials: Credentials::BadSignature, ..facts };
    }
    facts
}

fn compare(evidence: &Evidence, facts: &Facts, ruling: &Ruling) -> Conformance {
    let status = evidence.status;
    let redirected = evidence.redirect == RedirectKind::Login && (ruling.conforms(303) || ruling.conforms(302));
    if ruling.conforms(status) || redirected && facts.client == Client::Browser {
        return conforming(evidence, facts, ruling);
    }
    match status {
        300..400 if hides_refusal(evidence) && ruling.status >= 400 => Conformance::Arguable,
        500 if evidence.is_soap_fault => Conformance::Arguable,
        // A proxy must ask for a login with 407 (RFC 9110 section 15.5.8).
        401 if facts.responder == Responder::Proxy => Conformance::WrongCode,
        401 | 407 if is_denied(facts, ruling) => {
            // RFC 6750 section 3.1 fixes the status for a missing scope. For other cases, RFC 9110 says "ought to".
            let by_scope =
                facts.permission == Permission::Scope && matches!(facts.scheme, Scheme::Bearer | Scheme::Dpop);
            if by_scope { Conformance::WrongCode } else { Conformance::Arguable }
        }
        400 | 409 | 419 | 422 if facts.refusal == Refusal::Csrf => Conformance::Arguable,
        // RFC 6750 section 3.1 asks for 400, but RFC 9110 section 11.4 asks for 401 if the credentials are invalid.
        401 if facts.credentials == Credentials::Duplicate => Conformance::Arguable,
        status if is_of_the_log(status) || is_unregistered(status) && (100..300).contains(&ruling.status) => {
            Conformance::Unknown
        }
        status if is_about_something_else(evidence, facts, ruling) && !is_ruled_out(evidence, facts, status) => {
            Conformance::Conforms
        }
        // If only a convention decides the status, another refusal isn't wrong.
        400 | 403 | 404 | 409 | 422 if is_convention(facts, ruling) => Conformance::Arguable,
        _ => Conformance::WrongCode,
    }
}

/// Returns whether only practice decides the status, because no specification defines how to send such credentials.
fn is_convention(facts: &Facts, ruling: &Ruling) -> bool {
    matches!(ruling.certainty, Certainty::Convention | Certainty::Debatable)
        && !facts.scheme.is_in_framework()
        && facts.refusal == Refusal::None
        && facts.credentials != Credentials::Unverifiable
}

/// Returns whether a redirect takes the place of a refusal: it leads to a login page or an access-denied page, or the
/// user stated that the request was refused.
fn hides_refusal(evidence: &Evidence) -> bool {
    const IDENTITY: [FactName; 3] = [FactName::Credentials, FactName::Permission, FactName::Refusal];
    let is_told = |fact: &FactName| evidence.fact(*fact).is_some_and(|known| known.source == FactSource::User);
    match evidence.redirect {
        RedirectKind::None => false,
        RedirectKind::Login | RedirectKind::Denied => true,
        RedirectKind::Other => IDENTITY.iter().any(is_told),
    }
}

/// Returns whether the facts that the user stated rule out every reason for the status. For example, a 503 has no
/// reason if the service is up.
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
    // A fact with its default value can't be the reason. If a refusal that the user stated led to this status, the
    // response would conform.
    let is_no_reason = |fact: &FactName| facts.index(*fact) == 0 || *fact == FactName::Refusal;
    let is_told = |fact: &FactName| evidence.fact(*fact).is_some_and(|known| known.source == FactSource::User);
    reasons.iter().all(|fact| is_told(fact) && is_no_reason(fact))
}

/// Returns whether the status has its own reason and no fact about identity contradicts it.
fn is_about_something_else(evidence: &Evidence, facts: &Facts, ruling: &Ruling) -> bool {
    let status = evidence.status;
    let is_granted = (100..300).contains(&ruling.status);
    match status {
        // The client wants the token to be invalid, so one that already is no error (RFC 7009 section 2.2).
        400 if facts.endpoint == Endpoint::Revocation && facts.grant == Grant::Invalid => false,
        100..300 | 400 | 409 | 422 | 424 => is_granted,
        // A server checks the credentials before it looks at the conditions of the request (RFC 9110 section 13.2.1),
        // at locks (RFC 4918 section 8.5) and at payments.
        304 | 402 | 412 | 423 if is_refused(evidence, facts, ruling) => false,
        500 => is_granted || facts.service == Service::Down,
        // A 404 or 410 may hide a resource that exists (RFC 9110 section 15.5.5).
        300..400 | 402 | 404..=406 | 408 | 410..=417 | 421 | 423 | 425..=431 | 451 | 501..600 => true,
        _ => false,
    }
}

/// Returns whether the user stated facts that lead to a refusal. The state of the account or its plan may have another
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

/// Judges a status that the ruling allows. Checks whether the required fields are present, and whether another status
/// would be more precise.
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
    let is_arguable = status != ruling.status
        && (is_outside && is_login && status == 403 && matches!(ruling.status, 302 | 303 | 401)
            || of_account && status == 401
            || facts.refusal == Refusal::Csrf);
    if is_arguable { Conformance::Arguable } else { Conformance::Conforms }
}

/// A 403 for a missing scope requires a challenge (RFC 6750 section 3).
fn lacks_scope_challenge(evidence: &Evidence, facts: &Facts, ruling: &Ruling) -> bool {
    evidence.status == 403
        && evidence.shows_fields
        && evidence.taken.challenges.is_empty()
        && facts.scheme == Scheme::Bearer
        && facts.permission == Permission::Scope
        && ruling.companions.iter().any(|companion| companion.level == Level::Must)
}

fn is_denied(facts: &Facts, ruling: &Ruling) -> bool {
    ruling.status == 403 && facts.credentials == Credentials::Valid && facts.permission != Permission::Granted
}

/// Returns the open facts that change the outcome, in the order of the procedure, with the outcome for each value.
fn questions(evidence: &Evidence, possible: &[Possibility]) -> Vec<OpenQuestion> {
    let open = evidence.facts.iter().filter(|known| known.values.len() > 1);
    let flips = |fact: FactName| {
        possible.iter().any(|one| {
            possible.iter().any(|other| one.verdict != other.verdict && one.facts.difference(&other.facts) == [fact])
        })
    };
    let mut asked: Vec<FactName> = open.map(|known| known.fact).filter(|fact| flips(*fact)).collect();
    // The place where the credentials were sent matters only if they aren't valid.
    if asked.contains(&FactName::Credentials) {
        asked.retain(|fact| *fact != FactName::Scheme);
    }
    asked.truncate(MOST_QUESTIONS);
    asked.into_iter().map(|fact| OpenQuestion { fact, outcomes: outcomes(evidence, fact) }).collect()
}

/// Returns the outcome for every plausible value of this fact, from the possibilities in which the ruling asks about
/// the fact.
fn outcomes(evidence: &Evidence, fact: FactName) -> Vec<(usize, Conformance)> {
    let all = (0..fact.values().len()).filter(|index| is_plausible(evidence, fact, *index));
    let fixed = all.map(|index| {
        let mut fixed = evidence.clone();
        fixed.facts.retain(|known| known.fact != fact);
        fixed.facts.push(KnownFact::new(fact, index, FactSource::User));
        let possible = possibilities(&fixed);
        let asked: Vec<Conformance> = possible
            .iter()
            .filter(|possibility| possibility.ruling.trace.asked(fact))
            .map(|possibility| possibility.verdict)
            .collect();
        let first = asked.first().copied().unwrap_or(Conformance::Unknown);
        (index, if asked.iter().all(|verdict| *verdict == first) { first } else { Conformance::Unknown })
    });
    fixed.collect()
}

/// Returns whether the exchange allows this value. Visible credentials can't be absent, and a refusal can't mean that
/// permission was granted.
pub fn is_plausible(evidence: &Evidence, fact: FactName, index: usize) -> bool {
    let status = evidence.status;
    match fact {
        FactName::Credentials => {
            let is_seen = [Credentials::Absent, Credentials::Anonymous, Credentials::Duplicate]
                .iter()
                .any(|one| one.index() == index);
            evidence.sent.is_none() || !is_seen
        }
        FactName::Permission if index == Permission::Granted.index() && matches!(status, 401 | 403 | 407) => evidence
            .fact(fact)
            .is_some_and(|known| known.source == FactSource::Assumed && known.values.contains(&index)),
        _ => true,
    }
}

/// Returns how binding the ruling is, which is the level of the passage that decides it. If that passage is only a
/// definition and practice decides the status, the level is a convention.
const fn level(certainty: Certainty, decisive: Level) -> Level {
    match (certainty, decisive) {
        (Certainty::Convention | Certainty::Debatable, Level::Definition) => Level::Convention,
        _ => decisive,
    }
}

/// Joins alternatives as in "503, 500 or 502".
pub(super) fn alternatives(words: &[String]) -> String {
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => say!("{} or {}", others.join(", "), last),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

fn status_findings(evidence: &Evidence, possible: &[Possibility], verdict: Conformance) -> Vec<Finding> {
    let status = evidence.status;
    let mut findings = Vec::new();
    let scope_missing = possible.iter().all(|one| lacks_scope_challenge(evidence, &one.facts, &one.ruling));
    if scope_missing && verdict == Conformance::Challenge {
        findings.extend(Finding::new("scope-challenge-missing", Position::default()));
    }
    let expired =
        possible.iter().all(|one| matches!(one.facts.credentials, Credentials::Expired | Credentials::NotYetValid));
    let accepted = (200..300).contains(&status) && verdict == Conformance::WrongCode && expired;
    if accepted {
        findings.extend(Finding::new("expired-token-accepted", Position::default()));
    }
    // If the status is wrong in every possibility, it is reported together with the broken challenge.
    let compared: Vec<Conformance> = possible.iter().map(|one| compare(evidence, &one.facts, &one.ruling)).collect();
    let uniform = compared.first().copied().filter(|first| compared.iter().all(|other| other == first));
    let Some((first, outcome)) = possible.first().zip(uniform) else { return findings };
    let rule = match outcome {
        Conformance::WrongCode => "wrong-code",
        Conformance::Arguable => "arguable-code",
        _ => return findings,
    };
    let mut should: Vec<String> = Vec::new();
    for right in possible.iter().flat_map(|one| right_statuses(&one.ruling)).filter(|right| *right != status) {
        let right = right.to_string();
        if !should.contains(&right) {
            should.push(right);
        }
    }
    let Some(decisive) = first.ruling.citations.first() else { return findings };
    let why = translate(decisive.supports);
    findings.push(Finding {
        rule,
        level: level(first.ruling.certainty, decisive.level),
        citation: decisive.to_string(),
        text: say!("The response is {}. {}", status, why),
        fix: say!("Send {}.", alternatives(&should)),
        position: Position::default(),
    });
    findings
}
