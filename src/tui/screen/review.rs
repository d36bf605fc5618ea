//! Lists the questions and pages of a completed or skipped stage, with the learner's answers.

use super::page::PageScreen;
use super::{Screen, ScreenState, Turn, View};
use crate::document::Document;
use crate::keys::{Action, Context};
use crate::say;
use crate::study::{PastItem, PastStage, Study};
use crate::tui::controls::{Menu, MenuEntry, MenuPanel};
use crate::tui::layout::PREVIEW_FROM;

#[derive(Debug)]
pub(super) struct StageReview(pub(super) PastStage);

impl Screen<Study> for StageReview {
    fn context(&self, _: &Study) -> Context {
        Context::Home
    }

    fn view(&self, study: &Study, state: &ScreenState) -> View {
        let location = self.0.stage.title();
        let back = (vec![Action::Quit], say!("back"));
        let title = match self.0.heading() {
            Ok(title) => title.to_owned(),
            Err(why) => {
                let mut body = Document::default();
                body.paragraph(why);
                return View { location: location.to_owned(), hints: vec![back], ..View::page(body) };
            }
        };
        let entry = |PastItem { title, correct, remark, is_right }: PastItem| {
            let code = correct.parse().ok();
            let text = if code.is_some() || correct.is_empty() { title } else { format!("{title}: {correct}") };
            MenuEntry { note: remark, code, is_right, ..MenuEntry::new(text) }
        };
        let panel = MenuPanel { title, entries: self.0.items().map(entry).collect() };
        let hints = vec![(vec![Action::Select], say!("open")), back];
        View::menu(location, Menu { panels: vec![panel], caption: Vec::new() }, hints)
            .with_preview(PREVIEW_FROM, self.0.document(study, state.selected))
    }

    fn choose(&mut self, study: &mut Study, index: usize, _: &ScreenState) -> Turn<Study> {
        let document = self.0.document(study, index);
        document.map_or(Turn::Unused, |document| Turn::Open(Box::new(PageScreen::new("item-review", document))))
    }
}
