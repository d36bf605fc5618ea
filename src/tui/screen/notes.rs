//! Shows the teacher's notes on a second terminal. The screen checks the session file once a second.

use std::time::Duration;

use super::{Screen, ScreenState, Turn, View};
use crate::class::vote::VoteWatch;
use crate::document::Document;
use crate::keys::{Action, Context};
use crate::say;

/// The notes as of the latest check.
#[derive(Debug, Default)]
pub(in super::super) struct NotesScreen {
    document: Document,
}

impl NotesScreen {
    /// Shows these notes until the next check.
    pub(in super::super) fn showing(document: Document) -> Self {
        Self { document }
    }

    pub(in super::super) fn new(watch: &mut VoteWatch) -> Self {
        let mut notes = Self::default();
        notes.poll(watch);
        notes
    }
}

impl Screen<VoteWatch> for NotesScreen {
    fn view(&self, _: &VoteWatch, _: &ScreenState) -> View {
        let hints = vec![(vec![Action::Search], say!("search")), (vec![Action::Quit], say!("leave"))];
        View { hints, ..View::page(self.document.clone()) }
    }

    fn context(&self, _: &VoteWatch) -> Context {
        Context::Page
    }

    fn interval(&self, _: &VoteWatch) -> Option<Duration> {
        Some(Duration::from_secs(1))
    }

    fn poll(&mut self, watch: &mut VoteWatch) -> Option<Turn<VoteWatch>> {
        if !watch.changed() && !self.document.title.is_empty() {
            return None;
        }
        let waiting = |text: String| {
            let mut document = Document::new(say!("Waiting"));
            text.lines().for_each(|line| document.paragraph(line));
            document
        };
        let before = std::mem::take(&mut self.document);
        self.document = match watch.notes() {
            Ok(Some(notes)) => notes,
            Ok(None) => waiting(watch.missing().to_string()),
            Err(failure) => waiting(failure.to_string()),
        };
        Some(if self.document.title == before.title { Turn::Stay } else { Turn::Fresh })
    }

    fn name(&self) -> &'static str {
        "notes"
    }
}
