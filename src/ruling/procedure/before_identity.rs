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
                    Some(other) if login.status != 503 => Draft::from(login).at_proxy(&other),
                    _ => login.into(),
                });
            }
        }
        Responder::Origin | Responder::Gateway => {}
    }
    if let Some(ending) = service(inquiry) {
        return Some(unordered(inquiry, ending));
    }
    if let Some(ending) = unusable(inquiry) {
        return Some(unordered(inquiry, ending));
    }
    let is_preflight = inquiry.preflight() == Preflight::Yes;
    if let Some(ending) = refusal(inquiry) {
        return Some(refused(inquiry, ending));
    }
    if is_preflight {
        let ending = general::preflight(inquiry.exists(), inquiry.scheme());
        let draft = Draft::from(ending).with_credentials(inquiry.scheme());
        let is_read_only = inquiry.service() == Service::ReadOnly;
        return Some(if is_read_only { draft.or(3, 503, &source::UNAVAILABLE) } else { draft });
    }
    let ending = match inquiry.upgrade() {
        Upgrade::None | Upgrade::WebSocket => return None,
        Upgrade::Subprotocol => general::NO_SUBPROTOCOL,
        Upgrade::Version => general::VERSION_UNSUPPORTED,
        Upgrade::Required => general::UPGRADE_REQUIRED,
    };
    Some(match inquiry.hidden_from_client() {
        Some(hidden) => hidden.into(),
        None => unordered(inquiry, ending),
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

/// Adds the statuses for all other checks that the request fails. The specifications don't define the order of these
/// checks, so every such status conforms unless the service has a fixed order.
fn unordered(inquiry: &mut Inquiry, ending: Ending) -> Draft {
    or_other_checks(inquiry, &ending, Draft::from(ending))
}

fn or_other_checks(inquiry: &mut Inquiry, ending: &Ending, mut draft: Draft) -> Draft {
    // No other statuses are added for hidden or missing resources, for server failures, or for a preflight, which
    // contains no credentials.
    let is_failure =
        ending.status >= 500 && ending.status != 501 && !matches!(inquiry.service(), Service::ReadOnly | Service::Down);
    if ending.status == 404 || is_failure || inquiry.preflight() == Preflight::Yes {
        return draft;
    }
    draft = or_fault(inquiry, draft);
    if inquiry.order() == Order::Fixed {
        return draft;
    }
    if let Some(refusal) = general::refusal(inquiry.refusal(), Upgrade::None) {
        draft = draft.or_refusal(&refusal);
    }
    or_identity(inquiry, draft)
}

/// Adds the status for an error in the request that a later check would find.
fn or_fault(inquiry: &mut Inquiry, draft: Draft) -> Draft {
    if inquiry.service() != Service::Up {
        return match inquiry.message() {
            Message::WellFormed => draft,
            Message::Incomplete if !inquiry.is_for_oauth() => {
                draft.or(6, 400, &source::BAD_REQUEST).or(5, 422, &source::UNPROCESSABLE)
            }
            _ => draft.or(6, 400, &source::BAD_REQUEST),
        };
    }
    if draft.status() != 400 {
        return draft;
    }
    match inquiry.method() {
        Method::Supported => draft,
        // A 405 would reveal that a hidden resource exists.
        Method::Unsupported if inquiry.hidden_from_client().is_some() => draft,
        Method::Unsupported => draft.or(6, 405, &source::METHOD_NOT_ALLOWED),
        Method::Unknown => draft.or(6, 501, &source::NOT_IMPLEMENTED),
    }
}

fn or_identity(inquiry: &mut Inquiry, draft: Draft) -> Draft {
    if inquiry.protected() == Protected::No {
        return or_absent(inquiry, draft);
    }
    if inquiry.credentials() == Credentials::Unverifiable {
        return draft;
    }
    let oauth = inquiry.is_for_oauth();
    if inquiry.is_outside() {
        let in_framework = inquiry.scheme().is_in_framework();
        let draft = draft.or(
            1,
            401,
            match (in_framework, oauth) {
                (true, false) => &source::NO_VALID_CREDENTIALS,
                (true, true) => &source::CLIENT_BY_HEADER,
                (false, false) => &source::OTHER_MECHANISMS,
                (false, true) => &source::CLIENT_OTHERWISE,
            },
        );
        let may_be_forbidden = !oauth && (!in_framework || inquiry.credentials() == Credentials::Anonymous);
        return if may_be_forbidden { draft.or(2, 403, &source::FORBIDDEN) } else { draft };
    }
    if oauth {
        return draft;
    }
    if inquiry.strength() != Strength::Sufficient {
        return draft.or(1, 401, &source::NO_VALID_CREDENTIALS).or(2, 403, &source::NOT_ADEQUATE);
    }
    match inquiry.permission() {
        Permission::Granted => or_absent(inquiry, draft),
        _ => draft.or(2, 403, &source::NOT_ADEQUATE),
    }
}

/// Adds the status for a missing resource, because a server may check whether the resource exists before it checks the
/// method or the content.
fn or_absent(inquiry: &mut Inquiry, draft: Draft) -> Draft {
    let is_fault = matches!(draft.status(), 400 | 405);
    if !is_fault || inquiry.responder() == Responder::Proxy || inquiry.hides_account() {
        return draft;
    }
    match inquiry.exists() {
        Exists::Yes if inquiry.message() != Message::Incomplete => draft,
        Exists::Yes => match inquiry.precondition() {
            Precondition::Required => draft.or(5, 428, &source::PRECONDITION_REQUIRED),
            _ => draft,
        },
        Exists::No => draft.or(3, 404, &source::NOT_FOUND),
        Exists::Gone => draft.or(3, 404, &source::NOT_FOUND).or(4, 410, &source::GONE),
    }
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
        draft = draft.or(3, 404, &source::HIDE);
    }
    or_other_checks(inquiry, &ending, draft)
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
    if credentials == Credentials::Valid && inquiry.strength() == Strength::Sufficient {
        return None;
    }
    Some(general::proxy_login(inquiry.scheme(), credentials))
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
