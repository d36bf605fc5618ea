//! Every way the procedure can end, as a table: status, certainty, sources and what goes with it.
//!
//! Owns what the specification says of each ending. Must not decide which ending a request meets.
//! Rows are grouped as the procedure meets them: [`general`] (who answers, order, absence),
//! [`identity`] (credentials) and [`permission`].

/// A list of sources or fields that lives as long as the program, also inside a function.
macro_rules! list {
    ($($entry:expr),* $(,)?) => { const { &[$($entry),*] } };
}

pub(super) mod general;
pub(super) mod identity;
pub(super) mod permission;

use super::article::ArticleReading;
use super::citation::{Citation, Level, http};
use super::facts::{Exists, Responder};
use super::{Certainty, Companion, List, Ruling, Trace, Verdict};

/// One ending.
#[derive(Clone, Copy)]
pub(super) struct Outcome {
    pub status: u16,
    pub certainty: Certainty,
    pub also: &'static [u16],
    pub companions: &'static [Companion],
    pub client_may: &'static str,
    pub citations: &'static [Citation],
    pub article: ArticleReading,
}

impl Outcome {
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

/// A ruling in the making: an outcome, and what other facts add to it.
pub(super) struct Draft {
    outcome: Outcome,
    certainty: Certainty,
    also: List<u16, 6>,
    citations: List<Citation, 6>,
    article: ArticleReading,
}

impl From<Outcome> for Draft {
    fn from(outcome: Outcome) -> Self {
        Self {
            outcome,
            certainty: outcome.certainty,
            also: List::of(outcome.also),
            citations: List::of(outcome.citations),
            article: outcome.article,
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
        if !self.also.contains(&status) {
            self.also.push(status);
        }
        if self.certainty != Certainty::Debatable {
            self.certainty = if self.outcome.status == 403 { Certainty::Convention } else { Certainty::Debatable };
        }
        self.citations.push(match exists {
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
        self.citations.push(http("13.2.1", 1, Level::Must));
        self.article = ArticleReading::SILENT;
        self
    }

    /// A gateway acts as an origin server towards the client (RFC 9110 section 3.7).
    fn by_gateway(mut self) -> Self {
        self.citations.push(http("3.7", 6, Level::Definition));
        self
    }

    /// The ruling, with the questions that led to it.
    pub(super) fn finish(self, responder: Responder, trace: &Trace) -> Ruling {
        let status = self.outcome.status;
        let draft =
            if responder == Responder::Gateway && matches!(status, 401 | 403) { self.by_gateway() } else { self };
        Ruling {
            status,
            verdict: Verdict::of_status(status),
            certainty: draft.certainty,
            also_conforming: draft.also,
            companions: draft.outcome.companions,
            client_may: draft.outcome.client_may,
            citations: draft.citations,
            trace: *trace,
            article: draft.article,
        }
    }
}

/// Shorthand for the tables below.
const fn field(field: &'static str, example: &'static str, level: Level) -> Companion {
    Companion { field, example, level }
}
