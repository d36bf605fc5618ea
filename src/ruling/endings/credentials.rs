//! Outcomes for requests whose credentials are missing, invalid, stale or too weak (RFC 9110 section 11.4).

use super::super::article::ArticleReading;
use super::super::challenge::{self, Reason, step_up, www_authenticate};
use super::super::citation::{Citation, Level};
use super::super::facts::{Credentials, Scheme, Strength};
use super::super::{Certainty, Companion};
use super::{Ending, field};

const AGAIN: &str = "Send the request again with new or replaced credentials.";
pub(super) const CORRECT_CLOCK: &str = "Correct the clock, or wait until the credentials become valid.";
const FETCH_CREDENTIALS: &str = "Get credentials and send the request again with them.";
const ONE_SET: &str = "Send a single set of credentials, in only one place.";
const SECOND_STEP: &str = "Complete the second step of the login.";
const FILL_IN: &str = "Fill in the form and submit it again.";
const CLIENT_FIX: &str = "Fix the client's own credentials and send the request again.";

macro_rules! challenged {
    ($($outcome:tt)*) => { ending!(401 $($outcome)*).article(ArticleReading::SECURITY_INVERTED) };
}

const fn challenged(certainty: Certainty, client_may: &'static str, citations: &'static [Citation]) -> Ending {
    Ending::new(401, certainty, client_may, citations).article(ArticleReading::SECURITY_INVERTED)
}

const fn is_oauth(scheme: Scheme) -> bool {
    matches!(scheme, Scheme::Bearer | Scheme::Dpop)
}

pub(in super::super) const fn not_valid(scheme: Scheme, credentials: Credentials) -> Ending {
    let ending = match credentials {
        Credentials::Absent => nothing_sent(scheme),
        Credentials::UnsupportedScheme => unsupported_scheme(scheme),
        Credentials::StaleNonce => stale(scheme),
        Credentials::Duplicate => return duplicate(scheme),
        Credentials::WrongRealm => challenged(
            Certainty::Definition,
            "Send the credentials that are valid for this realm.",
            match scheme {
                Scheme::Basic => cites![NO_VALID_CREDENTIALS, REALM, CHALLENGE, BASIC_SPACE],
                _ => cites![NO_VALID_CREDENTIALS, REALM, CHALLENGE],
            },
        )
        .article(ArticleReading::GATE_BY_LUCK),
        Credentials::Malformed => malformed(scheme),
        Credentials::WrongTarget if matches!(scheme, Scheme::Digest) => return DIGEST_FOR_ANOTHER_ADDRESS,
        Credentials::WrongTarget if matches!(scheme, Scheme::Dpop | Scheme::Signature) => bad_signature(scheme),
        Credentials::WrongAudience if is_oauth(scheme) => {
            challenged!(Definition "Get a token that is valid for this service.",
                [NO_VALID_CREDENTIALS, INVALID_TOKEN, AUDIENCE, ISSUER, CHALLENGE])
            .article(ArticleReading::GATE_BY_LUCK)
        }
        Credentials::WrongAudience => challenged!(Definition AGAIN, [NO_VALID_CREDENTIALS, CHALLENGE, NEW_CREDENTIALS])
            .article(ArticleReading::GATE_BY_LUCK),
        Credentials::BadSignature => bad_signature(scheme),
        Credentials::WrongCertificate if is_oauth(scheme) => wrong_certificate(scheme),
        Credentials::Expired
        | Credentials::NotYetValid
        | Credentials::Revoked
        | Credentials::UnknownUser
        | Credentials::WrongSecret
            if is_oauth(scheme) =>
        {
            challenged(
                Certainty::Definition,
                match credentials {
                    Credentials::NotYetValid => {
                        "Wait until the token is valid, or ask for a token that becomes valid earlier."
                    }
                    _ => "Get a new token and send the request again.",
                },
                cites![NO_VALID_CREDENTIALS, CHALLENGE, INVALID_TOKEN],
            )
        }
        Credentials::Partial => challenged(
            Certainty::Definition,
            "Continue with the next step of the login.",
            match scheme {
                Scheme::Negotiate => cites![NO_VALID_CREDENTIALS, CHALLENGE, NEGOTIATE_ROUNDS],
                _ => cites![NO_VALID_CREDENTIALS, CHALLENGE],
            },
        ),
        _ => {
            let client_may = if matches!(credentials, Credentials::NotYetValid) { CORRECT_CLOCK } else { AGAIN };
            challenged!(Definition client_may, [NO_VALID_CREDENTIALS, CHALLENGE, NEW_CREDENTIALS])
        }
    };
    ending.sending(www_authenticate(scheme, Reason::new(scheme, credentials)))
}

/// Adds 403 to the conforming statuses for a client without credentials, because a server may treat such a client as an
/// anonymous user who lacks permission. For such a client, RFC 9110 section 11.4, paragraph 3, still recommends a 401.
pub(in super::super) const fn anonymous(ending: Ending) -> Ending {
    let citations: &[Citation] = cites![NO_VALID_CREDENTIALS, CHALLENGE, FORBIDDEN];
    Ending { certainty: Certainty::Debatable, citations, ..ending }.also(&[403])
}

const fn nothing_sent(scheme: Scheme) -> Ending {
    let citations: &[Citation] = match scheme {
        Scheme::Bearer => cites![NO_VALID_CREDENTIALS, CHALLENGE, BEARER_CHALLENGE, NO_ERROR_CODE],
        Scheme::Basic => cites![NO_VALID_CREDENTIALS, CHALLENGE, BASIC_REALM],
        Scheme::Digest => cites![NO_VALID_CREDENTIALS, CHALLENGE, DIGEST_CHALLENGE],
        Scheme::Dpop => cites![NO_VALID_CREDENTIALS, CHALLENGE, DPOP_CHALLENGE],
        Scheme::Negotiate => cites![NO_VALID_CREDENTIALS, CHALLENGE, NEGOTIATE],
        _ => cites![NO_VALID_CREDENTIALS, CHALLENGE],
    };
    challenged(Certainty::Definition, FETCH_CREDENTIALS, citations)
}

const fn unsupported_scheme(scheme: Scheme) -> Ending {
    const CLIENT: &str = "Send the request again with one of the schemes in the challenge, in `Authorization`.";
    if is_oauth(scheme) {
        // A token in a field or parameter that the server doesn't read counts as an unsupported parameter.
        const CITATIONS: &[Citation] =
            cites![NO_VALID_CREDENTIALS, CHALLENGE, CREDENTIALS, NO_ERROR_CODE, INVALID_REQUEST];
        return challenged(Certainty::Definition, CLIENT, CITATIONS).also(&[400]);
    }
    challenged!(Definition CLIENT, [NO_VALID_CREDENTIALS, CHALLENGE, CREDENTIALS])
}

const fn wrong_certificate(scheme: Scheme) -> Ending {
    const CLIENT: &str = "Use the certificate or key to which the token is bound, or get a new token.";
    match scheme {
        Scheme::Bearer => {
            challenged!(Must CLIENT, [BOUND_TOKEN, NO_VALID_CREDENTIALS, CHALLENGE])
        }
        _ => challenged!(Definition CLIENT, [DPOP_CHALLENGE, DPOP_ERROR, NO_VALID_CREDENTIALS, CHALLENGE]),
    }
}

const fn stale(scheme: Scheme) -> Ending {
    let citations: &[Citation] = match scheme {
        Scheme::Digest => cites![NO_VALID_CREDENTIALS, STALE, OLD_NONCE, CHALLENGE],
        Scheme::Dpop => cites![NO_VALID_CREDENTIALS, DPOP_NONCE, CHALLENGE],
        _ => cites![NO_VALID_CREDENTIALS, CHALLENGE],
    };
    challenged(
        Certainty::Definition,
        "Repeat the request at once with the new nonce, without asking the user again.",
        citations,
    )
}

/// An unreadable token counts as an invalid token (RFC 6750 section 3.1). An empty field also makes the request
/// malformed.
const fn malformed(scheme: Scheme) -> Ending {
    const CLIENT: &str = "Send the request again with credentials that the server can read.";
    if is_oauth(scheme) {
        return challenged!(Definition CLIENT, [NO_VALID_CREDENTIALS, INVALID_TOKEN, BAD_REQUEST, CHALLENGE] also [400]);
    }
    challenged!(Debatable CLIENT, [NO_VALID_CREDENTIALS, BAD_REQUEST, CHALLENGE] also [400])
}

const DIGEST_FOR_ANOTHER_ADDRESS: Ending = ending!(400 Definition
    "Compute the digest for the requested address, then send the request again.", [DIGEST_TARGET, BAD_REQUEST]);

const fn bad_signature(scheme: Scheme) -> Ending {
    match scheme {
        Scheme::Bearer => challenged!(Definition "Get a token from an issuer that the server trusts.",
            [NO_VALID_CREDENTIALS, INVALID_TOKEN, ACCESS_TOKEN, CHALLENGE]),
        Scheme::Dpop => challenged!(Definition "Send the request again with a valid proof.",
            [NO_VALID_CREDENTIALS, DPOP_CHALLENGE, DPOP_ERROR, CHALLENGE]),
        Scheme::Signature => challenged!(Definition "Sign the request again with a key that the server accepts.",
            [NO_VALID_CREDENTIALS, CHALLENGE, NEW_CREDENTIALS]),
        _ => challenged!(Definition AGAIN, [NO_VALID_CREDENTIALS, CHALLENGE, NEW_CREDENTIALS]),
    }
}

/// A request that carries two sets of credentials counts as malformed.
const fn duplicate(scheme: Scheme) -> Ending {
    let citations: &[Citation] = match scheme {
        Scheme::Bearer => cites![INVALID_REQUEST, ONE_METHOD, BAD_REQUEST, BEARER_CHALLENGE],
        // A request with two DPoP proofs fails proof validation (RFC 9449 section 4.3).
        Scheme::Dpop => cites![INVALID_REQUEST, DPOP_ERROR, BAD_REQUEST, DPOP_CHALLENGE],
        _ => cites![BAD_REQUEST, NO_VALID_CREDENTIALS],
    };
    let ending = Ending::new(400, Certainty::Debatable, ONE_SET, citations).also(&[401]);
    match scheme {
        Scheme::Bearer => Ending { certainty: Certainty::Definition, ..ending }.also(&[]),
        Scheme::Dpop => ending,
        _ => return ending,
    }
    .sending(www_authenticate(scheme, Reason::SentTwice))
}

/// RFC 9110 leaves credentials outside `Authorization` to the application (section 11.4, paragraphs 6 and 7).
pub(in super::super) const fn custom(scheme: Scheme, credentials: Credentials, browser: bool) -> Ending {
    let ending = match (scheme, credentials) {
        (Scheme::Key, _) => key(credentials),
        (Scheme::Certificate, _) => ending!(403 Convention
            "Connect again with an accepted certificate. Often the handshake itself fails, so no status is sent.",
            [CERTIFICATE_DECISION, OTHER_MECHANISMS, CERTIFICATE_SCOPE, BAD_REQUEST] also [400, 401])
        .article(ArticleReading::SECURITY_BY_LUCK),
        (Scheme::SignedUrl, _) => signed_url(credentials),
        (_, Credentials::Partial) => HALF_LOGGED_IN,
        (_, _) if browser => ending!(303 Convention "The browser opens the login page, and the user logs in.",
            [COOKIES, SEE_OTHER, CHALLENGE] also [302, 401, 403])
        .sending(LOGIN_PAGE),
        (Scheme::Form, _) => challenged!(Debatable "Send the request again with the right fields.",
            [OTHER_MECHANISMS, POST_STATUS, CHALLENGE, UNPROCESSABLE] also [403, 400, 422])
        .sending(FORM),
        _ => challenged!(Debatable "Log in again and repeat the request.", [COOKIES, OTHER_MECHANISMS, CHALLENGE])
            .also(if is_unreadable(credentials) { &[403, 400] } else { &[403] })
            .sending(www_authenticate(scheme, Reason::NotValid)),
    };
    match (scheme, credentials) {
        (Scheme::Cookie | Scheme::Form | Scheme::Key | Scheme::Certificate, Credentials::NotYetValid) => {
            Ending { client_may: CORRECT_CLOCK, ..ending }
        }
        _ => ending,
    }
}

const fn is_unreadable(credentials: Credentials) -> bool {
    matches!(credentials, Credentials::Malformed | Credentials::Duplicate)
}

/// Form fields in a request for an ordinary resource don't start a session, so a challenge that names a cookie would be
/// wrong.
const FORM: &[Companion] = list![field("WWW-Authenticate", r#"Form realm="terminal-a""#, Level::Must)];

const LOGIN_PAGE: &[Companion] = list![field("Location", "/login", Level::Definition)];

const fn key(credentials: Credentials) -> Ending {
    let ending = match credentials {
        Credentials::BadSignature => {
            challenged!(Convention "Sign the message again with a key that the server accepts.",
                [SIGNATURE_STATUS, OTHER_MECHANISMS, CHALLENGE])
            .article(ArticleReading::SECURITY_BY_LUCK)
        }
        _ => challenged!(Convention "Send a valid key.",
            [OTHER_MECHANISMS, BAD_REQUEST, NO_CACHING, SCHEME_REGISTRY, CHALLENGE]),
    };
    ending.also(&[403, 400]).sending(www_authenticate(Scheme::Key, Reason::new(Scheme::Key, credentials)))
}

/// A server that accepts only signed URLs has no authentication scheme to name in a challenge.
const fn signed_url(credentials: Credentials) -> Ending {
    let ending = ending!(403 Convention "Get a new signed URL.", [OTHER_MECHANISMS, FORBIDDEN, CHALLENGE] also [401])
        .article(ArticleReading::SECURITY_BY_LUCK);
    match credentials {
        // A one-time link counts as revoked once it has been used.
        Credentials::Expired | Credentials::Revoked => {
            ending!(from ending,
                [OTHER_MECHANISMS, FORBIDDEN, GONE, BAD_REQUEST, CHALLENGE] also [410, 404, 400, 401])
        }
        Credentials::Malformed
        | Credentials::WrongTarget
        | Credentials::Duplicate
        | Credentials::BadSignature
        | Credentials::NotYetValid => {
            let citations: &[Citation] = cites![OTHER_MECHANISMS, FORBIDDEN, BAD_REQUEST, CHALLENGE];
            let client_may = match credentials {
                Credentials::NotYetValid => "Wait until the URL is valid.",
                _ => ending.client_may,
            };
            Ending { client_may, citations, ..ending }.also(&[400, 401])
        }
        _ => ending,
    }
}

/// The password was accepted but the second factor is missing. No HTTP authentication scheme can ask for a second
/// factor.
pub(in super::super) const HALF_LOGGED_IN: Ending =
    ending!(403 Debatable SECOND_STEP, [OTHER_MECHANISMS, COOKIES, NO_VALID_CREDENTIALS] also [401, 303, 302]);

/// No specification requires a particular status for a login endpoint that reads form fields.
pub(in super::super) const fn login(credentials: Credentials, browser: bool) -> Ending {
    if browser {
        return Ending::new(
            200,
            Certainty::Debatable,
            match credentials {
                Credentials::Partial => SECOND_STEP,
                Credentials::Absent => FILL_IN,
                _ => "The user tries again with the same form.",
            },
            cites![CREDENTIALS, OTHER_MECHANISMS, COOKIES, POST_STATUS, CHALLENGE],
        )
        .also(&[422, 303, 302, 400, 403, 401])
        .article(ArticleReading::SECURITY_BY_LUCK);
    }
    challenged(
        Certainty::Convention,
        match credentials {
            Credentials::Partial => SECOND_STEP,
            Credentials::Absent => FILL_IN,
            _ => "Try another password. A client that retries automatically after every 401 may end up in a loop.",
        },
        cites![OTHER_MECHANISMS, COOKIES, CHALLENGE, TOKEN_ERROR],
    )
    .also(match credentials {
        // A 200 response can contain the next step of the login.
        Credentials::Partial => &[200, 400, 403, 422],
        _ => &[400, 403, 422],
    })
    .sending(www_authenticate(Scheme::Form, Reason::NotValid))
}

/// The user is already logged in, but has failed an additional check. A 401 would make many clients log the user out.
pub(in super::super) const fn confirmation(browser: bool) -> Ending {
    ending!(403 Convention "Enter the password or code again. The login itself stays valid.",
        [OTHER_MECHANISMS, POST_STATUS, FORBIDDEN, BAD_REQUEST])
    .also(if browser { &[200, 303, 302, 400, 422] } else { &[400, 422] })
}

const INVALID_CLIENT: Ending =
    ending!(400 Definition CLIENT_FIX, [TOKEN_ERROR, CLIENT_OTHERWISE, CHALLENGE] also [401]);

/// A client has failed to authenticate itself at a token or revocation endpoint. The status is 400, or 401 if the
/// client sent its credentials in `Authorization`.
pub(in super::super) const fn token_endpoint(scheme: Scheme, credentials: Credentials) -> Ending {
    match (scheme, credentials) {
        (_, Credentials::Duplicate) => {
            ending!(400 Definition ONE_SET, [TOKEN_ERROR, CLIENT_TWICE])
        }
        (Scheme::Dpop, Credentials::StaleNonce) => {
            ending!(400 Definition "Repeat the request with the nonce in a new proof.",
                [DPOP_NONCE_AT_TOKEN, TOKEN_ERROR])
            .sending(challenge::NONCE)
        }
        (Scheme::Dpop, _) => ending!(400 Definition "Send a valid proof.", [DPOP_PROOF_AT_TOKEN, TOKEN_ERROR]),
        (_, Credentials::Absent) => INVALID_CLIENT,
        (Scheme::Digest, Credentials::StaleNonce) => {
            client_by_header(scheme, Certainty::Must, cites![CLIENT_BY_HEADER, STALE, CHALLENGE])
                .sending(www_authenticate(scheme, Reason::StaleNonce))
        }
        _ if scheme.is_in_framework() => {
            client_by_header(scheme, Certainty::Must, cites![CLIENT_BY_HEADER, NO_VALID_CREDENTIALS, CHALLENGE])
        }
        _ => INVALID_CLIENT,
    }
}

const fn client_by_header(scheme: Scheme, certainty: Certainty, citations: &'static [Citation]) -> Ending {
    challenged(certainty, CLIENT_FIX, citations).sending(www_authenticate(scheme, Reason::NothingSent))
}

pub(in super::super) const fn introspection(scheme: Scheme, credentials: Credentials) -> Ending {
    match (scheme, credentials) {
        (Scheme::Bearer | Scheme::Dpop, _) => {
            let ending = not_valid(scheme, credentials);
            match (ending.status, ending.certainty) {
                (401, Certainty::Definition | Certainty::Debatable) => {
                    ending!(from ending, [INTROSPECTION_BEARER, BEARER_CHALLENGE, CHALLENGE])
                }
                _ => ending,
            }
        }
        (_, Credentials::Absent) => client_by_header(
            if scheme.is_in_framework() { scheme } else { Scheme::Basic },
            Certainty::Definition,
            cites![INTROSPECTION_CLIENT, CLIENT_OTHERWISE, TOKEN_ERROR, CHALLENGE],
        )
        .also(&[400]),
        _ if scheme.is_in_framework() => token_endpoint(scheme, credentials),
        (_, Credentials::Duplicate) => token_endpoint(scheme, credentials),
        // Every authorization server that issues client passwords accepts them as Basic credentials (RFC 6749 section
        // 2.3.1).
        _ => client_by_header(
            Scheme::Basic,
            Certainty::Definition,
            cites![INTROSPECTION_CLIENT, CLIENT_OTHERWISE, CHALLENGE],
        )
        .also(&[400]),
    }
}

pub(in super::super) const fn too_weak(scheme: Scheme, strength: Strength) -> Ending {
    match scheme {
        Scheme::Bearer | Scheme::Dpop => challenged!(Definition
            "Send the user to log in again in the way that the challenge requires, then repeat the request with the new token.",
            [STEP_UP, FAILED_REQUEST, NOT_ADEQUATE, CHALLENGE] also [403])
        .article(ArticleReading::GATE_BY_LUCK)
        .sending(step_up(scheme, strength)),
        // No challenge with another scheme can ask for a stronger login.
        _ if scheme.is_in_framework() && matches!(strength, Strength::TooWeak) => ending!(403 Debatable
            "Log in in a stronger way, then repeat the request.",
            [NOT_ADEQUATE, FORBIDDEN, NO_VALID_CREDENTIALS] also [401])
        .article(ArticleReading::GATE_BY_LUCK),
        _ if scheme.is_in_framework() => challenged!(Debatable
            "Log in again in the way that the challenge requires.",
            [NO_VALID_CREDENTIALS, NOT_ADEQUATE, CHALLENGE] also [403])
        .article(ArticleReading::GATE_BY_LUCK)
        .sending(step_up(scheme, strength)),
        _ if matches!(strength, Strength::TooOld) => {
            Ending { client_may: "Log in again, then repeat the request.", ..HALF_LOGGED_IN }
        }
        _ => HALF_LOGGED_IN,
    }
}
