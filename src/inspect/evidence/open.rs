//! The facts that each status leaves open, which are those that could change the verdict.

use super::{Collector, FactSource};
use crate::inspect::exchange::value;
use crate::ruling::FactName;
use crate::ruling::facts::{
    Client, Credentials, Endpoint, Message, Permission, Preflight, Protected, Refusal, Responder, Scheme, Service,
};

const EITHER: [usize; 2] = [Credentials::Valid as usize, Credentials::WrongSecret as usize];

impl Collector<'_> {
    /// Leaves a fact open if the status could depend on it. Other facts get their defaults.
    pub(super) fn open(&mut self) {
        let told_identity = self.told_identity();
        if told_identity {
            self.assume(FactName::Refusal, Refusal::None as usize);
            self.assume(FactName::Message, Message::WellFormed as usize);
            // Anyone may fetch a public resource, with or without valid credentials.
            if !matches!(self.status(), 200..300) || self.is(FactName::Credentials, Credentials::Valid as usize) {
                self.assume(FactName::Protected, Protected::Yes as usize);
            }
        }
        if self.told_wrong_in_body() {
            self.assume(FactName::Endpoint, Endpoint::Login as usize);
            self.assume(FactName::Scheme, Scheme::Form as usize);
        }
        let refusal = self.facts.iter().find(|known| known.fact == FactName::Refusal);
        let told_refusal = refusal.is_some_and(|known| known.values != [Refusal::None as usize]);
        // A proxy that refuses everyone doesn't ask for a login.
        if told_refusal && !told_identity && self.is(FactName::Responder, Responder::Proxy as usize) {
            self.assume(FactName::Protected, Protected::No as usize);
        }
        if self.is(FactName::Preflight, Preflight::Yes as usize) {
            return self.leave_open(FactName::Refusal, &[Refusal::None as usize, Refusal::Origin as usize]);
        }
        match self.status() {
            _ if told_refusal => {}
            401 | 407 => self.open_challenge(),
            403 => self.open_forbidden(),
            400 | 409 | 419 | 422 => self.open_bad_request(),
            101 | 200..300 => self.open_success(),
            300..400 => {
                if self.exchange.request.is_none() {
                    self.leave_open(FactName::Client, &[Client::Program as usize, Client::Browser as usize]);
                }
                self.leave_open(FactName::Credentials, &EITHER);
                self.assume(FactName::Permission, Permission::Role as usize);
            }
            500 => self.open_server_error(told_identity),
            501..600 if self.status() != 511 => self.set(FactName::Service, Service::Down as usize, FactSource::Stated),
            _ => {}
        }
    }

    fn assume(&mut self, fact: FactName, value: usize) {
        self.set(fact, value, FactSource::Assumed);
    }

    /// Returns whether the user stated the result of authentication or authorization, which means that the server must
    /// have checked it.
    fn told_identity(&self) -> bool {
        const IDENTITY: [FactName; 4] =
            [FactName::Credentials, FactName::Permission, FactName::Strength, FactName::Protected];
        self.facts.iter().any(|known| known.source == FactSource::Told && IDENTITY.contains(&known.fact))
    }

    /// Returns whether the user stated that the credentials are wrong, and only the body of a POST can have held them.
    fn told_wrong_in_body(&self) -> bool {
        let is_wrong = [Credentials::UnknownUser, Credentials::WrongSecret]
            .iter()
            .any(|one| self.is(FactName::Credentials, *one as usize));
        let has_body = self.exchange.request.as_ref().is_some_and(|request| {
            request.method == "POST" && value(&request.fields, "Content-Length").is_some_and(|length| length != "0")
        });
        is_wrong && has_body && self.sent.is_none()
    }

    fn is_absent(&self) -> bool {
        self.is(FactName::Credentials, Credentials::Absent as usize)
    }

    /// Returns whether the method can change something, so that a forged request would do harm.
    fn is_unsafe(&self) -> bool {
        let method = self.exchange.request.as_ref().map(|request| request.method.as_str());
        !matches!(method, None | Some("GET" | "HEAD" | "OPTIONS" | "TRACE" | "PROPFIND"))
    }

    fn open_challenge(&mut self) {
        let is_token = self.sent.as_ref().is_some_and(|sent| matches!(sent.scheme, Scheme::Bearer | Scheme::Dpop));
        self.leave_open(FactName::Credentials, &EITHER);
        if !is_token || self.is_absent() {
            self.assume(FactName::Permission, Permission::Role as usize);
        }
        self.leave_open(FactName::Permission, &[Permission::Role as usize, Permission::Scope as usize]);
    }

    fn open_forbidden(&mut self) {
        let refusals = [Refusal::None, Refusal::Nobody, Refusal::Csrf].map(|one| one as usize);
        let possible = if self.is_unsafe() { &refusals[..] } else { &refusals[..2] };
        self.leave_open(FactName::Refusal, possible);
        self.leave_open(FactName::Credentials, &EITHER);
        let has_token = self.sent.as_ref().is_some_and(|sent| sent.scheme == Scheme::Bearer);
        if has_token && self.taken.challenges.is_empty() && self.exchange.response.shows_fields {
            self.leave_open(FactName::Permission, &[Permission::Role as usize, Permission::Scope as usize]);
        }
        self.assume(FactName::Permission, Permission::Role as usize);
        // A bearer token without the required scope needs a challenge (RFC 6750 section 3).
        let lacks_scope = self.is(FactName::Permission, Permission::Scope as usize);
        let other = if lacks_scope { Scheme::Bearer } else { Scheme::Cookie };
        self.leave_open(FactName::Scheme, &[Scheme::Basic as usize, other as usize]);
    }

    /// Leaves open the facts that could explain a bad request. The status may have nothing to do with credentials.
    fn open_bad_request(&mut self) {
        let has_cookie = self.sent.as_ref().is_some_and(|sent| matches!(sent.scheme, Scheme::Cookie | Scheme::Form));
        if (self.is_absent() || has_cookie) && self.is_unsafe() {
            self.leave_open(FactName::Refusal, &[Refusal::None as usize, Refusal::Csrf as usize]);
        }
        if self.status() == 400 {
            self.leave_open(FactName::Message, &[Message::WellFormed as usize, Message::Malformed as usize]);
        }
        self.leave_open(FactName::Protected, &[Protected::Yes as usize, Protected::No as usize]);
        self.leave_open(FactName::Credentials, &EITHER);
        self.assume(FactName::Permission, Permission::Granted as usize);
    }

    /// A caller without valid credentials got in. Either the resource is public, or the server has a security hole.
    fn open_success(&mut self) {
        let is_valid = self.is(FactName::Credentials, Credentials::Valid as usize);
        if !self.known(FactName::Credentials) || is_valid {
            return;
        }
        if self.is_absent() || self.is(FactName::Credentials, Credentials::Malformed as usize) {
            self.set(FactName::Protected, Protected::No as usize, FactSource::Stated);
        } else {
            self.leave_open(FactName::Protected, &[Protected::No as usize, Protected::Yes as usize]);
        }
    }

    /// Leaves open the facts that could explain a server error. Unreadable credentials often crash a server, which
    /// then answers with such an error.
    fn open_server_error(&mut self, told_identity: bool) {
        let is_valid = self.is(FactName::Credentials, Credentials::Valid as usize);
        if self.exchange.request.is_none() && !told_identity {
            self.leave_open(FactName::Service, &[Service::Up as usize, Service::Down as usize]);
            self.leave_open(FactName::Credentials, &EITHER);
        } else if told_identity && !self.is_absent() && !is_valid {
            self.assume(FactName::Service, Service::Up as usize);
        } else if self.sent.as_ref().is_some_and(|sent| sent.malformed) {
            self.leave_open(FactName::Service, &[Service::Up as usize, Service::Down as usize]);
        } else {
            self.set(FactName::Service, Service::Down as usize, FactSource::Stated);
        }
    }
}
