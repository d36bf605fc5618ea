//! Implements the fact-check, in which the learner judges the article's claims one by one.

use crate::learner::measure::Tally;
use crate::reference::{Standing, claim, claims};
use crate::round::{ItemId, Round};

/// Returns the items of the fact-check, in order: claims about the airport, a page with the corrected airport, two
/// cases, the other claims, a page that explains why the article's mistake is so easy to make, and two more cases.
pub fn fact_check() -> Vec<ItemId> {
    const AIRPORT: u8 = 11;
    let numbers = claims().iter().map(|claim| claim.number);
    let airport = numbers.clone().filter(|number| *number <= AIRPORT).map(ItemId::Claim);
    let others = numbers.filter(|number| *number > AIRPORT).map(ItemId::Claim);
    let page =
        |name: &str, cases: [&str; 2]| std::iter::once(ItemId::Page(name.to_owned())).chain(cases.map(ItemId::from));
    airport
        .chain(page("airport", ["expired-parcel-order-http", "not-owner-parcel-order-http"]))
        .chain(others)
        .chain(page("slip", ["expired-bag-drop-airport", "not-owner-bag-drop-airport"]))
        .collect()
}

/// For each standing, such as `outdated`, counts the claims that the learner has judged and how many of them were judged
/// correctly.
pub fn judged(round: &Round) -> Vec<(Standing, Tally)> {
    let tally = |standing: Standing| {
        let mut tally = Tally::default();
        for (item, record) in round.answers() {
            if matches!(item.id, ItemId::Claim(number) if claim(number).is_some_and(|claim| claim.standing == standing))
            {
                tally.count(record.right);
            }
        }
        (standing, tally)
    };
    Standing::ALL.into_iter().map(tally).filter(|(_, tally)| tally.answered > 0).collect()
}
