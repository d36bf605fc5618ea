//! Shows a complete scenario to authors and teachers.
//!
//! The document contains the answer, so learners must not see it before they answer.

use super::citation::citation;
use super::feedback::{add_background, add_incident, code_name, why_not_label};
use super::question::exchange;
use super::ruling::cited;
use super::{Block, Document, Meaning, Text};
use crate::say;
use crate::scenario::{Asks, Scenario};

pub fn scenario(scenario: &Scenario) -> Document {
    let title = format!("{} ({}, {})", scenario.title, scenario.kind.title(), scenario.telling.title());
    let mut document = Document::new(title);
    document.field(say!("Answer"), answer(scenario));
    if let Some(server) = &scenario.server {
        document.field(say!("Server"), format!("{} {}, {}", server.product, server.version, server.configuration));
    }
    document.field(say!("Story"), scenario.story.as_str());
    let mut lines = exchange(scenario);
    lines.deciding = Some(scenario.evidence.line);
    document.blocks.push(Block::Exchange(lines));
    document.field(say!("The deciding line"), scenario.evidence.text.as_str());
    add_answers(&mut document, scenario);
    document.field(say!("Why"), scenario.explanation.why.as_str());
    document.field(why_not_label(scenario), scenario.explanation.why_not.as_str());
    for (judgement, reason) in &scenario.options {
        document.field(say!("Why not {}?", judgement.title()), reason.as_str());
    }
    document.heading(say!("The response"));
    document.blocks.push(Block::Code(scenario.exchange.response.clone()));
    add_incident(&mut document, scenario);
    add_background(&mut document, scenario);
    document.heading(say!("Sources"));
    let ruling = scenario.ruling();
    let mut sources: Vec<Text> = Vec::new();
    for text in scenario.citations.iter().flat_map(|place| cited(place, &ruling)) {
        if !sources.contains(&text) {
            sources.push(text);
        }
    }
    document.blocks.push(Block::List(sources));
    if let Some(twin) = &scenario.twin {
        document.field(say!("Contrast pair"), Text::new(twin.as_str(), Meaning::Code));
    }
    document.field(say!("For the teacher"), scenario.teacher.as_str());
    document
}

fn answer(scenario: &Scenario) -> String {
    if let Some(right) = scenario.asks.iter().flat_map(|asks| &asks.choices).find(|choice| choice.right) {
        return right.text.clone();
    }
    match &scenario.server {
        Some(server) => format!("{} ({})", server.judgement.title(), citation(&server.clause)),
        None => code_name(scenario.answer).to_owned(),
    }
}

fn add_answers(document: &mut Document, scenario: &Scenario) {
    if let Some(Asks { question, choices }) = &scenario.asks {
        document.field(say!("Question"), question.as_str());
        for (number, choice) in (1..).zip(choices) {
            let label = if choice.right { say!("Answer {} (correct)", number) } else { say!("Answer {}", number) };
            document.field(label, format!("{} {}", choice.text, choice.because));
        }
    }
}
