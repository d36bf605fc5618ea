//! Everything known about an exchange: each fact with its possible values and their source.
//!
//! If a fact isn't visible, every value that could affect the status remains possible, and [`super::verdict`] decides
//! whether to ask the user. This module must not decide which status is correct.

mod client;
mod condition;
mod endpoint;
mod log_code;
mod open;
mod redirect;
mod sent;
mod statement;

pub(super) use open::{is_of_the_log, is_unregistered};
pub(super) use redirect::RedirectKind;

use std::cell::OnceCell;

use self::client::client;
use self::condition::{is_safe, performed_anyway, ruled_out, with_condition};
use self::redirect::redirect_kind;
use super::challenge::Challenge;
use super::credentials::{self, SecretList, SentCredentials};
use super::exchange::{InputFormat, RecordedExchange, value};
use super::finding::{CheckedResponse, check, lacking};
use super::reason::RefusalReason;
use super::response_body::{is_soap_fault, refusal_by_protocol, refusal_of, visible_text};
use crate::ruling::facts::{
    Credentials, Endpoint, FactValue, Method, Preflight, Protected, Refusal, Responder, Scheme, State, Upgrade,
};
use crate::ruling::{Citation, FactName, Facts};
use crate::say;
use crate::sorting::sort_by_key;

named! {
    /// Where a fact comes from.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum FactSource {
        Seen = "seen" => say!("seen"),
        Decoded = "decoded" => say!("decoded"),
        /// The response, or another response from the same server, states the fact.
        Stated = "stated" => say!("stated"),
        User = "told" => say!("told"),
        /// The fact is assumed, because nothing contradicts it.
        Assumed = "assumed" => say!("assumed"),
    }
}

/// A fact with the indexes of its possible values. An unknown fact has several possible values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFact {
    pub fact: FactName,
    pub values: Vec<usize>,
    pub source: FactSource,
}

impl KnownFact {
    pub fn new(fact: FactName, index: usize, source: FactSource) -> Self {
        Self { fact, values: vec![index], source }
    }

    pub fn from_values<V: FactValue>(values: &[V], source: FactSource) -> Self {
        Self { fact: V::FACT, values: values.iter().map(|value| value.index()).collect(), source }
    }

    /// Returns the names of the possible values.
    pub fn names(&self) -> Vec<&'static str> {
        self.values.iter().filter_map(|index| self.fact.values().get(*index).copied()).collect()
    }
}

/// Additional information about a fact, such as the expiry time of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    pub name: &'static str,
    pub value: String,
    pub source: FactSource,
}

#[derive(Clone, Debug)]
pub struct Evidence {
    pub status: u16,
    pub facts: Vec<KnownFact>,
    pub details: Vec<Detail>,
    pub sent: Option<SentCredentials>,
    pub taken: CheckedResponse,
    pub secrets: SecretList,
    pub(super) redirect: RedirectKind,
    /// The error status that would fit the body, if the body reports a refusal but the status line reports success.
    pub refused_in_body: Option<u16>,
    /// The error status that would fit a GraphQL or JSON-RPC error sent with a success status.
    pub refused_by_protocol: Option<u16>,
    pub names_user: bool,
    /// The only status that the protocol uses for errors: for example, 500 for SOAP or 200 for gRPC.
    pub fixed_status: Option<u16>,
    pub shows_fields: bool,
    pub(super) method: String,
    /// The header fields that the response lacks and that some rulings require.
    pub(super) lacking: Vec<&'static str>,
    /// The passage of a specification that rules out the response status for this request.
    pub(super) ruled_out: Option<Citation>,
}

impl Evidence {
    pub fn fact(&self, fact: FactName) -> Option<&KnownFact> {
        self.facts.iter().find(|known| known.fact == fact)
    }
}

fn refused_in_body(exchange: &RecordedExchange) -> Option<u16> {
    let succeeded = (200..300).contains(&exchange.response.status);
    succeeded.then(|| refusal_of(exchange)).flatten()
}

fn fixed_status(exchange: &RecordedExchange) -> Option<u16> {
    match value(&exchange.response.fields, "grpc-status") {
        Some(_) => Some(200),
        None => is_soap_fault(&exchange.response.body).then_some(500),
    }
}

fn refused_by_protocol(exchange: &RecordedExchange) -> Option<u16> {
    let response = &exchange.response;
    let succeeded = (200..300).contains(&response.status);
    succeeded.then(|| refusal_by_protocol(&response.body)).flatten()
}

/// Returns whether the request target is only a path, as in a request that isn't addressed to a proxy. A HAR file can't
/// show the difference, because it always records complete URLs.
fn targets_origin(exchange: &RecordedExchange) -> bool {
    exchange.format != InputFormat::Har
        && exchange.request.as_ref().is_some_and(|request| request.target.starts_with('/'))
}

/// Cached values that depend only on the exchange and not on the user's answers. Each value is computed only once, even
/// if the exchange is judged again after the user gives a different answer.
#[derive(Default)]
pub struct ResponseTexts {
    reason: OnceCell<Option<RefusalReason>>,
    visible: OnceCell<String>,
    fixed_status: OnceCell<Option<u16>>,
    evidence: OnceCell<Box<Evidence>>,
}

/// A statement that repeats a visible fact must not change the verdict.
fn not_visible(
    exchange: &RecordedExchange, texts: &ResponseTexts, user_facts: &[KnownFact], hints: &[KnownFact], now: i64,
) -> Vec<KnownFact> {
    if user_facts.is_empty() {
        return Vec::new();
    }
    let visible = texts.evidence.get_or_init(|| Box::new(collect(exchange, texts, &[], hints, now)));
    let is_visible = |one: &KnownFact| {
        visible.fact(one.fact).is_some_and(|seen| seen.source != FactSource::Assumed && seen.values == one.values)
    };
    user_facts.iter().filter(|one| !is_visible(one)).cloned().collect()
}

/// Returns a message if a fact stated by the user contradicts the exchange. For example, missing credentials can't be
/// the reason for a refusal if `Authorization` contains credentials. A cookie doesn't count as credentials here,
/// because it may have nothing to do with a login.
pub fn contradiction(exchange: &RecordedExchange, known: &KnownFact) -> Option<String> {
    let request = exchange.request.as_ref()?;
    let has = |name| value(&request.fields, name).is_some_and(|value| !value.is_empty());
    let is_sent = has("Authorization") || has("Proxy-Authorization");
    let creates = matches!(exchange.response.status, 201 | 202)
        && matches!(request.method.as_str(), "PUT" | "POST" | "PATCH" | "MKCOL" | "LOCK");
    let fact = format!("{}={}", known.fact.name(), known.names().concat());
    match fact.as_str() {
        "credentials=absent" | "credentials=anonymous" if is_sent => {
            Some(say!("`{}` was ignored, because the request carries credentials.", fact))
        }
        "exists=no" | "exists=gone" if creates => {
            Some(say!("`{}` was ignored, because the request creates the resource.", fact))
        }
        "service=read-only" if is_safe(request) => {
            Some(say!("`{}` was ignored, because the request changes nothing.", fact))
        }
        _ => None,
    }
}

struct Collector<'a> {
    exchange: &'a RecordedExchange,
    texts: &'a ResponseTexts,
    sent: Option<SentCredentials>,
    taken: CheckedResponse,
    at_proxy: bool,
    nothing_sent: bool,
    facts: Vec<KnownFact>,
    details: Vec<Detail>,
}

/// Collects everything known about an exchange. Facts in `user_facts` come from the user and take precedence. Facts in
/// `hints` come from other exchanges and replace only assumptions. `now` is in seconds since 1970.
pub fn collect(
    exchange: &RecordedExchange, texts: &ResponseTexts, user_facts: &[KnownFact], hints: &[KnownFact], now: i64,
) -> Evidence {
    let user_facts = &with_condition(exchange, user_facts);
    let status = exchange.response.status;
    let request = exchange.request.as_ref();
    let has = |name| request.is_some_and(|request| value(&request.fields, name).is_some());
    let at_proxy = status == 407
        || request.is_some_and(|request| request.method == "CONNECT")
        || user_facts.contains(&KnownFact::from_values(&[Responder::Proxy], FactSource::User))
        || status != 401 && has("Proxy-Authorization") && !has("Authorization");
    let is_direct = status == 407 && !has("Proxy-Authorization") && targets_origin(exchange);
    let sent = request.and_then(|request| credentials::find(request, at_proxy && !is_direct));
    let nothing_sent = sent.is_none() && request.is_some_and(credentials::is_complete)
        || exchange.row.as_deref() == Some("none")
        || user_facts.contains(&KnownFact::from_values(&[Credentials::Absent], FactSource::User));
    let taken = check(exchange, sent.as_ref(), nothing_sent);
    let told = not_visible(exchange, texts, user_facts, hints, now);
    let mut collector =
        Collector { exchange, texts, sent, taken, at_proxy, nothing_sent, facts: Vec::new(), details: Vec::new() };
    collector.facts.extend(told);
    collector.row();
    collector.oauth_endpoint();
    collector.request(now);
    collector.error_code();
    collector.refused_in_body();
    collector.stated_reason();
    collector.log_details();
    for known in hints {
        collector.add(known.clone());
    }
    collector.body();
    collector.response();
    for known in user_facts {
        collector.add(known.clone());
    }
    collector.open();
    collector.client_challenge();
    let shows_fields =
        exchange.response.shows_fields && !(exchange.response.is_cut && collector.taken.challenges.is_empty());
    sort_by_key(&mut collector.facts, |known| known.fact);
    let secrets = SecretList::new(exchange);
    let mask = |detail: Detail| Detail { value: secrets.mask(&detail.value), ..detail };
    let details = collector.details.into_iter().map(mask).collect();
    Evidence {
        status,
        facts: collector.facts,
        details,
        secrets,
        sent: collector.sent,
        taken: collector.taken,
        redirect: redirect_kind(exchange),
        refused_in_body: refused_in_body(exchange),
        refused_by_protocol: refused_by_protocol(exchange),
        names_user: request.is_some_and(|request| request.names_user),
        fixed_status: *texts.fixed_status.get_or_init(|| fixed_status(exchange)),
        shows_fields,
        method: request.map(|request| request.method.clone()).unwrap_or_default(),
        lacking: lacking(exchange),
        ruled_out: ruled_out(exchange, user_facts).or_else(|| performed_anyway(exchange, user_facts)),
    }
}

impl Collector<'_> {
    fn status(&self) -> u16 {
        self.exchange.response.status
    }

    fn visible_text(&self) -> &str {
        self.texts.visible.get_or_init(|| visible_text(&self.exchange.response.body))
    }

    fn known(&self, fact: FactName) -> bool {
        self.facts.iter().any(|known| known.fact == fact)
    }

    fn is<V: FactValue>(&self, value: V) -> bool {
        self.facts.iter().any(|known| known.fact == V::FACT && known.values == [value.index()])
    }

    fn is_at_oauth_endpoint(&self) -> bool {
        [Endpoint::Token, Endpoint::Introspection, Endpoint::Revocation].iter().any(|one| self.is(*one))
    }

    /// Adds a fact unless a more reliable source has already provided it.
    fn add(&mut self, known: KnownFact) {
        if !self.known(known.fact) {
            self.facts.push(known);
        }
    }

    fn set(&mut self, value: impl FactValue, source: FactSource) {
        self.add(KnownFact::from_values(&[value], source));
    }

    fn leave_open(&mut self, values: &[impl FactValue]) {
        self.add(KnownFact::from_values(values, FactSource::Assumed));
    }

    fn detail(&mut self, name: &'static str, value: String, source: FactSource) {
        self.details.push(Detail { name, value, source });
    }

    /// Derives the state of the credentials from the name of a row in the output of airside's script, such as
    /// `expired`.
    fn row(&mut self) {
        let value = match self.exchange.row.as_deref() {
            Some("none") => Credentials::Absent,
            Some("malformed") => Credentials::Malformed,
            Some("made-up") => Credentials::UnknownUser,
            Some("expired") => Credentials::Expired,
            Some("low-privileged" | "privileged") => Credentials::Valid,
            _ => return,
        };
        self.set(value, FactSource::User);
    }

    fn request(&mut self, now: i64) {
        let Some(request) = self.exchange.request.as_ref() else { return };
        self.detail("request-method", request.method.clone(), FactSource::Seen);
        self.detail("request-target", credentials::masked_target(&request.target), FactSource::Seen);
        if value(&request.fields, "Cookie").is_some() {
            self.detail("cookies", credentials::MASK.to_owned(), FactSource::Seen);
        }
        if ["Client-Cert", "X-SSL-Client-Cert", "X-Forwarded-Client-Cert"]
            .iter()
            .any(|name| value(&request.fields, name).is_some())
        {
            self.detail("client-certificate", credentials::MASK.to_owned(), FactSource::Seen);
        }
        let has = |name: &str| value(&request.fields, name).is_some();
        if request.method == "OPTIONS" && has("Origin") && has("Access-Control-Request-Method") {
            self.set(Preflight::Yes, FactSource::Seen);
        }
        let asks = value(&request.fields, "Upgrade").is_some_and(|protocol| protocol.eq_ignore_ascii_case("websocket"));
        let has_other_version = value(&request.fields, "Sec-WebSocket-Version").is_some_and(|version| version != "13");
        if asks && has_other_version && matches!(self.status(), 400 | 426) {
            self.set(Upgrade::Version, FactSource::Stated);
        }
        // A server may ignore the `Upgrade` field and respond as if the request didn't contain it (RFC 9110 section
        // 7.8).
        if asks && !(200..300).contains(&self.status()) {
            self.set(Upgrade::WebSocket, FactSource::Seen);
        }
        if let Some(client) = client(request) {
            self.set(client, FactSource::Seen);
        }
        let sent = self.sent.clone();
        match sent {
            Some(sent) => self.credentials(&sent, now),
            None if credentials::is_complete(request) => {
                self.set(Credentials::Absent, FactSource::Seen);
            }
            None => {}
        }
    }

    fn challenge(&self) -> Option<&Challenge> {
        let named = self.sent.as_ref().map(|sent| sent.scheme_name.as_str()).filter(|name| !name.is_empty());
        let same = named.and_then(|name| self.taken.challenges.iter().find(|challenge| challenge.is(name)));
        same.or_else(|| self.taken.challenges.first())
    }

    fn response(&mut self) {
        let status = self.status();
        self.responder();
        if status == 511 {
            self.set(Responder::Network, FactSource::Stated);
        }
        if matches!(status, 401 | 407) {
            self.set(Protected::Yes, FactSource::Stated);
        }
        if status == 405 {
            self.set(Method::Unsupported, FactSource::Stated);
        }
        self.condition();
        if status == 423 {
            self.set(State::Locked, FactSource::Stated);
        }
        if status == 451 {
            self.set(Refusal::Legal, FactSource::Stated);
        }
        let challenged = self
            .challenge()
            .filter(|challenge| !challenge.scheme.is_empty())
            .map(|challenge| credentials::scheme(&challenge.scheme));
        if let Some(scheme) = challenged.filter(|_| matches!(status, 401 | 403 | 407)) {
            self.set(scheme, FactSource::Stated);
        }
        if let Some(sent) = self.sent.as_ref().filter(|sent| sent.scheme != Scheme::Cookie && !sent.hides_scheme()) {
            match sent.scheme {
                scheme if sent.is_guess() => self.leave_open(&[Scheme::Basic, scheme]),
                scheme => self.set(scheme, FactSource::Seen),
            }
        }
        // If the request carried a token or a key, a redirect to a login page doesn't show that the server ignored it.
        if redirect_kind(self.exchange) == RedirectKind::Login {
            self.set(Scheme::Cookie, FactSource::Stated);
        }
    }
}

pub fn user_facts(facts: &Facts, names: &[FactName]) -> Vec<KnownFact> {
    names.iter().map(|fact| KnownFact::new(*fact, facts.index(*fact), FactSource::User)).collect()
}
