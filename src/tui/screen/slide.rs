//! What a class looks at, and the counts of hands that are typed. A first count is hidden: the class sees the screen.

use super::{Screen, ScreenState, Turn, View};
use crate::class::vote::VoteSession;
use crate::class::vote::state::{Hands, Vote, VoteInput, VotePhase};
use crate::document::{Meaning, Text};
use crate::keys::{Action, Context};
use crate::say;
use crate::tui::controls::Controls;
use crate::tui::layout::ScreenKind;

/// So many digits a count can have.
const MOST_DIGITS: usize = 4;

/// What a class looks at.
#[derive(Debug, Default)]
pub(in super::super) struct SlideScreen {
    /// The hands for 401 and for 403, as typed so far.
    typed: [String; 2],
    /// Which of the two is being typed.
    field: usize,
}

fn phase(session: &VoteSession) -> VotePhase {
    session.session().phase()
}

impl SlideScreen {
    fn input(&mut self, session: &mut VoteSession, input: VoteInput) -> Turn<VoteSession> {
        match session.act(input) {
            Ok(()) => {
                *self = Self::default();
                Turn::Fresh
            }
            Err(trouble) => Turn::Tell(trouble.to_string()),
        }
    }

    /// A digit, or another key, for the count that is typed.
    fn count(&mut self, session: &mut VoteSession, action: Action) -> Turn<VoteSession> {
        let typed = &mut self.typed[self.field];
        match action {
            Action::Digit(digit) if typed.len() < MOST_DIGITS => typed.push(char::from(b'0' + digit.min(9))),
            Action::Digit(_) => return Turn::Tell(say!("A count has at most {} digits.", MOST_DIGITS)),
            Action::Erase => drop(typed.pop()),
            Action::Focus | Action::FocusBack => self.field = 1 - self.field,
            Action::Left => self.field = 0,
            Action::Right => self.field = 1,
            Action::Select if self.field == 0 && self.typed[1].is_empty() => self.field = 1,
            Action::Select => {
                let [unauthorized, forbidden] = [0, 1].map(|field: usize| self.typed[field].parse().unwrap_or(0));
                return self.input(session, VoteInput::Hands(Hands { unauthorized, forbidden }));
            }
            _ => return Turn::Unused,
        }
        Turn::Stay
    }

    /// The two counts that are typed.
    fn fields(&self, hidden: bool) -> Text {
        let mut text = Text::new(say!("Hands"), Meaning::Strong);
        for (field, code) in ["401", "403"].into_iter().enumerate() {
            let typed = &self.typed[field];
            let shown = if hidden { "*".repeat(typed.len()) } else { typed.clone() };
            let cursor = if field == self.field { "_" } else { " " };
            text = text.followed_by(Text::verbatim("   ")).followed_by(code);
            text.push(
                format!(" [{shown}{cursor}{}]", " ".repeat(MOST_DIGITS.saturating_sub(shown.len()))),
                Meaning::Strong,
            );
        }
        text
    }
}

impl Screen<VoteSession> for SlideScreen {
    fn context(&self, session: &VoteSession) -> Context {
        match phase(session) {
            VotePhase::Voting(_) => Context::Count,
            _ => Context::Slide,
        }
    }

    fn view(&self, session: &VoteSession, _: &ScreenState) -> View {
        let phase = phase(session);
        let enter = match phase {
            VotePhase::Over => say!("leave"),
            VotePhase::Voting(_) if self.field == 0 && self.typed[1].is_empty() => say!("to 403"),
            VotePhase::Voting(_) => say!("count"),
            VotePhase::Reading => say!("vote"),
            VotePhase::Talking(_) | VotePhase::Ruling => say!("next"),
        };
        let mut hints = vec![(vec![Action::Select], enter)];
        if phase != VotePhase::Over {
            hints.extend([
                (vec![Action::Previous], say!("back")),
                (vec![Action::Skip], say!("skip")),
                (vec![Action::End], say!("results")),
            ]);
        }
        let document = session.slide(true);
        let controls = match phase {
            VotePhase::Voting(vote) => Controls::Prompt(self.fields(vote == Vote::First)),
            _ => Controls::None,
        };
        View {
            kind: ScreenKind::Projector,
            place: document.title.clone(),
            large: session.large_codes(),
            controls,
            hints,
            ..View::default()
        }
        .with(document)
    }

    fn act(&mut self, session: &mut VoteSession, action: Action, _: &ScreenState) -> Turn<VoteSession> {
        match action {
            Action::Previous => self.input(session, VoteInput::Undo),
            Action::Skip => self.input(session, VoteInput::Skip),
            Action::End => self.input(session, VoteInput::End),
            _ if matches!(phase(session), VotePhase::Voting(_)) => self.count(session, action),
            Action::Select | Action::Next if phase(session) == VotePhase::Over => Turn::Leave,
            Action::Select | Action::Next => self.input(session, VoteInput::Next),
            _ => Turn::Unused,
        }
    }

    fn name(&self) -> &'static str {
        "slide"
    }
}
