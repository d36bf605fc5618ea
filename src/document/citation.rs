//! Formats citations in the language of the reader.
//!
//! Numbers, and the names of documents and algorithms, aren't translated.

use crate::i18n::translate;
use crate::ruling::Citation;
use crate::say;

/// Translates a list of citations, such as `RFC 9110 section 11.4 paragraphs 3 and 5; RFC 6750 section 3.1`.
pub fn citation(places: &str) -> String {
    let place = |place: &str| {
        // A name such as `WHATWG Fetch, CORS protocol and credentials` is the same in every language.
        if !["RFC ", "section "].iter().any(|start| place.starts_with(start)) {
            return place.to_owned();
        }
        place.split(' ').map(word).collect::<Vec<_>>().join(" ")
    };
    places.split("; ").map(place).collect::<Vec<_>>().join("; ")
}

fn word(word: &str) -> &str {
    match word {
        "section" => say!("section"),
        "sections" => say!("sections"),
        "paragraph" => say!("paragraph"),
        "paragraphs" => say!("paragraphs"),
        "and" => say!("and"),
        other => other,
    }
}

/// Formats a citation and its requirement level, such as `RFC 9110 section 15.5.2 paragraph 1 (MUST)`.
pub fn with_level(cited: &Citation) -> String {
    format!("{} ({})", citation(&cited.to_string()), translate(cited.level.name()))
}
