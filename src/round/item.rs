//! Defines the items of a round: cases, claims from the article, questions about the learner, and pages.

use serde::{Deserialize, Serialize};

use crate::learner::Record;
use crate::learner::answer::{Answer, QuestionType};
use crate::reference::Claim;
use crate::ruling::{Certainty, Verdict};
use crate::scenario::index::Category;
use crate::scenario::{Judgement, Kind, Pool, Scenario, Telling};

/// The id of an item. In journals, the id of a case is a string, and any other id is an object such as `{"claim":3}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemId {
    Claim(u8),
    Page(String),
    Survey(Survey),
    #[serde(untagged)]
    Case(String),
}

/// A question about the learner, which has no right answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Survey {
    /// Asks whether the learner has read the article.
    Article,
}

impl ItemId {
    pub fn case(&self) -> Option<&str> {
        match self {
            Self::Case(id) => Some(id),
            _ => None,
        }
    }

    pub fn is_case(&self, id: &str) -> bool {
        self.case() == Some(id)
    }

    pub fn is_page(&self, name: &str) -> bool {
        matches!(self, Self::Page(page) if page == name)
    }
}

impl From<&str> for ItemId {
    fn from(case: &str) -> Self {
        Self::Case(case.to_owned())
    }
}

/// The part of an item that a round uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: ItemId,
    /// The type of the question, or `None` for a page.
    pub question_type: Option<QuestionType>,
    /// The answers that count as right. The feedback explains the first answer in the list. The list is empty if the
    /// item has no right or wrong answers.
    pub accepted: Vec<Answer>,
    /// The title of a case. For other items, the title and the story are empty.
    pub title: String,
    pub story: String,
    pub category: Option<Category>,
    pub telling: Telling,
    pub pool: Pool,
    pub situation: String,
    pub twin: Option<String>,
    /// The number of the deciding line and the total number of lines, or `None` if the learner can't mark a line.
    pub evidence: Option<(usize, usize)>,
}

/// Returns whether a line of the exchange decides the case. There is no such line if the deciding fact is that
/// `WWW-Authenticate` is missing.
fn has_deciding_line(scenario: &Scenario) -> bool {
    let is_challenge = scenario.server.as_ref().is_some_and(|server| server.judgement == Judgement::Challenge);
    let has_challenge = |line: &String| line.to_ascii_lowercase().starts_with("www-authenticate:");
    !is_challenge || scenario.exchange.returned.iter().any(has_challenge)
}

impl Item {
    /// Creates the item for a scenario. A code that conforms to the specification counts as right, even if another code
    /// fits better. "Neither" counts as right beside a code only if the ruling is debatable: nearly every 403 may also be
    /// a 404 that hides the resource.
    pub fn from_scenario(scenario: &Scenario) -> Self {
        let (question_type, accepted) = question(scenario);
        Self {
            id: ItemId::Case(scenario.id.clone()),
            question_type: Some(question_type),
            accepted,
            category: Some(Category::new(scenario)),
            telling: scenario.telling,
            pool: scenario.pool,
            title: scenario.title.clone(),
            story: scenario.story.clone(),
            situation: scenario.situation().to_owned(),
            twin: scenario.twin.clone(),
            evidence: has_deciding_line(scenario).then(|| (scenario.evidence.line, scenario.shown_lines().count())),
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
            category: None,
            telling: Telling::Http,
            pool: Pool::Practice,
            twin: None,
            evidence: None,
        }
    }

    pub(crate) fn of_claim(claim: &Claim) -> Self {
        Self::other(ItemId::Claim(claim.number), Some(QuestionType::Claim), vec![claim.standing.into()])
    }

    pub fn page(name: &str) -> Self {
        Self::other(ItemId::Page(name.to_owned()), None, Vec::new())
    }

    pub fn survey(survey: Survey) -> Self {
        Self::other(ItemId::Survey(survey), Some(QuestionType::Own(2)), Vec::new())
    }

    /// Returns whether an answer to this item can be right or wrong.
    pub fn is_judged(&self) -> bool {
        !self.accepted.is_empty()
    }

    /// Returns the kind of case to which answers to the item are attributed.
    pub fn kind(&self) -> Option<Kind> {
        self.category.map(Category::kind)
    }

    pub fn core_kind(&self) -> Option<Kind> {
        self.kind().filter(|kind| kind.verdict().is_some())
    }

    /// Returns whether an answer is arguable, which means that its code can be defended although another code fits
    /// better. An arguable answer counts neither for nor against the learner.
    pub(crate) fn is_arguable(&self, record: &Record) -> bool {
        let code = record.answer.and_then(|(answer, _)| answer.verdict());
        record.right && code.is_some() && code != self.verdict()
    }

    /// Returns the right code, or `None` if the item doesn't ask for a code.
    pub fn verdict(&self) -> Option<Verdict> {
        self.accepted.first()?.verdict()
    }
}

fn question(scenario: &Scenario) -> (QuestionType, Vec<Answer>) {
    const PLACES: [Answer; 4] = [Answer::First, Answer::Second, Answer::Third, Answer::Fourth];
    if let Some(server) = &scenario.server {
        let mut accepted = vec![server.judgement.into()];
        // If a server's scheme is outside the authentication framework, the server can't violate the framework's rules,
        // so "conforms" is also accepted.
        if server.judgement == Judgement::Arguable && !scenario.facts.scheme.is_in_framework() {
            accepted.push(Answer::Conforms);
        }
        return (QuestionType::Judgement, accepted);
    }
    if let Some(asks) = &scenario.asks {
        let right =
            asks.choices.iter().zip(PLACES).filter(|(choice, _)| choice.right).map(|(_, answer)| answer).collect();
        return (QuestionType::Own(u8::try_from(asks.choices.len()).unwrap_or(4)), right);
    }
    let mut accepted = vec![Answer::from(scenario.answer)];
    let ruling = scenario.ruling();
    if scenario.editorial.is_none() {
        for status in ruling.also_conforming.iter() {
            let verdict = Verdict::from_status(status);
            let is_allowed = verdict != Verdict::Neither || ruling.certainty == Certainty::Debatable;
            if is_allowed && !accepted.contains(&verdict.into()) {
                accepted.push(verdict.into());
            }
        }
    }
    let neither = !Category::new(scenario).is_core();
    (if neither { QuestionType::CodeOrNeither } else { QuestionType::Code }, accepted)
}
