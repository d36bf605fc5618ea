//! Outcomes of requests that succeed.

use super::super::Certainty;
use super::super::challenge;
use super::super::citation::{Citation, Level};
use super::super::facts::{Credentials, Scheme};
use super::super::source::{self, NO_VALID_CREDENTIALS};
use super::{Ending, field};

const SUCCEEDED: &str = "Use the response.";

pub(in super::super) const GRANTED: Ending = Ending::new(200, Certainty::Definition, SUCCEEDED, list![source::OK]);

pub(in super::super) const CREATED: Ending = Ending::new(201, Certainty::Must, SUCCEEDED, list![source::CREATED]);

/// The resource is public, but the server can't check the credentials. The server may ignore the credentials or report
/// its own failure.
pub(in super::super) const GRANTED_UNCHECKED: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![source::OK, source::SERVER_ERROR, source::UNAVAILABLE],
    ..GRANTED
}
.also(&[503, 500, 502, 504]);

pub(in super::super) const fn opened(granted: &Ending) -> Ending {
    let (certainty, citations): (_, &[Citation]) = match granted.certainty {
        Certainty::Debatable => (
            Certainty::Debatable,
            list![source::HANDSHAKE_ACCEPTED, NO_VALID_CREDENTIALS, source::IGNORE_AUTHORIZATION],
        ),
        _ => (Certainty::Must, list![source::HANDSHAKE_ACCEPTED, source::SWITCHING]),
    };
    Ending {
        also: granted.also,
        ..Ending::new(101, certainty, "Use the WebSocket: the connection is open.", citations)
    }
    .sending(list![
        field("Upgrade", "websocket", Level::Must),
        field("Connection", "Upgrade", Level::Must),
        field("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", Level::Must),
    ])
}

/// The response of a token endpoint contains a secret, so the response must not be cached.
pub(in super::super) const TOKEN_ISSUED: Ending =
    Ending { client_may: "Use the token.", citations: list![source::OK, source::TOKEN_CACHING], ..GRANTED }
        .sending(list![field("Cache-Control", "no-store", Level::Must)]);

/// A shared cache must not serve the response to other users. For credentials outside `Authorization`, the server
/// itself must forbid shared caching.
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

/// A public resource needs no credentials, so the server may either ignore or refuse invalid credentials.
pub(in super::super) const fn granted_ignoring(scheme: Scheme, credentials: Credentials) -> Ending {
    let is_faulty = matches!(credentials, Credentials::Malformed | Credentials::Duplicate);
    let (also, citations): (&[u16], &[Citation]) = match scheme {
        Scheme::Certificate | Scheme::SignedUrl => (
            if is_faulty { &[403, 400] } else { &[403] },
            list![source::OK, source::OTHER_MECHANISMS, source::FORBIDDEN],
        ),
        Scheme::Cookie | Scheme::Form | Scheme::Key => (
            if is_faulty { &[401, 400] } else { &[401] },
            list![source::OK, source::OTHER_MECHANISMS, source::CHALLENGE],
        ),
        _ => (
            if is_faulty { &[401, 400] } else { &[401] },
            list![source::OK, NO_VALID_CREDENTIALS, source::IGNORE_AUTHORIZATION],
        ),
    };
    Ending {
        certainty: Certainty::Debatable,
        client_may: "Leave the credentials out or fix them; they aren't needed here.",
        citations,
        ..GRANTED
    }
    .also(also)
}
