//! Outcomes for an authenticated user or client who lacks the permission needed (RFC 9110 section 11.4, paragraph 5).

use super::super::Certainty;
use super::super::article::ArticleReading;
use super::super::citation::Level;
use super::super::facts::{Permission, Scheme};
use super::{Ending, field};

const OTHER_ACCOUNT: &str = "Ask for permission, or send the request again with other credentials.";

pub(in super::super) const fn denied_for(permission: Permission, scheme: Scheme) -> Option<Ending> {
    Some(match permission {
        Permission::Granted => return None,
        Permission::Scope => scope(scheme),
        Permission::Role => {
            ending!(403 Definition OTHER_ACCOUNT, [NOT_ADEQUATE, FORBIDDEN, OTHER_CREDENTIALS, HIDE] also [404])
                .article(ArticleReading::GATE_INVERTED)
        }
        Permission::Owner => ending!(403 Definition "Ask the owner for access, or send credentials that give access.",
            [NOT_ADEQUATE, FORBIDDEN, OTHER_CREDENTIALS, HIDE] also [404])
        .article(ArticleReading::GATE_INVERTED),
        Permission::Tenant => {
            ending!(403 Debatable "Switch to the other customer's account; logging in again won't help.",
                [NOT_ADEQUATE, FORBIDDEN, HIDE, REALM] also [404])
            .article(ArticleReading::GATE_INVERTED)
        }
        Permission::Method => {
            ending!(403 Definition OTHER_ACCOUNT, [NOT_ADEQUATE, FORBIDDEN, OTHER_CREDENTIALS, METHOD_NOT_ALLOWED])
                .article(ArticleReading::GATE_INVERTED)
        }
        Permission::Plan => {
            ending!(403 Convention "Upgrade the plan.", [FORBIDDEN, PAYMENT_REQUIRED, HIDE] also [402, 404])
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
        Scheme::Bearer => ending!(403 Definition CLIENT,
            [INSUFFICIENT_SCOPE, BEARER_CHALLENGE, NOT_ADEQUATE, FORBIDDEN, CHALLENGE_ELSEWHERE, HIDE] also [404])
        .sending(list![field(
            "WWW-Authenticate",
            r#"Bearer realm="terminal-a", error="insufficient_scope""#,
            Level::Must,
        )]),
        Scheme::Dpop => ending!(403 Debatable CLIENT,
            [NOT_ADEQUATE, INSUFFICIENT_SCOPE, DPOP_CHALLENGE, DPOP_ELSEWHERE, FORBIDDEN, HIDE] also [401, 404])
        .sending(list![field("WWW-Authenticate", r#"DPoP error="insufficient_scope", algs="ES256""#, Level::May)]),
        _ => ending!(403 Definition OTHER_ACCOUNT, [NOT_ADEQUATE, FORBIDDEN, OTHER_CREDENTIALS, HIDE] also [404]),
    }
    .article(ArticleReading::GATE_INVERTED)
}

/// If the state of an account makes it unclear whether the credentials are still valid, both 401 and 403 conform.
const fn account(permission: Permission) -> Ending {
    match permission {
        Permission::Suspended => ending!(403 Debatable "Ask the operator to lift the suspension.",
            [NOT_ADEQUATE, FORBIDDEN, NO_VALID_CREDENTIALS] also [401]),
        Permission::Locked => {
            ending!(403 Debatable "Wait until the account is unlocked, or ask the operator to unlock it.",
                [NOT_ADEQUATE, NO_VALID_CREDENTIALS, TOO_MANY] also [401, 429])
        }
        Permission::PasswordChange => ending!(403 Debatable "Change the password, then log in again.",
            [NOT_ADEQUATE, NO_VALID_CREDENTIALS] also [303, 302, 401]),
        Permission::Unverified => {
            ending!(403 Convention "Confirm the email address.", [FORBIDDEN, OTHER_CREDENTIALS] also [303, 302])
        }
        Permission::Terms => ending!(403 Convention "Accept the terms and send the request again.",
            [FORBIDDEN, ACME_TERMS] also [303, 302]),
        _ => ending!(403 Convention "Top up the balance.",
            [OUT_OF_CREDIT, FORBIDDEN, PAYMENT_REQUIRED, HIDE] also [402, 404]),
    }
}

/// An authenticated user who must not learn that the resource exists gets a 404 instead of a 403. A server that sends
/// the same 403 for every URL also hides the resource.
pub(in super::super) const HIDDEN: Ending =
    ending!(404 Definition "Treat the resource as missing.", [NOT_FOUND, HIDE, FORBIDDEN] also [403]);

/// If the server hides the resource, users whose login is too weak can't find out that a stronger login would help.
pub(in super::super) const HIDDEN_FROM_WEAK_LOGIN: Ending =
    ending!(from HIDDEN, as Debatable [NOT_FOUND, HIDE, FORBIDDEN, NO_VALID_CREDENTIALS] also [403, 401]);

/// At a token endpoint, every error except failed client authentication is a 400 (RFC 6749 section 5.2).
pub(in super::super) const fn at_token_endpoint(permission: Permission) -> Ending {
    match permission {
        Permission::Scope => {
            ending!(400 Definition "Ask for a scope that the user has granted.", [TOKEN_ERROR, INVALID_SCOPE])
        }
        Permission::Role | Permission::Method | Permission::Plan => {
            ending!(400 Definition "Use a grant type that this client is allowed to use.",
                [TOKEN_ERROR, UNAUTHORIZED_CLIENT])
        }
        _ => INVALID_GRANT,
    }
}

pub(in super::super) const INVALID_GRANT: Ending = ending!(400 Definition
    "Get a new grant or ask the user again; if the error is `authorization_pending`, keep polling.",
    [TOKEN_ERROR, INVALID_GRANT]);

pub(in super::super) const fn at_introspection(scheme: Scheme) -> Option<Ending> {
    match scheme {
        Scheme::Bearer => Some(
            ending!(401 Debatable "Get a token that is allowed to query other tokens.",
                [INTROSPECTION_BEARER, INSUFFICIENT_SCOPE, NOT_ADEQUATE, CHALLENGE] also [403])
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
        cites![REVOCATION_CLIENT, TOKEN_ERROR],
    )
}

/// The token in the body isn't a credential of the introspection request, so an invalid token isn't an error.
pub(in super::super) const INACTIVE: Ending =
    ending!(200 Must "Read `active` in the response: it is false.", [INTROSPECTION_INACTIVE, OK]);

pub(in super::super) const REVOKED_ALREADY: Ending =
    ending!(200 Definition "Discard the token.", [REVOCATION_ALWAYS, OK]);
