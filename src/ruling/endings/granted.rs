//! Outcomes of requests that succeed.

use super::super::Certainty;
use super::super::challenge;
use super::super::citation::{Citation, Level};
use super::super::facts::{Credentials, Scheme};
use super::{Ending, field};

const SUCCEEDED: &str = "Use the response.";

pub(in super::super) const GRANTED: Ending = ending!(200 Definition SUCCEEDED, [OK]);

pub(in super::super) const CREATED: Ending = ending!(201 Must SUCCEEDED, [CREATED]);

/// The resource is public, but the server can't check the credentials. The server may ignore the credentials or report
/// its own failure.
pub(in super::super) const GRANTED_UNCHECKED: Ending =
    ending!(from GRANTED, as Debatable [OK, SERVER_ERROR, UNAVAILABLE] also [503, 500, 502, 504]);

pub(in super::super) const fn opened(granted: &Ending) -> Ending {
    let (certainty, citations): (_, &[Citation]) = match granted.certainty {
        Certainty::Debatable => {
            (Certainty::Debatable, cites![HANDSHAKE_ACCEPTED, NO_VALID_CREDENTIALS, IGNORE_AUTHORIZATION])
        }
        _ => (Certainty::Must, cites![HANDSHAKE_ACCEPTED, SWITCHING]),
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
pub(in super::super) const TOKEN_ISSUED: Ending = ending!(from GRANTED, may "Use the token."; [OK, TOKEN_CACHING])
    .sending(list![field("Cache-Control", "no-store", Level::Must)]);

/// A shared cache must not serve the response to other users. For credentials outside `Authorization`, the server
/// itself must forbid shared caching.
pub(in super::super) const fn granted_to_user(scheme: Scheme) -> Ending {
    match scheme {
        Scheme::Negotiate => ending!(from GRANTED, [OK, NEGOTIATE_ROUNDS, CHALLENGE_ELSEWHERE, SHARED_CACHE])
            .sending(challenge::FINAL_TOKEN),
        Scheme::Certificate => ending!(from GRANTED, [OK, CERTIFICATE_CACHING]).sending(list![field(
            "Cache-Control",
            "no-store",
            Level::Definition
        )]),
        Scheme::Cookie | Scheme::Form | Scheme::Key | Scheme::SignedUrl => {
            ending!(from GRANTED, [OK, NO_CACHING]).sending(list![field("Cache-Control", "private", Level::Definition)])
        }
        _ => ending!(from GRANTED, [OK, SHARED_CACHE]),
    }
}

/// A public resource needs no credentials, so the server may either ignore or refuse invalid credentials.
pub(in super::super) const fn granted_ignoring(scheme: Scheme, credentials: Credentials) -> Ending {
    let is_faulty = matches!(credentials, Credentials::Malformed | Credentials::WrongTarget | Credentials::Duplicate);
    let (also, citations): (&[u16], &[Citation]) = match scheme {
        Scheme::Certificate | Scheme::SignedUrl => {
            (if is_faulty { &[403, 400] } else { &[403] }, cites![OK, OTHER_MECHANISMS, FORBIDDEN])
        }
        Scheme::Cookie | Scheme::Form | Scheme::Key => {
            (if is_faulty { &[401, 400] } else { &[401] }, cites![OK, OTHER_MECHANISMS, CHALLENGE])
        }
        _ => (if is_faulty { &[401, 400] } else { &[401] }, cites![OK, NO_VALID_CREDENTIALS, IGNORE_AUTHORIZATION]),
    };
    Ending {
        certainty: Certainty::Debatable,
        client_may: "Leave the credentials out or fix them; they aren't needed here.",
        citations,
        ..GRANTED
    }
    .also(also)
}
