//! Lists the possible layouts of a screen, with the best one first.

use ratatui::layout::Size;

use super::super::controls::Controls;
use super::super::layout::{Beside, Columns, ScreenKind, Spacing, saturating_u16};
use super::super::render::{Density, big_text};
use super::super::screen::{Strip, View};
use crate::document::Block;

pub(super) const BESIDE_LETTERS: u16 = 3;

const LEAST_TEXT: u16 = 40;

/// In a window below this height, a ruling shows only its deciding line. If details are shown, a ruling always shows
/// every line.
pub(super) const BRIEF_BELOW: u16 = 22;

pub(super) const LARGE_FROM: u16 = 30;

#[derive(Clone, Copy, Debug)]
pub(super) struct LayoutChoice {
    pub air: Spacing,
    /// Whether the layout includes a banner, such as large status codes above the map or a title in large letters.
    pub has_banner: bool,
    pub large: Option<(u16, u16)>,
}

/// Returns the possible layouts, with the best one first. The shell uses the first layout that shows everything or, if
/// there is none, the last one.
pub(super) fn choices(view: &View, columns: Columns, size: Size, is_stacked: bool) -> Vec<LayoutChoice> {
    let choice = |air, has_banner, large| LayoutChoice { air, has_banner, large };
    if view.kind == ScreenKind::Projector {
        let sizes: Vec<_> = large_sizes(view, columns.body, size.height).map(Some).collect();
        let airs = if size.height < LARGE_FROM { &[Spacing::Roomy][..] } else { &[Spacing::Large, Spacing::Roomy] };
        let each = |has_banner, sizes: &[_]| {
            let air = |air: &Spacing| sizes.iter().map(|large| choice(*air, has_banner, *large)).collect::<Vec<_>>();
            airs.iter().flat_map(air).collect::<Vec<_>>()
        };
        let low = if size.height < 18 { Spacing::Tight } else { Spacing::Snug };
        let without = [each(true, &[None]), each(false, &[None]), vec![choice(low, false, None)]].concat();
        return [each(true, &sizes), each(false, &sizes), without].concat();
    }
    if is_stacked {
        return vec![choice(Spacing::Stacked, false, None)];
    }
    let airs = match size.height {
        ..18 => &Spacing::LOW[..],
        18..LARGE_FROM => &Spacing::MEDIUM[..],
        LARGE_FROM.. => &Spacing::ALL[..],
    };
    // Pages with a strip or a score have large pictures if they fit, even in a window of the usual height.
    let has_picture = view.body.blocks.iter().any(|block| matches!(block, Block::Strip(_) | Block::Bar(_)));
    let airs = match size.height {
        18..LARGE_FROM if view.kind == ScreenKind::Page && has_picture => &Spacing::ALL[..],
        // The buttons of a question have large digits, and a ruling shows the response in a panel.
        18..LARGE_FROM if view.is_ruling || matches!(view.controls, Controls::Answers(_)) => &Spacing::ALL[..],
        _ => airs,
    };
    let has_banner = matches!(view.strip, Strip::Map { has_banner: true, .. } | Strip::Letters) && size.height >= 24;
    let banner = airs.iter().filter(|air| has_banner && air.has_panels()).map(|air| choice(*air, true, None));
    let mut all: Vec<LayoutChoice> = banner.chain(airs.iter().map(|air| choice(*air, false, None))).collect();
    if !matches!(view.controls, Controls::Answers(_)) {
        // A ruling is drawn without empty lines if that saves the learner from scrolling.
        let is_ruling = view.kind == ScreenKind::Page && view.beside == Beside::Scene;
        all.retain(|choice| choice.air != Spacing::Dense && (is_ruling || choice.air != Spacing::Packed));
    }
    // Text that has to scroll anyway doesn't need a compact layout.
    let scrolls = view.panel.is_some()
        || matches!(&view.controls, Controls::Menu(menu) if menu.is_longer_than(size.height))
        || matches!(view.controls, Controls::Line(_))
        || view.kind == ScreenKind::Page && view.controls == Controls::None;
    if scrolls && airs.len() > 1 {
        // An input line is drawn as a box, which needs a gap between it and the panel above.
        let has_line = matches!(view.controls, Controls::Line(_));
        all.retain(|choice| choice.air.has_panels() && (choice.air.has_gaps() || !has_line));
        let may_be_large = size.height >= LARGE_FROM;
        let is_usual = |choice: &&LayoutChoice| !choice.has_banner && (may_be_large || !choice.air.is_large());
        all.extend(all.iter().find(is_usual).copied());
    }
    all
}

pub(super) fn density(view: &View, size: Size, air: Spacing) -> Density {
    match view.controls {
        Controls::Answers(_) if air == Spacing::Packed => Density::Joined,
        _ if air == Spacing::Packed => Density::Dense,
        _ if size.height >= BRIEF_BELOW => Density::Whole,
        Controls::Answers(_) => Density::Dense,
        _ if view.has_details => Density::Whole,
        _ => Density::Brief,
    }
}

/// Returns the sizes at which large codes leave enough room for the text, starting with the largest size.
fn large_sizes(view: &View, columns: u16, rows: u16) -> impl Iterator<Item = (u16, u16)> {
    let (count, widest) = (saturating_u16(view.large.len()), big_text::columns(&view.large));
    let fits = move |(wide, high): &(u16, u16)| {
        count * (big_text::ROWS * high + 1) + 5 <= rows && widest * wide + BESIDE_LETTERS + LEAST_TEXT <= columns
    };
    [(4, 2), (3, 2), (2, 1), (1, 1)].into_iter().filter(move |size| count > 0 && fits(size))
}
