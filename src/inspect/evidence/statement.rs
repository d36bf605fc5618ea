//! Collects the facts that the response itself states in its challenge, in its body or in log details.

use super::log_code::explain;
use super::open::is_unregistered;
use super::{Collector, FactSource, KnownFact, refused_by_protocol, refused_in_body};
use crate::inspect::credentials::is_without_token;
use crate::inspect::exchange::value;
use crate::inspect::reason::{ReasonGroup, RefusalReason, reason};
use crate::inspect::response_body::{reason_in_body, reports_failure};
use crate::ruling::facts::{Credentials, FactValue, Message, Permission, Protected, Refusal, Scheme, Strength};

const FIREWALL_FIELDS: [&str; 3] = ["Cf-Mitigated", "X-Amzn-Waf-Action", "X-Sucuri-Block"];

const REASON_FIELDS: [&str; 8] = [
    "X-Authentication-Denied-Reason", "X-Error-Message", "X-Error", "X-Error-Code", "X-Error-Reason",
    "X-Amzn-ErrorType", "X-Ms-Error-Code", "MediaWiki-API-Error",
];

/// Words that show that a message is about the credentials in the request.
const OF_CALLER: [&str; 12] = [
    "authorization", "authenticat", "access token", "access_token", "api key", "api_key", "apikey", "bearer",
    "security token", "access key", "signature", "jwt",
];

const REMAINING_FIELDS: [&str; 2] = ["X-RateLimit-Remaining", "RateLimit-Remaining"];

/// The possible states of credentials that a server rejected without saying why.
const REJECTED: [Credentials; 5] = [
    Credentials::UnknownUser,
    Credentials::WrongSecret,
    Credentials::BadSignature,
    Credentials::Revoked,
    Credentials::Expired,
];

/// Combinations of words in Envoy's log, with the state of the credentials that each combination indicates.
const LOGGED: [(&[&str], Credentials); 7] = [
    (&["ext_authz_error"], Credentials::Unverifiable),
    (&["jwt_authn_access_denied", "fetch"], Credentials::Unverifiable),
    (&["jwt_authn_access_denied", "missing"], Credentials::Absent),
    (&["jwt_authn_access_denied", "not_yet"], Credentials::NotYetValid),
    (&["jwt_authn_access_denied", "expired"], Credentials::Expired),
    (&["jwt_authn_access_denied", "audience"], Credentials::WrongAudience),
    (&["jwt_authn_access_denied"], Credentials::BadSignature),
];

impl Collector<'_> {
    pub(super) fn is_rejected(&self) -> bool {
        matches!(self.taken.error(), Some("invalid_token" | "invalid_dpop_proof"))
    }

    pub(super) fn error_code(&mut self) {
        // At an OAuth endpoint, the code isn't about the caller unless the caller sent a token.
        if self.is_at_oauth_endpoint() && !self.is_token_sent() {
            return;
        }
        let error = self.taken.error().map(str::to_owned);
        // If the body and the challenge give different reasons, both reasons remain possible.
        let is_contradicted = self.find_reason().is_some_and(|reason| reason.group() == ReasonGroup::Everyone);
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
                self.set(Scheme::Dpop, FactSource::Stated);
                self.set(Credentials::StaleNonce, FactSource::Stated);
            }
            Some("invalid_token" | "invalid_dpop_proof") if self.uses_other_scheme() => {
                self.set(Credentials::UnsupportedScheme, FactSource::Stated);
            }
            Some("invalid_token") if self.sent.as_ref().is_some_and(is_without_token) => {
                self.set(Credentials::WrongSecret, FactSource::Stated);
            }
            // RFC 6750 section 3.1 defines `invalid_request` for a malformed request, and recommends a 400 for it.
            Some("invalid_request") if !self.nothing_sent && !self.is(Credentials::Duplicate) => {
                self.set(Message::Malformed, FactSource::Stated);
                self.set(Credentials::Valid, FactSource::Assumed);
                self.set(Permission::Granted, FactSource::Assumed);
            }
            // A server sends `invalid_token` only if the request contained a token (RFC 6750 section 3.1).
            Some("invalid_token" | "invalid_dpop_proof") if !self.nothing_sent && !self.server_failed() => {
                self.add(KnownFact::from_values(
                    &[
                        Credentials::BadSignature,
                        Credentials::Revoked,
                        Credentials::WrongAudience,
                        Credentials::Expired,
                    ],
                    FactSource::Stated,
                ));
            }
            _ => {}
        }
        let stale = self
            .challenge()
            .and_then(|challenge| challenge.parameter("stale"))
            .is_some_and(|stale| stale.eq_ignore_ascii_case("true"));
        if stale && self.sent.is_some() {
            self.set(Credentials::StaleNonce, FactSource::Stated);
        }
        // An error code about the token rules out any other reason for the refusal.
        let is_reason = stale || error.is_some_and(|error| error != "invalid_request" && error != "invalid_client");
        if is_reason && !is_contradicted && !self.nothing_sent && matches!(self.status(), 400 | 401 | 403) {
            self.set(Refusal::None, FactSource::Stated);
            if self.is_rejected() {
                self.set(Protected::Yes, FactSource::Stated);
                self.message_is_readable();
            }
        }
    }

    pub(super) fn refused_in_body(&mut self) {
        match refused_in_body(self.exchange).or_else(|| refused_by_protocol(self.exchange)) {
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
                match reason_in_body(&self.exchange.response.body, self.sent.as_ref()) {
                    Some(RefusalReason::Denied(Permission::Scope)) => self.set(Permission::Scope, FactSource::Stated),
                    _ => self.set(Permission::Role, FactSource::Assumed),
                }
            }
            _ => {}
        }
    }

    pub(super) fn stated_reason(&mut self) {
        let status = self.status();
        if !(matches!(status, 400 | 401 | 403 | 409 | 419 | 422) || is_unregistered(status)) {
            return;
        }
        if self.server_failed() && matches!(status, 401 | 403) {
            self.leave_open(&[Credentials::Unverifiable, Credentials::WrongSecret]);
        }
        if let Some(reason) = self.find_reason().filter(|reason| self.is_possible(*reason)) {
            match reason {
                RefusalReason::Everyone(refusal) => self.refused_to_everyone(refusal),
                _ if reason.group() == ReasonGroup::Denied => self.denied(reason),
                _ => self.not_accepted(reason),
            }
        }
    }

    /// Returns whether the body says that a back-end system was unavailable, in which case the credentials weren't
    /// checked.
    fn server_failed(&self) -> bool {
        self.mentions(&["unreachable", "timed out", "timeout", "connection refused", "connection reset", "unavailable"])
            && self.mentions(&[
                "ldap", "directory", "database", "auth server", "identity provider", "upstream", "jwks", "backend",
            ])
    }

    fn find_reason(&self) -> Option<RefusalReason> {
        *self.texts.reason.get_or_init(|| self.search_reason())
    }

    fn search_reason(&self) -> Option<RefusalReason> {
        let response = &self.exchange.response;
        let field = |name: &&'static str| value(&response.fields, name);
        if self.status() == 403 && FIREWALL_FIELDS.iter().any(|name| field(name).is_some()) {
            return Some(RefusalReason::Everyone(Refusal::Firewall));
        }
        let in_fields: Vec<&str> = REASON_FIELDS.iter().filter_map(field).collect();
        let sent = self.sent.as_ref();
        if let Some(found) = reason(&in_fields.join("\n"), sent) {
            return Some(found);
        }
        if self.status() == 403 && REMAINING_FIELDS.iter().filter_map(field).any(|left| left.trim() == "0") {
            return Some(RefusalReason::Everyone(Refusal::Rate));
        }
        if field(&"X-GitHub-OTP").is_some_and(|otp| otp.starts_with("required")) || self.taken.offers("OTP") {
            return Some(RefusalReason::TooWeak);
        }
        let description = self.challenge().and_then(|challenge| challenge.parameter("error_description"));
        reason_in_body(&response.body, sent)
            .or_else(|| description.and_then(|text| reason(text, sent)))
            .or_else(|| reason(&response.reason, sent))
    }

    /// A request with a safe method is never refused as a suspected cross-site request forgery. The text of a 400 may
    /// mention a token or a user that has nothing to do with the caller.
    fn is_possible(&self, reason: RefusalReason) -> bool {
        let status = self.status();
        // If the token in the request has expired, text about an expired token is assumed to refer to that token.
        let is_visible = || reason == RefusalReason::Expired && self.is(Credentials::Expired);
        let is_missing = || reason == RefusalReason::Absent && self.nothing_sent;
        let names_caller = || is_visible() || (self.sent.is_some() || is_missing()) && self.mentions(&OF_CALLER);
        match (reason, reason.group()) {
            (RefusalReason::Everyone(Refusal::Csrf), _) => !self.is_harmless(),
            (_, ReasonGroup::Everyone) => matches!(status, 401 | 403),
            (RefusalReason::NoCertificate | RefusalReason::WrongCertificate, _) => true,
            // Only OAuth defines a response to authentication that is too weak: a challenge with an error code.
            (RefusalReason::TooWeak, _) => status == 401,
            (RefusalReason::Denied(Permission::Role), _) => matches!(status, 401 | 403) || self.sent.is_some(),
            (_, ReasonGroup::Denied) => matches!(status, 401 | 403),
            (_, ReasonGroup::Caller) if matches!(status, 401 | 403) => !self.concerns_other_secret(),
            (_, ReasonGroup::Caller) => names_caller(),
        }
    }

    fn mentions(&self, words: &[&str]) -> bool {
        let text = self.visible_text();
        words.iter().any(|word| text.contains(word))
    }

    /// Returns whether the text is about a password although the request carries a token or a cookie. For example, a
    /// form for changing a password asks for the old password.
    fn concerns_other_secret(&self) -> bool {
        let has_token = self
            .sent
            .as_ref()
            .is_some_and(|sent| !matches!(sent.scheme, Scheme::Basic | Scheme::Digest | Scheme::Form));
        has_token && self.mentions(&["password", "username", "user name", "passcode", "pin code"])
    }

    /// Adds a reason for a refusal that doesn't depend on who the caller is. For a 401, the reason is only a
    /// possibility, because a 401 implies that a login could help. The reason is also only a possibility if the
    /// challenge reports an invalid token.
    fn refused_to_everyone(&mut self, refusal: Refusal) {
        if self.status() == 401 || self.is_rejected() {
            self.leave_open(&[refusal, Refusal::None]);
        }
        self.set(refusal, FactSource::Stated);
    }

    /// Adds nothing if the request carried no credentials, because the server may send the same text to anonymous
    /// callers.
    fn denied(&mut self, reason: RefusalReason) {
        let is_unseen = self.exchange.request.is_none();
        if self.sent.is_none() && !(is_unseen && reason != RefusalReason::NoPermission) {
            return;
        }
        let permission = match reason {
            RefusalReason::TooWeak => {
                self.set(Strength::TooWeak, FactSource::Stated);
                Permission::Granted
            }
            RefusalReason::Denied(permission) => permission,
            _ => Permission::Role,
        };
        // An error about a locked account doesn't show whether the password was correct.
        let of_account = matches!(
            permission,
            Permission::Suspended | Permission::Locked | Permission::Unverified | Permission::PasswordChange
        );
        if of_account {
            self.set(Credentials::Valid, FactSource::Assumed);
        }
        self.state_identity(&[Credentials::Valid]);
        let has_token = self.sent.as_ref().is_none_or(|sent| matches!(sent.scheme, Scheme::Bearer | Scheme::Dpop));
        let has_cookie =
            self.exchange.request.as_ref().is_some_and(|request| value(&request.fields, "Cookie").is_some());
        let in_field = self.sent.as_ref().is_some_and(|sent| !sent.scheme_name.is_empty());
        // The server may have used the cookie instead of the token in the query string.
        let is_ambiguous = permission == Permission::Scope && has_cookie && !in_field;
        if has_token && (reason == RefusalReason::NoPermission || is_ambiguous) {
            self.add(KnownFact::from_values(&[Permission::Role, Permission::Scope], FactSource::Stated));
        }
        self.set(permission, FactSource::Stated);
    }

    /// If a server asks for a login although credentials were sent, the server has rejected those credentials.
    fn not_accepted(&mut self, reason: RefusalReason) {
        let is_rejection = !matches!(
            reason,
            RefusalReason::Absent
                | RefusalReason::Anonymous
                | RefusalReason::NoCertificate
                | RefusalReason::WrongCertificate
        );
        if is_rejection && self.sent.is_none() && self.exchange.request.is_some() {
            // Either the server read credentials from a place unknown to this module, or it describes missing
            // credentials as invalid.
            self.facts.retain(|known| known.fact != Credentials::FACT || known.source == FactSource::User);
            self.leave_open(&[Credentials::Absent, Credentials::WrongSecret]);
            return;
        }
        let credentials = match reason {
            RefusalReason::NoCertificate | RefusalReason::WrongCertificate => {
                self.set(Scheme::Certificate, FactSource::Stated);
                self.message_is_readable();
                let is_wrong = reason == RefusalReason::WrongCertificate;
                let credentials = if is_wrong { Credentials::WrongCertificate } else { Credentials::Absent };
                self.facts.retain(|known| known.fact != Credentials::FACT || known.source == FactSource::User);
                credentials
            }
            RefusalReason::Anonymous if self.sent.is_none() => {
                self.facts.retain(|known| known.fact != Credentials::FACT || known.source == FactSource::User);
                Credentials::Anonymous
            }
            RefusalReason::Absent if self.sent.is_none() => Credentials::Absent,
            RefusalReason::Expired => Credentials::Expired,
            RefusalReason::Revoked => Credentials::Revoked,
            RefusalReason::WrongAudience => Credentials::WrongAudience,
            RefusalReason::BadSignature => Credentials::BadSignature,
            _ => {
                self.state_identity(&REJECTED);
                return;
            }
        };
        self.state_identity(&[credentials]);
    }

    fn state_identity(&mut self, credentials: &[Credentials]) {
        self.add(KnownFact::from_values(credentials, FactSource::Stated));
        // A server that expects credentials outside `Authorization` may use a message about missing credentials for any
        // refusal.
        let is_outside = [Scheme::Key, Scheme::Cookie, Scheme::Form].iter().any(|scheme| self.is(*scheme));
        if !(credentials == [Credentials::Absent] && is_outside && self.status() == 403) {
            self.set(Refusal::None, FactSource::Stated);
        }
        self.set(Protected::Yes, FactSource::Stated);
        self.message_is_readable();
    }

    fn message_is_readable(&mut self) {
        self.set(Message::WellFormed, FactSource::Stated);
    }

    pub(super) fn reports_failure(&self) -> bool {
        let in_field = || value(&self.exchange.response.fields, "grpc-status").is_some_and(|code| code.trim() != "0");
        matches!(self.status(), 200..300) && (in_field() || reports_failure(&self.exchange.response.body))
    }

    pub(super) fn log_details(&mut self) {
        if let Some((meaning, facts)) = explain(&self.exchange.response.details) {
            let code = &self.exchange.response.details;
            self.detail("log-code", format!("{code}: {meaning}"), FactSource::Stated);
            return facts.into_iter().for_each(|known| self.add(known));
        }
        let details = self.exchange.response.details.to_ascii_lowercase();
        // `rbac_access_denied` and `ext_authz_denied` say nothing about the credentials, because both can also mean
        // that a request without a token was refused.
        if details.contains("csrf_origin_mismatch") {
            self.set(Refusal::Csrf, FactSource::Stated);
        }
        let found = LOGGED.iter().find(|(words, _)| words.iter().all(|word| details.contains(word)));
        let Some((_, credentials)) = found else { return };
        self.set(*credentials, FactSource::Stated);
        self.set(Refusal::None, FactSource::Stated);
        self.set(Scheme::Bearer, FactSource::Assumed);
    }
}
