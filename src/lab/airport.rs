//! Implements the airport as a pure function of its state and a request.
//!
//! The function returns the next state, the response and a list of events. Resources are defined in [`place`],
//! credentials in [`identity`], and responses in `answer`. To get a status code, this module passes the facts of each
//! request to the ruling engine. Only the five airlines and a gate with misordered checks depart from the ruling.

mod answer;
pub mod identity;
pub mod place;

use super::message::{LabRequest, LabResponse, field};
use crate::calendar::http_date;
use crate::encoding::normal_path;
use crate::random::Random;
use crate::ruling::facts::{Authority, Credentials, Exists, Message, Method, Order, Permission, Protected, Refusal};
use crate::ruling::{Facts, rule};
use identity::{IssuedToken, Passenger, PresentedCredentials, TokenIssuer, examine, granted_scope};
use place::{AirlineFault, AirportPlace, GateCheck};

/// The host names that the simulated airport accepts.
pub const HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "airport.example"];

pub(crate) const SERVER: &str = "airside";

/// The maximum number of issued tokens to keep. Beyond this limit, the oldest token is dropped.
const MOST_TOKENS: usize = 1000;

/// The lifetime of a token, in seconds.
const LIFETIME: u64 = 30 * 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Airport {
    passwords: [String; 2],
    hosts: Vec<String>,
    random: Random,
    /// The issued tokens, oldest first.
    pub tokens: Vec<IssuedToken>,
    pub checks: Vec<GateCheck>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AirportEvent {
    Ruled(RuledRequest),
    Issued(IssuedToken),
    Ordered(Vec<GateCheck>),
}

/// The facts of a request, together with the passenger and the resource that the request concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuledRequest {
    pub place: AirportPlace,
    pub facts: Facts,
    pub passenger: Option<Passenger>,
    pub token: Option<String>,
    pub fault: Option<AirlineFault>,
}

/// Generates one password for each passenger. The same seed always produces the same passwords.
pub fn passwords(seed: u64) -> [String; 2] {
    const FIRST: &[u8] = b"bdfgklmnprstvz";
    const SECOND: &[u8] = b"aeiou";
    let mut random = Random(seed);
    let mut password = || {
        let mut text = String::new();
        for _ in 0..3 {
            for letters in [FIRST, SECOND] {
                text.extend(letters.get(random.below(letters.len())).map(|letter| char::from(*letter)));
            }
        }
        format!("{text}-{:04}", random.below(10_000))
    };
    [password(), password()]
}

impl Airport {
    /// Creates an airport that accepts the given values of the `Host` header field.
    pub fn new(seed: u64, passwords: [String; 2], hosts: impl IntoIterator<Item = String>) -> Self {
        let checks = vec![GateCheck::Permission, GateCheck::Credentials, GateCheck::Closed];
        // Tokens have a separate seed, so that nobody can derive them from the passwords.
        let random = Random(seed ^ 0x5A5A_5A5A_5A5A_5A5A);
        Self { passwords, hosts: hosts.into_iter().collect(), random, tokens: Vec::new(), checks }
    }

    pub fn password(&self, passenger: Passenger) -> &str {
        self.passwords.get(passenger as usize).map_or("", String::as_str)
    }

    /// Returns a `name:password` pair for each passenger.
    pub fn logins(&self) -> Vec<String> {
        Passenger::ALL.iter().map(|one| format!("{}:{}", one.name(), self.password(*one))).collect()
    }

    fn issue(&mut self, passenger: Passenger, scopes: Vec<String>, issuer: TokenIssuer, now: u64) -> IssuedToken {
        const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
        let mut text = String::from("bp-");
        for _ in 0..12 {
            text.extend(LETTERS.get(self.random.below(LETTERS.len())).map(|letter| char::from(*letter)));
        }
        let token = IssuedToken { text, passenger, scopes, expires: now.saturating_add(LIFETIME), issuer };
        self.tokens.push(token.clone());
        let forgotten = self.tokens.len().saturating_sub(MOST_TOKENS);
        self.tokens.drain(..forgotten);
        token
    }
}

/// Responds to a request. `now` is in seconds since 1970.
pub fn airport(mut state: Airport, request: &LabRequest, now: u64) -> (Airport, LabResponse, Vec<AirportEvent>) {
    let place = AirportPlace::find(&normal_path(request.path()));
    let method = if request.method == "HEAD" { "GET" } else { request.method.as_str() };
    let shown = examine(&state, request, place, now);
    let facts = facts(&state, request, place, method, &shown, now);
    let ruling = rule(&facts);
    let (issued, ordered) =
        if ruling.status == 200 { state.act(request, place, method, &shown, now) } else { (None, None) };
    let fault = place.fault(&facts, &ruling, &state.checks);
    let mut response = answer::answer(&state, request, place, &facts, &ruling, issued.as_ref());
    if let Some(fault) = fault {
        fault.apply(place, &mut response);
    }
    let length = response.body.len().to_string();
    response.fields.push(field("Content-Length", length));
    let general = [field("Date", http_date(now)), field("Server", SERVER)];
    response.fields.splice(0..0, general);
    if request.method == "HEAD" {
        response.body.clear();
    }
    let passenger = shown.passenger.filter(|_| facts.credentials == Credentials::Valid);
    let mut events = vec![AirportEvent::Ruled(RuledRequest { place, facts, passenger, token: shown.token, fault })];
    events.extend(issued.map(AirportEvent::Issued));
    events.extend(ordered.map(AirportEvent::Ordered));
    (state, response, events)
}

fn facts(
    state: &Airport, request: &LabRequest, place: AirportPlace, method: &str, shown: &PresentedCredentials, now: u64,
) -> Facts {
    let mut facts = Facts { scheme: shown.scheme, credentials: shown.credentials, ..Facts::default() };
    match request.value("Host").map(|host| host.trim().to_ascii_lowercase()) {
        None => facts.message = Message::Malformed,
        Some(host) if !state.hosts.contains(&host) => facts.authority = Authority::Misdirected,
        Some(_) => {}
    }
    let is_supported = place.methods().contains(&method);
    if !is_supported {
        let is_known = place::METHODS.contains(&method);
        facts.method = if is_known { Method::Unsupported } else { Method::Unknown };
    }
    facts.protected = if place.is_protected(method) { Protected::Yes } else { Protected::No };
    facts.endpoint = place.endpoint(method);
    facts.hidden = place.hidden();
    match place {
        AirportPlace::Nowhere => facts.exists = Exists::No,
        AirportPlace::Runway => (facts.refusal, facts.order) = (Refusal::Nobody, Order::Fixed),
        AirportPlace::Curfew if place::is_night(request, now) => {
            (facts.refusal, facts.order) = (Refusal::Hours, Order::Fixed);
        }
        _ => {}
    }
    let is_valid = facts.credentials == Credentials::Valid;
    if is_valid && place.scope().is_some_and(|scope| !shown.scopes.iter().any(|held| held == scope)) {
        facts.permission = Permission::Scope;
    }
    let is_unreadable = match place {
        AirportPlace::Supervisor => !place::has_reason(request),
        AirportPlace::Checks => method == "PUT" && GateCheck::parse_order(&request.body).is_none(),
        _ => false,
    };
    if is_valid && is_supported && is_unreadable || request.path().is_empty() {
        facts.message = Message::Malformed;
    }
    facts
}

impl Airport {
    fn act(
        &mut self, request: &LabRequest, place: AirportPlace, method: &str, shown: &PresentedCredentials, now: u64,
    ) -> (Option<IssuedToken>, Option<Vec<GateCheck>>) {
        let mut scopes = shown.scopes.clone();
        match (place, shown.passenger) {
            (AirportPlace::Login, Some(passenger)) if method == "POST" => {
                (Some(self.issue(passenger, scopes, TokenIssuer::Desk, now)), None)
            }
            (AirportPlace::Supervisor, Some(passenger)) => {
                let granted = granted_scope(request, passenger);
                if !scopes.contains(&granted) {
                    scopes.push(granted);
                }
                (Some(self.issue(passenger, scopes, TokenIssuer::Supervisor, now)), None)
            }
            (AirportPlace::Checks, _) if method == "PUT" => {
                let order = GateCheck::parse_order(&request.body);
                if let Some(order) = &order {
                    self.checks.clone_from(order);
                }
                (None, order)
            }
            _ => (None, None),
        }
    }
}
