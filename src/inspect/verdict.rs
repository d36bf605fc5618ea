//! Decides whether a response conforms.
//!
//! This module tries every possible value of each unknown fact, and asks the user only about facts that would change
//! the verdict. The `comparison` module compares the status with a single ruling. This module must not read header
//! fields.

use super::comparison::{compare, judge, lacks_scope_challenge, right_statuses};
use super::evidence::{Evidence, FactSource, KnownFact, ResponseTexts, collect, contradiction, is_unregistered};
use super::exchange::{RecordedExchange, Remark};
use super::field::Position;
use super::finding::{Finding, broken_by};
use crate::i18n::translate;
use crate::ruling::facts::{Credentials, Endpoint, FactValue, Permission};
use crate::ruling::{Citation, FactName, Facts, Ruling, source};
use crate::say;
use crate::sorting::sort_by_key;

pub use super::comparison::{Conformance, Possibility};

pub(crate) const MOST_QUESTIONS: usize = 3;

/// A question to the user about a fact, with the verdict that follows from each answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuestion {
    pub fact: FactName,
    /// The index of each possible value of the fact, with the resulting verdict. The verdict is `Unknown` if it also
    /// depends on another question.
    pub outcomes: Vec<(usize, Conformance)>,
}

/// The verdict on one exchange, with everything that it is based on.
#[derive(Clone, Debug)]
pub struct Inspection {
    pub exchange: RecordedExchange,
    pub evidence: Evidence,
    pub verdict: Conformance,
    pub questions: Vec<OpenQuestion>,
    /// The most likely facts, on which the ruling is based.
    pub facts: Facts,
    pub ruling: Ruling,
    /// Every combination of facts that is still possible, with the resulting ruling and verdict.
    pub possible: Vec<Possibility>,
    pub findings: Vec<Finding>,
}

impl Inspection {
    pub(crate) fn has_wrong_code(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule == "wrong-code")
    }

    pub(crate) fn misses_only_a_should(&self) -> bool {
        self.verdict == Conformance::Arguable
            && self.ruling.conforms(self.evidence.status)
            && self.findings.iter().any(Finding::misses_should)
    }

    /// Returns the statuses that would conform for at least one possible combination of facts. If the verdict is
    /// unknown, the status of the response comes first.
    pub fn should(&self) -> Vec<u16> {
        let mut statuses = self.right();
        if self.verdict == Conformance::Unknown
            && let Some(index) = statuses.iter().position(|status| *status == self.evidence.status)
        {
            statuses[..=index].rotate_right(1);
        }
        statuses
    }

    fn right(&self) -> Vec<u16> {
        let mut statuses: Vec<u16> = Vec::new();
        for possibility in &self.possible {
            // The server may have sent the status for a reason that the ruling doesn't cover, such as an error in the
            // request.
            let sent = match possibility.verdict {
                Conformance::Conforms | Conformance::Unknown => Some(self.evidence.status),
                _ => None,
            };
            if let Some(status) = sent.filter(|status| !possibility.ruling.conforms(*status)) {
                let is_right = possibility.verdict == Conformance::Conforms && !is_unregistered(status);
                if is_right && !statuses.contains(&status) {
                    statuses.push(status);
                }
                continue;
            }
            for status in right_statuses(&possibility.ruling) {
                if !statuses.contains(&status) {
                    statuses.push(status);
                }
            }
        }
        statuses
    }
}

/// Judges an exchange. `user_facts` contains the user's answers, `hints` contains facts from other exchanges, and `now`
/// is in seconds since 1970.
pub fn inspect(exchange: &RecordedExchange, user_facts: &[KnownFact], hints: &[KnownFact], now: i64) -> Inspection {
    let mut exchange = exchange.clone();
    let mut facts = Vec::new();
    for known in user_facts {
        match contradiction(&exchange, known) {
            Some(text) => exchange.remarks.push(Remark { position: Position::default(), text }),
            None => facts.push(known.clone()),
        }
    }
    let user_facts = facts;
    let texts = ResponseTexts::default();
    let evidence = collect(&exchange, &texts, &user_facts, hints, now);
    let possible = possibilities(&evidence);
    let verdict = settle(&evidence, &possible);
    let outcome = |answer: KnownFact| {
        let answer = Some(answer).filter(|known| contradiction(&exchange, known).is_none());
        let told: Vec<KnownFact> = user_facts.iter().cloned().chain(answer).collect();
        let evidence = collect(&exchange, &texts, &told, hints, now);
        settle(&evidence, &possibilities(&evidence))
    };
    let is_open = verdict == Conformance::Unknown;
    let questions = if is_open { questions(&evidence, &possible, outcome) } else { Vec::new() };
    let first = possible.first().cloned().unwrap_or_else(|| judge(&evidence, Facts::default()));
    let mut findings = evidence.taken.findings.clone();
    findings.extend(status_findings(&evidence, &possible, verdict));
    findings.retain(|finding| applies(finding, &possible));
    // A wrong status is reported first, because the correct status may not require a challenge.
    if verdict == Conformance::Challenge {
        sort_by_key(&mut findings, |finding| finding.rule != "wrong-code");
    }
    Inspection { exchange, verdict, questions, facts: first.facts, ruling: first.ruling, possible, findings, evidence }
}

fn settle(evidence: &Evidence, possible: &[Possibility]) -> Conformance {
    let first = possible.first().map_or(Conformance::Unknown, |first| first.verdict);
    let is_same = possible.iter().all(|possibility| possibility.verdict == first);
    let misses_should =
        || evidence.taken.findings.iter().any(|finding| finding.misses_should() && applies(finding, possible));
    match first {
        _ if !is_same => Conformance::Unknown,
        Conformance::Conforms if misses_should() => Conformance::Arguable,
        first => first,
    }
}

/// The challenge needs an error code only if it is certain that the server rejected the token.
fn applies(finding: &Finding, possible: &[Possibility]) -> bool {
    let first = possible.first();
    let is_refused = first.is_some_and(|first| first.facts.credentials != Credentials::Valid);
    let is_certain = possible.iter().all(|other| first.is_some_and(|first| first.verdict == other.verdict));
    finding.rule != "bearer-error-missing" || is_certain && is_refused
}

fn possibilities(evidence: &Evidence) -> Vec<Possibility> {
    let mut sets = vec![Facts::default()];
    for known in &evidence.facts {
        sets = known
            .values
            .iter()
            .flat_map(|index| sets.iter().map(|facts| facts.with_index(known.fact, *index)))
            .collect();
    }
    sets.into_iter().map(|facts| judge(evidence, facts)).collect()
}

/// Returns questions about the unknown facts that affect the verdict, in the order in which the procedure checks the
/// facts. Facts that can't settle the verdict alone are included only if no single fact can.
fn questions(
    evidence: &Evidence, possible: &[Possibility], outcome: impl Fn(KnownFact) -> Conformance,
) -> Vec<OpenQuestion> {
    let open = evidence.facts.iter().filter(|known| known.values.len() > 1);
    let flips = |fact: FactName| {
        possible.iter().any(|one| {
            possible.iter().any(|other| one.verdict != other.verdict && one.facts.difference(&other.facts) == [fact])
        })
    };
    let mut asked: Vec<FactName> = open.map(|known| known.fact).filter(|fact| flips(*fact)).collect();
    // Where the credentials were sent matters only if they aren't valid.
    if asked.contains(&FactName::Credentials) {
        asked.retain(|fact| *fact != FactName::Scheme);
    }
    let question = |fact: FactName| {
        let all = (0..fact.values().len()).filter(|index| is_plausible(evidence, fact, *index));
        let outcomes = all.map(|index| (index, outcome(KnownFact::new(fact, index, FactSource::User)))).collect();
        OpenQuestion { fact, outcomes }
    };
    let decides = |one: &OpenQuestion| one.outcomes.iter().any(|(_, outcome)| *outcome != Conformance::Unknown);
    let (mut questions, others): (Vec<_>, Vec<_>) = asked.into_iter().map(question).partition(decides);
    if questions.is_empty() {
        questions.extend(others);
    }
    questions.truncate(MOST_QUESTIONS);
    questions
}

/// Returns whether a value of the fact is compatible with the exchange. For example, credentials that are visible in
/// the request can't be missing.
pub(crate) fn is_plausible(evidence: &Evidence, fact: FactName, index: usize) -> bool {
    let status = evidence.status;
    match fact {
        FactName::Credentials => {
            let is_seen = [Credentials::Absent, Credentials::Anonymous, Credentials::Duplicate]
                .iter()
                .any(|one| one.index() == index);
            !is_seen || evidence.sent.is_none() && !evidence.names_user
        }
        FactName::Permission if index == Permission::Granted.index() && matches!(status, 401 | 403 | 407) => evidence
            .fact(fact)
            .is_some_and(|known| known.source == FactSource::Assumed && known.values.contains(&index)),
        _ => true,
    }
}

pub(super) fn alternatives(words: &[String]) -> String {
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => say!("{} or {}", others.join(", "), last),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// Returns the passage that recommends a status for the error code in the challenge, if the ruling agrees with it.
fn by_error_code(error: &str, status: u16) -> Option<Citation> {
    const STATUSES: [(&str, u16); 3] = [("invalid_request", 400), ("invalid_token", 401), ("insufficient_scope", 403)];
    let is_defined = STATUSES.contains(&(error, status));
    let end = format!("should get {status}.");
    source::passages("RFC 6750 section 3.1").find(|passage| is_defined && passage.supports.ends_with(&end))
}

fn status_findings(evidence: &Evidence, possible: &[Possibility], verdict: Conformance) -> Vec<Finding> {
    let status = evidence.status;
    let mut findings = Vec::new();
    if let Some(first) = possible.first() {
        let is_due =
            |id| possible.iter().all(|one| broken_by(&evidence.lacking, &one.ruling, status).any(|rule| rule.id == id));
        let due = broken_by(&evidence.lacking, &first.ruling, status).filter(|rule| is_due(rule.id));
        findings.extend(due.filter_map(|rule| Finding::new(rule.id, Position::default())));
    }
    let scope_missing = possible.iter().all(|one| lacks_scope_challenge(evidence, &one.facts, &one.ruling));
    if scope_missing && verdict == Conformance::Challenge {
        findings.extend(Finding::new("scope-challenge-missing", Position::default()));
    }
    let expired =
        possible.iter().all(|one| matches!(one.facts.credentials, Credentials::Expired | Credentials::NotYetValid));
    let accepted = (200..300).contains(&status) && verdict == Conformance::WrongCode && expired;
    if accepted {
        findings.extend(Finding::new("expired-token-accepted", Position::default()));
    }
    // If the status is wrong for every possible combination of facts, it is reported in addition to the broken
    // challenge.
    let compared: Vec<Conformance> = possible.iter().map(|one| compare(evidence, &one.facts, &one.ruling)).collect();
    let uniform = compared.first().copied().filter(|first| compared.iter().all(|other| other == first));
    let Some((first, outcome)) = possible.first().zip(uniform) else { return findings };
    let rule = match outcome {
        Conformance::WrongCode => "wrong-code",
        Conformance::Arguable => "arguable-code",
        _ => return findings,
    };
    let mut should: Vec<String> = Vec::new();
    for right in possible.iter().flat_map(|one| right_statuses(&one.ruling)).filter(|right| *right != status) {
        let right = right.to_string();
        if !should.contains(&right) {
            should.push(right);
        }
    }
    let at_resource = Some(first).filter(|first| first.facts.endpoint == Endpoint::Resource);
    let by_code = at_resource.and_then(|first| by_error_code(evidence.taken.error()?, first.ruling.status));
    let Some(decisive) = evidence.ruled_out.or(by_code).or_else(|| first.ruling.citations.first()) else {
        return findings;
    };
    let why = translate(decisive.supports);
    findings.push(Finding {
        rule,
        level: decisive.level,
        citation: decisive.to_string(),
        text: say!("The response is {}. {}", status, why),
        fix: say!("Send {}.", alternatives(&should)),
        position: Position::default(),
    });
    findings
}
