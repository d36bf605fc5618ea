//! Sorts lists and fills ordered sets and maps.
//!
//! The standard library compiles its sort again for each type of item, and each copy adds up to 5 kB to the program.
//! The functions in this module share one copy.

use std::cmp::Ordering;

/// Sorts items by comparing two at a time. Equal items keep their order.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let mut positions: Vec<usize> = (0..items.len()).collect();
    sort_positions(&mut positions, &|one, other| compare(&items[one], &items[other]));
    let mut unsorted: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(positions.into_iter().filter_map(|position| unsorted[position].take()));
}

fn sort_positions(positions: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    positions.sort_by(|one, other| compare(*one, *other));
}

/// Sorts items by a key, which is computed for each comparison. Items with equal keys keep their order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// Collects items into an ordered set or map by inserting one at a time. `collect` would sort the items first.
pub(crate) fn insert_all<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut collection = C::default();
    collection.extend(items);
    collection
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn items_with_equal_keys_keep_their_order() {
        let mut words = vec!["three", "one", "two", "four", "six"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(words, ["one", "two", "six", "four", "three"]);
        sort_by(&mut words, |one, other| other.cmp(one));
        assert_eq!(words, ["two", "three", "six", "one", "four"]);
        assert_eq!(insert_all::<BTreeSet<_>, _>(words).first(), Some(&"four"));
    }
}
