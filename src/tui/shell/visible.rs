//! The visible state of a program, used to detect keys without effect.

use ratatui::text::Line;

use super::super::controls::Controls;
use super::super::screen::ScreenState;
use super::Shell;

/// The visible state of a program, compared to notice keys without effect.
#[derive(Debug, PartialEq)]
pub(super) struct Visible {
    depth: usize,
    /// The selected entry and the first line.
    place: (usize, usize),
    situation: ScreenState,
    message: Option<String>,
    controls: Controls,
    lines: Vec<Line<'static>>,
    name: String,
}

impl<W: 'static> Shell<W> {
    /// Everything on screen that a key can change.
    pub(super) fn visible(&self) -> Visible {
        let place = self.stack.last().map_or((0, 0), |open| (open.selected, open.scroll));
        Visible {
            depth: self.stack.len(),
            place,
            situation: self.situation.clone(),
            message: self.message.clone(),
            controls: self.view.controls.clone(),
            lines: self.body.lines.clone(),
            name: format!("{} {}", self.view.place, self.view.name),
        }
    }
}
