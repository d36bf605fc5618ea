//! Checks scenarios about real servers and incidents, and questions with their own answers.

use super::super::{Judgement, Scenario};
use super::{Located, is_citation};
use crate::diagnostic::Diagnostic;
use crate::ruling::Ruling;
use crate::say;

/// Checks the parts of a scenario that replace the choice between codes.
pub(super) fn faults(spot: &Located<'_>, ruling: &Ruling, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    if let Some(asks) = &scenario.asks {
        let right = asks.choices.iter().filter(|choice| choice.right).count();
        if !(2..=4).contains(&asks.choices.len()) || right != 1 {
            let message = say!(
                "there must be two to four answers with exactly one of them right, but of the {} here, {} are right",
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
        let message = say!("`returned` is missing: what a real server answered").to_owned();
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

/// Checks whether the stated judgement fits the response that the server returned.
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
            "`judgement` says {}, but {} is {} here, {}",
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

/// Whether the challenge of a response is complete.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// The status needs no challenge.
    NotNeeded,
    /// Every challenge has everything that its scheme requires.
    Whole,
    /// The challenge is missing, or lacks something that its scheme requires.
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
    let values = named.filter(|(name, _)| name.eq_ignore_ascii_case(field)).map(|(_, value)| value);
    let mut challenges = values.flat_map(challenges).peekable();
    if challenges.peek().is_none() {
        return Sign::Lacking;
    }
    if challenges.all(|(scheme, names)| is_whole(&scheme, &names)) { Sign::Whole } else { Sign::Lacking }
}

/// Checks whether a challenge has the parameters that its scheme requires (RFC 7617 section 2, RFC 6750 section 3, RFC
/// 7616 section 3.3).
fn is_whole(scheme: &str, names: &[String]) -> bool {
    let has = |name: &str| names.iter().any(|known| known == name);
    match scheme {
        "basic" => has("realm"),
        "bearer" => !names.is_empty(),
        "digest" => has("realm") && has("nonce") && has("qop"),
        _ => true,
    }
}

/// Parses a field value into challenges, each with its scheme and parameter names in lower case (RFC 9110 section
/// 11.6.1).
fn challenges(value: &str) -> Vec<(String, Vec<String>)> {
    let mut challenges: Vec<(String, Vec<String>)> = Vec::new();
    for part in split_at_commas(value) {
        let (head, rest) = part.split_once(' ').unwrap_or((part, ""));
        let parameter = if head.contains('=') { Some(part) } else { None };
        if parameter.is_none() {
            challenges.push((head.to_ascii_lowercase(), Vec::new()));
        }
        let parameter = parameter.unwrap_or(rest);
        if let (Some((_, names)), Some((name, _))) = (challenges.last_mut(), parameter.split_once('=')) {
            names.push(name.trim().to_ascii_lowercase());
        }
    }
    challenges
}

fn split_at_commas(value: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = value.split(|character| {
        quoted ^= character == '"';
        character == ',' && !quoted
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_told_apart_and_their_parameters_are_found() {
        let read =
            |value| challenges(value).into_iter().map(|(scheme, names)| (scheme, names.join(" "))).collect::<Vec<_>>();
        assert_eq!(read(" Basic realm=\"a, b\""), [("basic".to_owned(), "realm".to_owned())]);
        assert_eq!(
            read("Bearer realm=\"x\", error=\"invalid_token\", Basic"),
            [("bearer".to_owned(), "realm error".to_owned()), ("basic".to_owned(), String::new())]
        );
        assert!(!is_whole("bearer", &[]) && is_whole("negotiate", &[]));
    }
}
