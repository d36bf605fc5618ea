//! Builds the header fields and the one-sentence body of the response for a ruling.
//!
//! The ruling determines which fields are required.

use serde_json::json;

use super::Airport;
use super::identity::IssuedToken;
use super::place::AirportPlace;
use crate::lab::message::{LabRequest, LabResponse, field};
use crate::ruling::facts::{Credentials, Refusal, Scheme};
use crate::ruling::{Companion, Facts, Level, Ruling};
use crate::say;

pub(super) fn answer(
    airport: &Airport, request: &LabRequest, place: AirportPlace, facts: &Facts, ruling: &Ruling,
    issued: Option<&IssuedToken>,
) -> LabResponse {
    let (kind, body) = body(airport, request, place, facts, ruling, issued);
    let mut fields = vec![field("Content-Type", kind)];
    let is_due = |companion: &Companion| companion.parameter.is_none() && companion.level != Level::May;
    for companion in ruling.companions.iter().filter(is_due) {
        match companion.field {
            "WWW-Authenticate" => {
                fields
                    .extend(challenges(place, facts, &companion).into_iter().map(|one| field("WWW-Authenticate", one)));
            }
            "Allow" => fields.push(field("Allow", allowed(place))),
            "Cache-Control" => {}
            name => fields.push(field(name, companion.example)),
        }
    }
    if let Some(token) = issued {
        fields.push(field("Cache-Control", "no-store"));
        if place == AirportPlace::Login {
            fields.push(field("Set-Cookie", format!("token={}; Path=/; HttpOnly; SameSite=Strict", token.text)));
        }
    } else if ruling.companions.iter().any(|companion| companion.field == "Cache-Control")
        || facts.credentials == Credentials::Valid
    {
        fields.push(field("Cache-Control", "private"));
    }
    LabResponse { status: ruling.status, fields, body }
}

fn challenges(place: AirportPlace, facts: &Facts, companion: &Companion) -> Vec<String> {
    let realm = place.realm();
    let code = companion.example.split_once("error=\"").and_then(|(_, rest)| rest.split('"').next());
    let code = code.filter(|_| facts.scheme == Scheme::Bearer);
    let one = |scheme: &Scheme| match scheme {
        Scheme::Bearer => {
            let scope = place.scope().filter(|_| matches!(code, None | Some("insufficient_scope")));
            let code = code.map(|code| format!(", error=\"{code}\"")).unwrap_or_default();
            let scope = scope.map(|scope| format!(", scope=\"{scope}\"")).unwrap_or_default();
            format!("Bearer realm=\"{realm}\"{code}{scope}")
        }
        _ => format!("Basic realm=\"{realm}\", charset=\"UTF-8\""),
    };
    place.schemes().iter().map(one).collect()
}

fn allowed(place: AirportPlace) -> String {
    let with_head = |method: &&'static str| if *method == "GET" { vec!["GET", "HEAD"] } else { vec![*method] };
    place.methods().iter().flat_map(with_head).collect::<Vec<_>>().join(", ")
}

fn body(
    airport: &Airport, request: &LabRequest, place: AirportPlace, facts: &Facts, ruling: &Ruling,
    issued: Option<&IssuedToken>,
) -> (&'static str, String) {
    const TEXT: &str = "text/plain; charset=utf-8";
    const JSON: &str = "application/json";
    if let Some(token) = issued {
        let scope = token.scopes.join(" ");
        let value = json!({ "access_token": token.text, "token_type": "Bearer", "expires_in": 1800, "scope": scope });
        return (JSON, format!("{value:#}\n"));
    }
    if ruling.status == 200 && place == AirportPlace::Checks {
        let checks: Vec<&str> = airport.checks.iter().map(|check| check.name()).collect();
        return (JSON, format!("{:#}\n", json!({ "checks": checks })));
    }
    let wants_page = request.value("Accept").is_some_and(|accept| accept.contains("text/html"));
    if ruling.status == 200 && place == AirportPlace::Login && wants_page {
        return ("text/html; charset=utf-8", form());
    }
    let text = match ruling.status {
        200 => welcome(place),
        _ => refusal(place, facts, ruling),
    };
    (TEXT, format!("{text}\n"))
}

fn form() -> String {
    let [title, user, password, send] = [say!("Check-in desk"), say!("Name"), say!("Password"), say!("Log in")];
    format!(
        "<!doctype html>\n<title>{title}</title>\n<form method=\"post\" action=\"/desk/login\">\n\
         <label>{user} <input name=\"user\"></label>\n<label>{password} <input name=\"password\" type=\"password\"></label>\n\
         <button>{send}</button>\n</form>\n"
    )
}

fn welcome(place: AirportPlace) -> String {
    match place {
        AirportPlace::Map => map(),
        AirportPlace::Security => say!("You are through security. To get a token for a gate, send a POST request to /desk/login. Business passengers have a lounge at /lounge.").to_owned(),
        AirportPlace::Login => say!("Use POST to send your name and password in the fields `user` and `password`. The response contains a token for your gate.").to_owned(),
        AirportPlace::Gate24 => say!("Gate 24: welcome aboard.").to_owned(),
        AirportPlace::Gate27 => say!("Gate 27: welcome aboard.").to_owned(),
        AirportPlace::Gate31 => say!("Gate 31: welcome aboard.").to_owned(),
        AirportPlace::Lounge => say!("Welcome to the lounge. Only business passengers know that it exists.").to_owned(),
        AirportPlace::Curfew => say!("Flights may depart at this hour, but not at night: try /curfew?hour=23").to_owned(),
        AirportPlace::Airlines => say!("There are five airlines, /airlines/1 to /airlines/5. Each breaks one rule of HTTP authentication. Airline 3 requires a token; the others require a name and a password.").to_owned(),
        AirportPlace::Airline(number) => say!("Airline {}: welcome aboard.", number),
        AirportPlace::Supervisor | AirportPlace::Checks | AirportPlace::Runway | AirportPlace::Nowhere => String::new(),
    }
}

fn map() -> String {
    [
        say!("Airport map").to_owned(),
        String::new(),
        say!("/security          asks who you are: Basic, with your name and password").to_owned(),
        say!("/desk/login        gives you a token: POST with user and password").to_owned(),
        say!("/gate/24           needs a token with the scope gate:24").to_owned(),
        say!("/gate/27           needs a token with the scope gate:27").to_owned(),
        say!("/gate/31           makes its checks in the order set at /gate/31/checks").to_owned(),
        say!("/supervisor        grants a scope if you give a reason: POST with reason and gate").to_owned(),
        say!("/runway            is closed to everyone").to_owned(),
        say!("/curfew            allows no flights at night: /curfew?hour=23").to_owned(),
        say!("/airlines/1 to 5   each break one rule").to_owned(),
        String::new(),
        say!("One door isn't on this map.").to_owned(),
    ]
    .join("\n")
}

fn refusal(place: AirportPlace, facts: &Facts, ruling: &Ruling) -> String {
    match ruling.status {
        400 if place == AirportPlace::Supervisor => {
            say!("The supervisor needs a reason. Send it in the field `reason`.").to_owned()
        }
        400 if place == AirportPlace::Checks => {
            say!("Send a JSON list that contains `closed`, `credentials` and `permission` once each.").to_owned()
        }
        401 => match facts.credentials {
            Credentials::Absent => {
                say!("Who are you? WWW-Authenticate says which credentials are accepted here.").to_owned()
            }
            Credentials::Expired => say!("This token has expired. Get a new one at the desk.").to_owned(),
            Credentials::Malformed => say!("These credentials can't be read.").to_owned(),
            Credentials::UnsupportedScheme => {
                say!("This scheme isn't accepted here. WWW-Authenticate names the scheme that is accepted.").to_owned()
            }
            _ => say!("These credentials aren't valid here.").to_owned(),
        },
        403 if facts.refusal == Refusal::Nobody => say!("The runway is closed to everyone.").to_owned(),
        403 if facts.refusal == Refusal::Hours => say!("Nobody may depart between 23:00 and 06:00.").to_owned(),
        403 => say!("Your token is valid, but it doesn't have the scope {}.", place.scope().unwrap_or_default()),
        404 => say!("Nothing exists at this address.").to_owned(),
        405 => say!("This method isn't supported here. The Allow field lists the supported methods.").to_owned(),
        421 => say!("This server isn't responsible for that host.").to_owned(),
        501 => say!("This server doesn't know that method.").to_owned(),
        _ => say!("This request can't be read.").to_owned(),
    }
}
