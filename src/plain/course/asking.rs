//! Asks the current question, and handles the line that the learner types: an answer, or a remark for a problem report.

use super::super::answer::{Meant, normalise, understand};
use super::super::help::{how_sure, how_to_answer};
use super::super::{label_prompt, note};
use super::{CourseProgram, QUESTIONS_WITH_HELP};
use crate::document::feedback::said_in;
use crate::document::question::which_line;
use crate::document::{Block, Document};
use crate::round::{Answer, Confidence, Input, InputError, Item, ItemId, Phase, QuestionType};
use crate::say;

impl CourseProgram<'_> {
    pub(super) fn question_type(&self) -> Option<QuestionType> {
        self.study.round().item().and_then(|item| item.question_type)
    }

    pub(super) fn survey_answer(&self, line: &str) -> Option<Answer> {
        self.study.round().item().filter(|item| matches!(item.id, ItemId::Survey(_)))?;
        match line.trim().trim_end_matches(['.', '!']).to_lowercase().as_str() {
            "yes" | "y" => Some(Answer::First),
            "no" | "n" => Some(Answer::Second),
            _ => None,
        }
    }

    pub(super) fn answer(&mut self, answer: Answer, confidence: Option<Confidence>) -> Vec<Document> {
        // A question without a right or wrong answer doesn't ask for a confidence level.
        let judged = self.study.round().item().is_some_and(Item::is_judged);
        match self.study.act(Input::Choose(answer)) {
            Err(error) => vec![note(error.to_string())],
            Ok(_) if !judged => self.onward(),
            Ok(_) => match confidence {
                Some(confidence) => self.act(Input::Commit(confidence)),
                None => vec![note(how_sure(answer))],
            },
        }
    }

    /// A number without the word `line` could be meant as an answer, so the learner must confirm it.
    pub(super) fn mark(&mut self, typed: &str, number: usize, selected: Option<usize>) -> Vec<Document> {
        let is_clear = normalise(typed).starts_with("line");
        if is_clear || selected == Some(number) {
            return self.act(Input::Mark(number));
        }
        let lines = self.study.scenario().map(|scenario| scenario.shown_lines().collect::<Vec<_>>());
        match lines.unwrap_or_default().get(number.wrapping_sub(1)) {
            Some(text) => {
                self.line = Some(number);
                vec![
                    note(say!("Line {}: {}", number, text)),
                    note(say!("To confirm this line, press Enter. To mark a different line, type its number.")),
                ]
            }
            None => vec![note(InputError::NoSuchLine.to_string())],
        }
    }

    /// An empty line or a command cancels the report.
    pub(super) fn take_remark(&mut self, line: &str) -> Option<Vec<Document>> {
        let remark = line.trim();
        let cancelled = note(say!("No report was written."));
        let (reply, rest) = if remark.is_empty() {
            (cancelled, self.prompt())
        } else if understand(remark, None) == Meant::Nothing {
            (self.report(remark), self.prompt())
        } else {
            (cancelled, self.obey(line)?)
        };
        Some(std::iter::once(reply).chain(rest).collect())
    }

    pub(super) fn prompt(&self) -> Vec<Document> {
        match self.study.round().phase() {
            Phase::Asking { choice: Some(answer), .. } => return vec![note(how_sure(answer))],
            Phase::Asking { .. } => {}
            Phase::Marking(record) => {
                let question = say!("Question: {} Type its number.", which_line());
                return vec![note(said_in(record)), note(question)];
            }
            _ => return vec![note(self.how_to_continue())],
        }
        let Some(mut document) = self.study.document(false) else { return Vec::new() };
        label_prompt(&mut document);
        let kept = document.blocks.len().saturating_sub(2);
        let mut question = Document { title: String::new(), blocks: document.blocks.split_off(kept) };
        let round = self.study.round();
        if !round.is_half_open() || round.answers().count() < QUESTIONS_WITH_HELP {
            question.paragraph(how_to_answer(self.study));
        }
        vec![question]
    }

    pub(super) fn hint(&self) -> Vec<Document> {
        let blocks = self.study.document(false).map(|document| document.blocks).unwrap_or_default();
        let hint = blocks.into_iter().rfind(|block| matches!(block, Block::Field(_)));
        let hint = Document { title: String::new(), blocks: hint.into_iter().collect() };
        std::iter::once(hint).chain(self.prompt()).collect()
    }
}
