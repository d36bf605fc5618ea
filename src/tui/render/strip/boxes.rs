//! Draws the airport as a row of boxes, one for each check, in windows that are large enough.

use ratatui::style::Style;
use ratatui::text::Line;

use super::super::super::screen::MapTexts;
use super::super::super::theme::Theme;
use super::{Cells, FRAMES, badge, place, places};
use crate::document::feedback::motto;
use crate::document::{AirportStrip, Checkpoint, Meaning};
use crate::ruling::Verdict;
use crate::say;

/// The minimum width at which each check is drawn as a box, and the height of a box in rows.
pub(super) const BOXES_FROM: usize = 88;
pub(super) const BOX: u16 = 3;

/// The number of columns between two boxes.
const BETWEEN_BOXES: usize = 3;

/// Draws each check as a box, with the traveller in one of them. A map also shows the mottos.
pub(super) fn boxes(
    strip: &AirportStrip,
    columns: usize,
    theme: Theme,
    frame: Option<u16>,
    texts: MapTexts,
) -> Vec<Line<'static>> {
    let each = (columns - 3 * BETWEEN_BOXES) / 4;
    let start = |place: usize| place * (each + BETWEEN_BOXES);
    let target = strip.stop.map_or(0, place);
    let walked = frame
        .map_or(start(target) + 2, |frame| 2 + start(target) * usize::from(frame.min(FRAMES)) / usize::from(FRAMES));
    let is_known = strip.stop.is_some_and(|stop| stop != Checkpoint::Elsewhere);
    let has_arrived = frame.is_none();
    let strong = theme.style(Meaning::Strong);
    let mut rows: Vec<Cells> = (0..BOX).map(|_| Cells::new(columns)).collect();
    let mut put = |row: usize, column: usize, text: &str, style: Style| rows[row].put(column, text, style);
    for (number, name) in places(say!("Inside")).into_iter().enumerate() {
        let is_target = number == target;
        let is_passed = is_known && number < target && start(number + 1) <= walked;
        let is_stop = is_known && has_arrived && is_target && strip.stop != Some(Checkpoint::Inside);
        let verdict = strip.code.map(Verdict::from_status).filter(|_| is_target && has_arrived);
        let border = match verdict {
            Some(Verdict::Neither) if strip.stop == Some(Checkpoint::Inside) => theme.outline(Meaning::Correct),
            Some(verdict) => theme.outline(Meaning::Status(verdict)),
            None if is_passed => theme.outline(Meaning::Correct),
            None if strip.stop.is_none() && number == 0 => theme.focus(),
            None => theme.border(),
        };
        let line = |left: &str, right: &str| format!("{left}{}{right}", theme.signs.line.repeat(each - 2));
        let ([left, right, below, corner], side) =
            if theme.signs.ascii { (["+"; 4], "|") } else { (["╭", "╮", "╰", "╯"], "│") };
        put(0, start(number), &line(left, right), border);
        put(1, start(number), side, border);
        put(1, start(number) + each - 1, side, border);
        put(2, start(number), &line(below, corner), border);
        let sign = match (is_stop, is_passed) {
            (true, _) => format!("{} ", theme.signs.wrong),
            (_, true) => format!("{} ", theme.signs.correct),
            _ => String::new(),
        };
        let style = if is_target { strong } else { theme.style(Meaning::Plain) };
        put(0, start(number) + 2, &format!(" {sign}{} ", name.to_uppercase()), style);
        if number > 0 {
            let is_walked = is_known && start(number) <= walked && number <= target;
            let (sign, style) = if is_walked {
                (theme.signs.trail, theme.outline(Meaning::Correct))
            } else {
                (theme.signs.line, theme.border())
            };
            put(1, start(number) - BETWEEN_BOXES, &sign.repeat(BETWEEN_BOXES), style);
        }
        let motto_code = [None, Some(401), Some(403), None][number].filter(|_| texts >= MapTexts::Mottos);
        if let Some(code) = motto_code {
            let badge = badge(code, false, theme);
            put(1, start(number) + 2, &badge.content, badge.style);
            let from = start(number) + 3 + badge.width();
            put(1, from, motto(Verdict::from_status(code)), theme.style(Meaning::Plain));
        }
    }
    put(1, walked, theme.signs.traveller, strong);
    if let Some(code) = strip.code.filter(|_| strip.stop.is_some() && has_arrived) {
        let long = badge(code, true, theme);
        let badge = if long.width() + 5 <= each { long } else { badge(code, false, theme) };
        put(1, walked + 2, &badge.content, badge.style);
    }
    rows.into_iter().map(Cells::line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::ThemeName;

    #[test]
    fn the_boxes_fit_and_the_traveller_stands_beside_the_code() {
        let theme = Theme::new(ThemeName::default(), false);
        for stop in [Checkpoint::Entrance, Checkpoint::Security, Checkpoint::Gate, Checkpoint::Inside] {
            for columns in BOXES_FROM..121 {
                let strip = AirportStrip { stop: Some(stop), code: Some(403), ..AirportStrip::default() };
                let rows = boxes(&strip, columns, theme, None, MapTexts::None);
                assert!(rows.iter().all(|row| row.width() == columns), "{columns}: {rows:?}");
                assert!(rows[1].to_string().contains("●  403 "), "{columns}: {}", rows[1]);
                assert!(rows[0].to_string().contains(&stop.name().to_uppercase()), "{columns}: {}", rows[0]);
            }
        }
    }
}
