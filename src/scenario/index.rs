//! The index of a library: what choosing a scenario needs to know about each one.
//!
//! Owns the entries. Must not choose. Pure.

use super::{Cell, Pool, Scenario, Skin};

/// What choosing a scenario needs to know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The scenario's id.
    pub id: String,
    /// Its cell.
    pub cell: Cell,
    /// Its skin.
    pub skin: Skin,
    /// When it is asked.
    pub pool: Pool,
    /// The situation that it tells.
    pub situation: String,
    /// The scenario that differs in one fact.
    pub twin: Option<String>,
}

impl Entry {
    /// The entry for this scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            id: scenario.id.clone(),
            cell: scenario.cell,
            skin: scenario.skin,
            pool: scenario.pool,
            situation: scenario.situation().to_owned(),
            twin: scenario.twin.clone(),
        }
    }

    /// Whether it is a practice question of a core cell.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.pool == Pool::Practice && self.cell != Cell::Edge
    }
}
