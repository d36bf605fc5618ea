//! The screen that a class looks at: its keys, and the count that is being typed.

use ratatui::Frame;
use ratatui::layout::Size;

use super::super::app::{Effect, Msg};
use super::super::theme::Theme;
use super::super::{Options, Program};
use super::{Scroll, action, draw};
use crate::class::vote::VoteSession;
use crate::class::vote::slide::Slide;
use crate::class::vote::state::{Hands, Vote, VoteInput, VotePhase};
use crate::keys::{Action, Context, Keys};
use crate::say;

/// So many digits a count can have.
const MOST_DIGITS: usize = 4;

/// What a class looks at.
#[derive(Debug)]
pub struct SlideScreen {
    lesson: VoteSession,
    pub(super) slide: Slide,
    pub(super) theme: Theme,
    pub(super) size: Size,
    pub(super) help: bool,
    pub(super) message: Option<String>,
    /// The hands for 401 and for 403, as typed so far.
    pub(super) typed: [String; 2],
    /// Which of the two is being typed.
    pub(super) field: usize,
    pub(super) scroll: Scroll,
    pub(super) text: draw::Text,
    pub(super) keys: Keys,
}

impl SlideScreen {
    /// A screen over this session, before its size is known.
    #[must_use]
    pub fn new(lesson: VoteSession, options: Options) -> Self {
        let resumed = say!("You go on where you stopped. To begin anew: airside class present --new");
        let message = lesson.resumed().then(|| resumed.to_owned());
        Self {
            slide: lesson.slide(),
            lesson,
            theme: Theme::new(options.theme, options.ascii),
            keys: options.keys,
            size: Size::new(0, 0),
            help: false,
            message,
            typed: Default::default(),
            field: 0,
            scroll: Scroll::default(),
            text: draw::Text::default(),
        }
    }

    /// The session.
    #[must_use]
    pub const fn lesson(&self) -> &VoteSession {
        &self.lesson
    }

    pub(super) const fn phase(&self) -> VotePhase {
        self.lesson.session().phase()
    }

    /// Whether what is typed is hidden: another vote on the same case follows.
    pub(super) fn hides(&self) -> bool {
        self.phase() == VotePhase::Voting(Vote::First)
    }

    pub(super) fn context(&self) -> Context {
        match self.phase() {
            _ if self.help => Context::Page,
            VotePhase::Voting(_) => Context::Count,
            _ => Context::Slide,
        }
    }

    fn lay_out(&mut self) {
        self.text = draw::Text::of(self);
        self.scroll.fit(self.text.lines.len(), self.text.body.height);
    }

    fn act(&mut self, input: VoteInput) {
        match self.lesson.act(input) {
            Ok(()) => {
                self.typed = Default::default();
                self.field = 0;
                self.scroll.top = 0;
                self.slide = self.lesson.slide();
            }
            Err(trouble) => self.message = Some(trouble.to_string()),
        }
    }

    /// A digit, or another key, for the count that is typed.
    fn count(&mut self, action: Action) {
        let typed = &mut self.typed[self.field];
        match action {
            Action::Digit(digit) if typed.len() < MOST_DIGITS => typed.push(char::from(b'0' + digit.min(9))),
            Action::Erase => drop(typed.pop()),
            Action::Focus | Action::FocusBack => self.field = 1 - self.field,
            Action::Left => self.field = 0,
            Action::Right => self.field = 1,
            Action::Select if self.field == 0 && self.typed[1].is_empty() => self.field = 1,
            Action::Select => {
                let [unauthorized, forbidden] = [0, 1].map(|field: usize| self.typed[field].parse().unwrap_or(0));
                self.act(VoteInput::Hands(Hands { unauthorized, forbidden }));
            }
            _ => {}
        }
    }

    fn press(&mut self, action: Action) -> Vec<Effect> {
        self.message = None;
        match action {
            Action::Interrupt => return vec![Effect::Leave(130)],
            Action::Repaint => return vec![Effect::Repaint],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Help => self.help = !self.help,
            Action::Quit | Action::Escape | Action::Select | Action::Next if self.help => self.help = false,
            Action::Quit => return vec![Effect::Leave(0)],
            Action::Previous => self.act(VoteInput::Undo),
            Action::Skip => self.act(VoteInput::Skip),
            Action::End => self.act(VoteInput::End),
            _ if self.scroll.obey(action) => {}
            _ if self.context() == Context::Count => self.count(action),
            Action::Select | Action::Next if self.phase() == VotePhase::Over => return vec![Effect::Leave(0)],
            Action::Select if self.scroll.more_below() => drop(self.scroll.obey(Action::PageDown)),
            Action::Select | Action::Next => self.act(VoteInput::Next),
            _ => {}
        }
        Vec::new()
    }
}

impl Program for SlideScreen {
    fn resize(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.lay_out();
        }
    }

    fn take(&mut self, msg: Msg) -> Vec<Effect> {
        let effects = match msg {
            Msg::Key(key) => action(&self.keys, key, self.context()).map_or_else(Vec::new, |action| self.press(action)),
            Msg::Redraw | Msg::Changed | Msg::Click(_) | Msg::Wheel(_) => Vec::new(),
            Msg::Continued => vec![Effect::Repaint],
            Msg::Suspend => vec![Effect::Suspend],
            Msg::Ended(code) => vec![Effect::Leave(code)],
        };
        self.lay_out();
        effects
    }

    fn draw(&self, frame: &mut Frame) {
        draw::board(self, frame);
    }

    fn say(&mut self, sentence: &str) {
        self.message = Some(sentence.to_owned());
    }
}
