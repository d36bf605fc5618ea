//! Compares what a program shows before and after a key, to detect keys without any effect.

use ratatui::text::Line;

use super::super::controls::Controls;
use super::super::screen::ScreenState;
use super::Shell;

/// What a program shows before a key is pressed, kept for comparison with what it shows afterwards.
#[derive(Debug, PartialEq)]
pub(super) struct Visible {
    depth: usize,
    /// The index of the selected entry, followed by the index of the first visible line.
    place: (usize, usize),
    state: ScreenState,
    message: Option<String>,
    controls: Controls,
    lines: Vec<Line<'static>>,
    name: String,
}

impl<W: 'static> Shell<W> {
    /// Collects everything on screen that a key can change.
    pub(super) fn visible(&self) -> Visible {
        let place = self.stack.last().map_or((0, 0), |open| (open.selected, open.scroll));
        Visible {
            depth: self.stack.len(),
            place,
            state: self.state.clone(),
            message: self.message.clone(),
            controls: self.view.controls.clone(),
            lines: self.body.lines.clone(),
            name: format!("{} {}", self.view.place, self.view.name),
        }
    }
}
