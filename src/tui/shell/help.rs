//! Shows the help, which lists the keys of the current screen first and all other keys below.

use super::super::screen::{Screen, ScreenState, View};
use crate::document::{Block, Document, Meaning, Text};
use crate::i18n::translate;
use crate::keys::{Action, BINDINGS, Binding, Context, Keys, key_title};
use crate::say;

#[derive(Debug)]
pub(super) struct Help {
    keys: Keys,
    context: Context,
}

impl Help {
    pub(super) fn new(keys: Keys, context: Context) -> Self {
        Self { keys, context }
    }

    const fn is_in_class(&self) -> bool {
        matches!(self.context, Context::Slide | Context::Count | Context::Exam | Context::Watch)
    }

    /// Actions with the same description share a row.
    fn table(&self, wanted: &dyn Fn(&Binding) -> bool) -> Block {
        let mut rows: Vec<(Vec<&str>, &str)> = Vec::new();
        let mut bindings: Vec<&Binding> = BINDINGS.iter().filter(|binding| wanted(binding)).collect();
        bindings.sort_by_cached_key(|binding| rank(binding.action));
        for binding in bindings {
            let keys: Vec<&str> = self.keys.keys_for(binding).into_iter().map(key_title).collect();
            let label = binding.label_in(self.context);
            match rows.iter_mut().find(|(_, known)| *known == label) {
                Some((known, _)) => known.extend(keys),
                None if keys.is_empty() => {}
                None => rows.push((keys, label)),
            }
        }
        let row = |(keys, label): (Vec<&str>, &str)| {
            let mut keys = keys.into_iter();
            let first = Text::new(keys.next().unwrap_or_default(), Meaning::Key);
            let keys = keys.fold(first, |text, key| text.followed_by(Text::verbatim(format!("  {key}"))));
            vec![keys, translate(label).into()]
        };
        Block::rows(rows.into_iter().map(row))
    }

    fn document(&self) -> Document {
        let is_for_context = |binding: &Binding| binding.is_listed_in(self.context);
        let part = |title: &str, table| vec![Block::Heading(title.into()), table];
        let here = part(say!("On this screen"), self.table(&is_for_context));
        let blocks = if self.is_in_class() {
            here
        } else {
            let others = self.table(&|binding| !is_for_context(binding) && !binding.is_for_class());
            vec![Block::Columns(vec![here, part(say!("On other screens"), others)])]
        };
        Document { title: say!("Help").to_owned(), blocks }
    }
}

/// Returns the rank of an action in the help. Actions that are specific to some screens come first, and rarely needed
/// actions come last.
const fn rank(action: Action) -> usize {
    match action {
        Action::Select => 1,
        Action::Left | Action::Right | Action::Up | Action::Down => 2,
        Action::Search | Action::Help | Action::Escape | Action::Quit => 3,
        Action::Focus | Action::FocusBack | Action::PageUp | Action::PageDown | Action::Top | Action::Bottom => 4,
        Action::Interrupt | Action::Repaint | Action::Suspend => 5,
        Action::PreviousMatch => 6,
        _ => 0,
    }
}

impl<W> Screen<W> for Help {
    fn view(&self, _: &W, _: &ScreenState) -> View {
        View { is_help: true, ..View::page(self.document()) }
    }
}
