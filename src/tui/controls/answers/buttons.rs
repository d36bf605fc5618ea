//! Draws the answers that are status codes as buttons.

use ratatui::Frame;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::super::layout::{Spacing, saturating_u16};
use super::super::super::render::big_text;
use super::super::super::render::widget::block;
use super::super::super::theme::Theme;
use super::{AnswerButton, Answers, CAPS_FROM, LEAD_FROM, cap};
use crate::document::Meaning;
use crate::ruling::Verdict;
use crate::text::width;

/// The height of a status code in large digits, in rows.
const LARGE_CODE: u16 = 3;

/// The columns around large digits: the border and the empty columns on both sides of it.
const AROUND_DIGITS: u16 = 8;

/// The height of a button without large digits, in rows.
const BUTTON: u16 = 3;

/// The maximum width, in columns, of the area for a status code: with buttons, and without.
const WIDEST: [u16; 2] = [30, 20];

/// The width of a button in columns, not counting its text: pointer, key, spaces and, on a button with a border, the
/// border.
const fn around_text(columns: u16, has_border: bool) -> u16 {
    match (columns < CAPS_FROM, has_border) {
        (true, false) => 6,
        (true, true) => 12,
        (false, false) => 8,
        (false, true) => 14,
    }
}

impl Answers {
    /// Returns the height of each row of buttons and the widths of its buttons. If the answers don't fit beside each
    /// other, the answer in words is below the codes.
    pub(super) fn button_rows(&self, columns: u16, air: Spacing, theme: Theme) -> Vec<(u16, Vec<u16>)> {
        let (around, has_border) = (around_text(columns, air.has_buttons()), air.has_buttons());
        let widest = WIDEST[usize::from(!has_border)];
        let text = |choice: &AnswerButton| saturating_u16(width(&choice.text.to_string())) + around;
        let equal = |choices: &[AnswerButton], least: u16| {
            let needed = choices.iter().map(text).max().unwrap_or(0).max(least);
            let each = columns / saturating_u16(choices.len()).max(1);
            (each >= needed).then(|| vec![each.min(widest.max(needed)); choices.len()])
        };
        let (codes, words) = self.choices.split_at(self.choices.iter().take_while(|choice| choice.is_number()).count());
        let below =
            || words.iter().map(|choice| (if has_border { BUTTON } else { 1 }, vec![text(choice).min(columns)]));
        if air.is_large() && !theme.signs.ascii {
            let high = LARGE_CODE + if columns < LEAD_FROM { 4 } else { 2 };
            let least = big_text::COLUMNS + AROUND_DIGITS;
            if let Some(widths) = equal(&self.choices, least) {
                return vec![(high, widths)];
            }
            if let Some(widths) = equal(codes, least) {
                return std::iter::once((high, widths)).chain(below()).collect();
            }
        }
        let high = if has_border { BUTTON } else { 1 };
        let widths: Vec<u16> = self.choices.iter().map(text).collect();
        let fitting = Some(widths).filter(|widths| widths.iter().sum::<u16>() <= columns);
        match equal(&self.choices, 0).or(fitting) {
            Some(widths) => vec![(high, widths)],
            None => equal(codes, 0).map(|widths| (high, widths)).into_iter().chain(below()).collect(),
        }
    }

    pub(super) fn button_spots(&self, air: Spacing, theme: Theme, area: Rect) -> Vec<Rect> {
        let mut y = area.y;
        let row = |(height, widths): (u16, Vec<u16>)| {
            let free = area.width.saturating_sub(widths.iter().sum());
            let mut x = area.x + if air == Spacing::Stacked { 0 } else { free / 2 };
            y += height;
            let spot = |width: u16| {
                x += width;
                Rect::new(x - width, y - height, width, height)
            };
            widths.into_iter().map(spot).collect::<Vec<_>>()
        };
        self.button_rows(area.width, air, theme).into_iter().flat_map(row).collect()
    }
}

impl AnswerButton {
    fn is_number(&self) -> bool {
        self.text.to_string().bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The button of the chosen answer is filled. In a tall window, the code is drawn in large digits.
    pub(super) fn button(
        &self, meaning: Meaning, (air, columns): (Spacing, u16), theme: Theme, frame: &mut Frame, spot: Rect,
    ) -> Position {
        let ground = theme.style(meaning);
        let has_border = air.has_buttons() && spot.height >= 3;
        let spot = spot.inner(Margin::new(if has_border { 2 } else { 0 }, 0));
        if has_border && self.chosen {
            frame.buffer_mut().set_style(spot, ground);
        } else if has_border {
            frame.render_widget(block("", spot.width.into(), theme).border_style(theme.outline(meaning)), spot);
        }
        let sign = Span::raw(if self.chosen { theme.signs.pointer } else { " " });
        let is_marked = self.chosen && !has_border;
        let cap = cap(&self.key, columns);
        let gap = Span::raw(if cap.starts_with(' ') { "" } else { " " });
        let cap = Span::styled(cap, if is_marked { theme.selected() } else { theme.key_cap() });
        let edge = u16::from(has_border);
        let middle = Rect::new(spot.x + edge, spot.y + spot.height / 2, spot.width.saturating_sub(2 * edge), 1);
        if let Some(code) = self.text.to_string().parse().ok().filter(|_| spot.height > LARGE_CODE) {
            let style = if self.chosen { ground } else { theme.large(Verdict::from_status(code)) };
            let rows: Vec<Line> = big_text::half_block(code).into_iter().map(|row| Line::styled(row, style)).collect();
            let area = Rect { y: spot.y + (spot.height - LARGE_CODE) / 2, height: LARGE_CODE, ..middle };
            frame.render_widget(Paragraph::new(rows).centered(), area);
            let on_border = Rect { x: spot.x + 2, y: spot.y, width: spot.width.saturating_sub(4), height: 1 };
            let on_cap = if self.chosen { ground } else { theme.on_border(Meaning::Plain).patch(cap.style) };
            let cap = Span::styled(cap.content, on_cap);
            let lead = self.chosen.then_some(sign);
            let key_at = on_border.x + saturating_u16(lead.as_ref().map_or(0, Span::width)) + 1;
            frame.render_widget(lead.into_iter().chain([cap]).collect::<Line>(), on_border);
            return Position::new(key_at, spot.y);
        }
        let label = Line::from(vec![sign, gap, cap, Span::raw(" "), Span::styled(format!(" {} ", self.text), ground)]);
        let free = middle.width.saturating_sub(saturating_u16(label.width())) / 2;
        let area = Rect { x: middle.x + free, width: middle.width - free, ..middle };
        frame.render_widget(label, area);
        Position::new(area.x + 2, area.y)
    }
}

#[cfg(test)]
mod tests;
