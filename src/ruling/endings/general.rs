//! Outcomes that don't depend on credentials or permissions, such as server failures, malformed requests, and refusals
//! that apply to everyone.

use super::super::article::ArticleReading;
use super::super::challenge::{Reason, proxy_authenticate};
use super::super::citation::{Citation, Level};
use super::super::facts::{Credentials, Endpoint, Exists, Refusal, Scheme, Upgrade};
use super::super::source::{self, NO_VALID_CREDENTIALS};
use super::super::{Certainty, Companion};
use super::credentials::CORRECT_CLOCK;
use super::{Ending, field};

const NOT_SENT: &str = "The browser doesn't send the real request.";
const RETRY_AFTER: &[Companion] = list![field("Retry-After", "120", Level::May)];

pub(in super::super) const NETWORK: Ending = Ending::new(
    511,
    Certainty::Definition,
    "Log in to the network on the page that the response links to, then send the request again.",
    list![source::NETWORK_LOGIN, source::NETWORK_LINK, source::NETWORK_NO_CHALLENGE],
);

const PROXY: Ending = Ending::new(
    407,
    Certainty::Definition,
    "Send the request again with `Proxy-Authorization`.",
    list![
        source::NO_VALID_PROXY_CREDENTIALS,
        source::PROXY_AUTHENTICATION,
        source::PROXY_CHALLENGE,
        source::PROXY_CHALLENGE_FIELD,
    ],
);

pub(in super::super) const fn proxy_login(scheme: Scheme, credentials: Credentials) -> Ending {
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
        Credentials::Valid => Ending {
            certainty: Certainty::Debatable,
            citations: list![
                source::NO_VALID_PROXY_CREDENTIALS,
                source::NOT_ADEQUATE,
                source::PROXY_AUTHENTICATION,
                source::PROXY_CHALLENGE,
            ],
            client_may,
            ..ending
        }
        .also(&[403]),
        Credentials::Malformed | Credentials::Duplicate => Ending {
            certainty: Certainty::Debatable,
            citations: list![
                source::NO_VALID_PROXY_CREDENTIALS,
                source::PROXY_AUTHENTICATION,
                source::PROXY_CHALLENGE,
                source::BAD_REQUEST,
            ],
            client_may,
            ..ending
        }
        .also(&[400]),
        _ => Ending { client_may, ..ending },
    }
}

/// If the login to a proxy doesn't use `Proxy-Authorization`, the proxy has no challenge to send.
const PROXY_OTHERWISE: Ending = Ending::new(
    403,
    Certainty::Convention,
    "Log in to the proxy in the way that it requires, then send the request again.",
    list![source::OTHER_MECHANISMS, source::FORBIDDEN, source::PROXY_CHALLENGE],
)
.also(&[407]);

pub(in super::super) const DOWN: Ending = Ending::new(
    503,
    Certainty::Definition,
    "Wait. If the response has Retry-After, wait for as long as it says.",
    list![source::UNAVAILABLE, source::UNAVAILABLE_RETRY, source::RETRY_AFTER],
)
.sending(RETRY_AFTER);

pub(in super::super) const READ_ONLY: Ending = Ending {
    certainty: Certainty::Convention,
    client_may: "Wait until the service accepts changes again.",
    citations: list![
        source::UNAVAILABLE,
        source::UNAVAILABLE_RETRY,
        source::FORBIDDEN,
        source::METHOD_NOT_ALLOWED,
        source::CONFLICT,
        source::REDIRECTION,
    ],
    ..DOWN
}
.also(&[403, 405, 409, 307, 308]);

/// A 401 would make the client look for other credentials, although the client's credentials aren't the problem.
pub(in super::super) const BACKEND_LOGIN: Ending = Ending::new(
    502,
    Certainty::Definition,
    "Tell the operator: the client can't solve this problem with other credentials.",
    list![source::BAD_GATEWAY, source::SERVER_ERROR],
)
.also(&[500, 503]);

/// The server can't check the credentials, so it can't call them invalid.
pub(in super::super) const UNVERIFIABLE: Ending = Ending {
    client_may: "Keep the credentials, wait, and send the request again.",
    citations: list![source::SERVER_ERROR, source::UNAVAILABLE, source::UNAVAILABLE_RETRY],
    ..DOWN
}
.also(&[500, 502, 504]);

pub(in super::super) const MALFORMED: Ending =
    Ending::new(400, Certainty::Definition, "Fix the request and send it again.", list![source::BAD_REQUEST]);

pub(in super::super) const INCOMPLETE: Ending =
    Ending { citations: list![source::BAD_REQUEST, source::UNPROCESSABLE], ..MALFORMED }.also(&[422]);

/// If a parameter is missing, an OAuth endpoint responds with 400 and `invalid_request` (RFC 6749 section 5.2).
pub(in super::super) const PARAMETER_MISSING: Ending = Ending {
    client_may: "Add the missing parameter and send the request again.",
    citations: list![source::TOKEN_ERROR, source::PARAMETER_MISSING, source::BAD_REQUEST],
    ..MALFORMED
};

pub(in super::super) const MISDIRECTED: Ending = Ending::new(
    421,
    Certainty::Definition,
    "Send the request again on another connection.",
    list![
        source::MISDIRECTED,
        source::REJECT_MISDIRECTED,
        source::MISDIRECTED_RETRY,
        source::BAD_REQUEST,
        source::FORBIDDEN,
    ],
)
.also(&[400, 403]);

/// A proxy that can't forward the request must not answer 421.
pub(in super::super) const MISDIRECTED_AT_PROXY: Ending = Ending {
    status: 400,
    client_may: "Send the request to a proxy that forwards requests for this address.",
    citations: list![source::BAD_REQUEST, source::MISDIRECTED_BY_PROXY, source::FORBIDDEN, source::BAD_GATEWAY],
    ..MISDIRECTED
}
.also(&[403, 502]);

pub(in super::super) const METHOD_UNKNOWN: Ending = Ending::new(
    501,
    Certainty::Definition,
    "Use a method that the server knows.",
    list![source::METHOD_STATUS, source::NOT_IMPLEMENTED],
);

/// A WebSocket handshake is always a GET request (RFC 6455 section 4.1).
pub(in super::super) const fn method_unsupported(upgrade: Upgrade, endpoint: Endpoint) -> Ending {
    let ending = Ending::new(
        405,
        Certainty::Definition,
        "Use a method from the Allow field.",
        list![source::METHOD_STATUS, source::METHOD_NOT_ALLOWED, source::ALLOW_IN_405, source::ALLOW_FIELD],
    )
    .sending(match (endpoint, upgrade) {
        (Endpoint::Resource, Upgrade::None) => list![field("Allow", "GET, HEAD", Level::Must)],
        (Endpoint::Resource, _) => list![field("Allow", "GET", Level::Must)],
        _ => list![field("Allow", "POST", Level::Must)],
    });
    if matches!(endpoint, Endpoint::Token | Endpoint::Introspection | Endpoint::Revocation) {
        let citations: &[Citation] =
            list![source::METHOD_STATUS, source::METHOD_NOT_ALLOWED, source::ALLOW_IN_405, source::TOKEN_ERROR];
        return Ending { citations, ..ending }.also(&[400]);
    }
    ending
}

/// If `Access-Control-Allow-Methods` doesn't list the method, the browser doesn't send the actual request, whatever
/// status the preflight gets.
pub(in super::super) const fn preflight_for_method(ending: Ending) -> Ending {
    Ending {
        certainty: Certainty::Debatable,
        client_may: NOT_SENT,
        citations: list![source::METHOD_STATUS, source::PREFLIGHT_REFUSED, source::PREFLIGHT_OK],
        ..ending
    }
    .also(&[403, 200, 204])
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

const PREFLIGHT: Ending = Ending::new(
    204,
    Certainty::Definition,
    "The browser then sends the real request, which may get 401 or 403.",
    list![source::PREFLIGHT_BARE, source::PREFLIGHT_OK, source::SUCCESS],
)
.also(&[200]);

/// The response to a refused preflight has no CORS fields, so the browser doesn't send the actual request.
pub(in super::super) const fn preflight_refused(refusal: Refusal) -> Ending {
    match refusal {
        Refusal::Rate => Ending {
            client_may: NOT_SENT,
            citations: list![source::TOO_MANY, source::TOO_MANY_RETRY, source::PREFLIGHT_REFUSED, source::PREFLIGHT_OK],
            ..TOO_MANY
        }
        .also(&[403, 200, 204]),
        Refusal::Legal => Ending {
            client_may: NOT_SENT,
            citations: list![source::LEGAL, source::BLOCKED_BY, source::PREFLIGHT_REFUSED, source::PREFLIGHT_OK],
            ..LEGALLY_BLOCKED
        }
        .also(&[403, 200, 204]),
        _ => Ending::new(
            403,
            Certainty::Convention,
            NOT_SENT,
            list![source::PREFLIGHT_REFUSED, source::PREFLIGHT_OK, source::UNRELATED_REASON],
        )
        .also(&[200, 204]),
    }
}

const fn refused(certainty: Certainty, client_may: &'static str) -> Ending {
    Ending::new(403, certainty, client_may, list![source::UNRELATED_REASON, source::FORBIDDEN])
}

/// To hide the resource, an origin server may send a 404 instead of the 403.
const fn hideable(certainty: Certainty, client_may: &'static str) -> Ending {
    Ending {
        citations: list![source::UNRELATED_REASON, source::FORBIDDEN, source::HIDE],
        ..refused(certainty, client_may)
    }
    .also(&[404])
}

const LEGALLY_BLOCKED: Ending = Ending::new(
    451,
    Certainty::Definition,
    "Read the explanation, which should say who made the legal demand.",
    list![source::LEGAL, source::LEGAL_EXPLANATION, source::BLOCKED_BY, source::BLOCKED_BY_WHOM],
)
.also(&[403])
.sending(list![field("Link", r#"<https://operator.example/>; rel="blocked-by""#, Level::Should)]);

const TOO_MANY: Ending = Ending::new(
    429,
    Certainty::Definition,
    "Wait, then send the request again.",
    list![source::TOO_MANY, source::TOO_MANY_RETRY],
)
.also(&[403])
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
        Refusal::Country => Ending {
            citations: list![source::FORBIDDEN, source::UNRELATED_REASON, source::HIDE, source::LEGAL],
            ..hideable(Certainty::Convention, "Use the service from a country where it is available.")
        }
        .article(ArticleReading::SECURITY_BY_LUCK),
        Refusal::Firewall => Ending {
            citations: list![source::UNRELATED_REASON, source::FORBIDDEN, source::BAD_REQUEST, source::HIDE],
            ..hideable(
                Certainty::Convention,
                "Change the request, pass the check that the filter requires, or ask the operator for access.",
            )
        }
        .also(&[400, 404])
        .article(ArticleReading::SECURITY_BY_LUCK),
        Refusal::Nobody => hideable(Certainty::Definition, "Ask the operator: the resource is closed to everyone.")
            .article(ArticleReading::SECURITY_BY_LUCK),
        Refusal::Origin => origin(upgrade),
        // A redirect to the https address also works, but by then the first request has crossed the network without
        // encryption.
        Refusal::Insecure => Ending {
            citations: list![
                source::UNRELATED_REASON,
                source::FORBIDDEN,
                source::BAD_REQUEST,
                source::REDIRECTION,
                source::UPGRADE_REQUIRED,
                source::UPGRADE_FIELD,
            ],
            ..refused(
                Certainty::Convention,
                "Send the request to the https address. If it carried a password or a token, get a new one first.",
            )
        }
        .also(&[400, 301, 302, 303, 307, 308, 426]),
        Refusal::Csrf => Ending {
            citations: list![source::UNRELATED_REASON, source::FORBIDDEN, source::BAD_REQUEST, source::UNPROCESSABLE],
            ..refused(Certainty::Convention, "Load the form again and submit it with its new token.")
        }
        .also(&[400, 422]),
        Refusal::Hours => Ending {
            citations: list![source::UNRELATED_REASON, source::FORBIDDEN, source::HIDE, source::RETRY_AFTER],
            ..hideable(Certainty::Convention, "Send the request at a time when it is allowed.")
        },
        Refusal::Legal => LEGALLY_BLOCKED,
        Refusal::Rate => TOO_MANY,
        Refusal::Quota => Ending {
            citations: list![source::UNRELATED_REASON, source::FORBIDDEN, source::TOO_MANY, source::TOO_MANY_COUNT],
            ..refused(Certainty::Convention, "Wait until the quota is reset, or get a larger quota.")
        }
        .also(&[429, 402, 409, 422]),
    })
}

/// Under RFC 6455 section 4.2.2, the server MUST refuse the handshake, but the status 403 is only a SHOULD.
const fn origin(upgrade: Upgrade) -> Ending {
    const CLIENT: &str = "Use a page whose origin the server accepts.";
    match upgrade {
        Upgrade::None | Upgrade::Required => Ending {
            citations: list![source::UNRELATED_REASON, source::FORBIDDEN, source::BAD_REQUEST, source::HIDE],
            ..refused(Certainty::Convention, CLIENT)
        }
        .also(&[400, 404]),
        Upgrade::WebSocket | Upgrade::Subprotocol | Upgrade::Version => Ending {
            citations: list![source::HANDSHAKE_403, source::HANDSHAKE_ERROR, source::UNRELATED_REASON],
            ..refused(Certainty::Definition, CLIENT)
        },
    }
}

pub(in super::super) const NO_SUBPROTOCOL: Ending = Ending::new(
    400,
    Certainty::Convention,
    "Offer a subprotocol that the server supports.",
    list![source::BAD_REQUEST, source::SUBPROTOCOL, source::UNRELATED_REASON],
)
.also(&[403, 101]);

/// For an unsupported version, RFC 6455 section 4.2.2 suggests 426, but the example in section 4.4 uses 400.
pub(in super::super) const VERSION_UNSUPPORTED: Ending = Ending::new(
    426,
    Certainty::Definition,
    "Open the WebSocket again with a version that the server supports.",
    list![source::HANDSHAKE_VERSION, source::UPGRADE_REQUIRED, source::UPGRADE_FIELD, source::BAD_REQUEST],
)
.also(&[400])
.sending(list![
    field("Sec-WebSocket-Version", "13", Level::Must),
    field("Upgrade", "websocket", Level::Must),
    field("Connection", "Upgrade", Level::Must),
]);

pub(in super::super) const UPGRADE_REQUIRED: Ending = Ending::new(
    426,
    Certainty::Definition,
    "Open a WebSocket at this address.",
    list![source::UPGRADE_REQUIRED, source::UPGRADE_FIELD, source::BAD_REQUEST],
)
.also(&[400])
.sending(list![field("Upgrade", "websocket", Level::Must), field("Connection", "Upgrade", Level::Must)]);

/// A server that sends the same 401 or the same 403 for every URL also hides the resource.
pub(in super::super) const HIDDEN: Ending = Ending::new(
    404,
    Certainty::Debatable,
    "Treat the resource as missing, or log in and look again.",
    list![source::NOT_FOUND, source::HIDE, source::NOT_PROBEABLE, NO_VALID_CREDENTIALS],
)
.also(&[401, 403]);

pub(in super::super) const HIDDEN_IN_ORDER: Ending = Ending {
    certainty: Certainty::Definition,
    citations: list![source::NOT_FOUND, source::HIDE, source::NOT_PROBEABLE],
    ..HIDDEN
}
.also(&[]);

pub(in super::super) const HIDDEN_FROM_ALL: Ending =
    Ending::new(404, Certainty::Definition, "Treat the resource as missing.", list![source::NOT_FOUND, source::HIDE])
        .also(&[403]);

/// A 451 also hides the resource, because the status doesn't reveal whether the resource exists.
pub(in super::super) const HIDDEN_AND_BLOCKED: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![source::NOT_FOUND, source::HIDE, source::LEGAL, source::LEGAL_DISCLOSES_NOTHING],
    ..HIDDEN_FROM_ALL
}
.also(&[403, 451]);
