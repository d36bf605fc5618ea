//! Handles characters whose width differs between terminals.
//!
//! Characters of uncertain width must not displace the text next to them. Terminals for East Asian text draw symbols
//! such as `●` and letters such as `Ω` in two columns. Terminals rarely agree on the width of an emoji.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZero;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::{Position, Size};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The maximum number of columns that an emoji or a combined character can take up.
const REACH: u16 = 4;

/// Returns true for an emoji or a combination of several characters, because the width of both differs between
/// terminals.
fn is_doubtful(symbol: &str) -> bool {
    let mut characters = symbol.chars();
    match (characters.next(), characters.next()) {
        (Some(one), None) => matches!(one, '\u{2600}'..='\u{26ff}' | '\u{1f000}'..='\u{1ffff}') || is_wide_symbol(one),
        (Some(_), Some(_)) => true,
        _ => false,
    }
}

/// Matches symbols such as `⌚`, which are two columns wide although they aren't East Asian characters.
fn is_wide_symbol(one: char) -> bool {
    matches!(one, '\u{2300}'..='\u{2bff}') && one.width() == Some(2)
}

fn is_ambiguous(symbol: &str) -> bool {
    !symbol.is_ascii() && symbol.width() != symbol.width_cjk()
}

/// A backend that sends the cursor position again after every character of uncertain width.
pub(super) struct Positioned<B> {
    pub(super) inner: B,
    /// Whether the terminal has reported the width of ambiguous characters.
    pub(super) is_measured: bool,
}

impl<B> Positioned<B> {
    fn is_uncertain(&self, symbol: &str) -> bool {
        is_doubtful(symbol) || !self.is_measured && is_ambiguous(symbol)
    }

    /// Returns how many cells can be sent before the cursor position has to be sent again. A run of identical symbols,
    /// such as a horizontal line, stays together.
    fn piece(&self, cells: &[(u16, u16, &Cell)]) -> usize {
        let Some((_, _, first)) = cells.first() else { return 0 };
        if is_doubtful(first.symbol()) {
            return 1;
        }
        if self.is_uncertain(first.symbol()) {
            return cells.iter().take_while(|(_, _, cell)| cell.symbol() == first.symbol()).count();
        }
        cells.iter().take_while(|(_, _, cell)| !self.is_uncertain(cell.symbol())).count()
    }
}

impl<B: Backend<Error = io::Error> + Write> Backend for Positioned<B> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells: Vec<(u16, u16, &Cell)> = content.collect();
        let mut rest = cells.as_slice();
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(self.piece(rest).max(1));
            if let [(x, y, cell)] = piece
                && is_doubtful(cell.symbol())
            {
                // The cells are cleared first, in case the terminal draws the character in fewer columns than expected.
                let mut blank = (*cell).clone();
                blank.set_symbol(" ");
                let columns = u16::try_from(cell.symbol().width()).unwrap_or(1);
                self.inner.draw((0..columns).map(|column| (x + column, *y, &blank)))?;
            }
            self.inner.draw(piece.iter().copied())?;
            rest = after;
        }
        Ok(())
    }

    // Cursor commands are buffered and sent together with the frame. crossterm's own backend would send each command in
    // a separate write.
    fn hide_cursor(&mut self) -> io::Result<()> {
        queue!(self.inner, Hide)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        queue!(self.inner, Show)
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        queue!(self.inner, MoveTo(x, y))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

/// Marks the characters after an emoji as changed, because the terminal may have drawn the emoji over them.
pub(super) fn renew_behind_emoji(buffer: &mut Buffer) {
    for row in buffer.content.chunks_mut(usize::from(buffer.area.width).max(1)) {
        let mut behind = 0;
        for cell in row {
            if behind > 0 && cell.diff_option == CellDiffOption::None {
                cell.diff_option = CellDiffOption::AlwaysUpdate;
            }
            behind = if is_doubtful(cell.symbol()) { REACH - 1 } else { behind.saturating_sub(1) };
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ColumnShift {
    /// For each row that contains widened characters, the original column of the text in every window column.
    rows: BTreeMap<u16, Vec<u16>>,
}

impl ColumnShift {
    pub(super) fn in_window(&self, position: Position) -> Position {
        let column = self.rows.get(&position.y).and_then(|row| row.iter().position(|column| *column >= position.x));
        column.and_then(|column| u16::try_from(column).ok()).map_or(position, |x| Position { x, ..position })
    }

    pub(super) fn in_frame(&self, position: Position) -> Position {
        let column = self.rows.get(&position.y).and_then(|row| row.get(usize::from(position.x)));
        column.map_or(position, |x| Position { x: *x, ..position })
    }
}

/// The text between a widened character and the next gap of at least two spaces moves to the right.
pub(super) fn widen(buffer: &mut Buffer) -> ColumnShift {
    let mut widened = ColumnShift::default();
    for row in buffer.area.rows() {
        let cells: Vec<Cell> = row.positions().map(|position| buffer[position].clone()).collect();
        if !cells.iter().any(|cell| is_ambiguous(cell.symbol())) {
            continue;
        }
        let mut shown = widen_row(&cells);
        shown.truncate(cells.len());
        // A wide character isn't drawn if the edge of the window would cut it in half.
        if let Some((last, _)) =
            shown.last_mut().filter(|(cell, _)| matches!(cell.diff_option, CellDiffOption::ForcedWidth(_)))
        {
            last.set_symbol(" ").diff_option = CellDiffOption::None;
        }
        for (position, (cell, _)) in row.positions().zip(&shown) {
            buffer[position] = cell.clone();
        }
        widened.rows.insert(row.y, shown.into_iter().map(|(_, column)| column).collect());
    }
    widened
}

fn widen_row(cells: &[Cell]) -> Vec<(Cell, u16)> {
    let mut shown: Vec<(Cell, u16)> = Vec::new();
    let mut owed: usize = 0;
    let mut follows_gap = false;
    let mut column = 0;
    while let Some(cell) = cells.get(column) {
        let narrow = cell.symbol().width().max(1);
        let wide = cell.symbol().width_cjk().max(narrow);
        let original = u16::try_from(column).unwrap_or(u16::MAX);
        column += narrow;
        let is_gap = cell.symbol() == " ";
        if owed > 0 && is_gap && follows_gap {
            owed -= 1;
            continue;
        }
        follows_gap = is_gap;
        let mut cell = cell.clone();
        let mut blank = cell.clone();
        blank.set_symbol(" ");
        if let Some(width) = u16::try_from(wide).ok().and_then(NonZero::new).filter(|_| wide > 1) {
            cell.diff_option = CellDiffOption::ForcedWidth(width);
        }
        shown.push((cell, original));
        shown.extend((1..wide).map(|_| (blank.clone(), original)));
        owed += wide - narrow;
    }
    shown
}

#[cfg(test)]
mod tests {
    use ratatui::backend::CrosstermBackend;
    use ratatui::layout::Rect;

    use super::*;

    fn row(text: &str, columns: u16) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, 1));
        buffer.set_string(0, 0, text, ratatui::style::Style::new());
        buffer
    }

    fn text(buffer: &Buffer) -> String {
        let mut column = 0;
        let mut text = String::new();
        while let Some(cell) = buffer.cell((column, 0)) {
            let width = match cell.diff_option {
                CellDiffOption::ForcedWidth(width) => width.get(),
                _ => 1,
            };
            text.push_str(cell.symbol());
            column += width;
        }
        text
    }

    #[test]
    fn ambiguous_characters_get_two_columns_and_the_next_gap_pays_for_them() {
        for (before, after) in [
            ("plain text |", "plain text |"),
            ("“ok”    | x", "“ok”  | x"),
            ("| ①②     | x", "| ①②   | x"),
            ("東 “a”    |", "東 “a”  |"),
            ("① ① x      |", "① ① x    |"),
            ("“a b c d e f", "“a b c d e "),
            ("abcdefghijk“", "abcdefghijk "),
        ] {
            let mut buffer = row(before, 12);
            widen(&mut buffer);
            assert_eq!(text(&buffer).trim_end(), after.trim_end(), "{before}");
        }
    }

    #[test]
    fn columns_are_found_again() {
        let mut buffer = row("“ok”     | x", 12);
        let widened = widen(&mut buffer);
        for x in [0, 1, 2, 3, 9, 11] {
            let position = Position::new(x, 0);
            assert_eq!(widened.in_frame(widened.in_window(position)), position);
        }
        assert_eq!(widened.in_window(Position::new(1, 0)), Position::new(2, 0));
        assert_eq!(widened.in_window(Position::new(9, 0)), Position::new(9, 0));
    }

    #[test]
    fn nothing_is_sent_right_behind_a_letter_of_uncertain_width() {
        for (shown, is_measured, moves) in
            [("ab", false, 1), ("a☁b", false, 4), ("a●b", true, 1), ("a🛂b", true, 4), ("───a", false, 2)]
        {
            let mut bytes = Vec::new();
            let mut backend = Positioned { inner: CrosstermBackend::new(&mut bytes), is_measured };
            let (empty, full) = (Buffer::empty(Rect::new(0, 0, 8, 1)), row(shown, 8));
            backend.draw(empty.diff(&full).into_iter()).expect("memory");
            let sent = String::from_utf8(bytes).expect("text");
            assert_eq!(sent.matches('H').count(), moves, "{shown}: {sent:?}");
        }
    }
}
