//! Builds the corrected response and chooses a kind of case to practise.
//!
//! This module repairs broken challenges but must not judge the response.

use super::challenge::{Challenge, Parameter, SCHEME, parse, without_typographic_quotes};
use super::comparison::compare;
use super::credentials::{is_without_token, key_place, origin_form};
use super::evidence::FactSource;
use super::exchange::{value, values};
use super::field::is_token_byte;
use super::finding::{Finding, is_allowed};
use super::response_body::{TOKEN_ENDPOINT, error_code};
use super::verdict::{Conformance, Inspection};
use crate::ruling::facts::{Credentials, Endpoint, Grant, Permission, Refusal, Scheme};
use crate::ruling::{FactName, Facts, Level, Ruling, rule, status_line};
use crate::scenario::Kind;

const REALMS: [&str; 2] = ["terminal-a", "shuttle"];

const REALM: &str = "api";

const EXAMPLE_NONCE: &str = "b2Zmd2VnbwAx";

/// The placeholder for the scope that the resource requires.
pub const SCOPE: &str = "SCOPE";

/// The placeholder for the nonce in a Digest challenge.
pub const NONCE: &str = "NONCE";

const ORIGIN: &str = "https://desk.example";

/// Returns the head of the corrected response. Returns `None` if the response already conforms, or if the verdict
/// depends on an unanswered question.
pub fn corrected(inspection: &Inspection) -> Option<Vec<String>> {
    if !matches!(inspection.verdict, Conformance::Arguable | Conformance::WrongCode | Conformance::Challenge) {
        return None;
    }
    let ruling = &inspection.ruling;
    let sent = inspection.evidence.status;
    // The value of `Sec-WebSocket-Accept` depends on the key in the handshake request.
    if sent == 101 {
        return None;
    }
    let is_wrong = inspection.findings.iter().any(|finding| matches!(finding.rule, "wrong-code" | "arguable-code"));
    let is_kept = inspection.verdict == Conformance::Challenge && !is_wrong || inspection.misses_only_a_should();
    let is_right = compare(&inspection.evidence, &inspection.facts, ruling) == Conformance::Conforms;
    let keeps_status = is_kept && is_right && matches!(sent, 401 | 403 | 405 | 407 | 426 | 451 | 511);
    let status = match without_challenge(inspection) {
        Some(other) if keeps_status => other,
        _ if keeps_status => sent,
        _ => ruling.status,
    };
    let mut lines = vec![format!("HTTP/1.1 {}", status_line(status))];
    lines.extend(fields(inspection, ruling, status));
    let body = match (inspection.facts.endpoint, status) {
        (Endpoint::Token | Endpoint::Introspection | Endpoint::Revocation, 400) => token_error(inspection),
        (Endpoint::Introspection, 200) if inspection.facts.grant == Grant::Invalid => json_body("{\"active\":false}"),
        // A client ignores the body (RFC 7009 section 2.2).
        (Endpoint::Revocation, 200) => vec!["Content-Length: 0".to_owned()],
        _ => Vec::new(),
    };
    lines.extend(body);
    Some(lines.iter().map(|line| inspection.evidence.secrets.mask(line)).collect())
}

/// Returns a correct status that doesn't need a challenge, if the credentials were sent in the body and the 401 has no
/// challenge.
fn without_challenge(inspection: &Inspection) -> Option<u16> {
    let is_bare = inspection.evidence.status == 401 && challenges(inspection).is_empty();
    let ruling = &inspection.ruling;
    let mut statuses = std::iter::once(ruling.status).chain(ruling.also_conforming.iter());
    let in_body = inspection.facts.scheme == Scheme::Form && inspection.facts.endpoint != Endpoint::Resource;
    statuses.find(|status| *status != 401).filter(|_| is_bare && in_body)
}

/// Returns the header fields and the body of an error response from an OAuth endpoint (RFC 6749 section 5.2). An error
/// code that suits the facts is kept, because clients react to each code differently.
fn token_error(inspection: &Inspection) -> Vec<String> {
    let facts = &inspection.facts;
    let usual = match (facts.credentials, facts.scheme) {
        (Credentials::StaleNonce, Scheme::Dpop) => "use_dpop_nonce",
        (Credentials::BadSignature, Scheme::Dpop) => "invalid_dpop_proof",
        (Credentials::Valid, _) => "invalid_grant",
        (Credentials::Duplicate, _) => "invalid_request",
        _ => "invalid_client",
    };
    let stated = error_code(&inspection.exchange.response.body, inspection.evidence.taken.error());
    let is_defined = |code: &String| TOKEN_ENDPOINT.contains(&code.as_str()) || OTHER_CODES.contains(&code.as_str());
    let kept = stated.filter(|code| usual == "invalid_grant" && is_defined(code));
    json_body(&format!("{{\"error\":\"{}\"}}", kept.as_deref().unwrap_or(usual)))
}

/// Error codes of RFC 6749 section 5.2 that other endpoints use with another meaning.
const OTHER_CODES: [&str; 2] = ["invalid_request", "invalid_scope"];

fn json_body(body: &str) -> Vec<String> {
    ["Content-Type: application/json", "Cache-Control: no-store", "", body].map(str::to_owned).to_vec()
}

fn fields(inspection: &Inspection, ruling: &Ruling, status: u16) -> Vec<String> {
    let name = if status == 407 { "Proxy-Authenticate" } else { "WWW-Authenticate" };
    let challenges = challenges(inspection);
    let lacks_scope = status == 403 && inspection.facts.permission == Permission::Scope;
    let is_token = |challenge: &&Challenge| challenge.is("Bearer") || challenge.is("DPoP");
    // A challenge must name the scheme that an OAuth client used.
    let is_other = inspection.findings.iter().any(|finding| finding.rule == "client-challenge");
    let is_usable = |one: &&Challenge| !is_other && (!lacks_scope || is_token(one));
    let usable: Vec<&Challenge> = challenges.iter().filter(is_usable).collect();
    let keeps_challenges =
        matches!(status, 401 | 407) || status == 403 && inspection.verdict == Conformance::Challenge || lacks_scope;
    match status {
        405 => vec![format!("Allow: {}", allowed_methods(inspection, ruling))],
        426 if ruling.status != 426 => {
            let wanted = value(&inspection.exchange.response.fields, "Upgrade").unwrap_or("PROTOCOL");
            vec![format!("Upgrade: {wanted}"), "Connection: Upgrade".to_owned()]
        }
        511 => Vec::new(),
        _ if keeps_challenges && !usable.is_empty() => {
            let challenges = usable.into_iter().map(|challenge| {
                let challenge = with_error(challenge, status, inspection);
                format!("{name}: {}", repaired(&challenge, &inspection.findings))
            });
            let nonces = ruling.companions.iter().filter(|one| status == ruling.status && one.field == "DPoP-Nonce");
            challenges.chain(nonces.map(|one| line(one.field, one.example, inspection))).collect()
        }
        _ => {
            let companions = ruling.companions.iter().filter(|companion| {
                let is_needed = companion.field != "Access-Control-Allow-Credentials" || is_scheme_known(inspection);
                let is_binding = matches!(companion.level, Level::Must | Level::Definition | Level::Should);
                status == ruling.status && is_binding && is_needed
            });
            let mut examples: Vec<(&str, &str)> =
                companions.map(|companion| (companion.field, companion.example)).collect();
            if matches!(status, 401 | 407) && !examples.iter().any(|(field, _)| *field == name) {
                examples.push((name, ""));
            }
            examples.into_iter().map(|(field, example)| line(field, example, inspection)).collect()
        }
    }
}

/// The method of the request is left out, because the server refused it.
fn allowed_methods(inspection: &Inspection, ruling: &Ruling) -> String {
    let refused = inspection.exchange.request.as_ref().map_or("", |request| request.method.as_str());
    let others = |list: &str| -> Vec<String> {
        list.split(',')
            .map(str::trim)
            .filter(|method| !method.is_empty() && *method != refused)
            .map(str::to_owned)
            .collect()
    };
    let sent = value(&inspection.exchange.response.fields, "Allow").map(others).filter(|list| !list.is_empty());
    let example = ruling.companions.iter().find(|companion| companion.field == "Allow").map(|one| one.example);
    let examples = [example.unwrap_or("GET, HEAD"), "POST", "GET, HEAD"];
    let is_possible = |list: &&&str| !list.split(", ").any(|method| method == refused);
    sent.map_or_else(|| (*examples.iter().find(is_possible).unwrap_or(&"POST")).to_owned(), |list| list.join(", "))
}

fn is_scheme_known(inspection: &Inspection) -> bool {
    let known = inspection.evidence.fact(FactName::Scheme);
    known.is_some_and(|known| known.values.len() == 1 && known.source != FactSource::Assumed)
}

fn line(field: &str, example: &str, inspection: &Inspection) -> String {
    let request = inspection.exchange.request.as_ref();
    let asked = |name| request.and_then(|request| value(&request.fields, name));
    let text = match field {
        "WWW-Authenticate" | "Proxy-Authenticate" => challenge_for(inspection, example),
        "Access-Control-Allow-Methods" => asked("Access-Control-Request-Method").unwrap_or(example).to_owned(),
        "Access-Control-Allow-Headers" => asked("Access-Control-Request-Headers").unwrap_or(example).to_owned(),
        // The login page can't redirect to itself.
        "Location"
            if request.is_some_and(|request| origin_form(&request.target).split('?').next() == Some(example)) =>
        {
            "/sign-in".to_owned()
        }
        "DPoP-Nonce" | "Sec-WebSocket-Version" | "Upgrade" => {
            value(&inspection.exchange.response.fields, field).unwrap_or(example).to_owned()
        }
        _ => adapted(example, inspection),
    };
    format!("{field}: {text}")
}

/// Returns a challenge with the scheme that the request used or the user stated. If the scheme isn't known, the
/// challenge contains a placeholder, because nothing shows which schemes the server accepts.
fn challenge_for(inspection: &Inspection, example: &str) -> String {
    let request = inspection.exchange.request.as_ref();
    let scheme = inspection.facts.scheme;
    let used = inspection.evidence.sent.as_ref().map_or("", |sent| sent.scheme_name.as_str());
    let is_refused = inspection.facts.credentials == Credentials::UnsupportedScheme;
    let used = Some(used).filter(|name| !is_refused && !name.is_empty() && name.bytes().all(is_token_byte));
    let is_known = is_scheme_known(inspection) && !is_refused;
    let example = if example.is_empty() { example_challenge(scheme) } else { example };
    match scheme {
        Scheme::Basic | Scheme::Bearer | Scheme::Digest | Scheme::Dpop | Scheme::Negotiate if is_known => {
            let challenge = adapted(example, inspection);
            // Only a token can be invalid.
            if inspection.evidence.sent.as_ref().is_some_and(is_without_token) {
                let error = "error=\"invalid_token\"";
                return challenge.replace(&format!(", {error}"), "").replace(&format!("{error}, "), "");
            }
            if !challenge.contains("insufficient_scope") || challenge.contains("scope=") {
                return challenge;
            }
            let scope = scope_in_body(&inspection.exchange.response.body);
            format!("{challenge}, scope=\"{}\"", scope.as_deref().unwrap_or(SCOPE))
        }
        Scheme::Key if is_known => match request.and_then(key_place) {
            Some((place, name)) => format!("ApiKey realm=\"{REALM}\", in=\"{place}\", name=\"{name}\""),
            None => format!("{SCHEME} realm=\"{REALM}\""),
        },
        _ if used.is_some_and(|name| name.eq_ignore_ascii_case("Bearer")) => {
            format!("Bearer realm=\"{REALM}\", error=\"invalid_token\"")
        }
        _ => format!("{} realm=\"{REALM}\"", used.unwrap_or(SCHEME)),
    }
}

fn member(body: &str, names: &[&str]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(body.trim()).ok()?;
    names.iter().find_map(|name| body.get(name)?.as_str()).map(str::to_owned)
}

fn scope_in_body(body: &str) -> Option<String> {
    let scope = member(body, &["scope", "needed", "required_scope", "required_scopes", "scopes"])?;
    let is_sound = !scope.is_empty() && scope.len() <= 200 && scope.bytes().all(is_allowed);
    is_sound.then_some(scope)
}

fn challenges(inspection: &Inspection) -> Vec<Challenge> {
    let mut challenges = inspection.evidence.taken.challenges.clone();
    if challenges.is_empty() {
        let fields = &inspection.exchange.response.fields;
        challenges = parse(values(fields, "WWW-Authenticate").chain(values(fields, "Proxy-Authenticate"))).0;
    }
    challenges.retain(|challenge| !challenge.scheme.is_empty());
    challenges
}

fn with_error(challenge: &Challenge, status: u16, inspection: &Inspection) -> Challenge {
    let mut challenge = challenge.clone();
    let names_scope = challenge.parameter("error") == Some("insufficient_scope");
    let lacks_scope = inspection.facts.permission == Permission::Scope;
    let is_token = challenge.is("Bearer") || challenge.is("DPoP");
    let error = match status {
        403 if is_token && lacks_scope => Some("insufficient_scope"),
        401 if names_scope => inspection.evidence.sent.as_ref().map(|_| "invalid_token"),
        _ => return challenge,
    };
    let was = challenge.parameter("error").map(str::to_owned);
    if let Some(scope) = scope_in_body(&inspection.exchange.response.body).filter(|_| status == 403)
        && challenge.parameter("scope").is_none()
    {
        challenge.parameters.push(Parameter { name: "scope".to_owned(), value: scope, quoted: true });
    }
    if was.as_deref() == error {
        return challenge;
    }
    challenge.parameters.retain(|parameter| !parameter.name.to_ascii_lowercase().starts_with("error"));
    challenge.parameters.extend(error.map(|error| Parameter {
        name: "error".to_owned(),
        value: error.to_owned(),
        quoted: true,
    }));
    challenge
}

fn adapted(example: &str, inspection: &Inspection) -> String {
    let request = inspection.exchange.request.as_ref();
    let origin = request.and_then(|request| value(&request.fields, "Origin")).unwrap_or(ORIGIN);
    let example = REALMS.iter().fold(example.to_owned(), |text, realm| text.replace(realm, REALM));
    example.replace(ORIGIN, origin).replace(EXAMPLE_NONCE, NONCE)
}

fn example_challenge(scheme: Scheme) -> &'static str {
    let facts = Facts { scheme, credentials: Credentials::Absent, ..Facts::default() };
    let ruling = rule(&facts);
    let challenge = ruling.companions.iter().find(|companion| companion.field == "WWW-Authenticate");
    challenge.map_or("Basic realm=\"terminal-a\"", |companion| companion.example)
}

fn repaired(challenge: &Challenge, findings: &[Finding]) -> String {
    let found = |rule: &str| findings.iter().any(|finding| finding.rule == rule);
    // In schemes such as Negotiate, a server sends a token68 only in reply to a token68 from the client.
    if challenge.token68.is_some() && !challenge.is("Bearer") && !challenge.is("Basic") && !challenge.is("Digest") {
        return challenge.scheme.clone();
    }
    let mut parameters: Vec<(String, String)> = Vec::new();
    for parameter in &challenge.parameters {
        let is_error = parameter.name.to_ascii_lowercase().starts_with("error");
        let is_token = challenge.is("Bearer") || challenge.is("DPoP");
        let is_unasked = is_error && is_token && (found("bearer-error-unasked") || found("bearer-error-elsewhere"))
            || parameter.name.eq_ignore_ascii_case("stale") && found("stale-unasked");
        let is_wrong_charset = parameter.name.eq_ignore_ascii_case("charset") && found("basic-charset");
        if is_unasked || is_wrong_charset {
            continue;
        }
        if !parameters.iter().any(|(name, _)| name.eq_ignore_ascii_case(&parameter.name)) {
            let plain = without_typographic_quotes(&parameter.value).filter(|_| !parameter.quoted);
            let mut value = plain.unwrap_or(&parameter.value).to_owned();
            if found("bearer-characters") && (is_error || parameter.name.eq_ignore_ascii_case("scope")) {
                let is_uri = parameter.name.eq_ignore_ascii_case("error_uri");
                value
                    .retain(|character| u8::try_from(character).is_ok_and(is_allowed) && !(is_uri && character == ' '));
            }
            if found("scope-grammar") && parameter.name.eq_ignore_ascii_case("scope") {
                value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                if value.is_empty() {
                    continue;
                }
            }
            parameters.push((parameter.name.clone(), value));
        }
    }
    let is_empty = parameters.is_empty();
    let mut require = |name: &str, value: &str| {
        if !parameters.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            parameters.push((name.to_owned(), value.to_owned()));
        }
    };
    if challenge.is("Basic") || challenge.is("Digest") || challenge.is("Bearer") && is_empty {
        require("realm", REALM);
    }
    if challenge.is("Digest") {
        require("qop", "auth");
        require("nonce", NONCE);
    }
    if challenge.is("Bearer") && found("bearer-error-missing") {
        require("error", "invalid_token");
    }
    if challenge.parameter("error") == Some("insufficient_scope") {
        require("scope", SCOPE);
    }
    let quoted = parameters.iter().map(|(name, value)| {
        let is_bare =
            challenge.is("Digest") && ["algorithm", "stale"].iter().any(|bare| name.eq_ignore_ascii_case(bare));
        if is_bare {
            return format!("{name}={value}");
        }
        format!("{name}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    });
    let scheme = if found("dpop-scheme") { "DPoP" } else { &challenge.scheme };
    format!("{scheme} {}", quoted.collect::<Vec<_>>().join(", ")).trim_end().to_owned()
}

/// Returns the kind of case to practise. Returns `None` if it isn't known whether the credentials were valid.
pub fn practise(inspection: &Inspection) -> Option<Kind> {
    let is_valid = |facts: &Facts| (facts.credentials == Credentials::Valid, facts.refusal == Refusal::None);
    let is_certain = inspection.possible.iter().all(|one| is_valid(&one.facts) == is_valid(&inspection.facts));
    let is_known = inspection.verdict != Conformance::Unknown && is_certain;
    kind(&inspection.facts, &inspection.ruling).filter(|_| is_known)
}

/// Returns the kind of case that fits the facts best, or `None` if the ruling doesn't depend on identity or
/// permissions.
pub fn kind(facts: &Facts, ruling: &Ruling) -> Option<Kind> {
    if !matches!(ruling.status, 401 | 403 | 407) {
        return None;
    }
    Some(match facts.refusal {
        Refusal::Nobody => Kind::Closed,
        Refusal::None => match facts.credentials {
            Credentials::Valid => match facts.permission {
                Permission::Owner | Permission::Tenant => Kind::NotOwner,
                Permission::Role | Permission::Scope | Permission::Method => Kind::NoPermission,
                _ => Kind::Edge,
            },
            Credentials::Absent | Credentials::Anonymous => Kind::Missing,
            Credentials::Expired | Credentials::NotYetValid | Credentials::Revoked => Kind::Expired,
            Credentials::WrongAudience | Credentials::WrongRealm => Kind::WrongAudience,
            Credentials::Partial | Credentials::StaleNonce | Credentials::Unverifiable => Kind::Edge,
            _ => Kind::Invalid,
        },
        _ if ruling.trace.asked(FactName::Refusal) => Kind::Policy,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::field::Position;
    use super::*;

    #[test]
    fn a_broken_challenge_is_repaired() {
        let challenge = |text: &str| {
            let field = super::super::field::HeaderField {
                name: "WWW-Authenticate".into(),
                value: text.into(),
                position: Position::default(),
            };
            parse([&field].into_iter()).0.remove(0)
        };
        let found = |rule| Finding::new(rule, Position::default()).into_iter().collect::<Vec<_>>();
        let check = |text, expected: &str| assert_eq!(repaired(&challenge(text), &[]), expected);
        check("Basic", "Basic realm=\"api\"");
        check("Bearer", "Bearer realm=\"api\"");
        check(r#"Bearer scope="admin" error="x""#, r#"Bearer scope="admin", error="x""#);
        check("Negotiate", "Negotiate");
        for (text, rule, expected) in [
            ("Bearer error=\"invalid_token\"", "bearer-error-unasked", "Bearer realm=\"api\""),
            ("Bearer scope=\"a\"", "bearer-error-missing", "Bearer scope=\"a\", error=\"invalid_token\""),
        ] {
            assert_eq!(repaired(&challenge(text), &found(rule)), expected);
        }
    }
}
