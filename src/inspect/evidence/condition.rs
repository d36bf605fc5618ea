//! Finds the preconditions of a request, such as `If-None-Match`, and the response statuses that the request rules out.

use super::super::exchange::{RecordedExchange, RequestHead, value};
use super::{Collector, FactSource, KnownFact};
use crate::ruling::facts::{Precondition, Protected};
use crate::ruling::{Citation, FactName, source};

const CONDITIONS: [&str; 5] = ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If"];

type RequestRule = (&'static [u16], fn(&RequestHead) -> bool, &'static str);

/// Statuses that are wrong in response to certain requests, whatever else happened. With a method other than GET, only
/// a request with `Content-Range` may get a 416.
const RULED_OUT: [RequestRule; 4] = [
    (&[304], |request| !is_read(request), "RFC 9110 section 13.1.2"),
    (&[206, 416], |request| request.method != "GET" && shows_no_part(request), "RFC 9110 section 14.2"),
    (
        &[412],
        |request| matches!(request.method.as_str(), "OPTIONS" | "CONNECT" | "TRACE"),
        "RFC 9110 section 13.2.1 paragraph 2",
    ),
    (&[428], has_condition, "RFC 6585 section 3 paragraph 1"),
];

/// Returns whether the method only reads (RFC 9110 section 9.2.1).
pub(super) fn is_safe(request: &RequestHead) -> bool {
    matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PROPFIND" | "REPORT")
}

fn is_read(request: &RequestHead) -> bool {
    matches!(request.method.as_str(), "GET" | "HEAD")
}

fn shows_no_part(request: &RequestHead) -> bool {
    !request.fields.is_empty() && value(&request.fields, "Content-Range").is_none()
}

fn has_condition(request: &RequestHead) -> bool {
    CONDITIONS.iter().any(|name| value(&request.fields, name).is_some())
}

pub(super) fn ruled_out(exchange: &RecordedExchange) -> Option<Citation> {
    let request = exchange.request.as_ref()?;
    let applies =
        |(statuses, is_such, _): &&RequestRule| statuses.contains(&exchange.response.status) && is_such(request);
    let (_, _, place) = RULED_OUT.iter().find(applies)?;
    source::passages(place).next()
}

/// Determines from the method and the header fields of the request what a failed precondition means. `If-None-Match`
/// takes precedence over `If-Modified-Since` (RFC 9110 section 13.1.3).
fn failed_condition(exchange: &RecordedExchange) -> Option<Precondition> {
    let request = exchange.request.as_ref()?;
    let has = |name| value(&request.fields, name).is_some();
    if has("If-Match") || has("If-Unmodified-Since") {
        return None;
    }
    match (is_read(request), has("If-None-Match")) {
        (true, true) => Some(Precondition::Unchanged),
        (true, false) => has("If-Modified-Since").then_some(Precondition::Unmodified),
        (false, true) => Some(Precondition::Taken),
        (false, false) => None,
    }
}

/// Returns the passage that a 2xx response to GET or HEAD violates if the `If-Match` condition isn't met. For other
/// methods, the server may answer 2xx if the requested change has already been made.
pub(super) fn performed_anyway(exchange: &RecordedExchange, user_facts: &[KnownFact]) -> Option<Citation> {
    let fails = KnownFact::from_values(&[Precondition::Fails], FactSource::User);
    let succeeded = (200..300).contains(&exchange.response.status);
    let reads = exchange.request.as_ref().is_some_and(is_read);
    let place = (succeeded && reads && user_facts.contains(&fails)).then_some("RFC 9110 section 13.1.1")?;
    source::passages(place).next()
}

/// Replacements for preconditions that the user stated although they don't suit the method of the request. Each entry
/// says whether the request is a GET or HEAD, which precondition the user stated, and which precondition replaces it.
const BY_METHOD: [(bool, Precondition, Precondition); 3] = [
    (false, Precondition::Unchanged, Precondition::Taken),
    (false, Precondition::Unmodified, Precondition::Holds),
    (true, Precondition::Taken, Precondition::Unchanged),
];

/// Adapts the facts stated by the user so that they match the preconditions in the request. If the user says that a
/// precondition failed, the fact is replaced with what that failure means for the request. Preconditions that the
/// server must ignore count as met.
pub(super) fn with_condition(exchange: &RecordedExchange, user_facts: &[KnownFact]) -> Vec<KnownFact> {
    let told = |condition| KnownFact::from_values(&[condition], FactSource::User);
    let is_ignored = matches!(exchange.response.status, 412 | 428) && ruled_out(exchange).is_some();
    let shown = failed_condition(exchange);
    let reads = exchange.request.as_ref().map(is_read);
    let replaced = |known: &KnownFact| {
        let row = BY_METHOD.iter().find(|(is_read, stated, _)| reads == Some(*is_read) && *known == told(*stated));
        row.map(|(_, _, condition)| told(*condition))
    };
    let seen = |known: &KnownFact| match shown {
        _ if is_ignored && known.fact == FactName::Precondition => told(Precondition::Holds),
        Some(condition) if *known == told(Precondition::Fails) => told(condition),
        _ => replaced(known).unwrap_or_else(|| known.clone()),
    };
    user_facts.iter().map(seen).collect()
}

impl Collector<'_> {
    /// A server evaluates preconditions and ranges only after all other checks (RFC 9110 sections 13.2.1 and 14.2). A
    /// status such as 304 or 412 therefore shows that access wasn't refused.
    pub(super) fn condition(&mut self) {
        let status = self.status();
        if let Some(condition) =
            failed_condition(self.exchange).filter(|one| status == 412 && *one != Precondition::Taken)
        {
            self.set(condition, FactSource::Stated);
        }
        let is_late = matches!(status, 304 | 412 | 416 | 428) || ruled_out(self.exchange).is_some();
        if is_late && !self.told_identity() {
            self.set(Protected::No, FactSource::Stated);
        }
    }
}
