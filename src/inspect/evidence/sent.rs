//! Derives the state of the credentials from the credentials that the request carried.

use super::{Collector, Detail, FactSource};
use crate::calendar::{self, parse_http_date};
use crate::inspect::challenge::Challenge;
use crate::inspect::credentials::{Claims, SentCredentials, are_for_other_target};
use crate::inspect::exchange::{RecordedExchange, value};
use crate::ruling::facts::{Credentials, Scheme};

/// The tolerance for clock differences, in seconds (RFC 7519 section 4.1.4 allows "a few minutes").
const LEEWAY: i64 = 300;

fn answered(exchange: &RecordedExchange) -> Option<i64> {
    value(&exchange.response.fields, "Date").and_then(parse_http_date).or(exchange.time)
}

impl Collector<'_> {
    pub(super) fn credentials(&mut self, sent: &SentCredentials, now: i64) {
        if let Some(claims) = &sent.claims {
            let mut detail = |name, value: Option<String>| {
                self.details.extend(value.map(|value| Detail { name, value, source: FactSource::Decoded }));
            };
            let day = |seconds: i64| calendar::date(u64::try_from(seconds).unwrap_or_default().saturating_mul(1000));
            detail("token-expires", claims.expires.map(day));
            detail("token-not-before", claims.not_before.map(day));
            detail("token-issuer", claims.issuer.clone());
            detail("token-audience", Some(claims.audience.join(" ")).filter(|words| !words.is_empty()));
            detail("token-scope", claims.scopes.as_ref().map(|scopes| scopes.join(" ")));
        }
        if sent.duplicate {
            self.set(Credentials::Duplicate, FactSource::Seen);
        } else if sent.malformed {
            self.set(Credentials::Malformed, FactSource::Seen);
        } else if self.exchange.request.as_ref().is_some_and(|request| are_for_other_target(sent, request)) {
            self.set(Credentials::WrongTarget, FactSource::Seen);
        } else if self.continues(sent) {
            self.set(Credentials::Partial, FactSource::Seen);
        }
        if let Some(claims) = &sent.claims {
            self.lifetime(claims, now);
        }
    }

    /// Returns whether the response continues a multi-step login with NTLM, Negotiate (RFC 4559 section 5) or SCRAM
    /// (RFC 7804 section 5).
    fn continues(&self, sent: &SentCredentials) -> bool {
        let goes_on = |challenge: &Challenge| {
            let has_data = || challenge.parameter("data").is_some() && challenge.parameter("sid").is_some();
            challenge.is(&sent.scheme_name) && (challenge.token68.is_some() || has_data())
        };
        let in_steps = sent.scheme == Scheme::Negotiate || sent.scheme_name.to_ascii_lowercase().starts_with("scram-");
        in_steps && matches!(self.status(), 401 | 407) && self.taken.challenges.iter().any(goes_on)
    }

    /// A server may accept a scheme that none of its challenges names.
    pub(super) fn uses_other_scheme(&self) -> bool {
        let name = self.sent.as_ref().map_or("", |sent| sent.scheme_name.as_str());
        !name.is_empty()
            && !self.is_at_oauth_endpoint()
            && !self.taken.challenges.is_empty()
            && !self.taken.offers(name)
    }

    /// If the time of the response isn't known, a token that has expired by now may have been valid when it was sent.
    fn lifetime(&mut self, claims: &Claims, now: i64) {
        let time = answered(self.exchange);
        let begins = claims.not_before.filter(|begins| *begins > time.unwrap_or(now) + LEEWAY);
        let expired = claims.expires.filter(|expires| *expires <= time.unwrap_or(now) - LEEWAY);
        match time {
            Some(_) if expired.is_some() => self.set(Credentials::Expired, FactSource::Decoded),
            Some(_) if begins.is_some() => self.set(Credentials::NotYetValid, FactSource::Decoded),
            None if expired.is_some() && !self.is_rejected() => {
                self.leave_open(&[Credentials::Expired, Credentials::Valid]);
            }
            _ => {}
        }
    }
}
