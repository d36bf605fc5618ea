//! Checks whether a response head has the header fields and challenge parameters that the specifications require.
//!
//! The checks against [`super::rules`] don't depend on why a request was refused.

use super::challenge::{Challenge, GrammarFault, Parameter, SCHEME, parse};
use super::credentials::SentCredentials;
use super::exchange::RecordedExchange;
use super::field::{HeaderField, Position, value, values};
use super::response_body::{refusal_by_protocol, refusal_of};
use super::rules::RULES;
use crate::ruling::Level;
use crate::ruling::facts::Scheme;

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

    /// Returns whether the response ignores a SHOULD, or names a character set other than UTF-8.
    pub(crate) fn misses_should(&self) -> bool {
        matches!(self.level, Level::Should | Level::ShouldNot) && !self.is_about_others()
            || self.rule == "basic-charset"
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
    for challenge in &taken.challenges {
        found.extend(duties(challenge, response.status, nothing_sent).map(|id| (id, challenge.position)));
    }
    // There is no registered scheme for cookies, API keys and signatures, and NTLM isn't registered either. The last
    // entry is the placeholder in corrected responses.
    let registered = |challenge: &Challenge| {
        REGISTERED.iter().chain(&["cookie", "apikey", "signature", "ntlm", SCHEME]).any(|name| challenge.is(name))
    };
    if !taken.challenges.is_empty() && !taken.challenges.iter().any(registered) {
        let named = taken.challenges.iter().filter(|challenge| !challenge.scheme.is_empty());
        found.extend(named.map(|challenge| ("scheme-unregistered", challenge.position)));
    }
    let names_error = taken.error().is_some_and(|error| error != "invalid_client");
    if response.status == 401 && names_error && sent.is_some_and(|sent| used_other_scheme(sent, &taken)) {
        found.push(("bearer-error-elsewhere", position));
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
    let is_grpc_refusal =
        || value(&response.fields, "grpc-status").is_some_and(|code| ["7", "16"].contains(&code.trim()));
    [
        (in_query, "token-in-query", Position::default()),
        (in_trace, "trace-secrets", Position::default()),
        (is_success && refusal_of(exchange).is_some(), "success-with-error", response.position),
        (
            is_success && (refusal_by_protocol(&response.body).is_some() || is_grpc_refusal()),
            "status-not-carrier",
            response.position,
        ),
    ]
    .into_iter()
    .filter_map(|(broken, id, position)| broken.then_some((id, position)))
}

/// Returns whether the request used a scheme, other than Bearer or DPoP, that no challenge offers.
fn used_other_scheme(sent: &SentCredentials, taken: &CheckedResponse) -> bool {
    !matches!(sent.scheme, Scheme::Bearer | Scheme::Dpop)
        && !sent.scheme_name.is_empty()
        && !taken.offers(&sent.scheme_name)
}

fn grammar(fault: &GrammarFault) -> Option<Finding> {
    let finding = Finding::new("challenge-grammar", fault.position)?;
    Some(Finding { text: format!("{} {}", finding.text, fault.message), ..finding })
}

fn duties(challenge: &Challenge, status: u16, nothing_sent: bool) -> impl Iterator<Item = &'static str> {
    let lacks = |name| challenge.parameter(name).is_none();
    let is_refusal = matches!(status, 401 | 407);
    let error = challenge.parameter("error");
    let is_token = challenge.is("Bearer") || challenge.is("DPoP");
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
        (is_token && nothing_sent && error.is_some_and(|error| error != "use_dpop_nonce"), "bearer-error-unasked"),
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
