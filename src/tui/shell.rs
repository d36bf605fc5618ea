//! Runs every full-screen program.
//!
//! Around the current screen, the shell draws the title, the strip, the body, the controls and the key hints. It also
//! handles moving, scrolling, searching, help, confirmation, the walking animation and the layout. The layout is
//! computed whenever something changes, so drawing only reads it. The shell must not know what any screen contains.

mod act;
mod apply;
mod arrange;
mod choices;
mod draw;
mod footer;
mod help;
mod search;

use std::time::Duration;

use crossterm::event::KeyEventKind;
use ratatui::layout::{Rect, Size};

use super::controls::Controls;
use super::keymap::name_of;
use super::layout::{Beside, Layout, Spacing};
use super::line_editor::LineEditor;
use super::render::{Rendered, strip};
use super::screen::{Screen, ScreenState, Turn, View};
use super::theme::Theme;
use super::uncertain::ColumnShift;
use super::{Effect, Msg, Options};
use crate::keys::{Action, Context, Keys};

/// The number of lines that one step of the mouse wheel scrolls.
const LINES_A_TURN: usize = 3;

/// The time between two frames of the walking animation, which takes 300 milliseconds in total.
const FRAME: Duration = Duration::from_millis(300 / strip::FRAMES as u64);

/// How soon after another key an irreversible action can be confirmed. A faster key press is probably a mistake.
const DELIBERATE: Duration = Duration::from_millis(500);

/// The longest pause before a held key repeats for the first time. Keyboards wait 250 to 660 milliseconds.
const LONGEST_REPEAT: Duration = Duration::from_millis(700);

/// The longest pause between two further repeats of a held key. Somebody who presses the key again takes longer.
const BETWEEN_REPEATS: Duration = Duration::from_millis(300);

/// An open screen with its selection and scroll position.
#[derive(Debug)]
struct OpenScreen<W> {
    screen: Box<dyn Screen<W>>,
    selected: usize,
    scroll: usize,
    /// The first visible line of a scene that scrolls beside a list.
    scene_scroll: usize,
    /// The line that the last scrolling key brought into view. A screen reader continues there.
    read: Option<usize>,
    /// The last line that was scrolled into view, and the size of the window at that time.
    kept: Option<(usize, Size)>,
    /// The search text of this screen while another screen covers it.
    query: String,
}

impl<W> OpenScreen<W> {
    fn new(screen: Box<dyn Screen<W>>) -> Self {
        Self {
            selected: screen.first_selected(),
            screen,
            scroll: 0,
            scene_scroll: 0,
            read: None,
            kept: None,
            query: String::new(),
        }
    }
}

/// A key press or click, with the time since the program started.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Press {
    key: String,
    moment: Duration,
    was_held: bool,
}

/// How quickly the current key followed the previous one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pace {
    /// Whether the same key came again so soon that it is probably being held down.
    is_held: bool,
    /// Whether the key has already come twice in this way. People who press the key twice are rarely that fast.
    is_repeating: bool,
    /// Whether the key came too soon for the learner to have read the question.
    is_hasty: bool,
}

/// A full-screen program. `W` is the state that its screens show and change.
#[derive(Debug)]
pub struct Shell<W> {
    world: W,
    /// The open screens, with the current one last.
    stack: Vec<OpenScreen<W>>,
    options: Options,
    theme: Theme,
    /// Whether this terminal draws ambiguous characters two columns wide.
    is_wide: bool,
    /// The number of screens that stay open. Closing one more leaves the program.
    lowest: usize,
    /// How the last frame was shifted to make room for wide characters.
    widened: ColumnShift,
    size: Size,
    state: ScreenState,
    /// The search text while the user types it.
    search: LineEditor,
    view: View,
    air: Spacing,
    layout: Layout,
    /// The area of the panel around the body. Without a panel, it is the area of the body.
    panel: Rect,
    body: Rendered,
    scene: Rendered,
    /// The width and height of each point in a large code.
    large: Option<(u16, u16)>,
    /// The title in large letters, if there is room for it.
    letters: Option<Vec<String>>,
    message: Option<String>,
    /// The line of the match that the search shows.
    matched: Option<usize>,
    /// The current frame of the walking animation, while it runs.
    walk: Option<u16>,
    /// Whether the warning about leaving has been shown, so that the same key now leaves.
    leaving: bool,
    /// The action that is waiting for confirmation.
    asked: Option<Action>,
    /// The last key press or click.
    last: Option<Press>,
    /// How quickly the current key followed the previous one.
    pace: Pace,
    /// Whether the last key was part of the text that the user types on this screen.
    was_typed: bool,
}

impl<W: 'static> Shell<W> {
    /// Creates a shell with this screen open. The size of the window isn't known yet.
    pub(super) fn new(world: W, first: Box<dyn Screen<W>>, options: Options) -> Self {
        Self {
            world,
            stack: vec![OpenScreen::new(first)],
            lowest: 1,
            theme: Theme::new(options.theme, options.ascii || options.wide == Some(true)),
            is_wide: options.wide == Some(true),
            widened: ColumnShift::default(),
            options,
            size: Size::new(0, 0),
            state: ScreenState::default(),
            search: LineEditor::default(),
            view: View::default(),
            air: Spacing::default(),
            layout: Layout::default(),
            panel: Rect::default(),
            body: Rendered::default(),
            scene: Rendered::default(),
            large: None,
            letters: None,
            message: None,
            matched: None,
            walk: None,
            leaving: false,
            asked: None,
            last: None,
            pace: Pace::default(),
            was_typed: false,
        }
    }

    pub fn world(&self) -> &W {
        &self.world
    }

    pub(super) fn world_mut(&mut self) -> &mut W {
        &mut self.world
    }

    /// The name of the current screen.
    pub fn screen(&self) -> &'static str {
        self.stack.last().map_or("", |open| open.screen.name())
    }

    /// The text of the selected entry, if the screen shows a menu.
    pub fn selected_entry(&self) -> Option<&str> {
        let Controls::Menu(menu) = &self.view.controls else { return None };
        menu.text(self.selected())
    }

    pub(super) fn options(&self) -> &Options {
        &self.options
    }

    /// Opens a screen above the current one.
    pub(super) fn open(&mut self, screen: Box<dyn Screen<W>>) {
        let query = std::mem::take(&mut self.state.query);
        if let Some(open) = self.top() {
            open.query = query;
        }
        self.stack.push(OpenScreen::new(screen));
    }

    /// Makes the current screen the one from which the user leaves the program.
    pub(super) fn leave_from_here(&mut self) {
        self.lowest = self.stack.len();
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

    /// Shows a message in the last line until the next key is pressed.
    pub fn show_message(&mut self, sentence: impl Into<String>) {
        self.message = Some(sentence.into());
    }

    /// Shows these notices with the first screen, which hides what was printed before.
    pub fn show_notices(&mut self, notices: Vec<String>) {
        let sentences: Vec<String> = notices.into_iter().chain(self.message.take()).collect();
        self.message = (!sentences.is_empty()).then(|| sentences.join(" "));
    }

    pub fn resize(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.lay_out();
        }
    }

    /// Returns how long to wait for a message before calling [`Shell::tick`]; `None` means without a limit.
    pub(super) fn interval(&self) -> Option<Duration> {
        if self.walk.is_some() {
            return Some(FRAME);
        }
        self.stack.iter().filter_map(|open| open.screen.interval(&self.world)).min()
    }

    /// Called when no message has arrived in time: shows the next frame of the walk, or checks for changes. Returns
    /// whether there is something new to draw.
    pub fn tick(&mut self) -> bool {
        if let Some(frame) = self.walk {
            self.walk = (frame + 1 < strip::FRAMES).then_some(frame + 1);
            return true;
        }
        let Self { world, stack, .. } = self;
        let turns: Vec<Turn<W>> = stack.iter_mut().filter_map(|open| open.screen.poll(world)).collect();
        let changed = !turns.is_empty();
        for turn in turns {
            drop(self.apply_turn(turn));
        }
        if changed {
            self.lay_out();
        }
        changed
    }

    /// Stops the walking animation, because a slow terminal would show its frames too late.
    pub(super) fn stop_animation(&mut self) {
        self.walk = None;
        self.options.motion = false;
    }

    /// Handles a message as if it had arrived long after the previous one.
    pub fn handle(&mut self, msg: Msg) -> Vec<Effect> {
        let before = self.last.as_ref().map_or(Duration::ZERO, |press| press.moment);
        self.handle_at(msg, before + Duration::from_secs(60))
    }

    /// Handles a message that arrived this long after the program started. Returns what the main loop must do next.
    pub fn handle_at(&mut self, msg: Msg, moment: Duration) -> Vec<Effect> {
        match &msg {
            Msg::Key(key) => self.record_press(name_of(*key).unwrap_or_default(), moment),
            Msg::Click(_) => self.record_press("click".to_owned(), moment),
            _ => {}
        }
        let is_key = matches!(msg, Msg::Key(key) if key.kind == KeyEventKind::Press);
        let is_brief = self.context() == Context::Ruling && !self.view.has_details;
        let before = is_key.then(|| self.visible());
        let effects = match msg {
            Msg::Key(key) => self.press(key),
            Msg::Paste(text) => self.paste(&text),
            // Mouse events are ignored unless the user has switched the mouse on.
            Msg::Click(_) | Msg::Wheel(_) if !self.options.mouse => return Vec::new(),
            Msg::Click(position) => self.click(position),
            Msg::Wheel(action) => {
                for _ in 0..LINES_A_TURN {
                    self.scroll(action);
                }
                Vec::new()
            }
            Msg::Measured(is_wide) => self.measured(is_wide),
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
        if is_brief && self.view.has_details {
            self.scroll_to_details();
        }
        // A message already explains why nothing happened, even if it is the same message as before.
        let is_silent = effects.is_empty() && self.message.is_none();
        if is_silent && before.is_some_and(|before| before == self.visible()) {
            self.tell_unused();
        }
        effects
    }

    /// Records a key press or click, so that the next one can be compared with it.
    fn record_press(&mut self, key: String, moment: Duration) {
        self.pace = self.last.as_ref().map_or_else(Pace::default, |last| {
            let gap = moment.saturating_sub(last.moment);
            let longest = if last.was_held { BETWEEN_REPEATS } else { LONGEST_REPEAT };
            let is_held = last.key == key && gap < longest;
            Pace { is_held, is_repeating: is_held && last.was_held, is_hasty: gap < DELIBERATE }
        });
        self.last = Some(Press { key, moment, was_held: self.pace.is_held });
    }

    /// Closes the current screen, unless it is the only one.
    fn close(&mut self) {
        self.state.typing = false;
        if self.stack.len() > self.lowest {
            self.stack.pop();
            let index = self.stack.last().and_then(|open| open.screen.reselected(&self.world));
            if let Some(index) = index {
                self.select(index);
            }
        }
        self.state.query = self.top().map(|open| std::mem::take(&mut open.query)).unwrap_or_default();
    }

    fn fresh(&mut self) {
        if let Some(open) = self.top() {
            open.scroll = 0;
            open.read = None;
            open.selected = 0;
        }
        self.state.query.clear();
    }

    /// Everything on screen that a key can change.
    fn visible(&self) -> impl PartialEq + use<W> {
        let position = self.stack.last().map(|open| (open.selected, open.scroll, open.scene_scroll));
        (self.stack.len(), position, self.state.clone(), self.message.clone(), self.view.clone())
    }

    fn selected(&self) -> usize {
        self.stack.last().map_or(0, |open| open.selected)
    }

    fn select(&mut self, index: usize) {
        if let Some(open) = self.top() {
            open.selected = index;
        }
    }

    /// Returns the index of the last line that can be scrolled to the top of the window.
    fn furthest(&self) -> usize {
        self.body.lines.len().saturating_sub(self.layout.body.height.into())
    }

    /// Returns the index of the last line of the scene that can be scrolled to the top. Only a scene beside a list
    /// scrolls, because the arrow keys already scroll the list.
    fn furthest_of_scene(&self) -> usize {
        let scrolls = self.view.beside == Beside::Answer && self.view.pointer.is_some() && self.layout.scene.height > 0;
        if scrolls { self.scene.lines.len().saturating_sub(self.layout.scene.height.into()) } else { 0 }
    }

    fn more_below(&self) -> bool {
        let furthest = (self.furthest(), self.furthest_of_scene());
        self.stack.last().is_some_and(|open| match furthest {
            (_, of_scene) if of_scene > 0 => open.scene_scroll < of_scene,
            (of_body, _) => open.scroll < of_body,
        })
    }

    /// Scrolls the scene beside a list, or else the body. Returns false if there is nothing more in that direction.
    fn scroll(&mut self, action: Action) -> bool {
        let of_scene = self.furthest_of_scene();
        let is_scene = of_scene > 0 && matches!(action, Action::PageUp | Action::PageDown);
        let furthest = if is_scene { of_scene } else { self.furthest() };
        let area = if is_scene { self.layout.scene } else { self.layout.body };
        let page = usize::from(area.height).max(2) - 1;
        let Some(open) = self.top() else { return false };
        let scroll = if is_scene { &mut open.scene_scroll } else { &mut open.scroll };
        let before = *scroll;
        let to = match action {
            Action::Up => before.saturating_sub(1),
            Action::Down => before + 1,
            Action::PageUp => before.saturating_sub(page),
            Action::PageDown => before + page,
            Action::Top => 0,
            Action::Bottom => furthest,
            _ => return false,
        };
        *scroll = to.min(furthest);
        let now = *scroll;
        if now != before && !is_scene {
            open.read = Some(if now > before { before + page + 1 } else { now });
        }
        now != before
    }

    /// Returns the view of the current screen. If the selected entry can't be chosen, another one is selected first.
    fn current_view(&mut self) -> Option<View> {
        let selected = self.selected();
        self.state.selected = selected;
        let open = self.stack.last()?;
        let mut view = open.screen.view(&self.world, &self.state);
        if let Controls::Menu(menu) = &view.controls {
            let settled = menu.settle(selected);
            if settled != selected {
                self.state.selected = settled;
                view = open.screen.view(&self.world, &self.state);
                self.select(settled);
            }
        }
        if let Controls::Answers(answers) = &mut view.controls {
            answers.name_keys(self.keys());
        }
        Some(view)
    }
}
