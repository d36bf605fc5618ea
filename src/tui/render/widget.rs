//! Draws panels, tables, bars and plots as lines of text. Each ratatui widget is drawn into a buffer once, and the
//! resulting lines are kept for later frames.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::symbols::{Marker, border};
use ratatui::text::{Line, Span, Text as Lines};
use ratatui::widgets::{
    Axis, Block, BorderType, Cell, Chart, Dataset, GraphType, LineGauge, Paragraph, Row, Scrollbar,
    ScrollbarOrientation, ScrollbarState, Table, Widget,
};

use super::super::layout::saturating_u16;
use super::super::theme::Theme;
use super::wrap::{Piece, wrap};
use crate::document::{BarLine, Meaning, PlotBlock, PlotPoint, TableBlock, Text};
use crate::ruling::Verdict;
use crate::text::{cut, width};

fn drawn(widget: impl Widget, columns: usize, rows: usize) -> Vec<Line<'static>> {
    let area = Rect::new(0, 0, saturating_u16(columns), saturating_u16(rows));
    let mut buffer = Buffer::empty(area);
    widget.render(area, &mut buffer);
    (0..area.height).map(|row| line(&buffer, row)).collect()
}

/// The cell after a wide character is skipped, because the character covers that cell.
fn line(buffer: &Buffer, row: u16) -> Line<'static> {
    let mut spans: Vec<Span<'static>> = Vec::new();
    let mut column = 0;
    while column < buffer.area.width {
        let Some(cell) = buffer.cell((column, row)) else { break };
        let style = Style { sub_modifier: Modifier::empty(), ..cell.style() };
        match spans.last_mut().filter(|span| span.style == style) {
            Some(span) => span.content.to_mut().push_str(cell.symbol()),
            None => spans.push(Span::styled(cell.symbol().to_owned(), style)),
        }
        column += saturating_u16(Span::raw(cell.symbol()).width().max(1));
    }
    Line::from(spans)
}

const fn border(theme: Theme) -> border::Set<'static> {
    if !theme.signs.ascii {
        return BorderType::Rounded.to_border_set();
    }
    border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    }
}

pub(super) const fn joined_border(theme: Theme) -> border::Set<'static> {
    let set = border(theme);
    if theme.signs.ascii { set } else { border::Set { top_left: "├", top_right: "┤", ..set } }
}

pub(in super::super) fn block(title: &str, columns: usize, theme: Theme) -> Block<'static> {
    let block = Block::bordered().border_set(border(theme)).border_style(theme.border());
    if title.is_empty() {
        return block;
    }
    let title = cut(title, columns.saturating_sub(6), theme.signs.ellipsis);
    block.title(Span::styled(format!(" {title} "), theme.on_border(Meaning::Strong)))
}

pub(in super::super) fn active_block(title: &str, columns: usize, theme: Theme) -> Block<'static> {
    block(title, columns, theme).border_style(theme.active())
}

/// Draws a scroll bar in the last column of an area; `furthest` is the last scroll position.
pub(in super::super) fn scroll_bar(frame: &mut Frame, area: Rect, furthest: usize, scroll: usize, theme: Theme) {
    let mut state = ScrollbarState::new(furthest + 1).position(scroll).viewport_content_length(area.height.into());
    let (track, thumb) = if theme.signs.ascii { ("|", "#") } else { ("│", "┃") };
    let bar = Scrollbar::new(ScrollbarOrientation::VerticalRight)
        .begin_symbol(None)
        .end_symbol(None)
        .track_symbol(Some(track))
        .thumb_symbol(thumb)
        .track_style(theme.border());
    frame.render_stateful_widget(bar, area.intersection(frame.area()), &mut state);
}

pub(super) fn panel_with(
    block: Block<'static>, [note, below]: [Option<Line<'static>>; 2], lines: Vec<Line<'static>>, columns: usize,
    theme: Theme,
) -> Vec<Line<'static>> {
    let rows = lines.len() + 2;
    let mut block = block.padding(ratatui::widgets::Padding::horizontal(1));
    let ground = Style::reset().patch(theme.ground());
    if let Some(note) = note {
        block = block.title(note.patch_style(ground).right_aligned());
    }
    if let Some(below) = below {
        block = block.title_bottom(below.patch_style(ground));
    }
    drawn(Paragraph::new(lines).block(block), columns, rows)
}

/// The minimum length of a bar in columns. In a shorter bar, 50% and 75% would look almost the same.
pub(in super::super) const LEAST_BAR: usize = 3;

/// Only a share of 0 is drawn as an empty bar, and only a share of 1 as a full bar.
fn drawn_share(share: f64, columns: usize) -> f64 {
    let all = f64::from(saturating_u16(columns).max(1));
    let part = share.clamp(0.0, 1.0);
    if part <= 0.0 || part >= 1.0 { part } else { (part * all).round().clamp(1.0, (all - 1.0).max(1.0)) / all }
}

/// A label that is a status code is drawn as a badge.
pub(super) fn bar_label(bar: &BarLine) -> String {
    if bar.label.parse::<u16>().is_ok() { format!(" {} ", bar.label) } else { bar.label.clone() }
}

/// If there is no room for the bar, only the label and the value appear.
pub(in super::super) fn bar(
    bar: &BarLine, (label_columns, note_columns): (usize, usize), columns: usize, theme: Theme,
) -> Vec<Line<'static>> {
    let [filled, empty] = theme.signs.bar;
    let plain = theme.style(Meaning::Plain);
    let code = bar.label.parse().ok().map(|code| Meaning::Status(Verdict::from_status(code)));
    let style = code.map_or(plain, |code| theme.style(code));
    let mut labels = wrap(&[(bar_label(bar), style)], label_columns - 1);
    let label = labels.pop().unwrap_or_default();
    let room = columns.saturating_sub(label_columns + note_columns + 2);
    if room < LEAST_BAR {
        let pieces: Vec<Piece> = vec![(format!("{}: {}", bar.label, bar.note), plain)];
        return wrap(&pieces, columns).into_iter().map(Line::from).collect();
    }
    let gauge = LineGauge::default()
        .ratio(drawn_share(bar.share, room))
        .label("")
        .filled_symbol(filled)
        .unfilled_symbol(empty)
        .filled_style(match bar.correct {
            _ if code.is_some() => code.map(|code| theme.outline(code)).unwrap_or_default(),
            Some(is_good) => theme.drawing(if is_good { Meaning::Correct } else { Meaning::Wrong }).unwrap_or_default(),
            None => plain.add_modifier(Modifier::BOLD),
        })
        .unfilled_style(theme.border());
    let used: usize = label.iter().map(|span| width(&span.content)).sum();
    let mut spans = [label, vec![Span::raw(" ".repeat(label_columns.saturating_sub(used)))]].concat();
    spans.extend(drawn(gauge, room + 1, 1).remove(0).spans);
    spans.push(Span::raw(format!(" {:>note_columns$}", bar.note)));
    labels.into_iter().map(Line::from).chain([Line::from(spans)]).collect()
}

/// A status code becomes a badge only if the table cell contains nothing else. Other text in the colour of a code has a
/// filled pip before it.
fn pieces(text: &Text, theme: Theme, meaning: Option<Meaning>) -> Vec<Piece> {
    if let (None, [span]) = (meaning, text.spans.as_slice())
        && let Meaning::Status(_) = span.meaning
        && !is_code(&span.text)
    {
        let text = format!("{} {}", theme.signs.pips[0], span.text);
        return vec![(text, theme.style(Meaning::Plain))];
    }
    let piece = |span: &crate::document::Span| match (meaning, span.meaning) {
        (None, Meaning::Status(_)) if text.spans.len() == 1 => (format!(" {} ", span.text), theme.style(span.meaning)),
        (None, Meaning::Status(_)) => (span.text.clone(), theme.in_text(span.meaning)),
        (None, Meaning::Key) => (span.text.clone(), theme.key_cap()),
        (meaning, default) => (span.text.clone(), theme.style(meaning.unwrap_or(default))),
    };
    text.spans.iter().map(piece).collect()
}

fn is_code(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

fn cell_width(cell: &Text) -> usize {
    let is_badge = matches!(cell.spans.as_slice(), [span] if matches!(span.meaning, Meaning::Status(_)));
    width(&cell.to_string()) + if is_badge { 2 } else { 0 }
}

fn longest_word(cell: &Text) -> usize {
    let text = cell.to_string();
    let word = text.split(' ').map(width).max().unwrap_or(0);
    if cell_width(cell) > width(&text) { cell_width(cell) } else { word }
}

/// Narrows the widest columns until the table fits, but never makes a column narrower than its minimum. Returns false
/// if the table still doesn't fit.
fn shrink(widths: &mut [usize], least: &[usize], spare: usize) -> bool {
    while widths.iter().sum::<usize>() > spare {
        let can_shrink = widths.iter_mut().zip(least).filter(|(width, least)| **width > **least);
        let Some((widest, _)) = can_shrink.max_by_key(|(width, _)| **width) else { return false };
        *widest -= 1;
    }
    true
}

/// Draws every table row as a list that starts with the first cell. All other cells in the list are preceded by their
/// column headings.
fn stacked(
    table: &TableBlock, columns: usize, theme: Theme, pointer: Option<usize>,
) -> (Vec<Line<'static>>, Vec<usize>) {
    let (mut lines, mut starts) = (Vec::new(), Vec::new());
    for (index, row) in table.rows.iter().enumerate() {
        starts.push(lines.len());
        let is_selected = pointer == Some(index);
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let lead = match (column, pointer) {
                (0, None) => "",
                (0, Some(_)) if is_selected => theme.signs.pointer,
                _ => " ",
            };
            let indent = if column == 0 && pointer.is_none() { String::new() } else { format!("{lead} ") };
            let mut line = pieces(cell, theme, (column == 0).then_some(Meaning::Strong));
            let head = table.head.get(column).map(ToString::to_string).filter(|head| column > 0 && !head.is_empty());
            if let Some(head) = head {
                let colon = if head.ends_with([':', '?']) { "" } else { ":" };
                line.insert(0, (format!("{head}{colon} "), theme.style(Meaning::Plain)));
            }
            for (number, spans) in wrap(&line, columns.saturating_sub(width(&indent))).into_iter().enumerate() {
                let lead = if number == 0 { indent.clone() } else { " ".repeat(width(&indent)) };
                let line = Line::from([vec![Span::raw(lead)], spans].concat());
                lines.push(if is_selected { line.style(theme.selected()) } else { line });
            }
        }
    }
    (lines, starts)
}

fn has_numbers(table: &TableBlock, column: usize) -> bool {
    let mut cells = table.rows.iter().filter_map(|row| row.get(column)).map(Text::to_string);
    column > 0 && cells.all(|cell| cell.starts_with(|first: char| first.is_ascii_digit() || first == '–'))
}

fn has_pips(table: &TableBlock, column: usize) -> bool {
    let is_pip = |cell: &Text| match cell.spans.as_slice() {
        [span] => matches!(span.meaning, Meaning::Status(_)) && !is_code(&span.text),
        _ => false,
    };
    table.rows.iter().filter_map(|row| row.get(column)).any(is_pip)
}

/// Draws a table, and returns its lines and the index of the line at which each table row starts. Columns are narrowed
/// if the table is too wide. If that would break words, every row is drawn as a list instead.
pub(super) fn table(
    table: &TableBlock, columns: usize, theme: Theme, pointer: Option<usize>,
) -> (Vec<Line<'static>>, Vec<usize>) {
    const SPACING: usize = 2;
    let count = table.count();
    if count == 0 {
        return (Vec::new(), Vec::new());
    }
    let has_pips: Vec<bool> = (0..count).map(|column| has_pips(table, column)).collect();
    let mut widths = table.column_widths(cell_width, cell_width);
    widths.iter_mut().zip(&has_pips).for_each(|(width, has_pip)| *width += 2 * usize::from(*has_pip));
    let lead = if pointer.is_some() { 1 + SPACING } else { 0 };
    let spare = columns.saturating_sub(SPACING * (count - 1) + lead);
    if !shrink(&mut widths, &table.column_widths(longest_word, longest_word), spare) {
        return stacked(table, columns, theme, pointer);
    }
    let numbers: Vec<bool> = (0..count).map(|column| has_numbers(table, column)).collect();
    let cell = |text: &Text, column: usize, meaning| {
        let mut pieces = pieces(text, theme, meaning);
        if has_pips[column] && text.spans.iter().all(|span| span.meaning == Meaning::Plain) {
            pieces.insert(0, (format!("{} ", theme.signs.pips[1]), theme.style(Meaning::Plain)));
        }
        let lines = wrap(&pieces, widths[column]);
        let lines = Lines::from(lines.into_iter().map(Line::from).collect::<Vec<_>>());
        let is_right = numbers[column] && !table.head.is_empty();
        if is_right { lines.right_aligned() } else { lines }
    };
    let mut starts = Vec::new();
    let heads: Vec<Lines> =
        table.head.iter().enumerate().map(|(column, text)| cell(text, column, Some(Meaning::Strong))).collect();
    let head_height = heads.iter().map(Lines::height).max().unwrap_or(0);
    let mut height = head_height;
    let rows: Vec<Row> = table
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            starts.push(height);
            let selected = pointer == Some(index);
            let mut cells: Vec<Lines> = row.iter().enumerate().map(|(column, text)| cell(text, column, None)).collect();
            let rows = cells.iter().map(Lines::height).max().unwrap_or(1).max(1);
            if pointer.is_some() {
                cells.insert(0, Lines::raw(if selected { theme.signs.pointer } else { " " }));
            }
            height += rows;
            let row = Row::new(cells.into_iter().map(Cell::from)).height(saturating_u16(rows));
            if selected { row.style(theme.selected()) } else { row }
        })
        .collect();
    let mut constraints: Vec<Constraint> =
        widths.iter().map(|width| Constraint::Length(saturating_u16(*width))).collect();
    let mut head = heads;
    if pointer.is_some() {
        constraints.insert(0, Constraint::Length(1));
        head.insert(0, Lines::default());
    }
    let mut drawing = Table::new(rows, constraints).column_spacing(saturating_u16(SPACING));
    if !table.head.is_empty() {
        drawing = drawing.header(Row::new(head.into_iter().map(Cell::from)).height(saturating_u16(head_height)));
    }
    (drawn(drawing, columns, height), starts)
}

/// Plots the proportion of right answers at each confidence level, beside a line that shows the expected proportions. A
/// point on the line means that the learner's confidence matches the results.
pub(super) fn plot(plot: &PlotBlock, columns: usize, rows: usize, theme: Theme) -> Vec<Line<'static>> {
    const WIDEST: usize = 64;
    let columns = columns.min(WIDEST);
    let (ends, point) = (plot.points.first().zip(plot.points.last()), if theme.signs.ascii { '*' } else { '●' });
    let (from, to) = ends.map_or((0.0, 1.0), |(first, last)| (first.expected, last.expected));
    let line = |value: fn(&PlotPoint) -> f64| plot.points.iter().map(|point| (point.expected, value(point))).collect();
    let [expected, actual]: [Vec<(f64, f64)>; 2] = [line(|point| point.expected), line(|point| point.actual)];
    let fine = if theme.signs.ascii { Marker::Custom('.') } else { Marker::Braille };
    let set = |marker, kind, style| Dataset::default().marker(marker).graph_type(kind).style(style);
    let strong = theme.style(Meaning::Strong);
    // In ASCII, both lines would consist of the same dots.
    let line = set(fine, GraphType::Line, strong).data(if theme.signs.ascii { &[] } else { &actual });
    let points = set(Marker::Custom(point), GraphType::Scatter, strong).data(&actual);
    let datasets = vec![set(fine, GraphType::Line, theme.border()).data(&expected), line, points];
    let labels = |labels: Vec<String>| labels.into_iter().map(Span::raw).collect::<Vec<_>>();
    let across = Axis::default().bounds([from, to]).style(theme.border());
    // A chart would cut off long labels, so each label is shortened to its first word.
    let first_word = |label: &str| label.split(' ').next().unwrap_or_default().to_owned();
    let names = plot.points.iter().map(|point| first_word(&point.label));
    let upwards = Axis::default().bounds([0.0, 1.0]).style(theme.border());
    let percents = ["0", "50", "100%"].map(str::to_owned).to_vec();
    let chart = Chart::new(datasets)
        .x_axis(across.labels(labels(names.collect())))
        .y_axis(upwards.labels(labels(percents)))
        .legend_position(None);
    let mut lines = drawn(chart, columns, rows.saturating_sub(1));
    let expected = Span::styled(if theme.signs.ascii { ".. " } else { "⠤⠤ " }, theme.border());
    let legend = [Span::styled(format!("{point} "), strong), Span::raw(plot.actual.clone()), Span::raw("  ")];
    lines.push(Line::from([legend.to_vec(), vec![expected, Span::raw(plot.expected.clone())]].concat()));
    lines
}
