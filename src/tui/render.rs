//! Turns document blocks into lines of a given width for full-screen mode.
//!
//! Text is wrapped between words once, during rendering, so it needn't be wrapped again while the user scrolls.

pub(super) mod big_text;
mod columns;
mod exchange;
mod http;
mod labels;
pub(super) mod strip;
mod verdict;
pub(super) mod widget;
pub(super) mod wrap;

use std::ops::Range;

use ratatui::text::{Line, Span};

use super::theme::Theme;
use crate::document::{AirportStrip, AnswerChoice, BarLine, Block, Document, Meaning, PlotBlock, Text};
use crate::say;
use crate::text::width;
use labels::{LONGEST_LABEL, USUAL_LABELS_FROM, is_claim, label_columns};
use wrap::{Piece, wrap};

const PLOT: usize = 8;
const LARGE_PLOT: usize = 13;

/// The height, in rows, of digits drawn with half-block characters.
const HALF_ROWS: usize = 3;

pub(super) const MEASURE: usize = 92;

#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Clone, Copy, Debug)]
pub(super) struct RenderOptions {
    pub theme: Theme,
    pub columns: usize,
    pub panels: bool,
    pub pointer: Option<usize>,
    /// Whether the status code is already visible in a picture above the text.
    pub pictured: bool,
    pub is_large: bool,
    /// Whether a verdict is three rows high and shows its code in large digits.
    pub has_tall_bar: bool,
    /// The minimum number of lines for a response to be drawn in a panel of its own.
    pub least_response: usize,
    pub least_rows: usize,
    pub density: Density,
    /// Whether the panels of a case have empty rows around their lines.
    pub spaced: bool,
    /// The topmost row at which the first panel of a case may start.
    pub panel_row: usize,
    /// Whether parts that are normally side by side are stacked vertically.
    pub stacked: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Density {
    #[default]
    Whole,
    /// Draws only the deciding line of a case, if the learner is allowed to see which line that is.
    Brief,
    Dense,
    /// Draws empty lines only between paragraphs, because a panel's border already separates it from the text.
    Joined,
    /// Draws an empty line only above the verdict.
    DenseBelow,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Rendered {
    pub lines: Vec<Line<'static>>,
    /// For each numbered line of a case and each table row, the index of its first line on screen.
    pub numbered: Vec<usize>,
    /// The index of the first line of each block, except for a block that belongs to the preceding one.
    pub starts: Vec<usize>,
    /// The index of the line at which a screen reader starts: the first line of the first verdict, if any.
    pub start: Option<usize>,
    /// The index of the last screen line that the deciding line takes up, if the deciding line is highlighted.
    pub lit: Option<usize>,
    pub panel: Option<usize>,
}

pub(super) fn render(document: &Document, looks: &RenderOptions) -> Rendered {
    let mut writer = Writer::new(&document.blocks, *looks);
    let is_picture = |block: &Block| matches!(block, Block::Strip(_)) && !looks.stacked;
    let text = document.blocks.iter().position(|block| !is_picture(block));
    let mut drawn = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        if index < drawn {
            continue;
        }
        let is_low_plan = |strip: &AirportStrip| strip::is_plan(strip, looks) && !looks.is_large;
        let joins = |before: &Block| {
            joins(before, block)
                || writer.is_short(before) && writer.is_short(block)
                || matches!((before, block), (Block::Strip(strip), Block::Paragraph(_)) if is_low_plan(strip))
                || writer.looks.panels
                    && match (before, block) {
                        (Block::Columns(above), Block::Columns(below)) => above.len() == below.len(),
                        (Block::Exchange(_), Block::Columns(below)) => below.len() == 1,
                        _ => false,
                    }
        };
        let is_new = index == 0 || !joins(&document.blocks[index - 1]);
        let is_panel = |block: &Block| matches!(block, Block::Exchange(_) | Block::Columns(_));
        let is_joined =
            looks.density == Density::Joined && document.blocks[..=index].iter().rev().take(2).any(is_panel);
        // The reason replaces the story above the case of a ruling.
        let is_reason = looks.panel_row > 0
            && matches!((&document.blocks[..index], block), ([Block::Verdict(_)], Block::Paragraph(_)));
        if index > 0 && is_new && !is_joined && !is_reason {
            writer.gap();
        }
        let line = writer.out.lines.len();
        writer.out.starts.extend(is_new.then_some(line));
        // The score of bars without a heading is shown in large digits beside the bars.
        let is_bar = |block: &Block| matches!(block, Block::Bar(_));
        let before = document.blocks[..index].last();
        match block {
            Block::Bar(bar) if before.is_none_or(|before| !is_bar(before) && !matches!(before, Block::Heading(_))) => {
                let bars = document.blocks[index..].iter().take_while(|block| is_bar(block)).count();
                writer.score(bar, &document.blocks[index..index + bars]);
                drawn = index + bars;
            }
            _ => writer.block(block),
        }
        // Pictures at the top of a page only illustrate the text, so a screen reader starts below them.
        if index > 0 && Some(index) == text {
            writer.out.start.get_or_insert(line);
        }
    }
    writer.out
}

/// Next to a highlighted block, status codes in running text have no background colour.
fn is_bright(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Verdict(_) | Block::Strip(_) => true,
        Block::Columns(columns) => columns.iter().any(|blocks| is_bright(blocks)),
        _ => false,
    })
}

fn joins(before: &Block, block: &Block) -> bool {
    let is_about_claim = match (before, block) {
        (Block::Paragraph(claim), Block::Field(_)) => is_claim(claim),
        (Block::Paragraph(lead), Block::Paragraph(claim)) => {
            is_claim(claim) && lead.spans.last().is_some_and(|span| span.text.ends_with(':'))
        }
        _ => false,
    };
    is_about_claim
        || matches!(
            (before, block),
            (Block::Bar(_), Block::Bar(_))
                | (Block::Strip(_), Block::Strip(_))
                | (
                    Block::Heading(_),
                    Block::Bar(_)
                        | Block::Verdict(_)
                        | Block::Plot(_)
                        | Block::Table(_)
                        | Block::List(_)
                        | Block::Steps(_)
                        | Block::Code(_)
                        | Block::Paragraph(_)
                        | Block::Exchange(_)
                )
        )
}

fn bar_columns(blocks: &[Block]) -> (usize, usize) {
    let bars = || blocks.iter().filter_map(|block| if let Block::Bar(bar) = block { Some(bar) } else { None });
    let label = bars().map(|bar| width(&widget::bar_label(bar)) + 1).max().unwrap_or(0);
    let note = bars().map(|bar| width(&bar.note)).max().unwrap_or(0);
    (label.min(LONGEST_LABEL), note)
}

struct Writer {
    looks: RenderOptions,
    out: Rendered,
    number: usize,
    /// Whether codes in running text have no background colour because another part of the page is highlighted.
    calm: bool,
    labels: usize,
    has_labels: bool,
    bars: (usize, usize),
    least: usize,
    /// The minimum number of rows for each numbered line, which keeps the lines of two cases side by side level.
    line_rows: Vec<usize>,
    case_name: String,
    last_panel: Option<usize>,
    /// The lines that the bar of the verdict takes up.
    bar: Option<Range<usize>>,
}

impl Writer {
    fn new(blocks: &[Block], looks: RenderOptions) -> Self {
        let (calm, labels) = (looks.pictured || is_bright(blocks), label_columns(blocks, looks.columns));
        let bars = bar_columns(blocks);
        let has_labels = blocks.iter().any(|block| matches!(block, Block::Field(_)));
        Self {
            looks,
            out: Rendered::default(),
            number: 0,
            calm,
            labels,
            has_labels,
            bars,
            least: 0,
            line_rows: Vec::new(),
            case_name: String::new(),
            last_panel: None,
            bar: None,
        }
    }

    fn gap(&mut self) {
        let density = self.looks.density;
        let is_dense = density == Density::Dense || density == Density::DenseBelow && self.out.start.is_some();
        if !is_dense && self.out.lines.last().is_some_and(|line| line.width() > 0) {
            self.out.lines.push(Line::default());
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => {
                let last = text.spans.len().saturating_sub(1);
                let theme = self.looks.theme;
                let pieces = text.spans.iter().enumerate().map(|(index, span)| match span.meaning {
                    Meaning::Plain => (span.text.clone(), theme.style(Meaning::Strong)),
                    Meaning::Status(_) if index == last => (format!(" {} ", span.text), theme.style(span.meaning)),
                    Meaning::Status(_) => (span.text.clone(), theme.in_text(span.meaning)),
                    meaning => (span.text.clone(), theme.style(meaning)),
                });
                let pieces = pieces.collect::<Vec<_>>();
                self.wrapped(&pieces, "", 0);
            }
            Block::Paragraph(text) if self.is_labelled_claim(text) => self.claim(text),
            Block::Paragraph(text) => {
                let pieces = self.pieces(text, self.calm);
                self.led(&pieces, Vec::new(), 0);
            }
            Block::List(items) => {
                for item in items {
                    let bullet = format!("{} ", self.looks.theme.signs.bullet);
                    self.text(item, vec![Span::raw(bullet)], 0);
                }
            }
            Block::Steps(items) => {
                for (number, item) in (1..).zip(items) {
                    self.text(item, vec![Span::raw(format!("{number:>2}  "))], 0);
                }
            }
            Block::Code(lines) => self.code(lines),
            Block::Field(field) => self.field(field),
            Block::Exchange(exchange) => self.exchange(exchange),
            Block::Strip(strip) => {
                let lines = strip::labelled(strip, &self.looks);
                self.out.lines.extend(lines);
            }
            Block::Plot(plot) => self.out.lines.extend(self.plot(plot)),
            Block::Verdict(verdict) => self.verdict(verdict),
            Block::Bar(bar) => self.bar(bar),
            Block::Table(table) => {
                let pointer = self.looks.pointer;
                let (lines, rows) = widget::table(table, self.looks.columns, self.looks.theme, pointer);
                let start = self.out.lines.len();
                self.out.numbered.extend(rows.into_iter().map(|row| row + start));
                self.out.lines.extend(lines);
            }
            Block::Columns(columns) => self.columns(columns),
            Block::Choices(choices) => choices.iter().for_each(|choice| self.choice(choice)),
        }
    }

    fn inside_panel(&mut self, draw: impl FnOnce(&mut Self)) -> Vec<Line<'static>> {
        let (columns, lines) = (self.looks.columns, std::mem::take(&mut self.out.lines));
        self.looks.columns = columns.saturating_sub(4);
        draw(self);
        self.looks.columns = columns;
        std::mem::replace(&mut self.out.lines, lines)
    }

    /// A false claim is marked with the tag "WRONG". A code is a badge only if it isn't part of a sentence. If `calm` is
    /// set, neither a code nor the tag has a background colour.
    fn pieces(&self, text: &Text, calm: bool) -> Vec<Piece> {
        let theme = self.looks.theme;
        let mut pieces = Vec::new();
        for span in &text.spans {
            if matches!(span.meaning, Meaning::WrongClaim | Meaning::Refuted) {
                let tag = if calm { theme.in_text(Meaning::Wrong) } else { theme.style(Meaning::Wrong) };
                let edge = if calm { "" } else { " " };
                pieces.push((format!("{edge}{}{edge}", say!("WRONG")), tag));
                pieces.push((if calm { "  " } else { " " }.to_owned(), theme.style(Meaning::Plain)));
            }
            let sign = match span.meaning {
                Meaning::Correct => Some(theme.signs.correct),
                Meaning::Wrong => Some(theme.signs.wrong),
                _ => None,
            };
            let badge = |sign: &str| format!(" {sign} {} ", span.text.trim_end_matches('.'));
            let shown = sign.map_or_else(|| span.text.clone(), badge);
            pieces.push(match span.meaning {
                Meaning::Status(_) if calm || text.spans.len() > 1 => (shown, theme.in_text(span.meaning)),
                Meaning::Status(_) => (format!(" {shown} "), theme.style(span.meaning)),
                _ => (shown, theme.style(span.meaning)),
            });
        }
        pieces
    }

    fn text(&mut self, text: &Text, lead: Vec<Span<'static>>, indent: usize) {
        let pieces = self.pieces(text, true);
        self.led(&pieces, lead, indent);
    }

    fn wrapped(&mut self, pieces: &[Piece], lead: &str, hang: usize) {
        let lead = if lead.is_empty() { Vec::new() } else { vec![Span::raw(lead.to_owned())] };
        self.led(pieces, lead, hang);
    }

    /// All lines after the first are indented by the width of `lead` or by `hang`, whichever is larger.
    fn led(&mut self, pieces: &[Piece], lead: Vec<Span<'static>>, hang: usize) {
        let first: usize = lead.iter().map(Span::width).sum();
        let rest = first.max(hang);
        let lines = wrap(pieces, self.looks.columns.min(MEASURE).saturating_sub(rest).max(8));
        let mut lead = Some(lead);
        for spans in lines {
            let mut line = lead.take().unwrap_or_else(|| vec![Span::raw(" ".repeat(rest))]);
            line.extend(spans);
            self.out.lines.push(Line::from(line));
        }
        if let Some(lead) = lead.filter(|lead| !lead.is_empty()) {
            self.out.lines.push(Line::from(lead));
        }
    }

    fn plot(&self, plot: &PlotBlock) -> Vec<Line<'static>> {
        let rows = if self.looks.is_large { LARGE_PLOT } else { PLOT };
        widget::plot(plot, self.looks.columns, rows, self.looks.theme)
    }

    fn bar(&mut self, bar: &BarLine) {
        let line = widget::bar(bar, self.bars, self.looks.columns, self.looks.theme);
        self.out.lines.extend(line);
    }

    /// If there is room, the score of the first green bar (or of the first bar, if none is green) is shown in large
    /// digits to the left.
    fn score(&mut self, first: &BarLine, bars: &[Block]) {
        let (columns, theme) = (self.looks.columns, self.looks.theme);
        let is_green = |block: &Block| matches!(block, Block::Bar(bar) if bar.correct == Some(true));
        let main = match bars.iter().find(|block| is_green(block)) {
            Some(Block::Bar(bar)) => bar,
            _ => first,
        };
        let figure = &main.note;
        let numbers: Vec<&str> =
            figure.split(|one: char| !one.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let has_digits =
            self.looks.panels && !self.looks.pictured && columns >= USUAL_LABELS_FROM && numbers.len() == 2;
        let rows = if self.looks.is_large { usize::from(big_text::ROWS) } else { HALF_ROWS };
        let digits = big_text::large(&numbers.join("/"), columns / 2, rows, theme.signs.block).filter(|_| has_digits);
        let digits = digits.unwrap_or_default();
        let indent = digits.first().map_or(0, |row| width(row) + 4);
        let above = std::mem::take(&mut self.out.lines);
        self.looks.columns -= indent;
        self.bars = bar_columns(bars);
        for bar in bars {
            self.block(bar);
        }
        self.looks.columns = columns;
        let lines = std::mem::replace(&mut self.out.lines, above);
        let first = digits.len().saturating_sub(lines.len()) / 2;
        // The number of correct answers is green. If all answers are correct, the total is green as well.
        let green = match numbers.first().filter(|_| main.correct == Some(true) && main.share > 0.0) {
            Some(_) if main.share >= 1.0 => indent,
            Some(right) => big_text::share_of(right, &numbers.join("/"), indent.saturating_sub(4)),
            None => 0,
        };
        for row in 0..digits.len().max(lines.len()) {
            let digit = format!("{:indent$}", digits.get(row).map_or("", String::as_str));
            let split = digit.char_indices().nth(green).map_or(digit.len(), |(index, _)| index);
            let (right, rest) = digit.split_at(split);
            let mut spans = vec![
                Span::styled(right.to_owned(), theme.score()),
                Span::styled(rest.to_owned(), theme.style(Meaning::Strong)),
            ];
            spans.extend(
                row.checked_sub(first).and_then(|row| lines.get(row)).into_iter().flat_map(|line| line.spans.clone()),
            );
            self.out.lines.push(Line::from(spans));
        }
    }

    fn append(&mut self, lines: Rendered) {
        let start = self.out.lines.len();
        self.out.start = self.out.start.or(lines.start.map(|line| line + start));
        self.out.numbered.extend(lines.numbered.into_iter().map(|line| line + start));
        self.out.lines.extend(lines.lines);
    }

    fn choice(&mut self, choice: &AnswerChoice) {
        let theme = self.looks.theme;
        let pointer = if choice.chosen { theme.signs.pointer } else { " " };
        let key = Span::styled(format!("{pointer} {}  ", choice.key), theme.style(Meaning::Strong));
        self.text(&choice.text, vec![key], 0);
    }
}

#[cfg(test)]
pub(super) mod tests;
