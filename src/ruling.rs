//! Facts in, ruling out: what the specification says of one request, and how the article compares.
//!
//! Owns the truth of the course: the vocabulary ([`facts`]), the procedure ([`procedure`]), the article's
//! reading ([`article`]) and the sources ([`citation`]). Must not know of stories, learners, files or screens.
//! [`rule`] is total: every set of facts has a ruling, by the order of the procedure.

pub mod article;
mod challenge;
pub mod citation;
pub mod facts;
mod outcome;
pub mod procedure;
pub mod source;
pub mod words;

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
    pub also_conforming: List<u16, 6>,
    /// Header fields that go with the status.
    pub companions: &'static [Companion],
    /// What the client may do next.
    pub client_may: &'static str,
    /// Where it is written.
    pub citations: List<Citation, 6>,
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

/// A short list of fixed capacity, kept in place so that a ruling needs no memory of its own.
/// It reads as a slice; what does not fit any more is left out.
#[derive(Clone, Copy)]
pub struct List<T, const N: usize> {
    entries: [Option<T>; N],
    length: usize,
}

impl<T: Copy, const N: usize> List<T, N> {
    const EMPTY: Self = Self { entries: [None; N], length: 0 };

    fn of(entries: &[T]) -> Self {
        let mut list = Self::EMPTY;
        for entry in entries {
            list.push(*entry);
        }
        list
    }

    fn push(&mut self, entry: T) {
        if let Some(place) = self.entries.get_mut(self.length) {
            *place = Some(entry);
            self.length += 1;
        }
    }

    /// The entries, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.entries.iter().flatten()
    }

    /// How many entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The first entry.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.iter().next()
    }
}

impl<T: Copy + PartialEq, const N: usize> List<T, N> {
    /// Whether the entry is in the list.
    #[must_use]
    pub fn contains(&self, entry: &T) -> bool {
        self.iter().any(|known| known == entry)
    }
}

impl<T: Copy + PartialEq, const N: usize> PartialEq for List<T, N> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: Copy + Eq, const N: usize> Eq for List<T, N> {}

impl<T: Copy + std::fmt::Debug, const N: usize> std::fmt::Debug for List<T, N> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}
/// The questions asked, in order; each fact at most once.
pub type Trace = List<Step, { facts::FACT_COUNT }>;

impl Trace {
    /// Whether the procedure looked at this fact.
    #[must_use]
    pub fn asked(&self, fact: FactName) -> bool {
        self.iter().any(|step| step.fact == fact)
    }
}
