//! Lets the learner report a problem with the current case. The learner types a remark, and the program saves the
//! report in a file.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Screen, ScreenState, Turn, View};
use crate::document::{Document, Text};
use crate::keys::{Action, Context};
use crate::say;
use crate::study::Study;
use crate::tui::controls::Controls;
use crate::tui::layout::ScreenKind;
use crate::tui::line_editor::{LineEdit, LineEditor};

const LONGEST_REMARK: usize = 500;

#[derive(Debug)]
pub(super) struct ReportScreen {
    remark: LineEditor,
    /// Whether pressing Esc again discards the remark.
    is_asking: bool,
    details: bool,
    /// Where the report was saved, or why saving failed; `None` until the learner saves the report.
    outcome: Option<String>,
}

impl ReportScreen {
    pub(super) fn new(details: bool) -> Self {
        Self { remark: LineEditor::with_limit(LONGEST_REMARK), is_asking: false, details, outcome: None }
    }
}

impl Screen<Study> for ReportScreen {
    fn context(&self, _: &Study) -> Context {
        if self.outcome.is_some() { Context::Page } else { Context::Line }
    }

    fn view(&self, study: &Study, _: &ScreenState) -> View {
        let title = say!("Report this case").to_owned();
        if let Some(outcome) = &self.outcome {
            let mut document = Document::new(title);
            document.paragraph(Text::verbatim(outcome.as_str()));
            let hints = vec![(vec![Action::Select], say!("back to the case"))];
            return View { hints, ..View::page(document) };
        }
        let (mut seen, ..) = study.document(self.details).unwrap_or_default().split_choices();
        let name = std::mem::take(&mut seen.title);
        let mut document = Document::default();
        document.paragraph(say!("The report contains the name of the case, its pack and what you see on this screen."));
        document.blocks.append(&mut seen.blocks);
        let question = say!("What is wrong or unclear? Write a sentence or two: ").trim_end_matches([':', ' ']);
        let hints = vec![(vec![Action::Select], say!("save the report")), (vec![Action::Escape], say!("don't report"))];
        let controls = Controls::Line(self.remark.shown(question, "> "));
        View { kind: ScreenKind::Choice, location: title, name, controls, hints, ..View::default() }.with(document)
    }

    fn type_key(&mut self, study: &mut Study, key: KeyEvent) -> Option<Turn<Study>> {
        if self.outcome.is_some() {
            return None;
        }
        let was_asking = std::mem::take(&mut self.is_asking);
        if key.code == KeyCode::Esc {
            self.is_asking = !self.remark.is_empty();
            let asks = self.is_asking && !was_asking;
            let question = say!("Your remark isn't saved. Press Esc again to discard it, or Enter to save it.");
            return Some(if asks { Turn::Tell(question.to_owned()) } else { Turn::Back });
        }
        match self.remark.press(key) {
            LineEdit::Ignored => None,
            LineEdit::Edited => Some(Turn::Stay),
            LineEdit::Full => Some(Turn::Tell(say!("A remark can have at most {} characters.", LONGEST_REMARK))),
            LineEdit::Submitted(remark) if remark.trim().is_empty() => Some(Turn::Tell(
                say!("First write what is wrong or unclear. To leave without a report, press Esc.").to_owned(),
            )),
            LineEdit::Submitted(remark) => {
                match study.report_case(remark.trim(), self.details) {
                    Ok(path) => self.outcome = Some(say!("The report is in {}", path.display())),
                    Err(why) => {
                        self.remark.insert(&remark);
                        return Some(Turn::Tell(why));
                    }
                }
                Some(Turn::Stay)
            }
        }
    }

    fn paste(&mut self, _: &mut Study, text: &str) -> Option<Turn<Study>> {
        self.is_asking = false;
        Some(self.remark.insert(text).map_or(Turn::Stay, Turn::Tell))
    }

    fn edits_line(&self) -> bool {
        self.outcome.is_none()
    }
}
