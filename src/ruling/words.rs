//! A ruling in sentences, for whoever asks about facts rather than about a scenario.
//!
//! Owns the order of what is said of bare facts. A false sentence begins with its tag.

use super::{Agreement, Facts, Ruling};
use crate::say;
use crate::words::of;

/// What the specification says of these facts, a sentence in each line.
#[must_use]
pub fn in_words(facts: &Facts, ruling: &Ruling) -> Vec<String> {
    let stated: Vec<String> = facts.stated().iter().map(|(fact, value)| format!("{}={value}", fact.name())).collect();
    let stated = if stated.is_empty() { say!("all defaults").to_owned() } else { stated.join(", ") };
    let mut says = vec![say!("Facts: {}", stated)];
    says.extend(status(ruling));
    says.extend(ruling.citations.iter().map(|citation| say!("Source: {}", citation.with_level())));
    says.extend(article(ruling));
    says
}

/// What the ruling is and what follows from it, the status first.
#[must_use]
pub fn status(ruling: &Ruling) -> Vec<String> {
    let mut says = vec![
        say!("Status: {} (verdict: {})", ruling.status, of(ruling.verdict.name())),
        say!("Certainty: {}", of(ruling.certainty.name())),
    ];
    if !ruling.also_conforming.is_empty() {
        let also: Vec<String> = ruling.also_conforming.iter().map(u16::to_string).collect();
        says.push(say!("Also conforming: {}", also.join(", ")));
    }
    for companion in ruling.companions {
        says.push(say!("Sent with it ({}): {}: {}", of(companion.level.name()), companion.field, companion.example));
    }
    says.push(say!("The client next: {}", of(ruling.client_may)));
    says
}

/// How the article's airport compares.
#[must_use]
pub fn article(ruling: &Ruling) -> [String; 2] {
    let tag = if ruling.article.agreement == Agreement::Inverted { "WRONG: " } else { "" };
    [say!("The article: {}", of(ruling.article.agreement.name())), format!("{tag}{}", of(ruling.article.why))]
}

/// The questions that led there, each with its answer, in order.
#[must_use]
pub fn steps(ruling: &Ruling) -> Vec<String> {
    ruling.trace.iter().map(|step| format!("{} {}", step.fact.question(), step.answer)).collect()
}

/// The reason phrase of each status that a ruling can have; the phrase means nothing to programs (RFC 9112 section 4).
#[must_use]
pub fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => say!("No Content"),
        302 => say!("Found"),
        303 => say!("See Other"),
        400 => say!("Bad Request"),
        401 => say!("Unauthorized"),
        402 => say!("Payment Required"),
        403 => say!("Forbidden"),
        404 => say!("Not Found"),
        405 => say!("Method Not Allowed"),
        407 => say!("Proxy Authentication Required"),
        409 => say!("Conflict"),
        410 => say!("Gone"),
        412 => say!("Precondition Failed"),
        421 => say!("Misdirected Request"),
        429 => say!("Too Many Requests"),
        451 => say!("Unavailable For Legal Reasons"),
        501 => say!("Not Implemented"),
        503 => say!("Service Unavailable"),
        511 => say!("Network Authentication Required"),
        _ => "",
    }
}
