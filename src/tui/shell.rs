//! Runs every full-screen program.
//!
//! For the current screen, the shell draws the title, strip, body, controls and key hints. The shell also handles
//! moving, scrolling, searching, help, confirmation and the walking animation. The layout is recomputed when something
//! changes, rather than for every frame.

mod act;
mod apply;
mod arrange;
mod choices;
mod draw;
mod footer;
mod help;
mod search;
mod window;

use std::time::Duration;

use arrange::LayoutBasis;
use crossterm::event::KeyEventKind;
use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::controls::Controls;
use super::layout::{Layout, Spacing};
use super::line_editor::LineEditor;
use super::render::{Rendered, strip};
use super::screen::{Screen, ScreenState, Turn, View};
use super::theme::Theme;
use super::uncertain::ColumnShift;
use super::{Effect, Msg, Options};
use crate::keys::{Action, Context};
use crate::say;

const LINES_A_TURN: usize = 3;

/// The time between two frames of the walking animation. The whole animation takes 300 milliseconds.
const FRAME: Duration = Duration::from_millis(300 / strip::FRAMES as u64);

/// The minimum delay before a second key press counts as confirming an irreversible action. A faster second press is
/// probably a mistake.
const DELIBERATE: Duration = Duration::from_millis(500);

/// The longest time for which a key must be held down before it starts to repeat. On most systems, the delay is 250 to
/// 660 milliseconds, but Windows and `kbdrate` allow up to a second.
const LONGEST_REPEAT: Duration = Duration::from_millis(1_100);

/// The longest delay between two repeats of a key that is held down. Separate presses of the same key are usually
/// further apart.
const BETWEEN_REPEATS: Duration = Duration::from_millis(300);

/// Nobody presses the same key twice by hand within this time.
const TOO_FAST: Duration = Duration::from_millis(120);

#[derive(Debug, Default)]
struct Place {
    state: ScreenState,
    scroll: usize,
    scene_scroll: usize,
    /// The line at which a screen reader continues after the page has scrolled.
    read: Option<usize>,
    is_read: bool,
    /// The line that was most recently scrolled into view, and the window size at that time.
    kept: Option<(usize, Size)>,
}

impl Place {
    fn new(selected: usize) -> Self {
        Self { state: ScreenState { selected, ..ScreenState::default() }, ..Self::default() }
    }
}

/// A key press or click, and the time from the start of the program to that event.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Press {
    key: String,
    moment: Duration,
    was_held: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "each is another way in which a key can come too soon")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pace {
    /// Whether the key was received again so soon that it is probably being held down.
    is_held: bool,
    /// Whether the key is the same as the previous one, no matter how long ago the previous one was pressed. On some
    /// keyboards, a held key repeats very slowly.
    is_same: bool,
    /// Whether the same key was received before so recently that it can't have been pressed again by hand.
    is_fast: bool,
    /// Whether the key has been received three times in quick succession. People rarely press the same key three times
    /// that quickly.
    is_repeating: bool,
    /// Whether the key was pressed so soon after the previous key that the learner can't have read the question.
    is_hasty: bool,
}

/// A full-screen program. `W` is the state that the program's screens show and change.
#[derive(Debug)]
pub struct Shell<W> {
    pub world: W,
    /// The last screen is the visible one.
    stack: Vec<Box<dyn Screen<W>>>,
    /// The selection and scroll position of each screen below the visible one.
    covered: Vec<Place>,
    /// The number of screens at the bottom of the stack that can't be closed without ending the program.
    lowest: usize,
    window: Window,
}

/// Without a type parameter, the code of this struct is compiled only once.
#[derive(Debug)]
struct Window {
    options: Options,
    theme: Theme,
    is_wide: bool,
    widened: ColumnShift,
    size: Size,
    place: Place,
    context: Context,
    warning: Option<String>,
    search: LineEditor,
    view: View,
    air: Spacing,
    layout: Layout,
    basis: Option<LayoutBasis>,
    /// The area of the panel around the body or, without a panel, of the body itself.
    panel: Rect,
    body: Rendered,
    scene: Rendered,
    large: Option<(u16, u16)>,
    letters: Option<Vec<String>>,
    message: Option<String>,
    matched: Option<usize>,
    walk: Option<u16>,
    /// Whether the user has seen the warning about leaving, so that pressing the same key again ends the program.
    leaving: bool,
    asked: Option<Action>,
    last: Option<Press>,
    pace: Pace,
    /// Whether the last key press was part of text that the user types on this screen.
    was_typed: bool,
}

impl<W: 'static> Shell<W> {
    pub(super) fn new(world: W, first: Box<dyn Screen<W>>, options: Options) -> Self {
        let window = Window::new(options, Place::new(first.first_selected()), first.context(&world));
        Self { world, stack: vec![first], covered: Vec::new(), lowest: 1, window }
    }

    pub(super) fn world_mut(&mut self) -> &mut W {
        &mut self.world
    }

    pub fn screen(&self) -> &'static str {
        self.stack.last().map_or("", |screen| screen.name())
    }

    pub(crate) fn selected_entry(&self) -> Option<&str> {
        let Controls::Menu(menu) = &self.window.view.controls else { return None };
        menu.text(self.window.place.state.selected)
    }

    pub(super) fn options(&self) -> &Options {
        &self.window.options
    }

    pub(super) fn open(&mut self, screen: Box<dyn Screen<W>>) {
        let place = Place::new(screen.first_selected());
        self.window.context = screen.context(&self.world);
        self.covered.push(std::mem::replace(&mut self.window.place, place));
        self.stack.push(screen);
    }

    pub(super) fn leave_from_here(&mut self) {
        self.lowest = self.stack.len();
    }

    /// Shows a message in the last line until the next key is pressed.
    pub(crate) fn show_message(&mut self, sentence: impl Into<String>) {
        self.window.show_message(sentence);
    }

    /// Shows notices on the first screen, because full-screen mode hides everything printed earlier.
    pub(crate) fn show_notices(&mut self, notices: Vec<String>) {
        let message = &mut self.window.message;
        let sentences: Vec<String> = notices.into_iter().chain(message.take()).collect();
        *message = (!sentences.is_empty()).then(|| sentences.join(" "));
    }

    pub fn resize(&mut self, size: Size) {
        if self.window.size != size {
            self.window.size = size;
            self.lay_out();
        }
    }

    pub fn draw(&mut self, frame: &mut Frame) {
        self.resize(frame.area().as_size());
        self.window.draw(frame);
    }

    /// Returns the maximum time to wait for a message before calling [`Shell::tick`]; `None` means no limit.
    pub(super) fn interval(&self) -> Option<Duration> {
        if self.window.walk.is_some() {
            return Some(FRAME);
        }
        self.stack.iter().filter_map(|screen| screen.interval(&self.world)).min()
    }

    /// If no message has arrived in time, shows the next animation frame or checks for changes. Returns whether the
    /// screen has to be redrawn.
    pub fn tick(&mut self) -> bool {
        if let Some(frame) = self.window.walk {
            self.window.walk = (frame + 1 < strip::FRAMES).then_some(frame + 1);
            return true;
        }
        let turns: Vec<Turn<W>> = self.stack.iter_mut().filter_map(|screen| screen.poll(&mut self.world)).collect();
        let changed = !turns.is_empty();
        for turn in turns {
            drop(self.apply_turn(turn));
        }
        if changed {
            self.lay_out();
        }
        changed
    }

    /// Switches off the walking animation, because a slow terminal would show its frames too late.
    pub(super) fn stop_animation(&mut self) {
        self.window.walk = None;
        self.window.options.motion = false;
    }

    /// Handles a message as if it had arrived long after the previous one.
    pub fn handle(&mut self, msg: Msg) -> Vec<Effect> {
        let before = self.window.last.as_ref().map_or(Duration::ZERO, |press| press.moment);
        self.handle_at(msg, before + Duration::from_secs(60))
    }

    /// Handles a message. `moment` is the time from the start of the program to the arrival of the message. Returns the
    /// effects that the main loop must carry out.
    pub fn handle_at(&mut self, msg: Msg, moment: Duration) -> Vec<Effect> {
        self.window.record(&msg, moment);
        let is_key = matches!(msg, Msg::Key(key) if key.kind == KeyEventKind::Press);
        let before = is_key.then(|| (self.stack.len(), self.window.visible()));
        let is_brief = self.window.context == Context::Ruling && !self.window.view.has_details;
        let effects = match msg {
            Msg::Key(key) => self.press(key),
            Msg::Paste(_) | Msg::Click(_) | Msg::Wheel(_) if self.window.is_too_small() => return Vec::new(),
            Msg::Paste(text) => self.paste(&text),
            // Mouse events are ignored unless the user has enabled mouse support.
            Msg::Click(_) | Msg::Wheel(_) if !self.window.options.mouse => return Vec::new(),
            Msg::Click(position) => self.window.click(position).map_or_else(Vec::new, |action| self.dispatch(action)),
            Msg::Wheel(action) => {
                for _ in 0..LINES_A_TURN {
                    self.window.scroll(action);
                }
                Vec::new()
            }
            Msg::Measured(is_wide) => self.window.measured(is_wide),
            Msg::Redraw => Vec::new(),
            Msg::LostLetter => {
                self.show_message(say!("That letter was lost, because the terminal doesn't send UTF-8."));
                Vec::new()
            }
            Msg::Continued => vec![Effect::Resume],
            Msg::Suspend => vec![Effect::Suspend],
            Msg::Ended(code) => vec![Effect::Leave(code)],
        };
        if let Some(newest) = self.stack.first().and_then(|screen| screen.notices(&mut self.world).pop()) {
            self.show_message(newest);
        }
        if !matches!(effects.as_slice(), [Effect::Leave(_)]) {
            self.lay_out();
        }
        if is_brief && self.window.view.has_details {
            self.window.scroll_to_details();
        }
        // If a message is on screen, that message already explains why nothing else has changed.
        let is_silent = effects.is_empty() && self.window.message.is_none();
        if is_silent && before.is_some_and(|before| before == (self.stack.len(), self.window.visible())) {
            self.window.tell_unused();
        }
        effects
    }

    fn close(&mut self) {
        if self.stack.len() > self.lowest {
            self.stack.pop();
            self.window.place = self.covered.pop().unwrap_or_default();
            if let Some(index) = self.stack.last().and_then(|screen| screen.reselected(&self.world)) {
                self.window.select(index);
            }
        } else {
            self.window.place.state.query.clear();
        }
        self.window.place.state.typing = false;
    }

    /// If the selected entry can't be chosen, moves the selection before computing the layout.
    fn lay_out(&mut self) {
        let (Some(first), Some(current)) = (self.stack.first(), self.stack.last()) else { return };
        let window = &mut self.window;
        window.warning = first.unsaved(&self.world);
        window.context = current.context(&self.world);
        let mut view = current.view(&self.world, &window.place.state);
        if let Controls::Menu(menu) = &view.controls {
            let settled = menu.settle(window.place.state.selected);
            if settled != window.place.state.selected {
                window.select(settled);
                view = current.view(&self.world, &window.place.state);
            }
        }
        if self.lowest > 1 && self.stack.len() <= self.lowest {
            let quits = view.hints.iter_mut().filter(|(actions, _)| actions.first() == Some(&Action::Quit));
            quits.for_each(|(_, label)| *label = say!("leave"));
        }
        window.lay_out(view);
        window.place.is_read |= !window.more_below();
    }
}
