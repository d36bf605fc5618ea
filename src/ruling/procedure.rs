//! The order in which a server can decide.
use super::{Facts, Ruling};
/// The ruling of the specification on these facts, and how the article compares.
#[must_use]
pub fn rule(facts: &Facts) -> Ruling {
    let _ = facts;
    todo!()
}
