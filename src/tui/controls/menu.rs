//! Draws a menu as panels of entries, or as a plain list in a narrow window.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::super::layout::{Spacing, saturating_u16};
use super::super::render::widget::{active_block, block, scroll_bar};
use super::super::render::wrap::wrap;
use super::super::theme::Theme;
use super::entry::{EntryParts, MenuEntry, draw_entry};
use super::pieces;
use crate::document::{Meaning, Text};
use crate::keys::Action;
use crate::say;
use crate::text::width;

const CAPTION_EDGES: u16 = 6;

/// The rows that a panel needs for its border and for a caption below its entries.
const PANEL_CAPTION: u16 = 5;

/// The minimum widths, in columns, for a single panel and for several panels side by side.
const PANEL_FROM: u16 = 37;
const BESIDE_FROM: u16 = 60;

#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Menu {
    pub panels: Vec<MenuPanel>,
    pub caption: Vec<Text>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct MenuPanel {
    pub title: String,
    pub entries: Vec<MenuEntry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListRow<'a> {
    Title(&'a str),
    Entry(usize),
}

impl Menu {
    fn entries(&self) -> impl Iterator<Item = (usize, usize, &MenuEntry)> {
        let panels = self.panels.iter().enumerate();
        panels
            .flat_map(|(number, panel)| panel.entries.iter().enumerate().map(move |(row, entry)| (number, row, entry)))
    }

    pub(in super::super) fn text(&self, position: usize) -> Option<&str> {
        self.entries().nth(position).map(|(.., entry)| entry.text.as_str())
    }

    fn panel_and_row(&self, position: usize) -> (usize, usize) {
        self.entries().nth(position).map_or((0, 0), |(panel, row, _)| (panel, row))
    }

    /// Returns the index of the selectable entry at or after `position` or, if there is none, the last selectable entry
    /// before `position`.
    pub(in super::super) fn settle(&self, position: usize) -> usize {
        let can: Vec<bool> = self.entries().map(|(.., entry)| entry.can_choose).collect();
        let after = (position..can.len()).chain((0..position.min(can.len())).rev());
        after.into_iter().find(|index| can[*index]).unwrap_or(0)
    }

    pub(in super::super) fn found(&self, query: &str) -> Vec<usize> {
        let query = query.to_lowercase();
        let fits = |entry: &MenuEntry| entry.can_choose && entry.text.to_lowercase().contains(&query);
        self.entries().enumerate().filter(|(_, (.., entry))| fits(entry)).map(|(index, _)| index).collect()
    }

    /// If the selected entry is cut off in the menu, adds the entry's full text to the caption.
    pub(in super::super) fn tell_cut(&mut self, position: usize, columns: u16, is_stacked: bool) {
        let count = saturating_u16(self.panels.len()).max(1);
        let inside = if columns >= if self.panels.len() > 1 { BESIDE_FROM } else { PANEL_FROM } && !is_stacked {
            ((columns - (count - 1)) / count).saturating_sub(2)
        } else {
            columns
        };
        let Some((panel, _, entry)) = self.entries().nth(position) else { return };
        if !entry.value.is_empty() {
            return;
        }
        let parts = EntryParts::new(&self.panels[panel].entries, inside.into());
        let room = usize::from(inside).saturating_sub(parts.lead + 1);
        let words = entry.note.split_whitespace().collect::<Vec<_>>().join(" ");
        let note = if words.is_empty() { words } else { format!(" ({words})") };
        let used = match parts.text {
            Some(columns) if width(&entry.text) > columns => usize::MAX,
            Some(columns) => columns + 2 + width(&entry.detail),
            None => parts.code + width(&entry.whole_text()),
        };
        let is_cut = used > room || !note.is_empty() && (!parts.has_notes || used + width(&entry.note) + 2 > room);
        if is_cut {
            let whole = Text::new(format!("{}{note}", entry.whole_text()), Meaning::Strong);
            self.caption.insert(0, whole);
        }
    }

    pub(in super::super) fn moved(&self, position: usize, action: Action) -> Option<usize> {
        let can: Vec<usize> =
            self.entries().enumerate().filter(|(_, (.., entry))| entry.can_choose).map(|(index, _)| index).collect();
        let current = can.iter().position(|index| *index == position).unwrap_or(0);
        let panels = self.panels.len();
        let has_values = self.entries().nth(position).is_some_and(|(.., entry)| !entry.value.is_empty());
        Some(match action {
            Action::Left | Action::Right if has_values => return None,
            Action::Down => *can.get((current + 1) % can.len().max(1))?,
            Action::Up => *can.get((current + can.len().max(1) - 1) % can.len().max(1))?,
            Action::Top => *can.first()?,
            Action::Bottom => *can.last()?,
            Action::PageDown => *can.get((current + 8).min(can.len().saturating_sub(1)))?,
            Action::PageUp => *can.get(current.saturating_sub(8))?,
            Action::Left | Action::Right | Action::Focus | Action::FocusBack if panels > 1 => {
                let (panel, row) = self.panel_and_row(position);
                let other = (panel + 1) % panels;
                let inside: Vec<usize> =
                    can.iter().copied().filter(|index| self.panel_and_row(*index).0 == other).collect();
                *inside.iter().min_by_key(|index| self.panel_and_row(**index).1.abs_diff(row))?
            }
            Action::Left | Action::FocusBack => return self.moved(position, Action::Up),
            Action::Right | Action::Focus => return self.moved(position, Action::Down),
            _ => return None,
        })
    }

    fn entry_rows(&self, columns: u16, air: Spacing) -> u16 {
        let has_captions = self.entries().any(|(.., entry)| !entry.caption.is_empty());
        1 + u16::from(self.panels.len() == 1 && air.is_large() && has_panels(self, columns, air) && has_captions)
    }

    fn shows_groups(&self, columns: u16, air: Spacing) -> bool {
        air.is_large() && self.panels.len() > 1 && has_panels(self, columns, air)
    }

    /// The rows of the headings in a panel and of the gaps above them. The first heading needs no gap.
    fn group_rows(&self, number: usize) -> u16 {
        let groups = self.panels[number].entries.iter().filter(|entry| !entry.group.is_empty()).count();
        saturating_u16((2 * groups).saturating_sub(1))
    }

    /// The row of each entry of a panel, counted from the first row inside the panel.
    fn entry_tops(&self, number: usize, high: u16, columns: u16, air: Spacing) -> Vec<u16> {
        let mut next = 0;
        let top = |(index, entry): (usize, &MenuEntry)| {
            if self.shows_groups(columns, air) && !entry.group.is_empty() {
                next += 1 + u16::from(index > 0);
            }
            next += high;
            next - high
        };
        self.panels[number].entries.iter().enumerate().map(top).collect()
    }

    fn rows_in(&self, number: usize, panel: Rect, columns: u16, air: Spacing) -> u16 {
        let least = self.entry_rows(columns, air);
        let Some(MenuPanel { entries, .. }) = self.panels.get(number) else { return least };
        if least == 1 {
            // A list beside a longer one has empty rows between its entries if its caption still fits.
            let is_short = self.shows_groups(columns, air) && self.group_rows(number) == 0;
            return least + u16::from(is_short && saturating_u16(entries.len()) * 2 + PANEL_CAPTION <= panel.height);
        }
        let room = usize::from(panel.width.saturating_sub(CAPTION_EDGES));
        let rows = |entry: &MenuEntry| wrap(&[(entry.caption.clone(), Style::new())], room).len();
        let most = 2 + saturating_u16(entries.iter().map(rows).max().unwrap_or(0));
        let fits = |high: &u16| saturating_u16(entries.len()) * high + 2 <= panel.height;
        [most, 3].into_iter().find(fits).unwrap_or(least)
    }

    /// A caption in the panel stays the same while the selection moves, so a key press redraws only two rows of the
    /// screen.
    fn has_panel_caption(&self, columns: u16, air: Spacing) -> bool {
        self.panels.len() > 1 && has_panels(self, columns, air) && self.entry_rows(columns, air) == 1
    }

    /// The entry whose caption is shown at the bottom of a panel: the selected entry or, in the first panel, the stage
    /// that comes next.
    fn entry_with_caption(&self, number: usize, selected: usize, columns: u16, air: Spacing) -> Option<&MenuEntry> {
        if !self.has_panel_caption(columns, air) {
            return None;
        }
        let is_next = |entry: &&MenuEntry| entry.can_choose && !entry.is_past && !entry.caption.is_empty();
        match self.entries().nth(selected) {
            Some((panel, _, entry)) if panel == number && self.shows_groups(columns, air) => Some(entry),
            _ if number == 0 => self.panels[0].entries.iter().find(is_next),
            _ => None,
        }
    }

    fn panel_rows(&self, columns: u16, air: Spacing) -> u16 {
        let extra = |number| {
            if self.shows_groups(columns, air) { self.group_rows(number) + PANEL_CAPTION - 2 } else { 0 }
        };
        let rows = |(number, panel): (usize, &MenuPanel)| {
            saturating_u16(panel.entries.len()) * self.entry_rows(columns, air) + extra(number) + 2
        };
        let each = self.panels.iter().enumerate().map(rows);
        if has_panels(self, columns, air) { each.max().unwrap_or(0) } else { saturating_u16(self.list().len()) }
    }

    fn is_empty_panel(&self, columns: u16, air: Spacing) -> bool {
        has_panels(self, columns, air) && matches!(self.panels.as_slice(), [panel] if panel.entries.is_empty())
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.panels.iter().all(|panel| panel.entries.is_empty())
    }

    pub(in super::super) fn needed_columns(&self) -> u16 {
        let panels = self.panels.iter().map(|panel| EntryParts::needed(&panel.entries) + 2);
        saturating_u16(panels.max().unwrap_or(0))
    }

    pub(in super::super) fn is_longer_than(&self, rows: u16) -> bool {
        self.panels.iter().any(|panel| panel.entries.len() > rows.into())
    }

    fn list(&self) -> Vec<ListRow<'_>> {
        let mut rows = Vec::new();
        for (number, panel) in self.panels.iter().enumerate().filter(|(_, panel)| !panel.entries.is_empty()) {
            if number > 0 {
                rows.push(ListRow::Title(&panel.title));
            }
            let entries = self.entries().enumerate().filter(|(_, (panel, ..))| *panel == number);
            rows.extend(entries.map(|(index, _)| ListRow::Entry(index)));
        }
        rows
    }

    fn shown(&self, selected: usize, rows: u16) -> Vec<(u16, ListRow<'_>)> {
        let list = self.list();
        let row = list.iter().position(|row| *row == ListRow::Entry(selected)).unwrap_or(0);
        let above = saturating_u16(row + 1).saturating_sub(rows);
        (0..rows).zip(list.into_iter().skip(above.into())).collect()
    }

    pub(super) fn height(&self, columns: u16, air: Spacing, theme: Theme) -> u16 {
        let (captions, gap, _) = self.parts(air, theme, Rect { width: columns, ..Rect::default() });
        self.panel_rows(columns, air) + saturating_u16(captions.len()) + gap
    }

    fn parts(&self, air: Spacing, theme: Theme, area: Rect) -> (Vec<Line<'static>>, u16, u16) {
        let captions = caption(self, area.width, air, theme);
        if self.is_empty_panel(area.width, air) {
            return (captions, 0, area.height);
        }
        let gap = u16::from(air.has_gaps() && !captions.is_empty());
        let rows = area.height.saturating_sub(saturating_u16(captions.len()) + gap);
        (captions, gap, rows)
    }

    pub(super) fn pointed(
        &self, selected: usize, air: Spacing, theme: Theme, area: Rect, position: Position,
    ) -> Option<usize> {
        let (_, _, rows) = self.parts(air, theme, area);
        let spots = menu_spots(self, selected, area, air, rows);
        let (index, _) = spots.into_iter().find(|(_, spot)| spot.contains(position))?;
        self.entries().nth(index).filter(|(.., entry)| entry.can_choose).map(|_| index)
    }

    /// Draws the titles and the scroll bar of a list without panels. Returns the row below the last title.
    fn draw_list_frame(&self, selected: usize, rows: u16, theme: Theme, frame: &mut Frame, area: Rect) -> u16 {
        let mut bottom = area.y;
        for (y, row) in self.shown(selected, rows) {
            if let ListRow::Title(title) = row {
                let spot = Rect::new(area.x + 1, area.y + y, area.width.saturating_sub(1), 1);
                frame.render_widget(Line::styled(title.to_owned(), theme.style(Meaning::Strong)), spot);
                bottom = bottom.max(spot.bottom());
            }
        }
        let list = self.list();
        if let Some(hidden) = list.len().checked_sub(rows.into()).filter(|hidden| *hidden > 0) {
            let bar = Rect { height: rows, width: area.width + 1, ..area };
            let row = list.iter().position(|row| *row == ListRow::Entry(selected)).unwrap_or(0);
            scroll_bar(frame, bar, hidden, (row + 1).saturating_sub(rows.into()), theme);
        }
        bottom
    }

    pub(super) fn draw(
        &self, selected: usize, air: Spacing, theme: Theme, frame: &mut Frame, area: Rect,
    ) -> Option<Position> {
        let (captions, gap, rows) = self.parts(air, theme, area);
        let beside = has_panels(self, area.width, air);
        // Both panels have the same border, so that only two rows are repainted when the selection moves to the other
        // panel.
        let block = if self.panels.len() == 1 { active_block } else { block };
        let mut bottom = area.y;
        if beside {
            let is_empty = self.is_empty_panel(area.width, air);
            let is_shown = |(panel, _): &(&MenuPanel, Rect)| is_empty || !panel.entries.is_empty();
            let drawn = self.panels.iter().zip(panels(self, area, rows)).filter(is_shown);
            for (number, (panel, rect)) in drawn.enumerate() {
                let inner = usize::from(rect.height.saturating_sub(2) / self.rows_in(number, rect, area.width, air));
                let position = self.panels.len() == 1 && panel.entries.len() > inner && inner > 0;
                let position = position.then(|| format!(" {} ", say!("{} of {}", selected + 1, panel.entries.len())));
                let block = block(&panel.title, rect.width.into(), theme);
                let below = position.map(|text| Line::styled(text, theme.on_border(Meaning::Plain)).right_aligned());
                frame.render_widget(below.map_or(block.clone(), |below| block.title_bottom(below)), rect);
                bottom = bottom.max(rect.bottom());
                if let Some(entry) = self.entry_with_caption(number, selected, area.width, air) {
                    panel_caption(panel.entries.len(), entry, theme, frame, rect);
                }
            }
        }
        if !beside {
            bottom = bottom.max(self.draw_list_frame(selected, rows, theme, frame, area));
        }
        let mut cursor = area.as_position();
        let entries: Vec<(usize, &MenuEntry)> = self.entries().map(|(panel, _, entry)| (panel, entry)).collect();
        let mut parts = vec![None; self.panels.len()];
        for (index, spot) in menu_spots(self, selected, area, air, rows) {
            let Some((panel, entry)) = entries.get(index) else { continue };
            bottom = bottom.max(spot.bottom());
            let is_selected = index == selected;
            let columns = usize::from(spot.width);
            let widths = parts[*panel].get_or_insert_with(|| EntryParts::new(&self.panels[*panel].entries, columns));
            let has_groups = self.shows_groups(area.width, air);
            let high = if has_groups { 1 } else { spot.height };
            draw_entry(entry, *widths, is_selected, theme, frame, Rect { height: high, ..spot });
            if has_groups && !entry.group.is_empty() {
                let heading = Rect { x: spot.x + 1, y: spot.y - 1, width: spot.width - 1, height: 1 };
                frame.render_widget(Line::styled(entry.group.as_str(), theme.style(Meaning::Muted)), heading);
            }
            if is_selected {
                cursor = Position::new(spot.x + saturating_u16(widths.lead + widths.code), spot.y);
            }
        }
        let top = if self.is_empty_panel(area.width, air) { area.y + 1 } else { bottom + gap };
        let under = Rect::new(area.x + 2, top, area.width.saturating_sub(2), area.bottom().saturating_sub(top));
        frame.render_widget(Paragraph::new(captions), under.intersection(area));
        (!entries.is_empty()).then_some(cursor)
    }
}

fn has_panels(menu: &Menu, columns: u16, air: Spacing) -> bool {
    let is_single = menu.panels.len() == 1 && air.has_panels();
    columns >= if is_single { PANEL_FROM } else { BESIDE_FROM } && air != Spacing::Stacked
}

fn caption(menu: &Menu, columns: u16, air: Spacing, theme: Theme) -> Vec<Line<'static>> {
    let has_captions = menu.entry_rows(columns, air) > 1 || menu.has_panel_caption(columns, air);
    let is_new = |text: &&Text| !has_captions || !menu.entries().any(|(.., entry)| entry.caption == text.to_string());
    let texts = menu.caption.iter().filter(is_new);
    let edges = if has_panels(menu, columns, air) { 4 } else { 2 };
    let lines = texts.flat_map(|text| wrap(&pieces(text, theme), columns.saturating_sub(edges).into()));
    lines.map(Line::from).collect()
}

fn panel_caption(count: usize, entry: &MenuEntry, theme: Theme, frame: &mut Frame, rect: Rect) {
    let inner = Rect { x: rect.x + 2, width: rect.width.saturating_sub(4), ..rect };
    let lines = wrap(&[(entry.caption.clone(), theme.style(Meaning::Muted))], inner.width.into());
    let rows = saturating_u16(lines.len());
    if saturating_u16(count) + rows + 3 <= rect.height {
        let lines: Vec<Line> = lines.into_iter().map(Line::from).collect();
        let below = Rect { y: rect.bottom() - 1 - rows, height: rows, ..inner };
        frame.render_widget(Paragraph::new(lines), below);
    }
}

fn menu_spots(menu: &Menu, selected: usize, area: Rect, air: Spacing, rows: u16) -> Vec<(usize, Rect)> {
    let (panel, row) = menu.panel_and_row(selected);
    let mut spots = Vec::new();
    if !has_panels(menu, area.width, air) {
        for (y, row) in menu.shown(selected, rows) {
            if let ListRow::Entry(index) = row {
                spots.push((index, Rect::new(area.x, area.y + y, area.width, 1)));
            }
        }
        return spots;
    }
    for (number, rect) in panels(menu, area, rows).into_iter().enumerate() {
        let high = menu.rows_in(number, Rect { height: rows, ..rect }, area.width, air);
        let inner = rows.saturating_sub(2) / high * high;
        let tops = menu.entry_tops(number, high, area.width, air);
        let lowest = tops.get(row).filter(|_| number == panel).map_or(0, |top| top + high);
        let above = lowest.saturating_sub(inner);
        for (index, (_, row, _)) in menu.entries().enumerate().filter(|(_, (panel, ..))| *panel == number) {
            let Some(y) = tops[row].checked_sub(above).filter(|y| y + high <= inner) else { continue };
            spots.push((index, Rect::new(rect.x + 1, rect.y + 1 + y, rect.width.saturating_sub(2), high)));
        }
    }
    spots
}

fn panels(menu: &Menu, area: Rect, rows: u16) -> Vec<Rect> {
    let count = saturating_u16(menu.panels.len()).max(1);
    let spare = area.width - (count - 1);
    let first = spare / count;
    let mut left = area.x;
    let rect = |number: u16| {
        let width = if number + 1 == count { area.right() - left } else { first };
        left += width + 1;
        Rect::new(left - width - 1, area.y, width, rows)
    };
    (0..count).map(rect).collect()
}
