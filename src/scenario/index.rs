//! The index of a library: what choosing a scenario needs to know about each one.
//!
//! Owns the entries. Must not choose. Pure.

use super::{Kind, Pool, Scenario, Telling};

/// What choosing a scenario needs to know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    /// The scenario's id.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// Its telling.
    pub telling: Telling,
    /// When it is asked.
    pub pool: Pool,
    /// The situation that it tells.
    pub situation: String,
    /// The scenario that differs in one fact.
    pub twin: Option<String>,
}

impl IndexEntry {
    /// The entry for this scenario.
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            id: scenario.id.clone(),
            kind: scenario.kind,
            telling: scenario.telling,
            pool: scenario.pool,
            situation: scenario.situation().to_owned(),
            twin: scenario.twin.clone(),
        }
    }

    /// Whether it is a practice question of a core kind.
    pub fn is_practice(&self) -> bool {
        self.pool == Pool::Practice && self.kind != Kind::Edge
    }
}
