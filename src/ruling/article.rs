//! The article's airport as a second reading of the same facts.

/// How the article's reading compares with the specification's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It gives the other code.
    Inverted,
    /// It gives the same code, for another reason.
    SameByLuck,
    /// It says nothing of such a case.
    Silent,
}

impl Agreement {
    /// `inverted`, `same-by-luck` or `silent`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inverted => "inverted",
            Self::SameByLuck => "same-by-luck",
            Self::Silent => "silent",
        }
    }
}

/// What the article's rules give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleReading {
    /// 401 or 403; nothing where the article is silent.
    pub status: Option<u16>,
    /// How that compares.
    pub agreement: Agreement,
    /// Why the article gives it, in a sentence; tagged by whoever shows it.
    pub why: &'static str,
}
