//! Checks task 10, for which the learner pastes an exchange with their own server.

use super::Attempt::{self, Done, Wrong};
use crate::inspect::field::value;
use crate::inspect::matrix::MatrixReport;
use crate::inspect::verdict::{Conformance, Inspection};

/// A single conforming exchange completes the task.
pub(crate) fn judge_paste(report: Option<&MatrixReport>) -> Attempt {
    let Some(report) = report else { return Wrong("unreadable") };
    let attempts: Vec<Attempt> = report.inspections.iter().map(one).collect();
    let done = attempts.iter().find(|attempt| **attempt == Done);
    done.or(attempts.last()).copied().unwrap_or(Wrong("unreadable"))
}

fn one(inspection: &Inspection) -> Attempt {
    let fields = &inspection.exchange.response.fields;
    let has_challenge = value(fields, "WWW-Authenticate").is_some();
    if value(fields, "Server").is_some_and(|server| server == super::super::airport::SERVER) {
        return Wrong("airport");
    }
    match (inspection.evidence.status, inspection.verdict) {
        (401 | 403, Conformance::Conforms) => Done,
        (401 | 403, Conformance::Arguable) if inspection.misses_only_a_should() => Done,
        (401, Conformance::Challenge) if !has_challenge => Wrong("no-challenge"),
        (_, Conformance::Challenge) => Wrong("broken-challenge"),
        (_, Conformance::WrongCode) => Wrong("wrong-code"),
        (_, Conformance::Arguable) => Wrong("arguable"),
        // The request is missing, but the response would conform no matter what the request was.
        (401, Conformance::Unknown) if inspection.possible.iter().all(|one| !one.verdict.is_fault()) => Done,
        (401 | 403, Conformance::Unknown) => Wrong("depends"),
        _ => Wrong("not-refused"),
    }
}
