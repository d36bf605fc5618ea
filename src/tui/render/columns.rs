//! Draws parts of a document side by side.

use ratatui::text::{Line, Span};

use super::wrap::wrap;
use super::{Density, RenderOptions, Writer, joins, render, widget};
use crate::document::{Block, Document, ExchangeLines, Group, Meaning, Text};
use crate::text::width;

const BESIDE_FROM: usize = 64;

const PANELS_FROM: usize = 34;

const BETWEEN: usize = 3;

/// The widths, in columns, that a panel reserves for a bar (including the spaces around it) and for a plot.
const GOOD_BAR: usize = 24;
const GOOD_PLOT: usize = 40;

const LEAST_PANEL: usize = 24;

/// The columns around the lines of an HTTP message: the panel's edges, and the spaces for a badge and the indentation.
const MESSAGE_EDGES: usize = 8;

impl Writer {
    /// Corresponding blocks start on the same row, and neighbouring panels have the same height.
    pub(super) fn columns(&mut self, columns: &[Vec<Block>]) {
        let count = columns.len();
        if count == 0 {
            return;
        }
        let is_squeezed =
            count > 1 && columns.iter().flatten().any(|block| is_squeezed(block, self.looks.columns / count));
        if is_squeezed {
            return self.below_each_other(columns);
        }
        if self.looks.panels && self.looks.columns >= if count == 1 { PANELS_FROM } else { BESIDE_FROM } {
            let parts: Option<Vec<_>> = columns.iter().map(|blocks| headed(blocks, count > 1)).collect();
            match parts.as_deref() {
                Some([(title, [Block::Paragraph(text)])]) if leads_on(text) => return self.next_bar(title, text),
                Some(parts) => return self.panels(parts),
                None => {}
            }
        }
        if self.looks.columns < BESIDE_FROM || count == 1 || self.looks.stacked {
            return self.below_each_other(columns);
        }
        let each = (self.looks.columns - BETWEEN * (count - 1)) / count;
        let panels = self.looks.panels && each >= PANELS_FROM;
        let names: Option<Vec<String>> = columns.iter().map(|blocks| case_name(blocks)).collect();
        let sections: Vec<Vec<Block>> =
            columns.iter().map(|blocks| sections(&blocks[usize::from(names.is_some())..])).collect();
        let is_parallel = sections.windows(2).all(|two| {
            let kinds = |blocks: &[Block]| blocks.iter().map(std::mem::discriminant).collect::<Vec<_>>();
            kinds(&two[0]) == kinds(&two[1])
        });
        let mut writers = writers(columns, names, RenderOptions { columns: each, panels, ..self.looks });
        let longest = sections.iter().map(Vec::len).max().unwrap_or(0);
        for index in 0..longest {
            let parts = || sections.iter().map(|blocks| blocks.get(index));
            let is_gap = |blocks: &[Block]| {
                let two = index.checked_sub(1).and_then(|before| Some((blocks.get(before)?, blocks.get(index)?)));
                two.is_some_and(|(before, block)| !(joins(before, block) || continues(before, block)))
            };
            let (panel_height, line_rows) = level(parts(), &writers);
            for (writer, blocks) in writers.iter_mut().zip(&sections) {
                if is_gap(blocks) {
                    writer.gap();
                }
            }
            if is_parallel {
                align(&mut writers);
            }
            for (writer, block) in writers.iter_mut().zip(parts()) {
                writer.least = panel_height;
                writer.line_rows.clone_from(&line_rows);
                if let Some(block) = block {
                    writer.block(block);
                }
            }
            if is_parallel {
                align(&mut writers);
            }
        }
        self.side_by_side(&writers, each);
    }

    /// Draws a request and its response as two panels: side by side or, if a line wouldn't fit, one above the other.
    pub(super) fn messages<'a>(&mut self, messages: impl Iterator<Item = (&'static str, &'a [String])>) {
        let part = |(label, message): (&str, &[String])| {
            let rows = message.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
            vec![Block::Heading(Text::verbatim(label)), Block::Code(message[..rows].to_vec())]
        };
        let parts: Vec<Vec<Block>> = messages.map(part).collect();
        let parts: Vec<_> = parts.iter().filter_map(|part| headed(part, false)).collect();
        let each = (self.looks.columns.saturating_sub(BETWEEN) / 2).saturating_sub(MESSAGE_EDGES);
        let fits = |block: &Block| !matches!(block, Block::Code(lines) if lines.iter().any(|line| width(line) > each));
        let is_beside = self.looks.columns >= BESIDE_FROM && parts.iter().flat_map(|part| part.1).all(fits);
        let beside = if is_beside { parts.len() } else { 1 };
        parts.chunks(beside).for_each(|parts| self.panels(parts));
    }

    /// The name of each case is drawn in the border of its panel or beside its heading.
    fn below_each_other(&mut self, columns: &[Vec<Block>]) {
        for (index, blocks) in columns.iter().enumerate() {
            if let Some(name) = case_name(blocks).filter(|_| !self.looks.stacked && is_only_lines(blocks)) {
                if index > 0 && !self.is_below_panel() {
                    self.gap();
                }
                self.case_name = name;
                self.number = 0;
                blocks.iter().skip(1).for_each(|block| self.block(block));
                continue;
            }
            if index > 0 {
                self.gap();
            }
            let document = Document { title: String::new(), blocks: blocks.clone() };
            self.append(render(&document, &self.looks));
        }
    }

    fn panels(&mut self, parts: &[(&Text, &[Block])]) {
        let count = parts.len();
        let widths = panel_widths(parts, self.looks.columns);
        let wide = |index: usize| widths[index];
        let draw = |(index, (_, blocks)): (usize, &(&Text, &[Block]))| {
            let document = Document { title: String::new(), blocks: blocks.to_vec() };
            // Empty lines are left out, because texts in narrow panels are short, and a window of the usual size has
            // few rows to spare.
            let is_dense = count > 1 && !self.looks.is_large;
            let density = if is_dense { Density::Dense } else { self.looks.density };
            let looks = RenderOptions { columns: wide(index) - 4, panels: false, least_rows: 0, density, ..self.looks };
            render(&document, &looks).lines
        };
        let mut inner: Vec<_> = parts.iter().enumerate().map(draw).collect();
        let top_rows = if self.out.lines.is_empty() { self.looks.least_rows.saturating_sub(2) } else { 0 };
        let rows = inner.iter().map(Vec::len).max().unwrap_or(0).max(top_rows);
        let theme = self.looks.theme;
        let mut drawn: Vec<Line> = vec![Line::default(); rows + 2];
        let is_joined = count == 1 && self.is_below_panel();
        if is_joined {
            self.out.lines.pop();
        }
        for (index, (lines, (title, _))) in inner.iter_mut().zip(parts).enumerate() {
            lines.resize(rows, Line::default());
            let block = widget::block(&title.to_string(), wide(index), theme);
            let block = if is_joined { block.border_set(widget::joined_border(theme)) } else { block };
            let panel = widget::panel_with(block, [None, None], std::mem::take(lines), wide(index), theme);
            for (line, more) in drawn.iter_mut().zip(panel) {
                if index > 0 {
                    line.spans.push(Span::raw(" ".repeat(BETWEEN)));
                }
                line.spans.extend(more.spans);
            }
        }
        self.out.panel.get_or_insert(self.out.lines.len());
        self.out.lines.extend(drawn);
        self.last_panel = (count == 1).then_some(self.out.lines.len());
    }

    /// Draws what comes next as a bar that looks like a selected menu entry.
    fn next_bar(&mut self, title: &Text, text: &Text) {
        let (theme, columns) = (self.looks.theme, self.looks.columns);
        let style = theme.selected();
        let lead = format!(" {} ", theme.signs.pointer);
        let lines = wrap(&[(format!("{title}: {text}"), style)], columns - width(&lead) - 1);
        for (index, spans) in lines.into_iter().enumerate() {
            let lead = if index == 0 { lead.clone() } else { " ".repeat(width(&lead)) };
            let mut line = Line::from([vec![Span::styled(lead, style)], spans].concat());
            line.push_span(Span::styled(" ".repeat(columns.saturating_sub(line.width())), style));
            self.out.lines.push(line);
        }
    }

    pub(super) fn is_below_panel(&self) -> bool {
        self.last_panel == Some(self.out.lines.len())
    }

    fn side_by_side(&mut self, writers: &[Writer], each: usize) {
        let count = writers.len();
        let between = (self.looks.columns - each * count) / (count - 1);
        let rows = writers.iter().map(|writer| writer.out.lines.len()).max().unwrap_or(0);
        let start = writers.iter().find_map(|writer| writer.out.start);
        self.out.start = self.out.start.or(start.map(|line| line + self.out.lines.len()));
        for row in 0..rows {
            let mut spans = Vec::new();
            for (index, writer) in writers.iter().enumerate() {
                let line = writer.out.lines.get(row).cloned().unwrap_or_default();
                let free = each.saturating_sub(line.width()) + between;
                spans.extend(line.spans);
                if index + 1 < count {
                    spans.push(Span::raw(" ".repeat(free)));
                }
            }
            self.out.lines.push(Line::from(spans));
        }
    }
}

/// Panels with bars are sized so that all bars are equally long. All other panels are equally wide.
fn panel_widths(parts: &[(&Text, &[Block])], columns: usize) -> Vec<usize> {
    let count = parts.len();
    let free = columns - BETWEEN * (count - 1);
    let needed: Vec<usize> = parts.iter().filter_map(|(_, blocks)| needed_columns(blocks)).collect();
    let all: usize = needed.iter().sum();
    let missing = all.saturating_sub(free) / count;
    let has_room = needed.len() == count && needed.iter().all(|columns| *columns >= missing + LEAST_PANEL);
    let each = |index: usize| match needed.get(index).filter(|_| has_room) {
        Some(columns) => columns + free.saturating_sub(all) / count - missing,
        None => free / count,
    };
    let mut widths: Vec<usize> = (0..count).map(each).collect();
    let used: usize = widths.iter().take(count - 1).sum();
    widths.iter_mut().skip(count - 1).for_each(|last| *last = free - used);
    widths
}

fn needed_columns(blocks: &[Block]) -> Option<usize> {
    let block = |block: &Block| match block {
        Block::Bar(bar) => Some(width(&bar.label) + width(&bar.note) + GOOD_BAR),
        Block::Plot(_) => Some(GOOD_PLOT),
        _ => None,
    };
    blocks.iter().filter_map(block).max()
}

/// All columns have the same width, so that the same text wraps at the same words in each column.
fn writers(columns: &[Vec<Block>], names: Option<Vec<String>>, looks: RenderOptions) -> Vec<Writer> {
    let mut names = names.into_iter().flatten();
    let writer =
        |blocks: &Vec<Block>| Writer { case_name: names.next().unwrap_or_default(), ..Writer::new(blocks, looks) };
    columns.iter().map(writer).collect()
}

/// Splits a part of the document into its heading and its other blocks, or returns `None` if there is no heading. Also
/// returns `None` if the part is one of several and contains panels.
fn headed(blocks: &[Block], is_one_of_several: bool) -> Option<(&Text, &[Block])> {
    let [Block::Heading(heading), rest @ ..] = blocks else { return None };
    let has_panel = |block: &Block| {
        let is_response =
            matches!(block, Block::Code(lines) if lines.first().is_some_and(|line| line.starts_with("HTTP/")));
        is_response || matches!(block, Block::Exchange(_) | Block::Strip(_) | Block::Verdict(_) | Block::Columns(_))
    };
    (!is_one_of_several || !rest.iter().any(has_panel)).then_some((heading, rest))
}

/// Whether a panel only names the next part of the course.
fn leads_on(text: &Text) -> bool {
    text.spans.first().is_some_and(|span| span.meaning == Meaning::Strong)
}

fn align(writers: &mut [Writer]) {
    let rows = writers.iter().map(|writer| writer.out.lines.len()).max().unwrap_or(0);
    for writer in writers {
        writer.out.lines.resize(rows, Line::default());
    }
}

fn sections(blocks: &[Block]) -> Vec<Block> {
    let split = |block: &Block| match block {
        Block::Exchange(exchange) => {
            let alone =
                |group: &Group| Block::Exchange(ExchangeLines { groups: vec![group.clone()], ..exchange.clone() });
            exchange.groups.iter().map(alone).collect()
        }
        other => vec![other.clone()],
    };
    blocks.iter().flat_map(split).collect()
}

fn case_name(blocks: &[Block]) -> Option<String> {
    let [Block::Heading(heading), rest @ ..] = blocks else { return None };
    rest.iter().any(|block| matches!(block, Block::Exchange(_))).then(|| heading.to_string())
}

/// A table counts as squeezed if it needs more than one and a half times the available width.
fn is_squeezed(block: &Block, columns: usize) -> bool {
    let cell = |text: &Text| width(&text.to_string());
    matches!(block, Block::Table(table) if 2 * table.column_widths(cell, cell).iter().sum::<usize>() > 3 * columns)
}

fn is_only_lines(blocks: &[Block]) -> bool {
    matches!(blocks, [Block::Heading(_), Block::Exchange(_)])
}

/// Returns true for two panels of the same case, which need no empty line between them.
fn continues(before: &Block, block: &Block) -> bool {
    matches!((before, block), (Block::Exchange(_), Block::Exchange(_)))
}

/// Returns the height of the tallest panel with numbered lines. If all blocks have the same number of lines, also
/// returns the maximum number of rows for each line.
fn level<'a>(blocks: impl Iterator<Item = Option<&'a Block>>, writers: &[Writer]) -> (usize, Vec<usize>) {
    let trials: Vec<Vec<usize>> = blocks.zip(writers).map(|(block, writer)| line_rows(block, writer)).collect();
    let height = trials.iter().map(|rows| rows.iter().sum()).max().unwrap_or(0);
    let count = trials.first().map_or(0, Vec::len);
    let is_level = trials.iter().all(|rows| rows.len() == count);
    let most = |line: usize| trials.iter().filter_map(|rows| rows.get(line)).copied().max().unwrap_or(0);
    (height, (0..count).filter(|_| is_level).map(most).collect())
}

fn line_rows(block: Option<&Block>, writer: &Writer) -> Vec<usize> {
    let Some(block @ Block::Exchange(_)) = block else { return Vec::new() };
    let mut trial = Writer::new(&[], writer.looks);
    trial.number = writer.number;
    trial.last_panel = writer.last_panel;
    trial.block(block);
    let end = trial.out.lines.len() - usize::from(writer.looks.panels);
    let starts = trial.out.numbered.iter().copied();
    starts.clone().zip(starts.skip(1).chain([end])).map(|(start, next)| next - start).collect()
}
