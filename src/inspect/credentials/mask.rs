//! Masks secrets in fields and addresses, and recognises secrets that were masked before.

use super::is_key_field;
use crate::inspect::field::{HeaderField, is_token_byte};

/// The text printed instead of a secret.
pub const MASK: &str = "***";

/// Returns a header field with its secrets masked.
pub fn masked_field(field: &HeaderField) -> String {
    let name = field.name.to_ascii_lowercase();
    let secret = matches!(
        name.as_str(),
        "authorization" | "proxy-authorization" | "cookie" | "set-cookie" | "dpop" | "client-cert"
    ) || is_key_field(&name)
        || ["token", "secret", "password", "session", "csrf"].iter().any(|part| name.contains(part));
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

/// Returns a request target without user information, without the values of parameters, and without its fragment.
pub fn masked_target(target: &str) -> String {
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

/// Removes the user information from an address. A password may contain a slash, which ends the authority too early.
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

/// Masks the parameters in a path, such as `;jsessionid=abc`.
fn masked_path(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.split_once(';') {
        Some((name, parameters)) => {
            let parameters = parameters.split(';').map(|pair| match pair.split_once('=') {
                Some((name, _)) => format!(";{name}={MASK}"),
                None => format!(";{pair}"),
            });
            format!("{name}{}", parameters.collect::<String>())
        }
        None => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Checks whether a secret was replaced before the exchange was shared, by stars, by a word or by a placeholder.
pub(super) fn is_masked(secret: &str) -> bool {
    const WORDS: [&str; 9] =
        ["redacted", "masked", "hidden", "removed", "omitted", "your_token", "your-token", "yourtoken", "secret_here"];
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
