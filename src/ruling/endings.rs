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
use super::facts::{Client, Credentials, Endpoint, Layer, Permission, Responder, Scheme};
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

    /// Adds the rule that a failed precondition must be ignored if the response would be an error even without the
    /// precondition (RFC 9110 section 13.2.1). The rule doesn't say which error to send, so it doesn't affect the
    /// certainty of the ruling.
    pub(super) fn before_preconditions(mut self) -> Self {
        self.citations.add(&source::PRECONDITIONS_LAST);
        self.article = ArticleReading::SILENT;
        self
    }

    /// Adds status 400 to a refusal at an OAuth endpoint, because RFC 6749 section 5.2 prescribes a 400 for errors.
    pub(super) fn at_oauth_refusal(mut self) -> Self {
        self.also.add(400);
        self.citations.add(&source::TOKEN_ERROR);
        if self.certainty == Certainty::Definition {
            self.certainty = Certainty::Convention;
        }
        self
    }

    pub(super) fn at_proxy(mut self) -> Self {
        self.client_may = "A login alone isn't enough: solve the other problem first, then log in to the proxy.";
        self
    }

    /// Adds a status that conforms for the reason that the citation gives.
    pub(super) fn or(mut self, status: u16, citation: &'static Citation) -> Self {
        self.also.add(status);
        self.citations.add(citation);
        self.certainty = Certainty::Debatable;
        self
    }

    /// Adds status 402 if a payment is required, because even a client without an account can be asked to pay.
    pub(super) fn for_anonymous(mut self, permission: Permission) -> Self {
        if matches!(permission, Permission::Plan | Permission::Credit) {
            self.also.add(402);
            self.citations.add(&source::PAYMENT_REQUIRED);
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
                self.also.add(200);
                self.also.add(303);
                self.also.add(302);
            }
            self.also.add(422);
            self.citations.add(&source::OTHER_MECHANISMS);
            self.citations.add(&source::POST_STATUS);
            if self.certainty == Certainty::Definition {
                self.certainty = Certainty::Debatable;
            }
        }
        self.also.add(400);
        self.also.add(401);
        self
    }

    /// Introspection and revocation endpoints use the errors that RFC 6749 defines for the token endpoint.
    pub(super) fn at_oauth_endpoint(mut self, endpoint: Endpoint, credentials: Credentials) -> Self {
        match endpoint {
            Endpoint::Introspection if credentials != Credentials::Valid => {
                self.citations.add(&source::INTROSPECTION_CLIENT);
            }
            // The URL of the endpoint isn't secret, so there is no reason to hide the endpoint with a 404.
            Endpoint::Introspection if self.ending.status == 403 => self.omit_hiding(),
            Endpoint::Revocation if self.ending.status != 200 => self.citations.add(&source::REVOCATION_ERROR),
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
        self.citations.add(&source::REALM);
        self
    }

    pub(super) fn readable_by(mut self, client: Client, scheme: Scheme) -> Self {
        if client == Client::Script {
            const ORIGIN: Companion = field("Access-Control-Allow-Origin", "https://desk.example", Level::Definition);
            // Without `Access-Control-Expose-Headers`, the script can read the status but not the challenge.
            const EXPOSED: Companion = field("Access-Control-Expose-Headers", "WWW-Authenticate", Level::May);
            self.companions.add(&ORIGIN);
            self.citations.add(&source::SHARED_ANSWER);
            if self.companions.iter().any(|companion| companion.field == "WWW-Authenticate") {
                self.companions.add(&EXPOSED);
            }
            return self.with_credentials(scheme);
        }
        self
    }

    /// Adds the header field that lets a script read the response if the browser added credentials to the request.
    pub(super) fn with_credentials(mut self, scheme: Scheme) -> Self {
        const ALLOWED: Companion = field("Access-Control-Allow-Credentials", "true", Level::Definition);
        if scheme.is_sent_by_browser() {
            self.companions.add(&ALLOWED);
            self.citations.add(&source::SHARED_WITH_CREDENTIALS);
        }
        self
    }

    pub(super) fn with_metadata(mut self, scheme: Scheme) -> Self {
        if let Some(companion) = challenge::resource_metadata(scheme) {
            self.companions.add(companion);
        }
        self
    }

    fn omit_hiding(&mut self) {
        self.also.remove(404);
        self.citations.omit(&source::HIDE);
    }

    pub(super) fn finish(mut self, responder: Responder, trace: &Trace) -> Ruling {
        let status = self.ending.status;
        if responder == Responder::Gateway && matches!(status, 401 | 403) {
            self.citations.add(&source::GATEWAY_DUTIES);
        }
        // A proxy asks for other credentials with 407, because a 401 would come from the origin server.
        if responder == Responder::Proxy && self.also.contains(401) {
            self.also.remove(401);
            self.also.add(407);
            self.citations.omit(&source::NO_VALID_CREDENTIALS);
            self.citations.add(&source::NO_VALID_PROXY_CREDENTIALS);
        }
        // Only an origin server may hide a resource with a 404.
        if responder == Responder::Proxy && status == 403 {
            self.omit_hiding();
            if self.certainty == Certainty::Debatable && self.also.is_empty() {
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
