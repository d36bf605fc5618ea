//! Documents for the full screen: turns blocks into lines of a given width.
//!
//! Owns the look of each block. Every line is wrapped here, between words, so that scrolling only hides lines. Must
//! not know which screen a document is on.

pub(super) mod glyphs;
mod http;
pub(super) mod letters;
pub(super) mod strip;
pub(super) mod widget;
pub(super) mod wrap;

use ratatui::text::{Line, Span};

use super::theme::Theme;
use crate::document::{
    AnswerChoice, BarLine, Block, Document, ExchangeLines, Group, LabelledText, Meaning, Text, VerdictLine,
};
use crate::ruling::Verdict;
use crate::say;
use crate::text::width;
use wrap::{Piece, wrap};

/// From this width, labels have their own column, this wide.
const LABELS_FROM: usize = 60;
const LABEL: usize = 17;

/// From this width on, columns are side by side.
const BESIDE_FROM: usize = 64;

/// The settings for drawing a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Looks {
    pub theme: Theme,
    pub columns: usize,
    /// Whether the numbered lines are in panels.
    pub panels: bool,
    /// The index of the numbered line with the pointer.
    pub pointer: Option<usize>,
}

/// A document as lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Rendered {
    pub lines: Vec<Line<'static>>,
    /// The first line of each numbered line of a case, and of each table row.
    pub numbered: Vec<usize>,
    /// Where reading starts: at the verdict, or at the first line.
    pub start: usize,
    /// The last line of the highlighted deciding line.
    pub lit: Option<usize>,
}

pub(super) fn render(document: &Document, looks: &Looks) -> Rendered {
    let looks = *looks;
    let mut writer = Writer { looks, out: Rendered::default(), number: 0 };
    for (place, block) in document.blocks.iter().enumerate() {
        if place > 0 && !joins(&document.blocks[place - 1], block) {
            writer.gap();
        }
        writer.block(block);
    }
    writer.out
}

/// Whether two blocks need no empty line between them.
fn joins(before: &Block, block: &Block) -> bool {
    matches!(
        (before, block),
        (Block::Bar(_), Block::Bar(_))
            | (
                Block::Heading(_),
                Block::Bar(_)
                    | Block::Table(_)
                    | Block::List(_)
                    | Block::Steps(_)
                    | Block::Code(_)
                    | Block::Paragraph(_)
                    | Block::Exchange(_)
            )
    )
}

struct Writer {
    looks: Looks,
    out: Rendered,
    number: usize,
}

impl Writer {
    fn gap(&mut self) {
        if self.out.lines.last().is_some_and(|line| line.width() > 0) {
            self.out.lines.push(Line::default());
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => {
                let pieces = text.spans.iter().map(|span| match span.meaning {
                    Meaning::Plain => (span.text.clone(), self.looks.theme.style(Meaning::Strong)),
                    meaning => (span.text.clone(), self.looks.theme.style(meaning)),
                });
                let pieces = pieces.collect::<Vec<_>>();
                self.wrapped(&pieces, "", 0);
            }
            Block::Paragraph(text) => self.text(text, Vec::new(), 0),
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
                let lines = strip::labelled(strip, self.looks.columns, self.looks.theme);
                self.out.lines.extend(lines);
            }
            Block::Verdict(verdict) => self.verdict(verdict),
            Block::Bar(bar) => self.bar(bar),
            Block::Table(table) => {
                let (lines, rows) = widget::table(table, self.looks.columns, self.looks.theme, self.looks.pointer);
                let start = self.out.lines.len();
                self.out.numbered.extend(rows.into_iter().map(|row| row + start));
                self.out.lines.extend(lines);
            }
            Block::Columns(columns) => self.columns(columns),
            Block::Choices(choices) => choices.iter().for_each(|choice| self.choice(choice)),
            Block::PageBreak => {}
        }
    }

    /// Lines of code. A response is in a panel with the colour of its status.
    fn code(&mut self, lines: &[String]) {
        let theme = self.looks.theme;
        let status = lines.first().and_then(|line| line.strip_prefix("HTTP/")).filter(|_| self.looks.panels);
        let Some(status) = status else {
            for line in lines {
                self.wrapped(&http::pieces(line, theme), "  ", 4);
            }
            return;
        };
        let whole = self.looks.columns;
        self.looks.columns = whole.saturating_sub(4);
        let before = std::mem::take(&mut self.out.lines);
        for line in lines {
            self.wrapped(&http::pieces(line, theme), "", 2);
        }
        let inner = std::mem::replace(&mut self.out.lines, before);
        self.looks.columns = whole;
        let code = status.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default();
        let outline = theme.outline(Meaning::Status(Verdict::from_status(code)));
        self.out.lines.extend(widget::panel(say!("Response"), inner, whole, theme, outline));
    }

    /// The pieces of a text. A false claim starts with its tag.
    fn pieces(&self, text: &Text) -> Vec<Piece> {
        let theme = self.looks.theme;
        let mut pieces = Vec::new();
        for span in &text.spans {
            if matches!(span.meaning, Meaning::WrongClaim | Meaning::Refuted) {
                pieces.push((format!(" {} ", say!("WRONG")), theme.style(Meaning::Wrong)));
                pieces.push((" ".to_owned(), theme.style(Meaning::Plain)));
            }
            let is_badge = matches!(span.meaning, Meaning::Correct | Meaning::Wrong);
            let text = if is_badge { format!(" {} ", span.text.trim_end_matches('.')) } else { span.text.clone() };
            pieces.push((text, theme.style(span.meaning)));
        }
        pieces
    }

    /// A text after a lead. Further lines are indented to match.
    fn text(&mut self, text: &Text, lead: Vec<Span<'static>>, indent: usize) {
        let pieces = self.pieces(text);
        self.led(&pieces, lead, indent);
    }

    fn wrapped(&mut self, pieces: &[Piece], lead: &str, hang: usize) {
        let lead = if lead.is_empty() { Vec::new() } else { vec![Span::raw(lead.to_owned())] };
        self.led(pieces, lead, hang);
    }

    /// Pieces after a lead. Further lines are indented by its width, or by `hang` if that is more.
    fn led(&mut self, pieces: &[Piece], lead: Vec<Span<'static>>, hang: usize) {
        let first: usize = lead.iter().map(Span::width).sum();
        let rest = first.max(hang);
        let lines = wrap(pieces, self.looks.columns.saturating_sub(rest).max(8));
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

    fn field(&mut self, field: &LabelledText) {
        let label = Span::styled(field.label.clone(), self.looks.theme.style(Meaning::Strong));
        let columns = width(&field.label);
        if self.looks.columns >= LABELS_FROM && columns < LABEL {
            let gap = Span::raw(" ".repeat(LABEL - columns));
            return self.text(&field.text, vec![label, gap], 0);
        }
        let label = (field.label.clone(), label.style);
        let mut pieces = vec![label, ("  ".to_owned(), self.looks.theme.style(Meaning::Plain))];
        pieces.extend(self.pieces(&field.text));
        self.led(&pieces, Vec::new(), if self.looks.columns >= LABELS_FROM { LABEL } else { 2 });
    }

    fn exchange(&mut self, exchange: &ExchangeLines) {
        for (place, group) in exchange.groups.iter().enumerate() {
            let (start, whole) = (self.out.lines.len(), self.looks.columns);
            if self.looks.panels {
                self.looks.columns = whole.saturating_sub(4);
                let before = std::mem::take(&mut self.out.lines);
                let known = self.out.numbered.len();
                self.group(exchange, group);
                let inner = std::mem::replace(&mut self.out.lines, before);
                self.looks.columns = whole;
                let theme = self.looks.theme;
                self.out.lines.extend(widget::panel(&group.heading, inner, whole, theme, theme.border()));
                self.out.numbered.iter_mut().skip(known).for_each(|line| *line += start + 1);
            } else {
                if place > 0 && exchange.groups.len() < 3 {
                    self.gap();
                }
                let heading = (group.heading.clone(), self.looks.theme.style(Meaning::Strong));
                self.wrapped(&[heading], "", 0);
                self.group(exchange, group);
            }
        }
    }

    fn group(&mut self, exchange: &ExchangeLines, group: &Group) {
        for line in &group.lines {
            self.out.numbered.push(self.out.lines.len());
            self.number += 1;
            let theme = self.looks.theme;
            if exchange.deciding == Some(self.number) {
                self.lit(line, say!("the deciding line"));
                continue;
            }
            if exchange.differing.contains(&self.number) {
                self.lit(line, "");
                continue;
            }
            let pointer = if self.looks.pointer == Some(self.number - 1) { theme.signs.pointer } else { " " };
            let number = Span::styled(format!("{pointer}{:>2}  ", self.number), theme.style(Meaning::Strong));
            let pieces = if exchange.http {
                http::pieces(line, theme)
            } else {
                vec![(line.clone(), theme.style(Meaning::Plain))]
            };
            self.led(&pieces, vec![number], if exchange.http { 8 } else { 0 });
        }
    }

    /// A highlighted line over the whole width, with its name if it has one.
    fn lit(&mut self, line: &str, name: &str) {
        const LEAD: usize = 5;
        let theme = self.looks.theme;
        let lit = theme.style(Meaning::Deciding);
        let room = self.looks.columns.saturating_sub(LEAD);
        let name = if name.is_empty() { String::new() } else { format!("{name} ") };
        let text = |spans: Vec<Span>| spans.iter().map(|span| span.content.as_ref()).collect::<String>();
        let mut texts: Vec<String> = wrap(&[(line.to_owned(), lit)], room).into_iter().map(text).collect();
        if !name.is_empty() && texts.last().is_none_or(|last| width(last) + 2 + width(&name) > room) {
            texts.push(String::new());
        }
        let last = texts.len().saturating_sub(1);
        for (place, text) in texts.into_iter().enumerate() {
            let number = if place == 0 { format!("{:>2}", self.number) } else { "  ".to_owned() };
            let name = if place == last { name.as_str() } else { "" };
            let free = " ".repeat(room.saturating_sub(width(&text) + width(name)));
            let edge = Span::styled(theme.signs.edge, theme.edge());
            self.out.lines.push(Line::from(vec![edge, Span::styled(format!("{number}  {text}{free}{name}"), lit)]));
        }
        self.out.lit = Some(self.out.lines.len());
    }

    fn verdict(&mut self, verdict: &VerdictLine) {
        let theme = self.looks.theme;
        self.out.start = self.out.lines.len();
        let (badge, meaning) = match verdict.correct {
            Some(true) => (format!(" {} {} ", theme.signs.correct, say!("Correct")), Meaning::Correct),
            Some(false) => (format!(" {} {} ", theme.signs.wrong, say!("Not quite")), Meaning::Wrong),
            None => (format!(" {} ", say!("The answer")), Meaning::Strong),
        };
        let mut pieces = vec![(badge, theme.style(meaning)), ("  ".to_owned(), theme.style(Meaning::Plain))];
        for span in &verdict.answer.spans {
            let badge = matches!(span.meaning, Meaning::Status(_));
            let text = if badge { format!(" {} ", span.text) } else { span.text.clone() };
            let meaning = if span.meaning == Meaning::Plain { Meaning::Strong } else { span.meaning };
            pieces.push((text, theme.style(meaning)));
        }
        self.led(&pieces, Vec::new(), 0);
        let remark: Vec<Piece> =
            verdict.remark.spans.iter().map(|span| (span.text.clone(), theme.style(Meaning::Muted))).collect();
        let columns = self.looks.columns;
        let used = self.out.lines.last().map_or(0, Line::width);
        let remark_width: usize = remark.iter().map(|(text, _)| width(text)).sum();
        match self.out.lines.last_mut().filter(|_| used + remark_width + 3 <= columns) {
            Some(line) => {
                line.spans.push(Span::raw(" ".repeat(columns - used - remark_width)));
                line.spans.extend(remark.into_iter().map(|(text, style)| Span::styled(text, style)));
            }
            None => self.led(&remark, Vec::new(), 0),
        }
    }

    fn bar(&mut self, bar: &BarLine) {
        let line = widget::bar(bar, self.looks.columns, self.looks.theme);
        self.out.lines.extend(line);
    }

    fn columns(&mut self, columns: &[Vec<Block>]) {
        let count = columns.len().max(1);
        let between = 3;
        let document = |blocks: &Vec<Block>| Document { title: String::new(), blocks: blocks.clone() };
        if self.looks.columns < BESIDE_FROM || count == 1 {
            for (place, blocks) in columns.iter().enumerate() {
                if place > 0 {
                    self.gap();
                }
                self.append(render(&document(blocks), &self.looks));
            }
            return;
        }
        let each = (self.looks.columns - between * (count - 1)) / count;
        let looks = Looks { columns: each, ..self.looks };
        let parts: Vec<Rendered> = columns.iter().map(|blocks| render(&document(blocks), &looks)).collect();
        let rows = parts.iter().map(|part| part.lines.len()).max().unwrap_or(0);
        for row in 0..rows {
            let mut spans = Vec::new();
            for (place, part) in parts.iter().enumerate() {
                let line = part.lines.get(row).cloned().unwrap_or_default();
                let free = each.saturating_sub(line.width()) + between;
                spans.extend(line.spans);
                if place + 1 < count {
                    spans.push(Span::raw(" ".repeat(free)));
                }
            }
            self.out.lines.push(Line::from(spans));
        }
    }

    fn append(&mut self, lines: Rendered) {
        let start = self.out.lines.len();
        self.out.numbered.extend(lines.numbered.into_iter().map(|line| line + start));
        self.out.lines.extend(lines.lines);
    }

    fn choice(&mut self, choice: &AnswerChoice) {
        let theme = self.looks.theme;
        let pointer = if choice.chosen { theme.signs.pointer } else { " " };
        let key = Span::styled(format!("{pointer} {}  ", choice.key), theme.style(Meaning::Key));
        self.text(&choice.text, vec![key], 0);
    }
}
