//! Finds the condition of a request, such as `If-None-Match`.

use super::super::exchange::{RecordedExchange, value};
use super::{FactSource, KnownFact};
use crate::ruling::facts::Precondition;

/// Returns the condition of a GET or HEAD request that fails if the client's stored copy is still current.
/// `If-None-Match` takes precedence over `If-Modified-Since` (RFC 9110 section 13.1.3).
pub(super) fn revalidation(exchange: &RecordedExchange) -> Option<Precondition> {
    let request = exchange.request.as_ref()?;
    let has = |name| value(&request.fields, name).is_some();
    let asks = matches!(request.method.as_str(), "GET" | "HEAD") && !has("If-Match") && !has("If-Unmodified-Since");
    match (asks, has("If-None-Match"), has("If-Modified-Since")) {
        (true, true, _) => Some(Precondition::Unchanged),
        (true, false, true) => Some(Precondition::Unmodified),
        _ => None,
    }
}

/// Returns the user's facts. If the user says that a condition isn't met, the condition found in the request replaces
/// that fact.
pub(super) fn with_condition(exchange: &RecordedExchange, user_facts: &[KnownFact]) -> Vec<KnownFact> {
    let fails = KnownFact::from_values(&[Precondition::Fails], FactSource::User);
    let shown = revalidation(exchange).map(|condition| KnownFact::from_values(&[condition], FactSource::User));
    user_facts.iter().map(|known| shown.as_ref().filter(|_| *known == fails).unwrap_or(known).clone()).collect()
}
