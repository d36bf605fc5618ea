//! Where things stand on the screen that a class looks at.
//!
//! Few words to a line and air between them, since it is read from the back of a room: the teacher makes the letters
//! large, and the codes are large by themselves.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::theme::Role;
use super::super::view::SMALLEST;
use super::super::view::too_small;
use super::board::SlideScreen;
use super::{footer, glyphs};
use crate::class::vote::state::{Vote, VotePhase};
use crate::i18n::of;
use crate::keys::{Action, BINDINGS, Context};
use crate::say;
use crate::text;

/// The widest that text runs, in columns.
const MEASURE: u16 = 56;

/// The least room for text beside the codes.
const LEAST_TEXT: u16 = 40;

/// The widest that a bar is, in columns.
const BAR: u16 = 40;

/// The text that is shown, and where it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub(super) lines: Vec<Line<'static>>,
    title: Rect,
    call: Vec<Rect>,
    called: Vec<String>,
    pub(super) body: Rect,
    codes: Rect,
    /// The size of a point of the codes.
    points: (u16, u16),
    fields: Rect,
    footer: Rect,
}

impl Text {
    /// Lays out what is to be shown; where it does not fit with air between its lines, it is shown without.
    pub(super) fn of(board: &SlideScreen) -> Self {
        let (width, height) = (board.size.width, board.size.height);
        let margin = if width >= 60 { 2 } else { 0 };
        let inner = Rect::new(margin, 0, width.saturating_sub(2 * margin), height);
        let gap = u16::from(height >= 20);
        let line = |y: u16| Rect::new(inner.x, y.min(height), inner.width, u16::from(y < height));
        let called = if board.help { Vec::new() } else { text::wrap(&board.slide.call, inner.width.into()) };
        let calls = u16::try_from(called.len()).unwrap_or(height);
        let from = 1 + gap;
        let call = (0..calls).map(|row| line(from + row)).collect();
        let top = from + calls + if calls > 0 { gap } else { 0 };
        let counting = board.context() == Context::Count;
        let bottom = height.saturating_sub(1 + gap);
        let fields = if counting { line(bottom.saturating_sub(1)) } else { Rect::default() };
        let end = bottom.saturating_sub(if counting { 1 + gap } else { 0 });
        let body = Rect::new(inner.x, top, inner.width, end.saturating_sub(top));
        let mut text = Self {
            title: line(0),
            call,
            called,
            body,
            fields,
            footer: line(height - 1.min(height)),
            ..Self::default()
        };
        text.place_codes(board);
        text.body.width = text.body.width.min(MEASURE.max(if board.help { 96 } else { 0 }));
        for air in [true, false] {
            text.lines = Writer { board, columns: text.body.width.into(), air, lines: Vec::new() }.write();
            if text.lines.len() <= text.body.height.into() {
                break;
            }
        }
        text
    }

    /// The codes stand to the right of the text, as large as they fit; with no room for that they are not drawn, and
    /// what the class is asked names them.
    fn place_codes(&mut self, board: &SlideScreen) {
        let count = u16::try_from(board.slide.codes.len()).unwrap_or(0);
        if count == 0 || board.help {
            return;
        }
        let fits = |(wide, high): &(u16, u16)| {
            let rows = count * (glyphs::ROWS * high + 1) - 1;
            rows <= self.body.height && glyphs::COLUMNS * wide + 2 + LEAST_TEXT <= self.body.width
        };
        let Some((wide, high)) = [(4, 2), (3, 2), (2, 1), (1, 1)].into_iter().find(fits) else {
            return;
        };
        let columns = glyphs::COLUMNS * wide;
        self.points = (wide, high);
        self.codes = Rect::new(self.body.right() - columns, self.body.y, columns, self.body.height);
        self.body.width -= columns + 2;
    }
}

/// Lines in the making.
struct Writer<'a> {
    board: &'a SlideScreen,
    columns: usize,
    air: bool,
    lines: Vec<Line<'static>>,
}

impl Writer<'_> {
    fn write(mut self) -> Vec<Line<'static>> {
        if self.board.help {
            self.help();
            return self.lines;
        }
        let slide = &self.board.slide;
        for paragraph in &slide.story {
            self.gap(true);
            self.led("", paragraph);
        }
        let mut number = 0;
        for group in &slide.groups {
            self.gap(true);
            let style = self.board.theme.style(Role::Label);
            self.lines.push(Line::styled(text::cut(&group.heading, self.columns, "..."), style));
            for line in &group.lines {
                number += 1;
                self.gap(false);
                self.led(&format!("{number}  "), line);
            }
        }
        let over = self.board.phase() == VotePhase::Over;
        for said in &slide.says {
            self.gap(!over);
            self.led("", said);
        }
        for bar in &slide.bars {
            self.gap(true);
            self.led("", &format!("{}. {}", bar.label, bar.says));
            self.bar(bar.share);
        }
        self.lines
    }

    /// An empty line, where there is air for it; where something else begins there is always one.
    fn gap(&mut self, new: bool) {
        if !self.lines.is_empty() && (self.air || new) {
            self.lines.push(Line::default());
        }
    }

    fn led(&mut self, lead: &str, says: &str) {
        let columns = text::width(lead);
        for (row, line) in text::wrap(says, self.columns.saturating_sub(columns)).into_iter().enumerate() {
            let lead = if row == 0 { lead.to_owned() } else { " ".repeat(columns) };
            let style = self.board.theme.style(Role::Strong);
            self.lines.push(Line::from(vec![Span::styled(lead, style), Span::raw(line)]));
        }
    }

    fn bar(&mut self, share: f64) {
        let columns = u16::try_from(self.columns).unwrap_or(BAR).min(BAR);
        let full = (0..columns).filter(|column| f64::from(*column) + 0.5 < share * f64::from(columns)).count();
        let [filled, empty] = self.board.theme.signs.bar;
        let rest = usize::from(columns) - full;
        let style = self.board.theme.style(Role::Right);
        let spans = vec![Span::styled(filled.repeat(full), style), Span::raw(empty.repeat(rest))];
        self.lines.push(Line::from(spans));
    }

    fn help(&mut self) {
        self.led("", say!("Every step is written down, so you can leave at any time and go on later. airside class notes, on another terminal, has the answer and the advice."));
        self.gap(true);
        let here = |context: &Context| matches!(context, Context::Slide | Context::Count);
        for binding in BINDINGS.iter().filter(|binding| binding.contexts.iter().any(here)) {
            let keys = self.board.keys.of(binding).join(" ");
            if !keys.is_empty() && !matches!(binding.action, Action::Digit(_)) {
                self.led(&format!("{keys:<16}"), of(binding.label));
            }
        }
    }
}

/// Draws the screen.
pub(super) fn board(board: &SlideScreen, frame: &mut Frame) {
    let area = frame.area();
    frame.buffer_mut().set_style(area, board.theme.ground());
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        return too_small(frame);
    }
    if area.width != board.size.width || area.height != board.size.height {
        return;
    }
    let text = &board.text;
    let theme = board.theme;
    let title = if board.help { say!("Help") } else { &board.slide.title };
    let title = text::cut(title, text.title.width.into(), "...");
    frame.render_widget(Line::styled(title, theme.style(Role::Strong)), text.title);
    for (call, row) in text.called.iter().zip(&text.call) {
        frame.render_widget(Line::styled(call.clone(), theme.style(Role::Selected)), *row);
    }
    for (line, row) in text.lines.iter().skip(board.scroll.top).zip(text.body.rows()) {
        frame.render_widget(line, row);
    }
    codes(board, frame);
    if board.context() == Context::Count {
        frame.render_widget(fields(board), text.fields);
    }
    footer(theme, board.message.as_deref(), &hints(board), frame, text.footer);
}

fn codes(board: &SlideScreen, frame: &mut Frame) {
    let text = &board.text;
    let (wide, high) = text.points;
    let mut rows = text.codes.rows();
    for code in &board.slide.codes {
        let role = if *code == 401 { Role::Podium } else { Role::Gate };
        for line in glyphs::block(*code, board.theme.signs.bar[0], wide, high) {
            if let Some(row) = rows.next() {
                frame.render_widget(Line::styled(line, board.theme.style(role)), row);
            }
        }
        rows.next();
    }
}

/// The two counts that are typed. Those of a first vote are hidden.
fn fields(board: &SlideScreen) -> Line<'static> {
    let mut spans = vec![Span::raw(say!("Hands   "))];
    for (field, code) in ["401", "403"].into_iter().enumerate() {
        let typed = &board.typed[field];
        let shown = if board.hides() { "*".repeat(typed.len()) } else { typed.clone() };
        let role = if field == board.field { Role::Selected } else { Role::Text };
        spans.push(Span::styled(format!("{code} "), board.theme.style(Role::Strong)));
        spans.push(Span::styled(format!("[{shown:<4}]"), board.theme.style(role)));
        spans.push(Span::raw("   "));
    }
    Line::from(spans)
}

/// The keys that matter now.
fn hints(board: &SlideScreen) -> Vec<(&str, &'static str)> {
    let select = board.keys.first(Action::Select);
    let enter = match board.phase() {
        _ if board.help => return vec![(select, say!("close"))],
        VotePhase::Over => say!("leave"),
        VotePhase::Voting(_) if board.field == 0 && board.typed[1].is_empty() => say!("to 403"),
        VotePhase::Voting(_) => say!("count"),
        _ if board.scroll.more_below() => say!("more below"),
        VotePhase::Reading => say!("vote"),
        VotePhase::Talking(_) | VotePhase::Ruling => say!("next"),
    };
    let mut pairs = vec![(select, enter)];
    if matches!(board.phase(), VotePhase::Voting(Vote::First)) {
        pairs.insert(0, ("0-9", say!("hands, hidden")));
    }
    let context = board.context();
    for binding in BINDINGS.iter().filter(|binding| !binding.short.is_empty() && binding.contexts.contains(&context)) {
        let twice = binding.action == Action::Next;
        if !twice && board.phase() != VotePhase::Over {
            pairs.push((board.keys.first(binding.action), of(binding.short)));
        }
    }
    pairs
}
