//! Defines the airport's resources: what each path requires, and which fault each airline has.
//!
//! This module doesn't look at credentials.

use serde_json::Value;

use crate::inspect::field::HeaderField;
use crate::lab::message::{LabRequest, LabResponse, field};
use crate::ruling::facts::{Credentials, Endpoint, Hidden, Permission, Scheme};
use crate::ruling::{FactName, Facts, Ruling};
use crate::say;

/// The methods that the simulated server knows. A request with an unknown method gets 501.
pub(crate) const METHODS: [&str; 8] = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"];

/// The resource at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AirportPlace {
    Map,
    Security,
    Login,
    Gate24,
    Gate27,
    /// The gate whose checks the learner puts in the right order.
    Gate31,
    Checks,
    Supervisor,
    Runway,
    Curfew,
    Lounge,
    Airlines,
    /// One of the five faulty servers, which are numbered from 1.
    Airline(u8),
    Nowhere,
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum GateCheck {
        Closed = "closed",
        Credentials = "credentials",
        Permission = "permission",
    }
}

named! {
    /// A way in which a response deliberately differs from the correct one.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum AirlineFault {
        ChallengeMissing = "challenge-missing",
        ForbiddenForPassword = "403-for-password",
        UnauthorizedForScope = "401-for-scope",
        ErrorInSuccess = "error-in-200",
        ChallengeBroken = "challenge-broken",
        /// Permission is checked before the caller is identified.
        WrongOrder = "wrong-order",
    }
}

const PLACES: [(&str, AirportPlace); 12] = [
    ("/", AirportPlace::Map),
    ("/security", AirportPlace::Security),
    ("/desk/login", AirportPlace::Login),
    ("/gate/24", AirportPlace::Gate24),
    ("/gate/27", AirportPlace::Gate27),
    ("/gate/31", AirportPlace::Gate31),
    ("/gate/31/checks", AirportPlace::Checks),
    ("/supervisor", AirportPlace::Supervisor),
    ("/runway", AirportPlace::Runway),
    ("/curfew", AirportPlace::Curfew),
    ("/lounge", AirportPlace::Lounge),
    ("/airlines", AirportPlace::Airlines),
];

impl AirportPlace {
    pub fn find(path: &str) -> Self {
        if let Some(number) = path.strip_prefix("/airlines/") {
            let number = number.parse::<u8>().ok().filter(|number| (1..=5).contains(number) && path.len() == 11);
            return number.map_or(Self::Nowhere, Self::Airline);
        }
        PLACES.iter().find(|(known, _)| *known == path).map_or(Self::Nowhere, |(_, place)| *place)
    }

    /// Returns the methods that the resource allows. GET includes HEAD.
    pub const fn methods(self) -> &'static [&'static str] {
        match self {
            Self::Login => &["GET", "POST"],
            Self::Supervisor => &["POST"],
            Self::Checks => &["GET", "PUT"],
            // Unknown paths allow every method, so that the response is always 404.
            Self::Nowhere => &METHODS,
            _ => &["GET"],
        }
    }

    pub(crate) fn is_protected(self, method: &str) -> bool {
        match self {
            Self::Map | Self::Airlines | Self::Nowhere | Self::Runway | Self::Curfew => false,
            Self::Login => method == "POST",
            Self::Checks => method == "PUT",
            _ => true,
        }
    }

    pub fn endpoint(self, method: &str) -> Endpoint {
        if self == Self::Login && method == "POST" { Endpoint::Login } else { Endpoint::Resource }
    }

    pub const fn hidden(self) -> Hidden {
        if matches!(self, Self::Lounge) { Hidden::Resource } else { Hidden::No }
    }

    pub const fn scope(self) -> Option<&'static str> {
        match self {
            Self::Gate24 => Some("gate:24"),
            Self::Gate27 => Some("gate:27"),
            Self::Gate31 => Some("gate:31"),
            Self::Lounge => Some("lounge"),
            Self::Airline(3) => Some("airline:3"),
            _ => None,
        }
    }

    /// Returns the authentication schemes that the resource accepts, with the preferred one first.
    pub(crate) const fn schemes(self) -> &'static [Scheme] {
        match self {
            Self::Gate24 | Self::Gate27 | Self::Gate31 | Self::Supervisor | Self::Airline(3) => &[Scheme::Bearer],
            Self::Lounge | Self::Checks => &[Scheme::Bearer, Scheme::Basic],
            _ => &[Scheme::Basic],
        }
    }

    pub fn realm(self) -> String {
        match self {
            Self::Login => "desk".to_owned(),
            Self::Gate24 | Self::Gate27 | Self::Gate31 | Self::Supervisor | Self::Checks => "gates".to_owned(),
            Self::Airline(number) => format!("airline-{number}"),
            _ => "security".to_owned(),
        }
    }

    /// Returns the deliberate fault to build into the response, or `None` for a correct response.
    pub(super) fn fault(self, facts: &Facts, ruling: &Ruling, checks: &[GateCheck]) -> Option<AirlineFault> {
        let is_refused = ruling.status == 401;
        let lacks_scope = ruling.status == 403 && facts.permission == Permission::Scope;
        match self {
            Self::Airline(1) => is_refused.then_some(AirlineFault::ChallengeMissing),
            Self::Airline(2) => {
                (is_refused && facts.credentials != Credentials::Absent).then_some(AirlineFault::ForbiddenForPassword)
            }
            Self::Airline(3) => lacks_scope.then_some(AirlineFault::UnauthorizedForScope),
            Self::Airline(4) => is_refused.then_some(AirlineFault::ErrorInSuccess),
            Self::Airline(5) => is_refused.then_some(AirlineFault::ChallengeBroken),
            Self::Gate31 => {
                let position = |check| checks.iter().position(|one| *one == check);
                let too_early = position(GateCheck::Permission) < position(GateCheck::Credentials);
                (too_early && is_refused && ruling.trace.asked(FactName::Credentials))
                    .then_some(AirlineFault::WrongOrder)
            }
            _ => None,
        }
    }
}

impl AirlineFault {
    /// The faults of the five airlines, in the order of their numbers.
    pub const AIRLINES: [Self; 5] = [
        Self::ChallengeMissing,
        Self::ForbiddenForPassword,
        Self::UnauthorizedForScope,
        Self::ErrorInSuccess,
        Self::ChallengeBroken,
    ];

    pub(super) fn apply(self, place: AirportPlace, response: &mut LabResponse) {
        let is_challenge = |field: &HeaderField| field.name == "WWW-Authenticate";
        match self {
            Self::ChallengeMissing => response.fields.retain(|field| !is_challenge(field)),
            Self::ForbiddenForPassword | Self::WrongOrder => {
                response.status = 403;
                response.fields.retain(|field| !is_challenge(field));
                if self == Self::WrongOrder {
                    response.body = format!("{}\n", say!("You don't have permission to use gate 31."));
                }
            }
            Self::UnauthorizedForScope => response.status = 401,
            Self::ErrorInSuccess => {
                response.status = 200;
                response.fields = vec![field("Content-Type", "application/json")];
                "{\"error\": \"unauthorized\", \"status\": 401}\n".clone_into(&mut response.body);
            }
            Self::ChallengeBroken => {
                for field in response.fields.iter_mut().filter(|field| is_challenge(field)) {
                    // The fault is the missing closing quotation mark.
                    field.value = format!("Basic realm=\"{}", place.realm());
                }
            }
        }
    }
}

impl GateCheck {
    /// Parses the order of the checks from a JSON list, or from a list in the field `checks` of an object. Each check
    /// must appear exactly once.
    pub(crate) fn parse_order(body: &[u8]) -> Option<Vec<Self>> {
        let value: Value = serde_json::from_str(str::from_utf8(body).ok()?).ok()?;
        let names = value.as_array().or_else(|| value.get("checks")?.as_array())?;
        let order: Vec<Self> = names.iter().map(|name| Self::find(name.as_str()?)).collect::<Option<_>>()?;
        (order.len() == 3 && Self::ALL.iter().all(|check| order.contains(check))).then_some(order)
    }
}

pub(super) fn has_reason(request: &LabRequest) -> bool {
    let reason = request.parameter("reason").or_else(|| request.query("reason"));
    reason.is_some_and(|reason| !reason.trim().is_empty())
}

/// If the request gives no departure time, uses the current time.
pub(super) fn is_night(request: &LabRequest, now: u64) -> bool {
    let asked = request.query("hour").and_then(|hour| hour.split(':').next()?.trim().parse::<u64>().ok());
    let hour = asked.filter(|hour| *hour < 24).unwrap_or(now / 3600 % 24);
    !(6..23).contains(&hour)
}
