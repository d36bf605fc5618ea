//! Judges several exchanges with the same server together, because each exchange can reveal facts about the others.
//!
//! Credentials that were accepted once are assumed to be valid. A resource that only some callers can access is
//! protected but not closed to everyone. This module only compares responses; [`super::verdict`] judges each one.

mod compare;

use std::collections::{BTreeMap, HashSet};

use super::credentials::{self, SentCredentials};
use super::evidence::{FactSource, KnownFact};
use super::exchange::{RecordedExchange, value};
use super::reason::ReasonGroup;
use super::response_body::{
    reason_in_body, refusal_of, rejects_credentials, reports_expiry, reports_failure, visible_text,
};
use super::verdict::{Conformance, Inspection, inspect};
use crate::ruling::facts::{Credentials, FactValue, Message, Permission, Protected, Refusal, Scheme, Service};
pub use compare::Comparison;
use compare::compare;

/// The verdicts on all exchanges in one input.
#[derive(Clone, Debug)]
pub struct MatrixReport {
    pub inspections: Vec<Inspection>,
    pub comparisons: Vec<Comparison>,
}

struct Row<'a> {
    exchange: &'a RecordedExchange,
    sent: Option<SentCredentials>,
    anonymous: bool,
    host: String,
    target: String,
}

impl<'a> Row<'a> {
    fn new(exchange: &'a RecordedExchange) -> Self {
        let request = exchange.request.as_ref();
        let connects = request.is_some_and(|request| request.method == "CONNECT");
        let at_proxy = connects || exchange.response.status == 407;
        let sent = request.and_then(|request| credentials::find(request, at_proxy));
        let row = exchange.row.as_deref();
        let anonymous = match row {
            Some(row) => row == "none",
            None => sent.is_none() && request.is_some_and(credentials::is_probably_complete),
        };
        let sent = sent.filter(|sent| !sent.is_guess());
        let target = request.map_or("", |request| request.target.as_str());
        let host = match target.split_once("://") {
            // The response to a CONNECT comes from the proxy, no matter which host the request names.
            _ if connects => "proxy".to_owned(),
            Some((_, rest)) => rest.split(['/', '?']).next().unwrap_or_default().to_owned(),
            None => request.and_then(|request| value(&request.fields, "Host")).unwrap_or_default().to_owned(),
        };
        let target = format!("{} {target}", request.map_or("", |request| request.method.as_str()));
        Self { exchange, sent, anonymous, host: host.to_ascii_lowercase(), target }
    }

    fn status(&self) -> u16 {
        self.exchange.response.status
    }

    fn body(&self) -> &str {
        self.exchange.response.body.trim()
    }

    fn is_public(&self) -> bool {
        self.anonymous && self.accepted()
    }

    /// Some protocols report refusals in the body or in a header field of a 200, and some sites answer a failed login
    /// with an ordinary page.
    fn accepted(&self) -> bool {
        let grpc_status = value(&self.exchange.response.fields, "grpc-status");
        let in_field = grpc_status.is_some_and(|status| status != "0");
        let in_page = || {
            let body = self.body().to_ascii_lowercase();
            body.contains("type=\"password\"") || body.contains("unauthenticated") || rejects_credentials(&body)
        };
        self.succeeded()
            && !in_field
            && refusal_of(self.exchange).is_none()
            && !reports_failure(self.body())
            && !in_page()
    }

    fn states_rejection(&self) -> bool {
        reason_in_body(self.body(), self.sent.as_ref()).is_some_and(|reason| reason.group() == ReasonGroup::Caller)
    }

    /// Returns whether the request has no body, in which case any error must be in the message head.
    fn is_bare(&self) -> bool {
        self.exchange.request.as_ref().is_some_and(|request| {
            let has = |name| value(&request.fields, name).is_some_and(|value| value != "0");
            matches!(request.method.as_str(), "GET" | "HEAD" | "DELETE" | "OPTIONS")
                && request.body.trim().is_empty()
                && !has("Content-Length")
                && !has("Transfer-Encoding")
        })
    }

    fn has_same_content(&self, other: &Self) -> bool {
        fn content<'a>(row: &Row<'a>) -> Option<(&'a str, &'a str)> {
            let request = row.exchange.request.as_ref()?;
            Some((value(&request.fields, "Content-Length")?, request.body.trim()))
        }
        content(self).is_some() && content(self) == content(other)
    }

    fn succeeded(&self) -> bool {
        (200..300).contains(&self.status())
    }

    fn carries(&self) -> bool {
        self.sent.as_ref().is_some_and(|sent| !sent.malformed)
            || matches!(self.exchange.row.as_deref(), Some("low-privileged" | "privileged"))
    }

    fn same_credentials(&self, other: &Self) -> bool {
        match (&self.sent, &other.sent) {
            (Some(own_secret), Some(others)) => own_secret.same(others),
            _ => false,
        }
    }
}

/// Judges every exchange, using the facts that other exchanges with the same server reveal.
pub fn judge(exchanges: &[RecordedExchange], user_facts: &[KnownFact], now: i64) -> MatrixReport {
    let rows: Vec<Row<'_>> = exchanges.iter().map(Row::new).collect();
    let mut servers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        servers.entry(row.host.as_str()).or_default().push(index);
    }
    let mut inspections: Vec<Option<Inspection>> = vec![None; rows.len()];
    let mut comparisons = Vec::new();
    for indexes in servers.values() {
        let group: Vec<&Row<'_>> = indexes.iter().filter_map(|index| rows.get(*index)).collect();
        let valid: Vec<&Row<'_>> = group.iter().copied().filter(|row| opens(row, &group)).collect();
        for (index, row) in indexes.iter().zip(&group) {
            let hints = hints(row, &group, &valid);
            if let Some(entry) = inspections.get_mut(*index) {
                *entry = Some(inspect(row.exchange, user_facts, &hints, now));
            }
        }
        comparisons.extend(compare(&indexes.iter().map(|index| index + 1).zip(group).collect::<Vec<_>>()));
    }
    MatrixReport { inspections: inspections.into_iter().flatten().collect(), comparisons }
}

fn hint(value: impl FactValue) -> KnownFact {
    KnownFact::from_values(&[value], FactSource::Stated)
}

/// Checks whether the credentials gave access to a resource that was refused to other callers. Access to a public
/// resource proves nothing, because any credentials would be accepted.
fn opens(row: &Row<'_>, group: &[&Row<'_>]) -> bool {
    let others = || group.iter().filter(|other| other.target == row.target && !other.same_credentials(row));
    row.accepted()
        && row.carries()
        && others().any(|other| other.status() >= 400)
        && !others().any(|other| other.anonymous && other.succeeded())
}

/// `valid` contains the requests whose credentials were accepted.
fn hints(row: &Row<'_>, group: &[&Row<'_>], valid: &[&Row<'_>]) -> Vec<KnownFact> {
    let mut hints = Vec::new();
    let opened = valid.iter().find(|other| other.target == row.target);
    let was_accepted = valid.iter().any(|other| !std::ptr::eq(*other, row) && other.same_credentials(row));
    if was_accepted {
        if may_still_be_valid(row) {
            hints.push(hint(Credentials::Valid));
        }
    } else if has_wrong_password(row, valid) {
        hints.push(hint(Credentials::WrongSecret));
    }
    if row.succeeded() {
        if group.iter().any(|other| other.is_public() && other.target == row.target) {
            hints.push(hint(Protected::No));
        } else if group.iter().any(|other| other.anonymous && other.status() == 401 && other.target == row.target) {
            hints.push(hint(Protected::Yes));
        }
        return hints;
    }
    hints.extend(closed_to_all(row, group));
    match opened {
        Some(opened) => hints.extend(behind_open_door(row, opened, group)),
        None => hints.extend(as_elsewhere(row, group)),
    }
    hints
}

/// A 403 alone doesn't prove that the password is wrong, because a user may have several app passwords with different
/// permissions.
fn has_wrong_password(row: &Row<'_>, valid: &[&Row<'_>]) -> bool {
    let Some(sent) = row.sent.as_ref().filter(|_| !row.succeeded()) else { return false };
    let mut accepted = valid.iter().filter_map(|other| other.sent.as_ref()).filter(|other| sent.other_password(other));
    let Some(first) = accepted.next() else { return false };
    let explains = row.status() == 403 && !is_standard_page(row.body()) && !row.states_rejection();
    accepted.all(|other| other.same(first)) && !explains
}

/// A page with at most five different words, such as `401 Authorization Required nginx`, counts as a standard error
/// page.
fn is_standard_page(body: &str) -> bool {
    let text = visible_text(body);
    let words: HashSet<&str> = text.split_whitespace().collect();
    words.len() <= 5
}

/// Credentials that were accepted once may be rejected later: a token can expire or be revoked, and a 401 may concern
/// another realm.
fn may_still_be_valid(row: &Row<'_>) -> bool {
    let text = visible_text(row.body());
    !matches!(row.status(), 401 | 407) && !rejects_credentials(&text) && !reports_expiry(&text)
}

/// If every request of the script was refused, leaves open whether a 403 applies to everyone. A refusal of every
/// request may have nothing to do with credentials.
fn closed_to_all(row: &Row<'_>, group: &[&Row<'_>]) -> Option<KnownFact> {
    let is_scripted = row.exchange.row.is_some() && row.status() == 403;
    let got_in = group.iter().any(|other| other.exchange.row.is_some() && other.status() < 400);
    let open = KnownFact::from_values(&[Refusal::Nobody, Refusal::None], FactSource::Assumed);
    (is_scripted && !got_in).then_some(open)
}

/// Returns the possible reasons for a refusal that have nothing to do with credentials.
fn other_reasons(row: &Row<'_>, opened: &Row<'_>) -> Vec<KnownFact> {
    let server = |row: &Row<'_>| value(&row.exchange.response.fields, "Server").map(str::to_owned);
    // If the `Server` fields differ, the refusal came from another program, such as a firewall in front of the server.
    let by_other_program = server(row).is_some() && server(row) != server(opened);
    let by_cookie = opened.sent.as_ref().is_some_and(|sent| sent.scheme == Scheme::Cookie);
    let refusal = match row.status() {
        403 if by_other_program => KnownFact::from_values(&[Refusal::None, Refusal::Firewall], FactSource::Assumed),
        403 if by_cookie && !row.is_bare() => {
            KnownFact::from_values(&[Refusal::None, Refusal::Csrf], FactSource::Assumed)
        }
        _ => hint(Refusal::None),
    };
    let message = match row.status() {
        400 | 409 | 415 | 422 if !row.is_bare() && !row.has_same_content(opened) => {
            KnownFact::from_values(&[Message::WellFormed, Message::Incomplete], FactSource::Assumed)
        }
        _ => hint(Message::WellFormed),
    };
    let text = visible_text(row.body());
    let blames_credentials = rejects_credentials(&text) || reports_expiry(&text);
    let is_malformed = row.sent.as_ref().is_some_and(|sent| sent.malformed);
    let service = if row.status() >= 500 && !blames_credentials && !is_malformed {
        KnownFact::from_values(&[Service::Up, Service::Down], FactSource::Assumed)
    } else {
        hint(Service::Up)
    };
    vec![refusal, message, service]
}

/// If other credentials gave access to the resource, the resource is protected, and this request failed because of its
/// own credentials.
fn behind_open_door(row: &Row<'_>, opened: &Row<'_>, group: &[&Row<'_>]) -> Vec<KnownFact> {
    let mut hints = other_reasons(row, opened);
    hints.push(hint(Protected::Yes));
    // The script sends tokens in the `Authorization` field.
    if opened.exchange.row.is_some() {
        hints.push(hint(Scheme::Bearer));
    }
    let in_field = row.sent.as_ref().is_some_and(|sent| sent.scheme.is_in_framework());
    if let Some(scheme) = opened.sent.as_ref().map(|sent| sent.scheme).filter(|_| !in_field) {
        hints.push(hint(scheme));
    }
    let Some(sent) = &row.sent else {
        hints.extend(row.anonymous.then(|| hint(Credentials::Absent)));
        return hints;
    };
    let as_nothing = group.iter().any(|other| {
        other.anonymous && other.target == row.target && other.status() == row.status() && other.body() == row.body()
    });
    if lacks_scope(row, sent, opened) {
        hints.push(hint(Credentials::Valid));
        hints.push(hint(Permission::Scope));
    } else if !sent.malformed
        && !sent.duplicate
        && (as_nothing && row.status() != 401
            || row.states_rejection()
            || !matches!(row.status(), 401 | 403)
                && row.is_bare()
                && opened.sent.as_ref().is_some_and(|other| other.scheme == sent.scheme))
    {
        hints.push(hint(Credentials::UnknownUser));
    }
    hints
}

/// Checks whether the challenge requires a scope that the accepted token has and the refused token lacks.
fn lacks_scope(row: &Row<'_>, sent: &SentCredentials, opened: &Row<'_>) -> bool {
    fn scopes(sent: &SentCredentials) -> Option<&Vec<String>> {
        sent.claims.as_ref()?.scopes.as_ref()
    }
    let field = super::exchange::values(&row.exchange.response.fields, "WWW-Authenticate");
    let (challenges, _) = super::challenge::parse(field);
    let needed = challenges.iter().find_map(|challenge| challenge.parameter("scope"));
    let Some((needed, own_scopes)) = needed.zip(scopes(sent)) else { return false };
    let Some(others) = opened.sent.as_ref().and_then(scopes) else { return false };
    let has = |scopes: &[String], word: &str| scopes.iter().any(|scope| scope == word);
    needed.split(' ').any(|word| !has(own_scopes, word) && has(others, word))
}

/// If a 401 to another request has the same body, this 403 was probably also caused by invalid or missing credentials.
fn as_elsewhere(row: &Row<'_>, group: &[&Row<'_>]) -> Vec<KnownFact> {
    if row.status() != 403 || row.body().is_empty() {
        return Vec::new();
    }
    let Some(twin) = group.iter().find(|other| other.status() == 401 && other.body() == row.body()) else {
        return Vec::new();
    };
    let mut hints = vec![hint(Protected::Yes), hint(Refusal::None), hint(Message::WellFormed)];
    // If different credentials in the same scheme got a 401, the server doesn't use 403 for a failed login.
    let tells_apart = |sent: &SentCredentials| {
        let failed = group.iter().filter(|other| other.status() == 401).filter_map(|other| other.sent.as_ref());
        failed.filter(|other| !other.malformed).any(|other| other.scheme == sent.scheme && !other.same(sent))
    };
    if row.sent.as_ref().is_some_and(tells_apart) {
        return Vec::new();
    } else if row.sent.is_some() {
        hints.push(hint(Credentials::UnknownUser));
    } else {
        let field = super::exchange::values(&twin.exchange.response.fields, "WWW-Authenticate");
        let scheme =
            super::challenge::parse(field).0.first().map_or(Scheme::Basic, |first| credentials::scheme(&first.scheme));
        hints.push(hint(scheme));
    }
    hints
}

pub fn worst(inspections: &[Inspection]) -> Conformance {
    inspections.iter().map(|inspection| inspection.verdict).max().unwrap_or(Conformance::Unknown)
}
