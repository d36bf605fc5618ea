//! A ruling in sentences, for whoever asks about facts rather than about a scenario.
//!
//! Owns the order of what is said of bare facts. A false sentence begins with its tag.

use super::{Agreement, Facts, Ruling};

/// What the specification says of these facts, a sentence in each line.
#[must_use]
pub fn in_words(facts: &Facts, ruling: &Ruling) -> Vec<String> {
    let stated: Vec<String> = facts.stated().iter().map(|(fact, value)| format!("{}={value}", fact.name())).collect();
    let stated = if stated.is_empty() { "all defaults".to_owned() } else { stated.join(", ") };
    let mut says = vec![
        format!("Facts: {stated}"),
        format!("Status: {} (verdict: {})", ruling.status, ruling.verdict.name()),
        format!("Certainty: {}", ruling.certainty.name()),
    ];
    if !ruling.also_conforming.is_empty() {
        let also: Vec<String> = ruling.also_conforming.iter().map(u16::to_string).collect();
        says.push(format!("Also conforming: {}", also.join(", ")));
    }
    for companion in ruling.companions {
        says.push(format!("Sent with it ({}): {}: {}", companion.level.name(), companion.field, companion.example));
    }
    says.push(format!("The client next: {}", ruling.client_may));
    for citation in ruling.citations.iter() {
        says.push(format!("Source: {citation} ({})", citation.level.name()));
    }
    says.push(format!("The article: {}", ruling.article.agreement.name()));
    let tag = if ruling.article.agreement == Agreement::Inverted { "WRONG: " } else { "" };
    says.push(format!("{tag}{}", ruling.article.why));
    says
}

/// The questions that led there, each with its answer, in order.
#[must_use]
pub fn steps(ruling: &Ruling) -> Vec<String> {
    ruling.trace.iter().map(|step| format!("{} {}", step.fact.question(), step.answer)).collect()
}

/// The reason phrase of each status that a ruling can have; the phrase means nothing to programs (RFC 9112 section 4).
#[must_use]
pub const fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        302 => "Found",
        303 => "See Other",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        407 => "Proxy Authentication Required",
        409 => "Conflict",
        410 => "Gone",
        412 => "Precondition Failed",
        421 => "Misdirected Request",
        429 => "Too Many Requests",
        451 => "Unavailable For Legal Reasons",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        511 => "Network Authentication Required",
        _ => "",
    }
}
