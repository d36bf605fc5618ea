//! Builds the help page, which lists the keys of the current screen first and all other keys below them.

use super::super::keymap::repeats;
use super::super::screen::{Screen, ScreenState, View};
use super::footer::joined;
use crate::document::{Block, Document, Meaning, Text};
use crate::i18n::translate;
use crate::keys::{Action, BINDINGS, Binding, Context, Keys, key_title};
use crate::say;

#[derive(Debug)]
pub(super) struct Help {
    keys: Keys,
    context: Context,
    /// Actions that have no effect on the screen below, although their keys do something on similar screens.
    refused: Vec<Action>,
}

impl Help {
    pub(super) fn new(keys: Keys, context: Context, refused: Vec<Action>) -> Self {
        Self { keys, context, refused }
    }

    const fn is_in_class(&self) -> bool {
        matches!(self.context, Context::Slide | Context::Count | Context::Exam | Context::Watch)
    }

    /// Returns a list of rows for each group of actions. The first row is the group's title. Actions with the same
    /// description share a row.
    fn groups(&self, wanted: &dyn Fn(&Binding) -> bool) -> Vec<Vec<Vec<Text>>> {
        let mut rows: Vec<(usize, Vec<&str>, &str)> = Vec::new();
        for binding in BINDINGS.iter().filter(|binding| wanted(binding)) {
            let keys: Vec<&str> = self.keys.keys_for(binding).into_iter().map(key_title).collect();
            let label = binding.label_in(self.context);
            match rows.iter_mut().find(|(.., known)| *known == label) {
                Some((_, known, _)) => known.extend(keys),
                None if keys.is_empty() => {}
                None => rows.push((group(binding.action), keys, label)),
            }
        }
        let row = |(_, keys, label): &(usize, Vec<&str>, &str)| {
            let keys = joined(keys).into_iter().map(|key| Text::new(format!(" {key} "), Meaning::Key));
            vec![
                keys.reduce(|text, key| text.followed_by(" ").followed_by(key)).unwrap_or_default(),
                translate(label).into(),
            ]
        };
        let titles = [say!("On this screen"), say!("Moving"), say!("Help and leaving"), say!("Rarely needed")];
        let of_group = |(number, title): (usize, &str)| {
            let mut rows: Vec<_> = rows.iter().filter(|(group, ..)| *group == number).map(row).collect();
            rows.splice(..0, (!rows.is_empty()).then(|| vec![Text::new(title, Meaning::Strong)]));
            rows
        };
        titles.into_iter().enumerate().map(of_group).filter(|rows| !rows.is_empty()).collect()
    }

    fn document(&self) -> Document {
        let is_offered = |binding: &Binding| !self.refused.contains(&binding.action);
        let here = self.groups(&|binding| binding.is_listed_in(self.context) && is_offered(binding));
        // Each group is a table of its own, so that a row with many keys doesn't widen the other groups.
        let mut parts = vec![here.into_iter().map(Block::rows).collect()];
        if !self.is_in_class() {
            let others = |binding: &Binding| !binding.is_listed_in(self.context) && !binding.is_for_class();
            let others = self.groups(&others).into_iter().flatten().filter(|row| row.len() > 1);
            parts.push(vec![Block::Heading(say!("On other screens").into()), Block::rows(others)]);
        }
        Document { title: say!("Help").to_owned(), blocks: vec![Block::Columns(parts)] }
    }
}

const fn group(action: Action) -> usize {
    match action {
        Action::Top | Action::Bottom => 1,
        Action::Search | Action::Help | Action::Escape | Action::Quit => 2,
        Action::Interrupt | Action::Repaint | Action::Suspend | Action::PreviousMatch => 3,
        Action::Erase => 0,
        _ => {
            if repeats(action) {
                1
            } else {
                0
            }
        }
    }
}

impl<W> Screen<W> for Help {
    fn view(&self, _: &W, _: &ScreenState) -> View {
        View { is_help: true, ..View::page(self.document()) }
    }
}
