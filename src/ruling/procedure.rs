//! The order in which a server makes its decisions.
//!
//! The order starts with who answers and ends with the state of the resource. This module defines the order of the
//! checks. Where the specifications are silent, the course defines its own order, because RFC 9110 fixes only the
//! place of preconditions (section 13.2.1). Facts are read only through an inquiry, which records every question. A
//! fact that isn't in the trace therefore can't have affected the ruling.

use super::challenge::{Reason, proxy_authenticate};
use super::endings::{Draft, Ending, credentials, general, permission};
use super::facts::{
    Authority, Client, Credentials, Endpoint, Exists, FactName, Facts, Grant, Hidden, Layer, Message, Method,
    Permission, Precondition, Preflight, Protected, Refusal, Responder, Scheme, Service, State, Strength, Upgrade,
};
use super::{Ruling, Trace};

/// Returns what the specifications say about these facts, and how the article compares.
///
/// Every set of facts has a ruling, and the same set always has the same ruling.
///
/// ```
/// use airside::ruling::{Certainty, FactName, Facts, rule};
///
/// // A bearer token issued for another service isn't valid here.
/// let ruling = rule(&Facts::default().with("scheme", "bearer")?.with("credentials", "wrong-audience")?);
/// assert_eq!((ruling.status, ruling.certainty), (401, Certainty::Definition));
///
/// // Valid credentials without permission: 403, and no header field is required.
/// let ruling = rule(&Facts::default().with("permission", "role")?);
/// assert_eq!((ruling.status, ruling.companions.first()), (403, None));
///
/// // The questions that led to it.
/// let step = ruling.trace.iter().find(|step| step.fact == FactName::Permission);
/// assert_eq!(step.map(|step| step.answer), Some("No: the role doesn't include it."));
/// # Ok::<(), airside::ruling::UnknownFact>(())
/// ```
pub fn rule(facts: &Facts) -> Ruling {
    let mut inquiry = Inquiry { facts, trace: Trace::new(facts) };
    let draft = decide(&mut inquiry);
    draft.finish(inquiry.responder(), &inquiry.trace)
}

/// The facts of a request, together with the questions asked so far.
struct Inquiry<'a> {
    facts: &'a Facts,
    trace: Trace,
}

macro_rules! questions {
    ($($field:ident: $fact:ident,)+) => {
        impl Inquiry<'_> {
            $(
                fn $field(&mut self) -> $fact {
                    self.ask(FactName::$fact);
                    self.facts.$field
                }
            )+
        }
    };
}

questions! {
    responder: Responder,
    service: Service,
    endpoint: Endpoint,
    client: Client,
    message: Message,
    authority: Authority,
    method: Method,
    preflight: Preflight,
    upgrade: Upgrade,
    refusal: Refusal,
    protected: Protected,
    scheme: Scheme,
    layer: Layer,
    credentials: Credentials,
    grant: Grant,
    strength: Strength,
    permission: Permission,
    hidden: Hidden,
    exists: Exists,
    precondition: Precondition,
    state: State,
}

impl Inquiry<'_> {
    fn ask(&mut self, fact: FactName) {
        self.trace.push(fact);
    }

    /// Checks whether section 11.4, paragraph 3, asks for a 401: the resource is protected, the scheme is an HTTP
    /// scheme, and there are no valid credentials.
    fn lacks_login(&mut self) -> bool {
        self.protected() == Protected::Yes && self.is_outside() && self.scheme().is_in_framework()
    }

    /// Returns the endpoint that the request is for. A proxy forwards every request that it accepts, so the proxy's own
    /// responses never concern an endpoint.
    fn target(&mut self) -> Endpoint {
        if self.responder() == Responder::Proxy { Endpoint::Resource } else { self.endpoint() }
    }

    /// A proxy can't hide a resource, because it isn't the origin server.
    fn hides_resource(&mut self) -> bool {
        self.responder() != Responder::Proxy && self.hidden() == Hidden::Resource
    }

    /// Returns whether the client has no access and hasn't shown that it belongs to a user who might have access.
    fn is_outside(&mut self) -> bool {
        match self.credentials() {
            Credentials::Valid | Credentials::Unverifiable => false,
            Credentials::Anonymous => self.permission() != Permission::Granted,
            _ => true,
        }
    }

    /// Returns the outcome for someone who may not learn that the resource exists, or `None` for someone who may.
    fn outsider(&mut self) -> Option<Ending> {
        match self.credentials() {
            Credentials::Valid => {}
            Credentials::Unverifiable => return Some(general::UNVERIFIABLE),
            _ => return self.is_outside().then_some(general::HIDDEN),
        }
        let insufficient = self.strength() != Strength::Sufficient || self.permission() != Permission::Granted;
        insufficient.then_some(permission::HIDDEN)
    }
}

fn decide(inquiry: &mut Inquiry<'_>) -> Draft {
    if let Some(ending) = before_identity(inquiry) {
        return ending.into();
    }
    if inquiry.hides_resource() && inquiry.is_outside() {
        return general::HIDDEN.into();
    }
    if inquiry.protected() == Protected::Yes
        && let Some(ending) = identity_or_permission(inquiry)
    {
        return in_order(inquiry, ending);
    }
    resource(inquiry).into()
}

/// Decides everything that comes before identity: who answers, whether the request can be handled at all, and refusals
/// that apply to everyone.
fn before_identity(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    match inquiry.responder() {
        Responder::Network => return Some(general::NETWORK),
        Responder::Proxy => {
            if let Some(ending) = proxy_login(inquiry) {
                return Some(ending);
            }
        }
        Responder::Origin | Responder::Gateway => {}
    }
    if inquiry.service() == Service::Down {
        return Some(general::DOWN);
    }
    if inquiry.message() == Message::Malformed {
        return Some(if inquiry.lacks_login() { general::MALFORMED_UNIDENTIFIED } else { general::MALFORMED });
    }
    if inquiry.message() == Message::Incomplete {
        return Some(incomplete(inquiry));
    }
    // A proxy must not generate a 421 (RFC 9110 section 15.5.20), so the question is skipped for a proxy.
    if inquiry.responder() != Responder::Proxy && inquiry.authority() == Authority::Misdirected {
        return Some(if inquiry.lacks_login() { general::MISDIRECTED_UNIDENTIFIED } else { general::MISDIRECTED });
    }
    method(inquiry).or_else(|| refusal(inquiry))
}

/// An error about the content would reveal a hidden resource.
fn incomplete(inquiry: &mut Inquiry<'_>) -> Ending {
    let hidden = if inquiry.hides_resource() { inquiry.outsider() } else { None };
    match hidden {
        Some(ending) => ending,
        None if inquiry.lacks_login() => general::INCOMPLETE_UNIDENTIFIED,
        None => general::INCOMPLETE,
    }
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

/// Returns the outcome for a method that can't be used here. A 405 with an Allow field would reveal a hidden resource.
fn method(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    match inquiry.method() {
        Method::Supported => None,
        Method::Unknown if inquiry.lacks_login() => Some(general::METHOD_UNKNOWN_UNIDENTIFIED),
        Method::Unknown => Some(general::METHOD_UNKNOWN),
        Method::Unsupported => {
            let hidden = if inquiry.hides_resource() { inquiry.outsider() } else { None };
            Some(match hidden {
                Some(ending) => ending,
                None if inquiry.lacks_login() => general::METHOD_UNSUPPORTED_UNIDENTIFIED,
                None => general::METHOD_UNSUPPORTED,
            })
        }
    }
}

/// Returns the outcome of a refusal that applies to everyone. A refused preflight gets no CORS fields.
fn refusal(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    let preflight = inquiry.preflight() == Preflight::Yes;
    match inquiry.refusal() {
        Refusal::None if preflight => Some(general::PREFLIGHT),
        Refusal::None if inquiry.upgrade() == Upgrade::Subprotocol => {
            Some(if inquiry.lacks_login() { general::NO_SUBPROTOCOL_UNIDENTIFIED } else { general::NO_SUBPROTOCOL })
        }
        Refusal::None => None,
        _ if preflight => Some(general::PREFLIGHT_REFUSED),
        Refusal::Origin => general::refusal(Refusal::Origin, inquiry.upgrade()),
        Refusal::Nobody | Refusal::Legal if inquiry.hides_resource() => Some(general::HIDDEN_FROM_ALL),
        refusal => general::refusal(refusal, Upgrade::None),
    }
}

/// Returns the outcome for a protected resource, or `None` if the user is authenticated, the login is strong enough,
/// and permission is granted.
fn identity_or_permission(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    let credentials = inquiry.credentials();
    if credentials == Credentials::Unverifiable {
        return Some(general::UNVERIFIABLE);
    }
    let target = inquiry.target();
    // Only an ordinary resource can grant permissions to everyone.
    let credentials = match credentials {
        Credentials::Anonymous if target == Endpoint::Resource => return anonymous(inquiry),
        Credentials::Anonymous => Credentials::Absent,
        other => other,
    };
    match target {
        Endpoint::Token => at_token_endpoint(inquiry, credentials),
        Endpoint::Introspection => at_introspection(inquiry, credentials),
        Endpoint::Revocation => at_revocation(inquiry, credentials),
        Endpoint::Confirmation if credentials != Credentials::Valid => {
            Some(credentials::confirmation(inquiry.client() == Client::Browser))
        }
        Endpoint::Resource | Endpoint::Login | Endpoint::Confirmation if credentials != Credentials::Valid => {
            Some(without_login(inquiry, credentials))
        }
        Endpoint::Resource | Endpoint::Login | Endpoint::Confirmation => {
            too_weak(inquiry).or_else(|| not_permitted(inquiry))
        }
    }
}

/// Returns the outcome for a client that counts as a user called anonymous, or `None` if that user has permission.
fn anonymous(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    if inquiry.permission() == Permission::Granted {
        return None;
    }
    let ending = without_login(inquiry, Credentials::Absent);
    Some(if inquiry.scheme().is_in_framework() { credentials::anonymous(ending) } else { ending })
}

fn without_login(inquiry: &mut Inquiry<'_>, credentials: Credentials) -> Ending {
    let scheme = inquiry.scheme();
    if scheme.is_in_framework() {
        credentials::not_valid(scheme, credentials)
    } else if scheme == Scheme::Form && inquiry.target() == Endpoint::Login {
        credentials::login(credentials, inquiry.client() == Client::Browser)
    } else {
        // A browser doesn't show a page in response to a WebSocket handshake.
        let browser = matches!(scheme, Scheme::Cookie | Scheme::Form)
            && credentials != Credentials::Partial
            && inquiry.client() == Client::Browser
            && inquiry.upgrade() == Upgrade::None;
        credentials::custom(scheme, credentials, browser)
    }
}

fn too_weak(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    let strength = inquiry.strength();
    if strength == Strength::Sufficient {
        return None;
    }
    Some(if inquiry.hides_resource() { permission::HIDDEN } else { credentials::too_weak(inquiry.scheme(), strength) })
}

fn not_permitted(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    let denied = inquiry.permission();
    if denied == Permission::Granted {
        return None;
    }
    let of_account = matches!(denied, Permission::Suspended | Permission::Locked | Permission::Unverified);
    // `WWW-Authenticate` belongs to the origin server, not to the proxy.
    if inquiry.responder() == Responder::Proxy {
        return permission::denied_for(denied, Scheme::Basic);
    }
    match inquiry.hidden() {
        Hidden::Resource => Some(permission::HIDDEN),
        // The state of an account is as secret as the account itself, so the response is the same as for a wrong
        // password.
        Hidden::Account if of_account => Some(match inquiry.target() {
            Endpoint::Introspection => credentials::introspection(inquiry.scheme(), Credentials::WrongSecret),
            _ => without_login(inquiry, Credentials::WrongSecret),
        }),
        _ if denied == Permission::Scope => permission::denied_for(denied, inquiry.scheme()),
        _ => permission::denied_for(denied, Scheme::Basic),
    }
}

fn at_token_endpoint(inquiry: &mut Inquiry<'_>, credentials: Credentials) -> Option<Ending> {
    if credentials != Credentials::Valid {
        return Some(credentials::token_endpoint(inquiry.scheme(), credentials));
    }
    if inquiry.grant() == Grant::Invalid || inquiry.strength() != Strength::Sufficient {
        return Some(permission::INVALID_GRANT);
    }
    match inquiry.permission() {
        Permission::Granted => None,
        denied => Some(permission::at_token_endpoint(denied)),
    }
}

fn at_introspection(inquiry: &mut Inquiry<'_>, credentials: Credentials) -> Option<Ending> {
    if credentials != Credentials::Valid {
        return Some(credentials::introspection(inquiry.scheme(), credentials));
    }
    if let Some(ending) = too_weak(inquiry) {
        return Some(ending);
    }
    match inquiry.permission() {
        Permission::Granted => {}
        // It isn't an error to ask about a token that the caller may not know about.
        Permission::Owner | Permission::Tenant => return Some(permission::INACTIVE),
        _ => {
            if let Some(ending) = permission::at_introspection(inquiry.scheme()) {
                return Some(ending);
            }
        }
    }
    not_permitted(inquiry).or_else(|| (inquiry.grant() == Grant::Invalid).then_some(permission::INACTIVE))
}

fn at_revocation(inquiry: &mut Inquiry<'_>, credentials: Credentials) -> Option<Ending> {
    if credentials != Credentials::Valid {
        return Some(credentials::token_endpoint(inquiry.scheme(), credentials));
    }
    if inquiry.permission() != Permission::Granted {
        return Some(permission::REVOCATION_REFUSED);
    }
    (inquiry.grant() == Grant::Invalid).then_some(permission::REVOKED_ALREADY)
}

/// Adds what other facts contribute to an outcome about identity: which layer asked for the login, who must be able to
/// read the response, and which checks would have followed.
fn in_order(inquiry: &mut Inquiry<'_>, ending: Ending) -> Draft {
    let mut draft = Draft::from(ending);
    let (credentials, endpoint) = (inquiry.credentials(), inquiry.target());
    if matches!(credentials, Credentials::Absent | Credentials::Anonymous) {
        draft = draft.with_nothing_sent();
    }
    if credentials == Credentials::Valid && endpoint == Endpoint::Login && draft.status() == 403 {
        draft = draft.at_login(inquiry.scheme(), inquiry.client());
    }
    draft = draft.at_oauth_endpoint(endpoint, credentials);
    if draft.status() == 401 && matches!(endpoint, Endpoint::Resource | Endpoint::Login) {
        draft = draft.of_layer(inquiry.layer()).with_metadata(inquiry.scheme());
    }
    if !matches!(draft.status(), 401 | 403) || endpoint != Endpoint::Resource {
        return draft;
    }
    draft = draft.readable_by(inquiry.client());
    // A proxy that refuses a request doesn't know what exists behind it.
    if inquiry.responder() != Responder::Proxy {
        draft = draft.where_absent(inquiry.exists());
    }
    match inquiry.precondition() {
        Precondition::Holds => draft,
        Precondition::Fails => draft.before_preconditions(),
    }
}

/// Decides the outcome from the state of the resource itself.
fn resource(inquiry: &mut Inquiry<'_>) -> Ending {
    match inquiry.exists() {
        Exists::No if inquiry.hides_resource() => return permission::HIDDEN,
        Exists::No => return general::ABSENT,
        Exists::Gone => return general::GONE,
        Exists::Yes => {}
    }
    if inquiry.precondition() == Precondition::Fails {
        return general::PRECONDITION_FAILED;
    }
    match inquiry.state() {
        State::Ready => {}
        State::Conflict => return general::CONFLICT,
        State::Locked => return general::LOCKED,
    }
    let is_public = inquiry.protected() == Protected::No;
    match inquiry.credentials() {
        Credentials::Valid if is_public || inquiry.responder() == Responder::Proxy => general::GRANTED,
        Credentials::Absent | Credentials::Anonymous => general::GRANTED,
        Credentials::Unverifiable => general::GRANTED_UNCHECKED,
        Credentials::Valid if inquiry.target() == Endpoint::Token => general::TOKEN_ISSUED,
        Credentials::Valid => general::granted_to_user(inquiry.scheme()),
        _ => general::granted_ignoring(inquiry.scheme()),
    }
}
