//! Judges several exchanges with one server together, because each adds information about the others.
//!
//! This module decides what one exchange says about another. Credentials that were accepted once are valid, and a
//! resource that someone could open is protected, not closed. The
//! module compares responses and must not judge any of them alone.

mod compare;

use std::collections::BTreeMap;

use super::credentials::{self, SentCredentials};
use super::evidence::{FactSource, KnownFact};
use super::exchange::{RecordedExchange, value};
use super::finding::refusal_in_body;
use super::verdict::{Conformance, Inspection, inspect};
use crate::ruling::facts::{Credentials, FactValue, Message, Permission, Protected, Refusal, Scheme, Service};
pub use compare::Comparison;
use compare::compare;

/// The exchanges of one input, judged together.
#[derive(Clone, Debug)]
pub struct MatrixReport {
    pub inspections: Vec<Inspection>,
    pub comparisons: Vec<Comparison>,
}

/// An exchange, with the credentials found in its request.
struct Row<'a> {
    exchange: &'a RecordedExchange,
    sent: Option<SentCredentials>,
    /// Whether the request certainly had no credentials.
    anonymous: bool,
    host: String,
    /// The method and the path. Rows from the script are compared without the query.
    target: String,
}

impl<'a> Row<'a> {
    fn new(exchange: &'a RecordedExchange) -> Self {
        let request = exchange.request.as_ref();
        let sent = request.and_then(|request| credentials::find(request, exchange.response.status == 407));
        let row = exchange.row.as_deref();
        let anonymous = match row {
            Some(row) => row == "none",
            None => sent.is_none() && request.is_some_and(credentials::is_complete),
        };
        let target = request.map_or("", |request| request.target.as_str());
        let host = match target.split_once("://") {
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

    /// Returns whether the row shows that anyone can open the resource.
    fn is_public(&self) -> bool {
        self.anonymous && self.succeeded() && refusal_in_body(self.body()).is_none()
    }

    fn succeeded(&self) -> bool {
        (200..300).contains(&self.status())
    }

    /// Returns whether the row carries credentials of any kind.
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

/// Judges every exchange, using what the other exchanges with the same server reveal.
pub fn judge(exchanges: &[RecordedExchange], told: &[KnownFact], now: i64) -> MatrixReport {
    let rows: Vec<Row<'_>> = exchanges.iter().map(Row::new).collect();
    let mut servers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        servers.entry(row.host.as_str()).or_default().push(place);
    }
    let mut inspections: Vec<Option<Inspection>> = vec![None; rows.len()];
    let mut comparisons = Vec::new();
    for places in servers.values() {
        let group: Vec<&Row<'_>> = places.iter().filter_map(|place| rows.get(*place)).collect();
        let valid: Vec<&Row<'_>> = group.iter().copied().filter(|row| accepted(row, &group)).collect();
        for (place, row) in places.iter().zip(&group) {
            let hints = hints(row, &group, &valid);
            if let Some(entry) = inspections.get_mut(*place) {
                *entry = Some(inspect(row.exchange, told, &hints, now));
            }
        }
        comparisons.extend(compare(&places.iter().map(|place| place + 1).zip(group).collect::<Vec<_>>()));
    }
    MatrixReport { inspections: inspections.into_iter().flatten().collect(), comparisons }
}

fn hint(value: impl FactValue) -> KnownFact {
    KnownFact::from_values(&[value], FactSource::Stated)
}

/// Checks whether the row's credentials opened a resource that is closed to others.
fn accepted(row: &Row<'_>, group: &[&Row<'_>]) -> bool {
    row.succeeded()
        && row.carries()
        && !group.iter().any(|other| other.anonymous && other.succeeded() && other.target == row.target)
}

/// Collects what the other rows reveal about this one. `valid` holds the rows whose credentials were accepted.
fn hints(row: &Row<'_>, group: &[&Row<'_>], valid: &[&Row<'_>]) -> Vec<KnownFact> {
    let mut hints = Vec::new();
    let opened = valid.iter().find(|other| other.target == row.target);
    if valid.iter().any(|other| other.same_credentials(row)) {
        hints.push(hint(Credentials::Valid));
    } else if let Some(sent) = &row.sent
        && valid.iter().any(|other| other.sent.as_ref().is_some_and(|others| sent.other_password(others)))
    {
        hints.push(hint(Credentials::WrongSecret));
    }
    if row.succeeded() {
        if group.iter().any(|other| other.is_public() && other.target == row.target) {
            hints.push(hint(Protected::No));
        }
        return hints;
    }
    match opened {
        Some(opened) => hints.extend(behind_open_door(row, opened, group)),
        None => hints.extend(as_elsewhere(row, group)),
    }
    hints
}

/// Other credentials opened the resource, so it is protected, and this row failed because of its own credentials.
fn behind_open_door(row: &Row<'_>, opened: &Row<'_>, group: &[&Row<'_>]) -> Vec<KnownFact> {
    let mut hints = vec![hint(Protected::Yes), hint(Refusal::None), hint(Service::Up), hint(Message::WellFormed)];
    // The script sends tokens in the `Authorization` field.
    if opened.exchange.row.is_some() {
        hints.push(hint(Scheme::Bearer));
    }
    let in_field = row.sent.as_ref().is_some_and(|sent| sent.scheme.is_in_framework());
    if let Some(scheme) = opened.sent.as_ref().map(|sent| sent.scheme).filter(|_| !in_field) {
        hints.push(hint(scheme));
    }
    let Some(sent) = &row.sent else { return hints };
    let as_nothing = group.iter().any(|other| {
        other.anonymous && other.target == row.target && other.status() == row.status() && other.body() == row.body()
    });
    if lacks_scope(row, sent, opened) {
        hints.push(hint(Credentials::Valid));
        hints.push(hint(Permission::Scope));
    } else if !sent.malformed
        && !sent.duplicate
        && (as_nothing && row.status() != 401
            || rejects_in_words(row.body())
            || !matches!(row.status(), 401 | 403)
                && opened.sent.as_ref().is_some_and(|other| other.scheme == sent.scheme))
    {
        hints.push(hint(Credentials::UnknownUser));
    }
    hints
}

/// Checks whether the challenge requires a scope that the accepted token has and this token lacks.
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

/// Checks for phrases that servers use when they reject credentials, whatever the status is.
fn rejects_in_words(body: &str) -> bool {
    const WORDS: [&str; 10] = [
        "invalidaccesskeyid",
        "signaturedoesnotmatch",
        "invalid token",
        "invalid username",
        "invalid credentials",
        "invalid authentication credentials",
        "could not validate credentials",
        "not authenticated",
        "credentials were not provided",
        "signature verification failed",
    ];
    let body = body.to_ascii_lowercase();
    WORDS.iter().any(|word| body.contains(word))
}

/// The server sends the same body with a 401 elsewhere, so it refused this row because of its credentials too.
fn as_elsewhere(row: &Row<'_>, group: &[&Row<'_>]) -> Vec<KnownFact> {
    if row.status() != 403 || row.body().is_empty() {
        return Vec::new();
    }
    let Some(twin) = group.iter().find(|other| other.status() == 401 && other.body() == row.body()) else {
        return Vec::new();
    };
    let mut hints = vec![hint(Protected::Yes), hint(Refusal::None), hint(Message::WellFormed)];
    // A 401 for other credentials of this scheme shows that the server can tell this refusal from a failed login.
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

/// Returns the worst verdict of all the inspections.
pub fn worst(inspections: &[Inspection]) -> Conformance {
    inspections.iter().map(|inspection| inspection.verdict).max().unwrap_or(Conformance::Unknown)
}
