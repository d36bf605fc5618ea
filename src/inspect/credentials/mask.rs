//! Masks secrets in header fields and URLs, and recognises secrets that are already masked.

use super::body::BodyFields;
use super::names::{KEY_PARAMETERS, SIGNATURE_PARAMETERS, is_key_field, is_signature_field};
use super::{find, query};
use crate::encoding::decode_base64;
use crate::inspect::challenge::parse;
use crate::inspect::exchange::RecordedExchange;
use crate::inspect::field::{HeaderField, is_token_byte};
use crate::ruling::facts::Scheme;
use crate::sorting::sort_by_key;

pub(crate) const MASK: &str = "***";

pub(crate) fn masked_field(field: &HeaderField) -> String {
    let name = field.name.to_ascii_lowercase();
    let secret = is_secret_field(&name);
    if !secret {
        return format!("{}: {}", field.name, field.value);
    }
    match field.value.split_once(' ') {
        Some((scheme, _)) if name.ends_with("authorization") && scheme.bytes().all(is_token_byte) => {
            format!("{}: {scheme} {MASK}", field.name)
        }
        _ => format!("{}: {MASK}", field.name),
    }
}

/// Removes the user information from a request target, and masks secret path segments, all parameter values and the
/// fragment.
pub(crate) fn masked_target(target: &str) -> String {
    let (target, fragment) = target.split_once('#').map_or((target, ""), |(target, _)| (target, "#***"));
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let path = masked_path(&without_user(path));
    let query = query.map(|query| {
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) => format!("{name}={MASK}"),
            None => MASK.to_owned(),
        });
        format!("?{}", pairs.collect::<Vec<_>>().join("&"))
    });
    format!("{path}{}{fragment}", query.unwrap_or_default())
}

/// An unescaped slash in the password makes the authority appear to end before the `@`.
fn without_user(address: &str) -> String {
    let start = match address.split_once("//") {
        Some((scheme, _)) if scheme.is_empty() || scheme.ends_with(':') => scheme.len() + 2,
        _ if address.starts_with('/') => return address.to_owned(),
        _ => 0,
    };
    let (scheme, rest) = address.split_at_checked(start).unwrap_or(("", address));
    let (authority, _) = rest.split_once('/').unwrap_or((rest, ""));
    let has_port = authority.rsplit_once(':').is_none_or(|(host, port)| {
        port.bytes().all(|byte| byte.is_ascii_digit()) || host.starts_with('[') && port.ends_with(']')
    });
    if authority.contains('@') || !has_port {
        return format!("{scheme}{}", rest.rsplit_once('@').map_or(rest, |(_, host)| host));
    }
    address.to_owned()
}

/// Path segments that are often followed by a secret, such as the token in a password reset link.
const BEFORE_SECRET: [&str; 18] = [
    "webhook", "webhooks", "hook", "hooks", "services", "reset", "reset-password", "password-reset", "verify",
    "verification", "magic", "magic-link", "magiclink", "invite", "invitation", "activate", "confirm", "unsubscribe",
];

fn segments(target: &str) -> impl Iterator<Item = &str> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    path.split('/')
}

pub(super) fn token_in_path(target: &str) -> Option<&str> {
    segments(target).find(|segment| is_jwt(segment) || is_bot(segment))
}

/// Returns the segments that look random and come after a word in `BEFORE_SECRET`. The flag is true if the segment
/// directly follows that word.
pub(super) fn secrets_in_path(target: &str) -> impl Iterator<Item = (&str, bool)> {
    let is_word = |segment: &str| BEFORE_SECRET.contains(&segment.to_ascii_lowercase().as_str());
    let mut distance = None;
    segments(target).filter_map(move |segment| {
        let before = distance;
        distance = if is_word(segment) { Some(0) } else { distance.map(|count: usize| count + 1) };
        before.filter(|_| is_random(segment)).map(|count| (segment, count == 0))
    })
}

fn is_jwt(text: &str) -> bool {
    text.starts_with("eyJ") && text.split('.').count() >= 3 && text.len() >= 20
}

fn is_bot(segment: &str) -> bool {
    let number = segment.strip_prefix("bot").and_then(|rest| rest.split_once(':')).map_or("", |(number, _)| number);
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Checks whether the text looks like a random token, for example because one of its words mixes letters and digits.
fn is_random(text: &str) -> bool {
    let is_mixed = |word: &str| {
        word.len() >= 4
            && word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let is_long_word = |word: &str| word.len() >= 20 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_readable = text.bytes().all(|byte| byte.is_ascii_graphic());
    is_readable
        && text.len() >= 6
        && text.split(['-', '_', '.', '~', ':', '=']).any(|word| is_mixed(word) || is_long_word(word))
}

fn masked_path(path: &str) -> String {
    let mut is_after = false;
    let segments = path.split('/').map(|segment| {
        let (name, parameters) = segment.split_once(';').map_or((segment, None), |(name, rest)| (name, Some(rest)));
        let is_token = name.len() >= 16 && is_random(name) && !name.contains('.');
        let is_secret = is_jwt(name) || is_bot(name) || is_token || is_after && (is_random(name) || name.len() >= 12);
        is_after |= BEFORE_SECRET.contains(&name.to_ascii_lowercase().as_str());
        let name = if is_secret { MASK } else { name };
        let parameters = parameters.into_iter().flat_map(|parameters| parameters.split(';'));
        let parameters = parameters.map(|pair| match pair.split_once('=') {
            Some((name, _)) => format!(";{name}={MASK}"),
            None => format!(";{pair}"),
        });
        format!("{name}{}", parameters.collect::<String>())
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The secrets found in an exchange. A response may repeat the secrets of the request, for example in an error
/// description.
#[derive(Clone, Default)]
pub struct SecretList(Vec<String>);

impl std::fmt::Debug for SecretList {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(MASK)
    }
}

impl SecretList {
    /// The minimum length, in bytes, of secrets that are masked in other text. A shorter secret could be part of an
    /// ordinary word.
    const SHORTEST: usize = 5;

    pub fn new(exchange: &RecordedExchange) -> Self {
        let mut secrets = Vec::new();
        if let Some(request) = &exchange.request {
            for field in &request.fields {
                collect_field(field, &mut secrets);
            }
            secrets.extend(token_in_path(&request.target).map(str::to_owned));
            secrets.extend(secrets_in_path(&request.target).map(|(secret, _)| secret.to_owned()));
            let is_secret = |name: &str| {
                KEY_PARAMETERS.contains(&name) || SIGNATURE_PARAMETERS.contains(&name) || name == "access_token"
            };
            let in_query = query(&request.target).filter(|(name, value)| is_secret(name) || is_random(value));
            secrets.extend(in_query.map(|(_, value)| value.to_owned()));
            if let Some(sent) = find(request, false) {
                secrets.push(sent.secret);
            }
            if let Some(body) = BodyFields::parse(request) {
                secrets.extend(body.secrets().map(str::to_owned));
            }
        }
        for field in &exchange.response.fields {
            collect_field(field, &mut secrets);
        }
        let challenges = parse(exchange.response.fields.iter().filter(|field| field.name.ends_with("uthenticate"))).0;
        let parameters = challenges.into_iter().flat_map(|challenge| challenge.parameters);
        let is_secret = |name: &str| is_secret_field(&name.to_ascii_lowercase());
        secrets.extend(parameters.filter(|one| is_secret(&one.name)).map(|one| one.value));
        secrets.retain(|secret| secret.len() >= Self::SHORTEST && !is_masked(secret));
        // Longer secrets come first, because they may contain shorter ones.
        sort_by_key(&mut secrets, |secret| std::cmp::Reverse(secret.len()));
        Self(secrets)
    }

    /// Masks the listed secrets, and any other text that looks like a secret.
    pub(crate) fn mask(&self, text: &str) -> String {
        let text = self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), MASK));
        let is_end = |character: char| character.is_whitespace() || matches!(character, '"' | '\'' | ',' | '<' | '>');
        text.split_inclusive(is_end).map(masked_word).collect()
    }
}

fn masked_word(word: &str) -> String {
    let end = word.chars().next_back().filter(|last| !last.is_alphanumeric() && !matches!(last, '/' | '=' | '_' | '-'));
    let (word, end) = end.map_or((word, ""), |end| word.split_at(word.len() - end.len_utf8()));
    if is_jwt(word) {
        return format!("{MASK}{end}");
    }
    let Some((address, parameters)) = word.split_once('?').filter(|(address, _)| address.contains("://")) else {
        let masked = if word.contains("://") { without_user(word) } else { word.to_owned() };
        return format!("{masked}{end}");
    };
    let parameters = parameters.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) if is_secret_field(name) || KEY_PARAMETERS.contains(&name) || is_random(value) => {
            format!("{name}={MASK}")
        }
        _ => pair.to_owned(),
    });
    format!("{}?{}{end}", without_user(address), parameters.collect::<Vec<_>>().join("&"))
}

fn collect_field(field: &HeaderField, secrets: &mut Vec<String>) {
    let name = field.name.to_ascii_lowercase();
    if name.ends_with("authorization") {
        // A field that holds only the name of a scheme holds no secret.
        if super::scheme(field.value.trim()) != Scheme::Other {
            return;
        }
        let rest = field.value.split_once(' ').map_or(field.value.as_str(), |(_, rest)| rest.trim());
        secrets.push(field.value.clone());
        secrets.push(rest.to_owned());
        let pair = decode_base64(rest).and_then(|bytes| String::from_utf8(bytes).ok());
        secrets.extend(pair.as_deref().and_then(|pair| pair.split_once(':')).map(|(_, password)| password.to_owned()));
        let values = rest.split(',').filter_map(|pair| pair.split_once('='));
        let values = values.filter(|(name, _)| matches!(name.trim(), "response" | "Signature" | "signature" | "mac"));
        secrets.extend(values.map(|(_, value)| value.trim().trim_matches('"').to_owned()));
    } else if name == "cookie" {
        let values = field.value.split(';').filter_map(|pair| pair.split_once('='));
        secrets.extend(values.map(|(_, value)| value.trim().to_owned()));
    } else if name == "set-cookie" {
        let value = field.value.split(';').next().and_then(|pair| pair.split_once('='));
        secrets.extend(value.map(|(_, value)| value.trim().to_owned()));
    } else if is_secret_field(&name) {
        secrets.push(field.value.clone());
    }
}

/// The field name must be in lower case.
fn is_secret_field(name: &str) -> bool {
    matches!(name, "authorization" | "proxy-authorization" | "cookie" | "set-cookie" | "dpop" | "client-cert")
        || is_key_field(name)
        || is_signature_field(name)
        || ["token", "secret", "password", "session", "csrf"].iter().any(|part| name.contains(part))
}

pub(super) fn is_masked(secret: &str) -> bool {
    const WORDS: [&str; 10] = [
        "redacted", "masked", "hidden", "removed", "omitted", "filtered", "your_token", "your-token", "yourtoken",
        "secret_here",
    ];
    let secret = secret.trim();
    let lower = secret.to_ascii_lowercase();
    let is_enclosed = [("<", ">"), ("[", "]"), ("{", "}"), ("%", "%"), ("(", ")")]
        .iter()
        .any(|(start, end)| secret.starts_with(start) && secret.ends_with(end))
        && secret.contains(char::is_alphanumeric);
    let is_variable = secret.strip_prefix('$').is_some_and(|name| !name.is_empty());
    let is_filler = !secret.is_empty() && secret.chars().all(|character| "*.…•●█▒xX-".contains(character));
    let is_abridged = ["***", "...", "…", "•••", "███", "xxxxx"].iter().any(|part| lower.contains(part));
    is_enclosed || is_variable || is_filler || is_abridged || WORDS.iter().any(|word| lower.contains(word))
}
