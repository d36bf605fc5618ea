//! The article's airport as a second reading of the same facts.
//!
//! Owns what the article's rules give and how that compares. The article speaks of an "incorrect or damaged" ticket
//! at security (403) and of a correct ticket at the wrong gate (401); where it says nothing, its reading is silent.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It gives the other code.
    Inverted,
    /// It gives the same code, for another reason.
    SameByLuck,
    /// It says nothing about such a case.
    Silent,
}

impl Agreement {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inverted => "inverted",
            Self::SameByLuck => "same-by-luck",
            Self::Silent => "silent",
        }
    }
}

/// What the article's rules give.
///
/// ```
/// use airside::ruling::{Agreement, Facts, rule};
///
/// // A valid login without the right: the article's gate gives 401.
/// let ruling = rule(&Facts::default().with("permission", "role")?);
/// assert_eq!((ruling.status, ruling.article.status), (403, Some(401)));
/// assert_eq!(ruling.article.agreement, Agreement::Inverted);
///
/// // The article speaks of an incorrect ticket, never of a missing one.
/// let ruling = rule(&Facts::default().with("credentials", "absent")?);
/// assert_eq!((ruling.status, ruling.article.agreement), (401, Agreement::Silent));
/// # Ok::<(), airside::ruling::UnknownFact>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleReading {
    /// 401 or 403; none where the article is silent.
    pub status: Option<u16>,
    pub agreement: Agreement,
    /// Why the article gives that code, in plain sentences. Whoever shows an inverted reading marks it as wrong.
    pub why: &'static str,
}

impl ArticleReading {
    pub(super) const SILENT: Self =
        Self { status: None, agreement: Agreement::Silent, why: "The article doesn't cover such a case." };

    /// Its security refuses a bad ticket; the specification wants 401.
    pub(super) const SECURITY_INVERTED: Self = Self {
        status: Some(403),
        agreement: Agreement::Inverted,
        why: "In the article's airport an incorrect or damaged ticket is refused at security, and that is 403.",
    };

    /// Its gate refuses a valid ticket; the specification wants 403.
    pub(super) const GATE_INVERTED: Self = Self {
        status: Some(401),
        agreement: Agreement::Inverted,
        why: "In the article's airport a valid ticket at the wrong gate gets 401. Such a request ought to get 403; a \
              401 there breaks no MUST.",
    };

    /// Its security gives 403, which is the code or breaks nothing, for another reason.
    pub(super) const SECURITY_BY_LUCK: Self = Self {
        status: Some(403),
        agreement: Agreement::SameByLuck,
        why: "Whoever is refused at the article's security gets 403. The code fits here, but for another reason.",
    };

    /// Its gate gives 401, which is the code, for another reason.
    pub(super) const GATE_BY_LUCK: Self = Self {
        status: Some(401),
        agreement: Agreement::SameByLuck,
        why: "The article's gate answers a valid ticket in the wrong place with 401. The code fits here, but because \
              the credentials aren't good enough for this place.",
    };
}
