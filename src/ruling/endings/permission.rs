//! Outcomes for an authenticated user or client who lacks the permission needed (RFC 9110 section 11.4, paragraph 5).

use super::super::Certainty;
use super::super::article::ArticleReading;
use super::super::citation::{Citation, Level};
use super::super::facts::{Permission, Scheme};
use super::super::source::{self, FORBIDDEN, HIDE, NO_VALID_CREDENTIALS, NOT_ADEQUATE, OTHER_CREDENTIALS};
use super::{Ending, field};

const OTHER_ACCOUNT: &str = "Ask for permission, or send the request again with other credentials.";

const fn denied(certainty: Certainty, client_may: &'static str, citations: &'static [Citation]) -> Ending {
    Ending::new(403, certainty, client_may, citations)
}

pub(in super::super) const fn denied_for(permission: Permission, scheme: Scheme) -> Option<Ending> {
    const HIDEABLE: &[Citation] = list![NOT_ADEQUATE, FORBIDDEN, OTHER_CREDENTIALS, HIDE];
    Some(match permission {
        Permission::Granted => return None,
        Permission::Scope => scope(scheme),
        Permission::Role => {
            denied(Certainty::Definition, OTHER_ACCOUNT, HIDEABLE).also(&[404]).article(ArticleReading::GATE_INVERTED)
        }
        Permission::Owner => {
            denied(Certainty::Definition, "Ask the owner for access, or send credentials that give access.", HIDEABLE)
                .also(&[404])
                .article(ArticleReading::GATE_INVERTED)
        }
        Permission::Tenant => denied(
            Certainty::Debatable,
            "Switch to the other customer's account; logging in again won't help.",
            list![NOT_ADEQUATE, FORBIDDEN, HIDE, source::REALM],
        )
        .also(&[404])
        .article(ArticleReading::GATE_INVERTED),
        Permission::Method => denied(
            Certainty::Definition,
            OTHER_ACCOUNT,
            list![NOT_ADEQUATE, FORBIDDEN, OTHER_CREDENTIALS, source::METHOD_NOT_ALLOWED],
        )
        .article(ArticleReading::GATE_INVERTED),
        Permission::Plan => {
            denied(Certainty::Convention, "Upgrade the plan.", list![FORBIDDEN, source::PAYMENT_REQUIRED, HIDE])
                .also(&[402, 404])
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

/// A token that lacks the scope gets a 403 with a challenge (RFC 6750 sections 3 and 3.1).
const fn scope(scheme: Scheme) -> Ending {
    const CLIENT: &str = "Get a token that has the scope, and send the request again.";
    match scheme {
        Scheme::Bearer => denied(
            Certainty::Definition,
            CLIENT,
            list![
                source::INSUFFICIENT_SCOPE,
                source::BEARER_CHALLENGE,
                NOT_ADEQUATE,
                FORBIDDEN,
                source::CHALLENGE_ELSEWHERE,
                HIDE,
            ],
        )
        .also(&[404])
        .sending(list![field(
            "WWW-Authenticate",
            r#"Bearer realm="terminal-a", error="insufficient_scope""#,
            Level::Must,
        )]),
        Scheme::Dpop => denied(
            Certainty::Debatable,
            CLIENT,
            list![
                NOT_ADEQUATE,
                source::INSUFFICIENT_SCOPE,
                source::DPOP_CHALLENGE,
                source::DPOP_ELSEWHERE,
                FORBIDDEN,
                HIDE
            ],
        )
        .also(&[401, 404])
        .sending(list![field(
            "WWW-Authenticate",
            r#"DPoP error="insufficient_scope", algs="ES256""#,
            Level::May
        )]),
        _ => denied(Certainty::Definition, OTHER_ACCOUNT, list![NOT_ADEQUATE, FORBIDDEN, OTHER_CREDENTIALS, HIDE])
            .also(&[404]),
    }
    .article(ArticleReading::GATE_INVERTED)
}

/// If the state of an account makes it unclear whether the credentials are still valid, both 401 and 403 conform.
const fn account(permission: Permission) -> Ending {
    match permission {
        Permission::Suspended => denied(
            Certainty::Debatable,
            "Ask the operator to lift the suspension.",
            list![NOT_ADEQUATE, FORBIDDEN, NO_VALID_CREDENTIALS],
        )
        .also(&[401]),
        Permission::Locked => denied(
            Certainty::Debatable,
            "Wait until the account is unlocked, or ask the operator to unlock it.",
            list![NOT_ADEQUATE, NO_VALID_CREDENTIALS, source::TOO_MANY],
        )
        .also(&[401, 429]),
        Permission::PasswordChange => denied(
            Certainty::Debatable,
            "Change the password, then log in again.",
            list![NOT_ADEQUATE, NO_VALID_CREDENTIALS],
        )
        .also(&[303, 302, 401]),
        Permission::Unverified => {
            denied(Certainty::Convention, "Confirm the email address.", list![FORBIDDEN, OTHER_CREDENTIALS])
                .also(&[303, 302])
        }
        Permission::Terms => denied(
            Certainty::Convention,
            "Accept the terms and send the request again.",
            list![FORBIDDEN, source::ACME_TERMS],
        )
        .also(&[303, 302]),
        _ => denied(
            Certainty::Convention,
            "Top up the balance.",
            list![source::OUT_OF_CREDIT, FORBIDDEN, source::PAYMENT_REQUIRED, HIDE],
        )
        .also(&[402, 404]),
    }
}

/// An authenticated user who must not learn that the resource exists gets a 404 instead of a 403. A server that sends
/// the same 403 for every URL also hides the resource.
pub(in super::super) const HIDDEN: Ending = Ending::new(
    404,
    Certainty::Definition,
    "Treat the resource as missing.",
    list![source::NOT_FOUND, HIDE, FORBIDDEN],
)
.also(&[403]);

/// If the server hides the resource, users whose login is too weak can't find out that a stronger login would help.
pub(in super::super) const HIDDEN_FROM_WEAK_LOGIN: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![source::NOT_FOUND, HIDE, FORBIDDEN, NO_VALID_CREDENTIALS],
    ..HIDDEN
}
.also(&[403, 401]);

/// At a token endpoint, every error except failed client authentication is a 400 (RFC 6749 section 5.2).
pub(in super::super) const fn at_token_endpoint(permission: Permission) -> Ending {
    match permission {
        Permission::Scope => Ending::new(
            400,
            Certainty::Definition,
            "Ask for a scope that the user has granted.",
            list![source::TOKEN_ERROR, source::INVALID_SCOPE],
        ),
        Permission::Role | Permission::Method | Permission::Plan => Ending::new(
            400,
            Certainty::Definition,
            "Use a grant type that this client is allowed to use.",
            list![source::TOKEN_ERROR, source::UNAUTHORIZED_CLIENT],
        ),
        _ => INVALID_GRANT,
    }
}

pub(in super::super) const INVALID_GRANT: Ending = Ending::new(
    400,
    Certainty::Definition,
    "Get a new grant or ask the user again; if the error is `authorization_pending`, keep polling.",
    list![source::TOKEN_ERROR, source::INVALID_GRANT],
);

pub(in super::super) const fn at_introspection(scheme: Scheme) -> Option<Ending> {
    match scheme {
        Scheme::Bearer => Some(
            Ending::new(
                401,
                Certainty::Debatable,
                "Get a token that is allowed to query other tokens.",
                list![source::INTROSPECTION_BEARER, source::INSUFFICIENT_SCOPE, NOT_ADEQUATE, source::CHALLENGE],
            )
            .also(&[403])
            .sending(list![field(
                "WWW-Authenticate",
                r#"Bearer realm="terminal-a", error="insufficient_scope""#,
                Level::Must,
            )])
            .article(ArticleReading::GATE_BY_LUCK),
        ),
        _ => None,
    }
}

pub(in super::super) const fn at_revocation(permission: Permission) -> Ending {
    Ending::new(
        400,
        Certainty::Definition,
        match permission {
            Permission::Owner | Permission::Tenant => "Let the client that owns the token revoke it.",
            _ => "Use a client that is allowed to revoke tokens.",
        },
        list![source::REVOCATION_CLIENT, source::TOKEN_ERROR],
    )
}

/// The token in the body isn't a credential of the introspection request, so an invalid token isn't an error.
pub(in super::super) const INACTIVE: Ending = Ending::new(
    200,
    Certainty::Must,
    "Read `active` in the response: it is false.",
    list![source::INTROSPECTION_INACTIVE, source::OK],
);

pub(in super::super) const REVOKED_ALREADY: Ending =
    Ending::new(200, Certainty::Definition, "Discard the token.", list![source::REVOCATION_ALWAYS, source::OK]);
