//! Checks whether a response head has the header fields and challenge parameters that the specifications require.
//!
//! The checks against [`super::rules`] don't depend on why a request was refused.

use super::challenge::{Challenge, GrammarFault, Parameter, SCHEME, parse};
use super::credentials::body::oauth_endpoint;
use super::credentials::{SentCredentials, is_without_token};
use super::exchange::RecordedExchange;
use super::field::{HeaderField, Position, value, values};
use super::response_body::{carries_token, refusal_by_protocol, refusal_of, rejects_asked_token, reports_inactive};
use super::rules::{RULES, RuleEntry};
use crate::ruling::facts::Endpoint;
use crate::ruling::{Companion, Level, Ruling};

/// A rule that the response violates.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    pub rule: &'static str,
    pub level: Level,
    pub citation: String,
    pub text: String,
    pub fix: String,
    #[serde(flatten)]
    pub position: Position,
}

impl Finding {
    /// Returns whether the response violates a MUST.
    pub fn breaks_must(&self) -> bool {
        matches!(self.level, Level::Must | Level::MustNot) && !self.is_about_others()
    }

    /// Returns whether the response ignores a SHOULD, or a definition that clients depend on.
    pub(crate) fn misses_should(&self) -> bool {
        matches!(self.level, Level::Should | Level::ShouldNot) && !self.is_about_others()
            || matches!(self.rule, "basic-charset" | "dpop-scheme" | "nonce-missing")
    }

    /// Returns whether the rule applies to the client or a cache rather than to the response.
    fn is_about_others(&self) -> bool {
        matches!(self.rule, "token-in-query" | "trace-secrets") || self.rule.ends_with("-cached")
    }

    pub fn new(id: &str, position: Position) -> Option<Self> {
        let rule = RULES.iter().find(|rule| rule.id == id)?;
        Some(Self {
            rule: rule.id,
            level: rule.level,
            citation: rule.citation.to_owned(),
            text: crate::i18n::translate(rule.text).to_owned(),
            fix: crate::i18n::translate(rule.fix).to_owned(),
            position,
        })
    }
}

/// The names in the IANA registry of HTTP authentication schemes, in lower case.
const REGISTERED: [&str; 14] = [
    "basic", "bearer", "concealed", "digest", "dpop", "gnap", "hoba", "mutual", "negotiate", "oauth", "privatetoken",
    "scram-sha-1", "scram-sha-256", "vapid",
];

/// The result of checking a response: its challenges and the rules that it violates.
#[derive(Clone, Debug, Default)]
pub struct CheckedResponse {
    /// The challenges in `Proxy-Authenticate` for a 407, and in `WWW-Authenticate` for any other status.
    pub challenges: Vec<Challenge>,
    pub findings: Vec<Finding>,
}

impl CheckedResponse {
    pub fn breaks_must(&self) -> bool {
        self.findings.iter().any(Finding::breaks_must)
    }

    /// Returns whether a challenge offers the given scheme.
    pub fn offers(&self, scheme: &str) -> bool {
        self.challenges.iter().any(|challenge| challenge.is(scheme))
    }

    /// Returns the `error` parameter of a Bearer or DPoP challenge.
    pub fn error(&self) -> Option<&str> {
        let mut token = self.challenges.iter().filter(|challenge| challenge.is("Bearer") || challenge.is("DPoP"));
        token.find_map(|challenge| challenge.parameter("error"))
    }
}

/// A field that some rulings require, with the rule that a response without the field breaks.
struct RequiredField {
    name: &'static str,
    /// A word that the value must contain.
    word: &'static str,
    /// Whether all errors that conform need the field, and not only the preferred one.
    in_all_errors: bool,
    rule: &'static str,
}

const REQUIRED_FIELDS: [RequiredField; 3] = [
    RequiredField { name: "DPoP-Nonce", word: "", in_all_errors: false, rule: "nonce-missing" },
    RequiredField { name: "Sec-WebSocket-Version", word: "", in_all_errors: true, rule: "version-missing" },
    RequiredField { name: "Cache-Control", word: "no-store", in_all_errors: false, rule: "token-cached" },
];

/// Returns the names of the required fields that the response lacks.
pub(super) fn lacking(exchange: &RecordedExchange) -> Vec<&'static str> {
    let response = &exchange.response;
    let has = |required: &RequiredField| {
        let mut fields = values(&response.fields, required.name);
        fields.any(|field| field.value.to_ascii_lowercase().contains(required.word))
    };
    let applies = |required: &RequiredField| required.rule != "token-cached" || carries_token(&response.body);
    let is_recorded = response.shows_fields && !response.is_cut;
    let lacks = |required: &&RequiredField| is_recorded && applies(required) && !has(required);
    REQUIRED_FIELDS.iter().filter(lacks).map(|required| required.name).collect()
}

/// Returns the rules that a response without the fields in `lacking` breaks if the ruling applies.
pub(super) fn broken_by(lacking: &[&str], ruling: &Ruling, status: u16) -> impl Iterator<Item = &'static RuleEntry> {
    let find = |required: &RequiredField| {
        let applies = status == ruling.status || required.in_all_errors && status != 401 && ruling.conforms(status);
        let rule = RULES.iter().find(|rule| rule.id == required.rule)?;
        let is_same = |one: Companion| one.field == required.name && one.level == rule.level;
        (applies && lacking.contains(&required.name) && ruling.companions.iter().any(is_same)).then_some(rule)
    };
    REQUIRED_FIELDS.iter().filter_map(find).collect::<Vec<_>>().into_iter()
}

/// Checks the header fields of a response. `sent` contains the credentials in the request. `nothing_sent` is true if
/// the request certainly had no credentials.
pub fn check(exchange: &RecordedExchange, sent: Option<&SentCredentials>, nothing_sent: bool) -> CheckedResponse {
    let response = &exchange.response;
    let mut taken = CheckedResponse::default();
    if !response.shows_fields {
        if matches!(response.status, 401 | 407) {
            taken.findings.extend(Finding::new("fields-not-recorded", response.position));
        }
        return taken;
    }
    let fields = &response.fields;
    let name = if response.status == 407 { "Proxy-Authenticate" } else { "WWW-Authenticate" };
    let (challenges, faults) = parse(values(fields, name));
    taken.challenges = challenges;
    let position = values(fields, name).next().map_or(response.position, |field| field.position);
    let mut found: Vec<(&str, Position)> = Vec::new();
    let has = |name| value(fields, name).is_some();
    found.extend(
        status_duty(exchange).map(|id| (id, if id == "network-challenge" { position } else { response.position })),
    );
    if response.status == 401 && has("Proxy-Authenticate") {
        found.push(("proxy-field-in-401", response.position));
    }
    if response.status == 407 && has("WWW-Authenticate") {
        found.push(("origin-field-in-407", response.position));
    }
    let has_proof = exchange.request.as_ref().is_some_and(|request| value(&request.fields, "DPoP").is_some());
    let without_token = sent.is_some_and(is_without_token);
    for challenge in &taken.challenges {
        let unasked = UnaskedError { nothing_sent, has_proof, without_token };
        found.extend(duties(challenge, response.status, &unasked).map(|id| (id, challenge.position)));
    }
    // There is no registered scheme for cookies, API keys and signatures, and NTLM isn't registered either. The last
    // entry is the placeholder in corrected responses.
    let registered = |challenge: &Challenge| {
        REGISTERED.iter().chain(&["cookie", "apikey", "signature", "ntlm", SCHEME]).any(|name| challenge.is(name))
    };
    let is_used = sent.is_some_and(|sent| taken.offers(&sent.scheme_name));
    if !taken.challenges.is_empty() && !is_used && !taken.challenges.iter().any(registered) {
        let named = taken.challenges.iter().filter(|challenge| !challenge.scheme.is_empty());
        found.extend(named.map(|challenge| ("scheme-unregistered", challenge.position)));
    }
    let token_refused = response.status == 401
        && sent.is_some_and(|sent| {
            taken.challenges.iter().any(|challenge| challenge.is("Bearer") && challenge.is(&sent.scheme_name))
        });
    if token_refused && taken.error().is_none() {
        found.push(("bearer-error-missing", position));
    }
    found.extend(contents(exchange));
    taken.findings.extend(found.into_iter().filter_map(|(id, position)| Finding::new(id, position)));
    taken.findings.extend(faults.iter().filter_map(grammar));
    taken
}

/// Returns the rule that the response breaks, if a header field is missing or doesn't suit the status.
fn status_duty(exchange: &RecordedExchange) -> Option<&'static str> {
    let response = &exchange.response;
    let lacks = |name| value(&response.fields, name).is_none();
    // Without `Sec-WebSocket-Key`, the request isn't a complete handshake (RFC 6455 section 4.1).
    let request = exchange.request.as_ref();
    let has_key = request.is_some_and(|request| value(&request.fields, "Sec-WebSocket-Key").is_some());
    let is_cached = || value(&response.fields, "Cache-Control").is_some_and(invites_caches);
    match response.status {
        // The missing header field may have been in the part that was cut off.
        _ if response.is_cut => None,
        101 if has_key && ["Upgrade", "Connection", "Sec-WebSocket-Accept"].into_iter().any(lacks) => {
            Some("handshake-fields")
        }
        101 if lacks("Upgrade") => Some("switch-unnamed"),
        401 if lacks("WWW-Authenticate") => Some("challenge-missing"),
        405 if lacks("Allow") => Some("allow-missing"),
        405 if request.is_some_and(|request| lists(&response.fields, "Allow", &request.method)) => {
            Some("allow-contradicts")
        }
        407 if lacks("Proxy-Authenticate") => Some("proxy-challenge-missing"),
        426 if lacks("Upgrade") => Some("upgrade-missing"),
        428 if is_cached() => Some("precondition-cached"),
        429 if is_cached() => Some("refusal-cached"),
        451 if !values(&response.fields, "Link").any(|link| link.value.contains("blocked-by")) => {
            Some("blocker-unnamed")
        }
        511 if !lacks("WWW-Authenticate") => Some("network-challenge"),
        511 if is_cached() => Some("network-cached"),
        _ => None,
    }
}

fn lists(fields: &[HeaderField], name: &str, wanted: &str) -> bool {
    values(fields, name).any(|field| field.value.split(',').any(|entry| entry.trim() == wanted))
}

fn invites_caches(control: &str) -> bool {
    let control = control.to_ascii_lowercase();
    let mut directives = control.split(',').map(str::trim);
    let stores = |one: &str| one == "public" || one.contains("max") && one.contains("age=") && !one.ends_with("=0");
    !control.contains("no-store") && directives.any(stores)
}

fn contents(exchange: &RecordedExchange) -> impl Iterator<Item = (&'static str, Position)> {
    let response = &exchange.response;
    let is_success = (200..300).contains(&response.status);
    let request = exchange.request.as_ref();
    let in_query = request.is_some_and(|request| request.target.contains("access_token="));
    let in_trace = request.is_some_and(|request| {
        let secrets = ["Authorization", "Proxy-Authorization", "Cookie"];
        request.method == "TRACE" && secrets.iter().any(|name| value(&request.fields, name).is_some())
    });
    let is_introspection =
        || oauth_endpoint(exchange) == Some(Endpoint::Introspection) && rejects_asked_token(exchange);
    let is_grpc_refusal =
        || value(&response.fields, "grpc-status").is_some_and(|code| ["7", "16"].contains(&code.trim()));
    [
        (in_query, "token-in-query", Position::default()),
        (in_trace, "trace-secrets", Position::default()),
        (is_success && refusal_of(exchange).is_some(), "success-with-error", response.position),
        (
            is_success && is_introspection() && !reports_inactive(&response.body),
            "introspection-error",
            response.position,
        ),
        (
            is_success && (refusal_by_protocol(&response.body).is_some() || is_grpc_refusal()),
            "status-not-carrier",
            response.position,
        ),
    ]
    .into_iter()
    .filter_map(|(broken, id, position)| broken.then_some((id, position)))
}

fn grammar(fault: &GrammarFault) -> Option<Finding> {
    let finding = Finding::new("challenge-grammar", fault.position)?;
    Some(Finding { text: format!("{} {}", finding.text, fault.message), ..finding })
}

/// What the request lacks, so that an error code about it would be out of place.
struct UnaskedError {
    nothing_sent: bool,
    has_proof: bool,
    without_token: bool,
}

fn duties(challenge: &Challenge, status: u16, unasked: &UnaskedError) -> impl Iterator<Item = &'static str> {
    let nothing_sent = unasked.nothing_sent;
    let lacks = |name| challenge.parameter(name).is_none();
    let is_refusal = matches!(status, 401 | 407);
    let error = challenge.parameter("error");
    let is_token = challenge.is("Bearer") || challenge.is("DPoP");
    let is_of_proof = matches!(error, Some("use_dpop_nonce" | "invalid_dpop_proof"));
    let is_unasked = match error {
        None | Some("use_dpop_nonce") => false,
        Some("invalid_dpop_proof") => nothing_sent && !unasked.has_proof,
        Some(_) => nothing_sent,
    };
    let is_elsewhere = unasked.without_token && !is_of_proof && error.is_some_and(|error| error != "invalid_client");
    let quoted = |names: &[&str], quoted: bool| {
        let is_named = |name: &str| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        challenge.is("Digest") && challenge.parameters.iter().any(|one| one.quoted == quoted && is_named(&one.name))
    };
    [
        (challenge.is("Basic") && lacks("realm"), "basic-realm"),
        (
            challenge.parameters.iter().any(|one| one.name.eq_ignore_ascii_case("realm") && !one.quoted),
            "realm-unquoted",
        ),
        (
            challenge.is("Basic")
                && challenge.parameter("charset").is_some_and(|charset| !charset.eq_ignore_ascii_case("UTF-8")),
            "basic-charset",
        ),
        (challenge.is("Bearer") && challenge.parameters.is_empty(), "bearer-parameter"),
        (challenge.is("Bearer") && challenge.parameters.iter().any(has_forbidden_character), "bearer-characters"),
        (
            is_token && challenge.parameter("scope").is_some_and(|scope| scope.split(' ').any(str::is_empty)),
            "scope-grammar",
        ),
        (challenge.is("Digest") && is_refusal && ["realm", "nonce", "qop"].into_iter().any(lacks), "digest-parameters"),
        (quoted(&["algorithm", "stale"], true), "digest-quoted"),
        (quoted(&["nonce", "qop", "opaque", "domain"], false), "digest-unquoted"),
        (is_token && is_unasked, "bearer-error-unasked"),
        (is_token && is_elsewhere, "bearer-error-elsewhere"),
        (is_of_proof && !challenge.is("DPoP"), "dpop-scheme"),
        (is_token && error == Some("insufficient_scope") && lacks("scope"), "scope-unnamed"),
        (
            challenge.is("Digest")
                && nothing_sent
                && challenge.parameter("stale").is_some_and(|stale| stale.eq_ignore_ascii_case("true")),
            "stale-unasked",
        ),
    ]
    .into_iter()
    .filter_map(|(broken, id)| broken.then_some(id))
}

/// Checks whether a parameter of a Bearer challenge contains a character that RFC 6750 section 3 forbids.
fn has_forbidden_character(parameter: &Parameter) -> bool {
    let is_uri = parameter.name.eq_ignore_ascii_case("error_uri");
    let is_text = ["error", "error_description", "scope"].iter().any(|name| parameter.name.eq_ignore_ascii_case(name));
    (is_uri || is_text) && !parameter.value.bytes().all(|byte| is_allowed(byte) && !(is_uri && byte == b' '))
}

/// Checks whether a byte is in `%x20-21 / %x23-5B / %x5D-7E` (RFC 6750 section 3).
pub(super) const fn is_allowed(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\')
}
