//! Indexes the scenarios of a library by the properties needed to select them.
//!
//! This module must not select any scenarios. The module is pure.

use super::{Kind, Pool, Scenario, Telling};
use crate::say;

/// The category under which a case is practised. A case about a server or an incident is recognised by its fields, so a
/// user's pack needs no special id or kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    Kind(Kind),
    Server,
    Incident,
}

impl Category {
    /// Returns every category, in teaching order.
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

    /// Returns the name used in command-line arguments.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.name(),
            Self::Server => "server",
            Self::Incident => "incident",
        }
    }

    /// Returns the name shown on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.title(),
            Self::Server => say!("real server"),
            Self::Incident => say!("incident"),
        }
    }

    /// Returns the category with the given name.
    pub fn find(word: &str) -> Option<Self> {
        Self::all().find(|category| category.name() == word)
    }

    /// Returns the kind of case towards which an answer counts: one of the eight core kinds, or the edge cases.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Kind(kind) => kind,
            Self::Server | Self::Incident => Kind::Edge,
        }
    }

    /// Returns whether the category is one of the eight core kinds.
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
