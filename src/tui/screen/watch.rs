//! Shows a class during an exam as a table of seats, which is updated once a second.

use std::time::Duration;

use super::{Screen, ScreenState, Turn, View};
use crate::class::watch::ExamWatch;
use crate::document::Document;
use crate::keys::{Action, Context};
use crate::say;

/// The table as of the latest update.
#[derive(Debug, Default)]
pub(in super::super) struct WatchScreen {
    document: Document,
}

impl WatchScreen {
    pub(in super::super) fn new(watch: &ExamWatch) -> Self {
        Self { document: watch.document() }
    }
}

impl Screen<ExamWatch> for WatchScreen {
    fn view(&self, _: &ExamWatch, _: &ScreenState) -> View {
        let hints = vec![(vec![Action::Search], say!("search")), (vec![Action::Quit], say!("leave"))];
        View { hints, ..View::page(self.document.clone()) }
    }

    fn context(&self, _: &ExamWatch) -> Context {
        Context::Page
    }

    fn interval(&self, _: &ExamWatch) -> Option<Duration> {
        Some(Duration::from_secs(1))
    }

    fn poll(&mut self, watch: &mut ExamWatch) -> Option<Turn<ExamWatch>> {
        watch.poll();
        let document = watch.document();
        if document == self.document {
            return None;
        }
        self.document = document;
        Some(Turn::Stay)
    }

    fn name(&self) -> &'static str {
        "watch"
    }
}
