//! Draws the possible answers and, below them, the confidence levels.
//!
//! A click is translated into an answer or an action, which the shell then performs.

mod buttons;

use ratatui::Frame;
use ratatui::layout::{Margin, Offset, Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::layout::{Spacing, saturating_u16};
use super::super::render::widget::block;
use super::super::render::wrap::{Piece, wrap};
use super::super::theme::Theme;
use super::pieces;
use crate::document::{AnswerChoice, Block, Meaning, Text};
use crate::keys::{Action, Keys};
use crate::learner::Confidence;
use crate::say;
use crate::text::{cut, width};

const KEY_COLUMNS: u16 = 6;

#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Answers {
    /// A question to show above the answers, or empty text if the answers are clear without a question.
    pub question: Text,
    pub choices: Vec<AnswerButton>,
    /// The selected confidence level; `None` if the question doesn't ask for one.
    pub confidence: Option<Confidence>,
    /// Whether the arrow keys select a confidence level instead of an answer.
    pub in_confidence: bool,
    pub level_keys: [String; 3],
    /// Whether the answers are written out in the body, in which case the controls show only their keys.
    pub in_body: bool,
    /// A message shown instead of the confidence levels, for example to confirm that the answer has been saved.
    pub remark: String,
}

const PANEL_EDGES: u16 = 4;

const LEAD_FROM: u16 = 70;

const CAPS_FROM: u16 = 52;

/// The maximum number of rows for the names of answers in words.
const SHORT_ROWS: u16 = 3;

fn cap(key: &str, columns: u16) -> String {
    if columns < CAPS_FROM { key.to_owned() } else { format!(" {key} ") }
}

#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct AnswerButton {
    pub key: String,
    pub action: Action,
    pub text: Text,
    /// The meaning of a status code, which determines its colour; `None` for an answer in words.
    pub code: Option<Meaning>,
    pub chosen: bool,
}

impl Answers {
    pub(in super::super) fn name_keys(&mut self, keys: &Keys) {
        self.level_keys = Confidence::ALL.map(|level| keys.first(Action::Commit(level)).to_owned());
        for choice in &mut self.choices {
            keys.first(choice.action).clone_into(&mut choice.key);
        }
    }

    /// Moves long answers into the body, which can scroll, if the window is too low for the answers. Returns the block
    /// to append to the body.
    pub(in super::super) fn move_to_body(&mut self, columns: u16, rows: u16, theme: Theme) -> Option<Block> {
        if self.is_codes() || self.height(columns, Spacing::Tight, theme) <= rows * 2 / 5 {
            return None;
        }
        self.in_body = true;
        let choice = |choice: &AnswerButton| AnswerChoice {
            key: choice.key.clone(),
            text: choice.text.clone(),
            chosen: choice.chosen,
        };
        Some(Block::Choices(self.choices.iter().map(choice).collect()))
    }

    fn is_codes(&self) -> bool {
        !self.choices.is_empty() && self.choices.iter().all(|choice| choice.code.is_some())
    }

    fn has_levels(&self) -> bool {
        self.confidence.is_some()
    }

    pub(super) fn height(&self, columns: u16, air: Spacing, theme: Theme) -> u16 {
        let below = self.has_levels() || !self.remark.is_empty();
        self.question_rows(columns, air, theme)
            + self.choice_rows(columns, air, theme)
            + u16::from(below) * (1 + self.level_gap(columns, air))
    }

    /// Only answers in words have a panel; status codes are drawn as buttons.
    fn has_panel(&self, air: Spacing) -> bool {
        air.has_buttons() && !self.is_codes() && !self.in_body && !self.choices.is_empty()
    }

    fn panel_title(&self, columns: u16, air: Spacing) -> Option<String> {
        let question = self.question.to_string();
        let fits = self.has_panel(air) && width(&question) + usize::from(PANEL_EDGES) + 2 <= columns.into();
        fits.then_some(question)
    }

    fn question_rows(&self, columns: u16, air: Spacing, theme: Theme) -> u16 {
        if self.panel_title(columns, air).is_some() {
            return 0;
        }
        let rows = saturating_u16(self.question_lines(columns, air, theme).len());
        rows + u16::from(rows > 0 && air.has_gaps() && !self.is_codes() && !self.has_panel(air))
    }

    fn question_lines(&self, columns: u16, air: Spacing, theme: Theme) -> Vec<Line<'static>> {
        if self.question.is_empty() {
            return Vec::new();
        }
        let lines = wrap(&pieces(&self.question, theme), columns.into()).into_iter().map(Line::from);
        if self.is_codes() && air != Spacing::Stacked { lines.map(Line::centered).collect() } else { lines.collect() }
    }

    /// The gap includes a row for "How sure are you?" if that question isn't beside the levels.
    fn level_gap(&self, columns: u16, air: Spacing) -> u16 {
        let is_high = air.is_large() && (columns < LEAD_FROM || !self.is_codes());
        u16::from(air.has_gaps() && !self.is_codes() && !self.has_panel(air) || is_high)
            + u16::from(self.asks_above(columns, air))
    }

    fn asks_above(&self, columns: u16, air: Spacing) -> bool {
        self.has_levels() && air.is_large() && columns < LEAD_FROM
    }

    fn choice_rows(&self, columns: u16, air: Spacing, theme: Theme) -> u16 {
        if self.is_codes() {
            return self.button_rows(columns, air, theme).iter().map(|(height, _)| height).sum();
        }
        if self.in_body {
            return 1;
        }
        if let Some(short) = self.short(columns, air) {
            return Self::short_spots(&short, columns).last().map_or(1, |last| last.bottom().max(2));
        }
        let edges = if self.has_panel(air) { PANEL_EDGES } else { 0 };
        let rows = |choice| saturating_u16(Self::lines(choice, columns.saturating_sub(edges), theme).len());
        self.choices.iter().map(rows).sum::<u16>() + edges / 2
    }

    /// Splits each answer into a name and an explanation in brackets. Returns `None` if the names need more than three
    /// rows, or if the window has room for panels. If the names take a single row, the explanation of the chosen answer
    /// is drawn below them.
    fn short(&self, columns: u16, air: Spacing) -> Option<Vec<(String, String)>> {
        let split = |choice: &AnswerButton| {
            let text = choice.text.to_string();
            let (name, explanation) = text.strip_suffix(')')?.split_once(" (")?;
            Some((name.to_owned(), explanation.to_owned()))
        };
        let is_low = !air.has_buttons() && air != Spacing::Stacked && !self.in_body;
        let short = self.choices.iter().map(split).collect::<Option<Vec<_>>>().filter(|_| is_low)?;
        let spots = Self::short_spots(&short, columns);
        (spots.last()?.y < SHORT_ROWS && spots.iter().all(|spot| spot.right() <= columns)).then_some(short)
    }

    fn short_spots(short: &[(String, String)], columns: u16) -> Vec<Rect> {
        let (mut x, mut y) = (0, 0);
        let spot = |(name, _): &(String, String)| {
            let each = saturating_u16(width(name) + width(&cap("1", columns)) + 2);
            if x > 0 && x + each > columns {
                (x, y) = (0, y + 1);
            }
            x += each;
            Rect::new(x - each, y, each, 1)
        };
        short.iter().map(spot).collect()
    }

    fn short_answer(
        choice: &AnswerButton, (name, explanation): &(String, String), theme: Theme, frame: &mut Frame,
        (spot, area): (Rect, Rect),
    ) -> Position {
        let sign = if choice.chosen { theme.signs.pointer } else { " " };
        let [on_key, on_name] =
            if choice.chosen { [theme.selected(); 2] } else { [theme.key_cap(), theme.style(Meaning::Strong)] };
        let key = Span::styled(cap(&choice.key, area.width), on_key);
        let label = [Span::styled(" ", on_name), Span::styled(name.clone(), on_name)];
        let [gap, label] = label;
        frame.render_widget(Line::from(vec![Span::styled(sign, on_name), key, gap, label]), spot);
        if choice.chosen {
            let below = Rect { x: area.x + 1, height: 1, width: area.width.saturating_sub(1), ..area };
            frame.render_widget(Line::raw(format!("{name}: {explanation}")), below.intersection(area));
        }
        Position::new(spot.x + 1, spot.y)
    }

    fn lines(choice: &AnswerButton, columns: u16, theme: Theme) -> Vec<Line<'static>> {
        let sign = if choice.chosen { theme.signs.pointer } else { " " };
        let cap = cap(&choice.key, columns);
        let indent = width(&cap) + 3;
        let style = if choice.chosen { theme.selected() } else { theme.style(Meaning::Plain) };
        let on_key = if choice.chosen { style } else { theme.key_cap() };
        let pieces: Vec<Piece> = choice.text.spans.iter().map(|span| (span.text.clone(), style)).collect();
        let lines = wrap(&pieces, usize::from(columns).saturating_sub(indent));
        let line = |(row, spans): (usize, Vec<Span<'static>>)| {
            let mut line = match row {
                0 => vec![Span::styled(sign, style), Span::styled(cap.clone(), on_key), Span::styled("  ", style)],
                _ => vec![Span::styled(" ".repeat(indent), style)],
            };
            line.extend(spans);
            let used: usize = line.iter().map(Span::width).sum();
            line.push(Span::styled(" ".repeat(usize::from(columns).saturating_sub(used)), style));
            Line::from(line)
        };
        lines.into_iter().enumerate().map(line).collect()
    }

    fn spots(&self, air: Spacing, theme: Theme, area: Rect) -> Vec<Rect> {
        let above = self.question_rows(area.width, air, theme).min(area.height);
        let area = Rect { y: area.y + above, height: area.height - above, ..area };
        if self.is_codes() {
            return self.button_spots(air, theme, area);
        }
        if self.in_body {
            let each = KEY_COLUMNS.min(area.width / saturating_u16(self.choices.len()).max(1));
            let rows = (0..).map(|number| Rect::new(area.x + number * each, area.y, each, 1));
            return rows.take(self.choices.len()).collect();
        }
        if let Some(short) = self.short(area.width, air) {
            let spots = Self::short_spots(&short, area.width).into_iter();
            return spots
                .map(|spot| spot.offset(Offset::new(area.x.into(), area.y.into())).intersection(area))
                .collect();
        }
        let edges = if self.has_panel(air) { PANEL_EDGES } else { 0 };
        let area = area.inner(Margin::new(edges / 2, edges / 4));
        let mut y = area.y;
        let rows = self.choices.iter().map(|choice| saturating_u16(Self::lines(choice, area.width, theme).len()));
        rows.map(|rows| {
            let spot = Rect::new(area.x, y, area.width, rows);
            y += rows;
            spot.intersection(area)
        })
        .collect()
    }

    pub(super) fn draw(&self, air: Spacing, theme: Theme, frame: &mut Frame, area: Rect) -> Position {
        let title = self.panel_title(area.width, air);
        if title.is_none() {
            frame.render_widget(Paragraph::new(self.question_lines(area.width, air, theme)), area);
        }
        if self.has_panel(air) {
            let above = self.question_rows(area.width, air, theme);
            let rows = self.choice_rows(area.width, air, theme);
            let panel = Rect { y: area.y + above, height: rows, ..area }.intersection(area);
            frame.render_widget(block(&title.unwrap_or_default(), area.width.into(), theme), panel);
        }
        let mut cursor = None;
        let short = self.short(area.width, air).unwrap_or_default();
        let explained = self.question_rows(area.width, air, theme) + self.choice_rows(area.width, air, theme);
        let is_single = short.is_empty() || Self::short_spots(&short, area.width).iter().all(|spot| spot.y == 0);
        let height = if is_single { area.height } else { 0 };
        let explained = Rect { y: area.y + explained.saturating_sub(1), height, ..area };
        for (index, (choice, spot)) in self.choices.iter().zip(self.spots(air, theme, area)).enumerate() {
            let position = if let Some(meaning) = choice.code {
                choice.button(meaning, (air, area.width), theme, frame, spot.intersection(area))
            } else if self.in_body {
                let sign = if choice.chosen { theme.signs.pointer } else { " " };
                let style = if choice.chosen { theme.selected() } else { theme.key_cap() };
                let key = [Span::raw(sign), Span::styled(format!(" {} ", choice.key), style)];
                frame.render_widget(Line::from_iter(key), spot);
                Position::new(spot.x + 2, spot.y)
            } else if let Some(short) = short.get(index) {
                Self::short_answer(choice, short, theme, frame, (spot, explained))
            } else {
                frame.render_widget(Paragraph::new(Self::lines(choice, spot.width, theme)), spot);
                Position::new(spot.x + 2, spot.y)
            };
            if choice.chosen || cursor.is_none() {
                cursor = Some(position);
            }
        }
        let row = Rect::new(area.x, area.bottom().saturating_sub(1), area.width, 1);
        if self.has_levels() {
            if self.asks_above(area.width, air) {
                let above = Rect { y: row.y.saturating_sub(1), ..row };
                let asks = Line::raw(say!("How sure are you?"));
                let asks = if self.is_codes() { asks.centered() } else { asks };
                frame.render_widget(asks, above.intersection(area));
            }
            let (spans, levels) = self.levels(row.width, air, theme);
            frame.render_widget(Line::from(spans), row);
            if let Some(level) = self.confidence.filter(|_| self.in_confidence) {
                let (from, _) = levels[level as usize];
                cursor = Some(Position::new(row.x + from, row.y));
            }
        } else if !self.remark.is_empty() {
            let remark = cut(&self.remark, row.width.into(), theme.signs.ellipsis);
            frame.render_widget(Line::styled(remark, theme.style(Meaning::Muted)), row);
        }
        cursor.unwrap_or(area.as_position())
    }

    fn levels(&self, columns: u16, air: Spacing, theme: Theme) -> (Vec<Span<'static>>, [(u16, u16); 3]) {
        let lead = if columns >= LEAD_FROM { format!("  {}   ", say!("How sure are you?")) } else { " ".to_owned() };
        let gap = usize::from(columns >= CAPS_FROM);
        let title = |(level, key): (&Confidence, &String)| width(&cap(key, columns)) + width(level.title()) + 3;
        let used = width(&lead) + Confidence::ALL.iter().zip(&self.level_keys).map(title).sum::<usize>() + 2 * gap;
        let is_centred = self.is_codes() && air != Spacing::Stacked;
        let before = if is_centred { usize::from(columns).saturating_sub(used) / 2 } else { 0 };
        let lead = format!("{}{lead}", " ".repeat(before));
        let mut spans = vec![Span::raw(lead.clone())];
        let mut position = saturating_u16(width(&lead));
        let mut columns_of_levels = [(0, 0); 3];
        let is_next = self.choices.iter().any(|choice| choice.chosen) && !self.in_confidence;
        let on_keys = if is_next { theme.selected() } else { theme.key_cap() };
        let edge = if columns < CAPS_FROM { 1 } else { 2 };
        for (level, index) in Confidence::ALL.into_iter().zip(0..) {
            let selected = self.in_confidence && self.confidence == Some(level);
            let key = cap(&self.level_keys[index], columns);
            let sign = if selected { theme.signs.pointer } else { " " };
            let title = format!(" {} ", level.title());
            let [on_key, style] = if selected { [theme.selected(); 2] } else { [on_keys, theme.style(Meaning::Plain)] };
            let columns = saturating_u16(1 + width(&key) + width(&title));
            columns_of_levels[index] = (position + edge, position + columns);
            spans.extend([Span::styled(sign, style), Span::styled(key, on_key), Span::styled(title, style)]);
            spans.push(Span::raw(" ".repeat(gap)));
            position += columns + saturating_u16(gap);
        }
        (spans, columns_of_levels)
    }

    pub(super) fn pointed(&self, air: Spacing, theme: Theme, area: Rect, position: Position) -> Option<Action> {
        let spots = self.spots(air, theme, area);
        if let Some((choice, _)) = self.choices.iter().zip(spots).find(|(_, spot)| spot.contains(position)) {
            return Some(choice.action);
        }
        if !self.has_levels() || position.y + 1 != area.bottom() {
            return None;
        }
        let (_, levels) = self.levels(area.width, air, theme);
        let column = position.x.checked_sub(area.x)?;
        let index = levels.into_iter().position(|(from, to)| (from..to).contains(&column))?;
        Some(Action::Commit(Confidence::ALL[index]))
    }
}
