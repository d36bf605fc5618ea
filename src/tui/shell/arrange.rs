//! Computes the layout of the current screen whenever something has changed.

use ratatui::layout::{Margin, Size};

use super::super::controls::Controls;
use super::super::layout::{Beside, Columns, Heights, ScreenKind, Spacing, USUAL, columns, layout, saturating_u16};
use super::super::render::{MEASURE, RenderOptions, Rendered, big_text, render, strip};
use super::super::screen::{Strip, View};
use super::super::theme::Theme;
use super::Window;
use super::choices::{BESIDE_LETTERS, LARGE_FROM, LayoutChoice, choices, density};
use crate::document::Block;

/// In a ruling, a response that consists only of a status line has no panel.
fn least_response(view: &View, beside: bool) -> usize {
    match (view.beside, &view.narrow) {
        (Beside::Scene, _) if beside => 2,
        (_, Some(_)) if !beside => usize::MAX,
        _ => 1,
    }
}

/// A page that contains only text is centred in a wide window. A page with a scene or with columns takes up the whole
/// width of the window.
fn is_text(view: &View) -> bool {
    let is_wide = |block: &Block| match block {
        Block::Exchange(_) | Block::Strip(_) => true,
        Block::Columns(columns) => columns.len() > 1,
        _ => false,
    };
    view.controls == Controls::None && view.panel.is_none() && !view.body.blocks.iter().any(is_wide)
}

/// Everything that the layout depends on, apart from the settings. Computing a layout is slow, so it is repeated only
/// when one of the values below changes.
#[derive(Debug, PartialEq)]
pub(super) struct LayoutBasis {
    view: View,
    size: Size,
    selected: usize,
    theme: Theme,
}

impl Window {
    /// Computes the layout of a view, unless nothing that affects the layout has changed. If there isn't enough height
    /// for the scene beside the body, the layout is computed again without the scene.
    pub(super) fn lay_out(&mut self, view: View) {
        let selected = self.place.state.selected;
        let basis = LayoutBasis { view: view.clone(), size: self.size, selected, theme: self.theme };
        if self.basis.as_ref() == Some(&basis) {
            return self.keep_in_sight();
        }
        let before = std::mem::take(&mut self.scene.lines);
        let again = (view.beside == Beside::Scene).then(|| view.clone());
        self.arrange(view, true);
        if let Some(view) = again.filter(|_| self.scene_is_cut()) {
            self.arrange(view, false);
        }
        // A new scene is shown from its first line.
        if self.scene.lines != before {
            self.place.scene_scroll = 0;
        }
        self.basis = Some(basis);
    }

    /// Returns the view as it fits into the window, and the widths of the parts of the screen. Anything that doesn't
    /// fit beside the body is dropped.
    fn fitted(&self, mut view: View, has_scene: bool) -> (View, Columns) {
        let is_left_out = !has_scene && view.beside == Beside::Scene;
        if is_left_out || self.options.stacked {
            view.beside = Beside::Nothing;
        }
        let mut columns = columns(self.size, view.kind, view.beside);
        // The body must be chosen first, because long answers may be moved into it.
        if columns.scene == 0 && matches!(view.controls, Controls::Answers(_)) {
            view.body = view.narrow.take().unwrap_or(view.body);
        }
        if view.kind == ScreenKind::Page && columns.beside == Beside::Nothing && is_text(&view) {
            columns.body = columns.body.min(saturating_u16(MEASURE));
        }
        if self.size.height >= LARGE_FROM || self.options.stacked {
            view.body.blocks.splice(0..0, std::mem::take(&mut view.preface));
            view.body.blocks.append(&mut view.appendix);
        }
        if let Controls::Menu(menu) = &mut view.controls {
            // Paragraphs that the preview already shows are removed from the caption.
            let preview = view.scene.iter().filter(|_| columns.scene > 0).flat_map(|scene| &scene.blocks);
            let texts: Vec<String> = preview
                .filter_map(|block| match block {
                    Block::Paragraph(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect();
            menu.caption.retain(|text| !texts.iter().any(|known| known.starts_with(&text.to_string())));
            menu.tell_cut(self.place.state.selected, columns.controls(), self.options.stacked);
        }
        if let Controls::Answers(answers) = &mut view.controls {
            answers.name_keys(self.keys());
            let moved = answers.move_to_body(columns.frame, self.size.height, self.theme);
            view.body.blocks.extend(moved);
        }
        (view, columns)
    }

    fn draw_beside(&mut self, view: &View, looks: &RenderOptions) {
        let scene = view.scene.as_ref().filter(|_| looks.columns > 0);
        self.scene = scene.map_or_else(Rendered::default, |scene| render(scene, looks));
    }

    fn strip_rows(&self, view: &View, columns: u16, has_banner: bool) -> u16 {
        match &self.letters {
            Some(letters) => saturating_u16(letters.len()),
            None if self.options.stacked => strip::rows(&view.strip, columns, 0, false),
            None => strip::rows(&view.strip, columns, self.size.height, has_banner),
        }
    }

    fn arrange(&mut self, view: View, has_scene: bool) {
        let (view, whole) = self.fitted(view, has_scene);
        let beside = whole.scene > 0;
        let least_response = least_response(&view, beside);
        for LayoutChoice { air, has_banner, large } in choices(&view, whole, self.size, self.options.stacked) {
            let mut columns = whole;
            columns.body -= large.map_or(0, |(wide, _)| big_text::columns(&view.large) * wide + BESIDE_LETTERS);
            self.large = large;
            let rows = usize::from(self.size.height / 4);
            let letters = || big_text::large(&view.name, columns.frame.into(), rows, self.theme.signs.block);
            self.letters = if has_banner && view.strip == Strip::Letters { letters() } else { None };
            let looks = |width: u16, pointer| RenderOptions {
                theme: self.theme,
                columns: width.into(),
                panels: air.has_panels() && (beside || view.narrow.is_none() || view.beside == Beside::Scene),
                least_response,
                least_rows: 0,
                pointer,
                pictured: view.has_code(),
                is_large: air.is_large() && !self.theme.signs.ascii && self.letters.is_none(),
                density: density(&view, self.size, air),
                stacked: air == Spacing::Stacked,
            };
            let body = view.narrow.as_ref().filter(|_| !beside).unwrap_or(&view.body);
            let edge = u16::from(view.panel.is_some() && air.has_panels());
            let inner = looks(columns.body - 4 * edge, view.pointer);
            // Panels are never nested, and large digits never touch a panel's title.
            let (panels, is_large) = (inner.panels && edge == 0, inner.is_large && edge == 0);
            let lines = render(body, &RenderOptions { panels, is_large, ..inner });
            let least_rows = lines.lines.len() + 2 * usize::from(edge);
            self.draw_beside(&view, &RenderOptions { least_rows, ..looks(columns.scene, None) });
            let has_banner = has_banner && !self.theme.signs.ascii;
            let strip = self.strip_rows(&view, columns.frame, has_banner);
            let controls = view.controls.height(columns.controls(), air, self.theme);
            let digits = large.map_or(0, |(_, high)| view.large.len() * usize::from(big_text::ROWS * high + 1));
            // A scene beside both the body and the answers doesn't count towards the height of the body.
            let has_answers = matches!(view.controls, Controls::Answers(_));
            let is_apart =
                matches!(columns.beside, Beside::Preview(_)) || columns.beside == Beside::Scene && has_answers;
            let scene_rows = if is_apart { 0 } else { self.scene.lines.len() };
            let rows = least_rows.max(scene_rows).max(digits);
            let title = saturating_u16(self.title_lines(&view, columns.frame.into()).len());
            let fills = view.panel.is_some() || matches!(view.controls, Controls::Menu(_));
            let anchored = view.kind == ScreenKind::Choice && has_answers && !is_apart;
            let body_fills = view.panel.is_some() && columns.beside != Beside::Answer;
            let heights = Heights { title, strip, body: saturating_u16(rows), controls, fills, body_fills, anchored };
            self.layout = layout(self.size, view.kind, columns, air, heights);
            self.panel = self.layout.body;
            self.layout.body = self.panel.inner(Margin::new(2 * edge, edge));
            self.body = lines;
            self.air = air;
            // Empty rows above and below the text matter more than large buttons in a low window, and than empty rows
            // inside the text.
            let is_low = air == Spacing::Compact && self.size.height < USUAL || air == Spacing::Dense;
            let is_crowded = is_low && !self.layout.is_airy;
            let is_cut = has_answers && self.scene.lines.len() > self.layout.scene.height.into() && beside;
            if self.layout.whole && !is_crowded && !is_cut {
                break;
            }
        }
        self.view = view;
        self.keep_in_sight();
    }

    fn keep_in_sight(&mut self) {
        let (furthest, height) = (self.furthest(), usize::from(self.layout.body.height).max(1));
        let pointed = self.view.pointer.and_then(|pointer| self.body.numbered.get(pointer).copied());
        let before = std::mem::replace(&mut self.place.kept, pointed.map(|line| (line, self.size)));
        let place = &mut self.place;
        place.scroll = place.scroll.min(furthest);
        if let Some(line) = pointed.filter(|_| place.kept != before) {
            place.scroll = place.scroll.max((line + 2).saturating_sub(height)).min(line);
        }
    }
}
