//! The teacher's notes on a second terminal: they follow the file of the session.

use std::path::Path;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Rect, Size};
use ratatui::text::Line;

use super::super::app::{Effect, Msg};
use super::super::page::of_leaf;
use super::super::theme::{Role, Theme};
use super::super::view::{SMALLEST, too_small};
use super::super::{Options, Program};
use super::{Scroll, action, footer};
use crate::class::vote::Watch;
use crate::document::{Leaf, Section};
use crate::error::Failure;
use crate::keys::{Action, Context, Keys};
use crate::say;
use crate::text;

/// The widest that text runs, in columns.
const MEASURE: u16 = 96;

/// The teacher's notes.
#[derive(Debug)]
pub struct NotesScreen {
    watch: Watch,
    leaf: Leaf,
    theme: Theme,
    size: Size,
    scroll: Scroll,
    lines: Vec<Line<'static>>,
    message: Option<String>,
    keys: Keys,
}

impl NotesScreen {
    /// The notes on this file, as it is now.
    #[must_use]
    pub fn new(watch: Watch, options: Options) -> Self {
        let mut notes = Self {
            watch,
            leaf: Leaf::default(),
            theme: Theme::new(options.theme, options.ascii),
            keys: options.keys,
            size: Size::new(0, 0),
            scroll: Scroll::default(),
            lines: Vec::new(),
            message: None,
        };
        notes.look();
        notes
    }

    fn body(&self) -> Rect {
        let margin = if self.size.width >= 60 { 2 } else { 0 };
        let columns = self.size.width.saturating_sub(2 * margin).min(MEASURE);
        Rect::new(margin, 2, columns, self.size.height.saturating_sub(4))
    }

    fn lay_out(&mut self) {
        let body = self.body();
        self.lines = of_leaf(&self.leaf, self.theme, body.width.into());
        self.scroll.fit(self.lines.len(), body.height);
    }

    fn press(&mut self, action: Action) -> Vec<Effect> {
        self.message = None;
        match action {
            Action::Interrupt => return vec![Effect::Leave(130)],
            Action::Quit | Action::Escape => return vec![Effect::Leave(0)],
            Action::Repaint => return vec![Effect::Repaint],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Select => drop(self.scroll.obey(Action::PageDown)),
            action => drop(self.scroll.obey(action)),
        }
        Vec::new()
    }
}

/// What stands in place of notes.
fn in_place(failure: &Failure) -> Leaf {
    let says = failure.to_string().lines().map(str::to_owned).collect();
    Leaf {
        title: say!("Waiting").to_owned(),
        sections: vec![Section { heading: String::new(), says }],
        compared: false,
    }
}

impl Program for NotesScreen {
    fn looks(&self) -> Option<Duration> {
        Some(Duration::from_secs(1))
    }

    fn follows(&self) -> Option<&Path> {
        Some(self.watch.path())
    }

    fn resize(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.lay_out();
        }
    }

    fn take(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key(key) => action(&self.keys, key, Context::Page).map_or_else(Vec::new, |action| self.press(action)),
            Msg::Changed => {
                self.look();
                Vec::new()
            }
            Msg::Redraw | Msg::Click(_) | Msg::Wheel(_) => Vec::new(),
            Msg::Continued => vec![Effect::Repaint],
            Msg::Suspend => vec![Effect::Suspend],
            Msg::Ended(code) => vec![Effect::Leave(code)],
        }
    }

    fn draw(&self, frame: &mut Frame) {
        let area = frame.area();
        frame.buffer_mut().set_style(area, self.theme.ground());
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            return too_small(frame);
        }
        if area.width != self.size.width || area.height != self.size.height {
            return;
        }
        let body = self.body();
        let title = text::cut(&self.leaf.title, body.width.into(), "...");
        frame.render_widget(Line::styled(title, self.theme.style(Role::Strong)), Rect { y: 0, height: 1, ..body });
        for (line, row) in self.lines.iter().skip(self.scroll.top).zip(body.rows()) {
            frame.render_widget(line, row);
        }
        let mut pairs = vec![(self.keys.first(Action::Quit), say!("leave"))];
        if self.scroll.more_below() {
            pairs.insert(0, (self.keys.first(Action::Select), say!("more below")));
        }
        let last = Rect { y: area.height - 1, height: 1, ..body };
        footer(self.theme, self.message.as_deref(), &pairs, frame, last);
    }

    fn say(&mut self, sentence: &str) {
        self.message = Some(sentence.to_owned());
    }

    fn look(&mut self) -> bool {
        if !self.watch.changed() && !self.leaf.title.is_empty() {
            return false;
        }
        let before = std::mem::take(&mut self.leaf);
        self.leaf = match self.watch.notes() {
            Ok(Some(leaf)) => leaf,
            Ok(None) => in_place(&self.watch.missing()),
            Err(failure) => in_place(&failure),
        };
        if self.leaf.title != before.title {
            self.scroll.top = 0;
        }
        self.lay_out();
        true
    }
}
