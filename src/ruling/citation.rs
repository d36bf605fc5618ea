//! Defines citations, which identify a passage in a specification, summarise the passage and give its requirement
//! level.
//!
//! All citations are created in [`super::source`].

named! {
    /// The requirement level of the cited passage.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Level {
        Must = "MUST",
        MustNot = "MUST NOT",
        Should = "SHOULD",
        ShouldNot = "SHOULD NOT",
        May = "MAY",
        /// The passage contains "ought to", which isn't a requirement keyword (RFC 9110 section 2.2).
        OughtTo = "ought to",
        /// The passage defines something or states a fact, without using a requirement keyword.
        Definition = "definition",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Citation {
    /// The name of the document, such as `RFC 9110` or `WHATWG Fetch`.
    pub document: &'static str,
    /// The section number, or the name of an algorithm.
    pub section: &'static str,
    /// The number of the paragraph in the HTML version of the RFC, or `None` for list items and for documents without
    /// numbered paragraphs.
    pub paragraph: Option<u8>,
    pub level: Level,
    /// A summary of the passage in our own words.
    pub supports: &'static str,
    /// A quotation of at most eight words, which is never translated.
    pub quote: Option<&'static str>,
}

impl std::fmt::Display for Citation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Documents other than RFCs name their sections instead of numbering them.
        if !self.document.starts_with("RFC ") {
            return write!(formatter, "{}, {}", self.document, self.section);
        }
        write!(formatter, "{} section {}", self.document, self.section)?;
        match self.paragraph {
            Some(paragraph) => write!(formatter, " paragraph {paragraph}"),
            None => Ok(()),
        }
    }
}
