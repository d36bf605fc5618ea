//! Where a rule is written.

/// How strongly the cited text binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// MUST or REQUIRED.
    Must,
    /// MUST NOT.
    MustNot,
    /// SHOULD.
    Should,
    /// SHOULD NOT.
    ShouldNot,
    /// MAY or OPTIONAL.
    May,
    /// "ought to", which is no keyword (RFC 9110 section 2.2).
    OughtTo,
    /// A definition, without a keyword.
    Definition,
    /// Convention: no text asks for it.
    Convention,
}

impl Level {
    /// The word in JSON and on screen.
    #[must_use]
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
    /// Paragraph, by the RFC's own anchors; nothing where the source is cited by section.
    pub paragraph: Option<u8>,
    /// How strongly it binds.
    pub level: Level,
}
