//! What is asked: the open side of whatever is up, in parts that both front ends lay out.
//!
//! Owns headings, prompts and the words of answers. Must not show anything that gives the answer away.

use super::item::Item;
use crate::learner::answer::{Answer, QuestionType};
use crate::reference::{Claim, claims};
use crate::ruling::FactName;
use crate::say;
use crate::scenario::Scenario;
use crate::scenario::library::Library;

/// What an item is about.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A scenario.
    Scenario(&'a Scenario),
    /// A claim of the article.
    Claim(&'static Claim),
    /// Twins: what changed from the first to the second?
    Pair(&'a Scenario, &'a Scenario),
    /// A page to read, by name.
    Page(&'a str),
    /// A question about the learner, by name.
    Ask(&'a str),
}

/// Lines under a heading, numbered on from the group before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The heading.
    pub heading: String,
    /// Its lines.
    pub lines: Vec<String>,
}

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

/// What this item is about; nothing when the library has lost it.
#[must_use]
pub fn matter<'a>(library: &'a Library, id: &'a str) -> Option<Subject<'a>> {
    let Some((question_type, name)) = id.split_once(':') else {
        return library.scenario(id).map(Subject::Scenario);
    };
    match question_type {
        "claim" => claims().iter().find(|claim| claim.number.to_string() == name).map(Subject::Claim),
        "pair" => {
            let first = library.scenario(name)?;
            Some(Subject::Pair(first, library.scenario(first.twin.as_deref()?)?))
        }
        "page" => Some(Subject::Page(name)),
        "ask" => Some(Subject::Ask(name)),
        _ => None,
    }
}

/// The item of that id.
#[must_use]
pub fn item(library: &Library, id: &str) -> Option<Item> {
    Some(match matter(library, id)? {
        Subject::Scenario(scenario) => Item::of(scenario),
        Subject::Claim(claim) => Item::of_claim(claim),
        Subject::Pair(first, second) => {
            let (choices, right) = changes(first, second);
            Item::of_pair(&first.id, u8::try_from(choices.len()).unwrap_or(3), right)
        }
        Subject::Page(name) => Item::page(name),
        Subject::Ask(name) => Item::ask(name, 2),
    })
}

impl Subject<'_> {
    /// The open side.
    #[must_use]
    pub fn question(&self) -> Question {
        match *self {
            Self::Scenario(scenario) => of_scenario(scenario),
            Self::Claim(claim) => Question {
                title: say!("The article, claim {}", claim.number),
                story: vec![say!("The article says, in other words:").to_owned()],
                groups: vec![Group {
                    heading: say!("The claim to be ruled").to_owned(),
                    lines: vec![crate::words::of(claim.claim).to_owned()],
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
            Self::Pair(first, second) => of_pair(first, second),
            Self::Page(_) => Question::default(),
            Self::Ask(_) => Question {
                title: say!("One question about you").to_owned(),
                story: vec![
                    say!("A well-known article explains these two codes with an airport. If you have read it, or heard its \
                     picture from somebody, the lesson goes through it with you.")
                        .to_owned(),
                ],
                prompt: say!("Do you know the article's airport?").to_owned(),
                says_more: true,
                choices: vec![say!("Yes, or something like it.").to_owned(), say!("No.").to_owned()],
                ..Question::default()
            },
        }
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
        choices: choices.iter().map(|fact| say!("The answer to: {}", crate::words::of(fact.question()))).collect(),
        hints: vec![
            say!("Compare the two, line by line.").to_owned(),
            say!("Ask what the line that differs is about.").to_owned(),
        ],
    }
}

/// The facts to choose from, the one that differs among them, and the answer that stands at its place. The place
/// depends on the pair alone, so that it is the same for everybody and no place is right more often.
fn changes(first: &Scenario, second: &Scenario) -> (Vec<FactName>, Answer) {
    const USUAL: [FactName; 5] =
        [FactName::Credentials, FactName::Permission, FactName::Refusal, FactName::Protected, FactName::Method];
    let changed = first.facts.difference(&second.facts).into_iter().next().unwrap_or(FactName::Credentials);
    let mut choices: Vec<FactName> = USUAL.into_iter().filter(|fact| *fact != changed).take(2).collect();
    let place = first.id.bytes().map(usize::from).sum::<usize>() % 3;
    choices.insert(place.min(choices.len()), changed);
    (choices, QuestionType::Own(3).answers()[place])
}
