//! Decides which facts a response status leaves open. A fact stays open if its value could change the verdict.

use super::redirect::{RedirectKind, redirect_kind};
use super::{Collector, FactSource, KnownFact};
use crate::inspect::exchange::value;
use crate::inspect::reason::ReasonGroup;
use crate::inspect::response_body::reason_in_body;
use crate::ruling::FactName;
use crate::ruling::facts::{
    Client, Credentials, Endpoint, Exists, FactValue, Grant, Message, Permission, Preflight, Protected, Refusal,
    Responder, Scheme, Service, State,
};

const EITHER: [Credentials; 2] = [Credentials::Valid, Credentials::WrongSecret];

impl Collector<'_> {
    /// Leaves open every fact that could affect which status is correct. All other facts get default values.
    pub(super) fn open(&mut self) {
        let told_identity = self.told_identity();
        if told_identity {
            self.assume(Refusal::None);
            self.assume(Message::WellFormed);
            // Anyone may fetch a public resource, with or without valid credentials.
            if !matches!(self.status(), 200..300) || self.is(Credentials::Valid) {
                self.assume(Protected::Yes);
            }
        }
        if self.told_wrong_in_body() {
            self.assume(Endpoint::Login);
            self.assume(Scheme::Form);
        }
        let refusal = self.facts.iter().find(|known| known.fact == FactName::Refusal);
        let told_refusal = refusal.is_some_and(|known| !known.values.contains(&Refusal::None.index()));
        // A proxy that refuses everyone doesn't ask for a login.
        if told_refusal && !told_identity && self.is(Responder::Proxy) {
            self.assume(Protected::No);
        }
        if self.is(Preflight::Yes) {
            return self.leave_open(&[Refusal::None, Refusal::Origin]);
        }
        // The caller may be allowed to ask, and the server may have rejected the token in the body.
        let is_about_token = self.is(Endpoint::Introspection) || self.is(Endpoint::Revocation);
        if is_about_token && matches!(self.status(), 400 | 401 | 403) {
            self.leave_open(&[Permission::Role, Permission::Granted]);
            self.assume(Grant::Invalid);
        }
        let in_framework = self.sent.as_ref().is_some_and(|sent| sent.scheme.is_in_framework());
        match self.status() {
            401 | 407 if told_refusal && in_framework => self.leave_open(&EITHER),
            _ if told_refusal => {}
            401 | 407 => self.open_challenge(),
            403 => self.open_forbidden(),
            400 | 409 | 419 | 422 => self.open_bad_request(),
            101 | 200..300 | 304 => self.open_success(),
            300..400 => {
                // Only a user who is logged in is redirected to an access-denied page.
                if redirect_kind(self.exchange) == RedirectKind::Denied {
                    self.assume(Credentials::Valid);
                }
                if self.exchange.request.is_none() {
                    self.leave_open(&[Client::Program, Client::Browser]);
                }
                // An expired session is the usual reason for a redirect to the login page.
                if self.sent.as_ref().is_some_and(|sent| sent.scheme == Scheme::Cookie) {
                    self.leave_open(&[Credentials::Expired, Credentials::Valid]);
                }
                let is_login = redirect_kind(self.exchange) == RedirectKind::Login;
                self.leave_open(if is_login { &[Credentials::WrongSecret, Credentials::Valid] } else { &EITHER });
                self.assume(Permission::Role);
            }
            status if is_unregistered(status) && !is_of_the_log(status) => self.open_bad_request(),
            500 => self.open_server_error(told_identity),
            501..600 if self.status() != 511 => self.set(Service::Down, FactSource::Stated),
            _ => {}
        }
    }

    fn assume(&mut self, value: impl FactValue) {
        self.set(value, FactSource::Assumed);
    }

    /// Returns whether the user stated the result of an authentication or authorization check. Such a statement shows
    /// that the server checked the credentials. If no credentials were sent, the server had nothing to check. In the
    /// output of airside's script, statements about a request without credentials also count, because that request
    /// shows how the server treats anonymous users.
    pub(super) fn told_identity(&self) -> bool {
        const IDENTITY: [FactName; 3] = [FactName::Credentials, FactName::Permission, FactName::Strength];
        let checked = |known: &KnownFact| known.fact != FactName::Credentials || !self.is_absent();
        let is_told = |known: &&KnownFact| known.source == FactSource::User && IDENTITY.contains(&known.fact);
        self.facts.iter().filter(is_told).any(|known| checked(known) || self.exchange.row.is_some())
    }

    fn told_wrong_in_body(&self) -> bool {
        let is_wrong = [Credentials::UnknownUser, Credentials::WrongSecret].iter().any(|one| self.is(*one));
        let has_body = self.exchange.request.as_ref().is_some_and(|request| {
            request.method == "POST" && value(&request.fields, "Content-Length").is_some_and(|length| length != "0")
        });
        is_wrong && has_body && self.sent.is_none()
    }

    fn is_absent(&self) -> bool {
        self.is(Credentials::Absent)
    }

    /// Returns whether a forged request with this method would be harmless.
    pub(super) fn is_harmless(&self) -> bool {
        self.exchange.request.as_ref().is_some_and(|request| super::is_safe(request) || request.method == "CONNECT")
    }

    fn is_unsafe(&self) -> bool {
        self.exchange.request.is_some() && !self.is_harmless()
    }

    fn open_challenge(&mut self) {
        let is_token = self.sent.as_ref().is_some_and(|sent| matches!(sent.scheme, Scheme::Bearer | Scheme::Dpop));
        if self.uses_other_scheme() {
            self.leave_open(&[Credentials::UnsupportedScheme, Credentials::WrongSecret]);
        }
        self.leave_open(&[Credentials::WrongSecret, Credentials::Valid]);
        if !is_token || self.is_absent() {
            self.assume(Permission::Role);
        }
        self.leave_open(&[Permission::Role, Permission::Scope]);
    }

    fn open_forbidden(&mut self) {
        // A proxy that requires a login answers 407, so a 403 from a proxy is correct only if a rule refuses everyone.
        if self.is(Responder::Proxy) && !self.known(FactName::Refusal) {
            self.assume(Refusal::Nobody);
            self.leave_open(&[Protected::Yes, Protected::No]);
        }
        let refusals = [Refusal::None, Refusal::Nobody, Refusal::Csrf];
        let possible = if self.is_unsafe() { &refusals[..] } else { &refusals[..2] };
        self.leave_open(possible);
        self.leave_open(&EITHER);
        // A server that treats `anonymous` as a user checks the permissions of that user.
        if self.is(Credentials::Anonymous) {
            self.assume(Permission::Role);
            self.assume(Scheme::Basic);
        }
        let has_token = self.sent.as_ref().is_some_and(|sent| sent.scheme == Scheme::Bearer);
        if has_token && self.taken.challenges.is_empty() && self.exchange.response.shows_fields {
            self.leave_open(&[Permission::Role, Permission::Scope]);
        }
        // The reason for the refusal may be the state of the resource rather than a missing permission.
        let is_ready = !self.known(FactName::State) || self.is(State::Ready);
        if !is_ready || self.is(Exists::No) || self.is(Exists::Gone) {
            self.leave_open(&[Permission::Role, Permission::Granted]);
        }
        self.assume(Permission::Role);
        // A response about a bearer token without the required scope needs a challenge (RFC 6750 section 3).
        let lacks_scope = self.is(Permission::Scope);
        let other = if lacks_scope { Scheme::Bearer } else { Scheme::Cookie };
        if self.is(Responder::Proxy) {
            self.assume(Scheme::Basic);
        }
        self.leave_open(&[Scheme::Basic, other]);
    }

    /// A status such as 400 may have nothing to do with credentials.
    fn open_bad_request(&mut self) {
        let has_cookie = self.sent.as_ref().is_some_and(|sent| matches!(sent.scheme, Scheme::Cookie | Scheme::Form));
        if (self.is_absent() || has_cookie) && self.is_unsafe() {
            self.leave_open(&[Refusal::None, Refusal::Csrf]);
        }
        if self.status() == 400 {
            self.leave_open(&[Message::WellFormed, Message::Malformed]);
        }
        // Laravel sends 419 if the CSRF token doesn't match.
        if self.status() == 419 && !self.is_harmless() {
            self.leave_open(&[Refusal::Csrf, Refusal::None]);
        }
        self.leave_open(&[Protected::Yes, Protected::No]);
        self.leave_open(&EITHER);
        // The text may be about an API key or a session, for which HTTP defines no challenge.
        if self.is_absent() && self.exchange.response.shows_fields && !self.names_field() {
            self.leave_open(&[Scheme::Basic, Scheme::Cookie]);
        }
        // A cookie may have nothing to do with the login.
        if self.sent.as_ref().is_some_and(|sent| sent.scheme == Scheme::Cookie) {
            self.leave_open(&[Scheme::Basic, Scheme::Cookie]);
        }
        // Some servers send a 400 for every kind of refusal.
        let may_refuse = self.status() == 400 && self.sent.is_some();
        self.leave_open(if may_refuse { &[Permission::Granted, Permission::Role] } else { &[Permission::Granted] });
    }

    /// If a caller without valid credentials got access, either the resource is public or the server has a security
    /// hole.
    fn open_success(&mut self) {
        let is_valid = self.is(Credentials::Valid);
        if self.reports_failure() {
            self.leave_open(&[Protected::Yes, Protected::No]);
            self.leave_open(&EITHER);
            self.leave_open(&[Permission::Role, Permission::Granted]);
        }
        if !self.known(FactName::Credentials) || is_valid {
            return;
        }
        if self.is_absent() || self.is(Credentials::Malformed) {
            self.set(Protected::No, FactSource::Stated);
        } else {
            self.leave_open(&[Protected::No, Protected::Yes]);
        }
    }

    /// A server that crashes while it handles credentials often answers with a 500.
    fn open_server_error(&mut self, told_identity: bool) {
        let is_denied = self
            .facts
            .iter()
            .any(|known| known.fact == FactName::Permission && known.values != [Permission::Granted.index()]);
        let is_refused = is_denied || !self.is(Credentials::Valid);
        if self.exchange.request.is_none() && !told_identity {
            self.leave_open(&[Service::Up, Service::Down]);
            self.leave_open(&EITHER);
        } else if told_identity && is_refused && (!self.is_absent() || self.names_identity()) {
            self.assume(Service::Up);
        } else if self.may_be_about_identity() {
            self.leave_open(&[Service::Up, Service::Down]);
            self.leave_open(&EITHER);
            // The text may also mean that the server itself lacks permission on another system.
            let reason = reason_in_body(&self.exchange.response.body, self.sent.as_ref());
            if reason.is_some_and(|reason| reason.group() == ReasonGroup::Denied) {
                self.leave_open(&[Permission::Role, Permission::Granted]);
            }
        } else {
            self.assume(Service::Down);
        }
    }

    /// Returns whether a 500 may really be a refusal. A body that mentions credentials or permissions suggests a
    /// refusal. Malformed credentials in the request also suggest a refusal, as do any credentials if the body gives no
    /// reason.
    fn may_be_about_identity(&self) -> bool {
        let text = self.visible_text();
        let is_standard = text.trim().is_empty() || text.contains("internal server error");
        self.names_identity() || self.sent.as_ref().is_some_and(|sent| is_standard || sent.malformed)
    }

    fn names_field(&self) -> bool {
        let text = self.visible_text();
        ["authorization", "bearer", "jwt"].iter().any(|word| text.contains(word))
    }

    fn names_identity(&self) -> bool {
        const WORDS: [&str; 9] =
            ["auth", "token", "jwt", "credential", "permission", "denied", "forbidden", "login", "password"];
        let text = self.visible_text();
        WORDS.iter().any(|word| text.contains(word))
    }
}

/// A client treats an unregistered 4xx as 400 (RFC 9110 section 15).
pub(in crate::inspect) const fn is_unregistered(status: u16) -> bool {
    matches!(status, 418..=420 | 427 | 430 | 432..=450 | 452..=499)
}

/// Returns whether servers write the status only to their own logs and never send it to a client.
pub(in crate::inspect) const fn is_of_the_log(status: u16) -> bool {
    matches!(status, 444 | 460 | 463 | 494..=497 | 499)
}
