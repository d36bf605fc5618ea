//! Every way the procedure can end, as a table: status, certainty, sources and what goes with it.
//!
//! Owns what the specification says of each ending. Must not decide which ending a request meets.
//! Rows are grouped as the procedure meets them: [`general`] (who answers, order, absence),
//! [`credentials`] and [`permission`].

/// A list of sources or fields that lives as long as the program, also inside a function.
macro_rules! list {
    ($($entry:expr),* $(,)?) => { const { &[$($entry),*] } };
}

pub(super) mod credentials;
pub(super) mod general;
pub(super) mod permission;

use super::article::ArticleReading;
use super::citation::{Citation, Level, http};
use super::facts::{Exists, Responder};
use super::{Certainty, Citations, Companion, Ruling, Statuses, Trace, Verdict};

/// One ending.
#[derive(Clone, Copy)]
pub(super) struct Ending {
    pub status: u16,
    pub certainty: Certainty,
    pub also: &'static [u16],
    pub companions: &'static [Companion],
    pub client_may: &'static str,
    pub citations: &'static [Citation],
    pub article: ArticleReading,
}

impl Ending {
    /// An ending that the article says nothing about and that needs no field of its own.
    const fn new(status: u16, certainty: Certainty, client_may: &'static str, citations: &'static [Citation]) -> Self {
        Self { status, certainty, also: &[], companions: &[], client_may, citations, article: ArticleReading::SILENT }
    }

    const fn also(mut self, statuses: &'static [u16]) -> Self {
        self.also = statuses;
        self
    }

    pub(super) const fn sending(mut self, companions: &'static [Companion]) -> Self {
        self.companions = companions;
        self
    }

    pub(super) const fn article(mut self, reading: ArticleReading) -> Self {
        self.article = reading;
        self
    }
}

/// A ruling in the making: an ending, and what other facts add to it.
pub(super) struct Draft {
    ending: Ending,
    certainty: Certainty,
    also: Statuses,
    citations: Citations,
    article: ArticleReading,
}

/// The places of what is added to the citations.
const ABSENT: usize = 0;
const PRECONDITION: usize = 1;
const GATEWAY: usize = 2;

impl From<Ending> for Draft {
    fn from(ending: Ending) -> Self {
        Self {
            ending,
            certainty: ending.certainty,
            also: Statuses::new(ending.also),
            citations: Citations::new(ending.citations),
            article: ending.article,
        }
    }
}

impl Draft {
    /// Where nothing is found, no order between 401, 403 and 404 is defined (RFC 9110 section 15.5.5).
    /// For a 403 this is the habit of storage services that hide absence as well.
    pub(super) fn where_absent(mut self, exists: Exists) -> Self {
        let status = match exists {
            Exists::Yes => return self,
            Exists::No => 404,
            Exists::Gone => 410,
        };
        if !self.also.contains(status) {
            self.also.added[0] = Some(status);
        }
        if self.certainty != Certainty::Debatable {
            self.certainty = if self.ending.status == 403 { Certainty::Convention } else { Certainty::Debatable };
        }
        self.citations.added[ABSENT] = Some(match exists {
            Exists::Gone => http("15.5.11", 1, Level::Definition),
            _ => http("15.5.5", 1, Level::Definition),
        });
        self.article = ArticleReading::SILENT;
        self
    }

    /// A failing precondition must be ignored when the answer without it is an error (RFC 9110 section 13.2.1).
    pub(super) fn before_preconditions(mut self) -> Self {
        if self.certainty != Certainty::Debatable {
            self.certainty = Certainty::Must;
        }
        self.citations.added[PRECONDITION] = Some(http("13.2.1", 1, Level::Must));
        self.article = ArticleReading::SILENT;
        self
    }

    /// The ruling, with the questions that led to it.
    pub(super) fn finish(mut self, responder: Responder, trace: &Trace) -> Ruling {
        let status = self.ending.status;
        // A gateway acts as an origin server towards the client (RFC 9110 section 3.7).
        if responder == Responder::Gateway && matches!(status, 401 | 403) {
            self.citations.added[GATEWAY] = Some(http("3.7", 6, Level::Definition));
        }
        Ruling {
            status,
            verdict: Verdict::from_status(status),
            certainty: self.certainty,
            also_conforming: self.also,
            companions: self.ending.companions,
            client_may: self.ending.client_may,
            citations: self.citations,
            trace: *trace,
            article: self.article,
        }
    }
}

/// Shorthand for the tables below.
const fn field(field: &'static str, example: &'static str, level: Level) -> Companion {
    Companion { field, example, level }
}
