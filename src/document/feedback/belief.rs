//! Adds the false belief behind a wrong answer to the feedback.

use super::{chosen, wrong_claim};
use crate::document::{Block, Document};
use crate::i18n::translate;
use crate::learner::diagnosis::WrongRule;
use crate::learner::{Confidence, Record};
use crate::ruling::{Agreement, Ruling, Verdict};
use crate::say;
use crate::scenario::misconception::{self, Misconception, MisconceptionText};
use crate::scenario::{Kind, Scenario};
use crate::text::capital;

/// What the feedback takes into account about the learner.
#[derive(Clone, Copy, Debug)]
pub struct LearnerContext {
    /// Whether the feedback also mentions that the article's rule leads to the learner's wrong answer.
    pub compares: bool,
    /// The false rule that explains the learner's answers so far.
    pub rule: Option<WrongRule>,
}

impl Default for LearnerContext {
    fn default() -> Self {
        Self { compares: true, rule: None }
    }
}

pub(super) fn misconception_shown(scenario: &Scenario, record: &Record) -> Option<&'static MisconceptionText> {
    misconception_behind(scenario, record)?.told(scenario.telling)
}

fn misconception_behind(scenario: &Scenario, record: &Record) -> Option<&'static Misconception> {
    let picked = record.answer.map(|(answer, _)| answer);
    if scenario.server.is_some() {
        return misconception::find(scenario.misconceptions.get(&picked?.judgement()?)?);
    }
    if let Some(asks) = &scenario.asks {
        let chosen = chosen(scenario, picked?);
        let choice = asks.choices.iter().find(|choice| choice.text.trim_end_matches('.') == chosen)?;
        return misconception::find(choice.misconception.as_ref()?);
    }
    let believed = scenario.likely_misconception()?;
    let leads_to = |code| believed.gives.is_empty() || believed.gives.contains(&code);
    picked?.verdict().map_or(believed.gives.is_empty(), leads_to).then_some(believed)
}

/// Mentions the common belief behind a wrong answer, unless the answer was a guess. Several false rules lead to a wrong
/// answer when credentials are missing or when something is closed to everyone. If the learner's answers fit one of
/// those rules, the feedback mentions that rule instead.
pub(super) fn add_belief(document: &mut Document, scenario: &Scenario, record: &Record, rule: Option<WrongRule>) {
    let Some((picked, _)) = record.answer.filter(|(_, confidence)| *confidence != Confidence::Guess) else { return };
    let has_many_causes = matches!(scenario.kind, Kind::Missing | Kind::Closed);
    let leads_here = |rule: &WrongRule| has_many_causes && rule.answers(scenario.kind) == picked.verdict();
    if let Some(rule) = rule.filter(leads_here) {
        document.paragraph(say!("Your answers so far fit this belief:"));
        document.blocks.push(wrong_claim(&capital(rule.text())));
    } else if let Some(believed) = misconception_shown(scenario, record) {
        document.paragraph(say!("A common belief behind this answer:"));
        document.blocks.push(wrong_claim(translate(&believed.belief)));
        document.field(say!("Where it fails"), translate(&believed.breaks));
    }
}

/// States the article's rule if the article swaps the two codes in this case and the learner gave the article's answer.
/// Only the rule is stated, because the article doesn't say, for example, whether an expired ticket counts as an
/// incorrect one.
pub(super) fn article_line(ruling: &Ruling, record: &Record) -> Option<Block> {
    let article = &ruling.article;
    let code = article.status.filter(|_| article.agreement == Agreement::Inverted)?;
    let picked = record.answer.and_then(|(answer, _)| answer.verdict());
    let is_chosen = picked == Some(Verdict::from_status(code));
    let line = || say!("{} The article swaps the two codes.", translate(article.why));
    is_chosen.then(|| Block::Paragraph(line().into()))
}
