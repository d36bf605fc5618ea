//! Reports a problem with the current case: the learner types a remark, and the program saves it in a file.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Screen, ScreenState, Turn, View};
use crate::document::{Document, Meaning, Text};
use crate::keys::{Action, Context};
use crate::say;
use crate::study::Study;
use crate::text::is_unsafe;
use crate::tui::controls::Controls;
use crate::tui::layout::ScreenKind;

/// The maximum length of a remark, in characters.
const LONGEST_REMARK: usize = 500;

#[derive(Debug, Default)]
pub(super) struct ReportScreen {
    remark: String,
    /// Whether the details of the ruling were visible when the learner opened the report.
    details: bool,
    /// Where the report was saved, or why saving failed; `None` until the learner saves it.
    outcome: Option<String>,
}

impl ReportScreen {
    pub(super) fn new(details: bool) -> Self {
        Self { details, ..Self::default() }
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
        document.paragraph(say!("The report has the name of the case, its pack and what you see here."));
        document.blocks.append(&mut seen.blocks);
        let question = Text::new(say!("What is wrong or unclear? Write a sentence or two: "), Meaning::Strong);
        let prompt = question.followed_by(Text::verbatim(format!("{}_", self.remark)));
        let hints = vec![(vec![Action::Select], say!("save the report")), (vec![Action::Escape], say!("don't report"))];
        let controls = Controls::Prompt(prompt);
        View { kind: ScreenKind::Choice, place: title, name, controls, hints, ..View::default() }.with(document)
    }

    fn type_key(&mut self, study: &mut Study, key: KeyEvent) -> Option<Turn<Study>> {
        if self.outcome.is_some() {
            return None;
        }
        match key.code {
            KeyCode::Char(_) if self.remark.chars().count() >= LONGEST_REMARK => {
                return Some(Turn::Tell(say!("A remark has at most {} characters.", LONGEST_REMARK)));
            }
            KeyCode::Char(letter) if !is_unsafe(letter) => self.remark.push(letter),
            KeyCode::Backspace => drop(self.remark.pop()),
            KeyCode::Enter => {
                self.outcome = Some(match study.report_case(self.remark.trim(), self.details) {
                    Ok(path) => say!("The report is in {}", path.display()),
                    Err(why) => why,
                });
            }
            KeyCode::Esc => return Some(Turn::Back),
            _ => return None,
        }
        Some(Turn::Stay)
    }

    fn name(&self) -> &'static str {
        "report"
    }
}
