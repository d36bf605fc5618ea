//! Draws the numbered lines of a case, in panels or under headings.
//!
//! The caller decides whether the deciding line is highlighted.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::wrap::{Piece, wrap};
use super::{Density, MEASURE, Writer, http, widget};
use crate::document::{ExchangeLines, Group, Meaning, marked_line};
use crate::say;
use crate::text::width;

/// The number of columns before the text of a numbered line: the mark or pointer, the number and a gap.
const LEAD: usize = 5;

const LEAST_ROOM: usize = 8;

impl Writer {
    pub(super) fn exchange(&mut self, exchange: &ExchangeLines) {
        self.number = self.number.max(exchange.before);
        if self.out.panel.is_none() {
            self.fill_above_panel();
        }
        if self.looks.density == Density::Brief && exchange.deciding.is_some() {
            return self.deciding_lines(exchange);
        }
        for (index, group) in exchange.groups.iter().enumerate() {
            let notes = self.notes(exchange, group);
            if self.looks.panels {
                let known = self.out.numbered.len();
                let lit = self.out.lit.take();
                let mut inner = self.inside_panel(|writer| writer.group(exchange, group));
                let pad = usize::from(self.looks.spaced);
                inner.splice(0..0, vec![Line::default(); pad]);
                inner.resize(inner.len() + pad, Line::default());
                inner.resize(inner.len().max(self.least), Line::default());
                let panel = self.titled_panel(&group.heading, notes, inner);
                let start = self.out.lines.len();
                self.out.panel.get_or_insert(start);
                self.out.lines.extend(panel);
                self.out.numbered.iter_mut().skip(known).for_each(|line| *line += start + 1 + pad);
                self.out.lit = self.out.lit.map(|line| line + start + 1 + pad).or(lit);
            } else {
                if index > 0 && exchange.groups.len() < 3 {
                    self.gap();
                }
                let heading = self.heading_of(&group.heading, &notes);
                self.wrapped(&heading, "", 0);
                self.group(exchange, group);
            }
        }
    }

    /// If the case of a ruling keeps its row, the bar above the case grows or gets a gap below it, so that there is no
    /// hole above the case.
    fn fill_above_panel(&mut self) {
        let lines = &mut self.out.lines;
        let text = lines.iter().rposition(|line| line.width() > 0).map_or(0, |last| last + 1);
        let free = self.looks.panel_row.saturating_sub(text + 1);
        let bar = self.bar.clone().filter(|bar| bar.end <= text && free > 0);
        let padding = |line: &Line| line.spans.last().map_or_else(Style::new, |span| span.style);
        match bar {
            Some(bar) if bar.end == text && free > 1 && bar.len() < 3 => {
                let fill = Line::styled(" ".repeat(self.looks.columns), padding(&lines[bar.start]));
                lines.insert(bar.end, fill.clone());
                lines.insert(bar.start, fill);
            }
            Some(bar) if bar.end < text => lines.insert(bar.end, Line::default()),
            _ => {}
        }
        lines.resize(lines.len().max(self.looks.panel_row), Line::default());
    }

    /// Names the highlighted lines of a group, and the line that the learner marked by mistake.
    fn notes(&self, exchange: &ExchangeLines, group: &Group) -> Vec<Piece> {
        let theme = self.looks.theme;
        let is_here = |line: &usize| (self.number + 1..=self.number + group.lines.len()).contains(line);
        let differing =
            exchange.differing.iter().filter(|line| is_here(line)).map(usize::to_string).collect::<Vec<_>>();
        let deciding = exchange.deciding.filter(is_here).map(|line| say!("decides: {}", line));
        let lit = deciding.or((!differing.is_empty()).then(|| say!("differs: {}", differing.join(", "))));
        let marked = exchange.marked.filter(is_here).map(|line| say!("you marked {}", line));
        let note = |(note, meaning): (Option<String>, Meaning)| {
            let style = theme.on_border(meaning);
            let Some(note) = note else { return Vec::new() };
            if !style.add_modifier.contains(Modifier::UNDERLINED) {
                return vec![(format!(" {note} "), style)];
            }
            // The line below the text must not run into the border.
            let edge = (" ".to_owned(), style.remove_modifier(Modifier::UNDERLINED));
            vec![edge.clone(), (note, style), edge]
        };
        [(marked, Meaning::Strong), (lit, Meaning::Deciding)].into_iter().flat_map(note).collect()
    }

    /// If the case has a name, the name is the title of the panel. The right end shows the notes or, if there are no
    /// notes, the heading of a named case. Adjacent panels share a border, which saves a row.
    fn titled_panel(&mut self, heading: &str, notes: Vec<Piece>, inner: Vec<Line<'static>>) -> Vec<Line<'static>> {
        let (columns, theme) = (self.looks.columns, self.looks.theme);
        let name = std::mem::take(&mut self.case_name);
        let title = if name.is_empty() { heading } else { name.as_str() };
        let is_joined = self.is_below_panel();
        if is_joined {
            self.out.lines.pop();
        }
        let heading =
            (!name.is_empty() && width(heading) + width(title) + 8 <= columns).then(|| format!(" {heading} "));
        let notes =
            if notes.is_empty() { heading.map(|text| (text, Style::new())).into_iter().collect() } else { notes };
        let note: Line = notes.into_iter().map(|(text, style)| Span::styled(text, style)).collect();
        self.last_panel = Some(self.out.lines.len() + inner.len() + 2);
        let block = widget::block(title, columns.saturating_sub(note.width()), theme);
        let block = if is_joined { block.border_set(widget::joined_border(theme)) } else { block };
        widget::panel_with(block, [Some(note), None], inner, columns, theme)
    }

    /// If the case has a name, the name comes first. The right end of the row shows the notes or, if there are no
    /// notes, the heading of a named case.
    fn heading_of(&mut self, heading: &str, notes: &[Piece]) -> Vec<Piece> {
        let theme = self.looks.theme;
        let name = std::mem::take(&mut self.case_name);
        let (name, heading) =
            if name.is_empty() { (heading.to_owned(), String::new()) } else { (name, format!(" {heading}")) };
        let heading = [(heading, theme.style(Meaning::Plain))];
        let right = if notes.is_empty() { &heading } else { notes };
        let used: usize = right.iter().map(|(text, _)| width(text)).sum();
        let gap = self.looks.columns.min(MEASURE).saturating_sub(width(&name) + used + 1);
        let line = if self.looks.stacked { " " } else { theme.signs.line };
        let rule = if self.looks.stacked && used == 0 { String::new() } else { line.repeat(gap) };
        let left = vec![(format!("{name} "), theme.style(Meaning::Strong)), (rule, theme.border())];
        [left, right.to_vec()].concat()
    }

    fn deciding_lines(&mut self, exchange: &ExchangeLines) {
        for line in exchange.groups.iter().flat_map(|group| &group.lines) {
            self.number += 1;
            self.out.numbered.push(self.out.lines.len());
            if exchange.deciding == Some(self.number) {
                self.lit(line, Some(say!("decides")), exchange.http);
            }
        }
        if let Some(marked) = exchange.marked {
            self.text(&marked_line(marked).into(), Vec::new(), 0);
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
            if exchange.deciding == Some(self.number) || exchange.differing.contains(&self.number) {
                self.lit(line, None, exchange.http);
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

    /// Highlights a line with a mark in the margin, bold text and a background up to the right edge. The line is
    /// wrapped as in the question. The label is at the end of the line or, without room, in the next row.
    fn lit(&mut self, line: &str, label: Option<&str>, is_http: bool) {
        let theme = self.looks.theme;
        let columns = self.looks.columns;
        let ground = theme.lit().add_modifier(Modifier::BOLD);
        let room = columns.min(MEASURE).saturating_sub(LEAD).max(LEAST_ROOM);
        let mut rows = wrap(&self.line_pieces(line, is_http), room);
        let label = label.map(|label| Span::styled(format!(" {label} "), theme.style(Meaning::Deciding)));
        let used: usize = rows.last().into_iter().flatten().map(Span::width).sum();
        if label.as_ref().is_some_and(|label| LEAD + used + 1 + label.width() > columns) {
            rows.push(Vec::new());
        }
        let last = rows.len() - 1;
        for (index, mut spans) in rows.into_iter().enumerate() {
            for span in &mut spans {
                span.style = ground.patch(span.style);
            }
            let number = if index == 0 { format!("{:>2}  ", self.number) } else { " ".repeat(LEAD - 1) };
            let lead = [Span::styled(theme.signs.edge, ground.patch(theme.edge())), Span::styled(number, ground)];
            let mut line = Line::from([lead.to_vec(), spans].concat());
            let label = label.clone().filter(|_| index == last);
            let used = line.width() + label.as_ref().map_or(0, Span::width);
            line.push_span(Span::styled(" ".repeat(columns.saturating_sub(used)), theme.lit()));
            line.spans.extend(label);
            self.out.lines.push(line);
        }
        self.out.lit = Some(self.out.lines.len());
    }

    fn line_pieces(&self, line: &str, is_http: bool) -> Vec<Piece> {
        let theme = self.looks.theme;
        if is_http { http::pieces(line, theme) } else { vec![(line.to_owned(), theme.style(Meaning::Plain))] }
    }
}
