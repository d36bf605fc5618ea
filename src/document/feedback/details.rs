//! Shows the details of a ruling: its checks, header fields and sources, what the client may do, and the other answers.

use super::super::ruling::{cited, sources as relied_on};
use super::super::{Block, Document, Meaning, Text, trace};
use super::belief::misconception_shown;
use super::why_not;
use crate::i18n::translate;
use crate::learner::Record;
use crate::ruling::{Agreement, Certainty, Companion, FactName, Level, Ruling, Verdict};
use crate::say;
use crate::scenario::{Scenario, Telling};

/// Returns the label for the article's rule. If the article swaps the codes, the label must say so, because the text
/// after it only reports the rule.
pub(crate) fn article_label(scenario: &Scenario) -> &'static str {
    match scenario.ruling().article.agreement {
        Agreement::Inverted => say!("The article (wrong code)"),
        _ => say!("The article"),
    }
}

pub(super) fn add_to_pair(document: &mut Document, scenario: &Scenario) {
    let ruling = scenario.ruling();
    add_steps(document, scenario, &ruling);
    document.heading(say!("Sources"));
    document.blocks.push(Block::List(sources(scenario, &ruling)));
}

/// Adds the checks that led to the ruling. If the facts can't describe the case, the checks are left out, because they
/// would lead to a different answer.
fn add_steps(document: &mut Document, scenario: &Scenario, ruling: &Ruling) {
    if scenario.editorial.is_some() {
        return;
    }
    document.heading(say!("How the answer is reached"));
    let steps = trace::in_sentences(ruling, scenario.telling).into_iter().map(Text::from);
    document.blocks.push(Block::Steps(steps.collect()));
}

pub(super) fn add(document: &mut Document, scenario: &Scenario, ruling: &Ruling, record: &Record) {
    add_steps(document, scenario, ruling);
    document.field(say!("The deciding line"), scenario.evidence.text.as_str());
    if record.right {
        other_answers(document, scenario);
    } else if let Some(believed) = misconception_shown(scenario, record) {
        document.field(say!("What is true"), translate(&believed.truth));
    }
    if scenario.telling == Telling::Http && scenario.editorial.is_none() {
        document.heading(say!("The response"));
        document.blocks.push(Block::List(companions(scenario, ruling)));
        document.field(say!("What the client may do"), translate(ruling.client_may));
    }
    add_background(document, scenario);
    document.heading(say!("Sources"));
    document.blocks.push(Block::List(sources(scenario, ruling)));
    let reason = scenario.editorial.as_ref().map(|editorial| editorial.reason.as_str());
    document.paragraph(reason.unwrap_or_else(|| deciding_level(ruling)));
    if let Some(server) = &scenario.server {
        document.field(say!("Clause"), server.clause.as_str());
        document.paragraph(say!("True as of {} {}.", server.product, server.version));
    }
}

fn other_answers(document: &mut Document, scenario: &Scenario) {
    for choice in scenario.asks.iter().flat_map(|asks| &asks.choices).filter(|choice| !choice.right) {
        document.field(say!("Why not \"{}\"?", choice.text.trim_end_matches('.')), choice.because.as_str());
    }
    for (judgement, reason) in &scenario.options {
        document.field(why_not(judgement.title()), reason.as_str());
    }
    if scenario.asks.is_none() {
        document.field(why_not_label(scenario), scenario.explanation.why_not.as_str());
    }
}

/// Returns the label for the `why_not` text. The label names the status code that the text argues against. If the text
/// mentions both codes or neither, the label names the code that isn't the right answer.
pub(crate) fn why_not_label(scenario: &Scenario) -> String {
    let codes = [Verdict::Unauthorized, Verdict::Forbidden];
    let mentioned = codes.map(|code| scenario.explanation.why_not.contains(code.name()));
    let code = match (mentioned, scenario.answer) {
        ([true, false], _) => codes[0],
        ([false, true], _) => codes[1],
        (_, Verdict::Forbidden) if scenario.asks.is_none() => codes[0],
        (_, Verdict::Unauthorized) if scenario.asks.is_none() => codes[1],
        _ => return say!("Why not the others?").to_owned(),
    };
    why_not(code.name())
}

/// Lists the header fields that belong in the response, without examples for fields that the response already contains.
fn companions(scenario: &Scenario, ruling: &Ruling) -> Vec<Text> {
    if ruling.companions.is_empty() {
        let required = say!("The definition of {} requires no header.", ruling.status);
        // The sentence about a reason is added only for a 403. A reason in the body of a 404 would reveal what the 404
        // hides. The other statuses don't refuse the request.
        let is_refusal = ruling.verdict == Verdict::Forbidden;
        return vec![if is_refusal { say!("{} The body may give a reason.", required) } else { required }.into()];
    }
    let response = &scenario.exchange.response;
    let sent = |companion: &Companion| match companion.parameter {
        Some(parameter) => response.iter().any(|line| line.contains(parameter)),
        None => response.iter().any(|line| line.starts_with(companion.field)),
    };
    // A parameter is listed only if the response contains it, because other parameters would distract from the header
    // field.
    let shown = ruling.companions.iter().filter(|companion| companion.parameter.is_none() || sent(companion));
    let companions = shown.map(|companion| {
        let status = ruling.status;
        let field = companion.parameter.map_or_else(
            || say!("the {} header", companion.field),
            |parameter| say!("`{}` in the {} header", parameter, companion.field),
        );
        let sentence = match companion.level {
            Level::Must => say!("This {} MUST have {}.", status, field),
            Level::Should => say!("This {} SHOULD have {}.", status, field),
            Level::May => say!("This {} MAY have {}.", status, field),
            _ => say!("This {} has {}.", status, field),
        };
        let text = Text::parse(&sentence);
        if sent(&companion) {
            return text;
        }
        let example = Text::new(format!("{}: {}", companion.field, companion.example), Meaning::Code);
        text.followed_by(say!(" Example: ")).followed_by(example)
    });
    companions.collect()
}

fn sources(scenario: &Scenario, ruling: &Ruling) -> Vec<Text> {
    // An airport scene has no authentication scheme, so its facts use the scheme of the matching HTTP case. The sources
    // about that scheme don't apply to the airport scene.
    let places = match &scenario.editorial {
        Some(editorial) => &editorial.sources,
        None if scenario.telling == Telling::Airport => &scenario.citations,
        None => return relied_on(ruling),
    };
    places.iter().flat_map(|place| cited(place, ruling)).collect()
}

fn deciding_level(ruling: &Ruling) -> &'static str {
    let mut levels = ruling.citations.iter().map(|citation| citation.level);
    let decides = |level: &Level| !matches!(level, Level::May | Level::Must | Level::MustNot);
    match levels.find(decides).filter(|_| ruling.certainty == Certainty::Definition) {
        Some(Level::Should) => say!("The specification recommends this (SHOULD). It isn't a MUST."),
        Some(Level::ShouldNot) => say!("A SHOULD NOT decides this."),
        Some(Level::OughtTo) => say!("An \"ought to\" decides this."),
        Some(Level::Definition) => say!("A definition decides this."),
        _ => decided_by(ruling),
    }
}

fn is_unrelated_refusal(ruling: &Ruling) -> bool {
    let deciding = ruling.steps_to_decision().last();
    ruling.verdict == Verdict::Forbidden && deciding.is_some_and(|step| step.fact == FactName::Refusal)
}

/// Explains how firmly the specifications decide a case. The definition of 403 covers refusals for reasons unrelated to
/// credentials, even if no specification mentions the particular reason.
pub(crate) fn decided_by(ruling: &Ruling) -> &'static str {
    match ruling.certainty {
        Certainty::Convention if is_unrelated_refusal(ruling) => {
            say!(
                "RFC 9110 section 15.5.4 covers refusals like this one. No specification requires 403 for this particular reason."
            )
        }
        Certainty::Must => say!("A MUST decides this."),
        Certainty::Definition => say!("The specification decides this."),
        Certainty::Convention => say!("Convention decides this; the specification is silent or only permits it."),
        Certainty::Debatable => say!("This is debatable: the specification allows more than one answer."),
    }
}

pub(crate) fn add_incident(document: &mut Document, scenario: &Scenario) {
    if let Some(incident) = &scenario.incident {
        let broke = format!("{} ({}, {})", incident.broke, incident.project, incident.year);
        document.field(say!("What broke"), broke);
    }
}

pub(crate) fn add_background(document: &mut Document, scenario: &Scenario) {
    if let Some(incident) = &scenario.incident {
        document.field(say!("Read more"), incident.link.as_str());
    }
    if let Some(article) = &scenario.article {
        document.field(article_label(scenario), article.as_str());
    }
}
