//! Draws the numbered lines of a case, in panels or under headings.
//!
//! This module highlights the deciding line. This module must not decide whether the learner may see the deciding line.

use ratatui::text::{Line, Span};

use super::wrap::{Piece, wrap};
use super::{Density, MEASURE, Writer, http, widget};
use crate::document::{ExchangeLines, Group, Meaning};
use crate::say;
use crate::text::width;

/// The minimum width for a label beside the title of a panel.
const LABEL_ABOVE_FROM: usize = 48;

/// The columns to the left of a numbered line: the mark or pointer, the number and a gap.
const LEAD: usize = 5;

/// The border of a panel that carries the label of an adjacent line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Border {
    Above,
    Below,
}

impl Writer {
    pub(super) fn exchange(&mut self, exchange: &ExchangeLines) {
        self.number = self.number.max(exchange.before);
        if self.looks.density == Density::Brief && exchange.deciding.is_some() {
            return self.deciding_lines(exchange);
        }
        let panels_below = self.panels_below;
        for (index, group) in exchange.groups.iter().enumerate() {
            self.panels_below = panels_below + exchange.groups.len() - index - 1;
            if self.looks.panels {
                let known = self.out.numbered.len();
                let lit = self.out.lit.take();
                let mut inner = self.inside_panel(|writer| writer.group(exchange, group));
                inner.resize(inner.len().max(self.least), Line::default());
                let panel = self.titled_panel(&group.heading, inner);
                let start = self.out.lines.len();
                self.out.lines.extend(panel);
                self.out.numbered.iter_mut().skip(known).for_each(|line| *line += start + 1);
                self.out.lit = self.out.lit.map(|line| line + start + 1).or(lit);
            } else {
                if index > 0 && exchange.groups.len() < 3 {
                    self.gap();
                }
                let heading = self.heading_of(&group.heading);
                self.wrapped(&heading, "", 0);
                self.group(exchange, group);
            }
        }
        self.panels_below = panels_below;
    }

    /// If the case has a name, the name is the title of the panel, and the heading is at the right end. Two panels that
    /// touch share a border, which saves a row.
    fn titled_panel(&mut self, heading: &str, inner: Vec<Line<'static>>) -> Vec<Line<'static>> {
        let (columns, theme) = (self.looks.columns, self.looks.theme);
        let name = std::mem::take(&mut self.case_name);
        let (mut above, mut below) = (None, None);
        match self.border_label.take() {
            Some((Border::Above, label)) => above = Some(label),
            Some((Border::Below, label)) => below = Some(label),
            None => {}
        }
        let title = if name.is_empty() { heading } else { name.as_str() };
        let is_joined = self.is_below_panel();
        if is_joined {
            self.out.lines.pop();
        }
        let note = above.or_else(|| (!name.is_empty()).then(|| Span::raw(format!(" {heading} "))));
        let note = note.filter(|label| width(title) + label.width() + 6 <= columns).map(Line::from);
        self.last_panel = below.is_none().then_some(self.out.lines.len() + inner.len() + 2);
        let notes = [note, below.map(|label| Line::from(label).right_aligned())];
        let block = widget::block(title, columns, theme);
        let block = if is_joined { block.border_set(widget::joined_border(theme)) } else { block };
        widget::panel_with(block, notes, inner, columns, theme)
    }

    /// Returns the heading of lines that aren't in a panel, followed by a horizontal rule. If the case has a name, the
    /// name comes first and the heading moves to the right end of the row.
    fn heading_of(&mut self, heading: &str) -> Vec<Piece> {
        let theme = self.looks.theme;
        let name = std::mem::take(&mut self.case_name);
        let (name, heading) =
            if name.is_empty() { (heading.to_owned(), String::new()) } else { (name, format!(" {heading}")) };
        let gap = self.looks.columns.min(MEASURE).saturating_sub(width(&name) + width(&heading) + 1);
        let line = if self.looks.stacked { " " } else { theme.signs.line };
        let rule = if self.looks.stacked && heading.is_empty() { String::new() } else { line.repeat(gap) };
        vec![
            (format!("{name} "), theme.style(Meaning::Strong)),
            (rule, theme.border()),
            (heading, theme.style(Meaning::Plain)),
        ]
    }

    /// A border between two panels is adjacent to lines of both panels, so a label on that border would be ambiguous.
    fn nearest_border(&self, index: usize, count: usize) -> Option<Border> {
        let is_first = self.last_panel.is_none() && self.case_name.is_empty();
        match index {
            _ if !self.looks.panels => None,
            _ if index + 1 == count && self.panels_below == 0 => Some(Border::Below),
            0 if is_first && self.looks.columns >= LABEL_ABOVE_FROM => Some(Border::Above),
            _ => None,
        }
    }

    fn deciding_lines(&mut self, exchange: &ExchangeLines) {
        for line in exchange.groups.iter().flat_map(|group| &group.lines) {
            self.number += 1;
            self.out.numbered.push(self.out.lines.len());
            if exchange.deciding == Some(self.number) {
                self.lit(line, &[say!("this line decides"), say!("decides")], None);
            }
        }
    }

    fn group(&mut self, exchange: &ExchangeLines, group: &Group) {
        for (index, line) in group.lines.iter().enumerate() {
            let start = self.out.lines.len();
            self.out.numbered.push(start);
            self.number += 1;
            if exchange.deciding == Some(self.number) {
                let border = self.nearest_border(index, group.lines.len());
                self.lit(line, &[say!("this line decides"), say!("decides")], border);
            } else if exchange.differing.contains(&self.number) {
                self.lit(line, &[say!("differs")], None);
            } else {
                self.numbered(line, exchange.http);
            }
            let end = start + self.line_rows.get(index).copied().unwrap_or(0);
            self.out.lines.resize(end.max(self.out.lines.len()), Line::default());
        }
    }

    fn numbered(&mut self, line: &str, http: bool) {
        let theme = self.looks.theme;
        let pointer = if self.looks.pointer == Some(self.number - 1) { theme.signs.pointer } else { " " };
        let number = Span::styled(format!("{pointer}{:>2}  ", self.number), theme.style(Meaning::Strong));
        let pieces = if http {
            http::pieces(line, self.calm, theme)
        } else {
            vec![(line.to_owned(), theme.style(Meaning::Plain))]
        };
        self.led(&pieces, vec![number], 0);
    }

    /// Highlights a line with a mark in the margin, bold text and the first label from `names` that fits after the
    /// text. If no label fits, a label is drawn in the adjacent border or on a separate row.
    fn lit(&mut self, line: &str, names: &[&str], border: Option<Border>) {
        let theme = self.looks.theme;
        let room = self.looks.columns.saturating_sub(LEAD);
        let measure = room.clamp(8, MEASURE - LEAD);
        let mut texts: Vec<Vec<Span>> = wrap(&[(line.to_owned(), theme.style(Meaning::Strong))], measure);
        let used: usize = texts.last().map_or(0, |last| last.iter().map(Span::width).sum());
        let label = |name: &str| Span::styled(format!(" {name} "), theme.style(Meaning::Deciding));
        let found = names.iter().map(|name| label(name)).find(|label| used + label.width() + 2 <= room);
        let rest = names.first().filter(|_| found.is_none()).map(|name| label(name));
        let found = match border {
            Some(border) => {
                self.border_label = rest.map(|label| (border, label));
                found
            }
            None => found.or(rest.inspect(|_| texts.push(Vec::new()))),
        };
        let last = texts.len().saturating_sub(1);
        for (index, mut spans) in texts.into_iter().enumerate() {
            let number = if index == 0 { format!("{:>2}  ", self.number) } else { "    ".to_owned() };
            let columns: usize = spans.iter().map(Span::width).sum();
            spans.insert(0, Span::styled(number, theme.style(Meaning::Strong)));
            spans.insert(0, Span::styled(theme.signs.edge, theme.edge()));
            if let Some(label) = found.clone().filter(|_| index == last) {
                spans.push(Span::raw(" ".repeat(room.saturating_sub(columns + label.width()))));
                spans.push(label);
            }
            self.out.lines.push(Line::from(spans));
        }
        self.out.lit = Some(self.out.lines.len());
    }
}
