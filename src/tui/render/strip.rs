//! Draws the strip, which shows the airport and the traveller in one or two rows.
//!
//! While a question is open, the traveller waits at the entrance, so that the strip doesn't give the answer away. Once
//! the question has been answered, the traveller stands at the check that stopped the request.

mod narrow;
mod plan;
mod stages;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::screen::{MapTexts, Strip};
use super::super::theme::Theme;
use super::wrap::wrap;
use super::{RenderOptions, big_text};
use crate::document::{AirportStrip, Checkpoint, Meaning};
use crate::ruling::Verdict;
use crate::say;
use crate::settings::ThemeName;
use crate::text::width;
use narrow::one_row;
pub(in super::super) use plan::LARGE_PLAN;
use plan::{PLAN, PLAN_FROM, PlanOptions, plan};
pub(in super::super) use stages::stages;

pub(in super::super) const FRAMES: u16 = 8;

const WIDE: usize = 60;

/// The height of the banner above the map, in rows. A large banner also needs a minimum width, in columns.
const BANNER: u16 = 3;
const LARGE_BANNER: u16 = 5;
const LARGE_FROM: usize = 96;

const MAP: u16 = 2;

/// The minimum window heights for a strip with two rows, for a floor plan, and for a floor plan with large digits.
const TWO_ROWS_FROM: u16 = 22;
const PLAN_AT_HEIGHT: u16 = 34;
pub(in super::super) const LARGE_PLAN_AT_HEIGHT: u16 = 38;

fn areas(last: &'static str) -> [&'static str; 4] {
    [Checkpoint::Entrance.name(), Checkpoint::Security.name(), Checkpoint::Gate.name(), last]
}

fn area_index(stop: Checkpoint) -> usize {
    match stop {
        Checkpoint::Entrance | Checkpoint::Elsewhere => 0,
        Checkpoint::Security => 1,
        Checkpoint::Gate => 2,
        Checkpoint::Inside => 3,
    }
}

/// The entrance needs less room than the other areas, so the column for security starts further to the left.
const fn start(index: usize, columns: usize) -> usize {
    index * columns / 4 - if index == 1 { 2 } else { 0 }
}

/// Names and badges begin in the same column of their area.
const fn first_column(index: usize, columns: usize) -> usize {
    start(index, columns) + if index > 0 { 2 } else { 0 }
}

fn badge_in(room: usize, code: u16, theme: Theme) -> Span<'static> {
    let long = badge(code, true, theme);
    if long.width() <= room { long } else { badge(code, false, theme) }
}

fn badge(code: u16, long: bool, theme: Theme) -> Span<'static> {
    let verdict = Verdict::from_status(code);
    let text = match verdict {
        Verdict::Unauthorized if long => " 401 Unauthorized ".to_owned(),
        Verdict::Forbidden if long => " 403 Forbidden ".to_owned(),
        _ => format!(" {code} "),
    };
    Span::styled(text, theme.style(Meaning::Status(verdict)))
}

struct Cells(Vec<(String, Style)>);

impl Cells {
    fn new(columns: usize) -> Self {
        Self(vec![(" ".to_owned(), Style::new()); columns])
    }

    fn put(&mut self, column: usize, text: &str, style: Style) {
        for (index, character) in text.chars().enumerate() {
            if let Some(cell) = self.0.get_mut(column + index) {
                *cell = (character.to_string(), style);
            }
        }
    }

    fn line(self) -> Line<'static> {
        let mut spans: Vec<Span<'static>> = Vec::new();
        for (text, style) in self.0 {
            match spans.last_mut().filter(|last| last.style == style) {
                Some(last) => last.content.to_mut().push_str(&text),
                None => spans.push(Span::styled(text, style)),
            }
        }
        Line::from(spans)
    }
}

const fn banner_rows(columns: usize) -> u16 {
    if columns < LARGE_FROM { BANNER } else { LARGE_BANNER }
}

/// During a stage of the course, the height depends only on the window size, so that the text below stays in the same
/// rows.
pub(in super::super) fn rows(strip: &Strip, columns: u16, height: u16, has_banner: bool) -> u16 {
    let columns = usize::from(columns);
    let one = if columns < WIDE || height < TWO_ROWS_FROM {
        1
    } else if columns < PLAN_FROM || height < PLAN_AT_HEIGHT {
        2
    } else if height < LARGE_PLAN_AT_HEIGHT {
        PLAN
    } else {
        LARGE_PLAN
    };
    match strip {
        Strip::None | Strip::Letters => 0,
        Strip::Stages { stages: all, here } => {
            u16::from(stages(all, *here, columns, Theme::new(ThemeName::default(), false)).is_some())
        }
        Strip::Map { texts, .. } if has_banner && one >= PLAN && *texts >= MapTexts::Names => LARGE_PLAN,
        Strip::Map { .. } if has_banner && one > 1 => banner_rows(columns) + 1 + MAP,
        Strip::Map { .. } | Strip::Airport(_) => one,
    }
}

/// Draws 401 and 403 in digits that are five rows high, or three rows high with half-block characters. If the learner
/// is allowed to see which check leads to which code, each code is above its check. Otherwise, the codes are centred
/// side by side.
fn banner(columns: usize, rows: u16, theme: Theme, is_placed: bool) -> Vec<Line<'static>> {
    let (letters, wide): (fn(u16) -> Vec<String>, usize) = if rows >= LARGE_BANNER {
        (|code| big_text::block(&code.to_string(), "█", 2, 1), 2)
    } else {
        (big_text::half_block, 1)
    };
    let mut lines: Vec<Cells> = (0..rows).map(|_| Cells::new(columns)).collect();
    let letter_columns = usize::from(big_text::COLUMNS) * wide;
    let between = format!("   {}   ", say!("or"));
    let left = columns.saturating_sub(2 * letter_columns + width(&between)) / 2;
    for (index, verdict) in [Verdict::Unauthorized, Verdict::Forbidden].into_iter().enumerate() {
        let beside = left + index * (letter_columns + width(&between));
        let from = if is_placed { first_column(index + 1, columns) } else { beside };
        let code = if index == 0 { 401 } else { 403 };
        for (cells, text) in lines.iter_mut().zip(letters(code)) {
            cells.put(from, &text, theme.large(verdict));
        }
    }
    if let Some(cells) = lines.get_mut(usize::from(rows) / 2).filter(|_| !is_placed) {
        cells.put(left + letter_columns, &between, theme.style(Meaning::Strong));
    }
    lines.into_iter().map(Cells::line).collect()
}

pub(in super::super) fn lines(
    strip: &AirportStrip, columns: usize, rows: u16, theme: Theme, frame: Option<u16>,
) -> Vec<Line<'static>> {
    if strip.overview {
        return match rows {
            PLAN.. => map(columns, rows, theme, MapTexts::Mottos),
            _ => overview(columns, rows, theme),
        };
    }
    if rows < 2 || columns < WIDE {
        return vec![one_row(strip, columns, theme, frame)];
    }
    if rows >= PLAN {
        let options = PlanOptions { frame, has_digits: rows == LARGE_PLAN, ..PlanOptions::default() };
        return plan(strip, columns, theme, options);
    }
    let start = |index: usize| start(index, columns);
    let (plain, strong) = (theme.style(Meaning::Plain), theme.style(Meaning::Strong));
    let journey = Journey::new(strip, frame);
    let Journey { target, is_known, is_stopped, .. } = journey;
    let end = match strip.stop {
        Some(Checkpoint::Inside) => columns - 1,
        _ if is_known => start(target + 1) - 1,
        _ => 0,
    };
    let walked = journey.walked(0, end);
    let (mut names, mut track) = (Cells::new(columns), track(columns, theme));
    for (number, name) in areas(say!("Inside")).into_iter().enumerate() {
        let is_passed = is_known && number < target && start(number + 1) <= walked;
        let mark = match number == target {
            true if is_stopped => theme.signs.wrong,
            _ if is_passed => theme.signs.correct,
            _ => "",
        };
        let style = if is_known && number == target { strong } else { plain };
        names.put(first_column(number, columns), &format!("{} {mark}", name.to_uppercase()), style);
    }
    if is_known {
        track.put(0, &theme.signs.trail.repeat(walked), strong);
        for door in (1..=target).map(start).filter(|door| *door < walked) {
            track.put(door, theme.signs.open_door, strong);
        }
    }
    if is_stopped {
        let door = journey.door(theme);
        names.put(start(target + 1), theme.signs.post, door);
        track.put(start(target + 1), theme.signs.post, door);
        for further in target + 2..4 {
            track.put(start(further), theme.signs.post, theme.border());
        }
    }
    if let Some(code) = strip.code.filter(|_| journey.has_arrived) {
        let from = if is_known { first_column(target, columns) } else { 2 };
        let end = if is_known { walked } else { columns };
        let badge = badge_in(end.saturating_sub(from), code, theme);
        track.put(from, &badge.content, badge.style);
    }
    track.put(walked, theme.signs.traveller, strong);
    vec![names.line(), track.line()]
}

/// How far the traveller has come.
#[derive(Clone, Copy)]
struct Journey {
    frame: Option<u16>,
    code: Option<u16>,
    target: usize,
    /// Whether the strip shows where the journey leads.
    is_known: bool,
    has_arrived: bool,
    is_stopped: bool,
}

impl Journey {
    fn new(strip: &AirportStrip, frame: Option<u16>) -> Self {
        let is_known = strip.stop.is_some_and(|stop| stop != Checkpoint::Elsewhere);
        let has_arrived = frame.is_none() && strip.stop.is_some();
        Self {
            frame,
            code: strip.code,
            target: strip.stop.map_or(0, area_index),
            is_known,
            has_arrived,
            is_stopped: is_known && has_arrived && strip.stop != Some(Checkpoint::Inside),
        }
    }

    fn walked(self, first: usize, end: usize) -> usize {
        let part = |frame: u16| (end - first) * usize::from(frame.min(FRAMES)) / usize::from(FRAMES);
        first + self.frame.map_or(end - first, part)
    }

    /// The closed door has the colour of the status code.
    fn door(self, theme: Theme) -> Style {
        let verdict = self.code.map(Verdict::from_status);
        verdict.map_or(theme.style(Meaning::Strong), |verdict| theme.outline(Meaning::Status(verdict)))
    }
}

/// Draws the way through the airport, with a door in front of each check.
fn track(columns: usize, theme: Theme) -> Cells {
    let mut track = Cells::new(columns);
    let [_, dot] = theme.signs.bar;
    track.put(0, &dot.repeat(columns), theme.border());
    for index in 1..4 {
        track.put(start(index, columns), theme.signs.post, theme.style(Meaning::Plain));
    }
    track
}

/// Draws a map of the airport that reveals no more about the codes than `texts` allows.
pub(in super::super) fn map(columns: usize, rows: u16, theme: Theme, texts: MapTexts) -> Vec<Line<'static>> {
    let waiting = AirportStrip::default();
    if rows < 2 || columns < WIDE {
        return lines(&waiting, columns, rows, theme, None);
    }
    if rows == PLAN || rows == LARGE_PLAN && texts >= MapTexts::Names {
        let has_digits = rows == LARGE_PLAN;
        return plan(&waiting, columns, theme, PlanOptions { texts, has_digits, ..PlanOptions::default() });
    }
    if rows > PLAN {
        let mut all = banner(columns, rows - MAP - 1, theme, texts >= MapTexts::Names);
        all.push(Line::default());
        all.extend(if texts >= MapTexts::Names {
            checks(columns, theme, texts)
        } else {
            map(columns, MAP, theme, texts)
        });
        return all;
    }
    if texts < MapTexts::Mottos { lines(&waiting, columns, rows, theme, None) } else { checks(columns, theme, texts) }
}

fn checks(columns: usize, theme: Theme, texts: MapTexts) -> Vec<Line<'static>> {
    if texts >= MapTexts::Mottos {
        return overview(columns, MAP, theme);
    }
    let (names, mut track) = (names(columns, theme), track(columns, theme));
    track.put(0, theme.signs.traveller, theme.style(Meaning::Strong));
    for (index, code) in [(1, 401), (2, 403)] {
        let badge = badge(code, true, theme);
        track.put(first_column(index, columns), &badge.content, badge.style);
    }
    vec![names.line(), track.line()]
}

fn names(columns: usize, theme: Theme) -> Cells {
    let mut names = Cells::new(columns);
    for (number, name) in areas(say!("Inside")).into_iter().enumerate() {
        names.put(first_column(number, columns), &name.to_uppercase(), theme.style(Meaning::Plain));
    }
    names
}

/// Returns the question that a check asks or, if the question is wider than `room`, the question's first word.
fn question_in(room: usize, asks: &str) -> String {
    let short = || asks.split(' ').next().map_or(asks.to_owned(), |word| format!("{}?", word.trim_end_matches('.')));
    if width(asks) <= room { asks.to_owned() } else { short() }
}

fn overview(columns: usize, rows: u16, theme: Theme) -> Vec<Line<'static>> {
    let checks = AirportStrip::checks();
    let plain = theme.style(Meaning::Plain);
    if rows < 2 || columns < WIDE {
        // In a narrow window, the codes are drawn without badges, or the last area is left out.
        let used =
            |count: usize, each: usize| checks.iter().take(count).map(|(name, ..)| width(name) + each).sum::<usize>();
        let fits = |(count, each, _): &(usize, usize, bool)| used(*count, *each) <= columns + 3;
        let ways = [(4, 9, true), (4, 7, false), (3, 9, true), (3, 7, false)];
        let (count, _, has_badges) = ways.into_iter().find(fits).unwrap_or((3, 7, false));
        let mut spans = Vec::new();
        for (number, (name, _, code)) in checks.iter().take(count).enumerate() {
            if number > 0 {
                spans.push(Span::raw(format!(" {} ", theme.signs.post)));
            }
            spans.push(Span::styled(format!("{name} "), plain));
            let meaning = Meaning::Status(Verdict::from_status(*code));
            let text = || Span::styled(code.to_string(), theme.in_text(meaning));
            spans.push(if has_badges { badge(*code, false, theme) } else { text() });
        }
        return vec![Line::from(spans)];
    }
    let (names, mut track) = (names(columns, theme), track(columns, theme));
    for (index, (_, asks, code)) in checks.into_iter().enumerate() {
        let from = first_column(index, columns);
        let badge = badge(code, false, theme);
        track.put(from, &badge.content, badge.style);
        let room = start(index + 1, columns).saturating_sub(from + badge.width() + 2);
        track.put(from + badge.width(), &format!(" {} ", question_in(room, asks)), plain);
    }
    vec![names.line(), track.line()]
}

pub(super) fn is_plan(strip: &AirportStrip, looks: &RenderOptions) -> bool {
    !strip.overview && !strip.label.is_empty() && looks.columns >= WIDE && !looks.stacked
}

/// The label names the rule that the airport follows, and a tag marks an airport that sends the wrong code. If there is
/// room, the strip is drawn as a floor plan, with the label in the outer wall.
pub(super) fn labelled(strip: &AirportStrip, looks: &RenderOptions) -> Vec<Line<'static>> {
    let RenderOptions { columns, theme, is_large: has_digits, .. } = *looks;
    if strip.overview {
        return overview(columns, 2, theme);
    }
    if is_plan(strip, looks) {
        return plan(strip, columns, theme, PlanOptions { has_digits, ..PlanOptions::default() });
    }
    let tag = Span::styled(format!(" {} ", say!("WRONG")), theme.style(Meaning::Wrong));
    let mut lines = Vec::new();
    if !strip.label.is_empty() || strip.wrong {
        let mut label = Line::from(Span::styled(strip.label.clone(), theme.style(Meaning::Strong)));
        if strip.wrong {
            label.spans.extend([Span::raw(if strip.label.is_empty() { "" } else { "  " }), tag]);
        }
        lines.push(label);
    }
    lines.push(one_row(strip, columns, theme, None));
    if let Some(sign) = &strip.sign {
        let indent = columns / 4;
        for spans in wrap(&[(format!("\"{sign}\""), theme.style(Meaning::Muted))], columns.saturating_sub(indent)) {
            let mut line = vec![Span::raw(" ".repeat(indent))];
            line.extend(spans);
            lines.push(Line::from(line));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checks_and_their_codes_fill_the_rows_of_the_strip() {
        let theme = Theme::new(ThemeName::default(), false);
        let strip = AirportStrip { overview: true, ..AirportStrip::default() };
        for (height, expected) in [(24, 2), (36, 4), (40, 8)] {
            let rows = rows(&Strip::Airport(strip.clone()), 116, height, false);
            assert_eq!((rows, lines(&strip, 116, rows, theme, None).len()), (expected, expected.into()), "{height}");
        }
    }
}
