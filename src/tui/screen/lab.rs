//! Shows the lab, with the replies at the top and a command line at the bottom.

use crossterm::event::{KeyCode, KeyEvent};

use super::{MapTexts, Screen, ScreenState, Strip, Turn, View};
use crate::document::{Block, Document};
use crate::keys::{Action, Context};
use crate::lab::session::{LabReply, LabSession, tasks};
use crate::say;
use crate::study::Study;
use crate::tui::controls::Controls;
use crate::tui::layout::ScreenKind;
use crate::tui::line_editor::{LineEdit, LineEditor};

#[derive(Debug)]
pub(in super::super) struct LabScreen {
    session: LabSession,
    line: LineEditor,
    shown: LabReply,
}

impl LabScreen {
    pub(in super::super) fn new(study: &Study) -> Self {
        let session = LabSession::new(study.seed(), &study.lab_tasks());
        let shown = session.task_page().into();
        Self { session, line: LineEditor::default(), shown }
    }

    fn run_line(&mut self, study: &mut Study, line: &str) -> Turn<Study> {
        let reply = self.session.run_line(line, study.seconds());
        if reply.is_over {
            return Turn::Back;
        }
        if let Some(task) = reply.finished {
            study.finish_task(task);
        }
        if reply.document == Document::default() {
            return Turn::Stay;
        }
        let walks = reply.strip.is_some();
        self.shown = reply;
        if walks { Turn::Walk } else { Turn::Fresh }
    }
}

impl Screen<Study> for LabScreen {
    fn context(&self, _: &Study) -> Context {
        Context::Line
    }

    fn view(&self, _: &Study, _: &ScreenState) -> View {
        let done = self.session.done.len();
        let strip =
            self.shown.strip.clone().map_or(Strip::Map { texts: MapTexts::Names, has_banner: false }, Strip::Airport);
        let mut body = self.shown.document.clone();
        let is_response = |block: &Block| matches!(block, Block::Code(lines) if lines.first().is_some_and(|line| line.starts_with("HTTP/")));
        // A response gets its own panel, and a panel can't contain another.
        let panel = (!body.blocks.iter().any(is_response)).then(|| std::mem::take(&mut body.title));
        View {
            kind: ScreenKind::Choice,
            location: say!("Lab").to_owned(),
            pips: Some((say!("tasks"), done, tasks().len())),
            panel,
            strip,
            body,
            controls: Controls::Line(self.line.shown(say!("Your command"), self.session.prompt())),
            hints: vec![
                (vec![Action::Select], say!("send")),
                (vec![Action::PageDown], say!("scroll")),
                (vec![Action::Escape], say!("back")),
            ],
            ..View::default()
        }
    }

    fn type_key(&mut self, study: &mut Study, key: KeyEvent) -> Option<Turn<Study>> {
        // While the learner is pasting lines, Esc on an empty line ends the paste instead of closing the lab.
        if key.code == KeyCode::Esc && self.line.is_empty() && self.session.is_pasting() {
            return Some(self.run_line(study, "."));
        }
        match self.line.press(key) {
            LineEdit::Ignored => None,
            LineEdit::Edited | LineEdit::Full => Some(Turn::Stay),
            LineEdit::Submitted(line) => Some(self.run_line(study, &line)),
        }
    }

    fn paste(&mut self, study: &mut Study, text: &str) -> Option<Turn<Study>> {
        if !self.session.is_pasting() {
            return Some(self.line.insert(text).map_or(Turn::Stay, Turn::Tell));
        }
        let mut last = Turn::Stay;
        for line in text.lines() {
            if self.session.is_pasting() {
                last = self.run_line(study, line);
            }
        }
        match last {
            Turn::Stay => Some(Turn::Tell(say!(
                "Lines pasted: {}. To end the paste, type a line with only a dot.",
                text.lines().count()
            ))),
            turn => Some(turn),
        }
    }

    fn edits_line(&self) -> bool {
        true
    }
}
