//! Handles the keys while a question is open.

use super::{RoundScreen, Turn, is_judged, question_type};
use crate::keys::Action;
use crate::learner::Confidence;
use crate::round::{Answer, Input, InputError, Phase, QuestionType, Showing};
use crate::say;
use crate::study::Study;

fn has_choice(study: &Study) -> bool {
    matches!(study.round().phase(), Phase::Asking { choice: Some(_), .. })
}

fn choose_first() -> String {
    say!("Choose an answer first: press the key shown beside it, or move to it.").to_owned()
}

fn hint_warning() -> String {
    say!("Show a hint? Your answer then won't count towards mastery.").to_owned()
}

impl RoundScreen {
    pub(super) fn ask(&mut self, study: &mut Study, action: Action) -> Turn<Study> {
        let tested = study.round().rules().ruling != Showing::AtOnce;
        match action {
            Action::Digit(digit) => {
                let answers = question_type(study).map_or(&[] as &[Answer], QuestionType::answers);
                match answers.iter().position(|answer| answer.key() == digit) {
                    Some(index) => self.choose_index(study, index),
                    None => Turn::Tell(InputError::NotOffered.to_string()),
                }
            }
            Action::Commit(_) if !has_choice(study) => Turn::Tell(choose_first()),
            Action::Commit(confidence) => self.input(study, Input::Commit(confidence)),
            Action::Undo if study.round().revocable().is_some_and(|_| !has_choice(study)) => {
                Turn::Confirm(say!("Take back your last answer?").to_owned(), action)
            }
            Action::Undo => self.input(study, Input::Undo),
            Action::Hint if study.hint_costs() => Turn::Confirm(hint_warning(), action),
            Action::Hint => self.input(study, Input::Hint),
            Action::Reveal if study.round().rules().help && is_judged(study) => {
                Turn::Confirm(say!("Show the answer? The question then doesn't count.").to_owned(), action)
            }
            Action::Reveal => self.input(study, Input::Reveal),
            Action::Skip if tested => {
                Turn::Confirm(say!("Skip this question? You won't be able to come back to it.").to_owned(), action)
            }
            Action::Skip => self.input(study, Input::Skip),
            Action::Previous => self.input(study, Input::Back),
            Action::Focus | Action::FocusBack if is_judged(study) => {
                self.in_confidence = !self.in_confidence;
                Turn::Stay
            }
            Action::Up | Action::Down | Action::Left | Action::Right => self.step(study, action),
            Action::Select => match (study.round().phase(), self.selected) {
                (Phase::Asking { choice: Some(_), .. }, _) if !self.in_confidence => {
                    self.in_confidence = true;
                    Turn::Stay
                }
                (Phase::Asking { choice: None, .. }, Some(index)) => self.choose_index(study, index),
                (Phase::Asking { choice: None, .. }, None) => Turn::Tell(choose_first()),
                _ => self.input(study, Input::Commit(self.level())),
            },
            _ => Turn::Unused,
        }
    }

    /// `selected` is the number of the selected line, or 0 if the learner hasn't selected a line yet.
    pub(super) fn mark(&mut self, study: &mut Study, action: Action, selected: usize) -> Turn<Study> {
        let lines = study.round().item().and_then(|item| item.evidence).map_or(1, |(_, lines)| lines);
        match action {
            Action::Digit(digit) if (1..=lines).contains(&digit.into()) => Turn::Select(digit.into()),
            Action::Digit(_) => Turn::Tell(InputError::NoSuchLine.to_string()),
            Action::Top => Turn::Select(1),
            Action::Bottom => Turn::Select(lines),
            Action::Up => Turn::Select(selected.saturating_sub(1).max(1)),
            Action::Down => Turn::Select((selected + 1).min(lines)),
            Action::Select if selected == 0 => {
                Turn::Tell(say!("Choose a line first: type its number, or move to it.").to_owned())
            }
            Action::Select => self.input(study, Input::Mark(selected)),
            _ => Turn::Unused,
        }
    }

    /// If the question doesn't ask for a confidence level, the learner saves an answer by choosing it twice.
    fn choose_index(&mut self, study: &mut Study, index: usize) -> Turn<Study> {
        let Some(answer) = question_type(study).and_then(|question_type| question_type.answers().get(index).copied())
        else {
            return Turn::Unused;
        };
        if is_judged(study) || self.selected == Some(index) {
            return self.input(study, Input::Choose(answer));
        }
        self.selected = Some(index);
        Turn::Stay
    }

    /// Moves the selection among the answers and the confidence levels below them. Status codes are arranged side by
    /// side, and answers in words one below the other.
    fn step(&mut self, study: &mut Study, action: Action) -> Turn<Study> {
        let Phase::Asking { choice, .. } = study.round().phase() else { return Turn::Unused };
        let Some(answers) = question_type(study).map(QuestionType::answers) else { return Turn::Unused };
        let forward = matches!(action, Action::Down | Action::Right);
        let is_vertical = matches!(action, Action::Up | Action::Down);
        if self.in_confidence {
            let level = self.level() as usize;
            match action {
                Action::Down => return Turn::Unused,
                Action::Up => self.in_confidence = false,
                _ => {
                    let level = if forward { (level + 1).min(2) } else { level.saturating_sub(1) };
                    self.level = Some(Confidence::ALL[level]);
                }
            }
            return Turn::Stay;
        }
        let are_codes = answers.iter().all(|answer| answer.verdict().is_some());
        let chosen = choice.and_then(|choice| answers.iter().position(|answer| *answer == choice)).or(self.selected);
        let next = match chosen {
            _ if is_vertical && are_codes => None,
            None => Some(usize::from(action == Action::Right && are_codes)),
            Some(index) if forward => Some(index + 1).filter(|index| *index < answers.len()),
            Some(index) => index.checked_sub(1),
        };
        match next {
            Some(index) => self.choose_index(study, index),
            None if action == Action::Down && is_judged(study) => {
                self.in_confidence = true;
                Turn::Stay
            }
            None => Turn::Unused,
        }
    }
}
