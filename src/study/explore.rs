//! Lists the entries of the Explore menu, which are in the same order in both front ends.

use super::{Activity, ROUND, Study, fact_check};
use crate::say;
use crate::scenario::Kind;
use crate::scenario::index::Category;

/// An entry in the Explore menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExploreEntry {
    FactCheck,
    Kinds,
    Mixed,
    Edges,
    Lab,
    Inspect,
    Workbench,
    Cases,
    Reference,
    Progress,
    Settings,
}

impl ExploreEntry {
    pub(crate) const fn shows_rule(self) -> bool {
        !matches!(self, Self::Progress | Self::Settings)
    }

    /// Returns whether the entry appears only in full-screen mode. In plain mode, the learner uses a command instead.
    pub(crate) const fn needs_screen(self) -> bool {
        matches!(self, Self::Lab | Self::Inspect | Self::Workbench)
    }

    /// The heading above the entry in a tall window.
    pub fn group(self) -> &'static str {
        match self {
            Self::FactCheck | Self::Kinds | Self::Mixed | Self::Edges => say!("Practise"),
            Self::Lab | Self::Inspect | Self::Workbench => say!("Try it out"),
            Self::Cases | Self::Reference | Self::Progress | Self::Settings => say!("Look up"),
        }
    }

    pub const fn activity(self) -> Option<Activity> {
        match self {
            Self::FactCheck => Some(Activity::FactCheck),
            Self::Mixed => Some(Activity::Mixed),
            Self::Edges => Some(Activity::EdgeCases),
            _ => None,
        }
    }

    /// Returns every entry with its title and description.
    pub fn all() -> [(Self, String, &'static str); 11] {
        let row = |entry, title: &str, about| (entry, title.to_owned(), about);
        [
            row(Self::FactCheck, say!("Fact-check the article"), say!("Judge the article's claims one by one.")),
            row(Self::Kinds, say!("Practise one kind of case"), say!("Cases of one kind, mixed with other cases.")),
            row(Self::Mixed, &say!("A mixed round of {}", ROUND), say!("Cases of all kinds, in random order.")),
            row(Self::Edges, say!("Edge cases"), say!("Unusual cases, where sometimes neither code is right.")),
            row(
                Self::Lab,
                say!("Lab: an airport you can curl"),
                say!("Ten tasks with curl at a simulated airport. Nothing is sent over a network."),
            ),
            row(
                Self::Inspect,
                say!("Judge a real response"),
                say!("Paste a server's response, and see whether its code is right."),
            ),
            row(Self::Workbench, say!("Workbench"), say!("Set facts and see how the ruling changes.")),
            row(Self::Cases, say!("Browse the cases"), say!("A searchable list of all cases.")),
            row(Self::Reference, say!("Reference"), say!("Definitions, sample challenges, the order of checks.")),
            row(Self::Progress, say!("Your progress"), say!("Your correct answers, and how sure you were of them.")),
            row(Self::Settings, say!("Settings"), say!("Theme, motion, keys, and a layout for screen readers.")),
        ]
    }
}

impl Study {
    pub(crate) fn explore(&mut self, entry: ExploreEntry) {
        match entry {
            ExploreEntry::FactCheck => self.start_items(&fact_check()),
            ExploreEntry::Mixed => self.start_default(None),
            ExploreEntry::Edges => self.start_default(Some(Category::Kind(Kind::Edge))),
            _ => {}
        }
    }
}
