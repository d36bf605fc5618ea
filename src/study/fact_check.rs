//! The fact-check: the article's claims, to be judged one by one.

use crate::reference::claims;
use crate::round::ItemId;

/// Every claim in its order. After its airport has been ruled the corrected one is
/// shown, and two questions follow at once, as after every refutation; the end explains why the mistake is so easy to make.
pub fn fact_check() -> Vec<ItemId> {
    /// The last claim about the airport itself.
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
