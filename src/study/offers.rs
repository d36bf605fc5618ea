//! Decides which actions have an effect on the current question, page or ruling, so that help lists no others.

use super::Study;
use crate::keys::{Action, Context};
use crate::round::{Item, QuestionType, Showing};

impl Study {
    pub(crate) fn offers(&self, action: Action, context: Context) -> bool {
        let (round, rules) = (self.round(), self.round().rules());
        let item = round.item();
        let is_judged = item.is_some_and(Item::is_judged);
        let answers = item.and_then(|item| item.question_type);
        match action {
            Action::Digit(_) if context != Context::Question => false,
            Action::Digit(0) => answers == Some(QuestionType::CodeOrNeither),
            Action::Commit(_) | Action::Undo => is_judged,
            Action::Hint | Action::Reveal => is_judged && rules.help && !rules.paired,
            Action::Skip => !rules.paired,
            Action::Previous => rules.ruling == Showing::AtOnce,
            Action::Practise => self.has_weak_kinds(),
            Action::Report => self.can_report(),
            Action::Course => self.course().is_none(),
            Action::Round => !self.rounds_beside().is_empty(),
            _ => true,
        }
    }
}
