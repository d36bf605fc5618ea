//! Shows the help, which lists the keys of the current screen first and all other keys below.

use super::super::screen::{Screen, ScreenState, View};
use crate::document::{Block, Document, Meaning, TableBlock, Text};
use crate::i18n::translate;
use crate::keys::{BINDINGS, Binding, Context, Keys};
use crate::say;

pub(super) const NAME: &str = "help";

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

    /// Lists the actions in one row each. Actions with the same description share a row.
    fn table(&self, wanted: impl Fn(&Binding) -> bool) -> Block {
        let mut rows: Vec<(Vec<&str>, &str)> = Vec::new();
        for binding in BINDINGS.iter().filter(|binding| wanted(binding)) {
            let keys = self.keys.keys_for(binding);
            match rows.iter_mut().find(|(_, label)| *label == binding.label) {
                Some((known, _)) => known.extend(keys),
                None if keys.is_empty() => {}
                None => rows.push((keys, binding.label)),
            }
        }
        let row =
            |(keys, label): (Vec<&str>, &str)| vec![Text::new(keys.join(" "), Meaning::Key), translate(label).into()];
        Block::Table(TableBlock {
            head: Vec::new(),
            rows: rows.into_iter().map(row).collect(),
            ..TableBlock::default()
        })
    }
}

impl<W> Screen<W> for Help {
    fn view(&self, _: &W, _: &ScreenState) -> View {
        let here = |binding: &Binding| binding.contexts.contains(&self.context);
        let in_class = matches!(self.context, Context::Slide | Context::Count | Context::Exam);
        let mut document = Document::new(say!("Help"));
        document.heading(say!("On this screen"));
        document.blocks.push(self.table(here));
        if !in_class {
            document.heading(say!("On other screens"));
            document.blocks.push(self.table(|binding| !here(binding) && !binding.is_for_class()));
        }
        View::page(document)
    }

    fn name(&self) -> &'static str {
        NAME
    }
}
