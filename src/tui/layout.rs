//! Where the parts of a screen are: a pure function over numbers.
//!
//! Owns every measure. Must not know what is drawn.

use ratatui::layout::{Rect, Size};

/// The smallest window that is drawn in.
pub(super) const SMALLEST: Size = Size::new(40, 12);

/// The widest and highest that a screen gets; what is left of a larger window stays free around it.
const WIDEST: u16 = 110;
const HIGHEST: u16 = 36;

/// The widest that running text gets.
const MEASURE: u16 = 92;

/// From this width on there is room for two parts side by side, with so many columns between them.
const BESIDE_FROM: u16 = 100;
const BETWEEN: u16 = 4;

/// What kind of screen it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ScreenKind {
    /// Text to read.
    #[default]
    Page,
    /// Something to choose from, with or without text above it.
    Choice,
    /// Read from the back of a room: as large as the window.
    Projector,
}

/// How much room there is between and around the parts, the most first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Air {
    /// Panels, gaps and a strip of two rows.
    #[default]
    Roomy,
    /// Answers without panels.
    Snug,
    /// No panels and no gaps, and a strip of one row.
    Tight,
}

impl Air {
    pub(super) const ALL: [Self; 3] = [Self::Roomy, Self::Snug, Self::Tight];
}

/// How many rows the parts need.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Heights {
    pub strip: u16,
    pub body: u16,
    pub controls: u16,
}

/// Where the parts are. A part without room has no height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub title: Rect,
    pub strip: Rect,
    /// What the body is about, beside it.
    pub scene: Rect,
    pub body: Rect,
    pub controls: Rect,
    pub footer: Rect,
    /// Whether the body has all the rows it needs.
    pub whole: bool,
}

/// The columns of the whole screen, of its body, and of the scene beside it where there is room for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub frame: u16,
    pub body: u16,
    pub scene: u16,
}

/// The columns in a window of this size.
pub(super) fn columns(size: Size, kind: ScreenKind, has_scene: bool) -> Columns {
    // The last column is for the scroll bar.
    let margin = if size.width >= 60 { 4 } else { 1 };
    let frame = size.width.saturating_sub(margin);
    if kind == ScreenKind::Projector {
        return Columns { frame, body: frame, scene: 0 };
    }
    let frame = frame.min(WIDEST);
    if has_scene && size.width >= BESIDE_FROM {
        let scene = (frame - BETWEEN) / 2;
        return Columns { frame, body: frame - BETWEEN - scene, scene };
    }
    let body = if kind == ScreenKind::Page { frame.min(MEASURE) } else { frame };
    Columns { frame: body, body, scene: 0 }
}

/// The parts of a screen in a window of this size.
pub(super) fn layout(size: Size, kind: ScreenKind, columns: Columns, air: Air, heights: Heights) -> Layout {
    let high = if kind == ScreenKind::Projector { size.height } else { size.height.min(HIGHEST) };
    let top = (size.height - high) / 2;
    let bottom = top + high;
    let spare = size.width.saturating_sub(columns.frame);
    let left = if size.width >= 60 { spare / 2 } else { 0 };
    let gap = u16::from(air != Air::Tight && high >= 16);
    let mut y = top;
    let mut take = |x: u16, width: u16, rows: u16| {
        let rect = Rect::new(x, y, width, rows.min(bottom.saturating_sub(y)));
        y = (y + rows + if rows > 0 { gap } else { 0 }).min(bottom);
        rect
    };
    let title = take(left, columns.frame, 1);
    let strip = take(left, columns.frame, heights.strip);
    let footer = Rect::new(left, bottom.saturating_sub(1), columns.frame, high.min(1));
    let last = footer.y.saturating_sub(gap);
    let x = left + columns.frame - columns.body;
    let below = heights.controls + if heights.controls > 0 && heights.body > 0 { gap } else { 0 };
    let start = if strip.height > 0 { strip.bottom() } else { title.bottom() } + gap;
    let room = last.saturating_sub(start);
    let rows = if heights.controls > 0 { heights.body.min(room.saturating_sub(below)) } else { room };
    let body = take(x, columns.body, rows);
    let controls = if heights.body == 0 || rows == 0 { start } else { body.bottom() + gap };
    let controls = Rect::new(x, controls, columns.body, heights.controls.min(last.saturating_sub(controls)));
    let scene = Rect::new(left, body.y, columns.scene, if columns.scene > 0 { last.saturating_sub(body.y) } else { 0 });
    let whole = body.height >= heights.body && controls.height >= heights.controls;
    Layout { title, strip, scene, body, controls, footer, whole }
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
                    for air in Air::ALL {
                        let columns = columns(size, kind, true);
                        let heights = Heights { strip: 2, body, controls };
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
        let columns = columns(size, ScreenKind::Choice, false);
        let layout = layout(size, ScreenKind::Choice, columns, Air::Roomy, Heights { strip: 2, body: 10, controls: 4 });
        assert_eq!((layout.title.x, layout.title.right()), (25, 135));
        assert_eq!((layout.title.y, layout.footer.bottom()), (12, 48));
    }

    #[test]
    fn from_100_columns_on_the_scene_is_beside_the_ruling() {
        for (width, expected) in [(99, 0), (100, 46), (120, 53), (200, 53)] {
            assert_eq!(columns(Size::new(width, 40), ScreenKind::Page, true).scene, expected, "{width}");
        }
    }
}
