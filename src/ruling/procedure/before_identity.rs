//! Decides everything that comes before identity: who answers, whether the request can be handled at all, and refusals
//! that apply to everyone.

use super::super::challenge::{Reason, proxy_authenticate};
use super::super::endings::{Draft, Ending, general};
use super::super::facts::{
    Authority, Credentials, Exists, Message, Method, Permission, Preflight, Protected, Refusal, Responder, Service,
    Strength, Upgrade,
};
use super::super::source;
use super::Inquiry;

/// Returns the outcome, or `None` if the identity of the client decides.
pub(super) fn before_identity(inquiry: &mut Inquiry<'_>) -> Option<Draft> {
    match inquiry.responder() {
        Responder::Network => return Some(general::NETWORK.into()),
        Responder::Proxy => {
            if let Some(login) = proxy_login(inquiry) {
                if login.status == 503 {
                    return Some(login.into());
                }
                let other = service(inquiry).or_else(|| unusable(inquiry)).or_else(|| refusal(inquiry));
                return Some(other.map_or(login.into(), |other| Draft::from(login).at_proxy(&other)));
            }
        }
        Responder::Origin | Responder::Gateway => {}
    }
    if let Some(ending) = service(inquiry) {
        return Some(ending.into());
    }
    if let Some(ending) = unusable(inquiry) {
        return Some(unordered(inquiry, ending));
    }
    let is_preflight = inquiry.preflight() == Preflight::Yes;
    if let Some(ending) = refusal(inquiry) {
        return Some(ending.into());
    }
    if is_preflight {
        let exists = inquiry.exists() == Exists::Yes;
        return Some(if exists { general::PREFLIGHT } else { general::PREFLIGHT_ABSENT }.into());
    }
    let ending = match inquiry.upgrade() {
        Upgrade::None | Upgrade::WebSocket => return None,
        Upgrade::Subprotocol => general::NO_SUBPROTOCOL,
        Upgrade::Required => general::UPGRADE_REQUIRED,
    };
    Some(match inquiry.hidden_from_client() {
        Some(hidden) => hidden.into(),
        None => unordered(inquiry, ending),
    })
}

fn service(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    match inquiry.service() {
        Service::Up => None,
        Service::Down => Some(general::DOWN),
        Service::ReadOnly => Some(general::READ_ONLY),
        Service::BackendLogin => Some(general::BACKEND_LOGIN),
    }
}

/// Returns the outcome for a request that can't be read, that came to the wrong server, or whose method can't be used.
fn unusable(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    match inquiry.message() {
        Message::WellFormed => {}
        Message::Malformed => return Some(general::MALFORMED),
        Message::Incomplete => return Some(incomplete(inquiry)),
    }
    if inquiry.authority() == Authority::Misdirected {
        // A proxy must not generate a 421 (RFC 9110 section 15.5.20).
        let at_proxy = inquiry.responder() == Responder::Proxy;
        return Some(if at_proxy { general::MISDIRECTED_AT_PROXY } else { general::MISDIRECTED });
    }
    match inquiry.method() {
        Method::Supported => None,
        Method::Unknown => Some(general::METHOD_UNKNOWN),
        // A 405 with an Allow field would reveal a hidden resource.
        Method::Unsupported => {
            Some(inquiry.hidden_from_client().unwrap_or_else(|| general::method_unsupported(inquiry.upgrade())))
        }
    }
}

/// An error about the content would reveal a hidden resource.
fn incomplete(inquiry: &mut Inquiry<'_>) -> Ending {
    if let Some(hidden) = inquiry.hidden_from_client() {
        return hidden;
    }
    if inquiry.is_for_oauth() { general::PARAMETER_MISSING } else { general::INCOMPLETE }
}

/// Adds the statuses of the other checks that fail for the same request. The specifications define no order between
/// these checks, so each of the statuses conforms.
fn unordered(inquiry: &mut Inquiry<'_>, ending: Ending) -> Draft {
    let draft = Draft::from(ending);
    // A hidden resource looks like a missing one, and a failure of the server isn't the client's fault.
    if matches!(ending.status, 404 | 503) {
        return draft;
    }
    if inquiry.protected() == Protected::Yes && inquiry.is_outside() {
        return or_login(inquiry, draft);
    }
    let refusal = inquiry.refusal();
    if let Some(refusal) = general::refusal(refusal, Upgrade::None) {
        return draft.or_refusal(&refusal);
    }
    if inquiry.protected() == Protected::No
        || inquiry.credentials() == Credentials::Unverifiable
        || inquiry.is_for_oauth()
    {
        return draft;
    }
    if inquiry.strength() != Strength::Sufficient {
        return draft.or(1, 401, &source::NO_VALID_CREDENTIALS).or(2, 403, &source::NOT_ADEQUATE);
    }
    if inquiry.permission() == Permission::Granted { draft } else { draft.or(2, 403, &source::NOT_ADEQUATE) }
}

/// Adds the statuses for a client that lacks valid credentials, or that would be refused no matter who asks.
fn or_login(inquiry: &mut Inquiry<'_>, draft: Draft) -> Draft {
    if !inquiry.scheme().is_in_framework() {
        let oauth = inquiry.is_for_oauth();
        let draft = draft.or(1, 401, if oauth { &source::CLIENT_OTHERWISE } else { &source::OTHER_MECHANISMS });
        return if oauth { draft } else { draft.or(2, 403, &source::FORBIDDEN) };
    }
    if let Some(refusal) = general::refusal(inquiry.refusal(), Upgrade::None) {
        return draft.or(1, 401, &source::NO_VALID_CREDENTIALS).or_refusal(&refusal);
    }
    if inquiry.is_for_oauth() {
        return draft.or(1, 401, &source::CLIENT_BY_HEADER);
    }
    let draft = draft.or(1, 401, &source::NO_VALID_CREDENTIALS);
    let anonymous = inquiry.credentials() == Credentials::Anonymous;
    if anonymous { draft.or(2, 403, &source::FORBIDDEN) } else { draft }
}

/// A proxy answers 407 if it wants a login or a stronger one. A 401 would come from the origin server.
fn proxy_login(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    if inquiry.protected() == Protected::No {
        return None;
    }
    let credentials = inquiry.credentials();
    if credentials == Credentials::Unverifiable {
        return Some(general::UNVERIFIABLE);
    }
    if credentials == Credentials::Valid && inquiry.strength() == Strength::Sufficient {
        return None;
    }
    let scheme = inquiry.scheme();
    Some(if scheme.is_in_framework() {
        general::PROXY.sending(proxy_authenticate(scheme, Reason::new(scheme, credentials)))
    } else {
        general::PROXY_OTHERWISE
    })
}

/// Returns the outcome of a refusal that applies to everyone. A refused preflight gets no CORS fields.
fn refusal(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    let refusal = inquiry.refusal();
    if refusal == Refusal::None {
        return None;
    }
    if inquiry.preflight() == Preflight::Yes {
        return Some(general::preflight_refused(refusal));
    }
    match refusal {
        Refusal::Origin => general::refusal(refusal, inquiry.upgrade()),
        _ if general::is_hideable(refusal) && inquiry.hides_resource() => Some(general::HIDDEN_FROM_ALL),
        _ => general::refusal(refusal, Upgrade::None),
    }
}
