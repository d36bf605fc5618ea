//! Parses a pack as simply as possible: every text is a `String`, and nothing is checked.
//!
//! The program prints the number of scenarios and waits for the end of its input.

use std::collections::BTreeMap;
use std::{env, fs, io};

use serde::Deserialize;

#[allow(dead_code, reason = "it is only read")]
#[derive(Deserialize)]
struct Pack {
    format: u32,
    id: String,
    title: String,
    version: String,
    language: String,
    licence: String,
    authors: Vec<String>,
    scenarios: Vec<Scenario>,
}

#[allow(dead_code, reason = "it is only read")]
#[derive(Deserialize)]
struct Scenario {
    id: String,
    title: String,
    kind: String,
    telling: String,
    situation: Option<String>,
    pool: Option<String>,
    facts: BTreeMap<String, String>,
    answer: String,
    story: String,
    exchange: Exchange,
    evidence: Evidence,
    hints: Hints,
    explanation: Explanation,
    article: Option<String>,
    citations: Vec<String>,
    misconception: Option<String>,
    twin: Option<String>,
    teacher: String,
}

#[allow(dead_code, reason = "it is only read")]
#[derive(Deserialize)]
struct Evidence {
    line: usize,
    fact: String,
    text: String,
}

#[allow(dead_code, reason = "it is only read")]
#[derive(Deserialize)]
struct Exchange {
    request: Vec<String>,
    findings: Vec<String>,
    response: Vec<String>,
}

#[allow(dead_code, reason = "it is only read")]
#[derive(Deserialize)]
struct Hints {
    fact: String,
    rule: String,
}

#[allow(dead_code, reason = "it is only read")]
#[derive(Deserialize)]
struct Explanation {
    why: String,
    why_not: String,
}

fn main() -> io::Result<()> {
    let file = env::args().nth(1).ok_or(io::ErrorKind::InvalidInput)?;
    let text = fs::read_to_string(file)?;
    let pack: Pack = serde_json::from_str(&text)?;
    println!("{}", pack.scenarios.len());
    io::copy(&mut io::stdin(), &mut io::sink()).map(drop)
}
