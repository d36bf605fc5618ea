//! Presents an inspection as a document: verdict, findings, questions, facts, the corrected response and the reactions
//! of clients.
//!
//! This module must not judge the exchange.

use super::challenge::SCHEME;
use super::clients::reactions;
use super::correction::{NONCE, SCOPE, corrected, practise};
use super::credentials::body::may_hold_credentials;
use super::evidence::FactSource;
use super::exchange::{InputFormat, value};
use super::field::Position;
use super::finding::Finding;
use super::matrix::MatrixReport;
use super::verdict::{Conformance, Inspection, OpenQuestion, alternatives};
use crate::document::{Block, Document, Meaning, Text};
use crate::i18n::translate;
use crate::ruling::facts::Credentials;
use crate::ruling::{FactName, Facts, Level, status_line};
use crate::say;

/// Returns the verdict as a sentence.
pub fn verdict(inspection: &Inspection) -> String {
    let status = inspection.evidence.status;
    match inspection.verdict {
        Conformance::Conforms => say!("The {} conforms.", status),
        Conformance::WrongCode => say!("{} is the wrong code here. It should be {}.", status, inspection.ruling.status),
        Conformance::Challenge if inspection.has_wrong_code() => say!(
            "{} is the wrong code here. It should be {}. The challenge in the {} is missing or broken, too.",
            status,
            inspection.ruling.status,
            status
        ),
        Conformance::Challenge if matches!(status, 401 | 403 | 407) => {
            say!("The challenge in the {} is missing or broken.", status)
        }
        Conformance::Challenge if inspection.findings.iter().any(|finding| finding.rule == "introspection-error") => {
            say!("The {} is right, but its body isn't.", status)
        }
        Conformance::Challenge => say!("A header field of the {} is missing or wrong.", status),
        Conformance::Arguable if inspection.misses_only_a_should() => {
            say!("The {} is arguable: it breaks no MUST, but it ignores a recommendation or a definition.", status)
        }
        Conformance::Arguable => {
            say!(
                "The {} is arguable: it breaks no MUST, but a {} would tell the client more.",
                status,
                inspection.ruling.status
            )
        }
        Conformance::Unknown => uncertain_verdict(inspection),
    }
}

fn uncertain_verdict(inspection: &Inspection) -> String {
    let status = inspection.evidence.status;
    let is_open = |fact| inspection.evidence.fact(fact).is_some_and(|known| known.values.len() > 1);
    let wrong = || inspection.possible.iter().filter(|one| one.verdict == Conformance::WrongCode);
    let needs_login = wrong().next().is_some() && wrong().all(|one| one.ruling.status == 401);
    if status == 403 && is_open(FactName::Refusal) && needs_login {
        return match inspection.facts.credentials {
            Credentials::Absent => say!(
                "If a token or a login would have helped, this should be 401 with `WWW-Authenticate`. If nobody is allowed in, 403 is right."
            )
            .to_owned(),
            _ => say!(
                "If the credentials were missing or invalid, this should be 401 with `WWW-Authenticate`. If they were valid, or if nobody is allowed in, 403 is right."
            )
            .to_owned(),
        };
    }
    let right: Vec<String> = inspection.should().iter().map(ToString::to_string).collect();
    if right.len() < 2 {
        return say!("Whether the {} conforms depends on facts that the exchange doesn't show.", status);
    }
    let right = alternatives(&right);
    say!("The right status is {}. It depends on facts that the exchange doesn't show.", right)
}

/// Builds the complete report on one or more exchanges.
pub fn document(report: &MatrixReport) -> Document {
    match report.inspections.as_slice() {
        [inspection] => one(inspection),
        inspections => several(inspections, report),
    }
}

fn one(inspection: &Inspection) -> Document {
    let mut document = Document::default();
    document.paragraph(verdict(inspection));
    findings(&mut document, inspection);
    questions(&mut document, inspection);
    document.heading(say!("Facts"));
    document.blocks.push(facts(inspection));
    document.paragraph(say!("Every other fact has its default value. To list all facts: `airside rule --list`."));
    if let Some(note) = credentials_note(inspection) {
        document.paragraph(note);
    }
    correction(&mut document, inspection);
    consequences(&mut document, inspection);
    remarks(&mut document, inspection);
    document
}

/// Builds the right-hand side of the page, with the verdict, the findings and the corrected response. The sources of
/// the facts are added at the end of the page by `fact_sources`.
pub fn judgement(inspection: &Inspection) -> Vec<Block> {
    let mut document = Document::default();
    document.paragraph(verdict(inspection));
    correction(&mut document, inspection);
    for question in &inspection.questions {
        document
            .field(say!("Depends on"), format!("`{}`: {}", question.fact.name(), translate(question.fact.question())));
    }
    findings(&mut document, inspection);
    if let Some(note) = credentials_note(inspection) {
        document.paragraph(note);
    }
    consequences(&mut document, inspection);
    document.blocks
}

pub(crate) fn fact_sources(inspection: &Inspection) -> Vec<Block> {
    let mut document = Document::default();
    document.heading(say!("Where the facts come from"));
    document.blocks.push(facts(inspection));
    remarks(&mut document, inspection);
    document.blocks
}

fn correction(document: &mut Document, inspection: &Inspection) {
    if let Some(lines) = corrected(inspection) {
        document.heading(say!("The corrected response"));
        let has = |placeholder: &str| lines.iter().any(|line| line.contains(placeholder));
        let (has_scheme, has_nonce) = (has(SCHEME), has(&format!("nonce=\"{NONCE}\"")));
        let has_scope = has(&format!("scope=\"{SCOPE}\""));
        let has_methods = has("Allow: ") && value(&inspection.exchange.response.fields, "Allow").is_none();
        document.blocks.push(Block::Code(lines));
        if has_nonce {
            document.paragraph(say!(
                "Replace `NONCE` with a value that your server generates for each 401 (RFC 7616 section 3.3)."
            ));
        }
        if has_methods {
            document.paragraph(say!("Replace the methods in `Allow` with the ones that the resource supports."));
        }
        if has_scope {
            document.paragraph(say!("Replace `SCOPE` with the scope that the resource requires."));
        }
        if has_scheme {
            document.paragraph(say!(
                "Replace `SCHEME` with the scheme that your server accepts, such as Basic or Bearer. If it accepts none, send another status."
            ));
        }
    }
}

fn consequences(document: &mut Document, inspection: &Inspection) {
    let reactions = reactions(inspection);
    if !reactions.is_empty() {
        document.heading(say!("What clients do with the response as it is"));
        document.blocks.push(Block::List(reactions.into_iter().map(Text::from).collect()));
    }
    if let Some(kind) = practise(inspection) {
        document.field(say!("Practise"), say!("{}: `airside learn --kind {}`", kind.title(), kind.name()));
    }
}

fn several(inspections: &[Inspection], report: &MatrixReport) -> Document {
    let mut document = Document::new(say!("{} exchanges", inspections.len()));
    let faults = inspections.iter().filter(|inspection| inspection.verdict.is_fault()).count();
    let title = match faults {
        0 if inspections.iter().any(|inspection| inspection.verdict == Conformance::Unknown) => {
            say!("No definite faults, but some verdicts are unknown").to_owned()
        }
        0 => say!("No response is at fault").to_owned(),
        1 => say!("1 response is at fault").to_owned(),
        faults => say!("{} responses are at fault", faults),
    };
    let rows = inspections.iter().enumerate().map(|(index, inspection)| {
        let meaning = match inspection.verdict {
            Conformance::Conforms => Meaning::Correct,
            verdict if verdict.is_fault() => Meaning::Wrong,
            _ => Meaning::Plain,
        };
        let status = inspection.evidence.status.to_string();
        let verdict = Text::new(inspection.verdict.title(), meaning);
        vec![(index + 1).to_string().into(), request(inspection).into(), status.into(), verdict]
    });
    let head = [say!("No."), say!("Request"), say!("Status"), say!("Verdict")];
    document.blocks.push(Block::panel(&title, vec![Block::table(head, rows)]));
    if !report.comparisons.is_empty() {
        document.heading(say!("What a comparison of the responses shows"));
        let texts = report.comparisons.iter().map(|comparison| {
            let numbers: Vec<String> = comparison.exchanges.iter().map(ToString::to_string).collect();
            Text::from(format!("{} ({})", comparison.text, numbers.join(", ")))
        });
        document.blocks.push(Block::List(texts.collect()));
    }
    sound_remarks(&mut document, inspections);
    for (index, inspection) in inspections.iter().enumerate() {
        if matches!(inspection.verdict, Conformance::Conforms) {
            continue;
        }
        let mut part = Document::default();
        part.heading(format!("{}. {}: {}", index + 1, request(inspection), status_line(inspection.evidence.status)));
        part.paragraph(verdict(inspection));
        findings(&mut part, inspection);
        questions(&mut part, inspection);
        document.blocks.push(Block::Columns(vec![part.blocks]));
        if let Some(lines) = corrected(inspection) {
            document.blocks.push(Block::panel(say!("The corrected response"), vec![Block::Code(lines)]));
        }
        remarks(&mut document, inspection);
    }
    document
}

fn request(inspection: &Inspection) -> String {
    let detail = |name: &str| {
        inspection.evidence.details.iter().find(|detail| detail.name == name).map(|detail| detail.value.as_str())
    };
    let line = match detail("request-method").zip(detail("request-target")) {
        Some((method, target)) => format!("{method} {target}"),
        None => say!("request not recorded").to_owned(),
    };
    match &inspection.exchange.row {
        Some(row) => format!("{row}: {line}"),
        None => line,
    }
}

fn position_text(position: Position) -> String {
    match position.line {
        0 => String::new(),
        line => say!(" (line {}, column {})", line, position.column),
    }
}

const fn level_words(level: Level) -> &'static str {
    match level {
        Level::OughtTo => "\"ought to\"",
        _ => level.name(),
    }
}

fn findings(document: &mut Document, inspection: &Inspection) {
    for Finding { level, citation, text, fix, position, rule } in &inspection.findings {
        document.field(*rule, format!("{text}{}", position_text(*position)));
        document.field(say!("Source"), format!("{citation} ({})", level_words(*level)));
        document.field(say!("Fix"), fix.as_str());
    }
}

fn questions(document: &mut Document, inspection: &Inspection) {
    for question in &inspection.questions {
        document.heading(translate(question.fact.question()));
        let outcomes = outcomes(question);
        let verdicts = [
            Conformance::Conforms,
            Conformance::Arguable,
            Conformance::WrongCode,
            Conformance::Challenge,
            Conformance::Unknown,
        ];
        for verdict in verdicts {
            let answers =
                outcomes.iter().filter(|(_, _, outcome)| *outcome == verdict).map(|(_, value, _)| format!("`{value}`"));
            let answers: Vec<String> = answers.collect();
            if !answers.is_empty() {
                document.field(verdict.title(), answers.join(", "));
            }
        }
        document.paragraph(say!("To answer this question in advance, add `--fact {}=VALUE`.", question.fact.name()));
    }
}

/// Returns each possible answer to a question, with the value of the fact and the resulting verdict.
pub fn outcomes(question: &OpenQuestion) -> Vec<(&'static str, &'static str, Conformance)> {
    let value = |index: usize| Some((*question.fact.answers().get(index)?, *question.fact.values().get(index)?));
    let outcomes = question.outcomes.iter();
    outcomes
        .filter_map(|(index, verdict)| value(*index).map(|(answer, value)| (translate(answer), value, *verdict)))
        .collect()
}

fn facts(inspection: &Inspection) -> Block {
    let head = [say!("Fact"), say!("Value"), say!("Source")];
    let row = |name: &str, value: &str, source: FactSource| {
        vec![Text::verbatim(name), Text::verbatim(value), Text::from(source.title())]
    };
    let details = inspection.evidence.details.iter().map(|detail| row(detail.name, &detail.value, detail.source));
    let usual = Facts::default();
    let matters = |fact| inspection.possible.iter().any(|possibility| possibility.ruling.trace.asked(fact));
    let known_facts = known(inspection)
        .into_iter()
        .filter(|(fact, values, source)| *source != FactSource::Assumed || values.as_slice() != [usual.value(*fact)])
        .filter(|(fact, _, source)| *source != FactSource::Assumed || matters(*fact));
    let facts = known_facts.map(|(fact, values, source)| {
        let value = if values.len() > 1 { say!("unknown: {}", values.join(say!(" or "))) } else { values.concat() };
        row(fact.name(), &value, source)
    });
    Block::table(head, details.chain(facts))
}

/// Returns all known facts and all facts used in a ruling, with their possible values and their sources.
pub fn known(inspection: &Inspection) -> Vec<(FactName, Vec<&'static str>, FactSource)> {
    let asked = |fact| inspection.possible.iter().any(|possibility| possibility.ruling.trace.asked(fact));
    let entry = |fact: FactName| match inspection.evidence.fact(fact) {
        Some(known) => Some((fact, known.names(), known.source)),
        None => asked(fact).then(|| (fact, vec![inspection.facts.value(fact)], FactSource::Assumed)),
    };
    FactName::ALL.into_iter().filter_map(entry).collect()
}

fn credentials_note(inspection: &Inspection) -> Option<&'static str> {
    let request = inspection.exchange.request.as_ref();
    let shown = request.is_none_or(|request| request.shows_credentials);
    match inspection.exchange.format {
        InputFormat::Har if !shown => Some(say!(
            "Browsers leave `Authorization` and `Cookie` out of an exported HAR, so the request may have carried credentials."
        )),
        _ if request.is_some_and(may_hold_credentials) => Some(say!(
            "The body of the request wasn't recorded, so airside can't tell whether it contained a password or another secret. To record the body, use `curl --trace-ascii -`."
        )),
        InputFormat::AccessLog if !inspection.evidence.shows_fields => {
            Some(say!("The input has no header fields, so only the status can be judged."))
        }
        _ => None,
    }
}

/// Exchanges that conform have no section of their own, so remarks about these exchanges are listed together.
fn sound_remarks(document: &mut Document, inspections: &[Inspection]) {
    let sound = inspections.iter().enumerate().filter(|(_, inspection)| inspection.verdict == Conformance::Conforms);
    let texts = sound.flat_map(|(index, inspection)| {
        let remarks = inspection.exchange.remarks.iter();
        remarks.map(move |remark| {
            Text::verbatim(format!("{}. {}{}", index + 1, remark.text, position_text(remark.position)))
        })
    });
    let texts: Vec<Text> = texts.collect();
    if !texts.is_empty() {
        document.heading(say!("About the input"));
        document.blocks.push(Block::List(texts));
    }
}

fn remarks(document: &mut Document, inspection: &Inspection) {
    if inspection.exchange.remarks.is_empty() {
        return;
    }
    document.heading(say!("About the input"));
    let texts = inspection
        .exchange
        .remarks
        .iter()
        .map(|remark| Text::verbatim(format!("{}{}", remark.text, position_text(remark.position))));
    document.blocks.push(Block::List(texts.collect()));
}
