//! Tells a student about the state of an exam: the answers so far, the open questions and the next step.
//!
//! This module must not reveal which answers are right.

use super::ExamFile;
use super::sitting::questions_text;
use crate::document::question::question as ask;
use crate::round::subject::Subject;
use crate::round::{Answer, QuestionType};
use crate::say;

const NAMED: usize = 5;

impl ExamFile {
    pub(crate) fn choice_texts(&self) -> Vec<String> {
        let scenario = self.library.scenario(self.id());
        let (_, _, choices) = scenario.map(|one| ask(Subject::Scenario(one), 0)).unwrap_or_default().split_choices();
        choices.into_iter().map(|choice| choice.text.to_string()).collect()
    }

    pub(crate) fn answer_title(&self, answer: Answer) -> String {
        let index = self.question_type().answers().iter().position(|offered| *offered == answer);
        match (self.question_type(), index) {
            (QuestionType::Own(_), Some(index)) => {
                let texts = self.choice_texts();
                texts.get(index).map_or(answer.title(), |text| text.trim_end_matches('.')).to_owned()
            }
            _ => answer.title().to_owned(),
        }
    }

    /// Returns two flags: whether any question asks for a status code, and whether any question asks for something
    /// else.
    pub(crate) fn asks_for(&self) -> (bool, bool) {
        let types: Vec<QuestionType> = self.sitting.paper.items.iter().map(|id| self.question_type_of(id)).collect();
        (types.iter().any(|one| one.is_code()), types.iter().any(|one| !one.is_code()))
    }

    pub(crate) fn asks_for_neither(&self) -> bool {
        let is_neither = |id: &String| self.question_type_of(id) == QuestionType::CodeOrNeither;
        self.sitting.paper.items.iter().any(is_neither)
    }

    /// Returns a sentence that lists the open questions; `None` if every question has an answer and a confidence level.
    pub fn open_sentence(&self) -> Option<String> {
        let (mut unanswered, mut unsure) = (Vec::new(), Vec::new());
        for (number, item) in (1_usize..).zip(&self.sitting.paper.items) {
            match self.sitting.answers.get(item) {
                None => unanswered.push(number.to_string()),
                Some((_, None)) => unsure.push(number.to_string()),
                Some((_, Some(_))) => {}
            }
        }
        let name = |open: Vec<String>| match open.as_slice() {
            [] => String::new(),
            [number] => say!("question {}", number),
            _ if open.len() > NAMED => questions_text(open.len()),
            numbers => say!("questions {}", numbers.join(", ")),
        };
        let (unanswered, unsure) = (name(unanswered), name(unsure));
        match (unanswered.is_empty(), unsure.is_empty()) {
            (true, true) => None,
            (false, true) => Some(say!("Not answered: {}.", unanswered)),
            (true, false) => Some(say!("Confidence missing: {}.", unsure)),
            (false, false) => Some(say!("Not answered: {}. Confidence missing: {}.", unanswered, unsure)),
        }
    }

    /// Tells a student who is leaving which questions are open, and that the exam hasn't been handed in.
    pub fn leaving_sentence(&self) -> String {
        let open = self.open_sentence().unwrap_or_else(|| say!("Every question is answered.").to_owned());
        let sentence = say!("{} You haven't handed in the exam.", open);
        self.with_warning(sentence)
    }

    /// Tells a student who has left the exam whether it was handed in, and what to do with its file.
    pub fn end_sentence(&self) -> String {
        if self.sitting.handed_in.is_none() {
            return say!("{} Open the exam again to continue.", self.leaving_sentence());
        }
        let (all, answered) = self.counts();
        let reopen = self.reopen_sentence().map(str::to_owned);
        let sentences = [
            Some(say!("Handed in: {} of {} answered.", answered, all)),
            reopen,
            Some(say!("Hand in this file: {}", self.path().display())),
        ];
        self.with_warning(sentences.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    pub(crate) fn reopen_sentence(&self) -> Option<&'static str> {
        self.can_reopen().then(|| say!("To reopen the exam, run the same command again within one minute."))
    }

    fn with_warning(&self, sentence: String) -> String {
        match self.unsaved() {
            Some(unsaved) => format!("{unsaved} {sentence}"),
            None => sentence,
        }
    }
}
