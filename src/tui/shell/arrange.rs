//! Computes the layout of the current screen whenever something has changed.

use ratatui::layout::{Margin, Rect, Size};

use super::super::controls::Controls;
use super::super::layout::{
    Beside, Columns, Heights, Placement, ScreenKind, Spacing, USUAL, columns, layout, saturating_u16,
};
use super::super::render::{Density, MEASURE, RenderOptions, Rendered, big_text, render, strip};
use super::super::screen::{Strip, View};
use super::super::theme::Theme;
use super::Window;
use super::choices::{BESIDE_LETTERS, BRIEF_BELOW, LARGE_FROM, LayoutChoice, choices, density};
use crate::document::{Block, Document};

/// The lowest row at which a case may start if the verdict replaces the story above the case. Above a case that starts
/// further down, the verdict would leave a gap.
const LOWEST_VERDICT: usize = 5;

/// The minimum window height for a verdict that is three rows high.
const TALL_BAR_FROM: u16 = 34;

/// How the case of a ruling keeps the rows in which the question showed it.
#[derive(Clone, Copy, Debug, Default)]
struct CaseRows {
    /// The row above which the first panel of the case isn't drawn.
    panel_row: usize,
    /// Which empty rows a packed layout has. `None` rules a packed layout out.
    packed: Option<Density>,
}

impl CaseRows {
    fn keeps(self, air: Spacing) -> bool {
        air.has_panels() && air.has_gaps() || air == Spacing::Packed && self.packed.is_some()
    }
}

/// A response in a ruling gets no panel if it consists only of a status line.
fn least_response(view: &View, beside: bool, air: Spacing) -> usize {
    match (view.beside, &view.narrow) {
        (Beside::Scene, _) if beside || air.is_large() => 2,
        (_, Some(_)) if !beside => usize::MAX,
        _ => 1,
    }
}

fn has_lines(block: &Block) -> bool {
    match block {
        Block::Exchange(_) => true,
        Block::Columns(columns) => columns.iter().flatten().any(has_lines),
        _ => false,
    }
}

/// A screen with nothing beside its text is only as wide as the text, so that the header, the strip, the panels and the
/// footer start in the same column. The two cases of a pair take up the full width of the window.
fn is_narrow(view: &View) -> bool {
    let has_cases = |block: &Block| matches!(block, Block::Columns(_)) && has_lines(block);
    view.kind != ScreenKind::Projector && view.panel.is_none() && !view.body.blocks.iter().any(has_cases)
}

/// Moves the reason above the case, or returns `None` if no reason follows the case.
fn reason_first(ruling: &Document) -> Option<Document> {
    let case = ruling.blocks.iter().position(|block| matches!(block, Block::Exchange(_)))?;
    let is_reason = matches!(ruling.blocks.get(case + 1), Some(Block::Paragraph(_)));
    let mut document = ruling.clone();
    is_reason.then(|| document.blocks.swap(case, case + 1)).map(|()| document)
}

/// The rows of the controls, and whether they fill all the rows. A list beside a preview does so. The frame of an empty
/// list is as high as the frame of the text beside it.
fn list_rows(view: &View, columns: Columns, needed: u16, scene: u16) -> (u16, bool) {
    match (&view.controls, columns.beside) {
        (Controls::Menu(menu), Beside::Preview(_)) if menu.is_empty() => (needed.max(scene + 2), false),
        (Controls::Menu(_), Beside::Preview(_)) => (needed, true),
        _ => (needed, false),
    }
}

fn placement(view: &View, columns: Columns) -> Placement {
    let has_case = view.body.blocks.iter().any(has_lines);
    let is_asked = has_case && matches!(view.controls, Controls::Answers(_) | Controls::Prompt(_));
    match view.kind {
        _ if view.is_ruling => Placement::Top,
        ScreenKind::Choice if is_asked && columns.beside == Beside::Nothing => Placement::Anchored,
        _ => Placement::Spread,
    }
}

/// Everything that the layout depends on, apart from the settings. Computing a layout is slow, so the layout is
/// computed again only when one of these values has changed.
#[derive(Debug, PartialEq)]
pub(super) struct LayoutBasis {
    view: View,
    size: Size,
    selected: usize,
    theme: Theme,
}

impl Window {
    /// If the window is too low for the scene beside the body, the layout is computed again without the scene.
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
        if self.scene.lines != before {
            self.place.scene_scroll = 0;
        }
        self.basis = Some(basis);
    }

    /// Parts that don't fit beside the body are dropped.
    fn fitted(&self, mut view: View, has_scene: bool) -> (View, Columns) {
        let is_left_out = !has_scene && view.beside == Beside::Scene;
        if is_left_out || self.options.stacked {
            view.beside = Beside::Nothing;
        }
        let mut columns = columns(self.size, view.kind, view.beside);
        if let (Beside::Preview(_), Controls::Menu(menu)) = (columns.beside, &view.controls) {
            columns.fit_list(menu.needed_columns());
        }
        // The body must be chosen before the answers are laid out, because long answers may be moved into the body.
        if columns.scene == 0 && matches!(view.controls, Controls::Answers(_)) {
            view.body = view.narrow.take().unwrap_or(view.body);
        }
        if columns.beside == Beside::Nothing && is_narrow(&view) {
            columns.frame = columns.frame.min(saturating_u16(MEASURE));
            columns.body = columns.body.min(columns.frame);
        }
        if self.size.height >= LARGE_FROM || self.options.stacked {
            view.body.blocks.splice(0..0, std::mem::take(&mut view.preface));
            view.body.blocks.append(&mut view.appendix);
        }
        if let Controls::Menu(menu) = &mut view.controls {
            // The caption omits paragraphs that the preview already shows.
            let preview = view.scene.iter().filter(|_| columns.scene > 0).flat_map(|scene| &scene.blocks);
            let texts: Vec<String> = preview
                .filter_map(|block| match block {
                    Block::Paragraph(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect();
            menu.caption.retain(|text| !texts.iter().any(|known| known.starts_with(&text.to_string())));
            if columns.scene == 0 {
                menu.tell_cut(self.place.state.selected, columns.controls(), self.options.stacked);
            }
        }
        if let Controls::Answers(answers) = &mut view.controls {
            answers.name_keys(self.keys());
            let moved = answers.move_to_body(columns.frame, self.size.height, self.theme);
            view.body.blocks.extend(moved);
        }
        (view, columns)
    }

    /// If there is room, a case beside the answers has empty rows between its lines. Returns the height of the case
    /// before any line is highlighted, because highlighting may add a row.
    fn draw_beside(&mut self, view: &View, looks: &RenderOptions, most: u16) -> u16 {
        let scene = view.scene.clone().filter(|_| looks.columns > 0).unwrap_or_default();
        let mut open = scene.clone();
        open.decide(None);
        let rows = |spaced| saturating_u16(render(&open, &RenderOptions { spaced, ..*looks }).lines.len());
        let spaced = view.beside == Beside::Scene && self.size.height >= LARGE_FROM && rows(true) < most;
        self.scene = render(&scene, &RenderOptions { spaced, ..*looks });
        rows(spaced)
    }

    fn strip_rows(&self, view: &View, columns: u16, has_banner: bool) -> u16 {
        // Large digits can't be drawn in ASCII.
        let most = if self.theme.signs.ascii { strip::LARGE_PLAN_AT_HEIGHT - 1 } else { u16::MAX };
        match &self.letters {
            Some(letters) => saturating_u16(letters.len()),
            None if self.options.stacked => strip::rows(&view.strip, columns, 0, false),
            None => strip::rows(&view.strip, columns, self.size.height.min(most), has_banner),
        }
    }

    /// When a ruling appears, tries to keep its case in the same rows. Each arrangement is tried with empty rows
    /// between the texts first, and then without those rows. The case moves only if that saves the learner from
    /// scrolling.
    fn arrange(&mut self, view: View, has_scene: bool) {
        let (mut view, columns) = self.fitted(view, has_scene);
        let has_room = columns.scene == 0 && self.size.height >= BRIEF_BELOW && !self.options.stacked;
        if let (Some(below_case), Some(narrow)) = (view.below_case.take().filter(|_| has_room), view.narrow.clone()) {
            view.narrow = Some(below_case.clone());
            self.arrange_as(&view, columns, Some(CaseRows::default()));
            let case_row = self.body.panel;
            let above = |packed| Some((&below_case, Some(CaseRows { panel_row: 0, packed })));
            let below = |packed, document| {
                let panel_row = case_row.filter(|row| *row <= LOWEST_VERDICT)?;
                Some((document, Some(CaseRows { panel_row, packed })))
            };
            let is_correct = |block: &Block| matches!(block, Block::Verdict(verdict) if verdict.correct == Some(true));
            let is_correct = narrow.blocks.iter().any(is_correct);
            let led = reason_first(&narrow);
            let both = |packed| [led.as_ref(), Some(&narrow)].map(|document| below(packed, document?));
            let forms = [
                &[above(None)][..],
                &both(None),
                &both(Some(Density::Joined)),
                &[above(Some(Density::DenseBelow))],
                &both(Some(Density::DenseBelow)),
                &both(Some(Density::Dense)).map(|form| form.filter(|_| is_correct)),
                &[Some((&narrow, None))],
            ];
            let mut first = None;
            for (document, case_rows) in forms.concat().into_iter().flatten() {
                view.narrow = Some(document.clone());
                let fits = self.arrange_as(&view, columns, case_rows);
                if led.as_ref() == Some(document) && !self.has_row_above_case(case_rows) {
                    continue;
                }
                if fits && case_rows.is_some() {
                    first = None;
                    break;
                }
                first = first.or(self.shows_reason().then_some((document, case_rows)));
            }
            if let Some((document, case_rows)) = first {
                view.narrow = Some(document.clone());
                self.arrange_as(&view, columns, case_rows);
            }
        } else {
            self.arrange_as(&view, columns, None);
        }
        self.view = view;
        self.keep_in_sight();
    }

    fn has_row_above_case(&self, case_rows: Option<CaseRows>) -> bool {
        let panel_row = case_rows.map_or(0, |rows| rows.panel_row);
        let above = panel_row.checked_sub(1).and_then(|row| self.body.lines.get(row));
        self.body.panel == Some(panel_row) && above.is_some_and(|line| line.width() == 0)
    }

    fn shows_reason(&self) -> bool {
        let verdict = self.body.starts.iter().position(|start| Some(*start) == self.body.start).unwrap_or(0);
        let end = self.body.starts.get(verdict + 2).map_or(self.body.lines.len(), |next| next - 1);
        end <= self.layout.body.height.into()
    }

    /// Uses the first spacing at which the whole view fits, or the last spacing if none fits. Returns false if the view
    /// has to scroll. With `case_rows`, the case of a ruling keeps its rows.
    fn arrange_as(&mut self, view: &View, whole: Columns, case_rows: Option<CaseRows>) -> bool {
        let beside = whole.scene > 0;
        let choices = choices(view, whole, self.size, self.options.stacked).into_iter();
        let choices = choices.filter(|choice| case_rows.is_none_or(|rows| rows.keeps(choice.air)));
        for LayoutChoice { air, has_banner, large } in choices {
            let mut columns = whole;
            columns.body -= large.map_or(0, |(wide, _)| big_text::columns(&view.large) * wide + BESIDE_LETTERS);
            self.large = large;
            let rows = usize::from(self.size.height / 4);
            let letters = || big_text::large(&view.name, columns.frame.into(), rows, self.theme.signs.block);
            self.letters = if has_banner && view.strip == Strip::Letters { letters() } else { None };
            let has_banner = has_banner && !self.theme.signs.ascii;
            let strip = self.strip_rows(view, columns.frame, has_banner);
            let basis = self.looks(view, beside, (air, strip), case_rows);
            let looks = |width: u16, pointer| RenderOptions { columns: width.into(), pointer, ..basis };
            let body = view.narrow.as_ref().filter(|_| !beside).unwrap_or(&view.body);
            let edge = u16::from(view.panel.is_some() && air.has_panels());
            let inner = looks(columns.body - 4 * edge, view.pointer);
            // Panels are never nested, and large digits never touch the title of a panel.
            let (panels, is_large) = (inner.panels && edge == 0, inner.is_large && edge == 0);
            let lines = render(body, &RenderOptions { panels, is_large, ..inner });
            let least_rows = lines.lines.len() + 2 * usize::from(edge);
            let title = saturating_u16(self.title_lines(view, columns.frame.into()).len());
            let pointer = view.pointer.filter(|_| view.beside == Beside::Scene);
            let all = Heights { title, strip, scene: u16::MAX, ..Heights::default() };
            let most = layout(self.size, view.kind, columns, air, all);
            let least = if view.beside == Beside::Scene { 0 } else { least_rows };
            let density = density(view, self.size, Spacing::Roomy);
            let panels = basis.panels && !matches!(columns.beside, Beside::Preview(_));
            let scene_looks = RenderOptions { least_rows: least, density, panels, ..looks(columns.scene, pointer) };
            let scene = self.draw_beside(view, &scene_looks, most.scene.height);
            let controls = view.controls.height(columns.controls(), air, self.theme);
            let digits = large.map_or(0, |(_, high)| view.large.len() * usize::from(big_text::ROWS * high + 1));
            // Only a scene beside an answer counts towards the height of the body.
            let scene_rows = if columns.beside == Beside::Answer { self.scene.lines.len() } else { 0 };
            let (controls, fills_list) = list_rows(view, columns, controls, scene);
            let heights = Heights {
                title,
                strip,
                body: saturating_u16(least_rows.max(scene_rows).max(digits)),
                controls,
                fills: view.panel.is_some() || fills_list,
                body_fills: view.panel.is_some() && columns.beside != Beside::Answer,
                placement: placement(view, columns),
                scene,
                panel: saturating_u16(self.scene.panel.unwrap_or(0)),
            };
            self.layout = layout(self.size, view.kind, columns, air, heights);
            self.panel = self.layout.body;
            self.layout.body = self.panel.inner(Margin::new(2 * edge, edge));
            self.body = lines;
            self.air = air;
            // In a low window, empty rows above and below the text matter more than large buttons or empty rows inside
            // the text.
            let is_low = air == Spacing::Compact && self.size.height < USUAL || air == Spacing::Dense;
            let has_other_form = case_rows.is_some_and(|rows| rows.packed != Some(Density::Dense));
            let is_crowded = (is_low || has_other_form) && !self.layout.is_airy;
            let is_cut = columns.beside == Beside::Scene && self.scene.lines.len() > self.layout.scene.height.into();
            if self.layout.whole && !is_crowded && !is_cut {
                return true;
            }
        }
        false
    }

    fn looks(
        &self, view: &View, beside: bool, (air, strip): (Spacing, u16), case_rows: Option<CaseRows>,
    ) -> RenderOptions {
        // A ruling doesn't repeat large digits that the strip already shows.
        let packed = case_rows.and_then(|rows| rows.packed).filter(|_| air == Spacing::Packed);
        let has_large_code = strip == strip::LARGE_PLAN && view.has_code();
        let is_low_or_large = strip == strip::LARGE_PLAN || self.size.height < LARGE_FROM;
        let has_code = has_large_code || view.is_ruling && is_low_or_large;
        RenderOptions {
            theme: self.theme,
            columns: 0,
            panels: air.has_panels() && (beside || view.narrow.is_none() || view.beside == Beside::Scene),
            least_response: least_response(view, beside, air),
            least_rows: 0,
            pointer: None,
            pictured: view.has_code(),
            is_large: air.is_large() && !self.theme.signs.ascii && self.letters.is_none() && !has_code,
            has_tall_bar: air.is_large() && !self.theme.signs.ascii && self.size.height >= TALL_BAR_FROM,
            density: packed.unwrap_or_else(|| density(view, self.size, air)),
            spaced: view.kind == ScreenKind::Projector && air.is_large(),
            panel_row: case_rows.map_or(0, |rows| rows.panel_row),
            stacked: air == Spacing::Stacked,
        }
    }

    pub(super) fn numbered_part(&self) -> (&Rendered, Rect) {
        if self.body.numbered.is_empty() && self.view.beside == Beside::Scene {
            (&self.scene, self.layout.scene)
        } else {
            (&self.body, self.layout.body)
        }
    }

    fn pointed_line(&self) -> Option<usize> {
        self.view.pointer.and_then(|pointer| self.body.numbered.get(pointer).copied())
    }

    fn keep_in_sight(&mut self) {
        let (furthest, height) = (self.furthest(), usize::from(self.layout.body.height).max(1));
        let pointed = self.pointed_line();
        let before = std::mem::replace(&mut self.place.kept, pointed.map(|line| (line, self.size)));
        let place = &mut self.place;
        place.scroll = place.scroll.min(furthest);
        if let Some(line) = pointed.filter(|_| place.kept != before) {
            place.scroll = place.scroll.max((line + 2).saturating_sub(height)).min(line);
        }
    }
}
