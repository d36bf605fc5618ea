//! Identifies the caller by comparing the credentials in a request with the passengers' passwords and the issued
//! tokens.
//!
//! This module makes no rulings.

use super::Airport;
use super::place::AirportPlace;
use crate::encoding::decode_base64;
use crate::inspect::credentials::is_token68;
use crate::inspect::field::values;
use crate::lab::message::LabRequest;
use crate::ruling::facts::{Credentials, Scheme};

named! {
    /// A passenger who can log in with a password.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Passenger {
        Ana = "ana",
        Ben = "ben",
    }
}

/// The service that issued a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenIssuer {
    Desk,
    Supervisor,
}

/// A token that is valid until it expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedToken {
    pub text: String,
    pub passenger: Passenger,
    pub scopes: Vec<String>,
    /// The time at which the token expires, in seconds since 1970.
    pub expires: u64,
    pub issuer: TokenIssuer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PresentedCredentials {
    pub scheme: Scheme,
    pub credentials: Credentials,
    pub passenger: Option<Passenger>,
    pub token: Option<String>,
    pub scopes: Vec<String>,
}

impl Passenger {
    /// Returns the scopes of the token that the passenger gets at the desk.
    pub const fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Ana => &["gate:24"],
            Self::Ben => &["gate:27", "lounge"],
        }
    }
}

impl PresentedCredentials {
    fn new(scheme: Scheme, credentials: Credentials) -> Self {
        Self { scheme, credentials, passenger: None, token: None, scopes: Vec::new() }
    }
}

/// `now` is in seconds since 1970.
pub(super) fn examine(airport: &Airport, request: &LabRequest, place: AirportPlace, now: u64) -> PresentedCredentials {
    let accepted = place.schemes();
    let usual = accepted.first().copied().unwrap_or_default();
    let mut authorization = values(&request.fields, "Authorization");
    let first = authorization.next().map(|field| field.value.trim());
    if authorization.next().is_some() {
        return PresentedCredentials::new(usual, Credentials::Duplicate);
    }
    let Some(first) = first else { return without_field(airport, request, place, usual, now) };
    let (name, rest) = first.split_once(' ').map_or((first, ""), |(name, rest)| (name, rest.trim()));
    if first.is_empty() {
        PresentedCredentials::new(usual, Credentials::Malformed)
    } else if name.eq_ignore_ascii_case("Basic") && accepted.contains(&Scheme::Basic) {
        basic(airport, rest)
    } else if name.eq_ignore_ascii_case("Bearer") && accepted.contains(&Scheme::Bearer) {
        if request.query("access_token").is_some() {
            return PresentedCredentials::new(Scheme::Bearer, Credentials::Duplicate);
        }
        bearer(airport, Scheme::Bearer, rest, now)
    } else {
        PresentedCredentials::new(usual, Credentials::UnsupportedScheme)
    }
}

fn without_field(
    airport: &Airport, request: &LabRequest, place: AirportPlace, usual: Scheme, now: u64,
) -> PresentedCredentials {
    if place == AirportPlace::Login && request.method == "POST" {
        let named = |names: [&str; 2]| names.into_iter().find_map(|name| request.parameter(name));
        return match (named(["user", "username"]), named(["password", "pass"])) {
            (Some(user), Some(password)) => compared(airport, Scheme::Form, &user, &password),
            (None, None) => PresentedCredentials::new(Scheme::Form, Credentials::Absent),
            _ => PresentedCredentials::new(Scheme::Form, Credentials::Malformed),
        };
    }
    let mut cookies = values(&request.fields, "Cookie").flat_map(|field| field.value.split(';'));
    let token = cookies.find_map(|cookie| cookie.trim().strip_prefix("token="));
    match token.filter(|_| place.schemes().contains(&Scheme::Bearer)) {
        Some(token) => bearer(airport, Scheme::Cookie, token, now),
        None => PresentedCredentials::new(usual, Credentials::Absent),
    }
}

fn basic(airport: &Airport, encoded: &str) -> PresentedCredentials {
    let decoded = decode_base64(encoded).and_then(|bytes| String::from_utf8(bytes).ok());
    match decoded.as_deref().and_then(|pair| pair.split_once(':')) {
        Some((user, password)) => compared(airport, Scheme::Basic, user, password),
        None => PresentedCredentials::new(Scheme::Basic, Credentials::Malformed),
    }
}

fn compared(airport: &Airport, scheme: Scheme, user: &str, password: &str) -> PresentedCredentials {
    match Passenger::find(user) {
        None => PresentedCredentials::new(scheme, Credentials::UnknownUser),
        Some(passenger) if airport.password(passenger) != password => {
            PresentedCredentials::new(scheme, Credentials::WrongSecret)
        }
        Some(passenger) => PresentedCredentials {
            passenger: Some(passenger),
            scopes: passenger.scopes().iter().map(|scope| (*scope).to_owned()).collect(),
            ..PresentedCredentials::new(scheme, Credentials::Valid)
        },
    }
}

fn bearer(airport: &Airport, scheme: Scheme, token: &str, now: u64) -> PresentedCredentials {
    if !is_token68(token) {
        return PresentedCredentials::new(scheme, Credentials::Malformed);
    }
    match airport.tokens.iter().find(|known| known.text == token) {
        None => PresentedCredentials::new(scheme, Credentials::BadSignature),
        Some(known) if known.expires <= now => PresentedCredentials::new(scheme, Credentials::Expired),
        Some(known) => PresentedCredentials {
            passenger: Some(known.passenger),
            token: Some(known.text.clone()),
            scopes: known.scopes.clone(),
            ..PresentedCredentials::new(scheme, Credentials::Valid)
        },
    }
}

/// Returns the scope that the supervisor grants for the gate that the request names. If the request names no gate, the
/// scope is for the gate that the passenger isn't allowed to use yet.
pub(super) fn granted_scope(request: &LabRequest, passenger: Passenger) -> String {
    let named = request.parameter("gate").or_else(|| request.query("gate")).or_else(|| request.parameter("scope"));
    let named = named.map(|gate| gate.trim().trim_start_matches("gate:").to_owned());
    let gate = named.filter(|gate| ["24", "27", "31"].contains(&gate.as_str()));
    let usual = || if passenger == Passenger::Ana { "27" } else { "24" }.to_owned();
    format!("gate:{}", gate.unwrap_or_else(usual))
}
