//! Checks that every citation in the project appears in the table of sources.

use airside::document::ruling::cited;
use airside::reference::{article, claims, topics};
use airside::ruling::source::{SECTIONS, is_known, passages};
use airside::ruling::{Citation, Level};
use airside::scenario::Kind;
use airside::scenario::library::{BUILT_IN, Library};
use serde_json::Value;

/// Splits a source such as `RFC 9110 sections 11.4 paragraphs 1 and 6; RFC 6750 section 3.1` into single citations.
fn places(source: &str) -> Vec<String> {
    let mut places = Vec::new();
    let mut document = String::new();
    for part in source.split(';').map(str::trim) {
        // A colon, or a comma and the word "with", may introduce additional text in a source.
        let part = part.split(": ").next().unwrap_or_default().split(", with").next().unwrap_or_default();
        let text = part.replace("sections", "section").replace("paragraphs", "paragraph");
        let (head, rest) = text.split_once("section ").unwrap_or((text.as_str(), ""));
        if !head.trim().is_empty() {
            head.trim().clone_into(&mut document);
        }
        let (sections, paragraphs) = rest.split_once(" paragraph ").map_or((rest, None), |(one, two)| (one, Some(two)));
        let list = |text: &str| -> Vec<String> {
            text.replace(" and ", ", ")
                .split(", ")
                .map(|one| one.split(':').next().unwrap_or_default().to_owned())
                .collect()
        };
        for section in list(sections).iter().filter(|section| !section.is_empty()) {
            match paragraphs {
                Some(paragraphs) => places.extend(
                    list(paragraphs).iter().map(|number| format!("{document} section {section} paragraph {number}")),
                ),
                None => places.push(format!("{document} section {section}")),
            }
        }
    }
    places
}

#[test]
fn a_source_is_taken_apart_into_its_places() {
    assert_eq!(places("RFC 9110 sections 2.2 and 11.4"), ["RFC 9110 section 2.2", "RFC 9110 section 11.4"]);
    assert_eq!(
        places("RFC 9110 section 11.4 paragraphs 1, 6; RFC 6750 section 3.1"),
        ["RFC 9110 section 11.4 paragraph 1", "RFC 9110 section 11.4 paragraph 6", "RFC 6750 section 3.1"]
    );
}

#[test]
fn the_reference_cites_only_what_is_in_the_table() {
    let entries = topics().into_iter().flat_map(|topic| topic.entries).map(|entry| entry.source);
    let quoted = article().history.quotations.iter().flat_map(|one| [&one.article.source, &one.today.source]);
    let claimed = claims().iter().map(|claim| &claim.source);
    let cited = entries.chain(claimed.chain(quoted).cloned()).filter(|source| source.starts_with("RFC "));
    let unknown: Vec<String> = cited.flat_map(|source| places(&source)).filter(|place| !is_known(place)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn every_key_word_of_the_reference_has_a_source_with_that_word() {
    let entries =
        topics().into_iter().flat_map(|topic| topic.entries).map(|entry| (entry.text.join(" "), entry.source));
    let claimed = claims().iter().map(|claim| (claim.truth.clone(), claim.source.clone()));
    for (text, source) in entries.chain(claimed).filter(|(_, source)| source.contains("RFC ")) {
        let places = places(&source);
        let levels: Vec<&str> =
            places.iter().flat_map(|place| passages(place)).map(|passage| passage.level.name()).collect();
        // Phrases such as "breaks no MUST" don't cite a requirement.
        let text = text.replace("no MUST", "").replace("isn't a MUST", "");
        for word in ["MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY"] {
            let is_claimed = format!(" {text} ").contains(&format!(" {word} "));
            assert!(!is_claimed || levels.iter().any(|level| level.starts_with(word)), "{word}: {text} ({source})");
        }
    }
}

#[test]
fn the_packs_cite_only_what_is_in_the_table() {
    let mut unknown = Vec::new();
    for pack in BUILT_IN {
        let pack: Value = serde_json::from_str(pack.text).expect("JSON");
        for scenario in pack["scenarios"].as_array().expect("scenarios") {
            let lists = [&scenario["citations"], &scenario["editorial"]["sources"]];
            let cited = lists.into_iter().filter_map(Value::as_array).flatten().chain([&scenario["server"]["clause"]]);
            for place in cited.filter_map(Value::as_str).filter(|place| place.starts_with("RFC ")) {
                if !is_known(place) {
                    unknown.push(format!("{}: {place}", scenario["id"]));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}

fn texts(scenario: &Value) -> Vec<String> {
    fn collect(value: &Value, texts: &mut Vec<String>) {
        match value {
            Value::String(text) => texts.push(text.clone()),
            Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
            Value::Object(fields) => fields.values().for_each(|value| collect(value, texts)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for field in ["evidence", "hints", "explanation", "options", "asks", "article", "teacher"] {
        collect(&scenario[field], &mut found);
    }
    found
}

/// Returns the numbers that follow a word, such as `11.4` after `section `.
fn named<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(word).filter_map(move |(place, _)| {
        let rest = text.get(place + word.len()..)?;
        let end = rest.find(|one: char| !one.is_ascii_digit() && one != '.').unwrap_or(rest.len());
        Some(rest.get(..end)?.trim_end_matches('.')).filter(|number| !number.is_empty())
    })
}

#[test]
fn a_text_names_only_passages_that_are_among_its_sources() {
    const CHALLENGE: [&str; 2] = ["RFC 9110 section 15.5.2", "RFC 9110 section 11.6.1"];
    const REQUIRED: [&str; 5] =
        ["401 must carry", "401 must send", "requires WWW-Authenticate", "401 needs a challenge", "401 has to"];
    let mut faults = Vec::new();
    for pack in BUILT_IN {
        let pack: Value = serde_json::from_str(pack.text).expect("JSON");
        for scenario in pack["scenarios"].as_array().expect("scenarios") {
            let lists = [&scenario["citations"], &scenario["editorial"]["sources"]];
            let cited = lists.into_iter().filter_map(Value::as_array).flatten().chain([&scenario["server"]["clause"]]);
            let cited: Vec<&str> = cited.filter_map(Value::as_str).collect();
            let has = |wanted: &str| cited.iter().any(|place| format!("{place} ").contains(&format!("{wanted} ")));
            let levels: Vec<&str> =
                cited.iter().flat_map(|place| passages(place)).map(|passage| passage.level.name()).collect();
            for text in texts(scenario) {
                let mut missing = |what: &str| faults.push(format!("{}: {what}: {text}", scenario["id"]));
                for number in named(&text, "ection ") {
                    let part = format!("section {number}.");
                    if !has(&format!("section {number}")) && !cited.iter().any(|place| place.contains(&part)) {
                        missing(&format!("section {number}"));
                    }
                }
                for number in named(&text, "RFC ").filter(|number| !has(&format!("RFC {number}"))) {
                    missing(&format!("RFC {number}"));
                }
                for word in ["MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY"] {
                    if text.contains(word) && !levels.iter().any(|level| level.starts_with(word)) {
                        missing(&format!("a passage with {word}"));
                    }
                }
                if REQUIRED.iter().any(|claim| text.contains(claim)) && !CHALLENGE.iter().any(|place| has(place)) {
                    missing("the MUST about WWW-Authenticate");
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The first source of a ruling is the deciding one.
#[test]
fn every_ruling_of_the_course_quotes_the_words_that_decide_it() {
    let library = Library::open(None, &[]);
    let unquoted: Vec<String> = library
        .scenarios()
        .filter(|scenario| scenario.kind != Kind::Edge)
        .filter(|scenario| scenario.ruling().citations.first().is_none_or(|decisive| decisive.quote.is_none()))
        .map(|scenario| scenario.id.clone())
        .collect();
    assert!(unquoted.is_empty(), "{unquoted:#?}");
}

#[test]
fn every_cited_place_that_has_passages_is_printed_with_one() {
    let library = Library::open(None, &[]);
    let mut bare = Vec::new();
    for scenario in library.scenarios().filter(|scenario| scenario.editorial.is_none()) {
        for place in scenario.citations.iter().filter(|place| passages(place).next().is_some()) {
            let printed = cited(place, &scenario.ruling());
            if printed.iter().any(|text| !text.to_string().contains(": ")) {
                bare.push(format!("{}: {place}", scenario.id));
            }
        }
    }
    assert!(bare.is_empty(), "{bare:#?}");
}

#[test]
fn the_claims_of_a_text_are_in_the_passages_that_it_cites() {
    let library = Library::open(None, &[]);
    let other_response = "Other responses can carry WWW-Authenticate";
    for (id, passage) in [
        ("edge-wrong-account-http", other_response),
        ("server-flask-httpauth-e-valid-but-role-missing-http", other_response),
        ("edge-absent-path-http", "Range is used only if the response without it would be 200."),
        ("edge-where-to-log-in-http", "resource_metadata is the URL"),
        ("incident-sign-in-http", "resource_metadata is the URL"),
        ("server-nginx-x2-missing-password-file-with-creds-http", "4xx: the client seems to have made a mistake."),
        ("edge-public-page-http", "An expired, revoked, malformed or otherwise invalid token should get 401."),
        ("edge-booking-http", "A script can read a response with any status"),
        ("edge-gateway-http", "407: the client needs to authenticate itself to use a proxy."),
        ("server-apache-other-user-http", "If credentials were sent, a 401 says that they were refused."),
        ("edge-two-layers-http", "If credentials were sent, a 401 says that they were refused."),
        ("edge-current-password-http", "If credentials were sent, a 401 says that they were refused."),
    ] {
        let scenario = library.scenarios().find(|scenario| scenario.id == id).expect("a scenario");
        let ruling = scenario.ruling();
        let printed: Vec<String> =
            scenario.citations.iter().flat_map(|place| cited(place, &ruling)).map(|text| text.to_string()).collect();
        assert!(printed.iter().any(|text| text.contains(passage)), "{id}: {printed:#?}");
    }
}

#[test]
fn a_bare_bearer_challenge_is_judged_by_the_passage_on_its_parameters() {
    let library = Library::open(None, &[]);
    let levels = library
        .scenarios()
        .filter(|scenario| scenario.explanation.why.contains("one or more parameters"))
        .flat_map(|scenario| scenario.citations.iter().filter(|place| place.starts_with("RFC 6750 section 3 ")))
        .map(|place| passages(place).map(|passage| passage.supports).collect::<Vec<_>>());
    let levels: Vec<Vec<&str>> = levels.collect();
    assert!(
        levels.len() > 1 && levels.iter().all(|one| one == &["A Bearer challenge must have one or more parameters."])
    );
}

#[test]
fn a_cited_place_has_its_passages() {
    let levels = |place| passages(place).map(|passage: Citation| passage.level.name()).collect::<Vec<_>>();
    assert_eq!(levels("RFC 9110 section 11.4 paragraph 3"), ["SHOULD"]);
    assert_eq!(levels("RFC 9110 section 15.5.8"), ["definition", "MUST"]);
    assert!(levels("RFC 9110 section 15.5.40").is_empty());
}

#[test]
fn the_table_says_what_each_passage_says_in_a_sentence() {
    let passages = SECTIONS.iter().flat_map(|section| section.passages);
    assert!(passages.clone().count() > 100);
    for passage in passages {
        assert!(passage.supports.ends_with('.') && passage.supports.len() < 130, "{}", passage.supports);
    }
}

#[test]
fn no_summary_weakens_a_must_or_strengthens_a_recommendation() {
    let mut checked = 0;
    for passage in SECTIONS.iter().flat_map(|section| section.passages) {
        let wrong = match passage.level {
            Level::Must | Level::MustNot => "should",
            Level::Should | Level::ShouldNot | Level::OughtTo | Level::May => "must",
            Level::Definition => continue,
        };
        let mut words = passage.supports.split(|letter: char| !letter.is_alphabetic());
        assert!(!words.any(|word| word == wrong), "{}: {}", passage.level.name(), passage.supports);
        checked += 1;
    }
    assert!(checked > 80, "{checked}");
}
