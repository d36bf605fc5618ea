//! Endings for a known requester who may not do it (RFC 9110 section 11.4, paragraph 5).

use super::super::Certainty;
use super::super::article::ArticleReading;
use super::super::citation::{Citation, Level, http, other};
use super::super::facts::{Permission, Scheme};
use super::{Ending, field};

const NOT_ADEQUATE: Citation = http("11.4", 5, Level::OughtTo);
const REFUSES: Citation = http("15.5.4", 1, Level::Definition);
const OTHERS_MAY_TRY: Citation = http("15.5.4", 2, Level::May);
const VALID_OR_NOT: &[Citation] = list![http("11.4", 5, Level::OughtTo), http("11.4", 3, Level::Should)];

const OTHER_ACCOUNT: &str =
    "It should not repeat the request by itself with the same credentials; it may with different ones.";

const fn denied(certainty: Certainty, client_may: &'static str, citations: &'static [Citation]) -> Ending {
    Ending::new(403, certainty, client_may, citations)
}

/// The ending for a missing permission; nothing when it is granted.
pub(in super::super) const fn denied_for(permission: Permission, scheme: Scheme) -> Option<Ending> {
    const PLAIN: &[Citation] = list![NOT_ADEQUATE, REFUSES, OTHERS_MAY_TRY];
    Some(match permission {
        Permission::Granted => return None,
        Permission::Scope => scope(scheme),
        Permission::Role => denied(Certainty::Definition, OTHER_ACCOUNT, PLAIN).article(ArticleReading::GATE_INVERTED),
        Permission::Owner => denied(
            Certainty::Definition,
            "Nothing, or use the owner's account.",
            list![NOT_ADEQUATE, REFUSES, OTHERS_MAY_TRY, http("15.5.4", 3, Level::May),],
        )
        .also(&[404])
        .article(ArticleReading::GATE_INVERTED),
        Permission::Tenant => denied(
            Certainty::Debatable,
            "Switch to the other tenant; the same login again does not help.",
            list![NOT_ADEQUATE, REFUSES, http("15.5.4", 3, Level::May), http("11.5", 2, Level::Definition),],
        )
        .also(&[404])
        .article(ArticleReading::GATE_INVERTED),
        Permission::Method => denied(
            Certainty::Definition,
            "Ask for the right, or use another account.",
            list![NOT_ADEQUATE, REFUSES, http("15.5.4", 2, Level::May), http("15.5.6", 1, Level::Definition),],
        )
        .article(ArticleReading::GATE_INVERTED),
        Permission::Plan => {
            denied(Certainty::Convention, "Change the plan.", list![REFUSES, http("15.5.3", 1, Level::Definition),])
                .article(ArticleReading::GATE_INVERTED)
        }
        Permission::Suspended
        | Permission::Locked
        | Permission::Unverified
        | Permission::PasswordChange
        | Permission::Terms
        | Permission::Credit => account(permission),
    })
}

/// The token lacks the scope: the 403 that carries a sign (RFC 6750 sections 3 and 3.1).
const fn scope(scheme: Scheme) -> Ending {
    const CLIENT: &str = "Ask the user to consent to the scope, get a new token with it, and send the request again.";
    match scheme {
        Scheme::Bearer => denied(
            Certainty::Definition,
            CLIENT,
            list![
                other("RFC 6750", "3.1", None, Level::Should),
                other("RFC 6750", "3", Some(1), Level::Must),
                NOT_ADEQUATE,
                REFUSES,
                http("11.6.1", 3, Level::May),
            ],
        )
        .sending(list![field(
            "WWW-Authenticate",
            r#"Bearer error="insufficient_scope", scope="lounge:enter""#,
            Level::Must,
        )]),
        Scheme::Dpop => denied(
            Certainty::Debatable,
            CLIENT,
            list![
                NOT_ADEQUATE,
                other("RFC 6750", "3.1", None, Level::Should),
                other("RFC 9449", "7.1", None, Level::May),
                REFUSES,
            ],
        )
        .also(&[401])
        .sending(list![field(
            "WWW-Authenticate",
            r#"DPoP error="insufficient_scope", scope="lounge:enter""#,
            Level::May
        )]),
        _ => denied(Certainty::Definition, OTHER_ACCOUNT, list![NOT_ADEQUATE, REFUSES, OTHERS_MAY_TRY]),
    }
    .article(ArticleReading::GATE_INVERTED)
}

/// Something about the account stands in the way. Where the credentials may count as no longer valid, the
/// specification allows both codes.
const fn account(permission: Permission) -> Ending {
    match permission {
        Permission::Suspended => denied(
            Certainty::Debatable,
            "Ask the staff to lift the suspension.",
            list![NOT_ADEQUATE, http("11.4", 3, Level::Should), other("RFC 8555", "7.3.6", None, Level::Must),],
        )
        .also(&[401])
        .article(ArticleReading::DESK_BY_LUCK),
        Permission::Locked => denied(
            Certainty::Debatable,
            "Wait until the lock ends, or have it lifted.",
            list![NOT_ADEQUATE, http("11.4", 3, Level::Should), other("RFC 6585", "4", Some(1), Level::Definition),],
        )
        .also(&[401, 429]),
        Permission::PasswordChange => {
            denied(Certainty::Debatable, "Change the password, then log in again.", VALID_OR_NOT)
                .also(&[303, 401])
                .article(ArticleReading::DESK_BY_LUCK)
        }
        Permission::Unverified => {
            denied(Certainty::Convention, "Confirm the address.", list![REFUSES, http("15.5.4", 2, Level::May)])
        }
        Permission::Terms => denied(
            Certainty::Convention,
            "Accept the terms and send the request again.",
            list![REFUSES, other("RFC 8555", "7.3.3", None, Level::Must),],
        ),
        _ => denied(
            Certainty::Convention,
            "Top up the balance.",
            list![http("15.5.3", 1, Level::Definition), REFUSES, other("RFC 7807", "3", None, Level::Definition),],
        ),
    }
}

/// The same for a requester who must not learn that it exists: 404 in place of 403.
pub(in super::super) const fn hidden_from(permission: Permission) -> Ending {
    const CITATIONS: &[Citation] = list![
        http("15.5.4", 3, Level::May),
        http("15.5.5", 1, Level::Definition),
        other("RFC 9729", "6.4", Some(1), Level::Must),
    ];
    const CLIENT: &str = "Treat it as absent.";
    match permission {
        Permission::Tenant => Ending::new(404, Certainty::Debatable, CLIENT, CITATIONS)
            .also(&[403])
            .article(ArticleReading::GATE_INVERTED),
        _ => Ending::new(404, Certainty::Definition, CLIENT, CITATIONS),
    }
}
