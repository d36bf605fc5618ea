//! What can come up in a round: cases, claims of the article, questions about the learner, and pages to read.
//!
//! Owns what the round needs to know of each, and its id.

use serde::{Deserialize, Serialize};

use crate::learner::answer::{Answer, QuestionType};
use crate::reference::Claim;
use crate::ruling::{Certainty, Verdict};
use crate::scenario::{Judgement, Kind, Pool, Scenario, Telling};

/// Names an item. In the journal, a case is its id, and anything else an object: `{"claim":3}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemId {
    /// A claim of the article, by its number.
    Claim(u8),
    /// A page to read, by its name.
    Page(String),
    Survey(Survey),
    #[serde(untagged)]
    Case(String),
}

/// A question about the learner, with no right answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Survey {
    /// Whether the learner knows the article's airport.
    Article,
}

impl ItemId {
    /// The id of the case, if it is one.
    pub fn case(&self) -> Option<&str> {
        match self {
            Self::Case(id) => Some(id),
            _ => None,
        }
    }

    /// Whether it is this case.
    pub fn is_case(&self, id: &str) -> bool {
        self.case() == Some(id)
    }

    /// Whether it is the page of this name.
    pub fn is_page(&self, name: &str) -> bool {
        matches!(self, Self::Page(page) if page == name)
    }
}

impl From<&str> for ItemId {
    fn from(case: &str) -> Self {
        Self::Case(case.to_owned())
    }
}

/// What the round needs to know of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: ItemId,
    /// The kind of question; nothing for a page to read.
    pub question_type: Option<QuestionType>,
    /// The answers that count as right; the first is the one explained. Empty where nothing is right or wrong.
    pub accepted: Vec<Answer>,
    /// The title and story of a case; empty otherwise.
    pub title: String,
    pub story: String,
    /// The kind that its answer counts for.
    pub kind: Option<Kind>,
    /// Its telling.
    pub telling: Telling,
    /// When it is asked.
    pub pool: Pool,
    /// The situation that it tells.
    pub situation: String,
    /// The scenario that differs in one fact.
    pub twin: Option<String>,
    /// The line that decides, and how many there are; nothing where no line can be marked.
    pub evidence: Option<(usize, usize)>,
}

impl Item {
    /// The item for a scenario. On debatable facts every conforming verdict counts as right.
    pub fn from_scenario(scenario: &Scenario) -> Self {
        let (question_type, accepted) = question(scenario);
        Self {
            id: ItemId::Case(scenario.id.clone()),
            question_type: Some(question_type),
            accepted,
            kind: Some(scenario.kind),
            telling: scenario.telling,
            pool: scenario.pool,
            title: scenario.title.clone(),
            story: scenario.story.clone(),
            situation: scenario.situation().to_owned(),
            twin: scenario.twin.clone(),
            evidence: Some((scenario.evidence.line, scenario.shown_lines().count())),
        }
    }

    fn other(id: ItemId, question_type: Option<QuestionType>, accepted: Vec<Answer>) -> Self {
        Self {
            title: String::new(),
            story: String::new(),
            situation: String::new(),
            id,
            question_type,
            accepted,
            kind: None,
            telling: Telling::Http,
            pool: Pool::Practice,
            twin: None,
            evidence: None,
        }
    }

    /// The item for a claim of the article.
    pub fn of_claim(claim: &Claim) -> Self {
        Self::other(ItemId::Claim(claim.number), Some(QuestionType::Claim), vec![claim.standing.into()])
    }

    /// A page to read.
    pub fn page(name: &str) -> Self {
        Self::other(ItemId::Page(name.to_owned()), None, Vec::new())
    }

    /// A question about the learner, of which no answer is right or wrong.
    pub fn survey(survey: Survey) -> Self {
        Self::other(ItemId::Survey(survey), Some(QuestionType::Own(2)), Vec::new())
    }

    /// Whether an answer is right or wrong here.
    pub fn is_judged(&self) -> bool {
        !self.accepted.is_empty()
    }

    /// The kind, where it is one of the eight.
    pub fn core_kind(&self) -> Option<Kind> {
        self.kind.filter(|kind| kind.verdict().is_some())
    }

    /// The code that is explained, where the answers are codes.
    pub fn verdict(&self) -> Option<Verdict> {
        self.accepted.first()?.verdict()
    }
}

/// The kind of question that a scenario asks, and what counts as right.
fn question(scenario: &Scenario) -> (QuestionType, Vec<Answer>) {
    const PLACES: [Answer; 4] = [Answer::First, Answer::Second, Answer::Third, Answer::Fourth];
    if let Some(server) = &scenario.server {
        let mut accepted = vec![server.judgement.into()];
        // Outside the framework no clause can be broken, and nobody is wrong who says so.
        if server.judgement == Judgement::Arguable && !scenario.facts.scheme.is_in_framework() {
            accepted.push(Answer::Conforms);
        }
        return (QuestionType::Judgement, accepted);
    }
    if let Some(asks) = &scenario.asks {
        let right =
            asks.choices.iter().zip(PLACES).filter(|(choice, _)| choice.right).map(|(_, place)| place).collect();
        return (QuestionType::Own(u8::try_from(asks.choices.len()).unwrap_or(4)), right);
    }
    let mut accepted = vec![Answer::from(scenario.answer)];
    let ruling = scenario.ruling();
    if scenario.editorial.is_none() && ruling.certainty == Certainty::Debatable {
        for status in ruling.also_conforming.iter() {
            let answer = Verdict::from_status(status).into();
            if !accepted.contains(&answer) {
                accepted.push(answer);
            }
        }
    }
    let neither = scenario.kind == Kind::Edge || scenario.incident.is_some();
    (if neither { QuestionType::CodeOrNeither } else { QuestionType::Code }, accepted)
}
