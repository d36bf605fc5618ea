//! Draws number fields side by side, each in a box with its label on the border.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use super::super::layout::{Spacing, saturating_u16};
use super::super::render::big_text;
use super::super::render::widget::block;
use super::super::theme::Theme;
use crate::document::Meaning;
use crate::text::width;

/// The height of a box with large digits.
const LARGE_BOX: u16 = 5;

const GAP: u16 = 2;

#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct CountField {
    pub label: String,
    pub meaning: Meaning,
    /// The number as displayed, or asterisks if the number must stay hidden.
    pub typed: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct CountFields {
    pub fields: Vec<CountField>,
    pub active: usize,
}

impl CountFields {
    pub(super) fn height(&self, spacing: Spacing, theme: Theme) -> u16 {
        match spacing {
            _ if !spacing.has_panels() => saturating_u16(self.fields.len()),
            _ if spacing.is_large() && !theme.signs.ascii => LARGE_BOX,
            _ => 3,
        }
    }

    pub(super) fn draw(&self, spacing: Spacing, theme: Theme, frame: &mut Frame, area: Rect) -> Position {
        let has_boxes = spacing.has_panels() && area.height >= 3;
        let areas = if has_boxes {
            Layout::horizontal(self.fields.iter().map(|_| Constraint::Fill(1))).spacing(GAP).split(area)
        } else {
            Layout::vertical(self.fields.iter().map(|_| Constraint::Length(1))).split(area)
        };
        let mut cursor = area.as_position();
        for (index, (field, area)) in self.fields.iter().zip(areas.iter()).enumerate() {
            let is_active = index == self.active;
            let position = if has_boxes {
                boxed(field, is_active, theme, frame, *area)
            } else {
                line(field, is_active, theme, frame, *area)
            };
            if is_active {
                cursor = position;
            }
        }
        cursor
    }
}

fn boxed(field: &CountField, is_active: bool, theme: Theme, frame: &mut Frame, area: Rect) -> Position {
    let border = if is_active { theme.outline(field.meaning).add_modifier(Modifier::BOLD) } else { theme.border() };
    frame.render_widget(block("", area.width.into(), theme).border_style(border), area);
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4), height: 1, ..area };
    let label = Line::from(vec![Span::raw(" "), label(field, theme), Span::raw(" ")]);
    let title = Rect { width: inner.width.min(saturating_u16(label.width())), ..inner };
    frame.render_widget(label, title.intersection(frame.area()));
    let digits = Rect { y: area.y + 1, ..inner };
    let sign = if is_active { theme.signs.pointer } else { " " };
    let rows =
        if area.height < LARGE_BOX { vec![field.typed.clone()] } else { big_text::half_block_text(&field.typed) };
    let widest = rows.iter().map(|row| width(row)).max().unwrap_or(0);
    let last = saturating_u16(rows.len().saturating_sub(1));
    for (index, row) in rows.into_iter().enumerate() {
        let sign = if index == usize::from(last) { sign } else { " " };
        let line = Line::styled(format!("{sign} {row}"), theme.style(Meaning::Strong));
        let row = Rect { y: digits.y + saturating_u16(index), ..digits };
        frame.render_widget(line, row.intersection(frame.area()));
    }
    Position::new(digits.x + 2 + saturating_u16(widest), digits.y + last)
}

fn line(field: &CountField, is_active: bool, theme: Theme, frame: &mut Frame, area: Rect) -> Position {
    let sign = if is_active { theme.signs.pointer } else { " " };
    let before = vec![Span::raw(format!("{sign} ")), label(field, theme), Span::raw("  ")];
    let typed = Span::styled(field.typed.clone(), theme.style(Meaning::Strong));
    let line = Line::from([before, vec![typed]].concat());
    let column = saturating_u16(line.width()).min(area.width.saturating_sub(1));
    frame.render_widget(line, area.intersection(frame.area()));
    Position::new(area.x + column, area.y)
}

fn label(field: &CountField, theme: Theme) -> Span<'static> {
    Span::styled(format!(" {} ", field.label), theme.on_border(field.meaning))
}
