//! Writes inspections for other programs, as JSON or SARIF 2.1.0.
//!
//! This module defines the field names of the output. Field names are never translated.

use serde_json::{Value, json};

use super::clients::reactions;
use super::correction::{corrected, practise};
use super::field::Position;
use super::finding::Finding;
use super::matrix::{MatrixReport, worst};
use super::report::{known, outcomes};
use super::rules::RULES;
use super::verdict::Inspection;
use crate::encoding::{JSON_FORMAT, json_object, percent_encode_path};
use crate::ruling::Level;

/// Returns an object for a single exchange. For several exchanges, returns a list and the results of comparing them.
pub fn to_json(report: &MatrixReport) -> Value {
    if let [inspection] = report.inspections.as_slice() {
        return exchange(inspection);
    }
    json!({
        "format": JSON_FORMAT,
        "verdict": worst(&report.inspections).name(),
        "exchanges": report.inspections.iter().map(exchange).collect::<Vec<_>>(),
        "comparisons": report.comparisons,
    })
}

fn exchange(inspection: &Inspection) -> Value {
    let mut facts = json!({});
    for detail in &inspection.evidence.details {
        facts[detail.name] = json!({ "value": detail.value, "source": detail.source.name() });
    }
    for (fact, values, source) in known(inspection) {
        facts[fact.name()] = match values.as_slice() {
            [value] => json!({ "value": value, "source": source.name() }),
            // The value of the fact is unknown. The listed values are those that could affect the status.
            values => json!({ "value": null, "source": source.name(), "possible": values }),
        };
    }
    let questions: Vec<Value> = inspection
        .questions
        .iter()
        .map(|question| {
            let values = outcomes(question)
                .into_iter()
                .map(|(answer, value, verdict)| json!({ "value": value, "answer": answer, "verdict": verdict.name() }));
            json!({
                "fact": question.fact.name(),
                "question": crate::i18n::translate(question.fact.question()),
                "values": values.collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "format": JSON_FORMAT,
        "input": inspection.exchange.format.name(),
        "row": inspection.exchange.row,
        "facts": facts,
        "questions": questions,
        "verdict": inspection.verdict.name(),
        "status": inspection.evidence.status,
        "should": inspection.should(),
        "findings": inspection.findings,
        "possible": possible(inspection),
        "corrected": corrected(inspection),
        "clients": reactions(inspection),
        "practise": practise(inspection).map(crate::scenario::Kind::name),
        "remarks": inspection.exchange.remarks,
    })
}

fn possible(inspection: &Inspection) -> Vec<Value> {
    let open: Vec<_> = inspection.evidence.facts.iter().filter(|known| known.values.len() > 1).collect();
    let one = |possibility: &super::verdict::Possibility| {
        let value = |fact: crate::ruling::FactName| (fact.name(), json!(possibility.facts.value(fact)));
        let facts = json_object(open.iter().map(|known| value(known.fact)));
        json!({ "facts": facts, "verdict": possibility.verdict.name(), "should": possibility.ruling.status })
    };
    inspection.possible.iter().map(one).collect()
}

/// Returns a SARIF 2.1.0 log, which code hosting services can display. `path` is the name of the input.
pub fn to_sarif(report: &MatrixReport, path: &str) -> Value {
    let mut rules: Vec<Value> = RULES
        .iter()
        .map(|rule| json!({ "id": rule.id, "shortDescription": { "text": rule.text }, "help": { "text": format!("{} {}", rule.fix, rule.citation) } }))
        .collect();
    for (id, text) in [("wrong-code", "Another status is called for."), ("arguable-code", "Another status says more.")]
    {
        rules.push(json!({ "id": id, "shortDescription": { "text": text } }));
    }
    let results: Vec<Value> = report
        .inspections
        .iter()
        .flat_map(|inspection| inspection.findings.iter().map(move |finding| result(inspection, finding, path)))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "airside",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(inspection: &Inspection, finding: &Finding, path: &str) -> Value {
    let is_wrong = finding.breaks_must() || finding.rule == "wrong-code" || finding.rule == "success-with-error";
    let level = match finding.level {
        _ if is_wrong => "error",
        Level::Should | Level::ShouldNot | Level::OughtTo => "warning",
        _ => "note",
    };
    let Position { line, column } = match finding.position.line {
        0 => inspection.exchange.response.position,
        _ => finding.position,
    };
    let mut location = json!({ "artifactLocation": { "uri": percent_encode_path(path) } });
    if line > 0
        && let Some(location) = location.as_object_mut()
    {
        location.insert("region".to_owned(), json!({ "startLine": line, "startColumn": column.max(1) }));
    }
    json!({
        "ruleId": finding.rule,
        "level": level,
        "message": { "text": format!("{} {} ({})", finding.text, finding.fix, finding.citation) },
        "locations": [{ "physicalLocation": location }],
    })
}
