//! Which scenarios a round has, and in which order.
//!
//! Owns selection and order; the seed is passed in, so the same seed gives the same round anywhere.

use std::collections::VecDeque;

use super::subject::case_item;
use super::{Answer, Item};
use crate::random::Random;
use crate::scenario::index::IndexEntry;
use crate::scenario::library::Library;
use crate::scenario::{Kind, Pool, Telling};

/// The longest run of equal verdicts that a round has, where its items allow it.
const LONGEST_RUN: usize = 3;

/// What was asked for. Nothing set means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundSpec {
    /// Only the packs of these ids; none means all.
    pub packs: Vec<String>,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Without a kind: only the eight core kinds. Edge cases come after them, and when they are asked for.
    pub core_only: bool,
    /// Only this telling.
    pub telling: Option<Telling>,
    /// Only this pool; none means practice.
    pub pool: Option<Pool>,
    /// At most so many items.
    pub count: Option<usize>,
    /// The seed of the order.
    pub seed: u64,
}

/// The items of a round: those asked for, interleaved over the kinds. The airport comes before raw HTTP within
/// each kind, and no more than three equal verdicts stand in a row where that can be had.
pub fn plan(library: &Library, request: &RoundSpec) -> Vec<Item> {
    let mut random = Random(request.seed);
    let mut kinds: Vec<Vec<&IndexEntry>> = vec![Vec::new(); Kind::ALL.len()];
    for heading in library.entries_of(&request.packs) {
        let wanted =
            request.kind.map_or_else(|| !request.core_only || heading.kind != Kind::Edge, |kind| kind == heading.kind)
                && request.pool.unwrap_or(Pool::Practice) == heading.pool
                && request.telling.is_none_or(|telling| telling == heading.telling);
        if let Some(headings) = kinds.get_mut(heading.kind as usize).filter(|_| wanted) {
            headings.push(heading);
        }
    }
    for headings in &mut kinds {
        random.shuffle(headings);
        headings.sort_by_key(|heading| heading.telling != Telling::Airport);
    }
    let order = interleave(kinds, &mut random);
    let count = request.count.unwrap_or(order.len());
    break_runs(library, order.into(), count)
}

/// Takes one of every kind in turn; each turn visits the kinds in a new order.
fn interleave<'a>(kinds: Vec<Vec<&'a IndexEntry>>, random: &mut Random) -> Vec<&'a IndexEntry> {
    let mut queues: Vec<_> = kinds.into_iter().map(Vec::into_iter).collect();
    let mut order = Vec::new();
    loop {
        let mut turn: Vec<&IndexEntry> = queues.iter_mut().filter_map(Iterator::next).collect();
        if turn.is_empty() {
            return order;
        }
        random.shuffle(&mut turn);
        order.append(&mut turn);
    }
}

/// The first items, as many as are wanted. Brings the next one with another verdict forward wherever a run would grow
/// too long; nothing behind it is read.
fn break_runs(library: &Library, mut waiting: VecDeque<&IndexEntry>, count: usize) -> Vec<Item> {
    let first = |heading: &IndexEntry| case_item(library, &heading.id)?.accepted.first().copied();
    let mut order: Vec<Item> = Vec::new();
    while order.len() < count && !waiting.is_empty() {
        let tired = tired_verdict(&order);
        let another = || waiting.iter().position(|heading| first(heading) != tired);
        let place = if tired.is_some() { another().unwrap_or(0) } else { 0 };
        order.extend(waiting.remove(place).and_then(|heading| case_item(library, &heading.id)));
    }
    order
}

/// The verdict that may not come again now.
fn tired_verdict(order: &[Item]) -> Option<Answer> {
    let last = order.last()?.accepted.first().copied();
    let run = order.iter().rev().take_while(|item| item.accepted.first().copied() == last).count();
    if run >= LONGEST_RUN { last } else { None }
}
