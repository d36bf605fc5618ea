//! Shows the help, which lists the keys of the current screen first and all other keys below.

use super::super::screen::{Screen, ScreenState, View};
use crate::document::{Block, Document, Meaning, Text};
use crate::i18n::translate;
use crate::keys::{BINDINGS, Binding, Context, Keys, key_title};
use crate::say;

#[derive(Debug)]
pub(super) struct Help {
    keys: Keys,
    /// The context of the screen from which the help was opened.
    context: Context,
}

impl Help {
    pub(super) fn new(keys: Keys, context: Context) -> Self {
        Self { keys, context }
    }

    const fn is_in_class(&self) -> bool {
        matches!(self.context, Context::Slide | Context::Count | Context::Exam | Context::Watch)
    }

    /// One row for each action. Actions with the same description share a row.
    fn table(&self, wanted: impl Fn(&Binding) -> bool) -> Block {
        let label = |binding: &Binding| if self.is_in_class() { binding.label_in_class() } else { binding.label };
        let mut rows: Vec<(Vec<&str>, &str)> = Vec::new();
        for binding in BINDINGS.iter().filter(|binding| wanted(binding)) {
            let keys: Vec<&str> = self.keys.keys_for(binding).into_iter().map(key_title).collect();
            let label = label(binding);
            match rows.iter_mut().find(|(_, known)| *known == label) {
                Some((known, _)) => known.extend(keys),
                None if keys.is_empty() => {}
                None => rows.push((keys, label)),
            }
        }
        let row = |(keys, label): (Vec<&str>, &str)| {
            let mut caps = Text::default();
            for key in keys {
                let gap = if caps.is_empty() { "" } else { " " };
                caps = caps.followed_by(gap).followed_by(Text::new(format!(" {key} "), Meaning::Key));
            }
            vec![caps, translate(label).into()]
        };
        Block::rows(rows.into_iter().map(row))
    }
}

impl<W> Screen<W> for Help {
    fn view(&self, _: &W, _: &ScreenState) -> View {
        let is_for_context = |binding: &Binding| binding.contexts.contains(&self.context);
        let mut document = Document::new(say!("Help"));
        document.heading(say!("On this screen"));
        document.blocks.push(self.table(is_for_context));
        if !self.is_in_class() {
            document.heading(say!("On other screens"));
            document.blocks.push(self.table(|binding| !is_for_context(binding) && !binding.is_for_class()));
        }
        View { is_help: true, ..View::page(document) }
    }
}
