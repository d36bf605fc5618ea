//! What a citation is: a place in a specification, how strongly it binds, and what it says.
//!
//! The places themselves are in [`super::source`]; nothing else in the crate makes a citation.

/// How strongly the cited words bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// MUST or REQUIRED.
    Must,
    MustNot,
    Should,
    ShouldNot,
    /// MAY or OPTIONAL.
    May,
    /// "ought to", which is no keyword (RFC 9110 section 2.2).
    OughtTo,
    /// A definition or a statement without a keyword.
    Definition,
    /// No specification asks for it.
    Convention,
}

impl Level {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Must => "MUST",
            Self::MustNot => "MUST NOT",
            Self::Should => "SHOULD",
            Self::ShouldNot => "SHOULD NOT",
            Self::May => "MAY",
            Self::OughtTo => "ought to",
            Self::Definition => "definition",
            Self::Convention => "convention",
        }
    }
}

/// A place in a specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation {
    /// `RFC 9110`, `WHATWG Fetch`.
    pub document: &'static str,
    /// Section number, or the name of an algorithm.
    pub section: &'static str,
    /// By the anchors of the RFC's own HTML; none where the place is a list entry or the document has no anchors.
    pub paragraph: Option<u8>,
    pub level: Level,
    /// What the place says, in our own words.
    pub supports: &'static str,
}

impl Citation {
    /// `RFC 9110 section 11.4 paragraph 3 (SHOULD)`.
    pub fn with_level(&self) -> String {
        format!("{self} ({})", self.level.name())
    }
}

impl std::fmt::Display for Citation {
    /// `RFC 9110 section 11.4 paragraph 3`, or `WHATWG Fetch, CORS-preflight fetch`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.document == FETCH {
            return write!(formatter, "{}, {}", self.document, self.section);
        }
        write!(formatter, "{} section {}", self.document, self.section)?;
        match self.paragraph {
            Some(paragraph) => write!(formatter, " paragraph {paragraph}"),
            None => Ok(()),
        }
    }
}

/// The living standard that browsers follow; it has named algorithms instead of numbered sections.
pub const FETCH: &str = "WHATWG Fetch";
