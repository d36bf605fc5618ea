//! Draws the strip in a single row.

use ratatui::text::{Line, Span};

use super::super::super::theme::Theme;
use super::{FRAMES, Journey, WIDE, area_index, areas, badge};
use crate::document::{AirportStrip, Checkpoint, Meaning};
use crate::say;
use crate::text::{cut, width};

const SHORTEST: usize = 3;

/// Shortens the place names until the traveller's position fits into the row.
pub(super) fn one_row(strip: &AirportStrip, columns: usize, theme: Theme, frame: Option<u16>) -> Line<'static> {
    let longest = areas(say!("Inside")).map(width).into_iter().max().unwrap_or(0);
    let rows = (SHORTEST..=longest).rev().map(|most| row_of(strip, columns, theme, frame, most));
    let mut narrower = rows.skip_while(|row| row.width() > columns);
    narrower.next().unwrap_or_else(|| row_of(strip, columns, theme, frame, SHORTEST))
}

fn row_of(strip: &AirportStrip, columns: usize, theme: Theme, frame: Option<u16>, most: usize) -> Line<'static> {
    let journey = Journey::new(strip, frame);
    let Journey { target, is_stopped, .. } = journey;
    let stop = strip.stop.filter(|_| frame.is_none());
    let reached = frame.map_or(target, |frame| target * usize::from(frame.min(FRAMES)) / usize::from(FRAMES));
    let gap = if columns >= 50 { " " } else { "" };
    let (plain, strong) = (theme.style(Meaning::Plain), theme.style(Meaning::Strong));
    let mut parts: Vec<Vec<Span<'static>>> = Vec::new();
    for (number, name) in areas(say!("Inside")).into_iter().enumerate() {
        let name = cut(name, most, theme.signs.ellipsis);
        let name = if columns >= WIDE { name.to_uppercase() } else { name };
        let mut part = Vec::new();
        if number > 0 {
            let door = if is_stopped && number == target + 1 { journey.door(theme) } else { plain };
            part.push(Span::styled(format!("{}{gap}", theme.signs.post), door));
        }
        let here = number == reached;
        if here && is_stopped {
            part.push(Span::styled(theme.signs.wrong, strong));
        } else if here {
            part.push(Span::styled(theme.signs.traveller, strong));
        }
        part.push(Span::styled(format!("{}{name}", if here { gap } else { "" }), if here { strong } else { plain }));
        if number < reached && strip.stop.is_some() {
            part.push(Span::raw(format!("{gap}{}", theme.signs.correct)));
        }
        if let Some(code) = strip.code.filter(|_| here && stop.is_some()) {
            part.push(Span::raw(" "));
            part.push(badge(code, false, theme));
        }
        parts.push(part);
    }
    let size = |parts: &[Vec<Span>]| parts.iter().flatten().map(Span::width).sum::<usize>();
    // If there isn't enough room, the areas that the traveller hasn't reached are dropped first.
    while size(&parts) > columns && parts.len() > target + 1 {
        parts.pop();
    }
    let left_over = columns.saturating_sub(size(&parts));
    let gaps = parts.len().saturating_sub(1).max(1);
    let mut spans = Vec::new();
    for (number, part) in parts.into_iter().enumerate() {
        spans.extend(part);
        if number < gaps {
            let share = left_over / gaps + usize::from(number < left_over % gaps);
            let open = stop.is_none_or(|stop| {
                matches!(stop, Checkpoint::Inside | Checkpoint::Elsewhere) || number < area_index(stop)
            });
            let walked = number < reached && strip.stop.is_some_and(|stop| stop != Checkpoint::Elsewhere);
            let sign = match (open, walked) {
                (_, true) => theme.signs.trail,
                (true, false) => theme.signs.line,
                (false, false) => " ",
            };
            let line = match share {
                0 => String::new(),
                share if gap.is_empty() => sign.repeat(share),
                share => format!(" {}", sign.repeat(share - 1)),
            };
            spans.push(Span::styled(line, if walked { strong } else { theme.border() }));
        }
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::ThemeName;

    #[test]
    fn the_narrow_strip_shortens_names_until_the_travellers_place_fits() {
        let theme = Theme::new(ThemeName::default(), false);
        for stop in [Checkpoint::Entrance, Checkpoint::Security, Checkpoint::Gate, Checkpoint::Inside] {
            for columns in 26..60 {
                let code = if stop == Checkpoint::Inside { 200 } else { 403 };
                let strip = AirportStrip { stop: Some(stop), code: Some(code), ..AirportStrip::default() };
                let row = one_row(&strip, columns, theme, None);
                assert!(row.width() <= columns, "{columns}: {row}");
                assert!(row.to_string().contains(&code.to_string()), "{columns}: {row}");
            }
        }
    }
}
