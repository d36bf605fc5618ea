//! Lets the user paste a recorded exchange, which is then checked on the workbench.

use crossterm::event::{KeyCode, KeyEvent};

use super::page::PageScreen;
use super::workbench::Workbench;
use super::{Screen, ScreenState, Turn, View};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Document};
use crate::inspect::evidence::KnownFact;
use crate::inspect::exchange::{LONGEST_INPUT, RecordedExchange, parse};
use crate::inspect::matrix::judge;
use crate::inspect::report;
use crate::keys::{Action, Context};
use crate::say;
use crate::study::Study;
use crate::tui::controls::Controls;
use crate::tui::layout::ScreenKind;
use crate::tui::line_editor::{LineEdit, LineEditor};

/// The maximum number of pasted lines to display. Only the last lines are displayed, so that the user can check that
/// the whole paste has arrived.
const SHOWN: usize = 12;

#[derive(Debug, Default)]
pub(in super::super) struct PasteScreen {
    pasted: String,
    line: LineEditor,
    fault: Option<Box<Diagnostic>>,
    user_facts: Vec<KnownFact>,
    /// Whether pressing Esc again discards the pasted lines.
    is_asking: bool,
}

/// A single exchange opens on the workbench; several exchanges are shown together on one page.
pub(in super::super) fn judged(
    study: &Study, exchanges: Vec<RecordedExchange>, user_facts: Vec<KnownFact>,
) -> Box<dyn Screen<Study>> {
    let now = i64::try_from(study.seconds()).unwrap_or(i64::MAX);
    match <[_; 1]>::try_from(exchanges) {
        Ok([exchange]) => Box::new(Workbench::inspected(exchange, user_facts, now)),
        Err(exchanges) => {
            Box::new(PageScreen::new("exchanges", report::document(&judge(&exchanges, &user_facts, now))))
        }
    }
}

impl PasteScreen {
    pub(in super::super) fn new(user_facts: Vec<KnownFact>) -> Self {
        Self { user_facts, ..Self::default() }
    }

    fn add(&mut self, line: &str) -> bool {
        let fits = self.pasted.len() + line.len() < LONGEST_INPUT;
        if fits {
            self.pasted.push_str(line);
            self.pasted.push('\n');
        }
        fits
    }

    fn judge(&mut self, study: &Study) -> Turn<Study> {
        let pasted = std::mem::take(&mut self.pasted);
        match parse(say!("your paste"), &pasted) {
            Err(fault) => {
                self.fault = Some(fault);
                Turn::Fresh
            }
            Ok(exchanges) => {
                self.fault = None;
                Turn::Open(judged(study, exchanges, self.user_facts.clone()))
            }
        }
    }
}

const EXAMPLE: [&str; 4] =
    ["> GET /invoices/7 HTTP/1.1", "> Host: shop.example", "< HTTP/1.1 401 Unauthorized", "< WWW-Authenticate: Bearer"];

fn no_room() -> Turn<Study> {
    Turn::Tell(say!("The input is larger than {} MiB, so its last lines were left out.", LONGEST_INPUT >> 20))
}

impl Screen<Study> for PasteScreen {
    fn context(&self, _: &Study) -> Context {
        Context::Line
    }

    fn view(&self, _: &Study, _: &ScreenState) -> View {
        let mut body = Document::new(say!("Judge a real response"));
        if let Some(fault) = &self.fault {
            let prefix =
                if fault.line > 0 { say!("Line {}, column {}: ", fault.line, fault.column) } else { String::new() };
            body.field(say!("Not readable"), format!("{prefix}{}.", fault.message));
        }
        let panel = if self.pasted.is_empty() {
            let mut text = Document::default();
            text.heading(say!("Your exchange"));
            text.paragraph(say!("Paste a request and its response, the output of `curl -v`, `curl -i` or HTTPie, a HAR file, or lines of an access log. End with a line that contains only a dot."));
            text.paragraph(say!(
                "Nothing is sent over a network, and credentials aren't shown. To record a response: `curl -sv URL`."
            ));
            let example = Block::Code(EXAMPLE.map(str::to_owned).to_vec());
            body.blocks
                .push(Block::Columns(vec![text.blocks, vec![Block::Heading(say!("An example").into()), example]]));
            None
        } else {
            let lines: Vec<&str> = self.pasted.lines().collect();
            body.paragraph(say!("Lines pasted: {}. To judge them, type a line with only a dot.", lines.len()));
            // The pasted text may contain credentials, so only the names of header fields are displayed.
            let name =
                |line: &&str| line.split_once(':').map_or_else(|| (*line).to_owned(), |(name, _)| format!("{name}: …"));
            let skipped = lines.len().saturating_sub(SHOWN);
            body.blocks.push(Block::Code(lines.iter().skip(skipped).map(name).collect()));
            Some(say!("Your exchange").to_owned())
        };
        View {
            kind: ScreenKind::Choice,
            location: say!("Judge a real response").to_owned(),
            panel,
            body,
            controls: Controls::Line(self.line.shown(say!("Paste here"), "> ")),
            hints: vec![(vec![Action::Select], say!("next line")), (vec![Action::Escape], say!("back"))],
            ..View::default()
        }
    }

    fn type_key(&mut self, study: &mut Study, key: KeyEvent) -> Option<Turn<Study>> {
        let was_asking = std::mem::take(&mut self.is_asking);
        if key.code == KeyCode::Esc && self.line.is_empty() && !self.pasted.is_empty() {
            if !was_asking {
                self.is_asking = true;
                return Some(Turn::Tell(say!("Press Esc again to discard the pasted lines.").to_owned()));
            }
            self.pasted.clear();
            return Some(Turn::Tell(say!("The pasted lines were discarded.").to_owned()));
        }
        match self.line.press(key) {
            LineEdit::Ignored => None,
            LineEdit::Edited | LineEdit::Full => Some(Turn::Stay),
            LineEdit::Submitted(line) if line.trim() == "." => Some(self.judge(study)),
            LineEdit::Submitted(line) => Some(if self.add(&line) { Turn::Stay } else { no_room() }),
        }
    }

    fn paste(&mut self, study: &mut Study, text: &str) -> Option<Turn<Study>> {
        for line in text.lines() {
            if line.trim() == "." {
                return Some(self.judge(study));
            }
            if !self.add(line) {
                return Some(no_room());
            }
        }
        Some(Turn::Stay)
    }

    fn edits_line(&self) -> bool {
        true
    }
}
