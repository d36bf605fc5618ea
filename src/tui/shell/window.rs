//! Handles selection, scrolling and the timing of key presses, which work the same way on every screen.

use std::time::Duration;

use ratatui::layout::{Rect, Size};
use ratatui::text::Line;

use super::super::keymap::name_of;
use super::super::layout::{Beside, Layout, Spacing, saturating_u16};
use super::super::line_editor::LineEditor;
use super::super::render::Rendered;
use super::super::screen::View;
use super::super::theme::Theme;
use super::super::uncertain::ColumnShift;
use super::super::{Msg, Options};
use super::{BETWEEN_REPEATS, DELIBERATE, LONGEST_REPEAT, Pace, Place, Press, TOO_FAST, Window};
use crate::keys::{Action, Context, Keys};

/// The maximum number of rows that stay empty at the end of a page when a block is moved to the next page.
const MOST_HIDDEN: u16 = 5;

/// The key name that [`Window::record`] stores for a click.
const CLICK: &str = "click";

impl Window {
    pub(super) fn new(options: Options, place: Place, context: Context) -> Self {
        Self {
            theme: Theme::new(options.theme, options.ascii || options.wide == Some(true)),
            is_wide: options.wide == Some(true),
            widened: ColumnShift::default(),
            options,
            size: Size::new(0, 0),
            place,
            context,
            warning: None,
            search: LineEditor::default(),
            view: View::default(),
            air: Spacing::default(),
            layout: Layout::default(),
            basis: None,
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

    pub(super) fn keys(&self) -> &Keys {
        &self.options.keys
    }

    pub(super) fn show_message(&mut self, sentence: impl Into<String>) {
        self.message = Some(sentence.into());
    }

    pub(super) fn record(&mut self, msg: &Msg, moment: Duration) {
        let key = match msg {
            Msg::Key(key) => name_of(*key).unwrap_or_default(),
            Msg::Click(_) => CLICK.to_owned(),
            _ => return,
        };
        self.pace = self.last.as_ref().map_or_else(Pace::default, |last| {
            let gap = moment.saturating_sub(last.moment);
            let longest = if last.was_held { BETWEEN_REPEATS } else { LONGEST_REPEAT };
            let is_held = last.key == key && gap < longest;
            // A mouse button doesn't repeat while it is held down, unlike a key.
            let is_same = last.key == key && (is_held || key != CLICK);
            let is_fast = last.key == key && gap < TOO_FAST;
            Pace { is_held, is_same, is_fast, is_repeating: is_held && last.was_held, is_hasty: gap < DELIBERATE }
        });
        self.last = Some(Press { key, moment, was_held: self.pace.is_held });
    }

    pub(super) fn fresh(&mut self) {
        self.place = Place::default();
    }

    pub(super) fn visible(&self) -> impl PartialEq + use<> {
        let Place { state, scroll, scene_scroll, .. } = &self.place;
        (*scroll, *scene_scroll, state.clone(), self.message.clone(), self.view.clone())
    }

    pub(super) fn select(&mut self, index: usize) {
        self.place.state.selected = index;
    }

    /// Selects a numbered line. While the learner marks a line, 0 means that no line is selected yet.
    pub(super) fn select_line(&mut self, index: usize) {
        self.select(index + usize::from(self.context == Context::Marking));
    }

    pub(super) fn furthest(&self) -> usize {
        self.body.lines.len().saturating_sub(self.layout.body.height.into())
    }

    /// Returns the maximum scroll position of the scene beside a list, in lines. Elsewhere the scene doesn't scroll
    /// separately, so the maximum is 0.
    pub(super) fn furthest_of_scene(&self) -> usize {
        let scrolls = self.view.beside == Beside::Answer && self.view.pointer.is_some() && self.layout.scene.height > 0;
        if scrolls { self.scene.lines.len().saturating_sub(self.layout.scene.height.into()) } else { 0 }
    }

    pub(super) const fn asks(&self) -> bool {
        self.asked.is_some() || self.leaving
    }

    /// Returns whether there is more text below. A border alone doesn't count as text.
    pub(super) fn more_below(&self) -> bool {
        let is_text = |line: &Line| line.to_string().contains(char::is_alphanumeric);
        let below = self.place.scroll + usize::from(self.shown_rows());
        match self.furthest_of_scene() {
            0 => self.body.lines.iter().skip(below).any(is_text),
            furthest => self.place.scene_scroll < furthest,
        }
    }

    /// A short block that would be cut off is moved to the next page, so that no page ends with a heading.
    pub(super) fn shown_rows(&self) -> u16 {
        let (scroll, height) = (self.place.scroll, self.layout.body.height);
        let end = scroll + usize::from(height);
        let start = self.body.starts.iter().copied().rev().find(|start| *start <= end).unwrap_or(end);
        let is_cut = self.body.lines.get(end).is_some_and(|line| line.width() > 0) && self.view.pointer.is_none();
        let hidden = saturating_u16(end - start);
        if is_cut && hidden <= MOST_HIDDEN && hidden < height / 2 { height - hidden } else { height }
    }

    /// Returns whether the select key scrolls down instead of selecting something. On a question, the select key
    /// scrolls only until the last line has been shown.
    pub(super) fn select_scrolls(&self) -> bool {
        let is_unread = self.context == Context::Question && !self.place.is_read;
        is_unread || matches!(self.context, Context::Ruling | Context::Page | Context::Slide | Context::Watch)
    }

    pub(super) fn turns_page(&self, action: Action) -> bool {
        action == Action::Select && self.select_scrolls() && self.more_below()
    }

    /// Scrolls the scene if it is beside a list, and scrolls the body otherwise. Returns false if there is nothing left
    /// to scroll to in that direction.
    pub(super) fn scroll(&mut self, action: Action) -> bool {
        let of_scene = self.furthest_of_scene();
        let is_scene = of_scene > 0 && matches!(action, Action::PageUp | Action::PageDown);
        let furthest = if is_scene { of_scene } else { self.furthest() };
        let area = if is_scene { self.layout.scene } else { self.layout.body };
        let rows = if is_scene { area.height } else { self.shown_rows() };
        let page = usize::from(if rows < area.height { rows } else { rows.max(2) - 1 });
        let scroll = if is_scene { &mut self.place.scene_scroll } else { &mut self.place.scroll };
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
            self.place.read = Some(if now > before { before + page + 1 } else { now });
        }
        now != before
    }
}
