//! Writes the result of one exam for Gradescope, GitHub Classroom or xAPI.
//!
//! Confidence levels are left out unless the teacher asks for them. A student is identified only by the seat code.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{AnswerKey, AnswerKeyItem, GradedAnswer, GradedExam};
use crate::calendar::timestamp;
use crate::i18n;
use crate::learner::answer::Answer;
use crate::learner::progress::marks;
use crate::learner::{Confidence, Record};
use crate::say;
use crate::text::hex;

/// The base of every URL in the xAPI statements. Accounts and activities are identified by URLs in xAPI. No server can
/// have a name that ends in `.invalid` (RFC 2606 section 2).
const HOME: &str = "https://airside.invalid";

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum System {
        /// The `results.json` file of an autograder.
        Gradescope = "gradescope",
        /// The result of a test runner as JSON, before base64 encoding.
        GithubClassroom = "github-classroom",
        /// A list of xAPI statements, version 1.0.3.
        Xapi = "xapi",
    }
}

pub fn results(paper: &GradedExam, key: &AnswerKey, system: System, with_confidence: bool) -> Value {
    let asked = || paper.answers.iter().filter_map(|graded| Some((graded, key.item(graded.item)?)));
    match system {
        System::Gradescope => gradescope(paper, asked(), with_confidence),
        System::GithubClassroom => github(paper, asked()),
        System::Xapi => asked().map(|(graded, item)| statement(paper, graded, item, with_confidence)).collect(),
    }
}

fn answered<'a>(graded: &GradedAnswer, item: &'a AnswerKeyItem) -> &'a str {
    let text = |answer| item.offered.iter().find(|(offered, _)| *offered == answer).map(|(_, text)| text.as_str());
    graded.answer.map_or_else(|| say!("not answered"), |(answer, _)| text(answer).unwrap_or(answer.title()))
}

fn language() -> &'static str {
    i18n::language().unwrap_or("en")
}

fn gradescope<'a>(
    paper: &GradedExam, asked: impl Iterator<Item = (&'a GradedAnswer, &'a AnswerKeyItem)>, with_confidence: bool,
) -> Value {
    let tests: Vec<Value> = (1..)
        .zip(asked)
        .map(|(number, (graded, item)): (u32, _)| {
            let sure = graded.answer.and_then(|(_, sure)| sure).filter(|_| with_confidence);
            let sure = sure.map_or_else(String::new, |sure| format!(", {}", sure.title()));
            let answer = format!("{}{sure}", answered(graded, item));
            let output = if graded.answer.is_some() { say!("answered: {}", answer) } else { answer };
            json!({
                "score": f64::from(u8::from(graded.right)), "max_score": 1.0,
                "status": if graded.right { "passed" } else { "failed" },
                "name": item.title, "number": number.to_string(), "tags": [item.category.title()],
                "output": output, "visibility": "after_published",
            })
        })
        .collect();
    let tally = paper.tally();
    json!({
        "score": tally.right, "execution_time": paper.took / 1000, "visibility": "visible", "stdout_visibility": "hidden",
        "output": say!("airside, {}, seat {}", paper.form.title(), paper.seat), "tests": tests,
    })
}

fn github<'a>(paper: &GradedExam, asked: impl Iterator<Item = (&'a GradedAnswer, &'a AnswerKeyItem)>) -> Value {
    let tests: Vec<Value> = asked
        .map(|(graded, item)| {
            let status = if graded.right { "pass" } else { "fail" };
            json!({ "name": item.title, "status": status, "score": u8::from(graded.right), "message": answered(graded, item) })
        })
        .collect();
    let status = if paper.tally().right == tests.len() { "pass" } else { "fail" };
    json!({ "version": 1, "status": status, "max_score": tests.len(), "tests": tests })
}

/// Derives a UUID from text, so that the same text always produces the same UUID (RFC 9562 section 5.8).
fn uuid(source: &str) -> String {
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(Sha256::digest(source)) {
        *byte = hashed;
    }
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex(&bytes, 32);
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| hex.get(part).unwrap_or_default());
    parts.join("-")
}

fn statement(paper: &GradedExam, graded: &GradedAnswer, item: &AnswerKeyItem, with_confidence: bool) -> Value {
    let exam = format!("{}\n{}\n{}", paper.seat, paper.form, paper.begun);
    let written = Some(item.language.as_str()).filter(|language| !language.is_empty()).unwrap_or(language());
    let has_texts = item.offered.iter().any(|(answer, _)| *answer == Answer::First);
    let spoken = if has_texts { written } else { language() };
    let choice = |(answer, text): &(Answer, String)| json!({ "id": answer.name(), "description": { spoken: text } });
    let choices: Vec<Value> = item.offered.iter().map(choice).collect();
    let right: Vec<&str> = item.accepted.iter().map(|answer| answer.name()).collect();
    let mut result = json!({ "success": graded.right, "completion": graded.answer.is_some() });
    if let Some((answer, confidence)) = graded.answer {
        result["response"] = json!(answer.name());
        if let Some(confidence) = confidence.filter(|_| with_confidence) {
            let answer = Some((answer, confidence));
            let raw = marks(&Record { answer, right: graded.right, hints: 0, mark: None });
            result["score"] = json!({ "raw": raw, "min": -6, "max": 3 });
            let level = Confidence::ALL.iter().position(|level| *level == confidence).map_or(0, |index| index + 1);
            result["extensions"] = json!({ format!("{HOME}/xapi/certainty"): level });
        }
    }
    json!({
        "id": uuid(&format!("{exam}\n{}", item.id)),
        "actor": { "objectType": "Agent", "account": { "homePage": HOME, "name": format!("seat-{}", paper.seat) } },
        "verb": { "id": "http://adlnet.gov/expapi/verbs/answered", "display": { "en": "answered" } },
        "object": {
            "objectType": "Activity",
            "id": format!("{HOME}/item/{}", item.id),
            "definition": {
                "name": { written: item.title }, "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "interactionType": "choice", "correctResponsesPattern": right, "choices": choices,
            },
        },
        "result": result,
        "context": {
            "registration": uuid(&exam), "platform": "airside", "language": language(),
            "contextActivities": { "parent": [{ "id": format!("{HOME}/form/{}", paper.form) }] },
        },
        "timestamp": timestamp(paper.begun + paper.took),
    })
}
