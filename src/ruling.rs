//! Facts in, ruling out: what the specification says of one request, and how the article compares.
//!
//! Owns the truth of the course: the vocabulary ([`facts`]), the procedure ([`procedure`]), the article's
//! reading ([`article`]) and the sources ([`citation`]). Must not know of stories, learners, files or screens.
//! [`rule`] is total: every set of facts has a ruling, by the order of the procedure.

pub mod article;
pub mod citation;
pub mod facts;
mod outcome;
pub mod procedure;

pub use article::{Agreement, ArticleReading};
pub use citation::{Citation, Level};
pub use facts::{FactName, Facts, UnknownFact};
pub use procedure::rule;

/// 401, 403 or neither of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// 401 (Unauthorized): RFC 9110 section 15.5.2.
    Unauthorized,
    /// 403 (Forbidden): RFC 9110 section 15.5.4.
    Forbidden,
    /// Another status fits.
    Neither,
}

impl Verdict {
    /// Every verdict, in the order in which answers are offered.
    pub const ALL: [Self; 3] = [Self::Unauthorized, Self::Forbidden, Self::Neither];

    /// `401`, `403` or `neither`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unauthorized => "401",
            Self::Forbidden => "403",
            Self::Neither => "neither",
        }
    }

    /// The verdict of that name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }

    /// The verdict that a status stands for.
    #[must_use]
    pub const fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            _ => Self::Neither,
        }
    }
}

/// What stands behind a ruling (how far the specification itself decides it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// A MUST in a text decides it, or the other answer breaks one.
    Must,
    /// The definition of the status, a SHOULD or an "ought to" decides it.
    Definition,
    /// Widely followed; the specification is silent or only permissive.
    Convention,
    /// The specification allows more than one answer.
    Debatable,
}

impl Certainty {
    /// `must`, `definition`, `convention` or `debatable`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Definition => "definition",
            Self::Convention => "convention",
            Self::Debatable => "debatable",
        }
    }
}

/// A header field that belongs to the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Companion {
    /// Its name, as `WWW-Authenticate`.
    pub field: &'static str,
    /// A valid example of its value.
    pub example: &'static str,
    /// How strongly it is required.
    pub level: Level,
}

/// One question of the procedure and the answer that the facts give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The fact that was looked at; its question is [`FactName::question`].
    pub fact: FactName,
    /// The word for the value found.
    pub answer: &'static str,
}

/// What the specification says of one set of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The status to send.
    pub status: u16,
    /// 401, 403 or neither.
    pub verdict: Verdict,
    /// What stands behind it.
    pub certainty: Certainty,
    /// Other statuses that break nothing.
    pub also_conforming: &'static [u16],
    /// Header fields that go with the status.
    pub companions: &'static [Companion],
    /// What the client may do next.
    pub client_may: &'static str,
    /// Where it is written.
    pub citations: &'static [Citation],
    /// The questions asked, in order, with their answers.
    pub trace: Trace,
    /// How the article's airport compares.
    pub article: ArticleReading,
}

impl Ruling {
    /// Whether a server that sends this status breaks nothing.
    #[must_use]
    pub fn conforms(&self, status: u16) -> bool {
        status == self.status || self.also_conforming.contains(&status)
    }
}

/// The questions asked, in order; each fact at most once.
#[derive(Clone, Copy)]
pub struct Trace {
    steps: [Step; facts::FACT_COUNT],
    length: usize,
}

impl Trace {
    const EMPTY: Self = Self {
        steps: [Step {
            fact: FactName::Responder,
            answer: "",
        }; facts::FACT_COUNT],
        length: 0,
    };

    /// The steps, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps[..self.length]
    }

    /// Whether the procedure looked at this fact.
    #[must_use]
    pub fn asked(&self, fact: FactName) -> bool {
        self.steps().iter().any(|step| step.fact == fact)
    }
}

impl PartialEq for Trace {
    fn eq(&self, other: &Self) -> bool {
        self.steps() == other.steps()
    }
}

impl Eq for Trace {}

impl std::fmt::Debug for Trace {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.steps()).finish()
    }
}
