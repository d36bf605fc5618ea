//! Challenges: the sign over the podium, one valid example for each scheme and reason.
//!
//! Owns the values of `WWW-Authenticate` and its neighbours (RFC 9110 section 11.6.1). Must not choose a status.

use super::Companion;
use super::citation::Level;
use super::facts::{Scheme, Strength};

/// Why a challenge is sent; it decides the parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Nothing usable was sent, so no error is reported (RFC 6750 section 3.1, last paragraph).
    NothingSent,
    /// What was sent is not valid here.
    NotValid,
    /// Only the nonce is stale or missing.
    StaleNonce,
    /// The token was sent twice.
    SentTwice,
}

const fn sign(example: &'static str) -> Companion {
    Companion { field: "WWW-Authenticate", example, level: Level::Must }
}

const fn nonce() -> Companion {
    Companion { field: "DPoP-Nonce", example: "kT4wq-9pVd2", level: Level::Definition }
}

const BASIC: &[Companion] = &[sign(r#"Basic realm="terminal-a""#)];
const BEARER: &[Companion] = &[sign(r#"Bearer realm="terminal-a""#)];
const BEARER_INVALID: &[Companion] = &[sign(r#"Bearer realm="terminal-a", error="invalid_token""#)];
const BEARER_TWICE: &[Companion] = &[sign(r#"Bearer realm="terminal-a", error="invalid_request""#)];
const DIGEST: &[Companion] =
    &[sign(r#"Digest realm="terminal-a", qop="auth", algorithm=SHA-256, nonce="b2Zmd2VnbwAx""#)];
const DIGEST_STALE: &[Companion] =
    &[sign(r#"Digest realm="terminal-a", qop="auth", algorithm=SHA-256, nonce="bmV4dG9uZQAy", stale=true"#)];
const DPOP: &[Companion] = &[sign(r#"DPoP algs="ES256""#)];
const DPOP_INVALID: &[Companion] = &[sign(r#"DPoP error="invalid_token", algs="ES256""#)];
const DPOP_TWICE: &[Companion] = &[sign(r#"DPoP error="invalid_request", algs="ES256""#)];
const DPOP_STALE: &[Companion] = &[sign(r#"DPoP error="use_dpop_nonce", algs="ES256""#), nonce()];
const SESSION: &[Companion] = &[sign(r#"Session realm="terminal-a""#)];
const KEY: &[Companion] = &[sign(r#"Key realm="terminal-a""#)];

/// The nonce that a token endpoint hands out with its 400 (RFC 9449 section 8).
pub(super) const NONCE: &[Companion] = &[nonce()];

/// The challenge of an origin server. Cookies, forms and keys have no registered scheme: a server that answers
/// 401 there needs a scheme name of its own (RFC 9110 section 11.1), and the examples show one.
pub(super) const fn www_authenticate(scheme: Scheme, reason: Reason) -> &'static [Companion] {
    use Reason::{NotValid, NothingSent, SentTwice, StaleNonce};
    match (scheme, reason) {
        (Scheme::Basic, _) => BASIC,
        (Scheme::Bearer, NothingSent) => BEARER,
        (Scheme::Bearer, SentTwice) => BEARER_TWICE,
        (Scheme::Bearer, NotValid | StaleNonce) => BEARER_INVALID,
        (Scheme::Digest, StaleNonce) => DIGEST_STALE,
        (Scheme::Digest, _) => DIGEST,
        (Scheme::Dpop, NothingSent) => DPOP,
        (Scheme::Dpop, SentTwice) => DPOP_TWICE,
        (Scheme::Dpop, NotValid) => DPOP_INVALID,
        (Scheme::Dpop, StaleNonce) => DPOP_STALE,
        (Scheme::Cookie | Scheme::Form | Scheme::Certificate, _) => SESSION,
        (Scheme::Key, _) => KEY,
    }
}

/// The challenge for a stronger or fresher login (RFC 9470 section 3; elsewhere simply another sign).
pub(super) const fn step_up(scheme: Scheme, strength: Strength) -> &'static [Companion] {
    match (scheme, strength) {
        (Scheme::Bearer, Strength::TooOld) => {
            const { &[sign(r#"Bearer error="insufficient_user_authentication", max_age="300""#)] }
        }
        (Scheme::Bearer, _) => {
            const { &[sign(r#"Bearer error="insufficient_user_authentication", acr_values="two-factors""#)] }
        }
        (Scheme::Dpop, Strength::TooOld) => {
            const { &[sign(r#"DPoP error="insufficient_user_authentication", max_age="300""#)] }
        }
        (Scheme::Dpop, _) => {
            const { &[sign(r#"DPoP error="insufficient_user_authentication", acr_values="two-factors""#)] }
        }
        _ => www_authenticate(scheme, Reason::NothingSent),
    }
}

/// The challenge of a proxy that the client chose (RFC 9110 section 11.7.1).
pub(super) const fn proxy_authenticate(scheme: Scheme) -> &'static [Companion] {
    const fn sign(example: &'static str) -> Companion {
        Companion { field: "Proxy-Authenticate", example, level: Level::Must }
    }
    match scheme {
        Scheme::Bearer => const { &[sign(r#"Bearer realm="shuttle""#)] },
        Scheme::Digest => {
            const { &[sign(r#"Digest realm="shuttle", qop="auth", algorithm=SHA-256, nonce="c2h1dHRsZQAz""#)] }
        }
        _ => const { &[sign(r#"Basic realm="shuttle""#)] },
    }
}
