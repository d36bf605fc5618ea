//! Facts in, ruling out: what the specifications say about one request, and how the article compares.
//!
//! Owns the truth of the course: the vocabulary ([`facts`]), the order of decisions ([`procedure`]), the article's
//! reading ([`article`]) and the citations ([`citation`]). It imports no other module of the crate and speaks plain
//! English; whoever shows its texts translates them.
//!
//! ```
//! use airside::ruling::{Agreement, Facts, Verdict, rule};
//!
//! let facts = Facts::default().with("scheme", "bearer")?.with("credentials", "expired")?;
//! let ruling = rule(&facts);
//! assert_eq!((ruling.status, ruling.verdict), (401, Verdict::Unauthorized));
//! assert_eq!(ruling.companions.first().map(|companion| companion.field), Some("WWW-Authenticate"));
//! // The article's airport refuses a bad ticket with the other code.
//! assert_eq!((ruling.article.status, ruling.article.agreement), (Some(403), Agreement::Inverted));
//! # Ok::<(), airside::ruling::UnknownFact>(())
//! ```

pub mod article;
mod challenge;
pub mod citation;
mod endings;
pub mod facts;
pub mod procedure;
pub mod source;

pub use article::{Agreement, ArticleReading};
pub use citation::{Citation, Level};
pub use facts::{FactName, Facts, UnknownFact};
pub use procedure::rule;

/// The answer to the course's question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// RFC 9110 section 15.5.2.
    Unauthorized,
    /// RFC 9110 section 15.5.4.
    Forbidden,
    Neither,
}

impl Verdict {
    /// In the order in which answers are offered.
    pub const ALL: [Self; 3] = [Self::Unauthorized, Self::Forbidden, Self::Neither];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Unauthorized => "401",
            Self::Forbidden => "403",
            Self::Neither => "neither",
        }
    }

    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }

    pub const fn from_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            _ => Self::Neither,
        }
    }
}

/// How far the specifications themselves decide the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// A MUST fixes the status.
    Must,
    /// The definition of the status, a SHOULD or an "ought to" decides.
    Definition,
    /// Widely followed; the specifications are silent or only permissive.
    Convention,
    /// The specifications allow more than one answer.
    Debatable,
}

impl Certainty {
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
    pub field: &'static str,
    /// The parameter of the field that matters, where the field has others as well.
    pub parameter: Option<&'static str>,
    /// A value that may be sent as it stands.
    pub example: &'static str,
    pub level: Level,
}

/// One question of the procedure, with the answer that the facts give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its question is [`FactName::question`].
    pub fact: FactName,
    /// The name of the value, for programs.
    pub value: &'static str,
    /// A sentence to be read after the question.
    pub answer: &'static str,
}

/// What the specifications say about one set of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling {
    pub status: u16,
    pub verdict: Verdict,
    pub certainty: Certainty,
    /// Other statuses that break nothing, the most usual first.
    pub also_conforming: Statuses,
    /// What goes with the status, the required fields first.
    pub companions: Companions,
    /// What the client may do next, in one sentence.
    pub client_may: &'static str,
    pub citations: Citations,
    pub trace: Trace,
    pub article: ArticleReading,
}

impl Ruling {
    /// Whether a server that sends this status breaks nothing.
    pub fn conforms(&self, status: u16) -> bool {
        status == self.status || self.also_conforming.contains(status)
    }
}

/// What an ending lists, followed by what other facts add to it. Each of them has a place of its own, so nothing can
/// overflow and a ruling needs no memory of its own.
#[derive(Clone, Copy, Debug)]
pub struct Extended<T: 'static, const N: usize> {
    ending: &'static [T],
    added: [Option<&'static T>; N],
}

/// Statuses; the absence of the resource adds one, a login handler two.
pub type Statuses = Extended<u16, 3>;

/// Header fields; the address of the resource's metadata adds one, a script of another origin two.
pub type Companions = Extended<Companion, 3>;

/// Citations; absence, a failing precondition, a gateway, a second login and a script each add one.
pub type Citations = Extended<Citation, 5>;

impl<T: Copy + PartialEq, const N: usize> Extended<T, N> {
    const fn new(ending: &'static [T]) -> Self {
        Self { ending, added: [None; N] }
    }

    /// Adds an entry in a place of its own, unless it is listed already.
    fn add(&mut self, place: usize, entry: &'static T) {
        if !self.contains(*entry)
            && let Some(place) = self.added.get_mut(place)
        {
            *place = Some(entry);
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = T> + Clone {
        self.ending.iter().chain(self.added.iter().copied().flatten()).copied()
    }

    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    pub fn first(&self) -> Option<T> {
        self.iter().next()
    }

    pub fn contains(&self, entry: T) -> bool {
        self.iter().any(|known| known == entry)
    }
}

impl<T: Copy + PartialEq, const N: usize> PartialEq for Extended<T, N> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: Copy + Eq, const N: usize> Eq for Extended<T, N> {}

/// The questions asked, in order; each fact at most once.
#[derive(Clone, Copy)]
pub struct Trace {
    facts: Facts,
    order: [Option<FactName>; facts::FACT_COUNT],
    asked: u32,
}

impl Trace {
    const fn new(facts: &Facts) -> Self {
        Self { facts: *facts, order: [None; facts::FACT_COUNT], asked: 0 }
    }

    pub fn iter(&self) -> impl Iterator<Item = Step> + Clone {
        let step = |fact| Step { fact, value: self.facts.value(fact), answer: self.facts.answer(fact) };
        self.order.iter().copied().map_while(move |fact| fact.map(step))
    }

    /// Whether the procedure looked at this fact. A fact that it didn't look at can't have mattered.
    pub const fn asked(&self, fact: FactName) -> bool {
        self.asked & 1 << fact as u32 != 0
    }

    fn push(&mut self, fact: FactName) {
        if !self.asked(fact)
            && let Some(place) = self.order.get_mut(self.asked.count_ones() as usize)
        {
            *place = Some(fact);
            self.asked |= 1 << fact as u32;
        }
    }
}

impl PartialEq for Trace {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Trace {}

impl std::fmt::Debug for Trace {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

/// The reason phrase of each status that a ruling can have. Programs ignore it (RFC 9112 section 4).
pub const fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        302 => "Found",
        303 => "See Other",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        407 => "Proxy Authentication Required",
        409 => "Conflict",
        410 => "Gone",
        412 => "Precondition Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        511 => "Network Authentication Required",
        _ => "",
    }
}
