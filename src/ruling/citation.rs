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

impl Citation {
    /// With how strongly it binds: `RFC 9110 section 11.4 paragraph 3 (SHOULD)`.
    pub fn with_level(&self) -> String {
        format!("{self} ({})", self.level.name())
    }
}

impl std::fmt::Display for Citation {
    /// `RFC 9110 section 11.4 paragraph 3`.
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

/// The living standard that browsers follow; it has named algorithms instead of sections.
pub const FETCH: &str = "WHATWG Fetch";

/// HTTP Semantics, by the RFC's own paragraph anchors.
pub(super) const fn http(section: &'static str, paragraph: u8, level: Level) -> Citation {
    Citation { document: "RFC 9110", section, paragraph: Some(paragraph), level }
}

/// Any other document, by section and, where the place is sure, paragraph.
pub(super) const fn other(
    document: &'static str,
    section: &'static str,
    paragraph: Option<u8>,
    level: Level,
) -> Citation {
    Citation { document, section, paragraph, level }
}
