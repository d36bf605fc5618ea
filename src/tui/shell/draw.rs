//! Draws each part of the screen in the area that the layout gives it.

use ratatui::Frame;
use ratatui::layout::{Constraint, Margin, Position, Rect, Size};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::super::Effect;
use super::super::controls::Controls;
use super::super::few_colours;
use super::super::layout::{Beside, SMALLEST, columns, is_too_small, saturating_u16};
use super::super::render::widget::{active_block, block, scroll_bar};
use super::super::render::wrap::wrap;
use super::super::render::{big_text, strip};
use super::super::screen::{Strip, View};
use super::super::theme::Theme;
use super::super::uncertain::{ColumnShift, renew_behind_emoji, widen};
use super::Window;
use super::footer::PADDED_FROM;
use crate::document::Meaning;
use crate::say;
use crate::say_count;
use crate::text::{self, cut, width, without_selectors};

const PROGRAM: &str = "airside";

const HEADER_SHARE: u16 = 5;

/// A page with more hidden lines than this is long, however many there are.
const LARGEST_COUNT: usize = 99;

impl Window {
    /// The cursor is placed where a screen reader should start: at the selection or, without a selection, at the
    /// verdict or the first line.
    pub(super) fn draw(&mut self, frame: &mut Frame) {
        let area = frame.area();
        frame.buffer_mut().set_style(area, self.theme.ground());
        if is_too_small(area.as_size()) {
            too_small(frame);
            return few_colours::reduce(frame.buffer_mut(), self.options.colours);
        }
        let title = self.title_lines(&self.view, self.layout.title.width.into());
        self.header(title, frame);
        self.strip(frame);
        let scroll = self.place.scroll;
        let body = self.layout.body;
        if let Some(title) = self.view.panel.as_ref().filter(|_| self.panel != body) {
            let block = if self.view.pointer.is_some() { active_block } else { block };
            frame.render_widget(block(title, self.panel.width.into(), self.theme), self.panel.intersection(area));
        }
        visible(&self.body.lines, scroll, frame, Rect { height: self.shown_rows(), ..body });
        self.mark_found(frame, body);
        let scene = self.layout.scene;
        let lit = self.scene.lit.unwrap_or(0);
        let first = self.place.scene_scroll;
        self.preview_border(frame);
        visible(&self.scene.lines, first.max((lit + 2).saturating_sub(scene.height.into())), frame, scene);
        self.large_figures(frame);
        // One column stays free beside the text. If the text is in a panel, the scroll bar is drawn on the border of
        // the panel.
        let free = if self.panel == body { 2 } else { 1 };
        self.scroll_bar(Rect { width: body.width + free, ..body }, self.furthest(), scroll, frame);
        self.scroll_bar(Rect { width: scene.width + 2, ..scene }, self.furthest_of_scene(), first, frame);
        let controls = self.controls_area();
        if controls != self.layout.controls {
            frame.render_widget(Clear, controls);
            frame.buffer_mut().set_style(controls, self.theme.ground());
        }
        let selected = self.place.state.selected;
        let chosen = self.view.controls.draw(selected, self.air, self.theme, frame, controls);
        let typing = self.footer(frame);
        if self.options.ascii {
            let cells = frame.buffer_mut().content.iter_mut();
            for cell in cells.filter(|cell| !cell.symbol().is_ascii()) {
                let plain = cell.symbol().chars().next().map_or(' ', text::ascii_letter);
                cell.set_char(plain);
            }
        }
        few_colours::reduce(frame.buffer_mut(), self.options.colours);
        let is_asked = matches!(self.view.controls, Controls::Prompt(_)) && self.view.pointer.is_none();
        let prompt = Some(controls.as_position()).filter(|_| is_asked && controls.height > 0);
        let cursor = typing.or(chosen).or(prompt).unwrap_or_else(|| self.reading_position(scroll, frame));
        self.widened = if self.is_wide { widen(frame.buffer_mut()) } else { ColumnShift::default() };
        renew_behind_emoji(frame.buffer_mut());
        frame.set_cursor_position(self.widened.in_window(cursor));
    }

    /// Draws the border of a preview, which says how many more lines the page has.
    fn preview_border(&self, frame: &mut Frame) {
        let scene = self.layout.scene;
        let (Beside::Preview(_), Some(document)) = (self.view.beside, self.view.scene.as_ref()) else { return };
        if scene.is_empty() {
            return;
        }
        let area = scene.outer(Margin::new(2, 1));
        let hidden = self.scene.lines.len().saturating_sub(scene.height.into());
        let mut border = block(&document.title, area.width.into(), self.theme);
        if hidden > 0 {
            let text = match hidden {
                ..=LARGEST_COUNT => say_count!("1 more line", "{} more lines", hidden),
                _ => say!("more").to_owned(),
            };
            let text = format!(" {} {text} ", self.theme.signs.more);
            border = border.title_bottom(Line::styled(text, self.theme.on_border(Meaning::Plain)).right_aligned());
        }
        frame.render_widget(border, area.intersection(frame.area()));
    }

    /// Returns the position of the selected line or, without a selection, of the most important line.
    fn reading_position(&self, scroll: usize, frame: &mut Frame) -> Position {
        let (part, area) = self.numbered_part();
        let (area, scroll) = if self.view.pointer.is_some() && area != self.layout.body {
            (area, 0)
        } else {
            (self.layout.body, scroll)
        };
        let body = area.intersection(frame.area());
        let pointed = self.view.pointer.and_then(|pointer| part.numbered.get(pointer).copied());
        let read = self.place.read;
        let line = pointed.or(read).or(self.body.start).unwrap_or(0).saturating_sub(scroll);
        let row = u16::try_from(line).unwrap_or(0).min(body.height.saturating_sub(1));
        let rows = (row..body.height).chain((0..row).rev()).map(|row| Rect { y: body.y + row, height: 1, ..body });
        let is_letter = |position: &Position| {
            let symbol = frame.buffer_mut()[*position].symbol();
            let is_drawing = |one: char| matches!(one, '\u{2500}'..='\u{259f}' | '▸' | '|' | '>' | '+' | '-');
            symbol != " " && !symbol.starts_with(is_drawing)
        };
        rows.into_iter().flat_map(Rect::positions).find(is_letter).unwrap_or(body.as_position())
    }

    pub(super) fn scene_is_cut(&self) -> bool {
        self.view.beside == Beside::Scene && self.scene.lines.len() > self.layout.scene.height.into()
    }

    /// If ambiguous-width characters take two columns, lines and symbols are drawn in ASCII instead.
    pub(super) fn measured(&mut self, is_wide: bool) -> Vec<Effect> {
        if self.is_wide == is_wide {
            return Vec::new();
        }
        self.is_wide = is_wide;
        text::assume_wide(is_wide);
        self.theme = Theme::new(self.options.theme, self.options.ascii || is_wide);
        vec![Effect::Repaint]
    }

    /// While the latest changes can't be saved, a warning follows the title.
    pub(super) fn title_lines(&self, view: &View, columns: usize) -> Vec<Line<'static>> {
        let mut lines = self.location_lines(view, columns);
        if let Some(warning) = &self.warning {
            let lines_of_warning = wrap(&[(warning.clone(), self.theme.style(Meaning::Strong))], columns);
            lines.extend(self.shortened(lines_of_warning.into_iter().map(Line::from).collect(), columns));
        }
        lines
    }

    /// Parts that don't fit beside each other go on separate rows.
    fn location_lines(&self, view: &View, columns: usize) -> Vec<Line<'static>> {
        let theme = self.theme;
        let strong = theme.style(Meaning::Strong);
        let [full, open] = theme.signs.pips;
        let (label, done, all) = view.pips.unwrap_or_default();
        let bare_pips = format!("{}{}", full.repeat(done.min(all)), open.repeat(all.saturating_sub(done)));
        let pips = format!("{label} {bare_pips}").trim().to_owned();
        let name = if self.letters.is_some() { String::new() } else { without_selectors(&view.name) };
        let location = without_selectors(&view.location);
        let (name, location) = (name.as_str(), location.as_str());
        let needed = |parts: &[&str]| {
            parts.iter().filter(|part| !part.is_empty()).map(|part| width(part) + 3).sum::<usize>().saturating_sub(3)
        };
        let left: Vec<&str> =
            [&[PROGRAM, location, &pips][..], &[PROGRAM, location, &bare_pips], &[location, &pips], &[location]]
                .into_iter()
                .find(|left| needed(&[left, &[name][..]].concat()) <= columns)
                .unwrap_or(&[location, &pips])
                .iter()
                .copied()
                .filter(|part| !part.is_empty())
                .collect();
        let style = |part: &str| if part == PROGRAM { strong } else { Style::new() };
        let joined = left.iter().flat_map(|part| [Span::raw("   "), Span::styled((*part).to_owned(), style(part))]);
        let mut spans: Vec<Span> = joined.skip(1).collect();
        let used = needed(&left);
        if used + 3 + width(name) <= columns || name.is_empty() && used <= columns {
            spans.push(Span::raw(" ".repeat(columns - used - width(name))));
            spans.push(Span::styled(name.to_owned(), strong));
            return vec![Line::from(spans)];
        }
        let pieces: Vec<_> = spans.into_iter().map(|span| (span.content.into_owned(), span.style)).collect();
        let lines = [wrap(&pieces, columns), wrap(&[(name.to_owned(), strong)], columns)].concat();
        self.shortened(lines.into_iter().map(Line::from).collect(), columns)
    }

    fn shortened(&self, mut lines: Vec<Line<'static>>, columns: usize) -> Vec<Line<'static>> {
        let most = usize::from(self.size.height / HEADER_SHARE).max(2);
        if lines.len() > most {
            lines.truncate(most);
            let last = lines.pop().map(|line| line.to_string()).unwrap_or_default();
            let last = cut(&format!("{last} {}", "x".repeat(columns)), columns, self.theme.signs.ellipsis);
            lines.push(Line::styled(last, self.theme.style(Meaning::Strong)));
        }
        lines
    }

    fn header(&self, lines: Vec<Line<'static>>, frame: &mut Frame) {
        let area = self.layout.title;
        let edge = u16::from(area.x > 0);
        // The bar is equally wide on every screen, even if the text below it is narrow.
        let usual = columns(self.size, self.view.kind, Beside::Nothing).frame.max(area.width) + 2 * edge;
        let left = frame.area().width.saturating_sub(usual) / 2;
        let bar = Rect { x: left, width: usual, ..area }.intersection(frame.area());
        let has_name = lines.first().is_some_and(|line| line.to_string().starts_with(PROGRAM));
        frame.buffer_mut().set_style(bar, self.theme.header());
        frame.render_widget(Paragraph::new(lines), area);
        if has_name {
            let badge = Rect { x: area.x - edge, width: saturating_u16(PROGRAM.len()) + 2 * edge, height: 1, ..bar };
            let badge = badge.intersection(frame.area());
            frame.buffer_mut().set_style(badge, self.theme.selected());
        }
    }

    fn strip(&self, frame: &mut Frame) {
        let area = self.layout.strip;
        let (columns, rows) = (usize::from(area.width), area.height);
        let lines = match &self.view.strip {
            Strip::None => return,
            Strip::Letters => {
                let letters = self.letters.iter().flatten();
                letters.map(|row| Line::styled(row.clone(), self.theme.style(Meaning::Strong))).collect()
            }
            Strip::Airport(airport) => strip::lines(airport, columns, rows, self.theme, self.walk),
            Strip::Map { texts, .. } => strip::map(columns, rows, self.theme, *texts),
            Strip::Stages { stages, here } => strip::stages(stages, *here, columns, self.theme).into_iter().collect(),
        };
        frame.render_widget(Paragraph::new(lines), area);
    }

    fn large_figures(&self, frame: &mut Frame) {
        let Some((wide, high)) = self.large else { return };
        let (body, title) = (self.layout.body, self.layout.title);
        let columns = big_text::columns(&self.view.large) * wide;
        let area = Rect {
            x: title.right().saturating_sub(columns),
            width: columns,
            height: frame.area().height - body.y,
            ..body
        };
        let mut rows = area.rows();
        for figure in &self.view.large {
            let meaning = figure.spans.first().map_or(Meaning::Plain, |span| span.meaning);
            let style = self.theme.drawing(meaning).unwrap_or_default();
            for line in big_text::block(&figure.to_string(), self.theme.signs.block, wide, high) {
                if let Some(row) = rows.next() {
                    frame.render_widget(Line::styled(line, style), row);
                }
            }
            rows.next();
        }
    }

    fn mark_found(&self, frame: &mut Frame, area: Rect) {
        let query = self.place.state.query.to_lowercase();
        if query.is_empty() {
            return;
        }
        for row in area.rows() {
            let cells: Vec<String> =
                row.positions().map(|position| frame.buffer_mut()[position].symbol().to_lowercase()).collect();
            let text = cells.concat();
            for (from, found) in text.match_indices(&query) {
                let column = |byte: usize| {
                    let mut seen = 0;
                    cells
                        .iter()
                        .take_while(|cell| {
                            seen += cell.len();
                            seen <= byte
                        })
                        .count()
                };
                let (left, right) = (column(from), column(from + found.len()));
                let found = Rect::new(row.x + saturating_u16(left), row.y, saturating_u16(right - left), 1);
                frame.buffer_mut().set_style(found.intersection(area), Theme::found());
            }
        }
    }

    fn scroll_bar(&self, area: Rect, furthest: usize, scroll: usize, frame: &mut Frame) {
        if furthest == 0 || area.height < 3 || self.options.stacked {
            return;
        }
        scroll_bar(frame, area, furthest, scroll, self.theme);
    }

    pub(super) fn message_lines(&self) -> Option<(Vec<Line<'static>>, Rect)> {
        let area = self.layout.footer;
        let strong = self.theme.style(Meaning::Strong);
        let mut pieces = vec![(self.message.clone()?, strong)];
        if area.width >= PADDED_FROM && self.place.state.query.is_empty() {
            let sign = if self.asks() { self.theme.signs.pointer } else { "!" };
            pieces.splice(0..0, [(format!(" {sign} "), self.theme.selected()), (" ".to_owned(), strong)]);
        }
        let lines: Vec<Line> = wrap(&pieces, area.width.into()).into_iter().map(Line::from).collect();
        let most = (area.y + 1).saturating_sub(self.layout.title.bottom());
        let rows = saturating_u16(lines.len()).clamp(1, most.max(1));
        Some((lines, Rect { y: (area.y + 1).saturating_sub(rows), height: rows, ..area }))
    }

    /// The controls move up to make room for a message that takes several rows. The answers don't move, because a
    /// message is drawn only over the confidence levels.
    fn controls_area(&self) -> Rect {
        let controls = self.layout.controls;
        if matches!(self.view.controls, Controls::Answers(_)) {
            return controls;
        }
        let top = self.message_lines().map_or(controls.bottom(), |(_, over)| over.y);
        let covered = controls.bottom().saturating_sub(top);
        let room = controls.y.saturating_sub(self.layout.body.y);
        if covered > room { controls } else { Rect { y: controls.y - covered, ..controls } }
    }
}

fn visible(lines: &[Line<'static>], from: usize, frame: &mut Frame, area: Rect) {
    let shown: Vec<Line> = lines.iter().skip(from).take(area.height.into()).cloned().collect();
    frame.render_widget(Paragraph::new(shown), area.intersection(frame.area()));
}

fn too_small(frame: &mut Frame) {
    let area = frame.area();
    let Size { width: columns, height: rows } = SMALLEST;
    let sentence = say!(
        "This window is {} by {}; airside needs {} by {}. Enlarge it, or run airside --plain.",
        area.width,
        area.height,
        columns,
        rows
    );
    let lines: Vec<Line> = wrap(&[(sentence, Style::new())], area.width.into()).into_iter().map(Line::from).collect();
    let rows = saturating_u16(lines.len()).min(area.height);
    let columns = lines.iter().map(Line::width).max().map_or(0, saturating_u16).min(area.width);
    let middle = area.centered(Constraint::Length(columns), Constraint::Length(rows));
    frame.render_widget(Paragraph::new(lines), middle);
    frame.set_cursor_position(middle.as_position());
}
