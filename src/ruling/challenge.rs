//! Provides a complete example of a challenge for each scheme and reason.
//!
//! Each example is a value of `WWW-Authenticate`, `Proxy-Authenticate` or a related header field (RFC 9110 section
//! 11.6.1).

use super::Companion;
use super::citation::Level;
use super::facts::{Credentials, Scheme, Strength};

/// The reason why a server sends a challenge. The parameters of the challenge depend on this reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The client sent no usable credentials, so the challenge contains no error code (RFC 6750 section 3.1, last
    /// paragraph).
    NothingSent,
    NotValid,
    /// The only problem is a stale or missing nonce.
    StaleNonce,
    /// The DPoP proof or the message signature is invalid.
    BadProof,
    NextStep,
    SentTwice,
}

impl Reason {
    pub(super) const fn new(scheme: Scheme, credentials: Credentials) -> Self {
        match (credentials, scheme) {
            (Credentials::Absent | Credentials::Anonymous | Credentials::UnsupportedScheme, _) => Self::NothingSent,
            (Credentials::StaleNonce, _) => Self::StaleNonce,
            (Credentials::Partial, _) => Self::NextStep,
            (Credentials::Duplicate, _) => Self::SentTwice,
            (Credentials::BadSignature, Scheme::Dpop | Scheme::Key) | (Credentials::WrongTarget, Scheme::Dpop) => {
                Self::BadProof
            }
            _ => Self::NotValid,
        }
    }
}

const fn www(example: &'static str) -> Companion {
    Companion { field: "WWW-Authenticate", parameter: None, example, level: Level::Must }
}

const fn proxy(example: &'static str) -> Companion {
    Companion { field: "Proxy-Authenticate", parameter: None, example, level: Level::Must }
}

const NONCE_FIELD: Companion =
    Companion { field: "DPoP-Nonce", parameter: None, example: "kT4wq-9pVd2", level: Level::Definition };

/// The nonce that a token endpoint sends with its 400 response (RFC 9449 section 8).
pub(super) const NONCE: &[Companion] = &[NONCE_FIELD];

/// Returns the `resource_metadata` parameter, which tells clients where to get tokens for the resource (RFC 9728
/// section 5.1).
pub(super) const fn resource_metadata(scheme: Scheme) -> Option<&'static Companion> {
    const fn hint(example: &'static str) -> Companion {
        Companion { field: "WWW-Authenticate", parameter: Some("resource_metadata"), example, level: Level::May }
    }
    match scheme {
        Scheme::Bearer => Some(
            const { &hint(r#"Bearer resource_metadata="https://desk.example/.well-known/oauth-protected-resource""#) },
        ),
        Scheme::Dpop => Some(
            const { &hint(r#"DPoP resource_metadata="https://desk.example/.well-known/oauth-protected-resource""#) },
        ),
        _ => None,
    }
}

/// No scheme is registered for cookies, form fields or API keys, so a server that answers 401 for such credentials has
/// to define its own scheme. In the example challenges for such schemes, the parameters say where the credentials must
/// be sent.
pub(super) const fn www_authenticate(scheme: Scheme, reason: Reason) -> &'static [Companion] {
    use Reason::{BadProof, NextStep, NotValid, NothingSent, SentTwice, StaleNonce};
    match (scheme, reason) {
        (Scheme::Basic, _) => const { &[www(r#"Basic realm="terminal-a""#)] },
        (Scheme::Bearer, NothingSent) => const { &[www(r#"Bearer realm="terminal-a""#)] },
        (Scheme::Bearer, SentTwice) => const { &[www(r#"Bearer realm="terminal-a", error="invalid_request""#)] },
        (Scheme::Bearer, NotValid | StaleNonce | BadProof | NextStep) => {
            const { &[www(r#"Bearer realm="terminal-a", error="invalid_token""#)] }
        }
        (Scheme::Digest, StaleNonce) => {
            const { &[www(r#"Digest realm="terminal-a", qop="auth", algorithm=SHA-256, nonce="bmV4dG9uZQAy", stale=true"#)] }
        }
        (Scheme::Digest, _) => {
            const { &[www(r#"Digest realm="terminal-a", qop="auth", algorithm=SHA-256, nonce="b2Zmd2VnbwAx""#)] }
        }
        (Scheme::Dpop, NothingSent) => const { &[www(r#"DPoP algs="ES256""#)] },
        (Scheme::Dpop, SentTwice) => const { &[www(r#"DPoP error="invalid_request", algs="ES256""#)] },
        (Scheme::Dpop, BadProof) => const { &[www(r#"DPoP error="invalid_dpop_proof", algs="ES256""#)] },
        (Scheme::Dpop, StaleNonce) => const { &[www(r#"DPoP error="use_dpop_nonce", algs="ES256""#), NONCE_FIELD] },
        (Scheme::Dpop, NotValid | NextStep) => const { &[www(r#"DPoP error="invalid_token", algs="ES256""#)] },
        (Scheme::Negotiate, NextStep) => const { &[www("Negotiate oRQwEqADCgEBoQsGCSqGSIb3EgECAg==")] },
        (Scheme::Negotiate, _) => const { &[www("Negotiate")] },
        (Scheme::Signature, _) => const { &[www(r#"AWS4-HMAC-SHA256 realm="terminal-a""#)] },
        (Scheme::Other, NextStep) => const { &[www(r#"Token realm="terminal-a", step="2", data="cj1xNGs5""#)] },
        (Scheme::Other, _) => const { &[www(r#"Token realm="terminal-a""#)] },
        (Scheme::Cookie | Scheme::Form | Scheme::Certificate | Scheme::SignedUrl, _) => {
            const { &[www(r#"Cookie realm="terminal-a", form-action="/login", cookie-name="session""#)] }
        }
        (Scheme::Key, BadProof) => const { &[www(r#"ApiKey realm="terminal-a", in="header", name="X-Signature""#)] },
        (Scheme::Key, _) => const { &[www(r#"ApiKey realm="terminal-a", in="header", name="X-Api-Key""#)] },
    }
}

/// Returns a challenge that asks for a stronger or more recent login (RFC 9470 section 3). For schemes other than
/// Bearer and DPoP, returns the ordinary challenge.
pub(super) const fn step_up(scheme: Scheme, strength: Strength) -> &'static [Companion] {
    match (scheme, strength) {
        (Scheme::Bearer, Strength::TooOld) => {
            const { &[www(r#"Bearer error="insufficient_user_authentication", max_age="300""#)] }
        }
        (Scheme::Bearer, _) => {
            const { &[www(r#"Bearer error="insufficient_user_authentication", acr_values="two-factors""#)] }
        }
        (Scheme::Dpop, Strength::TooOld) => {
            const { &[www(r#"DPoP error="insufficient_user_authentication", max_age="300""#)] }
        }
        (Scheme::Dpop, _) => {
            const { &[www(r#"DPoP error="insufficient_user_authentication", acr_values="two-factors""#)] }
        }
        _ => www_authenticate(scheme, Reason::NothingSent),
    }
}

/// The final token of mutual authentication, which the server sends with the successful response (RFC 4559 section 5).
pub(super) const FINAL_TOKEN: &[Companion] = &[Companion {
    field: "WWW-Authenticate",
    parameter: None,
    example: "Negotiate oRQwEqADCgEAoQsGCSqGSIb3EgECAg==",
    level: Level::Definition,
}];

/// Returns the challenge of a proxy that the client is configured to use (RFC 9110 section 11.7.1).
pub(super) const fn proxy_authenticate(scheme: Scheme, reason: Reason) -> &'static [Companion] {
    match (scheme, reason) {
        (Scheme::Bearer, _) => const { &[proxy(r#"Bearer realm="shuttle""#)] },
        (Scheme::Dpop, Reason::StaleNonce) => {
            const { &[proxy(r#"DPoP error="use_dpop_nonce", algs="ES256""#), NONCE_FIELD] }
        }
        (Scheme::Dpop, _) => const { &[proxy(r#"DPoP algs="ES256""#)] },
        (Scheme::Digest, Reason::StaleNonce) => {
            const { &[proxy(r#"Digest realm="shuttle", qop="auth", algorithm=SHA-256, nonce="c2h1dHRsZQAz", stale=true"#)] }
        }
        (Scheme::Digest, _) => {
            const { &[proxy(r#"Digest realm="shuttle", qop="auth", algorithm=SHA-256, nonce="c2h1dHRsZQAy""#)] }
        }
        (Scheme::Negotiate, Reason::NextStep) => const { &[proxy("Negotiate oRQwEqADCgEBoQsGCSqGSIb3EgECAg==")] },
        (Scheme::Negotiate, _) => const { &[proxy("Negotiate")] },
        (Scheme::Signature, _) => const { &[proxy(r#"AWS4-HMAC-SHA256 realm="shuttle""#)] },
        (Scheme::Other, Reason::NextStep) => const { &[proxy(r#"Token realm="shuttle", step="2", data="cj1xNGs5""#)] },
        (Scheme::Other, _) => const { &[proxy(r#"Token realm="shuttle""#)] },
        _ => const { &[proxy(r#"Basic realm="shuttle""#)] },
    }
}
