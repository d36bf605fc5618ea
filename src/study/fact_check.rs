//! The fact-check: the learner judges the article's claims one by one.

use crate::reference::claims;
use crate::round::ItemId;

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
