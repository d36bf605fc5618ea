//! Indexes the scenarios in a library by the properties that are used to select them.

use super::{Kind, Pool, Scenario, Telling};
use crate::say;

/// A category of cases that can be practised separately. Cases about servers and incidents are recognised by their
/// fields, so such cases don't need special ids or a special kind of case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    Kind(Kind),
    Server,
    Incident,
}

impl Category {
    /// Returns all categories in teaching order.
    pub fn all() -> impl Iterator<Item = Self> {
        Kind::ALL.into_iter().map(Self::Kind).chain([Self::Server, Self::Incident])
    }

    pub const fn new(scenario: &Scenario) -> Self {
        match (&scenario.server, &scenario.incident) {
            (Some(_), _) => Self::Server,
            (_, Some(_)) => Self::Incident,
            _ => Self::Kind(scenario.kind),
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.name(),
            Self::Server => "server",
            Self::Incident => "incident",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.title(),
            Self::Server => say!("real server"),
            Self::Incident => say!("incident"),
        }
    }

    pub fn find(word: &str) -> Option<Self> {
        Self::all().find(|category| category.name() == word)
    }

    /// Returns the kind of case that an answer counts towards. Questions about servers and incidents count as edge
    /// cases.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Kind(kind) => kind,
            Self::Server | Self::Incident => Kind::Edge,
        }
    }

    pub const fn is_core(self) -> bool {
        self.kind().verdict().is_some()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    pub id: String,
    pub category: Category,
    pub telling: Telling,
    pub pool: Pool,
    pub situation: String,
    pub twin: Option<String>,
}

impl IndexEntry {
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            id: scenario.id.clone(),
            category: Category::new(scenario),
            telling: scenario.telling,
            pool: scenario.pool,
            situation: scenario.situation().to_owned(),
            twin: scenario.twin.clone(),
        }
    }
}
