//! Facts about endpoints that read credentials from the body, such as a login or an OAuth token endpoint (RFC 6749
//! section 5.2).

use super::{Collector, FactSource, refused_in_body};
use crate::inspect::credentials::body::{BodyFields, unrecorded};
use crate::inspect::exchange::value;
use crate::inspect::finding::Finding;
use crate::inspect::response_body::TOKEN_ENDPOINT;
use crate::ruling::facts::{Credentials, Endpoint, Grant, Message, Refusal, Scheme};

impl Collector<'_> {
    pub(super) fn token_endpoint(&mut self) {
        if refused_in_body(self.exchange) == Some(400) {
            self.set(Endpoint::Token, FactSource::Stated);
            self.set(Grant::Invalid, FactSource::Stated);
            self.set(Credentials::Valid, FactSource::Assumed);
            return;
        }
        let is_post = self.exchange.request.as_ref().is_none_or(|request| request.method == "POST");
        let has_token = self.sent.as_ref().is_some_and(|sent| matches!(sent.scheme, Scheme::Bearer | Scheme::Dpop));
        let body: Option<serde_json::Value> = serde_json::from_str(self.exchange.response.body.trim()).ok();
        let Some(error) = body.as_ref().and_then(|body| body.get("error")?.as_str()) else { return };
        let is_extension = TOKEN_ENDPOINT.contains(&error);
        let statuses = if is_extension { 400..=499 } else { 400..=401 };
        if !is_post || has_token || !statuses.contains(&self.status()) {
            return;
        }
        let is_recorded = self.exchange.request.is_some();
        let credentials = match error {
            "invalid_client" if self.sent.is_some() => Credentials::WrongSecret,
            "invalid_client" if self.nothing_sent => Credentials::Absent,
            "invalid_grant" | "expired_token" => {
                self.set(Grant::Invalid, FactSource::Stated);
                Credentials::Valid
            }
            // `invalid_request` and similar errors get the same status as an invalid grant.
            "invalid_request" | "invalid_scope" | "use_dpop_nonce" | "invalid_dpop_proof" if is_recorded => {
                self.set(Grant::Invalid, FactSource::Assumed);
                Credentials::Valid
            }
            _ if is_extension => {
                self.set(Grant::Invalid, FactSource::Assumed);
                Credentials::Valid
            }
            _ => return,
        };
        self.set(Endpoint::Token, FactSource::Stated);
        self.set(Refusal::None, FactSource::Stated);
        self.set(Message::WellFormed, FactSource::Stated);
        let is_stated = !matches!(credentials, Credentials::Valid);
        self.set(credentials, if is_stated { FactSource::Stated } else { FactSource::Assumed });
    }

    /// If the body wasn't recorded, the kind of endpoint is guessed from the path.
    pub(super) fn body(&mut self) {
        let Some(request) = self.exchange.request.as_ref().filter(|request| request.method == "POST") else { return };
        if let Some(endpoint) = BodyFields::parse(request).and_then(|body| body.endpoint(&request.target)) {
            self.set(endpoint, FactSource::Seen);
        } else if let Some(endpoint) = unrecorded(request).filter(|_| self.sent.is_none()) {
            self.set(endpoint, FactSource::Assumed);
            self.set(Scheme::Form, FactSource::Assumed);
        }
        self.told_endpoint();
    }

    /// If a request to a login or token endpoint has no `Authorization` field, the credentials must have been in the
    /// body.
    fn told_endpoint(&mut self) {
        if self.sent.is_some() || !(self.is(Endpoint::Login) || self.is(Endpoint::Token)) {
            return;
        }
        let proves_key = self
            .exchange
            .request
            .as_ref()
            .is_some_and(|request| value(&request.fields, "DPoP").is_some() && self.is(Credentials::StaleNonce));
        self.set(if proves_key { Scheme::Dpop } else { Scheme::Form }, FactSource::Assumed);
    }

    /// Adds a finding if a token endpoint answers 401 without offering the scheme that the client used (RFC 6749
    /// section 5.2).
    pub(super) fn client_challenge(&mut self) {
        let Some(sent) = self.sent.as_ref().filter(|sent| !sent.scheme_name.is_empty()) else { return };
        let is_token = self.is(Endpoint::Token);
        if is_token
            && self.status() == 401
            && !self.taken.challenges.is_empty()
            && !self.taken.offers(&sent.scheme_name)
        {
            self.taken.findings.extend(Finding::new("client-challenge", self.exchange.response.position));
        }
    }
}
