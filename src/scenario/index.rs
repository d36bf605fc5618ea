//! The index of a library: what the selection of scenarios needs to know about each one. Must not choose. Pure.

use super::{Kind, Pool, Scenario, Telling};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    pub id: String,
    pub kind: Kind,
    pub telling: Telling,
    pub pool: Pool,
    pub situation: String,
    pub twin: Option<String>,
}

impl IndexEntry {
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
