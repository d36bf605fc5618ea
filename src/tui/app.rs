//! The model, what can reach it, and what follows: `update(&mut Model, Msg) -> Vec<Effect>`.
//!
//! Owns which screen is open and what is selected; the course owns everything else. Must not touch the terminal.

pub(super) mod bench;
mod find;
mod home;

use crossterm::event::{KeyEvent, KeyEventKind};
use ratatui::Frame;
use ratatui::layout::{Position, Size};

use super::keymap::{name_of, repeats};
use super::page::Page;
use super::theme::Theme;
use super::view::{self, view};
use super::{Options, Program};
use crate::course::stage::Stage;
use crate::keys::{Action, Context, Keys};
use crate::learner::Confidence;
use crate::reference::search;
use crate::round::{Input, InputError, Item, Phase, QuestionType, Showing};
use crate::scenario::Kind;
use crate::study::Study;

/// What can happen to the front end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// The left button of the mouse went down here.
    Click(Position),
    /// Its wheel was turned: up, or down.
    Wheel(Action),
    /// The size may have changed.
    Redraw,
    /// The file that is followed may have changed.
    Changed,
    /// The program runs again after it was stopped.
    Continued,
    /// Somebody asks it to suspend.
    Suspend,
    /// A signal, or the end of the terminal: leave with this code.
    Ended(u8),
}

/// What the loop has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// End with this exit code.
    Leave(u8),
    /// Paint everything anew.
    Repaint,
    /// Give the terminal back and stop.
    Suspend,
}

/// Which screen is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The first one.
    Home,
    /// The list of kinds of case to practise.
    Cells,
    /// Question, ruling or summary, as the session says.
    Round,
    /// Counts over everything.
    Counts,
    /// What is wrong with packs that were left out.
    Faults,
    /// The list of things to look up.
    Topics,
    /// One of them, by its place in the list.
    Topic(usize),
    /// The workbench.
    Bench,
}

/// Which row the arrows move in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Focus {
    /// The answers.
    Answers,
    /// The confidence.
    Confidence,
}

/// How far a turn of the wheel scrolls.
const LINES_A_TURN: usize = 3;

/// Everything that is drawn.
#[expect(
    clippy::struct_excessive_bools,
    reason = "help, typing and what was asked for at the start have nothing in common"
)]
#[derive(Debug)]
pub struct Model {
    pub(super) study: Study,
    pub(super) screen: Screen,
    pub(super) help: bool,
    pub(super) selected: usize,
    pub(super) focus: Focus,
    pub(super) confidence: usize,
    pub(super) scroll: usize,
    pub(super) message: Option<String>,
    pub(super) notices: Vec<String>,
    pub(super) theme: Theme,
    pub(super) keys: Keys,
    /// Whether clicks and the wheel count.
    mouse: bool,
    pub(super) size: Size,
    pub(super) page: Page,
    pub(super) bench: bench::Bench,
    /// The words that are searched for in what can be looked up.
    pub(super) sought: String,
    /// Whether they are being typed.
    pub(super) typing: bool,
    panics: bool,
}

impl Model {
    /// The front end over this course, before its size is known.
    #[must_use]
    pub fn new(mut study: Study, options: Options, at_question: bool) -> Self {
        let notices = study.take_notices();
        Self {
            study,
            screen: if at_question { Screen::Round } else { Screen::Home },
            help: false,
            selected: 0,
            focus: Focus::Answers,
            confidence: Confidence::Fairly as usize,
            scroll: 0,
            message: None,
            notices,
            theme: Theme::new(options.theme, options.ascii),
            keys: options.keys,
            mouse: options.mouse,
            size: Size::new(0, 0),
            page: Page::default(),
            bench: bench::Bench::default(),
            sought: String::new(),
            typing: false,
            panics: options.panics,
        }
    }

    /// The screen that is open.
    #[must_use]
    pub const fn screen(&self) -> Screen {
        self.screen
    }

    /// The course.
    #[must_use]
    pub const fn study(&self) -> &Study {
        &self.study
    }

    /// Takes a new size in.
    pub fn resize(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.lay_out();
        }
    }

    /// Wraps the text that is shown; done when it changes and not when it is drawn.
    fn lay_out(&mut self) {
        self.page = Page::of(self);
        self.scroll = self.scroll.min(self.furthest());
        if let (Context::Marking | Context::Bench, Some(line)) = (self.context(), self.page.numbered.get(self.selected))
        {
            self.scroll = self.scroll.max((line + 1).saturating_sub(self.body_height())).min(*line);
        }
    }

    /// The last line that can be at the top.
    pub(super) fn furthest(&self) -> usize {
        self.page.lines.len().saturating_sub(self.body_height())
    }

    /// The kind of question that is up, if it is one.
    pub(super) fn question_type(&self) -> Option<QuestionType> {
        self.study.round().item()?.question_type
    }

    /// Whether the round that is open allows this at all; a test gives no hints and cannot be gone back in.
    pub(super) fn allows(&self, action: Action) -> bool {
        let rules = self.study.round().rules();
        let asking = self.context() == Context::Question;
        match action {
            Action::Hint => rules.help && self.is_judged(),
            Action::Search => matches!(self.screen, Screen::Topics | Screen::Topic(_)) && !self.help,
            Action::Previous => !asking || rules.ruling == Showing::AtOnce,
            _ => true,
        }
    }

    /// Whether what is up has an answer that is right.
    pub(super) fn is_judged(&self) -> bool {
        self.study.round().item().is_some_and(Item::is_judged)
    }

    /// Whether the end of a stage is shown, and another one follows.
    pub(super) fn goes_on(&self) -> bool {
        let open = self.screen == Screen::Round && !self.help;
        open && self.study.report().is_some() && self.study.course().is_some_and(|course| course.stage() != Stage::Done)
    }

    fn body_height(&self) -> usize {
        view::regions(self).body.height.into()
    }

    /// Whether text is left below.
    pub(super) fn more_below(&self) -> bool {
        self.scroll < self.furthest()
    }

    /// Where keys are looked up.
    pub(super) fn context(&self) -> Context {
        if self.help {
            return Context::Page;
        }
        match (self.screen, self.study.round().phase()) {
            (Screen::Home | Screen::Cells | Screen::Topics, _) => Context::Home,
            (Screen::Bench, _) => Context::Bench,
            (Screen::Round, Phase::Asking { .. }) => Context::Question,
            (Screen::Round, Phase::Marking(_)) => Context::Marking,
            (Screen::Round, Phase::Ruled(_) | Phase::Reading) => Context::Ruling,
            (Screen::Round, Phase::Finished) | (Screen::Counts | Screen::Faults | Screen::Topic(_), _) => Context::Page,
        }
    }

    /// The lines to choose from on the home screen and in lists.
    pub(super) fn menu(&self) -> Vec<String> {
        match self.screen {
            Screen::Home => self.entries().into_iter().map(|(_, words)| words).collect(),
            Screen::Cells => self.kinds().into_iter().map(|kind| capital(kind.title())).collect(),
            Screen::Topics => search(&self.sought).into_iter().map(|topic| topic.title.clone()).collect(),
            Screen::Round | Screen::Counts | Screen::Faults | Screen::Topic(_) | Screen::Bench => Vec::new(),
        }
    }

    /// The kinds that have scenarios.
    fn kinds(&self) -> Vec<Kind> {
        let has = |kind: &Kind| self.study.library().index().iter().any(|heading| heading.kind == *kind);
        Kind::ALL.iter().copied().filter(has).collect()
    }

    fn open(&mut self, screen: Screen) {
        self.screen = screen;
        self.help = false;
        self.selected = 0;
        self.fresh();
    }

    /// Back to the top of whatever is shown now.
    fn fresh(&mut self) {
        self.scroll = 0;
        if self.screen == Screen::Round {
            self.selected = 0;
        }
        self.focus = Focus::Answers;
        self.confidence = Confidence::Fairly as usize;
    }
}

impl Program for Model {
    fn resize(&mut self, size: Size) {
        Self::resize(self, size);
    }

    fn take(&mut self, msg: Msg) -> Vec<Effect> {
        update(self, msg)
    }

    fn draw(&self, frame: &mut Frame) {
        view(self, frame);
    }

    fn say(&mut self, sentence: &str) {
        self.message = Some(sentence.to_owned());
    }

    fn wants_mouse(&self) -> bool {
        self.mouse
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Takes a message in; gives what the loop has to do.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let effects = match msg {
        Msg::Key(key) => press(model, key),
        // Noise, unless the mouse was asked for.
        Msg::Click(_) | Msg::Wheel(_) if !model.mouse => return Vec::new(),
        Msg::Click(position) => click(model, position),
        Msg::Wheel(action) => turn(model, action),
        Msg::Redraw | Msg::Changed => Vec::new(),
        Msg::Continued => vec![Effect::Repaint],
        Msg::Suspend => vec![Effect::Suspend],
        Msg::Ended(code) => vec![Effect::Leave(code)],
    };
    let notices = model.study.take_notices();
    if let Some(newest) = notices.last() {
        model.message = Some(newest.clone());
    }
    model.notices.extend(notices);
    if !matches!(effects.as_slice(), [Effect::Leave(_)]) {
        model.lay_out();
    }
    effects
}

fn press(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    if model.typing && find::type_on(model, key) {
        return Vec::new();
    }
    let Some(action) = name_of(key).and_then(|name| model.keys.action(&name, model.context())) else {
        return Vec::new();
    };
    if key.kind == KeyEventKind::Repeat && !repeats(action) {
        return Vec::new();
    }
    obey(model, action)
}

/// A click on something that can be chosen chooses it; on the last line it goes on.
fn click(model: &mut Model, position: Position) -> Vec<Effect> {
    let Some((place, action)) = view::pointed(model, position) else { return Vec::new() };
    model.selected = place.unwrap_or(model.selected);
    obey(model, action)
}

/// The wheel scrolls where there is something to scroll, and otherwise does nothing: it chooses nothing by itself.
fn turn(model: &mut Model, action: Action) -> Vec<Effect> {
    for _ in 0..LINES_A_TURN {
        scroll(model, action);
    }
    Vec::new()
}

fn obey(model: &mut Model, action: Action) -> Vec<Effect> {
    model.message = None;
    match action {
        Action::Interrupt => return vec![Effect::Leave(130)],
        Action::Repaint => return vec![Effect::Repaint],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit if model.screen == Screen::Home && !model.help => {
            return vec![Effect::Leave(0)];
        }
        Action::Quit | Action::Escape => leave_screen(model),
        Action::Help => toggle_help(model),
        Action::Search => find::begin(model),
        Action::PageUp => model.scroll = model.scroll.saturating_sub(model.body_height().max(2) - 1),
        Action::PageDown => page_down(model),
        Action::Top => model.scroll = 0,
        Action::Bottom => model.scroll = model.furthest(),
        _ if model.help => read(model, action),
        _ => match model.context() {
            Context::Home => return choose(model, action),
            Context::Question => ask(model, action),
            Context::Marking => mark(model, action),
            Context::Bench => bench::work(model, action),
            Context::Ruling | Context::Page | Context::Slide | Context::Count | Context::Exam => read(model, action),
        },
    }
    Vec::new()
}

fn leave_screen(model: &mut Model) {
    if model.help {
        model.help = false;
        model.fresh();
    } else if model.screen == Screen::Topics && !model.sought.is_empty() {
        model.sought.clear();
    } else if let Screen::Topic(place) = model.screen {
        model.open(Screen::Topics);
        model.selected = place;
    } else if model.screen != Screen::Home {
        model.open(Screen::Home);
    }
}

fn toggle_help(model: &mut Model) {
    // A test asks for it, to see the terminal given back; release builds have no way to.
    assert!(!model.panics, "asked to panic");
    model.help = !model.help;
    model.fresh();
}

fn page_down(model: &mut Model) {
    model.scroll = (model.scroll + model.body_height().max(2) - 1).min(model.furthest());
}

/// Moves by one line; false when there is nothing to scroll.
fn scroll(model: &mut Model, action: Action) -> bool {
    let before = model.scroll;
    match action {
        Action::Up => model.scroll = model.scroll.saturating_sub(1),
        Action::Down => model.scroll = (model.scroll + 1).min(model.furthest()),
        _ => {}
    }
    before != model.scroll
}

/// Pages to read: rulings, summaries, counts, help.
fn read(model: &mut Model, action: Action) {
    match action {
        Action::Up | Action::Down => {
            scroll(model, action);
        }
        Action::Select if model.more_below() => page_down(model),
        Action::Select | Action::Next if model.help => leave_screen(model),
        Action::Select | Action::Next if model.screen == Screen::Round && model.study.go_on() => model.fresh(),
        Action::Select | Action::Next if model.context() == Context::Page => leave_screen(model),
        Action::Select | Action::Next => act(model, Input::Next),
        Action::Previous => act(model, Input::Back),
        _ => {}
    }
}

/// The first screen and the list of kinds.
fn choose(model: &mut Model, action: Action) -> Vec<Effect> {
    let count = model.menu().len();
    match action {
        Action::Up | Action::Left | Action::FocusBack => model.selected = (model.selected + count - 1) % count.max(1),
        Action::Down | Action::Right | Action::Focus => model.selected = (model.selected + 1) % count.max(1),
        Action::Select => match (model.screen, model.selected) {
            (Screen::Topics, place) => model.open(Screen::Topic(place)),
            (Screen::Cells, place) => {
                let kind = model.kinds().get(place).copied();
                model.study.start_default(kind);
                model.open(Screen::Round);
            }
            (_, place) => {
                if let Some((entry, _)) = model.entries().into_iter().nth(place) {
                    return home::enter(model, entry);
                }
            }
        },
        _ => {}
    }
    Vec::new()
}

/// An open question.
fn ask(model: &mut Model, action: Action) {
    match action {
        Action::Digit(digit) => match model.question_type().and_then(|question_type| question_type.by_key(digit)) {
            Some(answer) => act(model, Input::Choose(answer)),
            None => model.message = Some(InputError::NotOffered.to_string()),
        },
        Action::Commit(confidence) => act(model, Input::Commit(confidence)),
        Action::Undo => act(model, Input::Undo),
        Action::Hint => act(model, Input::Hint),
        Action::Reveal => act(model, Input::Reveal),
        Action::Skip => act(model, Input::Skip),
        Action::Previous => act(model, Input::Back),
        Action::Up | Action::Down if scroll(model, action) => {}
        Action::Up | Action::Down | Action::Focus | Action::FocusBack => {
            model.focus = if model.focus == Focus::Answers { Focus::Confidence } else { Focus::Answers };
        }
        Action::Left => sideways(model, false),
        Action::Right => sideways(model, true),
        Action::Select => match (model.focus, model.study.round().phase()) {
            (Focus::Answers, Phase::Asking { choice: Some(_), .. }) => model.focus = Focus::Confidence,
            _ => act(model, Input::Commit(Confidence::ALL[model.confidence.min(2)])),
        },
        _ => {}
    }
}

fn sideways(model: &mut Model, right: bool) {
    if model.focus == Focus::Confidence {
        model.confidence = if right { (model.confidence + 1).min(2) } else { model.confidence.saturating_sub(1) };
        return;
    }
    let Phase::Asking { choice, .. } = model.study.round().phase() else {
        return;
    };
    // Where a choice answers at once, the arrows only read; the digit is what chooses.
    let Some(question_type) = model.question_type().filter(|_| model.is_judged()) else {
        return;
    };
    let answers = question_type.answers();
    let place = choice.and_then(|choice| answers.iter().position(|answer| *answer == choice));
    let place = match (place, right) {
        (Some(place), true) => (place + 1).min(answers.len() - 1),
        (Some(place), false) => place.saturating_sub(1),
        (None, true) => 1,
        (None, false) => 0,
    };
    act(model, Input::Choose(answers[place]));
}

/// The line that decides is asked for.
fn mark(model: &mut Model, action: Action) {
    let lines = model.study.round().item().and_then(|item| item.evidence).map_or(1, |(_, lines)| lines);
    match action {
        Action::Digit(digit) => act(model, Input::Mark(digit.into())),
        Action::Up => model.selected = model.selected.saturating_sub(1),
        Action::Down => model.selected = (model.selected + 1).min(lines - 1),
        Action::Select => act(model, Input::Mark(model.selected + 1)),
        _ => {}
    }
}

fn act(model: &mut Model, input: Input) {
    match model.study.act(input) {
        Err(refused) => model.message = Some(refused.to_string()),
        Ok(_) if matches!(input, Input::Choose(_) | Input::Undo) && model.context() == Context::Question => {}
        Ok(_) if input == Input::Hint => {
            model.lay_out();
            model.scroll = model.furthest();
        }
        Ok(_) => model.fresh(),
    }
}
