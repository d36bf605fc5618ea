//! Endings that do not turn on credentials or permission: who answers, order, refusals of everybody, absence.

use super::super::article::ArticleReading;
use super::super::citation::{FETCH, Level, http, other};
use super::super::facts::Refusal;
use super::super::{Certainty, Companion};
use super::{Ending, field};

const RETRY_AFTER: &[Companion] = list![field("Retry-After", "120", Level::May)];

pub(in super::super) const NETWORK: Ending = Ending::new(
    511,
    Certainty::Definition,
    "Log in to the network on the page it links to, then send the request again.",
    list![other("RFC 6585", "6", Some(1), Level::Definition), other("RFC 6585", "6", Some(3), Level::ShouldNot)],
);

pub(in super::super) const PROXY: Ending = Ending::new(
    407,
    Certainty::Must,
    "It may send the request again with Proxy-Authorization.",
    list![http("15.5.8", 1, Level::Must), http("11.4", 4, Level::Should), http("11.7.1", 1, Level::Must),],
);

pub(in super::super) const DOWN: Ending = Ending::new(
    503,
    Certainty::Definition,
    "Wait, for as long as Retry-After says if it is there.",
    list![http("15.6.4", 1, Level::May), http("10.2.3", 1, Level::Definition)],
)
.sending(RETRY_AFTER);

pub(in super::super) const MALFORMED: Ending = Ending::new(
    400,
    Certainty::Definition,
    "Mend the request and send it again.",
    list![http("15.5.1", 1, Level::Definition,)],
);

pub(in super::super) const MISDIRECTED: Ending = Ending::new(
    421,
    Certainty::Definition,
    "It may send the request again on another connection.",
    list![http("15.5.20", 1, Level::Definition), http("7.4", 4, Level::Definition)],
);

pub(in super::super) const METHOD_UNKNOWN: Ending = Ending::new(
    501,
    Certainty::Definition,
    "Use a method that the server knows.",
    list![http("9.1", 10, Level::Should), http("15.6.2", 1, Level::Definition)],
);

pub(in super::super) const METHOD_UNSUPPORTED: Ending = Ending::new(
    405,
    Certainty::Must,
    "Use a method from the Allow field.",
    list![http("15.5.6", 1, Level::Must), http("9.1", 10, Level::Should), http("10.2.1", 5, Level::Must)],
)
.sending(list![field("Allow", "GET, HEAD", Level::Must)]);

/// Without a valid login the SHOULD of section 9.1 and the SHOULD of section 11.4 both apply.
pub(in super::super) const METHOD_UNKNOWN_UNIDENTIFIED: Ending = Ending {
    certainty: Certainty::Debatable,
    also: &[401],
    citations: list![
        http("9.1", 10, Level::Should),
        http("15.6.2", 1, Level::Definition),
        http("11.4", 3, Level::Should),
    ],
    ..METHOD_UNKNOWN
};

/// Without a valid login the SHOULD of section 9.1 and the SHOULD of section 11.4 both apply.
pub(in super::super) const METHOD_UNSUPPORTED_UNIDENTIFIED: Ending = Ending {
    certainty: Certainty::Debatable,
    also: &[401],
    citations: list![
        http("9.1", 10, Level::Should),
        http("15.5.6", 1, Level::Must),
        http("11.4", 3, Level::Should),
        http("10.1.1", 9, Level::May),
    ],
    ..METHOD_UNSUPPORTED
};

pub(in super::super) const PREFLIGHT: Ending = Ending::new(
    204,
    Certainty::Definition,
    "The browser then sends the real request, which may get 401 or 403.",
    list![
        other(FETCH, "CORS protocol and credentials", None, Level::Definition),
        other(FETCH, "CORS-preflight fetch", None, Level::Definition),
        http("15.3", 1, Level::Definition),
    ],
)
.also(&[200])
.sending(list![
    field("Access-Control-Allow-Origin", "https://desk.example", Level::Definition),
    field("Access-Control-Allow-Methods", "GET, PUT", Level::Definition),
    field("Access-Control-Allow-Headers", "Authorization", Level::Definition),
]);

const fn refused(certainty: Certainty, client_may: &'static str) -> Ending {
    Ending::new(
        403,
        certainty,
        client_may,
        list![http("15.5.4", 2, Level::Definition), http("15.5.4", 1, Level::Definition),],
    )
}

/// A refusal that needs no identity; nothing for [`Refusal::None`].
pub(in super::super) const fn refusal(refusal: Refusal) -> Option<Ending> {
    Some(match refusal {
        Refusal::None => return None,
        Refusal::Address => refused(Certainty::Definition, "Come from another network; no credentials would help.")
            .article(ArticleReading::DESK_BY_LUCK),
        Refusal::Country => Ending {
            citations: list![http("15.5.4", 1, Level::Definition), other("RFC 7725", "3", Some(1), Level::Definition)],
            ..refused(Certainty::Convention, "Nothing: the service is not offered there.")
        }
        .article(ArticleReading::DESK_BY_LUCK),
        Refusal::Firewall => refused(Certainty::Convention, "Nothing automatic; ask the operator if it was no attack.")
            .article(ArticleReading::DESK_BY_LUCK),
        Refusal::Nobody => {
            refused(Certainty::Definition, "Nothing: it is closed to everybody, with or without papers.")
                .article(ArticleReading::DESK_BY_LUCK)
        }
        Refusal::Origin => Ending {
            citations: list![
                other("RFC 6455", "4.2.2", None, Level::Must),
                other("RFC 6455", "10.2", Some(1), Level::Should),
                http("15.5.4", 2, Level::Definition),
            ],
            ..refused(Certainty::Must, "Nothing: pages from that origin are not served.")
        },
        Refusal::Csrf => refused(Certainty::Convention, "Load the form again and send it with its fresh token."),
        Refusal::Hours => Ending {
            citations: list![http("15.5.4", 2, Level::Definition), http("10.2.3", 1, Level::Definition)],
            ..refused(Certainty::Convention, "Wait until it opens; Retry-After is not defined for this status.")
        },
        Refusal::Legal => Ending::new(
            451,
            Certainty::Definition,
            "Nothing; the response should say who demands the block.",
            list![other("RFC 7725", "3", Some(1), Level::Definition), other("RFC 7725", "4", Some(3), Level::Should)],
        )
        .sending(list![field("Link", r#"<https://court.example/order/7>; rel="blocked-by""#, Level::Should)]),
        Refusal::Rate => Ending::new(
            429,
            Certainty::Definition,
            "Wait, then send the request again.",
            list![other("RFC 6585", "4", Some(1), Level::Definition), other("RFC 6585", "4", Some(2), Level::May)],
        )
        .also(&[403])
        .sending(RETRY_AFTER),
    })
}

/// An anonymous requester must not learn that it exists.
pub(in super::super) const HIDDEN: Ending = Ending::new(
    404,
    Certainty::Definition,
    "Treat it as absent; perhaps log in and look again.",
    list![
        http("15.5.4", 3, Level::May),
        http("15.5.5", 1, Level::Definition),
        other("RFC 9729", "6.4", Some(1), Level::Must),
    ],
);

pub(in super::super) const ABSENT: Ending = Ending::new(
    404,
    Certainty::Definition,
    "Check the address.",
    list![http("15.5.5", 1, Level::Definition), http("15.5.11", 1, Level::OughtTo)],
);

pub(in super::super) const GONE: Ending = Ending::new(
    410,
    Certainty::Definition,
    "Remove the link: it is gone for good.",
    list![http("15.5.11", 1, Level::Definition), http("15.5.5", 1, Level::Definition)],
)
.also(&[404]);

pub(in super::super) const PRECONDITION_FAILED: Ending = Ending::new(
    412,
    Certainty::Definition,
    "Fetch the present version and decide again.",
    list![http("15.5.13", 1, Level::Definition), http("13.2.1", 1, Level::Must)],
);

pub(in super::super) const CONFLICT: Ending = Ending::new(
    409,
    Certainty::Debatable,
    "Change the state, then send the request again.",
    list![http("15.5.10", 1, Level::Definition), other("RFC 8555", "7.4", None, Level::Must)],
)
.also(&[403]);

pub(in super::super) const GRANTED: Ending =
    Ending::new(200, Certainty::Definition, "Use what it was given.", list![http("15.3.1", 1, Level::Definition)]);

/// A public resource: the credentials are not needed, so a bad set may be ignored or challenged.
pub(in super::super) const GRANTED_IGNORING: Ending = Ending::new(
    200,
    Certainty::Debatable,
    "Drop the credentials or mend them; they are not needed here.",
    list![http("11.4", 3, Level::Should), other("RFC 4918", "E", None, Level::May)],
)
.also(&[401]);
