//! Facts about endpoints that read credentials from the body, such as a login or an OAuth token endpoint (RFC 6749
//! section 5.2).

use super::{Collector, FactSource, refused_in_body};
use crate::inspect::credentials::body::{BodyFields, oauth_endpoint, unrecorded};
use crate::inspect::exchange::value;
use crate::inspect::finding::Finding;
use crate::inspect::response_body::{TOKEN_ENDPOINT, error_code, rejects_asked_token, reports_inactive};
use crate::ruling::FactName;
use crate::ruling::facts::{Credentials, Endpoint, Grant, Message, Permission, Protected, Refusal, Scheme};

/// Error codes about a DPoP proof, with what each code says about the proof (RFC 9449 sections 5 and 8).
pub(super) const PROOF_ERRORS: [(&str, Credentials); 2] =
    [("use_dpop_nonce", Credentials::StaleNonce), ("invalid_dpop_proof", Credentials::BadSignature)];

/// Error codes of a client registration endpoint, which the client may call with an initial access token.
const REGISTRATION: [&str; 4] =
    ["invalid_redirect_uri", "invalid_client_metadata", "invalid_software_statement", "unapproved_software_statement"];

impl Collector<'_> {
    pub(super) fn is_token_sent(&self) -> bool {
        self.sent.as_ref().is_some_and(|sent| matches!(sent.scheme, Scheme::Bearer | Scheme::Dpop))
    }

    /// Takes the facts from the error code of an OAuth endpoint, which is in the body or in the challenge.
    pub(super) fn oauth_endpoint(&mut self) {
        if refused_in_body(self.exchange) == Some(400) {
            self.set(Endpoint::Token, FactSource::Stated);
            self.set(Grant::Invalid, FactSource::Stated);
            self.set(Credentials::Valid, FactSource::Assumed);
            return;
        }
        let seen = oauth_endpoint(self.exchange);
        if let Some(endpoint) = seen {
            self.set(endpoint, FactSource::Seen);
            self.set(Protected::Yes, FactSource::Assumed);
            self.client_scheme();
            // A public client has no credentials.
            if endpoint == Endpoint::Token && matches!(self.status(), 200..300) && self.sent.is_none() {
                self.set(Credentials::Valid, FactSource::Stated);
            }
        }
        let is_about_token = matches!(seen, Some(Endpoint::Introspection | Endpoint::Revocation));
        if is_about_token && self.asked_token() {
            return;
        }
        let Some(error) = error_code(&self.exchange.response.body, seen.and(self.taken.error())) else { return };
        let is_extension = TOKEN_ENDPOINT.contains(&error.as_str());
        let statuses = if is_extension || seen.is_some() { 400..=499 } else { 400..=401 };
        let is_post = self.exchange.request.as_ref().is_none_or(|request| request.method == "POST");
        let is_resource = self.is_token_sent() && !REGISTRATION.contains(&error.as_str());
        if !is_post || is_resource || !statuses.contains(&self.status()) {
            return;
        }
        let Some(credentials) = self.client_state(&error, seen) else { return };
        self.set(Endpoint::Token, FactSource::Stated);
        self.client_scheme();
        self.set(Protected::Yes, FactSource::Assumed);
        self.set(Refusal::None, FactSource::Stated);
        self.set(Message::WellFormed, FactSource::Stated);
        let is_stated = !matches!(credentials, Credentials::Valid);
        self.set(credentials, if is_stated { FactSource::Stated } else { FactSource::Assumed });
    }

    /// Sets the facts that the error code states, and returns the state of the client's credentials.
    fn client_state(&mut self, error: &str, seen: Option<Endpoint>) -> Option<Credentials> {
        let is_recorded = self.exchange.request.is_some();
        let is_extension = TOKEN_ENDPOINT.contains(&error);
        let is_about_token = matches!(seen, Some(Endpoint::Introspection | Endpoint::Revocation));
        let proof = PROOF_ERRORS.iter().find(|(code, _)| *code == error).filter(|_| is_recorded);
        match error {
            "invalid_client" if self.sent.is_some() => return Some(Credentials::WrongSecret),
            "invalid_client" if self.nothing_sent => return Some(Credentials::Absent),
            _ if let Some((_, credentials)) = proof => {
                self.facts.retain(|known| known.fact != FactName::Scheme || known.source == FactSource::User);
                self.set(Scheme::Dpop, FactSource::Stated);
                return Some(*credentials);
            }
            "invalid_request" if is_about_token => self.set(Message::Incomplete, FactSource::Stated),
            _ if is_about_token && (is_extension || error == "invalid_scope") => {
                self.set(Permission::Role, FactSource::Assumed);
            }
            "invalid_grant" | "expired_token" => self.set(Grant::Invalid, FactSource::Stated),
            // `invalid_request` and similar errors get the same status as an invalid grant.
            "invalid_request" | "invalid_scope" if is_recorded => self.set(Grant::Invalid, FactSource::Assumed),
            // The code isn't defined for this endpoint, so it may be about the client or about the grant.
            "invalid_token" if seen.is_some() => {
                self.set(Grant::Invalid, FactSource::Assumed);
                self.leave_open(&[Credentials::Valid, Credentials::WrongSecret]);
            }
            _ if is_extension => self.set(Grant::Invalid, FactSource::Assumed),
            _ => return None,
        }
        Some(Credentials::Valid)
    }

    fn client_scheme(&mut self) {
        if let Some(scheme) = self.sent.as_ref().filter(|sent| !sent.hides_scheme()).map(|sent| sent.scheme) {
            self.set(scheme, FactSource::Seen);
        }
    }

    /// Returns whether the response rejects the token in the body of an introspection or revocation request, instead of
    /// the caller's own credentials. If the caller sent a token too, the text may be about either token.
    fn asked_token(&mut self) -> bool {
        let is_anonymous = self.nothing_sent && self.status() == 401;
        let in_challenge = self.is_rejected() && !self.is_token_sent();
        let is_about_caller = self.is_rejected() && self.is_token_sent();
        let is_refused = rejects_asked_token(self.exchange) || in_challenge;
        if !is_refused || is_anonymous || is_about_caller || !matches!(self.status(), 200..=499) {
            return false;
        }
        self.set(Grant::Invalid, FactSource::Stated);
        if self.is_token_sent() && !reports_inactive(&self.exchange.response.body) {
            self.leave_open(&[Credentials::Valid, Credentials::Expired]);
        }
        self.set(Credentials::Valid, FactSource::Stated);
        self.set(Permission::Granted, FactSource::Assumed);
        self.set(Refusal::None, FactSource::Stated);
        self.set(Message::WellFormed, FactSource::Stated);
        true
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

    /// Adds a finding if an OAuth endpoint answers 401 without offering the scheme that the client used (RFC 6749
    /// section 5.2).
    pub(super) fn client_challenge(&mut self) {
        let Some(sent) = self.sent.as_ref().filter(|sent| !sent.scheme_name.is_empty()) else { return };
        let is_failed = !self.is(Credentials::Valid) && !self.is(Scheme::Dpop);
        if is_failed
            && !self.is_token_sent()
            && self.is_at_oauth_endpoint()
            && self.status() == 401
            && !self.taken.challenges.is_empty()
            && !self.taken.offers(&sent.scheme_name)
        {
            self.taken.findings.extend(Finding::new("client-challenge", self.exchange.response.position));
        }
    }
}
