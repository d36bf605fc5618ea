//! Endings that turn on credentials: none, not valid here, stale, too weak (RFC 9110 section 11.4).

use super::super::article::ArticleReading;
use super::super::challenge::{self, Reason, www_authenticate};
use super::super::citation::{Citation, Level, http, other};
use super::super::facts::{Credentials, Scheme, Strength};
use super::super::{Certainty, Companion};
use super::{Ending, field};

const BAD_PASSWORD: Citation = http("11.4", 3, Level::Should);
const SIGN: Citation = http("15.5.2", 1, Level::Must);
const RETRY: Citation = http("15.5.2", 2, Level::May);
const OWN_MECHANISM: Citation = http("11.4", 6, Level::Definition);
const COOKIES: Citation = http("11.4", 7, Level::Definition);
const BEARER_SIGN: Citation = other("RFC 6750", "3", Some(1), Level::Must);
const BEARER_ERROR: Citation = other("RFC 6750", "3.1", None, Level::Should);
const TOKEN_ERROR: Citation = other("RFC 6749", "5.2", Some(1), Level::Definition);

const AGAIN: &str = "It may send the request again with new or replaced credentials.";
const NEW_TOKEN: &str = "It may get a new token and send the request again.";

const fn challenged(certainty: Certainty, client_may: &'static str, citations: &'static [Citation]) -> Ending {
    Ending::new(401, certainty, client_may, citations).article(ArticleReading::DESK_INVERTED)
}

const fn is_oauth(scheme: Scheme) -> bool {
    matches!(scheme, Scheme::Bearer | Scheme::Dpop)
}

/// Credentials that travel in Authorization and are not valid for this resource.
pub(in super::super) const fn not_valid(scheme: Scheme, credentials: Credentials) -> Ending {
    let (ending, reason) = match credentials {
        Credentials::Absent => (nothing_sent(scheme), Reason::NothingSent),
        Credentials::UnsupportedScheme => (
            challenged(
                Certainty::Definition,
                "Choose a scheme that it understands from the challenges, and send the request again.",
                list![BAD_PASSWORD, SIGN, other("RFC 6750", "3.1", None, Level::ShouldNot)],
            ),
            Reason::NothingSent,
        ),
        Credentials::StaleNonce => (stale(scheme), Reason::StaleNonce),
        Credentials::Duplicate => return duplicate(scheme),
        Credentials::WrongRealm => (
            challenged(
                Certainty::Definition,
                "Send the credentials that belong to this realm.",
                list![
                    http("11.5", 2, Level::Definition),
                    BAD_PASSWORD,
                    SIGN,
                    other("RFC 7617", "2", None, Level::Definition)
                ],
            )
            .article(ArticleReading::GATE_BY_LUCK),
            Reason::NotValid,
        ),
        Credentials::Malformed => (malformed(scheme), Reason::NotValid),
        Credentials::WrongAudience if is_oauth(scheme) => (wrong_audience(), Reason::NotValid),
        Credentials::BadSignature if is_oauth(scheme) => (
            challenged(
                Certainty::Must,
                "Get a token from an issuer that the server trusts.",
                list![BAD_PASSWORD, other("RFC 9068", "4", None, Level::Must), BEARER_ERROR, SIGN],
            ),
            Reason::NotValid,
        ),
        Credentials::WrongCertificate if is_oauth(scheme) => (
            challenged(
                Certainty::Must,
                "Use the certificate that the token is bound to, or get a new token.",
                list![other("RFC 8705", "3", None, Level::Must), BAD_PASSWORD, SIGN],
            ),
            Reason::NotValid,
        ),
        Credentials::Expired | Credentials::Revoked if is_oauth(scheme) => {
            (challenged(Certainty::Definition, NEW_TOKEN, list![BAD_PASSWORD, SIGN, BEARER_ERROR]), Reason::NotValid)
        }
        Credentials::WrongAudience => (
            challenged(Certainty::Definition, AGAIN, list![BAD_PASSWORD, SIGN, RETRY])
                .article(ArticleReading::GATE_BY_LUCK),
            Reason::NotValid,
        ),
        Credentials::Partial => (
            challenged(Certainty::Definition, "Go on with the next step of the exchange.", list![BAD_PASSWORD, SIGN]),
            Reason::NotValid,
        ),
        _ => (challenged(Certainty::Definition, AGAIN, list![BAD_PASSWORD, SIGN, RETRY]), Reason::NotValid),
    };
    ending.sending(www_authenticate(scheme, reason))
}

const fn nothing_sent(scheme: Scheme) -> Ending {
    const CLIENT: &str = "Get credentials and send the request again with them.";
    let citations: &[Citation] = match scheme {
        Scheme::Bearer => list![BAD_PASSWORD, SIGN, BEARER_SIGN, other("RFC 6750", "3.1", None, Level::ShouldNot)],
        Scheme::Basic => list![BAD_PASSWORD, SIGN, other("RFC 7617", "2", None, Level::Must)],
        _ => list![BAD_PASSWORD, SIGN],
    };
    challenged(Certainty::Definition, CLIENT, citations)
}

const fn stale(scheme: Scheme) -> Ending {
    const CLIENT: &str = "Repeat at once with the new nonce, without asking the user again.";
    let citations: &[Citation] = match scheme {
        Scheme::Digest => list![BAD_PASSWORD, other("RFC 7616", "3.3", None, Level::May), SIGN],
        Scheme::Dpop => list![BAD_PASSWORD, other("RFC 9449", "9", None, Level::Definition), SIGN],
        _ => list![BAD_PASSWORD, SIGN],
    };
    challenged(Certainty::Definition, CLIENT, citations)
}

const fn malformed(scheme: Scheme) -> Ending {
    if is_oauth(scheme) {
        return challenged(Certainty::Definition, NEW_TOKEN, list![BAD_PASSWORD, SIGN, BEARER_ERROR]);
    }
    challenged(
        Certainty::Debatable,
        "Mend the field and send the request again.",
        list![BAD_PASSWORD, http("15.5.1", 1, Level::Definition), SIGN],
    )
    .also(&[400])
}

const fn wrong_audience() -> Ending {
    challenged(
        Certainty::Must,
        "Get a token for this audience.",
        list![
            BAD_PASSWORD,
            other("RFC 9068", "4", None, Level::Must),
            other("RFC 7519", "4.1.3", None, Level::Must),
            BEARER_ERROR,
            SIGN,
        ],
    )
    .article(ArticleReading::GATE_BY_LUCK)
}

/// One set of credentials at a time: sending two is a fault of the request itself.
const fn duplicate(scheme: Scheme) -> Ending {
    const CLIENT: &str = "Send one set of credentials, in one way.";
    if is_oauth(scheme) {
        return Ending::new(
            400,
            Certainty::Definition,
            CLIENT,
            list![other("RFC 6750", "3.1", None, Level::Should), http("15.5.1", 1, Level::Definition), BEARER_SIGN,],
        )
        .sending(www_authenticate(scheme, Reason::SentTwice));
    }
    Ending::new(400, Certainty::Debatable, CLIENT, list![http("15.5.1", 1, Level::Definition), BAD_PASSWORD])
        .also(&[401])
}

/// Credentials that travel outside Authorization: forms, cookies, keys, certificates.
/// RFC 9110 leaves them to the application (section 11.4, paragraphs 6 and 7).
pub(in super::super) const fn custom(scheme: Scheme, credentials: Credentials, browser: bool) -> Ending {
    match (scheme, credentials) {
        (Scheme::Key, Credentials::BadSignature) => challenged(
            Certainty::Debatable,
            "Sign the message again with a key that the server accepts.",
            list![other("RFC 9421", "1.4", None, Level::May), OWN_MECHANISM, SIGN],
        )
        .also(&[403, 400])
        .article(ArticleReading::DESK_BY_LUCK)
        .sending(www_authenticate(scheme, Reason::NotValid)),
        (Scheme::Key, _) => challenged(
            Certainty::Convention,
            "Send a valid key.",
            list![OWN_MECHANISM, http("16.4.2", 2, Level::Definition), http("11.1", 3, Level::OughtTo), SIGN],
        )
        .also(&[403])
        .sending(www_authenticate(scheme, Reason::NotValid)),
        (Scheme::Certificate, _) => Ending::new(
            403,
            Certainty::Debatable,
            "Connect again with an accepted certificate; often the handshake fails and no status is sent at all.",
            list![
                other("RFC 9440", "2.4", Some(5), Level::May),
                OWN_MECHANISM,
                other("RFC 9205", "4.12", Some(2), Level::Definition)
            ],
        )
        .article(ArticleReading::DESK_BY_LUCK),
        (_, Credentials::Partial) => HALF_LOGGED_IN,
        (_, _) if browser => Ending::new(
            303,
            Certainty::Convention,
            "The browser follows to the login page and the user logs in.",
            list![COOKIES, http("15.4.4", 1, Level::Definition), SIGN],
        )
        .also(&[401, 403])
        .sending(LOGIN_PAGE),
        _ => challenged(Certainty::Debatable, "Log in again and send the request again.", list![SIGN, COOKIES])
            .also(&[403])
            .sending(www_authenticate(scheme, Reason::NotValid)),
    }
}

const LOGIN_PAGE: &[Companion] = list![field("Location", "/login", Level::Definition)];

/// Password accepted, second factor missing, and no HTTP scheme to say it with.
pub(in super::super) const HALF_LOGGED_IN: Ending = Ending::new(
    403,
    Certainty::Debatable,
    "Complete the second step of the login.",
    list![http("11.4", 3, Level::Should), OWN_MECHANISM, COOKIES],
)
.also(&[401, 303]);

/// A login handler that takes fields: no status is mandated.
pub(in super::super) const fn login(browser: bool) -> Ending {
    if browser {
        return Ending::new(
            200,
            Certainty::Debatable,
            "The user tries again on the form that comes back.",
            list![
                http("11.4", 1, Level::Definition),
                OWN_MECHANISM,
                COOKIES,
                http("9.3.3", 2, Level::Definition),
                SIGN,
            ],
        )
        .also(&[422, 400, 403, 401])
        .article(ArticleReading::DESK_BY_LUCK);
    }
    challenged(
        Certainty::Convention,
        "Try another password; a client that answers every 401 by itself may loop.",
        list![OWN_MECHANISM, COOKIES, SIGN, TOKEN_ERROR],
    )
    .also(&[400, 403, 422])
    .sending(www_authenticate(Scheme::Form, Reason::NotValid))
}

/// An OAuth token endpoint: 400 unless the client itself failed to authenticate in Authorization.
pub(in super::super) const fn token_endpoint(scheme: Scheme, credentials: Credentials) -> Ending {
    match (scheme, credentials) {
        (_, Credentials::Duplicate) => {
            Ending::new(400, Certainty::Definition, "Send one set of credentials, in one way.", list![TOKEN_ERROR])
        }
        (Scheme::Dpop, Credentials::StaleNonce) => Ending::new(
            400,
            Certainty::Definition,
            "Repeat with the nonce in a new proof.",
            list![other("RFC 9449", "8", Some(1), Level::Definition), TOKEN_ERROR],
        )
        .sending(challenge::NONCE),
        (Scheme::Dpop, _) => Ending::new(
            400,
            Certainty::Definition,
            "Send a valid proof.",
            list![other("RFC 9449", "5", None, Level::Definition), TOKEN_ERROR],
        ),
        (Scheme::Basic | Scheme::Bearer | Scheme::Digest, Credentials::Absent) => challenged(
            Certainty::Debatable,
            "Authenticate the client and ask again.",
            list![other("RFC 6749", "5.2", None, Level::May), TOKEN_ERROR, SIGN],
        )
        .also(&[400])
        .sending(www_authenticate(scheme, Reason::NothingSent)),
        (Scheme::Basic | Scheme::Bearer | Scheme::Digest, _) => challenged(
            Certainty::Must,
            "Mend the client's own credentials and ask again.",
            list![other("RFC 6749", "5.2", None, Level::Must), BAD_PASSWORD, SIGN],
        )
        .sending(www_authenticate(scheme, Reason::NothingSent)),
        (Scheme::Certificate, _) => Ending::new(
            400,
            Certainty::Definition,
            "Authenticate the client and ask again.",
            list![TOKEN_ERROR, other("RFC 6749", "5.2", None, Level::May)],
        )
        .also(&[401]),
        (Scheme::Cookie | Scheme::Form | Scheme::Key, _) => {
            Ending::new(400, Certainty::Definition, "Ask the user again, or ask for another grant.", list![TOKEN_ERROR])
        }
    }
}

/// Valid credentials behind which stands too weak or too old a login.
pub(in super::super) const fn too_weak(scheme: Scheme, strength: Strength) -> Ending {
    const CLIENT: &str = "Send the user to log in again as the challenge asks, then repeat with the new token.";
    match scheme {
        Scheme::Bearer | Scheme::Dpop => challenged(
            Certainty::Definition,
            CLIENT,
            list![other("RFC 9470", "3", None, Level::Definition), BEARER_ERROR, SIGN],
        )
        .article(ArticleReading::GATE_BY_LUCK)
        .sending(challenge::step_up(scheme, strength)),
        Scheme::Basic | Scheme::Digest => challenged(
            Certainty::Debatable,
            "Log in again in the way the challenge asks for.",
            list![BAD_PASSWORD, http("11.4", 5, Level::OughtTo), SIGN],
        )
        .also(&[403])
        .article(ArticleReading::GATE_BY_LUCK)
        .sending(challenge::step_up(scheme, strength)),
        Scheme::Cookie | Scheme::Form | Scheme::Key | Scheme::Certificate => HALF_LOGGED_IN,
    }
}
