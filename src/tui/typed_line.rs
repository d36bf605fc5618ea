//! Draws a line of text that the user is typing.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::theme::Theme;
use crate::document::Meaning;
use crate::text::{width, without_selectors};

/// The field `cursor` is a position in characters.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TypedLine {
    pub title: String,
    pub prompt: String,
    pub text: String,
    pub cursor: usize,
    /// Whether the title is a question, which must be visible even if there is no room for a border.
    pub is_question: bool,
}

impl TypedLine {
    /// Draws the part of the line around the cursor, with an ellipsis wherever text is left out.
    pub(super) fn draw(&self, theme: Theme, frame: &mut Frame, area: Rect) -> Position {
        let room = usize::from(area.width).saturating_sub(width(&self.prompt) + 1).max(1);
        let ellipsis = theme.signs.ellipsis;
        let mut before = without_selectors(&self.text.chars().take(self.cursor).collect::<String>());
        if width(&before) > room {
            while !before.is_empty() && width(&before) + width(ellipsis) > room {
                before.remove(0);
            }
            before.insert_str(0, ellipsis);
        }
        let mut rest = without_selectors(&self.text.chars().skip(self.cursor).collect::<String>());
        let free = (room + 1).saturating_sub(width(&before));
        if width(&rest) > free {
            while !rest.is_empty() && width(&rest) + width(ellipsis) > free {
                rest.pop();
            }
            rest.push_str(ellipsis);
        }
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

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::settings::ThemeName;

    #[test]
    fn a_long_line_shows_the_text_around_the_cursor_and_where_more_follows() {
        let text = "curl -i abcdefghijklmnopqrstuvwxyz";
        for (cursor, shown, column) in [
            (0, "$ curl -i abcdefghi…", 2),
            (8, "$ curl -i abcdefghi…", 10),
            (17, "$ curl -i abcdefghi…", 19),
            (20, "$ … -i abcdefghijkl…", 19),
            (34, "$ …klmnopqrstuvwxyz ", 19),
        ] {
            let mut terminal = Terminal::new(TestBackend::new(20, 1)).expect("a terminal");
            let mut position = Position::default();
            let line = TypedLine {
                title: String::new(),
                prompt: "$ ".to_owned(),
                text: text.to_owned(),
                cursor,
                is_question: false,
            };
            let theme = Theme::new(ThemeName::Mono, false);
            terminal.draw(|frame| position = line.draw(theme, frame, frame.area())).expect("drawn");
            let row: String = terminal.backend().buffer().content.iter().map(ratatui::buffer::Cell::symbol).collect();
            assert_eq!((row.as_str(), position.x), (shown, column), "{cursor}");
        }
    }
}
