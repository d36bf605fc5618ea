//! Finds the preconditions of a request, such as `If-None-Match`, and the response statuses that the request rules out.

use super::super::exchange::{RecordedExchange, RequestHead, value};
use super::super::field::{HeaderField, values};
use super::{Collector, FactSource, KnownFact};
use crate::calendar::parse_http_date;
use crate::ruling::facts::{Precondition, Protected, State};
use crate::ruling::{Citation, FactName, source};

const CONDITIONS: [&str; 5] = ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If"];

type RequestRule = (&'static [u16], fn(&RequestHead, &[HeaderField]) -> bool, &'static str);

/// Statuses that are wrong in response to certain requests, whatever else happened. The function receives the request
/// and the fields of the response. With a method other than GET, only a request with `Content-Range` may get a 416.
const RULED_OUT: [RequestRule; 9] = [
    (&[304], |request, _| !is_read(request), "RFC 9110 section 13.1.2"),
    (
        &[304],
        |request, _| lacks(request, &["If-None-Match", "If-Modified-Since"]),
        "RFC 9110 section 15.4.5 paragraph 1",
    ),
    (&[206, 416], |request, _| request.method != "GET" && shows_no_part(request), "RFC 9110 section 14.2"),
    (&[206], |request, _| lacks(request, &["Range"]), "RFC 9110 section 15.3.7 paragraph 1"),
    (&[416], |request, _| lacks(request, &["Range", "Content-Range"]), "RFC 9110 section 15.5.17 paragraph 1"),
    (
        &[412],
        |request, _| matches!(request.method.as_str(), "OPTIONS" | "CONNECT" | "TRACE"),
        "RFC 9110 section 13.2.1 paragraph 2",
    ),
    (&[412], |request, _| is_whole(request) && !may_fail(request), "RFC 9110 section 15.5.13 paragraph 1"),
    (&[428], |request, _| has_condition(request), "RFC 6585 section 3 paragraph 1"),
    (&[101], switches_unasked, "RFC 9110 section 7.8"),
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

/// Returns whether the recording certainly shows every field of the request.
fn is_whole(request: &RequestHead) -> bool {
    request.shows_credentials && value(&request.fields, "Host").is_some()
}

fn lacks(request: &RequestHead, names: &[&str]) -> bool {
    is_whole(request) && names.iter().all(|name| value(&request.fields, name).is_none())
}

/// Extensions define more conditions, such as `If-Schedule-Tag-Match`. A 412 is also the response to
/// `Overwrite: F` if the destination exists (RFC 4918 section 9.8.5).
fn may_fail(request: &RequestHead) -> bool {
    let is_condition = |name: &str| {
        name.eq_ignore_ascii_case("Overwrite") || name.split('-').any(|word| word.eq_ignore_ascii_case("if"))
    };
    request.fields.iter().any(|field| is_condition(&field.name))
}

fn protocols(fields: &[HeaderField]) -> impl Iterator<Item = String> {
    values(fields, "Upgrade").flat_map(|field| field.value.split(',')).map(|name| name.trim().to_ascii_lowercase())
}

fn switches_unasked(request: &RequestHead, response: &[HeaderField]) -> bool {
    let asked: Vec<String> = protocols(&request.fields).collect();
    is_whole(request) && (asked.is_empty() || protocols(response).any(|protocol| !asked.contains(&protocol)))
}

/// If the user says that a condition isn't met, the recording doesn't show every field of the request.
pub(super) fn ruled_out(exchange: &RecordedExchange, user_facts: &[KnownFact]) -> Option<Citation> {
    let holds = KnownFact::from_values(&[Precondition::Holds], FactSource::User);
    let is_unseen = user_facts.iter().any(|known| known.fact == FactName::Precondition && *known != holds);
    let (request, response) = (exchange.request.as_ref()?, &exchange.response);
    let applies = |(statuses, is_such, place): &&RequestRule| {
        let is_absence = matches!(response.status, 304 | 412) && place.starts_with("RFC 9110 section 15.");
        statuses.contains(&response.status) && is_such(request, &response.fields) && !(is_unseen && is_absence)
    };
    let (_, _, place) = RULED_OUT.iter().find(applies)?;
    source::passages(place).next()
}

/// Compares the conditions of a GET or HEAD request with the `ETag` and `Last-Modified` fields of its 2xx response.
/// Returns the condition that isn't met although the server sent the representation.
fn unmet(exchange: &RecordedExchange) -> Option<Precondition> {
    let (request, response) = (exchange.request.as_ref()?, &exchange.response);
    if !is_read(request) || !matches!(response.status, 200 | 206) {
        return None;
    }
    let tag = value(&response.fields, "ETag");
    let lists = |name, is_weak: bool| {
        let plain = |tag: &str| if is_weak { tag.trim_start_matches("W/").to_owned() } else { tag.to_owned() };
        let entries = value(&request.fields, name)?.split(',').map(str::trim);
        let mut entries = entries.map(|entry| entry == "*" || tag.is_some_and(|tag| plain(tag.trim()) == plain(entry)));
        Some(entries.any(|is_same| is_same))
    };
    let date = |fields, name| value(fields, name).and_then(parse_http_date);
    if tag.is_some() && lists("If-Match", false) == Some(false) {
        return Some(Precondition::Fails);
    }
    match lists("If-None-Match", true) {
        Some(is_same) => is_same.then_some(Precondition::Unchanged),
        None => (date(&response.fields, "Last-Modified")? <= date(&request.fields, "If-Modified-Since")?)
            .then_some(Precondition::Unmodified),
    }
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
    let fails = user_facts.contains(&fails) || unmet(exchange) == Some(Precondition::Fails);
    let place = (succeeded && reads && fails).then_some("RFC 9110 section 13.1.1")?;
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
    let is_ignored = matches!(exchange.response.status, 412 | 428) && ruled_out(exchange, user_facts).is_some();
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
        if let Some(condition) = unmet(self.exchange) {
            self.set(condition, FactSource::Seen);
        }
        // A server that requires a condition sends 428.
        if status == 412
            && self.exchange.request.as_ref().is_some_and(|request| is_whole(request) && !may_fail(request))
        {
            self.set(Precondition::Required, FactSource::Assumed);
            self.leave_open(&[State::Ready, State::Conflict]);
        }
        let is_late = matches!(status, 304 | 412 | 416 | 428) || ruled_out(self.exchange, &[]).is_some();
        if is_late && !self.told_identity() {
            self.set(Protected::No, FactSource::Stated);
        }
    }
}
