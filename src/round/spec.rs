//! Chooses the scenarios of a round and puts them in order.
//!
//! The caller supplies the random seed, on which the order depends.

use std::collections::VecDeque;

use super::subject::case_item;
use super::{Answer, Item};
use crate::random::Random;
use crate::ruling::Verdict;
use crate::scenario::index::{Category, IndexEntry};
use crate::scenario::library::Library;
use crate::scenario::{Pool, Scenario, Telling};
use crate::sorting::sort_by_key;

/// The maximum number of times that the same answer comes up in a row, if the items allow it.
const LONGEST_RUN: usize = 3;

/// The selection of cases that the user requested. By default, all practice cases are selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundSpec {
    /// The ids of the packs to use, or an empty list for all packs.
    pub packs: Vec<String>,
    /// The ids of the cases to use, from any pool, or an empty list to allow all ids.
    pub ids: Vec<String>,
    /// Whether to keep the order of `ids` instead of choosing a random order.
    pub in_order: bool,
    /// The categories to use, or an empty list for all categories.
    pub categories: Vec<Category>,
    /// Whether to mix each chosen kind of case with three others, so that learners have to tell the kinds apart and
    /// can't always guess the same code.
    pub mixed: bool,
    /// Whether to use only the eight core kinds of case if no categories are given.
    pub core_only: bool,
    pub telling: Option<Telling>,
    /// The pools to choose from, or an empty list to use only the practice pool.
    pub pools: Vec<Pool>,
    pub count: Option<usize>,
    /// The ids of cases that the learner has answered before. All other cases come first.
    pub answered: Vec<String>,
    pub seed: u64,
}

impl RoundSpec {
    /// A mixed round contains at most this many kinds of case, including the chosen one.
    pub const MOST_MIXED: usize = 4;

    /// Returns the categories from which cases are chosen. In a mixed round, each chosen kind of case is joined by
    /// three others: the one most easily confused with it, another with the same code, and a third with the other code.
    pub fn categories(&self) -> Vec<Category> {
        let mut categories = self.categories.clone();
        for category in self.categories.iter().filter(|category| self.mixed && category.is_core()) {
            let kind = category.kind();
            let next = kind.neighbour();
            let others = kind.contrast().into_iter().chain([next]).chain(next.neighbour().contrast());
            for other in others.map(Category::Kind) {
                if !categories.contains(&other) {
                    categories.push(other);
                }
            }
        }
        categories
    }

    pub(crate) fn admits(&self, entry: &IndexEntry) -> bool {
        if !self.ids.is_empty() {
            return self.ids.contains(&entry.id);
        }
        let categories = self.categories();
        let is_category = if categories.is_empty() {
            !self.core_only || entry.category.is_core()
        } else {
            categories.contains(&entry.category)
        };
        let is_pool =
            if self.pools.is_empty() { entry.pool == Pool::Practice } else { self.pools.contains(&entry.pool) };
        is_category && is_pool && self.telling.is_none_or(|telling| telling == entry.telling)
    }
}

/// Returns the items of a round, alternating between categories. Within each category, airport scenes come before HTTP
/// exchanges. If possible, the same answer comes up no more than three times in a row.
pub fn plan(library: &Library, request: &RoundSpec) -> Vec<Item> {
    if request.in_order {
        let items = request.ids.iter().filter_map(|id| case_item(library, id));
        return items.take(request.count.unwrap_or(usize::MAX)).collect();
    }
    let mut random = Random(request.seed);
    // A test form contains only cases that a reviewer has checked.
    let is_checked = |entry: &IndexEntry| library.scenario(&entry.id).is_some_and(Scenario::is_checked);
    let is_usable = |entry: &IndexEntry| !request.ids.is_empty() || !entry.pool.is_form() || is_checked(entry);
    let admitted = |entry: &&IndexEntry| request.admits(entry) && is_usable(entry);
    let entries: Vec<&IndexEntry> = library.entries_of(&request.packs).filter(admitted).collect();
    let mut order = Vec::new();
    for category in Category::all() {
        let mut entries: Vec<_> = entries.iter().copied().filter(|entry| entry.category == category).collect();
        random.shuffle(&mut entries);
        sort_by_key(&mut entries, |entry| {
            let is_scene = entry.telling == Telling::Airport;
            2 * usize::from(request.answered.contains(&entry.id)) + usize::from(!is_scene)
        });
        if request.mixed && request.categories.contains(&category) {
            // The chosen kind of case comes up twice as often as any other kind of case.
            let (even, odd): (Vec<_>, Vec<_>) = (0..).zip(entries).partition(|(turn, _): &(usize, _)| turn % 2 == 0);
            order.extend([even, odd].map(|turns| turns.into_iter().map(|(_, entry)| entry).collect()));
        } else {
            order.push(entries);
        }
    }
    let order = if request.mixed { mix(order, request.count, &mut random) } else { interleave(order, &mut random) };
    let count = request.count.unwrap_or(order.len());
    break_runs(library, order.into(), count)
}

/// Chooses about equal numbers of cases for each code, in random order, so that the first answers don't give away the
/// later ones.
fn mix<'a>(categories: Vec<Vec<&'a IndexEntry>>, count: Option<usize>, random: &mut Random) -> Vec<&'a IndexEntry> {
    let is_unauthorized = |entries: &Vec<&IndexEntry>| {
        entries.first().and_then(|entry| entry.category.kind().verdict()) == Some(Verdict::Unauthorized)
    };
    let (first, second): (Vec<_>, Vec<_>) = categories.into_iter().partition(is_unauthorized);
    let (first, second) = (interleave(first, random), interleave(second, random));
    let all = first.len() + second.len();
    let count = count.unwrap_or(all).min(all);
    let half = (count / 2 + random.below(3)).saturating_sub(1);
    let half = half.max(count.saturating_sub(second.len())).min(first.len()).min(count);
    let mut is_first: Vec<bool> = (0..count).map(|place| place < half).collect();
    random.shuffle(&mut is_first);
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    is_first.into_iter().filter_map(|is_first| if is_first { first.next() } else { second.next() }).collect()
}

/// Takes one entry from each category in turn. In each turn, the categories come in a new random order.
fn interleave<'a>(categories: Vec<Vec<&'a IndexEntry>>, random: &mut Random) -> Vec<&'a IndexEntry> {
    let mut queues: Vec<_> = categories.into_iter().map(Vec::into_iter).collect();
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

/// Returns the first `count` items. If the same answer would come up too many times in a row, the next item with a
/// different answer is moved forward.
fn break_runs(library: &Library, mut waiting: VecDeque<&IndexEntry>, count: usize) -> Vec<Item> {
    let first = |heading: &IndexEntry| case_item(library, &heading.id)?.accepted.first().copied();
    let mut order: Vec<Item> = Vec::new();
    while order.len() < count && !waiting.is_empty() {
        let tired = tired_verdict(&order);
        let another = || waiting.iter().position(|heading| first(heading) != tired);
        let index = if tired.is_some() { another().unwrap_or(0) } else { 0 };
        order.extend(waiting.remove(index).and_then(|heading| case_item(library, &heading.id)));
    }
    order
}

fn tired_verdict(order: &[Item]) -> Option<Answer> {
    let last = order.last()?.accepted.first().copied();
    let run = order.iter().rev().take_while(|item| item.accepted.first().copied() == last).count();
    if run >= LONGEST_RUN { last } else { None }
}
