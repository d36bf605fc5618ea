//! What the choice of a scenario needs to know of it, so that it need not be read before it is shown.
//!
//! Owns headings. Must not know where they come from. Pure.

use std::borrow::Cow;

use super::{Cell, Pool, Scenario, Skin};

/// What the choice of a scenario needs to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The scenario's id.
    pub id: Cow<'static, str>,
    /// Its cell.
    pub cell: Cell,
    /// Its skin.
    pub skin: Skin,
    /// When it is asked.
    pub pool: Pool,
    /// The situation that it tells.
    pub situation: Cow<'static, str>,
    /// The scenario that differs in one fact.
    pub twin: Option<Cow<'static, str>>,
}

impl Heading {
    /// The heading of a scenario that was read.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            id: scenario.id.clone().into(),
            cell: scenario.cell,
            skin: scenario.skin,
            pool: scenario.pool,
            situation: scenario.situation().to_owned().into(),
            twin: scenario.twin.clone().map(Cow::from),
        }
    }

    /// Whether it is a practice question of a core cell.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.pool == Pool::Practice && self.cell != Cell::Edge
    }
}
