//! Draws the airport as a floor plan with a room for each check.
//!
//! Doors that the traveller has passed through are open. The door behind the check that stops the traveller is closed.

use ratatui::style::Style;
use ratatui::text::Line;

use super::super::super::screen::MapTexts;
use super::super::super::theme::Theme;
use super::{Cells, Journey, area_index, areas, badge, badge_in, big_text, question_in};
use crate::document::{AirportStrip, Checkpoint, Meaning};
use crate::ruling::Verdict;
use crate::say;
use crate::text::{cut, width};

/// The minimum width of a floor plan in columns, and the height of a floor plan in rows.
pub(super) const PLAN_FROM: usize = 88;
pub(super) const PLAN: u16 = 4;

pub(in super::super::super) const LARGE_PLAN: u16 = 8;

const DIGITS_FROM: usize = 76;

/// The first row of large digits.
const DIGITS: usize = 3;

const NARROWEST: usize = 13;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PlanOptions {
    pub frame: Option<u16>,
    pub texts: MapTexts,
    pub has_digits: bool,
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
    let has_digits =
        options.has_digits && strip.stop != Some(Checkpoint::Inside) && !theme.signs.ascii && columns >= DIGITS_FROM;
    let is_map = options.texts >= if has_digits { MapTexts::Names } else { MapTexts::Mottos };
    let rows = usize::from(if has_digits { LARGE_PLAN } else { PLAN });
    let walls = walls(columns, has_digits);
    let mut plan = Plan { cells: (0..rows).map(|_| Cells::new(columns)).collect(), walls, theme };
    plan.building(strip);
    let journey = Journey::new(strip, options.frame);
    let Journey { target, is_known, is_stopped, has_arrived, .. } = journey;
    let first = 2;
    let end = match strip.stop {
        Some(Checkpoint::Inside) => walls[4] - 2,
        _ if is_known => walls[target + 1] - 1,
        _ => first,
    };
    let walked = journey.walked(first, end);
    let path = match (has_digits, is_map) {
        (true, true) => DIGITS + 1,
        (true, false) => DIGITS + 3,
        (false, _) => 2,
    };
    plan.path(path, [first, walked].map(|column| if is_known { column } else { first }), is_map);
    for (number, name) in areas(say!("Inside")).into_iter().enumerate() {
        let is_target = number == target;
        let after = match is_target {
            true if is_stopped => format!(" {}", theme.signs.wrong),
            _ if is_known && number < target && walls[number + 1] < walked => format!(" {}", theme.signs.correct),
            _ => String::new(),
        };
        let style = theme.style(if is_known && is_target { Meaning::Strong } else { Meaning::Plain });
        let room = (walls[number + 1] - walls[number]).saturating_sub(3 + width(&after));
        let name = cut(&name.to_uppercase(), room, theme.signs.ellipsis);
        plan.put(1, walls[number] + 2, &format!("{name}{after}"), style);
        // Until the mottos are shown, only security and the gate are labelled with their codes.
        if is_map && (options.texts >= MapTexts::Mottos || matches!(number, 1 | 2)) {
            plan.check(number, rows - 2, options.texts, has_digits);
        }
    }
    if is_stopped {
        plan.closed_door(target, journey.door(theme));
    }
    if let Some(code) = strip.code.filter(|_| has_arrived) {
        let from = if is_known { walls[target] + 2 } else { first + 2 };
        let end = if is_known { walked } else { walls[1] };
        if has_digits {
            plan.digits(code, from);
        } else {
            let badge = badge_in(end.saturating_sub(from), code, theme);
            plan.put(path, from, &badge.content, badge.style);
        }
    }
    plan.put(path, walked, theme.signs.traveller, theme.style(Meaning::Strong));
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

    /// Draws the way that the traveller has walked, through open doors, and the rest of the way.
    fn path(&mut self, row: usize, [first, walked]: [usize; 2], is_map: bool) {
        let (theme, walls) = (self.theme, self.walls);
        let [_, dot] = theme.signs.bar;
        for column in (first..walls[4] - 1).filter(|column| !is_map && !walls.contains(column)) {
            self.put(row, column, dot, theme.border());
        }
        let strong = theme.style(Meaning::Strong);
        for column in first..walked {
            let sign = if walls.contains(&column) { theme.signs.open_door } else { theme.signs.trail };
            self.put(row, column, sign, strong);
        }
    }

    fn closed_door(&mut self, room: usize, style: Style) {
        let door = closed_door(self.theme);
        for row in 1..self.cells.len() - 1 {
            self.put(row, self.walls[room + 1], door, style);
        }
    }

    /// Draws the status code that a check leads to as a badge, followed by the question that the check asks. With
    /// `has_digits`, the codes at security and at the gate are drawn in large digits. At the entrance and inside, the codes
    /// are always drawn as badges.
    fn check(&mut self, room: usize, row: usize, texts: MapTexts, has_digits: bool) {
        let (_, asks, code) = AirportStrip::checks()[room];
        let (mut from, end) = (self.walls[room] + 2, self.walls[room + 1]);
        let has_question = texts >= MapTexts::Mottos;
        let has_digits = has_digits && matches!(room, 1 | 2);
        if has_digits {
            self.digits(code, from);
        }
        if !has_digits || !has_question {
            let badge = badge(code, !has_question, self.theme);
            self.put(row, from, &badge.content, badge.style);
            from += badge.width() + 1;
        }
        if has_question {
            let style = self.theme.style(if has_digits { Meaning::Strong } else { Meaning::Plain });
            self.put(row, from, &question_in(end.saturating_sub(from + 1), asks), style);
        }
    }

    fn digits(&mut self, code: u16, from: usize) {
        let style = self.theme.large(Verdict::from_status(code));
        for (row, line) in (DIGITS..).zip(big_text::half_block(code)) {
            self.put(row, from, &line, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::FRAMES;
    use super::*;
    use crate::settings::ThemeName;

    const STOPS: [Checkpoint; 4] = [Checkpoint::Entrance, Checkpoint::Security, Checkpoint::Gate, Checkpoint::Inside];

    fn texts(rows: &[Line]) -> Vec<String> {
        rows.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_plan_fits_and_the_traveller_stands_at_the_closed_door_behind_the_code() {
        for (stop, ascii) in STOPS.into_iter().flat_map(|stop| [(stop, false), (stop, true)]) {
            let theme = Theme::new(ThemeName::default(), ascii);
            for columns in 60..121 {
                let strip = AirportStrip { stop: Some(stop), code: Some(403), ..AirportStrip::default() };
                let rows = plan(&strip, columns, theme, PlanOptions::default());
                assert!(rows.iter().all(|row| row.width() == columns), "{columns}: {rows:?}");
                let rows = texts(&rows);
                let (way, _) = rows[2].split_once(theme.signs.traveller).expect("a traveller");
                assert!(way.contains(" 403 "), "{columns}: {}", rows[2]);
                assert!(rows[1].contains(&stop.name().to_uppercase()), "{columns}: {}", rows[1]);
                let doors = rows[1].matches(closed_door(theme)).count();
                assert!(doors == usize::from(stop != Checkpoint::Inside), "{columns}: {}", rows[1]);
                let at_door = format!("{}{}", theme.signs.traveller, closed_door(theme));
                assert_eq!(doors, rows[2].matches(&at_door).count(), "{columns}: {}", rows[2]);
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
                assert_eq!(rows.len(), 8);
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
        assert!(columns.is_sorted() && columns[0] == 2 && columns[8] == walls(100, false)[3] - 1, "{columns:?}");
    }
}
