//! Finds the credentials in a request, decodes tokens and masks secrets.
//!
//! Other modules can only compare and mask secrets.

pub(super) mod body;
mod mask;
mod names;

use serde_json::Value;

use self::body::BodyFields;
pub use self::mask::SecretList;
pub(crate) use self::mask::{MASK, masked_field, masked_target};
use self::mask::{is_masked, secrets_in_path, token_in_path};
use self::names::{
    KEY_PARAMETERS, SIGNATURE_PARAMETERS, SIGNED_FORMS, is_key_field, is_signature_field, stands_for_token,
    token_in_protocols,
};
use super::exchange::RequestHead;
use super::field::{is_token_byte, value, values};
use crate::encoding::{decode_base64, decode_base64_url, decode_form};
use crate::ruling::facts::Scheme;

/// How the credentials were recognised: by their form, or only by a word in the URL that suggests a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Recognition {
    Form,
    Word,
}

/// The credentials in a request. The secret itself can't be read outside this module.
#[derive(Clone, PartialEq, Eq)]
pub struct SentCredentials {
    pub scheme: Scheme,
    /// The scheme name as written in `Authorization` or `Proxy-Authorization`, or an empty string if the credentials
    /// are elsewhere in the request.
    pub scheme_name: String,
    pub for_proxy: bool,
    pub malformed: bool,
    pub duplicate: bool,
    recognition: Recognition,
    pub claims: Option<Claims>,
    secret: String,
    user: Option<String>,
}

impl std::fmt::Debug for SentCredentials {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?} {MASK}", self.scheme)
    }
}

/// The decoded claims of a JSON Web Token. The signature is not verified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// The expiry time, in seconds since 1970.
    pub expires: Option<i64>,
    pub not_before: Option<i64>,
    pub audience: Vec<String>,
    pub issuer: Option<String>,
    pub scopes: Option<Vec<String>>,
}

impl SentCredentials {
    fn new(scheme: Scheme, scheme_name: &str, secret: &str) -> Self {
        Self {
            scheme,
            scheme_name: scheme_name.to_owned(),
            for_proxy: false,
            malformed: false,
            duplicate: false,
            recognition: Recognition::Form,
            claims: None,
            secret: secret.to_owned(),
            user: None,
        }
    }

    fn is_masked(&self) -> bool {
        is_masked(&self.secret)
    }

    /// Returns whether a mask replaces the whole value of the field, so that the scheme isn't known.
    pub fn hides_scheme(&self) -> bool {
        self.scheme_name.is_empty() && self.scheme == Scheme::Other && self.is_masked()
    }

    pub fn is_guess(&self) -> bool {
        self.recognition == Recognition::Word
    }

    pub fn same(&self, other: &Self) -> bool {
        !self.is_masked() && self.scheme == other.scheme && self.secret == other.secret
    }

    /// A placeholder such as `x-access-token` doesn't count as a user name.
    pub(crate) fn other_password(&self, other: &Self) -> bool {
        let is_readable = !self.is_masked() && !other.is_masked();
        let is_person = self.user.as_deref().is_some_and(|user| !stands_for_token(user));
        is_readable && is_person && self.user == other.user && self.secret != other.secret
    }
}

/// Finds the credentials in a request. Returns `None` if no credentials are visible.
pub fn find(request: &RequestHead, at_proxy: bool) -> Option<SentCredentials> {
    let fields = &request.fields;
    let name = if at_proxy { "Proxy-Authorization" } else { "Authorization" };
    let mut authorization = values(fields, name);
    let body = BodyFields::parse(request).filter(|_| !at_proxy);
    if let Some(first) = authorization.next() {
        let mut sent = in_field(&first.value);
        sent.for_proxy = at_proxy;
        sent.duplicate = authorization.next().is_some() || is_sent_elsewhere(request, sent.scheme, body.as_ref());
        return Some(sent);
    }
    if at_proxy {
        return None;
    }
    if let Some(token) = body.as_ref().and_then(BodyFields::access_token) {
        return Some(bearer("", token));
    }
    if let Some(sent) = body.and_then(|body| body.credentials(&request.target)) {
        return Some(sent);
    }
    let parameter = |wanted: &[&str]| query(&request.target).find(|(name, _)| wanted.contains(name));
    let is_signed = |signature: &str| {
        let (_, others) = SIGNED_FORMS.iter().find(|(name, _)| *name == signature)?;
        let (_, signature) = parameter(&[signature])?;
        (others.is_empty() || parameter(others).is_some()).then_some(signature)
    };
    let signed = || SIGNATURE_PARAMETERS.iter().find_map(|name| is_signed(name));
    if let Some(signature) = signed() {
        return Some(SentCredentials::new(Scheme::SignedUrl, "", signature));
    }
    if let Some((_, token)) = parameter(&["access_token"]) {
        return Some(bearer("", token));
    }
    if let Some(signature) = value(fields, "Signature").filter(|signature| is_message_signature(signature)) {
        return Some(SentCredentials::new(Scheme::Key, "", signature));
    }
    if let Some(signature) = fields.iter().find(|field| is_signature_field(&field.name)) {
        return Some(SentCredentials::new(Scheme::Key, "", &signature.value));
    }
    if let Some(token) = value(fields, "Sec-WebSocket-Protocol").and_then(token_in_protocols) {
        return Some(bearer("", token));
    }
    if let Some(secret) = token_in_path(&request.target) {
        return Some(SentCredentials::new(Scheme::SignedUrl, "", secret));
    }
    let key = fields.iter().find(|field| is_key_field(&field.name)).map(|field| field.value.as_str());
    if let Some(key) = key.or_else(|| parameter(&KEY_PARAMETERS).map(|(_, key)| key)) {
        return Some(SentCredentials::new(Scheme::Key, "", key));
    }
    if let Some(cookie) = value(fields, "Cookie") {
        return Some(SentCredentials::new(Scheme::Cookie, "", cookie));
    }
    let signature = parameter(&SIGNATURE_PARAMETERS).map(|(_, signature)| signature);
    let secret =
        signature.or_else(|| secrets_in_path(&request.target).find(|(_, is_next)| *is_next).map(|(one, _)| one))?;
    Some(SentCredentials { recognition: Recognition::Word, ..SentCredentials::new(Scheme::SignedUrl, "", secret) })
}

/// Returns whether `Authorization` carries something other than a token.
pub(super) fn is_without_token(sent: &SentCredentials) -> bool {
    !sent.scheme_name.is_empty() && !matches!(sent.scheme, Scheme::Bearer | Scheme::Dpop)
}

pub(super) fn is_complete(request: &RequestHead) -> bool {
    request.shows_credentials && !body::may_hold_credentials(request)
}

/// Works like `is_complete`, but disregards an unrecorded body unless the path suggests a login or token endpoint.
pub(super) fn is_probably_complete(request: &RequestHead) -> bool {
    request.shows_credentials && body::unrecorded(request).is_none()
}

/// Checks whether a request with `Authorization` also carries credentials in its query string or its body (RFC 6750
/// section 2 and RFC 6749 section 2.3).
fn is_sent_elsewhere(request: &RequestHead, scheme: Scheme, body: Option<&BodyFields>) -> bool {
    let has_token = || {
        query(&request.target).any(|(name, _)| name == "access_token")
            || body.is_some_and(|body| body.access_token().is_some())
    };
    let has_secret = || body.is_some_and(|body| body.client_secret().is_some());
    scheme == Scheme::Bearer && has_token() || scheme == Scheme::Basic && has_secret()
}

/// Checks whether a `Signature` field contains a signature of the request, in the format of RFC 9421 (`sig1=:c2ln...:`)
/// or of its drafts (`keyId="a",signature="c2ln..."`).
fn is_message_signature(value: &str) -> bool {
    value.contains("=:") || value.contains("signature=")
}

pub(super) fn key_place(request: &RequestHead) -> Option<(&'static str, &str)> {
    let carries_key =
        |name: &&str| is_key_field(name) || is_signature_field(name) || name.eq_ignore_ascii_case("Signature");
    let field = request.fields.iter().map(|field| field.name.as_str()).find(carries_key);
    let parameter = || query(&request.target).map(|(name, _)| name).find(|name| KEY_PARAMETERS.contains(name));
    field.map(|name| ("header", name)).or_else(|| parameter().map(|name| ("query", name)))
}

pub(super) fn origin_form(target: &str) -> &str {
    let after_scheme = target.split_once("://").map_or("", |(_, rest)| rest);
    after_scheme.find('/').and_then(|path| after_scheme.get(path..)).unwrap_or(target)
}

/// Returns whether the `uri` parameter of Digest credentials differs from the request target (RFC 7616 section 3.4.6).
pub fn are_for_other_target(sent: &SentCredentials, request: &RequestHead) -> bool {
    let name = if sent.for_proxy { "Proxy-Authorization" } else { "Authorization" };
    sent.scheme == Scheme::Digest
        && values(&request.fields, name).next().is_some_and(|first| names_other_target(&first.value, &request.target))
}

fn names_other_target(digest: &str, target: &str) -> bool {
    let uri = digest.split([',', ' ']).find_map(|part| part.trim().strip_prefix("uri=\""));
    let Some(uri) = uri.and_then(|uri| uri.strip_suffix('"')) else { return false };
    let plain = |uri| decode_form(origin_form(uri));
    !is_masked(uri) && !is_masked(target) && plain(uri) != plain(target)
}

fn query(target: &str) -> impl Iterator<Item = (&str, &str)> {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let query = query.split_once('#').map_or(query, |(query, _)| query);
    query.split('&').filter_map(|pair| pair.split_once('='))
}

/// Looks up a scheme by name, ignoring case (RFC 9110 section 11.1).
pub fn scheme(name: &str) -> Scheme {
    match name.to_ascii_lowercase().as_str() {
        "basic" => Scheme::Basic,
        "bearer" => Scheme::Bearer,
        "digest" => Scheme::Digest,
        "dpop" => Scheme::Dpop,
        "negotiate" | "ntlm" | "kerberos" => Scheme::Negotiate,
        "signature" | "sharedkey" | "sharedkeylite" | "aws" => Scheme::Signature,
        name if name.starts_with("aws4-") || name.ends_with("-hmac-sha256") => Scheme::Signature,
        _ => Scheme::Other,
    }
}

fn in_field(field: &str) -> SentCredentials {
    let (name, rest) = field.split_once(' ').unwrap_or((field, ""));
    let rest = rest.trim();
    // Some servers accept a token without a scheme, or with a scheme name that the grammar doesn't allow.
    let is_unnamed = !name.is_empty() && !name.bytes().all(is_token_byte);
    if is_unnamed || rest.is_empty() && (is_lone_token(name) || is_masked(field)) {
        return SentCredentials::new(Scheme::Other, "", field);
    }
    let mut sent = match scheme(name) {
        Scheme::Bearer => bearer(name, rest),
        scheme => SentCredentials::new(scheme, name, rest),
    };
    let has = |part: &str| rest.to_ascii_lowercase().contains(part);
    sent.malformed = match sent.scheme {
        _ if sent.is_masked() => false,
        _ if name.is_empty() || !name.bytes().all(is_token_byte) => true,
        Scheme::Basic => match decode_base64(rest).map(String::from_utf8) {
            Some(Ok(pair)) => match pair.split_once(':') {
                Some((user, _)) => {
                    sent.user = Some(user.to_owned());
                    false
                }
                None => true,
            },
            Some(Err(error)) => !error.as_bytes().contains(&b':'),
            None => true,
        },
        // Some servers accept tokens with characters that the grammar forbids, but not tokens with spaces.
        Scheme::Bearer | Scheme::Dpop => rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_graphic()),
        Scheme::Digest => !["username", "realm", "nonce", "uri", "response"].iter().all(|part| has(part)),
        Scheme::Signature if name.to_ascii_lowercase().starts_with("aws4-") => {
            !["credential=", "signedheaders=", "signature="].iter().all(|part| has(part))
        }
        _ => rest.is_empty(),
    };
    sent
}

/// A short word without digits is more likely to be a scheme name than a token.
fn is_lone_token(name: &str) -> bool {
    let is_word = name.len() <= 20 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    !name.is_empty() && !is_word && name.bytes().all(is_token_byte)
}

pub(crate) fn is_token68(text: &str) -> bool {
    let text = text.trim_end_matches('=');
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte))
}

fn bearer(name: &str, token: &str) -> SentCredentials {
    SentCredentials { claims: claims(token), ..SentCredentials::new(Scheme::Bearer, name, token) }
}

/// Returns `None` if the token isn't a readable JSON Web Token.
fn claims(token: &str) -> Option<Claims> {
    let mut parts = token.split('.');
    let (head, body, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let json = |part: &str| {
        let bytes = decode_base64_url(part)?;
        serde_json::from_str::<Value>(str::from_utf8(&bytes).ok()?).ok().filter(Value::is_object)
    };
    json(head)?;
    let body = json(body)?;
    #[expect(clippy::cast_possible_truncation, reason = "a time in seconds; beyond that it is never")]
    let time = |name: &str| body.get(name).and_then(Value::as_f64).map(|seconds| seconds as i64);
    let words = |name: &str| match body.get(name)? {
        Value::String(words) => Some(words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()),
        Value::Array(words) => Some(words.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        _ => None,
    };
    Some(Claims {
        expires: time("exp"),
        not_before: time("nbf"),
        audience: words("aud").unwrap_or_default(),
        issuer: body.get("iss").and_then(Value::as_str).map(str::to_owned),
        scopes: words("scope").or_else(|| words("scopes")).or_else(|| words("scp")),
    })
}

#[cfg(test)]
mod tests {
    use super::super::field::HeaderField;
    use super::*;

    fn field(value: &str) -> SentCredentials {
        in_field(value)
    }

    #[test]
    fn malformed_credentials_are_distinguished_from_wrong_ones() {
        for malformed in [
            "", "Basic", "Basic %%%", "Basic YWxpY2U", "Bearer", "Bearer a b", "Digest junk", "token",
            "AWS4-HMAC-SHA256 junk",
        ] {
            assert!(field(malformed).malformed, "{malformed}");
        }
        for sound in ["Basic YTpi", "basic YWxpY2U6eA==", "Bearer not.a.jwt", "Token a b", "Negotiate YII="] {
            assert!(!field(sound).malformed, "{sound}");
        }
    }

    #[test]
    fn claims_are_decoded_and_nothing_else_is_taken_for_a_token() {
        // This token decodes to {"alg":"none"} . {"exp":1600000000,"aud":"x","scope":"a b"}
        let token = "eyJhbGciOiJub25lIn0.eyJleHAiOjE2MDAwMDAwMDAsImF1ZCI6IngiLCJzY29wZSI6ImEgYiJ9.x";
        let claims = claims(token).expect("a token");
        assert_eq!((claims.expires, claims.audience), (Some(1_600_000_000), vec!["x".to_owned()]));
        assert_eq!(claims.scopes, Some(vec!["a".to_owned(), "b".to_owned()]));
        for other in ["not.a.jwt", "a.b", "", "..", "eyJhbGciOiJub25lIn0.W10.x"] {
            assert_eq!(super::claims(other), None, "{other}");
        }
    }

    #[test]
    fn secrets_are_masked() {
        let line = |name: &str, value: &str| {
            masked_field(&HeaderField {
                name: name.into(),
                value: value.into(),
                position: super::super::field::Position::default(),
            })
        };
        assert_eq!(line("Authorization", "Bearer abc"), "Authorization: Bearer ***");
        assert_eq!(line("authorization", "abc"), "authorization: ***");
        assert_eq!(line("Cookie", "a=b; c=d"), "Cookie: ***");
        for field in ["X-Api-Key", "PRIVATE-TOKEN", "X-Vault-Token", "X-Consul-Token", "X-Shopify-Access-Token"] {
            assert!(is_key_field(field), "{field}");
            assert_eq!(line(field, "k"), format!("{field}: ***"));
        }
        for field in ["X-Session-Id", "X-Authorization", "X-Auth", "X-Amz-Security-Token"] {
            assert!(is_key_field(field), "{field}");
        }
        for field in [
            "Lock-Token", "X-Ms-Continuation-Token", "Proxy-Authorization", "X-CSRF-Token", "RequestVerificationToken",
            "Sec-WebSocket-Key", "Idempotency-Key", "Accept",
        ] {
            assert!(!is_key_field(field), "{field}");
        }
        assert_eq!(line("Accept", "*/*"), "Accept: */*");
        for (target, masked) in [
            ("https://ana:pw@h/p?token=1&b=2&c", "https://h/p?token=***&b=***&***"),
            ("/cb#access_token=SECRET", "/cb#***"),
            ("https://a/cb?x=1#access_token=SECRET", "https://a/cb?x=***#***"),
            ("//u:SECRET@a/x", "//a/x"),
            ("u:SECRET@a:443", "a:443"),
            ("a:443", "a:443"),
            ("https://u:SECRET/2@a/", "https://a/"),
            ("https://u:p@SECRET@a/x", "https://a/x"),
            ("https://a:8443/users/@me", "https://a:8443/users/@me"),
            ("/users/@me", "/users/@me"),
            ("http://[::1]:80/x@y", "http://[::1]:80/x@y"),
            ("http://[::1]/x@y", "http://[::1]/x@y"),
            ("/x;jsessionid=SECRET/y;v=1", "/x;jsessionid=***/y;v=***"),
            ("*", "*"),
        ] {
            assert_eq!(masked_target(target), masked, "{target}");
        }
    }

    #[test]
    fn a_masked_secret_is_neither_malformed_nor_known() {
        for field in [
            "Bearer ***", "Bearer <token>", "Bearer [REDACTED]", "Bearer $TOKEN", "Bearer {{token}}", "Bearer ████",
            "Bearer …", "Bearer eyJhbGciOi...", "Bearer abc***xyz", "Bearer YOUR_TOKEN", "Basic [redacted]",
            "Digest ***", "[REDACTED]", "***",
        ] {
            let sent = in_field(field);
            assert!(sent.is_masked() && !sent.malformed && !sent.same(&sent), "{field}");
        }
        for field in ["Bearer abc", "Bearer 1|abcdef", "Basic YTpi", "Bearer mF_9.B5f-4.1JqM"] {
            let sent = in_field(field);
            assert!(!sent.is_masked() && !sent.malformed && sent.same(&sent), "{field}");
        }
    }
}
