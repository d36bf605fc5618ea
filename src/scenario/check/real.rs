//! Checks scenarios about real servers and incidents, and questions with their own answers.

use super::super::{Judgement, Scenario};
use super::{Located, is_citation};
use crate::diagnostic::Diagnostic;
use crate::inspect::challenge::{Challenge, parse};
use crate::inspect::field::{HeaderField, Position};
use crate::ruling::Ruling;
use crate::say;

pub(super) fn faults(spot: &Located<'_>, ruling: &Ruling, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    if let Some(asks) = &scenario.asks {
        let right = asks.choices.iter().filter(|choice| choice.right).count();
        if !(2..=4).contains(&asks.choices.len()) || right != 1 {
            let message = say!(
                "there must be two to four answers, of which exactly one is right; of the {} here, {} are right",
                asks.choices.len(),
                right
            );
            faults.push(spot.fault("asks.choices", message).hint(say!("make the others plausible but wrong")));
        }
    }
    let kinds = [
        ("asks", scenario.asks.is_some()),
        ("server", scenario.server.is_some()),
        ("incident", scenario.incident.is_some()),
    ];
    let present: Vec<&str> = kinds.into_iter().filter(|(_, present)| *present).map(|(name, _)| name).collect();
    if let [_, second, ..] = present.as_slice() {
        let message = say!("{} are used together, but a scenario asks only one question", present.join(" and "));
        faults.push(spot.fault(second, message).hint(say!("split it into two scenarios")));
    }
    let real = scenario.server.is_some() || scenario.incident.is_some();
    if real && scenario.exchange.returned.is_empty() {
        let message = say!("`returned`, the response of a real server, is missing").to_owned();
        faults.push(
            spot.fault("exchange", message)
                .hint(say!("add `\"returned\": [\"HTTP/1.1 401 Unauthorized\"]` with its fields")),
        );
    }
    if scenario.server.is_some() && real && !scenario.exchange.returned.is_empty() {
        judgement(spot, ruling, faults);
    }
    if let Some(incident) = scenario.incident.as_ref().filter(|incident| !incident.link.starts_with("https://")) {
        let message = say!("`{}` isn't a link", incident.link);
        faults.push(spot.fault("incident.link", message).hint(say!("begin with `https://`")));
    }
}

fn judgement(spot: &Located<'_>, ruling: &Ruling, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    let Some(server) = &scenario.server else { return };
    if !is_citation(&server.clause) {
        faults.push(
            spot.fault("server.clause", say!("`{}` isn't a valid citation", server.clause))
                .hint(say!("write `RFC 9110 section 15.5.2 paragraph 1`")),
        );
    }
    let Some(status) = status(&scenario.exchange.returned[0]) else {
        let message = say!("`{}` isn't a status line", scenario.exchange.returned[0]);
        faults.push(spot.fault("exchange.returned.0", message).hint(say!("begin with `HTTP/1.1 401 Unauthorized`")));
        return;
    };
    let allowed = scenario.editorial.is_some() || ruling.conforms(status);
    let sign = sign(scenario, status);
    let holds = match server.judgement {
        Judgement::Conforms => allowed && sign != Sign::Lacking,
        Judgement::Challenge => sign == Sign::Lacking,
        Judgement::WrongCode => scenario.editorial.is_some() || !allowed,
        Judgement::Arguable => true,
    };
    if !holds {
        let message = say!(
            "`judgement` says {}, but status {} is {} here, {}",
            server.judgement.name(),
            status,
            if allowed { say!("conforming") } else { say!("not conforming") },
            match sign {
                Sign::NotNeeded => say!("where no challenge is required"),
                Sign::Whole => say!("with a complete challenge"),
                Sign::Lacking => say!("with a challenge that is missing or broken"),
            }
        );
        faults.push(spot.fault("server.judgement", message).allowing(Judgement::NAMES));
    }
}

fn status(line: &str) -> Option<u16> {
    line.strip_prefix("HTTP/")?.split(' ').nth(1)?.parse().ok()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    NotNeeded,
    Whole,
    /// The challenge is missing, or it lacks a parameter that its scheme requires.
    Lacking,
}

fn sign(scenario: &Scenario, status: u16) -> Sign {
    let field = match status {
        401 => "www-authenticate",
        407 => "proxy-authenticate",
        _ => return Sign::NotNeeded,
    };
    // A line that starts with a space continues the previous line.
    let mut fields: Vec<String> = Vec::new();
    for line in &scenario.exchange.returned {
        match fields.last_mut() {
            Some(last) if line.starts_with(' ') => last.push_str(line),
            _ => fields.push(line.clone()),
        }
    }
    let named = fields.iter().filter_map(|line| line.split_once(':'));
    let values = named.filter(|(name, _)| name.eq_ignore_ascii_case(field)).map(|(name, value)| HeaderField {
        name: name.to_owned(),
        value: value.trim().to_owned(),
        position: Position::default(),
    });
    let (challenges, _) = parse(values.collect::<Vec<_>>().iter());
    if !challenges.is_empty() && challenges.iter().all(is_whole) { Sign::Whole } else { Sign::Lacking }
}

/// The required parameters are defined in RFC 7617 section 2, RFC 6750 section 3 and RFC 7616 section 3.3.
fn is_whole(challenge: &Challenge) -> bool {
    let has = |name: &str| challenge.parameter(name).is_some();
    match challenge.scheme.to_ascii_lowercase().as_str() {
        "basic" => has("realm"),
        "bearer" => !challenge.parameters.is_empty(),
        "digest" => has("realm") && has("nonce") && has("qop"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_whole_with_the_parameters_of_its_scheme() {
        for (value, expected) in [
            ("Basic realm=\"a, b\"", true),
            ("Basic", false),
            ("Bearer", false),
            ("BEARER error=\"invalid_token\"", true),
            ("Digest realm=\"x\", nonce=\"y\"", false),
            ("Negotiate", true),
            ("Bearer realm=\"x\", Basic", false),
        ] {
            let field = HeaderField { name: String::new(), value: value.to_owned(), position: Position::default() };
            assert_eq!(parse([field].iter()).0.iter().all(is_whole), expected, "{value}");
        }
    }
}
