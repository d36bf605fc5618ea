//! The order in which a server decides, from who answers to the resource's state.
//!
//! Owns the order, which is the project's own where the specification is silent (RFC 9110 orders nothing but
//! preconditions, section 13.2.1). Facts are read only through one inquiry, which writes down every question:
//! a fact that is not in the trace cannot have mattered.

use super::challenge;
use super::endings::{Draft, Ending, credentials, general, permission};
use super::facts::{
    Authority, Client, Credentials, Endpoint, Exists, FactName, Facts, Hidden, Message, Method, Permission,
    Precondition, Preflight, Protected, Refusal, Responder, Scheme, Service, State, Strength,
};
use super::{Ruling, Step, Trace};

/// The ruling of the specification on these facts, and how the article compares.
///
/// Total and pure: every set of facts has a ruling, and the same set always has the same one.
pub fn rule(facts: &Facts) -> Ruling {
    let mut inquiry = Inquiry { facts, trace: Trace::EMPTY };
    let draft = decide(&mut inquiry);
    draft.finish(inquiry.responder(), &inquiry.trace)
}

/// The facts, and the questions asked of them so far.
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
    refusal: Refusal,
    protected: Protected,
    scheme: Scheme,
    credentials: Credentials,
    strength: Strength,
    permission: Permission,
    hidden: Hidden,
    exists: Exists,
    precondition: Precondition,
    state: State,
}

impl Inquiry<'_> {
    fn ask(&mut self, fact: FactName) {
        self.trace.push(Step { fact, answer: self.facts.value(fact) });
    }

    /// Whether credentials travel in Authorization, so that RFC 9110 section 11 applies to them.
    fn http_scheme(&mut self) -> bool {
        self.scheme().is_in_framework()
    }

    /// Whether section 11.4, paragraph 3, asks for a 401: protected, an HTTP scheme, and no valid credentials.
    fn lacks_login(&mut self) -> bool {
        self.protected() == Protected::Yes && self.credentials() != Credentials::Valid && self.http_scheme()
    }
}

fn decide(inquiry: &mut Inquiry<'_>) -> Draft {
    if let Some(ending) = before_identity(inquiry) {
        return ending.into();
    }
    if inquiry.hidden() == Hidden::Yes && inquiry.credentials() != Credentials::Valid {
        return general::HIDDEN.into();
    }
    if inquiry.protected() == Protected::Yes
        && let Some(ending) = identity_or_permission(inquiry)
    {
        return ordered(inquiry, ending);
    }
    resource(inquiry).into()
}

/// Steps 1 to 8: who answers, whether the request can be handled at all, and refusals of everybody.
fn before_identity(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    match inquiry.responder() {
        Responder::Network => return Some(general::NETWORK),
        Responder::Proxy if proxy_wants_login(inquiry) => {
            return Some(general::PROXY.sending(challenge::proxy_authenticate(inquiry.scheme())));
        }
        Responder::Proxy | Responder::Origin | Responder::Gateway => {}
    }
    if inquiry.service() == Service::Down {
        return Some(general::DOWN);
    }
    if inquiry.message() == Message::Malformed {
        return Some(general::MALFORMED);
    }
    // A proxy must not generate a 421 (RFC 9110 section 15.5.20), so it is not asked.
    if inquiry.responder() != Responder::Proxy && inquiry.authority() == Authority::Misdirected {
        return Some(general::MISDIRECTED);
    }
    match inquiry.method() {
        Method::Unknown if inquiry.lacks_login() => {
            return Some(general::METHOD_UNKNOWN_UNIDENTIFIED);
        }
        Method::Unknown => return Some(general::METHOD_UNKNOWN),
        Method::Unsupported if inquiry.lacks_login() => {
            return Some(general::METHOD_UNSUPPORTED_UNIDENTIFIED);
        }
        Method::Unsupported => return Some(general::METHOD_UNSUPPORTED),
        Method::Supported => {}
    }
    if inquiry.preflight() == Preflight::Yes {
        return Some(general::PREFLIGHT);
    }
    general::refusal(inquiry.refusal())
}

/// A proxy that wants a login, or a better one, says so with 407: a 401 would be the origin server's word.
fn proxy_wants_login(inquiry: &mut Inquiry<'_>) -> bool {
    inquiry.protected() == Protected::Yes
        && (inquiry.credentials() != Credentials::Valid || inquiry.strength() != Strength::Sufficient)
}

/// Steps 11 to 14, for a protected resource; nothing when the requester is known, strong enough and permitted.
fn identity_or_permission(inquiry: &mut Inquiry<'_>) -> Option<Ending> {
    let credentials = inquiry.credentials();
    if credentials != Credentials::Valid {
        return Some(without_login(inquiry, credentials));
    }
    let strength = inquiry.strength();
    if strength != Strength::Sufficient {
        return Some(credentials::too_weak(inquiry.scheme(), strength));
    }
    match inquiry.permission() {
        Permission::Granted => None,
        denied if inquiry.hidden() == Hidden::Yes => Some(permission::hidden_from(denied)),
        Permission::Scope => permission::denied_for(Permission::Scope, inquiry.scheme()),
        denied => permission::denied_for(denied, Scheme::Basic),
    }
}

fn without_login(inquiry: &mut Inquiry<'_>, credentials: Credentials) -> Ending {
    let endpoint = inquiry.endpoint();
    let scheme = inquiry.scheme();
    if endpoint == Endpoint::Token {
        credentials::token_endpoint(scheme, credentials)
    } else if inquiry.http_scheme() {
        credentials::not_valid(scheme, credentials)
    } else if endpoint == Endpoint::Login && scheme == Scheme::Form {
        credentials::login(inquiry.client() == Client::Browser)
    } else {
        let browser = matches!(scheme, Scheme::Cookie | Scheme::Form)
            && credentials != Credentials::Partial
            && inquiry.client() == Client::Browser;
        credentials::custom(scheme, credentials, browser)
    }
}

/// How a 401 or 403 stands to what the request would have met later: nothing there, or a failing precondition.
fn ordered(inquiry: &mut Inquiry<'_>, ending: Ending) -> Draft {
    let draft = Draft::from(ending);
    if !matches!(ending.status, 401 | 403) || inquiry.endpoint() != Endpoint::Resource {
        return draft;
    }
    let draft = draft.where_absent(inquiry.exists());
    match inquiry.precondition() {
        Precondition::Holds => draft,
        Precondition::Fails => draft.before_preconditions(),
    }
}

/// Steps 15 to 18: the resource itself.
fn resource(inquiry: &mut Inquiry<'_>) -> Ending {
    match inquiry.exists() {
        Exists::No => return general::ABSENT,
        Exists::Gone => return general::GONE,
        Exists::Yes => {}
    }
    if inquiry.precondition() == Precondition::Fails {
        return general::PRECONDITION_FAILED;
    }
    if inquiry.state() == State::Conflict {
        return general::CONFLICT;
    }
    let ignored = inquiry.protected() == Protected::No
        && !matches!(inquiry.credentials(), Credentials::Valid | Credentials::Absent)
        && inquiry.http_scheme();
    if ignored { general::GRANTED_IGNORING } else { general::GRANTED }
}
