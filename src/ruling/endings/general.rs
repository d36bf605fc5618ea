//! Outcomes that don't depend on credentials or permissions, such as server failures, malformed requests, and refusals
//! that apply to everyone.

use super::super::article::ArticleReading;
use super::super::challenge::{Reason, proxy_authenticate};
use super::super::citation::{Citation, Level};
use super::super::facts::{Credentials, Endpoint, Exists, Refusal, Scheme, Strength, Upgrade};
use super::super::{Certainty, Companion};
use super::credentials::CORRECT_CLOCK;
use super::{Ending, field};

const NOT_SENT: &str = "The browser doesn't send the real request.";
const RETRY_AFTER: &[Companion] = list![field("Retry-After", "120", Level::May)];

pub(in super::super) const NETWORK: Ending = ending!(511 Definition
    "Log in to the network on the page that the response links to, then send the request again.",
    [NETWORK_LOGIN, NETWORK_LINK, NETWORK_NO_CHALLENGE]);

const PROXY: Ending = ending!(407 Definition "Send the request again with `Proxy-Authorization`.",
    [NO_VALID_PROXY_CREDENTIALS, PROXY_AUTHENTICATION, PROXY_CHALLENGE, PROXY_CHALLENGE_FIELD]);

pub(in super::super) const fn proxy_login(scheme: Scheme, credentials: Credentials, strength: Strength) -> Ending {
    if !scheme.is_in_framework() {
        return PROXY_OTHERWISE;
    }
    let ending = PROXY.sending(proxy_authenticate(scheme, Reason::new(scheme, credentials)));
    let client_may = match credentials {
        Credentials::Absent | Credentials::Anonymous => return ending,
        Credentials::Valid => "Log in to the proxy again in the way that the challenge requires.",
        Credentials::StaleNonce => "Repeat the request at once with the new nonce, without asking the user again.",
        Credentials::Partial => "Continue with the next step of the login.",
        Credentials::NotYetValid => CORRECT_CLOCK,
        _ => "Send the request again with new or replaced credentials in `Proxy-Authorization`.",
    };
    match credentials {
        // Only an OAuth challenge can ask for a stronger login.
        Credentials::Valid
            if matches!(strength, Strength::TooWeak) && !matches!(scheme, Scheme::Bearer | Scheme::Dpop) =>
        {
            ending!(403 Debatable "Log in to the proxy in a stronger way, then send the request again.",
                [NOT_ADEQUATE, FORBIDDEN, NO_VALID_PROXY_CREDENTIALS] also [407])
        }
        Credentials::Valid => ending!(from ending, as Debatable may client_may;
            [NO_VALID_PROXY_CREDENTIALS, NOT_ADEQUATE, PROXY_AUTHENTICATION, PROXY_CHALLENGE] also [403]),
        Credentials::Malformed | Credentials::WrongTarget | Credentials::Duplicate => {
            ending!(from ending, as Debatable may client_may;
            [NO_VALID_PROXY_CREDENTIALS, PROXY_AUTHENTICATION, PROXY_CHALLENGE, BAD_REQUEST] also [400])
        }
        _ => Ending { client_may, ..ending },
    }
}

/// If the login to a proxy doesn't use `Proxy-Authorization`, the proxy has no challenge to send.
const PROXY_OTHERWISE: Ending = ending!(403 Convention
    "Log in to the proxy in the way that it requires, then send the request again.",
    [OTHER_MECHANISMS, FORBIDDEN, PROXY_CHALLENGE] also [407]);

pub(in super::super) const DOWN: Ending =
    ending!(503 Definition "Wait. If the response has Retry-After, wait for as long as it says.",
        [UNAVAILABLE, UNAVAILABLE_RETRY, RETRY_AFTER])
    .sending(RETRY_AFTER);

pub(in super::super) const READ_ONLY: Ending = ending!(from DOWN, as Convention
    may "Wait until the service accepts changes again.";
    [UNAVAILABLE, UNAVAILABLE_RETRY, FORBIDDEN, METHOD_NOT_ALLOWED, CONFLICT, REDIRECTION]
    also [403, 405, 409, 307, 308]);

/// A 401 would make the client look for other credentials, although the client's credentials aren't the problem.
pub(in super::super) const BACKEND_LOGIN: Ending = ending!(502 Definition
    "Tell the operator: the client can't solve this problem with other credentials.",
    [BAD_GATEWAY, SERVER_ERROR] also [500, 503]);

/// The server can't check the credentials, so it can't call them invalid.
pub(in super::super) const UNVERIFIABLE: Ending = ending!(from DOWN,
    may "Keep the credentials, wait, and send the request again.";
    [SERVER_ERROR, UNAVAILABLE, UNAVAILABLE_RETRY] also [500, 502, 504]);

pub(in super::super) const MALFORMED: Ending =
    ending!(400 Definition "Fix the request and send it again.", [BAD_REQUEST]);

pub(in super::super) const INCOMPLETE: Ending = ending!(from MALFORMED, [BAD_REQUEST, UNPROCESSABLE] also [422]);

/// If a parameter is missing, an OAuth endpoint responds with 400 and `invalid_request` (RFC 6749 section 5.2).
pub(in super::super) const PARAMETER_MISSING: Ending = ending!(from MALFORMED,
    may "Add the missing parameter and send the request again.";
    [TOKEN_ERROR, PARAMETER_MISSING, BAD_REQUEST]);

pub(in super::super) const MISDIRECTED: Ending = ending!(421 Definition "Send the request again on another connection.",
    [MISDIRECTED, REJECT_MISDIRECTED, MISDIRECTED_RETRY, BAD_REQUEST, FORBIDDEN] also [400, 403]);

/// A proxy that can't forward the request must not answer 421.
pub(in super::super) const MISDIRECTED_AT_PROXY: Ending = Ending {
    status: 400,
    client_may: "Send the request to a proxy that forwards requests for this address.",
    citations: cites![BAD_REQUEST, MISDIRECTED_BY_PROXY, FORBIDDEN, BAD_GATEWAY],
    ..MISDIRECTED
}
.also(&[403, 502]);

pub(in super::super) const METHOD_UNKNOWN: Ending =
    ending!(501 Definition "Use a method that the server knows.", [METHOD_STATUS, NOT_IMPLEMENTED]);

/// A WebSocket handshake is always a GET request (RFC 6455 section 4.1).
pub(in super::super) const fn method_unsupported(upgrade: Upgrade, endpoint: Endpoint) -> Ending {
    let ending = ending!(405 Definition "Use a method from the Allow field.",
        [METHOD_STATUS, METHOD_NOT_ALLOWED, ALLOW_IN_405, ALLOW_FIELD])
    .sending(match (endpoint, upgrade) {
        (Endpoint::Resource, Upgrade::None) => list![field("Allow", "GET, HEAD", Level::Must)],
        (Endpoint::Resource, _) => list![field("Allow", "GET", Level::Must)],
        _ => list![field("Allow", "POST", Level::Must)],
    });
    if matches!(endpoint, Endpoint::Token | Endpoint::Introspection | Endpoint::Revocation) {
        let citations: &[Citation] = cites![METHOD_STATUS, METHOD_NOT_ALLOWED, ALLOW_IN_405, TOKEN_ERROR];
        return Ending { citations, ..ending }.also(&[400]);
    }
    ending
}

/// If `Access-Control-Allow-Methods` doesn't list the method, the browser doesn't send the actual request, whatever
/// status the preflight gets.
pub(in super::super) const fn preflight_for_method(ending: Ending) -> Ending {
    ending!(from ending, as Debatable may NOT_SENT;
        [METHOD_STATUS, PREFLIGHT_REFUSED, PREFLIGHT_OK] also [403, 200, 204])
}

/// No specification says that a preflight succeeds only if the resource exists. `Access-Control-Allow-Headers` lists
/// the header fields in which a script sends credentials.
pub(in super::super) const fn preflight(exists: Exists, scheme: Scheme) -> Ending {
    const ORIGIN: Companion = field("Access-Control-Allow-Origin", "https://desk.example", Level::Definition);
    const METHODS: Companion = field("Access-Control-Allow-Methods", "GET, PUT", Level::Definition);
    const fn headers(names: &'static str) -> Companion {
        field("Access-Control-Allow-Headers", names, Level::Definition)
    }
    let ending = PREFLIGHT.sending(match scheme {
        Scheme::Cookie | Scheme::Certificate | Scheme::SignedUrl => list![ORIGIN, METHODS],
        Scheme::Form => list![ORIGIN, METHODS, headers("Content-Type")],
        Scheme::Key => list![ORIGIN, METHODS, headers("X-Api-Key")],
        Scheme::Dpop => list![ORIGIN, METHODS, headers("Authorization, DPoP")],
        _ => list![ORIGIN, METHODS, headers("Authorization")],
    });
    if matches!(exists, Exists::Yes) { ending } else { ending.also(&[200, 404]) }
}

const PREFLIGHT: Ending = ending!(204 Definition "The browser then sends the real request, which may get 401 or 403.",
    [PREFLIGHT_BARE, PREFLIGHT_OK, SUCCESS] also [200]);

/// The response to a refused preflight has no CORS fields, so the browser doesn't send the actual request.
pub(in super::super) const fn preflight_refused(refusal: Refusal) -> Ending {
    match refusal {
        Refusal::Rate => ending!(from TOO_MANY, may NOT_SENT;
            [TOO_MANY, TOO_MANY_RETRY, PREFLIGHT_REFUSED, PREFLIGHT_OK] also [403, 200, 204]),
        Refusal::Legal => ending!(from LEGALLY_BLOCKED, may NOT_SENT;
            [LEGAL, BLOCKED_BY, PREFLIGHT_REFUSED, PREFLIGHT_OK] also [403, 200, 204]),
        _ => ending!(403 Convention NOT_SENT, [PREFLIGHT_REFUSED, PREFLIGHT_OK, UNRELATED_REASON] also [200, 204]),
    }
}

const fn refused(certainty: Certainty, client_may: &'static str) -> Ending {
    Ending::new(403, certainty, client_may, cites![UNRELATED_REASON, FORBIDDEN])
}

/// To hide the resource, an origin server may send a 404 instead of the 403.
const fn hideable(certainty: Certainty, client_may: &'static str) -> Ending {
    ending!(from refused(certainty, client_may), [UNRELATED_REASON, FORBIDDEN, HIDE] also [404])
}

const LEGALLY_BLOCKED: Ending =
    ending!(451 Definition "Read the explanation, which should say who made the legal demand.",
        [LEGAL, LEGAL_EXPLANATION, BLOCKED_BY, BLOCKED_BY_WHOM] also [403])
    .sending(list![field("Link", r#"<https://operator.example/>; rel="blocked-by""#, Level::Should)]);

const TOO_MANY: Ending =
    ending!(429 Definition "Wait, then send the request again.", [TOO_MANY, TOO_MANY_RETRY] also [403])
        .sending(RETRY_AFTER);

/// Returns `None` if the refusal has nothing to do with the resource (RFC 9110 section 15.5.4, paragraph 3).
pub(in super::super) const fn hidden_from_all(refusal: Refusal) -> Option<Ending> {
    match refusal {
        Refusal::Address | Refusal::Country | Refusal::Firewall | Refusal::Hours | Refusal::Nobody => {
            Some(HIDDEN_FROM_ALL)
        }
        Refusal::Legal => Some(HIDDEN_AND_BLOCKED),
        _ => None,
    }
}

pub(in super::super) const fn refusal(refusal: Refusal, upgrade: Upgrade) -> Option<Ending> {
    Some(match refusal {
        Refusal::None => return None,
        Refusal::Address => hideable(Certainty::Definition, "Connect from an allowed network.")
            .article(ArticleReading::SECURITY_BY_LUCK),
        Refusal::Country => {
            ending!(from hideable(Certainty::Convention, "Use the service from a country where it is available."),
                [FORBIDDEN, UNRELATED_REASON, HIDE, LEGAL])
            .article(ArticleReading::SECURITY_BY_LUCK)
        }
        Refusal::Firewall => ending!(from hideable(
            Certainty::Convention,
            "Change the request, pass the check that the filter requires, or ask the operator for access.",
            ),
            [UNRELATED_REASON, FORBIDDEN, BAD_REQUEST, HIDE] also [400, 404])
        .article(ArticleReading::SECURITY_BY_LUCK),
        Refusal::Nobody => hideable(Certainty::Definition, "Ask the operator: the resource is closed to everyone.")
            .article(ArticleReading::SECURITY_BY_LUCK),
        Refusal::Origin => origin(upgrade),
        // A redirect to the https address also works, but by then the first request has crossed the network without
        // encryption.
        Refusal::Insecure => ending!(from refused(
            Certainty::Convention,
            "Send the request to the https address. If it carried a password or a token, get a new one first.",
            ),
            [UNRELATED_REASON, FORBIDDEN, BAD_REQUEST, REDIRECTION, UPGRADE_REQUIRED, UPGRADE_FIELD]
            also [400, 301, 302, 303, 307, 308, 426]),
        Refusal::Csrf => {
            ending!(from refused(Certainty::Convention, "Load the form again and submit it with its new token."),
                [UNRELATED_REASON, FORBIDDEN, BAD_REQUEST, UNPROCESSABLE] also [400, 422])
        }
        Refusal::Hours => {
            ending!(from hideable(Certainty::Convention, "Send the request at a time when it is allowed."),
                [UNRELATED_REASON, FORBIDDEN, HIDE, RETRY_AFTER])
        }
        Refusal::Legal => LEGALLY_BLOCKED,
        Refusal::Rate => TOO_MANY,
        Refusal::Quota => {
            ending!(from refused(Certainty::Convention, "Wait until the quota is reset, or get a larger quota."),
                [UNRELATED_REASON, FORBIDDEN, TOO_MANY, TOO_MANY_COUNT] also [429, 402, 409, 422])
        }
    })
}

/// Under RFC 6455 section 4.2.2, the server MUST refuse the handshake, but the status 403 is only a SHOULD.
const fn origin(upgrade: Upgrade) -> Ending {
    const CLIENT: &str = "Use a page whose origin the server accepts.";
    match upgrade {
        Upgrade::None | Upgrade::Required => ending!(from refused(Certainty::Convention, CLIENT),
            [UNRELATED_REASON, FORBIDDEN, BAD_REQUEST, HIDE] also [400, 404]),
        Upgrade::WebSocket | Upgrade::Subprotocol | Upgrade::Version => {
            ending!(from refused(Certainty::Definition, CLIENT), [HANDSHAKE_403, HANDSHAKE_ERROR, UNRELATED_REASON])
        }
    }
}

pub(in super::super) const NO_SUBPROTOCOL: Ending = ending!(400 Convention
    "Offer a subprotocol that the server supports.",
    [BAD_REQUEST, SUBPROTOCOL, UNRELATED_REASON] also [403, 101]);

/// For an unsupported version, RFC 6455 section 4.2.2 suggests 426, but the example in section 4.4 uses 400.
pub(in super::super) const VERSION_UNSUPPORTED: Ending =
    ending!(426 Definition "Open the WebSocket again with a version that the server supports.",
        [HANDSHAKE_VERSION, UPGRADE_REQUIRED, UPGRADE_FIELD, BAD_REQUEST] also [400])
    .sending(list![
        field("Sec-WebSocket-Version", "13", Level::Must),
        field("Upgrade", "websocket", Level::Must),
        field("Connection", "Upgrade", Level::Must),
    ]);

pub(in super::super) const UPGRADE_REQUIRED: Ending = ending!(426 Definition "Open a WebSocket at this address.",
    [UPGRADE_REQUIRED, UPGRADE_FIELD, BAD_REQUEST] also [400])
.sending(list![field("Upgrade", "websocket", Level::Must), field("Connection", "Upgrade", Level::Must)]);

/// A server that sends the same 401 or the same 403 for every URL also hides the resource.
pub(in super::super) const HIDDEN: Ending = ending!(404 Debatable
    "Treat the resource as missing, or log in and look again.",
    [NOT_FOUND, HIDE, NOT_PROBEABLE, NO_VALID_CREDENTIALS] also [401, 403]);

pub(in super::super) const HIDDEN_IN_ORDER: Ending =
    ending!(from HIDDEN, as Definition [NOT_FOUND, HIDE, NOT_PROBEABLE] also []);

pub(in super::super) const HIDDEN_FROM_ALL: Ending =
    ending!(404 Definition "Treat the resource as missing.", [NOT_FOUND, HIDE] also [403]);

/// A 451 also hides the resource, because the status doesn't reveal whether the resource exists.
pub(in super::super) const HIDDEN_AND_BLOCKED: Ending =
    ending!(from HIDDEN_FROM_ALL, as Debatable [NOT_FOUND, HIDE, LEGAL, LEGAL_DISCLOSES_NOTHING] also [403, 451]);
