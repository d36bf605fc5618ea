//! Defines every outcome of the procedure, with its status, certainty, citations and header fields.
//!
//! The procedure decides which outcome applies. Outcomes are grouped in the order of the procedure: [`general`] (before
//! identity matters), [`credentials`], [`permission`], [`state`] (of the resource) and [`granted`].

macro_rules! list {
    ($($entry:expr),* $(,)?) => { const { &[$($entry),*] } };
}

macro_rules! cites {
    ($($source:ident),* $(,)?) => { list![$($crate::ruling::source::$source),*] };
}

/// An outcome: the status, the certainty, what the client may do, the citations, and other statuses that conform. With
/// `from`, the outcome differs from another outcome only in the parts that are given.
macro_rules! ending {
    (
        from $base:expr, $(as $certainty:ident)? $(may $client_may:expr;)? [$($source:ident),*]
        $(also [$($also:literal),*])?
    ) => {
        Ending {
            $(certainty: Certainty::$certainty,)?
            $(client_may: $client_may,)?
            citations: cites![$($source),*],
            ..$base
        }$(.also(&[$($also),*]))?
    };
    ($status:literal $certainty:ident $client_may:expr, [$($source:ident),*] $(also [$($also:literal),*])?) => {
        Ending::new($status, Certainty::$certainty, $client_may, cites![$($source),*])$(.also(&[$($also),*]))?
    };
}

pub(super) mod credentials;
pub(super) mod general;
pub(super) mod granted;
pub(super) mod permission;
pub(super) mod state;

use super::article::ArticleReading;
use super::challenge;
use super::citation::{Citation, Level};
use super::facts::{Client, Credentials, Endpoint, Exists, Layer, Permission, Responder, Scheme};
use super::source;
use super::{Certainty, Citations, Companion, Companions, Ruling, Statuses, Trace, Verdict};

#[derive(Clone, Copy)]
pub(super) struct Ending {
    pub status: u16,
    pub certainty: Certainty,
    pub also: &'static [u16],
    pub companions: &'static [Companion],
    pub client_may: &'static str,
    pub citations: &'static [Citation],
    pub article: ArticleReading,
}

impl Ending {
    const fn new(status: u16, certainty: Certainty, client_may: &'static str, citations: &'static [Citation]) -> Self {
        Self { status, certainty, also: &[], companions: &[], client_may, citations, article: ArticleReading::SILENT }
    }

    const fn also(mut self, statuses: &'static [u16]) -> Self {
        self.also = statuses;
        self
    }

    pub(super) const fn sending(mut self, companions: &'static [Companion]) -> Self {
        self.companions = companions;
        self
    }

    pub(super) const fn article(mut self, reading: ArticleReading) -> Self {
        self.article = reading;
        self
    }
}

/// An unfinished ruling: an outcome, and everything that other facts have added to it.
pub(super) struct Draft {
    ending: Ending,
    certainty: Certainty,
    also: Statuses,
    companions: Companions,
    citations: Citations,
    client_may: &'static str,
    article: ArticleReading,
}

impl From<Ending> for Draft {
    fn from(ending: Ending) -> Self {
        Self {
            ending,
            certainty: ending.certainty,
            also: Statuses::new(ending.also),
            companions: Companions::new(ending.companions),
            citations: Citations::new(ending.citations),
            client_may: ending.client_may,
            article: ending.article,
        }
    }
}

impl Draft {
    pub(super) const fn status(&self) -> u16 {
        self.ending.status
    }

    /// No specification defines the order of 401, 403 and 404 (RFC 9110 section 15.5.5). Storage services often answer
    /// 403 to conceal that the resource doesn't exist.
    pub(super) fn where_absent(mut self, exists: Exists) -> Self {
        let citation = match exists {
            Exists::Yes => return self,
            Exists::No => &source::NOT_FOUND,
            Exists::Gone => {
                self.also.add(0, &410);
                &source::GONE
            }
        };
        self.also.add(1, &404);
        if self.certainty != Certainty::Debatable {
            self.certainty = if self.ending.status == 403 { Certainty::Convention } else { Certainty::Debatable };
        }
        self.citations.add(0, citation);
        self.article = ArticleReading::SILENT;
        self
    }

    /// Adds the rule that a failed precondition must be ignored if the response would be an error even without the
    /// precondition (RFC 9110 section 13.2.1). The rule doesn't say which error to send, so it doesn't affect the
    /// certainty of the ruling.
    pub(super) fn before_preconditions(mut self) -> Self {
        self.citations.add(1, &source::PRECONDITIONS_LAST);
        self.article = ArticleReading::SILENT;
        self
    }

    /// Adds another conforming status for a request that fails two checks whose order no specification defines.
    pub(super) fn or(mut self, slot: usize, status: u16, citation: &'static Citation) -> Self {
        const STATUSES: &[u16] = &[400, 401, 403, 404, 405, 410, 421, 422, 428, 429, 451, 501, 502, 503];
        if status == self.ending.status || self.also.contains(status) {
            return self;
        }
        if let Some(status) = STATUSES.iter().find(|known| **known == status) {
            self.also.add(slot, status);
        }
        self.citations.add(slot, citation);
        self.certainty = Certainty::Debatable;
        self
    }

    pub(super) fn or_refusal(self, refusal: &Ending) -> Self {
        let decisive = refusal.citations.first().unwrap_or(&source::FORBIDDEN);
        let draft = self.or(0, refusal.status, decisive);
        if refusal.also.contains(&403) { draft.or(2, 403, &source::FORBIDDEN) } else { draft }
    }

    /// Adds status 400 to a refusal at an OAuth endpoint, because RFC 6749 section 5.2 prescribes a 400 for errors.
    pub(super) fn at_oauth_refusal(mut self) -> Self {
        self.also.add(5, &400);
        self.citations.add(0, &source::TOKEN_ERROR);
        if self.certainty == Certainty::Definition {
            self.certainty = Certainty::Convention;
        }
        self
    }

    /// Adds the status of another failed check to a ruling with status 407.
    pub(super) fn at_proxy(mut self, other: &Ending) -> Self {
        self.client_may = "A login alone isn't enough: solve the other problem first, then log in to the proxy.";
        self.or_refusal(other)
    }

    /// Adds status 402 if a payment is required, because even a client without an account can be asked to pay.
    pub(super) fn for_anonymous(mut self, permission: Permission) -> Self {
        if matches!(permission, Permission::Plan | Permission::Credit) {
            self.also.add(2, &402);
            self.citations.add(0, &source::PAYMENT_REQUIRED);
        }
        self
    }

    /// Treats credentials that were issued for another service or realm like the article's example of a correct ticket
    /// at the wrong gate.
    pub(super) fn with_ticket_from_elsewhere(mut self) -> Self {
        if self.article.status.is_some() {
            self.article = ArticleReading::GATE_BY_LUCK;
        }
        self
    }

    /// The article says nothing about missing credentials: it mentions only incorrect and damaged tickets.
    pub(super) fn with_nothing_sent(mut self) -> Self {
        self.article = ArticleReading::SILENT;
        self
    }

    /// Adds the other statuses that a login endpoint may use to refuse an authenticated user. If the credentials are
    /// form or JSON fields, no specification requires a particular status. For a browser, the server can show the form
    /// again.
    pub(super) fn at_login(mut self, scheme: Scheme, client: Client) -> Self {
        if scheme == Scheme::Form {
            if client == Client::Browser {
                self.also.add(0, &200);
                self.also.add(1, &303);
                self.also.add(5, &302);
            }
            self.also.add(2, &422);
            self.citations.add(0, &source::OTHER_MECHANISMS);
            self.citations.add(1, &source::POST_STATUS);
            if self.certainty == Certainty::Definition {
                self.certainty = Certainty::Debatable;
            }
        }
        self.also.add(3, &400);
        self.also.add(4, &401);
        self
    }

    /// Introspection and revocation endpoints use the errors that RFC 6749 defines for the token endpoint.
    pub(super) fn at_oauth_endpoint(mut self, endpoint: Endpoint, credentials: Credentials) -> Self {
        match endpoint {
            Endpoint::Introspection if credentials != Credentials::Valid => {
                self.citations.add(0, &source::INTROSPECTION_CLIENT);
            }
            // The URL of the endpoint isn't secret, so there is no reason to hide the endpoint with a 404.
            Endpoint::Introspection if self.ending.status == 403 => self.omit_hiding(),
            Endpoint::Revocation if self.ending.status != 200 => self.citations.add(0, &source::REVOCATION_ERROR),
            _ => {}
        }
        self
    }

    pub(super) fn of_layer(mut self, layer: Layer) -> Self {
        self.client_may = match layer {
            Layer::Single => return self,
            Layer::Gate => "Log in to the gate again. The login of the application isn't affected.",
            Layer::Application => {
                "Log in to the application. The session of the gate stays valid, because this 401 isn't the gate's."
            }
        };
        self.citations.add(3, &source::REALM);
        self
    }

    pub(super) fn readable_by(mut self, client: Client, scheme: Scheme) -> Self {
        if client == Client::Script {
            const ORIGIN: Companion = field("Access-Control-Allow-Origin", "https://desk.example", Level::Definition);
            // Without `Access-Control-Expose-Headers`, the script can read the status but not the challenge.
            const EXPOSED: Companion = field("Access-Control-Expose-Headers", "WWW-Authenticate", Level::May);
            self.companions.add(1, &ORIGIN);
            self.citations.add(4, &source::SHARED_ANSWER);
            if self.companions.iter().any(|companion| companion.field == "WWW-Authenticate") {
                self.companions.add(2, &EXPOSED);
            }
            return self.with_credentials(scheme);
        }
        self
    }

    /// Adds the header field that lets a script read the response if the browser added credentials to the request.
    pub(super) fn with_credentials(mut self, scheme: Scheme) -> Self {
        const ALLOWED: Companion = field("Access-Control-Allow-Credentials", "true", Level::Definition);
        if scheme.is_sent_by_browser() {
            self.companions.add(3, &ALLOWED);
            self.citations.add(5, &source::SHARED_WITH_CREDENTIALS);
        }
        self
    }

    pub(super) fn with_metadata(mut self, scheme: Scheme) -> Self {
        if let Some(companion) = challenge::resource_metadata(scheme) {
            self.companions.add(0, companion);
        }
        self
    }

    fn omit_hiding(&mut self) {
        self.also.omit(&404);
        self.citations.omit(&source::HIDE);
    }

    pub(super) fn finish(mut self, responder: Responder, trace: &Trace) -> Ruling {
        let status = self.ending.status;
        if responder == Responder::Gateway && matches!(status, 401 | 403) {
            self.citations.add(2, &source::GATEWAY_DUTIES);
        }
        // A proxy asks for other credentials with 407, because a 401 would come from the origin server.
        if responder == Responder::Proxy && self.also.contains(401) {
            self.also.omit(&401);
            self.also.add(0, &407);
            self.citations.omit(&source::NO_VALID_CREDENTIALS);
            self.citations.add(0, &source::NO_VALID_PROXY_CREDENTIALS);
        }
        // Only an origin server may hide a resource with a 404.
        if responder == Responder::Proxy && status == 403 {
            self.omit_hiding();
            if self.certainty != Certainty::Must && self.also.is_empty() {
                self.certainty = Certainty::Definition;
            }
        }
        Ruling {
            status,
            verdict: Verdict::from_status(status),
            certainty: self.certainty,
            also_conforming: self.also,
            companions: self.companions,
            client_may: self.client_may,
            citations: self.citations,
            trace: *trace,
            article: self.article.where_also_conforming(&self.also),
        }
    }
}

const fn field(field: &'static str, example: &'static str, level: Level) -> Companion {
    Companion { field, parameter: None, example, level }
}
