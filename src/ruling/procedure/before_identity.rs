//! Performs the checks that don't depend on who the user is: which server responds, whether the request can be handled at
//! all, and whether the request is refused for everyone.

use super::super::endings::{Draft, Ending, general, state};
use super::super::facts::{
    Authority, Credentials, Endpoint, Exists, Message, Method, Order, Permission, Precondition, Preflight, Protected,
    Refusal, Responder, Service, Strength, Upgrade,
};
use super::super::source;
use super::Inquiry;

pub(super) fn before_identity(inquiry: &mut Inquiry) -> Option<Draft> {
    match inquiry.responder() {
        Responder::Network => return Some(general::NETWORK.into()),
        Responder::Proxy => {
            if let Some(login) = proxy_login(inquiry) {
                let other = service(inquiry).or_else(|| unusable(inquiry)).or_else(|| refusal(inquiry));
                return Some(match other {
                    Some(other) if inquiry.order() == Order::Fixed => other.into(),
                    Some(_) if login.status != 503 => Draft::from(login).at_proxy(),
                    _ => login.into(),
                });
            }
        }
        Responder::Origin | Responder::Gateway => {}
    }
    if let Some(ending) = service(inquiry) {
        return Some(ending.into());
    }
    if let Some(ending) = unusable(inquiry) {
        return Some(ending.into());
    }
    let is_preflight = inquiry.preflight() == Preflight::Yes;
    if let Some(ending) = refusal(inquiry) {
        return Some(refused(inquiry, ending));
    }
    if is_preflight {
        let ending = general::preflight(inquiry.exists(), inquiry.scheme());
        let draft = Draft::from(ending).with_credentials(inquiry.scheme());
        let is_read_only = inquiry.service() == Service::ReadOnly;
        return Some(if is_read_only { draft.or(503, &source::UNAVAILABLE) } else { draft });
    }
    if inquiry.responder() == Responder::Proxy {
        return None;
    }
    let ending = match inquiry.upgrade() {
        Upgrade::None | Upgrade::WebSocket => return None,
        Upgrade::Subprotocol => general::NO_SUBPROTOCOL,
        Upgrade::Version => general::VERSION_UNSUPPORTED,
        Upgrade::Required => general::UPGRADE_REQUIRED,
    };
    Some(match inquiry.hidden_from_client() {
        Some(hidden) => hidden.into(),
        None => ending.into(),
    })
}

fn service(inquiry: &mut Inquiry) -> Option<Ending> {
    match inquiry.service() {
        Service::Up => None,
        // A preflight request doesn't change any data, so a read-only service can answer it.
        Service::ReadOnly if inquiry.preflight() == Preflight::Yes => None,
        Service::Down => Some(general::DOWN),
        Service::ReadOnly => Some(general::READ_ONLY),
        Service::BackendLogin => Some(general::BACKEND_LOGIN),
    }
}

fn unusable(inquiry: &mut Inquiry) -> Option<Ending> {
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
        unusable if inquiry.preflight() == Preflight::Yes => Some(general::preflight_for_method(match unusable {
            Method::Unknown => general::METHOD_UNKNOWN,
            _ => general::method_unsupported(Upgrade::None, Endpoint::Resource),
        })),
        Method::Unknown => Some(general::METHOD_UNKNOWN),
        // A proxy forwards the request, because it doesn't know which methods the resource supports.
        Method::Unsupported if inquiry.responder() == Responder::Proxy => None,
        // A 405 with an `Allow` field would reveal that a hidden resource exists.
        Method::Unsupported => {
            let hidden = inquiry.hidden_from_client();
            Some(hidden.unwrap_or_else(|| general::method_unsupported(inquiry.upgrade(), inquiry.target())))
        }
    }
}

/// If the resource is hidden, an error about the request content would reveal that the resource exists.
fn incomplete(inquiry: &mut Inquiry) -> Ending {
    if let Some(hidden) = inquiry.hidden_from_client() {
        return hidden;
    }
    if inquiry.is_for_oauth() {
        general::PARAMETER_MISSING
    } else if fails_condition_first(inquiry) {
        state::PRECONDITION_FAILED_WITH_FAULTY_CONTENT
    } else {
        general::INCOMPLETE
    }
}

/// Returns whether a precondition fails and all earlier checks succeed. Preconditions are evaluated before the request
/// content is processed (RFC 9110 section 13.2.1).
fn fails_condition_first(inquiry: &mut Inquiry) -> bool {
    matches!(inquiry.precondition(), Precondition::Fails | Precondition::Taken)
        && inquiry.responder() != Responder::Proxy
        && inquiry.authority() == Authority::Right
        && inquiry.method() == Method::Supported
        && inquiry.preflight() == Preflight::No
        && matches!(inquiry.upgrade(), Upgrade::None | Upgrade::WebSocket)
        && inquiry.refusal() == Refusal::None
        && inquiry.exists() == Exists::Yes
        && is_let_in(inquiry)
}

fn is_let_in(inquiry: &mut Inquiry) -> bool {
    inquiry.protected() == Protected::No
        || !inquiry.is_outside()
            && inquiry.credentials() != Credentials::Unverifiable
            && inquiry.strength() == Strength::Sufficient
            && inquiry.permission() == Permission::Granted
}

fn refused(inquiry: &mut Inquiry, ending: Ending) -> Draft {
    let mut draft = Draft::from(ending);
    if ending.status == 404 || inquiry.preflight() == Preflight::Yes {
        return draft;
    }
    if inquiry.is_for_oauth() {
        draft = draft.at_oauth_refusal();
    }
    let refusal = inquiry.refusal();
    if matches!(refusal, Refusal::Origin | Refusal::Csrf | Refusal::Quota | Refusal::Insecure)
        && inquiry.hides_resource()
    {
        draft = draft.or(404, &source::HIDE);
    }
    draft
}

/// A proxy asks for a login with 407, because a 401 would come from the origin server.
fn proxy_login(inquiry: &mut Inquiry) -> Option<Ending> {
    if inquiry.protected() == Protected::No {
        return None;
    }
    let credentials = inquiry.credentials();
    if credentials == Credentials::Unverifiable {
        return Some(general::UNVERIFIABLE);
    }
    let strength = if credentials == Credentials::Valid { inquiry.strength() } else { Strength::Sufficient };
    if credentials == Credentials::Valid && strength == Strength::Sufficient {
        return None;
    }
    Some(general::proxy_login(inquiry.scheme(), credentials, strength))
}

fn refusal(inquiry: &mut Inquiry) -> Option<Ending> {
    let refusal = inquiry.refusal();
    if refusal == Refusal::None {
        return None;
    }
    if inquiry.preflight() == Preflight::Yes {
        return Some(general::preflight_refused(refusal));
    }
    match refusal {
        Refusal::Origin => general::refusal(refusal, inquiry.upgrade()),
        _ => match general::hidden_from_all(refusal) {
            Some(hidden) if inquiry.hides_resource() => Some(hidden),
            _ => general::refusal(refusal, Upgrade::None),
        },
    }
}
