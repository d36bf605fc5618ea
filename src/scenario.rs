//! Scenarios and packs of them: the model that everything else reads.
//!
//! Owns what a scenario is. [`read`] turns JSON into it, [`check`] judges it, [`library`] finds packs.
//! Must not know of learners, sessions or screens; only [`library`] touches files.

pub mod check;
pub mod index;
pub mod library;
pub mod locate;
pub mod misconception;
pub mod read;
pub mod schema;
pub mod skeleton;

use std::collections::BTreeMap;

use crate::ruling::{FactName, Facts, Ruling, Verdict, rule};

/// The pack format that this program writes and reads.
pub const FORMAT: u32 = 1;

/// The longest text that a field may hold, in bytes.
pub const LONGEST_TEXT: usize = 64 * 1024;

/// A file of scenarios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Names the pack; stable.
    pub id: String,
    /// What people read in lists.
    pub title: String,
    /// The pack's own version, as `1.0.0`.
    pub version: String,
    /// BCP 47 tag of the language it is written in.
    pub language: String,
    /// SPDX expression.
    pub licence: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its items, in teaching order.
    pub scenarios: Vec<Scenario>,
}

/// One item: facts, a story, an exchange, explanations, and an id that never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Stable id, unique over all packs that are open.
    pub id: String,
    /// A neutral title that gives nothing away.
    pub title: String,
    /// The family of facts that it belongs to.
    pub kind: Kind,
    /// How it is told.
    pub telling: Telling,
    /// The situation that it tells; scenarios of one situation differ only in how they are told. The id where none is given.
    pub situation: Option<String>,
    /// When it is asked.
    pub pool: Pool,
    /// What is true of the request.
    pub facts: Facts,
    /// The stated answer; [`check`] recomputes it.
    pub answer: Verdict,
    /// Set when the case lies outside the procedure: then the answer is the author's, with sources.
    pub editorial: Option<Editorial>,
    /// The scene, in at most 70 words.
    pub story: String,
    /// Numbered lines: the request, what the server finds, and (after the answer) the response.
    pub exchange: Exchange,
    /// The one line that decides.
    pub evidence: Evidence,
    /// The question with answers of its own, in place of the codes.
    pub asks: Option<Asks>,
    /// The real server whose answer is to be judged, in place of the codes.
    pub server: Option<Server>,
    /// The real incident, whose prevention is asked for.
    pub incident: Option<Incident>,
    /// Two hints, graded.
    pub hints: Hints,
    pub explanation: Explanation,
    /// Why each judgement of the server that doesn't hold doesn't.
    pub options: BTreeMap<Judgement, String>,
    /// The misconception that each judgement shows (ids from [`misconception`]).
    pub misconceptions: BTreeMap<Judgement, String>,
    /// What the article's airport would answer here.
    pub article: Option<String>,
    /// Sources, each as `RFC 9110 section 11.4 paragraph 3`.
    pub citations: Vec<String>,
    /// The misconception that this item exposes (an id of [`misconception::all`]).
    pub misconception: Option<String>,
    /// The id of the scenario that differs in one fact and has another verdict.
    pub twin: Option<String>,
    /// For the teacher: what to ask, what to expect.
    pub teacher: String,
    pub provenance: Option<Provenance>,
}

impl Scenario {
    /// The ruling on this scenario's facts.
    #[must_use]
    pub fn ruling(&self) -> Ruling {
        rule(&self.facts)
    }

    /// The lines shown with the question, numbered from 1: request, findings, and what was returned.
    pub fn shown_lines(&self) -> impl Iterator<Item = &str> {
        let Exchange { request, findings, returned, .. } = &self.exchange;
        request.iter().chain(findings).chain(returned).map(String::as_str)
    }

    /// The situation that it tells.
    #[must_use]
    pub fn situation(&self) -> &str {
        self.situation.as_deref().unwrap_or(&self.id)
    }
}

/// Why a scenario may disagree with the procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editorial {
    /// The reason, in a sentence.
    pub reason: String,
    /// Sources for it.
    pub sources: Vec<String>,
}

/// What is sent and what is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// What the client sends, or the traveller does.
    pub request: Vec<String>,
    /// What the server finds when it checks; shown with the question.
    pub findings: Vec<String>,
    /// What a real server returned; shown with the question. Empty otherwise.
    pub returned: Vec<String>,
    /// The response in HTTP that the specification asks for; shown only after the answer. The first line is the status line.
    pub response: Vec<String>,
}

/// The line that decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its number, from 1, over request, findings and what was returned.
    pub line: usize,
    /// The fact that it states.
    pub fact: FactName,
    /// What the line tells the reader, in a sentence.
    pub text: String,
}

/// Who wrote an item, and whether its answer was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    pub author: String,
    /// The day of the last check, as `2026-11-26`.
    pub checked: String,
    /// What the answer was checked against, as `RFC 9110 section 11.4 paragraph 3`.
    pub against: String,
    pub status: ReviewStatus,
}

/// A question with answers of its own: on debatable facts no conforming status is marked wrong, and what is settled
/// is asked instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asks {
    /// The question.
    pub question: String,
    /// Two to four answers, exactly one of them right.
    pub choices: Vec<Choice>,
}

/// One answer to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The answer.
    pub text: String,
    /// Whether it is the right one.
    pub right: bool,
    /// Why it is or is not, in a sentence; shown after the answer.
    pub because: String,
}

/// A real server, as captured. It speaks of this version and configuration and of nothing newer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its name.
    pub product: String,
    /// Its version.
    pub version: String,
    /// How it was set up.
    pub configuration: String,
    /// What is to be said of its answer.
    pub judgement: Judgement,
    /// The clause that decides, as a citation.
    pub clause: String,
}

/// A real incident, in the project's public record or measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// The project, or the program that was measured.
    pub project: String,
    /// The year.
    pub year: u32,
    /// Where it can be read.
    pub link: String,
    /// What broke, in a sentence; shown after the answer.
    pub broke: String,
}

/// Two hints: which fact to look for, and which rule applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints {
    /// Points at the fact.
    pub fact: String,
    /// Points at the rule, without naming a code.
    pub rule: String,
}

/// Both codes explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Why this code.
    pub why: String,
    /// Why not the other one.
    pub why_not: String,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $( $(#[$value_doc:meta])* $value:ident $word:literal $title:literal, )+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $( $(#[$value_doc])* $value, )+ }

        impl $name {
            /// Every value, in teaching order.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];
            /// The word for each value, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($word,)+];

            /// The word in packs and arguments.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$value => $word,)+ }
            }

            /// The words on screen.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$value => $crate::i18n::of($title),)+ }
            }

            /// The value of that word.
            #[must_use]
            pub fn find(word: &str) -> Option<Self> {
                Self::ALL.iter().zip(Self::NAMES).find(|(_, name)| **name == word).map(|(value, _)| *value)
            }
        }
    };
}

words! {
    /// The family of facts an item belongs to: eight core kinds, then the edges.
    Kind {
        /// No credentials.
        Missing "missing" "missing credentials",
        /// Sent, and unreadable or not genuine.
        Invalid "invalid" "invalid credentials",
        /// Sent, was valid, is no longer.
        Expired "expired" "expired credentials",
        /// Sent, for another realm or audience.
        WrongAudience "wrong-audience" "wrong audience",
        /// Valid, role or scope missing.
        NoPermission "no-permission" "no permission",
        /// Valid, somebody else's resource.
        NotOwner "not-owner" "not the owner",
        /// Refused for a reason that has nothing to do with who asks.
        Policy "policy" "blocked by policy",
        /// No credentials, and none would help.
        Closed "closed" "closed to everyone",
        /// Anything beyond the eight.
        Edge "edge" "edge case",
    }
}

words! {
    /// How a scenario is told.
    Telling {
        /// In the airport.
        Airport "airport" "airport",
        /// Raw HTTP only.
        Http "http" "HTTP",
    }
}

words! {
    /// When a scenario is asked.
    Pool {
        /// In practice.
        Practice "practice" "practice",
        /// Kept back for those who seem to know the subject, and for the end of practice.
        Unseen "unseen" "unseen",
        /// In the first of the two parallel tests.
        FormA "form-a" "form A",
        /// In the second.
        FormB "form-b" "form B",
        /// A scene of the lesson.
        Lesson "lesson" "lesson",
        /// Kept back for the check-ups.
        CheckUp "check-up" "check-up",
    }
}

words! {
    /// What is to be said of a server's answer.
    Judgement {
        /// Status and sign are as the specification has them.
        Conforms "conforms" "conforms",
        /// Another status is called for.
        WrongCode "wrong-code" "wrong code",
        /// The status is right, and its challenge is missing or broken.
        Challenge "challenge" "challenge missing or broken",
        /// The specification leaves it open.
        Arguable "arguable" "arguable",
    }
}

words! {
    /// Whether the answer of an item was checked against its sources.
    ReviewStatus {
        Draft "draft" "draft",
        Checked "checked" "checked",
    }
}

impl Kind {
    /// The eight kinds that mastery is about.
    #[must_use]
    pub fn core() -> &'static [Self] {
        &Self::ALL[..8]
    }

    /// The code of a core kind; edge cases have no common one.
    pub const fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Missing | Self::Invalid | Self::Expired | Self::WrongAudience => Some(Verdict::Unauthorized),
            Self::NoPermission | Self::NotOwner | Self::Policy | Self::Closed => Some(Verdict::Forbidden),
            Self::Edge => None,
        }
    }
}

/// One of the two parallel test forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    A,
    B,
}

impl Form {
    pub const fn pool(self) -> Pool {
        match self {
            Self::A => Pool::FormA,
            Self::B => Pool::FormB,
        }
    }

    pub const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}
