//! Draws the numbered lines of a case, in panels or under headings.
//!
//! The caller decides whether the deciding line is highlighted.

use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use super::wrap::{Piece, wrap_after};
use super::{Density, MEASURE, Writer, http, widget};
use crate::document::{ExchangeLines, Group, Meaning};
use crate::say;
use crate::text::width;

/// The width of what precedes a numbered line: the mark or pointer, the number and a gap.
const LEAD: usize = 5;

const LEAST_ROOM: usize = 8;

impl Writer {
    pub(super) fn exchange(&mut self, exchange: &ExchangeLines) {
        self.number = self.number.max(exchange.before);
        if self.out.panel.is_none() {
            self.out.lines.resize(self.out.lines.len().max(self.looks.panel_row), Line::default());
        }
        if self.looks.density == Density::Brief && exchange.deciding.is_some() {
            return self.deciding_lines(exchange);
        }
        for (index, group) in exchange.groups.iter().enumerate() {
            if self.looks.panels {
                let known = self.out.numbered.len();
                let lit = self.out.lit.take();
                let mut inner = self.inside_panel(|writer| writer.group(exchange, group));
                let pad = usize::from(self.looks.spaced);
                inner.splice(0..0, vec![Line::default(); pad]);
                inner.resize(inner.len() + pad, Line::default());
                inner.resize(inner.len().max(self.least), Line::default());
                let panel = self.titled_panel(&group.heading, inner);
                let start = self.out.lines.len();
                self.out.panel.get_or_insert(start);
                self.out.lines.extend(panel);
                self.out.numbered.iter_mut().skip(known).for_each(|line| *line += start + 1 + pad);
                self.out.lit = self.out.lit.map(|line| line + start + 1 + pad).or(lit);
            } else {
                if index > 0 && exchange.groups.len() < 3 {
                    self.gap();
                }
                let heading = self.heading_of(&group.heading);
                self.wrapped(&heading, "", 0);
                self.group(exchange, group);
            }
        }
    }

    /// If the case has a name, the name is the title of the panel, and the heading is at the right end. Adjacent panels
    /// share a border, which saves a row.
    fn titled_panel(&mut self, heading: &str, inner: Vec<Line<'static>>) -> Vec<Line<'static>> {
        let (columns, theme) = (self.looks.columns, self.looks.theme);
        let name = std::mem::take(&mut self.case_name);
        let title = if name.is_empty() { heading } else { name.as_str() };
        let is_joined = self.is_below_panel();
        if is_joined {
            self.out.lines.pop();
        }
        let note = (!name.is_empty()).then(|| Span::raw(format!(" {heading} ")));
        let note = note.filter(|label| width(title) + label.width() + 6 <= columns).map(Line::from);
        self.last_panel = Some(self.out.lines.len() + inner.len() + 2);
        let block = widget::block(title, columns, theme);
        let block = if is_joined { block.border_set(widget::joined_border(theme)) } else { block };
        widget::panel_with(block, [note, None], inner, columns, theme)
    }

    /// If the case has a name, the name comes first and the heading moves to the right end of the row.
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

    fn deciding_lines(&mut self, exchange: &ExchangeLines) {
        for line in exchange.groups.iter().flat_map(|group| &group.lines) {
            self.number += 1;
            self.out.numbered.push(self.out.lines.len());
            if exchange.deciding == Some(self.number) {
                self.lit(line, say!("decides"), exchange.http);
            }
        }
    }

    fn group(&mut self, exchange: &ExchangeLines, group: &Group) {
        for (index, line) in group.lines.iter().enumerate() {
            if index > 0 && self.looks.spaced && !exchange.http {
                self.out.lines.push(Line::default());
            }
            let start = self.out.lines.len();
            self.out.numbered.push(start);
            self.number += 1;
            if exchange.deciding == Some(self.number) {
                self.lit(line, say!("decides"), exchange.http);
            } else if exchange.differing.contains(&self.number) {
                self.lit(line, say!("differs"), exchange.http);
            } else {
                self.numbered(line, exchange.http);
            }
            let end = start + self.line_rows.get(index).copied().unwrap_or(0);
            self.out.lines.resize(end.max(self.out.lines.len()), Line::default());
        }
    }

    fn numbered(&mut self, line: &str, is_http: bool) {
        let theme = self.looks.theme;
        let is_selected = self.looks.pointer == Some(self.number - 1);
        let pointer = if is_selected { theme.signs.pointer } else { " " };
        let number = Span::styled(format!("{pointer}{:>2}  ", self.number), theme.style(Meaning::Strong));
        let start = self.out.lines.len();
        self.led(&self.line_pieces(line, is_http), vec![number], 0);
        if is_selected {
            for line in &mut self.out.lines[start..] {
                let free = self.looks.columns.saturating_sub(line.width());
                line.push_span(Span::raw(" ".repeat(free)));
                line.spans.iter_mut().for_each(|span| span.style = theme.selected());
            }
        }
    }

    /// Highlights a line with a mark in the margin, bold text, a background up to the right edge, and a label at the
    /// end of the first row. The line is wrapped as in the question, unless the label needs the space.
    fn lit(&mut self, line: &str, name: &str, is_http: bool) {
        let theme = self.looks.theme;
        let columns = self.looks.columns;
        let ground = theme.lit().add_modifier(Modifier::BOLD);
        let label = Span::styled(format!(" {name} "), theme.style(Meaning::Deciding));
        let room = columns.min(MEASURE).saturating_sub(LEAD).max(LEAST_ROOM);
        let first = columns.saturating_sub(LEAD + 1 + label.width()).max(LEAST_ROOM);
        let rows = wrap_after(&self.line_pieces(line, is_http), first, room);
        for (index, mut spans) in rows.into_iter().enumerate() {
            for span in &mut spans {
                span.style = ground.patch(span.style);
            }
            let number = if index == 0 { format!("{:>2}  ", self.number) } else { " ".repeat(LEAD - 1) };
            let lead = [Span::styled(theme.signs.edge, ground.patch(theme.edge())), Span::styled(number, ground)];
            let mut line = Line::from([lead.to_vec(), spans].concat());
            let label = Some(&label).filter(|_| index == 0);
            let used = line.width() + label.map_or(0, Span::width);
            line.push_span(Span::styled(" ".repeat(columns.saturating_sub(used)), theme.lit()));
            line.spans.extend(label.cloned());
            self.out.lines.push(line);
        }
        self.out.lit = Some(self.out.lines.len());
    }

    fn line_pieces(&self, line: &str, is_http: bool) -> Vec<Piece> {
        let theme = self.looks.theme;
        if is_http {
            http::pieces(line, self.calm, theme)
        } else {
            vec![(line.to_owned(), theme.style(Meaning::Plain))]
        }
    }
}
