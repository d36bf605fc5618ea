//! Adds the statuses of all checks that a request fails.
//!
//! RFC 9110 defines the order of the checks only for preconditions and ranges (sections 13.2.1 and 14.2). If a request
//! fails several checks, the status for each of these checks therefore conforms, and the procedure chooses the
//! preferred one.

use super::citation::Citation;
use super::facts::{Credentials, Endpoint, Exists, FactName, Facts, Hidden, Order, Precondition, Responder, Upgrade};
use super::{ArticleReading, Certainty, Ruling, procedure};

/// The checks that don't depend on who the user is.
const ABOVE_LOGIN: [FactName; 6] =
    [FactName::Service, FactName::Message, FactName::Authority, FactName::Method, FactName::Upgrade, FactName::Refusal];

const LOGIN: [FactName; 4] = [FactName::Credentials, FactName::Grant, FactName::Strength, FactName::Permission];

const RESOURCE: [FactName; 3] = [FactName::Exists, FactName::Precondition, FactName::State];

/// Determines what the specifications say about a set of facts, and compares the result with the article's answer.
///
/// Every set of facts leads to a ruling, and the same facts always lead to the same ruling.
///
/// ```
/// use airside::ruling::{Certainty, FactName, Facts, rule};
///
/// // A bearer token issued for another service isn't valid here.
/// let ruling = rule(&Facts::default().with("scheme", "bearer")?.with("credentials", "wrong-audience")?);
/// assert_eq!((ruling.status, ruling.certainty), (401, Certainty::Definition));
///
/// // Valid credentials without permission: 403, and no header field is required.
/// let ruling = rule(&Facts::default().with("permission", "role")?);
/// assert_eq!((ruling.status, ruling.companions.first()), (403, None));
///
/// // The questions that led to it.
/// let step = ruling.trace.iter().find(|step| step.fact == FactName::Permission);
/// assert_eq!(step.map(|step| step.answer), Some("No: the role doesn't include it."));
///
/// // Nothing defines whether a server checks the method or the credentials first.
/// let ruling = rule(&Facts::default().with("method", "unsupported")?.with("credentials", "absent")?);
/// assert_eq!((ruling.status, ruling.conforms(401)), (405, true));
/// # Ok::<(), airside::ruling::UnknownFact>(())
/// ```
pub fn rule(facts: &Facts) -> Ruling {
    let mut ruling = procedure::rule_in_order(facts);
    let usual = procedure::rule_in_order(&without_faults(facts, &[]));
    // A MUST leaves no alternative. An intercepting network answers every request with 511.
    if ruling.certainty == Certainty::Must || usual.status >= 300 {
        return ruling;
    }
    let mut is_above = false;
    for fact in ABOVE_LOGIN {
        if let Some(alone) = fails(facts, fact, &usual, &mut ruling) {
            is_above |= alone.status >= 300;
            or(&mut ruling, &alone);
        }
    }
    let absent = fails(facts, FactName::Exists, &usual, &mut ruling);
    let is_for_oauth = matches!(facts.endpoint, Endpoint::Token | Endpoint::Introspection | Endpoint::Revocation);
    is_above |= absent.is_some_and(|absent| absent.status >= 300) && !is_for_oauth;
    if is_above {
        ruling.trace.consider(FactName::Order);
    }
    let login = alone(facts, &LOGIN, &mut ruling);
    if !(is_above && facts.order == Order::Fixed) {
        or(&mut ruling, &login);
        // The other properties of a login can be checked only if the credentials are valid.
        if facts.credentials == Credentials::Valid {
            for fact in &LOGIN[1..] {
                let alone = alone(facts, &[FactName::Credentials, *fact], &mut ruling);
                or(&mut ruling, &alone);
            }
        }
    }
    if let Some(absent) = absent {
        or_absent(&mut ruling, &absent);
    }
    // Authorization comes before the state of the resource (RFC 4918 section 8.5).
    if !is_failure(&login) {
        for fact in [FactName::Precondition, FactName::State] {
            if let Some(alone) = fails(facts, fact, &usual, &mut ruling) {
                or(&mut ruling, &alone);
            }
        }
    }
    ruling.article = ruling.article.where_also_conforming(&ruling.also_conforming);
    ruling
}

/// Determines the ruling for a PUT request that created a resource.
pub(crate) fn rule_creation(facts: &Facts) -> Ruling {
    let ruling = rule(facts);
    let is_created = matches!(ruling.status, 404 | 410) && facts.exists != Exists::Yes;
    if is_created { procedure::created(facts, &ruling.trace) } else { ruling }
}

/// Returns the ruling for a request that fails only one check, or `None` if the request doesn't fail the check.
fn fails(facts: &Facts, fact: FactName, usual: &Ruling, ruling: &mut Ruling) -> Option<Ruling> {
    if !usual.trace.asked(fact) {
        return None;
    }
    ruling.trace.consider(fact);
    let passes = match fact {
        FactName::Upgrade => matches!(facts.upgrade, Upgrade::None | Upgrade::WebSocket),
        // The server must ignore other preconditions if the request fails another check (RFC 9110 section 13.2.1).
        FactName::Precondition => facts.precondition != Precondition::Required,
        _ => facts.index(fact) == 0,
    };
    if passes {
        return None;
    }
    if facts.hidden != Hidden::Resource || facts.responder == Responder::Proxy {
        return Some(alone(facts, &[fact], ruling));
    }
    // The response to a client who mustn't know about the resource doesn't reveal the resource.
    let [credentials, grant, strength, permission] = LOGIN;
    let alone = alone(facts, &[fact, credentials, grant, strength, permission], ruling);
    let login = procedure::rule_in_order(&without_faults(facts, &LOGIN));
    let is_hidden = (alone.status, alone.also_conforming) == (login.status, login.also_conforming);
    (!is_hidden).then_some(alone)
}

fn alone(facts: &Facts, kept: &[FactName], ruling: &mut Ruling) -> Ruling {
    let alone = procedure::rule_in_order(&without_faults(facts, kept));
    let matters = |fact: &FactName| alone.trace.asked(*fact) && (kept.contains(fact) || !is_check(*fact));
    FactName::ALL.into_iter().filter(matters).for_each(|fact| ruling.trace.consider(fact));
    alone
}

fn is_check(fact: FactName) -> bool {
    fact != FactName::Upgrade && (ABOVE_LOGIN.contains(&fact) || LOGIN.contains(&fact) || RESOURCE.contains(&fact))
}

/// Returns the facts of a request that passes every check except the ones to keep.
fn without_faults(facts: &Facts, kept: &[FactName]) -> Facts {
    let checks = FactName::ALL.into_iter().filter(|fact| is_check(*fact) && !kept.contains(fact));
    let passing = checks.fold(*facts, |passing, fact| passing.with_index(fact, 0));
    let upgrade = match facts.upgrade {
        kept_upgrade if kept.contains(&FactName::Upgrade) => kept_upgrade,
        Upgrade::Subprotocol | Upgrade::Version => Upgrade::WebSocket,
        Upgrade::Required => Upgrade::None,
        passing => passing,
    };
    Facts { upgrade, ..passing }
}

/// Adds the statuses of a failed check, but not the success status of a request that passes it.
fn or(ruling: &mut Ruling, alone: &Ruling) {
    let is_failure = is_failure(alone);
    let before = ruling.also_conforming.count;
    for status in std::iter::once(alone.status).chain(alone.also_conforming.iter()) {
        if !ruling.conforms(status) && (is_failure || status >= 300) {
            ruling.also_conforming.add(status);
        }
    }
    let added = ruling.also_conforming.count - before;
    if added > 0 {
        cite(ruling, alone, usize::from(!is_failure), added);
        ruling.certainty = Certainty::Debatable;
    }
}

fn is_failure(alone: &Ruling) -> bool {
    // A login form that is shown again can have the status 200 or 422.
    alone.status >= 300 || alone.conforms(422)
}

fn cite(ruling: &mut Ruling, alone: &Ruling, skipped: usize, count: usize) {
    let place = |citation: &Citation| (citation.document, citation.section, citation.paragraph, citation.level);
    for citation in alone.citations.entries().skip(skipped).take(count) {
        if !ruling.citations.iter().any(|known| place(&known) == place(citation)) {
            ruling.citations.add(citation);
        }
    }
}

/// Adds the status for a missing resource. Storage services often answer 403 to conceal that a resource doesn't exist.
fn or_absent(ruling: &mut Ruling, absent: &Ruling) {
    if absent.status < 300 || absent.status == ruling.status {
        return;
    }
    let certainty = ruling.certainty;
    or(ruling, absent);
    cite(ruling, absent, 0, 1);
    ruling.article = ArticleReading::SILENT;
    if certainty != Certainty::Debatable {
        ruling.certainty = if ruling.status == 403 { Certainty::Convention } else { Certainty::Debatable };
    }
}
