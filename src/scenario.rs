//! Defines scenarios and the packs that contain them.
//!
//! [`mod@format`] describes the pack format, [`read`] and `diagnose` parse JSON, [`check`] applies the rules for good
//! scenarios, and [`library`] finds packs. Of these modules, only [`library`] reads files.

#[macro_use]
pub mod format;
pub mod check;
mod diagnose;
pub mod index;
pub mod library;
pub mod locate;
pub mod misconception;
pub mod read;
pub mod schema;
pub mod skeleton;

use std::collections::BTreeMap;

use format::{Described, Field, Shape, Vocabulary};
use serde::Deserialize;

use crate::encoding::FormatNumber;
use crate::ruling::{FactName, Facts, Ruling, Verdict, rule};
use crate::say;

/// The version of the pack format.
pub const FORMAT: u32 = 1;

/// The maximum length of a text field, in bytes.
pub(crate) const LONGEST_TEXT: usize = 64 * 1024;

described! {
    /// A file that contains scenarios.
    Pack {
        /// The version of the pack format.
        format: FormatNumber<FORMAT>,
        /// A stable id for the pack.
        id: String = fixed,
        /// The title shown in lists.
        title: String,
        /// The version of the pack itself, such as `1.0.0`.
        version: String = fixed,
        /// The language of the texts as a BCP 47 tag, such as `en`.
        language: String = fixed,
        /// The licence as an SPDX expression.
        licence: String = fixed,
        /// The names of the authors.
        authors: Vec<String> = fixed,
        /// The scenarios, in teaching order.
        scenarios: Vec<Scenario>,
    }

    /// One case: its facts, story, exchange and explanations, with an id that never changes.
    Scenario {
        /// A stable id of lower-case letters, digits and hyphens, unique across all packs.
        id: String = fixed,
        /// A neutral title that doesn't hint at the answer.
        title: String,
        /// The kind of case this scenario belongs to.
        kind: Kind,
        /// Whether the case is told as an airport scene or as an HTTP exchange.
        telling: Telling,
        /// The situation shared by both tellings or by both cases of a contrast pair; defaults to the id.
        situation: Option<String> = fixed,
        /// The part of the course that uses the case; defaults to practice.
        #[serde(default)]
        pool: Pool,
        /// The id of the other case in the contrast pair, which differs in one fact and has a different answer.
        twin: Option<String> = fixed,
        /// The facts of the request. Facts that aren't given have their default values.
        facts: Facts,
        /// The answer, which must match the ruling on the facts.
        answer: Verdict,
        /// If the procedure doesn't cover the case: why the author chose this answer, and the sources.
        editorial: Option<Editorial>,
        /// The scene, told in at most 45 words.
        story: String,
        /// The numbered lines: the request, the findings and, after the answer, the response.
        exchange: Exchange,
        /// The line that decides the answer.
        evidence: Evidence,
        /// A question with its own answers, for cases where the specification leaves the code open.
        asks: Option<Asks>,
        /// A real server whose response the learner judges.
        server: Option<Server>,
        /// A real incident for which the learner says which answer would have helped.
        incident: Option<Incident>,
        /// Two hints, the second of which reveals more than the first.
        hints: Hints,
        /// Why the answer is right, and why the other code is wrong.
        explanation: Explanation,
        /// For a case about a server: why each wrong judgement is wrong.
        #[serde(default)]
        options: BTreeMap<Judgement, String>,
        /// For a case about a server: the misconception that each wrong judgement suggests.
        #[serde(default)]
        misconceptions: BTreeMap<Judgement, String> = fixed,
        /// What the article's airport would do in this case, in at most 20 words.
        article: Option<String>,
        /// The citations, such as `RFC 9110 section 11.4 paragraph 3`.
        citations: Vec<String> = fixed,
        /// The misconception that a wrong answer suggests.
        misconception: Option<String> = fixed,
        /// Notes for the teacher: what to ask, and what to expect.
        teacher: String,
        /// Who wrote the case, and whether its answer was checked.
        provenance: Option<Provenance> = fixed,
    }

    /// The reason why the answer to a case may differ from the ruling.
    Editorial {
        /// Why the procedure doesn't cover this case.
        reason: String,
        /// The sources that support the answer.
        sources: Vec<String> = fixed,
    }

    /// The request, what the check finds, and the response.
    Exchange {
        /// What the client sends or the traveller does, in lines of at most 72 columns.
        request: Vec<String>,
        /// What the check finds, in lines that are shown with the question.
        #[serde(default)]
        findings: Vec<String>,
        /// What a real server returned, in lines that are shown with the question.
        #[serde(default)]
        returned: Vec<String>,
        /// The response that the specification asks for, shown after the answer. The first line is the status line.
        response: Vec<String> = fixed,
    }

    /// The line that decides the answer.
    Evidence {
        /// The number of the line, counted from 1 through the request, findings and returned lines.
        line: usize,
        /// The fact that the line states.
        fact: FactName,
        /// What the line tells the reader, in one sentence.
        text: String,
    }

    /// A question with its own answers, for cases where the specification leaves the code open.
    Asks {
        /// The question, which replaces `401 or 403?`.
        question: String,
        /// Two to four answers, exactly one of which is right.
        choices: Vec<Choice>,
    }

    /// One of the answers to choose from.
    Choice {
        /// The text of the answer.
        text: String,
        /// Whether the answer is right.
        right: bool,
        /// Why the answer is right or wrong, in one sentence that is shown after the learner answers.
        because: String,
        /// The misconception that this answer suggests.
        misconception: Option<String> = fixed,
    }

    /// A real server whose response was captured. The case makes no claim about other versions or configurations.
    Server {
        /// The name of the server software.
        product: String = fixed,
        /// The version of the server software.
        version: String = fixed,
        /// How the server was configured.
        configuration: String,
        /// The right judgement of the server's response.
        judgement: Judgement,
        /// The citation that decides the judgement.
        clause: String = fixed,
    }

    /// A real incident that was measured, or that a project reported in public.
    Incident {
        /// The project, or the program that was measured.
        project: String = fixed,
        /// The year of the incident.
        year: u32,
        /// A link to the report.
        link: String = fixed,
        /// What broke, in one sentence that is shown after the learner answers.
        broke: String,
    }

    /// Two hints: the first says which fact to look for, and the second says which rule applies.
    Hints {
        /// A hint about the deciding fact.
        fact: String,
        /// A hint about the rule that applies, without naming a code.
        rule: String,
    }

    /// Why the answer is right, and why the other code is wrong.
    Explanation {
        /// Why this code is right, in at most 30 words.
        why: String,
        /// Why the other code is wrong, in at most 20 words.
        why_not: String,
    }

    /// Who wrote a case, and whether the case was compared with its sources.
    Provenance {
        /// The name of the author.
        author: String,
        /// The date of the last check, such as `2026-11-26`.
        checked: String,
        /// The text that the case was checked against, such as `RFC 9110 section 11.4 paragraph 3`.
        against: String,
        /// `checked` if the answer, explanation and sources were compared with the text in `against`.
        status: ReviewStatus,
    }
}

impl Pool {
    pub const fn is_form(self) -> bool {
        matches!(self, Self::FormA | Self::FormB)
    }
}

impl Scenario {
    pub fn ruling(&self) -> Ruling {
        rule(&self.facts)
    }

    pub(crate) fn is_checked(&self) -> bool {
        self.provenance.as_ref().is_some_and(|known| known.status == ReviewStatus::Checked)
    }

    /// Returns the lines shown with the question: the request, the findings and the returned lines.
    pub fn shown_lines(&self) -> impl Iterator<Item = &str> {
        let Exchange { request, findings, returned, .. } = &self.exchange;
        request.iter().chain(findings).chain(returned).map(String::as_str)
    }

    pub fn deciding_line(&self) -> Option<&str> {
        self.shown_lines().nth(self.evidence.line.checked_sub(1)?)
    }

    pub fn likely_misconception(&self) -> Option<&'static misconception::Misconception> {
        self.misconception.as_deref().and_then(misconception::find)
    }

    pub fn situation(&self) -> &str {
        self.situation.as_deref().unwrap_or(&self.id)
    }
}

named! {
    /// A kind of case: one of the eight core kinds, or an edge case.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Kind {
        /// The request carried no credentials.
        Missing = "missing" => say!("missing credentials"),
        /// The credentials are unreadable or not genuine.
        Invalid = "invalid" => say!("invalid credentials"),
        /// The credentials were valid once, but no longer are.
        Expired = "expired" => say!("expired credentials"),
        /// The credentials are meant for another realm, audience or service.
        WrongAudience = "wrong-audience" => say!("wrong audience"),
        /// The credentials are valid, but lack the role or scope needed.
        NoPermission = "no-permission" => say!("no permission"),
        /// The credentials are valid, but the resource belongs to someone else.
        NotOwner = "not-owner" => say!("not the owner"),
        /// The request is refused for a reason that doesn't depend on who sent it.
        Policy = "policy" => say!("blocked by policy"),
        /// The request is refused no matter who sends it.
        Closed = "closed" => say!("closed to everyone"),
        /// The case is outside the eight core kinds.
        Edge = "edge" => say!("edge case"),
    }
}

named! {
    /// The form in which a scenario is told.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Telling {
        Airport = "airport" => say!("airport"),
        Http = "http" => say!("HTTP"),
    }
}

named! {
    /// The part of the course that uses a scenario.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Pool {
        #[default]
        Practice = "practice" => say!("practice"),
        /// The case is reserved for the end of practice, and for learners who already seem to know the subject.
        Unseen = "unseen" => say!("unseen"),
        FormA = "form-a" => say!("form A"),
        FormB = "form-b" => say!("form B"),
        Lesson = "lesson" => say!("lesson"),
        CheckUp = "check-up" => say!("check-up"),
    }
}

named! {
    /// A learner's judgement of a server's response.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Judgement {
        /// The status and the challenge follow the specification.
        Conforms = "conforms" => say!("conforms"),
        /// The server should have sent a different status.
        WrongCode = "wrong-code" => say!("wrong code"),
        /// The status is right, but the challenge is missing or broken.
        Challenge = "challenge" => say!("challenge missing or broken"),
        /// The specification allows more than one answer.
        Arguable = "arguable" => say!("arguable"),
    }
}

named! {
    /// Whether a case was compared with its sources. Test forms contain only checked cases.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum ReviewStatus {
        Draft = "draft",
        Checked = "checked",
    }
}

macro_rules! described {
    ($($name:ident)+) => {
        $(
            impl Vocabulary for $name {
                const WORDS: &'static [&'static str] = &Self::NAMES;
            }

            impl Described for $name {
                fn shape() -> Shape {
                    Shape::Word(Self::WORDS)
                }
            }
        )+
    };
}

described!(Kind Telling Judgement ReviewStatus);

impl Described for Pool {
    fn shape() -> Shape {
        Shape::Word(&Self::NAMES)
    }

    fn is_absent(&self) -> bool {
        *self == Self::default()
    }
}

impl Pool {
    /// Returns whether the pool is reserved for tests and check-ups, so that learners haven't seen its cases before.
    pub const fn is_kept_back(self) -> bool {
        !matches!(self, Self::Practice | Self::Lesson)
    }
}

impl Kind {
    /// Returns the eight kinds of case that the course teaches.
    pub fn core() -> &'static [Self] {
        const { Self::ALL.split_at(8).0 }
    }

    /// Returns the code that is correct for all cases of this kind, or `None` for edge cases, whose codes differ.
    pub const fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Missing | Self::Invalid | Self::Expired | Self::WrongAudience => Some(Verdict::Unauthorized),
            Self::NoPermission | Self::NotOwner | Self::Policy | Self::Closed => Some(Verdict::Forbidden),
            Self::Edge => None,
        }
    }

    /// Returns the kind of case that is most easily confused with this kind but has the other code, or `None` for edge
    /// cases.
    pub const fn contrast(self) -> Option<Self> {
        Some(match self {
            Self::Missing => Self::Closed,
            Self::Closed => Self::Missing,
            Self::Invalid => Self::NotOwner,
            Self::NotOwner => Self::Invalid,
            Self::Expired => Self::Policy,
            Self::Policy => Self::Expired,
            Self::WrongAudience => Self::NoPermission,
            Self::NoPermission => Self::WrongAudience,
            Self::Edge => return None,
        })
    }

    /// Returns the next kind of case that has the same code. After the last such kind of case, returns the first.
    pub(crate) fn neighbour(self) -> Self {
        let same: Vec<Self> = Self::ALL.into_iter().filter(|other| other.verdict() == self.verdict()).collect();
        let index = same.iter().position(|other| *other == self).unwrap_or(0);
        same[(index + 1) % same.len()]
    }
}
