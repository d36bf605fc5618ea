//! Describes a ruling in sentences, for facts without a scenario.
//!
//! This module decides the order of the sentences. A false sentence starts with its tag.

use crate::i18n::translate;
use crate::ruling::{Agreement, Ruling};
use crate::say;

/// Returns the ruling and its consequences, starting with the status.
pub fn status(ruling: &Ruling) -> Vec<String> {
    let mut paragraphs = vec![
        say!("Status: {} (verdict: {})", ruling.status, translate(ruling.verdict.name())),
        say!("Certainty: {}", translate(ruling.certainty.name())),
    ];
    if !ruling.also_conforming.is_empty() {
        let also: Vec<String> = ruling.also_conforming.iter().map(|status| status.to_string()).collect();
        paragraphs.push(say!("Also conforming: {}", also.join(", ")));
    }
    for companion in ruling.companions.iter() {
        paragraphs.push(say!(
            "Sent with it ({}): {}: {}",
            translate(companion.level.name()),
            companion.field,
            companion.example
        ));
    }
    paragraphs.push(say!("What the client may do: {}", translate(ruling.client_may)));
    paragraphs
}

/// Describes the article's answer if it is the other code. Such an answer ignores an "ought to" or a SHOULD, but it
/// doesn't break a MUST.
pub fn inverted(ruling: &Ruling) -> String {
    match ruling.article.status {
        Some(401) => say!(
            "The article gives 401 here. A 401 breaks no MUST, but 403 is the status that the specification advises."
        )
        .to_owned(),
        article_status => say!(
            "The article gives {} here, which isn't the status that the specification advises.",
            article_status.unwrap_or_default()
        ),
    }
}

/// Compares the article's airport with the ruling.
pub fn article(ruling: &Ruling) -> Vec<String> {
    let (reading, why) = (ruling.article, translate(ruling.article.why).to_owned());
    let article_status = reading.status.unwrap_or_default();
    match reading.agreement {
        Agreement::Inverted => {
            vec![inverted(ruling), format!("WRONG: {why}")]
        }
        Agreement::SameByLuck => vec![say!("The article gives {} here, but for another reason.", article_status), why],
        Agreement::Silent => vec![why],
    }
}
