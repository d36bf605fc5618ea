//! Outcomes that don't depend on credentials or permission: who answers, the order of checks, refusals that apply to
//! everyone, and missing resources.

use super::super::article::ArticleReading;
use super::super::challenge;
use super::super::citation::Level;
use super::super::facts::{Refusal, Scheme, Upgrade};
use super::super::source;
use super::super::{Certainty, Companion};
use super::{Ending, field};

const RETRY_AFTER: &[Companion] = list![field("Retry-After", "120", Level::May)];

pub(in super::super) const NETWORK: Ending = Ending::new(
    511,
    Certainty::Definition,
    "Log in to the network on the page that the answer links to, then send the request again.",
    list![source::NETWORK_LOGIN, source::NETWORK_LINK, source::NETWORK_NO_CHALLENGE],
);

pub(in super::super) const PROXY: Ending = Ending::new(
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

/// A proxy whose login doesn't use `Proxy-Authorization` has no challenge to send.
pub(in super::super) const PROXY_OTHERWISE: Ending = Ending::new(
    403,
    Certainty::Convention,
    "Log in to the proxy in the way it asks, then send the request again.",
    list![source::OTHER_MECHANISMS, source::FORBIDDEN, source::PROXY_CHALLENGE],
)
.also(&[407]);

pub(in super::super) const DOWN: Ending = Ending::new(
    503,
    Certainty::Definition,
    "Wait. If the response has Retry-After, wait for that time.",
    list![source::UNAVAILABLE, source::UNAVAILABLE_RETRY, source::RETRY_AFTER],
)
.sending(RETRY_AFTER);

/// The server can't check the credentials, so it can't call them invalid.
pub(in super::super) const UNVERIFIABLE: Ending = Ending {
    client_may: "Keep the credentials, wait, and send the request again.",
    citations: list![source::SERVER_ERROR, source::UNAVAILABLE, source::UNAVAILABLE_RETRY],
    ..DOWN
}
.also(&[500, 502, 504]);

pub(in super::super) const MALFORMED: Ending =
    Ending::new(400, Certainty::Definition, "Fix the request and send it again.", list![source::BAD_REQUEST]);

/// The specification defines no order between 400 and 401.
pub(in super::super) const MALFORMED_UNIDENTIFIED: Ending = Ending {
    certainty: Certainty::Debatable,
    also: &[401],
    citations: list![source::BAD_REQUEST, source::NO_VALID_CREDENTIALS],
    ..MALFORMED
};

pub(in super::super) const INCOMPLETE: Ending =
    Ending { citations: list![source::BAD_REQUEST, source::UNPROCESSABLE], ..MALFORMED }.also(&[422]);

/// The specification defines no order between 400 and 401.
pub(in super::super) const INCOMPLETE_UNIDENTIFIED: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![source::BAD_REQUEST, source::UNPROCESSABLE, source::NO_VALID_CREDENTIALS],
    ..MALFORMED
}
.also(&[422, 401]);

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

/// The specification defines no order between 421 and 401.
pub(in super::super) const MISDIRECTED_UNIDENTIFIED: Ending = Ending {
    certainty: Certainty::Debatable,
    also: &[400, 401, 403],
    citations: list![
        source::MISDIRECTED,
        source::REJECT_MISDIRECTED,
        source::NO_VALID_CREDENTIALS,
        source::BAD_REQUEST,
        source::FORBIDDEN,
    ],
    ..MISDIRECTED
};

pub(in super::super) const METHOD_UNKNOWN: Ending = Ending::new(
    501,
    Certainty::Definition,
    "Use a method that the server knows.",
    list![source::METHOD_STATUS, source::NOT_IMPLEMENTED],
);

pub(in super::super) const METHOD_UNSUPPORTED: Ending = Ending::new(
    405,
    Certainty::Definition,
    "Use a method from the Allow field.",
    list![source::METHOD_STATUS, source::METHOD_NOT_ALLOWED, source::ALLOW_IN_405, source::ALLOW_FIELD],
)
.sending(list![field("Allow", "GET, HEAD", Level::Must)]);

/// Without a valid login, two rules apply at once: the SHOULD of section 9.1 and the SHOULD of section 11.4.
pub(in super::super) const METHOD_UNKNOWN_UNIDENTIFIED: Ending = Ending {
    certainty: Certainty::Debatable,
    also: &[401],
    citations: list![source::METHOD_STATUS, source::NOT_IMPLEMENTED, source::NO_VALID_CREDENTIALS],
    ..METHOD_UNKNOWN
};

/// Without a valid login, two rules apply at once: the SHOULD of section 9.1 and the SHOULD of section 11.4.
pub(in super::super) const METHOD_UNSUPPORTED_UNIDENTIFIED: Ending = Ending {
    certainty: Certainty::Debatable,
    also: &[401],
    citations: list![
        source::METHOD_STATUS,
        source::METHOD_NOT_ALLOWED,
        source::ALLOW_IN_405,
        source::NO_VALID_CREDENTIALS,
        source::EARLY_ANSWER,
    ],
    ..METHOD_UNSUPPORTED
};

pub(in super::super) const PREFLIGHT: Ending = Ending::new(
    204,
    Certainty::Definition,
    "The browser then sends the real request, which may get 401 or 403.",
    list![source::PREFLIGHT_BARE, source::PREFLIGHT_OK, source::SUCCESS],
)
.also(&[200])
.sending(list![
    field("Access-Control-Allow-Origin", "https://desk.example", Level::Definition),
    field("Access-Control-Allow-Methods", "GET, PUT", Level::Definition),
    field("Access-Control-Allow-Headers", "Authorization", Level::Definition),
]);

/// A refused preflight has no CORS fields, so the browser doesn't send the real request.
pub(in super::super) const PREFLIGHT_REFUSED: Ending = Ending::new(
    403,
    Certainty::Convention,
    "The browser doesn't send the real request.",
    list![source::PREFLIGHT_REFUSED, source::PREFLIGHT_OK, source::UNRELATED_REASON],
)
.also(&[200, 204]);

const fn refused(certainty: Certainty, client_may: &'static str) -> Ending {
    Ending::new(403, certainty, client_may, list![source::UNRELATED_REASON, source::FORBIDDEN])
}

/// Returns a refusal that an origin server may replace with 404.
const fn hideable(certainty: Certainty, client_may: &'static str) -> Ending {
    Ending {
        citations: list![source::UNRELATED_REASON, source::FORBIDDEN, source::HIDE],
        ..refused(certainty, client_may)
    }
    .also(&[404])
}

/// Returns a refusal that doesn't depend on identity, or `None` for [`Refusal::None`].
pub(in super::super) const fn refusal(refusal: Refusal, upgrade: Upgrade) -> Option<Ending> {
    Some(match refusal {
        Refusal::None => return None,
        Refusal::Address => hideable(Certainty::Definition, "Connect from a network that is allowed.")
            .article(ArticleReading::SECURITY_BY_LUCK),
        Refusal::Country => Ending {
            citations: list![source::FORBIDDEN, source::UNRELATED_REASON, source::HIDE, source::LEGAL],
            ..hideable(Certainty::Convention, "Use the service from a country where it is offered.")
        }
        .article(ArticleReading::SECURITY_BY_LUCK),
        Refusal::Firewall => hideable(
            Certainty::Convention,
            "Change the request, pass the check that the filter asks for, or ask the operator to let you in.",
        )
        .article(ArticleReading::SECURITY_BY_LUCK),
        Refusal::Nobody => hideable(Certainty::Definition, "Ask the operator: the resource is closed to everyone.")
            .article(ArticleReading::SECURITY_BY_LUCK),
        Refusal::Origin => origin(upgrade),
        // A redirect to the https address also works, but the first request has then already crossed the network.
        Refusal::Insecure => Ending {
            citations: list![source::UNRELATED_REASON, source::FORBIDDEN, source::BAD_REQUEST, source::REDIRECTION],
            ..refused(
                Certainty::Convention,
                "Send the request to the https address. If it carried a password or a token, replace that first.",
            )
        }
        .also(&[400, 301, 302, 307, 308, 426]),
        Refusal::Csrf => Ending {
            citations: list![source::UNRELATED_REASON, source::FORBIDDEN, source::BAD_REQUEST, source::UNPROCESSABLE],
            ..refused(Certainty::Convention, "Load the form again and send it with its new token.")
        }
        .also(&[400, 422]),
        Refusal::Hours => Ending {
            citations: list![source::UNRELATED_REASON, source::FORBIDDEN, source::HIDE, source::RETRY_AFTER],
            ..hideable(Certainty::Convention, "Come back at a time when it is allowed.")
        },
        Refusal::Legal => Ending::new(
            451,
            Certainty::Definition,
            "Read the explanation, which should say who made the demand.",
            list![source::LEGAL, source::LEGAL_EXPLANATION, source::BLOCKED_BY, source::BLOCKED_BY_WHOM],
        )
        .also(&[403])
        .sending(list![field("Link", r#"<https://operator.example/>; rel="blocked-by""#, Level::Should)]),
        Refusal::Rate => Ending::new(
            429,
            Certainty::Definition,
            "Wait, then send the request again.",
            list![source::TOO_MANY, source::TOO_MANY_RETRY],
        )
        .also(&[403])
        .sending(RETRY_AFTER),
        Refusal::Quota => Ending {
            citations: list![source::UNRELATED_REASON, source::FORBIDDEN, source::TOO_MANY, source::TOO_MANY_COUNT],
            ..refused(Certainty::Convention, "Wait for the next period, or get a larger quota.")
        }
        .also(&[429, 402, 409, 422]),
    })
}

/// RFC 6455 section 4.2.2 says that the server MUST refuse the handshake, but the status 403 is only a SHOULD.
const fn origin(upgrade: Upgrade) -> Ending {
    const CLIENT: &str = "Use a page whose origin the server accepts.";
    match upgrade {
        Upgrade::None => refused(Certainty::Convention, CLIENT),
        Upgrade::WebSocket | Upgrade::Subprotocol => Ending {
            citations: list![source::HANDSHAKE_403, source::HANDSHAKE_ERROR, source::UNRELATED_REASON],
            ..refused(Certainty::Definition, CLIENT)
        },
    }
}

/// The client and the server share no subprotocol, which has nothing to do with identity.
pub(in super::super) const NO_SUBPROTOCOL: Ending = Ending::new(
    400,
    Certainty::Convention,
    "Offer a subprotocol that the server supports.",
    list![source::BAD_REQUEST, source::SUBPROTOCOL, source::UNRELATED_REASON],
)
.also(&[403]);

/// Without a valid login, the server may ask for a login first (RFC 6455 section 4.2.2).
pub(in super::super) const NO_SUBPROTOCOL_UNIDENTIFIED: Ending = Ending {
    certainty: Certainty::Debatable,
    also: &[401, 403],
    citations: list![
        source::BAD_REQUEST,
        source::HANDSHAKE_401,
        source::NO_VALID_CREDENTIALS,
        source::UNRELATED_REASON,
    ],
    ..NO_SUBPROTOCOL
};

/// Without a valid login, nobody may learn that the resource exists. A server that answers every name with the same
/// 401, or the same 403, also hides the resource.
pub(in super::super) const HIDDEN: Ending = Ending::new(
    404,
    Certainty::Debatable,
    "Treat the resource as missing, or log in and look again.",
    list![source::NOT_FOUND, source::HIDE, source::NOT_PROBEABLE, source::NO_VALID_CREDENTIALS],
)
.also(&[401, 403]);

/// Nobody may learn that the resource exists, and everyone is refused.
pub(in super::super) const HIDDEN_FROM_ALL: Ending =
    Ending::new(404, Certainty::Definition, "Treat the resource as missing.", list![source::NOT_FOUND, source::HIDE])
        .also(&[403]);

pub(in super::super) const ABSENT: Ending =
    Ending::new(404, Certainty::Definition, "Check the address.", list![source::NOT_FOUND, source::GONE_UNKNOWN]);

pub(in super::super) const GONE: Ending = Ending::new(
    410,
    Certainty::Definition,
    "Remove the link: the resource is gone permanently.",
    list![source::GONE, source::NOT_FOUND],
)
.also(&[404]);

pub(in super::super) const PRECONDITION_FAILED: Ending = Ending::new(
    412,
    Certainty::Definition,
    "Fetch the current version and decide again.",
    list![source::PRECONDITION_FAILED, source::PRECONDITIONS_LAST],
);

pub(in super::super) const CONFLICT: Ending = Ending::new(
    409,
    Certainty::Debatable,
    "Change the state, then send the request again.",
    list![source::CONFLICT, source::FORBIDDEN],
)
.also(&[403]);

/// RFC 4918 defines this status for locked resources. The status isn't meant for locked accounts.
pub(in super::super) const LOCKED: Ending = Ending::new(
    423,
    Certainty::Definition,
    "Wait until the lock is released, then send the request again.",
    list![source::LOCKED, source::CONFLICT],
)
.also(&[409]);

const SUCCEEDED: &str = "Use the response.";

/// The resource is public, or the endpoint answers 200 whether or not the token in the body is valid.
pub(in super::super) const GRANTED: Ending = Ending::new(200, Certainty::Definition, SUCCEEDED, list![source::OK]);

/// The resource is public, but the server can't check the credentials. The server may ignore the credentials or report
/// its own failure.
pub(in super::super) const GRANTED_UNCHECKED: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![source::OK, source::SERVER_ERROR, source::UNAVAILABLE],
    ..GRANTED
}
.also(&[503, 500, 502, 504]);

/// The response of a token endpoint contains a secret, so it must not be stored in a cache.
pub(in super::super) const TOKEN_ISSUED: Ending =
    Ending { client_may: "Use the token.", citations: list![source::OK, source::TOKEN_CACHING], ..GRANTED }
        .sending(list![field("Cache-Control", "no-store", Level::Must)]);

/// Returns the outcome of a successful request by an authenticated user. A shared cache must not serve this response
/// to others. If the credentials are outside `Authorization`, the server must forbid shared caching itself.
pub(in super::super) const fn granted_to_user(scheme: Scheme) -> Ending {
    match scheme {
        Scheme::Negotiate => Ending {
            citations: list![source::OK, source::NEGOTIATE_ROUNDS, source::CHALLENGE_ELSEWHERE, source::SHARED_CACHE],
            ..GRANTED
        }
        .sending(challenge::FINAL_TOKEN),
        Scheme::Certificate => Ending { citations: list![source::OK, source::CERTIFICATE_CACHING], ..GRANTED }
            .sending(list![field("Cache-Control", "no-store", Level::Definition)]),
        Scheme::Cookie | Scheme::Form | Scheme::Key | Scheme::SignedUrl => {
            Ending { citations: list![source::OK, source::NO_CACHING], ..GRANTED }.sending(list![field(
                "Cache-Control",
                "private",
                Level::Definition
            )])
        }
        _ => Ending { citations: list![source::OK, source::SHARED_CACHE], ..GRANTED },
    }
}

/// A public resource needs no credentials, so the server may ignore or refuse bad credentials.
pub(in super::super) const fn granted_ignoring(scheme: Scheme) -> Ending {
    let ending = Ending {
        certainty: Certainty::Debatable,
        client_may: "Leave the credentials out or fix them; they aren't needed here.",
        citations: list![source::OK, source::NO_VALID_CREDENTIALS, source::IGNORE_AUTHORIZATION],
        ..GRANTED
    };
    match scheme {
        Scheme::Certificate | Scheme::SignedUrl => {
            Ending { citations: list![source::OK, source::OTHER_MECHANISMS, source::FORBIDDEN], ..ending }.also(&[403])
        }
        Scheme::Cookie | Scheme::Form | Scheme::Key => {
            Ending { citations: list![source::OK, source::OTHER_MECHANISMS, source::CHALLENGE], ..ending }.also(&[401])
        }
        _ => ending.also(&[401]),
    }
}
