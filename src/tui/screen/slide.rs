//! Shows the slides of a vote, and fields for the counts that the teacher types.
//!
//! The class can see the screen, so the counts of the first vote stay hidden while the teacher types them.

use super::{Screen, ScreenState, Strip, Turn, View};
use crate::class::vote::VoteSession;
use crate::class::vote::slide::doubt;
use crate::class::vote::state::{Hands, Vote, VoteInput, VotePhase};
use crate::document::{Block, Meaning, Text};
use crate::keys::{Action, Context};
use crate::ruling::Verdict;
use crate::say;
use crate::tui::controls::{Controls, CountField, CountFields};
use crate::tui::layout::ScreenKind;

const FIELDS: usize = 3;

const MOST_DIGITS: usize = 4;

#[derive(Debug, Default)]
pub(in super::super) struct SlideScreen {
    /// The numbers of hands raised for 401, for 403 and for "don't know", as typed by the teacher.
    typed: [String; FIELDS],
    field: usize,
}

fn phase(session: &VoteSession) -> VotePhase {
    session.session.phase
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

    fn count(&mut self, session: &mut VoteSession, action: Action) -> Turn<VoteSession> {
        let typed = &mut self.typed[self.field];
        match action {
            Action::Digit(digit) if typed.len() < MOST_DIGITS => typed.push(char::from(b'0' + digit.min(9))),
            Action::Digit(_) => return Turn::Tell(say!("A count can have at most {} digits.", MOST_DIGITS)),
            Action::Erase => drop(typed.pop()),
            Action::Focus => self.field = (self.field + 1) % FIELDS,
            Action::FocusBack => self.field = (self.field + FIELDS - 1) % FIELDS,
            Action::Left => self.field = self.field.saturating_sub(1),
            Action::Right => self.field = (self.field + 1).min(FIELDS - 1),
            Action::Select if self.field == 0 && !self.typed[0].is_empty() && self.typed[1].is_empty() => {
                self.field = 1;
            }
            Action::Select => {
                // An empty field could mean zero, or the teacher might have forgotten to fill it in.
                if let Some(empty) = (0..2).find(|field| self.typed[*field].is_empty()) {
                    self.field = empty;
                    let code = if empty == 0 { "401" } else { "403" };
                    return Turn::Tell(say!("Type the number of votes for {}. If there are none, type 0.", code));
                }
                let hands = self.hands();
                return match doubt(&session.session, hands) {
                    Some(doubt) => Turn::Confirm(doubt, action),
                    None => self.input(session, VoteInput::Hands(hands)),
                };
            }
            _ => return Turn::Unused,
        }
        Turn::Stay
    }

    fn hands(&self) -> Hands {
        let [unauthorized, forbidden, unknown] = [0, 1, 2].map(|field: usize| self.typed[field].parse().unwrap_or(0));
        Hands { unauthorized, forbidden, unknown }
    }

    fn dispatch(&mut self, session: &mut VoteSession, action: Action) -> Turn<VoteSession> {
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

    fn fields(&self, hidden: bool) -> Controls {
        let labels = [
            ("401", Meaning::Status(Verdict::Unauthorized)),
            ("403", Meaning::Status(Verdict::Forbidden)),
            (say!("don't know"), Meaning::Status(Verdict::Neither)),
        ];
        let field = |((label, meaning), typed): ((&str, Meaning), &String)| CountField {
            label: label.to_owned(),
            meaning,
            typed: if hidden { "*".repeat(typed.len()) } else { typed.clone() },
        };
        Controls::Counts(CountFields {
            fields: labels.into_iter().zip(&self.typed).map(field).collect(),
            active: self.field,
        })
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
            VotePhase::Talking(_) | VotePhase::Ruling => say!("continue"),
        };
        let mut hints = vec![(vec![Action::Select], enter)];
        if matches!(phase, VotePhase::Voting(_)) && self.field == 1 {
            hints.push((vec![Action::Focus], say!("don't know")));
        }
        hints.push((vec![Action::Previous], say!("back")));
        if phase != VotePhase::Over {
            hints.extend([(vec![Action::Skip], say!("skip")), (vec![Action::End], say!("results"))]);
        }
        let mut document = session.slide(true);
        if phase == VotePhase::Reading && session.session.question == 0 {
            let zoom = say!("Too small? Make the terminal's text larger: Ctrl and +.");
            document.blocks.push(Block::Paragraph(Text::new(zoom, Meaning::Muted)));
        }
        let title = document.title.clone();
        let (location, name) = title.split_once(": ").unwrap_or(("", &title));
        let controls = match phase {
            VotePhase::Voting(vote) => self.fields(vote == Vote::First),
            _ => Controls::None,
        };
        View {
            kind: ScreenKind::Projector,
            location: location.to_owned(),
            name: name.to_owned(),
            strip: Strip::Letters,
            large: session.large_figures(),
            controls,
            hints,
            ..View::default()
        }
        .with(document)
    }

    fn act(&mut self, session: &mut VoteSession, action: Action, _: &ScreenState) -> Turn<VoteSession> {
        let has_typed = self.typed.iter().any(|typed| !typed.is_empty());
        match action {
            Action::Previous | Action::Skip | Action::End if has_typed => {
                Turn::Confirm(say!("The count you typed isn't saved yet.").to_owned(), action)
            }
            Action::End if phase(session) != VotePhase::Over => {
                Turn::Confirm(say!("This ends the session and shows the results.").to_owned(), action)
            }
            _ => self.dispatch(session, action),
        }
    }

    fn confirmed(&mut self, session: &mut VoteSession, action: Action) -> Turn<VoteSession> {
        if action == Action::Select && matches!(phase(session), VotePhase::Voting(_)) {
            return self.input(session, VoteInput::Hands(self.hands()));
        }
        self.dispatch(session, action)
    }

    fn is_irrevocable(&self, session: &VoteSession, action: Action) -> bool {
        let closes = match phase(session) {
            VotePhase::Voting(_) => !self.typed[..2].iter().any(String::is_empty),
            phase => phase == VotePhase::Over,
        };
        match action {
            Action::Previous | Action::Skip | Action::End => true,
            Action::Select | Action::Next => closes,
            _ => false,
        }
    }

    fn unsaved(&self, session: &VoteSession) -> Option<String> {
        session.unsaved()
    }
}
