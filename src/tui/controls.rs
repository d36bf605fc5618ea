//! Draws menus, answers and input fields.
//!
//! A click is translated into an entry or an action, which the shell then performs.

mod answers;
mod entry;
mod fields;
mod menu;

pub(super) use answers::{AnswerButton, Answers};
pub(super) use entry::MenuEntry;
pub(super) use fields::{CountField, CountFields};
pub(super) use menu::{Menu, MenuPanel};

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Margin, Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::layout::{Spacing, saturating_u16};
use super::render::widget::active_block;
use super::render::wrap::{Piece, wrap};
use super::theme::Theme;
use super::typed_line::TypedLine;
use crate::document::{Meaning, Text};
use crate::keys::Action;
use crate::text::cut;

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Controls {
    #[default]
    None,
    Menu(Menu),
    Answers(Answers),
    Counts(CountFields),
    /// The text is shown above the key hints, and each line break in the text starts a new row.
    Prompt(Text),
    Line(TypedLine),
}

fn pieces(text: &Text, theme: Theme) -> Vec<Piece> {
    text.spans.iter().map(|span| (span.text.clone(), theme.style(span.meaning))).collect()
}

fn prompt_lines(text: &Text, columns: u16, theme: Theme) -> Vec<Line<'static>> {
    let pieces = pieces(text, theme);
    let rows = pieces.split(|(text, _)| text == "\n");
    rows.flat_map(|row| wrap(row, columns.into())).map(Line::from).collect()
}

impl Controls {
    pub(super) fn prompt(text: Text) -> Self {
        Self::Prompt(text)
    }

    pub(super) fn height(&self, columns: u16, air: Spacing, theme: Theme) -> u16 {
        match self {
            Self::None => 0,
            Self::Line(_) if air.has_panels() => 3,
            Self::Line(line) => 1 + u16::from(line.is_question),
            Self::Prompt(text) => saturating_u16(prompt_lines(text, columns, theme).len()),
            Self::Menu(menu) => menu.height(columns, air, theme),
            Self::Answers(answers) => answers.height(columns, air, theme),
            Self::Counts(fields) => fields.height(air, theme),
        }
    }

    pub(super) fn draw(
        &self, selected: usize, air: Spacing, theme: Theme, frame: &mut Frame, area: Rect,
    ) -> Option<Position> {
        match self {
            Self::None => None,
            Self::Prompt(text) => {
                frame.render_widget(Paragraph::new(prompt_lines(text, area.width, theme)), area);
                None
            }
            Self::Menu(menu) => menu.draw(selected, air, theme, frame, area),
            Self::Answers(answers) => Some(answers.draw(air, theme, frame, area)),
            Self::Counts(fields) => Some(fields.draw(air, theme, frame, area)),
            Self::Line(line) if area.height >= 3 => {
                let block = active_block(&line.title, area.width.into(), theme);
                let inside = block.inner(area).inner(Margin::new(1, 0));
                frame.render_widget(block, area);
                Some(line.draw(theme, frame, inside))
            }
            Self::Line(line) => {
                let [above, area] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(area);
                let title = cut(&line.title, above.width.into(), theme.signs.ellipsis);
                frame.render_widget(Line::styled(title, theme.style(Meaning::Strong)), above);
                Some(line.draw(theme, frame, area))
            }
        }
    }

    pub(super) fn pointed(
        &self, selected: usize, air: Spacing, theme: Theme, area: Rect, position: Position,
    ) -> Option<(Option<usize>, Action)> {
        match self {
            Self::Menu(menu) => {
                let index = menu.pointed(selected, air, theme, area, position)?;
                Some((Some(index), Action::Select))
            }
            Self::Answers(answers) => answers.pointed(air, theme, area, position).map(|action| (None, action)),
            Self::None | Self::Prompt(_) | Self::Counts(_) | Self::Line(_) => None,
        }
    }
}
