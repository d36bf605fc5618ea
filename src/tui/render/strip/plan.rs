//! Draws the airport as a floor plan with a room for each check.
//!
//! Doors that the traveller has passed through are open. The door behind the check that stops the traveller is closed.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::super::screen::MapTexts;
use super::super::super::theme::Theme;
use super::{Cells, FRAMES, area_index, areas, badge, big_text, question_in};
use crate::document::{AirportStrip, Checkpoint, Meaning};
use crate::ruling::Verdict;
use crate::say;
use crate::text::{cut, width};

/// The minimum width of a floor plan in columns, and the height of a floor plan in rows.
pub(super) const PLAN_FROM: usize = 88;
pub(super) const PLAN: u16 = 4;

pub(in super::super::super) const LARGE_PLAN: u16 = 8;

const DIGITS_FROM: usize = 76;

const NARROWEST: usize = 13;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PlanOptions {
    pub frame: Option<u16>,
    pub texts: MapTexts,
    pub has_digits: bool,
    /// Whether to draw the plan at the same height as the map with large digits.
    pub is_tall: bool,
}

fn walls(columns: usize, is_even: bool) -> [usize; 5] {
    let last = columns - 1;
    let first = (columns / 5).max(NARROWEST);
    if is_even {
        [0, columns / 4, columns / 2, 3 * columns / 4, last]
    } else {
        [0, first, columns / 2, last - first, last]
    }
}

pub(super) fn plan(strip: &AirportStrip, columns: usize, theme: Theme, options: PlanOptions) -> Vec<Line<'static>> {
    let is_stopped = strip.stop != Some(Checkpoint::Inside);
    let has_digits = options.has_digits && is_stopped && !theme.signs.ascii && columns >= DIGITS_FROM;
    let is_map = options.texts >= if has_digits { MapTexts::Names } else { MapTexts::Mottos };
    let rows = match (has_digits, is_map) {
        (true, is_map) => usize::from(LARGE_PLAN) - usize::from(!is_map && !options.is_tall),
        (false, _) => usize::from(PLAN),
    };
    let walls = walls(columns, has_digits);
    let mut plan = Plan { cells: (0..rows).map(|_| Cells::new(columns)).collect(), walls, theme };
    plan.building(strip);
    let target = strip.stop.map_or(0, area_index);
    let is_known = strip.stop.is_some_and(|stop| stop != Checkpoint::Elsewhere);
    let (first, end) = (2, if target == 0 { 2 } else { walls[target] + 2 });
    let walked =
        options.frame.map_or(end, |frame| first + (end - first) * usize::from(frame.min(FRAMES)) / usize::from(FRAMES));
    let has_arrived = options.frame.is_none();
    let path = if has_digits { 4 } else { 2 };
    if strip.stop.is_none() && !is_map {
        plan.route(path, first + 2);
    }
    if is_known {
        plan.put(path, first, &theme.signs.trail.repeat(walked - first), theme.outline(Meaning::Correct));
    }
    for (number, name) in areas(say!("Inside")).into_iter().enumerate() {
        let is_target = number == target;
        let is_passed = is_known && number < target && walls[number + 1] < walked;
        let is_stop = is_known && has_arrived && is_target && strip.stop != Some(Checkpoint::Inside);
        let after = match (is_stop, is_passed) {
            (true, _) => format!(" {}", theme.signs.wrong),
            (_, true) => format!(" {}", theme.signs.correct),
            _ => String::new(),
        };
        let style = theme.style(if is_known && is_target { Meaning::Strong } else { Meaning::Plain });
        let room = (walls[number + 1] - walls[number]).saturating_sub(3 + width(&after));
        let name = cut(&name.to_uppercase(), room, theme.signs.ellipsis);
        plan.put(1, walls[number] + 2, &format!("{name}{after}"), style);
        // Until the mottos are shown, only security and the gate are labelled with their codes.
        if is_map && (options.texts >= MapTexts::Mottos || matches!(number, 1 | 2)) {
            plan.check(number, rows - 2, options.texts, has_digits.then_some(path));
        }
        if is_stop && number < 3 {
            plan.closed_door(number, strip.code);
        }
    }
    plan.put(path, walked, theme.signs.traveller, theme.style(Meaning::Strong));
    if let Some(code) = strip.code.filter(|_| strip.stop.is_some() && has_arrived) {
        plan.code(code, walked + 2, walls[target + 1], path, has_digits);
        if options.is_tall && has_digits {
            plan.code(code, walked + 2, walls[target + 1], rows - 2, false);
        }
    }
    plan.cells.into_iter().map(Cells::line).collect()
}

/// A closed door must look different from a wall even without colour.
const fn closed_door(theme: Theme) -> &'static str {
    if theme.signs.ascii { theme.signs.block } else { theme.signs.post }
}

struct Plan {
    cells: Vec<Cells>,
    walls: [usize; 5],
    theme: Theme,
}

impl Plan {
    fn put(&mut self, row: usize, column: usize, text: &str, style: Style) {
        self.cells[row].put(column, text, style);
    }

    fn building(&mut self, strip: &AirportStrip) {
        let (theme, walls) = (self.theme, self.walls);
        let (border, last, columns) = (theme.border(), self.cells.len() - 1, walls[4] + 1);
        let (above, below, side) = if theme.signs.ascii {
            (["+"; 3], ["+"; 3], "|")
        } else {
            (["╭", "┬", "╮"], ["╰", "┴", "╯"], "│")
        };
        for (row, corners) in [(0, above), (last, below)] {
            self.put(row, 0, &theme.signs.line.repeat(columns), border);
            for (number, wall) in walls.into_iter().enumerate() {
                let corner = corners[match number {
                    0 => 0,
                    4 => 2,
                    _ => 1,
                }];
                self.put(row, wall, corner, border);
            }
        }
        for (row, wall) in (1..last).flat_map(|row| walls.map(|wall| (row, wall))) {
            self.put(row, wall, side, border);
        }
        if !strip.label.is_empty() {
            let label = cut(&strip.label, columns / 2, theme.signs.ellipsis);
            self.put(0, 2, &format!(" {label} "), theme.style(Meaning::Strong));
        }
        if strip.wrong {
            let tag = format!(" {} ", say!("WRONG"));
            self.put(0, columns - width(&tag) - 2, &tag, theme.style(Meaning::Wrong));
        }
        if let Some(sign) = &strip.sign {
            let from = walls[strip.stop.map_or(0, area_index)] + 2;
            let text = say!("Sign: \"{}\"", sign);
            let text = cut(&text, columns.saturating_sub(from + 4), theme.signs.ellipsis);
            self.put(last, from, &format!(" {text} "), Style::new());
        }
    }

    fn route(&mut self, row: usize, first: usize) {
        let [_, dot] = self.theme.signs.bar;
        for column in first..self.walls[4] - 1 {
            self.put(row, column, dot, self.theme.border());
        }
    }

    fn closed_door(&mut self, room: usize, code: Option<u16>) {
        let style = code.map_or_else(
            || self.theme.style(Meaning::Strong),
            |code| self.theme.outline(Meaning::Status(Verdict::from_status(code))),
        );
        let door = closed_door(self.theme);
        for row in 1..self.cells.len() - 1 {
            self.put(row, self.walls[room + 1], door, style);
        }
    }

    /// Draws the status code that a check leads to as a badge, followed by the question that the check asks. If `path`
    /// is given, the codes at security and at the gate are drawn in large digits. At the entrance and inside, the codes
    /// are always drawn as badges.
    fn check(&mut self, room: usize, row: usize, texts: MapTexts, path: Option<usize>) {
        let (_, asks, code) = AirportStrip::checks()[room];
        let (mut from, end) = (self.walls[room] + 2, self.walls[room + 1]);
        let has_question = texts >= MapTexts::Mottos;
        let digits = path.filter(|_| matches!(room, 1 | 2));
        if let Some(path) = digits {
            self.digits(code, from, path);
        }
        if digits.is_none() || !has_question {
            let badge = badge(code, !has_question, self.theme);
            self.put(row, from, &badge.content, badge.style);
            from += badge.width() + 1;
        }
        if has_question {
            let style = self.theme.style(if digits.is_some() { Meaning::Strong } else { Meaning::Plain });
            self.put(row, from, &question_in(end.saturating_sub(from + 1), asks), style);
        }
    }

    fn digits(&mut self, code: u16, from: usize, path: usize) {
        let style = self.theme.large(Verdict::from_status(code));
        for (row, line) in big_text::half_block(code).into_iter().enumerate() {
            self.put(path - 1 + row, from, &line, style);
        }
    }

    fn code(&mut self, code: u16, from: usize, wall: usize, path: usize, has_digits: bool) {
        if has_digits {
            return self.digits(code, from, path);
        }
        let fits = |badge: &Span| from + badge.width() < wall;
        let short = badge(code, false, self.theme);
        let badge = Some(badge(code, true, self.theme)).filter(fits).unwrap_or(short);
        self.put(path, from, &badge.content, badge.style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::ThemeName;

    const STOPS: [Checkpoint; 4] = [Checkpoint::Entrance, Checkpoint::Security, Checkpoint::Gate, Checkpoint::Inside];

    fn texts(rows: &[Line]) -> Vec<String> {
        rows.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_plan_fits_and_the_traveller_stands_beside_the_code() {
        for (stop, ascii) in STOPS.into_iter().flat_map(|stop| [(stop, false), (stop, true)]) {
            let theme = Theme::new(ThemeName::default(), ascii);
            for columns in 60..121 {
                let strip = AirportStrip { stop: Some(stop), code: Some(403), ..AirportStrip::default() };
                let rows = plan(&strip, columns, theme, PlanOptions::default());
                assert!(rows.iter().all(|row| row.width() == columns), "{columns}: {rows:?}");
                let rows = texts(&rows);
                assert!(rows[2].contains(&format!("{}  403 ", theme.signs.traveller)), "{columns}: {}", rows[2]);
                assert!(rows[1].contains(&stop.name().to_uppercase()), "{columns}: {}", rows[1]);
                let doors = rows[1].matches(closed_door(theme)).count();
                assert!(doors == usize::from(stop != Checkpoint::Inside), "{columns}: {}", rows[1]);
            }
        }
    }

    #[test]
    fn large_digits_stay_inside_their_room() {
        let theme = Theme::new(ThemeName::default(), false);
        for stop in STOPS.into_iter().take(3) {
            for columns in DIGITS_FROM..121 {
                let strip = AirportStrip { stop: Some(stop), code: Some(403), ..AirportStrip::default() };
                let options = PlanOptions { has_digits: true, ..PlanOptions::default() };
                let rows = texts(&plan(&strip, columns, theme, options));
                assert_eq!(rows.len(), 7);
                let wall = walls(columns, true)[area_index(stop) + 1];
                let beside: Vec<char> = rows[4].chars().skip(wall - 1).take(2).collect();
                assert!(beside[0] == ' ' && matches!(beside[1], '┃' | '│'), "{columns}: {}", rows[4]);
            }
        }
    }

    #[test]
    fn the_traveller_walks_from_the_entrance_to_the_check() {
        let theme = Theme::new(ThemeName::default(), false);
        let strip = AirportStrip { stop: Some(Checkpoint::Gate), code: Some(403), ..AirportStrip::default() };
        let column = |frame| {
            let options = PlanOptions { frame: Some(frame), ..PlanOptions::default() };
            let path = plan(&strip, 100, theme, options)[2].to_string();
            path.chars().position(|letter| letter == '●').expect("a traveller")
        };
        let columns: Vec<usize> = (0..=FRAMES).map(column).collect();
        assert!(columns.is_sorted() && columns[0] == 2 && columns[8] == walls(100, false)[2] + 2, "{columns:?}");
    }
}
