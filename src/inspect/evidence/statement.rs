//! Facts that the response itself states, in its challenge, in its body or in the details of a log.

use super::{Collector, FactSource, KnownFact, refused_in_body};
use crate::inspect::exchange::value;
use crate::inspect::response_body::{is_from_firewall, reports_expiry, visible_text};
use crate::ruling::facts::{Credentials, Permission, Protected, Refusal, Scheme, Strength};

/// Fields in which a firewall says that it answered.
const FIREWALL_FIELDS: [&str; 3] = ["Cf-Mitigated", "X-Amzn-Waf-Action", "X-Sucuri-Block"];

impl Collector<'_> {
    /// Returns whether the challenge says that the token was rejected.
    pub(super) fn is_rejected(&self) -> bool {
        matches!(self.taken.error(), Some("invalid_token" | "invalid_dpop_proof"))
    }

    /// Adds what the parameters of the challenge say about the credentials.
    pub(super) fn error_code(&mut self) {
        let error = self.taken.error().map(str::to_owned);
        match error.as_deref() {
            Some("insufficient_scope") => {
                self.set(Credentials::Valid, FactSource::Stated);
                self.set(Permission::Scope, FactSource::Stated);
            }
            Some("insufficient_user_authentication") => {
                self.set(Credentials::Valid, FactSource::Stated);
                self.set(Strength::TooWeak, FactSource::Stated);
            }
            Some("use_dpop_nonce") => {
                self.set(Credentials::StaleNonce, FactSource::Stated);
            }
            Some("invalid_token" | "invalid_dpop_proof") if self.sent.is_some() => self.add(KnownFact::from_values(
                &[Credentials::BadSignature, Credentials::Revoked, Credentials::WrongAudience, Credentials::Expired],
                FactSource::Stated,
            )),
            _ => {}
        }
        let stale = self
            .challenge()
            .and_then(|challenge| challenge.parameter("stale"))
            .is_some_and(|stale| stale.eq_ignore_ascii_case("true"));
        if stale && self.sent.is_some() {
            self.set(Credentials::StaleNonce, FactSource::Stated);
        }
        // An error code for the token gives the reason, so there was no other reason.
        let is_reason = stale || error.is_some_and(|error| error != "invalid_request" && error != "invalid_client");
        if is_reason && self.sent.is_some() && matches!(self.status(), 401 | 403) {
            self.set(Refusal::None, FactSource::Stated);
        }
    }

    /// Adds the reason that the body of a 2xx states, if it reports a refusal.
    pub(super) fn refused_in_body(&mut self) {
        match refused_in_body(self.exchange) {
            Some(401) => {
                self.set(Protected::Yes, FactSource::Stated);
                self.leave_open(&[Credentials::WrongSecret, Credentials::Expired]);
            }
            Some(403) => {
                self.set(Protected::Yes, FactSource::Stated);
                if self.is(Credentials::Absent) {
                    self.leave_open(&[Refusal::Nobody, Refusal::None]);
                }
                self.set(Credentials::Valid, FactSource::Assumed);
                self.set(Permission::Role, FactSource::Assumed);
            }
            _ => {}
        }
    }

    /// Adds the reason that the body states, such as a missing scope.
    pub(super) fn body_words(&mut self) {
        let status = self.status();
        if !matches!(status, 400 | 403 | 409 | 419 | 422) {
            return;
        }
        let text = visible_text(&self.exchange.response.body);
        let contains = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if !self.is_safe() && contains(&["csrf", "xsrf", "anti-forgery", "antiforgery"]) {
            self.set(Refusal::Csrf, FactSource::Stated);
        }
        if status != 403 {
            return;
        }
        let has = |name: &&str| value(&self.exchange.response.fields, name).is_some();
        if FIREWALL_FIELDS.iter().any(has) || is_from_firewall(&text) {
            self.set(Refusal::Firewall, FactSource::Stated);
        }
        let has_token = self.sent.as_ref().is_some_and(|sent| sent.scheme == Scheme::Bearer);
        let lacks_scope = contains(&[
            "insufficient_scope",
            "insufficient scope",
            "missing scope",
            "missing_scope",
            "missing required scope",
            "lacks the required scope",
            "does not have the required scope",
        ]);
        if has_token && lacks_scope && !reports_expiry(&text) {
            self.set(Credentials::Valid, FactSource::Stated);
            self.set(Permission::Scope, FactSource::Stated);
        }
    }

    /// Adds the reason recorded in an Envoy log.
    pub(super) fn log_details(&mut self) {
        let details = self.exchange.response.details.to_ascii_lowercase();
        let has = |word: &str| details.contains(word);
        let credentials = if has("rbac_access_denied") {
            self.set(Permission::Role, FactSource::Stated);
            Credentials::Valid
        } else if !has("jwt_authn_access_denied") {
            return;
        } else if has("fetch") {
            Credentials::Unverifiable
        } else if has("missing") {
            Credentials::Absent
        } else if has("not_yet") {
            Credentials::NotYetValid
        } else if has("expired") {
            Credentials::Expired
        } else if has("audience") {
            Credentials::WrongAudience
        } else {
            Credentials::BadSignature
        };
        self.set(credentials, FactSource::Stated);
        self.set(Refusal::None, FactSource::Stated);
        if credentials != Credentials::Valid {
            self.set(Scheme::Bearer, FactSource::Assumed);
        }
    }
}
