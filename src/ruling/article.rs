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

impl ArticleReading {
    /// Nothing in the article speaks of such a case.
    pub(super) const SILENT: Self =
        Self { status: None, agreement: Agreement::Silent, why: "The article says nothing of such a case." };

    /// Its security desk refuses a missing or bad ticket; the specification wants 401.
    pub(super) const DESK_INVERTED: Self = Self {
        status: Some(403),
        agreement: Agreement::Inverted,
        why: "In the article's airport a missing or bad ticket is refused at security, and that is 403.",
    };

    /// Its gate refuses a good ticket; the specification wants 403.
    pub(super) const GATE_INVERTED: Self = Self {
        status: Some(401),
        agreement: Agreement::Inverted,
        why: "In the article's airport a good ticket at the wrong gate cannot be authorized, and that is 401.",
    };

    /// Its desk gives 403, which is the code or breaks nothing, for another reason.
    pub(super) const DESK_BY_LUCK: Self = Self {
        status: Some(403),
        agreement: Agreement::SameByLuck,
        why: "Whoever is stopped at the article's security desk gets 403; here the code fits, for another reason.",
    };

    /// Its gate gives 401, which is the code, for another reason.
    pub(super) const GATE_BY_LUCK: Self = Self {
        status: Some(401),
        agreement: Agreement::SameByLuck,
        why: "The article's gate answers a good ticket in the wrong place with 401; here the code fits, \
              because the credentials are not good enough for this place.",
    };
}
