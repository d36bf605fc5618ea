//! Draws the numbered lines of a case, in panels or under headings.
//!
//! This module highlights the deciding line. It must not decide whether the learner may see it.

use ratatui::text::{Line, Span};

use super::wrap::wrap;
use super::{Density, RenderOptions, Writer, http, widget};
use crate::document::{ExchangeLines, Group, Meaning};
use crate::say;
use crate::text::width;

impl Writer {
    pub(super) fn exchange(&mut self, exchange: &ExchangeLines) {
        self.number = self.number.max(exchange.before);
        if self.looks.density == Density::Brief && exchange.deciding.is_some() {
            return self.deciding_lines(exchange);
        }
        for (index, group) in exchange.groups.iter().enumerate() {
            if self.looks.panels {
                let (start, known) = (self.out.lines.len(), self.out.numbered.len());
                let mut inner = self.inside_panel(|writer| writer.group(exchange, group));
                inner.resize(inner.len().max(self.least), Line::default());
                let padding = self.looks.padding;
                inner.splice(0..0, std::iter::repeat_n(Line::default(), padding));
                inner.extend(std::iter::repeat_n(Line::default(), padding));
                let RenderOptions { theme, columns, .. } = self.looks;
                self.out.lines.extend(widget::panel(&group.heading, inner, columns, theme, theme.border()));
                self.out.numbered.iter_mut().skip(known).for_each(|line| *line += start + 1 + padding);
            } else {
                if index > 0 && exchange.groups.len() < 3 {
                    self.gap();
                }
                let heading = (group.heading.clone(), self.looks.theme.style(Meaning::Strong));
                self.wrapped(&[heading], "", 0);
                self.group(exchange, group);
            }
        }
    }

    fn deciding_lines(&mut self, exchange: &ExchangeLines) {
        for line in exchange.groups.iter().flat_map(|group| &group.lines) {
            self.number += 1;
            self.out.numbered.push(self.out.lines.len());
            if exchange.deciding == Some(self.number) {
                self.lit(line, &[say!("this line decides"), say!("decides")]);
            }
        }
    }

    fn group(&mut self, exchange: &ExchangeLines, group: &Group) {
        for line in &group.lines {
            self.out.numbered.push(self.out.lines.len());
            self.number += 1;
            let theme = self.looks.theme;
            if exchange.deciding == Some(self.number) {
                self.lit(line, &[say!("this line decides"), say!("decides")]);
                continue;
            }
            if exchange.differing.contains(&self.number) {
                self.lit(line, &[say!("differs")]);
                continue;
            }
            let pointer = if self.looks.pointer == Some(self.number - 1) { theme.signs.pointer } else { " " };
            let number = Span::styled(format!("{pointer}{:>2}  ", self.number), theme.style(Meaning::Strong));
            let pieces = if exchange.http {
                http::pieces(line, self.calm, theme)
            } else {
                vec![(line.clone(), theme.style(Meaning::Plain))]
            };
            self.led(&pieces, vec![number], if exchange.http { 8 } else { 0 });
        }
    }

    /// Highlights a line across the whole width and adds the first of these labels that fits.
    fn lit(&mut self, line: &str, names: &[&str]) {
        const LEAD: usize = 5;
        let theme = self.looks.theme;
        let lit = theme.style(Meaning::Deciding);
        let room = self.looks.columns.saturating_sub(LEAD);
        let text = |spans: Vec<Span>| spans.iter().map(|span| span.content.as_ref()).collect::<String>();
        let wrapped = |columns: usize| -> Vec<String> {
            wrap(&[(line.to_owned(), lit)], columns.saturating_sub(1)).into_iter().map(text).collect()
        };
        let mut texts = wrapped(room);
        let fits =
            |texts: &[String], name: &str| texts.last().is_some_and(|last| width(last) + width(name) + 3 <= room);
        let found = names.iter().find(|name| fits(&texts, name)).copied();
        let name = found.or(names.last().copied()).map_or_else(String::new, |name| format!("{name} "));
        if found.is_none() && !name.is_empty() {
            texts = wrapped(room.saturating_sub(width(&name) + 2));
        }
        let last = texts.len().saturating_sub(1);
        for (index, text) in texts.into_iter().enumerate() {
            let number = if index == 0 { format!("{:>2}", self.number) } else { "  ".to_owned() };
            let name = if index == last { name.as_str() } else { "" };
            let free = " ".repeat(room.saturating_sub(width(&text) + width(name)));
            let edge = Span::styled(theme.signs.edge, theme.edge());
            self.out.lines.push(Line::from(vec![edge, Span::styled(format!("{number}  {text}{free}{name}"), lit)]));
        }
        self.out.lit = Some(self.out.lines.len());
    }
}
