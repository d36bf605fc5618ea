//! The workbench: facts are set with keys, and the ruling moves with them.
//!
//! Owns which facts are set and which one is selected. Must not rule.

use super::Model;
use crate::keys::Action;
use crate::ruling::{FactName, Facts};

/// The facts on the bench.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Bench {
    pub(in super::super) facts: Facts,
}

/// Does what a key asks of the bench.
pub(super) fn work(model: &mut Model, action: Action) {
    let last = FactName::ALL.len() - 1;
    match action {
        Action::Up | Action::FocusBack => model.selected = model.selected.checked_sub(1).unwrap_or(last),
        Action::Down | Action::Focus => model.selected = if model.selected < last { model.selected + 1 } else { 0 },
        Action::Right | Action::Select => turn(model, 1),
        Action::Left => turn(model, -1),
        Action::Undo => model.bench.facts = Facts::default(),
        Action::Keep => model.message = Some(model.study.keep_skeleton(&model.bench.facts)),
        _ => {}
    }
}

/// Sets the selected fact to its next value, or to the one before.
fn turn(model: &mut Model, by: isize) {
    let Some(fact) = FactName::ALL.get(model.selected) else { return };
    let count = fact.values().len();
    let index = model.bench.facts.index(*fact).saturating_add(count).saturating_add_signed(by) % count;
    model.bench.facts = model.bench.facts.with_index(*fact, index);
}
