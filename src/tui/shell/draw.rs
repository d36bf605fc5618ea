//! Drawing: only what was laid out, where it was laid out.

use ratatui::Frame;
use ratatui::layout::{Margin, Position, Rect, Size};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Scrollbar, ScrollbarOrientation, ScrollbarState};

use super::super::layout::SMALLEST;
use super::super::render::wrap::{cut, wrap};
use super::super::render::{glyphs, strip};
use super::super::screen::Strip;
use super::Shell;
use crate::document::Meaning;
use crate::keys::{Action, Context};
use crate::ruling::Verdict;
use crate::say;
use crate::text::width;

impl<W: 'static> Shell<W> {
    /// Draws everything. The cursor is where a screen reader has to begin: at what is selected, at the verdict, or at the
    /// first line of the text.
    pub fn draw(&mut self, frame: &mut Frame) {
        let area = frame.area();
        self.resize(area.as_size());
        frame.buffer_mut().set_style(area, self.theme.ground());
        if area.width < SMALLEST.width || area.height < SMALLEST.height {
            return too_small(frame);
        }
        self.title(frame);
        self.strip(frame);
        let scroll = self.stack.last().map_or(0, |open| open.scroll);
        let body = self.layout.body;
        visible(&self.body.lines, scroll, frame, body);
        self.mark_found(frame, body);
        let scene = self.layout.scene;
        let lit = self.scene.lit.unwrap_or(0);
        visible(&self.scene.lines, (lit + 2).saturating_sub(scene.height.into()), frame, scene);
        self.large_codes(frame);
        self.scroll_bar(scroll, frame);
        let controls = self.layout.controls;
        let selected = self.selected();
        let chosen = self.view.controls.draw(selected, self.air, self.theme, frame, controls);
        self.footer(frame);
        if self.theme.signs.ascii {
            let cells = frame.buffer_mut().content.iter_mut();
            for cell in cells.filter(|cell| !cell.symbol().is_ascii()) {
                let plain = cell.symbol().chars().next().map_or(' ', plain_letter);
                cell.set_char(plain);
            }
        }
        frame.set_cursor_position(chosen.unwrap_or_else(|| self.reading_position(scroll)));
    }

    fn reading_position(&self, scroll: usize) -> Position {
        let body = self.layout.body;
        let pointed = self.view.pointer.and_then(|pointer| self.body.numbered.get(pointer).copied());
        let line = pointed.unwrap_or(self.body.start).saturating_sub(scroll);
        let row = u16::try_from(line).unwrap_or(0).min(body.height.saturating_sub(1));
        Position::new(body.x, body.y + row)
    }

    fn title(&self, frame: &mut Frame) {
        let (theme, area) = (self.theme, self.layout.title);
        let columns = usize::from(area.width);
        let strong = theme.style(Meaning::Strong);
        let [full, open] = theme.signs.pips;
        let pips = self.view.pips.map_or_else(String::new, |(done, all)| {
            format!("{}{}", full.repeat(done.min(all)), open.repeat(all.saturating_sub(done)))
        });
        let (place, name) = (self.view.place.as_str(), self.view.name.as_str());
        let gap = |text: &str| if text.is_empty() { 0 } else { 3 };
        let needed = |parts: &[&str]| parts.iter().map(|part| width(part) + gap(part)).sum::<usize>();
        let program = "airside";
        let with_program = needed(&[program, place, name]) <= columns + 3;
        let with_pips = needed(&[program, place, &pips, name]) <= columns + 3;
        let mut spans = Vec::new();
        if with_program {
            spans.push(Span::styled(program, strong));
            spans.push(Span::raw("   "));
        }
        let used: usize = spans.iter().map(Span::width).sum();
        let place = cut(place, columns.saturating_sub(used), theme.signs.ellipsis);
        spans.push(Span::raw(place));
        if with_pips && !pips.is_empty() {
            spans.push(Span::raw(format!("   {pips}")));
        }
        if !name.is_empty() {
            let used: usize = spans.iter().map(Span::width).sum();
            let name = cut(name, columns.saturating_sub(used + 3), theme.signs.ellipsis);
            let free = columns.saturating_sub(used + width(&name));
            spans.push(Span::raw(" ".repeat(free)));
            spans.push(Span::styled(name, strong));
        }
        frame.render_widget(Line::from(spans), area);
    }

    fn strip(&self, frame: &mut Frame) {
        let area = self.layout.strip;
        let (columns, rows) = (usize::from(area.width), area.height);
        let lines = match &self.view.strip {
            Strip::None => return,
            Strip::Airport(airport) => strip::lines(airport, columns, rows, self.theme, self.walk),
            Strip::Map { mottos } => strip::map(columns, rows, self.theme, *mottos),
        };
        frame.render_widget(Paragraph::new(lines), area);
    }

    fn large_codes(&self, frame: &mut Frame) {
        let Some((wide, high)) = self.large else { return };
        let (body, title) = (self.layout.body, self.layout.title);
        let columns = glyphs::COLUMNS * wide;
        let area = Rect {
            x: title.right().saturating_sub(columns),
            width: columns,
            height: frame.area().height - body.y,
            ..body
        };
        let mut rows = area.rows();
        for code in &self.view.large {
            let style = self.theme.large(Verdict::from_status(*code));
            for line in glyphs::block(*code, self.theme.signs.block, wide, high) {
                if let Some(row) = rows.next() {
                    frame.render_widget(Line::styled(line, style), row);
                }
            }
            rows.next();
        }
    }

    /// The words that are searched for stand out wherever they are visible.
    fn mark_found(&self, frame: &mut Frame, area: Rect) {
        let sought = self.situation.sought.to_lowercase();
        if sought.is_empty() {
            return;
        }
        for row in area.rows() {
            let cells: Vec<String> = row.positions().map(|at| frame.buffer_mut()[at].symbol().to_lowercase()).collect();
            let text = cells.concat();
            for (from, found) in text.match_indices(&sought) {
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
                let found = Rect::new(row.x + short(left), row.y, short(right - left), 1);
                frame.buffer_mut().set_style(found.intersection(area), crate::tui::theme::Theme::selected());
            }
        }
    }

    fn scroll_bar(&self, scroll: usize, frame: &mut Frame) {
        let body = self.layout.body;
        let furthest = self.furthest();
        if furthest == 0 || body.height < 3 {
            return;
        }
        let mut state = ScrollbarState::new(furthest + 1).position(scroll).viewport_content_length(body.height.into());
        let (track, thumb) = if self.theme.signs.ascii { ("|", "#") } else { ("│", "┃") };
        let bar = Scrollbar::new(ScrollbarOrientation::VerticalRight)
            .begin_symbol(None)
            .end_symbol(None)
            .track_symbol(Some(track))
            .thumb_symbol(thumb)
            .track_style(self.theme.border());
        let area = Rect { width: body.width + 1, ..body }.intersection(frame.area());
        frame.render_stateful_widget(bar, area, &mut state);
    }

    /// What was just said, over as many rows as it needs; or the keys that matter now.
    fn footer(&self, frame: &mut Frame) {
        let area = self.layout.footer;
        let strong = self.theme.style(Meaning::Strong);
        if let Some(message) = &self.message {
            let lines: Vec<Line> =
                wrap(&[(message.clone(), strong)], area.width.into()).into_iter().map(Line::from).collect();
            let rows = short(lines.len()).clamp(1, 4);
            let over = Rect { y: (area.y + 1).saturating_sub(rows), height: rows, ..area };
            frame.render_widget(Clear, over);
            frame.buffer_mut().set_style(over, self.theme.ground());
            frame.render_widget(Paragraph::new(lines), over);
            return;
        }
        let columns = usize::from(area.width);
        let gap = if columns < 52 { 2 } else { 3 };
        let mut pairs: Vec<(String, &str)> = self.hints();
        let help = self.keys().first(Action::Help).to_owned();
        pairs.push((help, say!("help")));
        let size = |pairs: &[(String, &str)]| {
            pairs.iter().map(|(key, label)| width(key) + 1 + width(label) + gap).sum::<usize>().saturating_sub(gap)
        };
        // The last but one gives way: the way to the help always stays.
        while size(&pairs) > columns && pairs.len() > 1 {
            pairs.remove(pairs.len() - 2);
        }
        let mut spans = Vec::new();
        for (key, label) in pairs {
            spans.push(Span::styled(key, self.theme.style(Meaning::Key)));
            spans.push(Span::raw(format!(" {label}{}", " ".repeat(gap))));
        }
        frame.render_widget(Line::from(spans), area);
    }

    /// The keys that matter now, with what they do.
    fn hints(&self) -> Vec<(String, &str)> {
        let key = |action: &Action| self.keys().first(*action);
        let mut pairs = Vec::new();
        if self.situation.typing {
            return vec![
                (key(&Action::Select).to_owned(), say!("keep")),
                (key(&Action::Escape).to_owned(), say!("clear")),
            ];
        }
        if self.more_below() {
            let select = matches!(self.context(), Context::Ruling | Context::Page);
            let action = if select { Action::Select } else { Action::PageDown };
            pairs.push((format!("{} {}", self.theme.signs.more, key(&action)), say!("more")));
        }
        let more = self.more_below();
        for (actions, label) in &self.view.hints {
            if more
                && actions.first() == Some(&Action::Select)
                && pairs.len() == 1
                && !matches!(self.context(), Context::Bench)
            {
                continue;
            }
            let keys: Vec<&str> = actions.iter().map(key).filter(|key| !key.is_empty()).collect();
            if !keys.is_empty() {
                pairs.push((keys.join(" "), label));
            }
        }
        pairs
    }
}

fn short(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The nearest ASCII letter to one that can't be shown.
const fn plain_letter(letter: char) -> char {
    match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'À'..='Å' => 'A',
        'É' | 'È' => 'E',
        'Ö' | 'Ø' => 'O',
        'Ü' => 'U',
        '‘' | '’' | '′' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        _ => '?',
    }
}

fn visible(lines: &[Line<'static>], from: usize, frame: &mut Frame, area: Rect) {
    let shown: Vec<Line> = lines.iter().skip(from).take(area.height.into()).cloned().collect();
    frame.render_widget(Paragraph::new(shown), area.intersection(frame.area()));
}

/// One sentence, cut into lines that fit: the size, the size that is needed, and the way out.
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
    let lines: Vec<Line> =
        wrap(&[(sentence, ratatui::style::Style::new())], area.width.into()).into_iter().map(Line::from).collect();
    let rows = short(lines.len()).min(area.height);
    let middle = Rect { y: area.y + (area.height - rows) / 2, height: rows, ..area };
    frame.render_widget(Paragraph::new(lines), middle.inner(Margin::new(0, 0)));
    frame.set_cursor_position(middle.as_position());
}
