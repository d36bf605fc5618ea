//! What is asked: the open side of whatever is up, in parts that both front ends lay out.
//!
//! Owns headings, prompts and the words of answers. Must not show anything that gives the answer away.

use super::Group;
use crate::learner::answer::QuestionType;
use crate::round::item::Item;
use crate::round::subject::{Subject, changes};
use crate::say;
use crate::scenario::Scenario;

/// Everything that is shown of an open question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The heading of the screen.
    pub title: String,
    /// The story, in paragraphs.
    pub story: Vec<String>,
    /// Numbered lines in groups.
    pub groups: Vec<Group>,
    /// What is asked.
    pub prompt: String,
    /// Whether that says more than which answers are on offer.
    pub says_more: bool,
    /// The answers that are worded by the question itself; empty where their own titles say enough.
    pub choices: Vec<String>,
    /// The hints, the gentlest first.
    pub hints: Vec<String>,
}

/// The open side of this subject.
pub fn question(subject: Subject<'_>) -> Question {
    match subject {
        Subject::Scenario(scenario) => of_scenario(scenario),
        Subject::Claim(claim) => Question {
            title: say!("The article, claim {}", claim.number),
            story: vec![say!("The article says, in other words:").to_owned()],
            groups: vec![Group {
                heading: say!("The claim to be ruled").to_owned(),
                lines: vec![crate::i18n::of(claim.claim).to_owned()],
            }],
            prompt: say!("How does this claim stand?").to_owned(),
            says_more: true,
            hints: vec![
                say!("Ask what the specification says of exactly this, and nothing near it.").to_owned(),
                say!("Inverted means the two codes are exchanged; misleading means it leads to a wrong answer.")
                    .to_owned(),
            ],
            ..Question::default()
        },
        Subject::Pair(first, second) => of_pair(first, second),
        Subject::Page(_) => Question::default(),
        Subject::Survey(_) => Question {
            title: say!("One question about you").to_owned(),
            story: vec![
                say!(
                    "A well-known article explains these two codes with an airport. If you have read it, or heard its \
                     picture from somebody, the lesson goes through it with you."
                )
                .to_owned(),
            ],
            prompt: say!("Do you know the article's airport?").to_owned(),
            says_more: true,
            choices: vec![say!("Yes, or something like it.").to_owned(), say!("No.").to_owned()],
            ..Question::default()
        },
    }
}

/// What is asked when a line is to be marked. Of a server's answer it is one of the lines of that answer.
#[must_use]
pub fn which_line(question_type: Option<QuestionType>) -> &'static str {
    match question_type {
        Some(QuestionType::Judgement) => say!("Which returned line decides?"),
        _ => say!("Which line decides?"),
    }
}

fn of_scenario(scenario: &Scenario) -> Question {
    let mut story = Vec::new();
    if let Some(server) = &scenario.server {
        story.push(format!("{} {}: {}", server.product, server.version, server.configuration));
    }
    story.push(scenario.story.clone());
    let exchange = &scenario.exchange;
    let groups = [
        (say!("The request"), &exchange.request),
        (say!("What is found"), &exchange.findings),
        (say!("What came back"), &exchange.returned),
    ];
    Question {
        title: scenario.title.clone(),
        story,
        groups: groups
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(heading, lines)| Group { heading: heading.to_owned(), lines: lines.clone() })
            .collect(),
        prompt: prompt(scenario),
        says_more: scenario.asks.is_some() || scenario.server.is_some() || scenario.incident.is_some(),
        choices: scenario
            .asks
            .as_ref()
            .map_or_else(Vec::new, |asks| asks.choices.iter().map(|choice| choice.says.clone()).collect()),
        hints: vec![scenario.hints.fact.clone(), scenario.hints.rule.clone()],
    }
}

fn prompt(scenario: &Scenario) -> String {
    if let Some(asks) = &scenario.asks {
        return asks.question.clone();
    }
    let question_type = Item::of(scenario).question_type;
    match (question_type, &scenario.incident) {
        (Some(QuestionType::Judgement), _) => say!("Is this server right?"),
        (_, Some(_)) => say!("What would have helped: 401 with challenge, 403, neither?"),
        (Some(QuestionType::CodeOrNeither), _) => say!("401, 403 or neither?"),
        _ => say!("401 or 403?"),
    }
    .to_owned()
}

fn of_pair(first: &Scenario, second: &Scenario) -> Question {
    let lines = |scenario: &Scenario| scenario.shown_lines().map(str::to_owned).collect();
    let (choices, _) = changes(first, second);
    Question {
        title: first.title.clone(),
        story: vec![first.story.clone(), say!("The same scene twice. One fact is different.").to_owned()],
        groups: vec![
            Group { heading: say!("The first time").to_owned(), lines: lines(first) },
            Group { heading: say!("The second time").to_owned(), lines: lines(second) },
        ],
        prompt: say!("What changed?").to_owned(),
        says_more: true,
        choices: choices.iter().map(|fact| say!("The answer to: {}", crate::i18n::of(fact.question()))).collect(),
        hints: vec![
            say!("Compare the two, line by line.").to_owned(),
            say!("Ask what the line that differs is about.").to_owned(),
        ],
    }
}
