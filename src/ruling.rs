//! Implements the ruling engine, which determines what the specifications say about a request, and compares the result
//! with the article's answer.
//!
//! The module contains the vocabulary of facts ([`facts`]), the order of decisions ([`procedure`]), the article's
//! answer ([`article`]) and the citations ([`citation`]). The ruling engine doesn't depend on any other module of the
//! crate. All text in this module is in English, and callers translate it.
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

mod alternatives;
pub mod article;
mod challenge;
pub mod citation;
mod decision;
mod endings;
pub mod facts;
mod inquiry;
pub mod procedure;
pub mod source;

pub use alternatives::rule;
pub(crate) use alternatives::rule_creation;
pub use article::{Agreement, ArticleReading};
pub use citation::{Citation, Level};
pub use facts::{FactName, Facts, UnknownFact};
pub use inquiry::Trace;

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Verdict {
        /// 401 Unauthorized, defined in RFC 9110 section 15.5.2.
        Unauthorized = "401",
        /// 403 Forbidden, defined in RFC 9110 section 15.5.4.
        Forbidden = "403",
        Neither = "neither",
    }
}

impl Verdict {
    pub const fn from_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            _ => Self::Neither,
        }
    }
}

named! {
    /// How clearly the specifications determine the status.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Certainty {
        Must = "must",
        /// The status follows from its definition, from a SHOULD, or from an "ought to".
        Definition = "definition",
        /// The status follows from common practice, because the specifications only permit it or don't mention it.
        Convention = "convention",
        Debatable = "debatable",
    }
}

/// A header field that the response should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Companion {
    pub field: &'static str,
    /// The relevant parameter, if the field has several parameters.
    pub parameter: Option<&'static str>,
    /// A complete example value.
    pub example: &'static str,
    pub level: Level,
}

/// A question that the procedure asked about a fact, with the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The fact that the question refers to. [`FactName::question`] returns the question.
    pub fact: FactName,
    /// The name of the fact's value in packs and JSON.
    pub value: &'static str,
    /// The answer as a sentence that is printed after the question.
    pub answer: &'static str,
}

/// What the specifications say about a set of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling {
    pub status: u16,
    pub verdict: Verdict,
    pub certainty: Certainty,
    /// Other statuses that conform to the specifications, with the most common one first.
    pub also_conforming: Statuses,
    /// Header fields of the response, with required fields first.
    pub companions: Companions,
    pub client_may: &'static str,
    pub citations: Citations,
    pub trace: Trace,
    pub article: ArticleReading,
}

impl Ruling {
    pub fn conforms(&self, status: u16) -> bool {
        status == self.status || self.also_conforming.contains(status)
    }
}

/// A static list with a fixed number of slots for extra entries, so that rulings don't allocate memory. Up to two
/// entries of the static list can be omitted.
#[derive(Clone, Copy, Debug)]
pub struct Extended<T: 'static, const N: usize> {
    ending: &'static [T],
    added: [Option<&'static T>; N],
    omitted: [Option<&'static T>; 2],
}

const MOST_STATUSES: usize = 32;

/// The statuses that conform in addition to the preferred status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statuses {
    statuses: [u16; MOST_STATUSES],
    count: usize,
}

impl Statuses {
    fn new(statuses: &[u16]) -> Self {
        let mut new = Self { statuses: [0; MOST_STATUSES], count: 0 };
        for status in statuses {
            new.add(*status);
        }
        new
    }

    fn add(&mut self, status: u16) {
        if !self.contains(status)
            && let Some(slot) = self.statuses.get_mut(self.count)
        {
            *slot = status;
            self.count += 1;
        }
    }

    fn remove(&mut self, status: u16) {
        let left: Vec<u16> = self.iter().filter(|other| *other != status).collect();
        *self = Self::new(&left);
    }

    pub fn iter(&self) -> impl Iterator<Item = u16> + Clone {
        self.statuses.iter().copied().take(self.count)
    }

    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn contains(&self, status: u16) -> bool {
        self.iter().any(|other| other == status)
    }
}

/// The header fields of a ruling. There is room for one extra field about the resource's metadata, and for three extra
/// fields for a cross-origin script.
pub type Companions = Extended<Companion, 4>;

/// The citations of a ruling. Apart from those of the outcome itself, there is room for six citations about the
/// endpoint, the client and the server, and for one citation for each check.
pub type Citations = Extended<Citation, 18>;

impl<T: Copy + PartialEq, const N: usize> Extended<T, N> {
    const fn new(ending: &'static [T]) -> Self {
        Self { ending, added: [None; N], omitted: [None; 2] }
    }

    fn add(&mut self, entry: &'static T) {
        if !self.contains(*entry)
            && let Some(slot) = self.added.iter_mut().find(|slot| slot.is_none())
        {
            *slot = Some(entry);
        }
    }

    fn omit(&mut self, entry: &'static T) {
        if let Some(slot) = self.omitted.iter_mut().find(|slot| slot.is_none()) {
            *slot = Some(entry);
        }
    }

    fn entries(&self) -> impl Iterator<Item = &'static T> + Clone {
        let omitted = self.omitted;
        let entries = self.ending.iter().chain(self.added.iter().copied().flatten());
        entries.filter(move |entry| !omitted.contains(&Some(entry)))
    }

    pub fn iter(&self) -> impl Iterator<Item = T> + Clone {
        self.entries().copied()
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

/// Returns the status with its reason phrase, such as `403 Forbidden`.
pub fn status_line(status: u16) -> String {
    format!("{status} {}", reason_phrase(status)).trim_end().to_owned()
}

/// Returns the reason phrase of a status, or an empty string for a status that the program doesn't know. Clients ignore
/// reason phrases (RFC 9112 section 4).
pub const fn reason_phrase(status: u16) -> &'static str {
    match status {
        101 => "Switching Protocols",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        304 => "Not Modified",
        308 => "Permanent Redirect",
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
        423 => "Locked",
        426 => "Upgrade Required",
        428 => "Precondition Required",
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
