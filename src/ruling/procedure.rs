//! Defines the order in which a server makes its decisions.
//!
//! The order starts with the question of who sends the response, and ends with the state of the resource. Where the
//! specifications define no order, the course defines its own. RFC 9110 defines only when a server evaluates
//! preconditions and ranges (sections 13.2.1 and 14.2). Facts are read only through an `Inquiry`.

mod before_identity;

use self::before_identity::before_identity;
use super::endings::{Draft, Ending, credentials, general, granted, permission, state};
use super::facts::{
    Client, Credentials, Endpoint, Exists, Facts, Grant, Hidden, Order, Permission, Precondition, Protected, Responder,
    Scheme, State, Strength, Upgrade,
};
use super::inquiry::Inquiry;
use super::{Ruling, Trace};

/// Determines the ruling without the statuses that later checks would add.
pub(super) fn rule_in_order(facts: &Facts) -> Ruling {
    let mut inquiry = Inquiry::new(facts);
    let draft = decide(&mut inquiry);
    draft.finish(inquiry.responder(), inquiry.trace())
}

/// Returns the ruling for a request that created a resource.
pub(super) fn created(facts: &Facts, trace: &Trace) -> Ruling {
    Draft::from(granted::CREATED).finish(facts.responder, trace)
}

impl Inquiry {
    /// A proxy's own responses never concern an endpoint, because a proxy forwards every request that it accepts.
    fn target(&mut self) -> Endpoint {
        if self.responder() == Responder::Proxy { Endpoint::Resource } else { self.endpoint() }
    }

    /// Only origin servers, not proxies, hide resources.
    fn hides_resource(&mut self) -> bool {
        self.responder() != Responder::Proxy && self.hidden() == Hidden::Resource
    }

    fn is_for_oauth(&mut self) -> bool {
        matches!(self.target(), Endpoint::Token | Endpoint::Introspection | Endpoint::Revocation)
    }

    /// An endpoint that receives credentials in order to check them does so even if it is public.
    fn checks_login(&mut self) -> bool {
        self.protected() == Protected::Yes
            || self.is_for_oauth()
            || self.target() != Endpoint::Resource
                && !matches!(self.credentials(), Credentials::Absent | Credentials::Anonymous)
    }

    fn hides_account(&mut self) -> bool {
        self.hidden() == Hidden::Account
    }

    /// Returns whether the client has neither credentials that could be valid nor permission as an anonymous user.
    fn is_outside(&mut self) -> bool {
        match self.credentials() {
            Credentials::Valid | Credentials::Unverifiable => false,
            Credentials::Anonymous => self.permission() != Permission::Granted,
            _ => true,
        }
    }

    /// A server that looks up the resource before checking the login can't send the same 401 for every resource.
    fn hidden_before_login(&mut self) -> Ending {
        if self.order() == Order::Fixed { general::HIDDEN_IN_ORDER } else { general::HIDDEN }
    }

    /// Returns whether the resource is hidden from a client without valid credentials. An anonymous user who may read
    /// the resource knows that it exists.
    fn hides_from_outsider(&mut self) -> bool {
        self.hides_resource()
            && self.is_outside()
            && !(self.credentials() == Credentials::Anonymous && self.permission() == Permission::Method)
    }

    /// Returns an outcome if the resource doesn't exist and the server looks up the resource before checking the login.
    fn absent_before_login(&mut self) -> Option<Ending> {
        if self.responder() == Responder::Proxy || self.is_for_oauth() || self.hides_account() {
            return None;
        }
        let ending = match self.exists() {
            Exists::Yes => return None,
            Exists::Gone if !self.hides_resource() => state::GONE,
            Exists::No | Exists::Gone => state::ABSENT,
        };
        (self.order() == Order::Fixed).then_some(ending)
    }

    /// Returns `None` if the client is allowed to learn that the resource exists.
    fn hidden_from_client(&mut self) -> Option<Ending> {
        if !self.hides_resource() {
            return None;
        }
        if let Some(hidden) = general::hidden_from_all(self.refusal()) {
            return Some(hidden);
        }
        match self.credentials() {
            Credentials::Valid => {}
            Credentials::Unverifiable => return Some(general::UNVERIFIABLE),
            _ => return self.hides_from_outsider().then(|| self.hidden_before_login()),
        }
        if self.strength() != Strength::Sufficient {
            return Some(permission::HIDDEN_FROM_WEAK_LOGIN);
        }
        (!matches!(self.permission(), Permission::Granted | Permission::Method)).then_some(permission::HIDDEN)
    }
}

fn decide(inquiry: &mut Inquiry) -> Draft {
    if let Some(draft) = before_identity(inquiry) {
        return draft;
    }
    if inquiry.hides_from_outsider() {
        return inquiry.hidden_before_login().into();
    }
    if inquiry.checks_login()
        && let Some(ending) = identity_or_permission(inquiry)
    {
        return match inquiry.absent_before_login() {
            Some(absent) => absent.into(),
            None => in_order(inquiry, ending),
        };
    }
    resource(inquiry).into()
}

/// Returns `None` if the user is authenticated, the login is strong enough, and the user has permission.
fn identity_or_permission(inquiry: &mut Inquiry) -> Option<Ending> {
    let credentials = inquiry.credentials();
    if credentials == Credentials::Unverifiable {
        return Some(general::UNVERIFIABLE);
    }
    let target = inquiry.target();
    // Only ordinary resources can be open to anonymous users. A public OAuth client has no credentials to send.
    let credentials = match credentials {
        Credentials::Anonymous if target == Endpoint::Resource => return anonymous(inquiry),
        Credentials::Absent | Credentials::Anonymous
            if target != Endpoint::Introspection && inquiry.protected() == Protected::No =>
        {
            Credentials::Valid
        }
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
        Endpoint::Login if is_locked_out(inquiry, credentials) => not_permitted(inquiry),
        Endpoint::Resource | Endpoint::Login | Endpoint::Confirmation if credentials != Credentials::Valid => {
            Some(without_login(inquiry, credentials))
        }
        Endpoint::Resource | Endpoint::Login | Endpoint::Confirmation => {
            too_weak(inquiry).or_else(|| not_permitted(inquiry))
        }
    }
}

fn anonymous(inquiry: &mut Inquiry) -> Option<Ending> {
    if inquiry.permission() == Permission::Granted {
        return None;
    }
    let ending = without_login(inquiry, Credentials::Absent);
    Some(if inquiry.scheme().is_in_framework() { credentials::anonymous(ending) } else { ending })
}

/// A server checks whether an account is locked before checking the secret, because the response would otherwise reveal
/// whether a guessed secret is correct.
fn is_locked_out(inquiry: &mut Inquiry, credentials: Credentials) -> bool {
    credentials == Credentials::WrongSecret && !inquiry.hides_account() && inquiry.permission() == Permission::Locked
}

fn without_login(inquiry: &mut Inquiry, credentials: Credentials) -> Ending {
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

fn too_weak(inquiry: &mut Inquiry) -> Option<Ending> {
    let strength = inquiry.strength();
    if strength == Strength::Sufficient {
        return None;
    }
    Some(if inquiry.hides_resource() {
        permission::HIDDEN_FROM_WEAK_LOGIN
    } else {
        credentials::too_weak(inquiry.scheme(), strength)
    })
}

fn not_permitted(inquiry: &mut Inquiry) -> Option<Ending> {
    let denied = inquiry.permission();
    if denied == Permission::Granted {
        return None;
    }
    let of_account = matches!(denied, Permission::Suspended | Permission::Locked | Permission::Unverified);
    // Only origin servers, not proxies, send `WWW-Authenticate`.
    if inquiry.responder() == Responder::Proxy {
        return permission::denied_for(denied, Scheme::Basic);
    }
    match inquiry.hidden() {
        // A user who may read the resource knows that it exists.
        Hidden::Resource if denied != Permission::Method => Some(permission::HIDDEN),
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

fn at_token_endpoint(inquiry: &mut Inquiry, credentials: Credentials) -> Option<Ending> {
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

fn at_introspection(inquiry: &mut Inquiry, credentials: Credentials) -> Option<Ending> {
    if credentials != Credentials::Valid {
        return Some(credentials::introspection(inquiry.scheme(), credentials));
    }
    if let Some(ending) = too_weak(inquiry) {
        return Some(ending);
    }
    match inquiry.permission() {
        Permission::Granted => {}
        // It isn't an error to ask about a token that belongs to someone else.
        Permission::Owner | Permission::Tenant => return Some(permission::INACTIVE),
        _ => {
            if let Some(ending) = permission::at_introspection(inquiry.scheme()) {
                return Some(ending);
            }
        }
    }
    not_permitted(inquiry).or_else(|| (inquiry.grant() == Grant::Invalid).then_some(permission::INACTIVE))
}

fn at_revocation(inquiry: &mut Inquiry, credentials: Credentials) -> Option<Ending> {
    if credentials != Credentials::Valid {
        return Some(credentials::token_endpoint(inquiry.scheme(), credentials));
    }
    if inquiry.strength() != Strength::Sufficient {
        return Some(permission::at_revocation(Permission::Role));
    }
    match inquiry.permission() {
        Permission::Granted => {}
        denied => return Some(permission::at_revocation(denied)),
    }
    (inquiry.grant() == Grant::Invalid).then_some(permission::REVOKED_ALREADY)
}

fn in_order(inquiry: &mut Inquiry, ending: Ending) -> Draft {
    let mut draft = Draft::from(ending);
    let (credentials, endpoint) = (inquiry.credentials(), inquiry.target());
    match credentials {
        Credentials::Absent => draft = draft.with_nothing_sent(),
        Credentials::Anonymous => {
            draft = draft.with_nothing_sent();
            if endpoint == Endpoint::Resource {
                draft = draft.for_anonymous(inquiry.permission());
            }
        }
        Credentials::WrongAudience | Credentials::WrongRealm => draft = draft.with_ticket_from_elsewhere(),
        _ => {}
    }
    let is_refused_login = endpoint == Endpoint::Login && draft.status() == 403;
    if is_refused_login && (credentials == Credentials::Valid || is_locked_out(inquiry, credentials)) {
        draft = draft.at_login(inquiry.scheme(), inquiry.client());
    }
    draft = draft.at_oauth_endpoint(endpoint, credentials);
    if draft.status() == 401 && matches!(endpoint, Endpoint::Resource | Endpoint::Login) {
        draft = draft.of_layer(inquiry.layer()).with_metadata(inquiry.scheme());
    }
    if !matches!(draft.status(), 303 | 401 | 403) || endpoint != Endpoint::Resource {
        return draft;
    }
    let client = inquiry.client();
    draft = draft.readable_by(client, inquiry.scheme());
    match inquiry.precondition() {
        Precondition::Holds | Precondition::Required => draft,
        _ => draft.before_preconditions(),
    }
}

fn resource(inquiry: &mut Inquiry) -> Ending {
    // A proxy must not evaluate preconditions (RFC 9110 section 13.2.1) and doesn't know the resource.
    if inquiry.responder() == Responder::Proxy {
        return success(inquiry);
    }
    match inquiry.exists() {
        Exists::Yes => {}
        _ if inquiry.hides_account() => return state::SAME_FOR_EVERY_ACCOUNT,
        Exists::No if inquiry.hides_resource() => return permission::HIDDEN,
        Exists::No if inquiry.precondition() == Precondition::Fails => return state::ABSENT_AND_CONDITIONAL,
        Exists::No if inquiry.state() == State::Conflict => return state::ABSENT_IN_CONFLICT,
        Exists::No => return state::ABSENT,
        Exists::Gone => return state::GONE,
    }
    match (inquiry.precondition(), inquiry.state()) {
        (_, State::Conflict) if inquiry.hides_account() => return state::SAME_FOR_EVERY_ACCOUNT,
        (Precondition::Unchanged, _) => return state::NOT_MODIFIED,
        (Precondition::Unmodified, _) => return state::NOT_MODIFIED_SINCE,
        (Precondition::Required, _) => return state::PRECONDITION_REQUIRED,
        (Precondition::Fails, State::Ready | State::Conflict) => return state::PRECONDITION_FAILED,
        (Precondition::Taken, State::Ready) => return state::TAKEN,
        (Precondition::Taken, State::Conflict) => return state::TAKEN_IN_CONFLICT,
        (Precondition::Fails | Precondition::Taken, State::Locked) => return state::LOCKED_BEFORE_PRECONDITION,
        (Precondition::Holds, State::Conflict) => return state::CONFLICT,
        (Precondition::Holds, State::Locked) => return state::LOCKED,
        (Precondition::Holds, State::Ready) => {}
    }
    let has_failed = matches!(inquiry.credentials(), Credentials::UnknownUser | Credentials::WrongSecret);
    if has_failed && inquiry.hides_account() {
        return state::SAME_FOR_EVERY_ACCOUNT;
    }
    success(inquiry)
}

fn success(inquiry: &mut Inquiry) -> Ending {
    let is_public = inquiry.protected() == Protected::No;
    let ending = match inquiry.credentials() {
        _ if inquiry.target() == Endpoint::Token => granted::TOKEN_ISSUED,
        Credentials::Valid if is_public || inquiry.responder() == Responder::Proxy => granted::GRANTED,
        Credentials::Absent | Credentials::Anonymous => granted::GRANTED,
        Credentials::Unverifiable => granted::GRANTED_UNCHECKED,
        Credentials::Valid => granted::granted_to_user(inquiry.scheme()),
        credentials => granted::granted_ignoring(inquiry.scheme(), credentials),
    };
    if inquiry.upgrade() == Upgrade::WebSocket { granted::opened(&ending) } else { ending }
}
