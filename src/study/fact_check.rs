//! The fact-check: the learner judges the article's claims one by one.

use crate::learner::measure::Tally;
use crate::reference::{Standing, claims};
use crate::round::{ItemId, Round};

/// Returns the article's claims in order. After the claims about the airport come the corrected airport and two
/// questions. The last page explains why the article's mistake is so easy to make.
pub fn fact_check() -> Vec<ItemId> {
    /// The number of the last claim about the airport itself.
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

/// Counts the judged claims of a round and how many were judged correctly, grouped by the standing of the claims.
pub fn judged(round: &Round) -> Vec<(Standing, Tally)> {
    let tally = |standing: Standing| {
        let mut tally = Tally::default();
        for (item, record) in round.answers() {
            let is_counted = |claim: &&crate::reference::Claim| item.id == ItemId::Claim(claim.number);
            if claims().iter().find(is_counted).is_some_and(|claim| claim.standing == standing) {
                tally.count(record.right);
            }
        }
        (standing, tally)
    };
    Standing::ALL.into_iter().map(tally).filter(|(_, tally)| tally.answered > 0).collect()
}
