//! The one shell of every full-screen program: title, strip, body, controls and keys around whatever screen is open.
//!
//! Owns moving, scrolling, searching, help, confirmation, the walk, and the layout, which is worked out when something
//! changes and only looked at when it is drawn. Must not know what any screen is about.

mod act;
mod draw;
mod help;
mod search;

use std::time::Duration;

use ratatui::layout::Size;

use super::controls::Controls;
use super::keymap::name_of;
use super::layout::{Air, Heights, Layout, ScreenKind, columns, layout};
use super::render::{Looks, Rendered, glyphs, render, strip};
use super::screen::{Screen, ScreenState, Strip, Turn, View};
use super::theme::Theme;
use super::{Effect, Msg, Options};
use crate::document::Document;
use crate::keys::{Action, Context, Keys};
use crate::say;

/// How far a turn of the wheel scrolls.
const LINES_A_TURN: usize = 3;

/// The time between two frames of a walk, which takes 300 milliseconds.
const FRAME: Duration = Duration::from_millis(300 / strip::FRAMES as u64);

/// What can't be undone isn't confirmed sooner after any other key.
const DELIBERATE: Duration = Duration::from_millis(500);

/// A key that is held down comes again sooner than this: keyboards begin to repeat after 250 to 660 milliseconds.
const LONGEST_REPEAT: Duration = Duration::from_millis(700);

/// The columns between text and large codes, and the least that the text gets.
const BESIDE_LETTERS: u16 = 3;
const LEAST_TEXT: u16 = 40;

/// A screen that is open, with what is selected on it and how far it is scrolled.
#[derive(Debug)]
struct OpenScreen<W> {
    screen: Box<dyn Screen<W>>,
    selected: usize,
    scroll: usize,
    /// What is searched for on it, while another screen is open over it.
    sought: String,
}

impl<W> OpenScreen<W> {
    fn new(screen: Box<dyn Screen<W>>) -> Self {
        Self { screen, selected: 0, scroll: 0, sought: String::new() }
    }
}

/// A key or a click, and when it came: the time since the start of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Press {
    key: String,
    at: Duration,
}

/// How soon a key came after the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pace {
    /// The same key, so soon that it may be held down.
    is_held: bool,
    /// Any key, too soon to have read what is asked.
    is_hasty: bool,
}

/// A full-screen program over a world: what its screens show and change.
#[derive(Debug)]
pub struct Shell<W> {
    world: W,
    /// The screens that are open, the first one at the bottom.
    stack: Vec<OpenScreen<W>>,
    options: Options,
    theme: Theme,
    size: Size,
    situation: ScreenState,
    view: View,
    air: Air,
    layout: Layout,
    body: Rendered,
    scene: Rendered,
    /// The size of a point of the large codes.
    large: Option<(u16, u16)>,
    message: Option<String>,
    /// The frame of the walk that is under way.
    walk: Option<u16>,
    /// Whether it was said what leaving means, and the same key again leaves.
    leaving: bool,
    /// What has to be confirmed.
    asked: Option<Action>,
    /// The key that was pressed last.
    last: Option<Press>,
    /// What the key that is handled now has to do with the one before it.
    pace: Pace,
}

impl<W: 'static> Shell<W> {
    /// A shell with this screen open, before its size is known.
    pub(super) fn new(world: W, first: Box<dyn Screen<W>>, options: Options) -> Self {
        Self {
            world,
            stack: vec![OpenScreen::new(first)],
            theme: Theme::new(options.theme, options.ascii),
            options,
            size: Size::new(0, 0),
            situation: ScreenState::default(),
            view: View::default(),
            air: Air::default(),
            layout: Layout::default(),
            body: Rendered::default(),
            scene: Rendered::default(),
            large: None,
            message: None,
            walk: None,
            leaving: false,
            asked: None,
            last: None,
            pace: Pace::default(),
        }
    }

    /// What the screens show and change.
    pub fn world(&self) -> &W {
        &self.world
    }

    pub(super) fn world_mut(&mut self) -> &mut W {
        &mut self.world
    }

    /// The name of the screen that is open.
    pub fn screen(&self) -> &'static str {
        self.stack.last().map_or("", |open| open.screen.name())
    }

    pub(super) fn wants_mouse(&self) -> bool {
        self.options.mouse
    }

    /// Opens a screen over the one that is open.
    pub(super) fn open(&mut self, screen: Box<dyn Screen<W>>) {
        let sought = std::mem::take(&mut self.situation.sought);
        if let Some(open) = self.top() {
            open.sought = sought;
        }
        self.stack.push(OpenScreen::new(screen));
    }

    fn top(&mut self) -> Option<&mut OpenScreen<W>> {
        self.stack.last_mut()
    }

    fn context(&self) -> Context {
        self.stack.last().map_or(Context::Page, |open| open.screen.context(&self.world))
    }

    fn keys(&self) -> &Keys {
        &self.options.keys
    }

    /// Says a sentence in the last line, until the next key.
    pub fn tell(&mut self, sentence: impl Into<String>) {
        self.message = Some(sentence.into());
    }

    /// Takes a new size in.
    pub fn resize(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.lay_out();
        }
    }

    /// How long to wait for a message before [`Shell::tick`]; `None` for as long as it takes.
    pub(super) fn interval(&self) -> Option<Duration> {
        if self.walk.is_some() {
            return Some(FRAME);
        }
        self.stack.iter().filter_map(|open| open.screen.interval(&self.world)).min()
    }

    /// The time is over: the next frame of a walk, or a look at what may have changed. True when there is something new
    /// to draw.
    pub fn tick(&mut self) -> bool {
        if let Some(frame) = self.walk {
            self.walk = (frame + 1 < strip::FRAMES).then_some(frame + 1);
            return true;
        }
        let Self { world, stack, .. } = self;
        let turns: Vec<Turn<W>> = stack.iter_mut().filter_map(|open| open.screen.look(world)).collect();
        let changed = !turns.is_empty();
        for turn in turns {
            drop(self.follow(turn));
        }
        if changed {
            self.lay_out();
        }
        changed
    }

    /// Ends a walk: on a slow terminal, its frames would come too late.
    pub(super) fn stand_still(&mut self) {
        self.walk = None;
        self.options.motion = false;
    }

    /// Takes a message in, as if it came long after the last one.
    pub fn take(&mut self, msg: Msg) -> Vec<Effect> {
        let before = self.last.as_ref().map_or(Duration::ZERO, |press| press.at);
        self.take_at(msg, before + Duration::from_secs(60))
    }

    /// Takes a message in that came at this time after the start; gives what the loop has to do.
    pub fn take_at(&mut self, msg: Msg, at: Duration) -> Vec<Effect> {
        match &msg {
            Msg::Key(key) => self.note(name_of(*key).unwrap_or_default(), at),
            Msg::Click(_) => self.note("click".to_owned(), at),
            _ => {}
        }
        let effects = match msg {
            Msg::Key(key) => self.press(key),
            Msg::Paste(text) => self.paste(&text),
            // Noise, unless the mouse was asked for.
            Msg::Click(_) | Msg::Wheel(_) if !self.options.mouse => return Vec::new(),
            Msg::Click(position) => self.click(position),
            Msg::Wheel(action) => {
                for _ in 0..LINES_A_TURN {
                    self.scroll(action);
                }
                Vec::new()
            }
            Msg::Redraw => Vec::new(),
            Msg::Continued => vec![Effect::Repaint],
            Msg::Suspend => vec![Effect::Suspend],
            Msg::Ended(code) => vec![Effect::Leave(code)],
        };
        let Self { world, stack, .. } = self;
        let notices: Vec<String> = stack.first().map(|open| open.screen.notices(world)).unwrap_or_default();
        if let Some(newest) = notices.last() {
            self.message = Some(newest.clone());
        }
        if !matches!(effects.as_slice(), [Effect::Leave(_)]) {
            self.lay_out();
        }
        effects
    }

    /// Notes a press, to compare the next one with it.
    fn note(&mut self, key: String, at: Duration) {
        self.pace = self.last.as_ref().map_or_else(Pace::default, |last| {
            let gap = at.saturating_sub(last.at);
            Pace { is_held: last.key == key && gap < LONGEST_REPEAT, is_hasty: gap < DELIBERATE }
        });
        self.last = Some(Press { key, at });
    }

    /// Closes the screen that is open, unless it is the first.
    fn close(&mut self) {
        self.situation.typing = false;
        if self.stack.len() > 1 {
            self.stack.pop();
        }
        self.situation.sought = self.top().map(|open| std::mem::take(&mut open.sought)).unwrap_or_default();
    }

    /// Back to the top of whatever is shown now.
    fn fresh(&mut self) {
        if let Some(open) = self.top() {
            open.scroll = 0;
            open.selected = 0;
        }
    }

    fn selected(&self) -> usize {
        self.stack.last().map_or(0, |open| open.selected)
    }

    fn select(&mut self, place: usize) {
        if let Some(open) = self.top() {
            open.selected = place;
        }
    }

    /// The last line that can be at the top.
    fn furthest(&self) -> usize {
        self.body.lines.len().saturating_sub(self.layout.body.height.into())
    }

    fn more_below(&self) -> bool {
        self.stack.last().is_some_and(|open| open.scroll < self.furthest())
    }

    /// Scrolls; false when there is nothing to scroll in that direction.
    fn scroll(&mut self, action: Action) -> bool {
        let furthest = self.furthest();
        let page = usize::from(self.layout.body.height).max(2) - 1;
        let Some(open) = self.top() else { return false };
        let before = open.scroll;
        let to = match action {
            Action::Up => before.saturating_sub(1),
            Action::Down => before + 1,
            Action::PageUp => before.saturating_sub(page),
            Action::PageDown => before + page,
            Action::Top => 0,
            Action::Bottom => furthest,
            _ => return false,
        };
        open.scroll = to.min(furthest);
        before != open.scroll
    }

    /// Works out what is shown where.
    fn lay_out(&mut self) {
        let selected = self.selected();
        self.situation.selected = selected;
        let Some(open) = self.stack.last() else { return };
        let mut view = open.screen.view(&self.world, &self.situation);
        if let Controls::Menu(menu) = &view.controls {
            let settled = menu.settle(selected);
            if settled != selected {
                self.situation.selected = settled;
                view = open.screen.view(&self.world, &self.situation);
                self.select(settled);
            }
        }
        if let Controls::Answers(answers) = &mut view.controls {
            answers.name_keys(self.keys());
        }
        let mut columns = columns(self.size, view.kind, view.scene.is_some());
        self.large = large_letters(&view, columns.body, self.size.height);
        columns.body -= self.large.map_or(0, |(wide, _)| glyphs::COLUMNS * wide + BESIDE_LETTERS);
        let beside = columns.scene > 0;
        let airs = if self.size.height < 18 { &Air::ALL[2..] } else { &Air::ALL[..] };
        for air in airs {
            let looks = |width: u16, pointer| Looks {
                theme: self.theme,
                columns: width.into(),
                panels: *air == Air::Roomy && (beside || view.narrow.is_none()),
                pointer,
            };
            let nothing = Document::default();
            let body = if beside { &view.body } else { view.narrow.as_ref().unwrap_or(&view.body) };
            let mut lines = render(body, &looks(columns.body, view.pointer));
            if let Some(points) = &view.plot {
                let names = [say!("how sure you were"), say!("how often you were right")];
                lines.lines.push(ratatui::text::Line::default());
                lines.lines.extend(super::render::widget::plot(points, names, columns.body.into(), self.theme));
            }
            let scene = if beside { view.scene.as_ref().unwrap_or(&nothing) } else { &nothing };
            self.scene = render(scene, &looks(columns.scene, None));
            let short = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
            let strip = match view.strip {
                Strip::None => 0,
                _ if *air == Air::Tight || columns.frame < 60 => 1,
                _ => 2,
            };
            let controls = view.controls.height(columns.body, *air, self.theme);
            let heights = Heights { strip, body: short(lines.lines.len()), controls };
            self.layout = layout(self.size, view.kind, columns, *air, heights);
            self.body = lines;
            self.air = *air;
            // A page that has to be scrolled anyway keeps its air.
            if self.layout.whole || view.kind == ScreenKind::Page && controls == 0 {
                break;
            }
        }
        self.view = view;
        self.keep_in_sight();
    }

    /// Scrolls so that what is pointed at can be seen.
    fn keep_in_sight(&mut self) {
        let (furthest, height) = (self.furthest(), usize::from(self.layout.body.height).max(1));
        let pointed = self.view.pointer.and_then(|pointer| self.body.numbered.get(pointer).copied());
        if let Some(open) = self.top() {
            open.scroll = open.scroll.min(furthest);
            if let Some(line) = pointed {
                open.scroll = open.scroll.max((line + 2).saturating_sub(height)).min(line);
            }
        }
    }
}

/// The largest letters that leave room for the text; nothing where none do, and what the class is asked names the codes.
fn large_letters(view: &View, columns: u16, rows: u16) -> Option<(u16, u16)> {
    let count = u16::try_from(view.large.len()).unwrap_or(0);
    let fits = |(wide, high): &(u16, u16)| {
        count * (glyphs::ROWS * high + 1) + 5 <= rows && glyphs::COLUMNS * wide + BESIDE_LETTERS + LEAST_TEXT <= columns
    };
    [(4, 2), (3, 2), (2, 1), (1, 1)].into_iter().filter(|_| count > 0).find(fits)
}
