//! Draws a line of text that the user is typing.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::theme::Theme;
use crate::document::Meaning;
use crate::text::{cut, width};

/// A line with its prompt. The cursor position is counted in characters.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TypedLine {
    pub prompt: String,
    pub text: String,
    pub cursor: usize,
}

impl TypedLine {
    /// Draws the part of the line around the cursor.
    pub(super) fn draw(&self, theme: Theme, frame: &mut Frame, area: Rect) -> Position {
        let room = usize::from(area.width).saturating_sub(width(&self.prompt) + 1).max(1);
        let mut before: String = self.text.chars().take(self.cursor).collect();
        while width(&before) > room {
            before.remove(0);
        }
        let rest: String = self.text.chars().skip(self.cursor).collect();
        let rest = cut(&rest, (room + 1).saturating_sub(width(&before)), theme.signs.ellipsis);
        let before_cursor = Span::raw(format!("{}{before}", self.prompt)).width();
        let column = u16::try_from(before_cursor).unwrap_or(u16::MAX);
        let line = Line::from(vec![
            Span::styled(self.prompt.clone(), theme.style(Meaning::Strong)),
            Span::styled(format!("{before}{rest}"), theme.style(Meaning::Strong)),
        ]);
        frame.render_widget(Paragraph::new(line), area);
        Position::new(area.x + column.min(area.width.saturating_sub(1)), area.y)
    }
}
