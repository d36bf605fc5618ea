//! What the choice of a scenario needs to know of it, found without reading all of it.
//!
//! Owns headings, and finding them in a built-in pack, whose layout is known: no spaces between
//! values, as `packed` leaves it, the scenarios last and each with its id first.
//! A test compares every heading found so with the one of the scenario that was read. Pure: text in, headings out.

use std::borrow::Cow;

use memchr::memmem::{Finder, find_iter};

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

/// The id of a pack laid out as the built-in ones are, and its headings, each with the text of its scenario; nothing
/// when the pack is laid out in another way.
#[must_use]
pub fn outline(text: &'static str) -> Option<(&'static str, Vec<(Heading, &'static str)>)> {
    let id = value(text, &Finder::new(",\"id\":\""))?;
    let finders = Finders::new();
    // The scenarios come last, and nothing in them but they themselves begins with an id.
    let scenarios = text.strip_suffix("]}")?;
    let starts: Vec<usize> = find_iter(scenarios.as_bytes(), "{\"id\":\"").collect();
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([scenarios.len()]);
    let found: Option<Vec<_>> = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let body = scenarios.get(*start..end)?;
            Some((finders.heading(body)?, body))
        })
        .collect();
    found.filter(|found| !found.is_empty()).map(|found| (id, found))
}

/// Each key of a heading, as it stands in the text.
struct Finders([Finder<'static>; 6]);

impl Finders {
    fn new() -> Self {
        let leads = ["{\"id\":\"", ",\"cell\":\"", ",\"skin\":\"", ",\"pool\":\"", ",\"situation\":\"", ",\"twin\":\""];
        Self(leads.map(Finder::new))
    }

    fn heading(&self, body: &'static str) -> Option<Heading> {
        let [id, cell, skin, pool, situation, twin] = self.0.each_ref().map(|finder| value(body, finder));
        let id = id?;
        Some(Heading {
            id: id.into(),
            cell: Cell::find(cell?)?,
            skin: Skin::find(skin?)?,
            pool: pool.map_or(Some(Pool::Practice), Pool::find)?,
            situation: situation.unwrap_or(id).into(),
            twin: twin.map(Cow::from),
        })
    }
}

/// The text after a key, up to the quotation mark; ids and words hold none.
fn value(body: &'static str, key: &Finder<'_>) -> Option<&'static str> {
    let rest = body.get(key.find(body.as_bytes())? + key.needle().len()..)?;
    rest.split_once('"').map(|(value, _)| value)
}
