//! A small library that several tests share.

use airside::round::spec::RoundSpec;
use airside::ruling::{FactName, Facts, Verdict};
use airside::scenario::library::Library;
use airside::scenario::{Evidence, Exchange, Explanation, Hints, Kind, Pack, Pool, Scenario, Telling};
use airside::study::{Begin, Opening, Study};

pub fn scenario(id: &str, credentials: &str) -> Scenario {
    let facts =
        Facts::default().with("credentials", credentials).expect("known").with("permission", "owner").expect("known");
    let text = |what: &str| format!("{what} of {id}");
    Scenario {
        id: id.to_owned(),
        title: text("title"),
        kind: if credentials == "valid" { Kind::NotOwner } else { Kind::Expired },
        telling: Telling::Airport,
        situation: None,
        pool: Pool::Practice,
        facts,
        answer: if credentials == "valid" { Verdict::Forbidden } else { Verdict::Unauthorized },
        editorial: None,
        story: text("story"),
        exchange: Exchange {
            request: vec![text("request")],
            findings: vec![text("finding")],
            returned: Vec::new(),
            response: vec![text("response")],
        },
        evidence: Evidence { line: 2, fact: FactName::Credentials, says: text("evidence") },
        asks: None,
        server: None,
        incident: None,
        hints: Hints { fact: text("first hint"), rule: text("second hint") },
        explanation: Explanation { right: text("right"), wrong: text("wrong") },
        article: text("article"),
        citations: vec!["RFC 9110 section 11.4 paragraph 3".to_owned()],
        misconception: None,
        twin: None,
        teacher: text("teacher"),
    }
}

pub fn library() -> Library {
    Library::new([pack()])
}

pub fn pack() -> Pack {
    let scenarios =
        vec![scenario("a", "expired"), scenario("b", "valid"), scenario("c", "expired"), scenario("d", "valid")];
    Pack {
        id: "small".to_owned(),
        title: "Small".to_owned(),
        version: "1.0.0".to_owned(),
        language: "en".to_owned(),
        licence: "MIT".to_owned(),
        authors: vec!["A. Teacher".to_owned()],
        scenarios,
    }
}

/// A course over [`library`] that keeps nothing, always in the same order.
pub fn study() -> Study {
    Study::open(Opening {
        library: library(),
        state_folder: None,
        begin: Begin::Round(RoundSpec::default()),
        clock: || 0,
    })
}
