//! Determines which code the article would give for a set of facts.
//!
//! The article mentions an "incorrect or damaged" ticket at security (403), and a correct ticket at the wrong gate
//! (401). The article mentions no other cases.

use super::Statuses;

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Agreement {
        /// The article gives the other code.
        Inverted = "inverted",
        /// The article gives a correct code, but for the wrong reason.
        SameByLuck = "same-by-luck",
        /// The article doesn't mention this case.
        Silent = "silent",
    }
}

/// The answer that results from the article's rules for a set of facts.
///
/// ```
/// use airside::ruling::{Agreement, Facts, rule};
///
/// // Valid credentials without permission: the article's gate answers 401.
/// let ruling = rule(&Facts::default().with("permission", "role")?);
/// assert_eq!((ruling.status, ruling.article.status), (403, Some(401)));
/// assert_eq!(ruling.article.agreement, Agreement::Inverted);
///
/// // The article mentions an incorrect ticket, never a missing one.
/// let ruling = rule(&Facts::default().with("credentials", "absent")?);
/// assert_eq!((ruling.status, ruling.article.agreement), (401, Agreement::Silent));
/// # Ok::<(), airside::ruling::UnknownFact>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleReading {
    /// The code that the article gives, 401 or 403, or `None` if it doesn't mention the case.
    pub status: Option<u16>,
    pub agreement: Agreement,
    /// The article's reason for giving the code. If the article swaps the two codes, the reason is false and must be
    /// marked as wrong wherever it is shown.
    pub why: &'static str,
}

impl ArticleReading {
    pub(super) const SILENT: Self =
        Self { status: None, agreement: Agreement::Silent, why: "The article doesn't cover a case like this." };

    pub(super) const SECURITY_INVERTED: Self = Self {
        status: Some(403),
        agreement: Agreement::Inverted,
        why: "Under the article's rule, an incorrect or damaged ticket gets 403 at security.",
    };

    pub(super) const GATE_INVERTED: Self = Self {
        status: Some(401),
        agreement: Agreement::Inverted,
        why: "Under the article's rule, a correct ticket at the wrong gate gets 401.",
    };

    pub(super) const SECURITY_BY_LUCK: Self = Self {
        status: Some(403),
        agreement: Agreement::SameByLuck,
        why: "In the article, security turns people away with a 403. A 403 conforms here too, but for another reason.",
    };

    pub(super) const GATE_BY_LUCK: Self = Self {
        status: Some(401),
        agreement: Agreement::SameByLuck,
        why: "In the article, the gate refuses a valid ticket with 401. A 401 conforms here too, but for another reason.",
    };

    /// Marks the article's code as correct by luck if the ruling prefers another code but the article's code also
    /// conforms.
    pub(super) fn where_also_conforming(self, also: &Statuses) -> Self {
        match self.status.filter(|status| also.contains(*status)) {
            Some(401) => Self::GATE_BY_LUCK,
            Some(_) => Self::SECURITY_BY_LUCK,
            None => self,
        }
    }
}
