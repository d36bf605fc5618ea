//! Divides the window into areas for the parts of a screen.

use ratatui::layout::{Margin, Rect, Size};

/// A window below this size shows only a message.
pub(super) const SMALLEST: Size = Size::new(40, 12);

pub(super) const PREVIEW_FROM: u16 = 100;

pub(super) const NARROW_PREVIEW_FROM: u16 = 76;

pub(super) const fn is_too_small(size: Size) -> bool {
    size.width < SMALLEST.width || size.height < SMALLEST.height
}

/// In a window above this size, the space around the screen stays empty.
const WIDEST: u16 = 120;
const HIGHEST: u16 = 44;

pub(super) const USUAL: u16 = 24;

/// The maximum number of rows between the top of the screen and the end of the answers.
const LOWEST_ANSWERS: u16 = 30;

/// The minimum screen height at which scrolling text has an empty row above and below it.
const SCROLLS_WITH_GAPS_FROM: u16 = 20;

/// The minimum window height for an empty row above and below the screen.
const MARGINS_FROM: u16 = 32;

/// The minimum window height at which content that doesn't fill the window is centred in it.
const CENTRED_FROM: u16 = 30;

/// The content moves down from the top only if there are at least this many spare rows.
const LEAST_SPARE: u16 = 6;

const BESIDE_FROM: u16 = 100;

const BETWEEN: u16 = 4;

/// The columns that the border of a preview takes, and the space inside it.
const PREVIEW_EDGES: u16 = 4;

const ANSWER_FROM: u16 = 72;
const LIST: u16 = 38;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Beside {
    #[default]
    Nothing,
    Scene,
    Answer,
    /// A preview of the page that the selected menu entry opens, if the window has at least the given number of
    /// columns.
    Preview(u16),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ScreenKind {
    #[default]
    Page,
    Choice,
    /// A screen that fills the whole window, so that it can be read from the back of a room.
    Projector,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Spacing {
    /// Draws the answers, the status codes and the strip at a large size.
    Large,
    /// Shows panels, leaves gaps, and draws the strip in two rows.
    #[default]
    Roomy,
    /// Shows panels but leaves no gaps between the parts.
    Compact,
    /// Shows panels, but leaves no gaps and draws the answers in one row.
    Dense,
    /// Shows panels, but leaves no gaps anywhere, not even inside the text.
    Packed,
    /// Leaves gaps but shows no panels.
    Snug,
    /// Shows no panels, leaves no gaps, and draws the strip in one row.
    Tight,
    /// Shows everything in one column, with gaps but without panels, so that a screen reader reads it in order.
    Stacked,
}

impl Spacing {
    pub(super) const ALL: [Self; 7] =
        [Self::Large, Self::Roomy, Self::Compact, Self::Dense, Self::Packed, Self::Snug, Self::Tight];

    pub(super) const MEDIUM: [Self; 6] =
        [Self::Roomy, Self::Compact, Self::Dense, Self::Packed, Self::Snug, Self::Tight];

    pub(super) const LOW: [Self; 1] = [Self::Tight];

    pub(super) const fn has_panels(self) -> bool {
        matches!(self, Self::Large | Self::Roomy | Self::Compact | Self::Dense | Self::Packed)
    }

    pub(super) const fn has_buttons(self) -> bool {
        matches!(self, Self::Large | Self::Roomy | Self::Compact)
    }

    pub(super) const fn is_large(self) -> bool {
        matches!(self, Self::Large)
    }

    pub(super) const fn has_gaps(self) -> bool {
        matches!(self, Self::Large | Self::Roomy | Self::Snug | Self::Stacked)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Placement {
    /// The strip, the body and the controls are centred together.
    #[default]
    Spread,
    /// The content starts directly below the title, so that a case stays in place when its ruling appears.
    Top,
    /// The controls are at the bottom of the window and always stay in the same rows.
    Anchored,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Heights {
    pub title: u16,
    pub strip: u16,
    pub body: u16,
    pub controls: u16,
    /// Whether the last part of the screen is a list that fills all the remaining rows.
    pub fills: bool,
    pub body_fills: bool,
    pub placement: Placement,
    /// The height of the scene beside the body, and the row at which the scene's first panel starts.
    pub scene: u16,
    pub panel: u16,
}

impl Heights {
    fn spreads(self, size: Size, kind: ScreenKind, beside: Beside) -> bool {
        let fills = self.body_fills || self.fills && matches!(beside, Beside::Preview(_));
        let is_centred = kind != ScreenKind::Projector && size.height >= CENTRED_FROM && !fills;
        is_centred && self.placement == Placement::Spread && beside != Beside::Scene
    }
}

/// A part of the screen that doesn't fit has an area of height 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub title: Rect,
    pub strip: Rect,
    pub scene: Rect,
    pub body: Rect,
    pub controls: Rect,
    pub footer: Rect,
    pub whole: bool,
    pub is_airy: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub frame: u16,
    pub body: u16,
    pub scene: u16,
    pub beside: Beside,
}

impl Columns {
    pub(super) fn fit_list(&mut self, needed: u16) {
        let all = self.body + self.scene;
        self.body = needed.clamp((all * 2 / 5).max(LIST), (all * 3 / 5).max(LIST));
        self.scene = all - self.body;
    }

    /// The columns in which the body and the scene start.
    fn starts(self, kind: ScreenKind, left: u16) -> (u16, u16) {
        let right = left + self.frame;
        match self.beside {
            Beside::Nothing if kind == ScreenKind::Page => (left + (self.frame - self.body) / 2, right),
            Beside::Nothing => (left, right),
            Beside::Scene => (right - self.body, left),
            Beside::Answer => (left, right - self.scene),
            Beside::Preview(_) => (left, right - self.scene - PREVIEW_EDGES / 2),
        }
    }

    /// Next to a scene or preview, the controls are as wide as the body. Otherwise, the controls are as wide as the
    /// whole screen.
    pub(super) const fn controls(self) -> u16 {
        if matches!(self.beside, Beside::Scene | Beside::Preview(_)) { self.body } else { self.frame }
    }
}

pub(super) fn columns(size: Size, kind: ScreenKind, beside: Beside) -> Columns {
    let margin = if size.width >= 60 { 4 } else { 1 };
    let edge = u16::from(size.width < 60);
    let frame = size.width.saturating_sub(margin);
    if kind == ScreenKind::Projector {
        return Columns { frame, body: frame, scene: 0, beside: Beside::Nothing };
    }
    let frame = frame.min(WIDEST);
    match beside {
        Beside::Scene if size.width >= BESIDE_FROM => {
            let scene = (frame - BETWEEN) / 2;
            Columns { frame, body: frame - BETWEEN - scene, scene, beside }
        }
        Beside::Answer if size.width >= ANSWER_FROM => {
            Columns { frame, body: LIST, scene: frame - LIST - BETWEEN / 2, beside }
        }
        Beside::Preview(from) if size.width >= from => {
            let scene = (frame - BETWEEN / 2) / 2;
            Columns { frame, body: frame - BETWEEN / 2 - scene, scene: scene - PREVIEW_EDGES, beside }
        }
        _ => Columns { frame, body: frame.saturating_sub(edge), scene: 0, beside: Beside::Nothing },
    }
}

/// The number of empty rows after each part of the screen and before the footer.
#[derive(Clone, Copy, Debug, Default)]
struct Gaps {
    title: u16,
    strip: u16,
    controls: u16,
    footer: u16,
}

impl Gaps {
    fn fitting(size: Size, high: u16, air: Spacing, heights: Heights) -> Self {
        let parts = [heights.title.max(1), heights.strip, heights.body, heights.controls, 1];
        let needed = parts.iter().fold(0, |sum: u16, rows| sum.saturating_add(*rows));
        let all = Self::new(heights);
        let least = needed.saturating_add(all.title + all.strip + all.controls);
        match air {
            _ if air.has_gaps() && high >= 16 => all,
            // A ruling that would have to scroll otherwise touches the footer.
            Spacing::Packed if heights.placement == Placement::Top && high == least => Self { footer: 0, ..all },
            // Scrolling text has a gap below the title and, unless answers follow the text, above the footer.
            _ if needed > high && !heights.fills && high >= SCROLLS_WITH_GAPS_FROM => {
                let is_low_question = heights.placement == Placement::Anchored && size.height < USUAL;
                all.at_most(if is_low_question { 1 } else { 2 }, size.height)
            }
            // A ruling keeps an empty row above the footer.
            _ if heights.placement == Placement::Top && size.height >= USUAL => {
                let rest =
                    Self { footer: 0, ..all }.at_most(high.saturating_sub(needed).saturating_sub(1), size.height);
                Self { footer: 1, ..rest }
            }
            _ => all.at_most(high.saturating_sub(needed), size.height),
        }
    }

    const fn is_airy(self) -> bool {
        self.title > 0 && self.footer > 0
    }

    fn new(heights: Heights) -> Self {
        let controls = u16::from(heights.controls > 0 && heights.body > 0);
        Self { title: 1, strip: u16::from(heights.strip > 0), controls, footer: 1 }
    }

    /// Removes the least important gaps until at most `most` empty rows are left. If the window has at least the usual
    /// height, the gaps around the strip are kept so that the strip stays in place.
    fn at_most(self, most: u16, height: u16) -> Self {
        if self.strip > 0 && height >= USUAL {
            let below = Self { title: 0, strip: 0, ..self }.at_most(most.saturating_sub(2), height);
            return Self { title: self.title, strip: self.strip, ..below };
        }
        let mut left = most;
        let mut take = |gap: u16| {
            let taken = gap.min(left);
            left -= taken;
            taken
        };
        // Without a strip, only the gap after the title separates the title from the text, so that gap is the last to
        // go.
        let first = if self.strip == 0 { take(self.title) } else { 0 };
        let footer = take(self.footer);
        let title = first + take(self.title - first);
        let (controls, strip) = (take(self.controls), take(self.strip));
        Self { title, strip, controls, footer }
    }
}

fn screen_height(size: Size, kind: ScreenKind) -> u16 {
    match kind {
        ScreenKind::Projector => size.height,
        _ if size.height >= MARGINS_FROM => (size.height - 2).min(HIGHEST),
        _ => size.height,
    }
}

/// Content that needs less than 60% of the rows is in the middle. Longer content is nearer to the top.
const fn spare_above(spare: u16, room: u16) -> u16 {
    match spare {
        ..LEAST_SPARE => 0,
        _ if spare * 5 > room * 2 => spare / 2,
        _ => spare / 3,
    }
}

fn scene_area(columns: Columns, x: u16, top: u16, end: u16) -> Rect {
    let rows = if columns.scene > 0 { end.saturating_sub(top) } else { 0 };
    let area = Rect::new(x, top, columns.scene, rows);
    if matches!(columns.beside, Beside::Preview(_)) { area.inner(Margin::new(0, 1)) } else { area }
}

pub(super) fn layout(size: Size, kind: ScreenKind, columns: Columns, air: Spacing, heights: Heights) -> Layout {
    let high = screen_height(size, kind);
    let gaps = Gaps::fitting(size, high, air, heights);
    let top = (size.height - high) / 2;
    let bottom = top + high;
    let left = if size.width >= 60 { size.width.saturating_sub(columns.frame) / 2 } else { 0 };
    let mut y = top;
    let mut take = |x: u16, width: u16, rows: u16, gap: u16| {
        let rect = Rect::new(x, y, width, rows.min(bottom.saturating_sub(y)));
        y = (y + rows + if rows > 0 { gap } else { 0 }).min(bottom);
        rect
    };
    let title = take(left, columns.frame, heights.title.max(1), gaps.title);
    let strip = take(left, columns.frame, heights.strip, gaps.strip);
    let footer = Rect::new(left, bottom.saturating_sub(1), columns.frame, high.min(1));
    let last = footer.y.saturating_sub(gaps.footer);
    let (x, scene) = columns.starts(kind, left);
    let below = heights.controls + gaps.controls;
    let start = if strip.height > 0 { strip.bottom() + gaps.strip } else { title.bottom() + gaps.title };
    let room = last.saturating_sub(start);
    let most = room.saturating_sub(below);
    let rows = match heights.controls {
        0 => room,
        _ if heights.body_fills && heights.body > 0 => most,
        _ => heights.body.min(most),
    };
    let is_beside = columns.beside == Beside::Scene && columns.scene > 0;
    let spreads = heights.spreads(size, kind, columns.beside);
    let spare = match footer.y.saturating_sub(1 + start + heights.scene.min(room)) {
        // A scene is placed independently of the height of the body.
        spare if is_beside => spare_above(spare, room),
        _ if spreads => spare_above(room.saturating_sub(heights.body.saturating_add(below)), room),
        _ => 0,
    };
    let rows = if heights.controls == 0 && spare > 0 { heights.body.min(room) } else { rows };
    let above_body = spare.min(room.saturating_sub(rows + below));
    let above_strip = if spreads { above_body } else { 0 };
    let body = Rect { y: start + above_body, ..take(x, columns.body, rows, gaps.controls) };
    let after = if rows > 0 { body.bottom() + gaps.controls } else { start + above_body };
    let above = if is_beside { start + spare } else { body.y };
    let controls = match rows {
        // If there is room, the answers start in the same row as the first panel of the case.
        _ if is_beside => (above + heights.panel).min(last.saturating_sub(heights.controls)).max(after),
        // Answers are in the same rows for every question: at the bottom of the window or, in a tall window, closer to
        // the case.
        _ if heights.placement == Placement::Anchored => {
            last.min(top + LOWEST_ANSWERS).saturating_sub(heights.controls).max(body.bottom())
        }
        _ => after,
    };
    let x = if columns.beside == Beside::Scene { x } else { left };
    let room = last.saturating_sub(controls);
    let rows = if heights.fills && columns.beside != Beside::Answer { room } else { heights.controls.min(room) };
    let controls = Rect::new(x, controls, columns.controls(), if heights.controls > 0 { rows } else { 0 });
    let end = match columns.beside {
        Beside::Answer => body.bottom(),
        Beside::Preview(_) if !heights.fills => controls.bottom(),
        _ => last,
    };
    let scene = scene_area(columns, scene, above, end);
    let whole = body.height >= heights.body && controls.height >= heights.controls;
    let strip = Rect { y: strip.y + above_strip, ..strip };
    Layout { title, strip, scene, body, controls, footer, whole, is_airy: gaps.is_airy() }
}

pub(super) fn saturating_u16(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(layout: Layout) -> [Rect; 5] {
        [layout.title, layout.strip, layout.body, layout.controls, layout.footer]
    }

    #[test]
    fn parts_follow_each_other_inside_the_window_at_any_size() {
        for (width, height) in (0..=130).step_by(7).flat_map(|width| (0..=60).map(move |height| (width, height))) {
            let size = Size::new(width, height);
            for kind in [ScreenKind::Page, ScreenKind::Choice, ScreenKind::Projector] {
                for (body, controls) in [(0, 0), (0, 12), (8, 4), (500, 4), (500, 0), (30, 500)] {
                    for (air, beside) in
                        Spacing::ALL.into_iter().flat_map(|air| [(air, Beside::Scene), (air, Beside::Answer)])
                    {
                        let columns = columns(size, kind, beside);
                        let heights = Heights { strip: 2, body, controls, ..Heights::default() };
                        let layout = layout(size, kind, columns, air, heights);
                        let window = Rect::new(0, 0, width, height);
                        for part in parts(layout).into_iter().chain([layout.scene]).filter(|part| !part.is_empty()) {
                            assert_eq!(part.intersection(window), part, "{size:?} {layout:?}");
                        }
                        let shown: Vec<Rect> =
                            parts(layout).into_iter().filter(|part| part.height > 0 && height >= 12).collect();
                        assert!(shown.windows(2).all(|two| two[0].bottom() <= two[1].y), "{size:?} {layout:?}");
                        assert!(layout.whole || body + controls + 8 > height.min(HIGHEST));
                    }
                }
            }
        }
    }

    #[test]
    fn a_large_window_has_the_screen_in_its_middle() {
        let size = Size::new(160, 60);
        let columns = columns(size, ScreenKind::Choice, Beside::Nothing);
        let layout = layout(
            size,
            ScreenKind::Choice,
            columns,
            Spacing::Roomy,
            Heights { strip: 2, body: 10, controls: 4, ..Heights::default() },
        );
        assert_eq!((layout.title.x, layout.title.right()), (20, 140));
        assert_eq!((layout.title.y, layout.footer.bottom()), (8, 52));
    }

    #[test]
    fn from_100_columns_on_the_scene_is_beside_the_ruling() {
        for (width, expected) in [(99, 0), (100, 46), (120, 56), (200, 58)] {
            assert_eq!(columns(Size::new(width, 40), ScreenKind::Page, Beside::Scene).scene, expected, "{width}");
        }
    }
}
