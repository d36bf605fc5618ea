//! Shows one document, which may change while the page is open.

use std::fmt;
use std::time::Duration;

use super::{Screen, ScreenState, Turn, View};
use crate::document::Document;
use crate::keys::{Action, Context};
use crate::say;

const INTERVAL: Duration = Duration::from_secs(1);

pub(in super::super) struct PageScreen<W> {
    name: &'static str,
    document: Document,
    refresh: Option<fn(&mut W) -> Option<Document>>,
}

impl<W> fmt::Debug for PageScreen<W> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("PageScreen").field(&self.name).finish()
    }
}

impl<W> PageScreen<W> {
    pub(super) fn new(name: &'static str, document: Document) -> Self {
        Self { name, document, refresh: None }
    }

    /// Creates a page that checks for a new document once a second.
    pub(in super::super) fn refreshed(
        name: &'static str, document: Document, refresh: fn(&mut W) -> Option<Document>,
    ) -> Self {
        Self { name, document, refresh: Some(refresh) }
    }
}

impl<W> Screen<W> for PageScreen<W> {
    fn context(&self, _: &W) -> Context {
        if self.refresh.is_some() { Context::Watch } else { Context::Page }
    }

    fn view(&self, _: &W, _: &ScreenState) -> View {
        let mut view = View::page(self.document.clone());
        if self.refresh.is_some() {
            view.hints = vec![(vec![Action::Search], say!("search")), (vec![Action::Quit], say!("leave"))];
        }
        view
    }

    fn interval(&self, _: &W) -> Option<Duration> {
        self.refresh.map(|_| INTERVAL)
    }

    fn poll(&mut self, world: &mut W) -> Option<Turn<W>> {
        let document = self.refresh?(world).filter(|document| *document != self.document)?;
        let before = std::mem::replace(&mut self.document, document);
        Some(if self.document.title == before.title { Turn::Stay } else { Turn::Fresh })
    }

    fn name(&self) -> &'static str {
        self.name
    }
}
