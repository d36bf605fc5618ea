//! Pages to read on the learner's way.
//!
//! Owns their shape; front ends lay them out. A paragraph that states something false begins with `WRONG:`.

pub mod feedback;
pub mod question;

/// A page to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaf {
    /// Its heading.
    pub title: String,
    /// What stands on it.
    pub sections: Vec<Section>,
    /// Whether its first two sections are to be compared: side by side where there is room.
    pub compared: bool,
}

/// A part of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading; empty where it needs none.
    pub heading: String,
    /// Its paragraphs.
    pub says: Vec<String>,
}
