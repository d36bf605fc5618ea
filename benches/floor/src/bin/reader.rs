//! Reads a pack as the plainest program would: every text a `String`, nothing judged. It says on standard error how many
//! mebibytes it took at most; Linux only.

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
    cell: String,
    skin: String,
    situation: Option<String>,
    pool: Option<String>,
    facts: BTreeMap<String, String>,
    answer: String,
    story: String,
    exchange: Exchange,
    evidence: Evidence,
    hints: Hints,
    explanation: Explanation,
    article: String,
    citations: Vec<String>,
    trap: Option<String>,
    twin: Option<String>,
    teacher: String,
}

#[allow(dead_code, reason = "it is only read")]
#[derive(Deserialize)]
struct Evidence {
    line: usize,
    fact: String,
    says: String,
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
    right: String,
    wrong: String,
}

fn main() -> io::Result<()> {
    let file = env::args().nth(1).ok_or(io::ErrorKind::InvalidInput)?;
    let text = fs::read_to_string(file)?;
    let pack: Pack = serde_json::from_str(&text)?;
    // It ends as a program does that has nothing to give back.
    std::mem::forget((text, pack));
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes: Option<f64> = most.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    eprintln!("{}", kibibytes.unwrap_or(f64::NAN) / 1024.0);
    Ok(())
}
